"""Whom names mean: the forms that a person's name takes, and the words of a text they are sought in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from coder.evidence.appearances import HE, SHE, TITLES, name_of
from coder.evidence.names import BODIES, NOT_NAMES

WITHIN = "\u0300-\u036f\u064b-\u065f\u0670\u00ad\u200b-\u200d"
"""Marks above letters, soft hyphens and joiners: part of the word they stand in."""
_LETTERS = rf"(?:[^\W\d_][{WITHIN}]*)+"
WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")
_SILENT = re.compile("['’\u00ad\u200b-\u200d]")
_OWNER = re.compile(r"['’][sS]\Z")
PARTICLES = frozenset(
    (
        "de",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "al",
        "bin",
        "ap",
        "del",
        "di",
        "da",
        "dos",
        "du",
        "el",
    )
)


@dataclass(frozen=True, slots=True)
class Known:
    """Someone, or some body, as the evidence prints them. `label` stands in their place; None: they stay."""

    label: str | None
    names: tuple[str, ...]
    sessions: frozenset[str] = frozenset()
    is_body: bool = False


class Word(NamedTuple):
    """A word of a text without what says whose, and the form it is compared in."""

    start: int
    end: int
    raw: str
    atom: str

    @property
    def capital(self) -> bool:
        """Written as a name is, where the script has capitals at all."""
        return self.raw[0] != self.raw[0].lower() or self.raw.lower() == self.raw.upper()


class Form(NamedTuple):
    """One printed name of a person: the words of forenames and of the surname, as they are compared."""

    known: Known
    fore: tuple[str, ...]
    last: tuple[str, ...]
    gender: str

    def takes(self, word: Word) -> int:
        """How far a word before the surname is this person's: 2 for a forename, 1 for initials, 0 for not."""
        if word.atom in self.fore:
            return 2 if len(word.atom) > 1 else 1
        firsts = "".join(name[0] for name in self.fore)
        if word.raw.isupper() and len(word.atom) <= len(firsts) and word.atom in firsts:
            return 1
        alone = [name for name in self.fore if len(name) == 1]
        return int(word.capital and len(word.atom) > 1 and word.atom[0] in alone)

    def fits(self, title: str) -> bool:
        gender = "he" if title in HE else "she" if title in SHE else ""
        return not gender or not self.gender or gender == self.gender


def fold(text: str) -> str:
    """A word as words are compared: without marks, apostrophes and capitals."""
    flat = unicodedata.normalize("NFKD", _SILENT.sub("", text))
    return "".join(sign for sign in flat if not unicodedata.combining(sign)).casefold()


def words(text: str) -> list[Word]:
    """The words of a text in order; of "Wren's" the name alone."""
    found = []
    for match in WORD.finditer(text):
        raw = _OWNER.sub("", match[0])
        found.append(Word(match.start(), match.start() + len(raw), raw, fold(raw)))
    return found


def atoms(text: str) -> tuple[str, ...]:
    return tuple(word.atom for word in words(text))


def is_literal(printed: str) -> bool:
    """Whether a name is sought sign by sign: it has more than letters, or a script that parts no words."""
    beyond = WORD.sub("", printed).strip(" .,-‐‑'’()[]\xa0")
    return bool(beyond) or any("\u0e00" <= sign <= "\u0eff" or sign >= "\u2e80" for sign in printed)


def form_of(known: Known, printed: str) -> Form | None:
    """The form of a person's printed name; None where it is a body's or a post."""
    name = name_of(printed)
    parts = [part for part in map(atoms, name.words) if part]
    if known.is_body or not name.is_persons or not parts or BODIES & set(name.words):
        return None
    return Form(known, tuple(one for part in parts[:-1] for one in part), parts[-1], name.gender)


def stands_alone(atom: str) -> bool:
    """Whether a word can mean a person by itself."""
    return len(atom) > 1 and atom not in PARTICLES and atom not in TITLES and atom not in NOT_NAMES
