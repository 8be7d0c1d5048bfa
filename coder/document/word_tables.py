"""Tables in Word: those of text, and charts drawn as shaded cells where there is no picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from coder.document.content import Bars, Chart, Grid, Intervals, Table
from coder.document.looks import SHADES, ink, legend, shade
from coder.document.wording import said, short

TWIP = 635
"""EMU to a twentieth of a point, in which Word measures tables."""
STEPS = 40
"""Cells that the longest bar takes."""
LABEL, ROOM = 0.34, 0.06
"""Shares of the width for a bar's name and its number."""
WORDS = 0.24
"""And for a figure with its interval."""
FILLS = ("clear", "diagStripe", "pct50", "horzStripe", "diagCross", "vertStripe")
"""Word's patterns, one for each series."""
HEAD = "EEF2F7"


@dataclass(frozen=True)
class Cell:
    """`span` is the columns it takes; `fill` a ground as hex digits, `pattern` one of FILLS upon it."""

    text: str = ""
    span: int = 1
    right: bool = False
    centre: bool = False
    bold: bool = False
    fill: str = ""
    pattern: str = "clear"
    colour: str = ""


class Paragraphs(Protocol):
    def paragraph(self, style: str, text: str, lead: str = "", keep: bool = False) -> Any: ...


def text_rows(table: Table) -> list[list[Cell]]:
    """The head first."""
    numbers = table.numbers
    head = [
        Cell(text, right=number, bold=True, fill=HEAD)
        for text, number in zip(table.head, numbers, strict=True)
    ]
    rows = [
        [Cell(said(cell), right=number) for cell, number in zip(row, numbers, strict=True)]
        for row in table.rows
    ]
    return [head, *rows]


def chart_rows(chart: Chart) -> tuple[list[list[Cell]], tuple[float, ...]]:
    """The rows of a chart as a table, and its columns' shares of the width."""
    if isinstance(chart, Grid):
        return list(_grid_rows(chart)), (LABEL, *[(1 - LABEL) / len(chart.columns)] * len(chart.columns))
    if isinstance(chart, Intervals):
        step = (1 - LABEL - WORDS) / STEPS
        return list(_interval_rows(chart)), (LABEL, *[step] * STEPS, WORDS)
    step = (1 - LABEL - ROOM) / STEPS
    return list(_bar_rows(chart)), (LABEL, *[step] * STEPS, ROOM)


def _grid_rows(grid: Grid) -> Iterator[list[Cell]]:
    yield [
        Cell(grid.corner, fill=HEAD),
        *(Cell(name, centre=True, bold=True, fill=HEAD) for name in grid.columns),
    ]
    for name, values in zip(grid.rows, grid.values, strict=True):
        cells = (
            Cell(f"{value:,}" if value else "·", centre=True, fill=shade(value, grid.most)[1:],
                 colour=ink(value, grid.most)[1:])
            for value in values
        )  # fmt: skip
        yield [Cell(name), *cells]


def _bar_rows(bars: Bars) -> Iterator[list[Cell]]:
    """A head of the legend, then a row a bar: each part of it a cell as wide as its number is large."""
    yield [Cell("", fill=HEAD), Cell("Paragraphs", STEPS + 1, bold=True, fill=HEAD)]
    for at, name in enumerate(legend(bars)):
        yield [Cell(""), _filled(at, 2), Cell(short(name, 60), STEPS - 1)]
    most = max(bars.totals, default=0) or 1
    for label, values, total in zip(bars.labels, bars.values, bars.totals, strict=True):
        ends = [round(STEPS * sum(values[: at + 1]) / most) for at in range(len(values))]
        spans = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        parts = [_filled(at, span) for at, span in enumerate(spans) if span]
        yield [Cell(label), *parts, Cell(f"{total:,}", STEPS + 1 - ends[-1])]


def _interval_rows(chart: Intervals) -> Iterator[list[Cell]]:
    """A head with the ends of the scale, then a row a figure: its interval as a shaded part of the scale."""
    scale = f"from {chart.least:.1f} to 1"
    yield [Cell("", fill=HEAD), Cell(scale, STEPS, bold=True, fill=HEAD), Cell("[95% interval]", fill=HEAD)]
    for at, (label, span) in enumerate(zip(chart.labels, chart.spans, strict=True)):
        parts = [Cell("", STEPS)]
        if span:
            low, high = (round(STEPS * (end - chart.least) / (1 - chart.least)) for end in span)
            low = max(0, min(low, STEPS - 1))
            high = max(low + 1, high)
            parts = [Cell("", low), _filled(0, high - low), Cell("", STEPS - high)]
        yield [Cell(label), *(part for part in parts if part.span), Cell(chart.told(at))]


def _filled(series: int, span: int) -> Cell:
    at = series % len(SHADES)
    return Cell("", span, fill=SHADES[at][1:].upper(), pattern=FILLS[at])


def table_of(
    rows: Sequence[Sequence[Cell]], widths: Sequence[int], to: Paragraphs, title: str, alt: str
) -> Any:
    """A table, its first row repeated on each page; `widths` in EMU, `title` and `alt` its description."""
    twips = [width // TWIP for width in widths]
    table: Any = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:color="C4CCD6"/>' for side in ("top", "bottom", "insideH")
        )
        + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1"/><w:tblCaption/>'
        "<w:tblDescription/></w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
        + "</w:tblGrid></w:tbl>"
    )
    table.tblPr.find(qn("w:tblCaption")).set(qn("w:val"), title)
    table.tblPr.find(qn("w:tblDescription")).set(qn("w:val"), alt)
    for number, cells in enumerate(rows):
        row = parse_xml(
            f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{'' if number else '<w:tblHeader/>'}</w:trPr></w:tr>"
        )
        at = 0
        for cell in cells:
            row.append(_cell(cell, sum(twips[at : at + cell.span]), to))
            at += cell.span
        table.append(row)
    return table


def _cell(cell: Cell, width: int, to: Paragraphs) -> Any:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    ground = "FFFFFF" if cell.pattern != "clear" else "auto"
    fill = f'<w:shd w:val="{cell.pattern}" w:color="{ground}" w:fill="{cell.fill}"/>' if cell.fill else ""
    made = parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{fill}</w:tcPr></w:tc>'
    )
    text = to.paragraph("Table Text", *(("", cell.text) if cell.bold else (cell.text,)))
    if cell.right or cell.centre:
        side = "right" if cell.right else "center"
        text.find(qn("w:pPr")).append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
    if cell.colour:
        for one in text.iter(qn("w:r")):
            one.insert(0, parse_xml(f'<w:rPr {nsdecls("w")}><w:color w:val="{cell.colour}"/></w:rPr>'))
    made.append(text)
    return made
