"""Large-sample standard errors, as other programs and published tables give them."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array, Ints
from coder.agreement.checks import check_pair, check_ratings
from coder.agreement.estimate import LEVEL
from coder.agreement.formulas import PERCENT
from coder.agreement.student import t_quantile
from coder.agreement.units import category_counts


def fleiss_cohen_everitt_se(ratings: Ints, categories: int) -> float | None:
    """Large-sample standard error of Cohen's kappa; None where kappa is undefined. Arguments as for
    `cohen_kappa`. Fleiss, Cohen & Everitt 1969.
    """
    check_pair(ratings, categories)
    first, second = ratings[(ratings >= 0).all(axis=1)].T
    table = np.zeros((categories, categories))
    np.add.at(table, (first, second), 1)
    return everitt_se_of_table(table)


def everitt_se_of_table(table: npt.ArrayLike) -> float | None:
    """The same of counts, rows the first coder's category, columns the second's."""
    counts = np.asarray(table, dtype=np.float64)
    n = counts.sum()
    p = counts / max(n, 1)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    p_o, p_e = np.trace(p), rows @ columns
    if n == 0 or p_e == 1:
        return None
    k = (p_o - p_e) / (1 - p_e)
    a = np.diag(p) @ (1 - (rows + columns) * (1 - k)) ** 2
    off_diagonal = p * (1 - np.eye(len(p)))
    b = (1 - k) ** 2 * (off_diagonal * (columns[:, None] + rows) ** 2).sum()
    c = (k - p_e * (1 - k)) ** 2
    # A kappa of 1 leaves rounding instead of 0 under the root.
    return float(np.sqrt(max(a + b - c, 0) / n) / (1 - p_e))


Linearised = Literal["percent", "ac1", "fleiss", "brennan_prediger"]


def gwet_linearised_se(
    ratings: Ints, categories: int, coefficient: Linearised, ddof: int = 1
) -> float | None:
    """Gwet's linearised standard error, Gwet 2014; of two coders `fleiss` is Scott's pi.

    `ratings` as for `percent_agreement`; the divisor is n(n - ddof), n the units with a rating: 1 as
    published for raw ratings, 0 for two-coder tables. None without a pairable unit, with n = 1, and
    where the coefficient is undefined.
    """
    check_ratings(ratings, categories)
    counts = category_counts(ratings, categories)
    counts = counts[counts.sum(axis=1) > 0]
    agreeing, pairable = PERCENT.parts(counts.astype(float)).T
    n, n_pairable = len(counts), pairable.sum()
    if n < 2 or n_pairable == 0 or (categories == 1 and coefficient in ("ac1", "brennan_prediger")):
        return None
    shares = counts / counts.sum(axis=1, keepdims=True)
    p_e, expected = _chance(coefficient, shares)
    if p_e == 1:
        return None
    k = (agreeing.sum() / n_pairable - p_e) / (1 - p_e)
    x = n / n_pairable * (agreeing - p_e * pairable) / (1 - p_e)
    x = x - 2 * (1 - k) * (expected - p_e) / (1 - p_e)
    return float(np.sqrt(((x - k) ** 2).sum() / (n * (n - ddof))))


def _chance(coefficient: Linearised, shares: Array) -> tuple[float, Array]:
    """p_e, and what each unit's ratings expect of it."""
    s, q = shares.mean(axis=0), shares.shape[1]
    if coefficient == "ac1":
        return float(s @ (1 - s)) / (q - 1), shares @ (1 - s) / (q - 1)
    if coefficient == "fleiss":
        return float(s @ s), shares @ s
    p_e = 0.0 if coefficient == "percent" else 1 / q
    return p_e, np.full(len(shares), p_e)


def wald_interval(value: float, se: float, df: float) -> tuple[float, float]:
    """value -+ t se at 95%, the upper bound clipped at 1; `df` is units - 1, or infinity for the normal."""
    reach = t_quantile((1 + LEVEL) / 2, df) * se
    return value - reach, min(value + reach, 1.0)
