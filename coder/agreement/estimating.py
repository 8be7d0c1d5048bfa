"""Coefficients over units -> estimates, with the intervals asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from coder.agreement.arrays import Array
from coder.agreement.bootstrap import drawn_sums, percentiles
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.formulas import Coefficient
from coder.agreement.jackknife import jackknifed
from coder.agreement.score import Spread, as_of_a_count, of_a_code
from coder.agreement.units import Units

AT_ONCE = 2**18
"""Figures worked out at once, so that memory stays small and near the processor."""


def estimates(
    coefficients: Sequence[Coefficient], units: Units, bootstrap: Bootstrap | None = None, code: bool = False
) -> list[list[Estimate]]:
    """For each coefficient one estimate a variable. All are resampled by the same draws. A variable that is
    a `code`, given or not, has the score interval of codes."""
    parts = [coefficient.parts(units.rows) for coefficient in coefficients]
    by_groups = _by_units if units.clusters is None else _by_clusters
    spreads = [_spread(coefficient, units, code) for coefficient in coefficients]
    found = by_groups(coefficients, parts, units, spreads)
    if bootstrap is None:
        return found
    for variable in range(len(units.counts)):
        sums = drawn_sums(units, variable, np.hstack(parts), bootstrap)
        each = zip(coefficients, _columns(parts), strict=True)
        values = np.array([coefficient.value(sums[:, columns]) for coefficient, columns in each])
        for row, interval in zip(found, percentiles(values), strict=True):
            if row[variable].value is not None:
                row[variable] = replace(row[variable], bootstrap=interval)
    return found


Spreads: TypeAlias = Sequence[Callable[[slice], Spread | None]]
"""Of each coefficient: some of the variables -> the spread of theirs."""


def _spread(coefficient: Coefficient, units: Units, code: bool) -> Callable[[slice], Spread | None]:
    if not coefficient.agreement:
        return lambda _: None
    apart = coefficient.apart
    if not code or apart is None:
        return lambda _: as_of_a_count
    prevalence = units.prevalence()
    return lambda some: of_a_code(apart, prevalence[some], units.coders)


def _columns(parts: Sequence[Array]) -> list[slice]:
    """Where the columns of each are once they stand side by side."""
    ends = np.cumsum([part.shape[1] for part in parts]).tolist()
    return [slice(begin, end) for begin, end in pairwise([0, *ends])]


def _by_units(
    coefficients: Sequence[Coefficient], parts: Sequence[Array], units: Units, spreads: Spreads
) -> list[list[Estimate]]:
    each = zip(coefficients, parts, spreads, strict=True)
    return [_of_all_variables(coefficient, of_it, units, spread) for coefficient, of_it, spread in each]


def _of_all_variables(
    coefficient: Coefficient, parts: Array, units: Units, spread: Callable[[slice], Spread | None]
) -> list[Estimate]:
    out: list[Estimate] = []
    times, pairable = units.counts * (units.ratings >= coefficient.enters), units.pairable
    dissents = coefficient.parts(units.dissents())
    step = max(1, AT_ONCE // max(parts.size, 1))
    for begin in range(0, len(times), step):
        some = slice(begin, begin + step)
        sums = units.counts[some] @ parts
        out += jackknifed(
            coefficient.value(sums), coefficient.value(sums[:, None] - parts), times[some], pairable[some],
            share=coefficient.share, undefined=coefficient.undefined, spread=spread(some),
            one_more=coefficient.value(sums + dissents[some]),
        )  # fmt: skip
    return out


def _by_clusters(
    coefficients: Sequence[Coefficient], parts: Sequence[Array], units: Units, spreads: Spreads
) -> list[list[Estimate]]:
    found: list[list[Estimate]] = [[] for _ in coefficients]
    figures = np.column_stack([*parts, units.ratings >= 1, units.ratings >= 2])
    dissents = units.dissents()
    for variable in range(len(units.counts)):
        of_cluster = units.of_groups(variable, figures)
        rated, with_pairs = of_cluster[:, -2:].T > 0
        each = zip(found, coefficients, _columns(parts), spreads, strict=True)
        for row, coefficient, columns, spread in each:
            entering = rated if coefficient.enters == 1 else with_pairs
            dissent = coefficient.parts(dissents[[variable]])
            some = slice(variable, variable + 1)
            row.append(_of_clusters(
                coefficient, of_cluster[entering, columns], int(with_pairs.sum()), dissent, spread(some)
            ))  # fmt: skip
    return found


def _of_clusters(
    coefficient: Coefficient, of_cluster: Array, pairable: int, dissent: Array, spread: Spread | None
) -> Estimate:
    # Summed from the clusters, so that leaving out the only one with a category leaves exactly 0.
    sums = of_cluster.sum(axis=0, keepdims=True)
    left = coefficient.value(sums - of_cluster)[None]
    (estimate,) = jackknifed(
        coefficient.value(sums), left, np.ones(left.shape, np.int64), np.array([pairable]),
        share=coefficient.share, left_out="cluster", undefined=coefficient.undefined,
        spread=spread, one_more=coefficient.value(sums + dissent),
    )  # fmt: skip
    return estimate
