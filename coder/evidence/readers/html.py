"""Saved web pages -> blocks. What the page prints is kept; what surrounds it is dropped as navigation."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.model import Dropped, Note
from coder.evidence.readers import text as plain_text
from coder.evidence.readers.decoding import LATIN_CONTROLS, MENDED, clean, decode

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TAGS = 2_000_000
"""Tags in one page. The tree of more would take gigabytes."""

CHARSET = re.compile(
    rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})|^\s*<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})",
    re.IGNORECASE,
)
CODECS = re.compile(
    r"utf-?8|iso-?8859-\d{1,2}|latin-?\d{1,2}|us-ascii|ascii|(?:windows|cp)-?(?:125\d|874)|koi8-[ru]|macintosh"
    r"|gb2312|gbk|gb18030|big5|shift[-_]jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
"""Character sets of pages that are Python codecs by the same name; others are not tried."""
BROWSERS_READ = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
                 "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030",
                 "gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949",
                 "macintosh": "mac_roman"}  # fmt: skip
"""Declared names that browsers take for a larger set (WHATWG Encoding Standard)."""

CROWDED = re.compile(r"<([a-zA-Z][\w:-]{0,40})[^<>]{20000,}")
"""A tag with pictures or thousands of attributes in it, which take the parser quadratic time."""
SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
ENDS = re.compile(r"<(?:/p|/div|/tr|/li|/h[1-6]|/pre|/td|br|p)\b[^<>]*>", re.IGNORECASE)
ANY_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
WRAPPER, WRAPPER_TAGS = 5000, 12
"""Characters and tags before `<pre>` in a text that was only wrapped in a page, at most."""


def read(data: bytes, document: Document) -> None:
    """Add the blocks of a web page to the document. Raises CoderError where it is too large or not text."""
    from coder.evidence.readers.html_flow import Flow
    from coder.evidence.readers.html_page import Page

    source = CROWDED.sub(r"<\1 ", clean(_decoded(data, document), document))
    if source.count("<") > TAGS:
        raise CoderError(f"{document.name} has over {TAGS:,} tags; split the page, or save it as text.")
    root = _tree(source)
    if root is None:
        _without_tags(source, document)
        return
    _drop_wrapper(source, root, document)
    page = Page(root, document)
    Flow(page, document.blocks).walk(page.main())


def _decoded(data: bytes, document: Document) -> str:
    """The page's own character set where the bytes are not UTF-8 and hold to it, else as any text."""
    declared = CHARSET.search(data[:8192])
    if declared is None or b"\0" in data or _is_utf8(data):
        return decode(data, document)
    name = (declared[1] or declared[2]).decode("ascii").lower()
    if name in ("utf-8", "utf8"):
        return _mostly_utf8(data, document)
    if CODECS.fullmatch(name) is None:
        return decode(data, document)
    try:
        text = data.decode(BROWSERS_READ.get(name, name))
    except (UnicodeDecodeError, LookupError):
        return decode(data, document)
    return text.translate(MENDED) if LATIN_CONTROLS.search(text) else text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes, document: Document) -> str:
    """A page that says UTF-8 and has damaged bytes is still UTF-8 where most of its other characters hold."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if damaged > sum(char > "\x7f" for char in text) - damaged:
        return decode(data, document)
    document.notes.append(Note(f"{damaged} bytes are not the UTF-8 that the page says it is"))
    return text


def _tree(source: str) -> Element | None:
    """The page's root; None where its tags are nested too deep or hold nothing."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    # Past the limit on depth the parser stops and what follows would be lost.
    deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log.filter_from_fatals())
    return None if deep else root


def _without_tags(source: str, document: Document) -> None:
    """The last resort: the page's words, with blank lines where paragraphs end."""
    words = ANY_TAG.sub("", ENDS.sub("\n\n", SCRIPTS.sub("", source)))
    plain_text.read(clean(html.unescape(words), document), document)
    document.notes.append(Note("The page's tags cannot be followed: read without them"))


def _drop_wrapper(source: str, root: Element, document: Document) -> None:
    """Plain text in a bare `<html><body><pre>`: its few tags are reported, for the file is called a text."""
    begins = re.search(r"<pre\b[^<>]*>", source[:WRAPPER], re.IGNORECASE)
    if begins is None or len(list(root.iter("pre"))) > 1:
        return
    if len(ANY_TAG.findall(source, 0, begins.end())) > WRAPPER_TAGS:
        return
    ends = source.lower().rfind("</pre")
    after = source[ends:] if ends > 0 else ""
    for part, line in ((source[: begins.end()], 1), (after, source.count("\n", 0, ends) + 1)):
        if tags := " ".join(ANY_TAG.findall(SCRIPTS.sub("", part))):
            document.dropped.append(Dropped("markup", tags, line))
