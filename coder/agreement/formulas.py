"""The coefficients. Each is two functions: what one unit adds to the sums (`parts`), and the formula on
the sums (`fraction`). Estimates, intervals and pooling need no more.

Notation: unit i has m_i ratings, n_ik of them in category k; q categories.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coder.agreement.arrays import Array, over


@dataclass(frozen=True, slots=True)
class Coefficient:
    """`parts`: distinct units (G, columns) -> what each adds to the sums, (G, p), zeros if it does not
    enter. `fraction`: sums (..., p) -> numerator and denominator (...); 0/0 is undefined. `enters`: the
    fewest ratings with which a unit enters. `share`: the value lies in [0, 1] rather than [-1, 1]."""

    parts: Callable[[Array], Array]
    fraction: Callable[[Array], tuple[Array, Array]]
    enters: int = 2
    share: bool = False

    def value(self, sums: Array) -> Array:
        """NaN where undefined."""
        return over(*self.fraction(sums))


def _percent_parts(n: Array) -> Array:
    m = n.sum(axis=1)
    agreeing = over((n * (n - 1)).sum(axis=1), m * (m - 1), empty=0)
    return np.column_stack([agreeing, m >= 2])


def _percent_fraction(sums: Array) -> tuple[Array, Array]:
    return sums[..., 0], sums[..., 1]


def _alpha_parts(n: Array) -> Array:
    m = n.sum(axis=1, keepdims=True)
    disagreeing = over((n * (m - n)).sum(axis=1), m[:, 0] - 1, empty=0)
    return np.where(m >= 2, np.column_stack([disagreeing, n]), 0)


def _alpha_fraction(sums: Array) -> tuple[Array, Array]:
    disagreeing, n_k = sums[..., 0], sums[..., 1:]
    n = n_k.sum(axis=-1)
    d_o = over(disagreeing, n, empty=0)
    d_e = over(n**2 - (n_k**2).sum(axis=-1), n * (n - 1), empty=0)
    return d_e - d_o, d_e


def _ac1_parts(n: Array) -> Array:
    m = n.sum(axis=1, keepdims=True)
    return np.column_stack([_percent_parts(n), m >= 1, over(n, m, empty=0)])


def _ac1_fraction(sums: Array) -> tuple[Array, Array]:
    p_a = over(sums[..., 0], sums[..., 1])
    s = over(sums[..., 3:], sums[..., 2:3])
    p_e = over((s * (1 - s)).sum(axis=-1), np.array(s.shape[-1] - 1.0))
    return p_a - p_e, 1 - p_e


def _kappa_parts(indicators: Array) -> Array:
    first, second = np.hsplit(indicators, 2)
    return np.column_stack([(first * second).sum(axis=1), indicators])


def _kappa_fraction(sums: Array) -> tuple[Array, Array]:
    first, second = np.split(sums[..., 1:], 2, axis=-1)
    n = first.sum(axis=-1)
    p_o = over(sums[..., 0], n)
    p_e = over((first * second).sum(axis=-1), n**2)
    return p_o - p_e, 1 - p_e


PERCENT = Coefficient(_percent_parts, _percent_fraction, share=True)
ALPHA = Coefficient(_alpha_parts, _alpha_fraction)
AC1 = Coefficient(_ac1_parts, _ac1_fraction, enters=1)
KAPPA = Coefficient(_kappa_parts, _kappa_fraction)
