"""What of a document's blocks is read: without pages and what a style leaves out, as whole paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coder.evidence.blocks import Block, tidy_line
from coder.evidence.model import Dropped
from coder.evidence.styles.description import Description
from coder.evidence.styles.flow import broken, joined, printed
from coder.evidence.styles.pages import NUMBER, SHORT, Pages


def sifted(blocks: Sequence[Block], description: Description) -> tuple[list[Block], list[Dropped]]:
    """The blocks that are read, and what was left out."""
    sieve = _Sieve(description)
    full = broken(blocks)
    kept = sieve.without_pages(blocks, lines=full > 0)
    if full:
        kept = joined(kept, full, lines=description.flow == "lines", begins=sieve.begins)
    return list(kept), sieve.dropped


GOES_ON = (";", ",", "-", "–")


def _by_number(blocks: Sequence[Block], at: int) -> bool:
    return any(NUMBER.match(block.text) for block in blocks[max(0, at - 2) : at + 3])


class _Sieve:
    def __init__(self, description: Description) -> None:
        self.description = description
        self.marks = (*description.item, *description.question, *description.turn, *description.stage)
        self.dropped: list[Dropped] = []

    def without_pages(self, blocks: Sequence[Block], lines: bool) -> Iterator[Block]:
        """Blocks without page numbers, running heads, and what the style leaves out.

        Where blocks are `lines`, one that stands often may be any; a running head has a page number by it.
        """
        pages = Pages(blocks)
        for at, block in enumerate(blocks):
            text = printed(block)
            rule = next((rule for rule in self.description.drop if rule.match(block, text)), None)
            why = rule.why if rule else None
            if why is None and len(text) < SHORT and not block.style and not self.begins(block):
                why = pages.why(block)
                if why == "head" and (text.endswith(GOES_ON) or (lines and not _by_number(blocks, at))):
                    why = None
            if why is not None:
                self.dropped.append(Dropped(why, tidy_line(text), block.line))
            elif (rest := self._cut(block)) is not None:
                yield rest

    def begins(self, block: Block) -> bool:
        """A question, turn, item or remark begins here, so the block is no page's and goes on with none."""
        text = printed(block)
        return any(rule.match(block, text) is not None for rule in self.marks)

    def _cut(self, block: Block) -> Block | None:
        """The block without what the style cuts off its beginning, such as a page's head."""
        for rule in self.description.cut:
            if (found := rule.match(block, block.text)) and found.end():
                self.dropped.append(Dropped(rule.why, tidy_line(found[0]), block.line))
                rest = block.text[found.end() :].lstrip()
                block = block._replace(text=rest, bold=max(0, block.bold - found.end()))
        return block if block.text or block.marker else None
