"""A sheet of the workbook, and what all its sheets share.

Sheets are streamed (openpyxl's write-only mode), so views, widths and print set-up come before the first row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, Literal, TypeAlias, cast

from openpyxl import Workbook
from openpyxl.cell import Cell as OpenCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from coder.workbook.cells import INK, STYLES, is_rtl, literal
from coder.workbook.streaming import Cell, Stream, Value, row_of

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_LINKS = 65_530
"""Links on a sheet; with more, Excel offers to repair the file."""
A3, A4 = 8, 9

Spot = tuple[str, int, int, str]
"""A block of rows: sheet, first row, last row, last column."""
Way: TypeAlias = Literal["plain", "as text", "from the right"]
EVALUATED = ("=", "+", "-", "@", "\t")
"""What a spreadsheet program takes for a formula at the beginning of a text."""


def blank() -> Workbook:
    """A streaming workbook whose normal font is ours, since Excel measures column widths in it."""
    book: Any = Workbook(write_only=True)
    book._fonts = IndexedList([Font("Arial", 10, color=INK)])
    book._named_styles["Normal"].font = book._fonts[0]
    return cast(Workbook, book)


class Ink:
    """What the sheets of a workbook share: its looks, its footer."""

    def __init__(self, book: Workbook, footer: str) -> None:
        self.book = book
        self.footer = literal(footer).replace("&", "&&")[:200]
        self.look = cache(self._look)

    def _look(self, style: str, indent: int = 0, way: Way = "plain", fill: str = "") -> int:
        """The number of a style in the workbook, with what a single cell may have beside it."""
        probe: Any = OpenCell(self.book.worksheets[0], 1, 1)
        for name, value in STYLES[style].items():
            setattr(probe, name, value)
        own = probe.alignment
        if indent:
            probe.alignment = Alignment("left", "center", wrap_text=True, indent=indent)
        elif way == "from the right":
            probe.alignment = Alignment(
                "right", own.vertical, own.textRotation, own.wrap_text, readingOrder=2
            )
        if fill:
            probe.fill = PatternFill("solid", fgColor=fill)
        # Marked, so that a text that looks like a formula is still a text after it was edited.
        probe.quotePrefix = way == "as text"
        return int(probe.style_id)


class Page:
    """A sheet set up for screen and paper, filled row by row, each as high as its text needs.

    `freeze` is the first cell that moves, `heads` the rows that print on every page.
    """

    def __init__(
        self, ink: Ink, title: str, tab: str, widths: Sequence[float], *, freeze: str = "", heads: str = ""
    ) -> None:
        self.ink, self.widths, self.rows = ink, widths, 0
        self.letters = [get_column_letter(number) for number in range(1, len(widths) + 1)]
        # The streaming sheet has all the parts of a Worksheet that are used here.
        self.sheet = sheet = cast(Worksheet, ink.book.create_sheet(title))
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = tab
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        setup, margins = sheet.page_setup, sheet.page_margins
        setup.orientation, setup.paperSize = "landscape", A4 if sum(widths) < 180 else A3
        setup.fitToWidth, setup.fitToHeight = 1, 0
        margins.left, margins.right, margins.top, margins.bottom = 0.5, 0.5, 0.5, 0.7
        foot: Any = sheet.HeaderFooter.oddFooter
        for part, text in ((foot.left, ink.footer), (foot.center, "&A"), (foot.right, "Page &P of &N")):
            part.text, part.font, part.size = text, "Arial", 8
        for letter, width in zip(self.letters, widths, strict=True):
            sheet.column_dimensions[letter].width = width
        if freeze:
            sheet.freeze_panes = freeze
        if heads:
            sheet.print_title_rows = heads

    @cached_property
    def _stream(self) -> Stream:
        """Made with the first row, when the sheet is set up."""
        return Stream(self.sheet)

    def cell(
        self, value: Value, style: str, spot: Spot | None = None, *, indent: int = 0, fill: str = ""
    ) -> Cell:
        """A cell of a style, a text as text whatever it begins with; `spot` is the block it links to."""
        way: Way = "plain"
        if isinstance(value, str):
            if not value:
                value = None
            elif value.startswith(EVALUATED):
                way = "as text"
            elif not value.isascii() and is_rtl(value):
                way = "from the right"
        return Cell(value, self.ink.look(style, indent, way, fill), _address(spot) if spot else "")

    def link(self, cells: str, spot: Spot) -> None:
        """Link some cells of this sheet, such as `F4` or `F4:F9`, to a block of another."""
        self._stream.links.append((cells, _address(spot)))

    def add(self, cells: Sequence[Cell], height: float | None = None) -> None:
        """Append a row; its height in points, where not given, from its texts and the columns' widths."""
        self.rows += 1
        if height is None:
            lines = 1
            for cell, width in zip(cells, self.widths, strict=False):
                if isinstance(cell.value, str) and len(cell.value) * 2 > width * 1.15 - 2:
                    lines = max(lines, _lines(cell.value, width))
            height = min(409.0, 4 + 12.6 * lines)
        for letter, cell in zip(self.letters, cells, strict=False):
            if cell.location:
                self._stream.links.append((f"{letter}{self.rows}", cell.location))
        self._stream.add(row_of(self.rows, f"{height:g}", self.letters, cells))

    def write(self, *row: tuple[Value, str], height: float | None = None) -> None:
        """Append a row of values, each with its style."""
        self.add([self.cell(value, style) for value, style in row], height)

    def table(self, name: str, heads: Sequence[str], head_row: int) -> None:
        """Make a table, with filters, of the rows written since its heads; none where there are no rows."""
        if self.rows <= head_row:
            return
        ref = f"A{head_row}:{get_column_letter(len(heads))}{self.rows}"
        table = Table(displayName=name, ref=ref)
        table.tableColumns = [TableColumn(id=at, name=head) for at, head in enumerate(heads, 1)]
        table.autoFilter = AutoFilter(ref=ref)
        cast(Any, self.sheet)._tables.add(table)  # add_table warns that columns are to be told, as they are

    def named(self, name: str, first: str, last: str) -> None:
        """Give a block of this sheet a name by which formulas elsewhere find it."""
        block = ":".join("$" + re.sub(r"(\d+)", r"$\1", corner) for corner in (first, last))
        self.ink.book.defined_names[name] = DefinedName(name, attr_text=f"'{self.sheet.title}'!{block}")

    def done(self) -> None:
        """End the sheet, so that what it held in memory until then is let go."""
        cast(Any, self.sheet).close()
        self._stream.links.clear()

    def title(self, title: str, *notes: str) -> None:
        self.write((title, "title"), height=24)
        for note in notes:
            self.write((note, "note"), height=15)


def _address(spot: Spot) -> str:
    name, first, last, column = spot
    return f"'{name}'!A{first}:{column}{last}"


def _lines(text: str, width: float) -> int:
    """How many lines a text takes, on the safe side: words do not fill a line."""
    room = max(1, int(width * 1.15) - 2)
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    if len(text) < 200:  # a heading in capitals
        room = max(1, int(room * len(text) / (len(text) + 0.4 * sum(map(str.isupper, text)))))
    if not text.isascii():
        text = re.sub("[\u2e80-\U0010ffff]", "mm", text)
    return sum(1 + max(0, len(line) - 1) // room for line in text.split("\n"))
