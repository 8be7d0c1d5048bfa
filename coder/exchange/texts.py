"""Places in a text as other programs count them -> codepoints of the text as it stands here."""

from __future__ import annotations

import re
from bisect import bisect_left


class Text:
    """A text with line feeds alone at the ends of its lines, and without a mark at its beginning."""

    def __init__(self, raw: str) -> None:
        self.length = len(raw)
        self._marked = raw.startswith("\ufeff")
        self.text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._pairs = [found.start() for found in re.finditer("\r\n", raw)]
        wide = (found.start() for found in re.finditer("[\U00010000-\U0010ffff]", self.text))
        self._wide = [place + before for before, place in enumerate(wide)]

    def from_raw(self, place: int) -> int:
        """From codepoints of the text as it came."""
        return self._held(place - self._marked - bisect_left(self._pairs, place))

    def from_utf16(self, place: int) -> int:
        """From UTF-16 units of the text as it stands here, as Qt counts."""
        return self._held(place - bisect_left(self._wide, place))

    def _held(self, place: int) -> int:
        return min(max(place, 0), len(self.text))
