"""The box that stands over everything while a team's store cannot be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.events import Key, Paste

from coder.inquiry.describing import many
from coder.tui import commands
from coder.tui.commands.keymap import in_force, sign_in_force
from coder.tui.palette import Palette
from coder.tui.screens.reading import Paged
from coder.tui.text import wrap
from coder.tui.widgets.lines import Line

if TYPE_CHECKING:
    from coder.tui.reaching import Connection


class Unreachable(Paged[None]):
    """Says since when, and how much is kept; goes by itself. To leave is asked for twice."""

    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.UNREACHABLE
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, connection: Connection) -> None:
        super().__init__("No connection", self._lines)
        self.kept = connection
        self.leaving = False

    def answers(self, event: Key | Paste) -> bool:
        """Whether a key is one for this box, and not for what comes after."""
        leave, stay, quit_ = in_force(self.app, (*self.KEYS, commands.QUIT))
        if isinstance(event, Paste) or not self.is_current:
            return False
        return event.key in (*leave.keys, *quit_.keys) or (self.leaving and event.key in stay.keys)

    def show_again(self) -> None:
        self.fit_box()
        self.pager.show_again()

    def _lines(self, width: int, palette: Palette) -> list[Line]:
        said = [(self._said(), palette.strong)]
        if self.leaving:
            leave, stay = (sign_in_force(self.app, one.id) for one in self.KEYS)
            asks = f"{self._what_is_lost()} {leave} leaves all the same, {stay} stays."
            said.append((asks, palette.accent))
        texts = [[(text, style)] for what, style in said for text in (*wrap(what, width), "")]
        return texts[:-1]

    def _said(self) -> str:
        keys = many(self.kept.letters, "key")
        return (
            f"No connection to the team's store since {self.kept.since}. What you did last and what you type "
            f"now is kept ({keys}), and sent when the connection is back. None of it is saved yet."
        )

    def _what_is_lost(self) -> str:
        typed = f" and the {many(self.kept.letters, 'key')} typed since" if self.kept.typed else ""
        return f"What you did last{typed} would be lost; all that was done before is saved."

    def action_leave_unsent(self) -> None:
        if self.leaving:
            self.app.exit()
        self.leaving = True
        self.show_again()

    def action_stay(self) -> None:
        self.leaving = False
        self.show_again()
