"""The framework matrix: witness by theme, each cell an analyst's summary with its citations."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from coder.matrices import column_heads
from coder.workbook.cells import NAVY, literal
from coder.workbook.report import Report
from coder.workbook.sheets import MAX_COLUMNS, Ink, Page

NAME = "Framework"


def framework_sheet(ink: Ink, report: Report) -> None:
    """Witnesses down, themes across; a cell that nobody has written yet is empty."""
    coding = report.coding
    themes = coding.codebook.themes[: MAX_COLUMNS - 2]
    widths = [24.0, 26.0, *[max(24.0, min(44.0, 220 / max(1, len(themes))))] * len(themes)]
    page = Page(ink, NAME, NAVY, widths, freeze="C4", heads="1:3")
    written = sum(map(len, report.summaries.values()))
    note = "Each cell is what an analyst wrote of a witness on a theme, with the citations it rests on."
    page.title(NAME, note if written else f"{note} None is written yet.")
    heads = ["Witness", "Organisation", *(literal(theme.name) for theme in themes)]
    page.add([page.cell(head, "head") for head in heads])
    for witness, row in column_heads(coding, "witness").items():
        cells = [page.cell(literal(witness), "strong"), page.cell(literal(row.organisation or ""), "text")]
        cells += [page.cell(literal(cell_text(report, witness, theme.id)), "text") for theme in themes]
        page.add(cells)
    page.named(NAME, "A3", f"{get_column_letter(len(heads))}{page.rows}")
    page.done()


def cell_text(report: Report, witness: str, theme: str) -> str:
    """The summaries of a cell, one below the other, with who wrote each where there are more."""
    found = report.summaries.get((witness, theme), ())
    return "\n\n".join(
        one.text
        + (f" [{'; '.join(one.citations)}]" if one.citations else "")
        + (f" ({one.by})" if len(found) > 1 else "")
        for one in found
    )
