"""The marks of council minutes: how a question and an item's heading are known, and taken apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from coder.evidence.blocks import Block, tidy_line
from coder.evidence.dates import TIME, clock
from coder.evidence.names import TITLES, witnesses_of

ASKER = rf"(?:\s+(?:from|by|put by|asked by)\s+(?P<asker>(?:(?:{TITLES}|The)\b\.?\s+)?[A-Z][^:\n]{{1,60}}?)|\s*\((?P<by>[^()\n]{{2,60}})\))"
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
HOURS = re.compile(rf"(?P<first>{re.sub(r'[?]P<[a-z]+>', '', TIME.pattern)})(?:\s*(?:-|–|—|to|until)\s*(?:{re.sub(r'[?]P<[a-z]+>', '', TIME.pattern)})(?=\W))?"
                   r"\s*(?:[-–—:,]|$)\s*", re.IGNORECASE)  # fmt: skip
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
    if found["asker"] or found["by"]:
        return None
    if not rest:
        return found if block.strong or found["number"] else None
    if NO_QUESTION.match(rest) or (not rest[0].isalnum() and rest[0] not in "“‘\"'("):
        return None
    if block.strong or found["number"] or block.bold >= len(found["label"]):
        return found
    return found if found["label"] != "Q" and (rest.endswith("?") or rest[0].islower()) else None


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
    strong = block.strong or block.bold >= len(text.partition("\n")[0]) > 0
    if len(text) > (LONGEST if strong else PLAIN_LONGEST):
        return None
    number = found[1] if (found := DIGITS.match(block.marker)) else None
    if number is None and block.marker:
        return None
    keyed = False
    mark = AGENDA.search(text) if "tem" in text or "TEM" in text else None
    marked = mark is not None or (after is not None and agenda_in(after) is not None)
    if number is None and (strong or marked or len(text) < 160):
        keyword = KEYWORD.match(text) or (
            NUMBERED_HEAD.match(text) if (strong or marked) and not HOURS.match(text) else None
        )
        if keyword and (strong or marked or not text.rstrip().endswith((".", ";"))):
            keyed = keyword.re is KEYWORD
            number, text = keyword["number"], text[keyword.end() :]
    if not strong and not marked and number is None:
        return None
    hours = HOURS.match(text)
    timed = hours is not None and (
        ":" in hours["first"] or "." in hours["first"] or not hours["first"].strip().isdigit()
    )
    if not _is_head(block, text, number, strong or keyed, marked, timed, after):
        return None
    return _head(text, number, mark, hours if timed else None)


def _is_head(
    block: Block, text: str, number: str | None, strong: bool, marked: bool, timed: bool, after: Block | None
) -> bool:
    if marked or (timed and (strong or number is not None)):
        return strong or number is not None
    if strong:
        return number is not None or (
            (block.heading > 0 or bool(witnesses_of(text))) and not SECTION.match(text)
        )
    opens = after is not None and (DIGITS.match(after.marker) or [None, ""])[1] == "1"
    return (
        opens
        and block.marker != ""
        and len(text) < 200
        and not text.rstrip().endswith((".", "?", "!", ":", ";", ","))
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
