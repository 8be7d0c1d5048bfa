"""From what was said to the items of a session: roles, ids, and what a person should look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coder.evidence.anchors import item_id, paragraph_id, question_id
from coder.evidence.model import Item, Note, Paragraph, Question, Role

if TYPE_CHECKING:
    from coder.evidence.styles.cast import Cast
    from coder.evidence.styles.turns import Part, Said

ENDS = re.compile(
    r"\b(?:adjourn|that concludes|concludes our|is closed|meeting is over|séance est levée)", re.IGNORECASE
)
UNASKED = ("opening", "closing")
"""Roles that stand under no question."""


def settle(parts: Sequence[Part], slug: str, cast: Cast) -> tuple[list[Item], list[Note]]:
    """The items, their paragraphs not cited yet, and what needs a look."""
    settler = _Settler(parts, slug, cast)
    items = [settler.item(part, place) for place, part in enumerate(parts, 1)]
    return items, settler.notes


class _Settler:
    def __init__(self, parts: Sequence[Part], slug: str, cast: Cast) -> None:
        self.slug = slug
        self.notes: list[Note] = []
        self.used: set[str] = set()
        everything = [said for part in parts for said in part.said]
        asked = [said for said in everything if said.role == "question"]
        self.numbered = bool(asked)
        self.askers = {said.speaker for said in asked} - {None}
        self.chair = cast.chair
        self.some_witness = bool(cast.witnesses)
        self.asked = False
        self.first: Said | None = None
        self.turned = False
        last = [said for said in everything if said.who is not None]
        self.closing = last[-1] if last and not asked and ENDS.search(last[-1].text) else None

    def item(self, part: Part, place: int) -> Item:
        """One item with its questions and paragraphs."""
        key = item_id(self.slug, part.number, place)
        if key in self.used:
            key = f"{self.slug}/i{place}"
        self.used.add(key)
        growing = _Growing(key)
        for said in part.said:
            if said.text or said.label or said.role == "question":
                self._paragraph(said, growing)
        self._unanswered(growing)
        return Item(
            key, part.heading, part.number, None, None, tuple(part.named),
            tuple(growing.questions), tuple(growing.paragraphs),
        )  # fmt: skip

    def _paragraph(self, said: Said, growing: _Growing) -> None:
        role, number = self._role(said), said.number
        if role == "question":
            self._unanswered(growing)
            own, number = growing.question(said)
            self.asked = True
        else:
            own = growing.paragraph(said)
            growing.waiting = growing.waiting if role == "procedural" else None
        under = growing.questions[-1].id if growing.questions and role not in UNASKED else None
        text, label = (said.text, said.label) if said.text else (said.label or said.number or "", None)
        growing.paragraphs.append(
            Paragraph(own, role, text, number, "", under, said.speaker, label, said.line)
        )

    def _unanswered(self, growing: _Growing) -> None:
        if growing.waiting is not None:
            number, line = growing.waiting
            self.notes.append(Note(f"Question {number} has no answer", line))

    def _role(self, said: Said) -> Role:
        """What a paragraph is, from who speaks and where it stands."""
        if said.role is not None:
            return said.role
        if not said.text:
            return "procedural"
        if said is self.closing:
            return "closing"
        kind = said.who.kind if said.who else ""
        if self.numbered:
            if not self.asked:
                return "opening"
            return "followup" if kind == "member" or said.speaker in self.askers else "answer"
        return self._unnumbered(said, kind)

    def _unnumbered(self, said: Said, kind: str) -> Role:
        """Where no question is marked: witnesses answer, the others follow up; else all make statements."""
        self.first = self.first or said
        if kind == "witness":
            return "answer"
        presides = self.chair is not None and said.who is not None and said.who.person == self.chair
        if not (self.some_witness or presides or kind == "official"):
            return "statement"
        self.turned = self.turned or (said is not self.first and bool(said.label))
        return "opening" if said.who is self.first.who and not self.turned else "followup"


class _Growing:
    """An item's questions and paragraphs so far, with the ids it has given."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.questions: list[Question] = []
        self.paragraphs: list[Paragraph] = []
        self.waiting: tuple[str, int] | None = None
        self.under: Counter[str] = Counter()
        self.ids: dict[str, int] = {}

    def question(self, said: Said) -> tuple[str, str]:
        """Add a question; its id and number."""
        number = said.number or str(len(self.questions) + 1)
        own = self.free(question_id(self.key, number) or f"{self.key}.q{len(self.questions) + 1}")
        self.questions.append(Question(own, number, said.text or said.label or number, said.speaker))
        self.waiting = (number, said.line)
        return own, number

    def paragraph(self, said: Said) -> str:
        """A paragraph's id: from its printed number, else `14-2`, the second thing said under question 14."""
        above = self.questions[-1].number if self.questions else ""
        self.under[above] += 1
        count = self.under[above]
        counted = f"{self.key}.{above}-{count + 1}" if above.isalnum() else f"{self.key}.u{count}"
        return self.free(paragraph_id(self.key, said.number) or counted)

    def free(self, key: str) -> str:
        """The id, or with `-b2`, `-b3` where the item has it already."""
        times = self.ids.get(key, 0) + 1
        own = key if times == 1 else f"{key}-b{times}"
        while own in self.ids:
            times += 1
            own = f"{key}-b{times}"
        self.ids[key] = times
        self.ids.setdefault(own, 1)
        return own
