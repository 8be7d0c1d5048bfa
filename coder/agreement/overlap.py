"""How far the spans overlap that two coders quoted from the same paragraphs for the same code.

The characters are the units. Each is inside or outside a coder's spans, and what is outside both has no
natural size (a paragraph may go on and on), so the first figure leaves it out: the positive agreement of
characters, which is the F-measure of either coder against the other (Hripcsak & Rothschild 2005). The
second asks how much of it chance would give: nominal alpha of characters inside and outside, so that
pieces count by their length (the aim of Krippendorff 2013 ch. 12, by a simpler coefficient). Intervals
leave out paragraphs, or clusters of them, never characters, which do not come one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array
from coder.agreement.checks import cluster_numbers
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.estimating import estimates
from coder.agreement.formulas import ALPHA, Coefficient
from coder.agreement.units import Units

Span: TypeAlias = tuple[int, int]
"""The first character, and the one after the last."""


def span_overlap(
    first: Sequence[Sequence[Span]],
    second: Sequence[Sequence[Span]],
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> Estimate:
    """2 * characters in both coders' spans / (characters in the first's + in the second's), over the
    paragraphs both have read, each with its spans. Raises ValueError for spans that end before they
    begin, and where the two are not of the same number of paragraphs."""
    return _estimate(_OVERLAP, _counts(first, second), clusters, bootstrap)


def span_alpha(
    first: Sequence[Sequence[Span]],
    second: Sequence[Sequence[Span]],
    lengths: Sequence[int],
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> Estimate:
    """Nominal alpha of `inside` and `outside` over all characters; `lengths` of the paragraphs. As for
    `span_overlap`; ValueError too where a span reaches beyond its paragraph."""
    counts = _counts(first, second)
    if len(lengths) != len(counts):
        raise ValueError(f"there are {len(counts)} paragraphs, but {len(lengths)} lengths")
    ends = [max([0, *(end for _, end in [*one, *other])]) for one, other in zip(first, second, strict=True)]
    if any(end > length for end, length in zip(ends, lengths, strict=True)):
        raise ValueError("a span reaches beyond its paragraph")
    neither = np.array(lengths, dtype=np.float64) - counts.sum(axis=1)
    return _estimate(_SPAN_ALPHA, np.column_stack([counts, neither]), clusters, bootstrap)


def _counts(first: Sequence[Sequence[Span]], second: Sequence[Sequence[Span]]) -> Array:
    """Characters of each paragraph in both, in the first's alone, in the second's alone: (units, 3)."""
    if len(first) != len(second):
        raise ValueError(f"both coders must have the same paragraphs, not {len(first)} and {len(second)}")
    rows = []
    for one, other in zip(first, second, strict=True):
        of_one, of_other, of_any = _covered(one), _covered(other), _covered([*one, *other])
        rows.append((of_one + of_other - of_any, of_any - of_other, of_any - of_one))
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _covered(spans: Iterable[Span]) -> int:
    """Characters in any of the spans."""
    covered = reached = 0
    for begin, end in sorted(spans):
        if not 0 <= begin <= end:
            raise ValueError(
                f"a span goes from its first character to the one after its last, not {begin, end}"
            )
        covered += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return covered


def _overlap_parts(counts: Array) -> Array:
    return np.column_stack([2 * counts[:, 0], 2 * counts[:, 0] + counts[:, 1] + counts[:, 2]])


def _alpha_parts(counts: Array) -> Array:
    both, first, second, neither = counts.T
    apart = first + second
    return np.column_stack([2 * apart, 2 * neither + apart, 2 * both + apart])


_OVERLAP = Coefficient(
    _overlap_parts, lambda sums: (sums[..., 0], sums[..., 1]), share=True, undefined="no spans"
)
_SPAN_ALPHA = Coefficient(_alpha_parts, ALPHA.fraction)


def _estimate(
    coefficient: Coefficient, counts: Array, clusters: npt.ArrayLike | None, bootstrap: Bootstrap | None
) -> Estimate:
    paragraphs = np.arange(len(counts))
    both, once = np.full(len(counts), 2), np.ones((1, len(counts)), np.int64)
    units = Units(counts, both, once, lambda _: paragraphs, cluster_numbers(clusters, len(counts)))
    return estimates([coefficient], units, bootstrap)[0][0]
