"""Delete-one jackknife standard errors, with two intervals from each: by Fisher's z, and by score."""

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
    agreement: bool = True,
    one_more: Array | None = None,
) -> list[Estimate]:
    """Points (V,) with their delete-one jackknife intervals: on Fisher's z scale, and by score.

    `left` (V, G): the values with one unit (or cluster, as `left_out` says) left out, each standing for
    `times` (V, G) alike; `pairable` (V,): how many of the units (clusters) are (hold one that is). se is
    taken around the mean of `left`, df = pairable - 1, and the interval is
    tanh(artanh(E) -+ t se / (1 - E^2)); a share E goes through 2E - 1 and back, since Fisher's z wants
    [-1, 1]. `undefined` is the reason for a value of NaN where there are pairs. What is no `agreement` (an
    index of margins) has no score interval. `one_more` (V,): the values with one more unit, in which one
    coder dissents; without it a value of 1 has no score interval.
    """
    broken = np.asarray((np.isnan(left) & (times > 0)).any(axis=1))
    left = np.where(times > 0, left, 0)
    count = times.sum(axis=1)
    mean = over((times * left).sum(axis=1), count)
    se: Array = np.sqrt(over(count - 1, count) * (times * (left - mean[:, None]) ** 2).sum(axis=1))
    centre, spread = (2 * value - 1, 2 * se) if share else (value, se)
    flat = (np.abs(centre) >= 1 - 1e-12) | (spread < 1e-12)
    t = np.array([t_quantile((1 + LEVEL) / 2, int(p) - 1) if p >= 3 else np.nan for p in pairable])
    with np.errstate(divide="ignore", invalid="ignore"):
        z, reach = np.arctanh(np.where(flat, 0, centre)), t * spread / (1 - np.where(flat, 0, centre) ** 2)
    low, high = np.tanh(z - reach), np.tanh(z + reach)
    if share:
        low, high = (1 + low) / 2, (1 + high) / 2
    scores = score_interval(value, se, t, one_more) if agreement else np.full((len(value), 2), np.nan)
    scores = np.maximum(scores, 0 if share else -1)
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
            score = _pair(scores[i]) if point > 0 else None
            out.append(Estimate(point, interval_reason="no spread", score=score))
        else:
            found = float(se[i]), float(low[i]), float(high[i])
            out.append(Estimate(point, "", *found, score=_pair(scores[i])))
    return out


def score_interval(value: Array, se: Array, t: Array, one_more: Array | None = None) -> Array:
    """Low and high (V, 2) of coefficients of agreement: the E' for which (E - E')^2 <= t^2 f (1 - E').

    f = se^2 / (1 - E), for the variance of a disagreement grows with it as that of a count does; so it is
    the score interval of a Poisson rate (Rao 1948; Barker 2002) with an estimated scale. With a = t^2 f / 4
    and d = 1 - E it is 1 - (sqrt(d + a) +- sqrt(a))^2. Where nobody disagrees, f is what one dissent would
    have brought, 1 - `one_more`. NaN where there is no spread otherwise.
    """
    apart = np.maximum(1 - value, 0)
    none = apart < 1e-12
    scale = over(se**2, np.where(none, 1, apart))
    scale = np.where(none, np.nan if one_more is None else 1 - one_more, scale)
    a = t**2 * np.where(scale > 0, scale, np.nan) / 4
    centre, reach = np.sqrt(apart + a), np.sqrt(a)
    return np.column_stack([1 - (centre + reach) ** 2, 1 - (centre - reach) ** 2])


def _pair(interval: Array) -> tuple[float, float] | None:
    low, high = interval.tolist()
    return None if math.isnan(low) else (low, high)
