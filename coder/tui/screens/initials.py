"""Ask once who codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.events import Key, Paste
from textual.widget import Widget

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.who import who
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.modal import Modal
from coder.tui.text import wrap
from coder.tui.widgets.field import Field
from coder.tui.widgets.lines import Line, Lines

WHY = (
    "Your tags are kept under your initials, so that two people's coding of the same evidence can be "
    "compared. They are asked once; `coder --as` changes them for a run."
)


class Why(Lines):
    """What the initials are for."""

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        return [[(text, palette.text)] for text in wrap(WHY, width)]


class Initials(Modal[str]):
    """Gives the coder's initials, checked; those of a known coder as that coder writes them."""

    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.INITIALS
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry) -> None:
        super().__init__("Who codes?")
        self.inquiry = inquiry
        self.field = Field("Initials:")

    def parts(self) -> Iterable[Widget]:
        return [Why(), self.field]

    def rows(self, width: int) -> int:
        return len(wrap(WHY, width)) + 2

    def typed(self, event: Key | Paste) -> bool:
        """Take in what is typed; whether the key was one for the field."""
        taken = self.field.typed(event)
        if taken:
            self.footer.say("")
        return taken

    def action_keep(self) -> None:
        try:
            coder = who(self.inquiry, self.field.value) if self.field.value else None
        except CoderError as error:
            self.footer.say(str(error), error=True)
            return
        if coder:
            self.dismiss(coder)
        else:
            self.footer.say("Type your initials first, such as AB.")
