"""Coefficients over units -> estimates, with the intervals asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coder.agreement.arrays import Array
from coder.agreement.bootstrap import drawn_sums, percentiles
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.formulas import Coefficient
from coder.agreement.jackknife import jackknifed
from coder.agreement.units import Units

AT_ONCE = 2**18
"""Figures worked out at once, so that memory stays small and near the processor."""


def estimates(
    coefficients: Sequence[Coefficient], units: Units, bootstrap: Bootstrap | None = None
) -> list[list[Estimate]]:
    """For each coefficient one estimate a variable. All are resampled by the same draws."""
    parts = [coefficient.parts(units.rows) for coefficient in coefficients]
    found = [_jackknifed(*pair, units) for pair in zip(coefficients, parts, strict=True)]
    if bootstrap is None:
        return found
    begins = np.cumsum([0, *(part.shape[1] for part in parts)])
    for variable in range(len(units.counts)):
        sums = drawn_sums(units, variable, np.hstack(parts), bootstrap)
        values = [
            coefficient.value(sums[:, begin:end])
            for coefficient, begin, end in zip(coefficients, begins, begins[1:], strict=False)
        ]
        for row, interval in zip(found, percentiles(np.array(values)), strict=True):
            if row[variable].value is not None:
                row[variable] = replace(row[variable], bootstrap=interval)
    return found


def _jackknifed(coefficient: Coefficient, parts: Array, units: Units) -> list[Estimate]:
    variables = range(len(units.counts))
    if units.clusters is not None:
        return [_by_cluster(coefficient, parts, units, variable) for variable in variables]
    out: list[Estimate] = []
    times = units.counts * (units.ratings >= coefficient.enters)
    step = max(1, AT_ONCE // max(parts.size, 1))
    for begin in variables[::step]:
        some = slice(begin, begin + step)
        sums = units.counts[some] @ parts
        out += jackknifed(
            coefficient.value(sums), coefficient.value(sums[:, None] - parts), times[some],
            units.pairable[some], share=coefficient.share, undefined=coefficient.undefined,
        )  # fmt: skip
    return out


def _by_cluster(coefficient: Coefficient, parts: Array, units: Units, variable: int) -> Estimate:
    enough = np.stack([units.ratings >= coefficient.enters, units.ratings >= 2], axis=1)
    entering, with_pairs = units.of_groups(variable, enough.astype(float)).T > 0
    of_cluster = units.of_groups(variable, parts)[entering]
    # Summed from the clusters, so that leaving out the only one with a category leaves exactly 0.
    sums = of_cluster.sum(axis=0, keepdims=True)
    left = coefficient.value(sums - of_cluster)[None]
    (estimate,) = jackknifed(
        coefficient.value(sums), left, np.ones(left.shape, np.int64), with_pairs.sum(keepdims=True),
        share=coefficient.share, left_out="cluster", undefined=coefficient.undefined,
    )  # fmt: skip
    return estimate
