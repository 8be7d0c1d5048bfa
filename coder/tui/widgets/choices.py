"""A list with a cursor, from which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.events import Click
from textual.message import Message

from coder.tui.palette import Palette
from coder.tui.widgets.lines import Line, Lines

Item = TypeVar("Item")
Row = Callable[[Item, bool, int, Palette], Line]
"""Draws an item: whether the cursor is on it, the width, the palette."""


class Choices(Lines, Generic[Item]):
    """One line an item. Posts `Moved` where the cursor goes to another, `Picked` where one is clicked."""

    class Moved(Message):
        """The cursor is on another item."""

    class Picked(Message):
        """The item under the cursor is meant."""

    def __init__(self, items: Sequence[Item], row: Row[Item], nothing: str) -> None:
        """`nothing` is said where no item is there."""
        super().__init__()
        self.items, self.row, self.nothing = items, row, nothing
        self.at = self.top = 0

    @property
    def item(self) -> Item | None:
        return self.items[self.at] if self.items else None

    def show(self, items: Sequence[Item], at: int = 0) -> None:
        """Other items, with the cursor on one of them."""
        self.items, self.at = items, at
        self.show_again()
        self.post_message(self.Moved())

    def move(self, steps: int) -> None:
        """One step goes from either end on to the other; many stop there."""
        last = len(self.items) - 1
        if abs(steps) == 1 and last >= 0:
            self._go((self.at + steps) % (last + 1))
        else:
            self._go(max(0, min(self.at + steps, last)))

    def page(self, pages: int) -> None:
        self.move(pages * max(2, self.size.height - 2))

    def _go(self, at: int) -> None:
        if at != self.at:
            self.at = at
            self.show_again()
            self.post_message(self.Moved())

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if not self.items:
            return [[(self.nothing, palette.dim)]]
        self.top = max(0, min(self.top, self.at, len(self.items) - height), self.at - height + 1)
        shown = self.items[self.top : self.top + height]
        return [self.row(item, self.top + y == self.at, width, palette) for y, item in enumerate(shown)]

    def on_click(self, event: Click) -> None:
        if 0 <= self.top + event.y < len(self.items):
            self._go(self.top + event.y)
            self.post_message(self.Picked())

    def on_mouse_scroll_down(self) -> None:
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        self.move(-3)
