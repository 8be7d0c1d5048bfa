"""The front page: how the workbook was made, what is in it and how to read it."""

from __future__ import annotations

from collections.abc import Iterator

from coder.matrices import Coding
from coder.workbook.cells import NAVY, excel_date, literal, said
from coder.workbook.report import Provenance
from coder.workbook.sheets import Ink, Page


def front_page(ink: Ink) -> Page:
    """The page itself, yet to be written."""
    page = Page(ink, "Read me", NAVY, (28, 62, 16, 18))
    page.sheet.page_setup.orientation = "portrait"
    return page


def write_front(page: Page, coding: Coding, provenance: Provenance) -> None:
    """Fill the front page."""
    page.write((literal(provenance.inquiry), "title"), height=24)
    page.write(("Theme matrices of the evidence", "note"))
    _section(page, "How it was made")
    for label, text in _facts(coding, provenance):
        page.write((label, "label"), (literal(text), "fact"))
    _section(page, "Coders", "Read", "Share", "Tags")
    for coder in provenance.coders:
        page.write(
            (literal(coder.initials), "strong"),
            (f"{coder.read:,} of {coder.total:,} paragraphs", "text"),
            (coder.read / coder.total if coder.total else None, "share"),
            (coder.tags, "figure"),
        )
    _section(page, "Sessions", "Title", "Date", "Revision")
    for session in provenance.sessions:
        names = (literal(session.slug), "strong"), (literal(session.title), "text")
        page.write(*names, (excel_date(session.date), "date"), (literal(session.revision), "text"))
    _section(page, "Sheets")
    for name in page.ink.book.sheetnames[1:]:
        text = CONTENTS[name]
        page.add([page.cell(name, "link", (name, 1, 1, "A")), page.cell(text, "plain")], 16)
    _section(page, "How to read")
    for line in HOW_TO_READ:
        page.write((line, "plain"), height=16)
    page.done()


def _section(page: Page, *heads: str) -> None:
    page.add([])
    right = ("Share", "Tags")
    styles = {True: "section-right", False: "section"}
    page.write(*((head, styles[head in right]) for head in (*heads, "", "", "")[:4]), height=20)


def _facts(coding: Coding, provenance: Provenance) -> Iterator[tuple[str, str]]:
    basis, counted = provenance.basis, coding.tags["paragraph"].nunique()
    yield "Date", f"{said(provenance.made)}, {provenance.made:%H:%M}"
    yield "Basis", f"{basis}: {BASES_SAID.get(basis, f'the tags of {basis} alone')}"
    if provenance.whose not in ("", basis):
        yield "", provenance.whose
    for line in provenance.filters:
        yield "Filter", line
    yield "Codebook", f"{provenance.codebook}, revision {provenance.codebook_revision}"
    yield "Paragraphs", f"{len(coding.evidence):,} paragraphs, of which {counted:,} have a tag that counts"
    if provenance.stale:
        yield "Stale tags", f"{provenance.stale:,} that count were put under another meaning of their code"
    if coding.elsewhere:
        yield "Not counted", f"{coding.elsewhere:,} tags on paragraphs that are not part of this workbook"
    yield "Made by", f"evidence coder {provenance.version}"
    yield "Command", provenance.command


BASES_SAID = {
    "any": "a code counts where at least one coder put it",
    "majority": "a code counts where more than half of the coders who read the paragraph put it",
    "all": "a code counts where every coder who read the paragraph put it",
    "agreed": "a code counts where all coders agree on it, or it was decided so",
}

CONTENTS = {
    "Matrix": "the matrix that was asked for",
    "Theme by witness": "who said what about which theme",
    "Theme by question": "what was said in answer to which question; questions go down, codes across",
    "Theme by session": "what was said at which sitting or in which submission",
    "Code by witness": "the same as theme by witness, with every code",
    "Co-occurrence": "which codes stand on the same paragraphs",
    "Saturation by session": "when new codes and themes came up, session by session",
    "Saturation by witness": "when new codes and themes came up, witness by witness",
    "Charts": "themes by kind of witness and over sessions, and codes that occur together",
    "Framework": "what an analyst wrote of each witness on each theme",
    "Matrix quotes": "the paragraphs of each figure of the matrix that was asked for",
    "Theme quotes": "the paragraphs of each theme, in the order of the evidence",
    "Code quotes": "the paragraphs of each code, in the order of the evidence",
    "Theme quotes by witness": "the paragraphs of each theme, by witness",
    "Code quotes by witness": "the paragraphs of each code, by witness",
    "Evidence": "every paragraph in its order, each quote in its context",
    "Paragraph by code": "0 and 1, for R, SPSS and the like",
    "Codebook": "what each code means",
    "Coverage": "how much of each session was read, and by how many",
    "Agreement": "how far the coders agree, code by code",
    "Provenance": "what the figures were made from, and the command that makes them again",
}

HOW_TO_READ = (
    "A count is a number of paragraphs of evidence. Select it to go to its quotes, all of them selected.",
    "A citation among the quotes leads to the paragraph in its context, on the sheet Evidence.",
    "A code counts its own tags; a theme, in bold, counts each paragraph with any of its codes once.",
    "So the counts of codes may add up to more than their theme, and those of themes to more than the total.",
    "A dot is a zero. The darker a count, the higher it is, themes and codes on a scale of their own.",
    "A count says how often something was said, not how right or how widely held it is.",
)
