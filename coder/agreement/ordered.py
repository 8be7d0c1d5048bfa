"""Krippendorff's alpha for values that have an order or a size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array, Ints, over
from coder.agreement.bootstrap import group_draws
from coder.agreement.checks import check_values, cluster_numbers
from coder.agreement.distances import alpha, alpha_of, resampled
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.jackknife import NO_PAIR, jackknifed
from coder.agreement.pairing import Paired, paired

Metric = Literal["ordinal", "interval", "ratio"]

AT_ONCE = 2**18
"""Figures worked out at once."""


def krippendorff_alpha_of_values(
    values: npt.ArrayLike,
    metric: Metric,
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> Estimate:
    """Alpha of numbers: `values` of shape (units, coders), NaN for missing. Krippendorff 2004, 2011.

    `ordinal`: d = (sum of n_g for g from a to b - (n_a + n_b)/2)^2, n_g the frequency of g among the
    pairable ratings; `interval`: (a - b)^2; `ratio`: ((a - b)/(a + b))^2, 0 if both are 0. `clusters`
    and `bootstrap` as for the coefficients of `nominal`. Raises ValueError for values of another form.
    """
    numbers = check_values(values)
    labels = cluster_numbers(clusters, len(numbers))
    there = ~np.isnan(numbers) & ((~np.isnan(numbers)).sum(axis=1) >= 2)[:, None]
    kinds, places = np.unique(numbers[there], return_inverse=True)
    chosen = np.full(numbers.shape, -1)
    chosen[there] = places
    data = paired(chosen, len(kinds), labels)
    if metric == "ordinal":
        return _ordinal(data, bootstrap)

    def distance(a: Ints, b: Ints) -> Array:
        apart, size = kinds[a] - kinds[b], kinds[a] + kinds[b]
        return apart**2 if metric == "interval" else over(apart, size, empty=0) ** 2

    return alpha_of(data, distance, bootstrap)


# ---- ordinal: the square of the distance between mid-ranks, which change with the units


def _ordinal(data: Paired, bootstrap: Bootstrap | None) -> Estimate:
    if not len(data.values):
        return Estimate(None, NO_PAIR, interval_reason=NO_PAIR)
    rows, row_of = np.unique(_counts(data), axis=0, return_inverse=True)
    kinds = np.bincount(row_of.ravel(), minlength=len(rows)).astype(np.float64)
    held = _Held(data, row_of.ravel(), len(rows))
    # Units alike are left out alike; clusters go one by one.
    alone = data.left_out == "unit"
    times = kinds.astype(np.int64) if alone else np.ones(data.number, np.int64)
    gone = np.unique(row_of.ravel(), return_index=True)[1] if alone else np.arange(data.number)
    step = max(1, AT_ONCE // rows.size)
    some = [gone[begin : begin + step] for begin in range(0, len(gone), step)]
    left = np.concatenate([_ordinal_alpha(kinds - held.by(groups), rows) for groups in some])
    value = _ordinal_alpha(kinds[None], rows)
    (found,) = jackknifed(value, left[None], times[None], np.array([data.number]), left_out=data.left_out)
    if bootstrap is None:
        return found
    draws = group_draws(bootstrap, data.number)
    drawn = [_ordinal_alpha(held.drawn(weight)[None], rows) for weights in draws for weight in weights]
    return resampled(found, np.concatenate(drawn))


def _counts(data: Paired) -> Ints:
    """n_ik of each unit."""
    return np.stack([(data.values == k).sum(axis=1) for k in range(data.distinct)], axis=1)


@dataclass(frozen=True)
class _Held:
    """Which of the distinct units are in which group."""

    data: Paired
    row_of: Ints
    distinct: int

    def by(self, groups: Ints) -> Array:
        """How often each distinct unit is in each of the groups: (groups, distinct units)."""
        place = np.full(self.data.number, -1)
        place[groups] = np.arange(len(groups))
        there = place[self.data.groups] >= 0
        cell = place[self.data.groups[there]] * self.distinct + self.row_of[there]
        counts = np.bincount(cell, minlength=len(groups) * self.distinct)
        return counts.reshape(-1, self.distinct).astype(np.float64)

    def drawn(self, weights: Array) -> Array:
        """How often each distinct unit comes where groups come `weights` times."""
        times = np.bincount(self.row_of, weights[self.data.groups], self.distinct)
        return times.astype(np.float64)


def _ordinal_alpha(weights: Array, rows: Ints) -> Array:
    """Alpha where distinct unit u, holding `rows[u]` ratings of each value, occurs weights[., u] times."""
    m = rows.sum(axis=1)
    n = weights @ rows
    rank = n.cumsum(axis=1) - n / 2
    total = n.sum(axis=1)
    # Around the mean rank, so that the squares stay small beside their differences.
    rank = rank - over((n * rank).sum(axis=1), total, empty=0)[:, None]
    squares, sums = rank**2 @ rows.T, rank @ rows.T
    observed = 2 * (weights * (m * squares - sums**2) / (m - 1)).sum(axis=1)
    expected = 2 * total * (n * rank**2).sum(axis=1)
    return alpha(observed, np.where((n > 0).sum(axis=1) > 1, expected, 0), total, np.zeros(1))
