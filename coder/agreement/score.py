"""The interval that is shown: by score, from the jackknife's standard error.

A standard error is estimated where the sample lies; what else the true value may be depends on how the
error changes on the way there. That shape comes from a model, its scale from the jackknife.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from coder.agreement.arrays import Array, over

Spread: TypeAlias = Callable[[Array], Array]
"""Values of a coefficient (..., V) -> its variance there, but for a factor of each variable's own."""

STEP = 1e-6
HALVINGS = 24
"""Of the way to each end: to a ten-millionth."""


def as_of_a_count(value: Array) -> Array:
    """Disagreements are counts, and the variance of a count grows with it (Poisson)."""
    return 1 - value


def beta_binomial(prevalence: Array | float, alpha: Array | float, coders: int) -> Array:
    """Chances that 0, 1, ... of the coders apply a code, its prevalence being beta distributed over the
    units with intraclass correlation alpha, 0 < alpha < 1: (..., coders + 1). Skellam 1948."""
    applied, alpha = np.broadcast_arrays(np.asarray(prevalence, dtype=float), alpha)
    shares = np.stack([applied, 1 - applied, np.ones_like(applied)])[..., None]
    factors = shares * (1 - alpha)[..., None] + alpha[..., None] * np.arange(coders)
    rising = np.ones((*shares.shape[:-1], coders + 1))
    factors.cumprod(axis=-1, out=rising[..., 1:])
    ways = np.array([math.comb(coders, k) for k in range(coders + 1)], dtype=float)
    chances: Array = ways * rising[0] * rising[1, ..., ::-1] / rising[2, ..., -1:]
    return chances


def of_a_code(aparts: Sequence[Callable[[Array], Array]], prevalence: Array, coders: int) -> Spread:
    """The spread of coefficients 1 - d / apart(prevalence) of codes, d being the share of pairs of coders
    that differ: their large-sample variance over units whose chance of the code is beta distributed.

    `prevalence` (codes,) is the share of readings that give the code; V is codes for each of the `aparts`,
    one after the other. Of alpha and two coders this is Bloch & Kraemer 1989, on which Donner & Eliasziw
    1992 build the interval; elsewhere by the delta method.
    """
    k = np.arange(coders + 1)
    differ, gave = 2 * k * (coders - k) / (coders * (coders - 1)), k / coders
    by_chance = np.concatenate([apart(prevalence) for apart in aparts])
    further, nearer = (
        np.concatenate([apart(prevalence + step) for apart in aparts]) for step in (STEP, -STEP)
    )
    slope = (further - nearer) / (2 * STEP)
    prevalence = np.tile(prevalence, len(aparts))
    most = 2 * prevalence * (1 - prevalence)
    most_share, slope_share = over(by_chance, most, empty=1), over(slope, by_chance, empty=0)
    above = gave - prevalence[:, None]

    def spread(value: Array) -> Array:
        alpha = np.clip(1 - (1 - value) * most_share, 1e-9, 1 - 1e-9)
        d = (1 - alpha) * most
        influence = above * (d * slope_share)[..., None] - differ + d[..., None]
        variance: Array = (beta_binomial(prevalence, alpha, coders) * influence**2).sum(axis=-1)
        return over(variance, by_chance**2, empty=0)

    return spread


def score_interval(
    value: Array,
    se: Array,
    t: Array,
    spread: Spread = as_of_a_count,
    *,
    one_more: Array | None = None,
    lowest: Array | float = -1.0,
) -> Array:
    """Low and high (V, 2) of coefficients of agreement E: the ends of the E' from `lowest` to 1 for which
    (E - E')^2 <= t^2 se^2 spread(E') / spread(E). Rao 1948.

    Where nobody disagrees there is no error to scale by; one dissent would have brought 1 - `one_more`,
    and the variance of so few is that of a count. NaN where there is no spread otherwise.
    """
    none = value >= 1 - 1e-12
    near = np.minimum(value, 1 - STEP)
    scale = over(se**2, spread(near))
    if one_more is not None:
        scale = np.where(none, (1 - one_more) * over(1 - near, spread(near)), scale)
    scale = t**2 * np.where(scale > 0, scale, np.nan)

    inside = np.stack([value, value])
    outside = np.stack(np.broadcast_arrays(lowest, np.ones_like(value)))
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        holds = (value - middle) ** 2 <= scale * spread(middle)
        inside, outside = np.where(holds, middle, inside), np.where(holds, outside, middle)
    inside[1] = np.where(none, 1, inside[1])
    return np.where(np.isnan(scale), np.nan, inside).T
