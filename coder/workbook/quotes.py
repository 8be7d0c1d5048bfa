"""The sheets of quotes, where on them the quotes of each count stand, and links to each quote's context."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from openpyxl.utils import get_column_letter

from coder.codebook import Codebook
from coder.matrices import Coding, Level, Quote, Quotes, quotes
from coder.workbook.cells import CUT, MUTED, excel_date, literal
from coder.workbook.evidence import context
from coder.workbook.sheets import MAX_LINKS, MAX_ROWS, Ink, Page, Spot

FIRST_QUOTE = 4

Spots: TypeAlias = dict[tuple[str, str, str], Spot]
LISTS: dict[tuple[Level, str], str] = {
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
        self.columns = {level: quote_columns(coding, level) for level, _ in LISTS}
        self.cut = sum(literal(row.text).endswith(CUT) for row in coding.evidence)

    def spots(self, axis: str, shown: Collection[tuple[Level | None, str]]) -> tuple[Spots, bool]:
        """For the themes and codes `shown`, by level and id: (level, theme or code, column or "" for the
        total) -> block; and whether every count has one."""
        by = "witness" if axis == "witness" else "question"
        columns = self.coding.paragraphs[axis].tolist()
        spots: Spots = {}
        for (level, order), name in LISTS.items():
            if order != by or not any(of == level for of, _ in shown):
                continue
            listed, right = self.lists[level, order], get_column_letter(len(self.columns[level]))
            pairs = zip(listed.row.tolist(), listed.paragraph.tolist(), strict=True)
            for at, (place, paragraph) in enumerate(pairs, FIRST_QUOTE):
                row = listed.row_ids[place]
                if (level, row) in shown:
                    for key in ((level, row, ""), (level, row, columns[paragraph])):
                        spots[key] = (name, spots[key][1] if key in spots else at, at, right)
        # Themes and totals first; then as many codes as Excel can link.
        worth = sorted(spots, key=lambda key: (key[0] == "code", key[2] != ""))[:MAX_LINKS]
        kept = {key: spots[key] for key in worth if spots[key][2] <= MAX_ROWS}
        return kept, len(kept) == len(spots)


def quotes_sheet(ink: Ink, level: Level, by: str, found: SortedQuotes) -> None:
    """One list of quotes: those of themes or of codes, in the order of the evidence or by witness."""
    order = "by witness" if by == "witness" else "in the order of the evidence"
    note = f"One row for each {level} and paragraph, {order}. Select a citation to see it in its context."
    name = LISTS[level, by]
    write_quotes(ink, name, note, found.lists[level, by], found.columns[level], cut=found.cut)


def write_quotes(
    ink: Ink, name: str, note: str, listed: Quotes, columns: Sequence[Column], *, cut: int
) -> None:
    """A sheet of quotes, in their order, as a table; each citation linked to where it stands in the
    evidence."""
    widths, heads = [column.width for column in columns], [column.head for column in columns]
    page = Page(ink, name, MUTED, widths, freeze=f"A{FIRST_QUOTE}", heads="1:3")
    page.title(name, note + _limits(listed, cut))
    page.add([page.cell(head, "head") for head in heads])
    for quote in islice(listed, MAX_ROWS - page.rows):
        page.add([page.cell(column.of(quote), column.style) for column in columns])
    page.table(name.title().replace(" ", ""), heads, FIRST_QUOTE - 1)
    _link_to_context(page, listed, get_column_letter(heads.index("Citation") + 1))
    page.done()


def _link_to_context(page: Page, listed: Quotes, column: str) -> None:
    """Link each citation to its paragraph; where Excel holds fewer links, blocks of them to their
    paragraphs."""
    paragraphs = listed.paragraph[: max(0, page.rows - FIRST_QUOTE + 1)]
    together = -(-len(paragraphs) // MAX_LINKS)
    for start in range(0, len(paragraphs), together or 1):
        block = paragraphs[start : start + together]
        first, last = int(block.min()), int(block.max())
        row = FIRST_QUOTE + start
        cells = f"{column}{row}" if len(block) == 1 else f"{column}{row}:{column}{row + len(block) - 1}"
        if (spot := context(first, last)) is not None:
            page.link(cells, spot)


def _limits(listed: Quotes, cut: int) -> str:
    """What of the quotes Excel cannot hold or link."""
    note = ""
    if cut:
        note += f" Texts too long for a cell, {cut} of all paragraphs, end with a mark where they are cut."
    if len(listed) > MAX_ROWS - FIRST_QUOTE + 1:
        note += f" Of {len(listed):,} quotes the last do not fit on an Excel sheet; the counts include them."
    if len(listed) > MAX_LINKS:
        blocks = -(-len(listed) // MAX_LINKS)
        note += f" As Excel holds {MAX_LINKS:,} links a sheet, {blocks} citations at a time share one."
    return note


# Columns


class Column(NamedTuple):
    """Head, width, style, and what stands in it for a quote."""

    head: str
    width: float
    style: str
    of: Callable[[Quote], Any]


def quote_columns(coding: Coding, level: str) -> list[Column]:
    """The columns of a list of quotes: under its theme, under its code, or (any other level) under both."""
    book, evidence = coding.codebook, coding.evidence
    name = {code.id: literal(code.name) for code in book.codes}
    theme = {code.id: name[book.theme_of(code.id).id] for code in book.codes}
    codes = Column("Codes", 22, "text", lambda quote: _joined(name[tag[0]] for tag in quote.tags))
    if level == "code":
        columns = [
            Column("Theme", 17, "strong", lambda quote: theme[quote.row]),
            Column("Code", 22, "text", lambda quote: name[quote.row]),
        ]
        if any(code.values for code in book.codes):
            columns.append(Column("Value", 11, "text", lambda quote: _value(book, quote)))
    elif level == "theme":
        columns = [Column("Theme", 17, "strong", lambda quote: theme[quote.row]), codes]
    else:
        columns = [codes]

    def told(head: str, width: float, texts: Iterable[str | None], style: str = "text") -> Column:
        of = [literal(text or "") for text in texts]
        return Column(head, width, style, lambda quote: of[quote.paragraph])

    columns.append(told("Witness", 18, (row.speaker for row in evidence)))
    if any(row.organisation for row in evidence):
        columns.append(told("Organisation", 18, (row.organisation for row in evidence)))
    dates = [excel_date(row.date) for row in evidence]
    asked = (". ".join(filter(None, (row.question_number, row.question_text))) for row in evidence)
    quoted = [Column("Quoted", 48, "text", lambda quote: literal(" […] ".join(quote.quoted)))]
    return [
        *columns,
        told("Session", 20, (row.session_title for row in evidence)),
        Column("Date", 12, "date", lambda quote: dates[quote.paragraph]),
        told("Citation", 10, (row.citation for row in evidence), "cite"),
        told("Question", 32, asked),
        *(quoted if coding.tags["quoted"].map(bool).any() else []),
        told("Paragraph", 76, (row.text for row in evidence)),
        told("Cite as", 30, (row.full_citation for row in evidence)),
        Column("Coders", 9, "text", _coders),
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
