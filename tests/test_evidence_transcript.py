"""The transcript: what is written is what is read, whatever stands in it; and faults are named with their line."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.anchors import item_id, paragraph_id, question_id
from coder.evidence.blocks import tidy, tidy_line
from coder.evidence.citations import Citations
from coder.evidence.model import ROLES, Dropped, Item, Note, Paragraph, Question, Session, Witness
from coder.evidence.transcript import parse, write

PATH = Path("sessions/s.md")

# Text with much that looks like syntax in it.
syntax = st.sampled_from(
    ["#", "##", "### 4 | answer", "|", "\\", "- ", "1. ", "(a) ", "---", "\n", "\n\n", " ", "  - ", "<!--", "-->",
     "id: x", "Item 7", "Question 1", "unnumbered", "none", ": ", "'", '"', "%", "&", "*", "word", "Ünïcode", "🙂", "\t"]
)  # fmt: skip
wild = st.lists(st.one_of(syntax, st.text(max_size=6)), max_size=12).map("".join)
lines = wild.map(tidy_line)
texts = wild.map(tidy).filter(bool)
maybe = lines.map(lambda text: text or None)
numbers = st.one_of(
    st.none(), st.integers(1, 30).map(str), st.sampled_from(["4a", "iv", "2.1", "u1", "q2", "unnumbered", "Question 3", "7|x"])
)
lines_of_source = st.one_of(st.none(), st.integers(1, 9999))


@st.composite
def items(draw: st.DrawFn, place: int, ids: set[str]) -> Item:
    number = draw(st.one_of(st.none(), st.integers(1, 12).map(str), st.sampled_from(["7a", "7.1", "x|y"])))
    key = unique(item_id("s", number, place), ids)
    questions: list[Question] = []
    paragraphs: list[Paragraph] = []
    for _ in range(draw(st.integers(0, 6))):
        if draw(st.booleans()):
            name = draw(numbers) or "1"
            own = unique(question_id(key, name) or f"{key}.qq", ids)
            question = Question(own, name, draw(texts), draw(maybe))
            questions.append(question)
            paragraphs.append(
                Paragraph(own, "question", question.text, name, "", own, question.asker, draw(maybe))
            )
        else:
            printed = draw(numbers)
            own = unique(paragraph_id(key, printed) or f"{key}.u1", ids)
            asked = draw(st.sampled_from([None, *[question.id for question in questions]]))
            role = draw(st.sampled_from(ROLES))
            paragraphs.append(Paragraph(own, role, draw(texts), printed, "", asked, draw(maybe), draw(maybe)))
    witnesses = [
        Witness(name, role, organisation)
        for name, role, organisation in draw(st.lists(st.tuples(lines.filter(bool), lines, maybe), max_size=3))
    ]
    time = draw(st.sampled_from([None, "10:00", "23:59"]))
    return Item(key, draw(lines), number, draw(maybe), time, tuple(witnesses), tuple(questions), tuple(paragraphs))


def unique(key: str, ids: set[str]) -> str:
    while key in ids:
        key += "-2"
    ids.add(key)
    return key


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    ids: set[str] = set()
    made = [draw(items(place, ids)) for place in range(1, draw(st.integers(0, 3)) + 1)]
    return Session(
        slug="s",
        title=draw(lines.filter(bool)),
        kind=draw(st.sampled_from(["sitting", "submission"])),
        body=draw(lines),
        committee=draw(lines),
        reference=draw(maybe),
        date=draw(st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()))),
        place=draw(lines),
        style=draw(lines),
        present=tuple(draw(st.lists(lines, max_size=3))),
        in_attendance=tuple(draw(st.lists(lines, max_size=3))),
        items=cited(made),
        dropped=tuple(draw(st.lists(st.builds(Dropped, st.sampled_from(["page", "head", "link"]), lines, lines_of_source), max_size=3))),
        notes=tuple(draw(st.lists(st.builds(Note, lines, lines_of_source), max_size=3))),
        original=draw(lines),
        sha256=draw(lines),
        meta=draw(st.dictionaries(lines.filter(bool), lines, max_size=2)),
    )


def cited(made: list[Item]) -> tuple[Item, ...]:
    citations = Citations()
    out = []
    for place, item in enumerate(made, 1):
        citations.item(item.number, place)
        paragraphs = [replace(p, citation=citations.paragraph(p.number, p.role)) for p in item.paragraphs]
        out.append(replace(item, paragraphs=tuple(paragraphs)))
    return tuple(out)


def without_lines(session: Session) -> Session:
    return replace(
        session,
        items=tuple(
            replace(item, paragraphs=tuple(replace(p, line=None) for p in item.paragraphs)) for item in session.items
        ),
    )


@settings(max_examples=300, deadline=None)
@given(sessions())
def test_what_is_written_is_read(session: Session) -> None:
    text = write(session)
    assert without_lines(parse(text, PATH)) == without_lines(session)
    assert write(parse(text, PATH)) == text
