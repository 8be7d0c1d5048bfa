"""The outline of a session around one place: items, questions and paragraphs, each with what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from coder.coding import Entry
from coder.evidence.model import Item, session_of
from coder.inquiry.folder import Inquiry
from coder.store.index import Placed

Counts = tuple[int, int]
"""Paragraphs of the roles one codes: read by the coder, and in all."""

FEW = 8
"""Paragraphs up to which is counted on."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """An item, a question or a paragraph; `position` is where one goes from it."""

    kind: Literal["item", "question", "paragraph"]
    position: int
    label: str
    text: str
    counts: Counts = (0, 0)
    marks: Mapping[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutlineView:
    """Rows around a position, and the item and question one is under, which may stand further up."""

    rows: tuple[OutlineRow, ...]
    above: tuple[OutlineRow, ...]
    here: int
    """The position one stands on."""
    centre: int
    """The position the rows are around."""


class Outline:
    """Counts an item or a question once, when it is first shown, and then keeps count."""

    def __init__(
        self, inquiry: Inquiry, coder: str, session: str, items: Callable[[], Mapping[str, Item]]
    ) -> None:
        self._index, self._journal = inquiry.store.index, inquiry.store.journal
        self._roles, self._coder, self._session, self._items = inquiry.settings.roles, coder, session, items
        self._counts: dict[tuple[str, str], list[int]] = {}

    def view(self, here: int, centre: int, room: int) -> OutlineView:
        """Enough rows for a window of `room` lines around `centre`."""
        low, high = max(0, centre - room), centre + room
        span = self._index.span(self._session, max(0, low - 1), high)
        marks = self._journal.marks_in_span(self._session, low, high, self._coder)
        rows: list[OutlineRow] = []
        for before, placed in zip([None, *span], span, strict=False):
            if before is None or before.item != placed.item:
                rows += (
                    [self._item(placed)] if placed.position >= low and (before or not placed.position) else []
                )
            if placed.position >= low:
                rows.append(self._row(placed, marks.get(placed.paragraph.id, {})))
        return OutlineView(tuple(rows), self._above(here), here, centre)

    def _above(self, here: int) -> tuple[OutlineRow, ...]:
        placed = self._index.span(self._session, here, here)[0]
        start = self._index.span(self._session, *[self._index.item_start(self._session, placed.item)] * 2)[0]
        question = placed.paragraph.question and self._index.paragraph(placed.paragraph.question)
        return (self._item(start), *([self._row(question, {})] if question else []))

    def _item(self, first: Placed) -> OutlineRow:
        item = self._items()[first.item]
        return OutlineRow(
            "item", first.position, item.number or "", item.heading, self._count("item", item.id)
        )

    def _row(self, placed: Placed, marks: Mapping[tuple[str, str], dict[str, Any]]) -> OutlineRow:
        paragraph = placed.paragraph
        if paragraph.role == "question":
            counts = self._count("question", paragraph.question or paragraph.id)
            return OutlineRow("question", placed.position, paragraph.citation, paragraph.text, counts, marks)
        return OutlineRow("paragraph", placed.position, paragraph.citation, paragraph.text, marks=marks)

    def _count(self, part: Literal["item", "question"], id: str) -> Counts:
        if (part, id) not in self._counts:
            counts = self._index.part_counts(self._session, part, id, self._roles, self._coder)
            self._counts[part, id] = list(counts)
        read, total = self._counts[part, id]
        return read, total

    def count_anew(self) -> None:
        self._counts.clear()

    def took(self, entries: Iterable[Entry]) -> None:
        """Keep count of what the coder has just read, or not any more; of a great deal, count anew."""
        made: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.kind in ("read", "tag") and session_of(entry.subject) == self._session:
                made.setdefault(entry.subject, []).append(entry)
        if len(made) > FEW:
            self._counts.clear()
            return
        for subject, those in made.items():
            placed = self._index.paragraph(subject)
            if placed is None or placed.paragraph.role not in self._roles:
                continue
            now = len(marks_read(self._journal.marks(subject, self._coder)))
            before = now - sum((one.after is not None) - (one.before is not None) for one in those)
            for part in (("item", placed.item), ("question", placed.paragraph.question or "")):
                if part in self._counts:
                    self._counts[part][0] += (now > 0) - (before > 0)


def marks_read(marks: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of a paragraph's marks for which it counts as read."""
    return [mark for mark in marks if mark[0] in ("read", "tag")]
