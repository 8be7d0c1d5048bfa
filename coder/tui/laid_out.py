"""Evidence laid out for drawing: each line knows where in the text its characters stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from coder.tui.text import UNSHOWN, wrap

NOWHERE = -1
"""In place of an offset, for what stands nowhere in the text."""
GLUE = "\ue000"
"""A space at which no line is broken: a mark and the word it belongs to stay together."""


class Mark(NamedTuple):
    """A passage to be marked where it begins and where it ends."""

    start: int
    end: int
    sign: str


class Row(NamedTuple):
    """A line; for each character the codepoint of the text it is, NOWHERE, or `of_mark` of a mark's place."""

    text: str
    offsets: tuple[int, ...]

    def at(self, x: int) -> int | None:
        """The codepoint of the text in a column, else the nearest before it, else the first."""
        used, found = 0, None
        for sign, offset in zip(self.text, self.offsets, strict=True):
            if offset >= 0 and (used <= x or found is None):
                found = offset
            used += cell_len(sign)
        return found


def of_mark(place: int) -> int:
    """What stands in place of an offset in the sign of a mark, and back."""
    return -2 - place


@lru_cache(64)
def lay_out(text: str, marks: tuple[Mark, ...], width: int) -> tuple[Row, ...]:
    """The text in lines of at most `width` cells, as `wrap` has them, with the signs of the marks in it."""
    signed, sources = _with_signs(text, marks)
    lines = wrap(signed, width)
    return tuple(
        Row(line.replace(GLUE, " "), tuple(sources[at] if at >= 0 else at for at in offsets))
        for line, offsets in zip(lines, offsets_of(signed, lines), strict=True)
    )


def _with_signs(text: str, marks: Sequence[Mark]) -> tuple[str, list[int]]:
    """`‹t` before and `t›` after each passage; of those that begin together the longest is outermost."""
    signs: list[tuple[int, int, int, int, str]] = []
    for place, mark in enumerate(marks):
        signs.append((mark.start, 1, -mark.end, place, f"‹{mark.sign}{GLUE}"))
        signs.append((mark.end, 0, -mark.start, -place, f"{GLUE}{mark.sign}›"))
    pieces, sources, done = [], list[int](), 0
    for at, _, _, place, sign in sorted(signs):
        pieces += [text[done:at], sign]
        sources += [*range(done, at), *[of_mark(abs(place))] * len(sign)]
        done = at
    return "".join([*pieces, text[done:]]), [*sources, *range(done, len(text))]


def offsets_of(text: str, lines: Iterable[str]) -> list[tuple[int, ...]]:
    """Where each character of wrapped lines stands in the text they were wrapped from.

    Wrapping leaves out what is not shown, folds white space and adds it, and keeps all else in order.
    """
    found, at = [], 0
    unshown = {one.start() for one in UNSHOWN.finditer(text) if one.group() != "\t"}
    shown = [place for place in range(len(text)) if place not in unshown]
    for line in lines:
        offsets = []
        for sign in line:
            if sign.isspace():
                kept = at < len(shown) and text[shown[at]].isspace() and text[shown[at]] != "\n"
            else:
                while text[shown[at]].isspace():
                    at += 1
                kept = True
            offsets.append(shown[at] if kept else NOWHERE)
            at += kept
        found.append(tuple(offsets))
    return found


def row_of(rows: Sequence[Row], offset: int) -> int:
    """Which line a codepoint of the text stands on, or would."""
    firsts = [next((one for one in row.offsets if one >= 0), None) for row in rows]
    known = [(first, place) for place, first in enumerate(firsts) if first is not None]
    return known[max(bisect_right(known, (offset, len(rows))) - 1, 0)][1] if known else 0
