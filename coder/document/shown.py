"""Text as XML, and so Word and a browser, can hold it."""

from __future__ import annotations

import re
import unicodedata

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def shown(text: str) -> str:
    """The text without what XML cannot hold, its line ends as `\\n`."""
    return _NO_XML.sub("", re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text))


def from_the_right(text: str) -> bool:
    """Whether a text is written from right to left: its first letter says."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
