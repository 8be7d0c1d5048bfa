"""What stands on the paragraphs of a session that was marked under several revisions of its transcript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from coder.coding import Entry, Key, Value, on_paragraph
from coder.store.ways import Spot, Ways

What: TypeAlias = tuple[str, str, str]
"""Kind, coder, code."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the paragraph that it was put on; `number` is its place in the order of all."""

    number: int
    spot: Spot
    value: dict[str, object]


def standing(entries: Iterable[Entry], ways: Ways, now: str) -> dict[Key, Value]:
    """The marks on paragraphs in the revision `now`, from all that people did, in its order.

    An entry takes the place of what its maker had before them on its paragraph, wherever that has come from.
    Where a paragraph took in others, what stood on these stands on it too: of two marks that of the
    paragraph it first of all is stays, and memos become one, as when a transcript is corrected.
    """
    did = [
        (entry, ways.origin(entry.session_revision, entry.subject, now))
        for entry in entries if on_paragraph(entry.kind, entry.subject)
    ]  # fmt: skip
    marks = Marks(ways, {spot[0] for _, spot in did})
    for number, (entry, spot) in enumerate(did):
        what = (entry.kind, entry.coder, entry.code)
        for former in marks.before(what, spot):
            marks.drop(what, former)
        if entry.after is not None:
            marks.add(what, Mark(number, spot, entry.after))
    found: defaultdict[Key, list[Mark]] = defaultdict(list)
    for (kind, coder, code), mark in marks:
        found[kind, coder, ways.place(*mark.spot, now), code].append(mark)
    return {key: _one(key, some, ways) for key, some in found.items()}


class Marks:
    """The marks that stand, to be found by where they are seen from each revision that somebody marked."""

    def __init__(self, ways: Ways, revisions: set[str]) -> None:
        self._ways, self._revisions = ways, sorted(revisions)
        self._seen: defaultdict[tuple[What, Spot], dict[int, Mark]] = defaultdict(dict)
        self._all: dict[int, tuple[What, Mark]] = {}

    def __iter__(self) -> Iterator[tuple[What, Mark]]:
        return iter(self._all.values())

    def before(self, what: What, spot: Spot) -> list[Mark]:
        """The marks that somebody had before them at a spot: all that are seen there from its revision."""
        return list(self._seen[what, spot].values())

    def add(self, what: What, mark: Mark) -> None:
        self._all[mark.number] = (what, mark)
        for place in self._places(mark):
            self._seen[what, place][mark.number] = mark

    def drop(self, what: What, mark: Mark) -> None:
        del self._all[mark.number]
        for place in self._places(mark):
            del self._seen[what, place][mark.number]

    def _places(self, mark: Mark) -> list[Spot]:
        return [(revision, self._ways.place(*mark.spot, revision)) for revision in self._revisions]


def _one(key: Key, marks: list[Mark], ways: Ways) -> Value:
    """What several marks that have come to one paragraph are there."""
    if len(marks) == 1:
        return marks[0].value

    def order(mark: Mark) -> tuple[bool, int, int]:
        texts = list(ways.texts(mark.spot[0]))
        place = texts.index(mark.spot[1]) if mark.spot[1] in texts else len(texts)
        return (mark.spot[1] != key[2], place, mark.number)

    marks = sorted(marks, key=order)
    if key[0] == "memo":
        return {"text": "\n".join(str(mark.value.get("text") or "") for mark in marks)}
    return marks[0].value
