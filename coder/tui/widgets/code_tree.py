"""The codebook as a tree: keys, colours, one's own tags, what is stale; codes out of use at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.events import Click
from textual.message import Message

from coder.codebook import Code, Codebook
from coder.inquiry.describing import depth
from coder.inquiry.reviewing import MOST, Count
from coder.inquiry.tagging import out_of_use
from coder.tui.palette import Palette
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, Lines, cells, spread

NONE = Count(0, 0)


class TreeRow(NamedTuple):
    """A code with how deep it stands, or a heading."""

    code: Code | None
    depth: int = 0
    heading: str = ""


def tree_rows(book: Codebook) -> list[TreeRow]:
    """Codes in use as they stand in the codebook, an empty row between themes; then those out of use."""
    rows: list[TreeRow] = []
    for code in book.codes:
        if code.in_use:
            if rows and code.parent is None:
                rows.append(TreeRow(None))
            rows.append(TreeRow(code, depth(book, code)))
    gone = [code for code in book.codes if not code.in_use]
    if gone:
        rows += [TreeRow(None), TreeRow(None, 0, "Out of use"), *(TreeRow(code, 1) for code in gone)]
    return rows[1:] if rows and rows[0].code is None and not rows[0].heading else rows


class CodeTree(Lines):
    """A line each code, and a cursor. Posts `Moved` as it goes, `Picked` where its code is clicked again."""

    class Moved(Message):
        """The cursor stands on another code."""

    class Picked(Message):
        """The code under the cursor was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[TreeRow] = []
        self.counts: Mapping[str, Count] = {}
        self.at = 0
        self.top = 0

    @property
    def code(self) -> Code | None:
        return self.rows[self.at].code if self.rows else None

    def show(self, book: Codebook, counts: Mapping[str, Count], on: str | None = None) -> None:
        """Show a codebook, with the cursor where it was or on a code."""
        wanted = on or (self.code.id if self.code else None)
        self.rows, self.counts = tree_rows(book), counts
        places = [place for place, row in enumerate(self.rows) if row.code]
        there = [place for place in places if (code := self.rows[place].code) and code.id == wanted]
        self.at = (there or [place for place in places if place >= self.at] or places)[0]
        self.show_again()
        self.post_message(self.Moved())

    def move(self, steps: int) -> None:
        places = [place for place, row in enumerate(self.rows) if row.code]
        at = max(0, min(places.index(self.at) + steps, len(places) - 1))
        self.at = places[at]
        self.show_again()
        self.post_message(self.Moved())

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        room = height - 1
        first = 0 if self.at <= 1 else self.at
        self.top = max(0, min(self.top, first, max(len(self.rows) - room, 0)), self.at - room + 1)
        shown = self.rows[self.top : self.top + room]
        right: Line = [(" Tags  Stale ", palette.dim)]
        head = spread([("  Key  Code", palette.dim)], right, width, palette.text)
        lines = [self._row(row, row is self.rows[self.at], width, palette) for row in shown]
        more = len(self.rows) - self.top - room
        if more > 0 and lines:
            lines[-1] = [(f"  ↓ {more + 1} more", palette.dim)]
        return [head, *lines]

    def _row(self, row: TreeRow, here: bool, width: int, palette: Palette) -> Line:
        code = row.code
        if code is None:
            return [("  " + row.heading, palette.dim)] if row.heading else []
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        of = self.counts.get(code.id, NONE)
        stale = (str(of.stale), on + palette.bold + _ink(palette.accent)) if of.stale else ("", dim)
        right: Line = [
            (_number(of.tags).rjust(5) if of.tags else "    ·", on if of.tags else dim),
            ("  " + _number(of.stale).rjust(5) + " " if of.stale else " " * 8, stale[1]),
        ]
        name = palette.theme if code.parent is None and code.in_use and not here else on
        left: Line = [
            ("› " if here else "  ", on),
            (f" {code.key if code.in_use else '':<2} ", on + palette.bold),
            ("  " * row.depth, on),
            ("● " if code.in_use else "✕ ", palette.code(code.colour, on) if code.in_use else dim),
        ]
        room = width - cells(left) - cells(right) - 1
        said = fit(code.name, room)
        left.append((said, name if code.in_use else dim))
        if not code.in_use and (rest := room - cells([(said, on)]) - 2) > 4:
            left.append((f"  {fit(out_of_use(code), rest)}", dim))
        return spread(left, right, width, on)

    def on_click(self, event: Click) -> None:
        place = self.top + event.y - 1
        if event.y > 0 and place < len(self.rows) and self.rows[place].code:
            was, self.at = self.at, place
            self.show_again()
            self.post_message(self.Picked() if was == place else self.Moved())

    def on_mouse_scroll_down(self) -> None:
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        self.move(-3)


def _number(count: int) -> str:
    return f"{count}+" if count >= MOST else str(count)


def _ink(style: Style) -> Style:
    return Style(color=style.color)
