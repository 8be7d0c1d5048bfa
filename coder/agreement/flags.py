"""Whether a code was compared and used often enough for its interval to be trusted.

The bounds come from `benchmarks/coverage.py`, whose figure is in `docs/agreement.md`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coder.agreement.arrays import Array, over
from coder.agreement.estimate import Estimate
from coder.agreement.units import Units

FEWEST_POSITIVES = 10
"""Below this many positives (or negatives) per coder an estimate is flagged and its interval not shown."""
FEWEST_UNITS = 60
"""Below this many pairable units likewise."""


def flags(units: Units) -> list[str]:
    """The flag of each variable, empty where there is nothing to warn of; `units` hold n_ik of `not
    applied` and `applied`."""
    positives, negatives = _per_coder(units).T
    figures = zip(_uses(units), positives, negatives, units.pairable.tolist(), strict=True)
    return [flag(*of_variable) for of_variable in figures]


def pooled_flag(units: Units, pairable: int) -> str:
    """The flag of all the variables together, `pairable` units having one that two have rated."""
    positives, negatives = _per_coder(units).sum(axis=0).tolist()
    return flag(float(_uses(units).sum()), positives, negatives, pairable)


def flag(uses: float, positives: float, negatives: float, pairable: int) -> str:
    """`uses` on any paragraph read; positives and negatives per coder on those that two have read."""
    if uses == 0:
        return "code not used"
    if positives < FEWEST_POSITIVES:
        return "too few positives"
    if negatives < FEWEST_POSITIVES:
        return "too few negatives"
    return "too few units" if pairable < FEWEST_UNITS else ""


def flagged(estimates: list[Estimate], flags: list[str]) -> list[Estimate]:
    """The same estimates with their flags; an undefined value needs none."""
    return [
        replace(estimate, flag=flag) if flag and estimate.value is not None else estimate
        for estimate, flag in zip(estimates, flags, strict=True)
    ]


def _uses(units: Units) -> Array:
    uses: Array = units.counts @ units.rows[:, 1]
    return uses


def _per_coder(units: Units) -> Array:
    """Pairable units times the share of their ratings that apply the code, and that do not: (codes, 2).
    With complete data, how often one coder did on average."""
    said = units.counts @ np.where(units.ratings[:, None] >= 2, units.rows, 0)
    mean_ratings = over(said.sum(axis=1), units.pairable.astype(float), empty=1)
    per_coder: Array = said[:, ::-1] / mean_ratings[:, None]
    return per_coder
