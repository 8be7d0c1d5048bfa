"""Charts as pictures for Word, drawn by matplotlib where it is installed."""

from __future__ import annotations

import io
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from coder.document.content import Bars, Chart, Grid, Intervals
from coder.document.looks import FAINT, PAPER, SHADES, ink, legend, shade
from coder.document.wording import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HATCHES = ("", "///", "...", "---", "+++", "|||")
LEAST_COLUMNS = 7
"""So many have room on a map, so that two are not as wide as the page."""
BEYOND = "\u0590"
"""From here on the letters need shaping or a font that the pictures do not have."""


def drawable(chart: Chart) -> bool:
    """Whether matplotlib is there and has the letters of the chart's names."""
    if isinstance(chart, Grid):
        names = (*chart.rows, *chart.columns)
    else:
        names = (*chart.labels, *(chart.series if isinstance(chart, Bars) else chart.notes))
    return find_spec("matplotlib") is not None and all(
        sign < BEYOND for sign in "".join(names).replace("…", "")
    )


def png(chart: Chart) -> bytes:
    """The chart as a picture; the same chart gives the same bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = len(chart.values)
    figure = Figure(figsize=(6.3, 0.6 + 0.27 * rows + _above(chart)), dpi=160)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    if isinstance(chart, Bars):
        _bars(axes, chart)
    elif isinstance(chart, Intervals):
        _intervals(axes, chart)
    else:
        _grid(axes, chart)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sign that the font does not have
        figure.savefig(file, format="png", bbox_inches="tight", metadata={"Software": None})
    return file.getvalue()


def _above(chart: Chart) -> float:
    """Inches for what stands above the rows: a legend, or the names of columns."""
    if isinstance(chart, Bars):
        return 0.25 * -(-len(legend(chart)) // 3)
    if isinstance(chart, Intervals):
        return 0.25
    return 0.16 * max(len(name.split()) for name in chart.columns)


def _bars(axes: Axes, chart: Bars) -> None:
    places = range(len(chart.labels))
    left = [0] * len(chart.labels)
    for at in range(len(chart.values[0]) if chart.values else 0):
        widths = [row[at] for row in chart.values]
        name = _plain(short(chart.series[at], 40)) if legend(chart) else None
        axes.barh(
            places, widths, 0.62, left, color=SHADES[at % len(SHADES)], edgecolor="white", linewidth=0.5,
            hatch=HATCHES[at % len(HATCHES)], label=name,
        )  # fmt: skip
        left = [sum(pair) for pair in zip(left, widths, strict=True)]
    for row, total in enumerate(left):
        axes.annotate(f"{total:,}", (total, row), (4, 0), textcoords="offset points", va="center", fontsize=8)
    _names(axes, chart.labels)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.margins(x=0.08)
    if legend(chart):
        beside: dict[str, Any] = {"ncols": min(len(chart.series), 3), "bbox_to_anchor": (0, 1)}
        axes.legend(fontsize=7.5, frameon=False, loc="lower left", **beside)


def _grid(axes: Axes, chart: Grid) -> None:
    for row, values in enumerate(chart.values):
        for at, value in enumerate(values):
            ground, written = shade(value, chart.most), ink(value, chart.most)
            axes.barh(row, 1, 1, at - 0.5, color=ground, edgecolor=FAINT, linewidth=0.4)
            said = f"{value:,}" if value else "·"
            axes.text(at, row, said, ha="center", va="center", fontsize=8, color=written)
    _names(axes, chart.rows)
    axes.set_xlim(-0.5, max(len(chart.columns), LEAST_COLUMNS) - 0.5)
    axes.set_ylim(len(chart.rows) - 0.5, -0.5)
    heads = ["\n".join(_plain(word) for word in name.split()) for name in chart.columns]
    axes.set_xticks(range(len(heads)), heads, fontsize=7.5)
    axes.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
    axes.set_facecolor(PAPER)


def _intervals(axes: Axes, chart: Intervals) -> None:
    for mark in chart.marks:
        axes.axvline(mark, color=FAINT, linewidth=0.8, linestyle=(0, (3, 3)))
    for row, (value, span) in enumerate(zip(chart.values, chart.spans, strict=True)):
        if span:
            axes.plot(span, (row, row), color=SHADES[0], linewidth=2, solid_capstyle="butt")
        if value is not None:
            axes.plot(
                value, row, "o", color=SHADES[0], markersize=4.5, markerfacecolor=None if span else PAPER
            )
        axes.annotate(_plain(chart.told(row)), (1.03, row), va="center", fontsize=7.5, annotation_clip=False)
    _names(axes, chart.labels)
    axes.set_xlim(chart.least - 0.02, 1.02)
    axes.set_ylim(len(chart.labels) - 0.5, -0.5)
    axes.tick_params(axis="x", labelsize=7.5)


def _names(axes: Axes, names: tuple[str, ...]) -> None:
    axes.set_yticks(range(len(names)), [_plain(short(name, 40)) for name in names], fontsize=8)
    axes.tick_params(axis="y", length=0)


def _plain(text: str) -> str:
    """A text as matplotlib shows it literally, which takes what stands between dollars for formulas."""
    return text.replace("$", r"\$")
