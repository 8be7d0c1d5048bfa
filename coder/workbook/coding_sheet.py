"""The coding sheet: a session's paragraphs with a column a code, for a colleague without this tool.

What was sent stands on a hidden sheet, so that what comes back can be held against it: there each
paragraph's id is beside a hash of its text and the marks it had, each code's id beside its head and meaning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from coder.codebook import Code, Codebook
from coder.errors import CoderError
from coder.evidence.readers.archives import Archive
from coder.workbook.cells import NAVY, literal
from coder.workbook.saving import written
from coder.workbook.sheets import Ink, Page

SHEET, SENT = "Coding", "Sent"
YES = "x"
FIRST, HEAD = 6, 4
ABOUT = {"Id": 12.0, "Citation": 10.0, "Question": 34.0, "Speaker": 18.0, "Paragraph": 76.0, "Read": 7.0}

HOW = (
    f"Put {YES}, or a value of its scale, under each code that applies to a paragraph; put {YES} under Read"
    " where you have read it and found none.",
    "Leave everything else as it is, save, and send the file back. What a code means stands under its head.",
)

Marks = dict[str, str]
"""By code, `x` or the step of its scale as a number; under an empty code, `x` where it was read."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A paragraph as it is sent."""

    paragraph: str
    citation: str
    question: str
    speaker: str
    text: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class CodingSheet:
    """What is sent to a coder: a session's paragraphs, and the codes that may be put on them."""

    inquiry: str
    session: str
    title: str
    coder: str
    codebook: Codebook
    codes: tuple[Code, ...]
    lines: tuple[SheetLine, ...]
    made: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back, paragraph by paragraph, beside what was sent. `meanings` are those codes had then."""

    session: str
    coder: str
    codebook_revision: str
    meanings: Mapping[str, int]
    hashes: Mapping[str, str]
    sent: Mapping[str, Marks]
    marks: Mapping[str, Marks]


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# Writing


def write_coding_sheet(path: Path, sheet: CodingSheet) -> None:
    """Write the sheet, in one step or not at all. Raises CoderError where it cannot be written."""
    with written(path, sheet.made) as book:
        book.properties.title = literal(f"{sheet.title}: coding sheet for {sheet.coder}")
        book.properties.creator = "evidence coder"
        ink = Ink(book, f"{sheet.inquiry}, {sheet.title}, coding sheet for {sheet.coder}")
        _coding_page(ink, sheet)
        _sent_page(ink, sheet)


def heads_of(codes: Sequence[Code]) -> dict[str, str]:
    """By code, what stands at the head of its column, no two alike."""
    found: dict[str, str] = {}
    for code in codes:
        name = literal(code.name) or code.id
        found[code.id] = f"{name} ({code.id})" if name in (*found.values(), *ABOUT) else name
    return found


def _coding_page(ink: Ink, sheet: CodingSheet) -> None:
    widths = [*ABOUT.values(), *[16.0] * len(sheet.codes)]
    page = Page(ink, SHEET, NAVY, widths, freeze=f"G{FIRST}", heads=f"{HEAD}:{FIRST - 1}")
    page.sheet.column_dimensions["A"].hidden = True
    heads = heads_of(sheet.codes)
    for place, code in enumerate(sheet.codes):
        column = get_column_letter(len(ABOUT) + 1 + place)
        allowed = f"'{SENT}'!$E${place + 2}:${get_column_letter(5 + len(code.values))}${place + 2}"
        _allow(page, column, allowed, len(sheet.lines))
    _allow(page, get_column_letter(len(ABOUT)), f"'{SENT}'!$E$1:$E$1", len(sheet.lines))
    page.write(
        (None, "plain"), (literal(f"{sheet.title}: coding sheet for {sheet.coder}"), "title"), height=24
    )
    for note in HOW:
        page.write((None, "plain"), (note, "note"), height=15)
    page.add(
        [*(page.cell(head, "head") for head in ABOUT), *(page.cell(one, "column") for one in heads.values())]
    )
    said = [_definition(code, sheet.codebook) for code in sheet.codes]
    page.add([*(page.cell(None, "text") for _ in ABOUT), *(page.cell(literal(one), "small") for one in said)])
    for line in sheet.lines:
        texts = (line.paragraph, line.citation, line.question, line.speaker, line.text)
        marks = [line.marks.get("", ""), *(_shown(line.marks.get(code.id, ""), code) for code in sheet.codes)]
        page.add(
            [*(page.cell(literal(one), "text") for one in texts), *(page.cell(one, "mark") for one in marks)]
        )
    page.done()


def _allow(page: Page, column: str, allowed: str, lines: int) -> None:
    """A drop-down of what a column may hold."""
    rule = DataValidation("list", formula1=allowed, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = (
        "Not a value of this code",
        f"Choose from the list, put {YES}, or leave it empty.",
    )
    rule.add(f"{column}{FIRST}:{column}{max(FIRST, FIRST + lines - 1)}")
    page.sheet.data_validations.append(rule)


def _definition(code: Code, book: Codebook) -> str:
    theme = book.theme_of(code.id)
    parts = [
        code.definition,
        code.include and f"Include: {code.include}",
        code.exclude and f"Exclude: {code.exclude}",
    ]
    if theme.choose == "one" and theme.id != code.id:
        parts.append(f"One code of {theme.name} at most.")
    return "\n".join(filter(None, parts))


def _shown(mark: str, code: Code) -> str:
    return literal(code.values[int(mark) - 1]) if mark.isdecimal() and int(mark) <= len(code.values) else mark


def _sent_page(ink: Ink, sheet: CodingSheet) -> None:
    """Hidden: what was sent, then a line for each code with what its column may hold, and each paragraph."""
    page = Page(ink, SENT, NAVY, [30.0, 30.0, 16.0, 16.0, *[16.0] * 10])
    page.sheet.sheet_state = "hidden"
    told = {"format": 1, "session": sheet.session, "coder": sheet.coder, "codes": len(sheet.codes),
            "codebook_revision": sheet.codebook.revision}  # fmt: skip
    page.write((literal(json.dumps(told)), "line"), *[(None, "line")] * 3, (YES, "line"), height=15)
    heads = heads_of(sheet.codes)
    for code in sheet.codes:
        about = ((code.id, "line"), (heads[code.id], "line"), (str(code.meaning), "line"), (None, "line"))
        page.write(*about, *((literal(one), "line") for one in (YES, *code.values)), height=15)
    for line in sheet.lines:
        marks = json.dumps(line.marks, sort_keys=True)
        page.write(
            (literal(line.paragraph), "line"), (text_hash(line.text), "line"), (marks, "line"), height=15
        )
    page.done()


# Reading


def read_coding_sheet(path: Path) -> Returned:
    """What a coding sheet says that came back.

    Raises CoderError where it is none, is damaged, or a cell holds what its column may not: with the cell.
    """
    try:
        Archive(path.read_bytes(), str(path))
        book = load_workbook(path)
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror or error}).") from None
    except CoderError:
        raise
    except Exception:  # openpyxl has errors of many kinds for what is no workbook
        raise CoderError(f"{path}: is no Excel workbook; ask for the coding sheet again, as .xlsx.") from None
    if SHEET not in book.sheetnames or SENT not in book.sheetnames:
        raise CoderError(f"{path}: is no coding sheet, or one whose sheets were taken out; ask for it again.")
    try:
        return _returned(path, book)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CoderError(
            f"{path}: what it was sent with (its hidden sheet) was changed; ask for it again."
        ) from None


def _returned(path: Path, book: Any) -> Returned:
    sent_lines = [[_text(cell) for cell in row] for row in book[SENT].iter_rows()]
    told = json.loads(sent_lines[0][0])
    codes = sent_lines[1 : told["codes"] + 1]
    paragraphs = sent_lines[told["codes"] + 1 :]
    by_head = {head: (code, [one for one in values if one]) for code, head, _, _, *values in codes}
    rows = list(book[SHEET].iter_rows(min_row=HEAD))
    columns = {_text(cell): cell.column for cell in rows[0] if _text(cell)}
    known = {line[0] for line in paragraphs}
    for head in (*by_head, "Id", "Read"):
        if head not in columns:
            raise CoderError(f"{path}: the column {head} is gone; ask for the sheet again.")
    marks: dict[str, Marks] = {}
    for row in rows[FIRST - HEAD :]:
        paragraph = _text(row[columns["Id"] - 1])
        if paragraph in known and paragraph not in marks:
            marks[paragraph] = _marks(path, row, columns, by_head)
    return Returned(
        told["session"], told["coder"], told["codebook_revision"],
        {code: int(meaning) for code, _, meaning, *_ in codes},
        {line[0]: line[1] for line in paragraphs},
        {line[0]: json.loads(line[2]) for line in paragraphs},
        marks,
    )  # fmt: skip


def _marks(
    path: Path, row: Sequence[Any], columns: Mapping[str, int], by_head: Mapping[str, tuple[str, list[str]]]
) -> Marks:
    found: Marks = {}
    for head, (code, allowed) in {"Read": ("", [YES]), **by_head}.items():
        cell = row[columns[head] - 1]
        value = _text(cell)
        wanted = [one.casefold() for one in allowed]
        if value and value.casefold() not in wanted:
            choice = ", ".join(allowed)
            raise CoderError(
                f"{path}: cell {cell.coordinate} holds {value!r}, which is no value of {head}; put one of"
                f" {choice} there, or leave it empty."
            )
        if value:
            step = wanted.index(value.casefold())
            found[code] = str(step) if step else YES
    return found


def _text(cell: Any) -> str:
    return "" if cell.value is None else str(cell.value).strip()
