"""A tag from one code to another on the same paragraph, with its value, its spans and its memo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coder.codebook import Code
from coder.coding import Change, Value, on_paragraph
from coder.inquiry.folder import Inquiry


def everyone_from(inquiry: Inquiry, old: Code, new: Code) -> Iterator[Change]:
    """Every coder's tags from one code to another, and their memos on them and on the code itself.

    A tag that was stale stays so; one that was not has the new code's meaning.
    """
    for subject, coder, value in inquiry.store.coded.marks("tag", old.id):
        yield from recoded(inquiry, coder, subject, old, new, value=value)
    for subject, coder, value in inquiry.store.coded.marks("memo", old.id):
        if not on_paragraph("memo", subject) or ("tag", old.id) not in _marks(inquiry, subject, coder):
            yield from _memo(inquiry, coder, subject, (old, new), value)


def recoded(
    inquiry: Inquiry, coder: str, subject: str, old: Code, new: Code, *,
    value: dict[str, Any], settled: bool = False,
) -> Iterator[Change]:  # fmt: skip
    """The changes that put one tag under another code; `settled` says that its coder has decided so."""
    there = _marks(inquiry, subject, coder)
    yield Change("tag", coder, subject, old.id, None)
    yield Change("tag", coder, subject, new.id, _joined(value, there.get(("tag", new.id)), old, new, settled))
    if memo := there.get(("memo", old.id)):
        yield from _memo(inquiry, coder, subject, (old, new), memo)


def _marks(inquiry: Inquiry, subject: str, coder: str) -> dict[tuple[str, str], dict[str, Any]]:
    return inquiry.store.journal.marks(subject, coder)


def _joined(value: dict[str, Any], there: Value, old: Code, new: Code, settled: bool) -> dict[str, Any]:
    """The tag as it will stand: its own step of the scale counts where it has one, spans come together.

    A step that the new code's scale does not have is left behind.
    """
    fresh = settled or value.get("meaning", 0) == old.meaning
    mark = dict(value) | {"meaning": new.meaning if fresh else value.get("meaning", 0)}
    if mark.get("value", 0) > len(new.values):
        del mark["value"]
    if there is None:
        return mark
    spans = [*there.get("spans", ())]
    spans += [span for span in mark.get("spans", ()) if span not in spans]
    meaning = new.meaning if settled else there.get("meaning", 0)
    return mark | there | ({"spans": spans} if spans else {}) | {"meaning": meaning}


def _memo(
    inquiry: Inquiry, coder: str, subject: str, codes: tuple[Code, Code], memo: dict[str, Any]
) -> Iterator[Change]:
    old, new = (code.id for code in codes)
    there = inquiry.store.journal.value(("memo", coder, subject, new))
    text = "\n".join(one["text"] for one in (there, memo) if one)
    yield Change("memo", coder, subject, old, None)
    yield Change("memo", coder, subject, new, {"text": text})
