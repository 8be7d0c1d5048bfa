"""Printed numbers: which count the paragraphs of an item, and which the points of a list inside one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coder.evidence.blocks import Block
from coder.evidence.styles.marks import DIGITS

COUNT = re.compile(r"\d+")


def shape_of(block: Block) -> str:
    """How a number is printed: `(n)`, `n.`, `n)`."""
    return _counted(block.marker)[1]


def number_of(block: Block) -> int:
    """The number of a block that has one, else 0."""
    return _counted(block.marker)[0]


@lru_cache(maxsize=1000)
def _counted(marker: str) -> tuple[int, str]:
    """Number and shape. The same few markers come again in every item."""
    found = DIGITS.match(marker)
    return int(found[1]) if found else 0, COUNT.sub("n", marker)


class Numbers:
    """Follows the numbers of one item's paragraphs. `shape` is how the last was printed."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.last: int | None = None
        self.restart()

    def restart(self) -> None:
        """A new item begins."""
        self.before = self.last
        self.last = None
        self.shape = ""
        self.nested: tuple[str, int] | None = None

    def interrupt(self) -> None:
        """A question stands between: no list goes on across it."""
        self.nested = None

    def take_for_question(self, block: Block) -> None:
        """A question is counted among the paragraphs."""
        self.last, self.shape = number_of(block), shape_of(block)

    def take(self, at: int) -> str:
        """Count the next paragraph; what is odd about its number, or nothing."""
        block = self.blocks[at]
        number, last = number_of(block), self.last
        self.last, self.shape, self.nested = number, shape_of(block), None
        if last is None:
            runs_on = self.before is not None and number == self.before + 1
            return "" if number == 1 or runs_on else f"paragraph numbers begin at ({number})"
        if number == last + 1:
            return ""
        return f"paragraph number ({number}) " + ("stands again" if number <= last else f"follows ({last})")

    def is_point(self, at: int, after_colon: bool) -> bool:
        """The number counts a point within the paragraph above, which ends in a colon or does not."""
        if self.last is None:
            return False
        block = self.blocks[at]
        number, shape = number_of(block), shape_of(block)
        if self.nested is not None and self.nested == (shape, number - 1):
            point = number != self.last + 1 or shape != self.shape or self._comes_again(at)
        elif number != 1 or (self.last == 0 and shape == self.shape):
            point = False
        else:
            point = after_colon or shape != self.shape or self._comes_later(at, self.last + 1)
        if point:
            self.nested = (shape, number)
        return point

    def _comes_again(self, at: int) -> bool:
        """The same number stands once more in this item, so this one belongs to the list."""
        return any(block.marker == self.blocks[at].marker for block in self._rest(at))

    def _comes_later(self, at: int, number: int) -> bool:
        """The paragraphs' own count goes on below."""
        return any(number_of(block) == number for block in self._rest(at))

    def _rest(self, at: int) -> Sequence[Block]:
        """The numbered blocks from here to the next item's heading."""
        rest = []
        for block in self.blocks[at + 1 : at + 200]:
            if block.strong and DIGITS.match(block.marker):
                break
            if block.marker:
                rest.append(block)
        return rest
