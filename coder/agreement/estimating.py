"""Coefficients over units -> estimates, with the intervals asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from coder.agreement.arrays import Array, Ints
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
    spread = _of_a_code(coefficients, units) if code else lambda _: as_of_a_count
    found = (_by_units if units.clusters is None else _by_clusters)(coefficients, parts, units, spread)
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


def _columns(parts: Sequence[Array]) -> list[slice]:
    """Where the columns of each are once they stand side by side."""
    ends = np.cumsum([part.shape[1] for part in parts]).tolist()
    return [slice(begin, end) for begin, end in pairwise([0, *ends])]


SpreadOf: TypeAlias = Callable[[slice], Spread]
"""Some of the variables -> how the coefficients of theirs spread, one coefficient after the other."""


def _of_a_code(coefficients: Sequence[Coefficient], units: Units) -> SpreadOf:
    prevalence = units.prevalence()
    return lambda some: of_a_code([one.apart for one in coefficients], prevalence[some], units.coders)


def _by_units(
    coefficients: Sequence[Coefficient], parts: Sequence[Array], units: Units, spread: SpreadOf
) -> list[list[Estimate]]:
    found: list[list[Estimate]] = [[] for _ in coefficients]
    pairable, dissents = units.pairable, units.dissents()
    step = max(1, AT_ONCE // max(sum(of_one.size for of_one in parts), 1))
    for begin in range(0, len(units.counts), step):
        some = slice(begin, begin + step)
        counts = units.counts[some]
        held = [
            _Held(
                counts @ of_one, (counts @ of_one)[:, None] - of_one,
                counts * (units.ratings >= coefficient.enters), coefficient.parts(dissents[some]),
            )
            for coefficient, of_one in zip(coefficients, parts, strict=True)
        ]  # fmt: skip
        _add(found, coefficients, held, pairable[some], left_out="unit", spread=spread(some))
    return found


def _by_clusters(
    coefficients: Sequence[Coefficient], parts: Sequence[Array], units: Units, spread: SpreadOf
) -> list[list[Estimate]]:
    found: list[list[Estimate]] = [[] for _ in coefficients]
    figures = np.column_stack([*parts, units.ratings >= 1, units.ratings >= 2])
    dissents = units.dissents()
    for variable in range(len(units.counts)):
        of_cluster = units.of_groups(variable, figures)
        rated, with_pairs = (of_cluster[:, -2:].T > 0).astype(np.int64)
        some, held = slice(variable, variable + 1), []
        for coefficient, columns in zip(coefficients, _columns(parts), strict=True):
            # Summed from the clusters, so that leaving out the only one with a category leaves exactly 0.
            sums = of_cluster[:, columns].sum(axis=0, keepdims=True)
            entering = rated if coefficient.enters == 1 else with_pairs
            left = (sums - of_cluster[:, columns])[None]
            held.append(_Held(sums, left, entering[None], coefficient.parts(dissents[some])))
        pairable = with_pairs.sum(keepdims=True)
        _add(found, coefficients, held, pairable, left_out="cluster", spread=spread(some))
    return found


class _Held(NamedTuple):
    """The sums of one coefficient for some variables (V, p), without each group (V, G, p); how often each
    group is there to be left out (V, G), and what a dissent would add (V, p)."""

    sums: Array
    left: Array
    times: Ints
    dissents: Array


def _add(
    found: list[list[Estimate]],
    coefficients: Sequence[Coefficient],
    held: Sequence[_Held],
    pairable: Ints,
    *,
    left_out: str,
    spread: Spread,
) -> None:
    """Estimate all coefficients of some variables at once, each to those it has so far."""
    each = list(zip(coefficients, held, strict=True))
    size = len(pairable)
    estimated = jackknifed(
        np.concatenate([one.value(of.sums) for one, of in each]),
        np.concatenate([one.value(of.left) for one, of in each]),
        np.concatenate([of.times for of in held]),
        np.tile(pairable, len(each)),
        share=np.repeat([one.share for one in coefficients], size),
        undefined=[one.undefined for one in coefficients for _ in range(size)],
        agreement=np.repeat([one.agreement for one in coefficients], size),
        one_more=np.concatenate([one.value(of.sums + of.dissents) for one, of in each]),
        left_out=left_out, spread=spread,
    )  # fmt: skip
    for place, of_one in enumerate(found):
        of_one.extend(estimated[place * size : (place + 1) * size])
