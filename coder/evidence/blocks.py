"""Blocks: the paragraph-sized pieces that every reader yields, and the tidy form that text is kept in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from coder.evidence.model import Dropped, Note

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
LIST_POINT = re.compile(r"(?:[-*+•·▪‣]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s")
"""A line that stays a line of its own inside a paragraph: `- x`, `1. x`, `(a) x`, `iv) x`."""

SIGN = re.compile(r"[-*+•·▪‣]|\(?(?:\d{1,4}|[a-z]|[ivx]{1,5})[.)]")
"""A list or paragraph number, or a bullet, by itself."""

MARKER = re.compile(rf"({SIGN.pattern})\s+(?=\S)")
"""A list or paragraph number at the start of a text: `(4) x`, `4. x`, `iv) x`, `• x`."""


class Block(NamedTuple):
    """One paragraph, heading or list point of a document.

    `text` has no markup and not the list marker; a line break that was meant is a newline in it.
    `bold` is how many characters at its start are set bold: `len(text)` where all are. `heading` is
    the level, 0 where it is none; `indent` the spaces before a list point or its continuation;
    `style` the named paragraph style of a word processor's document, or the class of a web page's.
    """

    text: str
    line: int
    bold: int = 0
    heading: int = 0
    marker: str = ""
    indent: int = 0
    page: int = 1
    style: str = ""

    @property
    def strong(self) -> bool:
        """Set apart as a whole: a heading, or bold throughout."""
        return self.heading > 0 or 0 < len(self.text) <= self.bold


@dataclass(slots=True)
class Document:
    """A document as received: its blocks, what the reader left out, and what it was unsure of."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def split_marker(text: str, bold: int = 0) -> tuple[str, str, int]:
    """Marker ("" where none is), text after it, and how many characters at its start are bold."""
    if found := MARKER.match(text):
        return found[1], text[found.end() :], max(0, bold - found.end())
    return "", text, bold


def tidy_line(text: str) -> str:
    """One line: no control characters, single spaces between words."""
    if not text.isprintable():
        text = CONTROL.sub("", text)
    elif "  " not in text:
        return text.strip()
    return " ".join(text.split())


def tidy(text: str) -> str:
    """The form paragraph text is kept in: tidy lines, none empty. List points keep their indent."""
    if "\n" not in text and text[:1] != " ":
        return tidy_line(text)
    lines = []
    for raw in CONTROL.sub("", text).split("\n"):
        line = " ".join(raw.split())
        if not line:
            continue
        if raw[0] == " " and LIST_POINT.match(line + " "):
            line = " " * (len(raw) - len(raw.lstrip(" "))) + line
        lines.append(line)
    return "\n".join(lines)
