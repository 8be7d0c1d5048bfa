"""Cases of another program's project as people of the inquiry, and what is said of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coder.coding import Change
from coder.errors import CoderError
from coder.evidence.appearances import KINDS, appearances
from coder.exchange.project import ForeignCase, Project
from coder.exchange.refi.conventions import APPEARANCES
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import IDENTITY, People, Person, name_as_printed
from coder.inquiry.taking_sources import Taken
from coder.inquiry.witnesses import checked


@dataclass
class Cast:
    """Who the cases are: what to say of people, how many cases found one, and which found none."""

    said: list[Change] = field(default_factory=list)
    found: int = 0
    ids: frozenset[str] = frozenset()
    """Of every appearance there will be."""
    left_out: Counter[str] = field(default_factory=Counter)


def match_cases(inquiry: Inquiry, project: Project, sources: Mapping[str, Taken]) -> Cast:
    """Find each case by its appearances where this tool wrote the file, else by its name."""
    listed = inquiry.store.index.appearances()
    for taken in sources.values():
        if taken.made:
            listed += appearances(taken.made)
    found = _Everyone(People(listed, inquiry.store.journal.said_of_people()))
    cast = Cast(ids=frozenset(found.by_id))
    for case in project.cases:
        _match(case, found, cast)
    return cast


class _Everyone:
    """The people by the ids of their appearances, and by their names."""

    def __init__(self, people: People) -> None:
        self.by_id = {id: person for person in people.all for id in person.ids}
        self._names: dict[str, list[Person]] = {}
        self._printed: dict[str, list[Person]] = {}
        for person in people.all:
            self._names.setdefault(_folded(person.name), []).append(person)
            for name in {_folded(one) for one in person.names}:
                self._printed.setdefault(name, []).append(person)

    def named(self, name: str) -> list[Person]:
        """Those of this name, else those printed so somewhere."""
        wanted = _folded(name)
        return self._names.get(wanted) or self._printed.get(wanted, [])


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _match(case: ForeignCase, everyone: _Everyone, cast: Cast) -> None:
    own = [one for one in case.attributes.get(APPEARANCES, "").split() if one in cast.ids]
    persons = list({everyone.by_id[one].id: everyone.by_id[one] for one in own}.values())
    persons = persons or everyone.named(case.name)
    if not persons:
        cast.left_out["cases that nobody here is called"] += 1
        return
    if len(persons) > 1 and not own:
        cast.left_out["cases that several people here may be"] += 1
        return
    cast.found += 1
    ids = own or list(persons[0].ids)
    person, names = persons[0], (persons[0].name, *persons[0].names)
    if len(persons) > 1:
        person = _together(persons, ids)
        names = (person.name,)
    said = dict(_news(case, person, names, cast.left_out))
    if len(persons) > 1:
        said[IDENTITY] = min(ids)
    for one in ids:
        cast.said += [Change("person", "", one, name, {"text": value}) for name, value in said.items()]


def _together(persons: Sequence[Person], ids: Sequence[str]) -> Person:
    """The one person that several would be, by the appearances of these ids in their order."""
    said = {name: value for person in reversed(persons) for name, value in person.said.items()}
    shown = tuple(one for id in ids for person in persons for one in person.appearances if one.id == id)
    return Person(name_as_printed(shown, said), shown, said)


def _news(
    case: ForeignCase, person: Person, names: Sequence[str], left_out: Counter[str]
) -> Iterator[tuple[str, str]]:
    """What a case says of a person that is not said or printed yet; any of the names will do."""
    known = {
        "kind": person.kind(), "role": "; ".join(person.roles),
        "organisation": person.organisation() or "", **person.attributes,
    }  # fmt: skip
    if case.name and _folded(case.name) not in map(_folded, names):
        yield "name", " ".join(case.name.split())
    for given, value in case.attributes.items():
        said = " ".join(value.split())
        name = _attribute(given)
        if given == APPEARANCES or not said or known.get(name) == said:
            continue
        if not name:
            left_out["variables without a name that can be kept"] += 1
        elif name == "kind" and said not in KINDS:
            yield "kind of case", said
        else:
            yield name, said


def _attribute(given: str) -> str:
    """A variable's name as an attribute's; empty where none can be made of it."""
    try:
        return checked(re.sub(r"[^\w -]", " ", given)[:40])
    except CoderError:
        return ""
