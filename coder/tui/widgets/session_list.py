"""The sessions of the inquiry with what this coder has done in each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click
from textual.message import Message

from coder.inquiry.progress import SessionProgress
from coder.tui.commands.keymap import signs_in_force
from coder.tui.palette import Palette
from coder.tui.text import fit
from coder.tui.widgets.heading import bar
from coder.tui.widgets.lines import Line, Lines, spread

EMPTY = (
    "There is no session here yet.",
    "",
    "Bring the first one in with {import}, or at the command line:",
    "",
    "    coder import FILE",
)


class SessionList(Lines):
    """One line a session, and a cursor. Posts `Picked` where a session is clicked."""

    class Picked(Message):
        """The session under the cursor is to be opened."""

    def __init__(self, coder: str) -> None:
        super().__init__()
        self.coder = coder
        self.sessions: Sequence[SessionProgress] = ()
        self.at = 0
        self.top = 0

    @property
    def slug(self) -> str | None:
        return self.sessions[self.at].session.slug if self.sessions else None

    def show(self, sessions: Sequence[SessionProgress], slug: str | None) -> None:
        """Show sessions, with the cursor on one of them."""
        self.sessions = sessions
        self.at = next((at for at, one in enumerate(sessions) if one.session.slug == slug), 0)
        self.show_again()

    def move(self, steps: int) -> None:
        self.at = max(0, min(self.at + steps, len(self.sessions) - 1))
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if not self.sessions:
            signs = signs_in_force(self.app)
            return [[], *[[(f"  {text.format_map(signs)}", palette.text)] for text in EMPTY]]
        room = max(height - 1, 1)
        self.top = max(0, min(self.top, self.at, len(self.sessions) - room), self.at - room + 1)
        shown = self.sessions[self.top : self.top + room]
        left: Line = [("  ", palette.text), ("Date        Session", palette.dim)]
        right: Line = [("Read".ljust(self._bar(width) + 12) + "Tags ", palette.dim)]
        head = spread(left, right, width, palette.text)
        return [head, *[self._row(one, one is self.sessions[self.at], width, palette) for one in shown]]

    def _bar(self, width: int) -> int:
        return 20 if width > 100 else 10

    def _row(self, one: SessionProgress, here: bool, width: int, palette: Palette) -> Line:
        done = one.of(self.coder)
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        full = (palette.here if here else palette.text) + palette.theme_ink
        right: Line = [
            *bar(done.read, one.total, self._bar(width), full, dim),
            (" ", on),
            (f"{done.read}/{one.total}".ljust(10), on),
            (" " * (5 - len(str(done.tags))), on),
            (f"{done.tags} ", on),
        ]
        title = fit(one.session.title, width - 14 - self._bar(width) - 19)
        left: Line = [
            ("› " if here else "  ", on),
            ((one.session.date or "no date").ljust(12), dim),
            (title, on + palette.bold if here else on),
        ]
        return spread(left, right, width, on)

    def on_click(self, event: Click) -> None:
        place = self.top + event.y - 1
        if 0 <= place < len(self.sessions) and event.y > 0:
            was, self.at = self.at, place
            self.show_again()
            if was == place:
                self.post_message(self.Picked())

    def on_mouse_scroll_down(self) -> None:
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        self.move(-3)
