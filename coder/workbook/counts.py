"""The sheets of counts: themes and codes by witness, by question, by session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Color
from openpyxl.utils import get_column_letter

from coder.errors import CoderError
from coder.matrices import NO_QUESTION, Coding, Level, ParagraphRow, column_heads, matrix, tree
from coder.workbook.cells import HEAT, NAVY, excel_date, literal, said, shortened
from coder.workbook.quotes import SortedQuotes
from coder.workbook.sheets import MAX_COLUMNS, MAX_LINKS, Ink, Page, Spot

WIDE = 30
"""With more columns than this, witnesses or sessions go down the sheet and codes across."""

MATRICES = {
    "Theme by witness": ("witness", False),
    "Theme by question": ("question", True),
    "Theme by session": ("session", True),
    "Code by witness": ("witness", True),
}
"""Each sheet: what themes are counted by, and whether their codes stand under them."""

AXES: dict[str, tuple[str, tuple[tuple[str, float], ...]]] = {
    "witness": ("All witnesses", (("Witness", 26), ("Organisation", 30))),
    "question": ("All questions", (("No.", 7), ("Question", 56))),
    "session": ("All sessions", (("Session", 40), ("Date", 18))),
}
"""What a matrix calls the total of an axis, and the heads and widths of its names."""

LINKS_LEFT_OUT = f"Select a count to see its quotes; some have no link, as Excel holds {MAX_LINKS:,}."


@dataclass(frozen=True, slots=True)
class _Head:
    """A row's or a column's head; the key is empty for the total. A theme or code has a level."""

    key: str
    texts: tuple[str, ...]
    level: Level | None = None
    depth: int = 0
    place: int = 0
    band: str = ""


def matrix_sheet(ink: Ink, coding: Coding, title: str, found: SortedQuotes) -> None:
    """Themes, or themes and codes, by the values of an axis, each count linked to its quotes."""
    axis, with_codes = MATRICES[title]
    codes, columns = _code_heads(coding, with_codes), _axis_heads(coding, axis)
    down = axis == "question" or len(columns) > WIDE
    rows, across = (columns, codes) if down else (codes, columns)
    names = AXES[axis][1] if down else (("Theme and code" if with_codes else "Theme", 36.0),)
    width = 5.0 if down else 22.0 if axis == "session" else 16.0
    widths = [*(size for _, size in names), 11.0, *[width] * (len(across) - 1)]
    if len(widths) > MAX_COLUMNS:
        raise CoderError(f"{len(codes):,} codes do not fit across an Excel sheet; use a smaller codebook.")
    spots, all_linked = found.spots(axis, {(head.level, head.key) for head in codes})
    page = Page(ink, title, NAVY, widths, freeze=f"{get_column_letter(len(names) + 2)}6", heads="1:5")
    page.title(
        title,
        "Paragraphs with a tag of the theme or code; a total counts a paragraph once.",
        "Select a count to see its quotes." if all_linked else LINKS_LEFT_OUT,
    )
    heads = [page.cell(name, "head") for name, _ in names]
    for head in across:
        style = "column" if not down else "turned" if head.level == "code" else "turned-strong"
        heads.append(page.cell("\n".join(filter(None, head.texts)), style))
    page.add(heads, min(220.0, 16 + 5.2 * max(len(head.texts[0]) for head in across)) if down else None)
    _count_rows(page, rows, across, down=down, counts=_counts(coding, axis), spots=spots)
    _heat(page, rows, across)
    page.named(title.replace(" ", "_"), "A4", f"{get_column_letter(len(widths))}{page.rows}")
    page.done()


def _count_rows(
    page: Page,
    rows: Sequence[_Head],
    across: Sequence[_Head],
    *,
    down: bool,
    counts: dict[tuple[Level | None, str], list[float]],
    spots: dict[tuple[str, str, str], Spot],
) -> None:
    names, band = len(page.widths) - len(across), ""
    for row in rows:
        if row.band != band:
            band = row.band
            page.add([page.cell(None if at else band, "band") for at in range(len(page.widths))], 18)
        kind = "name-total" if not row.key else "name-strong" if row.level == "theme" else "name"
        cells = [page.cell(text, kind, indent=row.depth) for text in row.texts[:names]]
        for head in across:
            code, column = (head, row) if down else (row, head)
            count = counts[code.level, code.key][column.place]
            if not (row.key and head.key):
                style = "count-total"
            else:
                style = "zero" if not count else "count-strong" if code.level == "theme" else "count"
            cells.append(page.cell(count, style, spots.get((code.level or "", code.key, column.key))))
        page.add(cells)


def _heat(page: Page, rows: Sequence[_Head], across: Sequence[_Head]) -> None:
    """Shade the counts of themes on one scale and those of codes on another, totals not at all."""
    if len(rows) < 2 or len(across) < 2:
        return
    names = len(page.widths) - len(across)
    left, right = get_column_letter(names + 2), get_column_letter(len(page.widths))
    for level in ("theme", "code"):
        down = [get_column_letter(at) for at, head in enumerate(across, names + 1) if head.level == level]
        along = [at for at, head in enumerate(rows, 5) if head.level == level]
        blocks = [f"{at}6:{at}{page.rows}" for at in down] + [f"{left}{at}:{right}{at}" for at in along]
        if blocks:
            scale = ColorScale([FormatObject("num", 0), FormatObject("max")], [Color("FFFFFF"), Color(HEAT)])
            page.sheet.conditional_formatting.add(" ".join(blocks), Rule("colorScale", colorScale=scale))


def _counts(coding: Coding, axis: str) -> dict[tuple[Level | None, str], list[float]]:
    """For each theme and code, and for all (key empty), its total and then its count in each column."""
    counts: dict[tuple[Level | None, str], list[float]] = {}
    levels: tuple[Level, Level] = ("theme", "code")
    for level in levels:
        found = matrix(coding, level, axis)
        counts[None, ""] = [found.total, *found.column_totals.tolist()]
        for key, row in zip(found.counts.index, found.counts.to_numpy().tolist(), strict=True):
            counts[level, key] = [int(found.row_totals[key]), *row]
    return counts


# The heads of rows and columns


def _code_heads(coding: Coding, with_codes: bool) -> list[_Head]:
    book, own = coding.codebook, set(coding.tags["code"].tolist())
    heads = [_Head("", ("Any theme",))]
    for code, depth in tree(book):
        name = literal(code.name)
        if depth:
            heads += [_Head(code.id, (name,), "code", depth)] if with_codes else []
            continue
        heads.append(_Head(code.id, (name,), "theme"))
        if with_codes and code.id in own and len(book.under(code.id)) > 1:
            heads.append(_Head(code.id, ("(the theme itself)",), "code", 1))
    return heads


def _axis_heads(coding: Coding, axis: str) -> list[_Head]:
    total = AXES[axis][0]
    heads = [_Head("", ("", total) if axis == "question" else (total, ""))]
    firsts = column_heads(coding, axis)
    several = len({row.item for row in firsts.values()}) > 1
    for place, (key, row) in enumerate(firsts.items(), 1):
        texts = tuple(literal(text) for text in _names(axis, key, row))
        heads.append(_Head(key, texts, None, 0, place, _band(row) if several and axis == "question" else ""))
    return heads


def _names(axis: str, key: str, row: ParagraphRow) -> tuple[str, str]:
    if axis == "witness":
        return key, row.organisation or ""
    if axis == "session":
        return row.session_title, _day(row.date)
    return (
        (row.question_number or "", shortened(row.question_text or "")) if row.question else ("", NO_QUESTION)
    )


def _band(row: ParagraphRow) -> str:
    day = _day(row.date)
    return literal(
        " · ".join(
            filter(None, (row.session_title, day if day not in row.session_title else "", row.item_heading))
        )
    )


def _day(iso: str | None) -> str:
    found = excel_date(iso)
    return found if isinstance(found, str) else said(found)
