"""reStructuredText as blocks."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coder.evidence.blocks import Block, Document
from coder.evidence.readers import read_blocks, rst


def read(text: str) -> Document:
    document = Document("x.rst")
    rst.read(text, document)
    return document


def blocks(text: str) -> list[Block]:
    return read(text).blocks


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def test_titles_have_their_level_by_the_order_they_come_in() -> None:
    text = "=====\nWhole\n=====\n\n3. Part of it\n------------\n\nText\n\nSub\n~~~\n\nMore\n\nOther\n-----\n"
    read = [(b.marker, b.text, b.heading) for b in blocks(text)]
    assert read == [
        ("", "Whole", 1), ("3.", "Part of it", 2), ("", "Text", 0), ("", "Sub", 3), ("", "More", 0),
        ("", "Other", 2),
    ]  # fmt: skip


def test_labels_emphasis_and_wrapped_lines() -> None:
    text = "**Lady Hallett**: I can *see*\nthe witness.\n\n*(10.00 am)*\n\n"
    text += "It is 5*3*2 \\*here\\* and ``a *b*``.\n"
    read = blocks(text)
    assert [(b.text, b.bold) for b in read] == [
        ("Lady Hallett: I can see the witness.", 12), ("(10.00 am)", 0), ("It is 5*3*2 *here* and a *b*.", 0),
    ]  # fmt: skip
    assert [b.line for b in read] == [1, 4, 6]


def test_lists_with_what_stands_in_them() -> None:
    text = "1. one\n   goes on\n\n   second of one\n\n   - inner\n   - more\n"
    text += "#. two\n(a) paren\n\nA. Jones said so.\n"
    assert [(b.marker, b.text, b.indent) for b in blocks(text)] == [
        ("1.", "one goes on", 0), ("", "second of one", 3), ("-", "inner", 3), ("-", "more", 3),
        ("2.", "two", 0), ("(a)", "paren", 0), ("", "A. Jones said so.", 0),
    ]  # fmt: skip


def test_line_blocks_quotes_literals_and_transitions() -> None:
    text = "Poem\n\n| one\n| two\n\n   quoted\n\n-----\n\nShown::\n\n  a  **b**\n  c\n"
    assert [(b.text, b.indent) for b in blocks(text)] == [
        ("Poem", 0), ("one\ntwo", 0), ("quoted", 3), ("Shown:", 0), ("a **b**\nc", 0),
    ]  # fmt: skip


def test_tables_row_by_row() -> None:
    grid = "+-----+-----+\n| A   | B   |\n+=====+=====+\n| x   | y z |\n|     | w   |\n+-----+-----+\n"
    simple = "\n====  =====\nk     v\n====  =====\none   two\nthree four\n====  =====\n\nAfter.\n"
    said = ["A | B", "x | y z w", "k | v", "one | two", "three | four", "After."]
    assert [b.text for b in blocks(grid + simple)] == said


def test_markup_is_dropped_with_its_words_and_text_is_kept() -> None:
    text = (
        ":date: 2023-06-28\n\n.. a comment\n   goes on\n\n.. toctree::\n   :maxdepth: 2\n\n   pages\n\n"
        ".. note:: Mind\n   this.\n\nSee :doc:`the page <p>` or `the site <http://a.org>`_ [1]_.\n\n"
        ".. [1] A footnote\n   ends.\n\n.. _there: http://b.org\n"
    )
    document = read(text)
    assert [b.text for b in document.blocks] == [
        "Mind this.",
        "See the page or the site [1].",
        "[1] A footnote ends.",
    ]
    assert [(d.why, d.text) for d in document.dropped] == [
        ("markup", ":date: 2023-06-28"), ("markup", "a comment goes on"),
        ("markup", "toctree:: :maxdepth: 2 pages"),
        ("markup", "note"), ("markup", "doc"), ("link", "p"), ("link", "http://a.org"),
        ("link", "there: http://b.org"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1. Name\n=======\n\n**Chair**: Yes.\n", True),
        (".. note:: x\n\nText\n", True),
        ("See :ref:`x`.\n", True),
        ("# Title\n\n**Chair**: Yes.\n", False),
        ("Title\n=====\n\n**Chair**: see [it](http://x.y).\n", False),
        ("MINUTES\n=======\n\nPresent: all.\n", False),
        ("Chair: Yes.\n\n(4) No.\n", False),
    ],
)
def test_it_is_told_by_its_content(text: str, said: bool) -> None:
    assert rst.is_rst(text) is said


def test_a_file_named_markdown_is_markdown() -> None:
    text = b"Title\n=====\n\n**Chair**: one  \ntwo\n"
    assert read_blocks(text, "x.md").blocks[1].text == "Chair: one\ntwo"
    assert read_blocks(text, "x.rst").blocks[1].text == "Chair: one two"


def test_a_real_inquiry_transcript_loses_no_word(shared: Path) -> None:
    for file in (shared / "evidence" / "inquiry-rst").glob("*.rst"):
        text = file.read_text("utf-8")
        document = read_blocks(text.encode(), "transcript")
        said = words(" ".join(f"{b.marker} {b.text}" for b in document.blocks))
        assert said == words(text)
        assert sum(b.bold > 0 for b in document.blocks) == len(re.findall(r"(?m)^\*\*", text))


def test_stairs_of_indents_take_no_time() -> None:
    started = time.perf_counter()
    text = "\n".join(" " * n + f"word{n}" for n in range(1, 2000))
    assert words(" ".join(b.text for b in blocks(text))) == words(text)
    assert time.perf_counter() - started < 5


PIECES = ["**", "*", "`", "``", "|", "..", "::", ":a:", "[1]_", "\\", "\n", "\n\n", "   ", "====", "+--+",
          "- ", "1. ", "word", " ", "_", "<http://x>", "\f", "é"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@example("+--+\n<http://x>")
@example("+--+\n|ab word|\n+--+")
def test_any_text_keeps_its_letters(text: str) -> None:
    document = read(text)
    out = [f"{b.marker} {b.text}" for b in document.blocks]
    out += [piece.text for piece in document.dropped]
    lost = Counter(filter(str.isalnum, text)) - Counter(filter(str.isalnum, " ".join(out)))
    assert lost == Counter()
