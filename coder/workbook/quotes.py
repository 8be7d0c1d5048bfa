"""The sheets of quotes, and where on them the quotes of each count stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import Any

from openpyxl.utils import get_column_letter

from coder.codebook import Codebook
from coder.matrices import Axis, Coding, Level, Quote, quotes
from coder.workbook.cells import CUT, MUTED, excel_date, literal, put
from coder.workbook.sheets import MAX_LINKS, MAX_ROWS, Ink, Page, Spot

FIRST_QUOTE = 4

LISTS: dict[tuple[Level, Axis], str] = {
    ("theme", "question"): "Theme quotes",
    ("code", "question"): "Code quotes",
    ("theme", "witness"): "Theme quotes by witness",
    ("code", "witness"): "Code quotes by witness",
}


class SortedQuotes:
    """The lists of quotes, and where on their sheets the quotes of each count stand."""

    def __init__(self, coding: Coding) -> None:
        self.coding = coding
        self.lists = {(level, by): quotes(coding, level, by) for level, by in LISTS}
        self.columns = {level: _quote_columns(coding, level) for level, _ in LISTS}
        self.cut = sum(literal(row.text).endswith(CUT) for row in coding.evidence)

    def spots(
        self, axis: Axis, shown: Collection[tuple[Level | None, str]]
    ) -> tuple[dict[tuple[str, str, str], Spot], bool]:
        """For the themes and codes `shown`, by level and id: (level, theme or code, column or "" for the
        total) -> block; and whether every count has one."""
        by: Axis = "witness" if axis == "witness" else "question"
        columns = self.coding.paragraphs[axis].tolist()
        spots: dict[tuple[str, str, str], Spot] = {}
        for (level, order), name in LISTS.items():
            if order != by:
                continue
            right = get_column_letter(len(self.columns[level]))
            for at, quote in enumerate(self.lists[level, order], FIRST_QUOTE):
                if (level, quote.row) in shown:
                    for key in ((level, quote.row, ""), (level, quote.row, columns[quote.paragraph])):
                        spots[key] = (name, spots[key][1] if key in spots else at, at, right)
        # Themes and totals first; then as many codes as Excel can link.
        worth = sorted(spots, key=lambda key: (key[0] == "code", key[2] != ""))[:MAX_LINKS]
        kept = {key: spots[key] for key in worth if spots[key][2] <= MAX_ROWS}
        return kept, len(kept) == len(spots)


def quotes_sheet(ink: Ink, level: Level, by: Axis, found: SortedQuotes) -> None:
    """One list of quotes: those of themes or of codes, in the order of the evidence or by witness."""
    name, listed, columns = LISTS[level, by], found.lists[level, by], found.columns[level]
    widths = [width for _, width, _, _ in columns]
    page = Page(ink, name, MUTED, widths, freeze=f"A{FIRST_QUOTE}", heads="1:3")
    page.title(name, _quotes_note(level, by, len(listed), found.cut))
    page.add([page.cell(head, "head") for head, _, _, _ in columns])
    cells = [page.cell(None, style) for _, _, style, _ in columns]
    parts = [part for _, _, _, part in columns]
    for quote in islice(listed, MAX_ROWS - page.rows):
        for cell, part in zip(cells, parts, strict=True):
            put(cell, part(quote))
        page.add(cells)
    page.sheet.auto_filter.ref = f"A{FIRST_QUOTE - 1}:{get_column_letter(len(columns))}{page.rows}"


def _quotes_note(level: Level, by: Axis, rows: int, cut: int) -> str:
    order = "by witness" if by == "witness" else "in the order of the evidence"
    note = f"One row for each {level} and paragraph, {order}."
    if cut:
        note += f" Texts too long for a cell, {cut} of all paragraphs, end with a mark where they are cut."
    if rows > MAX_ROWS - FIRST_QUOTE + 1:
        note += f" Of {rows:,} quotes the last do not fit on an Excel sheet; the counts include them."
    return note


# Columns

Column = tuple[str, float, str, Callable[[Quote], Any]]
"""Head, width, style, and what stands in it for a quote."""


def _quote_columns(coding: Coding, level: Level) -> list[Column]:
    book, evidence = coding.codebook, coding.evidence
    name = {code.id: literal(code.name) for code in book.codes}
    theme = {code.id: name[book.theme_of(code.id).id] for code in book.codes}
    columns: list[Column] = [("Theme", 17, "strong", lambda quote: theme[quote.row])]
    if level == "theme":
        columns.append(("Codes", 22, "text", lambda quote: _joined(name[tag[0]] for tag in quote.tags)))
    else:
        columns.append(("Code", 22, "text", lambda quote: name[quote.row]))
        if any(code.values for code in book.codes):
            columns.append(("Value", 11, "text", lambda quote: _value(book, quote)))

    def told(head: str, width: float, texts: Iterable[str | None]) -> Column:
        of = [literal(text or "") for text in texts]
        return head, width, "text", lambda quote: of[quote.paragraph]

    columns.append(told("Witness", 18, (row.speaker for row in evidence)))
    if any(row.organisation for row in evidence):
        columns.append(told("Organisation", 18, (row.organisation for row in evidence)))
    dates = [excel_date(row.date) for row in evidence]
    asked = (". ".join(filter(None, (row.question_number, row.question_text))) for row in evidence)
    quoted: list[Column] = [("Quoted", 48, "text", lambda quote: literal(" […] ".join(quote.quoted)))]
    return [
        *columns,
        told("Session", 20, (row.session_title for row in evidence)),
        ("Date", 12, "date", lambda quote: dates[quote.paragraph]),
        told("Citation", 10, (row.citation for row in evidence)),
        told("Question", 32, asked),
        *(quoted if coding.tags["quoted"].map(bool).any() else []),
        told("Paragraph", 76, (row.text for row in evidence)),
        told("Cite as", 30, (row.full_citation for row in evidence)),
        ("Coders", 9, "text", _coders),
    ]


def _joined(names: Iterable[str]) -> str:
    return literal("; ".join(dict.fromkeys(names)))


def _coders(quote: Quote) -> str:
    return literal(", ".join(sorted({coder for _, _, coder in quote.tags})))


def _value(book: Codebook, quote: Quote) -> str:
    """The step of the code's scale; with who chose which where the coders differ."""
    by_step: dict[int, list[str]] = {}
    for _, step, coder in quote.tags:
        if step is not None:
            by_step.setdefault(step, []).append(coder)
    names = book.by_id[quote.row].values
    said = {step: names[step - 1] if 0 < step <= len(names) else str(step) for step in sorted(by_step)}
    if len(said) == 1:
        return literal(*said.values())
    return literal("; ".join(f"{text} ({', '.join(by_step[step])})" for step, text in said.items()))
