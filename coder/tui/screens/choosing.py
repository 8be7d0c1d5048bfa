"""Boxes in which one thing of a list is chosen: a command, a theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from textual.app import App
from textual.events import Key, Paste
from textual.widget import Widget

from coder.inquiry.who import prefer
from coder.tui import commands
from coder.tui.commands import Command
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.modal import Modal
from coder.tui.text import fit
from coder.tui.themes import about, names
from coder.tui.widgets.choices import Choices, Row
from coder.tui.widgets.field import Field
from coder.tui.widgets.lines import Line, spread

Item = TypeVar("Item")


class Choose(Modal[Item]):
    """A line to type on and a list that follows it; gives the item chosen, or None."""

    KEYS: ClassVar[tuple[Command, ...]] = commands.CHOOSING
    BINDINGS: ClassVar = commands.bindings(KEYS)
    ROWS = 18

    def __init__(self, title: str, label: str, items: Sequence[Item], row: Row[Item], nothing: str) -> None:
        super().__init__(title)
        self.all = items
        self.field = Field(label)
        self.choices = Choices(items, row, nothing)

    def parts(self) -> Iterable[Widget]:
        return [self.field, self.choices]

    def rows(self, width: int) -> int:
        return min(1 + len(self.all), self.ROWS)

    def found(self, query: str) -> list[Item]:
        """The items for what was typed."""
        raise NotImplementedError

    def typed(self, event: Key | Paste) -> bool:
        """Narrow by what is typed; whether the key was one for the field."""
        taken = self.field.typed(event)
        if taken:
            self.reach_at_once(lambda: self.choices.show(self.found(self.field.value)))
        return taken

    def on_choices_picked(self) -> None:
        self.action_pick()

    def action_move(self, steps: int) -> None:
        self.choices.move(steps)

    def action_page(self, pages: int) -> None:
        self.choices.page(pages)

    def action_pick(self) -> None:
        if self.choices.item is not None:
            self.dismiss(self.choices.item)


class ChooseCommand(Choose[Command]):
    """Every command of a screen, with its keys."""

    WIDTH = 100

    def __init__(self, keys: Sequence[Command]) -> None:
        others = [command for command in keys if command.id != "commands"]
        self.left = max(cell_len(command.name) for command in others) + 4
        super().__init__("Commands", "Do:", others, self._row, "No command of this screen has these letters.")

    def found(self, query: str) -> list[Command]:
        return find(self.all, query, lambda one: (one.name, one.id), lambda one: one.help)

    def _row(self, command: Command, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        name = fit(command.name, self.left - 3).ljust(self.left - 2)
        left: Line = [("› " if here else "  ", on), (name, on + palette.bold if here else on)]
        help_ = fit(command.help, width - self.left - cell_len(command.shown) - 1)
        return spread([*left, (help_, dim)], [(command.shown, on)], width, on)


class ChooseTheme(Choose[str]):
    """The themes, each shown while the cursor is on it; the one chosen is kept for the next run."""

    def __init__(self, app: App[None]) -> None:
        self.before = app.theme
        super().__init__("Theme", "Theme:", names(app), self._row, "No theme has these letters.")
        self.choices.at = self.all.index(self.before)

    def found(self, query: str) -> list[str]:
        return find(self.all, query, lambda one: (one,), about)

    def _row(self, name: str, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        left: Line = [("› " if here else "  ", on), (name.ljust(22), on + palette.bold if here else on)]
        sign = "in force" if name == self.before else ""
        note = fit(about(name), width - 25 - len(sign))
        return spread([*left, (note, dim)], [(sign, dim)], width, on)

    def on_choices_moved(self) -> None:
        if self.choices.item:
            self.app.theme = self.choices.item

    def action_pick(self) -> None:
        if self.choices.item:
            prefer(theme=self.app.theme)
            self.dismiss(self.choices.item)

    def action_close(self) -> None:
        self.app.theme = self.before
        self.dismiss(None)
