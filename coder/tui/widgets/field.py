"""A line one types on. It is given its keys by its screen, so none is lost before it has the focus."""

from __future__ import annotations

from rich.style import Style
from textual.events import Key, Paste

from coder.tui.palette import Palette
from coder.tui.text import line
from coder.tui.widgets.lines import Line, Lines


class Field(Lines):
    """A label and what was typed; the end is what one edits."""

    MOST = 60

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label, self.value = label, ""

    def typed(self, event: Key | Paste) -> bool:
        """Take a key or a paste in; whether it was one for a field."""
        if isinstance(event, Paste):
            self.value += line(event.text)
        elif event.key == "backspace":
            self.value = self.value[:-1]
        elif event.key == "ctrl+u":
            self.value = ""
        elif event.is_printable and event.character:
            self.value += event.character
        else:
            return False
        self.value = self.value[: self.MOST]
        self.show_again()
        return True

    def clear(self) -> None:
        self.value = ""
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        room = max(width - len(self.label) - 2, 1)
        shown = self.value[-room:]
        cursor = palette.text + Style(reverse=True)
        return [[(f"{self.label} ", palette.dim), (shown, palette.strong), (" ", cursor)]]
