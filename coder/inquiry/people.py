"""The people of an inquiry: who speaks and gives evidence in its sessions, as users have set it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry

if TYPE_CHECKING:
    from coder.evidence.appearances import Appearance
    from coder.evidence.model import Item, Witness

KNOWN = ("name", "kind", "role", "organisation")
"""Attributes that stand for what the evidence prints; others are the user's own."""
IDENTITY = "is"
"""The attribute that says who an appearance is: those with the same value are one person."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the inquiry. `said` are the attributes that users set; `name` is no other person's."""

    name: str
    appearances: tuple[Appearance, ...]
    said: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.appearances[0].id

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the appearances, one a session where users have not put more together."""
        return tuple(dict.fromkeys(one.id for one in self.appearances))

    @property
    def sessions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.session for one in self.appearances))

    @property
    def paragraphs(self) -> int:
        return sum(one.paragraphs for one in self.appearances)

    @property
    def names(self) -> tuple[str, ...]:
        """As printed."""
        return tuple(dict.fromkeys(one.name for one in self.appearances))

    @property
    def roles(self) -> tuple[str, ...]:
        if "role" in self.said:
            return (self.said["role"],)
        return tuple(dict.fromkeys(one.role for one in self.appearances if one.role))

    @property
    def attributes(self) -> dict[str, str]:
        """Those that no field of its own holds."""
        return {name: value for name, value in self.said.items() if name not in KNOWN}

    def kind(self, session: str | None = None) -> str:
        """As set, as the session's lists tell, or as those of any session do: a witness before a member."""
        from coder.evidence.appearances import KINDS

        told = {one.kind for one in self.appearances if one.session == session} - {"other"}
        told = told or {one.kind for one in self.appearances}
        return self.said.get("kind") or next(kind for kind in KINDS if kind in told)

    def organisation(self, session: str | None = None) -> str | None:
        """As set, as the session prints it, or as the latest session that does."""
        printed = {one.session: one.organisation for one in self.appearances if one.organisation}
        latest = next(reversed(printed.values()), None)
        return self.said.get("organisation") or printed.get(session or "") or latest


class People:
    """Everyone who speaks or gives evidence; who they are follows from names, roles and users' words."""

    def __init__(self, appearances: Iterable[Appearance], said: Mapping[str, Mapping[str, str]]) -> None:
        from coder.evidence.identity import identify

        listed = list(appearances)
        by_id: dict[str, list[Appearance]] = {}
        for one in listed:
            by_id.setdefault(one.id, []).append(one)
        order = {unit: place for place, unit in enumerate(by_id)}
        labels = {one: values[IDENTITY] for one, values in said.items() if IDENTITY in values}
        found = identify(listed, labels)
        groups = [
            tuple(one for unit in sorted(units, key=order.__getitem__) for one in by_id[unit])
            for units in found.people
        ]
        values = [_said(group, said) for group in groups]
        names = _told_apart([name_as_printed(*pair) for pair in zip(groups, values, strict=True)], groups)
        people = [Person(*parts) for parts in zip(names, groups, values, strict=True)]
        self.all = tuple(sorted(people, key=lambda one: order[one.id]))
        self.unsure = tuple((people[one], people[other]) for one, other in found.unsure)
        self.lost = {one: dict(values) for one, values in said.items() if one not in by_id}
        """What was said of appearances that no transcript has any more."""
        self._by_print = {(one.session, one.name): person for person in people for one in person.appearances}

    def of(self, session: str, printed: str | None) -> Person | None:
        """Who a session means by a speaker's or witness's name."""
        return self._by_print.get((session, printed or ""))

    def named(self, text: str) -> Person:
        """The one person whose name or id is given, whole or in part.

        Raises CoderError, with the choices, where there is none or more than one.
        """
        if found := self.matching(text):
            return one_of(found, text)
        raise CoderError(f"{text}: nobody has this name; `coder witnesses` lists everyone.")

    def matching(self, text: str) -> list[Person]:
        """Those whose id or name is given; else those with a printed name like it, else with part of one."""
        wanted = " ".join(text.casefold().split())
        ways = (
            [one for one in self.all if text in one.ids],
            [one for one in self.all if one.name.casefold() == wanted],
            [one for one in self.all if wanted in (name.casefold() for name in one.names)],
            [one for one in self.all if wanted and wanted in " ".join((one.name, *one.names)).casefold()],
        )
        return next(filter(None, ways), [])


def one_of(found: list[Person], text: str) -> Person:
    """The only one found by a text. Raises CoderError, with the choices, where there are more."""
    if len(found) > 1:
        raise CoderError(f"{text}: may be any of these, say which: {'; '.join(one.name for one in found)}.")
    return found[0]


def _said(group: Iterable[Appearance], said: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What users said of a person: of two values, that of the earlier appearance."""
    found: dict[str, str] = {}
    for one in group:
        for name, value in said.get(one.id, {}).items():
            if name != IDENTITY:
                found.setdefault(name, value)
    return found


def name_as_printed(group: tuple[Appearance, ...], said: Mapping[str, str]) -> str:
    """As set, else as printed where they said most."""
    return said.get("name") or max(group, key=lambda one: one.paragraphs).name


def _told_apart(names: list[str], groups: list[tuple[Appearance, ...]]) -> list[str]:
    """The names, those of several people with organisation, role or session behind."""
    times = Counter(names)
    given = {name for name in names if times[name] == 1}
    apart = []
    for name, group in zip(names, groups, strict=True):
        told = name
        if times[name] > 1:
            ways = (group[-1].organisation, group[-1].role, group[0].session, group[0].id)
            told = next(one for way in ways if way and (one := f"{name} ({way})") not in given)
            given.add(told)
        apart.append(told)
    return apart


def people(inquiry: Inquiry) -> People:
    """The people of an inquiry as they are now."""
    return People(inquiry.store.index.appearances(), inquiry.store.journal.said_of_people())


def people_of(inquiry: Inquiry, session: str) -> People:
    """Those who appear in a session, named as in the whole inquiry."""
    said = inquiry.store.journal.said_of_people()
    surnames = _akin(inquiry.store.index.surnames(session), said)
    return People(inquiry.store.index.appearances_of(surnames), said)


def people_within(inquiry: Inquiry, session: str) -> People:
    """Those who appear in a session, whoever else may have their names in others.

    The whole inquiry is looked at only where users have said something of people.
    """
    if inquiry.store.journal.said_of_people():
        return people_of(inquiry, session)
    return People(inquiry.store.index.appearances(session), {})


def as_set(inquiry: Inquiry, session: str, items: list[Item]) -> list[Item]:
    """Items with their witnesses' roles and organisations as users have set them."""
    if not inquiry.store.journal.said_of_people():
        return items
    known = people_of(inquiry, session)

    def told(witness: Witness) -> Witness:
        person = known.of(session, witness.name)
        if person is None:
            return witness
        role = person.said.get("role", witness.role)
        return replace(witness, role=role, organisation=person.organisation(session))

    return [replace(item, witnesses=tuple(map(told, item.witnesses))) for item in items]


def _akin(surnames: set[str], said: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Some surnames, and those of everyone whom users have put together with one of them.

    Nobody else can be any of them, so that an inquiry's size does not tell on one screen.
    """
    together: dict[str, set[str]] = {}
    for one, values in said.items():
        if IDENTITY in values:
            together.setdefault(values[IDENTITY], set()).update(map(_surname, (one, values[IDENTITY])))
    grown: set[str] = set()
    while grown != surnames:
        grown = surnames
        surnames = grown.union(*(names for names in together.values() if names & grown))
    return surnames


def _surname(appearance: str) -> str:
    """Of the id of an appearance, as `Appearance.surname`."""
    return re.split("[-@]", appearance)[-1]
