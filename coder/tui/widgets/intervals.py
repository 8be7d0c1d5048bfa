"""The table of agreement: a row a code, with its interval drawn from 0 to 1."""

from __future__ import annotations

from rich.style import Style

from coder.inquiry.agreeing import RELIABLE, TENTATIVE
from coder.inquiry.agreement_table import Column, Row
from coder.tui.palette import Palette
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, Lines, cells

COLUMNS: tuple[tuple[Column, str, int], ...] = (
    ("alpha", "alpha", 7), ("ac1", "AC1", 6), ("percent", "agree", 6), ("units", "units", 6),
    ("coverage", "read", 5),
)  # fmt: skip
"""Those of figures: what they are called, and how wide they are."""
SHORT = {
    "too few positives": "few uses", "too few negatives": "few without", "code not used": "not used",
    "no unit has two ratings": "none read", "below 0.667": "below .667",
}  # fmt: skip
"""What is said of a figure, where there is little room."""
NARROW, NARROWEST = 100, 72
"""Columns below which remarks are said in short, and below which some columns are left out."""


def columns(width: int) -> tuple[tuple[Column, str, int], ...]:
    """Those there is room for."""
    return tuple(one for one in COLUMNS if width >= NARROWEST or one[0] not in ("units", "coverage"))


def layout(width: int) -> tuple[int, int, int]:
    """Columns of the name, the bar and the remark."""
    note = 12 if width < NARROW else 20
    rest = width - note - sum(size for _, _, size in columns(width)) - 5
    name = min(max(rest * 2 // 5, 14), 40)
    return name, max(rest - name, 10), note


class IntervalHead(Lines):
    """The names of the columns, the one that is sorted by marked, over a scale from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.column: Column = "book"
        self.backwards = False
        self.first = "code"

    def show(self, column: Column, backwards: bool, first: str) -> None:
        self.column, self.backwards, self.first = column, backwards, first
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        name, bar, _ = layout(width)
        sign = "↑" if self.backwards else "↓"

        def head(column: Column, text: str) -> tuple[str, Style]:
            sorted_by = column == self.column
            return (text + sign if sorted_by else text), palette.strong if sorted_by else palette.dim

        first, first_style = head("name", self.first)
        remark, remark_style = head("note", "remark")
        line: Line = [("  ", palette.text), (first.ljust(name + 1 + bar + 1), first_style)]
        for column, text, size in columns(width):
            shown, style = head(column, text)
            line.append((shown.rjust(size), style))
        axis: Line = [(" " * (3 + name), palette.text), (scale(bar), palette.dim)]
        return [[*line, (f" {remark}", remark_style)], axis]


def scale(width: int) -> str:
    """The ends of the axis, and the two marks."""
    signs = [" "] * width
    signs[0], signs[-1] = "0", "1"
    before, after = place(TENTATIVE, width) + 1, place(RELIABLE, width)
    signs[before - 4 : before], signs[after : after + 2] = f"{TENTATIVE:.3f}"[1:], f"{RELIABLE:.1f}"[1:]
    return "".join(signs)


def place(value: float, width: int) -> int:
    """The cell of a value on an axis from 0 to 1; what lies beyond is at its end."""
    return round(max(0.0, min(value, 1.0)) * (width - 1))


def interval_bar(row: Row, width: int) -> str:
    """`├──●──┤` for the value in its interval, `○` for one without; `◂` where it goes on below 0."""
    alpha = row.figures.alpha
    signs = [" "] * width
    signs[place(TENTATIVE, width)], signs[place(RELIABLE, width)] = "┊", "│"
    if alpha.value is None:
        return "".join(signs)
    if alpha.shown:
        low, high = (place(end, width) for end in alpha.shown)
        for at in range(low, high + 1):
            signs[at] = "─" if signs[at] == " " else "┼"
        signs[low], signs[high] = "├" if alpha.shown[0] >= 0 else "◂", "┤"
    signs[place(alpha.value, width)] = ("●" if alpha.shown else "○") if alpha.value >= 0 else "◂"
    return "".join(signs)


def interval_row(row: Row, here: bool, width: int, palette: Palette) -> Line:
    """A code or theme with all that the table says of it."""
    name, bar, note = layout(width)
    on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
    figures = row.figures
    sure = figures.alpha.shown is not None
    strong = on + palette.bold if sure else dim
    told = {"reliable": palette.good, "tentative": palette.accent}.get(row.note, on)
    ink = on + Style(color=told.color, bold=told.bold)
    drawn = interval_bar(row, bar)
    gap = len(drawn) - len(drawn.lstrip())
    line: Line = [
        ("› " if here else "  ", on),
        (fit(row.name, name).ljust(name + 1), on + palette.bold if here else on),
        (" " * gap, on),
        (drawn[gap:], ink if sure else dim),
        (" ", on),
    ]
    shown: dict[Column, tuple[str, Style]] = {
        "alpha": (two(figures.alpha.value), strong),
        "ac1": (two(figures.ac1.value), on),
        "percent": (per_cent(figures.percent.value), on),
        "units": (f"{figures.units:,}", on),
        "coverage": (per_cent(row.coverage), dim),
    }
    line += [(shown[column][0].rjust(size), shown[column][1]) for column, _, size in columns(width)]
    said = SHORT.get(row.note, row.note) if width < NARROW else row.note
    line.append((" " + fit(said, note - 1), ink if sure else dim))
    return [*line, (" " * (width - cells(line)), on)]


def two(value: float | None) -> str:
    return "n/a" if value is None else f"{value:z.2f}"


def per_cent(value: float | None) -> str:
    """A share in whole percent; all and nothing only where it is."""
    if value is None:
        return "n/a"
    whole = round(100 * value)
    if whole == 100 and value < 1:
        whole = 99
    return f"{max(whole, 1) if value > 0 else whole}%"
