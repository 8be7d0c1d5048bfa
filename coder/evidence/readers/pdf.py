"""Text PDFs -> blocks, through PDFium.

PDFium gives characters and the text objects that drew them; one text object is one run: a stretch of a
line in one font. What runs make on the page (lines, columns, paragraphs) is `layout`'s to say.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as native  # type: ignore[import-untyped]

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.layout import set_pages
from coder.evidence.layout.lines import Page, Run
from coder.evidence.model import Dropped, Note

BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
FORCE_BOLD = 1 << 18
"""Font descriptor flag (ISO 32000-1, table 123)."""
STROKED = 2
"""Text rendering mode (ISO 32000-1, table 106): a font without a bold cut is filled and stroked."""
MOST, MOST_ON_PAGE = 3_000_000, 200_000
"""Pieces of text and drawing: hundreds of sittings, a detailed map. A small file can unpack to any number."""
SPACE = re.compile(r"\s")
LINE = re.compile(r"[^\r\n]+")
UNREADABLE = 2.0
"""Points. Smaller text is not for people to read, but marks of the typesetter."""
MENDED = str.maketrans({
    "\u00ad": "", "\u00a0": " ", "\u200b": "", "\ufffe": "-", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl",
    "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
})  # fmt: skip
"""Ligatures and soft hyphens; PDFium marks the hyphen that ends a line as U+FFFE."""

_ONE_THREAD = Lock()
"""PDFium keeps state of its own that no two threads may touch at once."""


def read(data: bytes, document: Document) -> None:
    """Add the blocks of a PDF to the document.

    Raises CoderError where it is damaged, locked by a password, or has pictures of pages only.
    """
    with _ONE_THREAD:
        pages = _pages(data, document)
    if not any(page.runs for page in pages):
        what = "has no text, only pictures of its pages (a scan)"
        raise CoderError(f"{document.name} {what}; run it through text recognition (OCR) first.")
    _say_what_is_missing(pages, document)
    set_pages(pages, document)


def _pages(data: bytes, document: Document) -> list[Page]:
    pages: list[Page] = []
    left_out: list[int] = []
    pieces = 0
    with _opened(data, document.name) as opened:
        for number in range(1, len(opened) + 1):
            try:
                page = opened[number - 1]
            except pdfium.PdfiumError:
                left_out.append(number)
                continue
            drawn = native.FPDFPage_CountObjects(page.raw)
            pieces += drawn
            if pieces > MOST:
                what = f"is drawn in over {MOST:,} pieces by page {number}, too many for evidence"
                raise CoderError(f"{document.name} {what}; split it into sessions.")
            if drawn > MOST_ON_PAGE:
                left_out.append(number)
            else:
                pages.append(Page(number, _page_runs(page, document)))
            page.close()
    if left_out:
        document.notes.append(
            Note(f"Left out, damaged or a drawing of too many pieces: page {_some(left_out)}")
        )
    return pages


def _page_runs(page: Any, document: Document) -> list[Run]:
    textpage = page.get_textpage()
    try:
        return _runs(textpage, document)
    finally:
        textpage.close()


def _some(pages: list[int]) -> str:
    return ", ".join(map(str, pages[:20])) + (", ..." if len(pages) > 20 else "")


def _opened(data: bytes, name: str) -> Any:
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (native.FPDF_ERR_PASSWORD, native.FPDF_ERR_SECURITY):
            what = "is locked by a password; save a copy without one and import that."
            raise CoderError(f"{name} {what}") from None
        raise CoderError(f"{name} is damaged or no PDF; get it again from where it came.") from None
    if len(opened) < 1:
        opened.close()
        raise CoderError(f"{name} is damaged: it has no pages; get it again from where it came.")
    return opened


def _say_what_is_missing(pages: list[Page], document: Document) -> None:
    empty = [page.number for page in pages if not page.runs]
    if empty:
        document.notes.append(Note(f"No text on page {_some(empty)}: blank, or a picture"))
    texts = [run.text for page in pages for run in page.runs]
    unread = sum(text.count("\ufffd") for text in texts if not text.isascii())
    if unread > 0.02 * sum(map(len, texts)):
        document.notes.append(Note(f"{unread} characters are in a font that does not say which they are"))


def _call(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium taking handles as plain addresses, which is faster and lets them be compared."""
    address = ctypes.cast(getattr(native, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_text_object = _call("FPDFText_GetTextObject", _POINTER, _POINTER, _INT)
_unicode = _call("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, _INT)
_font_size = _call("FPDFText_GetFontSize", ctypes.c_double, _POINTER, _INT)
_matrix = _call("FPDFText_GetMatrix", _INT, _POINTER, _INT, _POINTER)
_origin = _call("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)
_box = _call("FPDFText_GetCharBox", _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
_font = _call("FPDFTextObj_GetFont", _POINTER, _POINTER)
_mode = _call("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
_font_name = _call("FPDFFont_GetBaseFontName", ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
_font_flags = _call("FPDFFont_GetFlags", _INT, _POINTER)


def _runs(textpage: Any, document: Document) -> list[Run]:
    """The readable runs of a page, turned upright; what is too small or stands askew goes to `dropped`."""
    handle = ctypes.cast(textpage.raw, _POINTER).value
    text = _characters(textpage, handle)
    measured: list[tuple[int, Run]] = []
    tiny: list[str] = []
    bolds: dict[int, bool] = {}
    ended = 0
    for start, end, owner in _spans(handle, text):
        piece = text[start:end]
        bare = piece.strip()
        if not bare:
            continue
        first = start + piece.index(bare[0])
        last = first + len(bare) - 1
        turn, left, right, base, size = _measured(handle, first, last)
        spaced = first > ended and SPACE.search(text, ended, first) is not None
        ended = last + 1
        if size < UNREADABLE:
            tiny.append(bare)
            continue
        bold = _bold(owner, bolds)
        measured.append((turn, Run(_mended(bare), left, right, base, size, bold, spaced, len(measured))))
    if tiny:
        document.dropped.append(Dropped("markup", " ".join(tiny)))
    return _upright(measured, document)


def _characters(textpage: Any, handle: int | None) -> str:
    """One character for each index of PDFium, which leaves out and adds some when asked for text."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (_unicode(handle, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes)


def _spans(handle: int | None, text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, text object) of each run, found by halving: the characters of one object stand together.

    A blank that PDFium put between objects belongs to none.
    """
    held: tuple[int, int, int] | None = None
    todo = [(found.start(), found.end()) for found in LINE.finditer(text)][::-1]
    while todo:
        start, end = todo.pop()
        owner = _text_object(handle, start)
        if owner is None:
            if end - start > 1:
                todo.append((start + 1, end))
            continue
        other = owner if end - start == 1 else _text_object(handle, end - 1)
        if owner != other:
            middle = end - 1 if other is None else (start + end) // 2
            todo += [(middle, end), (start, middle)]
        elif held is not None and held[2] == owner and "\n" not in text[held[1] : start]:
            held = (held[0], end, owner)
        else:
            if held is not None:
                yield held
            held = (start, end, owner)
    if held is not None:
        yield held


_M = native.FS_MATRIX()
_X, _Y, _LEFT, _RIGHT, _BOTTOM, _TOP = (ctypes.c_double() for _ in range(6))
_AT_M = ctypes.addressof(_M)
_AT_ORIGIN = [ctypes.addressof(value) for value in (_X, _Y)]
_AT_BOX = [ctypes.addressof(value) for value in (_LEFT, _RIGHT, _BOTTOM, _TOP)]


def _measured(handle: int | None, first: int, last: int) -> tuple[int, float, float, float, float]:
    """Quarter turns (-1 where askew), left, right, baseline and size, in points, seen upright."""
    _matrix(handle, first, _AT_M)
    _origin(handle, first, *_AT_ORIGIN)
    _box(handle, last, *_AT_BOX)
    x, y, along, across = _X.value, _Y.value, _M.a, _M.b
    size = _font_size(handle, first) * math.hypot(_M.c, _M.d)
    if abs(across) <= 0.05 * abs(along):
        return (0, x, _RIGHT.value, y, size) if along > 0 else (2, -x, -_LEFT.value, -y, size)
    if abs(along) <= 0.05 * abs(across):
        return (1, y, _TOP.value, -x, size) if across > 0 else (3, -y, -_BOTTOM.value, x, size)
    return -1, x, _RIGHT.value, y, size


def _bold(owner: int, known: dict[int, bool]) -> bool:
    font = _font(owner)
    if font not in known:
        name = ctypes.create_string_buffer(256)
        _font_name(font, name, 256)
        forced = bool(_font_flags(font) & FORCE_BOLD)
        known[font] = forced or BOLD.search(name.value.decode("latin-1")) is not None
    return known[font] or _mode(owner) == STROKED


def _mended(text: str) -> str:
    if text.isascii():
        return text
    return text.translate(MENDED)


def _upright(measured: list[tuple[int, Run]], document: Document) -> list[Run]:
    """The runs of the direction that most of the page is set in; the rest stands in a margin or across it."""
    if not measured:
        return []
    letters = Counter[int]()
    for turn, run in measured:
        letters[turn] += len(run.text)
    main = max((turn for turn in letters if turn >= 0), key=letters.__getitem__, default=-1)
    document.dropped.extend(Dropped("head", run.text) for turn, run in measured if turn != main)
    return [run for turn, run in measured if turn == main]
