"""The coefficients of a nominal variable. Each is two functions: what one unit adds to the sums
(`parts`), and the formula on the sums (`fraction`). Estimates, intervals and pooling need no more.

Notation: unit i has m_i ratings, n_ik of them in category k; q categories. A unit is given as its n_ik,
or, where it matters who said what (`coder_units`), as the indicators of the first coder's category, then
the second's, and so on.
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
    fewest ratings with which a unit enters. `share`: the value lies in [0, 1] rather than [-1, 1].
    `undefined`: what 0/0 means where there are pairs. `agreement`: 1 is to agree on everything. `apart`: of
    a code given in a share p of readings, it is 1 less the share of pairs that differ over apart(p), but
    for what a large sample does not see."""

    parts: Callable[[Array], Array]
    fraction: Callable[[Array], tuple[Array, Array]]
    enters: int = 2
    share: bool = False
    undefined: str = "no variation"
    agreement: bool = True
    apart: Callable[[Array], Array] = np.ones_like

    def value(self, sums: Array) -> Array:
        """NaN where undefined."""
        return over(*self.fraction(sums))


def _by_chance(p: Array) -> Array:
    return 2 * p * (1 - p)


# ---- of n_ik


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


def _margin_parts(n: Array) -> Array:
    """p_a, and the margins s_k over all units with a rating."""
    m = n.sum(axis=1, keepdims=True)
    return np.column_stack([_percent_parts(n), m >= 1, over(n, m, empty=0)])


def _margins(sums: Array) -> tuple[Array, Array]:
    return over(sums[..., 0], sums[..., 1]), over(sums[..., 3:], sums[..., 2:3])


def _ac1_fraction(sums: Array) -> tuple[Array, Array]:
    p_a, s = _margins(sums)
    p_e = over((s * (1 - s)).sum(axis=-1), np.array(s.shape[-1] - 1.0))
    return p_a - p_e, 1 - p_e


def _fleiss_fraction(sums: Array) -> tuple[Array, Array]:
    p_a, s = _margins(sums)
    # 1 - p_e as products: exactly 0 where one category is left.
    expected_apart = 2 * (s[..., 1:] * s.cumsum(axis=-1)[..., :-1]).sum(axis=-1)
    return p_a - 1 + expected_apart, expected_apart


def _brennan_prediger_fraction(sums: Array) -> tuple[Array, Array]:
    p_a, s = _margins(sums)
    q = s.shape[-1]
    return p_a - 1 / q, np.full_like(p_a, 1 - 1 / q)


def _specific(category: int) -> Coefficient:
    """Of the pairs in which one coder chose the category, the share in which the other did."""

    def parts(n: Array) -> Array:
        others = n.sum(axis=1) - 1
        chose = n[:, category]
        return np.column_stack([chose * (chose - 1), chose * others])

    def apart(p: Array) -> Array:
        return 2 * p if category else 2 * (1 - p)

    return Coefficient(
        parts, _percent_fraction, share=True, undefined="nobody chose the category", apart=apart
    )


def _prevalence_parts(n: Array) -> Array:
    pairable = n.sum(axis=1) >= 2
    return np.where(pairable[:, None], np.column_stack([n[:, 1] - n[:, 0], n.sum(axis=1)]), 0)


PERCENT = Coefficient(_percent_parts, _percent_fraction, share=True)
POSITIVE = _specific(1)
NEGATIVE = _specific(0)
PREVALENCE = Coefficient(_prevalence_parts, _percent_fraction, agreement=False)
ALPHA = Coefficient(_alpha_parts, _alpha_fraction, apart=_by_chance)
AC1 = Coefficient(_margin_parts, _ac1_fraction, enters=1, apart=lambda p: 1 - _by_chance(p))
FLEISS = Coefficient(_margin_parts, _fleiss_fraction, enters=1, apart=_by_chance)
BRENNAN_PREDIGER = Coefficient(
    _margin_parts, _brennan_prediger_fraction, apart=lambda p: np.full_like(p, 1 / 2)
)


# ---- of the categories that each coder chose


def _pair_parts(indicators: Array) -> Array:
    first, second = np.hsplit(indicators, 2)
    both = (first.sum(axis=1) * second.sum(axis=1))[:, None]
    return np.column_stack([(first * second).sum(axis=1), both * indicators])


def _pair_sums(sums: Array) -> tuple[Array, Array, Array, Array]:
    """p_o, the category counts of the first and of the second, and the units."""
    first, second = np.split(sums[..., 1:], 2, axis=-1)
    n = first.sum(axis=-1)
    return over(sums[..., 0], n), first, second, n


def _kappa_fraction(sums: Array) -> tuple[Array, Array]:
    p_o, first, second, n = _pair_sums(sums)
    p_e = over((first * second).sum(axis=-1), n**2)
    return p_o - p_e, 1 - p_e


def _scott_fraction(sums: Array) -> tuple[Array, Array]:
    p_o, first, second, n = _pair_sums(sums)
    p_e = over(((first + second) ** 2).sum(axis=-1), 4 * n**2)
    return p_o - p_e, 1 - p_e


def _bias_fraction(sums: Array) -> tuple[Array, Array]:
    _, first, second, n = _pair_sums(sums)
    return first[..., 1] - second[..., 1], n


KAPPA = Coefficient(_pair_parts, _kappa_fraction, apart=_by_chance)
SCOTT = Coefficient(_pair_parts, _scott_fraction, apart=_by_chance)
BIAS = Coefficient(_pair_parts, _bias_fraction, agreement=False)


def conger(coders: int) -> Coefficient:
    """Conger's kappa of so many coders."""

    def parts(indicators: Array) -> Array:
        categories = indicators.shape[1] // max(coders, 1)
        of_category = indicators.reshape(-1, coders, categories).sum(axis=1)
        return np.column_stack([_percent_parts(of_category), indicators])

    def fraction(sums: Array) -> tuple[Array, Array]:
        chose = sums[..., 2:]
        chose = chose.reshape(*sums.shape[:-1], coders, chose.shape[-1] // max(coders, 1))
        p = over(chose, chose.sum(axis=-1, keepdims=True))
        apart = (p.sum(axis=-2) ** 2).sum(axis=-1) - (p**2).sum(axis=(-2, -1))
        p_e = over(apart, np.array(coders * (coders - 1.0)))
        return over(sums[..., 0], sums[..., 1]) - p_e, 1 - p_e

    return Coefficient(parts, fraction, enters=1, apart=_by_chance)
