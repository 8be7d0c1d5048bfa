"""Charts that can be read in print without colour: every bar has its number, every series its own hatching."""

from __future__ import annotations

import io
from collections.abc import Sequence

from lxml import etree

from coder.summary.content import Chart

SHADES = ("#2a5f9e", "#d9822b", "#5b8c5a", "#8e5ea2", "#7a7a7a", "#b5485a")
"""Told apart with red-green colour blindness, and as shades of grey."""
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---")
ROW, BAR, TEXT, WIDTH, ROOM = 26, 16, 13, 720, 44


def shape(chart: Chart) -> tuple[int, int]:
    """How many bars, and how many series, a chart has."""
    return len(chart.labels), max((len(row) for row in chart.values), default=1)


def svg(chart: Chart, ident: str) -> etree._Element:
    """The chart as an SVG element; `ident` makes its ids unique in the page."""
    bars, series = shape(chart)
    left = min(280, 12 + max((len(label) for label in chart.labels), default=0) * 7)
    legend = ROW if chart.series else 0
    height = legend + bars * ROW + 8
    root = etree.Element(
        "svg", viewBox=f"0 0 {WIDTH} {height}", width=str(WIDTH), height=str(height), role="img",
    )  # fmt: skip
    root.set("aria-labelledby", f"{ident}-title")
    title = etree.SubElement(root, "title", id=f"{ident}-title")
    title.text = chart.alt
    _patterns(root, ident, series)
    for at, name in enumerate(chart.series):
        _box(root, ident, at, left + at * 150, 4, 12, 12)
        _said(root, name, left + at * 150 + 18, 15)
    most = max((sum(row) for row in chart.values), default=0) or 1
    scale = (WIDTH - left - ROOM) / most
    for row, (label, values) in enumerate(zip(chart.labels, chart.values, strict=True)):
        top, x = legend + row * ROW + 4, float(left)
        _said(root, label, left - 8, top + 13, end=True)
        for at, value in enumerate(values):
            if value:
                _box(root, ident, at, x, top, value * scale, BAR)
                x += value * scale
        _said(root, f"{sum(values):,}", x + 6, top + 13)
    return root


def _patterns(root: etree._Element, ident: str, series: int) -> None:
    """A ground of its own for each series: plain, then lines and dots in different ways."""
    marks = ("", "M0,8 L8,0", "M2,2 h2 v2 h-2 z", "M0,0 L8,8", "M0,0 L8,8 M0,8 L8,0", "M0,4 h8")
    defs = etree.SubElement(root, "defs")
    for at in range(series):
        pattern = etree.SubElement(
            defs, "pattern", id=f"{ident}-{at}", width="8", height="8", patternUnits="userSpaceOnUse"
        )
        etree.SubElement(pattern, "rect", width="8", height="8", fill=SHADES[at % len(SHADES)])
        if mark := marks[at % len(marks)]:
            etree.SubElement(pattern, "path", d=mark, stroke="#ffffff", fill="none").set(
                "stroke-width", "1.5"
            )


def _box(root: etree._Element, ident: str, at: int, x: float, y: float, width: float, height: float) -> None:
    etree.SubElement(
        root, "rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}",
        fill=f"url(#{ident}-{at})", stroke="#ffffff",
    )  # fmt: skip


def _said(root: etree._Element, text: str, x: float, y: float, end: bool = False) -> None:
    placed = etree.SubElement(root, "text", x=f"{x:.1f}", y=f"{y:.1f}")
    placed.set("font-size", str(TEXT))
    if end:
        placed.set("text-anchor", "end")
    placed.text = text


def png(chart: Chart) -> bytes:
    """The chart as a picture for a Word document; the same chart gives the same bytes.

    Raises ImportError where matplotlib, an extra, is not installed.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bars, series = shape(chart)
    figure = Figure(figsize=(6.3, 0.5 + 0.27 * bars + (0.3 if chart.series else 0)), dpi=160)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    left = [0] * bars
    for at in range(series):
        widths = [row[at] for row in chart.values]
        axes.barh(
            range(bars), widths, 0.62, left, color=SHADES[at % len(SHADES)], edgecolor="white",
            hatch=HATCHES[at % len(HATCHES)], label=chart.series[at] if chart.series else None,
        )  # fmt: skip
        left = [sum(pair) for pair in zip(left, widths, strict=True)]
    for row, total in enumerate(left):
        axes.annotate(f"{total:,}", (total, row), (4, 0), textcoords="offset points", va="center", fontsize=8)
    _plain_axes(axes, chart.labels, bars)
    if chart.series:
        axes.legend(fontsize=7, frameon=False, ncols=min(series, 4), loc="lower left", bbox_to_anchor=(0, 1))
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight", metadata={"Software": None})
    return file.getvalue()


def _plain_axes(axes: object, labels: Sequence[str], bars: int) -> None:
    from typing import Any, cast

    plot = cast(Any, axes)
    plot.set_yticks(
        range(bars), [label if len(label) < 44 else label[:42] + "…" for label in labels], fontsize=8
    )
    plot.invert_yaxis()
    plot.set_xticks([])
    for side in ("top", "right", "bottom"):
        plot.spines[side].set_visible(False)
    plot.margins(x=0.08)
