"""Automatic numbers of a Word document (numbering.xml), as a reader of the page sees them.

After ECMA-376 part 1, section 17.9. Lists made from one abstract definition count on together; a
startOverride restarts a level the first time its list comes to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from coder.evidence.readers.paragraphs import numeral
from coder.evidence.readers.word_names import VAL, W, on, whole
from coder.evidence.readers.word_styles import Styles

LEVELS = 9
LONGEST = 200
"""Characters of a level's text, which stands before each of its paragraphs."""
PLACE = re.compile(r"%([1-9])")
SIGNS = {"lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a", "upperLetter": "A"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` is the 1-based level after which it begins again, 0 never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """One w:num: its levels, what they restart at, and the definition it counts with."""

    counts_with: str
    levels: dict[int, Level]
    overrides: dict[int, int]

    def start(self, level: int) -> int:
        return self.overrides.get(level, self.levels[level].start if level in self.levels else 1)


class Numbering:
    """The lists of one document, and how far each has counted. `root` is None where it has none."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts = _by_id(root, "abstractNum", "abstractNumId")
        self._nums = _by_id(root, "num", "numId")
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, number: str, level: int | None, chain: tuple[str, ...] = ()) -> tuple[str, int]:
        """Count one paragraph, and give its label as printed ("" where none is) and its level.

        `number` is the numId; where it comes from a style, `chain` is that style's id and those it is
        based on, and the level linked to one of them goes before `level`.
        """
        known = self._list(number)
        if known is None:
            return "", 0
        linked = next((at for at, one in known.levels.items() if one.style and one.style in chain), None)
        at = linked if linked is not None else min(max(level or 0, 0), LEVELS - 1)
        counts = self._count(number, known, at)
        one = known.levels.get(at, Level())
        if one.form == "bullet":
            return "•", at

        def printed(place: re.Match[str]) -> str:
            deep = int(place[1]) - 1
            form = known.levels[deep].form if deep in known.levels else "decimal"
            return numbered(counts.get(deep, known.start(deep)), "decimal" if one.legal else form)

        return PLACE.sub(printed, one.text).strip(), at

    def _count(self, number: str, known: List, at: int) -> dict[int, int]:
        counts = self._counts.setdefault(known.counts_with, {})
        for upper in range(at):
            counts.setdefault(upper, known.start(upper))
        first = (number, at) not in self._begun
        self._begun.add((number, at))
        restarts = at not in counts or (first and at in known.overrides)
        counts[at] = known.start(at) if restarts else counts[at] + 1
        for deeper in range(at + 1, LEVELS):
            after = known.levels[deeper].restart if deeper in known.levels else None
            if after is None or at < after:
                counts.pop(deeper, None)
        return counts

    def _list(self, number: str) -> List | None:
        if number not in self._lists:
            self._lists[number] = self._read_list(number)
        return self._lists[number]

    def _read_list(self, number: str) -> List | None:
        num = self._nums.get(number)
        if num is None:
            return None
        abstract_id = _value(num, "abstractNumId")
        abstract = self._abstracts.get(abstract_id)
        if abstract is not None and (styled := _value(abstract, "numStyleLink")):
            abstract_id, abstract = self._through_style(styled, abstract_id, abstract)
        levels = {} if abstract is None else _levels(abstract)
        overrides: dict[int, int] = {}
        for override in num.iterfind(W + "lvlOverride"):
            at = whole(override.get(W + "ilvl")) or 0
            if (own := override.find(W + "lvl")) is not None:
                levels[at] = _level(own)
            if (start := whole(_value(override, "startOverride"))) is not None:
                overrides[at] = start
        return List(abstract_id, levels, overrides)

    def _through_style(
        self, styled: str, abstract_id: str, abstract: etree._Element
    ) -> tuple[str, etree._Element]:
        """The definition that holds the levels, where this one only names a numbering style."""
        num = self._nums.get(self._styles.number_of(styled))
        linked = "" if num is None else _value(num, "abstractNumId")
        return (linked, self._abstracts[linked]) if linked in self._abstracts else (abstract_id, abstract)


def numbered(number: int, form: str) -> str:
    """A number in one of Word's forms: decimal where the form is not one of those that minutes use."""
    if form in SIGNS:
        return numeral(number, SIGNS[form], sync=True)
    if form == "ordinal":
        teen = number // 10 % 10 == 1
        return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)


def _by_id(root: etree._Element | None, tag: str, key: str) -> dict[str, etree._Element]:
    return {} if root is None else {element.get(W + key, ""): element for element in root.iterfind(W + tag)}


def _value(element: etree._Element, tag: str) -> str:
    found = element.find(W + tag)
    return "" if found is None else found.get(VAL, "")


def _levels(parent: etree._Element) -> dict[int, Level]:
    placed = ((whole(level.get(W + "ilvl")) or 0, level) for level in parent.iterfind(W + "lvl"))
    return {at: _level(level) for at, level in placed if 0 <= at < LEVELS}


def _level(element: etree._Element) -> Level:
    form = next(element.iter(W + "numFmt"), None)
    legal = element.find(W + "isLgl")
    level = Level(
        form="decimal" if form is None else form.get(VAL, "decimal"),
        text=_value(element, "lvlText")[:LONGEST],
        restart=whole(_value(element, "lvlRestart")),
        legal=legal is not None and on(legal.get(VAL)),
        style=_value(element, "pStyle"),
    )
    start = whole(_value(element, "start"))
    return level if start is None else replace(level, start=start)
