"""Hyphens at the end of a line: the setter's, to be undone, or the word's own, to be kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST = re.compile(r"([^\W\d_]+)-$")
RARE = 0.02
"""Of the lines; where fewer end in a hyphen the setter broke no words."""
COMPOUND = re.compile(r"\w-[^\W\d_]+-$")
FIRST = re.compile(r"[^\W\d_]+")


class Hyphens:
    """What a document's own words say about a word broken at the end of a line.

    The hyphen goes where the document prints the word more often without it, and stays where it prints
    it more often with it. Where it prints neither, it goes in a document whose lines are broken within
    words (one in fifty or more ends in a hyphen, and most are not printed with it elsewhere). It stays
    before a capital or a digit, and in a word that has another hyphen unless what follows that one is
    printed whole (whole-of-govern-ment, where the document has "government").
    """

    def __init__(self, texts: Sequence[str], broken: Sequence[tuple[str, str]]) -> None:
        """`broken` holds the line that ends in a hyphen and the one after it, for each such line."""
        self.words: Counter[str] = Counter()
        if not broken:
            return
        for text in texts:
            self.words.update(WORD.findall(text.casefold()))
        votes = [self._printed(*halves) for above, below in broken if (halves := _halves(above, below))]
        self.kept = sum(votes) < 0 or len(broken) < RARE * len(texts)

    def keeps(self, above: str, below: str) -> bool:
        """Whether the hyphen that ends `above` belongs to the word that goes on in `below`."""
        halves = _halves(above, below)
        if halves is None:
            return True
        vote = self._printed(*halves)
        compound = COMPOUND.search(above) is not None
        return vote < 0 if vote else self.kept or compound

    def _printed(self, first: str, rest: str) -> int:
        """1 for a word the document prints whole, -1 for one it prints with the hyphen, else 0."""
        whole, hyphened = self.words[first + rest], self.words[f"{first}-{rest}"]
        return (whole > hyphened) - (whole < hyphened)


def _halves(above: str, below: str) -> tuple[str, str] | None:
    last, first = LAST.search(above), FIRST.match(below)
    if last is None or first is None or not first[0][0].islower():
        return None
    return last[1].casefold(), first[0].casefold()
