"""Choose what stepping stops at."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.events import Key, Paste

from coder.inquiry.filters import Choice, Filter, choices
from coder.inquiry.stepping import Stepper, View
from coder.tui import commands
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, cells, spread

BOXES = {"": "[ ]", "with": "[x]", "without": "[–]"}


class ChooseFilter(Choose[Any]):
    """Gives the filter once it is to be applied; it is changed line by line."""

    KEYS = commands.FILTERING
    BINDINGS: ClassVar = commands.bindings(KEYS)
    ROWS = 24

    def __init__(self, stepper: Stepper, view: View) -> None:
        self.stepper, self.view = stepper, view
        self.wanted = stepper.filter
        super().__init__(
            "Step only through",
            "Find:",
            choices(stepper, view, self.wanted),
            self._row,
            "Nothing has these letters.",
        )

    def typed(self, event: Key | Paste) -> bool:
        """Space is for the line under the cursor."""
        return not (isinstance(event, Key) and event.key == "space") and super().typed(event)

    def found(self, query: str) -> list[Choice]:
        return find(self.all, query, lambda one: (one.name, one.group))

    def action_pick(self) -> None:
        """What a click does."""
        self.action_ask()

    def action_ask(self) -> None:
        if self.choices.item:
            self._ask(self.choices.item.then)

    def action_ask_nothing(self) -> None:
        self._ask(Filter())

    def _ask(self, wanted: Filter) -> None:
        self.wanted, at = wanted, self.choices.at
        self.all = choices(self.stepper, self.view, wanted)
        self.choices.show(self.found(self.field.value), at)

    def action_apply(self) -> None:
        self.dismiss(self.wanted)

    def _row(self, choice: Choice, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        name_style = on + palette.bold if choice.asked else on
        how = choice.asked if choice.group == "code" and choice.asked else choice.group
        number = self._left(choice)
        right: Line = [(how, dim), (" " * (16 - len(number)), on), (f"{number} ", on)]
        left: Line = [("› " if here else "  ", on), (f"{BOXES[choice.asked]} ", name_style)]
        name = fit(choice.name, width - cells(left) - cells(right) - 1)
        return spread([*left, (name, name_style)], right, width, on)

    def _left(self, choice: Choice) -> str:
        """How many paragraphs would be left; of a code, with it and without it."""
        if choice.left is None:
            return ""
        if len(choice.left) == 1:
            return f"{choice.left[0]:,}"
        return f"{choice.left[0]:,} · {choice.left[1]:,} not"
