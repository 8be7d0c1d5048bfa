"""The theme matrix as an Excel workbook: counts, each linked to its quotes, and how it was made.

An Excel link can select one block of cells. So the quotes stand on sheets of their own, sorted so that those
of each count lie together: one row a theme and paragraph for the counts of themes, one row a code and
paragraph for the counts of codes, each in the order of the evidence (which serves questions and sessions,
since questions nest in sessions) and again by witness. A count of five then selects exactly five rows.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from coder.workbook.cells import literal, said
from coder.workbook.charts import charts_sheet
from coder.workbook.chosen import ChosenMatrix, chosen_quotes, chosen_sheet
from coder.workbook.codebook import codebook_sheet
from coder.workbook.counts import MATRICES, matrix_sheet
from coder.workbook.evidence import evidence_sheet
from coder.workbook.framework import framework_sheet
from coder.workbook.front import front_page, write_front
from coder.workbook.listed import (
    agreement_sheet,
    coverage_sheet,
    flat_sheet,
    provenance_sheet,
    saturation_sheet,
)
from coder.workbook.quotes import LISTS, SortedQuotes, quotes_sheet
from coder.workbook.report import (
    AgreementLine,
    CellSummary,
    Chosen,
    CoderLine,
    Provenance,
    Report,
    SessionLine,
)
from coder.workbook.saving import check_place, written
from coder.workbook.sheets import Ink
from coder.workbook.together import together_sheet

__all__ = [
    "AgreementLine",
    "CellSummary",
    "Chosen",
    "CoderLine",
    "Provenance",
    "Report",
    "SessionLine",
    "check_place",
    "literal",
    "write_workbook",
]


def write_workbook(path: Path, report: Report) -> None:
    """Write the matrices of the tags in a report's coding to an .xlsx file, in one step or not at all.

    The bytes follow from the arguments alone. Raises CoderError where the file cannot be written.
    """
    with written(path, report.provenance.made) as book:
        _fill(book, report)


def _fill(book: Workbook, report: Report) -> None:
    coding, provenance = report.coding, report.provenance
    about = book.properties
    about.title, about.subject = literal(f"{provenance.inquiry}: theme matrices"), literal(provenance.inquiry)
    about.creator, about.keywords = "evidence coder", "theme matrices; committee evidence"
    about.description = literal(f"Basis {provenance.basis}. Made again by: {provenance.command}")
    ink = Ink(book, f"{provenance.inquiry}, {said(provenance.made)}")
    sorted_quotes = SortedQuotes(coding)
    own = ChosenMatrix(coding, report.chosen) if report.chosen else None
    front = front_page(ink)
    if own:
        chosen_sheet(ink, own)
    for title in MATRICES:
        matrix_sheet(ink, coding, title, sorted_quotes)
    together_sheet(ink, coding)
    saturation_sheet(ink, coding, "session")
    saturation_sheet(ink, coding, "witness")
    charts_sheet(ink, coding)
    framework_sheet(ink, report)
    if own:
        chosen_quotes(ink, own, sorted_quotes.cut)
    for level, by in LISTS:
        quotes_sheet(ink, level, by, sorted_quotes)
    evidence_sheet(ink, coding)
    flat_sheet(ink, report)
    codebook_sheet(ink, coding)
    coverage_sheet(ink, report)
    agreement_sheet(ink, report)
    provenance_sheet(ink, report)
    write_front(front, coding, provenance)
