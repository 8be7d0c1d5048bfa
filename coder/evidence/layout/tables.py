"""Tables: rows whose cells stand under one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coder.evidence.layout.lines import Line, Row, joined
from coder.evidence.layout.marks import BULLET, LABEL, MARKER, NUMBER

ALIGNED = 4.0
"""Points within which the edges or middles of two cells are one."""
APART = 3.0
"""Times the size of the text: a wider step down ends a table."""
CLOSE = 1.4
"""Times the size of the text: a wider step down is not one within a cell."""


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines of a column with each row of a table as one line, its cells parted by ` | `.

    A table is two or more rows, one under the other, in which another cell than the first stands under
    one above. A number, a bullet or a label with its text to the right of it is no table.
    """
    made: list[Line] = []
    at = 0
    while at < len(lines):
        end = at + 1
        if _cells(lines[at]):
            while end < len(lines) and _under(lines[at:end], lines[end]):
                end += 1
        table = lines[at:end]
        made += _rows(table) if sum(_cells(line) for line in table) > 1 else table
        at = end
    return made


def _cells(line: Line) -> bool:
    if not line.cells or line.alone:
        return False
    first = line.cells[0].text + " "
    numbered = MARKER.match(first) or BULLET.match(first.strip()) or NUMBER.match(first)
    return not (numbered or LABEL.fullmatch(first))


def _under(table: Sequence[Line], line: Line) -> bool:
    """The line is a row, or a wrapped cell, of the table above it."""
    step = table[-1].base - line.base
    if line.alone or not 0 < step < (APART if line.cells else CLOSE) * line.size:
        return False
    above = next(row for row in reversed(table) if row.cells)
    if line.cells:
        pairs = ((a, b) for row in table[-9:] for a in row.cells[1:] for b in line.cells[1:])
        return _cells(line) and any(_same(a, b) for a, b in pairs)
    if any(_same(cell, line) for cell in above.cells[1:]):
        return True
    return _near(line.left, above.left) and line.right < above.cells[1].left


def _same(a: Line, b: Line) -> bool:
    return _near(a.left, b.left) or _near(a.right, b.right) or _near(a.left + a.right, b.left + b.right)


def _near(x: float, other: float) -> bool:
    return abs(x - other) < ALIGNED


def _rows(table: Sequence[Line]) -> list[Line]:
    """A line without all its cells, or closer to the one above than rows are, goes on in the cells above."""
    steps = [above.base - line.base for above, line in pairwise(table)]
    tight = 1.1 * min(steps) if max(steps) > 1.2 * min(steps) else 0.0
    rows: list[Row] = []
    for line, step in zip(table, [float("inf"), *steps], strict=True):
        if rows and (step <= tight or not line.cells):
            rows[-1] = _wrapped(rows[-1], line.cells or [line])
        else:
            rows.append(list(line.cells or [line]))
    return [_alone(joined(row, " | ")) for row in rows]


def _wrapped(row: Row, more: Row) -> Row:
    """The cells of a row with further lines of them: each goes to the cell it stands under."""
    held = list(row)
    for line in more:
        near = min(range(len(held)), key=lambda at: abs(held[at].left - line.left))
        cell = held[near]
        parts = [*cell.parts, (" ", False), *line.parts]
        held[near] = Line(parts, min(cell.left, line.left), max(cell.right, line.right), cell.base, cell.size)
    return held


def _alone(line: Line) -> Line:
    return Line(line.parts, line.left, line.right, line.base, line.size, alone=True)
