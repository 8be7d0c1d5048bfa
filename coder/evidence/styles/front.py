"""What stands above the first words spoken: title, committee, date, who is present, who gives evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from coder.evidence.blocks import Block, tidy_line
from coder.evidence.dates import DATE, find_date, in_words
from coder.evidence.model import Dropped, Witness
from coder.evidence.names import TITLED, TITLES
from coder.evidence.styles.description import Description
from coder.evidence.styles.flow import printed
from coder.evidence.styles.header import BODY, COMMITTEE, MEETING, WHERE
from coder.evidence.styles.lists import author_in, joined_lines, listed, person_lines, posted, with_attendance
from coder.evidence.styles.witnesses import is_name, person_in, persons_of

LISTS = re.compile(
    r"(?P<label>(?:(?:the\s+)?following\s+)?"
    r"(?:(?P<chair>(?:present\s+)?in\s+the\s+chair|chair(?:man|woman|person)?)"
    r"|(?P<others>(?:also|staff and visitors|staff|officers?|officials?|others?) (?:in attendance|present)"
    r"|in attendance|officers|officials|staff)"
    r"|(?P<present>(?:those |committee )?(?:members?|councillors?|commissioners?)?(?: of the committee)?\s*"
    r"(?:were )?"
    r"(?:present(?: were)?|in attendance)|membership|speakers)"
    r"|(?P<witnesses>(?:the following )?witness(?:es)?|examination of witness(?:es)?|heard in public)"
    r"|(?P<away>apologies(?: for absence)?|regrets|absent|substitutes?))\s*(?::|\s[-–—])[\s–—-]*"
    r"|(?P<excused>(?:an )?apolog(?:y|ies)\b[^.:]{0,80}\b(?:from|by)\b))\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
REFERENCE = re.compile(
    r"\b(?P<value>H[CL](?:\s+Paper)?\s+\d[\w.–-]*|[SH]\.\s?Hrg\.\s+\d+-\d+|Serial\s+No\.\s+[\w-]+"
    r"|[A-Z]{2,5}\d{4})\b"
)
BRACKETED = re.compile(r"[(\[](?:[Rr]ef(?:erence)?\.?:? )?(?P<value>[A-Z]{2,6}[ -]?\d{1,5}[A-Z]?)[)\]]\W*$")
NAMED = r"(?P<name>{title}[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{1,4}})\s*"
PRESIDING = re.compile(
    NAMED.format(title=rf"(?:(?:{TITLES})\b\.?\s+)*")
    + r"(?i:\((?:acting\s+|vice\s+)?chair[^()]*\)|,\s+(?:acting\s+)?chair\w*(?:\s+of[^,]{1,60})?,?)"
    r"\s+presiding"
)
CAPITAL_CHAIR = re.compile(
    r"(?P<name>[A-Z][A-Zc.’'-]+(?:\s[A-Z][A-Zc.’'-]+){1,4})(?:,\s[A-Z][\w. ]{2,30})?"
    r",\sChair(?:man|woman|person)?\b"
)
NUMBERED_PANEL = re.compile(r"\b[IVX]{1,4}:\s+")
TITLE_LINE = re.compile(
    r"(?:un)?(?:corrected\s+)?(?:transcript\s+of\s+)?(?:oral|minutes of|written)\s+evidence\b"
    r"|(?:draft\s+)?minutes\b",
    re.IGNORECASE,
)
WORDS = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d")
SHORTENED = re.compile(rf"\b(?:{TITLES}|[A-Z])\.$")
SHORT, LONG_TITLE = 240, 200
TITLE_PAGE = 30
"""Blocks in which the date of the sitting stands."""


@dataclass(slots=True)
class Front:
    """Header fields; `left` are the blocks that are none of them, `chair` the name of who presides."""

    body: str = ""
    committee: str = ""
    title: str = ""
    reference: str | None = None
    date: str | None = None
    place: str = ""
    chair: str = ""
    author: str = ""
    present: list[str] = field(default_factory=list)
    in_attendance: list[str] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)

    def called(self, name: str) -> str:
        """What the session is called on screens."""
        own = self.committee or self.title or self.body or name.rpartition(".")[0] or name
        return f"{own[:120]}, {in_words(self.date)}" if self.date else own[:160]


def read_front(blocks: Sequence[Block], description: Description) -> Front:
    """The header fields in the blocks above the first words spoken."""
    reader = _Front(description)
    for block in blocks:
        reader.take(block)
    return reader.done()


def lists_people(text: str) -> re.Match[str] | None:
    """`Members present: A B; C D`: a label with names behind it, where `Chairman: Good morning` has none."""
    found = LISTS.match(text)
    if found is None:
        return None
    first = re.split(r"[,;(]", found["rest"], maxsplit=1)[0].strip()
    return found if not first or is_name(first) or TITLED.match(first) else None


def is_title(block: Block, text: str, description: Description) -> bool:
    """A line of the title page: a field the style describes, what evidence is called, a date."""
    if any(rule.match(block, text) for rules in description.header.values() for rule in rules):
        return True
    return TITLE_LINE.match(text) is not None or (len(text) < 40 and find_date(text) is not None)


def _presiding(text: str) -> str:
    """Who presides, as the title page of a hearing or its first paragraph says."""
    found = None
    if "presiding" in text and len(text) < 2000:
        found = PRESIDING.search(text)
    elif "Chair" in text and len(text) < 4000:
        found = CAPITAL_CHAIR.search(text)
    return tidy_line(found["name"]) if found else ""


class _Front:
    def __init__(self, description: Description) -> None:
        self.description = description
        self.front = Front()
        self.lists: dict[str, list[Block]] = {}
        self.current: list[Block] | None = None
        self.titles: list[Block] = []

    def take(self, block: Block) -> None:
        text = printed(block)
        if self._described(block, text):
            self.current = None
        elif found := LISTS.match(text) or (LISTS.match(f"{text}:") if len(text) < 40 else None):
            self._list(found, block)
        elif self.current is not None and self._goes_on(block):
            self.current.append(block)
            if self.current is self.lists.get("away"):
                self.front.left.append(block)
        else:
            self.current = None
            self._plain(block, text)

    def _described(self, block: Block, text: str) -> bool:
        """A field that the style's own patterns find. The first that finds a field keeps it."""
        taken = False
        if self.description.header and (found := BRACKETED.search(text)) and len(text) < SHORT:
            self.front.reference = self.front.reference or found["value"]
        for name, rules in self.description.header.items():
            for rule in rules:
                found = rule.match(block, text)
                if found is None or not (value := tidy_line(found["value"] or "")):
                    continue
                if self._set(name, value, block):
                    if name == "author" and not self.front.title:
                        self.front.title = tidy_line(text)
                    self._rest(text, f"{value} {self.front.title}", block)
                    taken = True
                break
        return taken

    def _set(self, name: str, value: str, block: Block) -> bool:
        front = self.front
        if name in ("present", "in_attendance", "witnesses"):
            self.lists.setdefault({"in_attendance": "others"}.get(name, name), []).append(
                block._replace(text=value, marker="")
            )
            return True
        if name == "date":
            day = find_date(value)
            front.date = front.date or (day[0] if day else None)
            return day is not None
        if getattr(front, name):
            return False
        setattr(front, name, value)
        return True

    def _list(self, found: re.Match[str], block: Block) -> None:
        kinds = ("chair", "others", "present", "witnesses", "away", "excused")
        kind = next(kind for kind in kinds if found[kind] is not None)
        if kind in ("away", "excused"):
            self.lists.setdefault("away", []).append(block._replace(text=found["rest"], marker=""))
            self.current = self.lists["away"] if kind == "away" else None
            self.front.left.append(block)
            return
        self.front.dropped.append(Dropped("label", tidy_line(found["label"]), block.line))
        self.current = self.lists.setdefault(kind, [])
        if found["rest"]:
            self.current.append(block._replace(text=found["rest"], marker=""))

    def _goes_on(self, block: Block) -> bool:
        """A line of the list above it: it was broken off, or is short and begins with a capital."""
        above = self.current[-1].text if self.current else ""
        if block.heading or DATE.match(block.text) or "...." in block.text:
            return False
        if not above:
            return len(block.text) < 4000
        if len(block.text) > SHORT:
            return False
        if above.endswith((",", ";", " and", "&", "(")):
            return True
        like = block.text.partition(" ")[0] == above.partition(" ")[0] or SHORTENED.search(block.text)
        if DIGITS.search(block.text) or (block.text.endswith((".", ":", "?")) and not like):
            return False
        person = block.text[:1].isupper()
        return person and not block.strong and (above.isupper() == block.text.isupper())

    def _plain(self, block: Block, text: str) -> None:
        front = self.front
        if not front.chair:
            front.chair = _presiding(text)
        day = find_date(text) if len(text) < SHORT and len(front.left) < TITLE_PAGE else None
        if day and front.date is None:
            front.date = day[0]
            if len(WORDS.findall(text)) <= len(WORDS.findall(day[1][0])) + 1:
                front.dropped.append(Dropped("head", tidy_line(text), block.line))
                return
        reference = REFERENCE.search(text) if len(text) < SHORT else None
        if reference and front.reference is None:
            front.reference = reference["value"]
        if len(text) < 600 and (meeting := MEETING.search(text)):
            self._meeting(meeting)
        elif len(text) < SHORT and not text.endswith((".", "?", "!")) and self._title(text, block):
            return
        front.left.append(block)

    def _meeting(self, found: re.Match[str]) -> None:
        """`A meeting of the X was held at PLACE on DATE`."""
        front = self.front
        if found["who"] and len(found["who"]) < 160:
            front.committee = tidy_line(found["who"])
        rest = re.sub(r"[\s,]*\bon\s*$", "", DATE.split(found["rest"], maxsplit=1)[0])
        if (where := WHERE.search(rest)) and not front.place:
            front.place = tidy_line(where["place"])

    def _title(self, text: str, block: Block) -> bool:
        """A line of the title page: what it is called, the committee, the body."""
        front, line = self.front, tidy_line(text)
        if len(line) > LONG_TITLE or "...." in line or line[:1].islower():
            return False
        if TITLE_LINE.match(line) and (not front.title or (": " in line and ": " not in front.title)):
            if front.title:
                front.left.append(block._replace(text=front.title, marker=""))
            front.title = line
        elif COMMITTEE.search(line) and not front.committee and len(line) < LONG_TITLE // 2:
            front.committee = line
        elif BODY.search(line) and not front.body:
            front.body = line
        elif not front.title and (block.strong or line.isupper()) and len(line) > 8:
            front.title = line
        else:
            return False
        return True

    def done(self) -> Front:
        front = self.front
        for kind in ("chair", "present", "others"):
            lines = person_lines(self.lists.get(kind, []))
            for block in lines:
                self._people(kind, block, alone=len(lines) > 1)
        named = joined_lines(self.lists.get("witnesses", []))
        for block in named:
            self._witnesses(block, alone=len(named) > 1)
        for block in self.lists.get("away", []):
            away = tidy_line(block.text)
            front.meta["apologies"] = f"{front.meta.get('apologies', '')} {away}".strip()
        if front.author:
            front.witnesses.append(author_in(front.author))
        return front

    def _people(self, kind: str, block: Block, alone: bool) -> None:
        front = self.front
        text, also = with_attendance(block.text) if kind != "others" else ("", block.text)
        if kind == "chair":
            present, others = [f"{tidy_line(text)} (in the Chair)"], list[str]()
        elif alone:
            present, others = [tidy_line(text)] if text else [], [tidy_line(also)] if also else []
        else:
            present, others = listed(text), posted(also)
        front.present += present
        front.in_attendance += others
        self._rest(block.text, " ".join(present + others), block)

    def _witnesses(self, block: Block, alone: bool) -> None:
        text = re.sub(r",?\s*(?:gave|giving)\s+evidence\.?$", "", NUMBERED_PANEL.sub("", block.text))
        one = person_in(text) if alone and ";" not in text else None
        found = [one] if one else persons_of(text)
        self.front.witnesses += found
        told = " ".join(f"{w.name} {w.role} {w.organisation or ''}" for w in found)
        if found:
            self._rest(block.text, told, block)
        else:
            self.front.left.append(block)

    def _rest(self, text: str, told: str, block: Block) -> None:
        """What of a printed line is in no field is said to be left out."""
        have = Counter(word.casefold() for word in WORDS.findall(told))
        rest = []
        for word in WORDS.findall(text):
            have[word.casefold()] -= 1
            if have[word.casefold()] < 0:
                rest.append(word)
        if rest:
            self.front.dropped.append(Dropped("head", " ".join(rest), block.line))
