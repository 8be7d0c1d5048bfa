"""The transcript: what is written is what is read, whatever stands in it; faults have their line."""

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
    ["#", "##", "### 4 | answer", "|", "\\", "- ", "1. ", "(a) ", "---", "\n", "\n\n", " ", "  - ",
    "<!--", "-->",
     "id: x", "Item 7", "Question 1", "unnumbered", "none", ": ", "'", '"', "%", "&", "*", "word",
     "Ünïcode", "🙂", "\t"]
)  # fmt: skip
wild = st.lists(st.one_of(syntax, st.text(max_size=6)), max_size=12).map("".join)
lines = wild.map(tidy_line)
texts = wild.map(tidy).filter(bool)
maybe = lines.map(lambda text: text or None)
numbers = st.one_of(
    st.none(),
    st.integers(1, 30).map(str),
    st.sampled_from(["4a", "iv", "2.1", "u1", "q2", "unnumbered", "Question 3", "7|x"]),
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
        for name, role, organisation in draw(
            st.lists(st.tuples(lines.filter(bool), lines, maybe), max_size=3)
        )
    ]
    time = draw(st.sampled_from([None, "10:00", "23:59"]))
    return Item(
        key, draw(lines), number, draw(maybe), time, tuple(witnesses), tuple(questions), tuple(paragraphs)
    )


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
        dropped=tuple(
            draw(
                st.lists(
                    st.builds(Dropped, st.sampled_from(["page", "head", "link"]), lines, lines_of_source),
                    max_size=3,
                )
            )
        ),
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
            replace(item, paragraphs=tuple(replace(p, line=None) for p in item.paragraphs))
            for item in session.items
        ),
    )


@settings(max_examples=150, deadline=None)
@given(sessions())
def test_what_is_written_is_read(session: Session) -> None:
    text = write(session)
    assert without_lines(parse(text, PATH)) == without_lines(session)
    assert write(parse(text, PATH)) == text


# What a person does to the file

START = """\
---
session: s
title: Youth work
---

## Item 7 | Ruth Lane, Manager
- witness: Ruth Lane | Manager

### Question 1
Why?

### 1 | answer | speaker: Ruth Lane
It was built
in a hurry.

### 2 | answer
So it leaks:
- here
- there

## Item 8 | Wrap up

### unnumbered | statement | id: 8.u1
Mend it.
"""


def found(text: str) -> Session:
    return parse(text, PATH)


def test_a_file_written_by_hand() -> None:
    session = found(START)
    assert [(p.id, p.role, p.citation, p.question, p.speaker, p.text) for p in session.paragraphs()] == [
        ("s/7.q1", "question", "7 Q1", "s/7.q1", None, "Why?"),
        ("s/7.1", "answer", "7(1)", "s/7.q1", "Ruth Lane", "It was built in a hurry."),
        ("s/7.2", "answer", "7(2)", "s/7.q1", None, "So it leaks:\n- here\n- there"),
        ("s/8.u1", "statement", "8 (point 1)", None, None, "Mend it."),
    ]
    assert session.items[0].witnesses == (Witness("Ruth Lane", "Manager"),)


def test_notepad_adds_a_mark_and_carriage_returns() -> None:
    assert without_lines(found("\ufeff" + START.replace("\n", "\r\n"))) == without_lines(found(START))


def test_joining_by_deleting_a_head() -> None:
    session = found(START.replace("### 2 | answer\n", ""))
    assert session.paragraphs()[1].text == "It was built in a hurry. So it leaks:\n- here\n- there"


def test_splitting_by_a_new_head() -> None:
    session = found(
        START.replace("in a hurry.", "\n### 1a | answer\nin a hurry.\n\n### unnumbered | answer\nYes.")
    )
    assert [p.id for p in session.paragraphs()][1:4] == ["s/7.1", "s/7.1a", "s/7.u1"]


def test_an_id_without_a_number_never_takes_one_that_stands_below() -> None:
    session = found(START.replace("### unnumbered", "### unnumbered | statement\nFirst.\n\n### unnumbered"))
    assert [p.id for p in session.paragraphs()][-2:] == ["s/8.u2", "s/8.u1"]


def test_what_looks_like_syntax_is_text_behind_a_backslash() -> None:
    assert (
        found(START.replace("Mend it.", "\\### 4 | answer \\\\ x")).paragraphs()[-1].text
        == "### 4 | answer \\ x"
    )


@pytest.mark.parametrize(
    ("before", "after", "line", "what"),
    [
        ("---\nsession", "session", 1, "begins with a line ---"),
        ("work\n---", "work", 1, "no line ---"),
        ("title: Youth", "title: Youth: x", 3, "not valid YAML"),
        ("title: Youth work", "titel: x", 3, "no field titel"),
        ("title: Youth work", "title: x\ntitle: y", 4, "not valid YAML"),
        ("session: s", "session: t", 2, "file is called s.md"),
        ("title: Youth work", "date: 2014-02-30", 3, "no date"),
        ("title: Youth work", "kind: talk", 3, "sitting or a submission"),
        ("title: Youth work", "present: Mr A Bell", 3, "is a list"),
        ("## Item 7 |", "## Itm 7 |", 6, "is not `## Item 7"),
        ("## Item 7 | Ruth Lane, Manager\n", "", 6, "text before the first item"),
        ("- witness: Ruth Lane | Manager", "- witness: | Manager", 7, "a witness is"),
        ("- witness: Ruth Lane | Manager", "- time: 25:00", 7, "no time"),
        ("- witness: Ruth Lane | Manager", "Some text", 7, "below an item's head"),
        ("### 1 | answer |", "### 1 | anser |", 12, "'anser' is no role"),
        ("### 1 | answer |", "### 1 |", 12, "is no role"),
        ("speaker: Ruth", "speeker: Ruth", 12, "is not one of"),
        ("### 2 | answer", "### 2", 16, "a paragraph's head is"),
        ("### 2 |", "### 1 |", 16, "7.1 stands in line 12 already"),
        ("### 2 | answer", "### 2 | answer | question: 9", 16, "no question 7.q9"),
        ("### 2 | answer", "### 2 | answer | id: a b", 16, "has a space"),
        ("### 2 | answer", "#### 2 | answer", 16, "means nothing here"),
        ("Mend it.\n", "", 23, "has no text"),
        ("## Item 8", "## Item 7", 21, "7 stands in line 6 already"),
        ("Mend it.", "Mend it.\n\n## Left out\n- line 3 | pages | x", 27, "reasons are"),
        ("Mend it.", "Mend it.\n\n## To look at\nsomething", 27, "a line here is"),
    ],
)
def test_faults_are_named_with_file_and_line(before: str, after: str, line: int, what: str) -> None:
    assert before in START
    with pytest.raises(CoderError, match=re.escape(what)) as caught:
        found(START.replace(before, after, 1))
    message = str(caught.value)
    assert message.startswith(f"{PATH}, line {line}: ")
    assert "\n" not in message


@given(wild)
def test_any_text_is_a_session_or_one_sentence(text: str) -> None:
    for candidate in (text, START + text, START.replace("Why?", text), START.replace("| Manager", text)):
        try:
            session = found(candidate)
        except CoderError as error:
            assert "\n" not in str(error).replace(text, "")
        else:
            assert without_lines(found(write(session))) == without_lines(session)


def test_real_minutes_go_there_and_back(shared: Path) -> None:
    from coder.evidence.readers import read_blocks
    from coder.evidence.styles import build

    name = "kent-commissioning-2014-02-03.md"
    session = build(read_blocks((shared / "evidence" / name).read_bytes(), name), name)
    path = Path(f"{session.slug}.md")
    assert without_lines(parse(write(session), path)) == without_lines(session)
