"""The home screen: the sessions, how far this coder is in each, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.message import Message

from coder.errors import CoderError
from coder.inquiry.describing import many
from coder.inquiry.folder import Inquiry
from coder.inquiry.progress import SessionProgress, progress
from coder.inquiry.reviewing import stale_count
from coder.inquiry.stepping import session_to_resume
from coder.inquiry.tagging import unplaced
from coder.tui import commands
from coder.tui.commands.keymap import sign_in_force
from coder.tui.palette import Palette
from coder.tui.screens.at_codebook import AtCodebook
from coder.tui.text import fit
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
        self.sessions: Sequence[SessionProgress] = ()

    def fill(self, palette: Palette) -> Style:
        return palette.bar

    def show(self, sessions: Sequence[SessionProgress], codebook: str) -> None:
        self.sessions, self.codebook = sessions, codebook
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        inner = width - 2
        coder: Line = [("coder ", palette.bar_dim), (self.coder, palette.bar_strong)]
        name = fit(self.inquiry, inner - cells(coder) - 2)
        read = sum(one.of(self.coder).read for one in self.sessions)
        total = sum(one.total for one in self.sessions)
        tags = sum(one.of(self.coder).tags for one in self.sessions)
        sessions, paragraphs = _many(len(self.sessions), "session"), _many(total, "paragraph")
        counts = f"{sessions}, {read:,} of {paragraphs} read, {_many(tags, 'tag')}"
        return [
            [(" ", palette.bar), *spread([(name, palette.bar_strong)], coder, inner, palette.bar)],
            [(" ", palette.bar), (fit(f"{counts} · codebook: {self.codebook}", inner), palette.bar_dim)],
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


class HomeScreen(AtCodebook):
    """Posts `Opened` for the session to code."""

    KEYS: ClassVar = commands.HOME
    BINDINGS: ClassVar = commands.bindings(KEYS)

    class Opened(Message):
        def __init__(self, session: str) -> None:
            super().__init__()
            self.session = session

    def __init__(self, inquiry: Inquiry, coder: str, session: str | None = None, message: str = "") -> None:
        """`session` is where the cursor stands at first; `message` is an error to be said."""
        super().__init__()
        self.inquiry, self.coder, self.session, self.message = inquiry, coder, session, message
        self.heading = HomeHeading(inquiry.name, coder)
        self.list = SessionList(coder)
        self.panel = RemarkPanel()
        self.remarks: list[str] = []

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.list, self.panel]

    def on_mount(self) -> None:
        self.attempt(self._load)
        if self.message:
            self.say(self.message, error=True)

    def _load(self) -> None:
        sessions = progress(self.inquiry)
        self.list.show(sessions, self.session or session_to_resume(self.inquiry, self.coder))
        book = filter(None, [self.inquiry.codebook_remark])
        self.remarks = [*self.inquiry.remarks, *book, *unplaced(self.inquiry), *self._stale()]
        self.panel.show(self.remarks)
        self.heading.show(sessions, self._codebook())

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
            self.remarks.insert(0, str(error))
            self.panel.show(self.remarks)
            return "none that can be used"

    def action_move(self, steps: int) -> None:
        self.say("")
        self.list.move(steps)

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.list.size.height - 2))

    def action_end(self, way: int) -> None:
        self.action_move(way * len(self.list.sessions))

    def action_open(self) -> None:
        if slug := self.list.slug:
            self.post_message(self.Opened(slug))

    def on_session_list_picked(self) -> None:
        self.action_open()

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

    def show_anew(self) -> None:
        self.session = self.list.slug
        self.attempt(self._load)

    # Reviewing

    async def action_agreement(self) -> None:
        from coder.tui.screens.agreement import open_agreement

        await open_agreement(self, self.inquiry, self.coder)

    async def action_differences(self) -> None:
        from coder.inquiry.settling import Wanted
        from coder.tui.screens.differences import open_differences

        await open_differences(self, self.inquiry, self.coder, Wanted())

    async def action_remarks(self) -> None:
        from coder.tui.screens.reading import Remarks

        await self.app.push_screen(Remarks(self.remarks))


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
