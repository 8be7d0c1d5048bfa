"""Ask for one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.events import Key, Paste
from textual.widget import Widget

from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.modal import Modal
from coder.tui.text import wrap
from coder.tui.widgets.field import Field
from coder.tui.widgets.lines import Line, Lines


class Why(Lines):
    """What is asked, and what comes of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        return [[(line, palette.text)] for line in wrap(self.text, width)]


class LongField(Field):
    MOST = 300


class Asking(Modal[str]):
    """Gives what was typed, or None."""

    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.ASKING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, title: str, why: str, label: str) -> None:
        super().__init__(title)
        self.why, self.field = Why(why), LongField(label)

    def parts(self) -> Iterable[Widget]:
        return [self.why, self.field]

    def rows(self, width: int) -> int:
        return len(wrap(self.why.text, width)) + 2

    def typed(self, event: Key | Paste) -> bool:
        """Take in what is typed; whether the key was one for the field."""
        return self.field.typed(event)

    def action_give(self) -> None:
        if self.field.value.strip():
            self.dismiss(self.field.value.strip())
        else:
            self.footer.say("Type something first, or leave.")
