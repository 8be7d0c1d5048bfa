"""Agreement between coders, with its intervals: coders x units in, estimates out. numpy alone.

Every coefficient here is a fraction of sums over the units. So each is written as two functions: what
one unit adds to the sums (`parts`), and the formula on the sums (`fraction`). Leaving a unit out is
then a subtraction, alike units are worked out once, and a resample is another weighting.

Notation: unit i has m_i ratings, n_ik of them in category k; q categories. A unit is *pairable* with
two ratings or more. Missing is missing: a coder who has not read a unit says nothing about it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from statistics import NormalDist
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.integer[Any]]

LEVEL = 0.95
FEWEST_POSITIVES = 10
"""Below this many positives per coder an estimate is flagged. Coverage of the 95% interval was 0.95 at
9.5 to 10 positives per coder (50 units at 19%, 200 at 5%) and 0.89 to 0.92 at 2.5 (50 units at 5%)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its 95% interval.

    `value` is None where the coefficient is undefined, and `reason` says why: `no unit has two ratings`
    or `no variation` (every rating is the same category, so no disagreement could be expected). `se`,
    `low` and `high` are None where there is no interval, and `interval_reason` says why.

    `flag`, set by `code_agreement`, warns of a value that stands on too little: `code not used` where
    no coder applied the code, so that agreement is trivial; `too few positives` (or `too few
    negatives`) where a coder applied it, or left it out, fewer than `FEWEST_POSITIVES` times on
    average: there the interval is given as defined, but covers less often than 95%.
    """

    value: float | None
    reason: str = ""
    se: float | None = None
    low: float | None = None
    high: float | None = None
    interval_reason: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code: `units` are the paragraphs two coders or more have read; `kappas` by pair of coders."""

    units: int
    percent: Estimate
    alpha: Estimate
    ac1: Estimate
    kappas: dict[tuple[int, int], Estimate]


@dataclass(frozen=True, slots=True)
class OverallAgreement:
    """All codes pooled; each paragraph is left out with all its codes."""

    units: int
    percent: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    codes: tuple[CodeAgreement, ...]
    overall: OverallAgreement


# ---- coefficients of one nominal variable


def percent_agreement(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """Observed agreement p_a: the share of agreeing pairs of ratings, averaged over pairable units.

    `ratings`: integers of shape (units, coders), category index 0..categories-1, -1 for missing.
    `clusters`: one label a unit; then clusters are left out one at a time. Raises ValueError for
    ratings or clusters of another form. Fleiss 1971; Gwet 2014.
    """
    return _nominal(PERCENT, ratings, categories, clusters)


def krippendorff_alpha(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """Nominal alpha, 1 - D_o/D_e over the pairable units. Arguments as for `percent_agreement`.

    Krippendorff 2004, 2011.
    """
    return _nominal(ALPHA, ratings, categories, clusters)


def gwet_ac1(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """AC1, its margins taken over all units with a rating. Arguments as for `percent_agreement`.

    `categories` counts those of the codebook, used or not. Gwet 2008, 2014.
    """
    return _nominal(AC1, ratings, categories, clusters)


def cohen_kappa(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """Kappa of two coders over the units both rated: `ratings` of shape (units, 2), else as for
    `percent_agreement`. Cohen 1960."""
    _check_pair(ratings, categories)
    return _estimates(KAPPA, _pair_units(ratings, categories, _cluster_numbers(clusters, len(ratings))))[0]


# ---- codes on paragraphs


def code_agreement(applied: npt.NDArray[np.int8], clusters: npt.ArrayLike | None = None) -> Agreement:
    """Agreement on each code and over all.

    `applied`: int8 of shape (coders, paragraphs, codes): 1 applied, 0 read and not applied, -1 not
    read. `clusters`: one label a paragraph (its question, say). Only paragraphs read by two or more
    are compared; AC1's margins use every paragraph read. Overall alpha is the pooled binary alpha,
    1 - sum of D_o / sum of D_e over the codes, pooled as in De Vries et al. 2008; overall percent
    averages over all pairs of paragraph and code. Raises ValueError for an array of another form.
    """
    _check_applied(applied)
    coders, paragraphs, _ = applied.shape
    numbers = _cluster_numbers(clusters, paragraphs)
    units = _code_units(applied, numbers)
    percents, alphas, ac1s = (_flagged_estimates(coefficient, units) for coefficient in (PERCENT, ALPHA, AC1))
    kappas = {
        pair: _flagged_estimates(KAPPA, _code_pair_units(applied, pair, numbers))
        for pair in combinations(range(coders), 2)
    }
    codes = tuple(
        CodeAgreement(
            int(count), percents[c], alphas[c], ac1s[c], {pair: found[c] for pair, found in kappas.items()}
        )
        for c, count in enumerate(units.pairable)
    )
    flag = _flag(_uses(units).sum(), *_uses_per_coder(units).sum(axis=0))
    percent, alpha = (_flagged(_pooled(coefficient, units), flag) for coefficient in (PERCENT, ALPHA))
    compared = int((units.ratings >= 2)[units.cell].any(axis=1).sum())
    return Agreement(codes, OverallAgreement(compared, percent, alpha))


# ---- the formulas


@dataclass(frozen=True, slots=True)
class _Coefficient:
    """`parts`: distinct units (G, columns) -> what each adds to the sums, (G, p), zeros if it does not
    enter. `fraction`: sums (..., p) -> numerator and denominator (...); 0/0 is undefined. `enters`: the
    fewest ratings with which a unit enters. `share`: the value lies in [0, 1] rather than [-1, 1]."""

    parts: Callable[[Array], Array]
    fraction: Callable[[Array], tuple[Array, Array]]
    enters: int = 2
    share: bool = False

    def value(self, sums: Array) -> Array:
        """NaN where undefined."""
        return _over(*self.fraction(sums))


def _percent_parts(n: Array) -> Array:
    m = n.sum(axis=1)
    agreeing = _over((n * (n - 1)).sum(axis=1), m * (m - 1), empty=0)
    return np.column_stack([agreeing, m >= 2])


def _percent_fraction(sums: Array) -> tuple[Array, Array]:
    return sums[..., 0], sums[..., 1]


def _alpha_parts(n: Array) -> Array:
    m = n.sum(axis=1, keepdims=True)
    disagreeing = _over((n * (m - n)).sum(axis=1), m[:, 0] - 1, empty=0)
    return np.where(m >= 2, np.column_stack([disagreeing, n]), 0)


def _alpha_fraction(sums: Array) -> tuple[Array, Array]:
    disagreeing, n_k = sums[..., 0], sums[..., 1:]
    n = n_k.sum(axis=-1)
    d_o = _over(disagreeing, n, empty=0)
    d_e = _over(n**2 - (n_k**2).sum(axis=-1), n * (n - 1), empty=0)
    return d_e - d_o, d_e


def _ac1_parts(n: Array) -> Array:
    m = n.sum(axis=1, keepdims=True)
    return np.column_stack([_percent_parts(n), m >= 1, _over(n, m, empty=0)])


def _ac1_fraction(sums: Array) -> tuple[Array, Array]:
    p_a = _over(sums[..., 0], sums[..., 1])
    s = _over(sums[..., 3:], sums[..., 2:3])
    p_e = _over((s * (1 - s)).sum(axis=-1), np.array(s.shape[-1] - 1.0))
    return p_a - p_e, 1 - p_e


def _kappa_parts(indicators: Array) -> Array:
    first, second = np.hsplit(indicators, 2)
    return np.column_stack([(first * second).sum(axis=1), indicators])


def _kappa_fraction(sums: Array) -> tuple[Array, Array]:
    first, second = np.split(sums[..., 1:], 2, axis=-1)
    n = first.sum(axis=-1)
    p_o = _over(sums[..., 0], n)
    p_e = _over((first * second).sum(axis=-1), n**2)
    return p_o - p_e, 1 - p_e


def _over(numerator: Array, denominator: Array, empty: float = math.nan) -> Array:
    """The ratio, `empty` where the denominator is 0."""
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    out = np.full(shape, empty, dtype=np.float64)
    np.divide(numerator, denominator, out=out, where=np.asarray(denominator != 0))
    return out


PERCENT = _Coefficient(_percent_parts, _percent_fraction, share=True)
ALPHA = _Coefficient(_alpha_parts, _alpha_fraction)
AC1 = _Coefficient(_ac1_parts, _ac1_fraction, enters=1)
KAPPA = _Coefficient(_kappa_parts, _kappa_fraction)


# ---- units, alike ones together


@dataclass(frozen=True)
class _Units:
    """`rows` are the distinct units, (G, columns), with `ratings` (G,) each; `cell` (units, codes) says
    which of them a unit is for a code; `clusters` (units,) are numbers from 0, or None."""

    rows: Array
    ratings: Ints
    cell: Ints
    clusters: Ints | None

    @cached_property
    def counts(self) -> Ints:
        """How often each distinct unit occurs, (codes, G)."""
        counts = [np.bincount(column, minlength=len(self.rows)) for column in self.cell.T]
        return np.array(counts, dtype=np.int64).reshape(-1, len(self.rows))

    @cached_property
    def pairable(self) -> Ints:
        """Pairable units for each code."""
        return self.counts @ (self.ratings >= 2)

    @property
    def left_out(self) -> str:
        return "unit" if self.clusters is None else "cluster"

    @property
    def groups(self) -> int:
        """How many units, or clusters, there are to leave out."""
        return len(self.cell) if self.clusters is None else int(self.clusters.max(initial=-1)) + 1

    def by_cluster(self, code: int, figures: Array) -> Array:
        """Sums over each cluster of `figures` (G, p) of its units: (clusters, p)."""
        assert self.clusters is not None
        of_units = figures[self.cell[:, code]]
        return np.stack([np.bincount(self.clusters, column, self.groups) for column in of_units.T], axis=1)


def _nominal(
    coefficient: _Coefficient, ratings: Ints, categories: int, clusters: npt.ArrayLike | None
) -> Estimate:
    _check_ratings(ratings, categories)
    numbers = _cluster_numbers(clusters, len(ratings))
    rows, cell = np.unique(_category_counts(ratings, categories), axis=0, return_inverse=True)
    units = _Units(rows.astype(float), rows.sum(axis=1), cell.reshape(-1, 1), numbers)
    return _estimates(coefficient, units)[0]


def _category_counts(ratings: Ints, categories: int) -> Ints:
    """n_ik, (units, categories)."""
    return np.stack([(ratings == k).sum(axis=1) for k in range(categories)], axis=1)


def _pair_units(ratings: Ints, categories: int, clusters: Ints | None) -> _Units:
    rows, cell = np.unique(ratings, axis=0, return_inverse=True)
    both = np.all(rows >= 0, axis=1, keepdims=True)
    chosen = np.hstack([rows[:, [coder]] == np.arange(categories) for coder in (0, 1)])
    return _Units((chosen & both).astype(float), np.where(both[:, 0], 2, 0), cell.reshape(-1, 1), clusters)


def _code_units(applied: npt.NDArray[np.int8], clusters: Ints | None) -> _Units:
    """A unit is (m coders read it, k applied the code), cell m * (coders + 1) + k."""
    coders, paragraphs, codes = applied.shape
    step = coders + 1
    dtype = np.min_scalar_type(step * step - 1)
    cell: Ints = np.zeros((paragraphs, codes), dtype)
    for of_coder in applied:
        cell += (of_coder >= 0) * dtype.type(step)
        cell += of_coder > 0
    m, k = np.divmod(np.arange(step * step), step)
    return _Units(np.column_stack([m - k, k]).astype(float), m, cell, clusters)


def _code_pair_units(applied: npt.NDArray[np.int8], pair: tuple[int, int], clusters: Ints | None) -> _Units:
    """A unit is what the first and the second of the pair said, cell 2 * first + second; 4 if not both."""
    first, second = applied[pair[0]], applied[pair[1]]
    cell = np.where((first >= 0) & (second >= 0), 2 * first + second, np.int8(4))
    said = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1], [0, 0, 0, 0]], dtype=float)
    return _Units(said, np.array([2, 2, 2, 2, 0]), cell, clusters)


# ---- estimates and intervals


def _estimates(coefficient: _Coefficient, units: _Units) -> list[Estimate]:
    """One estimate for each code."""
    parts = coefficient.parts(units.rows)
    return [_estimate_code(coefficient, units, parts, code) for code in range(units.cell.shape[1])]


def _estimate_code(coefficient: _Coefficient, units: _Units, parts: Array, code: int) -> Estimate:
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


def _pooled(coefficient: _Coefficient, units: _Units) -> Estimate:
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
    values = _over(*whole), _over(*left[:, pairable])
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


# ---- flags


def _uses(units: _Units) -> Array:
    """How often each code was applied on any paragraph read, (codes,)."""
    uses: Array = units.counts @ _said(units)[:, 1]
    return uses


def _uses_per_coder(units: _Units) -> Array:
    """Pairable units times the share of their ratings that apply the code, and that do not: (codes, 2).
    With complete data, how often one coder did on average."""
    said = units.counts @ np.where(units.ratings[:, None] >= 2, _said(units), 0)
    mean_ratings = _over(said.sum(axis=1), units.pairable.astype(float), empty=1)
    return said[:, ::-1] / mean_ratings[:, None]


def _said(units: _Units) -> Array:
    """Ratings that do not apply the code and that do, of each distinct unit of a code: (G, 2)."""
    said: Array = units.rows.reshape(len(units.rows), -1, 2).sum(axis=1)
    return said


def _flagged_estimates(coefficient: _Coefficient, units: _Units) -> list[Estimate]:
    """One estimate for each code, with its flag."""
    return [
        _flagged(estimate, _flag(uses, *per_coder))
        for estimate, uses, per_coder in zip(
            _estimates(coefficient, units), _uses(units), _uses_per_coder(units), strict=True
        )
    ]


def _flag(uses: float, positives: float, negatives: float) -> str:
    if uses == 0:
        return "code not used"
    if positives < FEWEST_POSITIVES:
        return "too few positives"
    return "too few negatives" if negatives < FEWEST_POSITIVES else ""


def _flagged(estimate: Estimate, flag: str) -> Estimate:
    return estimate if estimate.value is None else replace(estimate, flag=flag)


# ---- large-sample standard errors, as other programs and published tables give them


def fleiss_cohen_everitt_se(ratings: Ints, categories: int) -> float | None:
    """Standard error of Cohen's kappa; None where kappa is undefined. Arguments as for `cohen_kappa`.

    Fleiss, Cohen & Everitt 1969.
    """
    _check_pair(ratings, categories)
    first, second = ratings[(ratings >= 0).all(axis=1)].T
    table = np.zeros((categories, categories))
    np.add.at(table, (first, second), 1)
    p = table / max(len(first), 1)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    p_o, p_e = np.trace(p), rows @ columns
    if len(first) == 0 or p_e == 1:
        return None
    k = (p_o - p_e) / (1 - p_e)
    a = np.diag(p) @ (1 - (rows + columns) * (1 - k)) ** 2
    off_diagonal = p * (1 - np.eye(categories))
    b = (1 - k) ** 2 * (off_diagonal * (columns[:, None] + rows) ** 2).sum()
    c = (k - p_e * (1 - k)) ** 2
    # A kappa of 1 leaves rounding instead of 0 under the root.
    return float(np.sqrt(max(a + b - c, 0) / len(first)) / (1 - p_e))


def gwet_linearised_se(
    ratings: Ints, categories: int, coefficient: Literal["percent", "ac1"], ddof: int = 1
) -> float | None:
    """Gwet's linearised standard error of percent agreement or AC1, Gwet 2014.

    `ratings` as for `percent_agreement`; the divisor is n(n - ddof), n the units with a rating: 1 as
    published for raw ratings, 0 for two-coder tables. None without a pairable unit, with n = 1, and
    for AC1 of a single category.
    """
    _check_ratings(ratings, categories)
    counts = _category_counts(ratings, categories)
    counts = counts[counts.sum(axis=1) > 0]
    agreeing, pairable = _percent_parts(counts.astype(float)).T
    n, n_pairable = len(counts), pairable.sum()
    if n < 2 or n_pairable == 0 or (coefficient == "ac1" and categories == 1):
        return None
    p_a, p_e, expected = agreeing.sum() / n_pairable, 0.0, np.zeros(n)
    if coefficient == "ac1":
        shares = counts / counts.sum(axis=1, keepdims=True)
        s = shares.mean(axis=0)
        expected = shares @ (1 - s) / (categories - 1)
        p_e = s @ (1 - s) / (categories - 1)
    k = (p_a - p_e) / (1 - p_e)
    x = n / n_pairable * (agreeing - p_e * pairable) / (1 - p_e)
    x = x - 2 * (1 - k) * (expected - p_e) / (1 - p_e)
    return float(np.sqrt(((x - k) ** 2).sum() / (n * (n - ddof))))


def wald_interval(value: float, se: float, df: float) -> tuple[float, float]:
    """value -+ t se at 95%, the upper bound clipped at 1; `df` is units - 1, or infinity for the normal."""
    reach = t_quantile((1 + LEVEL) / 2, df) * se
    return value - reach, min(value + reach, 1.0)


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


# ---- what the figures may be made of


def _check_ratings(ratings: Ints, categories: int) -> None:
    if ratings.ndim != 2 or ratings.dtype.kind not in "iu":
        raise ValueError(
            f"ratings must be integers of shape (units, coders), not {ratings.dtype} {ratings.shape}"
        )
    if categories < 1:
        raise ValueError(f"there must be at least one category, not {categories}")
    if ratings.size and (ratings.min() < -1 or ratings.max() >= categories):
        raise ValueError(f"ratings must lie between -1 (missing) and {categories - 1}")


def _check_pair(ratings: Ints, categories: int) -> None:
    _check_ratings(ratings, categories)
    if ratings.shape[1] != 2:
        raise ValueError(f"Cohen's kappa takes two coders, not {ratings.shape[1]}")


def _check_applied(applied: npt.NDArray[np.int8]) -> None:
    if applied.ndim != 3 or applied.dtype != np.int8:
        raise ValueError(
            f"codes must be int8 of shape (coders, paragraphs, codes), not {applied.dtype} {applied.shape}"
        )
    if applied.size and (applied.min() < -1 or applied.max() > 1):
        raise ValueError("codes must be 1 (applied), 0 (read, not applied) or -1 (not read)")


def _cluster_numbers(clusters: npt.ArrayLike | None, units: int) -> Ints | None:
    if clusters is None:
        return None
    labels = np.asarray(clusters)
    if labels.shape != (units,):
        raise ValueError(f"clusters must be one label for each of {units} units, not {labels.shape}")
    return np.unique(labels, return_inverse=True)[1]
