"""What a session of evidence is made of. Everything here is frozen; nothing here reads or writes.

Ids: a session's is its slug (`commissioning-2014-02-03`), an item's is `slug/7`, a paragraph's is
`slug/7.4`, made from session, item and printed number; a question's is `slug/7.q3`. Where no printed
number makes an id unique it is written into the transcript (`slug/10.u2`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["sitting", "submission"]
Role = Literal["question", "answer", "followup", "opening", "statement", "procedural", "closing", "note"]
Why = Literal["page", "head", "navigation", "label", "markup", "link"]

ROLES: tuple[Role, ...] = (
    "question", "answer", "followup", "opening", "statement", "procedural", "closing", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Witness:
    """A person giving evidence; `organisation` is None where the document does not say."""

    name: str
    role: str = ""
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question put by the committee; it stands again, as role `question`, among the paragraphs."""

    id: str
    number: str
    text: str
    asker: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of coding.

    `text` holds neither the printed number nor the label; nested list points are lines within it.
    `line` is where it began in the document as received, None where nobody knows.
    """

    id: str
    role: Role
    text: str
    number: str | None = None
    citation: str = ""
    question: str | None = None
    speaker: str | None = None
    label: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item or panel, with its witnesses. `time` is 24-hour `HH:MM`."""

    id: str
    heading: str
    number: str | None = None
    agenda_item: str | None = None
    time: str | None = None
    witnesses: tuple[Witness, ...] = ()
    questions: tuple[Question, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text left out of the paragraphs on purpose, with the reason."""

    why: Why
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something an importer was unsure of, for a person to look at."""

    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting of the committee, or one written submission. `date` is ISO `YYYY-MM-DD`."""

    slug: str
    title: str
    kind: Kind = "sitting"
    body: str = ""
    committee: str = ""
    reference: str | None = None
    date: str | None = None
    place: str = ""
    style: str = ""
    citations: str = ""
    """How its paragraphs are cited: the preset of its style, where the style's name does not tell it."""
    present: tuple[str, ...] = ()
    in_attendance: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[Note, ...] = ()
    original: str = ""
    """File name of the document as received, below `sessions/originals/`."""
    sha256: str = ""
    """Of the document as received."""
    meta: dict[str, str] = field(default_factory=dict)
    """Header lines that no other field holds (apologies, reference numbers of the sitting, ...)."""

    def paragraphs(self) -> list[Paragraph]:
        """Everything that was said, in order."""
        return [paragraph for item in self.items for paragraph in item.paragraphs]

    def to_json(self) -> dict[str, Any]:
        """The object that `coder import --dry-run --json` and `coder show --json` print."""
        return {
            "slug": self.slug, "kind": self.kind, "title": self.title, "body": self.body,
            "committee": self.committee, "reference": self.reference, "date": self.date,
            "place": self.place, "style": self.style,
            "present": list(self.present), "in_attendance": list(self.in_attendance),
            "items": [
                {
                    "id": item.id, "number": item.number, "agenda_item": item.agenda_item,
                    "heading": item.heading, "time": item.time,
                    "witnesses": [
                        {"name": w.name, "role": w.role, "organisation": w.organisation}
                        for w in item.witnesses
                    ],
                    "questions": [
                        {"id": q.id, "number": q.number, "asker": q.asker, "text": q.text}
                        for q in item.questions
                    ],
                    "paragraphs": [
                        {
                            "id": p.id, "number": p.number, "citation": p.citation, "role": p.role,
                            "question": p.question, "speaker": p.speaker, "label": p.label, "text": p.text,
                        }
                        for p in item.paragraphs
                    ],
                }
                for item in self.items
            ],
            "dropped": [{"line": d.line, "why": d.why, "text": d.text} for d in self.dropped],
            "notes": [{"line": n.line, "what": n.what} for n in self.notes],
        }  # fmt: skip


_STEERING = {
    **dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0)]),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]),
}
del _STEERING[0x09], _STEERING[0x0A]


def plain(text: str) -> str:
    """Text without what could steer a terminal or turn its reading direction; tabs and line ends stay."""
    return text.translate(_STEERING)


def session_of(subject: str) -> str:
    """The slug of the session an item, question or paragraph id belongs to."""
    return subject.partition("/")[0]
