"""Agreement between coders, with its intervals: coders x units in, estimates out. numpy alone.

Every coefficient here is a fraction of sums over the units (`formulas`). So leaving a unit out is a
subtraction (`jackknife`), alike units are worked out once (`units`), and a resample is another weighting.

A unit is *pairable* with two ratings or more. Missing is missing: a coder who has not read a unit says
nothing about it.
"""

from __future__ import annotations

from coder.agreement.codes import (
    FEWEST_POSITIVES,
    Agreement,
    CodeAgreement,
    OverallAgreement,
    code_agreement,
)
from coder.agreement.estimate import LEVEL, Estimate
from coder.agreement.nominal import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from coder.agreement.published import fleiss_cohen_everitt_se, gwet_linearised_se, wald_interval
from coder.agreement.student import t_quantile

__all__ = [
    "FEWEST_POSITIVES",
    "LEVEL",
    "Agreement",
    "CodeAgreement",
    "Estimate",
    "OverallAgreement",
    "code_agreement",
    "cohen_kappa",
    "fleiss_cohen_everitt_se",
    "gwet_ac1",
    "gwet_linearised_se",
    "krippendorff_alpha",
    "percent_agreement",
    "t_quantile",
    "wald_interval",
]
