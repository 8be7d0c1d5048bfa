"""Write a memo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import TextArea

from coder.tui import commands
from coder.tui.screens.modal import Modal


class Memo(Modal[str]):
    """Gives the text written, empty where the memo is to go, or None where it stays as it was."""

    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.MEMO
    BINDINGS: ClassVar = commands.bindings(KEYS, at_once=False)

    def __init__(self, where: str, text: str) -> None:
        super().__init__(f"Memo on {where}")
        self.area = TextArea(text, soft_wrap=True)

    def parts(self) -> Iterable[Widget]:
        return [self.area]

    def rows(self, width: int) -> int:
        return 10

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self.area)
        self.area.move_cursor(self.area.document.end)

    def action_save(self) -> None:
        self.dismiss(self.area.text)
