"""What stands on the paragraphs of a session that was marked under several revisions of its transcript."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coder.coding import Entry, Key, Value, on_paragraph
from coder.store.ways import Spot, Ways


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the paragraph that it was put on."""

    spot: Spot
    lamport: int
    value: dict[str, object]


def standing(entries: Iterable[Entry], ways: Ways, now: str) -> dict[Key, Value]:
    """The marks on paragraphs in the revision `now`, from all that people did, in its order.

    An entry takes the place of what stood on its paragraph, wherever that has come from. Where a paragraph
    took in others, what stood on these stands on it too: of two marks that of the paragraph it first of all
    is stays, and memos become one, as when a transcript is corrected.
    """
    found: dict[Key, list[Mark]] = {}
    for entry in entries:
        if not on_paragraph(entry.kind, entry.subject):
            continue
        spot = ways.origin(entry.session_revision, entry.subject, now)
        there = found.setdefault((entry.kind, entry.coder, ways.place(*spot, now), entry.code), [])
        if there:
            there[:] = [mark for mark in there if not ways.same(mark.spot, spot)]
        if entry.after is not None:
            there.append(Mark(spot, entry.lamport, entry.after))
    return {key: _one(key, marks, ways) for key, marks in found.items() if marks}


def _one(key: Key, marks: list[Mark], ways: Ways) -> Value:
    if len(marks) == 1:
        return marks[0].value

    def order(mark: Mark) -> tuple[bool, int, int]:
        texts = list(ways.texts(mark.spot[0]))
        place = texts.index(mark.spot[1]) if mark.spot[1] in texts else len(texts)
        return (mark.spot[1] != key[2], place, mark.lamport)

    marks = sorted(marks, key=order)
    if key[0] == "memo":
        return {"text": "\n".join(str(mark.value.get("text") or "") for mark in marks)}
    return marks[0].value
