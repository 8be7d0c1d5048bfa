"""A matrix drawn by window: figures, totals first, and a cursor."""

from __future__ import annotations

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message

from coder.inquiry.looking import Looked
from coder.tui.palette import Palette
from coder.tui.text import fit, wrap
from coder.tui.widgets.lines import Line, Lines, cells

COLUMN = 11
"""Cells of a column."""
HEADS = 2
"""Lines of the heads of columns."""


class MatrixGrid(Lines):
    """Row and column 0 are the totals. Posts `Picked` where a cell is clicked that has the cursor."""

    class Picked(Message):
        """The cell under the cursor is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.looked: Looked | None = None
        self.row = self.column = 0
        self.instead = "Counting…"
        """What stands there while there is no matrix."""
        self._top = self._left = 1

    def show(self, looked: Looked) -> None:
        self.looked = looked
        self.row = min(self.row, len(looked.rows))
        self.column = min(self.column, len(looked.columns))
        self.show_again()

    def fail(self, why: str) -> None:
        """Say why there is no matrix."""
        self.instead, self.looked = why, None
        self.show_again()

    def move(self, down: int, across: int) -> None:
        if self.looked:
            self.row = max(0, min(self.row + down, len(self.looked.rows)))
            self.column = max(0, min(self.column + across, len(self.looked.columns)))
            self.show_again()

    def page(self, pages: int) -> None:
        self.move(pages * max(1, self.size.height - HEADS - 2), 0)

    def start(self) -> None:
        self.row = self.column = 0
        self.show_again()

    @property
    def names_width(self) -> int:
        return max(16, min(36, self.size.width // 3))

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        looked = self.looked
        if looked is None:
            return [
                [],
                *([("  ", palette.text), (text, palette.dim)] for text in wrap(self.instead, width - 4)),
            ]
        room = max(1, (width - self.names_width) // COLUMN - 1)
        self._left = _window(self._left, self.column, room, len(looked.columns))
        self._top = _window(self._top, self.row, max(1, height - HEADS - 1), len(looked.rows))
        across = [0, *range(self._left, min(self._left + room, len(looked.columns) + 1))]
        down = [0, *range(self._top, min(self._top + height - HEADS - 1, len(looked.rows) + 1))]
        more = len(looked.columns) - across[-1]
        heads = self._heads(looked, across, palette, more)
        return [*heads, *(self._line(looked, row, across, palette) for row in down)]

    def _heads(self, looked: Looked, across: list[int], palette: Palette, more: int) -> list[Line]:
        """Two lines; the second goes on where the first had no more room."""
        lines: list[Line] = [[(" " * self.names_width, palette.bar)] for _ in range(HEADS)]
        for column in across:
            name = looked.columns[column - 1] if column else "All"
            style = palette.bar_strong if column == self.column else palette.bar
            for line, text in zip(lines, _two_lines(name, COLUMN - 1), strict=True):
                line += [(" " * (COLUMN - cell_len(text)), style), (text, style)]
        if more > 0:
            lines[0].append((f"  +{more} →", palette.bar_dim))
        width = self.size.width
        return [[*line, (" " * max(0, width - cells(line)), palette.bar)] for line in lines]

    def _line(self, looked: Looked, row: int, across: list[int], palette: Palette) -> Line:
        on_row = row == self.row
        text = palette.here if on_row else palette.text
        name = fit(looked.rows[row - 1] if row else "All", self.names_width - 3)
        style = text + palette.bold if row == 0 or on_row else text
        line: Line = [("▌ " if on_row else "  ", text), (name, style)]
        line.append((" " * (self.names_width - cells(line)), text))
        for column in across:
            line += self._cell(looked, row, column, palette)
        line.append((" " * max(0, self.size.width - cells(line)), text))
        return line

    def _cell(self, looked: Looked, row: int, column: int, palette: Palette) -> Line:
        figure = figure_of(looked, row, column)
        here, dim = (palette.here, palette.here_dim) if row == self.row else (palette.text, palette.dim)
        shown = ("✎ " if (row - 1, column - 1) in looked.written else "") + said(figure, looked.is_share)
        style = dim if not figure else here
        if row == self.row and column == self.column:
            style = palette.bar_strong
        elif row == 0 or column == 0:
            style = style + palette.bold
        return [(" " * (COLUMN - cell_len(shown)), style), (shown, style)]

    def on_click(self, event: Click) -> None:
        looked = self.looked
        if looked is None or event.y < HEADS:
            return
        row = 0 if event.y == HEADS else self._top + event.y - HEADS - 1
        place = (event.x - self.names_width) // COLUMN
        column = 0 if place <= 0 else self._left + place - 1
        if row <= len(looked.rows) and column <= len(looked.columns):
            again = (row, column) == (self.row, self.column)
            self.row, self.column = row, column
            self.show_again()
            if again:
                self.post_message(self.Picked())


def _window(first: int, at: int, room: int, last: int) -> int:
    """Where a window of so much room begins, so that what has the cursor is in it; the totals always are."""
    if at:
        first = max(min(first, at), at - room + 1)
    return max(1, min(first, last - room + 1))


def _two_lines(name: str, width: int) -> tuple[str, str]:
    """A name at the foot of two lines, broken at a word where that is possible."""
    if cell_len(name) <= width:
        return "", name
    words, first = name.split(), ""
    while len(words) > 1 and cell_len(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words) if first else name[width:]
    return (first or fit(name, width), fit(rest, width)) if first else ("", fit(name, width))


def figure_of(looked: Looked, row: int, column: int) -> float:
    """The figure at a place where row and column 0 are the totals."""
    if row == 0:
        return looked.column_totals[column - 1] if column else looked.total
    return looked.figures[row - 1][column - 1] if column else looked.row_totals[row - 1]


def said(figure: float, share: bool) -> str:
    if not figure:
        return "·"
    return f"{figure:.0%}" if share else f"{figure:,.0f}"
