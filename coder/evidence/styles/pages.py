"""Page numbers and running heads: what the pages of the printed document left between its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from coder.evidence.blocks import Block

NUMBER = re.compile(r"(page\s+)?(\d{1,4})(\s*(?:of|/)\s*\d{1,4})?$|[-–—]\s*(\d{1,4})\s*[-–—]$", re.IGNORECASE)
SHORT = 80
LAST = 1800
"""A higher number alone is a year."""


class Pages:
    """Tells what belongs to a page and not to the evidence. Asked block by block, in order."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        short = Counter(block.text for block in blocks if len(block.text) < SHORT and not block.marker)
        self.running = frozenset(
            text for text, count in short.items()
            if count > 2 and not text.startswith(("Q", "(")) and not text.endswith(("?", ".", ":"))
        )  # fmt: skip
        self.page: int | None = None

    def why(self, block: Block) -> Literal["page", "head"] | None:
        """`page` for a page number, `head` for a line that stands three times or more, else None.

        A number alone is a page's only where it follows the page before.
        """
        if len(block.text) >= SHORT or block.marker:
            return None
        found = NUMBER.match(block.text)
        if found is None:
            return "head" if block.text in self.running else None
        number = int(found[2] or found[4])
        bare = not (found[1] or found[3] or found[4])
        if bare and (number > LAST or (self.page is not None and not self.page < number <= self.page + 3)):
            return None
        self.page = number
        return "page"
