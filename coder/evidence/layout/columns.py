"""Columns: the order in which the rows of a page are read."""

from __future__ import annotations

from itertools import pairwise

from coder.evidence.layout.lines import Line, Row, joined

ENOUGH = 6
"""Rows with text on both sides that make a gap a gutter."""
BROAD = 0.25
"""Of the width of the text: what is narrower is a margin, a number or a label."""


def frames(rows: list[Row]) -> list[list[Line]]:
    """The lines of a page in reading order, one list for each stretch of a column.

    Rows that cross a gutter part the columns above from those below.
    """
    gutter = _gutter(rows)
    if gutter is None:
        return [[joined(row) for row in rows]] if rows else []
    read: list[list[Line]] = []
    across: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if any(line.left < gutter < line.right for line in row):
            if left or right:
                read += frames(left) + frames(right)
                left, right = [], []
            across.append(row)
            continue
        if across:
            read += frames(across)
            across = []
        left += [part] if (part := [line for line in row if line.right <= gutter]) else []
        right += [part] if (part := [line for line in row if line.left >= gutter]) else []
    return read + frames(across) + frames(left) + frames(right)


def _gutter(rows: list[Row]) -> float | None:
    """The middle of the gap that most rows share, if both sides of it are columns of running text."""
    gaps = [(row[at].right, row[at + 1].left) for row in rows for at in range(len(row) - 1)]
    if len(gaps) < ENOUGH:
        return None
    edges = sorted([(start, 1) for start, _ in gaps] + [(end, -1) for _, end in gaps])
    depth = most = 0
    start = end = 0.0
    for at, (x, step) in enumerate(edges):
        depth += step
        if depth > most:
            most, start, end = depth, x, edges[at + 1][0]
    if most < ENOUGH:
        return None
    gutter = (start + end) / 2
    both = [row for row in rows if any(a.right < gutter < b.left for a, b in pairwise(row))]
    return gutter if _flows(both, gutter, _width(rows)) else None


def _width(rows: list[Row]) -> float:
    return max(row[-1].right for row in rows) - min(row[0].left for row in rows)


def _flows(both: list[Row], gutter: float, width: float) -> bool:
    """Both sides are broad, and most lines of the left one are full, as cells of a table are not."""
    lefts = [[line for line in row if line.right < gutter] for row in both]
    rights = [[line for line in row if line.left > gutter] for row in both]
    left, right = _width(lefts), _width(rights)
    full = sum(row[-1].right - row[0].left > 0.7 * left for row in lefts)
    return min(left, right) > BROAD * width and full > 0.5 * len(both)
