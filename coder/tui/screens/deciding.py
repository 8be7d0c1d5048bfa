"""Boxes beside a decision: why, which step of the scale, which difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from coder.adjudication import Case
from coder.codebook import Code
from coder.inquiry.settling import STATE_NAMES, Queue
from coder.tui import commands
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, cells, spread

LONGEST = 300
"""Letters of a reason."""


class Reason(Choose[str]):
    """Gives a reason: what is typed, or one of those kept."""

    KEYS: ClassVar = commands.REASON
    BINDINGS: ClassVar = commands.bindings(KEYS)
    WIDTH = 84

    def __init__(self, title: str, reasons: Sequence[str]) -> None:
        super().__init__(title, "Why:", reasons, self._row, "Type the reason.")
        self.field.MOST = LONGEST

    def rows(self, width: int) -> int:
        return min(2 + len(self.all), 12)

    def found(self, query: str) -> list[str]:
        """What is typed, as it stands, comes first."""
        written = " ".join(query.split())
        return list(dict.fromkeys([*filter(None, [written]), *find(self.all, query, lambda one: (one,))]))

    def _row(self, reason: str, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        what = "" if reason in self.all else "as typed"
        left: Line = [("› " if here else "  ", on), (fit(reason, width - len(what) - 4), on)]
        return spread(left, [(f"{what} ", dim)], width, on)


class Step(Choose[int]):
    """Gives the step of a code's scale that stands, 0 for none."""

    def __init__(self, code: Code, first: Sequence[int]) -> None:
        """`first` are the steps that were put."""
        self.code, self.put = code, first
        steps = [*first, *(step for step in range(1, len(code.values) + 1) if step not in first), 0]
        super().__init__(f"{code.name}: which step?", "Find:", steps, self._row, "No step has these letters.")

    def found(self, query: str) -> list[int]:
        return find(self.all, query, lambda one: (self._called(one), str(one)))

    def _called(self, step: int) -> str:
        return self.code.values[step - 1] if step else "no step"

    def _row(self, step: int, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        name = fit(f"{step or ' '} {self._called(step)}", width - 12)
        return spread(
            [("› " if here else "  ", on), (name, on)],
            [("put here " if step in self.put else "", dim)],
            width,
            on,
        )


class ListDifferences(Choose[Case]):
    """Gives the case to go to."""

    WIDTH = 100

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.placed = queue.inquiry.store.index.paragraphs([case.paragraph for case in queue.cases])
        super().__init__("Differences", "Find:", queue.cases, self._row, "No difference has these letters.")
        self.choices.at = queue.at

    def _cited(self, case: Case) -> str:
        placed = self.placed.get(case.paragraph)
        return (placed.paragraph.citation if placed else "") or case.paragraph

    def found(self, query: str) -> list[Case]:
        name = self.queue.code_of
        return find(
            self.all, query, lambda one: (name(one.code).name, self._cited(one), STATE_NAMES[one.state])
        )

    def _row(self, case: Case, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        state = STATE_NAMES[case.state] + (", unclear" if case.unclear else "")
        left: Line = [("› " if here else "  ", on), (fit(self._cited(case), 16).ljust(10) + " ", on)]
        left.append((fit(self.queue.code_of(case.code).name, 26).ljust(26) + " ", on + palette.bold))
        placed = self.placed.get(case.paragraph)
        text = fit(placed.paragraph.text if placed else "", width - cells(left) - len(state) - 2)
        return spread([*left, (text, dim)], [(f"{state} ", dim)], width, on)
