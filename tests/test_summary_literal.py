"""Whatever evidence, names and codes are made of, a summary shows it literally and is a valid file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from coder.codebook import Code, Codebook
from coder.document import FORMS, rendered
from coder.document.content import Quote
from coder.matrices import Coding, ParagraphRow, TagRow, gather
from coder.summary import Memo, Told, compose
from coder.summary.passages import CUT, passage
from tests.summary_support import Seen, seen, stands_in

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1", "-1", "@SUM(A1)", "\tTabs\tin it", "<script>alert(1)</script>", "&lt; &amp; &#60; ]]>",
    "a\x00b\x1bc\x07",
    "# not a heading", "- no list\n  indented\n\n1. nor this", "1) one\n2) two", "| a | table |\n|---|---|",
    "*stars* _and_ `code` ~~gone~~ **bold**", "[link](http://example.org) ![x](y) <http://example.org>",
    "$x^2$ and \\frac{1}{2} :smile: \\", "===", "---", "> quoted", "    four spaces", "ends with spaces   ",
    "👩‍👩‍👧 and 𝔘nicode 🇬🇧", "كيف حال الناس في القرية؟", "\u202eturned round", "“Curly” quotes […] and more",
    "x" * 40_000, "Long words. " * 3_400, "line\u2028separator\x0bvertical",
)  # fmt: skip
Read: TypeAlias = Callable[[bytes, str], Seen]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(data: bytes, form: str) -> Seen:
        (tmp_path / f"out{form}").write_bytes(data)
        return seen(tmp_path / f"out{form}")

    return reader


def coding(texts: list[str], name: str = "Ana Reyes", code: str = "Trust") -> Coding:
    """A paragraph for each text, all with one code."""
    rows = [
        ParagraphRow(
            paragraph=f"first/1.{place}", session="first", session_title=name, date="2014-02-03",
            item="first/1", item_heading=name, question="first/1.q1", question_number="1 Q1",
            question_text=name, role="answer", speaker=name, organisation=name, citation=f"1({place})",
            text=text, position=place, attributes={"sector": name if place % 2 else "other"},
        )
        for place, text in enumerate(texts)
    ]  # fmt: skip
    book = Codebook("book", name, (
        Code("theme", code, definition=code),
        Code("code", code, "theme", definition=code, values=(name, "b")),
        Code("other", f"{code} two", "theme"),
    ))  # fmt: skip
    tags = [TagRow(row.paragraph, which, "AB", 1) for row in rows for which in ("code", "other")]
    return gather(rows, tags, [], book)


def told(name: str = "Lanes", quotes: int = 1000) -> Told:
    memos = (Memo("AB", name, "first/1.0", ""), Memo("CD", name, "", "code"))
    return Told(
        name, datetime(2026, 3, 4, 9, 30, tzinfo=UTC), "any", "any", ("AB",), name, memos, {"first/1.0": ()},
        "sector", quotes,
    )  # fmt: skip


def as_shown(text: str) -> str:
    """A text as a file can hold it: without control characters, its lines ended in one way."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", lines)


@pytest.mark.parametrize("form", FORMS)
def test_hostile_evidence_is_quoted_literally(form: str, read: Read) -> None:
    whole = coding(list(HOSTILE))
    found = read(rendered(compose(whole, whole.codebook.themes, told()), form), form)
    quotes: dict[str, list[str]] = {}
    for quote, source in found.quotes:
        quotes.setdefault(re.findall(r"\((1\(\d+\)), session", source)[0], []).append(quote)
    for place, text in enumerate(HOSTILE):
        view, other, appendix = quotes[f"1({place})"]
        assert appendix == as_shown(text.strip())
        assert view == other and stands_in(view, as_shown(text)), (view, text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [text for text in HOSTILE if len(text) < 100])
def test_hostile_names_and_codes_are_shown_literally(form: str, name: str, read: Read) -> None:
    whole = coding(["They said so.", "And so."], name, name)
    found = read(rendered(compose(whole, whole.codebook.themes, told(name)), form), form)
    flat = " ".join(as_shown(name).split())
    heads = [" ".join(text.split()) for _, text in found.headings]
    assert heads.count(flat) == 3  # the theme, its code, and the theme in the appendix
    assert any(" ".join(as_shown(row[0]).split()) == flat for table in found.tables for row in table)
    assert any(flat in " ".join(source.split()) for _, source in found.quotes)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_part_of_a_word_file_is_well_formed(name: str, tmp_path: Path) -> None:
    whole = coding(["They said so.", name], name, name)
    (tmp_path / "out.docx").write_bytes(rendered(compose(whole, whole.codebook.themes, told(name)), ".docx"))
    with zipfile.ZipFile(tmp_path / "out.docx") as archive:
        assert archive.testzip() is None
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(part))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8), st.sampled_from(FORMS))
def test_any_text_comes_back_as_it_was(read: Read, texts: list[str], form: str) -> None:
    whole = coding(texts)
    found = read(rendered(compose(whole, whole.codebook.themes, told()), form), form)
    appendix = [quote for quote, source in found.quotes if source.endswith("Trust; Trust two")]
    assert appendix == [as_shown(text.strip()) for text in texts]


@given(
    st.text(), st.lists(st.tuples(st.integers(-2, 60), st.integers(-2, 60)), max_size=4), st.integers(1, 30)
)
def test_a_passage_is_of_its_text_and_marks_every_cut(
    text: str, spans: list[tuple[int, int]], longest: int
) -> None:
    assert stands_in(passage(text, spans, longest), text) or CUT in text


def test_a_passage_that_is_not_in_the_text_any_more_is_not_quoted() -> None:
    whole = coding(["The words that stand there now."])
    tags = whole.tags.assign(quoted=[((4, "words that stood"),), ((4, "words that stand"),)])
    blocks = compose(replace(whole, tags=tags), whole.codebook.themes, replace(told(), stars={})).blocks
    quotes = [block.text for block in blocks if isinstance(block, Quote)]
    assert quotes[:2] == ["The words that stand there now.", "[…] words that stand […]"]


def test_a_document_of_every_quote_has_each_paragraph_in_the_appendix_once() -> None:
    whole = coding([f"Sentence {number}." for number in range(50)])
    blocks = compose(whole, whole.codebook.themes, told(quotes=3)).blocks
    quotes = [block for block in blocks if isinstance(block, Quote)]
    assert len(quotes) == 3 + 3 + 50
    assert [quote.paragraph for quote in quotes[6:]] == [f"first/1.{number}" for number in range(50)]
