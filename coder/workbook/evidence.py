"""The sheet of the evidence itself, in which each quote is found in its context."""

from __future__ import annotations

from itertools import islice

from coder.matrices import Coding
from coder.workbook.cells import MUTED, excel_date, literal
from coder.workbook.sheets import MAX_ROWS, Ink, Page, Spot

NAME = "Evidence"
FIRST = 4
HEADS = {
    "Citation": 10.0, "Role": 11.0, "Speaker": 20.0, "Paragraph": 84.0, "Codes": 34.0, "Read by": 12.0,
    "Item": 30.0, "Session": 24.0, "Date": 12.0, "Id": 24.0,
}  # fmt: skip
LAST_COLUMN = "J"


def context(first: int, last: int) -> Spot | None:
    """The rows of some paragraphs, by their places in the evidence; None where they are on no sheet."""
    return (NAME, FIRST + first, FIRST + last, LAST_COLUMN) if FIRST + last <= MAX_ROWS else None


def evidence_sheet(ink: Ink, coding: Coding) -> None:
    """Every paragraph in its order, questions among them, with the codes that count."""
    page = Page(ink, NAME, MUTED, list(HEADS.values()), freeze=f"B{FIRST}", heads="1:3")
    note = "Every paragraph that was looked at, in its order, with the codes that count and who has read it."
    if len(coding.evidence) > MAX_ROWS - FIRST + 1:
        note += f" Of {len(coding.evidence):,} the last do not fit on an Excel sheet."
    page.title(NAME, note)
    page.add([page.cell(head, "head") for head in HEADS])
    name = {code.id: literal(code.name) for code in coding.codebook.codes}
    codes: dict[int, dict[str, None]] = {}
    for paragraph, code in zip(coding.tags["paragraph"].tolist(), coding.tags["code"].tolist(), strict=True):
        codes.setdefault(paragraph, {})[name[code]] = None
    readers: dict[int, list[str]] = {}
    for paragraph, coder in zip(
        coding.readings["paragraph"].tolist(), coding.readings["coder"].tolist(), strict=True
    ):
        readers.setdefault(paragraph, []).append(coder)
    styles = ["strong", "text", "text", "text", "text", "text", "text", "text", "date", "text"]
    for place, row in enumerate(islice(coding.evidence, MAX_ROWS - page.rows)):
        texts = (
            row.citation, row.role, row.speaker, row.text, "; ".join(codes.get(place, ())),
            ", ".join(readers.get(place, ())), row.item_heading, row.session_title,
        )  # fmt: skip
        values = [*(literal(text or "") for text in texts), excel_date(row.date), literal(row.paragraph)]
        page.add([page.cell(value, style) for value, style in zip(values, styles, strict=True)])
    page.table("Evidence", list(HEADS), FIRST - 1)
    page.done()
