"""OpenDocument text: what a reader of the page sees is what the blocks say."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document
from coder.evidence.readers import read_blocks
from tests.office_support import as_html, as_odt, document, look, odt, office, zipped

LISTS = """
<text:list-style style:name="M">
 <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."
  text:display-levels="2"/>
 <text:list-level-style-number text:level="3" style:num-format="i" style:num-prefix="(" style:num-suffix=")"
  text:start-value="3"/>
</text:list-style>
<text:list-style style:name="U">
 <text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/>
 <text:list-level-style-number text:level="2" style:num-format="A" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="Z">
 <text:list-level-style-number text:level="1" style:num-format="a" style:num-suffix=")"
  style:num-letter-sync="true" text:start-value="26"/>
</text:list-style>
"""


def paragraph(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def listed(style: str, *items: str, more: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:list{named}{more}>{''.join(items)}</text:list>"


def item(text: str, inner: str = "", more: str = "") -> str:
    return f"<text:list-item{more}>{paragraph(text)}{inner}</text:list-item>"


GOES_ON = ' text:continue-numbering="true"'

NUMBERED = (
    (listed("M", item("one"),
            item("two", listed("", item("a"), item("b", listed("", item("c"), item("d"))))),
            item("three", listed("", item("again")))),
     ["1. one", "2. two", "2.1. a", "2.2. b", "(iii) c", "(iv) d", "3. three", "3.1. again"]),
    (listed("M", item("one")) + paragraph("between") + listed("M", item("two"), more=GOES_ON)
     + listed("M", item("anew")),
     ["1. one", "between", "2. two", "1. anew"]),
    (listed("M", item("one"), more=' xml:id="k"') + listed("L", item("other"))
     + listed("M", item("two"), more=' text:continue-list="k"'),
     ["1. one", "(1) other", "2. two"]),
    (listed("M", item("one")) + listed("M", f"<text:list-item>{listed('', item('below'))}</text:list-item>",
                                       more=GOES_ON) + listed("M", item("two"), more=GOES_ON),
     ["1. one", "1.1. below", "2. two"]),
    (listed("M", f"<text:list-header>{paragraph('head')}</text:list-header>", item("one"),
            item("jump", more=' text:start-value="12"'), item("next")),
     ["head", "1. one", "12. jump", "13. next"]),
    (listed("U", item("dot", listed("", item("upper")))), ["- dot", "A) upper"]),
    (listed("Z", item("z"), item("aa"), item("bb")), ["z) z", "aa) aa", "bb) bb"]),
    (listed("L", item("x"), item("other", more=' text:style-override="M"'), item("y")),
     ["(1) x", "2. other", "(3) y"]),
    (listed("M", item(""), item("after an empty one")), ["2. after an empty one"]),
    (listed("L", item("x", paragraph("goes on"))), ["(1) x", "goes on"]),
)  # fmt: skip


def lines(read: Document) -> list[str]:
    """Blocks as printed."""
    return [f"{block.marker} {block.text}".strip() for block in read.blocks]


@pytest.mark.parametrize(("body", "expected"), NUMBERED)
def test_lists_are_numbered_as_printed(body: str, expected: list[str]) -> None:
    assert lines(document(odt(body, LISTS))) == expected


def test_libreoffice_prints_the_same_numbers(tmp_path: Path) -> None:
    source = odt("".join(body for body, _ in NUMBERED), LISTS)
    printed = office(tmp_path).convert(source, "odt", "txt:Text").decode("utf-8-sig")
    seen = [" ".join(line.split()).replace("•", "-").replace("\uf0b7", "-") for line in printed.splitlines()]
    expected = [line for _, part in NUMBERED for line in part]
    assert [line for line in seen if line not in ("", "1.")] == expected


def test_indent_tells_points_within_points_and_what_continues_them() -> None:
    body = listed("M", item("one", listed("", item("below")) + paragraph("goes on")))
    read = document(odt(body, LISTS)).blocks
    assert [(block.text, block.indent) for block in read] == [("one", 0), ("1.1. below", 2), ("goes on", 2)]


def test_headings_are_numbered_by_the_outline() -> None:
    common = (
        "<office:styles><text:outline-style>"
        '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        "</text:outline-style></office:styles>"
    )
    head = '<text:h text:outline-level="{}"{}>{}</text:h>'.format
    body = head(1, "", "A") + head(2, "", "B") + head(1, ' text:is-list-header="true"', "C")
    body += head(1, "", "D")
    read = document(odt(body, common=common))
    assert lines(read) == ["1. A", "1.1 B", "C", "2. D"]
    assert [block.heading for block in read.blocks] == [1, 2, 1, 1]


BOLD = """
<office:styles>
 <style:default-style style:family="paragraph">
  <style:text-properties fo:font-weight="normal"/></style:default-style>
 <style:style style:name="Question_20_One" style:display-name="Question One" style:family="paragraph">
  <style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="Strong" style:family="text">
  <style:text-properties fo:font-weight="700"/></style:style>
</office:styles>
"""
FROM_NAMED = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Question_20_One"/>
<style:style style:name="T1" style:family="text">
 <style:text-properties fo:font-weight="normal"/></style:style>
<style:style style:name="T2" style:family="text" style:parent-style-name="Strong"/>
<style:style style:name="T3" style:family="text" style:parent-style-name="T3"/>
"""


@pytest.mark.parametrize(
    ("body", "text", "bold"),
    [
        ('<text:p text:style-name="P1">All of it</text:p>', "All of it", 9),
        ('<text:p text:style-name="P1">Half <text:span text:style-name="T1">of</text:span></text:p>',
         "Half of", 4),
        ('<text:p><text:span text:style-name="T2">Ms Day:</text:span> Yes.</text:p>', "Ms Day: Yes.", 7),
        ('<text:p><text:span text:style-name="B">A</text:span> <text:span text:style-name="B">B</text:span> c'
         "</text:p>", "A B c", 3),
        ('<text:p><text:span text:style-name="T3">circle</text:span></text:p>', "circle", 0),
        ('<text:p>No <text:span text:style-name="B">start</text:span></text:p>', "No start", 0),
        ('<text:p><text:span text:style-name="B">(4) Q</text:span> a</text:p>', "Q a", 1),
    ],
)  # fmt: skip
def test_bold_through_automatic_and_named_styles(body: str, text: str, bold: int) -> None:
    block = document(odt(body, FROM_NAMED, BOLD)).blocks[0]
    assert (block.text, block.bold) == (text, bold)


def test_the_named_style_goes_with_the_block() -> None:
    body = '<text:p text:style-name="P1">x</text:p><text:p>y</text:p>'
    assert [block.style for block in document(odt(body, FROM_NAMED, BOLD)).blocks] == ["Question One", ""]


def test_spaces_tabs_and_breaks() -> None:
    body = paragraph('(4)<text:tab/>One<text:s text:c="3"/>two\n  three<text:line-break/>four\u00a0five')
    assert document(odt(body)).blocks[0][:5] == ("One two three\nfour five", 1, 0, 0, "(4)")


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>gone</text:p>'
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Kept <text:change text:change-id="c"/><text:change-start text:change-id="d"/>new'
        '<text:change-end text:change-id="d"/>.</text:p>'
    )
    assert lines(document(odt(body))) == ["Kept new."]


def test_notes_stand_after_their_paragraph() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>3</text:note-citation>'
        "<text:note-body><text:p>See the annex.</text:p></text:note-body></text:note>"
    )
    assert lines(document(odt(paragraph(f"Said{note} so.") + paragraph("Next.")))) == [
        "Said[3] so.", "[3] See the annex.", "Next.",
    ]  # fmt: skip


def test_text_boxes_are_read_and_pictures_are_not() -> None:
    box = (
        "<draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box>"
        "<svg:title>A box</svg:title></draw:frame><draw:frame><draw:image><text:p/></draw:image></draw:frame>"
    )
    read = document(odt(f"<draw:frame><draw:text-box><text:p>Page box</text:p></draw:text-box></draw:frame>"
                        f"<text:p>Around {box} it</text:p>"))  # fmt: skip
    assert lines(read) == ["Page box", "Around it", "In the box"]


def test_comments_hidden_text_and_links_are_dropped_with_a_reason() -> None:
    hidden = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/>'
        "</style:style>"
    )
    body = (
        "<text:p>Said<office:annotation><dc:creator>AB</dc:creator><text:p>check</text:p>"
        "</office:annotation> "
        '<text:span text:style-name="H">secret</text:span>'
        '<text:a xlink:href="https://example.org/">here</text:a></text:p>'
        '<text:section text:display="none"><text:p>whole section</text:p></text:section>'
        "<text:table-of-content><text:index-body><text:p>Contents 1</text:p></text:index-body>"
        "</text:table-of-content>"
    )
    read = document(odt(body, hidden))
    assert lines(read) == ["Said here"]
    assert [(dropped.why, dropped.text) for dropped in read.dropped] == [
        ("markup", "check"), ("markup", "secret"), ("link", "https://example.org/"),
        ("markup", "whole section"), ("navigation", "Contents 1"),
    ]  # fmt: skip


def test_running_heads_and_page_numbers_are_dropped() -> None:
    common = (
        '<office:master-styles><style:master-page style:name="Standard">'
        "<style:header><text:p>Select Committee</text:p></style:header>"
        "<style:footer><text:p>Page <text:page-number>1</text:page-number> of 3</text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )
    read = document(odt(paragraph("Body."), common=common))
    assert lines(read) == ["Body."]
    assert [(dropped.why, dropped.text) for dropped in read.dropped] == [
        ("head", "Select Committee"), ("page", "Page 1 of 3"),
    ]  # fmt: skip


def table(*rows: tuple[str, ...]) -> str:
    cells = (f"<table:table-cell>{cell}</table:table-cell>" for row in rows for cell in row)
    made = "".join(f"<table:table-row>{''.join(next(cells) for _ in row)}</table:table-row>" for row in rows)
    return f"<table:table>{made}</table:table>"


def test_a_table_row_is_a_block_and_a_frame_is_none() -> None:
    inner = table((paragraph("c"), paragraph("d")))
    read = document(odt(table(
        (paragraph('<text:span text:style-name="B">Name</text:span>'), paragraph("Role")),
        (paragraph("A") + paragraph("B"), ""),
        (paragraph("x"), inner),
        (listed("L", item("one"), item("two")), paragraph("y")),
    )))  # fmt: skip
    assert lines(read) == ["Name | Role", "A", "B", "x | c | d", "(1) one\n(2) two | y"]
    assert read.blocks[0].bold == 4


def test_a_cell_inside_a_list_item_does_not_take_its_number() -> None:
    inner = table((paragraph("a"), paragraph("b")))
    item = f"<text:list-item>{inner}{paragraph('said')}</text:list-item>"
    assert lines(document(odt(listed("L", item)))) == ["a | b", "(1) said"]


def test_pages_are_counted_where_the_file_knows_them() -> None:
    breaks = (
        '<style:style style:name="N1" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
    )
    body = (
        "<text:p>A</text:p><text:soft-page-break/><text:p>B<text:soft-page-break/></text:p>"
        '<text:p text:style-name="N1">C</text:p>'
    )
    soft = ' text:use-soft-page-breaks="true"'
    assert [block.page for block in document(odt(body, breaks, attributes=soft)).blocks] == [1, 2, 4]


def compare(source: list[Block], got: list[Block]) -> None:
    assert [look(block) for block in got] == [look(block) for block in source]


def test_minutes_written_out_by_libreoffice_read_as_their_source(shared: Path, tmp_path: Path) -> None:
    path = shared / "evidence" / "kent-commissioning-2014-02-03.md"
    source = [block for block in read_blocks(path.read_bytes(), path.name).blocks if block.text]
    compare(source, document(office(tmp_path).convert(as_html(source), "html", "odt:writer8")).blocks)
    compare(source, document(office(tmp_path).convert(as_odt(source), "odt", "odt")).blocks)


# Files that are not what they should be

TEXT = "application/vnd.oasis.opendocument.text"
HOME = '<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/hostname">'
LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def with_entities(entities: str, text: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(odt(paragraph(text)))) as archive:
        content = archive.read("content.xml").decode().partition("?>")[2]
    content = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{content}'
    return zipped({"mimetype": TEXT, "content.xml": content})


def test_entities_are_not_resolved() -> None:
    assert lines(document(with_entities(HOME, "before &a; &b; after"))) == ["before after"]


def test_entities_that_multiply_are_refused() -> None:
    with pytest.raises(CoderError, match="damaged"):
        document(with_entities(LAUGHS, "&a9;"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (odt(paragraph("x"), manifest="<manifest:encryption-data/>"), "password"),
        (zipped({"mimetype": TEXT, "encrypted-package": "x"}), "password"),
        (zipped({"mimetype": TEXT}), "damaged"),
        (zipped({"mimetype": TEXT, "content.xml": "<a>"}), "damaged"),
        (odt(paragraph("x"))[:-40], "damaged"),
        (odt(""), "no text"),
        (zipped({"mimetype": TEXT.replace("text", "spreadsheet"), "content.xml": "<a/>"}), "zip archive"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(CoderError, match=says) as raised:
        document(data, "file.odt")
    assert str(raised.value).startswith("file.odt") and "\n" not in str(raised.value)


def test_an_archive_that_unpacks_to_far_more_is_not_opened() -> None:
    bomb = zipped({"mimetype": TEXT, "content.xml": "<a>" + " " * 60_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(CoderError, match="unpacks"):
        document(bomb)


def test_an_archive_of_very_many_members_is_not_opened() -> None:
    many = {"mimetype": TEXT} | {f"m{n}": "" for n in range(10_001)}
    with pytest.raises(CoderError, match="unpacks"):
        document(zipped(many))


@pytest.mark.parametrize("tag", ["text:section", "text:span", "text:list", "draw:frame", "table:table-row"])
def test_nesting_beyond_measure_ends_in_a_sentence_or_in_text(tag: str) -> None:
    for depth in (80, 230, 5000):
        inside = f"<{tag}>" * depth + "<text:p>deep</text:p>" + f"</{tag}>" * depth
        try:
            assert document(odt(paragraph("flat") + inside)).blocks[0].text == "flat"
        except CoderError as error:
            assert "damaged" in str(error)


@pytest.mark.parametrize(
    "around",
    [
        "draw:frame draw:text-box text:p", "text:note text:note-body text:p", "text:list text:list-item",
        "table:table table:table-row table:table-cell", "text:span",
    ],
)  # fmt: skip
def test_the_deepest_that_the_parser_lets_in_is_read(around: str) -> None:
    names = around.split()
    depth = 235 // len(names)
    opening = "".join(f"<{name}>" for name in names) * depth
    closing = "".join(f"</{name}>" for name in reversed(names)) * depth
    read = document(odt(paragraph(opening + paragraph("deep") + closing)))
    assert any("deep" in block.text for block in read.blocks)


WHOLE = odt(
    "".join(body for body, _ in NUMBERED) + table((paragraph("a"), paragraph("b"))), LISTS + FROM_NAMED, BOLD
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6),
    st.integers(4, len(WHOLE)),
)
def test_damage_gives_blocks_or_a_sentence(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    for damaged in (bytes(data), bytes(data[:end]), bytes(data) + WHOLE):
        try:
            assert document(damaged).blocks
        except CoderError as error:
            assert "\n" not in str(error)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damaged_content_gives_blocks_or_a_sentence(data: st.DataObject) -> None:
    body = "".join(text for text, _ in NUMBERED)
    start = data.draw(st.integers(0, len(body)))
    wrong = data.draw(st.sampled_from(["", "<", "</text:list>", "<text:list-item>", "\x00", "&x;"]))
    cut = body[:start] + wrong + body[start + data.draw(st.integers(0, 40)) :]
    try:
        assert document(odt(cut, LISTS)).blocks
    except CoderError as error:
        assert "\n" not in str(error)
