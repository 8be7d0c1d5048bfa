"""Passages of a document's text -> passages of the paragraphs that a session made of it.

The two are compared by their ink, the signs that are not white space: so wrapped lines, numbers and labels
between paragraphs, and headings make no difference.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

SIGNLESS = r"\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff"
INK, UNSEEN = re.compile(rf"[^\s{SIGNLESS}]+"), re.compile(rf"[{SIGNLESS}]")
TRIES = 200
"""Places at which a short paragraph is looked for on lines of its own."""
SURE = 40
"""Signs. A shorter paragraph is looked for only between longer ones that were found."""
LONGEST = 4
"""So many of a session's longest paragraphs tell whether it may be a document's."""


class Inked:
    """A text and its ink, each place of one known in the other. Places count from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ink = "".join(UNSEEN.sub(" ", text).split())

    @cached_property
    def starts(self) -> list[int]:
        """Where each run of ink starts in the text."""
        return [found.start() for found in INK.finditer(self.text)]

    @cached_property
    def offsets(self) -> list[int]:
        """Where each starts in the ink."""
        sizes = (found.end() - found.start() for found in INK.finditer(self.text))
        return list(accumulate(sizes, initial=0))[:-1]

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
    """Where paragraphs (id and text, in order) stand in a document's text.

    Where all of them stand there to the letter, each on lines of its own, passages are as they were, with the
    white space at their ends; where one does not, it is the ink that is placed.
    """

    def __init__(self, text: str, paragraphs: Iterable[tuple[str, str]]) -> None:
        pairs = [(name, paragraph) for name, paragraph in paragraphs if paragraph.strip()]
        self._document: Inked | None = None
        self._inked: list[Inked] = []
        begins = _to_the_letter(text, [paragraph for _, paragraph in pairs])
        sizes = [len(paragraph) for _, paragraph in pairs]
        whole = len(text)
        if begins is None:
            self._document = Inked(text)
            inked = [Inked(paragraph) for _, paragraph in pairs]
            places = _places(self._document, [one.ink for one in inked])
            sizes, whole = [len(one.ink) for one in inked], len(self._document.ink)
        else:
            places, inked = list(begins), []
        there = [number for number, place in enumerate(places) if place is not None]
        self._begins = [places[number] or 0 for number in there]
        self._ids, self._sizes = [pairs[number][0] for number in there], [sizes[number] for number in there]
        self._inked = [inked[number] for number in there] if inked else []
        self._text = text
        self.found = sum(self._sizes) / max(1, sum(sizes))
        """The share of the paragraphs, by their signs, that stands in the document."""
        self.covered = sum(self._sizes) / max(1, whole)
        """The share of the document that is a paragraph's."""

    def parts(self, start: int, end: int) -> Iterator[Part]:
        """The passages of paragraphs that a passage of the document is, in order."""
        low, high = start, end
        if self._document:
            low, high = self._document.ahead(start), self._document.ahead(end)
        begins = self._begins
        at = max(0, bisect_right(begins, low) - 1)
        while at < len(begins) and begins[at] < high:
            begin, size = begins[at], self._sizes[at]
            first = low - begin if low > begin else 0
            last = high - begin if high - begin < size else size
            if first < last:
                whole = first == 0 and last == size
                if self._document:
                    inked = self._inked[at]
                    yield Part(self._ids[at], inked.place(first), inked.place(last - 1) + 1, whole)
                elif whole or not self._text[begin + first : begin + last].isspace():
                    yield Part(self._ids[at], first, last, whole)
            at += 1


def _to_the_letter(text: str, paragraphs: Sequence[str]) -> list[int] | None:
    """Where each paragraph begins in a text, if all are in it in order, from line to line."""
    places, at = [], 0
    for paragraph in paragraphs:
        at = text.find(paragraph, at)
        while at >= 0 and not _on_lines(text, at, at + len(paragraph)):
            at = text.find(paragraph, at + 1)
        if at < 0:
            return None
        places.append(at)
        at += len(paragraph)
    return places


def _on_lines(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")


def beginnings(paragraphs: Iterable[str], signs: int) -> set[str]:
    """How, in so many signs of ink, the longest paragraphs begin: a text with none of that is another's."""
    longest = sorted(paragraphs, key=len, reverse=True)[:LONGEST]
    return {ink for text in longest if (ink := Inked(text).ink[:signs])}


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
