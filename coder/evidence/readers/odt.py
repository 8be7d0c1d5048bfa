"""OpenDocument text (.odt) -> blocks: our own walk over content.xml, numbering resolved as it is printed.

Elements and attributes are those of OpenDocument 1.3 part 3 (OASIS, 2021), with the number pattern of lists
as LibreOffice extends it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document, tidy_line
from coder.evidence.model import Dropped, Why
from coder.evidence.readers.archives import Archive
from coder.evidence.readers.odt_names import DRAW, OFFICE, STYLE, TABLE, TEXT, XLINK, whole
from coder.evidence.readers.odt_styles import Numbering, Styles
from coder.evidence.readers.paragraphs import furniture, printed, set_block, set_row

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Runs: TypeAlias = list[tuple[str, bool]]

SILENT = {
    TEXT + name for name in (
        "tracked-changes", "number", "ruby-text", "sequence-decls", "variable-decls", "user-field-decls",
        "dde-connection-decls", "alphabetical-index-auto-mark-file", "hidden-text", "script",
        "table-of-content-source", "index-title-template",
    )
} | {OFFICE + "forms", OFFICE + "scripts", DRAW + "object", DRAW + "image", DRAW + "glue-point"}  # fmt: skip
"""Holds text that is not part of the page: deletions, declarations, templates, pictures' data."""
TITLES = ("title", "desc")
"""Local names of a drawing's title and description, read to those who cannot see it."""
INDEXES = {
    TEXT + name for name in (
        "table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index",
        "user-index",
    )
}  # fmt: skip
ROWS = {TABLE + "table-rows", TABLE + "table-header-rows", TABLE + "table-row-group"}


def read(data: bytes, document: Document) -> None:
    """Add the blocks of an .odt file; `line` is the paragraph's place in it, counted from 1.

    Raises CoderError where the file is damaged, under a password, or holds no text document.
    """
    archive = Archive(data, document.name)
    if "encrypted-package" in archive.names or b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise CoderError(f"{document.name} is locked by a password; save a copy without one and import that.")
    content = archive.xml("content.xml")
    text = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or text is None:
        raise archive.damaged()
    common = archive.xml("styles.xml")
    walk = _Walk(document, Styles(common, content))
    if common is not None:
        walk.furniture(common)
    walk.read(text)


class _Walk:
    """One pass over a document's text in reading order."""

    def __init__(self, document: Document, styles: Styles) -> None:
        self.document = document
        self.styles = styles
        self.numbering = Numbering(styles)
        self.line = 0
        self.page = 1
        self.paged = False
        self.beside: list[Block] = []
        """Notes and text boxes met inside the paragraph under way; they follow it."""

    def read(self, text: Element) -> None:
        self.paged = text.get(TEXT + "use-soft-page-breaks") == "true"
        self.flow(text, self.document.blocks.append)

    def furniture(self, common: Element) -> None:
        """Headers and footers of every page style, each once."""
        seen = set()
        for part in common.iterfind(f"{OFFICE}master-styles/{STYLE}master-page/*"):
            if part.get(STYLE + "display") == "false" or not part.tag.startswith(STYLE):
                continue
            for line in self._aside(part).split("\n"):
                if line and line not in seen:
                    seen.add(line)
                    self._drop(furniture(line), line, None)

    # Blocks

    def flow(self, parent: Element, add: Callable[[Block], None]) -> None:
        """The paragraphs, lists, tables and frames in an element, in order."""
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in SILENT:
                continue
            if tag in (TEXT + "p", TEXT + "h"):
                self.paragraph(child, add)
            elif tag == TEXT + "list":
                with self.numbering.list(child):
                    self.items(child, add)
            elif tag == TEXT + "numbered-paragraph":
                with self.numbering.numbered(child):
                    self.flow(child, add)
            elif tag == TABLE + "table":
                self.rows(child, add)
            elif tag == TEXT + "soft-page-break":
                self.page += 1
            elif tag in INDEXES:
                self._drop("navigation", self._aside(child), self.line + 1)
            elif tag == OFFICE + "annotation":
                self._drop("markup", self._aside(child), self.line)
            elif child.get(TEXT + "display") == "none":
                self._drop("markup", self._aside(child), self.line + 1)
            elif len(child) and _local(tag) not in TITLES:
                self.flow(child, add)

    def items(self, listed: Element, add: Callable[[Block], None]) -> None:
        for item in listed:
            if item.tag == TEXT + "list-item":
                self.numbering.item(item)
                self.flow(item, add)
            elif item.tag == TEXT + "list-header":
                self.numbering.header()
                self.flow(item, add)
            elif item.tag == TEXT + "soft-page-break":
                self.page += 1

    def rows(self, table: Element, add: Callable[[Block], None]) -> None:
        for child in table:
            if child.tag == TABLE + "table-row":
                cells = []
                with self.numbering.apart():
                    for cell in child.iterchildren(TABLE + "table-cell"):
                        blocks: list[Block] = []
                        self.flow(cell, blocks.append)
                        cells.append(blocks)
                for block in set_row(cells):
                    add(block)
            elif child.tag in ROWS:
                self.rows(child, add)
            elif child.tag == TEXT + "soft-page-break":
                self.page += 1

    def paragraph(self, element: Element, add: Callable[[Block], None]) -> None:
        name = element.get(TEXT + "style-name", "")
        if self.paged and self.line and self.styles.breaks(name):
            self.page += 1
        self.line += 1
        line, page = self.line, self.page
        held, self.beside = self.beside, []
        label, indent = self.numbering.label(element)
        runs: Runs = []
        self.inline(element, self.styles.bold("paragraph", name, False), runs)
        if self.styles.hidden("paragraph", name):
            self._drop("markup", _text(runs), line)
            runs = []
        heading = min(whole(element.get(TEXT + "outline-level"), 1), 10) if element.tag == TEXT + "h" else 0
        block = set_block(runs, line, label=label, heading=heading, indent=indent, page=page,
                          style=self.styles.named(name))  # fmt: skip
        if block.text and any(text.strip() for text, _ in runs):
            add(block)
        for beside in self.beside:
            add(beside)
        self.beside = held

    # Runs

    def inline(self, element: Element, bold: bool, runs: Runs) -> None:
        """The text in an element with its boldness; what stands beside the text goes to `beside`."""
        if element.text:
            runs.append((_spaced(element.text), bold))
        for child in element:
            if isinstance(child.tag, str):
                self._piece(child, bold, runs)
            if child.tail:
                runs.append((_spaced(child.tail), bold))

    def _piece(self, child: Element, bold: bool, runs: Runs) -> None:
        tag = child.tag
        if tag == TEXT + "span":
            name = child.get(TEXT + "style-name", "")
            inner: Runs = []
            self.inline(child, self.styles.bold("text", name, bold), inner)
            if self.styles.hidden("text", name):
                self._drop("markup", _text(inner), self.line)
            else:
                runs += inner
        elif tag in (TEXT + "s", TEXT + "tab"):
            runs.append((" ", bold))
        elif tag == TEXT + "line-break":
            runs.append(("\n", bold))
        elif tag == TEXT + "soft-page-break":
            self.page += 1
        elif tag == TEXT + "note":
            self._note(child, bold, runs)
        elif tag == OFFICE + "annotation":
            self._drop("markup", self._aside(child), self.line)
        elif tag.startswith(DRAW) and tag != DRAW + "a":
            if tag not in SILENT:
                self._beside(child)
        elif tag not in SILENT and _local(tag) not in TITLES:
            if tag == TEXT + "a":
                address = child.get(XLINK + "href", "").strip()
                self._drop("link", "" if address.startswith("#") else address, self.line)
            self.inline(child, bold, runs)

    def _note(self, note: Element, bold: bool, runs: Runs) -> None:
        """A footnote or endnote: its mark in the text, `[1]`, and its text after the paragraph."""
        citation, body = note.find(TEXT + "note-citation"), note.find(TEXT + "note-body")
        mark = f"[{tidy_line(''.join(map(str, citation.itertext())))}]" if citation is not None else "[*]"
        runs.append((mark, bold))
        if body is None:
            return
        blocks: list[Block] = []
        with self.numbering.apart():
            self.flow(body, blocks.append)
        for place, block in enumerate(blocks):
            first = f"{mark} " if place == 0 else ""
            self.beside.append(Block(first + printed(block), block.line, page=block.page, style=block.style))

    def _beside(self, frame: Element) -> None:
        with self.numbering.apart():
            self.flow(frame, self.beside.append)

    def _aside(self, element: Element) -> str:
        """The text of an element that is left out of the flow, without moving the place in it."""
        kept = self.line, self.page, self.beside
        blocks: list[Block] = []
        with self.numbering.apart():
            for part in element.iterchildren(TEXT + "index-body"):
                element = part
            self.flow(element, blocks.append)
        self.line, self.page, self.beside = kept
        return "\n".join(printed(block) for block in blocks)

    def _drop(self, why: Why, text: str, line: int | None) -> None:
        if text:
            self.document.dropped.append(Dropped(why, text, line))


def _spaced(text: str) -> str:
    """A line end in the file is a blank on the page."""
    return text.replace("\n", " ").replace("\r", " ")


def _text(runs: Runs) -> str:
    return tidy_line("".join(text for text, _ in runs))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
