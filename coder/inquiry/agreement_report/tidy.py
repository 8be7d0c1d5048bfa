"""Every figure on a row of its own, to be sorted, filtered and worked with in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coder.document.content import Table
from coder.inquiry.agreement_report.facts import Facts
from coder.inquiry.agreement_table import COEFFICIENTS, OF_PAIRS, OVERALL

if TYPE_CHECKING:
    from coder.agreement import Estimate

Row = tuple[str | int | float, ...]
HEAD = (
    "Of", "Name", "Coders", "Units", "Coefficient", "Value", "Standard error", "Low", "High",
    "Low by Fisher's z", "High by Fisher's z", "Bootstrap low", "Bootstrap high", "Why none, or flag",
)  # fmt: skip
WIDTHS = (0.16, 0.18, 0.1, 0.08, 0.2, *[0.1] * 8, 0.2)


def every_figure(facts: Facts) -> Table:
    """Low and high are those of the interval shown; empty where a flag stands in its place."""
    return Table("Every figure, with what it rests on", HEAD, tuple(_rows(facts)), WIDTHS)


def _rows(facts: Facts) -> Iterator[Row]:
    report, everybody = facts.report, ", ".join(facts.coders)
    yield from _of("all codes", "", everybody, OVERALL, [report.agreement.overall])
    yield from _of("code", facts.codes, everybody, COEFFICIENTS, report.agreement.codes)
    yield from _of("theme", facts.themes, everybody, COEFFICIENTS, report.by_theme.codes)
    for pair, found in report.agreement.pairs.items():
        named = {"percent": COEFFICIENTS["percent"], **OF_PAIRS}
        yield from _of("code", facts.codes, facts.pair(pair), named, found)
    for batch in report.drift:
        name = f"{batch.first} to {batch.last}"
        yield from _of("batch of reading order", [name], everybody, OVERALL, [batch.overall])
    if report.after:
        yield from _of(
            "all codes, after adjudication", "", everybody, OVERALL, [report.after.agreement.overall]
        )


def _of(
    what: str, names: Sequence[str], coders: str, coefficients: Mapping[str, str], found: Sequence[Any]
) -> Iterator[Row]:
    for name, one in zip(names or [""] * len(found), found, strict=True):
        for field, called in coefficients.items():
            yield (what, name, coders, one.units, called, *_cells(getattr(one, field)))


def _cells(one: Estimate) -> Row:
    def empty(value: float | None) -> float | str:
        return "" if value is None else value

    low, high = one.shown or (None, None)
    drawn = one.bootstrap or (None, None)
    why = one.reason or one.flag or ("" if one.shown else one.interval_reason)
    return (*map(empty, (one.value, one.se, low, high, one.low, one.high, *drawn)), why)
