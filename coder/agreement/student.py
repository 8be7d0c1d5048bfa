"""Quantiles of Student's t."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist


@lru_cache(maxsize=4096)
def t_quantile(probability: float, df: float) -> float:
    """Quantile of Student's t for 0.5 < probability < 1 and whole `df` >= 1, or infinity.

    The asymptotic series of Abramowitz & Stegun 26.7.5, exact to 1e-12 beyond 1,000 degrees; below,
    Newton steps from it on the finite series 26.7.3-4.
    """
    z = NormalDist().inv_cdf(probability)
    t = z + sum(
        math.fsum(c * z**power for power, c in enumerate(row, 1)) / df**order
        for order, row in enumerate(_SERIES, 1)
    )
    if df > 1000:
        return t
    whole = int(df)
    log_scale = math.lgamma((whole + 1) / 2) - math.lgamma(whole / 2) - math.log(whole * math.pi) / 2
    for _ in range(60):
        density = math.exp(log_scale - (whole + 1) / 2 * math.log1p(t * t / whole))
        step = ((1 + _t_within(t, whole)) / 2 - probability) / density
        t -= step
        if abs(step) <= 1e-13 * t:
            break
    return t


_SERIES = (
    [1 / 4, 0, 1 / 4],
    [3 / 96, 0, 16 / 96, 0, 5 / 96],
    [-15 / 384, 0, 17 / 384, 0, 19 / 384, 0, 3 / 384],
    [-945 / 92160, 0, -1920 / 92160, 0, 1482 / 92160, 0, 776 / 92160, 0, 79 / 92160],
)
"""Coefficients of z, z^2, z^3, ... for each power of 1/df."""


def _t_within(t: float, df: int) -> float:
    """P(-t < T < t), Abramowitz & Stegun 26.7.3 (odd df) and 26.7.4 (even)."""
    angle = math.atan(t / math.sqrt(df))
    odd = df % 2
    term = (math.cos(angle) if df > 1 else 0.0) if odd else 1.0
    terms = [term]
    for i in range(2 + odd, df - 1, 2):
        term *= (i - 1) / i * math.cos(angle) ** 2
        terms.append(term)
    series = math.sin(angle) * math.fsum(terms)
    return 2 / math.pi * (angle + series) if odd else series
