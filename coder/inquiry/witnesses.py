"""The people of an inquiry: who speaks in its sessions, and what its users have said of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coder.coding import Change, Entry
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry

if TYPE_CHECKING:
    from coder.evidence.appearances import Appearance
    from coder.evidence.model import Item, Witness

KNOWN = ("name", "kind", "role", "organisation")
"""Attributes that stand for what the evidence prints; others are the user's own."""
IDENTITY = "is"
"""The attribute that says who an appearance is: those with the same value are one person."""
HEADS = {"witness": "Witnesses", "member": "Committee members", "official": "Officials", "other": "Others"}
ATTRIBUTE = re.compile(r"[^\W\d_][\w -]{0,39}")


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
        labels = {one: values[IDENTITY] for one, values in said.items() if IDENTITY in values}
        found = identify(listed, labels)
        by_id: dict[str, list[Appearance]] = {}
        for one in listed:
            by_id.setdefault(one.id, []).append(one)
        groups = [tuple(one for unit in units for one in by_id[unit]) for units in found.people]
        order = {one.id: place for place, one in enumerate(reversed(listed))}
        groups = [tuple(sorted(group, key=lambda one: -order[one.id])) for group in groups]
        values = [_said(group, said) for group in groups]
        names = _told_apart([(_name(group, own), group) for group, own in zip(groups, values, strict=True)])
        people = [Person(*parts) for parts in zip(names, groups, values, strict=True)]
        self.all = tuple(sorted(people, key=lambda one: -order[one.id]))
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
        wanted = " ".join(text.casefold().split())
        for found in (
            [one for one in self.all if text in one.ids],
            [one for one in self.all if one.name.casefold() == wanted],
            [one for one in self.all if wanted in (name.casefold() for name in one.names)],
            [one for one in self.all if wanted and wanted in " ".join((one.name, *one.names)).casefold()],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                choices = "; ".join(one.name for one in found)
                raise CoderError(f"{text}: may be any of these, say which: {choices}.")
        raise CoderError(f"{text}: nobody has this name; `coder witnesses` lists everyone.")


def _said(group: Iterable[Appearance], said: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What users said of a person: of two values, that of the earlier appearance."""
    found: dict[str, str] = {}
    for one in group:
        for name, value in said.get(one.id, {}).items():
            if name != IDENTITY:
                found.setdefault(name, value)
    return found


def _name(group: tuple[Appearance, ...], said: Mapping[str, str]) -> str:
    """As set, else as printed where they said most."""
    return said.get("name") or max(group, key=lambda one: one.paragraphs).name


def _told_apart(named: list[tuple[str, tuple[Appearance, ...]]]) -> list[str]:
    """The names, those of several people with organisation, role or session behind."""
    taken: dict[str, int] = {}
    for name, _ in named:
        taken[name] = taken.get(name, 0) + 1
    given: set[str] = {name for name, times in taken.items() if times == 1}
    names = []
    for name, group in named:
        if taken[name] == 1:
            names.append(name)
            continue
        last = group[-1]
        ways = (last.organisation, last.role, group[0].session, group[0].id)
        names.append(next(told for way in ways if way and (told := f"{name} ({way})") not in given))
        given.add(names[-1])
    return names


def people(inquiry: Inquiry) -> People:
    """The people of an inquiry as they are now."""
    return People(inquiry.store.index.appearances(), inquiry.store.journal.said_of_people())


def as_set(inquiry: Inquiry, session: str, items: list[Item]) -> list[Item]:
    """Items with their witnesses' roles and organisations as users have set them."""
    said = inquiry.store.journal.said_of_people()
    if not said:
        return items
    known = People(inquiry.store.index.appearances(), said)

    def told(witness: Witness) -> Witness:
        person = known.of(session, witness.name)
        if person is None:
            return witness
        role = person.said.get("role", witness.role)
        return replace(witness, role=role, organisation=person.organisation(session))

    return [replace(item, witnesses=tuple(map(told, item.witnesses))) for item in items]


# What users say


def set_attribute(inquiry: Inquiry, actor: str, person: Person, attribute: str, value: str) -> list[Entry]:
    """Say something of a person; an empty value takes it back.

    Raises CoderError where the attribute's name or a kind has no meaning.
    """
    attribute, value = checked(attribute), " ".join(value.split())
    if attribute == "kind" and value:
        value = _kind(value)
    return _say(inquiry, actor, {one: {attribute: value} for one in person.ids})


def checked(attribute: str) -> str:
    """An attribute's name as it is kept. Raises CoderError where it cannot be one."""
    name = " ".join(attribute.casefold().split())
    if not ATTRIBUTE.fullmatch(name) or name == IDENTITY:
        raise CoderError(
            f"{attribute!r} cannot name an attribute; use letters, digits and spaces, such as sector."
        )
    return "organisation" if name == "organization" else name


def _kind(value: str) -> str:
    from coder.evidence.appearances import KINDS

    kind = value.casefold().removeprefix("committee ")
    if kind not in KINDS:
        raise CoderError(f"{value!r} is no kind of person; a person is one of {', '.join(KINDS)}.")
    return kind


def merge(inquiry: Inquiry, actor: str, one: Person, other: Person) -> list[Entry]:
    """Say that two are one person, who keeps the name and attributes of the first.

    Raises CoderError where they are one already.
    """
    if one.id == other.id:
        raise CoderError(f"{one.name}: is one person already, in {', '.join(one.sessions)}.")
    both, printed = {**other.said, **one.said}, _name(one.appearances, one.said)
    if name := one.said.get("name") or (printed if set(one.names) != set(other.names) else ""):
        both["name"] = name
    ids = sorted({*one.ids, *other.ids})
    return _say(inquiry, actor, {each: {**both, IDENTITY: ids[0]} for each in ids})


def split(inquiry: Inquiry, actor: str, person: Person, session: str) -> list[Entry]:
    """Say that who appears in a session is someone else; what was said of the person stays with the rest.

    Of a person of that one session it says that they are nobody else. Raises CoderError where the person
    does not appear in the session.
    """
    off = sorted({one.id for one in person.appearances if one.session == session})
    if not off:
        raise CoderError(f"{person.name}: is not in {session}, but in {', '.join(person.sessions)}.")
    rest = sorted(set(person.ids) - set(off))
    if not rest:
        return _say(inquiry, actor, {each: {IDENTITY: off[0]} for each in off})
    gone = dict.fromkeys(person.said, "")
    said = {each: {IDENTITY: rest[0]} for each in rest}
    return _say(inquiry, actor, said | {each: {**gone, IDENTITY: off[0]} for each in off})


def _say(inquiry: Inquiry, actor: str, said: Mapping[str, Mapping[str, str]]) -> list[Entry]:
    changes = [
        Change("person", "", appearance, attribute, {"text": value} if value else None)
        for appearance, values in said.items()
        for attribute, value in values.items()
    ]
    return inquiry.store.journal.act(actor, changes, inquiry.codebook.revision)


# Showing them


def to_json(found: People) -> dict[str, Any]:
    """The object that `coder witnesses --json` prints."""
    return {
        "people": [
            {
                "id": one.id, "name": one.name, "kind": one.kind(), "roles": list(one.roles),
                "organisation": one.organisation(), "attributes": one.attributes,
                "paragraphs": one.paragraphs,
                "sessions": [
                    {"session": each.session, "name": each.name, "kind": one.kind(each.session),
                     "role": each.role, "organisation": one.organisation(each.session),
                     "labels": list(each.labels), "paragraphs": each.paragraphs}
                    for each in one.appearances
                ],
            }
            for one in found.all
        ],
        "unsure": [[one.id, other.id] for one, other in found.unsure],
        "lost": [{"id": one, "said": said} for one, said in found.lost.items()],
    }  # fmt: skip


def table(found: People) -> list[str]:
    """The people by kind, then whom the evidence does not tell apart, and what has lost its person."""
    from coder.evidence.appearances import KINDS

    lines: list[str] = []
    width = min(40, max((len(one.name) for one in found.all), default=0))
    for kind in KINDS:
        group = sorted((one for one in found.all if one.kind() == kind), key=lambda one: one.name.casefold())
        if group:
            lines += ["", HEADS[kind]] if lines else [HEADS[kind]]
            lines += [_line(one, width) for one in group]
    if found.unsure:
        lines += ["", "May be one person; say so with `coder witnesses merge A B`, or that they are not",
                  "with `coder witnesses split A SESSION`:"]  # fmt: skip
        lines += [f"  {_in_full(one)}  and  {_in_full(other)}" for one, other in found.unsure]
    if found.lost:
        lines += ["", "Said of people whom no transcript names so any more; say it again:"]
        lines += [
            f"  {one}  " + "; ".join(f"{name}: {value}" for name, value in said.items())
            for one, said in found.lost.items()
        ]
    return lines or ["nobody speaks yet; bring evidence in with `coder import FILE`"]


def _line(one: Person, width: int) -> str:
    sessions = f"{len(one.sessions)} session{'' if len(one.sessions) == 1 else 's'}"
    about = "; ".join(filter(None, (", ".join(one.roles), one.organisation())))
    own = "".join(f"  [{name}: {value}]" for name, value in one.attributes.items())
    return f"  {one.name:<{width}}  {sessions:>11}  {one.paragraphs:>5} paragraphs  {about}{own}".rstrip()


def _in_full(one: Person) -> str:
    about = ", ".join(filter(None, (*one.roles, one.organisation(), *one.sessions)))
    return f"{one.name} ({about})"
