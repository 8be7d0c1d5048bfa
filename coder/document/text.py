"""A document as lines of text, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from coder.document.content import Bars, Block, Document, Grid, Heading, Intervals, Quote, Table, Text
from coder.document.wording import said, short

LEAST = 7
"""Characters of a column, at least."""
STEPS = 40
"""Characters of the scale of a chart."""


def text(document: Document, width: int = 100) -> Iterator[str]:
    """The lines, `width` characters at most."""
    yield from _headed(document.title, "=")
    yield document.subject
    for block in document.blocks:
        yield ""
        yield from _block(block, width)
    yield from ("", document.footer)


def _headed(text: str, sign: str) -> Iterator[str]:
    said = " ".join(text.split())
    yield said
    yield sign * len(said)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(level, text, _):
            yield from _headed(text, "=-~"[level - 1])
        case Text(text, _, lead):
            yield from textwrap.wrap(f"{lead}{text}", width)
        case Quote(text, source, _, _):
            yield from textwrap.wrap(f"“{text}”", width, initial_indent="  ", subsequent_indent="  ")
            yield f"  {source}"
        case Table():
            yield from _table(block, width)
        case Intervals():
            yield from _intervals(block, width)
        case Bars() | Grid():
            yield from textwrap.wrap(block.alt, width)


def _table(table: Table, width: int) -> Iterator[str]:
    yield from textwrap.wrap(table.caption, width)
    rows = [table.head, *([" ".join(said(cell).split()) for cell in row] for row in table.rows)]
    widths, numbers = _widths(rows, width), table.numbers
    for at, row in enumerate(rows):
        yield from _row(row, widths, numbers)
        if at == 0:
            yield "  ".join("-" * one for one in widths)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Of the columns: what their cells need, the widest narrowed until the row fits."""
    widths = [max(LEAST, *(len(row[at]) for row in rows)) for at in range(len(rows[0]))]
    room = max(width - 2 * (len(widths) - 1), LEAST * len(widths))
    while (over := sum(widths) - room) > 0:
        most = max(widths)
        next_most = max((one for one in widths if one < most), default=LEAST)
        widest = [at for at, one in enumerate(widths) if one == most]
        for at in widest:
            widths[at] = max(next_most, LEAST, most - -(-over // len(widest)))
    return widths


def _row(row: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> Iterator[str]:
    parts = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    for down in range(max(map(len, parts))):
        cells = [part[down] if down < len(part) else "" for part in parts]
        aligned = zip(cells, widths, numbers, strict=True)
        yield "  ".join(f"{cell:>{w}}" if number else f"{cell:{w}}" for cell, w, number in aligned).rstrip()


def _intervals(chart: Intervals, width: int) -> Iterator[str]:
    yield from textwrap.wrap(chart.caption, width)
    labels = [short(label, 30) for label in chart.labels]
    left = max(map(len, labels), default=0)
    scale = f"{chart.least:<{STEPS // 2}.1f}{1:>{STEPS - STEPS // 2 + 1}.1f}"
    yield f"{'':{left}}  {scale}"
    for at, label in enumerate(labels):
        yield f"{label:{left}}  {_line(chart, at)}  {chart.told(at)}"


def _line(chart: Intervals, at: int) -> str:
    """An interval on the scale: its ends, what lies between, the figure; and the marks."""
    signs = [" "] * (STEPS + 1)

    def place(value: float) -> int:
        return max(0, min(STEPS, round(STEPS * (value - chart.least) / (1 - chart.least))))

    for mark in chart.marks:
        signs[place(mark)] = "┊"
    if span := chart.spans[at]:
        low, high = map(place, span)
        signs[low : high + 1] = "─" * (high - low + 1)
    value = chart.values[at]
    if value is not None:
        signs[place(value)] = "●" if span else "○"
    return "".join(signs)
