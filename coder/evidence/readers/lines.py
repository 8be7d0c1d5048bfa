"""How lines belong together, in every kind of text: what the readers share."""

from __future__ import annotations

import re

from coder.evidence.names import TITLES

PERSON = re.compile(rf"(?:{TITLES})\b\.? [A-Z]")
NUMBERED = re.compile(r"(\(?)(?:(\d{1,3})|[a-z]|[ivx]{1,5})([.)])\s")
ENDED = tuple(".?!:;)]*_\"'”’")


def is_point(line: str, held: list[str]) -> bool:
    """A line with a printed number begins a paragraph without a blank line before it.

    Not where the line above breaks off, which makes the number a part of its sentence, unless the
    number follows that of the paragraph held.
    """
    found = NUMBERED.match(line)
    if found is None:
        return False
    if held[-1].rstrip().endswith(ENDED):
        return True
    first = NUMBERED.match(held[0].lstrip())
    if first is None or first[1] != found[1] or first[3] != found[3]:
        return False
    return (first[2] is None and found[2] is None) or (
        bool(first[2] and found[2]) and int(found[2]) == int(first[2]) + 1
    )


def are_people(lines: list[str]) -> bool:
    """Every line but the first begins with a title and a name: a list with a person to a line."""
    return len(lines) > 1 and all(PERSON.match(line) for line in lines[1:])
