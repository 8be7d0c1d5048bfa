"""Worked examples as arrays, and which function computes what."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coder import agreement
from coder.agreement import Estimate

Ratings: TypeAlias = npt.NDArray[np.int64]

COEFFICIENTS: dict[str, Callable[..., Estimate]] = {
    name: getattr(agreement, name)
    for name in (
        "percent_agreement", "krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "brennan_prediger",
        "conger_kappa", "cohen_kappa", "scott_pi",
    )
}  # fmt: skip
"""Of ratings and a number of categories."""

BINARY: dict[str, Callable[..., Estimate]] = {
    name: getattr(agreement, name)
    for name in ("positive_agreement", "negative_agreement", "prevalence_index", "bias_index", "pabak")
}
"""Of ratings 1 and 0."""

OF_TWO = ("cohen_kappa", "scott_pi", "bias_index")


def from_table(table: list[list[int]]) -> Ratings:
    """A two-coder table as ratings."""
    pairs = [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]
    return np.array(pairs).reshape(-1, 2)


def from_counts(counts: list[list[int]]) -> Ratings:
    """Units by categories as ratings of coders nobody knows."""
    widest = max(sum(row) for row in counts)
    units = [[k for k, count in enumerate(row) for _ in range(count)] for row in counts]
    return np.array([unit + [-1] * (widest - len(unit)) for unit in units])


def worked_examples(shared: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared / "agreement" / "gold.json").read_text(encoding="utf-8"))
    return found


def ratings_of(entry: dict[str, Any]) -> tuple[Ratings, int]:
    """The ratings as indices of categories, and their number."""
    ratings = entry["ratings"]
    if entry["layout"] == "two_coder_table":
        return from_table(ratings), len(ratings)
    if entry["layout"] == "units_by_categories":
        return from_counts(ratings), len(ratings[0])
    seen = {rating for unit in ratings for rating in unit if rating is not None}
    index = {category: k for k, category in enumerate(entry.get("categories") or sorted(seen))}
    return np.array([[index.get(rating, -1) for rating in unit] for unit in ratings]), len(index)


def binary_of(entry: dict[str, Any]) -> Ratings:
    """1 where the code was applied, which in a two-coder table is the first category."""
    if entry["layout"] == "two_coder_table":
        return 1 - from_table(entry["ratings"])
    return np.array([[-1 if rating is None else rating for rating in unit] for unit in entry["ratings"]])


def applied_of(entry: dict[str, Any]) -> npt.NDArray[np.int8]:
    """Sets by coders as (coders, units, codes)."""
    held = {code for unit in entry["ratings"] for chosen in unit for code in chosen or ()}
    codes = entry.get("codes") or sorted(held)
    cells = [
        [[-1 if chosen is None else int(code in chosen) for code in codes] for chosen in unit]
        for unit in entry["ratings"]
    ]
    return np.array(cells, dtype=np.int8).transpose(1, 0, 2)


def estimate_of(entry: dict[str, Any]) -> Estimate:
    """What the module says to a worked example."""
    name, metric, clusters = entry["statistic"], entry.get("metric", "nominal"), entry.get("clusters")
    if metric in ("jaccard", "masi"):
        return agreement.set_alpha(applied_of(entry), metric, clusters)
    if metric != "nominal":
        values = [[np.nan if x is None else x for x in unit] for unit in entry["ratings"]]
        return agreement.krippendorff_alpha_of_values(values, metric, clusters)
    if name in ("mv_alpha", "pooled_binary_alpha"):
        return getattr(agreement, name)(applied_of(entry), clusters)  # type: ignore[no-any-return]
    if name in BINARY:
        return BINARY[name](binary_of(entry), clusters)
    return COEFFICIENTS[name](*ratings_of(entry), clusters)
