"""The codebook screen: the tree of codes, and everything that revises it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult

from coder.codebook import Code
from coder.coding import Entry, codebook_subject
from coder.errors import CoderError
from coder.inquiry.codebooks import Standing
from coder.inquiry.describing import many
from coder.inquiry.folder import Inquiry
from coder.inquiry.reviewing import Count, counts
from coder.inquiry.revising import Editor, codes_to_split_into, in_words
from coder.inquiry.tagging import Hand
from coder.inquiry.tagging import in_words as action_in_words
from coder.tui import commands
from coder.tui.looks import WIDE
from coder.tui.palette import Palette
from coder.tui.screens.room import Room
from coder.tui.text import fit
from coder.tui.widgets.code_tree import CodeTree
from coder.tui.widgets.definition import definition
from coder.tui.widgets.lines import Line, Lines, cells, spread
from coder.tui.widgets.pager import Pager


class BookHeading(Lines):
    """The codebook, its revision, the coder, and how many tags wait for a review."""

    def __init__(self, coder: str) -> None:
        super().__init__()
        self.coder = coder
        self.standing: Standing | None = None
        self.stale = 0
        self.hint = ""

    def fill(self, palette: Palette) -> Style:
        return palette.bar

    def show(self, standing: Standing, counted: dict[str, Count], hint: str) -> None:
        self.standing, self.hint = standing, hint
        self.stale = sum(one.stale for one in counted.values())
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if self.standing is None:
            return []
        book, inner = self.standing.codebook, width - 2
        coder: Line = [("coder ", palette.bar_dim), (self.coder, palette.bar_strong)]
        title = fit(f"Codebook: {book.title}", inner - cells(coder) - 2)
        gone = sum(not code.in_use for code in book.codes)
        said = f"{len(book.codes) - gone} codes in use, {gone} out of use · revision {book.revision}"
        if self.standing.fault:
            said = "the file has a fault; this is the codebook as it was before"
        elif self.standing.difference:
            said = "the file was changed by hand: f shows how"
        stale: Line = []
        if self.stale:
            stale = [(f"{many(self.stale, 'stale tag')}: {self.hint} ", palette.bar_strong)]
        return [
            [(" ", palette.bar), *spread([(title, palette.bar_strong)], coder, inner, palette.bar)],
            [(" ", palette.bar), *spread(
                [(fit(said, inner - cells(stale) - 1), palette.bar_dim)], stale, inner, palette.bar)],
        ]  # fmt: skip


class CodebookScreen(Room):
    """Opened over another screen, and left to it."""

    KEYS: ClassVar = commands.CODEBOOK
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str, on: str | None = None) -> None:
        """`on` is the code under the cursor at first. Raises CoderError where no codebook can be used."""
        super().__init__()
        self.inquiry, self.coder, self.on = inquiry, coder, on
        inquiry.look_again()
        _ = inquiry.codebook
        self.editor = Editor(inquiry, coder)
        self.heading = BookHeading(coder)
        self.tree_ = CodeTree()
        self.meaning = Pager(self._meaning)

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.meaning, self.tree_]

    def on_mount(self) -> None:
        self.attempt(lambda: self._show(self.on))

    async def on_resize(self) -> None:
        await super().on_resize()
        self.meaning.display = self.app.size.width >= WIDE

    def _show(self, on: str | None = None) -> None:
        book, counted = self.inquiry.codebook, counts(self.inquiry, self.coder)
        self.heading.show(self.inquiry.standing, counted, self.key_of("review"))
        self.tree_.show(book, counted, on)

    def news(self) -> None:
        code = self.tree_.code
        self.try_to(lambda: self._show(code.id if code else None))

    def _meaning(self, width: int, palette: Palette) -> list[Line]:
        code = self.tree_.code
        if code is None:
            return []
        body = definition(self.inquiry.codebook, code, width - 3, palette)
        return [[("│ ", palette.faint), *line] for line in body]

    def on_code_tree_moved(self) -> None:
        self.meaning.top = 0
        self.meaning.show_again()

    async def on_code_tree_picked(self) -> None:
        await self.action_edit()

    def _do(self, work: Callable[[], Sequence[Entry]], nothing: str, on: str | None = None) -> None:
        """Revise, say what was done, and show the codebook that is now in force."""

        def done() -> str:
            entries = work()
            self._show(on)
            said = in_words(entries, self.coder) if entries else nothing
            return f"{said[0].upper()}{said[1:]}{'.' if entries else ''}"

        self.attempt(done)

    # Moving

    def action_move(self, steps: int) -> None:
        self.say("")
        self.tree_.move(steps)

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.tree_.size.height - 3))

    def action_end(self, way: int) -> None:
        self.action_move(way * len(self.tree_.rows))

    # Revising

    @property
    def code(self) -> Code:
        code = self.tree_.code
        if code is None:
            raise CoderError("There is no code here.")
        return code

    async def action_edit(self) -> None:
        from coder.tui.screens.code_form import CodeForm

        code = self.code
        form = CodeForm(self.inquiry.codebook, code, lambda filled: filled.save(self.editor, code))
        await self.app.push_screen(form, self._filled)

    async def action_add_code(self) -> None:
        from coder.tui.screens.code_form import new_code_form

        theme = self.inquiry.codebook.theme_of(self.code.id)
        await self.app.push_screen(new_code_form(self.editor, theme.id), self._filled)

    def _filled(self, entries: Sequence[Entry] | None) -> None:
        """What a form has done; None where it was left."""
        if entries is not None:
            new = next((entry.code.partition(".")[0] for entry in entries if entry.kind == "code"), None)
            self._do(lambda: entries, "Nothing was changed.", new)

    async def action_merge(self) -> None:
        from coder.tui.screens.pick_code import PickCode

        code, book = self.code, self.inquiry.codebook
        others = [one for one in book.codes if one.in_use and one.id != code.id]

        def picked(into: Code | None) -> None:
            if into:
                self._do(lambda: self.editor.merge(code.id, into.id), "", into.id)

        await self.app.push_screen(PickCode(book, others, f"Merge {code.name} into"), picked)

    async def action_split(self) -> None:
        from coder.tui.screens.asking import Asking

        code = self.code
        why = (
            f"{code.name} is put on nothing more, and its tags wait in the review of each coder, to be "
            "placed on one of the new codes. Name these, with commas between."
        )

        def named(names: str | None) -> None:
            if names is not None:
                self._do(lambda: self.editor.split(
                    code.id, codes_to_split_into(self.inquiry.codebook, code.id, names.split(","))
                ), "", code.id)  # fmt: skip

        await self.app.push_screen(Asking(f"Split {code.name}", why, "Into:"), named)

    async def action_retire(self) -> None:
        from coder.tui.screens.asking import Asking

        code = self.code
        if not code.in_use:
            self._do(lambda: self.editor.reinstate(code.id), "", code.id)
            return

        def reason(given: str | None) -> None:
            if given is not None:
                self._do(lambda: self.editor.retire(code.id, given), "", code.id)

        why = (
            f"{code.name} is put on nothing more. Its tags stay, and count. The reason stays in the codebook."
        )
        await self.app.push_screen(Asking(f"Retire {code.name}", why, "Because:"), reason)

    def action_shift(self, steps: int) -> None:
        code = self.code
        way = "below" if steps > 0 else "above"
        self._do(
            lambda: self.editor.shift(code.id, steps), f"There is no code {way} it to change with.", code.id
        )

    async def action_definition(self) -> None:
        from coder.tui.screens.reading import Meaning

        await self.app.push_screen(Meaning(self.inquiry.codebook, self.code))

    async def action_memo(self) -> None:
        from coder.tui.screens.memo import Memo

        code, subject = self.code, codebook_subject(self.inquiry.codebook.name)
        hand = Hand(self.inquiry, self.coder)

        def written(text: str | None) -> None:
            if text is not None:
                self.attempt(
                    lambda: "Memo kept." if hand.memo(subject, text, code.id) else "The memo is as it was."
                )

        memo = self.inquiry.store.journal.value(("memo", self.coder, subject, code.id)) or {}
        await self.app.push_screen(Memo(f"the code {code.name}", memo.get("text") or ""), written)

    async def action_file(self) -> None:
        from coder.tui.screens.file_changes import show_file_changes

        self.inquiry.look_again()
        if not await show_file_changes(self.app, self.inquiry, self.coder, self._taken):
            self.attempt(lambda: self.inquiry.standing.fault or "The file says what is in force.")

    def _taken(self, entries: Sequence[Entry] | None) -> None:
        if entries is not None:
            self._do(lambda: entries, "The file says what is in force.")

    def action_undo(self) -> None:
        self._retrace(Hand(self.inquiry, self.coder).undo, "Undone", "There is nothing left to undo.")

    def action_redo(self) -> None:
        self._retrace(Hand(self.inquiry, self.coder).redo, "Redone", "There is nothing to redo.")

    def _retrace(self, step: Callable[[], list[Entry]], what: str, otherwise: str) -> None:
        def done() -> str:
            entries = step()
            self._show()
            return f"{what}: {action_in_words(self.inquiry, entries)}." if entries else otherwise

        self.attempt(done)

    async def action_review(self) -> None:
        from coder.tui.screens.review import open_review

        await open_review(self, self.inquiry, self.coder, lambda _: self._show())

    def action_leave(self) -> None:
        self.dismiss(None)


async def open_codebook(
    room: Room, inquiry: Inquiry, coder: str, back: Callable[[None], None], on: str | None = None
) -> None:
    """Show the codebook over a screen; `back` is called when it is left."""
    try:
        screen = CodebookScreen(inquiry, coder, on)
    except CoderError as error:
        room.say(str(error), error=True)
        return
    await room.app.push_screen(screen, back)
