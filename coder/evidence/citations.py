"""How a paragraph is cited, from its place in the session. A preset belongs to a house style.

Council minutes: `7(4)` is paragraph 4 of item 7; `7 Q3` its third question; `10 (point 3)` the third
paragraph of item 10 that has no number. Citations are unique within a session: `7(4) (2)`.
"""

from __future__ import annotations

from coder.evidence.model import Role


class Citations:
    """Gives the paragraphs of one session their citations, in order."""

    def __init__(self) -> None:
        self.base = ""
        self.points = 0
        self.given: dict[str, int] = {}

    def item(self, number: str | None, place: int) -> None:
        """The paragraphs that follow belong to this item, the `place`th of the session from 1."""
        self.base = number or f"item {place}"
        self.points = 0

    def paragraph(self, number: str | None, role: Role) -> str:
        """The citation of the next paragraph, unique among those given so far."""
        if number is None:
            self.points += 1
            citation = f"{self.base} (point {self.points})"
        else:
            citation = f"{self.base} Q{number}" if role == "question" else f"{self.base}({number})"
        times = self.given.get(citation, 0) + 1
        unique = citation if times == 1 else f"{citation} ({times})"
        while unique in self.given:
            times += 1
            unique = f"{citation} ({times})"
        self.given[citation] = times
        self.given.setdefault(unique, 1)
        return unique
