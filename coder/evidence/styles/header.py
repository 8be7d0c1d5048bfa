"""What stands above the first item: body, committee, date, place, and the lists of those present."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coder.evidence.blocks import Block, tidy_line
from coder.evidence.dates import DATE, TIME, find_date, in_words
from coder.evidence.model import Dropped
from coder.evidence.names import TITLED, name_in, people_of
from coder.evidence.styles.marks import SECTION

COMMITTEE = re.compile(
    r"\b(?:(?:sub-?)?committee|panel|commission|board|forum|(?:working|task|scrutiny)\b.*\bgroup|inquiry)\b",
    re.I,
)
BODY = re.compile(
    r"\b(?:council|authority|parliament|assembly|borough|corporation|senedd|house of (?:commons|lords))\b",
    re.I,
)
PRESENT = r"(?:MEMBERS? |COUNCILLORS? )?PRESENT|MEMBERS(?: IN ATTENDANCE)?|MEMBERSHIP"
OTHERS = (
    r"(?:ALSO |OFFICERS? |OFFICIALS? |OTHERS? )?IN ATTENDANCE|(?:OFFICERS?|OFFICIALS?|OTHERS|ALSO) PRESENT"
    r"|OFFICERS|OFFICIALS"
)
LABELLED = re.compile(
    r"(?P<label>(?P<chair>PRESENT IN THE CHAIR|IN THE CHAIR|CHAIR(?:MAN|WOMAN|PERSON)?)"
    rf"|(?P<others>{OTHERS})|(?P<present>{PRESENT})|(?P<away>APOLOGIES(?: FOR ABSENCE)?|ABSENT|SUBSTITUTES?)"
    r"|(?P<date>DATE)|(?P<place>VENUE|PLACE|LOCATION)|(?P<time>TIME)"
    r"|(?P<reference>REF(?:ERENCE)?)|(?P<clerk>CLERK|CONTACT))\s*(?:[:–—]|-\s)[-–—\s]*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
MEETING = re.compile(
    r"\bmeeting\b(?:\s+of\s+(?:the\s+)?(?P<who>.+?))?,?\s+(?:(?:was|which was)\s+)?held\b(?P<rest>.*)$",
    re.I | re.S,
)
HOUR = re.compile(
    rf"\b(?:commencing |starting )?(?:at|from)\s+(?=\d{{1,2}}\s*(?:[.:]\s*\d\d|[ap]\.?m|noon)){TIME.pattern}",
    re.I,
)
WHERE = re.compile(r"\b(?:at|in|via|by)\s+(?P<place>\S.*?)[\s.,;]*$", re.DOTALL)


@dataclass(slots=True)
class Header:
    """Header fields, and the blocks that are none of them."""

    body: str = ""
    committee: str = ""
    reference: str | None = None
    date: str | None = None
    place: str = ""
    present: tuple[str, ...] = ()
    in_attendance: tuple[str, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)

    def title(self, name: str) -> str:
        """Committee (or body, or file name) and date, as the session is called on screens."""
        called = self.committee or self.body or name.rpartition(".")[0] or name
        return f"{called}, {in_words(self.date)}" if self.date else called


def read_header(blocks: list[Block]) -> Header:
    """The header in these blocks. What no rule knows is in `prose`."""
    header = Header()
    titles: list[Block] = []
    lists: dict[str, list[str]] = {}
    current: list[str] | None = None
    for block in blocks:
        text = block.text
        if not text:
            continue
        if found := LABELLED.match(text):
            current = _label(header, found, block, lists)
        elif (meeting := MEETING.search(text)) and len(text) < 600:
            current = None
            _meeting(header, meeting, block)
        elif current is not None and not block.strong and _names(text, current):
            if _numbered(block):
                header.dropped.append(Dropped("label", block.marker, block.line))
            current.append(f"{text}" if not current or not _open(current[-1]) else "\a" + text)
        elif not _numbered(block) and (block.strong or _short(text)):
            current = None if block.strong else current
            titles.append(block)
        else:
            current = None
            header.prose.append(block)
    _titles(header, titles)
    header.present = _people(lists.get("chair", []), " (in the Chair)") + _people(lists.get("present", []))
    header.in_attendance = _people(lists.get("others", []))
    return header


def _numbered(block: Block) -> bool:
    """Printed with a number or letter, which must not be lost."""
    return block.marker.strip("().").isalnum()


def _label(
    header: Header, found: re.Match[str], block: Block, lists: dict[str, list[str]]
) -> list[str] | None:
    kind = next(
        name
        for name in ("chair", "others", "present", "away", "date", "place", "time", "reference", "clerk")
        if found[name]
    )
    rest, label = found["rest"].strip(), found["label"]
    if kind in ("chair", "present", "others"):
        header.dropped.append(Dropped("label", label, block.line))
        held = lists.setdefault(kind, [])
        if rest:
            held.append(rest)
        return held
    if kind == "date" and (day := find_date(rest)):
        header.date = header.date or day[0]
    elif kind == "place":
        header.place = header.place or tidy_line(rest)
        header.dropped.append(Dropped("label", label, block.line))
        return None
    elif kind == "reference":
        header.reference = header.reference or tidy_line(rest)
        header.dropped.append(Dropped("label", label, block.line))
        return None
    else:
        header.meta[label.casefold()] = tidy_line(rest)
    header.dropped.append(Dropped("head", tidy_line(block.text), block.line))
    return None


def _meeting(header: Header, found: re.Match[str], block: Block) -> None:
    """`MINUTES of a meeting of the X held at PLACE on DATE`: the parts, and what is left of the sentence."""
    text = block.text
    taken: list[str] = []
    if found["who"]:
        header.committee = header.committee or tidy_line(found["who"])
        taken.append(found["who"])
    rest = HOUR.sub(" ", found["rest"])
    day = find_date(rest)
    parts = [rest]
    if day:
        header.date = header.date or day[0]
        parts = [re.sub(r"[\s,]*\bon\s*$", "", rest[: day[1].start()]), rest[day[1].end() :]]
    for part in parts:
        where = WHERE.search(part)
        if where and not header.place:
            header.place = tidy_line(where["place"])
            taken.append(where["place"])
    for piece in taken:
        text = text.replace(piece, "…", 1)
    header.dropped.append(Dropped("head", tidy_line(text), block.line))


def _titles(header: Header, titles: list[Block]) -> None:
    loose: list[Block] = []
    for block in titles:
        text = tidy_line(block.text)
        day = find_date(text)
        if day and len(DATE.sub("", text).strip(" ,.-–—")) < 12:
            header.date = header.date or day[0]
        elif COMMITTEE.search(text) and (not header.committee or _same(header.committee, text)):
            header.committee = text
            continue
        elif BODY.search(text) and not header.body:
            header.body = text
            continue
        elif (
            not header.body
            and not loose
            and not re.match(r"(?:draft |confirmed )?(?:minutes|notes|agenda)\b", text, re.I)
        ):
            loose.append(block)
            continue
        header.dropped.append(Dropped("head", text, block.line))
    for block in loose:
        if header.body or block.line > min((title.line for title in titles), default=0):
            header.dropped.append(Dropped("head", tidy_line(block.text), block.line))
        else:
            header.body = tidy_line(block.text)


def _same(one: str, other: str) -> bool:
    """The committee as the sentence of the meeting names it, and as a heading does."""
    return set(re.findall(r"\w+", one.casefold())) <= set(re.findall(r"\w+", other.casefold()))


def _people(raw: list[str], suffix: str = "") -> tuple[str, ...]:
    people = people_of("\n".join(raw).replace("\n\a", " ")) if raw else ()
    return tuple(person + suffix for person in people)


def _names(text: str, above: list[str]) -> bool:
    """A block goes on with the list above it: it was broken off, or begins with a person."""
    if len(text) > 600 or SECTION.match(text):
        return False
    return (bool(above) and _open(above[-1])) or TITLED.match(text) is not None or name_in(text) != ""


def _open(text: str) -> bool:
    return text.rstrip().endswith((",", ";", " and", "&", "(", "-"))


def _short(text: str) -> bool:
    return len(text) < 120 and not text.rstrip().endswith((".", "?", "!", ";", ","))
