"""Sums over the units -> estimates, with delete-one jackknife intervals on Fisher's z scale."""

from __future__ import annotations

import math

import numpy as np

from coder.agreement.arrays import Array, Ints, over
from coder.agreement.estimate import LEVEL, Estimate
from coder.agreement.formulas import Coefficient
from coder.agreement.student import t_quantile
from coder.agreement.units import Units


def estimates(coefficient: Coefficient, units: Units) -> list[Estimate]:
    """One estimate for each code."""
    parts = coefficient.parts(units.rows)
    return [_estimate_code(coefficient, units, parts, code) for code in range(units.cell.shape[1])]


def _estimate_code(coefficient: Coefficient, units: Units, parts: Array, code: int) -> Estimate:
    if units.clusters is None:
        times = units.counts[code]
        entering = (times > 0) & (units.ratings >= coefficient.enters)
        pairable = int(units.pairable[code])
    else:
        enough = np.stack([units.ratings >= coefficient.enters, units.ratings >= 2], axis=1)
        entering, with_pairs = units.by_cluster(code, enough.astype(float)).T > 0
        parts = units.by_cluster(code, parts)
        times = np.ones(len(parts), dtype=np.int64)
        pairable = int(with_pairs.sum())
    parts, times = parts[entering], times[entering]
    sums = times @ parts
    values = coefficient.value(sums), coefficient.value(sums - parts)
    return _estimate(*values, times, pairable, share=coefficient.share, left_out=units.left_out)


def pooled(coefficient: Coefficient, units: Units) -> Estimate:
    """The coefficient with numerators and denominators summed over the codes. A code without
    variation adds nothing to either."""
    parts = coefficient.parts(units.rows)
    whole, left = np.zeros(2), np.zeros((2, units.groups))
    pairable = np.zeros(units.groups, dtype=bool)
    for code, counts in enumerate(units.counts):
        sums = counts @ parts
        whole += coefficient.fraction(sums)
        if units.clusters is None:
            which = units.cell[:, code]
            left += [side[which] for side in coefficient.fraction(sums - parts)]
            pairable |= units.ratings[which] >= 2
        else:
            left += coefficient.fraction(sums - units.by_cluster(code, parts))
            pairable |= units.by_cluster(code, (units.ratings[:, None] >= 2).astype(float))[:, 0] > 0
    times = np.ones(int(pairable.sum()), dtype=np.int64)
    values = over(*whole), over(*left[:, pairable])
    return _estimate(*values, times, len(times), share=coefficient.share, left_out=units.left_out)


def _estimate(
    value: Array, left: Array, times: Ints, pairable: int, *, share: bool, left_out: str
) -> Estimate:
    """The point with its delete-one jackknife interval on Fisher's z scale.

    `left`: the values with one unit (or cluster) left out, each standing for `times` alike; `pairable`:
    how many of the units (clusters) are (hold one that is). se is taken around the mean of `left`,
    df = pairable - 1, and the interval is tanh(artanh(E) -+ t se / (1 - E^2)); a share E goes through
    2E - 1 and back, since Fisher's z wants [-1, 1].
    """
    estimate = float(value)
    if math.isnan(estimate):
        reason = "no variation" if pairable else "no unit has two ratings"
        return Estimate(None, reason, interval_reason=reason)
    if pairable < 3:
        return Estimate(estimate, interval_reason=f"fewer than 3 {left_out}s with two ratings")
    if np.isnan(left).any():
        return Estimate(estimate, interval_reason=f"all variation rests on one {left_out}")
    count = times.sum()
    mean = times @ left / count
    se = math.sqrt((count - 1) / count * (times @ (left - mean) ** 2))
    centre, spread = (2 * estimate - 1, 2 * se) if share else (estimate, se)
    if abs(centre) >= 1 - 1e-12 or spread < 1e-12:
        return Estimate(estimate, interval_reason="no spread")
    reach = t_quantile((1 + LEVEL) / 2, pairable - 1) * spread / (1 - centre**2)
    low, high = (math.tanh(math.atanh(centre) + side * reach) for side in (-1, 1))
    if share:
        low, high = (1 + low) / 2, (1 + high) / 2
    return Estimate(estimate, se=se, low=low, high=high)
