"""The names and numbers of OpenDocument's XML."""

from __future__ import annotations

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, STYLE, TEXT, TABLE = (_OASIS % name for name in ("office", "style", "text", "table"))
DRAW = _OASIS % "drawing"
FO = _OASIS % "xsl-fo-compatible"
XLINK = "{http://www.w3.org/1999/xlink}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"


def whole(value: str | None, otherwise: int) -> int:
    """A whole number from 0 to 999999 as written in a file; `otherwise` where there is none."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 7 else otherwise
