"""A sheet of the workbook, and what all its sheets share.

Sheets are streamed (openpyxl's write-only mode), so views, widths and print set-up come before the first row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from coder.workbook.cells import INK, STYLES, is_rtl, literal, put

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_LINKS = 65_530
"""Links on a sheet; with more, Excel offers to repair the file."""
A3, A4 = 8, 9

Spot = tuple[str, int, int, str]
"""A block of rows: sheet, first row, last row, last column."""


def blank() -> Workbook:
    """A streaming workbook whose normal font is ours, since Excel measures column widths in it."""
    book: Any = Workbook(write_only=True)
    book._fonts = IndexedList([Font("Arial", 10, color=INK)])
    book._named_styles["Normal"].font = book._fonts[0]
    return cast(Workbook, book)


class Ink:
    """What the sheets of a workbook share: its styles, its rows' heights, its footer."""

    def __init__(self, book: Workbook, footer: str) -> None:
        self.book = book
        self.footer = literal(footer).replace("&", "&&")[:200]
        self.style = cache(self._style)
        self.from_the_right = cache(self._from_the_right)
        self.height = cache(self._height)

    def _style(self, style: str, indent: int) -> Any:
        probe: Any = Cell(self.book.worksheets[0], 1, 1)
        for name, value in STYLES[style].items():
            setattr(probe, name, value)
        if indent:
            probe.alignment = Alignment("left", "center", wrap_text=True, indent=indent)
        return probe._style

    def _from_the_right(self, style: str) -> Any:
        probe: Any = Cell(self.book.worksheets[0], 1, 1, style_array=self.style(style, 0))
        own = probe.alignment
        probe.alignment = Alignment("right", own.vertical, own.textRotation, own.wrap_text, readingOrder=2)
        return probe._style

    def _height(self, lines: int) -> RowDimension:
        return RowDimension(self.book.worksheets[0], ht=min(409.0, 4 + 12.6 * lines))


class Page:
    """A sheet set up for screen and paper, filled row by row, each as high as its text needs.

    `freeze` is the first cell that moves, `heads` the rows that print on every page.
    """

    def __init__(
        self, ink: Ink, title: str, tab: str, widths: Sequence[float], *, freeze: str = "", heads: str = ""
    ) -> None:
        self.ink, self.widths, self.rows = ink, widths, 0
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
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        if freeze:
            sheet.freeze_panes = freeze
        if heads:
            sheet.print_title_rows = heads

    def cell(self, value: Any, style: str, spot: Spot | None = None, indent: int = 0) -> Cell:
        """A cell of a shared style; `spot` is the block it links to."""
        cell = Cell(self.sheet, 1, 1, style_array=self.ink.style(style, indent))
        self.put(cell, value, style, indent)
        if spot:
            cell.hyperlink = Hyperlink(ref="", location=_address(spot))
        return cell

    def put(self, cell: Cell, value: Any, style: str, indent: int = 0) -> None:
        """Set a cell's value anew; what is written from the right is read from there."""
        turned = isinstance(value, str) and not value.isascii() and is_rtl(value)
        look = self.ink.from_the_right(style) if turned else self.ink.style(style, indent)
        looks: Any = cell
        if looks._style.alignmentId != look.alignmentId:
            looks._style = copy(look)
        put(cell, value)

    def link(self, cells: str, spot: Spot) -> None:
        """Link some cells of this sheet, such as `F4` or `F4:F9`, to a block of another."""
        links: Any = self.sheet._hyperlinks  # type: ignore[attr-defined]
        links.append(Hyperlink(ref=cells, location=_address(spot)))

    def add(self, cells: list[Cell], height: float | None = None) -> None:
        """Append a row; its height in points, where not given, from its texts and the columns' widths."""
        self.rows += 1
        if height is None:
            texts = ((cell.value, width) for cell, width in zip(cells, self.widths, strict=False))
            lines = max((_lines(text, width) for text, width in texts if isinstance(text, str)), default=1)
            dimension = self.ink.height(lines)
        else:
            dimension = RowDimension(self.sheet, ht=height)
        self.sheet.row_dimensions[self.rows] = dimension
        self.sheet.append(cells)
        del self.sheet.row_dimensions[self.rows]

    def write(self, *row: tuple[Any, str], height: float | None = None) -> None:
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
        sheet: Any = self.sheet
        sheet.close()
        sheet._hyperlinks = []

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
