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
from shutil import copyfileobj
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from coder.codebook import Codebook
from coder.errors import CoderError
from coder.matrices import (
    NO_QUESTION,
    Axis,
    Coding,
    Level,
    ParagraphRow,
    Quote,
    column_heads,
    matrix,
    quotes,
    tree,
)

MAX_TEXT = 32_767
"""Characters in a cell, counted as Excel does, in UTF-16 units."""
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_LINKS = 65_530
"""Links on a sheet; with more, Excel offers to repair the file."""
CUT = " [… cut: an Excel cell holds 32,767 characters]"
A3, A4 = 8, 9
WIDE = 30
"""With more columns than this, witnesses or sessions go down the sheet and codes across."""

INK, NAVY, LINK, GREY, MUTED = "26303B", "1F3A5F", "1F5FA8", "66717D", "8A95A1"
RULE, BAND, HEAD, HEAT = "D9DFE7", "EDF1F6", "DCE4EE", "8FB8DE"

Spot = tuple[str, int, int, str]
"""A block of rows: sheet, first row, last row, last column."""


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
    book = _blank()
    try:
        with beside.open("wb") as file:
            _fill(book, coding, provenance)
            _save(book, file, provenance.made)
        beside.replace(path)
    except PermissionError:
        what = "if it is open in Excel, close it there, else choose another folder"
        raise CoderError(f"{path}: cannot be written; {what}.") from None
    except OSError as error:
        why = error.strerror or error
        raise CoderError(f"{path}: cannot be written ({why}); choose another place.") from None
    finally:
        _close(book)
        with suppress(OSError):
            beside.unlink(missing_ok=True)


# The file


class _StillZip(ZipFile):
    """A zip whose entries all bear one time, so that the same content is the same bytes."""

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
        return entry

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        entry = self.open(self._entry(arcname), "w", force_zip64=True)
        with Path(filename).open("rb") as file, entry as out:
            copyfileobj(file, out, 1 << 20)


def _save(book: Workbook, file: IO[bytes], made: datetime) -> None:
    moment = made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    # Workbook.save would stamp the time of saving.
    with _StillZip(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()


def _close(book: Workbook) -> None:
    """End the streams of sheets that a failure left open, and remove what they had written."""
    for sheet in cast(list[Any], book.worksheets):
        if not sheet.closed:
            with suppress(Exception):
                sheet.close()
                sheet._writer.cleanup()


def _fill(book: Workbook, coding: Coding, provenance: Provenance) -> None:
    book.properties.title = literal(f"{provenance.inquiry}: theme matrices")
    book.properties.creator = "evidence coder"
    ink = _Ink(book, provenance)
    sorted_quotes = _SortedQuotes(coding)
    front = _Page(ink, "Read me", NAVY, (28, 62, 16, 18))
    front.sheet.page_setup.orientation = "portrait"
    for axis in AXES:
        _matrix_sheet(ink, coding, axis, sorted_quotes)
    for level, by in LISTS:
        _quotes_sheet(ink, level, by, sorted_quotes)
    _codebook_sheet(ink, coding)
    _front(front, coding, provenance)


def _blank() -> Workbook:
    """A streaming workbook whose normal font is ours, since Excel measures column widths in it."""
    book: Any = Workbook(write_only=True)
    book._fonts = IndexedList([Font("Arial", 10, color=INK)])
    book._named_styles["Normal"].font = book._fonts[0]
    return cast(Workbook, book)


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
    "section-right": _style(bold=True, size=11, colour=NAVY, line=NAVY, across="right", wrap=False),
    "note": _style(size=9, colour=GREY, line="", wrap=False),
    "label": _style(bold=True, line="", wrap=False),
    "fact": _style(line=""),
    "plain": _style(line="", down="center", wrap=False),
    "link": _style(colour=LINK, line="", down="center", wrap=False),
    "text": _style(),
    "strong": _style(bold=True),
    "centred": _style(across="center"),
    "date": _style(across="left", form="d mmm yyyy"),
    "figure": _style(across="right", form="#,##0"),
    "share": _style(across="right", form="0%"),
    "head": _style(bold=True, across="left", **_HEAD),
    "column": _style(bold=True, across="center", **_HEAD),
    "turned": _style(across="center", turn=90, **_HEAD),
    "turned-strong": _style(bold=True, across="center", turn=90, **_HEAD),
    "band": _style(bold=True, colour=NAVY, fill=BAND, down="center", wrap=False),
    "name": _style(across="left", down="center"),
    "name-strong": _style(bold=True, down="center"),
    "name-total": _style(bold=True, colour=NAVY, fill=BAND, down="center"),
    "count": _style(**_COUNT),
    "count-strong": _style(bold=True, **_COUNT),
    "count-total": _style(bold=True, colour=NAVY, fill=BAND, **_COUNT),
    "zero": _style(colour=MUTED, **_COUNT),
}


class _Ink:
    """What the sheets of a workbook share: its styles, its rows' heights, its footer."""

    def __init__(self, book: Workbook, provenance: Provenance) -> None:
        self.book = book
        self.footer = literal(f"{provenance.inquiry}, {_said(provenance.made)}").replace("&", "&&")[:200]
        self.style = cache(self._style)
        self.height = cache(self._height)

    def _style(self, style: str, indent: int) -> Any:
        probe: Any = Cell(self.book.worksheets[0], 1, 1)
        for name, value in STYLES[style].items():
            setattr(probe, name, value)
        if indent:
            probe.alignment = Alignment("left", "center", wrap_text=True, indent=indent)
        return probe._style

    def _height(self, lines: int) -> RowDimension:
        return RowDimension(self.book.worksheets[0], ht=min(409.0, 4 + 12.6 * lines))


class _Page:
    """A sheet set up for screen and paper, filled row by row, each as high as its text needs.

    `freeze` is the first cell that moves, `heads` the rows that print on every page.
    """

    def __init__(
        self, ink: _Ink, title: str, tab: str, widths: Sequence[float], *, freeze: str = "", heads: str = ""
    ) -> None:
        self.ink, self.widths, self.rows = ink, widths, 0
        # The streaming sheet has all the parts of a Worksheet that are used here.
        self.sheet = sheet = cast(Worksheet, ink.book.create_sheet(title))
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = tab
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        setup, margins = sheet.page_setup, sheet.page_margins
        setup.orientation, setup.paperSize = "landscape", A4 if sum(widths) < 180 else A3
        setup.fitToWidth, setup.fitToHeight = 1, 0
        margins.left, margins.right, margins.top, margins.bottom = 0.5, 0.5, 0.5, 0.7
        foot: Any = sheet.HeaderFooter.oddFooter
        for part, text in ((foot.left, ink.footer), (foot.center, "&A"), (foot.right, "Page &P of &N")):
            part.text, part.font, part.size = text, "Arial", 8
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        if freeze:
            sheet.freeze_panes = freeze
        if heads:
            sheet.print_title_rows = heads

    def cell(self, value: Any, style: str, spot: Spot | None = None, indent: int = 0) -> Cell:
        """A cell of a shared style; `spot` is the block it links to."""
        cell = Cell(self.sheet, 1, 1, style_array=self.ink.style(style, indent))
        put(cell, value)
        if spot:
            name, first, last, column = spot
            cell.hyperlink = Hyperlink(ref="", location=f"'{name}'!A{first}:{column}{last}")
        return cell

    def add(self, cells: list[Cell], height: float | None = None) -> None:
        """Append a row; its height in points, where not given, from its texts and the columns' widths."""
        self.rows += 1
        if height is None:
            texts = ((cell.value, width) for cell, width in zip(cells, self.widths, strict=False))
            lines = max((_lines(text, width) for text, width in texts if isinstance(text, str)), default=1)
            dimension = self.ink.height(lines)
        else:
            dimension = RowDimension(self.sheet, ht=height)
        self.sheet.row_dimensions[self.rows] = dimension
        self.sheet.append(cells)
        del self.sheet.row_dimensions[self.rows]

    def write(self, *row: tuple[Any, str], height: float | None = None) -> None:
        self.add([self.cell(value, style) for value, style in row], height)

    def title(self, title: str, *notes: str) -> None:
        self.write((title, "title"), height=24)
        for note in notes:
            self.write((note, "note"), height=15)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes, on the safe side: words do not fill a line."""
    room = max(1, int(width * 1.15) - 2)
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    if not text.isascii():
        text = re.sub("[\u2e80-\U0010ffff]", "mm", text)
    return sum(1 + max(0, len(line) - 1) // room for line in text.split("\n"))


def put(cell: Cell, value: Any) -> None:
    """Set a cell's value: a text as text, whatever it begins with, marked so that editing keeps it one."""
    if not isinstance(value, str):
        cell.value = value
        return
    if value == cell.value:  # set already: a list of quotes fills the same cells row after row
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
    "question": ("All questions", (("No.", 7), ("Question", 56))),
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
    total = AXES[axis][0]
    heads = [_Head("", ("", total) if axis == "question" else (total, ""))]
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
    day = _day(row.date)
    return literal(
        " · ".join(
            filter(None, (row.session_title, day if day not in row.session_title else "", row.item_heading))
        )
    )


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
        for key, row in zip(found.counts.index, found.counts.to_numpy().tolist(), strict=True):
            counts[level, key] = [int(found.row_totals[key]), *row]
    return counts


def _matrix_sheet(ink: _Ink, coding: Coding, axis: Axis, found: _SortedQuotes) -> None:
    title, codes, columns = f"Theme by {axis}", _code_heads(coding), _axis_heads(coding, axis)
    down = axis == "question" or len(columns) > WIDE
    rows, across = (columns, codes) if down else (codes, columns)
    names = AXES[axis][1] if down else (("Theme and code", 36.0),)
    width = 5.0 if down else 22.0 if axis == "session" else 16.0
    widths = [*(size for _, size in names), 11.0, *[width] * (len(across) - 1)]
    if len(widths) > MAX_COLUMNS:
        raise CoderError(f"{len(codes):,} codes do not fit across an Excel sheet; use a smaller codebook.")
    spots, all_linked = found.spots(axis, codes)
    page = _Page(ink, title, NAVY, widths, freeze=f"{get_column_letter(len(names) + 2)}6", heads="1:5")
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


LINKS_LEFT_OUT = f"Select a count to see its quotes; some have no link, as Excel holds {MAX_LINKS:,}."


def _count_rows(
    page: _Page,
    rows: Sequence[_Head],
    across: Sequence[_Head],
    *,
    down: bool,
    counts: dict[tuple[Level | None, str], list[int]],
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


def _heat(page: _Page, rows: Sequence[_Head], across: Sequence[_Head]) -> None:
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
        self.columns = {level: _quote_columns(coding, level) for level, _ in LISTS}
        self.cut = sum(literal(row.text).endswith(CUT) for row in coding.evidence)

    def spots(self, axis: Axis, shown: Iterable[_Head]) -> tuple[dict[tuple[str, str, str], Spot], bool]:
        """(level, theme or code, column or "" for the total) -> block; and whether every count has one."""
        by: Axis = "witness" if axis == "witness" else "question"
        columns = self.coding.paragraphs[axis].tolist()
        wanted = {(head.level, head.key) for head in shown}
        spots: dict[tuple[str, str, str], Spot] = {}
        for (level, order), name in LISTS.items():
            if order != by:
                continue
            right = get_column_letter(len(self.columns[level]))
            for at, quote in enumerate(self.lists[level, order], FIRST_QUOTE):
                if (level, quote.row) in wanted:
                    for key in ((level, quote.row, ""), (level, quote.row, columns[quote.paragraph])):
                        spots[key] = (name, spots[key][1] if key in spots else at, at, right)
        # Themes and totals first; then as many codes as Excel can link.
        worth = sorted(spots, key=lambda key: (key[0] == "code", key[2] != ""))[:MAX_LINKS]
        kept = {key: spots[key] for key in worth if spots[key][2] <= MAX_ROWS}
        return kept, len(kept) == len(spots)


def _quotes_sheet(ink: _Ink, level: Level, by: Axis, found: _SortedQuotes) -> None:
    name, listed, columns = LISTS[level, by], found.lists[level, by], found.columns[level]
    widths = [width for _, width, _, _ in columns]
    page = _Page(ink, name, MUTED, widths, freeze=f"A{FIRST_QUOTE}", heads="1:3")
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
    dates = [_date(row.date) for row in evidence]
    asked = (". ".join(filter(None, (row.question_number, row.question_text))) for row in evidence)
    return [
        *columns,
        told("Session", 20, (row.session_title for row in evidence)),
        ("Date", 12, "date", lambda quote: dates[quote.paragraph]),
        told("Citation", 10, (row.citation for row in evidence)),
        told("Question", 32, asked),
        told("Paragraph", 76, (row.text for row in evidence)),
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


# Codebook and front page


def _codebook_sheet(ink: _Ink, coding: Coding) -> None:
    book = coding.codebook
    heads = {"Theme": 20, "Code": 26, "Key": 6, "Colour": 8}
    heads |= {"Definition": 46, "Include": 36, "Exclude": 36, "Example": 40}
    if any(code.values or code.choose for code in book.codes):
        heads["Values"] = 22
    page = _Page(ink, "Codebook", MUTED, list(heads.values()), freeze="C4", heads="1:3")
    page.title(literal(f"Codebook: {book.title}"), "What each code means, and so what the counts count.")
    page.add([page.cell(head, "head") for head in heads])
    for code, depth in tree(book):
        scale = " < ".join(code.values) or ("one code of this theme at most" if code.choose == "one" else "")
        texts = (code.definition, code.include, code.exclude, code.example, scale)
        cells = [
            page.cell(literal(book.theme_of(code.id).name), "text" if depth else "strong"),
            page.cell(literal(code.name) if depth else None, "text", indent=max(0, depth - 1)),
            page.cell(code.key, "centred"),
            page.cell(None, "text"),
            *(page.cell(literal(text), "text") for text in texts),
        ]
        if code.colour:
            cells[3].fill = PatternFill("solid", fgColor=code.colour.lstrip("#"))
        page.add(cells[: len(heads)])
    page.sheet.auto_filter.ref = f"A3:{get_column_letter(len(heads))}{page.rows}"


BASES_SAID = {
    "any": "a code counts where at least one coder put it",
    "majority": "a code counts where more than half of the coders who read the paragraph put it",
    "all": "a code counts where every coder who read the paragraph put it",
}


def _front(page: _Page, coding: Coding, provenance: Provenance) -> None:
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
        page.write(*names, (_date(session.date), "date"), (literal(session.revision), "text"))
    _section(page, "Sheets")
    for name, text in CONTENTS.items():
        page.add([page.cell(name, "link", (name, 1, 1, "A")), page.cell(text, "plain")], 16)
    _section(page, "How to read")
    for line in HOW_TO_READ:
        page.write((line, "plain"), height=16)


def _facts(coding: Coding, provenance: Provenance) -> Iterator[tuple[str, str]]:
    basis, counted = provenance.basis, coding.tags["paragraph"].nunique()
    yield "Date", f"{_said(provenance.made)}, {provenance.made:%H:%M}"
    yield "Basis", f"{basis}: {BASES_SAID.get(basis, f'the tags of {basis} alone')}"
    yield "Codebook", f"{provenance.codebook}, revision {provenance.codebook_revision}"
    yield "Evidence", f"{len(coding.evidence):,} paragraphs, of which {counted:,} have a tag that counts"
    if coding.elsewhere:
        yield "Not counted", f"{coding.elsewhere:,} tags on paragraphs that are not part of this workbook"
    yield "Made by", f"evidence coder {provenance.version}"
    yield "Command", provenance.command


def _section(page: _Page, *heads: str) -> None:
    page.add([])
    right = ("Share", "Tags")
    styles = {True: "section-right", False: "section"}
    page.write(*((head, styles[head in right]) for head in (*heads, "", "", "")[:4]), height=20)


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
