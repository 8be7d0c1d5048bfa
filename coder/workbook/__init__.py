"""The theme matrix as an Excel workbook: counts, each linked to its quotes, and how it was made.

An Excel link can select one block of cells. So the quotes stand on sheets of their own, sorted so that those
of each count lie together: one row a theme and paragraph for the counts of themes, one row a code and
paragraph for the counts of codes, each in the order of the evidence (which serves questions and sessions,
since questions nest in sessions) and again by witness. A count of five then selects exactly five rows.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from coder.matrices import Coding
from coder.workbook.cells import literal, said
from coder.workbook.codebook import codebook_sheet
from coder.workbook.counts import AXES, matrix_sheet
from coder.workbook.front import CoderLine, Provenance, SessionLine, front_page, write_front
from coder.workbook.quotes import LISTS, SortedQuotes, quotes_sheet
from coder.workbook.saving import written
from coder.workbook.sheets import Ink

__all__ = ["CoderLine", "Provenance", "SessionLine", "literal", "write_workbook"]


def write_workbook(path: Path, coding: Coding, provenance: Provenance) -> None:
    """Write the matrices of the tags in `coding` to an .xlsx file, in one step or not at all.

    The bytes follow from the arguments alone. Raises CoderError where the file cannot be written.
    """
    with written(path, provenance.made) as book:
        _fill(book, coding, provenance)


def _fill(book: Workbook, coding: Coding, provenance: Provenance) -> None:
    book.properties.title = literal(f"{provenance.inquiry}: theme matrices")
    book.properties.creator = "evidence coder"
    ink = Ink(book, f"{provenance.inquiry}, {said(provenance.made)}")
    sorted_quotes = SortedQuotes(coding)
    front = front_page(ink)
    for axis in AXES:
        matrix_sheet(ink, coding, axis, sorted_quotes)
    for level, by in LISTS:
        quotes_sheet(ink, level, by, sorted_quotes)
    codebook_sheet(ink, coding)
    write_front(front, coding, provenance)
