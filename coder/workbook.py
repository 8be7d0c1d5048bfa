"""The theme matrix as an Excel workbook: counts, each linked to its quotes, and how it was made.

An Excel link can select one block of cells. So the quotes stand on sheets of their own, sorted so that those
of each count lie together: one row a theme and paragraph for the counts of themes, one row a code and
paragraph for the counts of codes, each in the order of the evidence (which serves questions and sessions,
since questions nest in sessions) and again by witness. A count of five then selects exactly five rows.

Sheets are streamed (openpyxl's write-only mode), so views, widths and print set-up come before the first row.
All text is written as text, never as a formula.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from coder.codebook import Codebook
from coder.errors import CoderError
from coder.matrices import (
    NO_QUESTION, Axis, Coding, Level, ParagraphRow, Quote, column_heads, matrix, quotes, tree,
)  # fmt: skip

MAX_TEXT = 32_767
"""Characters in a cell, counted as Excel does, in UTF-16 units."""
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_LINKS = 65_530
"""Links on a sheet; with more, Excel offers to repair the file."""
CUT = " [… cut: an Excel cell holds 32,767 characters]"
WIDE = 30
"""With more columns than this, witnesses or sessions go down the sheet and codes across."""

INK, NAVY, LINK, GREY, MUTED = "26303B", "1F3A5F", "1F5FA8", "66717D", "9AA5B1"
RULE, BAND, HEAD, HEAT = "D9DFE7", "EDF1F6", "DCE4EE", "8FB8DE"

Spot = tuple[str, int, int]
"""A block of quotes: sheet, first row, last row."""


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


def write_workbook(path: Path, coding: Coding, provenance: Provenance) -> None:
    """Write the matrices of the tags in `coding` to an .xlsx file, in one step or not at all.

    The bytes follow from the arguments alone. Raises CoderError where the file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise CoderError(f"{path}: a workbook's name must end in .xlsx.")
    if not path.parent.is_dir():
        raise CoderError(f"{path}: there is no folder {path.parent}; make it, or write somewhere else.")
    if path.is_dir():
        raise CoderError(f"{path}: this is a folder; give the workbook another name.")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            _save(_book(coding, provenance), file, provenance.made)
        beside.replace(path)
    except PermissionError:
        raise CoderError(
            f"{path}: cannot be written; if it is open in Excel, close it there, else choose another folder."
        ) from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}); choose another place.") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


# The file


class _StillZip(ZipFile):
    """A zip whose entries all bear one time, so that the same content is the same bytes."""

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
        return entry

    def writestr(self, name: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self._entry(str(name)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with Path(filename).open("rb") as source, self.open(self._entry(arcname), "w", force_zip64=True) as out:
            while part := source.read(1 << 20):
                out.write(part)


def _save(book: Workbook, file: IO[bytes], made: datetime) -> None:
    moment = made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    # Workbook.save would stamp the time of saving.
    ExcelWriter(book, _StillZip(file, "w", ZIP_DEFLATED)).save()


def _book(coding: Coding, provenance: Provenance) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.title = literal(f"{provenance.inquiry}: theme matrices")
    book.properties.creator = "evidence coder"
    ink = _Ink(book, provenance)
    sorted_quotes = _SortedQuotes(coding)
    front = ink.sheet("Read me", NAVY, (26, 58, 16, 16, 10))
    for axis in AXES:
        _matrix_sheet(ink, coding, axis, sorted_quotes)
    for level, by in LISTS:
        _quotes_sheet(ink, coding, level, by, sorted_quotes)
    _codebook_sheet(ink, coding)
    _front(front, ink, coding, provenance)
    return book


# Text and styles


def literal(text: str) -> str:
    """The text as a cell can hold it: without what XML cannot hold, and cut at a word where too long."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)  # Excel reads _x0041_ as A
    if _units(text) <= MAX_TEXT:
        return text
    room = MAX_TEXT - _units(CUT)
    kept = text[:room]
    while _units(kept) > room:
        kept = kept[: len(kept) - max(1, (_units(kept) - room) // 2)]
    at_word = re.match(r"(?s).*\s", kept[-200:])
    return (kept[: len(kept) - 200 + at_word.end()] if at_word else kept).rstrip() + CUT


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _said(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _date(iso: str | None) -> date | str:
    """A date Excel can sort; as text where it is none, or before 1900."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso or ""
    return found if found.year >= 1900 else _said(found)


def _short(text: str, most: int = 280) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _style(
    *, bold: bool = False, size: float = 10, colour: str = INK, fill: str = "", line: str = RULE,
    across: str | None = None, down: str = "top", wrap: bool = True, turn: int = 0, form: str = "General",
) -> dict[str, Any]:  # fmt: skip
    return {
        "font": Font("Arial", size, bold, color=colour),
        "fill": PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        "border": Border(bottom=Side("thin", color=line)) if line else Border(),
        "alignment": Alignment(across, down, turn, wrap),
        "number_format": form,
    }


_HEAD: dict[str, Any] = {"colour": NAVY, "fill": HEAD, "line": NAVY, "down": "bottom"}
_COUNT: dict[str, Any] = {"across": "center", "down": "center", "form": '#,##0;-#,##0;"·"'}

STYLES = {
    "title": _style(bold=True, size=15, colour=NAVY, line="", wrap=False),
    "section": _style(bold=True, size=11, colour=NAVY, line=NAVY, wrap=False),
    "note": _style(size=9, colour=GREY, line="", wrap=False),
    "label": _style(bold=True, line="", wrap=False),
    "plain": _style(line="", wrap=False),
    "link": _style(colour=LINK, line="", wrap=False),
    "text": _style(),
    "strong": _style(bold=True),
    "centred": _style(across="center"),
    "right": _style(across="right"),
    "date": _style(across="left", form="d mmm yyyy"),
    "figure": _style(across="right", form="#,##0"),
    "share": _style(across="right", form="0%"),
    "head": _style(bold=True, across="left", **_HEAD),
    "column": _style(bold=True, across="center", **_HEAD),
    "turned": _style(across="center", turn=90, **_HEAD),
    "turned-strong": _style(bold=True, across="center", turn=90, **_HEAD),
    "band": _style(bold=True, colour=NAVY, fill=BAND, down="center", wrap=False),
    "name": _style(down="center"),
    "name-strong": _style(bold=True, down="center"),
    "name-total": _style(bold=True, colour=NAVY, fill=BAND, down="center"),
    "count": _style(**_COUNT),
    "count-strong": _style(bold=True, **_COUNT),
    "count-total": _style(bold=True, colour=NAVY, fill=BAND, **_COUNT),
    "zero": _style(colour=MUTED, **_COUNT),
}


class _Ink:
    """The workbook's shared styles, cells that use them, and sheets set up for screen and paper."""

    def __init__(self, book: Workbook, provenance: Provenance) -> None:
        self.book = book
        self.footer = literal(f"{provenance.inquiry}, {_said(provenance.made)}").replace("&", "&&")[:200]
        self._style = cache(self._make_style)

    def sheet(self, title: str, tab: str, widths: Sequence[float] = (), freeze: str = "", heads: str = "") -> Worksheet:
        """A sheet with its columns' widths; `freeze` is its first moving cell, `heads` the rows to repeat in print."""
        sheet = cast(Worksheet, self.book.create_sheet(title))  # the streaming sheet has the same attributes
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = tab
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
        foot = sheet.HeaderFooter.oddFooter
        foot.left.text, foot.center.text, foot.right.text = self.footer, "&A", "Page &P of &N"
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        if freeze:
            sheet.freeze_panes = freeze
        if heads:
            sheet.print_title_rows = heads
        return sheet

    def cell(self, sheet: Worksheet, value: Any, style: str, spot: Spot | None = None, indent: int = 0) -> Cell:
        """A cell; a text is literal text, an empty one no value. `spot` is the block it links to."""
        cell = Cell(sheet, 1, 1, style_array=self._style(style, indent))
        put(cell, value)
        if spot:
            name, first, last = spot
            cell.hyperlink = Hyperlink(ref="", location=f"'{name}'!A{first}:A{last}")
        return cell

    def _make_style(self, style: str, indent: int) -> Any:
        probe: Any = Cell(self.book.worksheets[0], 1, 1)
        for name, value in STYLES[style].items():
            setattr(probe, name, value)
        if indent:
            probe.alignment = Alignment(vertical="center", wrap_text=True, indent=2 * indent)
        return probe._style

    def append(self, sheet: Worksheet, *row: tuple[Any, str] | None) -> None:
        sheet.append([cell and self.cell(sheet, *cell) for cell in row])


def put(cell: Cell, value: Any) -> None:
    """Set a cell's value: a text as text, whatever it begins with, marked so that editing keeps it one."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = value or None
    cell.data_type = "s" if value else "n"
    cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t"))


# Counts


@dataclass(frozen=True, slots=True)
class _Head:
    """A row's or a column's head; the key is empty for the total. A theme or code has a level."""

    key: str
    texts: tuple[str, ...]
    level: Level | None = None
    depth: int = 0
    place: int = 0
    band: str = ""


AXES: dict[Axis, tuple[str, tuple[tuple[str, float], ...]]] = {
    "witness": ("All witnesses", (("Witness", 26), ("Organisation", 30))),
    "question": ("All questions", (("No.", 7), ("Question", 62))),
    "session": ("All sessions", (("Session", 40), ("Date", 18))),
}
"""What a matrix calls the total of an axis, and the heads and widths of its names."""


def _code_heads(coding: Coding) -> list[_Head]:
    book, own = coding.codebook, set(coding.tags["code"].tolist())
    heads = [_Head("", ("Any theme",))]
    for code, depth in tree(book):
        name = literal(code.name)
        if depth:
            heads.append(_Head(code.id, (name,), "code", depth))
            continue
        heads.append(_Head(code.id, (name,), "theme"))
        if code.id in own and len(book.under(code.id)) > 1:
            heads.append(_Head(code.id, ("(the theme itself)",), "code", 1))
    return heads


def _axis_heads(coding: Coding, axis: Axis) -> list[_Head]:
    heads = [_Head("", (AXES[axis][0], ""))]
    firsts = column_heads(coding, axis)
    several = len({row.item for row in firsts.values()}) > 1
    for place, (key, row) in enumerate(firsts.items(), 1):
        texts = tuple(literal(text) for text in _names(axis, key, row))
        heads.append(_Head(key, texts, None, 0, place, _band(row) if several and axis == "question" else ""))
    return heads


def _names(axis: Axis, key: str, row: ParagraphRow) -> tuple[str, str]:
    if axis == "witness":
        return key, row.organisation or ""
    if axis == "session":
        return row.session_title, _day(row.date)
    return (row.question_number or "", _short(row.question_text or "")) if row.question else ("", NO_QUESTION)


def _band(row: ParagraphRow) -> str:
    return literal(" · ".join(filter(None, (row.session_title, _day(row.date), row.item_heading))))


def _day(iso: str | None) -> str:
    found = _date(iso)
    return found if isinstance(found, str) else _said(found)


def _counts(coding: Coding, axis: Axis) -> dict[tuple[Level | None, str], list[int]]:
    """For each theme and code, and for all (key empty), its total and then its count in each column."""
    counts: dict[tuple[Level | None, str], list[int]] = {}
    levels: tuple[Level, Level] = ("theme", "code")
    for level in levels:
        found = matrix(coding, level, axis)
        counts[None, ""] = [found.total, *found.column_totals.tolist()]
        for key, total, row in zip(found.counts.index, found.row_totals, found.counts.to_numpy().tolist(), strict=True):
            counts[level, key] = [int(total), *row]
    return counts


def _matrix_sheet(ink: _Ink, coding: Coding, axis: Axis, found: _SortedQuotes) -> None:
    codes, columns = _code_heads(coding), _axis_heads(coding, axis)
    down = axis == "question" or len(columns) > WIDE
    rows, across = (columns, codes) if down else (codes, columns)
    names = AXES[axis][1] if down else (("Theme and code", 36.0),)
    width = 5.5 if down else 22.0 if axis == "session" else 15.0
    if len(names) + len(across) > MAX_COLUMNS:
        raise CoderError(f"{len(across)} columns are more than an Excel sheet holds; use a smaller codebook.")
    title = f"Theme by {axis}"
    sheet = ink.sheet(
        title, NAVY, [*(size for _, size in names), 10, *[width] * (len(across) - 1)],
        f"{get_column_letter(len(names) + 2)}6", "1:5",
    )  # fmt: skip
    spots, all_linked = found.spots(axis, codes)
    sheet.row_dimensions[4].height = _head_height(across, width, down)
    ink.append(sheet, (title, "title"))
    ink.append(sheet, ("Paragraphs with a tag of the theme or code; a total counts a paragraph once.", "note"))
    ink.append(sheet, ("Select a count to see its quotes." if all_linked else LINKS_LEFT_OUT, "note"))
    style = ("turned", "turned-strong") if down else ("column", "column")
    sheet.append([
        *(ink.cell(sheet, name, "head") for name, _ in names),
        *(ink.cell(sheet, "\n".join(filter(None, head.texts)), style[head.level != "code"]) for head in across),
    ])  # fmt: skip
    counts = _counts(coding, axis)
    band, last = "", 4
    for row in rows:
        if row.band != band:
            band, last = row.band, last + 1
            sheet.append([ink.cell(sheet, band if not at else None, "band") for at in range(len(names) + len(across))])
        sheet.append(_count_row(ink, sheet, row, across, len(names), down, counts, spots))
        last += 1
    _heat(sheet, rows, across, len(names), last)


LINKS_LEFT_OUT = f"Select a count to see its quotes; Excel holds {MAX_LINKS:,} links, so counts of codes have none here."


def _head_height(heads: Sequence[_Head], width: float, turned: bool) -> float:
    if turned:
        return min(200.0, 14 + 6.2 * max(len(head.texts[0]) for head in heads))
    lines = max(sum(-(-len(text) // int(width - 3)) for text in head.texts) for head in heads)
    return min(200.0, 8 + 13.5 * max(2, lines))


def _count_row(
    ink: _Ink, sheet: Worksheet, row: _Head, across: Sequence[_Head], names: int, down: bool,
    counts: dict[tuple[Level | None, str], list[int]], spots: dict[tuple[str, str, str], Spot],
) -> list[Cell]:  # fmt: skip
    style = "name-total" if not row.key else "name-strong" if row.level == "theme" else "name"
    cells = [ink.cell(sheet, text, style, indent=row.depth) for text in row.texts[:names]]
    for head in across:
        code, column = (head, row) if down else (row, head)
        count = counts[code.level, code.key][column.place]
        if not (row.key and head.key):
            style = "count-total"
        else:
            style = "zero" if not count else "count-strong" if code.level == "theme" else "count"
        cells.append(ink.cell(sheet, count, style, spots.get((code.level or "", code.key, column.key))))
    return cells


def _heat(sheet: Worksheet, rows: Sequence[_Head], across: Sequence[_Head], names: int, last: int) -> None:
    """Shade the counts of themes on one scale and those of codes on another, totals not at all."""
    left, right = get_column_letter(names + 2), get_column_letter(names + len(across))
    for level in ("theme", "code"):
        down = [
            f"{letter}6:{letter}{last}"
            for number, head in enumerate(across, names + 1)
            if head.level == level and (letter := get_column_letter(number))
        ]
        along = [f"{left}{number}:{right}{number}" for number, head in enumerate(rows, 5) if head.level == level]
        if (down or along) and len(rows) > 1 and len(across) > 1:
            scale = ColorScaleRule("num", 0, "FFFFFF", end_type="max", end_color=HEAT)
            sheet.conditional_formatting.add(" ".join(down + along), scale)


# Quotes

FIRST_QUOTE = 4
LISTS: dict[tuple[Level, Axis], str] = {
    ("theme", "question"): "Theme quotes",
    ("code", "question"): "Code quotes",
    ("theme", "witness"): "Theme quotes by witness",
    ("code", "witness"): "Code quotes by witness",
}


class _SortedQuotes:
    """The lists of quotes, and where on their sheets the quotes of each count stand."""

    def __init__(self, coding: Coding) -> None:
        self.coding = coding
        self.lists = {(level, by): quotes(coding, level, by) for level, by in LISTS}

    def spots(self, axis: Axis, shown: Iterable[_Head]) -> tuple[dict[tuple[str, str, str], Spot], bool]:
        """(level, theme or code, column or "" for the total) -> block; and whether every count has its own."""
        by: Axis = "witness" if axis == "witness" else "question"
        columns = self.coding.paragraphs[axis].tolist()
        wanted = {(head.level, head.key) for head in shown}
        spots: dict[tuple[str, str, str], Spot] = {}
        for (level, order), name in LISTS.items():
            if order != by:
                continue
            for at, quote in enumerate(self.lists[level, order], FIRST_QUOTE):
                if (level, quote.row) in wanted:
                    for key in ((level, quote.row, ""), (level, quote.row, columns[quote.paragraph])):
                        spots[key] = (name, spots.get(key, ("", at, at))[1], at)
        # Themes and totals first; then as many codes as Excel can link.
        order_of_worth = sorted(spots, key=lambda key: (key[0] == "code", key[2] != ""))[:MAX_LINKS]
        kept = {key: spots[key] for key in order_of_worth if spots[key][2] <= MAX_ROWS}
        return kept, len(kept) == len(spots)


def _quotes_sheet(ink: _Ink, coding: Coding, level: Level, by: Axis, found: _SortedQuotes) -> None:
    listed = found.lists[level, by]
    columns = _quote_columns(coding, level)
    name = LISTS[level, by]
    sheet = ink.sheet(name, MUTED, [width for _, width, _, _ in columns], f"A{FIRST_QUOTE}", "1:3")
    cut = sum(literal(row.text).endswith(CUT) for row in coding.evidence)
    ink.append(sheet, (name, "title"))
    ink.append(sheet, (_quotes_note(level, by, len(listed), cut), "note"))
    sheet.append([ink.cell(sheet, head, "head") for head, _, _, _ in columns])
    last = min(MAX_ROWS, FIRST_QUOTE - 1 + len(listed))
    sheet.auto_filter.ref = f"A{FIRST_QUOTE - 1}:{get_column_letter(len(columns))}{last}"
    cells = [ink.cell(sheet, None, style) for _, _, style, _ in columns]
    parts = [part for _, _, _, part in columns]
    for quote in islice(listed, MAX_ROWS - FIRST_QUOTE + 1):
        for cell, part in zip(cells, parts, strict=True):
            put(cell, part(quote))
        sheet.append(cells)


def _quotes_note(level: Level, by: Axis, rows: int, cut: int) -> str:
    order = "by witness, then" if by == "witness" else "in the order of the evidence,"
    note = f"One row for each {level} and paragraph, {order} as the counts link to them."
    if cut:
        note += f" {cut} paragraphs are too long for a cell and end with a mark where they are cut."
    if rows > MAX_ROWS - FIRST_QUOTE + 1:
        note += f" Of {rows:,} quotes the last do not fit on an Excel sheet; the counts include them."
    return note


Column = tuple[str, float, str, Callable[[Quote], Any]]
"""Head, width, style, and what stands in it for a quote."""


def _quote_columns(coding: Coding, level: Level) -> list[Column]:
    book, evidence = coding.codebook, coding.evidence
    name = {code.id: literal(code.name) for code in book.codes}
    theme = {code.id: name[book.theme_of(code.id).id] for code in book.codes}
    texts = [
        (
            row.speaker or "", row.organisation or "", row.session_title, row.citation,
            f"{row.question_number or ''} {row.question_text or ''}".strip(), row.text,
        )
        for row in evidence
    ]  # fmt: skip
    texts = [tuple(literal(text) for text in row) for row in texts]
    dates = [_date(row.date) for row in evidence]

    def of(field: int) -> Callable[[Quote], str]:
        return lambda quote: texts[quote.paragraph][field]

    columns: list[Column] = [("Theme", 18, "strong", lambda quote: theme[quote.row])]
    if level == "code":
        columns.append(("Code", 20, "text", lambda quote: name[quote.row]))
        if any(code.values for code in book.codes):
            columns.append(("Value", 11, "text", lambda quote: _value(book, quote)))
    else:
        columns.append(("Codes", 24, "text", lambda quote: "; ".join(dict.fromkeys(name[c] for c, _, _ in quote.tags))))
    columns.append(("Witness", 18, "text", of(0)))
    if any(row.organisation for row in evidence):
        columns.append(("Organisation", 20, "text", of(1)))
    return [
        *columns,
        ("Session", 22, "text", of(2)),
        ("Date", 12, "date", lambda quote: dates[quote.paragraph]),
        ("Citation", 10, "text", of(3)),
        ("Question", 36, "text", of(4)),
        ("Paragraph", 80, "text", of(5)),
        ("Coders", 9, "text", lambda quote: ", ".join(sorted({coder for _, _, coder in quote.tags}))),
    ]


def _value(book: Codebook, quote: Quote) -> str:
    """The step of the code's scale; with who chose which where the coders differ."""
    by_step: dict[int, list[str]] = {}
    for _, step, coder in quote.tags:
        if step is not None:
            by_step.setdefault(step, []).append(coder)
    names = book.by_id[quote.row].values
    said = {step: names[step - 1] if 0 < step <= len(names) else str(step) for step in by_step}
    if len(by_step) == 1:
        return literal(next(iter(said.values())))
    return literal("; ".join(f"{said[step]} ({', '.join(coders)})" for step, coders in sorted(by_step.items())))


# Codebook and front page


def _codebook_sheet(ink: _Ink, coding: Coding) -> None:
    book = coding.codebook
    scales = any(code.values or code.choose for code in book.codes)
    heads = [("Theme", 20), ("Code", 24), ("Key", 6), ("Colour", 8), ("Definition", 48), ("Include", 38), ("Exclude", 38)]
    heads += [("Example", 44), *([("Values", 24)] if scales else [])]
    sheet = ink.sheet("Codebook", MUTED, [width for _, width in heads], "C4", "1:3")
    sheet.auto_filter.ref = f"A3:{get_column_letter(len(heads))}{3 + len(book.codes)}"
    ink.append(sheet, (f"Codebook: {literal(book.title)}", "title"))
    ink.append(sheet, ("What each code means, and so what the counts count. Themes in bold.", "note"))
    ink.append(sheet, *((head, "head") for head, _ in heads))
    for code, depth in tree(book):
        style = "text" if depth else "strong"
        scale = " < ".join(code.values) or ("one code of this theme at most" if code.choose == "one" else "")
        texts = (code.definition, code.include, code.exclude, code.example, *([scale] if scales else []))
        sheet.append([
            ink.cell(sheet, literal(book.theme_of(code.id).name), style),
            ink.cell(sheet, literal(code.name) if depth else "", style, indent=depth - 1 if depth else 0),
            ink.cell(sheet, code.key, "centred"),
            _swatch(ink, sheet, code.colour),
            *(ink.cell(sheet, literal(text), "text") for text in texts),
        ])  # fmt: skip


def _swatch(ink: _Ink, sheet: Worksheet, colour: str) -> Cell:
    cell = ink.cell(sheet, None, "text")
    if colour:
        cell.fill = PatternFill("solid", fgColor=colour.lstrip("#"))
    return cell


BASIS = {
    "any": "a code counts where at least one coder put it",
    "majority": "a code counts where more than half of the coders who read the paragraph put it",
    "all": "a code counts where every coder who read the paragraph put it",
}


def _front(sheet: Worksheet, ink: _Ink, coding: Coding, provenance: Provenance) -> None:
    made, basis = provenance.made, provenance.basis
    ink.append(sheet, (literal(provenance.inquiry), "title"))
    ink.append(sheet, ("Theme matrices of the evidence", "note"))
    _section(ink, sheet, "How it was made", "", "", "", "")
    for label, text in (
        ("Date", f"{_said(made)}, {made:%H:%M}"),
        ("Basis", f"{basis}: {BASIS.get(basis, f'the tags of {basis} alone')}"),
        ("Codebook", f"{provenance.codebook}, revision {provenance.codebook_revision}"),
        ("Evidence", f"{len(coding.evidence):,} paragraphs; {coding.tags['paragraph'].nunique():,} have a tag that counts"),
        ("Made by", f"evidence coder {provenance.version}"),
        ("Command", provenance.command),
    ):
        ink.append(sheet, (label, "label"), (literal(text), "plain"))
    if coding.elsewhere:
        ink.append(sheet, ("Not counted", "label"), (f"{coding.elsewhere:,} tags on paragraphs left out here", "plain"))
    _section(ink, sheet, "Coders", "", "Read", "Share", "Tags")
    for coder in provenance.coders:
        share = coder.read / coder.total if coder.total else None
        read = f"{coder.read:,} of {coder.total:,}"
        ink.append(sheet, (literal(coder.initials), "strong"), (None, "text"), (read, "right"), (share, "share"), (coder.tags, "figure"))
    _section(ink, sheet, "Sessions", "", "Date", "Revision", "")
    for session in provenance.sessions:
        cells = (literal(session.title), "text"), (_date(session.date), "date"), (literal(session.revision), "text")
        ink.append(sheet, (literal(session.slug), "strong"), *cells, (None, "text"))
    _section(ink, sheet, "Sheets", "", "", "", "")
    for name, says in _contents():
        sheet.append([ink.cell(sheet, name, "link", (name, 1, 1)), ink.cell(sheet, says, "plain")])
    _section(ink, sheet, "How to read", "", "", "", "")
    for line in HOW_TO_READ:
        ink.append(sheet, (line, "plain"))


def _section(ink: _Ink, sheet: Worksheet, *heads: str) -> None:
    sheet.append([])
    sheet.append([ink.cell(sheet, head, "section") for head in heads])


def _contents() -> Iterator[tuple[str, str]]:
    yield "Theme by witness", "who said what about which theme"
    yield "Theme by question", "what was said in answer to which question; questions go down, codes across"
    yield "Theme by session", "what was said at which sitting or in which submission"
    for (level, by), name in LISTS.items():
        yield name, f"the paragraphs of each {level}, {'by witness' if by == 'witness' else 'in the order of the evidence'}"
    yield "Codebook", "what each code means"


HOW_TO_READ = (
    "A count is a number of paragraphs of evidence. Select it, and its quotes are selected on their own sheet.",
    "A code counts its own tags; a theme, in bold, counts each paragraph with any of its codes once.",
    "So the counts of the codes may add up to more than their theme, and those of the themes to more than the total.",
    "A dot is a zero. Darker counts are higher, themes and codes each on a scale of their own; totals are not shaded.",
    "A count says how often something was said, not how right or how widely held it is.",
)
