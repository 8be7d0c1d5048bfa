"""The application: who codes, which screen, which theme."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.events import Event, Key, Paste
from textual.filter import LineFilter
from textual.screen import Screen

from coder.coding import again_of
from coder.errors import CoderError, UnreachableError
from coder.inquiry.blindness import see_as
from coder.inquiry.folder import Inquiry
from coder.inquiry.who import keys_path, prefer, preferences
from coder.tui.colourless import Colourless
from coder.tui.commands import QUIT, bindings
from coder.tui.commands.keymap import read_keymap
from coder.tui.looks import CSS
from coder.tui.news import EVERY, News
from coder.tui.reaching import Connection, Reaching
from coder.tui.themes import DARK, OWN

if TYPE_CHECKING:
    from coder.coding import Entry
    from coder.inquiry.looking import Choice
    from coder.tui.screens.agreement import AgreementScreen
    from coder.tui.screens.coding import CodingScreen
    from coder.tui.screens.home import HomeScreen
    from coder.tui.screens.passages import Passages
    from coder.tui.screens.search import SearchScreen


MOMENT = 0.1
"""Seconds after which the first screen has been drawn, and what can wait is done."""


class CoderApp(Reaching, App[None], inherit_bindings=False):
    """Opens on the home screen, or straight on a session or on agreement."""

    BINDINGS: ClassVar = bindings((QUIT,))
    CSS = CSS
    TITLE = "evidence coder"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, inquiry: Inquiry, coder: str | None, session: str | None = None, agreement: bool = False
    ) -> None:
        """Raises CoderError where the user's own keys break a rule."""
        super().__init__()
        self.connection, self.news = Connection(self), News(self)
        self.keymap = read_keymap(keys_path())
        self.set_keymap(self.keymap.textual())
        self.inquiry, self.coder, self.session = inquiry, coder or "", session
        self.agreement = agreement
        self.outlined = False
        """Whether sessions open with the outline beside them."""
        self.looked_at: Choice | None = None
        """What the matrix last showed."""
        self.present: tuple[str, ...] = ()
        """Who decides together on differences, for this sitting."""
        self._searching: SearchScreen | None = None
        for theme in OWN:
            self.register_theme(theme)
        kept = preferences().get("theme")
        self._begin_with(kept if kept in self.available_themes else DARK.name)

    def _begin_with(self, theme: str) -> None:
        """Set the theme before anything is styled; to change it afterwards would style all twice."""
        self.set_reactive(App.theme, theme)
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[Any]:
        see_as(self.inquiry, self.coder or None)
        try:
            if self.coder:
                return self._first()
        except UnreachableError:
            self.call_later(self._begin)
        return Screen()

    async def _begin(self) -> None:
        await self._go(self._first())

    async def on_event(self, event: Event) -> None:
        """Give what is typed to the screen as it comes: from its own queue it would be done too late,
        after the command of a key that was typed after it."""
        if isinstance(event, Key | Paste) and self.screen_stack and not event.is_forwarded:
            self.news.typed()
            if not self.connection.keeps(event):
                await self.reach(partial(self._typed, event), asked=True)
        else:
            await super().on_event(event)

    async def _typed(self, event: Key | Paste) -> None:
        typed = getattr(self.screen, "typed", None)
        if not typed or not typed(event):
            await super().on_event(event)

    async def on_mount(self) -> None:
        if not self.is_headless:
            self.call_after_refresh(collect_what_is_new)
        self.set_timer(MOMENT, partial(self.reach, self.take_in_transcripts))
        self.set_interval(EVERY, partial(self.reach, self.news.look))
        if not self.coder:
            from coder.tui.screens.initials import Initials

            await self.push_screen(Initials(self.inquiry), self._coder_given)
        else:
            await self.reach(self._show_around)

    def take_in_transcripts(self) -> None:
        """Once the first screen stands, since there may be thousands to look at; what is shown follows."""
        from coder.inquiry.correcting import take_in_transcripts
        from coder.tui.screens.room import Room

        before = self.inquiry.store.index.session_count()
        try:
            remarks = take_in_transcripts(self.inquiry)
        except CoderError as error:
            remarks = [str(error)]
        known = set(self.inquiry.remarks)
        self.inquiry.remarks += [remark for remark in remarks if remark not in known]
        if remarks or self.inquiry.store.index.session_count() != before:
            for screen in self.screen_stack:
                if isinstance(screen, Room):
                    screen.evidence_changed()

    async def _show_around(self) -> None:
        """What the codebook's file says that is not in force; the tour, at the first start."""
        if self.inquiry.codebook_remark:
            from coder.tui.screens.file_changes import show_file_changes

            await show_file_changes(self, self.inquiry, self.coder, self._file_taken)
        if "tour" not in preferences():
            from coder.tui.screens.tour import Tour

            await self.push_screen(Tour(), lambda _: prefer(tour="seen"))

    def _file_taken(self, entries: Sequence[Entry] | None) -> None:
        """Have the screen below show the codebook now in force."""
        from coder.tui.screens.at_codebook import AtCodebook

        if isinstance(self.screen, AtCodebook):
            self.screen.file_taken(entries)

    async def _coder_given(self, coder: str | None) -> None:
        """Keep the initials and begin."""
        if coder:
            self.coder = coder
            prefer(initials=again_of(coder) or coder)
            see_as(self.inquiry, coder)
            await self._begin()
            await self._show_around()

    def _first(self) -> Screen[Any]:
        """The session or the screen asked for, else home; home says why where it cannot be opened."""
        if self.session is None and not self.agreement:
            return self._home()
        try:
            return self._coding(self.session) if self.session else self._agreement()
        except CoderError as error:
            return self._home(message=str(error))

    def _home(self, session: str | None = None, message: str = "") -> HomeScreen:
        from coder.tui.screens.home import HomeScreen

        return HomeScreen(self.inquiry, self.coder, session, message)

    def _coding(self, session: str) -> CodingScreen:
        from coder.tui.screens.coding import CodingScreen

        return CodingScreen(self.inquiry, self.coder, session, self.outlined)

    def _agreement(self) -> AgreementScreen:
        from coder.tui.screens.agreement import AgreementScreen

        return AgreementScreen(self.inquiry, self.coder)

    async def _go(self, screen: Screen[Any]) -> None:
        """Put a screen in the place of the one shown; the first one stays below, as Textual wants it."""
        if len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    async def on_home_screen_opened(self, event: HomeScreen.Opened) -> None:
        try:
            screen: Screen[None] = self._coding(event.session)
        except CoderError as error:
            screen = self._home(event.session, str(error))
        await self._go(screen)

    def on_passages_outlined(self, event: Passages.Outlined) -> None:
        self.outlined = event.outlined

    async def action_search(self) -> None:
        """The search one came from, else one over this screen, as the last was left."""
        from coder.tui.screens.search import SearchScreen

        while self._searching in self.screen_stack:
            if self.screen is self._searching:
                return
            await self.pop_screen()
        last = self._searching
        query = (last.field.value, last.list.at) if last else ("", 0)
        self._searching = SearchScreen(self.inquiry, self.coder, *query)
        await self.push_screen(self._searching)

    async def on_coding_screen_left(self, event: CodingScreen.Left) -> None:
        if self._searching in self.screen_stack:
            await self.action_search()
            return
        await self._go(self._home(event.session))

    async def action_quit(self) -> None:
        """Where something waits for the store, only when that is said to be left."""
        if self.connection.box:
            self.connection.box.leave()
        else:
            await super().action_quit()

    async def leave(self) -> None:
        """Back to the screen below; from the first one, home."""
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        else:
            await self.push_screen(self._home())

    async def action_matrix(self) -> None:
        """A matrix over this screen, as the last was left."""
        from coder.tui.screens.matrix import MatrixScreen

        await self.push_screen(MatrixScreen(self.inquiry, self.coder, self.looked_at))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Where no colours are wanted (`NO_COLOR`), not even greys."""
        return [Colourless()] if self.no_color else super().get_line_filters()


def collect_what_is_new() -> None:
    """Let the garbage collector pass over what the program is made of, which is walked through again and
    again otherwise: a key would now and then wait for as long as ten keys take."""
    gc.freeze()
    gc.enable()


def run(inquiry: Inquiry, coder: str | None, session: str | None = None, agreement: bool = False) -> int:
    """Open the screens; where `coder` is None, initials are asked for once. Returns the exit code."""
    app = CoderApp(inquiry, coder, session, agreement)
    app.run()
    return app.return_code or 0
