"""Charts as SVG, for a page that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from lxml import etree

from coder.document.content import Bars, Chart, Grid, Intervals
from coder.document.looks import FAINT, PAPER, SHADES, ink, legend, shade
from coder.document.shown import shown
from coder.document.wording import short

WIDTH, ROW, BAR, NUMBER = 720, 26, 16, 44
"""Of the picture, a row, a bar, and the room for a bar's number."""
GRID = "#d9dfe7"
LETTER = 6.6
"""Width of a letter, on the safe side."""
MARKS = ("", "M0,8 L8,0 M-2,2 L2,-2 M6,10 L10,6", "M2,2 h3 v3 h-3 z", "M0,4 h8", "M4,0 v8 M0,4 h8", "M4,0 v8")
"""A pattern for each series: plain, then lines and dots in different ways."""

Spot: TypeAlias = tuple[float, float]


def svg(chart: Chart, ident: str) -> etree._Element:
    """The chart as an SVG element with a title; `ident` makes its ids unique in the page."""
    drawing = _Drawing(ident, chart.alt)
    if isinstance(chart, Bars):
        _bars(drawing, chart)
    elif isinstance(chart, Intervals):
        _intervals(drawing, chart)
    else:
        _grid(drawing, chart)
    return drawing.root


class _Drawing:
    def __init__(self, ident: str, alt: str) -> None:
        self.ident = ident
        self.root = etree.Element("svg", role="img", width=str(WIDTH))
        self.root.set("aria-labelledby", f"{ident}-title")
        etree.SubElement(self.root, "title", id=f"{ident}-title").text = shown(alt)

    def high(self, height: float) -> None:
        self.root.set("height", f"{height:.0f}")
        self.root.set("viewBox", f"0 0 {WIDTH} {height:.0f}")

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        size = {"x": x, "y": y, "width": width, "height": height}
        places = {name: f"{value:.1f}" for name, value in size.items()}
        etree.SubElement(self.root, "rect", places, fill=fill, stroke="#57606a").set("stroke-width", "0.5")

    def line(self, start: Spot, end: Spot, colour: str, *, width: float = 1, dash: str = "") -> None:
        ends = dict(zip(("x1", "y1", "x2", "y2"), (*start, *end), strict=True))
        drawn = etree.SubElement(self.root, "line", {name: f"{at:.1f}" for name, at in ends.items()})
        drawn.set("stroke", colour)
        drawn.set("stroke-width", f"{width:g}")
        if dash:
            drawn.set("stroke-dasharray", dash)

    def dot(self, x: float, y: float, fill: str) -> None:
        etree.SubElement(
            self.root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4.5", fill=fill, stroke=SHADES[0]
        )

    def say(
        self, text: str, x: float, y: float, anchor: str = "start", *, fill: str = "", size: int = 13
    ) -> None:
        placed = etree.SubElement(self.root, "text", x=f"{x:.1f}", y=f"{y:.1f}")
        placed.set("font-size", str(size))
        if anchor != "start":
            placed.set("text-anchor", anchor)
        if fill:
            placed.set("fill", fill)
        placed.text = shown(text)

    def pattern(self, number: int) -> str:
        return f"url(#{self.ident}-{number})"

    def patterns(self, series: int) -> None:
        defs = etree.SubElement(self.root, "defs")
        for at in range(series):
            size = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
            pattern = etree.SubElement(defs, "pattern", size, id=f"{self.ident}-{at}")
            etree.SubElement(pattern, "rect", width="8", height="8", fill=SHADES[at % len(SHADES)])
            if mark := MARKS[at % len(MARKS)]:
                lines = etree.SubElement(pattern, "path", d=mark, stroke="#ffffff", fill="none")
                lines.set("stroke-width", "1.4")


def _left(names: Sequence[str]) -> tuple[float, list[str]]:
    """How far from the left the names of rows end, and the names as they fit."""
    shown = [short(name, 40) for name in names]
    return 12 + LETTER * max(map(len, shown), default=0), shown


def _bars(drawing: _Drawing, chart: Bars) -> None:
    left, labels = _left(chart.labels)
    drawing.patterns(len(chart.values[0]) if chart.values else 1)
    top = _legend(drawing, legend(chart), left)
    scale = (WIDTH - left - NUMBER) / (max(chart.totals, default=0) or 1)
    for label, values, total in zip(labels, chart.values, chart.totals, strict=True):
        x = left
        drawing.say(label, left - 8, top + 13, "end")
        for at, value in enumerate(values):
            if value:
                drawing.box(x, top, value * scale, BAR, drawing.pattern(at))
                x += value * scale
        drawing.say(f"{total:,}", x + 6, top + 13)
        top += ROW
    drawing.high(top)


def _legend(drawing: _Drawing, series: Sequence[str], left: float) -> float:
    """The series with their patterns, in as many lines as they need; where the bars begin below them."""
    x, y = left, 4.0
    for at, name in enumerate(series):
        said = short(name, 40)
        width = 40 + LETTER * len(said)
        if x > left and x + width > WIDTH:
            x, y = left, y + 20
        drawing.box(x, y, 13, 13, drawing.pattern(at))
        drawing.say(said, x + 19, y + 11)
        x += width
    return y + 26 if series else y


def _grid(drawing: _Drawing, chart: Grid) -> None:
    left, labels = _left(chart.rows)
    width = min(74.0, (WIDTH - left) / len(chart.columns))
    letters = max(3, int(width / 5.8))
    heads = [_broken(name, letters) for name in chart.columns]
    top = 8 + 13.0 * max(map(len, heads))
    for at, lines in enumerate(heads):
        for down, line in enumerate(reversed(lines)):
            drawing.say(line, left + (at + 0.5) * width, top - 6 - 13 * down, "middle", size=11)
    for label, values in zip(labels, chart.values, strict=True):
        drawing.say(label, left - 8, top + 17, "end")
        for at, value in enumerate(values):
            x = left + at * width
            drawing.box(x, top, width, ROW, shade(value, chart.most))
            said = f"{value:,}" if value else "·"
            drawing.say(said, x + width / 2, top + 17, "middle", fill=ink(value, chart.most))
        top += ROW
    drawing.high(top + 4)


def _intervals(drawing: _Drawing, chart: Intervals) -> None:
    left, labels = _left(chart.labels)
    right = WIDTH - 12 - LETTER * max(map(len, map(chart.told, range(len(labels)))), default=0)
    least, bottom = chart.least, 24 + ROW * len(labels)

    def at(value: float) -> float:
        return left + (value - least) / (1 - least) * (right - left)

    for tenth in range(round(10 * least), 11, 2):
        drawing.line((at(tenth / 10), 22), (at(tenth / 10), bottom), GRID, width=0.5)
        drawing.say(f"{tenth / 10:.1f}", at(tenth / 10), 14, "middle", size=11)
    for mark in chart.marks:
        drawing.line((at(mark), 22), (at(mark), bottom), FAINT, dash="4 3")
    for row, (label, value, span) in enumerate(zip(labels, chart.values, chart.spans, strict=True)):
        middle = 24 + ROW * (row + 0.5)
        drawing.say(label, left - 10, middle + 4.5, "end")
        if span:
            drawing.line((at(span[0]), middle), (at(span[1]), middle), SHADES[0], width=3)
        if value is not None:
            drawing.dot(at(value), middle, SHADES[0] if span else PAPER)
        drawing.say(chart.told(row), right + 12, middle + 4.5, size=12)
    drawing.high(bottom + 6)


def _broken(text: str, letters: int) -> list[str]:
    """A column's name in lines of so many letters, at most three."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line if len(line) <= letters else f"{line[: letters - 1]}…" for line in lines[:3]]
