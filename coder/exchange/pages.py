"""A page of clean HTML as the text that is read on the screen, with places that are counted in bytes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from html import unescape

TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^"'<>]|"[^"<]*"|'[^'<]*')*+>|<![^<>]*+>""")
"""A tag, without another within it, so that to look for one never takes long; what is none is text."""
BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
     "table", "caption", "tr", "div")
)  # fmt: skip
"""Tags before and after which a paragraph ends."""
PIECE = 2000
"""Signs that are counted through to find a place among them."""
SPACES = str.maketrans("\t\n\r\f", "    ")


class PageText:
    """The text of a page, each paragraph on lines of its own with an empty line between two, spaces as a
    browser draws them; and where in it places stand that are counted in bytes of UTF-8 between the tags."""

    def __init__(self, html: str) -> None:
        self.pictures = 0
        self._parts: list[str] = []
        self._length = self._bytes = 0
        self._breaks = 2  # line feeds at the end of what there is; at the beginning nothing parts
        self._literal = 0
        self._pieces: list[tuple[int, int, str]] = []
        """Of each piece of text: the byte it begins at, its place in `text`, and itself."""
        html = html.replace("\r\n", "\n").replace("\r", "\n")
        at = 0
        for tag in TAG.finditer(html):
            self._data(html[at : tag.start()])
            at = tag.end()
            if tag[2]:
                self._tag(tag[2].lower(), bool(tag[1]))
                if tag[2].lower() == "pre" and not tag[1] and html.startswith("\n", at):
                    at += 1  # which HTML does not count
        self._data(html[at:])
        self.text = "".join(self._parts).rstrip("\n ")
        self._starts = [piece[0] for piece in self._pieces]

    def _tag(self, name: str, ends: bool) -> None:
        if name == "br":
            self._break(min(self._breaks + 1, 2))
        elif name == "img":
            self.pictures += 1
        elif name in ("td", "th") and not ends and not self._breaks:
            self._put(" ")
        elif name in BLOCKS:
            self._break(2)
            if name == "pre":
                self._literal = max(0, self._literal + (-1 if ends else 1))

    def _data(self, raw: str) -> None:
        data = unescape(raw)
        shown = data if self._literal else data.translate(SPACES)
        left = shown.lstrip(" ") if self._breaks and not self._literal else shown
        at = self._bytes + _size(data[: len(shown) - len(left)])
        self._bytes += _size(data)
        for first in range(0, len(left), PIECE):
            piece = left[first : first + PIECE]
            self._pieces.append((at, self._length, piece))
            self._put(piece)
            at += _size(piece)
        if left:
            self._breaks = len(left) - len(left.rstrip("\n"))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _break(self, wanted: int) -> None:
        if self._breaks < wanted:
            self._put("\n" * (wanted - self._breaks))
            self._breaks = wanted

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A passage in codepoints of `text`, without what only parts paragraphs at either end."""
        low = high = 0
        first, last = bisect_right(self._starts, start) - 1, bisect_left(self._starts, end) - 1
        if first >= 0:
            at, place, piece = self._pieces[first]
            low = place + _codepoints(piece, start - at)
            if low == place + len(piece) and first + 1 < len(self._pieces):
                low = self._pieces[first + 1][1]
        elif self._pieces:
            low = self._pieces[0][1]
        if last >= 0:
            at, place, piece = self._pieces[last]
            high = place + _codepoints(piece, end - at)
        low, high = min(low, len(self.text)), min(high, len(self.text))
        return low, max(low, high)


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _codepoints(text: str, size: int) -> int:
    """How many codepoints so many bytes of a text are; one that is cut counts whole."""
    if text.isascii():
        return min(max(size, 0), len(text))
    data = text.encode("utf-8", "replace")
    while size < len(data) and data[size] & 0xC0 == 0x80:
        size += 1
    return len(data[: max(size, 0)].decode("utf-8", "replace"))
