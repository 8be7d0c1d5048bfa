"""The sheet of what occurs together: a map of counts, and one of Jaccard's index."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Color
from openpyxl.utils import get_column_letter

from coder.matrices import Coding, together
from coder.workbook.cells import HEAT, NAVY, literal
from coder.workbook.sheets import MAX_COLUMNS, Ink, Page
from coder.workbook.streaming import Cell

NAME = "Co-occurrence"
MOST = (MAX_COLUMNS - 2) // 2


def together_sheet(ink: Ink, coding: Coding) -> None:
    """Codes by codes: paragraphs with both; beside it, these over the paragraphs with either."""
    found = together(coding)
    names = [literal(coding.codebook.by_id[key].name) for key in found.counts.index[:MOST]]
    size = len(names)
    widths = [34.0, *[5.0] * size, 3.0, *[6.0] * size]
    page = Page(ink, NAME, NAVY, widths, freeze="B6", heads="1:5")
    note = "" if size == len(found.counts) else f" Only the first {MOST:,} codes fit on an Excel sheet."
    page.title(
        NAME,
        "Left: paragraphs that have both codes; on the diagonal those that have the one. Right: Jaccard's"
        " index, these over the paragraphs that have either: 1 where the codes always stand together, a dot"
        " where never.",
        "Codes with no tag that counts are left out." + note,
    )
    heads = [page.cell("", "band"), page.cell("Paragraphs", "band"), *(page.cell("", "band") for _ in names)]
    page.add([*heads[: size + 2], *([page.cell("Jaccard", "band")] if size else []),
              *(page.cell("", "band") for _ in names[1:])], 18)  # fmt: skip
    turned = [page.cell(name, "turned") for name in names]
    again = [page.cell(name, "turned") for name in names]
    longest = max(map(len, names), default=0)
    page.add([page.cell("Code", "head"), *turned, page.cell(None, "plain"), *again],
             min(220.0, 16 + 5.2 * longest))  # fmt: skip
    for place, name in enumerate(names):
        page.add([
            page.cell(name, "name"), *_row(page, found.counts, place, size, "count"),
            page.cell(None, "plain"), *_row(page, found.jaccard, place, size, "jaccard"),
        ])  # fmt: skip
    for left in (2, size + 3) if size else ():
        _shade(page, left, size)
    page.named("Co_occurrence", "A5", f"{get_column_letter(size + 1)}{page.rows}")
    if size:
        page.named("Co_occurrence_Jaccard", f"{get_column_letter(size + 3)}5",
                   f"{get_column_letter(2 * size + 2)}{page.rows}")  # fmt: skip
    page.done()


def _row(page: Page, figures: pd.DataFrame, place: int, size: int, style: str) -> list[Cell]:
    values: Sequence[float] = figures.iloc[place, :size].tolist()
    return [
        page.cell(value, "count-total" if at == place and style == "count" else style if value else "zero")
        for at, value in enumerate(values)
    ]


def _shade(page: Page, left: int, size: int) -> None:
    """By how high the figures beside the diagonal are, which is left as it is."""
    blocks = []
    for at in range(size):
        row = 6 + at
        if at:
            blocks.append(f"{get_column_letter(left)}{row}:{get_column_letter(left + at - 1)}{row}")
        if at < size - 1:
            blocks.append(
                f"{get_column_letter(left + at + 1)}{row}:{get_column_letter(left + size - 1)}{row}"
            )
    if blocks:
        scale = ColorScale([FormatObject("num", 0), FormatObject("max")], [Color("FFFFFF"), Color(HEAT)])
        page.sheet.conditional_formatting.add(" ".join(blocks), Rule("colorScale", colorScale=scale))
