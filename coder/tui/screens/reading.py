"""Boxes that are read and closed: help, the meaning of a code, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from textual.widget import Widget

from coder.codebook import Code, Codebook
from coder.tui import commands
from coder.tui.commands import Command
from coder.tui.palette import Palette, palette_of
from coder.tui.screens.modal import Modal, Result
from coder.tui.text import wrap
from coder.tui.widgets.definition import definition
from coder.tui.widgets.lines import Line
from coder.tui.widgets.pager import Body, Pager

GROUPS = ("Quoting", "Coding", "Codebook", "Reviewing", "Finding", "Memo", "Moving", "General")


class Paged(Modal[Result]):
    """A text in a box, scrolled where it is long."""

    def __init__(self, title: str, body: Body) -> None:
        super().__init__(title)
        self.pager = Pager(body)

    def parts(self) -> Iterable[Widget]:
        return [self.pager]

    def rows(self, width: int) -> int:
        return len(self.pager.body(width, palette_of(self.app)))

    def action_scroll(self, steps: int) -> None:
        self.pager.scroll_text(steps)

    def action_page(self, pages: int) -> None:
        self.pager.scroll_text(pages * max(1, self.pager.size.height - 2))


class Reading(Paged[None]):
    """A text that is read and closed."""

    KEYS: ClassVar = commands.READING
    BINDINGS: ClassVar = commands.bindings(KEYS)


class Help(Reading):
    """Every key of a screen, by group."""

    def __init__(self, keys: Sequence[Command]) -> None:
        super().__init__("Keys", lambda width, palette: help_lines(keys, width, palette))


class Meaning(Reading):
    """What a code means, with what it includes and excludes."""

    def __init__(self, codebook: Codebook, code: Code, memo: str = "") -> None:
        super().__init__("Code", lambda width, palette: definition(codebook, code, width, palette, memo))


class Remarks(Reading):
    """What was found when the transcripts were taken in."""

    def __init__(self, remarks: Sequence[str]) -> None:
        super().__init__("Remarks", lambda width, palette: remark_lines(remarks, width, palette))


def help_lines(keys: Sequence[Command], width: int, palette: Palette) -> list[Line]:
    """Group by group: the keys, the name, and what it does."""
    left = max(cell_len(command.shown) for command in keys) + 2
    lines: list[Line] = []
    ordered = sorted(keys, key=lambda one: GROUPS.index(one.group))
    for group, members in groupby(ordered, lambda one: one.group):
        lines += [[]] if lines else []
        lines.append([(group, palette.theme)])
        for command in members:
            first, *rest = wrap(command.help, max(width - left, 16))
            shown = command.shown + " " * (left - cell_len(command.shown))
            lines.append([(shown, palette.strong), (first, palette.text)])
            lines += [[(" " * left, palette.strong), (text, palette.text)] for text in rest]
    return lines


def remark_lines(remarks: Sequence[str], width: int, palette: Palette) -> list[Line]:
    """A point for each remark."""
    texts = remarks or ["Nothing to remark: all transcripts were taken in, and every tag has its place."]
    return [[(text, palette.text)] for remark in texts for text in wrap(f"- {remark}", width)]
