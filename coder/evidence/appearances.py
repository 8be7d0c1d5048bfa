"""Who speaks or gives evidence in a session, and printed names without what stands around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coder.evidence import names
from coder.evidence.model import Session

Kind = Literal["member", "witness", "official", "other"]
"""Of a person: a member of the committee, a witness, an official who attends, or none of these."""
KINDS: tuple[Kind, ...] = ("witness", "member", "official", "other")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PERSONS = frozenset(names.TITLES.casefold().split("|"))
TITLES = PERSONS | _words(
    """
    rt right hon honourable honorable hon'ble mme mlle msr herr frau senator congressman congresswoman
    representative delegate deputy minister chairman chairwoman chair justice ambassador governor mayor
    archbishop bishop general gen lieutenant lieutenant-general lieutenant-colonel lt major-general brigadier
    admiral vice rear air marshal commodore commander sergeant constable inspector superintendent chief
    """
)
HE = _words("mr sir lord baron viscount earl father congressman herr chairman")
SHE = _words("mrs ms miss dame lady baroness mme mlle congresswoman frau chairwoman")
"""Titles that only a person has, and those of men and women."""
HONOURS = _words(
    """
    mp msp mla ms tds td mep obe cbe mbe kbe dbe gbe kcb dcb gcb cb cmg kcmg dcmg gcmg kcvo dcvo cvo mvo lvo
    dl jp qc kc sc frs freng fba phd dphil ba ma mba bsc msc md frcp frcs fiee pc esq
    """
)
"""Letters that follow a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name: its words without title and honours, the last being the surname.

    `gender` is `he`, `she` or empty, as the title tells; `of` is the place in a peer's name; `is_persons`
    is False for a post such as The Chair.
    """

    words: tuple[str, ...]
    gender: str = ""
    of: tuple[str, ...] = ()
    is_persons: bool = True

    @property
    def surname(self) -> str:
        return self.words[-1] if self.words else ""

    def fits_title(self, other: Name) -> bool:
        return not self.gender or not other.gender or self.gender == other.gender

    def same(self, other: Name) -> bool:
        """The same words, under titles that can be one person's."""
        same_place = not self.of or not other.of or self.of == other.of
        return self.words == other.words and same_place and self.fits_title(other)

    def abbreviates(self, other: Name) -> bool:
        """The same surname, and forenames of which one set shortens the other: `M J Angell`, Mary Angell."""
        fore, others = self.words[:-1], other.words[:-1]
        return (
            self.surname == other.surname and bool(fore and others) and self.fits_title(other)
            and all(map(_shortens, fore, others))
        )  # fmt: skip

    def may_be(self, other: Name) -> bool:
        """As `abbreviates`, or one is a surname alone."""
        alone = len(self.words) == 1 or len(other.words) == 1
        return self.abbreviates(other) or (alone and self.surname == other.surname and self.fits_title(other))


def _shortens(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


@lru_cache(maxsize=4096)
def name_of(printed: str) -> Name:
    """The name in print: what stands in brackets or after a comma is a post or an honour."""
    plain = re.split(r"\s*[(,\[]", printed, maxsplit=1)[0]
    if not plain.isupper():  # JR Hallam
        plain = re.sub(r"\b[A-Z]{2,3}\b(?=.* )", _spaced, plain)
    flat = unicodedata.normalize("NFKD", plain.replace("’", "'"))
    flat = "".join(sign for sign in flat if not unicodedata.combining(sign)).casefold()
    words = flat.replace(".", " ").replace("'", "").split()
    gender, titled = "", False
    while len(words) > 1 and words[0] in TITLES:
        title = words.pop(0)
        titled |= title in PERSONS
        gender = gender or ("he" if title in HE else "she" if title in SHE else "")
    while len(words) > 1 and words[-1] in HONOURS:
        words.pop()
    at = words.index("of") if "of" in words[1:] else len(words)
    is_persons = titled or not names.NOT_NAMES.issuperset(words)
    return Name(tuple(words[:at]), gender, tuple(words[at + 1 :]), is_persons)


def _spaced(initials: re.Match[str]) -> str:
    known = initials[0].casefold() in TITLES | HONOURS
    return initials[0] if known else " ".join(initials[0])


def post_of(printed: str) -> str:
    """What stands after the name in a list of those present: `Clerk` of `Mr A B (Clerk)`."""
    found = re.match(r"[^(,\[]*[(,\[]\s*(.*?)[\s)\]]*$", printed, re.DOTALL)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person as one session prints them.

    `name` stands as the speaker of paragraphs or as a witness; names of one session that differ in title
    and spelling alone share their `key`. `labels` are those printed before what they said, `paragraphs`
    how many these were.
    """

    session: str
    key: str
    name: str
    kind: Kind
    role: str = ""
    organisation: str | None = None
    labels: tuple[str, ...] = ()
    paragraphs: int = 0

    @property
    def id(self) -> str:
        """What the journal says of them is said of `slug/@ruth-lane`."""
        return f"{self.session}/@{self.key}"

    @property
    def surname(self) -> str:
        """The last part of the key, in which the names of one person agree."""
        return self.key.rpartition("-")[2]


def appearances(session: Session) -> list[Appearance]:
    """Everyone who speaks or gives evidence, witnesses first, then in the order in which they speak."""
    spoken: dict[str, list[str]] = {}
    for paragraph in session.paragraphs():
        if paragraph.speaker:
            spoken.setdefault(paragraph.speaker, []).append(paragraph.label or "")
    witnesses = {witness.name: witness for item in session.items for witness in item.witnesses}
    listed: list[tuple[Name, Kind, str, str | None]] = [
        (name_of(one.name), "witness", one.role, one.organisation) for one in witnesses.values()
    ]
    listed += [(name_of(one), "member", post_of(one), None) for one in session.present]
    listed += [(name_of(one), "official", post_of(one), None) for one in session.in_attendance]
    printed = list(dict.fromkeys([*witnesses, *spoken]))
    keys = _keys(printed)
    found = []
    for name in printed:
        own = name_of(name)
        known = [(kind, role, body) for other, kind, role, body in listed if own.same(other)]
        kind, role, body = known[0] if known else ("other", "", None)
        labels = tuple(dict.fromkeys(filter(None, spoken.get(name, ()))))
        count = len(spoken.get(name, ()))
        found.append(Appearance(session.slug, keys[name], name, kind, role, body, labels, count))
    return found


def _keys(printed: Iterable[str]) -> dict[str, str]:
    """A key for each name; a Mr and a Mrs of one name get two."""
    parsed = {name: name_of(name) for name in printed}
    genders: dict[tuple[str, ...], set[str]] = {}
    for name in parsed.values():
        genders.setdefault(name.words, set()).add(name.gender)
    keys = {}
    for printed_name, name in parsed.items():
        told = name.gender if {"he", "she"} <= genders[name.words] else ""
        words = [told, *name.words] if told else [*name.words]
        keys[printed_name] = re.sub(r"[^\w-]+", "-", "-".join(words)).strip("-") or "nobody"
    return keys
