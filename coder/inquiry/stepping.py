"""Stepping through a session: where the coder is, what stands there, and where to go next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from coder.coding import Entry
from coder.errors import CoderError
from coder.evidence.model import Item, session_of
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import as_set
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import find_session
from coder.store.index import Placed, SessionHead

Marks = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class View:
    """All that a screen shows of one place. `marks` are the coder's own, (kind, code) to value."""

    session: SessionHead
    item: Item
    here: Placed
    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    question: Placed | None
    question_place: tuple[int, int]
    """Which question of the item, from 1 (0 before the first), and of how many."""
    marks: Marks
    marks_around: dict[str, Marks] = field(default_factory=dict)
    read: int = 0
    total: int = 0
    """Paragraphs of the roles one codes: read by this coder, and in all."""

    @property
    def is_read(self) -> bool:
        return is_read(self.marks)


def is_read(marks: Marks) -> bool:
    """Whether a paragraph with these marks counts as read: marked so, or tagged."""
    return any(kind in ("read", "tag") for kind, _ in marks)


def session_to_resume(inquiry: Inquiry, coder: str) -> str | None:
    """The session a coder worked on last; None where there is none yet."""
    return inquiry.store.journal.last_session(coder)


class Stepper:
    """A coder's place in one session. Every move that finds a place keeps it, to come back to."""

    AROUND = 8
    """How many paragraphs before and after a view holds."""

    def __init__(self, inquiry: Inquiry, coder: str, session: str) -> None:
        """Stand where the coder stopped, else on the first unread paragraph, else on the first.

        Raises CoderError where the session is not there, was withdrawn, or has nothing to code.
        """
        head = find_session(inquiry, session)
        self.inquiry, self.coder, self.head = inquiry, coder, head
        self.hand = Hand(inquiry, coder)
        self._index, self._journal = inquiry.store.index, inquiry.store.journal
        self._roles = inquiry.settings.roles
        self._items = self._items_as_set()
        self.total = self._index.role_count(session, self._roles)
        if not self.total:
            roles = ", ".join(self._roles)
            raise CoderError(f"{session}: has no paragraph of the roles one codes ({roles}).")
        self._read = 0
        self.count_anew()
        self._question_at = (-1, 0, 0)
        """A position, with its place among the questions of its item: counted on from, not anew."""
        self.position = self._start()
        self.paragraph = self._at(self.position)
        """The id of the paragraph one stands on."""

    def _start(self) -> int:
        place = self._journal.place(self.coder, self.head.slug)
        placed = self._index.paragraph(place) if place else None
        if placed and placed.session == self.head.slug:
            return placed.position
        unread = self._index.next_unread(self.head.slug, -1, self._roles, self.coder)
        first = self._index.next(self.head.slug, -1, self._roles)
        return unread if unread is not None else first or 0

    def _items_as_set(self) -> dict[str, Item]:
        items = as_set(self.inquiry, self.head.slug, self._index.items(self.head.slug))
        return {item.id: item for item in items}

    def view(self) -> View:
        """What stands here and around."""
        slug, position = self.head.slug, self.position
        low, high = max(0, position - self.AROUND), position + self.AROUND
        span = self._index.span(slug, low, high)
        if len(span) <= position - low or span[position - low].item not in self._items:
            find_session(self.inquiry, slug)
            raise CoderError(f"{slug}: its transcript was changed meanwhile; go home and open it again.")
        here = span[position - low]
        marks = self._journal.marks_in_span(slug, low, high, self.coder)
        question = here.paragraph.question
        return View(
            session=self.head,
            item=self._items[here.item],
            here=here,
            before=tuple(span[: position - low]),
            after=tuple(span[position - low + 1 :]),
            question=self._index.paragraph(question) if question else None,
            question_place=self._question_place(span, here),
            marks=marks.get(here.paragraph.id, {}),
            marks_around=marks,
            read=self._read,
            total=self.total,
        )

    def count_anew(self) -> None:
        """Ask the store what the coder has read, as where it was not done through this stepper."""
        self._read = self._index.read_count(self.head.slug, self._roles, self.coder)

    def took(self, entries: Iterable[Entry]) -> None:
        """Bring the count of read paragraphs in line with what the coder has just done."""
        by_subject: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.kind == "person":
                self._items = self._items_as_set()
            by_subject.setdefault(entry.subject, []).append(entry)
        for subject, made in by_subject.items():
            placed = self._index.paragraph(subject) if session_of(subject) == self.head.slug else None
            if placed is None or placed.paragraph.role not in self._roles:
                continue
            after: Marks = self._journal.marks(subject, self.coder)
            before = dict(after)
            for entry in reversed(made):
                before.pop((entry.kind, entry.code), None)
                if entry.before is not None:
                    before[(entry.kind, entry.code)] = entry.before
            self._read += is_read(after) - is_read(before)

    def _question_place(self, span: list[Placed], here: Placed) -> tuple[int, int]:
        """As `Index.question_place`, at a cost that does not grow with the item where one steps."""
        at, nth, of = self._question_at
        low, high = sorted((at, here.position))
        between = [placed for placed in span if low < placed.position <= high]
        known = at >= 0 and len(between) == high - low and {placed.item for placed in between} <= {here.item}
        if known and any(placed.position == at and placed.item == here.item for placed in span):
            step = sum(placed.paragraph.role == "question" for placed in between)
            nth += step if here.position > at else -step
        else:
            nth, of = self._index.question_place(here)
        self._question_at = (here.position, nth, of)
        return nth, of

    # Moving: each answers whether there was a place to go to.

    def next(self) -> bool:
        return self._go(self._index.next(self.head.slug, self.position, self._roles))

    def previous(self) -> bool:
        return self._go(self._index.previous(self.head.slug, self.position, self._roles))

    def next_question(self) -> bool:
        """To the first paragraph under the next question."""
        return self._go(self._after(self._index.next(self.head.slug, self.position, ("question",))))

    def previous_question(self) -> bool:
        """To the first paragraph under this question; from there, under the one before."""
        at: int | None = self.position
        while at is not None and at >= 0:
            at = self._index.previous(self.head.slug, at, ("question",))
            first = self._after(at)
            if first is not None and first < self.position:
                return self._go(first)
        return self._go_if_before(self._index.next(self.head.slug, -1, self._roles))

    def next_item(self) -> bool:
        """To the first paragraph of the next item that has one to code."""
        ids = list(self._items)
        here = self._index.span(self.head.slug, self.position, self.position)[0].item
        for item in ids[ids.index(here) + 1 :]:
            if (start := self._index.item_start(self.head.slug, item)) >= 0:
                return self._go(self._index.next(self.head.slug, start - 1, self._roles))
        return False

    def previous_item(self) -> bool:
        """To the first paragraph of this item; from there, of the one before."""
        ids = list(self._items)
        here = self._index.span(self.head.slug, self.position, self.position)[0].item
        for item in reversed(ids[: ids.index(here) + 1]):
            start = self._index.item_start(self.head.slug, item)
            first = self._index.next(self.head.slug, start - 1, self._roles) if start >= 0 else None
            if first is not None and first < self.position:
                return self._go(first)
        return False

    def next_unread(self) -> bool:
        """To the next unread paragraph, from the end on to the start."""
        found = self._index.next_unread(self.head.slug, self.position, self._roles, self.coder)
        if found is None:
            found = self._index.next_unread(self.head.slug, -1, self._roles, self.coder)
        return found != self.position and self._go(found)

    def go_to(self, paragraph: str) -> bool:
        """To a paragraph of this session, whatever its role."""
        placed = self._index.paragraph(paragraph)
        return placed is not None and placed.session == self.head.slug and self._go(placed.position)

    def _after(self, position: int | None) -> int | None:
        return None if position is None else self._index.next(self.head.slug, position, self._roles)

    def _go_if_before(self, position: int | None) -> bool:
        return position is not None and position < self.position and self._go(position)

    def _go(self, position: int | None) -> bool:
        """Go where the store can keep the place; where it cannot, one stands where one stood."""
        if position is None:
            return False
        paragraph = self._at(position)
        self._journal.keep_place(self.coder, paragraph)
        self.position, self.paragraph = position, paragraph
        return True

    def _at(self, position: int) -> str:
        return self._index.span(self.head.slug, position, position)[0].paragraph.id
