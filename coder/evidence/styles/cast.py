"""Who speaks in a transcript: printed labels resolved to the people of the session, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coder.evidence.model import Note, Witness
from coder.evidence.names import name_in
from coder.evidence.people import HE, SHE, Index, People, Person, index, person_of
from coder.evidence.styles.front import Front
from coder.evidence.styles.labels import NO_LABEL, TITLED
from coder.evidence.styles.patterns import WORDS
from coder.evidence.styles.witnesses import post_of, proper

CHAIR = re.compile(rf"{WORDS['chair']}(?: \(.*\))?$")
LABEL_NOTE = re.compile(r"(?P<name>[^(]{2,}?)\s*\((?P<note>.+)\)$")
THE_WITNESS = re.compile(r"(?:the )?witness$|a\.?$", re.IGNORECASE)
IN_CHAIR = re.compile(r"\bchair(?:man|woman|person)?\b", re.IGNORECASE)
NOT_CHAIR = re.compile(r"\b(?:vice|deputy|ranking)\b", re.IGNORECASE)
ROLE_WORDS = re.compile(
    r"(?:the|an?|some|several|counsel|unknown|unidentified|speaker|witness|members?|voice|audience|interpreter"
    r"|clerk|question|answer|reply|male|female|q|a|des|une?|hon)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Who:
    """Who a label means: `person` where that is one, `kind` where it is known what they are here."""

    person: Person | None
    kind: str = ""


class Cast:
    """The people of a session as they become known, from its title page and from their labels."""

    def __init__(self, front: Front) -> None:
        self.notes: list[Note] = []
        self.chair = self._chair(front)
        self.people: Index = {}
        self.witnesses: dict[str, Witness] = {}
        self._seen: dict[str, Who] = {}
        for name in front.present:
            self._add(person_of(proper(name), "member"))
        for name in front.in_attendance:
            self._add(person_of(proper(name), "official"))
        for witness in front.witnesses:
            self.add_witness(witness)
        if self.chair:
            self._add(self.chair)

    @staticmethod
    def _chair(front: Front) -> Person | None:
        for name in front.present + front.in_attendance:
            if IN_CHAIR.search(name) and not NOT_CHAIR.search(name):
                return person_of(proper(name), "member")
        return person_of(proper(front.chair), "member") if front.chair else None

    def _add(self, person: Person) -> None:
        for key in index([person]):
            known = self.people.setdefault(key, [])
            if not any(other.words == person.words for other in known):
                known.append(person)

    def add_witness(self, witness: Witness) -> None:
        """A witness named in the document."""
        person = person_of(proper(witness.name), "witness")
        self.witnesses.setdefault(person.name, witness)
        self._add(person)
        self._seen.clear()

    def witness_named(self, name: str) -> Witness:
        """The witness known by a name, with the post that was printed elsewhere."""
        return self.witnesses[person_of(proper(name), "witness").name]

    def who(self, label: str, kind: str, line: int) -> Who:
        """Whom a label means. What could not be told is noted once a label."""
        if (known := self._seen.get(label)) is not None:
            return known
        found = self._who(label, kind, line)
        self._seen[label] = found
        return found

    def _who(self, label: str, kind: str, line: int) -> Who:
        name, note = label, ""
        if parted := LABEL_NOTE.match(label):
            name, note = parted["name"], parted["note"]
        elif ", " in label:
            name, _, note = label.partition(", ")
        name = name.strip("()[]?*:. ")
        if name.partition(" ")[0].casefold() in NO_LABEL:
            return Who(None, kind)
        if CHAIR.match(name):
            return self._in_chair(note, line)
        if THE_WITNESS.match(name):
            only = list(self.witnesses)
            return Who(person_of(only[-1], "witness") if only else None, "witness")
        people = self._named(name)
        if len(people) > 1:  # who is known by the surname alone is the one who is known in full
            full = [person for person in people if len(person.words) > 1]
            people = full if len(full) == 1 else people
        if len(people) == 1:
            person = people[0]
            if len(person.words) == 1 and len(name) > len(person.name):
                person = person._replace(name=proper(name))
            return Who(person, kind or person.kind)
        if len(people) > 1:
            either = " or ".join(person.name for person in people)
            self._look(f"{label} may be {either}", line)
            return Who(None, kind or people[0].kind)
        return self._stranger(name, note, kind, line)

    def _look(self, what: str, line: int) -> None:
        if not any(note.what == what for note in self.notes):
            self.notes.append(Note(what, line))

    def _in_chair(self, note: str, line: int) -> Who:
        """The chair, who may be named behind the label the first time."""
        if note and (TITLED.match(note) or name_in(note)):
            named = note.partition(" (")[0].partition(",")[0]
            self.chair = person_of(proper(named), "member")
            self._add(self.chair)
        if self.chair is None:
            self._look("The document does not say who is in the chair", line)
        return Who(self.chair, "member")

    def _named(self, name: str) -> list[Person]:
        people = People((), self.people, self.chair)
        found = people.named(name)
        first = name.partition(" ")[0].rstrip(".").casefold()
        if found or " " not in name or first in HE | SHE:
            return found
        rest, found = people.ending(name)  # a rank, or a title that other print leaves out
        surname = rest.rpartition(" ")[2].casefold()
        return [person for person in found if person.words[-1:] == (surname,)]

    def _stranger(self, name: str, note: str, kind: str, line: int) -> Who:
        """A person known only by the label, with the post it gives; a role names nobody."""
        if ROLE_WORDS.match(name) and not TITLED.match(name):
            self._look(f"Who speaks as {name} is not said", line)
            return Who(None, kind)
        if not TITLED.match(name) and not name[:1].isupper():
            return Who(None, kind)
        person = person_of(proper(name), kind)
        if note and kind == "witness":
            role, organisation = post_of(re.split(r",\s+(?![^(]*\))", note))
            self.witnesses.setdefault(person.name, Witness(name, role, organisation))
        elif kind == "witness":
            self.witnesses.setdefault(person.name, Witness(name))
        self._add(person)
        return Who(person, kind)

    def sole_witness(self) -> Who:
        """The only witness, or a witness who is not known."""
        only = list(self.witnesses)
        return Who(person_of(only[0], "witness") if len(only) == 1 else None, "witness")

    def witness(self, person: Person | None) -> Witness | None:
        """The witness a person is, where they are one."""
        return self.witnesses.get(person.name) if person else None
