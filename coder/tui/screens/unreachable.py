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
        leave, stay = in_force(self.app, self.KEYS)
        if isinstance(event, Paste) or not self.is_current:
            return False
        return event.key in leave.keys or (self.leaving and event.key in stay.keys)

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
        last = "What you did last and what you type now is" if self.kept.waits else "What you type now is"
        saved = "None of it is saved yet." if self.kept.waits else "What you did before is saved."
        return (
            f"No connection to the team's store since {self.kept.since}. {last} kept ({keys}), and sent when "
            f"the connection is back. {saved}"
        )

    def _what_is_lost(self) -> str:
        last = "what you did last" if self.kept.waits else ""
        typed = f"the {many(self.kept.letters, 'key')} typed since" if self.kept.typed else ""
        said = " and ".join(filter(None, (last, typed)))
        return f"{said[:1].upper()}{said[1:]} would be lost; all that was done before is saved."

    def leave(self) -> None:
        """Where nothing would be lost, at once."""
        if self.leaving or not (self.kept.waits or self.kept.typed):
            self.app.exit()
        self.leaving = True
        self.show_again()

    def action_stay(self) -> None:
        self.leaving = False
        self.show_again()
