"""Agreement between coders, with its intervals: coders x units in, estimates out. numpy alone.

Every coefficient of a nominal variable is a fraction of sums over the units (`formulas`). So leaving a
unit out is a subtraction (`jackknife`), alike units are worked out once (`units`, `patterns`), and a
resample is another weighting (`bootstrap`).

A unit is *pairable* with two ratings or more. Missing is missing: a coder who has not read a unit says
nothing about it. Read without a code is the empty set.
"""

from __future__ import annotations

from coder.agreement.codes import (
    CodeAgreement,
    PairAgreement,
    Pairs,
    agreement_by_code,
    agreement_by_pair,
    alpha_by_code,
)
from coder.agreement.estimate import LEVEL, Bootstrap, Estimate
from coder.agreement.flags import FEWEST_POSITIVES, FEWEST_UNITS
from coder.agreement.limits import explanation, limits
from coder.agreement.multivalued import mv_alpha
from coder.agreement.nominal import (
    bias_index,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    negative_agreement,
    pabak,
    percent_agreement,
    positive_agreement,
    prevalence_index,
    scott_pi,
)
from coder.agreement.ordered import krippendorff_alpha_of_values
from coder.agreement.overall import (
    Agreement,
    OverallAgreement,
    code_agreement,
    overall_agreement,
    pooled_binary_alpha,
)
from coder.agreement.overlap import span_alpha, span_overlap
from coder.agreement.planning import Plan, plan, plan_after_pilot
from coder.agreement.published import (
    fleiss_cohen_everitt_se,
    gwet_linearised_se,
    wald_interval,
)
from coder.agreement.rollup import batches, by_label, questions, themes
from coder.agreement.sets import set_alpha
from coder.agreement.student import t_quantile

__all__ = [
    "FEWEST_POSITIVES",
    "FEWEST_UNITS",
    "LEVEL",
    "Agreement",
    "Bootstrap",
    "CodeAgreement",
    "Estimate",
    "OverallAgreement",
    "PairAgreement",
    "Pairs",
    "Plan",
    "agreement_by_code",
    "agreement_by_pair",
    "alpha_by_code",
    "batches",
    "bias_index",
    "brennan_prediger",
    "by_label",
    "code_agreement",
    "cohen_kappa",
    "conger_kappa",
    "explanation",
    "fleiss_cohen_everitt_se",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_linearised_se",
    "krippendorff_alpha",
    "krippendorff_alpha_of_values",
    "limits",
    "mv_alpha",
    "negative_agreement",
    "overall_agreement",
    "pabak",
    "percent_agreement",
    "plan",
    "plan_after_pilot",
    "pooled_binary_alpha",
    "positive_agreement",
    "prevalence_index",
    "questions",
    "scott_pi",
    "set_alpha",
    "span_alpha",
    "span_overlap",
    "t_quantile",
    "themes",
    "wald_interval",
]
