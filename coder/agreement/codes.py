"""Agreement on the codes of paragraphs: each code by itself, and each pair of coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from coder.agreement.checks import check_applied, cluster_numbers
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.estimating import estimates
from coder.agreement.flags import flagged, flags
from coder.agreement.formulas import (
    AC1,
    ALPHA,
    BIAS,
    BRENNAN_PREDIGER,
    FLEISS,
    KAPPA,
    NEGATIVE,
    PERCENT,
    POSITIVE,
    PREVALENCE,
    SCOTT,
    Coefficient,
    conger,
)
from coder.agreement.nominal import CODER_UNREAD
from coder.agreement.patterns import Patterns, patterns
from coder.agreement.published import everitt_se_of_table
from coder.agreement.units import Units


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code, of however many coders: `units` are the paragraphs that two or more have read. Sources
    and definitions stand with the functions of `nominal` and `binary`."""

    units: int
    percent: Estimate
    positive: Estimate
    negative: Estimate
    prevalence: Estimate
    alpha: Estimate
    ac1: Estimate
    pabak: Estimate
    fleiss: Estimate
    conger: Estimate


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """One code and two coders: `units` are the paragraphs both have read, `table` how many of them are
    (both applied it, the first alone, the second alone, neither)."""

    units: int
    table: tuple[int, int, int, int]
    percent: Estimate
    positive: Estimate
    negative: Estimate
    prevalence: Estimate
    bias: Estimate
    pabak: Estimate
    scott: Estimate
    kappa: Estimate

    @property
    def large_sample_se(self) -> float | None:
        """Of kappa, None where it is undefined. Fleiss, Cohen & Everitt 1969."""
        both, first, second, neither = self.table
        return everitt_se_of_table([[both, first], [second, neither]])


Pairs = dict[tuple[int, int], tuple[PairAgreement, ...]]
"""By pair of coders (their places, the smaller first): one for each code."""

SYMMETRIC = (PERCENT, POSITIVE, NEGATIVE, PREVALENCE, ALPHA, AC1, BRENNAN_PREDIGER, FLEISS)
OF_PAIR = (PERCENT, POSITIVE, NEGATIVE, PREVALENCE, BRENNAN_PREDIGER)


def agreement_by_code(
    applied: npt.NDArray[np.int8],
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> tuple[CodeAgreement, ...]:
    """Each code in the order of the codes given.

    `applied`: int8 of shape (coders, paragraphs, codes): 1 applied, 0 read and not applied, -1 not
    read. It is read fastest as numpy lays such an array out by itself (C order). `clusters`: one label
    a paragraph (its question, say). Only paragraphs read by two or more are compared; the margins of
    AC1, Fleiss and Conger use every paragraph read. `bootstrap` gives all a second interval but
    Conger's kappa, which hangs on far more than how many said what, and would take most of the time.
    Raises ValueError for an array of another form.
    """
    return by_code(_patterns(applied, clusters), bootstrap)


def alpha_by_code(
    applied: npt.NDArray[np.int8],
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> list[Estimate]:
    """Krippendorff's alpha alone. Arguments as for `agreement_by_code`."""
    units = _patterns(applied, clusters).symmetric()
    return _flagged_estimates([ALPHA], units, units, bootstrap)[0]


def agreement_by_pair(
    applied: npt.NDArray[np.int8],
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> Pairs:
    """Every pair of coders on each code. Arguments as for `agreement_by_code`."""
    return by_pair(_patterns(applied, clusters), bootstrap)


def _patterns(applied: npt.NDArray[np.int8], clusters: npt.ArrayLike | None) -> Patterns:
    check_applied(applied)
    return patterns(applied, cluster_numbers(clusters, applied.shape[1]))


def by_code(found: Patterns, bootstrap: Bootstrap | None = None) -> tuple[CodeAgreement, ...]:
    units = found.symmetric()
    figures = _flagged_estimates(SYMMETRIC, units, units, bootstrap)
    figures += _flagged_estimates([conger(found.coders)], found.by_coder(), units, None)
    figures[-1] = [_reasoned(*pair) for pair in zip(figures[-1], _has_unread_coder(found), strict=True)]
    return tuple(
        CodeAgreement(count, *of_code)
        for count, *of_code in zip(units.pairable.tolist(), *figures, strict=True)
    )


def by_pair(found: Patterns, bootstrap: Bootstrap | None = None) -> Pairs:
    pairs = list(combinations(range(found.coders), 2))
    if not pairs:
        return {}
    said = _of_all([found.pairwise(pair) for pair in pairs])
    of_category = said.rows.reshape(len(said.rows), 2, 2).sum(axis=1)
    units = replace(said, rows=of_category)
    percent, positive, negative, prevalence, pabak = _flagged_estimates(OF_PAIR, units, units, bootstrap)
    bias, scott, kappa = _flagged_estimates([BIAS, SCOTT, KAPPA], said, units, bootstrap)
    rows = zip(percent, positive, negative, prevalence, bias, pabak, scott, kappa, strict=True)
    figures = [
        PairAgreement(sum(cells[:4]), (cells[3], cells[2], cells[1], cells[0]), *row)
        for cells, row in zip(said.counts.tolist(), rows, strict=True)
    ]
    codes = len(found.counts)
    return {pair: tuple(figures[at * codes : (at + 1) * codes]) for at, pair in enumerate(pairs)}


def _of_all(said: Sequence[Units]) -> Units:
    """The codes of every pair as variables side by side."""
    codes = len(said[0].counts)
    return replace(
        said[0], counts=np.concatenate([of_pair.counts for of_pair in said]),
        row_of=lambda variable: said[variable // codes].row_of(variable % codes),
    )  # fmt: skip


def _flagged_estimates(
    coefficients: Sequence[Coefficient], units: Units, counted: Units, bootstrap: Bootstrap | None
) -> list[list[Estimate]]:
    """For each coefficient one estimate a code, flagged by what was `counted`."""
    of_codes = flags(counted)
    return [flagged(found, of_codes) for found in estimates(coefficients, units, bootstrap, code=True)]


def _has_unread_coder(found: Patterns) -> list[bool]:
    reads = found.counts @ (found.rows >= 0)
    unread: list[bool] = (reads == 0).any(axis=1).tolist()
    return unread


def _reasoned(estimate: Estimate, unread: bool) -> Estimate:
    if estimate.reason != "no variation" or not unread:
        return estimate
    return replace(estimate, reason=CODER_UNREAD, interval_reason=CODER_UNREAD)
