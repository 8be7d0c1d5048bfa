"""What is read of any document made by a style's grammar is what was made; no document breaks a style."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from coder.evidence.blocks import Block, Document
from coder.evidence.model import Session
from coder.evidence.readers import read_blocks
from coder.evidence.styles import build, names
from coder.evidence.transcript import parse, write

SURNAMES = ("Ash", "Birch", "Elm", "Hazel", "Rowan", "Willow")
MEMBERS = tuple(f"Mr {name}" for name in SURNAMES[:3])
WITNESSES = tuple(f"Ms Ann {name}" for name in SURNAMES[3:])

words = st.sampled_from(
    ["the", "roads", "of", "Combe", "are", "closed", "in", "winter", "we", "grit", "them", "night", "3", "Q2"]
)
sentences = st.lists(words, min_size=2, max_size=9).map(lambda some: f"Well {' '.join(some)}.")
turns = st.lists(sentences, min_size=1, max_size=3)


class Said(NamedTuple):
    """What was made: a turn, numbered where it is a question."""

    label: str
    text: list[str]
    number: int | None = None


@st.composite
def sittings(draw: st.DrawFn) -> list[Said]:
    """Questions by members, each with answers of witnesses and remarks of members under it."""
    said = []
    for number in range(1, draw(st.integers(2, 5)) + 1):
        said.append(Said(draw(st.sampled_from(MEMBERS)), draw(turns), number))
        for _ in range(draw(st.integers(1, 3))):
            said.append(Said(draw(st.sampled_from(WITNESSES + MEMBERS)), draw(turns)))
    return said


HEAD = (
    "Roads Committee\n\nMembers present: Mr Ash; Mr Birch; Mr Elm\n\n"
    "Witnesses: Ms Ann Hazel, Engineer; Ms Ann Rowan, Clerk; Ms Ann Willow, Director\n\n"
)


def read(text: str, style: str) -> Session:
    session = build(read_blocks(text.encode(), "made.txt"), "made.txt")
    assert session.style == style
    again = parse(write(session), Path(f"{session.slug}.md"))
    assert [p.text for p in again.paragraphs()] == [p.text for p in session.paragraphs()]
    return session


def spoken(session: Session) -> list[tuple[str | None, str | None, str]]:
    return [(p.number, p.label, p.text) for p in session.paragraphs() if p.role != "procedural"]


@given(sittings())
@settings(max_examples=60)
def test_commons(made: list[Said]) -> None:
    text = HEAD + "".join(
        f"{f'Q{said.number} ' if said.number else ''}{said.label}: " + "\n\n".join(said.text) + "\n\n"
        for said in made
    )
    expected: list[tuple[str | None, str | None, str]] = []
    for said in made:
        if said.number:
            expected.append((str(said.number), said.label, "\n".join(said.text)))
        else:
            expected += [(None, said.label if not at else None, one) for at, one in enumerate(said.text)]
    session = read(text, "commons")
    assert spoken(session) == expected
    speakers = {p.label: p.speaker for p in session.paragraphs() if p.label}
    assert all(speakers[label] == label for label in speakers)
    roles = {p.label: p.role for p in session.paragraphs() if p.label and not p.number}
    assert all(role == ("answer" if label in WITNESSES else "followup") for label, role in roles.items())


@given(sittings())
@settings(max_examples=40)
def test_commons_of_2000(made: list[Said]) -> None:
    text = "MINUTES OF EVIDENCE\n\n" + HEAD
    expected: list[tuple[str | None, str | None, str]] = []
    for said in made:
        answers = said.label in WITNESSES
        if said.number:
            text += f"{said.number}. {' '.join(said.text)}\n\n({WITNESSES[0]}) Yes indeed.\n\n"
            expected.append((str(said.number), None, " ".join(said.text)))
            expected.append((None, f"({WITNESSES[0]})", "Yes indeed."))
        else:
            text += (f"({said.label}) " if answers else f"{said.label}: ") + " ".join(said.text) + "\n\n"
            expected.append((None, f"({said.label})" if answers else said.label, " ".join(said.text)))
    assert spoken(read(text, "commons-2000")) == expected


@given(sittings())
@settings(max_examples=40)
def test_hearings_of_congress(made: list[Said]) -> None:
    text = "[House Hearing, 110 Congress]\n[From the U.S. Government Printing Office]\n\n"
    expected: list[tuple[str | None, str | None, str]] = []
    for said in made:
        label = said.label.replace("Mr ", "Mr. ").replace("Ms Ann ", "Ms. ")
        text += f"    {label}. " + "\n\n    ".join(said.text) + "\n\n"
        expected += [(None, label if not at else None, one) for at, one in enumerate(said.text)]
    assert spoken(read(text, "us-hearing")) == expected


@given(st.lists(sentences, min_size=3, max_size=12), st.integers(1, 99))
@settings(max_examples=40)
def test_submissions(made: list[str], reference: int) -> None:
    text = f"Written evidence submitted by Combe Motor Club (ROA{reference:04})\n\n" + "\n\n".join(
        f"{number}. {one}" for number, one in enumerate(made, 1)
    )
    session = read(text, "submission")
    assert spoken(session) == [(str(number), None, one) for number, one in enumerate(made, 1)]
    assert session.reference == f"ROA{reference:04}"
    assert [p.citation for p in session.paragraphs()] == [f"para {at}" for at in range(1, len(made) + 1)]


pieces = st.sampled_from([
    "Q1 Chair: ", "Q", "1. ", "(Mr Ash) ", "Mr Ash: ", "Mr. Ash. ", "REPLY: ", "Question submitted by Mr Ash",
    "Members present: ", "Witnesses:", "STATEMENT OF ANN ELM", "[laughter]", "(", ")", ":", " ", "\n",
    "Ann", "ANN ELM: ", "3 May 2024", "Written evidence submitted by ", "-", "\t", "é", "1.1 ", "…", "?", ".",
])  # fmt: skip


@given(st.lists(pieces, min_size=1, max_size=40).map("".join), st.sampled_from(names()))
@settings(max_examples=300)
def test_no_text_breaks_a_style_and_nothing_is_lost(text: str, style: str) -> None:
    if not text.strip():
        return
    blocks = [Block(one.strip(), at) for at, one in enumerate(text.split("\n"), 1) if one.strip()]
    if not blocks:
        return
    try:
        session = build(Document("x.txt", blocks), "x.txt", style)
    except Exception as error:
        assert type(error).__name__ == "CoderError"
        return
    ids = [paragraph.id for paragraph in session.paragraphs()]
    citations = [paragraph.citation for paragraph in session.paragraphs()]
    assert len(set(ids)) == len(ids)
    assert len(set(citations)) == len(citations)
    assert all(paragraph.text for paragraph in session.paragraphs())
    kept = repr(session)
    for letters in ("Ann", "REPLY", "laughter", "ANN ELM", "Chair"):
        assert letters.casefold() in kept.casefold() or letters not in text
