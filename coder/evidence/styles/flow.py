"""From blocks to paragraphs: printed lines that a converter left as blocks of their own are joined again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from coder.evidence.blocks import Block

ENDED = tuple(".?!:;…—\"'”’)]»")
"""What a paragraph's last line ends with."""
WIDEST = 130
"""Characters. Lines of a printed page are shorter; a longer block is a paragraph already."""
SAMPLE = 600


def printed(block: Block) -> str:
    """The text with its list or paragraph number, as it stands on the page."""
    return f"{block.marker} {block.text}" if block.marker else block.text


def broken(blocks: Sequence[Block]) -> int:
    """The usual length of a full line where the blocks are lines of paragraphs, else 0."""
    sample = [block for block in blocks[:SAMPLE] if not block.heading and block.text]
    if len(sample) < 12:
        return 0
    lengths = sorted(len(block.text) for block in sample)
    full = lengths[int(0.9 * len(lengths))]
    going_on = sum(
        not above.text.endswith(ENDED) and below.text[:1].islower() for above, below in pairwise(sample)
    )
    if going_on < 0.2 * len(sample):
        return 0
    return min(full, WIDEST)


def joined(
    blocks: Iterable[Block], full: int, *, lines: bool, begins: Callable[[Block], bool]
) -> Iterator[Block]:
    """Blocks with the lines of one paragraph put together. `begins` tells what begins a new one for sure.

    A line goes on where it ends in the middle of a sentence and is full, or where the next begins with a
    small letter; with `lines`, wherever no empty line stands between.
    """
    held: Block | None = None
    parts: list[str] = []
    last = 0
    for block in blocks:
        adjacent = lines and block.line == last + 1
        on = held is not None and _goes_on(held, parts[-1], block, full=full, adjacent=adjacent)
        if on and not begins(block):
            parts.append(printed(block) if block.marker else block.text)
        else:
            if held is not None:
                yield _whole(held, parts)
            held, parts = block, [block.text]
        last = block.line
    if held is not None:
        yield _whole(held, parts)


def _goes_on(held: Block, above: str, block: Block, *, full: int, adjacent: bool) -> bool:
    if held.heading or block.heading or held.style != block.style:
        return False
    if adjacent:
        return True
    if held.strong != block.strong and not (held.bold and not held.strong):
        return False
    if block.marker and not _wrapped_number(above, block, full):
        return False
    if above.endswith(ENDED):
        return False
    return block.text[:1].islower() or len(above) >= 0.7 * full


def _wrapped_number(above: str, block: Block, full: int) -> bool:
    """A year or an amount at the start of a line, taken for a paragraph's number."""
    digits = block.marker.strip("().")
    return digits.isdigit() and len(digits) > 2 and len(above) >= 0.7 * full


def _whole(held: Block, parts: list[str]) -> Block:
    if len(parts) == 1:
        return held
    text = parts[0]
    for part in parts[1:]:
        text += part if text.endswith("-") and text[-2:-1].isalpha() and part[:1].islower() else f" {part}"
    return held._replace(text=text, bold=len(text) if held.strong else held.bold)
