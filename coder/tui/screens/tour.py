"""A tour of one minute for whoever starts for the first time."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.content import Content

from coder.tui import commands
from coder.tui.commands.keymap import signs_in_force
from coder.tui.palette import Palette
from coder.tui.screens.reading import Paged
from coder.tui.text import wrap
from coder.tui.widgets.lines import Line

CARDS = (
    ("Welcome",
     "This is where you code what witnesses told a committee: you read it paragraph by paragraph, and "
     "tag what it is about. You need no mouse, though everything can be clicked as well.\n\n"
     "The home screen lists the sessions of your inquiry. {open} opens the one under the cursor, where "
     "you left it; {import} brings in a new document."),
    ("Stepping",
     "{next} and {previous} go from paragraph to paragraph, {next-question} to the next question, "
     "{next-item} to the next item of the agenda. The question stays in sight above its answers.\n\n"
     "{read} marks a paragraph as read and goes on, whether you tagged it or not: read with no tag is an "
     "answer too. {next-unread} goes to the next one that is neither read nor tagged."),
    ("Tagging",
     "Each code of the codebook at the right has a letter. The letter puts the code on the paragraph, and "
     "takes it off again. {find} finds any code by some letters of its name; {definition} says what a code "
     "includes and excludes.\n\n"
     "Every tag is saved before the screen shows it. There is nothing to save, and nothing to lose."),
    ("Quoting and finding",
     "{quote} marks the words you want to quote. {copy-quote} copies them with their citation, ready for "
     "your report.\n\n"
     "{search} searches everything that was said in every session, as you type."),
    ("Undoing",
     "{undo} takes back what you did last and goes to where it was; {redo} does it again. You can go back "
     "to the very first tag, tomorrow as well.\n\n"
     "So try things: you cannot break anything."),
    ("Help",
     "{help} shows every key of the screen you are on, {commands} finds a command by its name, {theme} "
     "changes the colours. {tour} shows this tour again.\n\n"
     "That is all. Enjoy the evidence."),
)  # fmt: skip
"""Title and text; a command's id in braces stands for its key."""

TO_COME = {"search": "F3", "quote": '"'}


class Tour(Paged[bool]):
    """Cards, one after the other; gives whether all were seen, None where it was left."""

    KEYS: ClassVar = commands.TOURING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self) -> None:
        super().__init__("", self._card)
        self.at = 0

    def rows(self, width: int) -> int:
        """As many as the longest card, so that the box does not jump."""
        return max(len(self._lines(at, width)) for at in range(len(CARDS))) + 2

    def on_mount(self) -> None:
        super().on_mount()
        self._show()

    def _show(self) -> None:
        title = f"{CARDS[self.at][0]} · {self.at + 1} of {len(CARDS)}"
        self.box.border_title = Content(title)
        self.pager.top = 0
        self.pager.show_again()

    def _lines(self, at: int, width: int) -> tuple[str, ...]:
        return wrap(CARDS[at][1].format_map(self._signs()), width)

    def _signs(self) -> dict[str, str]:
        return TO_COME | signs_in_force(self.app)

    def _card(self, width: int, palette: Palette) -> list[Line]:
        """The card at hand, its keys marked."""
        signs = self._signs()
        keys = {signs[command] for command in re.findall(r"{([\w-]+)}", CARDS[self.at][1])} - {""}
        key = re.compile(rf"(?<!\S)((?:{'|'.join(map(re.escape, keys))})(?: |(?=[,;])|$))")
        return [
            [],
            *(
                [(part, palette.accent if part.strip() in keys else palette.text) for part in key.split(text)]
                for text in self._lines(self.at, width)
            ),
        ]

    def action_turn(self, way: int) -> None:
        if self.at + way == len(CARDS):
            self.dismiss(True)
        else:
            self.at = max(0, self.at + way)
            self._show()
