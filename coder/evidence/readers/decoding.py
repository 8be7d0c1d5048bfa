"""Bytes -> text: encodings, and the characters that do not belong in evidence."""

from __future__ import annotations

import re

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.model import Dropped, Note

SIGNATURES = (
    (b"PK\x03\x04", "a zip archive, or an Office file with no text document in it"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"SQLite format 3", "a database"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
INSTEAD = "import the document itself, as Word, OpenDocument, RTF, PDF, HTML, XML, Markdown or text"
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MENDED = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
LATIN_CONTROLS = re.compile(r"[\x80-\x9f]")
LATIN_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
ASCII = bytes(range(128))
CONTROL_BYTES = bytes({*range(9), *range(14, 32), 127, 11})
HIDDEN_BYTES = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])|\xef\xbb\xbf")

ESCAPE = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[ -/]*[0-~])"
STRAY = re.compile(
    rf"(?P<escape>{ESCAPE})|(?P<bidi>[\u202a-\u202e\u2066-\u2069])|(?P<control>[\x00-\x08\x0e-\x1f\x7f\ufeff])"
)
NAMES = {"escape": "a terminal escape sequence", "bidi": "a hidden change of writing direction",
         "control": "a control character"}  # fmt: skip


def decode(data: bytes, document: Document) -> str:
    """Byte order mark, strict UTF-8, UTF-16 where its NULs tell, then Windows-1252.

    Raises CoderError for an empty file and for one that is not text, named for what it is.
    """
    if not data.strip():
        raise CoderError(f"{document.name} is empty; check that it is the right file.")
    for bom, codec in BOMS:
        if data.startswith(bom):
            return _strictly(data, codec, document.name)
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise CoderError(f"{document.name} is {what}; {INSTEAD}.")
    if b"\0" in data[:4096] or b"\0" in data:
        return _strictly(data, _wide(data, document.name), document.name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _windows(data, document)
        data = text.encode()
    return text.translate(MENDED) if LATIN_BYTES.search(data) else text


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        what = f"is damaged {codec.removesuffix('-sig').upper()} text (byte {error.start})"
        raise CoderError(f"{name} {what}; save it again as UTF-8.") from None


def _wide(data: bytes, name: str) -> str:
    """UTF-16 without a mark: nearly every other byte is NUL. Any other NUL is no text."""
    head = data[:4096]
    pairs = max(1, len(head) // 2)
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    raise CoderError(f"{name} is not text but some binary file; {INSTEAD}.")


def _windows(data: bytes, document: Document) -> str:
    head = data[:65536]
    if sum(byte < 9 or 13 < byte < 32 for byte in head) > 0.02 * len(head):
        raise CoderError(f"{document.name} is not text but some binary file; {INSTEAD}.")
    text = data.decode("cp1252", "replace")
    lost = text.count("\ufffd")
    document.notes.append(
        Note("Not UTF-8: read as Windows-1252" + (f"; {lost} bytes have no character in it" if lost else ""))
    )
    return text


def clean(text: str, document: Document) -> str:
    """Newlines as one kind; escape sequences, control characters and bidi overrides out, and reported."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    raw = text.encode("utf-8", "replace")  # bytes are scanned thirty times as fast
    hidden = None if text.isascii() else HIDDEN_BYTES.search(raw.translate(None, ASCII))
    if len(raw) == len(raw.translate(None, CONTROL_BYTES)) and hidden is None:
        return text
    text = text.replace("\x0b", "\n")
    seen: dict[tuple[int, str], int] = {}
    line, at = 1, 0
    for found in STRAY.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        kind = str(found.lastgroup)
        seen[line, kind] = seen.get((line, kind), 0) + 1
        if re.search(r"\w", found[0]):
            document.dropped.append(Dropped("markup", STRAY.sub("", found[0][1:]), line))
    for (where, kind), count in seen.items():
        times = f", {count} times" if count > 1 else ""
        document.notes.append(Note(f"Left out {NAMES[kind]}{times}", where))
    return STRAY.sub("", text)
