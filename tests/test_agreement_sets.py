"""Alphas with distances held to their definitions: sets, ordered values, the multi-valued alpha."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.agreement import (
    Bootstrap,
    Estimate,
    code_agreement,
    krippendorff_alpha_of_values,
    mv_alpha,
    set_alpha,
)
from tests.agreement_loops import check_interval, codings, grouped, plain_interval, ratio

Codes: TypeAlias = frozenset[int]
Coded: TypeAlias = tuple[Any, ...]
"""A unit: what each coder gave it, None for nothing."""


def read(unit: Coded) -> list[Any]:
    return [given for given in unit if given is not None]


def plain_alpha(
    units: list[Coded], distance: Callable[[Any, Any, Counter[Any]], Fraction]
) -> Fraction | None:
    pairable = [read(unit) for unit in units if len(read(unit)) >= 2]
    every = [given for unit in pairable for given in unit]
    n, how_often = len(every), Counter(every)
    if not n:
        return None
    d_o = sum(
        (
            Fraction(2) * distance(a, b, how_often) / (len(u) - 1)
            for u in pairable
            for a, b in combinations(u, 2)
        ),
        Fraction(0),
    )
    d_e = sum((2 * distance(a, b, how_often) for a, b in combinations(every, 2)), Fraction(0))
    d_e /= n * (n - 1)
    return ratio(d_e - d_o / n, d_e)


def jaccard(a: Codes, b: Codes, _: object = None) -> Fraction:
    return 1 - Fraction(len(a & b), len(a | b)) if a | b else Fraction(0)


def masi(a: Codes, b: Codes, _: object = None) -> Fraction:
    if a == b:
        return Fraction(0)
    contained = Fraction(2, 3) if a <= b or b <= a else Fraction(1, 3)
    return 1 - contained * (1 - jaccard(a, b))


def ordinal(a: int, b: int, n: Counter[int]) -> Fraction:
    between = sum(n[g] for g in range(min(a, b), max(a, b) + 1))
    return (between - Fraction(n[a] + n[b], 2)) ** 2


def interval(a: int, b: int, _: object) -> Fraction:
    return Fraction((a - b) ** 2)


def ratio_distance(a: int, b: int, _: object) -> Fraction:
    return Fraction(a - b, a + b) ** 2 if a + b else Fraction(0)


def sets(applied: npt.NDArray[np.int8]) -> list[Coded]:
    return [
        tuple(None if said.min(initial=0) < 0 else frozenset(np.flatnonzero(said).tolist()) for said in unit)
        for unit in applied.transpose(1, 0, 2)
    ]


def check(
    estimate: Estimate, units: list[Coded], clusters: Any, value: Callable[..., Fraction | None]
) -> None:
    expected = value(units)
    assert (estimate.value is None) == (expected is None) == bool(estimate.reason)
    if expected is not None:
        assert estimate.value == pytest.approx(float(expected), abs=1e-9)

    def pairs(unit: Coded) -> bool:
        return len(read(unit)) >= 2

    check_interval(estimate, plain_interval(value, grouped(units, clusters), pairs, pairs, share=False))


def clusters_of(units: int, clustered: bool) -> list[int] | None:
    return [unit % 4 for unit in range(units)] if clustered else None


@pytest.mark.parametrize(("metric", "distance"), [("jaccard", jaccard), ("masi", masi)])
@settings(deadline=None, max_examples=50)
@given(applied=codings(), clustered=st.booleans())
def test_set_alpha_follows_its_definition(metric: Any, distance: Any, applied: Any, clustered: bool) -> None:
    clusters = clusters_of(applied.shape[1], clustered)
    check(
        set_alpha(applied, metric, clusters),
        sets(applied),
        clusters,
        lambda some: plain_alpha(some, distance),
    )


@pytest.mark.parametrize(
    ("metric", "distance"), [("ordinal", ordinal), ("interval", interval), ("ratio", ratio_distance)]
)
@settings(deadline=None, max_examples=50)
@given(data=st.data(), clustered=st.booleans())
def test_alpha_of_values_follows_its_definition(
    metric: Any, distance: Any, data: Any, clustered: bool
) -> None:
    value = st.one_of(st.none(), st.sampled_from([0, 1, 2, 5, 5]))
    coders = data.draw(st.integers(2, 4))
    units = data.draw(st.lists(st.tuples(*[value] * coders), min_size=1, max_size=10))
    clusters = clusters_of(len(units), clustered)
    values = np.array([[np.nan if x is None else x for x in unit] for unit in units])
    found = krippendorff_alpha_of_values(values, metric, clusters)
    check(found, units, clusters, lambda some: plain_alpha(some, distance))


# ---- the multi-valued alpha, by going through all pairs of label sets


def plain_mv_alpha(units: list[Coded]) -> Fraction | None:
    pairable = [read(unit) for unit in units if len(read(unit)) >= 2]
    every = [given for unit in pairable for given in unit]
    if not every:
        return None
    n = Counter(label for given in every for label in given)
    sizes = Counter(len(given) for given in every)
    d_e = Fraction(0)
    for k, m in product(sizes, sizes):
        d_e += Fraction(sizes[k] * sizes[m], len(every) ** 2) * mean_dice(n, k, m)
    d_o = Fraction(0)
    for unit in pairable:
        d_o += sum((2 * dice(a, b) for a, b in combinations(unit, 2)), Fraction(0)) / (len(unit) - 1)
    return ratio(d_e - d_o / len(every), d_e)


def dice(a: Codes, b: Codes) -> Fraction:
    return 1 - Fraction(2 * len(a & b), len(a) + len(b)) if a or b else Fraction(0)


def mean_dice(n: Counter[int], k: int, m: int) -> Fraction:
    weights = total = Fraction(0)
    for a, b in product(combinations(n, k), combinations(n, m)):
        weight = math.prod(n[c] for c in a) * math.prod(n[c] - (c in a) for c in b)
        weights += weight
        total += weight * dice(frozenset(a), frozenset(b))
    return total / weights if weights else Fraction(0)


@settings(deadline=None, max_examples=50)
@given(applied=codings(), clustered=st.booleans())
def test_mv_alpha_follows_its_definition(applied: npt.NDArray[np.int8], clustered: bool) -> None:
    clusters = clusters_of(applied.shape[1], clustered)
    check(mv_alpha(applied, clusters), sets(applied), clusters, plain_mv_alpha)


# ---- size


def many_codes(codes: int) -> npt.NDArray[np.int8]:
    rng = np.random.default_rng(4)
    apt = rng.random((80, codes)) < 0.03
    return (apt ^ (rng.random((3, 80, codes)) < 0.005)).astype(np.int8)


def test_more_codes_than_a_word_has_bits() -> None:
    applied = many_codes(150)
    for metric, distance in (("jaccard", jaccard), ("masi", masi)):
        expected = plain_alpha(sets(applied), distance)
        assert expected is not None
        assert set_alpha(applied, metric).value == pytest.approx(float(expected), abs=1e-9)  # type: ignore[arg-type]


def test_mv_alpha_of_large_sets_and_many_units_is_finite() -> None:
    rng = np.random.default_rng(4)
    applied = np.zeros((3, 600, 60), np.int8)
    applied[:, :300, :40] = rng.random((3, 300, 40)) < 0.9
    applied[:, 300:, 40:] = rng.random((300, 20)) < 0.1
    found = mv_alpha(applied)
    assert found.value is not None and found.low is not None and found.high is not None
    assert -1 < found.low < found.value < found.high < 1


def test_the_overall_figures_are_those_of_the_functions() -> None:
    applied = many_codes(12)
    overall = code_agreement(applied).overall
    assert overall.jaccard.value == set_alpha(applied, "jaccard").value
    assert overall.masi.value == set_alpha(applied, "masi").value
    assert overall.mv_alpha.value == mv_alpha(applied).value


@pytest.mark.parametrize("clustered", [False, True])
def test_bootstraps_are_seeded_and_near_the_jackknife(clustered: bool) -> None:
    rng = np.random.default_rng(9)
    truth = rng.random((300, 6)) < 0.2
    applied = (truth ^ (rng.random((3, 300, 6)) < 0.05)).astype(np.int8)
    values = (truth.sum(axis=1) + (rng.random((3, 300)) < 0.2)).T.astype(float)
    clusters = np.arange(300) // 3 if clustered else None
    for estimate in (
        lambda how: set_alpha(applied, "masi", clusters, how),
        lambda how: mv_alpha(applied, clusters, how),
        lambda how: krippendorff_alpha_of_values(values, "ordinal", clusters, how),
        lambda how: krippendorff_alpha_of_values(values, "interval", clusters, how),
    ):
        found = estimate(Bootstrap(400, seed=1))
        assert found == estimate(Bootstrap(400, seed=1))
        assert found.bootstrap == pytest.approx((found.low, found.high), abs=0.03)


@pytest.mark.parametrize("values", [np.zeros(3), np.array([[1.0, np.inf]])])
def test_values_of_another_form_are_refused(values: Any) -> None:
    with pytest.raises(ValueError, match="values must be"):
        krippendorff_alpha_of_values(values, "interval")
