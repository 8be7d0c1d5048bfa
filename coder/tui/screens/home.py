"""The home screen: the sessions, how far this coder is in each, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.message import Message

from coder.errors import CoderError
from coder.inquiry.assigning import of_coder
from coder.inquiry.describing import many
from coder.inquiry.folder import Inquiry
from coder.inquiry.progress import Pace, Totals, pace, progress_from, totals
from coder.inquiry.reviewing import stale_count
from coder.inquiry.stepping import session_to_resume
from coder.inquiry.tagging import unplaced
from coder.tui import commands
from coder.tui.commands.keymap import sign_in_force
from coder.tui.palette import Palette
from coder.tui.screens.at_codebook import AtCodebook
from coder.tui.screens.at_reviewing import AtReviewing
from coder.tui.screens.retracing import Retracing
from coder.tui.text import fit
from coder.tui.widgets.assigned import AssignedPanel
from coder.tui.widgets.lines import Line, Lines, cells, spread
from coder.tui.widgets.session_list import SessionList

if TYPE_CHECKING:
    from coder.inquiry.browsing import Entry
    from coder.inquiry.importing import Imported


class HomeHeading(Lines):
    """The inquiry, its codebook, the coder, and what is done in all."""

    def __init__(self, inquiry: str, coder: str) -> None:
        super().__init__()
        self.inquiry, self.coder = inquiry, coder
        self.codebook = ""
        self.totals, self.pace = Totals(0, 0, 0, 0), ""

    def fill(self, palette: Palette) -> Style:
        return palette.bar

    def show(self, totals: Totals, codebook: str) -> None:
        self.totals, self.codebook = totals, codebook
        self.show_again()

    def show_pace(self, pace: Pace | None) -> None:
        """How long what is left takes at the pace of the last days."""
        left = self.totals.total - self.totals.read
        if pace and left:
            over = "the last day" if pace.days == 1 else f"the last {pace.days} days"
            days = _many(ceil(left / pace.a_day), "such day")
            self.pace = f"{pace.a_day:,} a day over {over} you coded · {left:,} left, about {days}"
        else:
            self.pace = "" if left else "All is read." if self.totals.total else ""
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        inner = width - 2
        coder: Line = [("coder ", palette.bar_dim), (self.coder, palette.bar_strong)]
        name = fit(self.inquiry, inner - cells(coder) - 2)
        done = self.totals
        sessions, paragraphs = _many(done.sessions, "session"), _many(done.total, "paragraph")
        counts = f"{sessions}, {done.read:,} of {paragraphs} read, {_many(done.tags, 'tag')}"
        return [
            [(" ", palette.bar), *spread([(name, palette.bar_strong)], coder, inner, palette.bar)],
            [(" ", palette.bar), (fit(f"{counts} · codebook: {self.codebook}", inner), palette.bar_dim)],
            [(" ", palette.bar), (fit(self.pace, inner), palette.bar_dim)],
        ]


class RemarkPanel(Lines):
    """The first remarks, where there are any."""

    MOST = 4

    def __init__(self) -> None:
        super().__init__()
        self.remarks: Sequence[str] = ()

    def show(self, remarks: Sequence[str]) -> None:
        self.remarks = remarks
        self.styles.height = min(len(remarks), self.MOST) + 1 if remarks else 0
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if not self.remarks:
            return []
        key = sign_in_force(self.app, "remarks")
        title = f"── To look at: {_many(len(self.remarks), 'remark')}, {key} shows all "
        lines: list[Line] = [[(title + "─" * (width - len(title)), palette.accent)]]
        return lines + [[(f"  {fit(remark, width - 3)}", palette.text)] for remark in self.remarks]


class HomeScreen(AtCodebook, Retracing, AtReviewing):
    """Posts `Opened` for the session to code."""

    KEYS: ClassVar = commands.HOME
    BINDINGS: ClassVar = commands.bindings(KEYS)

    class Opened(Message):
        def __init__(self, session: str) -> None:
            super().__init__()
            self.session = session

    def __init__(self, inquiry: Inquiry, coder: str, session: str | None = None, message: str = "") -> None:
        """`session` is where the cursor stands at first; `message` is an error to be said."""
        super().__init__(inquiry, coder)
        self.session, self.message = session, message
        self.heading = HomeHeading(inquiry.name, coder)
        self.list = SessionList(coder)
        self.panel = RemarkPanel()
        self.assigned = AssignedPanel()
        self.remarks: list[str] = []

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.list, self.assigned, self.panel]

    def on_mount(self) -> None:
        self.attempt(self._load)
        if self.message:
            self.say(self.message, error=True)
        for show in (self._show_pace, self._show_assigned):
            self.call_after_refresh(self.reach_at_once, partial(self.try_to, show))

    def came_back(self) -> None:
        for show in (self._show, self._show_totals, self._show_assigned):
            self.try_to(show)

    def news(self) -> None:
        """The cursor stays on its session, wherever that stands by now."""
        if head := self.inquiry.store.index.session(self.list.slug or ""):
            self.list.at = self.inquiry.store.index.session_place(head)
        self.came_back()

    def _load(self) -> None:
        """The cursor on the session asked for, else on the one worked on last."""
        head = self.inquiry.store.index.session(
            self.session or session_to_resume(self.inquiry, self.coder) or ""
        )
        self.list.at = self.inquiry.store.index.session_place(head) if head else 0
        self._show()
        book = filter(None, [self.inquiry.codebook_remark])
        self.remarks = [*self.inquiry.remarks, *book, *unplaced(self.inquiry), *self._stale()]
        self.panel.show(self.remarks)
        self._show_totals()

    def _show(self) -> None:
        """The sessions in sight."""
        wanted = self.list.place(self.list.at, self.inquiry.store.index.session_count())
        self.list.show(progress_from(self.inquiry, self.coder, wanted.start, len(wanted)))

    def _show_totals(self) -> None:
        self.heading.show(totals(self.inquiry, self.coder), self._codebook())

    def _show_pace(self) -> None:
        self.heading.show_pace(pace(self.inquiry, self.coder))

    def _show_assigned(self) -> None:
        self.assigned.show(of_coder(self.inquiry, self.coder))

    def _stale(self) -> list[str]:
        """How many of the coder's tags wait for a review."""
        with suppress(CoderError):  # said of the codebook itself
            if number := stale_count(self.inquiry, self.coder):
                tags = many(number, "tag")
                return [
                    f"{tags} of yours are stale, since a code changed: {self.key_of('review')} reviews them."
                ]
        return []

    def _codebook(self) -> str:
        try:
            return self.inquiry.codebook.title
        except CoderError as error:
            if str(error) not in self.remarks:
                self.remarks.insert(0, str(error))
                self.panel.show(self.remarks)
            return "none that can be used"

    def action_move(self, steps: int) -> None:
        self.say("")
        self.list.at = max(0, self.list.at + steps)
        self.on_window_moved()

    def on_window_moved(self) -> None:
        self.reach_at_once(partial(self.try_to, self._show))

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.list.room - 1))

    def action_end(self, way: int) -> None:
        self.action_move(way * self.list.count)

    def action_open(self) -> None:
        if slug := self.list.slug:
            self.post_message(self.Opened(slug))

    def on_window_picked(self) -> None:
        self.action_open()

    async def action_glance(self) -> None:
        from coder.inquiry.glance import glance
        from coder.tui.screens.glance import AtAGlance

        if self.list.slug:
            try:
                seen = glance(self.inquiry, self.coder, self.list.slug)
            except CoderError as error:
                self.say(str(error), error=True)
                return
            await self.app.push_screen(AtAGlance(seen))

    async def action_memo(self) -> None:
        from coder.tui.screens.memo import Memo

        if one := self.list.row:
            slug = one.session.slug
            memo = self.inquiry.store.journal.value(("memo", self.coder, slug, "")) or {}
            await self.app.push_screen(
                Memo(one.session.title, memo.get("text", "")), lambda text: self._write_memo(slug, text)
            )

    def _write_memo(self, slug: str, text: str | None) -> None:
        if text is not None:
            self.attempt(lambda: self._kept(slug, text))

    def _kept(self, slug: str, text: str) -> str:
        entries = self.hand.memo(slug, text)
        return ("Memo kept." if text.strip() else "Memo removed.") if entries else "The memo is as it was."

    async def action_import(self) -> None:
        from coder.inquiry.browsing import folder_to_begin
        from coder.tui.screens.pick_file import PickFile

        await self.app.push_screen(PickFile(folder_to_begin()), self._import)

    async def _import(self, file: Entry | None) -> None:
        from coder.tui.screens.importing import Importing

        if file:
            await self.app.push_screen(Importing(self.inquiry, file.path), self._imported)

    async def _imported(self, done: Imported | CoderError | None) -> None:
        """Show what was found, or say why nothing was imported; stopped, nothing is to be said."""
        from coder.tui.screens.importing import ImportReport

        if isinstance(done, CoderError):
            self.say(str(done), error=True)
        elif done:
            self.session = done.session.slug
            self.attempt(self._load)
            await self.app.push_screen(ImportReport(done), self._open)

    def _open(self, session: str | None) -> None:
        if session:
            self.post_message(self.Opened(session))

    def evidence_changed(self) -> None:
        self.show_anew()

    def show_anew(self) -> None:
        self.session = self.list.slug
        self.attempt(self._load)

    async def action_remarks(self) -> None:
        from coder.tui.screens.reading import Remarks

        await self.app.push_screen(Remarks(self.remarks))


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
