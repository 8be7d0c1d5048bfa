"""Delete-one jackknife intervals on Fisher's z scale."""

from __future__ import annotations

import math

import numpy as np

from coder.agreement.arrays import Array, Ints, over
from coder.agreement.estimate import LEVEL, Estimate
from coder.agreement.student import t_quantile

NO_PAIR = "no unit has two ratings"


def jackknifed(
    value: Array,
    left: Array,
    times: Ints,
    pairable: Ints,
    *,
    share: bool = False,
    left_out: str = "unit",
    undefined: str = "no variation",
) -> list[Estimate]:
    """Points (V,) with their delete-one jackknife intervals on Fisher's z scale.

    `left` (V, G): the values with one unit (or cluster, as `left_out` says) left out, each standing for
    `times` (V, G) alike; `pairable` (V,): how many of the units (clusters) are (hold one that is). se is
    taken around the mean of `left`, df = pairable - 1, and the interval is
    tanh(artanh(E) -+ t se / (1 - E^2)); a share E goes through 2E - 1 and back, since Fisher's z wants
    [-1, 1]. `undefined` is the reason for a value of NaN where there are pairs.
    """
    broken = np.asarray((np.isnan(left) & (times > 0)).any(axis=1))
    left = np.where(times > 0, left, 0)
    count = times.sum(axis=1)
    mean = over((times * left).sum(axis=1), count)
    se = np.sqrt(over(count - 1, count) * (times * (left - mean[:, None]) ** 2).sum(axis=1))
    centre, spread = (2 * value - 1, 2 * se) if share else (value, se)
    flat = (np.abs(centre) >= 1 - 1e-12) | (spread < 1e-12)
    t = np.array([t_quantile((1 + LEVEL) / 2, int(p) - 1) if p >= 3 else np.nan for p in pairable])
    with np.errstate(divide="ignore", invalid="ignore"):
        z, reach = np.arctanh(np.where(flat, 0, centre)), t * spread / (1 - np.where(flat, 0, centre) ** 2)
    low, high = np.tanh(z - reach), np.tanh(z + reach)
    if share:
        low, high = (1 + low) / 2, (1 + high) / 2
    out = []
    for i, point in enumerate(value.tolist()):
        if math.isnan(point):
            why = undefined if pairable[i] else NO_PAIR
            out.append(Estimate(None, why, interval_reason=why))
        elif pairable[i] < 3:
            out.append(Estimate(point, interval_reason=f"fewer than 3 {left_out}s with two ratings"))
        elif broken[i]:
            out.append(Estimate(point, interval_reason=f"all variation rests on one {left_out}"))
        elif flat[i]:
            out.append(Estimate(point, interval_reason="no spread"))
        else:
            out.append(Estimate(point, "", float(se[i]), float(low[i]), float(high[i])))
    return out
