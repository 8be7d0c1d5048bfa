"""What the readers of word processor files share: from runs of text, labels and cells to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from coder.evidence.blocks import Block, split_marker, tidy_line
from coder.evidence.model import Why

BULLET = "-"
"""The marker of every automatic bullet, whatever glyph and font it is printed in."""

UNSEEN = str.maketrans({
    "\u00ad": None, "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "‣", "\uf02d": "-", "\uf020": " ",
})  # fmt: skip
"""Soft hyphens, which no page shows, and the bullets of symbol fonts, in the private area of Unicode."""

PAGE_NUMBER = re.compile(r"\W*(?:page|p\.?)?\s*(?:\d+|[ivxl]+)?\s*(?:(?:of|/)\s*\d+)?\W*", re.IGNORECASE)

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def set_block(
    runs: Iterable[tuple[str, bool]],
    line: int,
    *,
    label: str = "",
    heading: int = 0,
    indent: int = 0,
    page: int = 1,
    style: str = "",
) -> Block:
    """One paragraph from its runs of (text, bold), white space as `tidy` has it; a newline is a soft break.

    `label` is the automatic number as printed. It is treated as if it were typed: `(4)` becomes the
    marker whether the word processor or the clerk wrote it, and `Q12` or `3.2` begin the text in both.
    """
    pieces = list(runs)
    marker = ""
    if label and not any(letter.isalnum() for letter in label):
        marker = BULLET
    elif label:
        pieces.insert(0, (label + " ", next((bold for text, bold in pieces if text.strip()), False)))
    text = _flat("".join(text for text, _ in pieces))
    bold = len(_flat("".join(_lead(pieces))))
    if not marker:
        marker, text, bold = split_marker(text, bold)
    return Block(text, line, bold, heading, marker, 0 if heading else indent, page, style)


def _lead(pieces: Sequence[tuple[str, bool]]) -> Iterable[str]:
    """The bold text at the start; a blank between two bold runs need not be bold."""
    for text, bold in pieces:
        if not bold and text.strip():
            return
        yield text


def _flat(text: str) -> str:
    return "\n".join(line for raw in text.translate(UNSEEN).split("\n") if (line := tidy_line(raw)))


def set_row(cells: Iterable[Sequence[Block]]) -> list[Block]:
    """One table row as blocks, from the blocks of its cells.

    Two filled cells or more are one block, joined by ` | `. A row with one filled cell is a frame drawn
    around text rather than a table: its paragraphs stay blocks of their own.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2:
        return [block for cell in filled for block in cell]
    first = filled[0][0]
    text = " | ".join("\n".join(printed(block) for block in cell) for cell in filled)
    bold = first.bold and first.bold + len(printed(first)) - len(first.text)
    return [Block(text, first.line, bold, page=first.page, style=first.style)]


def printed(block: Block) -> str:
    """A block as it stands on the page, its marker in front."""
    return f"{block.marker} {block.text}".strip() if block.marker else block.text


def furniture(text: str) -> Why:
    """Why a running head or foot is left out: `page` where it is a page number alone."""
    return "page" if PAGE_NUMBER.fullmatch(text) else "head"


def numeral(number: int, form: str, *, sync: bool = False) -> str:
    """A number as `1`, `a`, `A`, `i` or `I`, decimal where the form has no sign for it.

    Letters go on after z as aa, ab, or in step as aa, bb.
    """
    if form in ("a", "A") and sync and 0 < number <= 780:
        return chr(ord(form) + (number - 1) % 26) * ((number + 25) // 26)
    if form in ("a", "A") and 0 < number <= 18278:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters.upper() if form == "A" else letters
    if form in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, sign in ROMAN:
            times, number = divmod(number, value)
            roman += sign * times
        return roman.upper() if form == "I" else roman
    return str(number)
