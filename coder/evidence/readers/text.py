"""Plain text -> blocks: paragraphs between blank lines, hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coder.evidence.blocks import Block, Document

MARKER = re.compile(r"([-*+•·▪‣–]|\(?(?:\d{1,4}|[a-z]|[ivx]{1,5})[.)])\s+")
STARTS = re.compile(
    r"[•▪‣]\s|(?:QUESTION|Question|Q)\s?\d*\s?[-–—:.]|[A-Z][A-Z ]{3,30}:|\((?:Agenda )?Item\b"
    r"|(?:Present|In attendance|Also present|Apologies)\b[^.]{0,40}:",
)
NUMBERED = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[-*–+])\s")
ENDED = tuple(".?!:;)]\"'”’")
WRAP = 160
"""Characters. A longer line was not wrapped by hand, so the next line is the next paragraph."""


def read(text: str, document: Document) -> None:
    """Add the blocks of a plain text to the document."""
    page = 1
    for lines, start in _chunks(text):
        if lines[0] == "\f":
            page += 1
            continue
        content = " ".join(" ".join(lines).split())
        marker = ""
        if found := MARKER.match(content):
            marker, content = found[1], content[found.end() :]
        document.blocks.append(Block(content, start, marker=marker, page=page))


def _chunks(text: str) -> Iterator[tuple[list[str], int]]:
    held: list[str] = []
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if "\f" in raw:
            if held:
                yield held, start
                held = []
            yield ["\f"], number
            raw = raw.replace("\f", "")
        line = raw.strip()
        if held and (not line or _starts(line, held)):
            yield held, start
            held = []
        if line:
            if not held:
                start = number
            held.append(line)
    if held:
        yield held, start


def _starts(line: str, held: list[str]) -> bool:
    """A line begins a block of its own without a blank line before it."""
    if len(held[-1]) > WRAP or STARTS.match(line) is not None:
        return True
    if NUMBERED.match(line) is None:
        return False
    return held[-1].endswith(ENDED) or NUMBERED.match(held[0]) is not None
