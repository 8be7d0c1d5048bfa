"""The front page: how the workbook was made, what is in it and how to read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from coder.matrices import Coding
from coder.workbook.cells import NAVY, excel_date, literal, said
from coder.workbook.sheets import Ink, Page


@dataclass(frozen=True, slots=True)
class CoderLine:
    """One coder's part: paragraphs read of `total`, and tags put."""

    initials: str
    read: int
    total: int
    tags: int


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session and the revision of its transcript that was counted. `date` is ISO."""

    slug: str
    title: str
    date: str | None
    revision: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the front page says about how the workbook was made."""

    inquiry: str
    made: datetime
    basis: str
    coders: tuple[CoderLine, ...]
    sessions: tuple[SessionLine, ...]
    codebook: str
    codebook_revision: str
    command: str
    version: str


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
    for name, text in CONTENTS.items():
        page.add([page.cell(name, "link", (name, 1, 1, "A")), page.cell(text, "plain")], 16)
    _section(page, "How to read")
    for line in HOW_TO_READ:
        page.write((line, "plain"), height=16)


def _section(page: Page, *heads: str) -> None:
    page.add([])
    right = ("Share", "Tags")
    styles = {True: "section-right", False: "section"}
    page.write(*((head, styles[head in right]) for head in (*heads, "", "", "")[:4]), height=20)


def _facts(coding: Coding, provenance: Provenance) -> Iterator[tuple[str, str]]:
    basis, counted = provenance.basis, coding.tags["paragraph"].nunique()
    yield "Date", f"{said(provenance.made)}, {provenance.made:%H:%M}"
    yield "Basis", f"{basis}: {BASES_SAID.get(basis, f'the tags of {basis} alone')}"
    yield "Codebook", f"{provenance.codebook}, revision {provenance.codebook_revision}"
    yield "Evidence", f"{len(coding.evidence):,} paragraphs, of which {counted:,} have a tag that counts"
    if coding.elsewhere:
        yield "Not counted", f"{coding.elsewhere:,} tags on paragraphs that are not part of this workbook"
    yield "Made by", f"evidence coder {provenance.version}"
    yield "Command", provenance.command


BASES_SAID = {
    "any": "a code counts where at least one coder put it",
    "majority": "a code counts where more than half of the coders who read the paragraph put it",
    "all": "a code counts where every coder who read the paragraph put it",
}

CONTENTS = {
    "Theme by witness": "who said what about which theme",
    "Theme by question": "what was said in answer to which question; questions go down, codes across",
    "Theme by session": "what was said at which sitting or in which submission",
    "Theme quotes": "the paragraphs of each theme, in the order of the evidence",
    "Code quotes": "the paragraphs of each code, in the order of the evidence",
    "Theme quotes by witness": "the paragraphs of each theme, by witness",
    "Code quotes by witness": "the paragraphs of each code, by witness",
    "Codebook": "what each code means",
}

HOW_TO_READ = (
    "A count is a number of paragraphs of evidence. Select it to go to its quotes, all of them selected.",
    "A code counts its own tags; a theme, in bold, counts each paragraph with any of its codes once.",
    "So the counts of codes may add up to more than their theme, and those of themes to more than the total.",
    "A dot is a zero. The darker a count, the higher it is, themes and codes on a scale of their own.",
    "A count says how often something was said, not how right or how widely held it is.",
)
