"""The assignment screen: who is to code what, how far they are, and new assignments."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult

from coder.coding import again_of
from coder.errors import CoderError
from coder.inquiry.assigning import Assignment, Part, assignments, lift
from coder.inquiry.folder import Inquiry
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.reviewing import Reviewing
from coder.tui.text import fit
from coder.tui.widgets.choices import Choices
from coder.tui.widgets.heading import bar
from coder.tui.widgets.lines import Line, cells, spread


class Row(NamedTuple):
    """An assignment, or one coder's part of it."""

    assignment: Assignment
    part: Part | None = None


class AssignmentsScreen(Reviewing):
    """Each assignment with the parts of its coders; of those who may not be seen no progress."""

    KEYS: ClassVar = commands.ASSIGNMENTS
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str) -> None:
        super().__init__(inquiry, coder, "Assignments")
        self.choices: Choices[Row] = Choices((), self._row, "Nothing is assigned to anybody yet.")

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.choices]

    def on_mount(self) -> None:
        self.choices.nothing = f"  Nothing is assigned yet; {self.key_of('new-assignment')} assigns sessions."
        self._show()

    def came_back(self) -> None:
        self._show()

    def _show(self) -> None:
        try:
            found = assignments(self.inquiry)
        except CoderError as error:
            self.say(str(error), error=True)
            return
        rows = [Row(one, part) for one in found for part in (None, *one.parts)]
        self.choices.show(rows, min(self.choices.at, max(len(rows) - 1, 0)))
        at_work = {part.coder for one in found for part in one.parts if one.blind and _at_work(part)}
        blind = f"coding blind: {', '.join(sorted(at_work))}" if at_work else "nobody codes blind"
        self.heading.show("Assignments", blind, f"{len(found):,} in force")

    # Drawing

    def _row(self, row: Row, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        left: Line = [("› " if here else "  ", on)]
        one = row.assignment
        if row.part is None:
            right: Line = [(f"by {one.by}, {one.at[:10]} ", dim)]
            left += [(f"{one.id}  ", on + palette.bold), (f"{'blind' if one.blind else 'open':6}", on)]
            what = f"{', '.join(one.names)} · {self._shared(one)}"
            left.append((fit(what, width - cells(left) - cells(right) - 1), on))
            return spread(left, right, width, on)
        part = row.part
        left.append((f"        {part.coder:8}", on))
        if part.read is None:
            left.append((f"{part.paragraphs:,} paragraphs", dim))
        else:
            left += [
                *bar(part.read, part.paragraphs, 20, on, dim),
                (f" {part.read:,}/{part.paragraphs:,} read", on),
            ]
        said = {"lifted": f"lifted: {part.reason}", "read": "over"}.get(part.ended, "")
        right = [(fit(said, max(width - cells(left) - 2, 1)) + " ", dim)] if said else []
        return spread(left, right, width, on)

    def _shared(self, one: Assignment) -> str:
        """How much of it is coded by several, and from which seed that was drawn."""
        if one.again:
            return f"{one.share:.0%} of their own work again, seed {one.seed}"
        if one.share == 1:
            return "all of it by all of them"
        return f"{one.share:.0%} by all of them ({one.doubled:,}), seed {one.seed}"

    # Acting

    async def action_new(self) -> None:
        from coder.tui.screens.assigning import Assigning

        def made(one: Assignment | None) -> None:
            if one:
                self._show()
                rows = self.choices.items
                self.choices.show(
                    rows, next(at for at, row in enumerate(rows) if row.assignment.id == one.id)
                )
                parts = ", ".join(f"{part.coder} {part.paragraphs:,}" for part in one.parts)
                self.say(f"Assigned ({one.id}): {parts} paragraphs; {self._shared(one)}.")

        await self.app.push_screen(Assigning(self.inquiry, self.coder), made)

    async def action_lift(self) -> None:
        from coder.tui.screens.deciding import Reason

        row = self.choices.item
        if row is None:
            self.say("There is nothing to lift.")
            return
        coders = [again_of(row.part.coder) or row.part.coder] if row.part else []
        who = coders[0] if coders else "all who are not done"

        def given(reason: str | None) -> None:
            if reason:
                self.attempt(lambda: self._lift(row.assignment.id, reason, coders))
                self._show()

        title = f"Lift {row.assignment.id} for {who}: why?"
        await self.app.push_screen(Reason(title, ()), given)

    def _lift(self, id: str, reason: str, coders: list[str]) -> str:
        lifted = lift(self.inquiry, self.coder, id, reason, coders)
        return f"Lifted for {', '.join(lifted)}; the journal says why."


def _at_work(part: Part) -> bool:
    """Whether a coder is seen to be on their part still."""
    return part.read is not None and not part.ended and part.read < part.paragraphs
