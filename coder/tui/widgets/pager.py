"""Text longer than its window, to be read line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from coder.tui.palette import Palette
from coder.tui.widgets.lines import Line
from coder.tui.widgets.scrolled import Scrolled

Body: TypeAlias = Callable[[int, Palette], list[Line]]
"""Draws the whole text for a width."""


class Pager(Scrolled):
    """Shows part of a body, and how much stands below."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.body = body

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        lines = self.body(width, palette)
        self.top = min(self.top, max(0, len(lines) - height))
        shown = lines[self.top : self.top + height]
        more = len(lines) - self.top - len(shown)
        if more:
            shown[-1] = [(f"↓ {more + 1} more lines", palette.dim)]
        return shown
