"""A widget drawn line by line, that repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from coder.tui.palette import Palette, palette_of

Line: TypeAlias = list[tuple[str, Style]]
"""Pieces of text, cleaned already, each with its style; the rest of the line takes the fill."""


class Lines(Widget):
    """Subclasses say in `draw` what stands on each line; `show_again` brings the screen in line with it."""

    can_focus = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: list[Strip] = []

    def draw(self, width: int, height: int, palette: Palette) -> Sequence[Line]:
        """At most `height` lines of at most `width` cells."""
        raise NotImplementedError

    def fill(self, palette: Palette) -> Style:
        """The style of what no line covers."""
        return palette.text

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show_again())

    def on_resize(self) -> None:
        self.show_again()

    def show_again(self) -> None:
        """Draw anew, and repaint the lines that differ from those shown."""
        width, height = self.size
        if not width or not height:
            return
        palette = palette_of(self.app)
        fill = self.fill(palette)
        strips = [strip_of(line, width, fill) for line in self.draw(width, height, palette)[:height]]
        strips += [Strip.blank(width, fill)] * (height - len(strips))
        old, self._strips = self._strips, strips
        if len(old) != height:
            self.refresh()
            return
        changed = [y for y in range(height) if old[y] != strips[y]]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.fill(palette_of(self.app)))


def strip_of(line: Line, width: int, fill: Style) -> Strip:
    """A line as Textual takes it: cut or filled to the width."""
    segments = [Segment(text, style) for text, style in line if text]
    used = sum(cell_len(text) for text, _ in line)
    if used < width:
        segments.append(Segment(" " * (width - used), fill))
        return Strip(segments, width)
    strip = Strip(segments, used)
    return strip.crop(0, width) if used > width else strip


def cells(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def spread(left: Line, right: Line, width: int, fill: Style) -> Line:
    """One line with a part at each end; the caller has made both fit."""
    return [*left, (" " * max(1, width - cells(left) - cells(right)), fill), *right]
