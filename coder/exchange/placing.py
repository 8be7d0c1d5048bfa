"""Passages of a document's text -> passages of the paragraphs that a session made of it.

The two are compared by their ink, the signs that are not white space: so wrapped lines, numbers and labels
between paragraphs, and headings make no difference.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

INK = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]+")
TRIES = 200
"""Places at which a short paragraph is looked for on lines of its own."""
SURE = 40
"""Signs. A shorter paragraph is looked for only between longer ones that were found."""
PROBES, PROBE = 4, 60
"""So many of a session's longest paragraphs, so many signs of each, tell whether it may be the document."""
ENOUGH, OF_THE_TEXT = 0.8, 0.4
"""The share of a session's ink that must be found, and of the document's that must be a paragraph's."""


class Inked:
    """A text and its ink, each place of one known in the other. Places count from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        """Of each run of ink, in the text."""
        self.offsets: list[int] = []
        """Likewise in the ink."""
        parts, ahead = [], 0
        for found in INK.finditer(text):
            self.starts.append(found.start())
            self.offsets.append(ahead)
            parts.append(found[0])
            ahead += found.end() - found.start()
        self.ink = "".join(parts)

    def ahead(self, place: int) -> int:
        """How much ink stands before a place of the text."""
        run = bisect_right(self.starts, place) - 1
        if run < 0:
            return 0
        end = self.offsets[run + 1] if run + 1 < len(self.offsets) else len(self.ink)
        return min(self.offsets[run] + place - self.starts[run], end)

    def place(self, ahead: int) -> int:
        """Where in the text the sign stands that has so much ink before it."""
        run = bisect_right(self.offsets, ahead) - 1
        return self.starts[run] + ahead - self.offsets[run]


class Part(NamedTuple):
    """A passage of a paragraph, in codepoints of its text; `whole` where it is all of it."""

    paragraph: str
    start: int
    end: int
    whole: bool


class Placement:
    """Where paragraphs (id and text, in order) stand in a document's text."""

    def __init__(self, document: Inked, paragraphs: Iterable[tuple[str, str]]) -> None:
        self.document = document
        inked = [(name, Inked(text)) for name, text in paragraphs]
        inked = [(name, one) for name, one in inked if one.ink]
        places = _places(document, [one.ink for _, one in inked])
        found = [(place, *pair) for place, pair in zip(places, inked, strict=True) if place is not None]
        self.total = sum(len(one.ink) for _, one in inked)
        self.found = sum(len(one.ink) for _, _, one in found)
        self._begins = [place for place, _, _ in found]
        self._found = found
        self._verbatim = [self._stands(place, one) for place, _, one in found]

    def _stands(self, place: int, paragraph: Inked) -> int | None:
        """Where in the document the paragraph's text begins, where all of it stands there to the letter."""
        begin = self.document.place(place) - paragraph.starts[0]
        return begin if begin >= 0 and self.document.text.startswith(paragraph.text, begin) else None

    @property
    def holds(self) -> bool:
        """Whether the document is what the paragraphs were made of."""
        ink = len(self.document.ink)
        return self.total > 0 and self.found >= ENOUGH * self.total and self.found >= OF_THE_TEXT * ink

    def parts(self, start: int, end: int) -> Iterator[Part]:
        """The passages of paragraphs that a passage of the document is, in order."""
        low, high = self.document.ahead(start), self.document.ahead(end)
        at = max(0, bisect_right(self._begins, low) - 1)
        while at < len(self._found) and self._begins[at] < high:
            begin, name, inked = self._found[at]
            size, verbatim = len(inked.ink), self._verbatim[at]
            first, last = max(low - begin, 0), min(high - begin, size)
            if first < last:
                own = inked.place(first), inked.place(last - 1) + 1
                if verbatim is not None:  # white space at the ends of a passage stays in it
                    own = max(start - verbatim, 0), min(end - verbatim, len(inked.text))
                yield Part(name, *own, first == 0 and last == size)
            at += 1


def probes(paragraphs: Iterable[str]) -> list[str]:
    """The beginnings, in ink, of the longest paragraphs: none of them in a text, and it is another's."""
    longest = sorted(paragraphs, key=len, reverse=True)[:PROBES]
    return [ink for ink in (Inked(text[: 3 * PROBE]).ink[:PROBE] for text in longest) if ink]


def _places(document: Inked, inks: Sequence[str]) -> list[int | None]:
    """Where each ink begins in the document's, in order; None where it is not found."""
    places: list[int | None] = [None] * len(inks)
    at = 0
    for number, ink in enumerate(inks):
        if len(ink) >= SURE and (found := document.ink.find(ink, at)) >= 0:
            places[number], at = found, found + len(ink)
    ends = _line_ends(document)
    low, number = 0, 0
    while number < len(inks):
        if (known := places[number]) is not None:
            low, number = known + len(inks[number]), number + 1
            continue
        after = next((n for n in range(number, len(inks)) if places[n] is not None), len(inks))
        high = places[after] if after < len(inks) else len(document.ink)
        for short in range(number, after):
            found = _between(document.ink, inks[short], low, high or 0, ends)
            if found >= 0:
                places[short], low = found, found + len(inks[short])
        number = after
    return places


def _between(document: str, ink: str, low: int, high: int, ends: set[int]) -> int:
    """The first place between two where an ink stands, on lines of its own if anywhere; -1 where nowhere."""
    first = at = document.find(ink, low, high)
    for _ in range(TRIES):
        if at < 0:
            break
        if at in ends and at + len(ink) in ends:
            return at
        at = document.find(ink, at + 1, high)
    return first


def _line_ends(document: Inked) -> set[int]:
    """How much ink stands before each line end, and before and behind all."""
    return {0, len(document.ink)} | {document.ahead(one.start()) for one in re.finditer("\n", document.text)}
