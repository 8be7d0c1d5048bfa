"""Delete-one jackknife standard errors, with two intervals from each: by Fisher's z, and by score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array, Ints, over
from coder.agreement.estimate import LEVEL, Estimate
from coder.agreement.score import Spread, as_of_a_count, score_interval
from coder.agreement.student import t_quantile

NO_PAIR = "no unit has two ratings"

Mask: TypeAlias = bool | npt.NDArray[np.bool_]


def jackknifed(
    value: Array,
    left: Array,
    times: Ints,
    pairable: Ints,
    *,
    share: Mask = False,
    left_out: str = "unit",
    undefined: str | Sequence[str] = "no variation",
    agreement: Mask = True,
    spread: Spread = as_of_a_count,
    one_more: Array | None = None,
) -> list[Estimate]:
    """Points (V,) with their delete-one jackknife intervals: on Fisher's z scale, and by score.

    `left` (V, G): the values with one unit (or cluster, as `left_out` says) left out, each standing for
    `times` (V, G) alike; `pairable` (V,): how many of the units (clusters) are (hold one that is). se is
    taken around the mean of `left`, df = pairable - 1. A `share` lies between 0 and 1. `undefined` is the
    reason for a value of NaN where there are pairs. `spread` shapes the interval by score; what is no
    `agreement` (an index of margins) has none. `one_more` (V,): the values with one more unit, in which one
    coder dissents; without it a value of 1 has no score interval. What is said of all may be said of each.
    """
    broken = np.asarray((np.isnan(left) & (times > 0)).any(axis=1))
    se = _standard_error(np.where(times > 0, left, 0), times)
    t = np.array([t_quantile((1 + LEVEL) / 2, int(p) - 1) if p >= 3 else np.nan for p in pairable])
    fisher, flat = _by_fishers_z(value, se, t, share)
    lowest = np.broadcast_to(np.where(share, 0.0, -1.0), value.shape)
    scores = score_interval(
        value, np.where(agreement, se, np.nan), t, spread, one_more=one_more, lowest=lowest
    )
    reasons = [undefined] * len(value) if isinstance(undefined, str) else undefined

    def estimate(i: int, point: float) -> Estimate:
        if math.isnan(point):
            why = reasons[i] if pairable[i] else NO_PAIR
            return Estimate(None, why, interval_reason=why)
        if pairable[i] < 3:
            return Estimate(point, interval_reason=f"fewer than 3 {left_out}s with two ratings")
        if broken[i]:
            return Estimate(point, interval_reason=f"all variation rests on one {left_out}")
        if flat[i]:
            score = _pair(scores[i]) if point > 0 else None
            return Estimate(point, interval_reason="no spread", score=score)
        low, high = fisher[i].tolist()
        return Estimate(point, "", float(se[i]), low, high, score=_pair(scores[i]))

    return [estimate(i, point) for i, point in enumerate(value.tolist())]


def _standard_error(left: Array, times: Ints) -> Array:
    count = times.sum(axis=1)
    mean = over((times * left).sum(axis=1), count)
    se: Array = np.sqrt(over(count - 1, count) * (times * (left - mean[:, None]) ** 2).sum(axis=1))
    return se


def _by_fishers_z(value: Array, se: Array, t: Array, share: Mask) -> tuple[Array, npt.NDArray[np.bool_]]:
    """tanh(artanh(E) -+ t se / (1 - E^2)), (V, 2), and where there is no spread for it; a share E goes
    through 2E - 1 and back, since Fisher's z wants [-1, 1]."""
    centre, spread = np.where(share, 2 * value - 1, value), np.where(share, 2 * se, se)
    flat: npt.NDArray[np.bool_] = (np.abs(centre) >= 1 - 1e-12) | (spread < 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        z, reach = np.arctanh(np.where(flat, 0, centre)), t * spread / (1 - np.where(flat, 0, centre) ** 2)
    ends = np.tanh(np.stack([z - reach, z + reach]))
    return np.where(share, (1 + ends) / 2, ends).T, flat


def _pair(interval: Array) -> tuple[float, float] | None:
    low, high = interval.tolist()
    return None if math.isnan(low) else (low, high)
