"""What the sentences and tables are made of: who said what, when, of which kind, and where it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from coder.codebook import Code
from coder.errors import CoderError
from coder.evidence.dates import in_words
from coder.matrices import EVIDENCE_ROLES, NO_SPEAKER, Coding, ParagraphRow

ORGANISATION = "organisation"
USUAL = ("sector", "kind of witness", "type", "group", "background", "organisation type")
"""Attributes by which witnesses are grouped where nothing else is asked, the first that is set."""
MOST_KINDS = 8
"""An attribute with more values than these does not group witnesses by itself."""


@dataclass(frozen=True)
class Memo:
    """An analyst's words on a paragraph (`code` empty), on its tag, or on a code (`paragraph` empty)."""

    coder: str
    text: str
    paragraph: str = ""
    code: str = ""


@dataclass(frozen=True)
class Told:
    """What is said of the coding as a whole, and what coders wrote and marked beside their tags.

    `basis` names the tags that count, `said` is what it comes to in words. `stars` are the starred paragraphs
    with their passages, where only some of their words are. `group` names the attribute by which witnesses
    are grouped; empty where there is none. `quotes` is the most quotes under one code.
    """

    inquiry: str
    made: datetime
    basis: str
    said: str
    coders: tuple[str, ...]
    command: str
    memos: Sequence[Memo] = ()
    stars: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    group: str = ""
    quotes: int = 3


class Facts:
    """A coding looked at by theme and code; a place is a paragraph's in `coding.evidence`."""

    def __init__(self, coding: Coding, told: Told) -> None:
        self.coding, self.told, self.evidence = coding, told, coding.evidence
        self.codes: dict[str, list[int]] = {}
        """The places of each code, of its own tags alone, in the order of the evidence."""
        self.themes: dict[str, list[int]] = {}
        """Those of each theme and the codes below it."""
        self.values: dict[str, dict[int, list[int]]] = {}
        """Of each code with a scale, step to the places of tags with it."""
        self.quoted: dict[tuple[str, int], list[tuple[int, int]]] = {}
        self._tags(coding)
        self.spoken = Counter(
            row.speaker or NO_SPEAKER for row in self.evidence if row.role in EVIDENCE_ROLES
        )
        self.witnesses = list(dict.fromkeys(
            row.speaker for row in self.evidence
            if row.role in EVIDENCE_ROLES and row.from_witness and row.speaker
        ))  # fmt: skip
        self.bodies: dict[str, dict[str, None]] = {}
        """The organisations each speaker spoke for."""
        for row in self.evidence:
            if row.speaker and row.organisation:
                self.bodies.setdefault(row.speaker, {})[row.organisation] = None
        counts = Counter(map(self.kind, {place for places in self.themes.values() for place in places}))
        self.kinds = sorted(counts, key=lambda kind: (kind == self._unsaid, -counts[kind], kind))
        """Of witness, those with most tagged paragraphs first, nothing said last."""
        sittings = Counter(date for date, _ in {(row.date, row.session) for row in self.evidence})
        self._shared_days = {date for date, sessions in sittings.items() if sessions > 1}

    def _tags(self, coding: Coding) -> None:
        tags = coding.tags
        columns = (tags[name].tolist() for name in ("code", "theme", "paragraph", "value", "quoted"))
        codes: dict[str, set[int]] = {}
        themes: dict[str, set[int]] = {}
        for code, theme, place, value, quoted in zip(*columns, strict=True):
            codes.setdefault(code, set()).add(place)
            themes.setdefault(theme, set()).add(place)
            if isinstance(value, int):
                self.values.setdefault(code, {}).setdefault(value, []).append(place)
            for start, words in quoted:
                if self.evidence[place].text.startswith(words, start):
                    self.quoted.setdefault((code, place), []).append((start, start + len(words)))
        self.codes = {code: sorted(found) for code, found in codes.items()}
        self.themes = {theme: sorted(found) for theme, found in themes.items()}

    # Who

    def speaker(self, place: int) -> str:
        return self.evidence[place].speaker or NO_SPEAKER

    def speakers(self, places: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(map(self.speaker, places)))

    def organisation(self, speaker: str) -> str:
        return "; ".join(self.bodies.get(speaker, ()))

    def kind(self, place: int) -> str:
        row, group = self.evidence[place], self.told.group
        said = row.organisation if group == ORGANISATION else row.attributes.get(group)
        return said or self._unsaid

    @property
    def _unsaid(self) -> str:
        return f"no {self.told.group} given" if self.told.group else ""

    # When and where

    def source(self, place: int) -> str:
        """Who says it and where it is written: `Ana Reyes, Mill Trust (Q14, session of 3 February 2014)`."""
        row = self.evidence[place]
        who = ", ".join(filter(None, (row.speaker, row.organisation)))
        when = f"session of {in_words(row.date)}" if row.date else row.session_title
        if row.date in self._shared_days and row.date:
            when += f", {row.session_title}"
        return f"{who} ({row.citation}, {when})".lstrip()


def kinds_of_witnesses(rows: Iterable[ParagraphRow], asked: str | None) -> str:
    """The attribute that groups the witnesses: the one asked for, or the first usual one; empty for none.

    Where nothing is asked, it is one of the usual attributes, else any that has two to eight values, the one
    said of most paragraphs first. Raises CoderError where no witness has what is asked for.
    """
    said: dict[str, Counter[str]] = {}
    for row in rows:
        for name, value in row.attributes.items():
            said.setdefault(name, Counter())[value] += 1
        if row.organisation:
            said.setdefault(ORGANISATION, Counter())[row.organisation] += 1
    if asked:
        wanted = " ".join(asked.casefold().split())
        if wanted not in said:
            there = ", ".join(sorted(said)) or "none yet"
            raise CoderError(
                f"No witness has the attribute {asked}, so they cannot be grouped by it; there are: {there}. "
                f'Set it by `coder witnesses set "NAME" {wanted} VALUE`.'
            )
        return wanted
    own = {name: values for name, values in said.items() if name != ORGANISATION}
    fit = [name for name, values in own.items() if 2 <= len(values) <= MOST_KINDS]
    return next(
        (name for name in USUAL if name in fit),
        min(fit, key=lambda name: (-own[name].total(), name), default=""),
    )


def themes_named(codes: Sequence[Code], named: Sequence[str]) -> list[Code]:
    """The themes with these ids or names, in the order of the codebook; all where none is named.

    Raises CoderError where one is not there.
    """
    themes = [code for code in codes if code.parent is None]
    found = set()
    for text in named:
        theme = next(
            (one for one in themes if text == one.id or text.casefold() == one.name.casefold()), None
        )
        if theme is None:
            there = ", ".join(one.id for one in themes)
            what = (
                "is a code, not a theme"
                if any(text == code.id for code in codes)
                else "there is no such theme"
            )
            raise CoderError(f"{text}: {what}; the themes are: {there}.")
        found.add(theme.id)
    return [theme for theme in themes if not named or theme.id in found]
