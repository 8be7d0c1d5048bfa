"""Documents as received -> blocks. One module a file format, found by content."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.readers import markdown, rst, text
from coder.evidence.readers.decoding import clean, decode
from coder.evidence.readers.signatures import is_doc, is_docx, is_html, is_odt, is_pdf, is_rtf, is_xml

LARGEST = 200_000_000
"""Bytes. Minutes of a year are a hundredth of it; what is larger is some other file."""

MARKUP = re.compile(r"\n(?:#{1,6} +\S|\*\*\S|__\S)")
"""A line as only Markdown begins one. It is sought from newline to newline, which is quick."""

BINARY: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (is_odt, "odt"),
    (is_docx, "docx"),
    (is_doc, "doc"),
    (is_pdf, "pdf"),
    (is_html, "html"),
    (is_xml, "xml"),
    (is_rtf, "rtf"),
)
"""How a format is told from its bytes, and the module that reads it, imported only then."""


def read_document(path: Path) -> bytes:
    """The bytes of a file. Raises CoderError where it is not there, a folder, too large, or unreadable."""
    try:
        if path.is_dir():
            raise CoderError(f"{path} is a folder; name the files in it.")
        if path.stat().st_size > LARGEST:
            raise _too_large(str(path))
        return path.read_bytes()
    except FileNotFoundError:
        raise CoderError(f"{path}: there is no such file.") from None
    except PermissionError:
        raise CoderError(f"{path} may not be read by you; ask for the right to read it.") from None
    except (OSError, ValueError) as error:
        raise CoderError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error}).") from None


def read_blocks(data: bytes, name: str) -> Document:
    """Read a document from its bytes; `name` stands in errors and tells Markdown by its ending.

    Raises CoderError where it is empty, too large, not text, or has no word in it.
    """
    if len(data) > LARGEST:
        raise _too_large(name)
    document = Document(name)
    reader = next((module for told, module in BINARY if told(data)), None)
    if reader:
        import_module(f"{__name__}.{reader}").read(data, document)
    else:
        content = clean(decode(data, document), document)
        named = name.lower().endswith((".md", ".markdown"))
        if not named and rst.is_rst(content):
            rst.read(content, document)
        else:
            (markdown if named or MARKUP.search("\n" + content) else text).read(content, document)
    if not document.blocks:
        raise CoderError(f"{name}: there is no text in it; check that it is the right file.")
    return document


def _too_large(name: str) -> CoderError:
    return CoderError(
        f"{name} is over {LARGEST // 1_000_000} MB, too large for evidence; split it into sessions."
    )
