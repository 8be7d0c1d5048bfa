"""The matrix of one's own: any rows by any columns, each figure linked to its quotes."""

from __future__ import annotations

import numpy as np
from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Color
from openpyxl.utils import get_column_letter

from coder.errors import CoderError
from coder.matrices import Coding, Measure, axis_name, labels, matrix, quotes
from coder.matrices.counting import OF_TAGS, find_axis
from coder.workbook.cells import HEAT, NAVY, literal, shortened
from coder.workbook.quotes import FIRST_QUOTE, Column, quote_columns, write_quotes
from coder.workbook.report import Chosen
from coder.workbook.sheets import MAX_COLUMNS, MAX_LINKS, MAX_ROWS, Ink, Page, Spot

NAME, QUOTES = "Matrix", "Matrix quotes"
SAID: dict[Measure, str] = {
    "paragraphs": "Paragraphs with a tag that counts; a total counts a paragraph once.",
    "row-share": "Share of the row's paragraphs; a paragraph may be in several columns.",
    "column-share": "Share of the column's paragraphs; a paragraph may be in several rows.",
    "words": "Words of the paragraphs with a tag that counts; a total counts a paragraph once.",
    "witnesses": "Distinct witnesses of the paragraphs with a tag that counts; a total counts a person once.",
    "tags": "Tags that count: each coder's of each code; so a paragraph may count several times.",
}


class ChosenMatrix:
    """The figures, their quotes, and where these stand."""

    def __init__(self, coding: Coding, chosen: Chosen) -> None:
        self.coding, self.chosen = coding, chosen
        self.found = matrix(coding, chosen.rows, chosen.columns, chosen.measure)
        self.listed = quotes(coding, chosen.rows, chosen.columns)
        self.down, self.across = labels(coding, chosen.rows), labels(coding, chosen.columns)
        if len(self.across) + 2 > MAX_COLUMNS or len(self.down) + 5 > MAX_ROWS:
            size = f"{len(self.down):,} rows and {len(self.across):,} columns"
            raise CoderError(f"{size} do not fit on an Excel sheet; choose others, or filter.")
        self.columns = self._columns()

    def _columns(self) -> list[Column]:
        rows, columns = ({key: literal(text) for key, text in of.items()} for of in (self.down, self.across))
        ahead = [
            Column(f"Row: {axis_name(self.chosen.rows)}", 22, "strong", lambda quote: rows[quote.row]),
            Column(
                f"Column: {axis_name(self.chosen.columns)}", 22, "strong", lambda quote: columns[quote.column]
            ),
        ]
        return ahead + quote_columns(self.coding, "")

    def spots(self) -> dict[tuple[int, int], Spot]:
        """By row and column, as many as Excel can link, the block of quotes; column -1 for the whole row."""
        listed, right = self.listed, get_column_letter(len(self.columns))
        found: dict[tuple[int, int], Spot] = {}
        whole = find_axis(self.coding, self.chosen.columns) not in OF_TAGS
        for parts in ((listed.row,), (listed.row, listed.column)):
            if (len(parts) == 1 and not whole) or not len(listed):
                continue
            edges = np.flatnonzero(np.logical_or.reduce([np.diff(part, prepend=-2) != 0 for part in parts]))
            for start, end in zip(edges.tolist(), [*edges[1:].tolist(), len(listed)], strict=True):
                column = int(listed.column[start]) if len(parts) == 2 else -1
                last = FIRST_QUOTE + end - 1
                if last <= MAX_ROWS and len(found) < MAX_LINKS:
                    found[int(listed.row[start]), column] = (QUOTES, FIRST_QUOTE + start, last, right)
        return found


def chosen_sheet(ink: Ink, own: ChosenMatrix) -> None:
    """The figures, with the totals first."""
    found, spots = own.found, own.spots()
    share = found.measure in ("row-share", "column-share")
    styles = ("share-total", "share-count") if share else ("count-total", "count")
    widths = [40.0, 11.0, *[12.0] * len(own.across)]
    page = Page(ink, NAME, NAVY, widths, freeze="C6", heads="1:5")
    title = f"{axis_name(found.rows)} by {axis_name(found.columns).lower()}"
    linked = "Select a figure to see its quotes."
    if len(spots) >= MAX_LINKS:
        linked = f"Select a figure to see its quotes; some have no link, as Excel holds {MAX_LINKS:,}."
    page.title(title, SAID[found.measure], linked)
    heads = [literal(shortened(text)) for text in own.across.values()]
    page.add([
        page.cell(axis_name(found.rows), "head"), page.cell("All", "column"),
        *(page.cell(head, "column") for head in heads),
    ])  # fmt: skip
    totals = [found.total, *found.column_totals.tolist()]
    page.add([page.cell("All", "name-total"), *(page.cell(total, styles[0]) for total in totals)])
    figures = zip(own.down.values(), found.row_totals.tolist(), found.counts.to_numpy().tolist(), strict=True)
    for place, (name, total, row) in enumerate(figures):
        cells = [
            page.cell(literal(shortened(name)), "name"),
            page.cell(total, styles[0], spots.get((place, -1))),
        ]
        for column, figure in enumerate(row):
            cells.append(page.cell(figure, styles[1] if figure else "zero", spots.get((place, column))))
        page.add(cells)
    if own.down and own.across:
        block = f"C6:{get_column_letter(len(widths))}{page.rows}"
        scale = ColorScale([FormatObject("num", 0), FormatObject("max")], [Color("FFFFFF"), Color(HEAT)])
        page.sheet.conditional_formatting.add(block, Rule("colorScale", colorScale=scale))
    page.named(NAME, "A4", f"{get_column_letter(len(widths))}{page.rows}")
    page.done()


def chosen_quotes(ink: Ink, own: ChosenMatrix, cut: int) -> None:
    note = "One row for each row, column and paragraph of the matrix. Select a citation to see its context."
    write_quotes(ink, QUOTES, note, own.listed, own.columns, cut=cut)
