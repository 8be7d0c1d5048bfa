"""Saved web pages as blocks."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document
from coder.evidence.readers import read_blocks


def blocks(body: str, head: str = "") -> list[Block]:
    return page(body, head).blocks


def page(body: str, head: str = "") -> Document:
    text = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_blocks(text.encode(), "page.html")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def dropped(document: Document, why: str) -> list[str]:
    return [piece.text for piece in document.dropped if piece.why == why]


def test_paragraphs_headings_and_breaks() -> None:
    read = blocks(
        "<h2>Item <i>one</i></h2><p>First&nbsp; line<br>second\n line &amp; all</p>"
        "<div>Loose<p>Inner</p>tail</div>"
    )
    assert [(b.text, b.heading) for b in read] == [
        ("Item one", 2), ("First line\nsecond line & all", 0), ("Loose", 0), ("Inner", 0), ("tail", 0),
    ]  # fmt: skip


def test_two_breaks_end_a_paragraph() -> None:
    assert [b.text for b in blocks("<p>One<br>more<br> <br>Two</p>")] == ["One\nmore", "Two"]


def test_a_page_that_ends_its_sentences_with_breaks_has_a_paragraph_a_line() -> None:
    lines = [f"Sentence number {n}." for n in range(12)]
    assert [b.text for b in blocks(f"<p>{'<br>'.join(lines)}</p>")] == lines
    verses = [f"a line that goes on {n}" for n in range(12)]
    assert len(blocks(f"<p>{'<br>'.join(verses)}</p>")) == 1


@pytest.mark.parametrize(
    ("label", "bold"),
    [
        ("<b>Chair:</b>", 6),
        ("<strong>Cha</strong><b>ir:</b>", 6),
        ('<span style="font-weight: 700">Chair:</span>', 6),
        ('<span class="c3">Chair:</span>', 6),
        ('<b style="font-weight:normal">Chair:</b>', 0),
        ("<i>Chair:</i>", 0),
        ("so <b>Chair:</b>", 0),
    ],
)
def test_bold_at_the_start_is_counted(label: str, bold: int) -> None:
    read = blocks(
        f"<p>{label} hello</p>", head="<style>h1.c3 {color: red} span.c3 {font-weight: bold}</style>"
    )
    assert read[0].bold == bold


def test_lists_print_their_numbers() -> None:
    read = blocks(
        '<ol start=4><li>four<p>more of it</p><ol type="a"><li>inner</ol><li value="9">nine<li>ten</ol>'
        '<ol reversed type="i"><li>two<li>one</ol><ul><li>point</ul>'
        '<ol style="list-style-type:upper-roman"><li>x</ol>'
    )
    assert [(b.marker, b.text, b.indent) for b in read] == [
        ("4.", "four", 0), ("", "more of it", 3), ("a.", "inner", 3), ("9.", "nine", 0), ("10.", "ten", 0),
        ("ii.", "two", 0), ("i.", "one", 0), ("-", "point", 0), ("", "I. x", 0),
    ]  # fmt: skip


def test_a_typed_number_is_a_marker_too() -> None:
    number = "<![if !supportLists]><span>(4)<span>&nbsp; </span></span><![endif]>"
    [block] = blocks(f"<p class=MsoList>{number}Text<o:p></o:p></p>")
    assert (block.marker, block.text, block.style) == ("(4)", "Text", "MsoList")


def test_table_rows_are_blocks_and_layout_is_none() -> None:
    read = blocks(
        "<table><tr><th>Name<th>Role</tr><tr><td><p>Ann</p><p>Lee</p></td><td>Chair</td></tr></table>"
    )
    assert [b.text for b in read] == ["Name | Role", "Ann\nLee | Chair"]
    nested = (
        "<table><tr><td><p>one</p><table><tr><td>a</td><td>b</td></tr></table></td><td>side</td></tr></table>"
    )
    assert [b.text for b in blocks(nested)] == ["one", "a | b", "side"]


def test_what_stands_around_the_text_is_dropped_with_its_words() -> None:
    document = page(
        "<nav><a href='/x'>Home</a></nav><p>The evidence itself, at some length.</p>"
        "<p hidden>unseen one</p><p style='display: none'>unseen two</p>"
        "<a class='skip-link' href='#m'>Skip</a>"
        "<form>Search <button>Go</button></form><script>var a = 'code'</script><footer>Imprint</footer>",
        head="<title>The title</title><style>p {color: red}</style>",
    )
    assert [b.text for b in document.blocks] == ["The evidence itself, at some length."]
    left = ["The title", "Home", "unseen one", "unseen two", "Skip", "Search Go", "Imprint"]
    assert dropped(document, "navigation") == left
    assert dropped(document, "link") == []


def test_a_page_wrapped_in_a_form_is_the_page() -> None:
    text = "Minutes of the meeting that was held."
    assert [b.text for b in blocks(f"<form id=aspnetForm><p>{text}</p><nav>Menu</nav></form>")] == [text]


def test_the_main_part_is_the_page() -> None:
    document = page("<div>Menu</div><div role=main><p>All that was said there and then.</p></div>after")
    assert [b.text for b in document.blocks] == ["All that was said there and then."]
    assert dropped(document, "navigation") == ["Menu", "after"]


def test_running_heads_of_a_word_processor_are_dropped() -> None:
    document = page("<div title=header><p>Committee</p></div><p>Text.</p><div title=footer><p>12</p></div>")
    assert [b.text for b in document.blocks] == ["Text."]
    assert [(d.why, d.text) for d in document.dropped] == [("head", "Committee"), ("page", "12")]


def test_links_keep_their_text_and_targets_are_told_once() -> None:
    document = page(
        '<p>See <a href="http://a.org/b">the report</a>, '
        '<a href="http://a.org/b">it</a>, <a href="#n">n</a></p>'
    )
    assert document.blocks[0].text == "See the report, it, n"
    assert dropped(document, "link") == ["http://a.org/b"]


def test_preformatted_text_reads_as_text_with_its_lines() -> None:
    body = "\n[Hearing]\n\n    Mr. Ney. The committee\nwill come to order.\n\n(2) Next &lt;x&gt;\n"
    text = f"<html>\n<title> - A HEARING</title>\n<body><pre>{body}</pre></body></html>"
    document = read_blocks(text.encode(), "hearing.txt")
    plain = read_blocks(body.replace("&lt;", "<").replace("&gt;", ">").encode(), "hearing.txt")
    assert [(b.text, b.marker, b.line - 2) for b in document.blocks] == [
        (b.text, b.marker, b.line) for b in plain.blocks
    ]
    tags = "<html> <title> </title> <body> <pre> </pre></body></html>"
    assert words(" ".join(dropped(document, "markup"))) == words(tags)


def test_what_only_looks_like_a_tag_is_reported() -> None:
    document = page("<pre>one <GRAPHIC NOT AVAILABLE> two</pre>")
    assert document.blocks[0].text == "one two"
    assert dropped(document, "markup")[-1].casefold() == "graphic not available"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("utf-8", "utf-8"),
        ("", "cp1252"),
        ("", "utf-16"),
    ],
)
def test_the_page_names_its_characters(charset: str, codec: str) -> None:
    said = "Сказано “так”" if codec == "cp1251" else "Café “so”"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    data = f"<html><head>{meta}</head><body><p>{said}</p></body></html>".encode(codec)
    assert read_blocks(data, "page.html").blocks[0].text == said


def test_a_damaged_byte_does_not_make_a_page_windows() -> None:
    data = "<html><head><meta charset=utf-8></head><body><p>Café “so” \x00</p></body></html>".encode()
    document = read_blocks(data.replace(b"\0", b"\xff"), "page.html")
    assert document.blocks[0].text == "Café “so” \ufffd"
    assert "UTF-8" in document.notes[0].what


def test_numbered_references_to_windows_punctuation_are_mended() -> None:
    assert blocks("<p>&#147;so&#148; &#8217;</p>")[0].text == "“so” ’"


def test_a_piece_of_a_page_is_told_from_text_and_from_markdown() -> None:
    piece = read_blocks(b"<div><p class=a>One</p><p>Two</p></div>\n", "x")
    assert [(b.text, b.style) for b in piece.blocks] == [("One", "a"), ("Two", "")]
    assert (
        read_blocks(b"<p align=center>Logo</p>\n\n# Title\n\nText **bold**\n", "x.md").blocks[1].heading == 1
    )


def test_tags_nested_too_deep_lose_no_word() -> None:
    text = "".join(f"<font><p>word{n} " for n in range(3000))
    document = read_blocks(f"<html><body>{text}</body></html>".encode(), "deep.html")
    assert words(" ".join(b.text for b in document.blocks)) == words(
        " ".join(f"word{n}" for n in range(3000))
    )
    assert any("tags" in note.what for note in document.notes)


def test_hostile_tags_take_no_time() -> None:
    many = " ".join(f'a{n}="x"' for n in range(100_000))
    started = time.perf_counter()
    assert blocks(f"<p {many}>Text</p>")[0].text == "Text"
    with pytest.raises(CoderError, match="tags"):
        read_blocks(b"<html>" + b"<b>" * 2_000_001, "page.html")
    assert time.perf_counter() - started < 10


def test_lines_are_those_of_the_file() -> None:
    text = "<html>\n<body>\n<p>one\ntwo</p>\n\n<p>\n three<br>\n<br>\nfour</p>\n</body></html>"
    assert [b.line for b in read_blocks(text.encode(), "p.html").blocks] == [3, 7, 9]


@pytest.mark.parametrize("path", ["canada/12324877-en.html", "council-html/minutes-april-17-2018.html"])
def test_real_pages_lose_no_word(shared: Path, path: str) -> None:
    file = shared / "evidence" / path
    outside = r"(?is)<(script|style|head|nav|header|footer|aside|form)\b.*?</\1>|<!--.*?-->"
    import html

    source = words(html.unescape(re.sub(r"(?s)<[^>]+>", " ", re.sub(outside, " ", file.read_text("utf-8")))))
    document = read_blocks(file.read_bytes(), file.name)
    text = words(" ".join(f"{b.marker} {b.text}" for b in document.blocks))
    rest = words(" ".join(piece.text for piece in document.dropped))
    assert sum((source - text - rest).values()) == 0
    assert sum((text - source).values()) == 0


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_gives_blocks_or_one_sentence(data: st.DataObject) -> None:
    whole = bytearray(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>T</title></head><body>"
        "<ol start=3><li>Été <b>x</b>"
        "</ol><table><tr><td>a<td>b</table><pre>p\nq</pre><form>f</form>"
        "<a href='http://x.y'>l</a></body></html>".encode()
    )
    for _ in range(data.draw(st.integers(0, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    part = bytes(whole[: data.draw(st.integers(1, len(whole)))])
    try:
        read_blocks(part + part[data.draw(st.integers(0, len(part) - 1)) :], "page.html")
    except CoderError as error:
        assert str(error).count("\n") == 0
