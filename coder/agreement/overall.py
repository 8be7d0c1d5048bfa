"""Agreement over all codes at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import over
from coder.agreement.bootstrap import group_draws
from coder.agreement.checks import check_applied, cluster_numbers
from coder.agreement.codes import CodeAgreement, Pairs, by_code, by_pair
from coder.agreement.distances import alpha_of, resampled
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.flags import pooled_flag
from coder.agreement.formulas import ALPHA, PERCENT, Coefficient
from coder.agreement.jackknife import jackknifed
from coder.agreement.multivalued import multivalued_alpha
from coder.agreement.patterns import Patterns, patterns
from coder.agreement.sets import distance_of, sets_of

Applied: TypeAlias = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class OverallAgreement:
    """All codes; each paragraph is left out with all its codes. `percent` and `alpha` pool the codes one
    by one (`pooled_binary_alpha`), the others compare whole sets of codes (`set_alpha`, `mv_alpha`)."""

    units: int
    percent: Estimate
    alpha: Estimate
    jaccard: Estimate
    masi: Estimate
    mv_alpha: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """Each code in the order of the codes given, each pair of coders on each code, and all codes."""

    codes: tuple[CodeAgreement, ...]
    pairs: Pairs
    overall: OverallAgreement


def code_agreement(
    applied: Applied, clusters: npt.ArrayLike | None = None, bootstrap: Bootstrap | None = None
) -> Agreement:
    """Agreement on each code, of each pair of coders and over all, every estimate with its flag.

    `applied`: int8 of shape (coders, paragraphs, codes): 1 applied, 0 read and not applied, -1 not
    read; `clusters`: one label a paragraph (its question, say). Raises ValueError for an array of
    another form.
    """
    check_applied(applied)
    found = patterns(applied, cluster_numbers(clusters, applied.shape[1]))
    return Agreement(by_code(found, bootstrap), by_pair(found, bootstrap), _overall(found, bootstrap))


def overall_agreement(
    applied: Applied, clusters: npt.ArrayLike | None = None, bootstrap: Bootstrap | None = None
) -> OverallAgreement:
    """All codes together. Arguments as for `code_agreement`."""
    check_applied(applied)
    return _overall(patterns(applied, cluster_numbers(clusters, applied.shape[1])), bootstrap)


def pooled_binary_alpha(
    applied: Applied, clusters: npt.ArrayLike | None = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """1 - sum of D_o / sum of D_e over the codes, each code's alpha being of its 0/1 indicator; pooled as
    in De Vries et al. 2008. Arguments as for `code_agreement`."""
    check_applied(applied)
    return _pooled(ALPHA, patterns(applied, cluster_numbers(clusters, applied.shape[1])), bootstrap)


def _overall(found: Patterns, bootstrap: Bootstrap | None) -> OverallAgreement:
    sets = sets_of(found.applied, found.clusters)
    estimates = [
        *(_pooled(coefficient, found, bootstrap) for coefficient in (PERCENT, ALPHA)),
        *(alpha_of(sets.data, distance_of(sets, metric), bootstrap) for metric in ("jaccard", "masi")),
        multivalued_alpha(sets, found.applied.shape[2], bootstrap),
    ]
    compared = int(((found.applied >= 0).sum(axis=0) >= 2).any(axis=1).sum())
    flag = pooled_flag(found.symmetric(), compared)
    return OverallAgreement(compared, *(e if e.value is None else replace(e, flag=flag) for e in estimates))


def _pooled(coefficient: Coefficient, found: Patterns, bootstrap: Bootstrap | None) -> Estimate:
    """The coefficient with numerators and denominators summed over the codes. A code without variation
    adds nothing to either. Overall percent so averages over all pairs of paragraph and code."""
    units = found.symmetric()
    parts = np.column_stack([coefficient.parts(units.rows), units.ratings >= 2])
    codes = range(len(units.counts))
    whole, left, pairable = np.zeros(2), np.zeros((2, 1)), np.zeros(1, bool)
    for code in codes:
        of_group = units.of_groups(code, parts)
        sums = of_group.sum(axis=0)
        whole = whole + coefficient.fraction(sums[:-1])
        left = left + coefficient.fraction((sums - of_group)[:, :-1])
        pairable = pairable | (of_group[:, -1] > 0)
    left_out = over(*left)[pairable if codes else slice(0)]
    (estimate,) = jackknifed(
        over(*whole[:, None]), left_out[None], np.ones((1, len(left_out)), np.int64),
        np.array([len(left_out)]),
        share=coefficient.share, left_out="unit" if found.clusters is None else "cluster",
    )  # fmt: skip
    if bootstrap is None:
        return estimate
    drawn = []
    for weights in group_draws(bootstrap, int(pairable.sum())):
        sums_of = (weights @ units.of_groups(code, parts[:, :-1])[pairable] for code in codes)
        drawn.append(over(*sum((np.array(coefficient.fraction(s)) for s in sums_of), np.zeros((2, 1)))))
    return resampled(estimate, np.concatenate(drawn))
