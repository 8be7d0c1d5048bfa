"""A list of any length with a cursor, of which only what is in sight is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.events import Click
from textual.message import Message

from coder.tui.widgets.lines import Lines

Row = TypeVar("Row")


class Window(Lines, Generic[Row]):
    """Its screen calls `place`, fetches the rows in that range, and gives them to `show`.

    Posts `Moved` where other rows come into sight, `Picked` where the row of the cursor is clicked.
    """

    HEAD: ClassVar = 0
    """Lines above the first row."""
    TALL: ClassVar = 1
    """Lines a row takes."""

    class Moved(Message):
        """Other rows are wanted."""

    class Picked(Message):
        """The row under the cursor is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.at = self.top = self.count = 0
        self.rows: Sequence[Row] = ()
        """Those in sight, from `top` on."""

    @property
    def room(self) -> int:
        """How many rows are in sight."""
        return max((self.size.height - self.HEAD) // self.TALL, 1)

    @property
    def row(self) -> Row | None:
        """The one under the cursor."""
        place = self.at - self.top
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def place(self, at: int, count: int) -> range:
        """Put the cursor among so many; the places of the rows to be shown."""
        self.count = count
        self.at = max(0, min(at, count - 1))
        self.top = max(0, min(self.top, self.at, count - self.room), self.at - self.room + 1)
        return range(self.top, min(self.top + self.room, count))

    def show(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.show_again()

    def on_resize(self) -> None:
        super().on_resize()
        self.post_message(self.Moved())

    def on_click(self, event: Click) -> None:
        place = self.top + (event.y - self.HEAD) // self.TALL
        if event.y >= self.HEAD and place < self.top + len(self.rows):
            was, self.at = self.at, place
            self.show_again()
            if was == place:
                self.post_message(self.Picked())

    def on_mouse_scroll_down(self) -> None:
        self._scroll(3 // self.TALL)

    def on_mouse_scroll_up(self) -> None:
        self._scroll(-(3 // self.TALL))

    def _scroll(self, steps: int) -> None:
        self.at = max(0, self.at + steps)
        self.post_message(self.Moved())
