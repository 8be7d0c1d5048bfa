"""The multi-valued alpha of Krippendorff & Craggs 2016.

Notation: n_c ratings hold label c; sets A and B of sizes k and l are drawn with the weight
prod_{c in A} n_c * prod_{c in B} (n_c - [c in A]). Summed over all A and B, the weights are the
coefficients of x^k y^l in

    prod_c (1 + n_c x + n_c y + n_c (n_c - 1) x y),

and those weights times |A and B| the same where one label's last term stands alone, summed over the
labels. So the mean Dice distance of any two sizes takes labels * k * l steps, not all pairs of sets.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array, Ints, over
from coder.agreement.bootstrap import group_draws
from coder.agreement.checks import check_applied, cluster_numbers
from coder.agreement.distances import resampled
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.jackknife import NO_PAIR, jackknifed
from coder.agreement.pairing import Paired
from coder.agreement.sets import Sets, sets_of

AT_ONCE = 2**16
"""Coefficients of polynomials held at once."""


def mv_alpha(
    applied: npt.NDArray[np.int8],
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> Estimate:
    """1 - D_o/D_e of sets of codes with Dice distance, D_e over what sets of the sizes that occur would
    differ if labels were drawn by their frequency. Krippendorff & Craggs 2016. Arguments as for
    `set_alpha`. The cost grows with the square of the largest set.
    """
    check_applied(applied)
    sets = sets_of(applied, cluster_numbers(clusters, applied.shape[1]))
    return multivalued_alpha(sets, applied.shape[2], bootstrap)


def multivalued_alpha(sets: Sets, codes: int, bootstrap: Bootstrap | None = None) -> Estimate:
    """The same of `sets` of so many `codes`."""
    data = sets.data
    if not len(data.values):
        return Estimate(None, NO_PAIR, interval_reason=NO_PAIR)
    observed = _observed(sets)
    # Each rating in columns: its labels, then its size.
    holds = np.hstack([sets.members(codes), sets.sizes[:, None] == np.arange(sets.sizes.max() + 1)])
    holds = holds.astype(np.float64)
    whole = data.n @ holds
    value = _alpha(observed.sum(keepdims=True), whole[None], codes)
    gone, times = _groups_alike(data)
    left = np.concatenate(
        [
            _alpha(observed.sum() - observed[groups], whole - _held(data, groups, holds), codes)
            for groups in np.array_split(gone, max(1, gone.size * holds.shape[1] // AT_ONCE))
        ]
    )
    (found,) = jackknifed(value, left[None], times[None], np.array([data.number]), left_out=data.left_out)
    if bootstrap is None:
        return found
    groups, ratings = data.ratings_of_groups
    drawn = []
    for weights in group_draws(bootstrap, data.number):
        n = np.stack([np.bincount(ratings, weight[groups], data.distinct) for weight in weights])
        drawn.append(_alpha(weights @ observed, n @ holds, codes))
    return resampled(found, np.concatenate(drawn))


def _observed(sets: Sets) -> Array:
    """Of each group the sum over its units of Dice distances of ordered pairs over (m - 1)."""
    data = sets.data
    of_units = np.zeros(len(data.values))
    for both, first, second in data.pairs():
        together = (sets.sizes[first] + sets.sizes[second]).astype(np.float64)
        alike = sets.common(first, second).astype(np.float64)
        of_units[both] += 2 - over(4 * alike, together, empty=2)
    return data.sums_of_groups(of_units / (data.m - 1))


def _groups_alike(data: Paired) -> tuple[Ints, Ints]:
    """One group of each kind, and how many there are of it: units may be alike, clusters are not."""
    if data.left_out == "cluster":
        return np.arange(data.number), np.ones(data.number, np.int64)
    _, first, times = np.unique(np.sort(data.values, axis=1), axis=0, return_index=True, return_counts=True)
    return data.groups[first], times


def _held(data: Paired, groups: Ints, holds: Array) -> Array:
    """Sums of `holds` (distinct sets, columns) over the ratings of each of the groups."""
    place = np.full(data.number, -1)
    place[groups] = np.arange(len(groups))
    of, values = data.ratings_of_groups
    there = place[of] >= 0
    out = np.zeros((len(groups), holds.shape[1]))
    np.add.at(out, place[of[there]], holds[values[there]])
    return out


def _alpha(observed: Array, figures: Array, codes: int) -> Array:
    """`figures` (Q, labels + sizes): ratings that hold each label and ratings of each size."""
    n, of_size = figures[:, :codes], figures[:, codes:]
    total = of_size.sum(axis=1)
    shares = over(of_size, total[:, None], empty=0)
    step = max(1, AT_ONCE // of_size.shape[1] ** 2)
    apart = np.concatenate([_apart(n[i : i + step], shares[i : i + step]) for i in range(0, len(n), step)])
    expected = np.einsum("qk,qkl,ql->q", shares, apart, shares)
    expected = np.where(expected > 1e-12, expected, 0)
    return over(expected - over(observed, total, empty=0), expected)


def _apart(n: Array, shares: Array) -> Array:
    """Mean Dice distance of drawn sets by their sizes: (Q, K + 1, K + 1)."""
    sizes = np.arange(shares.shape[1])
    weight = np.zeros((len(n), len(sizes), len(sizes)))
    weight[:, 0, 0] = 1
    common = np.zeros_like(weight)
    # Scaling x and y leaves the ratios as they are and the products within what a float can hold.
    scale = over(shares @ sizes, n.sum(axis=1), empty=0)
    for n_c in n.T:
        one, both = (n_c * scale)[:, None, None], (n_c * (n_c - 1) * scale**2)[:, None, None]
        whole = 1 + 2 * one + both
        meeting = both * weight[:, :-1, :-1]
        common = _times(common, one, both)
        common[:, 1:, 1:] += meeting
        common /= whole
        weight = _times(weight, one, both) / whole
    together = sizes[:, None] + sizes
    apart = 1 - over(2 * common, weight * together, empty=np.nan)
    apart[:, 0, 0] = 0
    return np.nan_to_num(apart, nan=0.0)


def _times(table: Array, one: Array, both: Array) -> Array:
    """The polynomials times (1 + one x + one y + both x y)."""
    out = table.copy()
    out[:, 1:] += one * table[:, :-1]
    out[:, :, 1:] += one * table[:, :, :-1]
    out[:, 1:, 1:] += both * table[:, :-1, :-1]
    return out
