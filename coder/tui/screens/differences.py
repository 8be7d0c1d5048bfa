"""The adjudication screen: differences between coders, one after another, settled at the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from coder.adjudication import Case, Ruling, State, Verdict
from coder.codebook import Code
from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.adjudicating import reasons
from coder.inquiry.folder import Inquiry
from coder.inquiry.settling import Difference, Queue, Wanted, hidden
from coder.inquiry.tagging import cited, in_words
from coder.inquiry.who import prefer, preferences
from coder.tui import commands
from coder.tui.looks import WIDE
from coder.tui.palette import Palette
from coder.tui.screens.code_meaning import CodeMeaning, meaning_lines
from coder.tui.screens.reviewing import Over
from coder.tui.screens.room import Room
from coder.tui.widgets.difference_view import DifferenceView
from coder.tui.widgets.lines import Line
from coder.tui.widgets.pager import Pager

if TYPE_CHECKING:
    from coder.tui.app import CoderApp
    from coder.tui.screens.several import Option

SIDE = 46
"""Columns of the code's meaning, in a wide window."""
HIDDEN = "hide_coders"
"""The preference that has the coders' names hidden."""
ASKS: dict[State, str] = {
    "discussing": "put in discussion",
    "divergent": "left divergent",
    "open": "opened again",
}


class DifferencesScreen(Over):
    """What is decided is in the journal before it shows. The coders' own tags stay as they are."""

    KEYS: ClassVar = commands.DIFFERENCES
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str, wanted: Wanted) -> None:
        """Raises CoderError where the reviewer codes blind."""
        super().__init__(inquiry, coder, "Differences")
        self.queue = Queue(inquiry, coder, wanted)
        self.hides = preferences().get(HIDDEN) == "yes"
        self.evidence = DifferenceView()
        self.side = Pager(self._meaning)

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.side, self.evidence]

    def on_mount(self) -> None:
        self._show()

    async def on_resize(self) -> None:
        await super().on_resize()
        self.side.styles.width = SIDE
        self.side.display = self.app.size.width >= WIDE

    # Showing

    @property
    def code(self) -> Code:
        """The code one differs on."""
        assert self.queue.case
        return self.queue.code_of(self.queue.case.code)

    def came_back(self) -> None:
        self._show()

    def news(self) -> None:
        self.try_to(self.queue.look_again)
        self._show()

    def _show(self) -> None:
        self.reach_at_once(self._show_now)

    def _show_now(self) -> None:
        try:
            difference = self.queue.view()
        except CoderError as error:
            self.say(str(error), error=True)
            return
        if difference and self.hides:
            difference = hidden(difference)
        self.evidence.show(difference, "" if difference else self._nothing())
        self.side.top = 0
        self.side.show_again()
        self._show_heading(difference)

    def _nothing(self) -> str:
        choose = self.key_of("choose-differences")
        if number := len(self.queue.all()):
            return f"None of the {number:,} differences there are is asked for; {choose} chooses others."
        return "The coders differ on nothing that two of them have read."

    def _show_heading(self, difference: Difference | None) -> None:
        queue = self.queue
        who = "names hidden" if self.hides else ", ".join(queue.wanted.coders)
        with_ = f"with {', '.join(self.present)}" if self.present else ""
        title = " · ".join(filter(None, ("Differences", self.code.name if difference else "", who, with_)))
        where = difference.session.title if difference else ""
        place = f"{queue.at + 1} of {len(queue.cases):,} · {queue.settled:,} settled" if queue.cases else ""
        self.heading.show(title, where, place)

    def _meaning(self, width: int, palette: Palette) -> list[Line]:
        if self.queue.case is None:
            return []
        lines = meaning_lines(self.inquiry, self.code, width - 3, palette)
        return [[("│ ", palette.faint), *one] for one in lines]

    # Moving

    def action_step(self, steps: int) -> None:
        moved = self.queue.go(self.queue.at + steps)
        self.say("" if moved else "There is no further difference that way." if self.queue.cases else "")
        self._show()

    def action_next_open(self) -> None:
        self.say("" if self.queue.next_open() else "No other difference is open.")
        self._show()

    def action_scroll_text(self, steps: int) -> None:
        self.evidence.scroll_text(steps)

    async def action_list(self) -> None:
        from coder.tui.screens.deciding import ListDifferences

        def chosen(case: Case | None) -> None:
            if case:
                self.queue.go(self.queue.cases.index(case))
                self._show()

        if self.queue.cases:
            await self.app.push_screen(ListDifferences(self.queue), chosen)

    # Deciding

    def do(self, work: Callable[[], list[Entry]], on: bool = False) -> None:
        """Settle something, say what was done, and go `on` to the next that is open."""

        def done() -> str:
            entries = work()
            if not entries:
                return "It was so before."
            said = in_words(self.inquiry, entries)
            if on and self.queue.case and self.queue.case.state in ("resolved", "divergent"):
                self.queue.next_open()
            left = len(self.queue.cases) - self.queue.settled
            more = f"{left:,} left" if left else "all are settled"
            return f"Done: {said}; {more}. {self.key_of('undo')} takes it back."

        self.attempt(done)
        self._show()

    def refuses(self) -> bool:
        """Whether there is nothing to decide on; it is said."""
        if self.queue.case is None:
            self.say("There is no difference here to settle.")
        return self.queue.case is None

    async def action_decide(self, verdict: Verdict, propose: bool = False) -> None:
        if not self.refuses():
            await self._decide(self.code, verdict, propose)

    async def action_add_other(self) -> None:
        from coder.tui.screens.find_code import FindCode

        async def picked(code: Code | None) -> None:
            if code:
                await self._decide(code, "accept")

        if not self.refuses():
            await self.app.push_screen(FindCode(self.inquiry.codebook, {}), picked)

    async def _decide(self, code: Code, verdict: Verdict, propose: bool = False) -> None:
        """Ask why, and of a code with a scale which step; then decide, or propose to."""
        assert self.queue.case
        where = cited(self.inquiry, self.queue.case.paragraph)
        means: Verdict = self.queue.verdict_on(code) if verdict == "accept" else verdict

        async def given(reason: str) -> None:
            ruling = Ruling(means, reason, self.coder, self.present)
            if code.values and ruling.puts:
                await self._which_step(code, ruling, propose)
            else:
                self.do(lambda: self.queue.settle(code, ruling, propose), not propose)

        asks = f"{'Propose to ' if propose else ''}{means} {code.name} on {where}"
        await self._why(f"{asks[:1].upper()}{asks[1:]}: why?", given)

    async def _which_step(self, code: Code, ruling: Ruling, propose: bool) -> None:
        from coder.tui.screens.deciding import Step

        def chosen(step: int | None) -> None:
            if step is not None:
                stepped = replace(ruling, step=step or None)
                self.do(lambda: self.queue.settle(code, stepped, propose), not propose)

        case = self.queue.case
        put = [step for step in case.put.values() if step] if case and case.code == code.id else []
        await self.app.push_screen(Step(code, list(dict.fromkeys(put))), chosen)

    async def _why(self, title: str, then: Callable[[str], object]) -> None:
        """Ask for a reason; those of proposals come first."""
        from coder.tui.screens.deciding import Reason

        async def given(reason: str | None) -> None:
            if reason:
                found = then(reason)
                if hasattr(found, "__await__"):
                    await found

        case = self.queue.case
        proposed = [one.reason for one in case.proposals] if case else []
        kept = list(dict.fromkeys([*proposed, *reasons(self.inquiry)]))
        await self.app.push_screen(Reason(title, kept), given)

    def action_as_proposed(self) -> None:
        if self.refuses() or self.queue.case is None:
            return
        if not self.queue.case.proposals:
            signs = " ".join(self.key_of(one) for one in ("propose-accept", "propose-reject"))
            self.say(f"Nobody has proposed anything here; {signs} propose.")
            return
        ruling, code = self.queue.case.proposals[0], self.code
        present = tuple(dict.fromkeys([*ruling.present, *self.present]))
        self.do(lambda: self.queue.settle(code, replace(ruling, present=present)), True)

    async def action_move_on(self, state: State) -> None:
        def given(note: str) -> None:
            self.do(lambda: self.queue.move(state, note), state == "divergent")

        if not self.refuses():
            await self._why(f"{self.code.name} is {ASKS[state]}: why?", given)

    async def action_unclear(self) -> None:
        def given(note: str) -> None:
            self.do(lambda: self.queue.call_unclear(note))

        if not self.refuses():
            await self._why(f"The codebook does not settle {self.code.name} here: what is unclear?", given)

    def action_undo(self) -> None:
        self.attempt(lambda: self._retraced(self.queue.undo(), "Undone", "There is nothing left to undo."))

    def action_redo(self) -> None:
        self.attempt(lambda: self._retraced(self.queue.redo(), "Redone", "There is nothing to redo."))

    # Beside it

    @property
    def present(self) -> tuple[str, ...]:
        """Who decides together, kept while the application runs."""
        app: CoderApp = self.app  # type: ignore[assignment]
        return app.present

    async def action_present(self) -> None:
        from coder.tui.screens.several import Option, Several

        app: CoderApp = self.app  # type: ignore[assignment]
        box = Several("Who is present?", [Option(one, one) for one in self._people()], app.present, "person")

        def taken(done: Option | None) -> None:
            if done:
                app.present = box.taken
                self._show()

        await self.app.push_screen(box, taken)

    def _people(self) -> list[str]:
        return list(dict.fromkeys([self.coder, *self.inquiry.store.journal.coders()]))

    def action_hide_names(self) -> None:
        self.hides = not self.hides
        prefer(**{HIDDEN: "yes" if self.hides else "no"})
        self.say("The coders' names are hidden." if self.hides else "The coders' names are shown.")
        self._show()

    async def action_meaning(self) -> None:
        if not self.refuses():
            await self.app.push_screen(CodeMeaning(self.inquiry, self.code))

    async def action_choose(self) -> None:
        from coder.tui.screens.choosing_differences import choose_differences

        def chosen(wanted: Wanted) -> None:
            self.attempt(lambda: self.queue.ask(wanted))
            self._show()

        await choose_differences(self.app, self.queue, chosen)


async def open_differences(room: Room, inquiry: Inquiry, coder: str, wanted: Wanted) -> None:
    """The differences over another screen; where they are refused, it says so."""
    try:
        screen = DifferencesScreen(inquiry, coder, wanted)
    except CoderError as error:
        room.say(str(error), error=True)
        return
    await room.app.push_screen(screen)
