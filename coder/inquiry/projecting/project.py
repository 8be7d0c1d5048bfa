"""The whole of a project: its sessions one by one, and what goes round them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from coder import __version__
from coder.codebook import Code
from coder.coding import codebook_subject
from coder.exchange.refi.conventions import APPEARANCES, ORIGIN, guids
from coder.exchange.refi.records import Around, Case, Selection, Source, Written
from coder.inquiry.folder import Inquiry
from coder.inquiry.mask import Mask
from coder.inquiry.people import Person, people
from coder.inquiry.projecting.basis import Basis, Wanted
from coder.inquiry.projecting.notes import Notes
from coder.inquiry.projecting.session import Sitting
from coder.store.index import SessionHead


class Projecting:
    """An inquiry on its way into a project: `sources` first, then `around`.

    Raises CoderError where what is wanted is not there, or who asks may see nothing.
    """

    def __init__(self, inquiry: Inquiry, wanted: Wanted, mask: Mask, made: str) -> None:
        self.inquiry, self.mask, self._made = inquiry, mask, made
        self.basis = Basis(inquiry, wanted)
        self.people = people(inquiry)
        self.meanings = {code.id: code.meaning for code in inquiry.codebook.codes}
        self._book = mask.codebook(inquiry.codebook)
        self._codes = dict(self._book.by_id)
        self.guid = guids(mask.text(inquiry.name))
        self.user = lru_cache(None)(self._user)
        self.code_guid = lru_cache(None)(self._code_guid)
        self.notes = Notes(self.guid, made)
        self.left_out = self.basis.homeless()
        self.spoken: dict[str, bytearray] = {}
        """By person, sixteen bytes for each selection of what they said."""
        self.codings = 0
        self._titles = Counter(mask.text(head.title) for head in self.basis.sessions)
        self._subjects: dict[str, str] = {}
        self._taken: Counter[str] = Counter()
        self._users: dict[str, str] = {}
        self._tagged: set[str] = set()
        self._variables: dict[str, str] = {}
        self._links: list[tuple[str, str, str, str]] = []
        self._said_of: dict[str, list[str]] = {}
        self._by_appearance = {each: one for one in self.people.all for each in one.ids}

    def sources(self) -> Iterator[tuple[Source, list[Selection]]]:
        """Each session as a source, with what is selected in it."""
        for head in self.basis.sessions:
            yield Sitting(self, head).source()

    def around(self) -> Around:
        """All the rest. Only good after the sources."""
        inquiry, told = self.inquiry, self.mask.text
        notes = self._memos_on_codes()
        cases = list(self._cases())
        sessions = len(self.basis.sessions)
        return Around(
            told(inquiry.name), f"{ORIGIN}{__version__}", self._made,
            f"{told(inquiry.name)}: {sessions} sessions, {self.basis.in_words}; "
            f"codebook {self._book.title or self._book.name}.",
            dict(sorted(((guid, name) for name, guid in self._users.items()), key=lambda one: one[1])),
            Written(tuple(self._codes.values()), self.guid, self._tagged, notes),
            {guid: name for name, guid in self._variables.items()}, cases,
            self.notes.all, self._links, self.notes.sets,
        )  # fmt: skip

    def in_words(self) -> str:
        """What was written."""
        coders, sessions = len(self._users), len(self.basis.sessions)
        return (
            f"{self.codings} codings by {coders} coder{'' if coders == 1 else 's'} in {sessions} "
            f"session{'' if sessions == 1 else 's'} ({self.basis.in_words})"
        )

    # What sessions ask for

    def _user(self, coder: str) -> str:
        guid = self._users[coder] = self.guid("user", coder)
        return guid

    def code(self, code: str) -> Code:
        """A code by its id; one that is in the codebook no more is added."""
        if code not in self._codes:
            self._codes[code] = Code(code, code)
        return self._codes[code]

    def _code_guid(self, code: str) -> str:
        """Of a code that was put on something."""
        self._tagged.add(code)
        return self.guid("code", self.code(code).id)

    def subject(self, subject: str) -> str:
        """What the journal calls something by, without names; no two alike, whichever names they had."""
        if self.mask.is_open:
            return subject
        if subject not in self._subjects:
            masked = self.mask.subject(subject)
            self._taken[masked] += 1
            times = self._taken[masked]
            self._subjects[subject] = masked if times == 1 else f"{masked} ({times})"
        return self._subjects[subject]

    def source_guid(self, session: str) -> str:
        return self.guid("source", self.subject(session))

    def variable(self, name: str) -> str:
        return self._variables.setdefault(name, self.guid("variable", name))

    def name_of(self, head: SessionHead) -> str:
        """A session's title, with its short name behind it where another session has the same."""
        title, slug = self.mask.text(head.title), self.subject(head.slug)
        if not title:
            return slug
        return title if self._titles[title] == 1 else f"{title} ({slug})"

    def memo_on_person(self, coder: str, appearance: str, text: str, at: str) -> None:
        """A memo on a person is a note that is linked to the case."""
        person = self._by_appearance.get(appearance)
        if person is None:
            self.left_out["memos on people whom no transcript names so any more"] += 1
            return
        subject, name = self.subject(appearance), self.mask.person(person.name)
        user = self.user(coder)
        note = self.notes.memo((subject,), f"{coder} on {name}", text, (user, at), apart=True)
        self._links.append((self.guid("link", user, subject), subject, note, self._case_guid(person)))
        self._said_of.setdefault(person.id, []).append(f"{coder}: {text}")

    # What goes round

    def _memos_on_codes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for (kind, coder, _, code), value, at in self.basis.marks(
            codebook_subject(self.inquiry.codebook.name)
        ):
            text = value.get("text")
            if kind != "memo" or not text:
                continue
            if code not in self._codes:
                self.left_out["memos on codes that are in the codebook no more"] += 1
                continue
            name, by = f"{coder} on the code {self._codes[code].name}", (self.user(coder), at)
            note = self.notes.memo(("code", code), name, self.mask.text(text), by, apart=True)
            found.setdefault(code, []).append(note)
        return found

    def _case_guid(self, person: Person) -> str:
        return self.guid("case", self.subject(person.id))

    def _cases(self) -> Iterator[Case]:
        """Everyone who appears in a session that is written."""
        sessions = {head.slug for head in self.basis.sessions}
        for person in self.people.all:
            there = [slug for slug in person.sessions if slug in sessions]
            if there:
                yield Case(
                    self._case_guid(person), self.mask.person(person.name), self._values(person),
                    list(map(self.source_guid, there)),
                    self.spoken.get(person.id, b""), "\n\n".join(self._said_of.get(person.id, ())),
                )  # fmt: skip

    def _values(self, person: Person) -> list[tuple[str, str]]:
        told = self.mask.text
        said = {
            "kind": person.kind(), "role": told("; ".join(person.roles)),
            "organisation": self.mask.organisation(person.organisation()) or "",
            **{name: told(value) for name, value in person.attributes.items()},
            APPEARANCES: " ".join(map(self.subject, person.ids)),
        }  # fmt: skip
        return [(self.variable(name), value) for name, value in said.items() if value]
