"""The search screen: a query, and what it finds in all sessions as one types it."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Key, Paste

from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.searching import COUNTED, Search
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.retracing import Retracing
from coder.tui.text import fit
from coder.tui.widgets.field import Field
from coder.tui.widgets.hits import HitList
from coder.tui.widgets.lines import Line, Lines

MOST_AT_ONCE = 10_000
"""Hits that may be tagged as one action."""
HINT = 'words   "words in a row"   begin*   -without   speaker:name   code:name   is:unread'


class Query(Field):
    MOST = 200


class Told(Lines):
    """How many hits there are, or why there can be none."""

    DEFAULT_CSS = "Told { split: top; height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def say(self, text: str) -> None:
        self.text = text
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        return [[(" ", palette.dim), (fit(self.text or HINT, width - 2), palette.dim)]]


class SearchScreen(Retracing):
    """Stands over the screen it was called from. A screen it opens stands over it, and comes back to it."""

    KEYS: ClassVar = commands.SEARCH
    BINDINGS: ClassVar = commands.bindings(KEYS)
    DEFAULT_CSS = "SearchScreen Query { split: top; height: 1; margin: 0 1; } HitList { height: 1fr; }"

    def __init__(self, inquiry: Inquiry, coder: str, text: str = "", at: int = 0) -> None:
        """`text` and `at` are a query and the hit one was on."""
        super().__init__(inquiry, coder)
        self.field = Query("Search:")
        self.field.value = text
        self.told = Told()
        try:
            self.list = HitList(inquiry.codebook)
        except CoderError:
            self.list = HitList(None)
        self.list.at = at
        self.search: Search | None = None
        self._outdated = True

    def compose(self) -> ComposeResult:
        return [self.field, self.told, self.footer, self.list]

    # Searching

    def typed(self, event: Key | Paste) -> bool:
        """Search for what is typed; whether the key was one for the query."""
        if self.too_small:
            return False
        was = self.field.value
        taken = self.field.typed(event)
        if taken:
            self.say("")
        if self.field.value != was:
            self.list.at = 0
            self._search_anew()
        return taken

    def _search_anew(self) -> None:
        self._outdated = True
        self.check_idle()

    def on_idle(self) -> None:
        """Search once all keys that wait are done: what was half typed is never searched for."""
        if self._outdated and self.list.size.height:
            self._outdated = False
            self._search()

    def _search(self) -> None:
        try:
            self.search = Search(self.inquiry, self.coder, self.field.value, typing=True)
            self._go_on(self.search)
        except CoderError as error:
            self.search = None
            self._show()
            self.told.say(str(error))

    def _go_on(self, search: Search) -> None:
        """Gather hits for a moment, so that keys have their turn, and again until there are enough."""
        if search is not self.search:
            return
        if search.step(max(COUNTED, self.list.at + 2 * self.list.room) + 1):
            self.call_later(self._go_on, search)
        self._show()

    def _show(self) -> None:
        search = self.search
        wanted = self.list.place(self.list.at, len(search.keys) if search else 0)
        try:
            self.list.show(search.hits(wanted.start, wanted.stop) if search else [])
        except CoderError as error:
            self.say(str(error), error=True)
        asked = search if search and self.field.value.strip() else None
        where = f"{self.list.at + 1:,} of " if self.list.count else ""
        self.told.say(where + asked.total if asked else "")

    # Moving

    def action_move(self, steps: int) -> None:
        self.say("")
        self.list.at = max(0, self.list.at + steps)
        self._moved()

    def action_page(self, pages: int) -> None:
        self.action_move(pages * self.list.room)

    def action_end(self, way: int) -> None:
        self.action_move(way * max(self.list.count, 1))

    def _moved(self) -> None:
        if self.search and not self._outdated:
            self.reach_at_once(self._go_on_or_stop)

    def _go_on_or_stop(self) -> None:
        with suppress(CoderError):
            if self.search:
                self._go_on(self.search)

    def on_window_moved(self) -> None:
        self._moved()
        self.check_idle()

    def news(self) -> None:
        if self.field.value.strip():
            self._search_anew()

    def came_back(self) -> None:
        """What was done on the screen above may have made other hits of them."""
        self._search_anew()

    # Going on from here

    async def action_open(self) -> None:
        from coder.tui.screens.coding import CodingScreen

        hit = self.list.row
        if hit is None:
            return
        try:
            screen = CodingScreen(self.inquiry, self.coder, hit.session.slug)
            screen.stepper.go_to(hit.placed.paragraph.id)
        except CoderError as error:
            self.say(str(error), error=True)
            return
        await self.app.push_screen(screen)

    async def on_window_picked(self) -> None:
        await self.action_open()

    async def action_leave(self) -> None:
        await self.app.pop_screen()

    async def action_bulk(self) -> None:
        from coder.tui.screens.bulk import Bulk

        if self.search is None or not self.search.keys:
            self.say("There is nothing to tag: search for something first.")
            return
        try:
            paragraphs = self.search.ids(MOST_AT_ONCE)
        except CoderError as error:
            self.say(str(error), error=True)
            return
        title = f"{self.search.total} of {self.field.value.strip()}"
        await self.app.push_screen(Bulk(self.inquiry, self.coder, title, paragraphs), self._tagged)

    def _tagged(self, entries: list[Entry] | None) -> None:
        if entries:
            touched = len({entry.subject for entry in entries})
            self.say(f"Done on {touched:,} paragraphs; {self.key_of('undo')} takes it back.")
        self._search_anew()
