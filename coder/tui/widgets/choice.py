"""One of a few things, changed with the arrows; it has the focus like a field of a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click

from coder.tui.palette import Palette
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, Lines


class Choice(Lines, can_focus=True):
    """`options` are pairs of a value and the text that stands for it."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "turn(-1)", show=False), Binding("right,down,space", "turn(1)", show=False),
    ]  # fmt: skip

    def __init__(self, options: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__()
        self.options = options
        values = [one for one, _ in options]
        self.at = values.index(value) if value in values else 0

    @property
    def value(self) -> str:
        return self.options[self.at][0]

    def action_turn(self, steps: int) -> None:
        self.at = (self.at + steps) % len(self.options)
        self.show_again()

    def on_click(self, event: Click) -> None:
        self.action_turn(1)

    def watch_has_focus(self, focused: bool) -> None:
        super().watch_has_focus(focused)
        self.show_again()

    def fill(self, palette: Palette) -> Style:
        return palette.here

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        on = palette.here + palette.bold if self.has_focus else palette.here
        text = fit(self.options[self.at][1], width - 6)
        return [[(" ‹ " if self.has_focus else " ", on), (text, on), (" › " if self.has_focus else " ", on)]]
