"""Lines of which a part is longer than its window, and is scrolled by keys and by the wheel."""

from __future__ import annotations

from coder.tui.widgets.lines import Lines

WHEEL = 3
"""Lines that a turn of the wheel goes on."""


class Scrolled(Lines):
    """`top` is the first line of the part in its window; `draw` keeps it within what there is."""

    def __init__(self) -> None:
        super().__init__()
        self.top = 0

    def scroll_text(self, steps: int) -> None:
        self.top = max(0, self.top + steps)
        self.show_again()

    def on_mouse_scroll_down(self) -> None:
        self.scroll_text(WHEEL)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_text(-WHEEL)
