"""Rows and links written straight into a streaming sheet.

openpyxl's own way makes a Cell of every value, and tries each as a value first; for the long lists that is
most of the time a workbook takes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from openpyxl.xml.constants import XML_NS
from openpyxl.xml.functions import Element, SubElement

Value: TypeAlias = str | float | date | None
DAY_ZERO = date(1899, 12, 30)
"""Of the days Excel counts, from March 1900 on."""
SPACE = {f"{{{XML_NS}}}space": "preserve"}


class Cell(NamedTuple):
    """A value with its look, a number of the workbook's, and the address it links to."""

    value: Value
    look: int
    location: str = ""


class Stream:
    """The rows of a streaming sheet, from the first; then the links, which Excel wants behind them."""

    def __init__(self, sheet: Any) -> None:
        self._sheet, self.links = sheet, list[tuple[str, str]]()
        sheet._get_writer()
        sheet._rows = self._rows(sheet._writer)
        next(sheet._rows)
        sheet._writer.write_hyperlinks = self._write_links

    def add(self, row: Any) -> None:
        self._sheet._rows.send(row)

    def _rows(self, writer: Any) -> Generator[None, Any, None]:
        out = writer.xf.send(True)
        with out.element("sheetData"):
            try:
                while True:
                    out.write((yield))
            except GeneratorExit:
                pass
        writer.xf.send(None)

    def _write_links(self) -> None:
        if not self.links:
            return
        writer = self._sheet._writer
        out = writer.xf.send(True)
        with out.element("hyperlinks"):
            for ref, location in self.links:
                out.write(Element("hyperlink", ref=ref, location=location))
        writer.xf.send(None)


def row_of(number: int, height: str, letters: Iterable[str], cells: Iterable[Cell]) -> Any:
    """A row as Excel has it, `height` in points; the letters are those of its columns."""
    row = Element("row", r=str(number), ht=height, customHeight="1")
    for letter, (value, look, _) in zip(letters, cells, strict=False):
        at = f"{letter}{number}"
        if value is None:
            SubElement(row, "c", r=at, s=str(look))
        elif isinstance(value, str):
            cell = SubElement(row, "c", r=at, s=str(look), t="inlineStr")
            text: Any = SubElement(SubElement(cell, "is"), "t", SPACE if value != value.strip() else {})
            text.text = value
        else:
            cell = SubElement(row, "c", r=at, s=str(look), t="n")
            figure: Any = SubElement(cell, "v")
            figure.text = str((value - DAY_ZERO).days if isinstance(value, date) else value)
    return row
