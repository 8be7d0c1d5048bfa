"""Documents as received -> blocks. One module a file format, found by content."""

from __future__ import annotations

import re
from pathlib import Path

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.readers import markdown, text
from coder.evidence.readers.decoding import clean, decode

LARGEST = 200_000_000
"""Bytes. Minutes of a year are a hundredth of it; what is larger is some other file."""

MARKUP = re.compile(r"^(?:#{1,6} +\S|\*\*\S|__\S)", re.MULTILINE)


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
    content = clean(decode(data, document), document)
    marked = name.lower().endswith((".md", ".markdown")) or MARKUP.search(content) is not None
    (markdown if marked else text).read(content, document)
    if not document.blocks:
        raise CoderError(f"{name}: there is no text in it; check that it is the right file.")
    return document


def _too_large(name: str) -> CoderError:
    return CoderError(
        f"{name} is over {LARGEST // 1_000_000} MB, too large for evidence; split it into sessions."
    )
