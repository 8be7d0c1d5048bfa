"""What the values of an axis are called."""

from __future__ import annotations

from coder.matrices.counting import categories, find_axis
from coder.matrices.gathering import ATTRIBUTE, NO_QUESTION, Coding
from coder.matrices.listing import column_heads
from coder.matrices.records import ParagraphRow


def labels(coding: Coding, axis: str) -> dict[str, str]:
    """By value of an axis, in order, how a person would call it; a question by its number and text."""
    column = find_axis(coding, axis)
    keys = categories(coding, column)
    if column in ("theme", "code"):
        return {key: coding.codebook.by_id[key].name for key in keys}
    if column in ("question", "item", "session"):
        heads = column_heads(coding, column)
        return {key: _placed(column, heads[key]) for key in keys}
    return {key: key for key in keys}


def _placed(axis: str, row: ParagraphRow) -> str:
    if axis == "session":
        return row.session_title
    if axis == "item":
        return row.item_heading or row.item
    if row.question is None:
        return NO_QUESTION
    return ". ".join(filter(None, (row.question_number, row.question_text))) or row.question


def axis_name(axis: str) -> str:
    """How an axis is called at the head of a table."""
    known = {"kind": "Speaker kind", "date": "Date"}
    return known.get(axis) or axis.removeprefix(ATTRIBUTE).capitalize()
