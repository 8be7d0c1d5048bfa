"""The notes of a project: memos, and what the format has no other place for."""

from __future__ import annotations

from collections import Counter

from coder.codebook import Code
from coder.exchange.refi.conventions import MARKS, MEANING, SCALE, Guid, meaning_note, scale_note
from coder.exchange.refi.records import Note

MARKS_HEAD = "What is neither tag nor memo, for coder to read back: what, from and up to where, when:"


class Notes:
    """Collects them; each is named once, and its GUID is what others refer to it by."""

    def __init__(self, guid: Guid, made: str) -> None:
        self._guid, self._made = guid, made
        self._names: Counter[str] = Counter()
        self._known: dict[tuple[str, str, int], str] = {}
        self._sets: dict[str, list[str]] = {}
        self.all: list[Note] = []

    def memo(
        self, on: tuple[str, ...], name: str, text: str, by: tuple[str, str], apart: bool = False
    ) -> str:
        """A memo, `on` what, `by` whom (a GUID) and when."""
        return self._add(Note(self._guid("memo", by[0], *on), self._name(name), text, *by, apart))

    def marks(self, session: str, coder: str, lines: list[str], by: tuple[str, str]) -> str:
        """What a coder did in a session beside tagging and writing."""
        name = f"{coder} in {session}: read, starred, flagged"
        text = "\n".join(
            ["What is no tag and no memo; coder reads it back, what follows is where and when:", *lines]
        )
        note = Note(self._guid("marks", by[0], session), self._name(name), text, *by)
        return self._add(note, MARKS)

    def step(self, code: Code, step: int) -> tuple[str, str]:
        """The note of a step of a code's scale, and its text."""
        text = scale_note(step, code.values)
        return self._shared(SCALE, code, step, text), text

    def meaning(self, code: Code, meaning: int) -> tuple[str, str]:
        """The note of an earlier meaning of a code, and its text."""
        text = meaning_note(code.name, meaning)
        return self._shared(MEANING, code, meaning, text), text

    @property
    def sets(self) -> list[tuple[str, str, list[str]]]:
        return [(self._guid("set", name), name, members) for name, members in self._sets.items()]

    def _shared(self, of: str, code: Code, number: int, text: str) -> str:
        key = (of, code.id, number)
        if key not in self._known:
            name = self._name(f"{code.name}: {text}" if of == SCALE else text)
            self._known[key] = self._add(Note(self._guid(*key), name, text, "", self._made), of)
        return self._known[key]

    def _add(self, note: Note, of: str = "") -> str:
        self.all.append(note)
        if of:
            self._sets.setdefault(of, []).append(note.guid)
        return note.guid

    def _name(self, wanted: str) -> str:
        """A name that no other note has: QualCoder refuses two of one name."""
        self._names[wanted] += 1
        times = self._names[wanted]
        return wanted if times == 1 else self._name(f"{wanted} ({times})")
