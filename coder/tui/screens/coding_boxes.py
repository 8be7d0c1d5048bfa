"""The boxes that the coding screen opens to narrow, annotate and act in bulk, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coder.coding import Entry
from coder.inquiry.filters import Filter
from coder.inquiry.memos import Target, called, targets
from coder.inquiry.stepping import Stepper, View
from coder.inquiry.tagging import in_words
from coder.tui.screens.room import Room

if TYPE_CHECKING:
    from coder.codebook import Code
    from coder.inquiry.folder import Inquiry
    from coder.store.index import Placed


class CodingBoxes(Room):
    """What the coding screen has is declared here; it is made there."""

    inquiry: Inquiry
    coder: str
    stepper: Stepper

    @property
    def view(self) -> View:
        """What the store holds now of the place where one stands."""
        raise NotImplementedError

    @property
    def code(self) -> Code:
        """The code under the cursor."""
        raise NotImplementedError

    def do(self, work: Callable[[], str | None]) -> None:
        """Do something at the paragraph one stands on, say what it returns, and show what it did."""
        raise NotImplementedError

    def took(self, entries: list[Entry]) -> list[Entry]:
        """Have the counts follow what was done."""
        raise NotImplementedError

    def go_to(self, paragraph: str) -> str:
        """Go to a paragraph of any session; what is to be said of the way there."""
        raise NotImplementedError

    # What stepping stops at

    async def action_filter(self) -> None:
        from coder.tui.screens.filtering import ChooseFilter

        def chosen(wanted: Filter | None) -> None:
            if wanted is not None:
                self.do(lambda: self._narrow(wanted))

        await self.app.push_screen(ChooseFilter(self.stepper, self.view), chosen)

    def action_clear_filter(self) -> None:
        if self.stepper.filter == Filter():
            self.say("There is no filter to clear.")
        else:
            self.do(lambda: self._narrow(Filter()))

    def _narrow(self, wanted: Filter) -> str | None:
        was = self.stepper.paragraph
        if not self.stepper.narrow(wanted):
            return f"Nothing matches the filter, so there is nowhere to go; {self.way_out}."
        moved = self.stepper.paragraph != was
        return "The paragraph you were on does not match; this is the nearest that does." if moved else None

    @property
    def way_out(self) -> str:
        """How one gets out of a filter."""
        return f"{self.sign('clear-filter')} clears it, {self.sign('filter-steps')} changes it"

    def action_questions(self) -> None:
        self.do(self._questions)

    def _questions(self) -> str:
        on = not self.stepper.questions
        self.stepper.narrow(self.stepper.filter, on)
        return "Questions are steps now, and can be coded." if on else "Questions are no steps any more."

    # Memos

    async def action_memo(self) -> None:
        here = self.view.here.paragraph
        text = self.view.marks.get(("memo", ""), {}).get("text") or ""
        await self._write_on(Target("paragraph", here.citation or here.id, here.id, text=text))

    async def action_memo_on(self) -> None:
        from coder.tui.screens.memo_on import MemoOn

        async def chosen(target: Target | None) -> None:
            if target:
                await self._write_on(target)

        found = targets(self.inquiry, self.coder, self.view, self.code)
        await self.app.push_screen(MemoOn(found), chosen)

    async def _write_on(self, target: Target) -> None:
        from coder.tui.screens.memo import Memo

        def written(text: str | None) -> None:
            if text is not None:
                self.do(lambda: self._write_memo(target, text, where))

        where = called(self.inquiry, target.subject, target.code)
        await self.app.push_screen(Memo(where, target.text), written)

    def _write_memo(self, target: Target, text: str, where: str) -> str:
        if not self.took(self.stepper.hand.memo(target.subject, text, target.code)):
            return "The memo is as it was."
        return f"Memo on {where} {'kept' if text.strip() else 'removed'}."

    # Much at once

    async def action_bulk(self) -> None:
        from coder.inquiry.bulk import answers
        from coder.tui.screens.bulk import Bulk

        here = self.view.here.paragraph
        found = answers(self.inquiry, self.stepper.head.slug, here.question) if here.question else []
        if not found:
            self.say("There is no question here whose answers could be coded at once.")
            return
        asked = self.view.question.paragraph.citation if self.view.question else ""
        title = f"all {len(found)} answers to {asked or 'this question'}"
        await self.app.push_screen(Bulk(self.inquiry, self.coder, title, found), self.done_in_bulk)

    def done_in_bulk(self, entries: list[Entry] | None) -> None:
        """Say what a box for much at once did."""
        if entries:
            said = in_words(self.inquiry, entries)
            self.do(
                lambda: (
                    f"Done: {said}. {self.sign('undo')} takes all of it back." if self.took(entries) else ""
                )
            )

    # Elsewhere

    async def action_go_to(self) -> None:
        from coder.tui.screens.going import GoTo

        def found(placed: Placed | None) -> None:
            if placed:
                self.do(lambda: self.go_to(placed.paragraph.id).strip())

        await self.app.push_screen(GoTo(self.inquiry, self.stepper.head.slug), found)
