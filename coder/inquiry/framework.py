"""The framework matrix: what an analyst wrote of a witness on a theme, with the citations it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from coder.coding import Change, Entry
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import Person, people

if TYPE_CHECKING:
    from coder.workbook import CellSummary


def summaries_of(inquiry: Inquiry) -> dict[tuple[str, str], tuple[CellSummary, ...]]:
    """By a person's name and a theme's id what was written of them, a summary for each analyst.

    What was written of people who have since been found to be one stands together.
    """
    from coder.workbook import CellSummary

    written = [
        (subject, code, coder, value)
        for (kind, coder, subject, code), value in inquiry.store.journal.state()
        if kind == "summary"
    ]
    if not written:
        return {}
    names = {unit: person.name for person in people(inquiry).all for unit in person.ids}
    found: dict[tuple[str, str], list[CellSummary]] = {}
    for subject, code, coder, value in sorted(written, key=lambda one: (one[2], one[0])):
        if subject in names and value.get("text"):
            told = CellSummary(value["text"], tuple(filter(None, value.get("citations") or ())), coder)
            found.setdefault((names[subject], code), []).append(told)
    return {key: tuple(each) for key, each in found.items()}


def own_summary(inquiry: Inquiry, analyst: str, person: Person, theme: str) -> str:
    """What an analyst wrote of a person on a theme, under whichever of the person's appearances."""
    values = (inquiry.store.journal.value(("summary", analyst, one, theme)) for one in person.ids)
    return "\n".join(value["text"] for value in values if value and value.get("text"))


def write_summary(
    inquiry: Inquiry, analyst: str, cell: tuple[Person, str], text: str, citations: Iterable[str] = ()
) -> list[Entry]:
    """Set what an analyst says of a person on a theme (`cell`), as one action; an empty text takes it away.

    It stands on the first of the person's appearances; what stood on others of them goes.
    """
    (person, theme), text = cell, text.strip()
    cited = [one for one in dict.fromkeys(citations) if one]
    after = {"text": text, "citations": cited} if text else None
    changes = [Change("summary", analyst, person.id, theme, after)]
    changes += [Change("summary", analyst, one, theme, None) for one in person.ids if one != person.id]
    return inquiry.store.journal.act(analyst, changes, inquiry.codebook.revision)
