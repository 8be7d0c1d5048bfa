"""The review queue: one's own stale tags, one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.events import Key, Paste

from coder.codebook import Code
from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.describing import many
from coder.inquiry.folder import Inquiry
from coder.inquiry.reviewing import Review, Stale
from coder.inquiry.tagging import in_words
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.room import Room
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, Lines, cells, spread
from coder.tui.widgets.stale_view import StaleView


class ReviewHeading(Lines):
    """Where the tag is, and how many are left."""

    def __init__(self, coder: str) -> None:
        super().__init__()
        self.coder = coder
        self.stale: Stale | None = None
        self.left = 0

    def fill(self, palette: Palette) -> Style:
        return palette.bar

    def show(self, stale: Stale | None, left: int) -> None:
        self.stale, self.left = stale, left
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        inner = width - 2
        coder: Line = [("coder ", palette.bar_dim), (self.coder, palette.bar_strong)]
        title: Line = [("Review of stale tags", palette.bar_strong)]
        left: Line = [(many(self.left, "tag") + " left", palette.bar)]
        where = f"{self.stale.session.title} · {self.stale.session.date or 'no date'}" if self.stale else ""
        return [
            [(" ", palette.bar), *spread(title, coder, inner, palette.bar)],
            [(" ", palette.bar), *spread(
                [(fit(where, inner - cells(left) - 1), palette.bar_dim)], left, inner, palette.bar)],
        ]  # fmt: skip


class ReviewScreen(Room):
    """Each tag is confirmed, put under another code, taken off or skipped."""

    KEYS: ClassVar = commands.REVIEW
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str) -> None:
        """Raises CoderError where no codebook can be used."""
        super().__init__()
        self.inquiry, self.coder = inquiry, coder
        self.review = Review(inquiry, coder)
        self.heading = ReviewHeading(coder)
        self.evidence = StaleView()

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.evidence]

    def on_mount(self) -> None:
        self._show()

    def news(self) -> None:
        """The tag one is at may have been settled, or its code changed, elsewhere."""
        self.try_to(self.review.look_again)
        self._show()

    def _show(self) -> None:
        self.reach_at_once(self._show_now)

    def _show_now(self) -> None:
        self.heading.show(self.review.here, self.review.left)
        self.evidence.show(self.review.here)

    def _settle(self, work: Callable[[], list[Entry]], how: str) -> None:
        """Settle the tag shown, say how, and go on to the next one."""

        def done() -> str:
            was = self.review.here
            work()
            self.review.next()
            self._show()
            if was is None:
                return ""
            where = was.placed.paragraph.citation or was.tag.paragraph
            return f"{was.code.name} on {where}: {how}."

        self.attempt(done)

    # Settling

    def action_confirm(self) -> None:
        self._settle(self.review.confirm, "confirmed")

    def action_take_off(self) -> None:
        self._settle(self.review.take_off, "taken off")

    def _place(self, code: Code) -> None:
        self._settle(lambda: self.review.place(code), f"now {code.name}")

    def action_skip(self) -> None:
        def skip() -> str:
            was = self.review.here
            self.review.next()
            self._show()
            return "This is the only one left." if was and self.review.here == was else ""

        self.attempt(skip)

    def typed(self, event: Key | Paste) -> bool:
        """Letters are the codes', digits those a code was split into."""
        sign = (event.character or "") if isinstance(event, Key) else ""
        if len(sign) != 1 or not sign.isascii() or not sign.isalnum() or self.too_small:
            return False
        if sign.isdigit():
            self._to_part(int(sign))
        elif code := self.inquiry.codebook.by_key.get(sign):
            self._place(code)
        else:
            self.say(f"No code has the key {sign}; {self.key_of('find-other')} finds a code by its name.")
        return True

    def _to_part(self, number: int) -> None:
        into = self.review.here.into if self.review.here else ()
        if 1 <= number <= len(into):
            self._place(into[number - 1])
        elif into:
            self.say(f"The numbers here are 1 to {len(into)}.")
        else:
            self.say("This code was not split; Enter confirms the tag, a letter puts another code there.")

    async def action_find(self) -> None:
        from coder.tui.screens.pick_code import PickCode

        book = self.inquiry.codebook

        def picked(code: Code | None) -> None:
            if code:
                self._place(code)

        codes = [code for code in book.codes if code.in_use]
        await self.app.push_screen(PickCode(book, codes, "In its place"), picked)

    def action_scroll_text(self, steps: int) -> None:
        self.evidence.scroll_text(steps)

    def action_undo(self) -> None:
        self._retrace(self.review.hand.undo, "Undone", "There is nothing left to undo.")

    def action_redo(self) -> None:
        self._retrace(self.review.hand.redo, "Redone", "There is nothing to redo.")

    def _retrace(self, step: Callable[[], list[Entry]], what: str, otherwise: str) -> None:
        def done() -> str:
            entries = step()
            if entries:
                self.review.go_to(entries[0].subject)
            self._show()
            return f"{what}: {in_words(self.inquiry, entries)}." if entries else otherwise

        self.attempt(done)

    async def action_codebook(self) -> None:
        from coder.tui.screens.codebook import open_codebook

        here = self.review.here
        await open_codebook(self, self.inquiry, self.coder, self._back, here.code.id if here else None)

    def _back(self, _: None) -> None:
        if self.review.here:
            self.review.go_to(self.review.here.tag.paragraph)
        else:
            self.review.next()
        self._show()

    def action_leave(self) -> None:
        self.dismiss(None)


async def open_review(room: Room, inquiry: Inquiry, coder: str, back: Callable[[None], None]) -> None:
    """Show the queue over a screen, where there is anything in it; `back` is called when it is left."""
    try:
        inquiry.look_again()
        screen = ReviewScreen(inquiry, coder)
    except CoderError as error:
        room.say(str(error), error=True)
        return
    if screen.review.here is None:
        room.say("Nothing stale is left: every tag of yours goes by the present meaning of its code.")
        return
    await room.app.push_screen(screen, back)
