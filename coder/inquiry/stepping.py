"""Stepping through a session: where the coder is, what stands there, and where to go next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from coder.coding import Entry, on_paragraph
from coder.errors import CoderError
from coder.evidence.model import Item, session_of
from coder.inquiry.filters import Filter, in_words
from coder.inquiry.folder import Inquiry
from coder.inquiry.memos import NO_MEMOS, Memos, memos_about
from coder.inquiry.outline import Outline
from coder.inquiry.people import as_set
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import find_session
from coder.store.index import Placed, SessionHead
from coder.store.steps import Steps

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
    question_memo: str = ""
    memos: Memos = NO_MEMOS
    """Those on the session, its people and the codes; a paragraph's are among its marks."""
    filtered: bool = False
    narrowed: str = ""
    """What stepping stops at, where it is not every paragraph of the roles one codes."""

    @property
    def is_read(self) -> bool:
        return is_read(self.marks)


def is_read(marks: Iterable[tuple[str, str]]) -> bool:
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
        self.outline = Outline(inquiry, coder, session, lambda: self._items)
        self.total = self._index.role_count(session, self._roles)
        if not self.total:
            roles = ", ".join(self._roles)
            raise CoderError(f"{session}: has no paragraph of the roles one codes ({roles}).")
        self._read = self._index.read_count(session, self._roles, coder)
        self._memos = memos_about(inquiry, coder, session)
        self._question_at = (-1, 0, 0)
        """A position, with its place among the questions of its item: counted on from, not anew."""
        self.filter, self.questions = Filter(), False
        self._filter_said = ""
        self._steps = self.steps_of(self.filter)
        self.matching = self.total
        """How many paragraphs the filter lets through."""
        self.position = self._start()
        self.paragraph = self._at(self.position)
        """The id of the paragraph one stands on."""

    def _start(self) -> int:
        place = self._journal.place(self.coder, self.head.slug)
        placed = self._index.paragraph(place) if place else None
        if placed and placed.session == self.head.slug:
            return placed.position
        unread = self.steps_of(Filter(unread=True)).next(-1)
        return unread if unread is not None else self._steps.next(-1) or 0

    def _items_as_set(self) -> dict[str, Item]:
        items = as_set(self.inquiry, self.head.slug, self._index.items(self.head.slug))
        return {item.id: item for item in items}

    def look_again(self) -> None:
        """Count anew: tags, memos or the codebook were changed elsewhere."""
        self._read = self._index.read_count(self.head.slug, self._roles, self.coder)
        self._memos = memos_about(self.inquiry, self.coder, self.head.slug)
        self._steps = self.steps_of(self.filter)
        if self.filter != Filter():
            self.matching = self._steps.count()

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
        asked = self._journal.value(("memo", self.coder, question, "")) if question else None
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
            question_memo=(asked or {}).get("text") or "",
            memos=self._memos,
            filtered=self.filter != Filter(),
            narrowed=self.narrowed,
        )

    def exchange(self, view: View, around: int) -> View:
        """A view with the whole exchange around: up to so many paragraphs of it before and after.

        Where one stands under no question, what is around in the item and under none.
        """
        here = view.here
        if here.paragraph.question:
            before, after = self._index.exchange(here, around)
        else:
            span = self._index.span(self.head.slug, max(0, self.position - around), self.position + around)
            alone = [one for one in span if one.item == here.item and not one.paragraph.question]
            before = [one for one in alone if one.position < self.position]
            after = [one for one in alone if one.position > self.position]
        low, high = (before or [here])[0].position, (after or [here])[-1].position
        if view.question and view.question not in [*before, here, *after]:
            before.insert(0, view.question)
        marks = self._journal.marks_in_span(self.head.slug, low, high, self.coder)
        return replace(view, before=tuple(before), after=tuple(after), marks_around=marks)

    def go_to_position(self, position: int) -> bool:
        """To the paragraph at a position of this session, whatever its role."""
        return 0 <= position < self.head.paragraphs and self._go(position)

    @property
    def is_current(self) -> bool:
        """Whether the session is as it was when one began to step through it."""
        head = self._index.session(self.head.slug)
        return head is not None and head.revision == self.head.revision

    def count_anew(self) -> None:
        """Bring the counts in line with the store, as where something was not done through this stepper."""
        self.outline.count_anew()
        self.__dict__.pop("to_code", None)
        self._items = self._items_as_set()
        self._read = self._index.read_count(self.head.slug, self._roles, self.coder)
        self._memos = memos_about(self.inquiry, self.coder, self.head.slug)
        self.matching = self._steps.count() if self.filter != Filter() else self.total

    def took(self, entries: Sequence[Entry]) -> None:
        """Bring the counts in line with what the coder has just done."""
        self.outline.took(entries)
        if any(entry.kind == "person" for entry in entries):
            self._items = self._items_as_set()
        if any(entry.kind == "memo" and not on_paragraph("memo", entry.subject) for entry in entries):
            self._memos = memos_about(self.inquiry, self.coder, self.head.slug)
        self._read = self._index.read_count(self.head.slug, self._roles, self.coder)
        if self.filter != Filter():
            self._match(entries)

    def _match(self, entries: Sequence[Entry]) -> None:
        """Count on, as the paragraphs passed by what was done to them; of a great many all anew."""
        by_subject: dict[str, list[Entry]] = {}
        for entry in entries:
            if session_of(entry.subject) == self.head.slug and on_paragraph(entry.kind, entry.subject):
                by_subject.setdefault(entry.subject, []).append(entry)
        if len(by_subject) > self.AROUND:
            self.matching = self._steps.count()
            return
        meanings = self._meanings_for(self.filter)
        for subject, made in by_subject.items():
            placed = self._index.paragraph(subject)
            if placed is None or placed.paragraph.role not in self._roles_of(self.filter):
                continue
            if self.filter.assigned and subject not in self.to_code:
                continue
            after = self._journal.marks(subject, self.coder)
            before = dict(after)
            for entry in reversed(made):
                before.pop((entry.kind, entry.code), None)
                if entry.before is not None:
                    before[(entry.kind, entry.code)] = entry.before
            was, now = (self.filter.admits(placed.paragraph, one, meanings) for one in (before, after))
            self.matching += now - was

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

    # What stepping stops at

    @cached_property
    def to_code(self) -> frozenset[str]:
        """The paragraphs of this session that are the coder's by an assignment."""
        return frozenset(self.inquiry.store.assigned.to_code(self.coder, self.head.slug))

    def keep_to_assigned(self) -> None:
        """Step only through what is assigned to the coder here, where there is more, and while any of it is
        unread."""
        assigned = Filter(assigned=True)
        if (
            0 < len(self.to_code) < self.total
            and self.steps_of(replace(assigned, unread=True)).next(-1) is not None
        ):
            self.narrow(assigned)

    def narrow(self, wanted: Filter, questions: bool | None = None) -> bool:
        """Step through what a filter lets through, with questions as steps or not; whether there is any.

        Where the paragraph one stands on is not let through, one goes to the next that is, else to the one
        before; where none is, one stays.
        """
        self.questions = self.questions if questions is None else questions
        self.filter, self._steps = wanted, self.steps_of(wanted)
        self._filter_said = in_words(self.inquiry, wanted)
        self.matching = self._steps.count()
        if self._steps.next(self.position - 1) != self.position and not self.next():
            self.previous()
        return self.matching > 0

    def steps_of(self, wanted: Filter) -> Steps:
        """The paragraphs of this session that a filter would let through."""
        roles, meanings = self._roles_of(wanted), self._meanings_for(wanted)
        return self._index.steps(self.head.slug, roles, self.coder, wanted=wanted, meanings=meanings)

    def _roles_of(self, wanted: Filter) -> tuple[str, ...]:
        own = (*self._roles, "question") if self.questions else self._roles
        return wanted.roles or tuple(dict.fromkeys(own))

    def _meanings_for(self, wanted: Filter) -> dict[str, int]:
        return {code.id: code.meaning for code in self.inquiry.codebook.codes} if wanted.stale else {}

    @property
    def narrowed(self) -> str:
        """What stepping stops at, in words; empty where it is all that one codes."""
        said = ["questions too"] if self.questions else []
        if self.filter != Filter():
            said.append(f"filter: {self._filter_said} · {self.matching} match")
        return " · ".join(said)

    # Moving: each answers whether there was a place to go to.

    def next(self) -> bool:
        return self._go(self._steps.next(self.position))

    def previous(self) -> bool:
        return self._go(self._steps.previous(self.position))

    def next_question(self) -> bool:
        """To the first paragraph under the next question; to the question itself, where it is a step."""
        question = self._index.next(self.head.slug, self.position, ("question",))
        return question is not None and self._go(self._steps.next(question - 1))

    def previous_question(self) -> bool:
        """To the first paragraph under this question; from there, under the one before."""
        before = self._steps.previous(self.position)
        if before is None:
            return False
        question = self._index.previous(self.head.slug, before + 1, ("question",))
        return self._go(self._steps.next(-1 if question is None else question - 1))

    def next_item(self) -> bool:
        """To the first paragraph of the next item that has one."""
        ids = list(self._items)
        for item in ids[ids.index(self._item_at(self.position)) + 1 :]:
            if (start := self._index.item_start(self.head.slug, item)) >= 0:
                return self._go(self._steps.next(start - 1))
        return False

    def previous_item(self) -> bool:
        """To the first paragraph of this item; from there, of the one before."""
        before = self._steps.previous(self.position)
        if before is None:
            return False
        return self._go(self._steps.next(self._index.item_start(self.head.slug, self._item_at(before)) - 1))

    def next_unread(self) -> bool:
        """To the next unread paragraph, from the end on to the start."""
        unread = self.steps_of(replace(self.filter, unread=True))
        found = unread.next(self.position)
        if found is None:
            found = unread.next(-1)
        return found != self.position and self._go(found)

    def go_to(self, paragraph: str) -> bool:
        """To a paragraph of this session, whatever its role."""
        placed = self._index.paragraph(paragraph)
        return placed is not None and placed.session == self.head.slug and self._go(placed.position)

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

    def _item_at(self, position: int) -> str:
        return self._index.span(self.head.slug, position, position)[0].item
