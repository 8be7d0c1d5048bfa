"""The sheet of charts, native and readable in print without colour, each beside the figures it draws."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from coder.matrices import Coding, axis_name, categories, find_axis, labels, matrix, together
from coder.matrices.counting import axes
from coder.matrices.gathering import ATTRIBUTE, NOT_SET
from coder.workbook.cells import NAVY, literal
from coder.workbook.sheets import Ink, Page

NAME = "Charts"
MOST_THEMES, MOST_KINDS, MOST_PAIRS, MOST_SESSIONS = 12, 8, 15, 40
FIGURES = 9
"""Columns for the figures, left of the charts."""
ROWS_OF_A_CHART = 26
ROOM = 13.0
"""Centimetres that these rows take."""
FILLS: tuple[tuple[Any, str], ...] = (
    ("solid", "1F3A5F"), ("wdUpDiag", "5B7FA8"), ("pct20", "1F3A5F"), ("dkHorz", "8FB8DE"),
    ("smGrid", "5B7FA8"), ("ltDnDiag", "1F3A5F"), ("pct60", "8A95A1"), ("dkVert", "66717D"),
)  # fmt: skip
LINES: tuple[Any, ...] = ("solid", "dash", "sysDot", "lgDash", "dashDot", "sysDash")
MARKS: tuple[Any, ...] = ("circle", "square", "triangle", "diamond", "x", "star")


def charts_sheet(ink: Ink, coding: Coding) -> None:
    """Themes by kind of witness, themes over sessions, and the pairs of codes most often together."""
    page = Page(ink, NAME, NAVY, [34.0, *[13.0] * (FIGURES - 1), 3.0, *[9.0] * 12], freeze="A3", heads="1:2")
    page.title(NAME, "Paragraphs with a tag that counts. Each chart stands beside the figures it draws.")
    _by_kind(page, coding)
    _over_sessions(page, coding)
    _pairs(page, coding)
    page.done()


def kind_of_witness(coding: Coding) -> str:
    """The axis that says of what kind witnesses are: the attribute said of most, else the speaker's kind."""
    own = [axis for axis in axes(coding) if find_axis(coding, axis).startswith(ATTRIBUTE)]
    fit = [
        axis
        for axis in own
        if 2 <= len(set(categories(coding, find_axis(coding, axis))) - {NOT_SET}) <= MOST_KINDS
    ]
    said = {axis: int((coding.paragraphs[find_axis(coding, axis)] != NOT_SET).sum()) for axis in fit}
    return max(fit, key=lambda axis: said[axis], default="kind")


def _by_kind(page: Page, coding: Coding) -> None:
    axis = kind_of_witness(coding)
    found = matrix(coding, "theme", axis)
    heads = list(labels(coding, axis).values())[:MOST_KINDS]
    themes = _themes_by_size(coding)
    lines = [(name, list(found.counts.loc[theme])[:MOST_KINDS]) for theme, name in themes]
    title = (
        "Themes by kind of speaker" if axis == "kind" else f"Themes by {axis_name(axis).lower()} of witness"
    )
    title = literal(title)
    at = _figures(page, title, "Theme", heads, lines)
    if not (heads and lines):
        return
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth = "bar", "clustered", 60
    chart.x_axis.scaling.orientation = "maxMin"
    height = 4.5 + 0.4 * len(lines) * len(heads)
    _draw(page, chart, title, at, series=len(heads), lines=len(lines), height=height)
    for place, series in enumerate(chart.series):
        pattern, colour = FILLS[place % len(FILLS)]
        series.graphicalProperties = _filled(pattern, colour)


def _over_sessions(page: Page, coding: Coding) -> None:
    found, sessions = matrix(coding, "session", "theme"), labels(coding, "session")
    themes = _themes_by_size(coding)[: len(LINES)]
    lines = [
        (literal(name)[:60], list(found.counts.loc[key, [theme for theme, _ in themes]]))
        for key, name in list(sessions.items())[:MOST_SESSIONS]
    ]
    title = "The themes with most paragraphs, over sessions"
    at = _figures(page, title, "Session", [name for _, name in themes], lines)
    if not (lines and themes):
        return
    chart = LineChart()
    _draw(page, chart, title, at, series=len(themes), lines=len(lines), height=9)
    for place, series in enumerate(chart.series):
        line = LineProperties(solidFill=NAVY, prstDash=LINES[place], w=19_050)
        series.graphicalProperties = GraphicalProperties(ln=line)
        series.marker = Marker(MARKS[place], 7)
        series.marker.graphicalProperties = GraphicalProperties(solidFill="FFFFFF" if place % 2 else NAVY)
        series.marker.graphicalProperties.line.solidFill = NAVY
        series.smooth = False


def _pairs(page: Page, coding: Coding) -> None:
    found = together(coding).counts
    names = [literal(coding.codebook.by_id[key].name) for key in found.index]
    counts = found.to_numpy().tolist()
    pairs = [
        (counts[one][other], f"{names[one]} + {names[other]}")
        for one, other in combinations(range(len(names)), 2)
        if counts[one][other]
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    title = "Codes most often on the same paragraph"
    lines = [(name, [count]) for count, name in pairs[:MOST_PAIRS]]
    at = _figures(page, title, "Codes", ["Paragraphs"], lines)
    if not lines:
        return
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 40
    chart.x_axis.scaling.orientation = "maxMin"
    _draw(page, chart, title, at, series=1, lines=len(lines), height=3 + 0.6 * len(lines))
    chart.legend = None
    chart.series[0].graphicalProperties = _filled("solid", NAVY)
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )


def _themes_by_size(coding: Coding) -> list[tuple[str, str]]:
    """The themes that any tag counts for, those with most paragraphs first, as many as a chart can show."""
    totals = matrix(coding, "theme", "session").row_totals
    names = {key: literal(name) for key, name in labels(coding, "theme").items()}
    used = [key for key in sorted(names, key=lambda key: -totals[key]) if totals[key]]
    return [(key, names[key]) for key in used[:MOST_THEMES]]


def _figures(
    page: Page, title: str, corner: str, heads: Sequence[str], lines: Sequence[tuple[str, Sequence[float]]]
) -> int:
    """A small table, with room for its chart beside it; the row of its heads."""
    page.add([])
    page.write((title, "section"), *[("", "section")] * (FIGURES - 1), height=20)
    page.add([page.cell(corner, "head"), *(page.cell(literal(head), "column") for head in heads)])
    at = page.rows
    for name, figures in lines:
        page.add([page.cell(literal(name), "name"), *(page.cell(figure, "count") for figure in figures)])
    if not lines:
        page.write(("No tag counts.", "note"))
    for _ in range(at + ROWS_OF_A_CHART - page.rows):
        page.add([], 15)
    return at


def _draw(page: Page, chart: Any, title: str, at: int, *, series: int, lines: int, height: float) -> None:
    """Place a chart beside its figures, with the axes that newer versions of Excel would else leave out."""
    sheet: Any = page.sheet
    chart.add_data(Reference(sheet, 2, at, series + 1, at + lines), titles_from_data=True)
    chart.set_categories(Reference(sheet, 1, at + 1, 1, at + lines))
    chart.title, chart.style = _heading(title), 2
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9DFE7"))
    chart.y_axis.number_format, chart.y_axis.scaling.min = "0", 0
    chart.legend.position = "b"
    chart.y_axis.crosses = "max" if chart.x_axis.scaling.orientation == "maxMin" else "autoZero"
    chart.width, chart.height = 24, max(8.0, min(ROOM, height))
    sheet.add_chart(chart, f"K{at}")


def _heading(text: str) -> Title:
    look = CharacterProperties(sz=1200, b=True, solidFill=NAVY)
    paragraph = Paragraph(ParagraphProperties(defRPr=look), r=[RegularTextRun(look, text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _filled(pattern: Any, colour: str) -> GraphicalProperties:
    found = GraphicalProperties(ln=LineProperties(solidFill="26303B", w=6350))
    if pattern == "solid":
        found.solidFill = colour
    else:
        found.pattFill = PatternFillProperties(prst=pattern, fgClr=_colour(colour), bgClr=_colour("FFFFFF"))
    return found


def _colour(code: Any) -> ColorChoice:
    return ColorChoice(srgbClr=code)
