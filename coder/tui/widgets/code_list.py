"""The codebook with its keys, the codes on this paragraph marked, a cursor, and what its code means."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from textual.events import Click
from textual.message import Message

from coder.codebook import Code, Codebook
from coder.inquiry.stepping import Marks
from coder.tui.commands.keymap import sign_in_force
from coder.tui.looks import TALL, WIDE
from coder.tui.palette import Palette
from coder.tui.text import fit, line
from coder.tui.widgets.definition import definition
from coder.tui.widgets.lines import Line, Lines, spread


class Row(NamedTuple):
    """A code, with how deep it stands; `heading` where it is a theme that is not tagged itself."""

    code: Code | None
    depth: int = 0
    heading: bool = False


def rows_of(codebook: Codebook, anyway: Collection[str] = ()) -> list[Row]:
    """Themes with their codes below them, in the order of the file; an empty row between themes.

    Codes out of use are left out, but for those that stand there `anyway`, and what heads others.
    """
    rows: list[Row] = []

    def add(code: Code, depth: int) -> None:
        below = codebook.children.get(code.id, ())
        place = len(rows)
        for child in below:
            add(child, depth + 1)
        heading = depth == 0 and len(rows) > place and not code.key
        offered = code.in_use or code.id in anyway
        if offered or len(rows) > place:
            rows.insert(place, Row(code, max(depth - 1, 0), heading or not offered))

    for theme in codebook.themes:
        before = len(rows)
        add(theme, 0)
        if before and len(rows) > before:
            rows.insert(before, Row(None))
    return rows


def sign_of(codebook: Codebook, code: Code, on: bool) -> str:
    """● on, ○ off; diamonds where codes exclude each other."""
    if codebook.excluded_by(code.id):
        return "◆" if on else "◇"
    return "●" if on else "○"


class CodeList(Lines):
    """Posts `Picked` where a code is clicked."""

    class Picked(Message):
        def __init__(self, code: Code) -> None:
            super().__init__()
            self.code = code

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self._cursor = 0
        self._top = 0
        self._marks: Marks = {}
        self._memos: Mapping[str, str] = {}
        self.rows: list[Row] = []
        self.take(codebook)

    def take(self, codebook: Codebook) -> None:
        """Show another codebook, with the cursor where it was."""
        self.codebook = codebook
        self._signs = {
            code.id: (sign_of(codebook, code, False), sign_of(codebook, code, True))
            for code in codebook.codes
        }
        self._lay_out()

    def _lay_out(self) -> None:
        """The rows: codes in use, and those that stand on the paragraph all the same."""
        here = self.code.id if self.rows else None
        self._shown_anyway = frozenset(
            code.id for code in self.codebook.codes if not code.in_use and ("tag", code.id) in self._marks
        )
        self.rows = rows_of(self.codebook, self._shown_anyway)
        self._places = [place for place, row in enumerate(self.rows) if row.code and not row.heading]
        at = [
            n for n, place in enumerate(self._places) if (code := self.rows[place].code) and code.id == here
        ]
        self._cursor = at[0] if at else min(self._cursor, len(self._places) - 1)

    @property
    def code(self) -> Code:
        """The code under the cursor."""
        code = self.rows[self._places[self._cursor]].code
        assert code is not None
        return code

    def move(self, steps: int) -> None:
        self._cursor = (self._cursor + steps) % len(self._places)
        self.show_again()

    def move_to(self, code: Code) -> None:
        for cursor, place in enumerate(self._places):
            if self.rows[place].code == code:
                self._cursor = cursor

    def show(self, marks: Marks, memos: Mapping[str, str] | None = None) -> None:
        """Show what is on the paragraph; `memos` are those on codes, by id."""
        self._marks, self._memos = marks, memos or {}
        gone = {code for kind, code in marks if kind == "tag" and not self._in_use(code)}
        if gone != self._shown_anyway:
            self._lay_out()
        self.show_again()

    def _in_use(self, code_id: str) -> bool:
        code = self.codebook.by_id.get(code_id)
        return code is None or code.in_use

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        """The list; below it, on a large screen, the meaning of the code under the cursor."""
        if self.app.size.width < WIDE or self.app.size.height < TALL:
            return self._list(width, height, palette)
        rows = sum(row.code is not None for row in self.rows)
        below = self._meaning(width, max(12, min(18, height - rows)), palette)
        return self._list(width, height - len(below), palette) + below

    def _meaning(self, width: int, height: int, palette: Palette) -> list[Line]:
        memo = self._memos.get(self.code.id, "")
        body = definition(self.codebook, self.code, width - 3, palette, memo)
        if len(body) > height - 1:
            body = [
                *body[: height - 2],
                [(f"… the rest with {sign_in_force(self.app, 'definition')}", palette.dim)],
            ]
        body += [[]] * (height - 1 - len(body))
        rule: Line = [("├" + "─" * (width - 1), palette.faint)]
        return [rule, *[[("│ ", palette.faint), *one] for one in body]]

    def _list(self, width: int, height: int, palette: Palette) -> list[Line]:
        rows = [row for row in self.rows if row.code] if len(self.rows) > height else self.rows
        at = next(place for place, row in enumerate(rows) if row.code is self.code)
        if len(rows) <= height:
            self._top = 0
        elif at - 1 < self._top:
            self._top = max(at - 1, 0)
        elif at + 1 >= self._top + height:
            self._top = min(at + 2 - height, len(rows) - height)
        self._top = max(0, min(self._top, len(rows) - height))
        self._shown = rows[self._top : self._top + height]
        lines = [[("│", palette.faint), *self._row(row, width - 1, palette)] for row in self._shown]
        below = len(rows) - self._top - height
        if below > 0:
            lines[-1] = [("│   ", palette.faint), (f"↓ {below + 1} more", palette.dim)]
        if self._top > 0:
            lines[0] = [("│   ", palette.faint), (f"↑ {self._top + 1} more", palette.dim)]
        return lines + [[("│", palette.faint)]] * (height - len(lines))

    def _row(self, row: Row, width: int, palette: Palette) -> Line:
        code = row.code
        if code is None:
            return []
        here = code is self.code
        on, off = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        if row.heading:
            one = "choose one" if code.choose else ""
            tagged = "● " if ("tag", code.id) in self._marks else ""
            name = fit(tagged + code.name.upper(), width - 3 - len(one))
            title: Line = [(" ", palette.text), (name, palette.theme)]
            return spread(title, [(f"{one} ", palette.dim)], width, palette.text)
        mark = self._marks.get(("tag", code.id))
        scale = f"1–{len(code.values)}" if code.values else ""
        scale = (value_name(code, mark) or scale) if mark else scale
        key = code.key or " "
        memo = " ✎" if code.id in self._memos else ""
        name = fit(code.name, width - 8 - 2 * row.depth - len(line(scale)) - len(memo)) + memo
        bold = on if mark is None else on + palette.bold
        left: Line = [
            ("›" if here else " ", on),
            (" " * (2 * row.depth), on),
            (" ", on),
            (f"{self._signs[code.id][mark is not None]} ", palette.code(code.colour, on)),
            (f"{key} ", off + palette.bold if mark is None else bold),
            (name, bold),
        ]
        return spread(left, [(f"{line(scale)} ", off if mark is None else bold)], width, on)

    def on_mouse_scroll_down(self) -> None:
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        self.move(-1)

    def on_click(self, event: Click) -> None:
        row = self._shown[event.y] if event.y < len(self._shown) else None
        if row and row.code and not row.heading:
            self.post_message(self.Picked(row.code))


def value_name(code: Code, mark: dict[str, object]) -> str:
    """The step of the scale that a tag has, in words; empty where none is set."""
    value = mark.get("value")
    return code.values[value - 1] if isinstance(value, int) and 0 < value <= len(code.values) else ""
