"""The agreement screen: how far the coders agree, code by code, and the way into what they differ on."""

from __future__ import annotations

import os
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult

from coder.errors import CoderError
from coder.inquiry.agreement_table import LEVELS, Column, Pair, Row, Table, ordered
from coder.inquiry.blindness import refuse_if_blind
from coder.inquiry.folder import Inquiry
from coder.tui import commands
from coder.tui.screens.reviewing import Reviewing
from coder.tui.screens.room import Room
from coder.tui.widgets.choices import Choices
from coder.tui.widgets.intervals import IntervalHead, interval_row, two

AT_ONCE = 0.3
"""Seconds of working out that nobody minds who is looking on."""


class AgreementScreen(Reviewing):
    """The frame stands at once; the figures when they are worked out."""

    KEYS: ClassVar = commands.AGREEMENT
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str) -> None:
        """Raises CoderError where the coder codes blind."""
        refuse_if_blind(inquiry, "Agreement")
        super().__init__(inquiry, coder, "Agreement")
        self.head = IntervalHead()
        self.choices: Choices[Row] = Choices((), interval_row, "  Working out the figures…")
        self.table: Table | None = None
        self.took = 0.0
        """Seconds that the figures took."""
        self.level = LEVELS[0]
        self.pair: Pair | None = None
        self.column: Column = "book"
        self.backwards = False

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.head, self.choices]

    def on_mount(self) -> None:
        self.call_after_refresh(self.reach_at_once, self._work_out)

    def news(self) -> None:
        """Figures that are worked out at once follow; others are left until they are asked for."""
        if self.table is None or self.took < AT_ONCE:
            self._work_out()
        else:
            self.say("Others have gone on coding since; leave and come back for the figures as they are now.")

    def _work_out(self) -> None:
        began, at = monotonic(), self.choices.item
        # With numpy comes OpenBLAS, which starts a thread for each core; there is no work for them here.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        try:
            self.table = Table(self.inquiry)
            self.took = monotonic() - began
            self._show(at.id if at else "")
        except CoderError as error:
            self.choices.nothing = "  There are no figures."
            self.choices.show(())
            self.say(str(error), error=True)

    def _show(self, at: str = "") -> None:
        """The rows, with the cursor on the one of a code."""
        if self.table is None:
            return
        rows = ordered(self.table.rows(self.level, self.pair), self.column, self.backwards)
        self.choices.nothing = "  No code can be put on a paragraph."
        self.choices.show(rows, next((place for place, row in enumerate(rows) if row.id == at), 0))
        self.head.show(self.column, self.backwards, "theme" if self.level == "theme" else "code")
        alpha, compared = self.table.pooled(self.pair), self.table.compared(self.pair)
        interval = f" [{two(alpha.shown[0])}, {two(alpha.shown[1])}]" if alpha.shown else ""
        names = ", ".join(self.table.named(self.pair))
        self.heading.show(
            f"Agreement · {names}",
            f"all codes: alpha {two(alpha.value)}{interval} · {compared:,} paragraphs read by two",
            f"by {self.level}",
        )

    def _keeping_the_row(self) -> None:
        self.say("")
        self._show(self.choices.item.id if self.choices.item else "")

    # What is shown

    def action_sort(self, column: Column) -> None:
        """By a column; by the same once more, the other way round."""
        self.backwards = not self.backwards if column == self.column else False
        self.column = column
        self.say("")
        self._show()

    def action_roll_up(self) -> None:
        self.level = LEVELS[(LEVELS.index(self.level) + 1) % len(LEVELS)]
        self._keeping_the_row()

    def action_pair(self, steps: int) -> None:
        """All coders, then each pair of them."""
        if self.table is None:
            return
        if len(self.table.pairs) < 2:
            self.say("There is only one pair of coders, so there are no others to choose.")
            return
        choices: list[Pair | None] = [None, *self.table.pairs]
        self.pair = choices[(choices.index(self.pair) + steps) % len(choices)]
        self._keeping_the_row()

    async def action_figures(self) -> None:
        from coder.tui.screens.figures import Figures

        if self.table and self.choices.item:
            box = Figures(self.table, self.choices.item, self.level, self.pair)
            await self.app.push_screen(box)

    # Elsewhere

    def on_choices_picked(self) -> None:
        self.app.call_later(self.action_see_differences)

    async def action_see_differences(self) -> None:
        if self.table and self.choices.item:
            await self._differences(self.table.codes_of(self.choices.item, self.level))

    async def action_all_differences(self) -> None:
        await self._differences(())

    async def _differences(self, codes: tuple[str, ...]) -> None:
        from coder.inquiry.settling import Wanted
        from coder.tui.screens.differences import open_differences

        coders = self.table.named(self.pair) if self.table and self.pair else ()
        await open_differences(self, self.inquiry, self.coder, Wanted(codes=codes, coders=coders))

    async def action_confusion(self) -> None:
        from coder.tui.screens.confusion import ConfusionScreen

        if self.table:
            await self.app.push_screen(ConfusionScreen(self.table, self.coder, self.pair))


async def open_agreement(room: Room, inquiry: Inquiry, coder: str) -> None:
    """The agreement screen over another; where it is refused, that one says so."""
    try:
        screen = AgreementScreen(inquiry, coder)
    except CoderError as error:
        room.say(str(error), error=True)
        return
    await room.app.push_screen(screen)
