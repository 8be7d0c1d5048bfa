"""From bytes to blocks: encodings, what is refused and how, stray characters, Markdown and plain text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document
from coder.evidence.readers import read_blocks, read_document


def texts(data: bytes | str, name: str = "a.md") -> list[str]:
    return [block.text for block in blocks(data, name)]


def blocks(data: bytes | str, name: str = "a.md") -> list[Block]:
    return document(data, name).blocks


def document(data: bytes | str, name: str = "a.md") -> Document:
    return read_blocks(data.encode() if isinstance(data, str) else data, name)


# Encodings

TEXT = "It cost £5 – “too much” for Zoë’s café"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(codec: str) -> None:
    assert texts(TEXT.encode(codec)) == [TEXT]


def test_cp1252_is_reported_and_its_punctuation_mended() -> None:
    assert document(TEXT.encode("cp1252")).notes[0].what == "Not UTF-8: read as Windows-1252"
    assert texts(TEXT.encode("cp1252").decode("latin-1").encode()) == [TEXT]


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"", "is empty"), (b" \n\t\n", "is empty"), (b"%PDF-1.7 ...", "damaged or no PDF"),
     (b"PK\x03\x04....", "a zip archive"), (b"PK\x03\x04..word/", "is damaged"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "old Office file"), (b"{\\rtf1 }", "no text in it"),
     (b"\x89PNG\r\n", "a picture"), (b"\x1f\x8b\x08", "compressed"), (b"<!DOCTYPE html><p>", "no text in it"),
     (b"abc\x00def\x00\x00ghi", "not text"), (bytes(range(1, 32)) * 9 + b"\xff", "not text"),
     (b"\xff\xfea", "damaged UTF-16"), (b"\xef\xbb\xbfa\xff", "damaged UTF-8"),
     (b"---\n\n***\n", "no text in it")],
)  # fmt: skip
def test_what_is_no_text_is_named_for_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(CoderError, match=what) as caught:
        document(data, "thing.md")
    assert str(caught.value).startswith(("thing.md", "thing.md:"))
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CoderError, match="no such file"):
        read_document(tmp_path / "none.md")
    with pytest.raises(CoderError, match="is a folder"):
        read_document(tmp_path)
    large = tmp_path / "large.md"
    with large.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(CoderError, match="over 200 MB"):
        read_document(large)
    if os.name == "posix" and os.geteuid() != 0:
        large.chmod(0)
        with pytest.raises(CoderError, match="may not be read"):
            read_document(large)


@given(st.binary(max_size=300))
def test_any_bytes_are_blocks_or_one_sentence(data: bytes) -> None:
    try:
        found = document(data, "any")
    except CoderError as error:
        assert "\n" not in str(error)
    else:
        assert found.blocks


# Characters that do not belong in evidence


def test_stray_characters_are_out_and_reported_with_their_line() -> None:
    found = document(
        "plain\n\n\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\n\nab\u202ecd\u2069 e\x00f".replace(
            "\x00", "\x01"
        )
    )
    assert [block.text for block in found.blocks] == ["plain", "red link", "abcd ef"]
    assert [(note.line, note.what) for note in found.notes] == [
        (3, "Left out a terminal escape sequence, 3 times"),
        (5, "Left out a hidden change of writing direction, 2 times"),
        (5, "Left out a control character"),
    ]
    assert "http://x" in " ".join(piece.text for piece in found.dropped)


def test_brackets_and_formulas_stay_as_they_are() -> None:
    line = '[bold]x[/bold] =HYPERLINK("http://x") <script>y</script> [sic]'
    assert texts(line) == [line]


def test_line_ends_of_every_kind() -> None:
    assert texts("a\r\n\r\nb\rc\u2028d\n\ne") == ["a", "b c d", "e"]


# Markdown


def test_headings_bold_and_lists() -> None:
    found = blocks("# One #\n\n**Two**\n\n**Three** four\n\n(4) five\n\n6. six\n- seven\n  - eight\n")
    assert [(b.text, b.heading, b.bold, b.marker, b.indent) for b in found] == [
        ("One", 1, 0, "", 0), ("Two", 0, 3, "", 0), ("Three four", 0, 5, "", 0), ("five", 0, 0, "(4)", 0),
        ("six", 0, 0, "6.", 0), ("seven", 0, 0, "-", 0), ("eight", 0, 0, "-", 2),
    ]  # fmt: skip
    assert [b.line for b in found] == [1, 3, 5, 7, 9, 10, 11]
    assert [b.strong for b in found] == [True, True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("raw", "text"),
    [("a *b* **c** __d__ _e_ ***f***", "a b c d e f"), ("3 * 4 * 5", "3 * 4 * 5"), ("cost* and a_b_c",
    "cost* and a_b_c"),
     (r"1\. not a list \*x\*", "not a list *x*"), ("**a** **b**", "a b"), ("x<br>y", "x\ny"),
     ("a &amp; b &pound;5", "a & b £5"),
     ("one  \ntwo\\\nthree\nfour", "one\ntwo\nthree four"), ("> quoted\n> text", "quoted text"),
     ("Mr A Bell, Chair\nMrs B Clay, Clerk", "Mr A Bell, Chair\nMrs B Clay, Clerk")],
)  # fmt: skip
def test_inline_markup(raw: str, text: str) -> None:
    assert texts(raw) == [text]


def test_links_and_comments_are_left_out_and_kept_apart() -> None:
    found = document("See [the report](http://x.org/r.pdf) <!-- image 3 --> now")
    assert [b.text for b in found.blocks] == ["See the report  now"]
    assert [(d.why, d.text) for d in found.dropped] == [("markup", "image 3"), ("link", "http://x.org/r.pdf")]


def test_underlined_headings_and_rules() -> None:
    assert [(b.text, b.heading) for b in blocks("Title\n=====\n\nSub\n-----\n\nText.\n---\n**Next**")] == [
        ("Title", 1), ("Sub", 2), ("Text.", 0), ("Next", 0),
    ]  # fmt: skip


def test_a_printed_number_begins_a_paragraph_without_a_blank_line() -> None:
    assert texts("(1) One.\n(2) Two and\nthe section\n(9) of it.\n**QUESTION - Why?**") == [
        "One.", "Two and the section (9) of it.", "QUESTION - Why?",
    ]  # fmt: skip


def test_time_is_linear_in_hostile_markup() -> None:
    for piece in ("*a ", "**a", "[a](", "\\*", "_a_b", "<!--", "&a"):
        assert blocks(piece * 40_000)


# Plain text


def test_hard_wrapped_paragraphs_join() -> None:
    text = "QUESTION: Why does it\nleak?\n\n(1) It was built\nin a hurry.\n(2) So it\nleaks.\n"
    assert [(b.marker, b.text) for b in blocks(text, "a.txt")] == [
        ("", "QUESTION: Why does it leak?"), ("(1)", "It was built in a hurry."), ("(2)", "So it leaks."),
    ]  # fmt: skip


def test_unwrapped_lines_are_paragraphs() -> None:
    long = "word " * 50
    assert texts(f"{long}\nsecond\nthird", "a.txt") == [long.strip(), "second", "third"]


def test_form_feeds_are_page_marks() -> None:
    assert [(b.text, b.page) for b in blocks("one\n\f\ntwo\n\n\fthree", "a.txt")] == [
        ("one", 1),
        ("two", 2),
        ("three", 3),
    ]


def test_markdown_is_known_by_its_content_too() -> None:
    assert blocks("**QUESTION - Why?**", "a.txt")[0].strong


def test_print_parts_its_paragraphs_by_an_indent_alone() -> None:
    paragraphs = [
        "The chair will hear first from the authors of the plan that stands before the committee today",
        "and that was sent to members a week ago.",
        "Mr. Alder. Thank you, and good morning.",
        "The Chair. Please go on when you are ready, and keep to the time that was agreed between us",
        "and the ranking member.",
        "Mr. Alder. I shall be brief.",
        "Ms. Brook. So shall I.",
    ] * 4
    printed = [f"    {line}" if line[0].isupper() else line for line in paragraphs]
    document = read_blocks("\n".join(printed).encode(), "print.txt")
    assert [block.text[:9] for block in document.blocks] == [
        line[:9] for line in paragraphs if line[0].isupper()
    ]


def test_a_point_whose_lines_hang_is_one_block() -> None:
    lines = [f"{number}. a point that is wrapped by hand and goes\n   on below" for number in range(1, 9)]
    document = read_blocks("\n".join(lines).encode(), "points.txt")
    assert len(document.blocks) == 8
