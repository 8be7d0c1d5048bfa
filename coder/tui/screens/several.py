"""Take several things out of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.events import Key, Paste

from coder.tui import commands
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, cells, spread


@dataclass(frozen=True, slots=True)
class Option:
    """One thing of the list: what stands for it, its name, and what is to be said at the end of its line."""

    key: str
    name: str
    what: str = ""


class Several(Choose[Option]):
    """Gives the keys of those taken in `taken`, in the order of the list; dismissed with an Option of no
    meaning where they are to be used, with None where nothing is to change."""

    KEYS: ClassVar = commands.SEVERAL
    BINDINGS: ClassVar = commands.bindings(KEYS)
    DONE: ClassVar = Option("", "")

    def __init__(self, title: str, options: Sequence[Option], taken: Sequence[str], new: str = "") -> None:
        """With `new`, what is typed may be taken too; it says what such a thing is."""
        there = {one.key for one in options}
        added = [Option(key, key, new) for key in taken if key not in there]
        self.new, self.marked = new, set(taken)
        super().__init__(title, "Find:", [*options, *added], self._row, "Nothing has these letters.")

    @property
    def taken(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.all if one.key in self.marked)

    def typed(self, event: Key | Paste) -> bool:
        """Space is for the line under the cursor."""
        return not (isinstance(event, Key) and event.key == "space") and super().typed(event)

    def found(self, query: str) -> list[Option]:
        found = find(self.all, query, lambda one: (one.name, one.key, one.what))
        written = query.strip()
        if self.new and written and written not in {one.key for one in self.all}:
            found.append(Option(written, written, f"new {self.new}"))
        return found

    def on_choices_picked(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        one = self.choices.item
        if one is None:
            return
        if one.key not in {other.key for other in self.all}:
            self.all = [*self.all, Option(one.key, one.name, self.new)]
        self.marked ^= {one.key}
        at = self.choices.at
        if self.field.value:
            self.field.clear()
            at = [other.key for other in self.all].index(one.key)
        self.choices.show(self.found(""), at)

    def action_take_none(self) -> None:
        self.marked.clear()
        self.choices.show_again()

    def action_done(self) -> None:
        """What is typed as new and not yet taken is meant too."""
        one = self.choices.item
        if self.field.value and one and one.key not in self.marked:
            self.action_take()
        self.dismiss(self.DONE)

    def _row(self, one: Option, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        taken = one.key in self.marked
        left: Line = [("› " if here else "  ", on), ("[x] " if taken else "[ ] ", on)]
        name = fit(one.name, width - cells(left) - len(one.what) - 2)
        return spread([*left, (name, on + palette.bold if taken else on)], [(f"{one.what} ", dim)], width, on)
