"""The readable text form kept in `sessions/<slug>.md` <-> Session.

    ---
    session: home-support-2025-03-11     front matter: the fields of the session, as YAML
    ---
    ## Item 7 | Ruth Lane, Manager (Beacon House)
    - agenda item: 3
    - time: 10:00
    - witness: Ruth Lane | Manager | Beacon House

    ### Question 1 | asker: Mr G Cowan | label: QUESTION
    How does the voluntary sector ...?

    ### 4 | answer | speaker: Ruth Lane
    Ruth responded that ...

    ### unnumbered | statement | id: 10.u1
    There is a lack of trust.

    ## Left out
    - line 12 | page | Page 1

    ## To look at
    - line 76 | Question 10 of item 7 has no answer

A field stands in a head only where it differs from what the place implies: `question:` where it is not
the question above (opening and closing have none), `id:` where the printed number does not make it.
Lines of a paragraph join with a space. A line that begins as a list point does, or follows a line
that ends in a backslash, stays a line of its own. Text without a head belongs to the paragraph above.
A backslash takes from the next sign its meaning. `parse(write(session))` is the session, but for
the lines in the document as received.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coder.evidence.anchors import item_id, paragraph_id, question_id
from coder.evidence.blocks import LIST_POINT
from coder.evidence.model import Item, Paragraph, Question, Session
from coder.evidence.transcript_front import write_front
from coder.evidence.transcript_reader import parse

__all__ = ["parse", "write"]

GUIDE = """\
<!-- Correct this file in any editor: tags follow the text, and what could not follow is listed.
     To join two paragraphs delete the ### line between them; to split one, write a new ### line.
     Lines may be wrapped; one that begins with "- " or "1. ", or follows a line's final \\, stays a line. -->
"""
NUMBERLESS = "unnumbered"
UNASKED = frozenset({"opening", "closing"})
"""Roles that answer no question unless the head says so."""
ESCAPED = re.compile(r"[\\|]")


def write(session: Session) -> str:
    """The transcript of a session, as text with `\\n` line ends."""
    out = ["---\n", write_front(session), "---\n", GUIDE]
    for place, item in enumerate(session.items, 1):
        out += _item(session.slug, item, place)
    if session.dropped:
        out.append("\n## Left out\n")
        out += [_point(piece.line, piece.why, piece.text) for piece in session.dropped]
    if session.notes:
        out.append("\n## To look at\n")
        out += [_point(note.line, note.what) for note in session.notes]
    return "".join(out)


def _item(slug: str, item: Item, place: int) -> Iterable[str]:
    number = f" {_cell(item.number)}" if item.number is not None else ""
    yield f"\n## Item{number} | {_cell(item.heading)}".rstrip() + "\n"
    if item.id != item_id(slug, item.number, place):
        yield f"- id: {item.id.removeprefix(slug + '/')}\n"
    if item.agenda_item is not None:
        yield f"- agenda item: {_cell(item.agenda_item)}\n"
    if item.time is not None:
        yield f"- time: {item.time}\n"
    for witness in item.witnesses:
        parts = [witness.name, witness.role, witness.organisation or ""]
        while not parts[-1]:
            parts.pop()
        yield f"- witness: {' | '.join(map(_cell, parts))}\n"
    asked = {question.id: question for question in item.questions}
    above: str | None = None
    for paragraph in item.paragraphs:
        question = asked.get(paragraph.id)
        if question is not None:
            above = question.id
        yield f"\n{_head(slug, item, paragraph, question, above)}\n{_text(paragraph.text)}\n"


def _head(slug: str, item: Item, paragraph: Paragraph, question: Question | None, above: str | None) -> str:
    cells = []
    if question is not None:
        natural = question_id(item.id, question.number)
        cells.append(f"Question {_cell(question.number)}")
        if question.asker is not None:
            cells.append(f"asker: {_cell(question.asker)}")
    else:
        natural = paragraph_id(item.id, paragraph.number)
        cells += [NUMBERLESS if paragraph.number is None else _number(paragraph.number), paragraph.role]
        if paragraph.speaker is not None:
            cells.append(f"speaker: {_cell(paragraph.speaker)}")
    if paragraph.label is not None:
        cells.append(f"label: {_cell(paragraph.label)}")
    implied = paragraph.id if question is not None else None if paragraph.role in UNASKED else above
    if paragraph.question != implied:
        cells.append(f"question: {_reference(slug, item, paragraph.question)}")
    if paragraph.id != natural:
        cells.append(f"id: {paragraph.id.removeprefix(slug + '/')}")
    return "### " + " | ".join(cells)


def _number(number: str) -> str:
    cell = _cell(number)
    return f"\\{cell}" if cell == NUMBERLESS or cell.startswith("Question") else cell


def _reference(slug: str, item: Item, question: str | None) -> str:
    """A question by its number where it is one of this item's, else by its id; `none` for no question."""
    if question is None:
        return "none"
    number = question.removeprefix(f"{item.id}.q")
    simple = number not in (question, "none") and "." not in number
    if simple and any(q.id == question and q.number == number for q in item.questions):
        return number
    return question.removeprefix(slug + "/")


def _cell(text: str) -> str:
    return ESCAPED.sub(r"\\\g<0>", text)


def _text(text: str) -> str:
    """Paragraph text with its own lines kept and what looks like syntax escaped."""
    lines = text.replace("\\", "\\\\").split("\n")
    for at, line in enumerate(lines):
        if line.startswith("#"):
            lines[at] = "\\" + line
        if at and not LIST_POINT.match(line.lstrip(" ") + " "):
            lines[at - 1] += "\\"
    return "\n".join(lines)


def _point(line: int | None, *parts: str) -> str:
    where = [f"line {line}"] if line is not None else ["-"]
    return f"- {' | '.join([*where, *map(_cell, parts)])}\n"
