"""Runs of text on a page, the lines they stand on, and the rows of lines across the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from coder.evidence.blocks import SIGN

Parts = list[tuple[str, bool]]
"""Pieces of (text, bold)."""

LEADER = re.compile(r"(?:[.…·_\ufffd]\s*){4,}")


class Run(NamedTuple):
    """A stretch of text in one font. Points, y upwards; `spaced` where a blank stands before it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    spaced: bool = True
    order: int = 0
    """Where it comes in the file; two runs that follow one another there touch unless `spaced`."""


@dataclass(slots=True)
class Page:
    """The runs of one page, as they come in the file."""

    number: int
    runs: list[Run]


@dataclass
class Line:
    """Text on one baseline. Where wide gaps part it, `cells` are the pieces between them."""

    parts: Parts
    left: float
    right: float
    base: float
    size: float
    cells: list[Line] = field(default_factory=list)
    alone: bool = False
    """A paragraph of its own: a row of a table, an entry of a table of contents."""

    @cached_property
    def text(self) -> str:
        return "".join([text for text, _ in self.parts])

    @cached_property
    def bold(self) -> bool:
        return all(bold for text, bold in self.parts if text.strip())


Row = list[Line]
"""Lines that share a baseline, from the left."""


def rows(runs: Iterable[Run]) -> list[Row]:
    """The rows of a page from the top. A raised or lowered small run stands in the row of its neighbours."""
    held: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.base):
        if held and held[-1][0].base - run.base < 0.5 * max(run.size, held[-1][0].size):
            held[-1].append(run)
        else:
            held.append([run])
    return [_row(sorted(row, key=lambda run: run.left)) if len(row) > 1 else [_line(row)] for row in held]


def _row(runs: list[Run]) -> Row:
    """Cut at gaps wider than blanks are."""
    cut: Row = []
    start = 0
    for at in range(1, len(runs)):
        if runs[at].left - runs[at - 1].right > min(runs[at].size, runs[at - 1].size):
            cut.append(_line(runs[start:at]))
            start = at
    cut.append(_line(runs[start:]))
    return cut


def _line(runs: list[Run]) -> Line:
    parts: Parts = []
    before: Run | None = None
    for run in runs:
        if before is not None and (_apart(before, run) or (before is runs[0] and _numbers(before, run))):
            parts.append((" ", run.bold and before.bold))
        parts.append((run.text, run.bold))
        before = run
    main = runs[0] if len(runs) == 1 else max(runs, key=lambda run: len(run.text))
    line = Line(parts, runs[0].left, max([run.right for run in runs]), main.base, main.size)
    if LEADER.search(line.text):
        text = LEADER.sub(" ", line.text)
        line = Line([(text, line.bold)], line.left, line.right, line.base, line.size, alone=True)
    return line


def _apart(before: Run, run: Run) -> bool:
    gap = run.left - before.right
    if run.order == before.order + 1:
        return run.spaced or gap > 0.5 * run.size
    return gap > 0.15 * run.size


def _numbers(before: Run, run: Run) -> bool:
    """An automatic number is drawn by itself, and may touch its text."""
    return SIGN.fullmatch(before.text) is not None and not run.text[0].isdigit()


def joined(row: Row, between: str = " ") -> Line:
    """A row as one line, its pieces kept as cells."""
    if len(row) == 1:
        return row[0]
    parts = list(row[0].parts)
    for line in row[1:]:
        parts += [(between, False), *line.parts]
    main = max(row, key=lambda line: len(line.text))
    right = max(line.right for line in row)
    return Line(parts, row[0].left, right, main.base, main.size, row, any(line.alone for line in row))
