"""Agreement held to independent libraries on random tables, 2,700 in all (`-m long`: 21,000), and what
those libraries get wrong, so that we know where they say nothing about us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import krippendorff
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import binary_distance, jaccard_distance, masi_distance
from nltk.metrics.agreement import AnnotationTask
from statsmodels.stats import inter_rater

from coder.agreement import (
    Estimate,
    brennan_prediger,
    cohen_kappa,
    fleiss_cohen_everitt_se,
    fleiss_kappa,
    krippendorff_alpha,
    krippendorff_alpha_of_values,
    scott_pi,
    set_alpha,
)
from tests.agreement_support import Ratings

LEVELS = ("nominal", "ordinal", "interval", "ratio")
Table = tuple[int, int, int, int]
"""A seed, coders, units, categories."""
Tables = st.tuples(st.integers(0, 2**32 - 1), st.integers(2, 5), st.integers(1, 30), st.integers(2, 5))


def random_table(table: Table, missing: bool = True) -> Ratings:
    """Ratings (units, coders) that agree more or less, -1 where missing, and one category rarer."""
    seed, coders, units, categories = table
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, categories, units) * (rng.random(units) < rng.random())
    slips = rng.random((units, coders)) < rng.random() * 0.6
    ratings = np.where(slips, rng.integers(0, categories, (units, coders)), truth[:, None])
    if missing:
        ratings[rng.random((units, coders)) < rng.random() * 0.5] = -1
    return ratings


def random_sets(table: Table) -> npt.NDArray[np.int8]:
    """(coders, units, codes), -1 for all the codes of a paragraph that a coder has not read."""
    seed, coders, units, codes = table
    rng = np.random.default_rng(seed)
    apt = rng.random((units, codes)) < rng.random()
    applied = (apt ^ (rng.random((coders, units, codes)) < rng.random() * 0.4)).astype(np.int8)
    applied[rng.random((coders, units)) < rng.random() * 0.5] = -1
    return applied


def pairable(ratings: Ratings) -> Ratings:
    return ratings[(ratings >= 0).sum(axis=1) >= 2]


def varies(ratings: Ratings) -> bool:
    """Whether alpha is defined: two categories among the pairable units."""
    return len(np.unique(pairable(ratings)[pairable(ratings) >= 0])) > 1


def same(estimate: Estimate, expected: float) -> None:
    assert estimate.value == pytest.approx(expected, abs=1e-9)


def on_random_tables(examples: int, check: Callable[..., None], *more: str) -> None:
    """Seeded, so that a run that held holds again."""

    @settings(max_examples=examples, derandomize=True, deadline=None, database=None)
    @given(table=Tables)
    def held(table: Table) -> None:
        check(table, *more)

    held()


# ---- krippendorff: 1,200 tables


def check_krippendorff(table: Table, level: Any) -> None:
    ratings = random_table(table)
    data = np.where(ratings < 0, np.nan, ratings)
    if level == "nominal":
        found = krippendorff_alpha(ratings, table[3])
    else:
        found = krippendorff_alpha_of_values(data, level)
    if varies(ratings):
        same(found, krippendorff.alpha(data.T, level_of_measurement=level))
    else:
        assert found.value is None and found.reason


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_against_krippendorff(level: str) -> None:
    on_random_tables(300, check_krippendorff, level)


def test_krippendorff_says_nothing_sensible_without_variation() -> None:
    with pytest.raises(ValueError, match="more than one value"):
        krippendorff.alpha([[1, 1, 1], [1, 1, 1]], level_of_measurement="nominal")
    # A second value that only one coder gave to a unit: 0/0, a warning and NaN.
    alone = [[1, 1, 2], [1, 1, np.nan]]
    with pytest.warns(RuntimeWarning):
        assert np.isnan(krippendorff.alpha(alone, level_of_measurement="nominal"))
    assert krippendorff_alpha(np.array([[1, 1], [1, 1], [2, -1]]), 3).reason == "no variation"


# ---- nltk: 900 tables


def triples(ratings: Ratings) -> list[tuple[int, int, int]]:
    units, coders = np.nonzero(ratings >= 0)
    return [(c, u, ratings[u, c]) for u, c in zip(units.tolist(), coders.tolist(), strict=True)]


def set_triples(applied: npt.NDArray[np.int8]) -> list[tuple[int, int, frozenset[int]]]:
    """With a label that every set has beside its codes, since nltk divides by zero on two empty sets."""
    return [
        (c, u, frozenset([-1, *np.flatnonzero(said).tolist()]))
        for c, of_coder in enumerate(applied)
        for u, said in enumerate(of_coder)
        if said[0] >= 0
    ]


def check_nltk_sets(table: Table, metric: Any) -> None:
    applied = random_sets(table)
    labelled = np.concatenate([applied, np.where(applied[:, :, :1] < 0, np.int8(-1), np.int8(1))], axis=2)
    distance = masi_distance if metric == "masi" else jaccard_distance
    numbers = np.where(applied[:, :, 0] < 0, -1, (applied * 2 ** np.arange(table[3])).sum(axis=2)).T
    found = set_alpha(labelled, metric)
    if varies(numbers):
        same(found, AnnotationTask(set_triples(applied), distance=distance).alpha())
    else:
        assert found.value is None and found.reason


@pytest.mark.parametrize("metric", ["jaccard", "masi"])
def test_set_alpha_against_nltk(metric: str) -> None:
    on_random_tables(300, check_nltk_sets, metric)


def check_nltk_nominal(table: Table) -> None:
    ratings = random_table(table)
    if varies(ratings):
        task = AnnotationTask(triples(ratings), distance=binary_distance)
        same(krippendorff_alpha(ratings, table[3]), task.alpha())
    both = ratings[(ratings[:, :2] >= 0).all(axis=1), :2]
    if len(np.unique(both)) > 1:
        task = AnnotationTask(triples(both))
        same(cohen_kappa(ratings[:, :2], table[3]), task.kappa_pairwise(0, 1))
        same(scott_pi(ratings[:, :2], table[3]), task.pi())
        # nltk counts the categories that occur; the codebook's are more.
        renamed = np.unique(both, return_inverse=True)[1].reshape(both.shape)
        same(brennan_prediger(renamed, len(np.unique(both))), task.S())


def test_alpha_kappa_pi_and_s_against_nltk() -> None:
    on_random_tables(300, check_nltk_nominal)


def test_nltk_fails_on_empty_sets_without_variation_and_on_missing_ratings() -> None:
    nothing: frozenset[int] = frozenset()
    for distance in (masi_distance, jaccard_distance):
        with pytest.raises(ZeroDivisionError):
            distance(nothing, nothing)
    # One category only is called perfect agreement.
    assert AnnotationTask([(0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 1, 1)]).alpha() == 1
    assert krippendorff_alpha(np.ones((2, 2), int), 2).reason == "no variation"
    with pytest.raises(ZeroDivisionError):
        AnnotationTask([(0, 0, 1), (1, 1, 2)]).alpha()
    assert krippendorff_alpha(np.array([[1, -1], [-1, 0]]), 2).reason == "no unit has two ratings"
    missing = AnnotationTask([(0, 0, 1), (1, 0, 1), (0, 1, 0), (0, 2, 1), (1, 2, 0)])
    with pytest.raises((StopIteration, RuntimeError)):
        missing.kappa_pairwise(0, 1)
    many = [(coder, item, item) for item in range(10_001) for coder in (0, 1)]
    with pytest.raises(ValueError, match="10000"):
        AnnotationTask(many)


# ---- statsmodels: 600 tables


def category_table(ratings: Ratings, categories: int) -> npt.NDArray[np.int64]:
    return np.stack([(ratings == k).sum(axis=1) for k in range(categories)], axis=1)


def check_statsmodels_many(table: Table) -> None:
    """Only of units that all have rated: statsmodels takes no others."""
    ratings = random_table(table)
    complete = ratings[(ratings >= 0).all(axis=1)]
    if len(complete):
        counts = category_table(complete, table[3])
        same(brennan_prediger(complete, table[3]), inter_rater.fleiss_kappa(counts, method="randolph"))
        if varies(complete):
            same(fleiss_kappa(complete, table[3]), inter_rater.fleiss_kappa(counts, method="fleiss"))


def test_fleiss_and_randolph_against_statsmodels() -> None:
    on_random_tables(300, check_statsmodels_many)


def check_statsmodels_two(table: Table) -> None:
    ratings, categories = random_table(table)[:, :2], table[3]
    both = ratings[(ratings >= 0).all(axis=1)]
    if len(np.unique(both)) > 1:
        counts = np.zeros((categories, categories))
        np.add.at(counts, (both[:, 0], both[:, 1]), 1)
        with np.errstate(divide="ignore", invalid="ignore"):  # its z, where the variance is 0
            theirs = inter_rater.cohens_kappa(counts)
        same(cohen_kappa(ratings, categories), theirs.kappa)
        variance = max(theirs.var_kappa, 0)  # rounding takes it below 0 where agreement is perfect
        assert fleiss_cohen_everitt_se(ratings, categories) == pytest.approx(variance**0.5, abs=1e-7)
        if variance > 1e-9:
            assert fleiss_cohen_everitt_se(ratings, categories) == pytest.approx(theirs.std_kappa, abs=1e-9)


def test_kappa_and_its_standard_error_against_statsmodels() -> None:
    on_random_tables(300, check_statsmodels_two)


def test_statsmodels_takes_no_missing_ratings_and_divides_by_no_variation() -> None:
    with pytest.raises(AssertionError):
        inter_rater.fleiss_kappa(np.array([[2, 1], [1, 1]]))
    assert fleiss_kappa(np.array([[0, 0, 1], [0, 1, -1]]), 2).value is not None
    with pytest.warns(RuntimeWarning):
        assert np.isnan(inter_rater.fleiss_kappa(np.array([[3, 0], [3, 0]])))
    with pytest.warns(RuntimeWarning):
        assert np.isnan(inter_rater.cohens_kappa(np.array([[5, 0], [0, 0]])).kappa)
    assert fleiss_kappa(np.zeros((2, 3), int), 2).reason == "no variation"


# ---- more


@pytest.mark.long
def test_against_all_libraries_on_more_tables() -> None:
    for level in LEVELS:
        on_random_tables(2000, check_krippendorff, level)
    for metric in ("jaccard", "masi"):
        on_random_tables(2000, check_nltk_sets, metric)
    for check in (check_nltk_nominal, check_statsmodels_many, check_statsmodels_two):
        on_random_tables(3000, check)
