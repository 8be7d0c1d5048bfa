"""The theme matrix as an Excel workbook: counts, each linked to its quotes, and how it was made.

An Excel link can select one block of cells. So the quotes stand on sheets of their own, sorted so that those
of each count lie together: one row a theme and paragraph for the counts of themes, one row a code and
paragraph for the counts of codes, each in the order of the evidence (which serves questions and sessions,
since questions nest in sessions) and again by witness. A count of five then selects exactly five rows.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from openpyxl import Workbook

from coder.errors import CoderError
from coder.files import take_place
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
from coder.workbook.sheets import Ink, blank
from coder.workbook.together import together_sheet
from coder.workbook.zipped import close, save

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
    check_place(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    book = blank()
    try:
        with beside.open("wb") as file:
            _fill(book, report)
            save(book, file, report.provenance.made)
        take_place(beside, path)
    except PermissionError:
        what = "if it is open in Excel, close it there, else choose another folder"
        raise CoderError(f"{path}: cannot be written; {what}.") from None
    except OSError as error:
        why = error.strerror or error
        raise CoderError(f"{path}: cannot be written ({why}); choose another place.") from None
    finally:
        close(book)
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def check_place(path: Path) -> None:
    """Raises CoderError where a path cannot be a workbook's."""
    if path.suffix.lower() != ".xlsx":
        raise CoderError(f"{path}: a workbook's name must end in .xlsx.")
    if not path.parent.is_dir():
        raise CoderError(f"{path}: there is no folder {path.parent}; make it, or write somewhere else.")
    if path.is_dir():
        raise CoderError(f"{path}: this is a folder; give the workbook another name.")


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
