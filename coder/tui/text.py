"""Text from outside made fit to draw: cleaned of controls, wrapped and cut by terminal cells."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, chop_cells

UNSHOWN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, bidi marks and overrides, lone surrogates: nothing of what is said, much that misleads."""

LIST_MARK = re.compile(r"\s*(?:[-*•–]|\(?[0-9a-zA-Z]{1,3}[.)])\s+|\s+")


def clean(text: str) -> str:
    """The text without what a terminal could act on; newlines stay, tabs become spaces."""
    return UNSHOWN.sub("", text.replace("\t", " "))


def line(text: str) -> str:
    """The text cleaned, on one line."""
    return " ".join(clean(text).split())


@lru_cache(2048)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Lines of at most `width` cells; the points of a list hang under their mark."""
    lines: list[str] = []
    for part in clean(text).split("\n"):
        mark = LIST_MARK.match(part)
        hang = len(mark.group()) if mark and len(mark.group()) * 3 < width else 0
        lines += _wrap_line(part.rstrip(), max(width, 1), hang)
    return tuple(lines)


def _wrap_line(text: str, width: int, hang: int) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    lines, current, used = [], text[:hang], hang
    empty = True
    for word in text[hang:].split():
        cells = cell_len(word)
        if not empty and used + 1 + cells > width:
            lines.append(current)
            current, used, empty = " " * hang, hang, True
        if used + cells > width:
            *full, rest = chop_cells(word, max(width - used, 1))
            for piece in full:
                lines.append(current + piece)
                current = " " * hang
            word, cells = rest, cell_len(rest)  # noqa: PLW2901
        current += word if empty else f" {word}"
        used += cells + (not empty)
        empty = False
    return [*lines, current]


def fit(text: str, width: int) -> str:
    """The text on one line, cut with an ellipsis where it is wider than `width` cells."""
    text = line(text)
    if cell_len(text) <= width:
        return text
    return chop_cells(text, width - 1)[0].rstrip() + "…" if width > 1 else "…"[:width]
