"""The marks of council minutes: how a question and an item's heading are known, and taken apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from coder.evidence.blocks import Block, tidy_line
from coder.evidence.dates import CLOCK, TIME, clock
from coder.evidence.names import TITLES, witnesses_of

ASKER = (
    rf"(?:\s+(?:from|by|put by|asked by)\s+(?P<asker>(?:(?:{TITLES}|The)\b\.?\s+)?[A-Z][^:\n]{{1,60}}?)"
    r"|\s*\((?P<by>[^()\n]{2,60})\))"
)
QUESTION = re.compile(
    rf"(?P<label>(?:QUESTION|Question|Q(?=[\s\d.:)–—-]))(?:\s*(?:No\.?\s*)?(?P<number>\d{{1,3}}))?{ASKER}?)"
    r"(?P<gap>\s*[:.)]*\s*[-–—]+\s*|\s*[:.)]+\s*|\s+|$)"
)
NO_QUESTION = re.compile(
    r"(?:and|&|time|session|was|were|is|are|had|has|arose|marks?|papers?|of)\b", re.IGNORECASE
)
ANSWER = re.compile(
    r"(?P<label>(?:ANSWER|Answer|RESPONSE|Response|REPLY|Reply|A(?=\d|[.:]\s))(?:\s*\d{1,3})?)\s*(?:[:.]|[-–—])+\s*"
)
AGENDA = re.compile(
    r"[\s–—-]*[(\[]\s*(?:Agenda\s+)?Item\.?\s*(?:No\.?|Number)?\s*[.:]?\s*(?P<number>\d+[A-Za-z]?)\s*[.]?\s*[)\]]\s*[.]?",
    re.I,
)
AGENDA_LINE = re.compile(
    r"(?:Agenda\s+)?Item\.?\s*(?:No\.?|Number)?\s*[.:]?\s*(?P<number>\d+[A-Za-z]?)\s*\.?$", re.I
)
NUMBERED_HEAD = re.compile(
    r"(?:(?:Minute|Item)\s+(?:No\.?\s*)?)?(?P<number>\d{1,4}[A-Za-z]?)\s*(?:[.:)]|[-–—](?=\s))?\s+(?=\S)",
    re.I,
)
KEYWORD = re.compile(
    r"(?:Minute|Item|Agenda item)\s+(?:No\.?\s*)?(?P<number>\d{1,4}[A-Za-z]?)\s*[:.–—-]+\s+", re.I
)
HOURS = re.compile(
    rf"(?P<first>{CLOCK})(?:\s*(?:-|–|—|to|until)\s*(?:{CLOCK})(?=\W))?(?:\s*(?:[-–—:,]|$)\s*|(?<=m)\s+(?=\w))",
    re.IGNORECASE,
)
LATE_HOUR = re.compile(
    r"[\s,–—-]*\(?(?:at\s+)?(?P<first>\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?\s?m\b\.?|noon))\)?\s*$", re.I
)
DIGITS = re.compile(r"\(?(\d{1,4})[.)]$")
"""The marker of a numbered paragraph or item: `(4)`, `4.`, `4)`."""
LONGEST, PLAIN_LONGEST = 600, 300
"""Characters of an item's heading, set apart and not."""
SECTION = re.compile(r".{0,60}\bITEMS?\b.{0,40}$|(?:PART|SECTION)\s+[A-Z0-9]+\b.{0,40}$", re.IGNORECASE)
"""A heading that parts the items, such as UNRESTRICTED ITEMS, and is none itself."""


class Head(NamedTuple):
    """An item's heading, taken apart. `rest` is what of the printed line is in no field."""

    number: str | None
    agenda: str | None
    time: str | None
    heading: str
    rest: str


def question_in(block: Block) -> re.Match[str] | None:
    """The marker a question begins with, where the block is one."""
    found = QUESTION.match(block.text) if block.text[:1] == "Q" else None
    if found is None:
        return None
    rest = block.text[found.end() :]
    if found["gap"].strip():
        return found
    if not rest:
        return found if block.strong or found["number"] else None
    if (
        found["asker"]
        or found["by"]
        or NO_QUESTION.match(rest)
        or (not rest[0].isalnum() and rest[0] not in "“‘\"'(")
    ):
        return None
    certain = block.strong or found["number"] or block.bold >= len(found["label"])
    return found if certain or (found["label"] != "Q" and (rest.endswith("?") or rest[0].islower())) else None


def agenda_in(block: Block) -> str | None:
    """The agenda item a block names, where that is all it does: `(Item. 3)`."""
    if block.marker or len(block.text) > 40:
        return None
    found = AGENDA.fullmatch(block.text) or AGENDA_LINE.match(block.text)
    return found["number"] if found else None


def time_in(block: Block) -> str | None:
    """The time of day a block gives, where that is all it does: `10:00`, `(2.00 pm)`."""
    if block.marker or len(block.text) > 20:
        return None
    found = TIME.fullmatch(block.text.strip("()[] "))
    return clock(found) if found and (found["m"] or found["half"]) else None


def head_in(block: Block, after: Block | None) -> Head | None:
    """An item's heading, where the block is one; `after` is the block below it."""
    text = block.text
    strong = block.strong or (block.bold > 0 and block.bold >= len(text.partition("\n")[0]) > 0)
    if len(text) > (LONGEST if strong else PLAIN_LONGEST):
        return None
    if block.marker and (DIGITS.match(block.marker) is None or (block.marker[0] == "(" and not strong)):
        return None
    mark = AGENDA.search(text) if "tem" in text or "TEM" in text else None
    if mark is not None and not strong and mark.end() < len(text):
        mark = None
    marked = mark is not None or (after is not None and agenda_in(after) is not None)
    number, text, keyed = _number_in(block, strong or marked)
    if number is None and not strong:
        return None
    hours = _hours_in(text)
    if number is None:
        business = block.heading > 0 or bool(witnesses_of(text))
        known = marked or hours is not None or (business and SECTION.match(text) is None)
    else:
        known = strong or keyed or marked or hours is not None or _opens_item(block, after)
    return _head(text, number, mark, hours) if known else None


def _number_in(block: Block, apart: bool) -> tuple[str | None, str, bool]:
    """An item's number, the text without it, and whether a word such as Item or Minute stands before it."""
    text = block.text
    if block.marker:
        return block.marker.strip("().") or None, text, False
    if (found := KEYWORD.match(text)) and (apart or not text.rstrip().endswith((".", ";"))):
        return found["number"], text[found.end() :], True
    if apart and _hours_in(text) is None and (found := NUMBERED_HEAD.match(text)):
        return found["number"], text[found.end() :], False
    return None, text, False


def _hours_in(text: str) -> re.Match[str] | None:
    """The time of day a heading begins with; a number alone is none."""
    found = HOURS.match(text)
    return found if found and not found["first"].strip().isdigit() else None


def _opens_item(block: Block, after: Block | None) -> bool:
    """In plain text: a short line that is no sentence, with paragraph 1 below it."""
    found = DIGITS.match(after.marker) if after is not None else None
    sentence = block.text.rstrip().endswith((".", "?", "!", ":", ";", ","))
    return (
        found is not None
        and found[1] == "1"
        and block.marker != ""
        and len(block.text) < 200
        and not sentence
    )


def _head(text: str, number: str | None, mark: re.Match[str] | None, hours: re.Match[str] | None) -> Head:
    rest: list[str] = []
    agenda = time = None
    if hours is not None:
        found = TIME.match(hours["first"])
        time = clock(found) if found else None
        rest.append(hours[0].strip(" -–—:,"))
        text = text[hours.end() :]
    if mark is not None:
        agenda = mark["number"]
        rest.append(mark[0].strip())
        text = AGENDA.sub(" ", text, count=1)
    if time is None and (late := LATE_HOUR.search(text)):
        found = TIME.match(late["first"])
        time = clock(found) if found else None
        rest.append(late[0].strip(" ,"))
        text = text[: late.start()]
    lines = [tidy_line(line) for line in text.split("\n") if line.strip()]
    return Head(number, agenda, time, "\n".join(lines).strip(" -–—"), " ".join(rest))
