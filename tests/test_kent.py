"""Real minutes of a county council's select committee, against a table of them made by hand."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest

from coder.evidence.model import Session
from coder.evidence.readers import read_blocks
from coder.evidence.styles import build

NAME = "kent-commissioning-2014-02-03"


def source(shared: Path) -> str:
    return (shared / "evidence" / f"{NAME}.md").read_text(encoding="utf-8")


def session_of(data: bytes, name: str = "k.md") -> Session:
    return build(read_blocks(data, name), name)


@pytest.fixture(scope="module")
def scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_evidence", shared / "tools" / "score_evidence.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(scorer: Any, shared: Path, session: Session) -> tuple[dict[str, Any], dict[str, Any]]:
    data = json.loads(json.dumps(session.to_json()))
    document = shared / "evidence" / f"{NAME}.md"
    truth = shared / "evidence" / f"{NAME}.truth.json"
    return scorer.conservation(scorer.source_words(document), data), scorer.truth_score(data, truth)


def without_markup(text: str) -> str:
    text = re.sub(r"(?m)^#+\s*|^---$", "", text)
    return text.replace("**", "").replace("*(", "(").replace(")*", ")")


def wrapped(text: str, width: int) -> str:
    return "\n".join(
        re.sub(rf"(.{{1,{width}}})(?:\s+|$)", r"\1\n", line).rstrip() for line in text.split("\n")
    )


FORMS = {
    "as received": lambda text: (text.encode(), "k.md"),
    "Windows line ends": lambda text: (text.replace("\n", "\r\n").encode(), "k.md"),
    "cp1252": lambda text: (text.encode("cp1252"), "k.md"),
    "cp1252 taken for Latin-1": lambda text: (text.encode("cp1252").decode("latin-1").encode(), "k.md"),
    "UTF-16": lambda text: (text.encode("utf-16"), "k.md"),
    "UTF-16 without a mark": lambda text: (text.encode("utf-16-le"), "k.md"),
    "plain text": lambda text: (without_markup(text).encode(), "k.txt"),
    "plain text, a line to a paragraph": lambda text: (
        re.sub(r"\n\n+", "\n", without_markup(text)).encode(), "k.txt",
    ),
    "plain text wrapped at 72": lambda text: (wrapped(without_markup(text), 72).encode(), "k.txt"),
    "questions in plain type": lambda text: (
        re.sub(r"(?mi)^(?:#* *)\*\*(question)\W*(.*?)\*\*$", r"\1: \2", text).encode(), "k.md",
    ),
    "numbers with a full stop": lambda text: (re.sub(r"(?m)^\((\d+)\) ", r"\1. ", text).encode(), "k.md"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_row_of_the_table(form: str, scorer: Any, shared: Path) -> None:
    """The same session in whatever form the text arrives; nothing lost, nothing invented."""
    data, name = FORMS[form](source(shared))
    conservation, truth = score(scorer, shared, session_of(data, name))
    assert truth.pop("wrong") == []
    assert all(right == wanted for right, wanted in (row.split("/") for row in truth.values()))
    assert conservation["kept"] >= 0.995
    assert conservation["dropped"] <= 0.03
    assert conservation["note"] <= 0.02
    assert conservation["invented"] == 0
    assert conservation["in order"] == 1


def test_the_question_nobody_answered_is_reported_with_its_line(shared: Path) -> None:
    session = session_of(source(shared).encode())
    unanswered = [note for note in session.notes if "no answer" in note.what]
    assert [(note.what, note.line) for note in unanswered] == [("Item 7: question 10 has no answer", 76)]


def test_nested_lists_stay_inside_their_paragraph(shared: Path) -> None:
    found = {p.citation: p.text.split("\n") for p in session_of(source(shared).encode()).paragraphs()}
    assert [line[:2] for line in found["8(10)"][1:]] == ["- ", "- ", "- "]
    assert [line[:2] for line in found["8(11)"][1:]] == ["1.", "2."]
