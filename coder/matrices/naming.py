"""What the values of an axis are called."""

from __future__ import annotations

from collections import Counter

from coder.matrices.counting import categories, find_axis
from coder.matrices.gathering import ATTRIBUTE, NO_QUESTION, Coding
from coder.matrices.listing import column_heads
from coder.matrices.records import ParagraphRow


def labels(coding: Coding, axis: str) -> dict[str, str]:
    """By value of an axis, in order, how a person would call it, no two alike."""
    column = find_axis(coding, axis)
    keys = categories(coding, column)
    if column in ("theme", "code"):
        return _told_apart({key: (coding.codebook.by_id[key].name, key) for key in keys})
    if column in ("question", "item", "session"):
        heads = column_heads(coding, column)
        return _told_apart(
            {key: (_placed(column, row), row.session_title, key) for key, row in heads.items()}
        )
    return {key: key for key in keys}


def _told_apart(ways: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The first name of each, with the others behind as far as it takes to make it no other's."""
    names = {key: of[0] for key, of in ways.items()}
    for more in range(1, max(map(len, ways.values()), default=1)):
        times = Counter(names.values())
        names = {
            key: f"{name} · {ways[key][more]}" if times[name] > 1 else name for key, name in names.items()
        }
    return names


def _placed(axis: str, row: ParagraphRow) -> str:
    if axis == "session":
        return row.session_title
    if axis == "item":
        return row.item_heading or row.item
    if row.question is None:
        return f"{NO_QUESTION}: {row.item_heading}" if row.item_heading else NO_QUESTION
    return ". ".join(filter(None, (row.question_number, row.question_text))) or row.question


def axis_name(axis: str) -> str:
    """How an axis is called at the head of a table."""
    known = {"kind": "Speaker kind", "date": "Date"}
    return known.get(axis) or axis.removeprefix(ATTRIBUTE).capitalize()
