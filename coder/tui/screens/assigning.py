"""Assign sessions to coders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.events import Key, Paste
from textual.widget import Widget

from coder.coding import again_of
from coder.errors import CoderError
from coder.inquiry.assigning import Assignment, Wish, assign, known_coders
from coder.inquiry.folder import Inquiry
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.modal import Modal
from coder.tui.screens.several import Option, Several
from coder.tui.text import fit
from coder.tui.widgets.choices import Choices
from coder.tui.widgets.lines import Line

NAME = 12
MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the form: its name, what stands there, and what changing it does."""

    id: str
    name: str
    said: str
    change: Callable[[], None] = lambda: None


class Assigning(Modal[Assignment]):
    """Gives the assignment that was made. What cannot be is said below, and the form stays."""

    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.ASSIGNING
    BINDINGS: ClassVar = commands.bindings(KEYS)
    WIDTH = 84

    def __init__(self, inquiry: Inquiry, actor: str) -> None:
        super().__init__("Assign")
        self.inquiry, self.actor = inquiry, actor
        self.sessions: tuple[str, ...] = ()
        self.coders: tuple[str, ...] = ()
        self.blind, self.again, self.rest = True, False, ""
        self.numbers = {"share": "100", "seed": ""}
        self.choices: Choices[Field] = Choices(self._fields(), self._row, "")

    def parts(self) -> Iterable[Widget]:
        return [self.choices]

    def rows(self, width: int) -> int:
        return len(self._fields())

    def _fields(self) -> list[Field]:
        """The lines, with what stands on them now."""
        work = "a part of their own work again" if self.again else "what is chosen, for the first time"
        fields = [
            Field("sessions", "Sessions", ", ".join(self.sessions) or "none yet", self._choose_sessions),
            Field("coders", "Coders", ", ".join(self.coders) or "nobody yet", self._choose_coders),
            Field("again", "They code", work, self._turn_again),
            Field("share", "Of it", f"{self.numbers['share'] or '…'}% {self._by_whom()}"),
        ]
        if not self.again:
            how = "blind: nobody sees another's tags until done" if self.blind else "open: all see all"
            fields.append(Field("blind", "How", how, self._turn_blind))
            if self.numbers["share"] != "100":
                rest = f"all of it to {self.rest}" if self.rest else "shared out among them"
                fields.append(Field("rest", "The rest", rest, self._turn_rest))
        if self.again or self.numbers["share"] != "100":
            fields.append(Field("seed", "Seed", self.numbers["seed"] or "drawn; the journal keeps it"))
        return [*fields, Field("make", "", "Assign", self.action_make)]

    def _by_whom(self) -> str:
        return "of what each has read" if self.again else "of the paragraphs by all of them"

    def _row(self, field: Field, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        said = f"[ {field.said} ]" if field.id == "make" else field.said
        text = fit(said, width - NAME - 2)
        typed = " ▏" if here and field.id in self.numbers else ""
        left: Line = [("› " if here else "  ", on), (field.name.ljust(NAME), dim), (text, on + palette.bold)]
        return [*left, (typed, dim), (" " * max(0, width - NAME - 2 - len(text) - len(typed)), on)]

    def _show(self) -> None:
        at = self.choices.item.id if self.choices.item else ""
        fields = self._fields()
        self.footer.say("")
        self.choices.show(fields, next((place for place, one in enumerate(fields) if one.id == at), 0))
        self.fit_box()

    # Changing

    def action_move(self, steps: int) -> None:
        self.choices.move(steps)

    def on_choices_picked(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        if self.choices.item:
            self.choices.item.change()

    def typed(self, event: Key | Paste) -> bool:
        """Digits are for the line under the cursor, where it has a number."""
        field = self.choices.item
        if not isinstance(event, Key) or field is None or field.id not in self.numbers:
            return False
        was = self.numbers[field.id]
        if event.key == "backspace":
            self.numbers[field.id] = was[:-1]
        elif event.character and event.character in "0123456789":
            begun = "" if was == "100" and field.id == "share" else was
            self.numbers[field.id] = (begun + event.character)[:MOST_DIGITS]
        else:
            return False
        self._show()
        return True

    def _choose_sessions(self) -> None:
        heads = self.inquiry.store.index.sessions()
        options = [Option(head.slug, head.title, head.date or "") for head in heads]
        self._choose("Which sessions?", options, "sessions", "")

    def _choose_coders(self) -> None:
        known = dict.fromkeys([*known_coders(self.inquiry), again_of(self.actor) or self.actor])
        options = [Option(one, one) for one in known]
        self._choose("Which coders?", options, "coders", "coder")

    def _choose(self, title: str, options: list[Option], what: str, new: str) -> None:
        box = Several(title, options, getattr(self, what), new)

        def taken(done: Option | None) -> None:
            if done:
                setattr(self, what, box.taken)
                self._show()

        self.app.push_screen(box, taken)

    def _turn_again(self) -> None:
        self.again = not self.again
        self._show()

    def _turn_blind(self) -> None:
        self.blind = not self.blind
        self._show()

    def _turn_rest(self) -> None:
        choices = ["", *self.coders]
        self.rest = choices[(choices.index(self.rest) + 1) % len(choices)] if self.rest in choices else ""
        self._show()

    # Making it

    def action_make(self) -> None:
        try:
            self.dismiss(assign(self.inquiry, self.actor, self._wish()))
        except CoderError as error:
            self.footer.say(str(error), error=True)

    def _wish(self) -> Wish:
        """What the form says. Raises CoderError where something is missing."""
        for chosen, what in ((self.sessions, "sessions"), (self.coders, "coders")):
            if not chosen:
                raise CoderError(f"Choose the {what} first.")
        share, seed = self.numbers["share"], self.numbers["seed"]
        if not share:
            raise CoderError("Say what share of the paragraphs all of them are to code, such as 20.")
        rest = self.rest if share != "100" and self.rest in self.coders else ""
        return Wish(
            self.sessions,
            self.coders,
            self.blind,
            int(share) / 100,
            rest,
            int(seed) if seed else None,
            self.again,
        )
