"""Where a selection stands in its text: which way of counting a program has, told from its selections.

The text of the standard counts codepoints of the file from 0. Programs differ in whether the byte order mark
counts, whether a line end counts as one or two, whether a character beyond the basic plane counts as one or
two, and whether the last position is within the passage. One program has one way, so the way is that under
which most selections of the whole file fall on words and agree with their names; where ways do as well as
each other, the first of `ways`: the file as it stands, the end excluded. But where every passage of a file
would then leave out a last full stop or the like, its program counts the last position in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from coder.exchange.refi.saying import Selection

BOM = "\ufeff"
LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
SEPARATORS = "\u2028\u2029"
"""Line ends that no system writes as two signs."""
BEYOND = re.compile("[\U00010000-\U0010ffff]")
LOOKED_AT = 400
"""Selections of one source whose fit is measured: the last of them tell line ends best."""
ON_WORD, ON_SPACE = 10, 9
"""What an end tells that parts no word; with white space within it, which programs that select lines have."""
NAMED = 30
"""What a selection tells that is named by its own words."""
SHUT = ".!?…"
"""What no file leaves out at the end of every passage, where white space follows."""
FEW = 3
"""Passages of which it is no wonder that all end before a full stop."""
SHORTENED = "….\u2009 "


class Way(NamedTuple):
    """How a program counts. `line_end` is how many a line end counts, 0 for as it stands in the file."""

    inclusive: bool
    line_end: int
    mark: bool
    wide: bool

    def __str__(self) -> str:
        parts = [
            "the last position is within the passage" if self.inclusive else "",
            {1: "a line end counts as one", 2: "a line end counts as two"}.get(self.line_end, ""),
            "the byte order mark counts" if self.mark else "",
            "characters beyond the basic plane count as two" if self.wide else "",
        ]
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Raw:
    """A text as it stands in its file, with mark and line ends; and as it stands here, without."""

    stored: str
    text: str

    @classmethod
    def of(cls, stored: str) -> Raw:
        text = stored.removeprefix(BOM)
        odd = any(end in text for end in "\r\u2028\u2029")
        return cls(stored, LINE_END.sub("\n", text) if odd else text)

    def surplus(self, way: Way) -> list[int]:
        """The positions, as a way counts them, of what is counted and is not in the text."""
        found: list[int] = [0] if way.mark and self.stored.startswith(BOM) else []
        ahead = len(found)
        bare = self.stored.removeprefix(BOM)
        lost = 0  # codepoints before here that the text has not
        for place, long in self._odd(bare, way):
            if long:
                found.append(place - lost + ahead)
                ahead += 1
            lost += bare.startswith("\r\n", place)
        return found

    def _odd(self, bare: str, way: Way) -> Iterator[tuple[int, bool]]:
        """Where what may count as two stands in the file's text, and whether it does."""
        ends: dict[int, bool] = {}
        if way.line_end == 2 or "\r\n" in bare:
            for found in LINE_END.finditer(bare):
                two = found[0] == "\r\n" if way.line_end == 0 else way.line_end == 2
                ends[found.start()] = two and found[0] not in SEPARATORS
        if way.wide:
            ends |= {found.start(): True for found in BEYOND.finditer(bare)}
        yield from sorted(ends.items())

    def counted(self, way: Way) -> Counted:
        return Counted(self.text, self.surplus(way), way.inclusive)


@dataclass(frozen=True, slots=True)
class Counted:
    """A text with what a way of counting counts beside it."""

    text: str
    surplus: list[int]
    inclusive: bool

    def passage(self, first: int, last: int) -> tuple[int, int] | None:
        """From and up to which codepoint of the text a selection goes; None where it leaves the text."""
        start, end = self._place(first), self._place(last + self.inclusive)
        if not 0 <= start <= end <= len(self.text):
            return None
        return start, end

    def _place(self, position: int) -> int:
        return position - bisect_left(self.surplus, position) if self.surplus else position


def ways(raws: Iterable[Raw]) -> list[Way]:
    """The ways of counting that make a difference for some texts, the likeliest first."""
    stored = [raw.stored for raw in raws]
    ends = any(LINE_END.search(one) for one in stored)
    marks = any(one.startswith(BOM) for one in stored)
    wide = any(BEYOND.search(one) for one in stored)
    return [
        Way(inclusive, line_end, mark, two)
        for mark, two, line_end, inclusive in product(
            (False, True) if marks else (False,), (False, True) if wide else (False,),
            (0, 1, 2) if ends else (0,), (False, True),
        )
    ]  # fmt: skip


def way_of(texts: Sequence[tuple[Raw, Sequence[Selection]]]) -> Way:
    """The way under which the selections of a file's texts fall best."""
    told = [(raw, selections[-LOOKED_AT:]) for raw, selections in texts if selections and raw.text]
    choices = ways(raw for raw, _ in told)

    def fit(way: Way) -> int:
        return sum(_fit(raw.counted(way), selections) for raw, selections in told)

    best = max(choices, key=fit)  # of equals the first
    ends = [_cut(raw.counted(best), one) for raw, selections in told for one in selections]
    return best._replace(inclusive=True) if len(ends) >= FEW and all(ends) else best


def _cut(counted: Counted, selection: Selection) -> bool:
    """Whether a passage leaves out the full stop that it ends before."""
    passage = counted.passage(selection.first, selection.last)
    after = counted.text[passage[1] : passage[1] + 2] if passage else ""
    return after[:1] != "" and after[0] in SHUT and not after[1:].strip()


def _fit(counted: Counted, selections: Iterable[Selection]) -> int:
    total = 0
    for one in selections:
        passage = counted.passage(one.first, one.last)
        if passage and one.last > one.first:
            total += _on_words(counted.text, *passage) + NAMED * _named(counted.text, passage, one.name)
    return total


def _on_words(text: str, start: int, end: int) -> int:
    """How well the ends of a passage fall on words."""
    if start == end:
        return 0
    first, last = text[start], text[end - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = 0 if before.isalnum() and first.isalnum() else ON_SPACE if first.isspace() else ON_WORD
    shuts = 0 if last.isalnum() and after.isalnum() else ON_SPACE if last.isspace() else ON_WORD
    return opens + shuts


def _named(text: str, passage: tuple[int, int], name: str) -> bool:
    """Whether a selection's name is what it selects, shortened or not."""
    named = " ".join(name.split()).rstrip(SHORTENED)
    if len(named) < 3:
        return False
    said = " ".join(text[slice(*passage)].split())
    return said.startswith(named) and (len(named) == len(said.rstrip(SHORTENED)) or len(name) >= 20)
