"""Minutes of any size in plain text: the example's items over and over, with growing numbers."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "sessions" / "originals" / "tarnshire-home-support-2025-03-11.md"
HEADING = re.compile(r"^\*\*\d+\. (.*?)\*\*", re.MULTILINE)


def write_minutes(path: Path, size: int) -> None:
    """Write minutes of at least so many bytes."""
    text = EXAMPLE.read_text(encoding="utf-8")
    begins = HEADING.search(text)
    assert begins is not None
    items = text[begins.start() :]
    numbers = count(1)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(re.sub(r"[*#]", "", text[: begins.start()]))
        while file.tell() < size:
            numbered = HEADING.sub(lambda found: f"{next(numbers)}. {found[1]}", items)
            file.write(numbered.replace("*", ""))
