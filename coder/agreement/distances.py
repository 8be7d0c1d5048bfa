"""Krippendorff's alpha under any fixed distance between values (interval, ratio, sets)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from coder.agreement.arrays import Array, Ints, over
from coder.agreement.bootstrap import group_draws, percentiles
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.jackknife import NO_PAIR, jackknifed
from coder.agreement.pairing import Paired

Distance: TypeAlias = Callable[[Ints, Ints], Array]
"""Numbers of distinct values, broadcast against each other -> the distances between them."""

AT_ONCE = 2**17
"""Distances worked out at once, so that memory does not grow with the square of the distinct values."""


def alpha_of(data: Paired, distance: Distance, bootstrap: Bootstrap | None = None) -> Estimate:
    """1 - D_o/D_e, Krippendorff 2004, 2011. Its cost grows with the square of the distinct values."""
    if not len(data.values):
        return Estimate(None, NO_PAIR, interval_reason=NO_PAIR)
    observed, within = _within(data, distance)
    towards = _towards(data.n, distance)
    groups, values = data.ratings_of_groups
    gone = np.bincount(groups, minlength=data.number)
    crossing = np.bincount(groups, towards[values], data.number)
    total, expected = data.n.sum(), data.n @ towards
    value = alpha(observed.sum(), expected, total, expected)
    left = alpha(observed.sum() - observed, expected - 2 * crossing + within, total - gone, expected)
    (found,) = jackknifed(
        value[None], left[None], np.ones((1, data.number), np.int64), np.array([data.number]),
        left_out=data.left_out,
    )  # fmt: skip
    return resampled(found, _draws(data, distance, observed, expected, bootstrap)) if bootstrap else found


def alpha(observed: Array, expected: Array, n: Array, whole: Array) -> Array:
    """From the sums over ordered pairs within units (each over m - 1) and over all pairs of n ratings;
    beside the `whole` of the latter, a rest of rounding is no variation."""
    expected = np.where(expected > 1e-12 * whole, expected, 0)
    d_e = over(expected, n * (n - 1), empty=0)
    return over(d_e - over(observed, n, empty=0), d_e)


def _within(data: Paired, distance: Distance) -> tuple[Array, Array]:
    """For each group: sum over its units of distances of ordered pairs over (m - 1), and sum of the
    distances of all ordered pairs of its ratings."""
    of_units = np.zeros(len(data.values))
    for both, first, second in data.pairs():
        of_units[both] += 2 * distance(first, second)
    observed = data.sums_of_groups(of_units / (data.m - 1))
    if data.number == len(data.values):
        return observed, data.sums_of_groups(of_units)
    groups, values = data.ratings_of_groups
    order = np.argsort(groups, kind="stable")
    of_groups = np.split(values[order], np.cumsum(np.bincount(groups))[:-1])
    return observed, np.array([_all_pairs(some, distance) for some in of_groups])


def _all_pairs(values: Ints, distance: Distance) -> float:
    kinds, times = np.unique(values, return_counts=True)
    return float(times @ distance(kinds[:, None], kinds) @ times)


def _blocks(distinct: int, distance: Distance) -> Iterator[tuple[slice, slice, Array]]:
    """The matrix of distances from its diagonal to the right: some rows, their columns, the distances.
    What lies left of the diagonal square is the same turned round."""
    everything = np.arange(distinct)
    begin = 0
    while begin < distinct:
        end = min(begin + max(1, AT_ONCE // (distinct - begin)), distinct)
        yield (
            slice(begin, end),
            slice(end, distinct),
            distance(everything[begin:end, None], everything[begin:]),
        )
        begin = end


def _towards(n: Array, distance: Distance) -> Array:
    """The sum of distances from each distinct value to all ratings, `n` of each."""
    sums = np.zeros(len(n))
    for rows, right, block in _blocks(len(n), distance):
        sums[rows] += block @ n[rows.start :]
        sums[right] += n[rows] @ block[:, rows.stop - rows.start :]
    return sums


def _draws(data: Paired, distance: Distance, observed: Array, whole: Array, bootstrap: Bootstrap) -> Array:
    groups, values = data.ratings_of_groups
    n = np.zeros((bootstrap.draws, data.distinct))
    drawn = np.zeros(bootstrap.draws)
    begin = 0
    for weights in group_draws(bootstrap, data.number):
        for draw, weight in enumerate(weights, begin):
            n[draw] = np.bincount(values, weight[groups], data.distinct)
        drawn[begin : begin + len(weights)] = weights @ observed
        begin += len(weights)
    expected = np.zeros(bootstrap.draws)
    for rows, right, block in _blocks(data.distinct, distance):
        across = (n[:, rows] @ block) * n[:, rows.start :]
        expected += across.sum(axis=1) + across[:, right.start - rows.start :].sum(axis=1)
    return alpha(drawn, expected, n.sum(axis=1), whole)


def resampled(found: Estimate, values: Array) -> Estimate:
    """The estimate with the percentile interval of the values drawn."""
    return found if found.value is None else replace(found, bootstrap=percentiles(values[None])[0])
