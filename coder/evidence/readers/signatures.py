"""What a file is, told from its bytes and never from its name. Cheap: it is asked of every file."""

from __future__ import annotations

import re

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The compound file of old Office documents, and of new ones under a password."""

PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s|<\?xml[^<>]*>|<!--.*?-->)+", re.DOTALL)
DECLARED = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s)*<\?xml\s", re.IGNORECASE)
PAGE = re.compile(rb"<(?:!doctype\s+html\b|(?:html|head|body|title|meta)(?=[\s/>]))", re.IGNORECASE)
PIECE = re.compile(rb"<(?:div|p|table|section|article|main|h[1-6]|pre|ul|ol)(?=[\s>])", re.IGNORECASE)
ROOT = re.compile(rb"(?:<![^<>]{0,2000}>\s*)?<([A-Za-z_][\w.:-]*)(?=[\s>])")


def is_docx(data: bytes) -> bool:
    """A zip container with members in the folder `word/`, whole or cut short."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data


def is_doc(data: bytes) -> bool:
    """A compound file; whether Word can have written it, and whether it is locked, its reader tells."""
    return data.startswith(OLE)


def is_odt(data: bytes) -> bool:
    """A zip container that names itself an OpenDocument text at its start, or holds what one holds."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    if b"mimetypeapplication/" in data[:100]:
        return b"opendocument.text" in data[:100]
    return b"META-INF/manifest.xml" in data and b"content.xml" in data and b"word/" not in data


def is_rtf(data: bytes) -> bool:
    """A group that opens with the control word rtf."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def is_pdf(data: bytes) -> bool:
    """The header of a PDF, which may stand behind other bytes where the file also ends as one."""
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in data[:1024] and b"startxref" in data[-2048:]


def is_html(data: bytes) -> bool:
    """A web page: it begins with its type or a tag of its head, or is a piece of one from tag to tag."""
    head = _opening(data)
    if PAGE.match(head):
        return True
    return PIECE.match(head) is not None and data[-200:].replace(b"\0", b"").rstrip().endswith(b">")


def is_xml(data: bytes) -> bool:
    """XML: it says so, or ends with the tag that it begins with. Ask for a web page first."""
    head = _opening(data)
    if head.startswith(b"<?xml") or DECLARED.match(data[:400].replace(b"\0", b"")):
        return True
    found = ROOT.match(head)
    return found is not None and data[-400:].replace(b"\0", b"").rstrip().endswith(b"</" + found[1] + b">")


def _opening(data: bytes) -> bytes:
    """The first tag and what follows, whatever the encoding: marks, declaration and comments skipped."""
    head = data[:8192].replace(b"\0", b"")
    while found := PROLOGUE.match(head):
        head = head[found.end() :]
    return head
