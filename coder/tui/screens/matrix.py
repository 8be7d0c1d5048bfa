"""The screen of a matrix: rows, columns, measure and basis chosen, each figure to its quotes, export."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.style import Style
from textual.app import ComposeResult

from coder.coding import Entry
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.folder import Inquiry
from coder.inquiry.looking import Choice, Looked, Looking, gather_apart
from coder.inquiry.tagging import Hand, in_words
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.room import Room
from coder.tui.text import fit
from coder.tui.widgets.grid import MatrixGrid, figure_of, said
from coder.tui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from coder.tui.app import CoderApp
    from coder.tui.screens.matrix_boxes import Exported

MEASURES = ("paragraphs", "row-share", "column-share", "words", "witnesses", "tags")


class MatrixHeading(Lines):
    """What one looks at, and the cell under the cursor by its whole names."""

    def __init__(self, inquiry: str) -> None:
        super().__init__()
        self.inquiry, self.at = inquiry, (0, 0)
        self.looked: Looked | None = None

    def fill(self, palette: Palette) -> Style:
        return palette.bar

    def show(self, looked: Looked, row: int, column: int) -> None:
        self.looked, self.at = looked, (row, column)
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        inner, looked = width - 2, self.looked
        if looked is None:
            return [[(" ", palette.bar), (fit(self.inquiry, inner), palette.bar_dim)]]
        choice = looked.choice
        what = f"{choice.rows} by {choice.columns}: {choice.measure}, basis {looked.whose}"
        row, column = self.at
        names = (looked.rows[row - 1] if row else f"every {choice.rows}",
                 looked.columns[column - 1] if column else f"every {choice.columns}")  # fmt: skip
        figure = said(figure_of(looked, row, column), looked.is_share).replace("·", "none")
        return [
            [(" ", palette.bar), (fit(f"{self.inquiry} › {what}", inner), palette.bar_strong)],
            [(" ", palette.bar), (fit(f"{figure} · {names[0]} × {names[1]}", inner), palette.bar)],
        ]


class MatrixScreen(Room):
    """Counts in a thread, so that keys go on meanwhile."""

    KEYS: ClassVar = commands.MATRIX
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str, choice: Choice | None = None) -> None:
        super().__init__()
        self.inquiry, self.coder, self.choice = inquiry, coder, choice or Choice()
        self.hand = Hand(inquiry, coder)
        self.heading, self.grid = MatrixHeading(inquiry.name), MatrixGrid()
        self.looking: Looking | None = None

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.grid]

    def on_mount(self) -> None:
        self._look(anew=True)

    def news(self) -> None:
        """Counted anew in a thread; what is shown stays until then."""
        if self.looking:
            self._look(anew=True)

    # Counting

    def _look(self, anew: bool = False) -> None:
        """Count in a thread, and gather before that where it was not done or something has changed."""
        count = partial(self._count, self.choice, anew or self.looking is None)
        self.run_worker(self.reach(count), exclusive=True)

    async def _count(self, choice: Choice, anew: bool) -> None:
        try:
            looking = (
                await asyncio.to_thread(gather_apart, self.inquiry, self.coder) if anew else self.looking
            )
            assert looking is not None
            looked = await asyncio.to_thread(looking.look, choice)
        except CoderError as error:
            self.grid.fail(str(error))
            return
        self.looking = looking
        self.grid.show(looked)
        self._tell()

    def _tell(self) -> None:
        if self.grid.looked:
            self.heading.show(self.grid.looked, self.grid.row, self.grid.column)

    @property
    def looked(self) -> Looked | None:
        """What is shown; nothing while it is counted."""
        return self.grid.looked

    # Moving and choosing

    def action_move(self, down: int, across: int) -> None:
        self.say("")
        self.grid.move(down, across)
        self._tell()

    def action_page(self, pages: int) -> None:
        self.grid.page(pages)
        self._tell()

    def action_start(self) -> None:
        self.grid.start()
        self._tell()

    def action_swap(self) -> None:
        self._choose(replace(self.choice, rows=self.choice.columns, columns=self.choice.rows))

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self._look()

    async def action_choose(self, what: str) -> None:
        from coder.tui.screens.matrix_boxes import ChooseOne

        if self.looking is None:
            return
        offered = {"measure": MEASURES, "basis": self.looking.bases}.get(what, self.looking.axes)

        def chosen(value: str | None) -> None:
            if value:
                changed: dict[str, Any] = {what: value}
                self._choose(replace(self.choice, **changed))

        await self.app.push_screen(ChooseOne(what, offered, getattr(self.choice, what)), chosen)

    # Quotes

    @property
    def cell(self) -> tuple[str | None, str | None]:
        """The ids of row and column under the cursor; None for all."""
        assert self.looked
        row, column = self.grid.row, self.grid.column
        return (
            self.looked.row_ids[row - 1] if row else None,
            self.looked.column_ids[column - 1] if column else None,
        )

    async def action_quotes(self) -> None:
        from coder.tui.screens.matrix_boxes import CellQuotes

        if self.looking is None or self.looked is None:
            return
        quotes = await asyncio.to_thread(self.looking.quotes, self.looked.choice, *self.cell)
        if not quotes:
            self.say("No paragraph stands behind this figure.")
            return

        async def picked(paragraph: str | None) -> None:
            if paragraph:
                await self._code(paragraph)

        await self.app.push_screen(CellQuotes(quotes), picked)

    async def _code(self, paragraph: str) -> None:
        """The coding screen above this one, at a paragraph; from there Home is the way on."""
        from coder.tui.screens.coding import CodingScreen

        try:
            screen = CodingScreen(self.inquiry, self.coder, session_of(paragraph))
            screen.stepper.go_to(paragraph)
        except CoderError as error:
            self.say(str(error), error=True)
            return
        await self.app.push_screen(screen)

    async def on_matrix_grid_picked(self) -> None:
        await self.action_quotes()

    # The framework's summaries

    async def action_summary(self) -> None:
        from coder.inquiry.framework import own_summary
        from coder.inquiry.people import people
        from coder.tui.screens.matrix_boxes import WriteSummary

        axes = (self.choice.rows, self.choice.columns)
        if self.looking is None or self.looked is None:
            return
        if set(axes) != {"theme", "witness"} or None in self.cell:
            self.say(
                "A summary is of a witness on a theme: have these as rows and columns, and stand on a cell."
            )
            return
        named = dict(zip(axes, self.cell, strict=True))
        theme, witness = str(named["theme"]), str(named["witness"])
        person = next((one for one in people(self.inquiry).all if one.name == witness), None)
        if person is None:
            self.say(f"{witness}: nobody of this name gives evidence, so there is no summary to write.")
            return
        quotes = await asyncio.to_thread(self.looking.quotes, self.looked.choice, *self.cell)
        text = own_summary(self.inquiry, self.coder, person, theme)
        names = self.inquiry.codebook.by_id
        title = f"{witness} on {names[theme].name if theme in names else theme}"

        def written(told: tuple[str, tuple[str, ...]] | None) -> None:
            if told is not None:
                self.attempt(lambda: self._keep((person.id, theme), told))

        await self.app.push_screen(WriteSummary(title, text, quotes), written)

    def _keep(self, cell: tuple[str, str], told: tuple[str, tuple[str, ...]]) -> str:
        from coder.inquiry.framework import write_summary
        from coder.inquiry.people import people

        person = next(one for one in people(self.inquiry).all if cell[0] in one.ids)
        entries = write_summary(self.inquiry, self.coder, (person, cell[1]), *told)
        self._look(anew=True)
        return f"Kept: {in_words(self.inquiry, entries)}." if entries else "The summary said so already."

    def action_undo(self) -> None:
        self.attempt(lambda: self._retraced(self.hand.undo(), "Undone", "There is nothing left to undo."))

    def action_redo(self) -> None:
        self.attempt(lambda: self._retraced(self.hand.redo(), "Redone", "There is nothing to redo."))

    def _retraced(self, entries: list[Entry], what: str, otherwise: str) -> str:
        if not entries:
            return otherwise
        self._look(anew=True)
        return f"{what}: {in_words(self.inquiry, entries)}."

    # Handing on

    async def action_export(self) -> None:
        from coder.tui.screens.matrix_boxes import Export

        def done(exported: Exported | None) -> None:
            if exported:
                self.say(exported.said, error=exported.failed)

        await self.app.push_screen(Export(self.inquiry, self.coder, self.choice), done)

    async def action_leave(self) -> None:
        app = cast("CoderApp", self.app)
        app.looked_at = self.choice
        await app.leave()
