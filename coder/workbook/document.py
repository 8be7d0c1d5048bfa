"""A document as a workbook: a sheet a section, its tables as tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from openpyxl.utils import get_column_letter

from coder.document.content import Bars, Block, Document, Grid, Heading, Intervals, Quote, Table, Text
from coder.workbook.cells import NAVY, literal, said
from coder.workbook.saving import written
from coder.workbook.sheets import MAX_ROWS, Ink, Page

LINE = 110
"""Characters of running text on a row, which is not wrapped as it lies across columns."""
WIDE, NARROW = 120.0, 11.0
"""Of the columns of a sheet's one table together, and of one at least, in characters."""
FIRST, OTHERS = 34.0, 17.0
"""Of the columns where a sheet has several tables."""


def write_document(path: Path, document: Document) -> None:
    """Write the document to an .xlsx file, in one step or not at all; the bytes follow from it alone.

    Raises CoderError where the file cannot be written.
    """
    with written(path, document.made) as book:
        book.properties.title = literal(document.title)
        book.properties.creator = "evidence coder"
        ink = Ink(book, f"{document.footer}")
        for heading, blocks in _sections(document):
            _sheet(ink, document, heading, blocks)


def _sections(document: Document) -> Iterator[tuple[Heading, list[Block]]]:
    """Each heading of the first level with what follows it."""
    heading, blocks = Heading(1, document.title, ""), list[Block]()
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if blocks:
                yield heading, blocks
            heading, blocks = block, []
        else:
            blocks.append(block)
    yield heading, blocks


def _sheet(ink: Ink, document: Document, heading: Heading, blocks: list[Block]) -> None:
    tables = [block for block in blocks if isinstance(block, Table)]
    if len(tables) == 1:
        widths = [max(NARROW, WIDE * share) for share in tables[0].widths]
    else:
        widths = [FIRST] + [OTHERS] * (max((len(table.head) for table in tables), default=1) - 1)
    page = Page(ink, heading.text[:31], NAVY, widths)
    page.title(literal(heading.text), literal(f"{document.title}, {said(document.made)}"))
    for block in blocks:
        _block(page, block)
    if len(tables) == 1 and isinstance(blocks[-1], Table) and tables[0].rows:
        first = page.rows - len(tables[0].rows)
        page.sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(tables[0].head))}{page.rows}"


def _block(page: Page, block: Block) -> None:
    match block:
        case Heading(_, text, _):
            page.add([])
            page.write((literal(text), "section"), height=20)
        case Text(text, tone, lead):
            for line in textwrap.wrap(f"{lead}{text}", LINE):
                page.write((literal(line), "note" if tone == "note" else "plain"), height=15)
        case Quote(text, source, _, _):
            for line in (*textwrap.wrap(f"“{text}”", LINE), source):
                page.write((literal(line), "plain"), height=15)
        case Table():
            _table(page, block)
        case Bars() | Grid() | Intervals():
            pass  # its numbers stand in the tables beside it


def _table(page: Page, table: Table) -> None:
    page.add([])
    page.write((literal(table.caption), "label"), height=16)
    heads = zip(table.head, table.numbers, strict=True)
    page.add([page.cell(literal(name), "head-right" if number else "head") for name, number in heads])
    for row in table.rows[: MAX_ROWS - page.rows]:
        page.add([page.cell(literal(cell) if isinstance(cell, str) else cell, _style(cell)) for cell in row])


def _style(cell: str | int | float) -> str:
    if isinstance(cell, str):
        return "text"
    return "figure" if isinstance(cell, int) else "decimal"
