"""A page of HTML as the text that is read on the screen, with the places of programs that count bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from html.parser import HTMLParser
from typing import Any

BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
     "table", "caption", "tr", "div")
)  # fmt: skip
"""Tags before and after which a paragraph ends."""
SPACES = str.maketrans("\t\n\r\f", "    ")


class PageText(HTMLParser):
    """The text of a document as it is read on the screen, each paragraph on lines of its own, an empty line
    between two; and where in it places stand that are counted in bytes between the tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = 0
        self._parts: list[str] = []
        self._length = self._bytes = 0
        self._breaks = 2  # line feeds at the end of what there is; at the beginning nothing parts
        self._literal = 0
        self._first = False
        self._pieces: list[tuple[int, int, str]] = []
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        super().close()
        self.text = "".join(self._parts).rstrip("\n ")
        self._starts = [piece[0] for piece in self._pieces]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "br":
            self._break(self._breaks + 1 if self._breaks < 2 else 2)
        elif tag == "img":
            self.pictures += 1
        elif tag in ("td", "th"):
            if not self._breaks:
                self._put(" ")
        elif tag in BLOCKS:
            self._break(2)
            self._literal += tag == "pre"
            self._first = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._break(2)
            self._literal -= tag == "pre" and self._literal > 0

    def handle_data(self, data: str) -> None:
        if self._first and data.startswith("\n"):
            data = data[1:]  # which HTML does not count
        self._first = False
        if not data:
            return
        size = len(data.encode("utf-8", "replace"))
        shown = data if self._literal else data.translate(SPACES)
        left = shown if self._literal else shown.lstrip(" ") if self._breaks else shown
        skipped = len(shown) - len(left)
        if left:
            at = self._bytes + len(data[:skipped].encode("utf-8", "replace"))
            self._pieces.append((at, self._length, left))
            self._put(left)
            self._breaks = len(left) - len(left.rstrip("\n"))
        self._bytes += size

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _break(self, wanted: int) -> None:
        if self._breaks < wanted:
            self._put("\n" * (wanted - self._breaks))
            self._breaks = wanted

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A passage in codepoints of `text`, without what only parts paragraphs at either end."""
        first = bisect_right(self._starts, start) - 1
        if first >= 0:
            at, place, piece = self._pieces[first]
            within = _codepoints(piece, start - at)
            low = place + within
            if within == len(piece) and first + 1 < len(self._pieces):
                low = self._pieces[first + 1][1]
        else:
            low = self._pieces[0][1] if self._pieces else 0
        last = bisect_left(self._starts, end) - 1
        high = 0
        if last >= 0:
            at, place, piece = self._pieces[last]
            high = place + _codepoints(piece, end - at)
        low, high = min(low, len(self.text)), min(high, len(self.text))
        return low, max(low, high)


def _codepoints(text: str, size: int) -> int:
    """How many codepoints so many bytes of a text are; one that is cut counts whole."""
    if text.isascii():
        return min(max(size, 0), len(text))
    data = text.encode("utf-8", "replace")
    while size < len(data) and data[size] & 0xC0 == 0x80:
        size += 1
    return len(data[: max(size, 0)].decode("utf-8", "replace"))
