"""Word documents (.docx) -> blocks: our own walk over the document's XML, numbers as they are printed.

Elements are those of ECMA-376 part 1 (Office Open XML), transitional or strict. Tracked changes are read as
finally accepted. A block's `line` is its paragraph's place in the document, counted from 1; its page is
known where Word has left its own page breaks in the file, or the author set them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document
from coder.evidence.model import Note
from coder.evidence.readers.archives import Archive
from coder.evidence.readers.paragraphs import furniture, printed, set_block, set_row
from coder.evidence.readers.word_names import (
    CELL,
    ILVL,
    MC,
    NUMID,
    NUMPR,
    OUTLINE,
    PPR,
    ROW,
    RPR,
    SECTION,
    SILENT,
    TABLE,
    VAL,
    VANISH,
    P,
    W,
    heading_of,
    on,
    whole,
)
from coder.evidence.readers.word_numbering import Numbering
from coder.evidence.readers.word_parts import Parts
from coder.evidence.readers.word_styles import Style, Styles
from coder.evidence.readers.word_text import Element, Text, chosen

NOT_BLOCKS = SILENT | {SECTION, W + "del"}
PSTYLE = W + "pStyle"
Properties: TypeAlias = Mapping[str, Element]
NONE: Properties = {}
MARK_GONE = {W + "del", W + "moveFrom", VANISH, W + "specVanish"}
"""Properties of a paragraph's mark that join it to the next paragraph."""


def read(data: bytes, document: Document) -> None:
    """Add the blocks of a .docx file. Raises CoderError where it is damaged or holds no Word document."""
    parts = Parts(Archive(data, document.name))
    try:
        _Walk(document, parts).read()
    except RecursionError:
        raise CoderError(
            f"{document.name} is nested too deeply for a document; save it anew in a word processor."
        ) from None


class _Walk:
    """One pass over a document in reading order."""

    def __init__(self, document: Document, parts: Parts) -> None:
        self.document = document
        self.parts = parts
        self.styles = Styles(parts.named("styles"))
        self.numbering = Numbering(parts.named("numbering"), self.styles)
        self.text = Text(document, parts, self.styles)
        self.tables = 0

    def read(self) -> None:
        self.document.blocks += self.story(self.parts.body)
        self._furniture()
        counts = self.text.counts
        if counts["inserted"] or counts["deleted"]:
            self._note(
                f"tracked changes are read as accepted ({counts['inserted']} insertions, "
                f"{counts['deleted']} deletions)"
            )
        for what, count in self.text.unsure.items():
            self._note(what if count == 1 else f"{what} ({count} times)")

    def story(self, parent: Element) -> list[Block]:
        """The blocks of an element that text does not run out of: the body, a cell, a text box, a note."""
        out: list[Block] = []
        self.flow(parent, out)
        self._set(out, NONE, Style())
        return out

    def flow(self, parent: Element, out: list[Block]) -> None:
        """The paragraphs and tables in an element, in order."""
        for child in parent:
            tag = child.tag
            if tag == P:
                self._paragraph(child, out)
            elif tag == TABLE:
                self._set(out, NONE, Style())
                self._table(child, out)
            elif tag == MC + "AlternateContent":
                self.flow(chosen(child), out)
            elif tag == W + "altChunk":
                self.text.unsure["another document is embedded here, and is not read"] += 1
            elif tag not in NOT_BLOCKS and len(child):
                self.flow(child, out)

    def _paragraph(self, element: Element, out: list[Block]) -> None:
        text = self.text
        text.line += 1
        own = next(element.iterchildren(PPR), None)
        properties = NONE if own is None else {one.tag: one for one in own}
        named, mark = properties.get(PSTYLE), properties.get(RPR)
        style = self.styles.paragraph("" if named is None else named.get(VAL, ""))
        if not self.parts.rendered and self._on_new_page(properties, style):
            text.page += 1
        text.gather(element, style.bold, style.hidden)
        text.end()
        if mark is None or not any(one.tag in MARK_GONE and on(one.get(VAL)) for one in mark):
            self._set(out, properties, style)

    def _on_new_page(self, properties: Properties, style: Style) -> bool:
        own = properties.get(W + "pageBreakBefore")
        return self.text.line > 1 and (style.breaks if own is None else on(own.get(VAL)))

    def _set(self, out: list[Block], properties: Properties, style: Style) -> None:
        """Make a block of what has been gathered, then of the boxes and notes that belong to it."""
        text = self.text
        pieces, text.pieces = text.pieces, []
        page, text.start = text.start or text.page, None
        if hidden := "".join(text.hidden).strip():
            text.drop("markup", hidden, text.line)
            text.unsure["hidden text is left out, as it is not on the page"] += 1
        text.hidden.clear()
        filled = any(not one.isspace() for one, _ in pieces)
        label, indent = self._label(properties, style)
        if filled:
            heading = style.heading
            if (outline := properties.get(OUTLINE)) is not None:
                heading = heading_of(outline.get(VAL))
            block = set_block(
                pieces, text.line, label=label, heading=heading, indent=indent, page=page, style=style.name
            )
            if style.contents:
                text.drop("navigation", printed(block), text.line)
            elif block.text:
                out.append(block)
        self._set_beside(out)

    def _set_beside(self, out: list[Block]) -> None:
        boxes, self.text.boxes = self.text.boxes, []
        for box in boxes:
            out += self.story(box)
        if self.tables:
            return
        notes, self.text.notes = self.text.notes, []
        for mark, element in notes:
            for place, block in enumerate(self.story(element)):
                text = f"{mark} {printed(block)}" if place == 0 else printed(block)
                out.append(Block(text, block.line, page=block.page, style=block.style))

    def _label(self, properties: Properties, style: Style) -> tuple[str, int]:
        """The automatic number of a paragraph as printed, counted on, and the indent of its level."""
        number, level, chain = style.number, style.level, style.chain
        if (own := properties.get(NUMPR)) is not None:
            said, deep = own.find(NUMID), own.find(ILVL)
            if said is not None:
                number, level, chain = said.get(VAL, ""), None, ()
            if deep is not None:
                level, chain = whole(deep.get(VAL)), ()
        if not number or number == "0":
            return "", 0
        label, at = self.numbering.label(number, level, chain)
        return label, 2 * at

    def _table(self, table: Element, out: list[Block]) -> None:
        self.tables += 1
        for row in _within(table, ROW):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.text.counts["deleted"] += 1
                continue
            cells = [cell for cell in _within(row, CELL) if cell.find(f"{W}tcPr/{W}cellDel") is None]
            out += set_row([self.story(cell) for cell in cells])
        self.tables -= 1
        self._set_beside(out)

    def _furniture(self) -> None:
        """Headers and footers, each line once."""
        seen = set()
        for part in self.parts.furniture():
            for block in self.story(part):
                if (text := printed(block)) not in seen:
                    seen.add(text)
                    self.text.drop(furniture(text), text, None)

    def _note(self, what: str) -> None:
        self.document.notes.append(Note(what))


def _within(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, those inside content controls and the like too."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag not in NOT_BLOCKS and len(child):
            yield from _within(child, wanted)
