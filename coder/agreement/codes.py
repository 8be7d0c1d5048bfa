"""Agreement on the codes of paragraphs: each code by itself, and all pooled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array, over
from coder.agreement.checks import check_applied, cluster_numbers
from coder.agreement.estimate import Estimate
from coder.agreement.formulas import AC1, ALPHA, KAPPA, PERCENT, Coefficient
from coder.agreement.jackknife import estimates, pooled
from coder.agreement.units import Units, code_pair_units, code_units

FEWEST_POSITIVES = 10
"""Below this many positives per coder an estimate is flagged. Coverage of the 95% interval was 0.95 at
9.5 to 10 positives per coder (50 units at 19%, 200 at 5%) and 0.89 to 0.92 at 2.5 (50 units at 5%)."""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code: `units` are the paragraphs two coders or more have read; `kappas` by pair of coders."""

    units: int
    percent: Estimate
    alpha: Estimate
    ac1: Estimate
    kappas: dict[tuple[int, int], Estimate]


@dataclass(frozen=True, slots=True)
class OverallAgreement:
    """All codes pooled; each paragraph is left out with all its codes."""

    units: int
    percent: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """Each code in the order of the codes given, and all of them."""

    codes: tuple[CodeAgreement, ...]
    overall: OverallAgreement


def code_agreement(applied: npt.NDArray[np.int8], clusters: npt.ArrayLike | None = None) -> Agreement:
    """Agreement on each code and over all.

    `applied`: int8 of shape (coders, paragraphs, codes): 1 applied, 0 read and not applied, -1 not
    read. `clusters`: one label a paragraph (its question, say). Only paragraphs read by two or more
    are compared; AC1's margins use every paragraph read. Overall alpha is the pooled binary alpha,
    1 - sum of D_o / sum of D_e over the codes, pooled as in De Vries et al. 2008; overall percent
    averages over all pairs of paragraph and code. Raises ValueError for an array of another form.
    """
    check_applied(applied)
    coders, paragraphs, _ = applied.shape
    numbers = cluster_numbers(clusters, paragraphs)
    units = code_units(applied, numbers)
    percents, alphas, ac1s = (_flagged_estimates(coefficient, units) for coefficient in (PERCENT, ALPHA, AC1))
    kappas = {
        pair: _flagged_estimates(KAPPA, code_pair_units(applied, pair, numbers))
        for pair in combinations(range(coders), 2)
    }
    codes = tuple(
        CodeAgreement(
            int(count), percents[c], alphas[c], ac1s[c], {pair: found[c] for pair, found in kappas.items()}
        )
        for c, count in enumerate(units.pairable)
    )
    flag = _flag(_uses(units).sum(), *_uses_per_coder(units).sum(axis=0))
    percent, alpha = (_flagged(pooled(coefficient, units), flag) for coefficient in (PERCENT, ALPHA))
    compared = int((units.ratings >= 2)[units.cell].any(axis=1).sum())
    return Agreement(codes, OverallAgreement(compared, percent, alpha))


# ---- flags


def _flagged_estimates(coefficient: Coefficient, units: Units) -> list[Estimate]:
    """One estimate for each code, with its flag."""
    return [
        _flagged(estimate, _flag(uses, *per_coder))
        for estimate, uses, per_coder in zip(
            estimates(coefficient, units), _uses(units), _uses_per_coder(units), strict=True
        )
    ]


def _flagged(estimate: Estimate, flag: str) -> Estimate:
    return estimate if estimate.value is None else replace(estimate, flag=flag)


def _flag(uses: float, positives: float, negatives: float) -> str:
    if uses == 0:
        return "code not used"
    if positives < FEWEST_POSITIVES:
        return "too few positives"
    return "too few negatives" if negatives < FEWEST_POSITIVES else ""


def _uses(units: Units) -> Array:
    """How often each code was applied on any paragraph read, (codes,)."""
    uses: Array = units.counts @ _said(units)[:, 1]
    return uses


def _uses_per_coder(units: Units) -> Array:
    """Pairable units times the share of their ratings that apply the code, and that do not: (codes, 2).
    With complete data, how often one coder did on average."""
    said = units.counts @ np.where(units.ratings[:, None] >= 2, _said(units), 0)
    mean_ratings = over(said.sum(axis=1), units.pairable.astype(float), empty=1)
    return said[:, ::-1] / mean_ratings[:, None]


def _said(units: Units) -> Array:
    """Ratings that do not apply the code and that do, of each distinct unit of a code: (G, 2)."""
    said: Array = units.rows.reshape(len(units.rows), -1, 2).sum(axis=1)
    return said
