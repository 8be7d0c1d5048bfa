"""Text longer than its window, to be read line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from coder.tui.palette import Palette
from coder.tui.widgets.lines import Line, Lines

Body: TypeAlias = Callable[[int, Palette], list[Line]]
"""Draws the whole text for a width."""


class Pager(Lines):
    """Shows part of a body, and how much stands below."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.body = body
        self.top = 0

    def scroll_text(self, steps: int) -> None:
        self.top = max(0, self.top + steps)
        self.show_again()

    def on_mouse_scroll_down(self) -> None:
        self.scroll_text(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_text(-3)

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        lines = self.body(width, palette)
        self.top = min(self.top, max(0, len(lines) - height))
        shown = lines[self.top : self.top + height]
        more = len(lines) - self.top - len(shown)
        if more:
            shown[-1] = [(f"↓ {more + 1} more lines", palette.dim)]
        return shown
