"""The definitions written as plain loops over exact fractions, and random data to hold them to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import strategies as st

from coder.agreement import Estimate, t_quantile
from tests.agreement_support import Ratings

Unit: TypeAlias = tuple[int, ...]


@st.composite
def tables(draw: st.DrawFn, coders: int | None = None) -> tuple[Ratings, int]:
    """Ratings with missing cells, and the number of categories."""
    categories = draw(st.integers(2, 4))
    width = coders or draw(st.integers(2, 4))
    rating = st.one_of(st.integers(0, categories - 1), st.just(-1), st.just(0))
    units = draw(st.lists(st.tuples(*[rating] * width), min_size=1, max_size=14))
    return np.array(units), categories


@st.composite
def codings(draw: st.DrawFn) -> npt.NDArray[np.int8]:
    """Codes of which a coder has read a paragraph or has not: (coders, paragraphs, codes)."""
    coders, codes = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    cell = st.one_of(st.just((-1,) * codes), st.tuples(*[st.integers(0, 1)] * codes))
    paragraphs = draw(st.lists(st.tuples(*[cell] * coders), min_size=1, max_size=10))
    return np.array(paragraphs, dtype=np.int8).transpose(1, 0, 2)


# ---- coefficients


def read(unit: Unit) -> list[int]:
    return [rating for rating in unit if rating >= 0]


def ratio(a: Fraction, b: Fraction) -> Fraction | None:
    return a / b if b else None


def observed(units: list[Unit]) -> Fraction | None:
    pairable = [read(unit) for unit in units if len(read(unit)) >= 2]
    shares = [Fraction(sum(a == b for a, b in combinations(u, 2)), math.comb(len(u), 2)) for u in pairable]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def margins(units: list[Unit], categories: int) -> list[Fraction]:
    """s_k over all units with a rating."""
    rated = [read(unit) for unit in units if read(unit)]
    return [
        sum((Fraction(u.count(k), len(u)) for u in rated), Fraction(0)) / len(rated)
        for k in range(categories)
    ]


def plain_ac1(units: list[Unit], categories: int) -> Fraction | None:
    p_a = observed(units)
    if p_a is None:
        return None
    s = margins(units, categories)
    p_e = sum((x * (1 - x) for x in s), Fraction(0)) / (categories - 1)
    return ratio(p_a - p_e, 1 - p_e)


def disagreements(units: list[Unit]) -> tuple[Fraction, Fraction]:
    """D_o and D_e."""
    pairable = [read(unit) for unit in units if len(read(unit)) >= 2]
    ratings = [rating for unit in pairable for rating in unit]
    n = len(ratings)
    if n == 0:
        return Fraction(0), Fraction(0)
    d_o = sum(
        (Fraction(2 * sum(a != b for a, b in combinations(u, 2)), len(u) - 1) for u in pairable), Fraction(0)
    )
    d_e = Fraction(2 * sum(a != b for a, b in combinations(ratings, 2)), n * (n - 1))
    return d_o / n, d_e


def plain_alpha(units: list[Unit], categories: int) -> Fraction | None:
    d_o, d_e = disagreements(units)
    return ratio(d_e - d_o, d_e)


def plain_kappa(units: list[Unit], categories: int) -> Fraction | None:
    both = [unit for unit in units if min(unit) >= 0]
    n = len(both)
    if n == 0:
        return None
    chosen = [Counter(unit[coder] for unit in both) for coder in (0, 1)]
    p_e = sum((Fraction(chosen[0][k] * chosen[1][k], n * n) for k in range(categories)), Fraction(0))
    return ratio(Fraction(sum(a == b for a, b in both), n) - p_e, 1 - p_e)


def plain_scott(units: list[Unit], categories: int) -> Fraction | None:
    both = [unit for unit in units if min(unit) >= 0]
    if not both:
        return None
    said = [rating for unit in both for rating in unit]
    p_e = sum((Fraction(said.count(k), len(said)) ** 2 for k in range(categories)), Fraction(0))
    return ratio(Fraction(sum(a == b for a, b in both), len(both)) - p_e, 1 - p_e)


def plain_fleiss(units: list[Unit], categories: int) -> Fraction | None:
    p_a = observed(units)
    if p_a is None:
        return None
    p_e = sum((x * x for x in margins(units, categories)), Fraction(0))
    return ratio(p_a - p_e, 1 - p_e)


def plain_brennan_prediger(units: list[Unit], categories: int) -> Fraction | None:
    p_a, p_e = observed(units), Fraction(1, categories)
    return None if p_a is None else ratio(p_a - p_e, 1 - p_e)


def plain_conger(units: list[Unit], categories: int) -> Fraction | None:
    p_a, coders = observed(units), list(zip(*units, strict=True))
    if p_a is None or any(max(of_coder) < 0 for of_coder in coders):
        return None
    p = [
        [Fraction(of_coder.count(k), sum(x >= 0 for x in of_coder)) for k in range(categories)]
        for of_coder in coders
    ]
    each = [sum((x * y for x, y in zip(g, h, strict=True)), Fraction(0)) for g, h in combinations(p, 2)]
    p_e = sum(each, Fraction(0)) / len(each)
    return ratio(p_a - p_e, 1 - p_e)


def plain_specific(units: list[Unit], category: int) -> Fraction | None:
    pairs = [pair for unit in units for pair in combinations(read(unit), 2)]
    agreeing = sum(pair == (category, category) for pair in pairs)
    return ratio(Fraction(2 * agreeing), Fraction(sum(pair.count(category) for pair in pairs)))


def plain_prevalence(units: list[Unit], categories: int) -> Fraction | None:
    said = [rating for unit in units if len(read(unit)) >= 2 for rating in read(unit)]
    return ratio(Fraction(said.count(1) - said.count(0)), Fraction(len(said)))


def plain_bias(units: list[Unit], categories: int) -> Fraction | None:
    both = [unit for unit in units if min(unit) >= 0]
    return ratio(Fraction(sum(a - b for a, b in both)), Fraction(len(both)))


PLAIN: dict[str, Callable[[list[Unit], int], Fraction | None]] = {
    "percent_agreement": lambda units, categories: observed(units),
    "krippendorff_alpha": plain_alpha,
    "fleiss_kappa": plain_fleiss,
    "gwet_ac1": plain_ac1,
    "brennan_prediger": plain_brennan_prediger,
    "conger_kappa": plain_conger,
    "cohen_kappa": plain_kappa,
    "scott_pi": plain_scott,
    "positive_agreement": lambda units, categories: plain_specific(units, 1),
    "negative_agreement": lambda units, categories: plain_specific(units, 0),
    "prevalence_index": plain_prevalence,
    "bias_index": plain_bias,
    "pabak": plain_brennan_prediger,
}

SHARES = ("percent_agreement", "positive_agreement", "negative_agreement")
SINGLES_ENTER = ("fleiss_kappa", "gwet_ac1", "conger_kappa")


# ---- intervals


def plain_interval(
    value: Callable[[list[Unit]], Fraction | None],
    groups: list[list[Unit]],
    enters: Callable[[Unit], bool],
    pairs: Callable[[Unit], bool],
    share: bool,
) -> tuple[float, float, float] | None:
    """se, low, high by leaving out one group of units at a time; None where undefined."""
    groups = [group for group in groups if any(enters(unit) for unit in group)]
    point = value([unit for group in groups for unit in group])
    df = sum(any(pairs(unit) for unit in group) for group in groups) - 1
    left = [value([u for other in groups if other is not group for u in other]) for group in groups]
    if point is None or df < 2 or any(x is None for x in left):
        return None
    known = [x for x in left if x is not None]
    mean, count = sum(known, Fraction(0)) / len(known), len(known)
    se = math.sqrt(Fraction(count - 1, count) * sum(((x - mean) ** 2 for x in known), Fraction(0)))
    e, spread = (float(2 * point - 1), 2 * se) if share else (float(point), se)
    if abs(e) >= 1 or spread == 0:  # with missing data, Fleiss can go below -1
        return None
    reach = t_quantile(0.975, df) * spread / (1 - e * e)
    low, high = math.tanh(math.atanh(e) - reach), math.tanh(math.atanh(e) + reach)
    return (se, (1 + low) / 2, (1 + high) / 2) if share else (se, low, high)


def grouped(units: list[Unit], clusters: list[int] | None) -> list[list[Unit]]:
    if clusters is None:
        return [[unit] for unit in units]
    return [[u for u, of in zip(units, clusters, strict=True) if of == label] for label in set(clusters)]


def check_interval(estimate: Estimate, expected: tuple[float, float, float] | None) -> None:
    assert bool(estimate.interval_reason) == (expected is None)
    if expected is None:
        assert (estimate.se, estimate.low, estimate.high) == (None, None, None)
    else:
        assert (estimate.se, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9)


def same(found: Estimate, expected: Estimate) -> None:
    assert (found.value is None, found.se is None) == (expected.value is None, expected.se is None)
    assert (found.reason, bool(found.interval_reason)) == (expected.reason, bool(expected.interval_reason))
    for figure in ("value", "se", "low", "high"):
        assert getattr(found, figure) == pytest.approx(getattr(expected, figure), abs=1e-9), figure
