"""Agreement held to worked examples: published tables and values, and real annotations."""

from __future__ import annotations

import json
import math
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from coder.agreement import (
    code_agreement,
    fleiss_cohen_everitt_se,
    gwet_linearised_se,
    t_quantile,
    wald_interval,
)
from tests.agreement_support import COEFFICIENTS, estimate_of, from_table, ratings_of, worked_examples

# ---- published tables, wherever the tests run


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


# ---- every worked example


def linearised_or_everitt(entry: dict[str, Any], method: str) -> float | None:
    ratings, categories = ratings_of(entry)
    if method == "fleiss-cohen-everitt":
        return fleiss_cohen_everitt_se(ratings, categories)
    coefficient = {
        "gwet_ac1": "ac1", "percent_agreement": "percent", "fleiss_kappa": "fleiss", "scott_pi": "fleiss",
        "brennan_prediger": "brennan_prediger",
    }[entry["statistic"]]  # fmt: skip
    ddof = {"gwet-linearised-raw": 1, "gwet-linearised-table": 0}[method]
    return gwet_linearised_se(ratings, categories, coefficient, ddof)  # type: ignore[arg-type]


def interval_of(entry: dict[str, Any], method: str) -> tuple[float | None, float | None]:
    estimate = estimate_of(entry)
    if method.startswith("jackknife"):
        return estimate.low, estimate.high
    ratings, _ = ratings_of(entry)
    df = {"wald-t": (ratings >= 0).any(axis=1).sum() - 1, "wald-normal": math.inf}[method]
    se = linearised_or_everitt(entry, entry["se"]["method"])
    assert estimate.value is not None and se is not None
    return wald_interval(estimate.value, se, float(df))


def check_value(entry: dict[str, Any]) -> str:
    """Whether defined or undefined, after holding it to the example."""
    estimate = estimate_of(entry)
    if entry.get("undefined"):
        assert estimate.value is None and estimate.reason, entry["name"]
        assert (estimate.se, estimate.low, estimate.high) == (None, None, None), entry["name"]
        return "undefined"
    assert estimate.value == pytest.approx(entry["expected"], abs=entry["tolerance"]), entry["name"]
    if "exact" in entry:
        assert estimate.value == pytest.approx(entry["exact"], abs=1e-9), entry["name"]
    return "value"


def check_error(entry: dict[str, Any]) -> None:
    method, value = entry["se"]["method"], entry["se"]["value"]
    of_jackknife = method.startswith("jackknife")
    found = estimate_of(entry).se if of_jackknife else linearised_or_everitt(entry, method)
    assert found == pytest.approx(value, abs=entry["se"]["tolerance"]), entry["name"]


def check_interval(entry: dict[str, Any]) -> str:
    interval = entry["ci"]
    if interval.get("undefined"):
        estimate = estimate_of(entry)
        assert estimate.value is not None and estimate.interval_reason, entry["name"]
        assert (estimate.se, estimate.low, estimate.high) == (None, None, None), entry["name"]
        return "no interval"
    bounds = pytest.approx((interval["low"], interval["high"]), abs=interval["tolerance"])
    assert interval_of(entry, interval["method"]) == bounds, entry["name"]
    return "interval"


def test_worked_examples(shared: Path) -> None:
    """Every entry: value, standard error, interval, and undefined where it says so."""
    held: Counter[tuple[str, str]] = Counter()
    entries = worked_examples(shared)
    for entry in entries:
        name = f"{entry['statistic']} {entry.get('metric', '')}".strip()
        held[name, "entries"] += 1
        held[name, check_value(entry)] += 1
        if "se" in entry:
            check_error(entry)
            held[name, "se"] += 1
        if "ci" in entry:
            held[name, check_interval(entry)] += 1
    print("\n" + "\n".join(count_table(held)))
    assert sum(count for (_, what), count in held.items() if what == "entries") == len(entries)
    assert sum(count for (_, what), count in held.items() if what in ("value", "undefined")) == len(entries)


COLUMNS = ("entries", "value", "undefined", "se", "interval", "no interval")


def count_table(held: Counter[tuple[str, str]]) -> list[str]:
    """How many examples of each statistic were held, by what was checked."""
    rows = [[name, *(held[name, what] for what in COLUMNS)] for name in sorted({name for name, _ in held})]
    rows.append(["all", *(sum(held[row[0], what] for row in rows) for what in COLUMNS)])
    head = f"{'statistic':28}" + "".join(f"{what:>12}" for what in COLUMNS)
    return [head, *(f"{name:28}" + "".join(f"{count:12}" for count in counts) for name, *counts in rows)]


# ---- real annotations


def test_hsbrexit(shared: Path) -> None:
    """Real annotations of 1,120 items by six coders, three codes; three items have a cell missing.

    The reference gives kappas over the items that all six rated, the rest over all items.
    """
    reference = json.loads((shared / "agreement" / "reference_agreement.json").read_text(encoding="utf-8"))
    names = ["hate", "aggressive language detection", "offensive language detection"]
    applied = hsbrexit(shared, names[1:])
    for c, (name, code) in enumerate(zip(names, code_agreement(applied).codes, strict=True)):
        expected = reference[f"hsbrexit/{name}"]
        assert code.units == expected["items"]
        assert code.alpha.value == pytest.approx(expected["krippendorff_alpha_nominal"], abs=1e-6)
        assert code.percent.value == pytest.approx(expected["mean_pairwise_percent"], abs=1e-6)
        assert code.fleiss.value == pytest.approx(expected["fleiss_kappa"], abs=1e-6)
        complete = (applied[:, :, c] >= 0).all(axis=0)
        assert complete.sum() == expected["complete_items"]
        of_complete = code_agreement(applied[:, complete, c : c + 1])
        assert {
            f"Ann{first + 1}-Ann{second + 1}": pair.kappa.value
            for (first, second), (pair,) in of_complete.pairs.items()
        } == pytest.approx(expected["cohen_pairwise"], abs=1e-6)
    assert list(of_complete.pairs) == list(combinations(range(6), 2))


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
