"""Agreement: published figures, an independent library, plain loops over the definitions."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

import krippendorff
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.agreement import (
    Estimate,
    code_agreement,
    cohen_kappa,
    fleiss_cohen_everitt_se,
    gwet_ac1,
    gwet_linearised_se,
    krippendorff_alpha,
    percent_agreement,
    t_quantile,
    wald_interval,
)

Ratings: TypeAlias = npt.NDArray[np.int64]
Unit: TypeAlias = tuple[int, ...]

COEFFICIENTS: dict[str, Callable[..., Estimate]] = {
    "percent_agreement": percent_agreement,
    "cohen_kappa": cohen_kappa,
    "krippendorff_alpha": krippendorff_alpha,
    "gwet_ac1": gwet_ac1,
}


# ---- published tables, wherever the tests run


def from_table(table: list[list[int]]) -> Ratings:
    """A two-coder table as ratings."""
    pairs = [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]
    return np.array(pairs).reshape(-1, 2)


def from_counts(counts: list[list[int]]) -> Ratings:
    """Units by categories as ratings of coders nobody knows."""
    widest = max(sum(row) for row in counts)
    units = [[k for k, count in enumerate(row) for _ in range(count)] for row in counts]
    return np.array([unit + [-1] * (widest - len(unit)) for unit in units])


PATHOLOGISTS = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
"""Agresti 1992: two pathologists, 118 slides."""

FOUR_CODERS = [
    [0, 0, -1, 0], [1, 1, 2, 1], [2, 2, 2, 2], [2, 2, 2, 2], [1, 1, 1, 1], [0, 1, 2, 3],
    [3, 3, 3, 3], [0, 0, 1, 0], [1, 1, 1, 1], [-1, 4, 4, 4], [-1, -1, 0, 0], [-1, -1, 2, -1],
]  # fmt: skip
"""Krippendorff 2011, example C; in Gwet's books the same twelve units."""


@pytest.mark.parametrize(
    ("name", "ratings", "categories", "value", "digits"),
    [
        ("krippendorff_alpha", FOUR_CODERS, 5, 0.743, 3),
        ("gwet_ac1", FOUR_CODERS, 5, 0.77544, 5),
        ("percent_agreement", FOUR_CODERS, 5, 0.8181818, 7),
        ("cohen_kappa", from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]), 3, 0.492, 3),
        ("cohen_kappa", from_table(PATHOLOGISTS), 4, 0.493, 3),
        ("gwet_ac1", from_table([[80, 7], [8, 5]]), 2, 0.808, 3),
        ("krippendorff_alpha", from_table([[46, 0, 0], [6, 32, 6], [0, 0, 10]]), 3, 0.8, 2),
    ],
)
def test_published_values(name: str, ratings: Any, categories: int, value: float, digits: int) -> None:
    estimate = COEFFICIENTS[name](np.array(ratings), categories)
    assert estimate.value is not None
    assert round(estimate.value, digits) == value


def test_published_standard_errors() -> None:
    kappa_se = fleiss_cohen_everitt_se(from_table(PATHOLOGISTS), 4)
    ac1_se = gwet_linearised_se(np.array(FOUR_CODERS), 5, "ac1")
    percent_se = gwet_linearised_se(np.array(FOUR_CODERS), 5, "percent")
    assert kappa_se is not None and ac1_se is not None and percent_se is not None
    assert (round(kappa_se, 3), round(ac1_se, 5), round(percent_se, 5)) == (0.057, 0.14295, 0.12561)
    assert wald_interval(0.77544, ac1_se, 11) == pytest.approx((0.461, 1.0), abs=6e-4)


@pytest.mark.parametrize(
    ("probability", "df", "quantile"),
    [
        (0.975, 1, math.tan(0.475 * math.pi)),
        (0.975, 2, 0.95 * math.sqrt(2 / (1 - 0.95**2))),
        (0.975, 3, 3.182446305284263),
        (0.975, 4, 2.7764451051977987),
        (0.975, 10, 2.2281388519649385),
        (0.975, 29, 2.0452296421327034),
        (0.975, 100, 1.9839715185235518),
        (0.975, 1000, 1.9623390808264083),
        (0.975, 1001, 1.9623367052808798),
        (0.975, 10**6, 1.959966356814107),
        (0.975, math.inf, 1.959963984540054),
        (0.9995, 1, 636.6192487687196),
        (0.9, 7, 1.4149239276488585),
    ],
)
def test_t_quantile(probability: float, df: float, quantile: float) -> None:
    assert t_quantile(probability, df) == pytest.approx(quantile, rel=1e-10)


# ---- every worked example of these coefficients


def ratings_of(entry: dict[str, Any]) -> tuple[Ratings, int]:
    ratings = entry["ratings"]
    if entry["layout"] == "two_coder_table":
        return from_table(ratings), len(ratings)
    if entry["layout"] == "units_by_categories":
        return from_counts(ratings), len(ratings[0])
    seen = {rating for unit in ratings for rating in unit if rating is not None}
    index = {category: k for k, category in enumerate(entry.get("categories") or sorted(seen))}
    return np.array([[index.get(rating, -1) for rating in unit] for unit in ratings]), len(index)


def applied_of(entry: dict[str, Any]) -> npt.NDArray[np.int8]:
    """Sets by coders as (coders, units, codes)."""
    cells = [
        [[-1 if chosen is None else int(code in chosen) for code in entry["codes"]] for chosen in unit]
        for unit in entry["ratings"]
    ]
    return np.array(cells, dtype=np.int8).transpose(1, 0, 2)


def estimate_of(entry: dict[str, Any]) -> Estimate:
    if entry["statistic"] == "pooled_binary_alpha":
        return code_agreement(applied_of(entry), entry.get("clusters")).overall.alpha
    ratings, categories = ratings_of(entry)
    return COEFFICIENTS[entry["statistic"]](ratings, categories, entry.get("clusters"))


def examples(shared: Path) -> list[dict[str, Any]]:
    entries = json.loads((shared / "agreement" / "gold.json").read_text(encoding="utf-8"))
    wanted = {*COEFFICIENTS, "pooled_binary_alpha"}
    return [e for e in entries if e["statistic"] in wanted and e.get("metric", "nominal") == "nominal"]


def standard_error_of(entry: dict[str, Any], method: str) -> float | None:
    if method.startswith("jackknife"):
        return estimate_of(entry).se
    ratings, categories = ratings_of(entry)
    if method == "fleiss-cohen-everitt":
        return fleiss_cohen_everitt_se(ratings, categories)
    coefficient = "ac1" if entry["statistic"] == "gwet_ac1" else "percent"
    ddof = {"gwet-linearised-raw": 1, "gwet-linearised-table": 0}[method]
    return gwet_linearised_se(ratings, categories, coefficient, ddof)  # type: ignore[arg-type]


def interval_of(entry: dict[str, Any], method: str) -> tuple[float | None, float | None]:
    estimate = estimate_of(entry)
    if method.startswith("jackknife"):
        return estimate.low, estimate.high
    ratings, _ = ratings_of(entry)
    df = {"wald-t": (ratings >= 0).any(axis=1).sum() - 1, "wald-normal": math.inf}[method]
    se = standard_error_of(entry, entry["se"]["method"])
    assert estimate.value is not None and se is not None
    return wald_interval(estimate.value, se, float(df))


def test_worked_examples_values(shared: Path) -> None:
    counts: Counter[str] = Counter()
    for entry in examples(shared):
        estimate = estimate_of(entry)
        counts[entry["statistic"]] += 1
        if entry.get("undefined"):
            assert estimate.value is None and estimate.reason, entry["name"]
            continue
        assert estimate.value == pytest.approx(entry["expected"], abs=entry["tolerance"]), entry["name"]
        if "exact" in entry:
            assert estimate.value == pytest.approx(entry["exact"], abs=1e-9), entry["name"]
    assert set(counts) == {*COEFFICIENTS, "pooled_binary_alpha"}


def test_worked_examples_intervals(shared: Path) -> None:
    checked: Counter[str] = Counter()
    for entry in examples(shared):
        error, interval = entry.get("se"), entry.get("ci")
        if error:
            found = standard_error_of(entry, error["method"])
            assert found == pytest.approx(error["value"], abs=error["tolerance"]), entry["name"]
            checked[error["method"]] += 1
        if interval and interval.get("undefined"):
            estimate = estimate_of(entry)
            assert estimate.value is not None and estimate.interval_reason, entry["name"]
            assert (estimate.se, estimate.low, estimate.high) == (None, None, None), entry["name"]
            checked["undefined"] += 1
        elif interval:
            bounds = pytest.approx((interval["low"], interval["high"]), abs=interval["tolerance"])
            assert interval_of(entry, interval["method"]) == bounds, entry["name"]
            checked[interval["method"]] += 1
    assert {"jackknife-fisher-z", "jackknife-cluster-fisher-z", "wald-t", "undefined"} <= set(checked)


def test_hsbrexit(shared: Path) -> None:
    """Real annotations of 1,120 items by six coders, three codes; three items have a cell missing.

    The reference gives alpha and percent over all items, but kappas over the items that all six rated;
    kappa is defined over those both of the pair rated, so on all items it is held to the definition.
    """
    reference = json.loads((shared / "agreement" / "reference_agreement.json").read_text(encoding="utf-8"))
    names = ["hate", "aggressive language detection", "offensive language detection"]
    applied = hsbrexit(shared, names[1:])
    for c, (name, code) in enumerate(zip(names, code_agreement(applied).codes, strict=True)):
        expected = reference[f"hsbrexit/{name}"]
        assert code.units == expected["items"]
        assert code.alpha.value == pytest.approx(expected["krippendorff_alpha_nominal"], abs=1e-6)
        assert code.percent.value == pytest.approx(expected["mean_pairwise_percent"], abs=1e-6)
        ratings = applied[:, :, c].T
        complete = (ratings >= 0).all(axis=1)
        assert complete.sum() == expected["complete_items"]
        (of_complete,) = code_agreement(applied[:, complete, c : c + 1]).codes
        assert {
            f"Ann{first + 1}-Ann{second + 1}": kappa.value
            for (first, second), kappa in of_complete.kappas.items()
        } == pytest.approx(expected["cohen_pairwise"], abs=1e-6)
        for pair, kappa in code.kappas.items():
            defined = plain_kappa([tuple(unit) for unit in ratings[:, pair].tolist()], 2)
            assert defined is not None and kappa.value == pytest.approx(float(defined), abs=1e-12)


def hsbrexit(shared: Path, others: list[str]) -> npt.NDArray[np.int8]:
    items = [
        item
        for part in ("train", "dev", "test")
        for item in json.loads((shared / "coded" / f"hsbrexit_{part}.json").read_text("utf-8")).values()
    ]
    texts = [
        [item["annotations"], *(item["other_info"]["other annotations"][other] for other in others)]
        for item in items
    ]
    cells = [[[{"0": 0, "1": 1}.get(x, -1) for x in text.split(",")] for text in unit] for unit in texts]
    return np.array(cells, dtype=np.int8).transpose(2, 0, 1)


# ---- against an independent library and the definitions written as loops


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


@settings(deadline=None)
@given(tables())
def test_alpha_against_krippendorff(table: tuple[Ratings, int]) -> None:
    ratings, categories = table
    estimate = krippendorff_alpha(ratings, categories)
    data = np.where(ratings < 0, np.nan, ratings).T
    pairable = ratings[(ratings >= 0).sum(axis=1) >= 2]
    if len(set(pairable[pairable >= 0].tolist())) < 2:  # the library raises, or divides by 0
        assert estimate.value is None
        assert estimate.reason == ("no variation" if len(pairable) else "no unit has two ratings")
    else:
        expected = krippendorff.alpha(data, level_of_measurement="nominal")
        assert estimate.value == pytest.approx(expected, abs=1e-9)


def read(unit: Unit) -> list[int]:
    return [rating for rating in unit if rating >= 0]


def ratio(a: Fraction, b: Fraction) -> Fraction | None:
    return a / b if b else None


def observed(units: list[Unit]) -> Fraction | None:
    pairable = [read(unit) for unit in units if len(read(unit)) >= 2]
    shares = [Fraction(sum(a == b for a, b in combinations(u, 2)), math.comb(len(u), 2)) for u in pairable]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def plain_ac1(units: list[Unit], categories: int) -> Fraction | None:
    p_a, rated = observed(units), [read(unit) for unit in units if read(unit)]
    if p_a is None:
        return None
    s = [
        sum((Fraction(u.count(k), len(u)) for u in rated), Fraction(0)) / len(rated)
        for k in range(categories)
    ]
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
    margins = [Counter(unit[coder] for unit in both) for coder in (0, 1)]
    p_e = sum((Fraction(margins[0][k] * margins[1][k], n * n) for k in range(categories)), Fraction(0))
    return ratio(Fraction(sum(a == b for a, b in both), n) - p_e, 1 - p_e)


PLAIN: dict[str, Callable[[list[Unit], int], Fraction | None]] = {
    "percent_agreement": lambda units, categories: observed(units),
    "cohen_kappa": plain_kappa,
    "krippendorff_alpha": plain_alpha,
    "gwet_ac1": plain_ac1,
}


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
    if abs(e) == 1 or spread == 0:
        return None
    reach = t_quantile(0.975, df) * spread / (1 - e * e)
    low, high = math.tanh(math.atanh(e) - reach), math.tanh(math.atanh(e) + reach)
    return (se, (1 + low) / 2, (1 + high) / 2) if share else (se, low, high)


def grouped(units: list[Unit], clusters: list[int] | None) -> list[list[Unit]]:
    if clusters is None:
        return [[unit] for unit in units]
    return [[u for u, of in zip(units, clusters, strict=True) if of == label] for label in set(clusters)]


@pytest.mark.parametrize("name", COEFFICIENTS)
@settings(deadline=None)
@given(data=st.data())
def test_value_and_interval_follow_the_definitions(name: str, data: st.DataObject) -> None:
    ratings, categories = data.draw(tables(coders=2 if name == "cohen_kappa" else None))
    label = st.integers(0, 4)
    clusters = data.draw(st.none() | st.lists(label, min_size=len(ratings), max_size=len(ratings)))
    units = [tuple(unit) for unit in ratings.tolist()]
    estimate = COEFFICIENTS[name](ratings, categories, clusters)
    expected = PLAIN[name](units, categories)
    assert (estimate.value is None) == (expected is None) == bool(estimate.reason)
    if expected is not None:
        assert estimate.value == pytest.approx(float(expected), abs=1e-12)
    fewest = 1 if name == "gwet_ac1" else 2
    interval = plain_interval(
        lambda some: PLAIN[name](some, categories),
        grouped(units, clusters),
        enters=lambda unit: len(read(unit)) >= fewest,
        pairs=lambda unit: len(read(unit)) >= 2,
        share=name == "percent_agreement",
    )
    check_interval(estimate, interval)


def check_interval(estimate: Estimate, expected: tuple[float, float, float] | None) -> None:
    assert bool(estimate.interval_reason) == (expected is None)
    if expected is None:
        assert (estimate.se, estimate.low, estimate.high) == (None, None, None)
    else:
        assert (estimate.se, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9)


# ---- codes on paragraphs


def same(found: Estimate, expected: Estimate) -> None:
    assert (found.value is None, found.se is None) == (expected.value is None, expected.se is None)
    assert (found.reason, bool(found.interval_reason)) == (expected.reason, bool(expected.interval_reason))
    for figure in ("value", "se", "low", "high"):
        assert getattr(found, figure) == pytest.approx(getattr(expected, figure), abs=1e-9), figure


@settings(deadline=None)
@given(codings(), st.booleans())
def test_a_code_is_a_nominal_variable_of_two_categories(
    applied: npt.NDArray[np.int8], clustered: bool
) -> None:
    clusters = [paragraph % 4 for paragraph in range(applied.shape[1])] if clustered else None
    agreement = code_agreement(applied, clusters)
    for c, code in enumerate(agreement.codes):
        ratings = applied[:, :, c].T
        assert code.units == ((ratings >= 0).sum(axis=1) >= 2).sum()
        same(code.percent, percent_agreement(ratings, 2, clusters))
        same(code.alpha, krippendorff_alpha(ratings, 2, clusters))
        same(code.ac1, gwet_ac1(ratings, 2, clusters))
        assert list(code.kappas) == list(combinations(range(len(applied)), 2))
        for pair, kappa in code.kappas.items():
            same(kappa, cohen_kappa(ratings[:, pair], 2, clusters))


@settings(deadline=None)
@given(codings(), st.booleans())
def test_overall_pools_the_codes(applied: npt.NDArray[np.int8], clustered: bool) -> None:
    _, paragraphs, codes = applied.shape
    clusters = [paragraph % 4 for paragraph in range(paragraphs)] if clustered else None
    overall = code_agreement(applied, clusters).overall
    units = [tuple(applied[:, p, :].ravel().tolist()) for p in range(paragraphs)]

    def of_code(some: list[Unit], c: int) -> list[Unit]:
        return [tuple(unit[c::codes]) for unit in some]

    def alpha(some: list[Unit]) -> Fraction | None:
        both = [disagreements(of_code(some, c)) for c in range(codes)]
        d_o, d_e = (sum((pair[i] for pair in both), Fraction(0)) for i in (0, 1))
        return ratio(d_e - d_o, d_e)

    def percent(some: list[Unit]) -> Fraction | None:
        return observed([unit for c in range(codes) for unit in of_code(some, c)])

    def pairable(unit: Unit) -> bool:
        return any(len(read(tuple(unit[c::codes]))) >= 2 for c in range(codes))

    assert overall.units == sum(pairable(unit) for unit in units)
    for estimate, value, share in ((overall.alpha, alpha, False), (overall.percent, percent, True)):
        expected = value(units)
        assert estimate.value == (None if expected is None else pytest.approx(float(expected), abs=1e-12))
        check_interval(estimate, plain_interval(value, grouped(units, clusters), pairable, pairable, share))


def one_code(*coders: list[int]) -> npt.NDArray[np.int8]:
    return np.array(coders, dtype=np.int8)[:, :, None]


def test_a_code_nobody_used() -> None:
    (code,) = code_agreement(one_code([0] * 40, [0] * 40)).codes
    for estimate in (code.alpha, code.kappas[0, 1]):
        assert estimate == Estimate(None, "no variation", interval_reason="no variation")
    for estimate in (code.percent, code.ac1):
        assert (estimate.value, estimate.flag) == (1.0, "code not used")
        assert (estimate.se, estimate.interval_reason) == (None, "no spread")


def test_a_code_used_only_where_one_coder_read_is_used() -> None:
    (code,) = code_agreement(one_code([0] * 40 + [1], [0] * 40 + [-1])).codes
    assert (code.units, code.percent.value, code.percent.flag) == (40, 1.0, "too few positives")


@pytest.mark.parametrize(
    ("positives", "flag"), [(9, "too few positives"), (10, ""), (90, ""), (91, "too few negatives")]
)
def test_few_positives_are_flagged_and_the_interval_stands(positives: int, flag: str) -> None:
    first = [1] * positives + [0] * (100 - positives)
    second = first[1:] + first[:1]
    agreement = code_agreement(one_code(first, second))
    (code,) = agreement.codes
    estimates = [code.percent, code.alpha, code.ac1, code.kappas[0, 1]]
    estimates += [agreement.overall.percent, agreement.overall.alpha]
    assert {estimate.flag for estimate in estimates} == {flag}
    assert all(estimate.low is not None for estimate in estimates)


def test_positives_nobody_else_has_read_do_not_count() -> None:
    alone = one_code([1] * 5 + [0] * 45 + [1] * 30, [1] * 4 + [0] * 46 + [-1] * 30)
    assert code_agreement(alone).codes[0].alpha.flag == "too few positives"


def test_positives_are_counted_per_coder_however_the_work_was_shared() -> None:
    """Three coders, each paragraph read by two of them: a paragraph both tagged is one positive."""
    third = [[1] * 4 + [0] * 20, [1] * 4 + [0] * 20, [-1] * 24]
    shared_out = one_code(*(third[c] + third[(c + 1) % 3] + third[(c + 2) % 3] for c in range(3)))
    assert code_agreement(shared_out).codes[0].alpha.flag == ""
    all_read_all = one_code(*([[1] * 8 + [0] * 30] * 2), [0] + [1] * 8 + [0] * 29)
    assert code_agreement(all_read_all).codes[0].alpha.flag == "too few positives"


def test_a_code_that_was_never_compared_leaves_the_overall_flag_to_the_others() -> None:
    compared = one_code([1] * 3 + [0] * 40, [0] + [1] * 3 + [0] * 39)
    agreement = code_agreement(np.concatenate([compared, np.full_like(compared, -1)], axis=2))
    assert agreement.codes[1].alpha.value is None
    assert agreement.overall.alpha.flag == "too few positives"


def test_nothing_to_compare() -> None:
    nothing = Estimate(None, "no unit has two ratings", interval_reason="no unit has two ratings")
    for applied in (
        one_code([1, 0, -1], [-1, -1, 0]),
        np.zeros((1, 5, 1), np.int8),
        np.zeros((2, 0, 1), np.int8),
    ):
        agreement = code_agreement(applied)
        assert agreement.codes[0].units == agreement.overall.units == 0
        assert {agreement.codes[0].alpha, agreement.codes[0].ac1, agreement.overall.percent} == {nothing}
        assert set(agreement.codes[0].kappas.values()) <= {nothing}
    assert code_agreement(np.zeros((2, 3, 0), np.int8)).overall.alpha.value is None


# ---- what must not matter


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_units_coders_categories_does_not_matter(table: tuple[Ratings, int], random: Any) -> None:
    ratings, categories = table
    names = random.sample(range(categories), categories)
    renamed = np.array([*names, -1])[ratings]
    rows = random.sample(range(len(ratings)), len(ratings))
    columns = random.sample(range(ratings.shape[1]), ratings.shape[1])
    for coefficient in (percent_agreement, krippendorff_alpha, gwet_ac1):
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
    for coefficient in (percent_agreement, krippendorff_alpha, gwet_ac1):
        clustered = coefficient(ratings, categories, [f"q{i}" for i in range(len(ratings))])
        same(clustered, coefficient(ratings, categories))


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
    with pytest.raises(ValueError, match="int8"):
        code_agreement(three)
    with pytest.raises(ValueError, match="applied"):
        code_agreement(np.full((2, 2, 1), 2, dtype=np.int8))


def test_standard_errors_of_nothing_are_none() -> None:
    single = np.array([[0, -1], [-1, 1]])
    assert fleiss_cohen_everitt_se(single, 2) is None
    assert fleiss_cohen_everitt_se(np.zeros((5, 2), dtype=int), 2) is None
    assert gwet_linearised_se(single, 2, "ac1") is None
    assert gwet_linearised_se(np.zeros((5, 2), dtype=int), 1, "ac1") is None
    assert gwet_ac1(np.zeros((5, 2), dtype=int), 1).reason == "no variation"
    assert fleiss_cohen_everitt_se(np.array([[0, 0], [1, 1]] * 4), 2) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("coefficient", [percent_agreement, krippendorff_alpha, gwet_ac1, cohen_kappa])
def test_no_units_at_all_is_said(coefficient: Callable[..., Estimate]) -> None:
    assert coefficient(np.zeros((0, 2), dtype=np.int8), 2).reason == "no unit has two ratings"
