"""From growing items to finished ones: roles, speakers, ids, and what a person should look at.

House styles share it: a style finds the pieces, this says what each of them is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coder.evidence.anchors import item_id, paragraph_id, question_id
from coder.evidence.blocks import tidy_line
from coder.evidence.citations import Citations
from coder.evidence.model import Item, Note, Paragraph, Question, Role, Witness
from coder.evidence.names import CHAIR
from coder.evidence.people import ASKING, ATTRIBUTED, NAME, People, Person, Speakers, index

LONG = 400
"""Words. A longer paragraph is reported: two may have run together."""

FILLER = (
    r"(?:\s+(?:of|and|the|on|behalf|then|also|both|all|formally|warmly|again|select|committee|members|in|turn"
    r"|[A-Z][\w’'-]*)){0,10}"
)
HOST = rf"(?i:(?:the\s+)?(?:(?:vice[- ])?{CHAIR}|(?:select\s+)?committee|members?|panel))\b"
CLOSING = re.compile(
    rf"{HOST}{FILLER}\s+(?:thanked|closed|adjourned|concluded|declared\s+the|brought\s+the|drew\s+the)\b"
    r"|(?i:on\s+behalf\s+of)\b[^.]{0,120}\bthanked\b"
    r"|[A-Z][^.,]{0,60}\b(?:was|were)\s+(?:\w+ly\s+)?thanked\b"
    r"|(?i:the\s+(?:meeting|session|hearing)\s+(?:was\s+)?(?:closed|ended|finished|concluded|adjourned))\b|There\s+being\s+no\b",
)
PROCEDURAL = re.compile(
    r"RESOLVED\b|AGREED\b|(?i:the\s+(?:meeting|session|committee)\s+(?:adjourned|reconvened|resumed|broke))\b"
)
WELCOME = re.compile(rf"{HOST}{FILLER}\s+(?:welcomed|opened|introduced|invited)\b")
ENDING = frozenset({"thanked", "closed", "concluded", "declared", "adjourned"})
PUT_BY = re.compile(rf"\b(?:asked|put|raised|requested) by (?P<name>(?:the )?{NAME})")


@dataclass(slots=True)
class Piece:
    """A question or paragraph as it grows from block to block. `number` is as printed."""

    role: Role
    text: str
    line: int
    number: str | None = None
    label: str | None = None
    asker: str | None = None
    strong: bool = False
    speaker: str | None = None


@dataclass(slots=True)
class Draft:
    """An item before its pieces have ids."""

    heading: str
    number: str | None
    agenda: str | None
    time: str | None
    witnesses: tuple[Witness, ...]
    pieces: list[Piece]
    line: int

    @property
    def name(self) -> str:
        return f"Item {self.number}" if self.number else f"Item {tidy_line(self.heading)[:30]!r}"


def finish(
    drafts: Sequence[Draft], slug: str, others: Sequence[Person], chair: Person | None
) -> tuple[list[Item], list[Note]]:
    """The items with roles, speakers and ids settled, and what needs a look."""
    notes: list[Note] = []
    items: list[Item] = []
    used: set[str] = set()
    citations = Citations()
    known = index(others)
    for place, draft in enumerate(drafts, 1):
        key = item_id(slug, draft.number, place)
        if key in used:
            notes.append(Note(f"{draft.name} stands twice", draft.line))
            key = f"{slug}/i{place}"
        used.add(key)
        people = People(draft.witnesses, known, chair)
        set_roles(draft.pieces, people)
        notes += set_speakers(draft, people)
        citations.item(draft.number, place)
        items.append(_item(draft, key, citations, notes))
    return items, notes


def set_roles(pieces: Sequence[Piece], people: People) -> None:
    """Opening before the first question, answers below it, closing once the last has been answered.

    Questions and notes keep the role they have. An item without a question holds statements.
    """
    asked = [at for at, piece in enumerate(pieces) if piece.role == "question"]
    first, last = (asked[0], asked[-1]) if asked else (len(pieces), -1)
    closing = False
    for at, piece in enumerate(pieces):
        if piece.role != "answer":
            continue
        if PROCEDURAL.match(piece.text):
            piece.role = "procedural"
        elif at < first and asked:
            piece.role = "opening"
        elif at > last and (closing or _ends(piece.text, people)):
            piece.role, closing = "closing", True
        elif not asked:
            piece.role = "opening" if WELCOME.match(piece.text) else "statement"


def _ends(text: str, people: People) -> bool:
    """The chair or the committee brings the item to its end."""
    if CLOSING.match(text):
        return True
    found = ATTRIBUTED.match(text)
    if found is None or found["verb"] not in ENDING:
        return False
    named = people.ending(found["name"])[1]
    return bool(named) and all(person.kind != "witness" for person in named)


def set_speakers(draft: Draft, people: People) -> list[Note]:
    """Resolve askers and speakers; a member who asks below a question follows it up."""
    notes = []
    speakers = Speakers(people)
    for piece in draft.pieces:
        if piece.role == "question":
            speakers.question()
            piece.asker = _asker(piece, people)
            continue
        if piece.role == "note":
            continue
        said = speakers.of(piece.text, piece.role)
        if said.cut:
            piece.label, piece.text = said.label, piece.text[said.cut :]
        if said.speaker is not None:
            piece.speaker = said.speaker.name
            if piece.role == "answer" and said.speaker.kind != "witness" and said.verb in ASKING:
                piece.role = "followup"
        if said.look and (piece.role in ("answer", "followup") or " or " in said.look):
            where = f", ({piece.number})" if piece.number else ""
            notes.append(Note(f"{draft.name}{where}: {said.look}", piece.line))
    return notes


def _asker(piece: Piece, people: People) -> str | None:
    """Who puts a question: as the marker says, or as its words do (The Chairman asked; was asked by ...)."""
    if piece.asker:
        named = people.named(piece.asker)
        return named[0].name if len(named) == 1 else piece.asker
    for found in (ATTRIBUTED.match(piece.text), PUT_BY.search(piece.text) if " by " in piece.text else None):
        if found is not None:
            named = people.ending(found["name"])[1]
            if len(named) == 1 and named[0].kind != "witness":
                return named[0].name
    return None


def _item(draft: Draft, key: str, citations: Citations, notes: list[Note]) -> Item:
    questions: list[Question] = []
    paragraphs: list[Paragraph] = []
    ids: set[str] = set()
    open_question: tuple[str, int] | None = None
    points = 0
    for piece in draft.pieces:
        if piece.role == "question":
            _unanswered(draft, open_question, notes)
            number = _question_number(piece, questions)
            own = _free(question_id(key, number) or f"{key}.q{len(questions) + 1}", ids)
            questions.append(Question(own, number, piece.text, piece.asker))
            citation = citations.paragraph(number, "question")
            paragraphs.append(
                Paragraph(
                    own, "question", piece.text, number, citation, own, piece.asker, piece.label, piece.line
                )
            )
            open_question = (number, piece.line)
            continue
        if piece.role in ("answer", "followup", "statement"):
            open_question = None
        under = questions[-1].id if questions and piece.role not in ("opening", "closing") else None
        points += piece.number is None
        own = _free(paragraph_id(key, piece.number) or f"{key}.u{points}", ids)
        citation = citations.paragraph(piece.number, piece.role)
        paragraphs.append(
            Paragraph(
                own,
                piece.role,
                piece.text,
                piece.number,
                citation,
                under,
                piece.speaker,
                piece.label,
                piece.line,
            )
        )
        _long(draft, piece, notes)
    _unanswered(draft, open_question, notes)
    return Item(
        key, tidy_line(draft.heading), draft.number, draft.agenda, draft.time, draft.witnesses,
        tuple(questions), tuple(paragraphs),
    )  # fmt: skip


def _long(draft: Draft, piece: Piece, notes: list[Note]) -> None:
    if len(piece.text) > 5 * LONG and (count := len(piece.text.split())) > LONG:
        where = f", ({piece.number})" if piece.number else ""
        notes.append(Note(f"{draft.name}{where}: {count} words in one paragraph", piece.line))


def _unanswered(draft: Draft, question: tuple[str, int] | None, notes: list[Note]) -> None:
    if question is not None:
        notes.append(Note(f"{draft.name}: question {question[0]} has no answer", question[1]))


def _question_number(piece: Piece, before: Sequence[Question]) -> str:
    """The printed number where the item has it once, else the question's place in the item."""
    taken = {question.number for question in before}
    if piece.number and piece.number not in taken:
        return piece.number
    place = len(before) + 1
    while str(place) in taken:
        place += 1
    return str(place)


def _free(key: str, ids: set[str]) -> str:
    """The id, or with `-2`, `-3` where the item has it already."""
    own, times = key, 1
    while own in ids:
        times += 1
        own = f"{key}-{times}"
    ids.add(own)
    return own
