"""All figures of one code, and what explains them."""

from __future__ import annotations

from collections.abc import Sequence

from coder.inquiry.agreeing import Level
from coder.inquiry.agreement_table import UNITS, Figure, Pair, Row, Table
from coder.tui.palette import Palette
from coder.tui.screens.reading import Reading
from coder.tui.text import fit, wrap
from coder.tui.widgets.definition import definition
from coder.tui.widgets.intervals import two
from coder.tui.widgets.lines import Line

NAME = 24


class Figures(Reading):
    """Every coefficient of a code (a theme) with its interval, of all coders and of each pair."""

    WIDTH = 90

    def __init__(self, table: Table, row: Row, level: Level, pair: Pair | None) -> None:
        between = list(table.between(row, level, pair))
        together = table.together(pair)
        code = table.inquiry.codebook.by_id.get(row.id)

        def body(width: int, palette: Palette) -> list[Line]:
            of = f"on {row.figures.units:,} of {row.of:,} {UNITS[level]}, which two or more have read"
            lines: list[Line] = [[(f"{', '.join(table.named(pair))}, {of}", palette.dim)], []]
            lines += figure_lines(table.in_full(row), width, palette)
            for one in between:
                both, first, second, neither = one.table
                a, b = one.coders
                said = f"both {both:,} · {a} alone {first:,} · {b} alone {second:,} · neither {neither:,}"
                lines += [[], [(f"{a} and {b}", palette.theme)], [(fit(said, width), palette.dim)]]
                lines += figure_lines(one.figures, width, palette)
                lines += [[(text, palette.text)] for text in wrap(one.explanation, width) if one.explanation]
            lines += [[], [("All codes together, on paragraphs", palette.theme)]]
            lines += figure_lines(together, width, palette)
            if code:
                lines += [[], [("What it means", palette.theme)]]
                lines += definition(table.inquiry.codebook, code, width, palette)
            return lines

        super().__init__(f"{row.name}: all figures", body)


def figure_lines(figures: Sequence[Figure], width: int, palette: Palette) -> list[Line]:
    """The name, the value, its interval, what else is to be said."""
    lines: list[Line] = []
    for one in figures:
        said = fit(remark(one), width - NAME - 6)
        value = two(one.estimate.value).rjust(5)
        lines.append(
            [(one.name.ljust(NAME), palette.text), (value, palette.strong), (f" {said}", palette.dim)]
        )
    return lines


def remark(figure: Figure) -> str:
    """Its interval, or why there is none; and the range the margins leave it."""
    found = figure.estimate
    if found.shown:
        said = f"[{two(found.shown[0])}, {two(found.shown[1])}]"
    else:
        said = found.reason or found.flag or found.interval_reason
    if figure.limits:
        said += f"; margins allow {two(figure.limits[0])} to {two(figure.limits[1])}"
    return said
