"""Plain text -> blocks: paragraphs between blank lines, hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from coder.evidence.blocks import Block, Document, tidy, tidy_line
from coder.evidence.readers.lines import ENDED, are_people, is_point

MARKER = re.compile(r"([-*+•·▪‣–]|\(?(?:\d{1,4}|[a-z]|[ivx]{1,5})[.)])\s+")
STARTS = re.compile(
    r"[•▪‣]\s|(?:QUESTION|Question|Q)\s?\d*\s?[-–—:.]|[A-Z][A-Z ]{3,30}:|\((?:Agenda )?Item\b"
    r"|[A-Z][a-z]+(?: [a-z]+){0,2}:(?: |$)",
)
ALONE = re.compile(
    r"\((?:Agenda )?Item\.? ?(?:No\.? ?)?\d+[A-Za-z]?\)$|\d{1,2}[.:]\d\d ?(?:[ap]\.?m\.?)?$", re.IGNORECASE
)
NAMED = re.compile(r"[A-Z][A-Za-z ]{2,30}:")
BULLET = re.compile(r"[-*–+]\s")
INDENTED = re.compile(r" {2,8}\S")
SETTLED = (*ENDED, "-", "–", "—")
WRAP = 160
"""Characters. Where a line is longer the text is not wrapped by hand, and every line is a paragraph."""


def read(text: str, document: Document) -> None:
    """Add the blocks of a plain text to the document."""
    page = 1
    for lines, start in _chunks(text):
        if lines[0] == "\f":
            page += 1
            continue
        content = (
            tidy_line(lines[0]) if len(lines) == 1 else tidy(("\n" if are_people(lines) else " ").join(lines))
        )
        marker = ""
        if found := MARKER.match(content):
            marker, content = found[1], content[found.end() :]
        document.blocks.append(Block(content, start, marker=marker, page=page))


def _chunks(text: str) -> Iterator[tuple[list[str], int]]:
    held: list[str] = []
    start = 0
    every = text.split("\n")
    wrapped = max(map(len, every)) <= WRAP
    indented = wrapped and _paragraphs_are_indented(every)
    for number, raw in enumerate(every, 1):
        if "\f" in raw:
            if held:
                yield held, start
                held = []
            yield ["\f"], number
        line = raw.strip()
        if held and (not line or not wrapped or (indented and _opens(raw, held[-1])) or _starts(line, held)):
            yield held, start
            held = []
        if line:
            if not held:
                start = number
            held.append(line)
    if held:
        yield held, start


def _paragraphs_are_indented(lines: list[str]) -> bool:
    """Whether a paragraph is known by the indent of its first line, as in print, and not by a blank line.

    Then what stands above an indented line has ended; where points hang, it mostly has not.
    """
    inner = [
        above.rstrip().endswith(SETTLED)
        for above, line in pairwise(lines)
        if above.strip() and not above.startswith(" ") and INDENTED.match(line)
    ]
    return len(inner) >= 5 and sum(inner) >= 0.8 * len(inner)


def _opens(raw: str, above: str) -> bool:
    """An indented line below one that has ended, in a text whose paragraphs are indented."""
    return INDENTED.match(raw) is not None and above.endswith(SETTLED)


def _starts(line: str, held: list[str]) -> bool:
    """A line begins a block of its own without a blank line before it."""
    if STARTS.match(line) is not None or ALONE.match(held[-1]) is not None:
        return True
    if held[-1].isupper() and not line.isupper() and NAMED.match(held[0]) is None:
        return True  # a heading in capitals
    if BULLET.match(line) is not None:
        return held[-1].endswith(ENDED) or BULLET.match(held[0]) is not None
    return is_point(line, held)
