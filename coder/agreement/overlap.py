"""How far the passages that coders quoted under the same code overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from coder.agreement.estimate import LEVEL
from coder.agreement.student import t_quantile

Span = tuple[int, int]
"""First codepoint, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of `units` pairs of coders who both quoted a passage for the same code on the same paragraph, the mean
    share of the codepoints either quoted that both did, with its 95% t interval where there are 2 or more."""

    units: int
    value: float | None
    low: float | None = None
    high: float | None = None


def overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """|A and B| / |A or B| in codepoints."""
    first, second = _covered(one), _covered(other)
    both = len(first & second)
    return both / (len(first) + len(second) - both) if both else 0.0


def mean_overlap(pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> Overlap:
    """Over pairs of quotings. The interval stays within [0, 1]; it takes pairs as independent."""
    shares = np.array([overlap(*pair) for pair in pairs])
    if not len(shares):
        return Overlap(0, None)
    mean = float(shares.mean())
    if len(shares) < 2:
        return Overlap(1, mean)
    half = t_quantile((1 + LEVEL) / 2, len(shares) - 1) * float(shares.std(ddof=1)) / len(shares) ** 0.5
    return Overlap(len(shares), mean, max(0.0, mean - half), min(1.0, mean + half))


def _covered(spans: Sequence[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}
