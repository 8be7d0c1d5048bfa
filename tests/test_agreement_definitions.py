"""The coefficients of one variable held to their definitions, and to what must not matter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.agreement import (
    Bootstrap,
    Estimate,
    cohen_kappa,
    conger_kappa,
    fleiss_cohen_everitt_se,
    gwet_ac1,
    gwet_linearised_se,
    krippendorff_alpha,
    percent_agreement,
    positive_agreement,
)
from tests.agreement_loops import (
    PLAIN,
    SHARES,
    SINGLES_ENTER,
    check_interval,
    grouped,
    plain_interval,
    read,
    same,
    tables,
)
from tests.agreement_support import BINARY, COEFFICIENTS, OF_TWO, Ratings

OF_MANY = [coefficient for name, coefficient in COEFFICIENTS.items() if name not in OF_TWO]


@pytest.mark.parametrize("name", PLAIN)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_value_and_interval_follow_the_definitions(name: str, data: st.DataObject) -> None:
    ratings, categories = data.draw(tables(coders=2 if name in OF_TWO else None))
    if name in BINARY:
        ratings, categories = np.minimum(ratings, 1), 2
    label = st.integers(0, 4)
    clusters = data.draw(st.none() | st.lists(label, min_size=len(ratings), max_size=len(ratings)))
    units = [tuple(unit) for unit in ratings.tolist()]
    if name in BINARY:
        estimate = BINARY[name](ratings, clusters)
    else:
        estimate = COEFFICIENTS[name](ratings, categories, clusters)
    expected = PLAIN[name](units, categories)
    assert (estimate.value is None) == (expected is None) == bool(estimate.reason)
    if expected is not None:
        assert estimate.value == pytest.approx(float(expected), abs=1e-12)
    fewest = 1 if name in SINGLES_ENTER else 2
    interval = plain_interval(
        lambda some: PLAIN[name](some, categories),
        grouped(units, clusters),
        enters=lambda unit: len(read(unit)) >= fewest,
        pairs=lambda unit: len(read(unit)) >= 2,
        share=name in SHARES,
    )
    check_interval(estimate, interval)


# ---- what must not matter


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_units_coders_categories_does_not_matter(table: tuple[Ratings, int], random: Any) -> None:
    ratings, categories = table
    names = random.sample(range(categories), categories)
    renamed = np.array([*names, -1])[ratings]
    rows = random.sample(range(len(ratings)), len(ratings))
    columns = random.sample(range(ratings.shape[1]), ratings.shape[1])
    for coefficient in OF_MANY:
        same(coefficient(renamed[rows][:, columns], categories), coefficient(ratings, categories))
    pair = ratings[:, :2]
    same(cohen_kappa(renamed[rows][:, [1, 0]], categories), cohen_kappa(renamed[rows][:, [0, 1]], categories))
    same(cohen_kappa(renamed[rows][:, :2], categories), cohen_kappa(pair, categories))


@settings(deadline=None)
@given(tables(coders=2))
def test_every_unit_twice_leaves_all_but_alpha_as_they_were(table: tuple[Ratings, int]) -> None:
    ratings, categories = table
    for coefficient in (percent_agreement, gwet_ac1, cohen_kappa):
        once, twice = (coefficient(some, categories) for some in (ratings, np.vstack([ratings, ratings])))
        assert twice.value == pytest.approx(once.value, abs=1e-12)


@settings(deadline=None)
@given(tables())
def test_single_ratings_touch_ac1_margins_alone(table: tuple[Ratings, int]) -> None:
    ratings, categories = table
    single = np.full((3, ratings.shape[1]), -1)
    single[:, 0] = categories - 1
    more = np.vstack([ratings, single])
    for coefficient in (percent_agreement, krippendorff_alpha):
        same(coefficient(more, categories), coefficient(ratings, categories))
    same(cohen_kappa(more[:, :2], categories), cohen_kappa(ratings[:, :2], categories))


def test_single_ratings_move_ac1() -> None:
    ratings = np.array([[0, 0], [0, 1], [1, 1], [0, 0]])
    more = np.vstack([ratings, [[0, -1]] * 4])
    assert gwet_ac1(more, 2).value != gwet_ac1(ratings, 2).value


@settings(deadline=None)
@given(tables())
def test_one_unit_a_cluster_is_the_unit_jackknife(table: tuple[Ratings, int]) -> None:
    ratings, categories = table
    for coefficient in OF_MANY:
        clustered = coefficient(ratings, categories, [f"q{i}" for i in range(len(ratings))])
        same(clustered, coefficient(ratings, categories))


# ---- no interval, no value


@pytest.mark.parametrize(
    ("ratings", "clusters", "reason"),
    [
        ([[0, 0], [0, 1], [1, -1]], None, "fewer than 3 units with two ratings"),
        ([[0, 0], [0, 1], [1, 1], [0, 0]], [1, 1, 2, 2], "fewer than 3 clusters with two ratings"),
        ([[0, 0], [0, 0], [0, 0], [1, 1]], None, "all variation rests on one unit"),
        ([[0, 0], [0, 0], [0, 0], [1, 1]], [1, 2, 3, 3], "all variation rests on one cluster"),
        ([[0, 0], [1, 1], [0, 0], [1, 1]], None, "no spread"),
    ],
)
def test_no_interval_says_why(ratings: list[list[int]], clusters: list[int] | None, reason: str) -> None:
    estimate = krippendorff_alpha(np.array(ratings), 2, clusters)
    assert estimate.value is not None
    assert (estimate.interval_reason, estimate.se, estimate.low) == (reason, None, None)


def test_a_value_at_the_end_of_its_scale_has_no_interval_though_it_has_spread() -> None:
    ratings = np.array([[0, 1], [1, 0], [0, 1], [1, 0], [0, -1], [1, -1]])
    assert gwet_ac1(ratings, 2) == Estimate(-1.0, interval_reason="no spread")


def test_undefined_says_what_was_missing() -> None:
    reads = np.array([[0, 0, -1], [0, 1, -1], [1, 1, -1], [0, 0, -1]])
    assert conger_kappa(reads, 2).reason == "a coder has no rating"
    assert conger_kappa(reads[:, :2] * 0, 2).reason == "no variation"
    assert positive_agreement(reads * 0).reason == "nobody chose the category"


def test_standard_errors_of_nothing_are_none() -> None:
    single = np.array([[0, -1], [-1, 1]])
    assert fleiss_cohen_everitt_se(single, 2) is None
    assert fleiss_cohen_everitt_se(np.zeros((5, 2), dtype=int), 2) is None
    assert gwet_linearised_se(single, 2, "ac1") is None
    assert gwet_linearised_se(np.zeros((5, 2), dtype=int), 1, "ac1") is None
    assert gwet_ac1(np.zeros((5, 2), dtype=int), 1).reason == "no variation"
    assert fleiss_cohen_everitt_se(np.array([[0, 0], [1, 1]] * 4), 2) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("name", [*COEFFICIENTS, *BINARY])
def test_no_units_at_all_is_said(name: str) -> None:
    nothing = np.zeros((0, 2), dtype=np.int8)
    estimate = BINARY[name](nothing) if name in BINARY else COEFFICIENTS[name](nothing, 2)
    assert estimate.reason == "no unit has two ratings"


# ---- bootstrap


@pytest.mark.parametrize("clustered", [False, True])
def test_a_bootstrap_is_seeded_and_beside_the_jackknife(clustered: bool) -> None:
    rng = np.random.default_rng(3)
    truth = rng.random(400) < 0.3
    ratings = np.array([np.where(rng.random(400) < 0.1, ~truth, truth) for _ in range(3)]).T.astype(int)
    clusters = np.arange(400) // 4 if clustered else None
    for coefficient in OF_MANY:
        found = coefficient(ratings, 2, clusters, Bootstrap(draws=2000, seed=1))
        assert found == coefficient(ratings, 2, clusters, Bootstrap(draws=2000, seed=1))
        assert found.bootstrap != coefficient(ratings, 2, clusters, Bootstrap(draws=2000, seed=2)).bootstrap
        assert found.low is not None and found.high is not None
        assert found.bootstrap == pytest.approx((found.low, found.high), abs=0.02)


def test_a_bootstrap_mostly_undefined_gives_no_interval() -> None:
    ratings = np.array([[0, 0]] * 20 + [[1, 1]])
    found = krippendorff_alpha(ratings, 2, bootstrap=Bootstrap())
    assert found.value == 1 and found.bootstrap is None
    assert krippendorff_alpha(ratings * 0, 2, bootstrap=Bootstrap()).bootstrap is None
    assert krippendorff_alpha(ratings[:0], 2, bootstrap=Bootstrap()).reason == "no unit has two ratings"


# ---- what is refused


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        (np.array([0, 1]), "shape"),
        (np.array([[0.0, 1.0]]), "integers"),
        (np.array([[0, 2]]), "between -1"),
        (np.array([[0, -2]]), "between -1"),
    ],
)
def test_ratings_of_another_form_are_refused(ratings: Any, message: str) -> None:
    for coefficient in COEFFICIENTS.values():
        with pytest.raises(ValueError, match=message):
            coefficient(ratings, 2)


def test_arguments_that_do_not_fit_are_refused() -> None:
    three = np.zeros((4, 3), dtype=int)
    with pytest.raises(ValueError, match="two coders"):
        cohen_kappa(three, 2)
    with pytest.raises(ValueError, match="one label"):
        gwet_ac1(three, 2, ["q1", "q2"])
    with pytest.raises(ValueError, match="at least one category"):
        percent_agreement(three, 0)
