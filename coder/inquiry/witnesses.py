"""What users say of the people of an inquiry, and the list of these; each word a journal entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from coder.coding import Change, Entry
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import IDENTITY, People, Person, name_as_printed

HEADS = {"witness": "Witnesses", "member": "Committee members", "official": "Officials", "other": "Others"}
ATTRIBUTE = re.compile(r"[^\W\d_][\w -]{0,39}")


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
    both, printed = {**other.said, **one.said}, name_as_printed(one.appearances, one.said)
    if name := one.said.get("name") or (printed if set(one.names) != set(other.names) else ""):
        both["name"] = name
    ids = sorted({*one.ids, *other.ids})
    return _say(inquiry, actor, {each: {**both, IDENTITY: ids[0]} for each in ids})


def split(inquiry: Inquiry, actor: str, person: Person, session: str) -> list[Entry]:
    """Say that who appears in a session is someone else; what was said of the person stays with the rest.

    Of a person of that one session it says that they are nobody else; were two of its names put together,
    it parts them. Raises CoderError where the person does not appear in the session.
    """
    off = sorted({one.id for one in person.appearances if one.session == session})
    if not off:
        raise CoderError(f"{person.name}: is not in {session}, but in {', '.join(person.sessions)}.")
    rest = sorted(set(person.ids) - set(off))
    if not rest:
        rest = [next((one.id for one in person.appearances if one.name == person.name), off[0])]
        off.remove(rest[0])
    gone = dict.fromkeys(person.said, "")
    said: dict[str, dict[str, str]] = {each: {IDENTITY: rest[0]} for each in rest}
    return _say(inquiry, actor, said | {each: {**gone, IDENTITY: each} for each in off})


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
    about = about if len(about) <= 100 else about[:100].rsplit(" ", 1)[0] + " …"
    return f"  {one.name:<{width}}  {sessions:>11}  {one.paragraphs:>5} paragraphs  {about}{own}".rstrip()


def lines_of(found: People, entries: Iterable[Entry]) -> list[str]:
    """The people as they are now of whom something was said."""
    ids = {entry.subject for entry in entries}
    touched = [one for one in found.all if ids & set(one.ids)]
    return [_line(one, max(len(one.name) for one in touched)) for one in touched]


def _in_full(one: Person) -> str:
    about = ", ".join(filter(None, (*one.roles, one.organisation(), *one.sessions)))
    return f"{one.name} ({about})"
