"""Rich Text Format: what a reader of the page sees is what the blocks say."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.readers import read_blocks
from tests.office_support import as_html, as_odt, document, look, odt, office

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset2 Symbol;}"
    r"{\f3\fcharset128 MS Mincho;}}"
)
SHEET = (
    r"{\stylesheet{\s0\snext0 Normal;}{\s1\b\outlinelevel0 Title of Ours;}{\s2 heading 2;}"
    r"{\*\cs3 \b Strong;}{\s4\b Question;}}"
)


def rtf(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> bytes:
    return (r"{\rtf1" + head + FONTS + SHEET + r"\pard\plain " + body + "}").encode("latin-1")


def lines(read: Document) -> list[str]:
    """Blocks as printed."""
    return [f"{block.marker} {block.text}".strip() for block in read.blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"One\par Two\par", ["One", "Two"]),
        ("One\\\nTwo\\par", ["One", "Two"]),
        (r"One\line two\tab three\~four\par", ["One\ntwo three four"]),
        (r"No end of its own", ["No end of its own"]),
        (r"\lquote a\rquote\ldblquote b\rdblquote\emdash c\endash d\bullet e", ["‘a’“b”—c–d•e"]),
        (r"\'93q\'94 caf\'e9 \{x\} \\", ["“q” café {x} \\"]),
        (r"\u8220\'93q\u8221? {\uc0\u233} {\uc2\u233\'3f\'3fx}", ["“q” é éx"]),
        (r"\u-10179?\u-8704?", ["😀"]),
        (r"{\f1 \'cf\'f0\'e8} {\f3 \'93\'fa\'83A}", ["При 日ア"]),
        (r"re\-commission non\_profit", ["recommission non\u2011profit"]),
        (r"a{\*\unknown b {c}}{\info{\title t}}{\pict\bin5 {{{{{d}e", ["ae"]),
        (r"{\upr{plain}{\*\ud{uni\u233 ?}}}", ["unié"]),
        (r"kept{\deleted gone} {\revised new}{\v hidden}\par", ["kept new"]),
        (r"before{\deleted x\par}after\par", ["beforeafter"]),
        (r"A\page B\sect C", ["A", "B", "C"]),
        (r"(4)\tab Angela replied.", ["(4) Angela replied."]),
    ],
)
def test_text_as_it_stands_on_the_page(body: str, expected: list[str]) -> None:
    assert lines(document(rtf(body))) == expected


@pytest.mark.parametrize(
    ("label", "marker", "text"),
    [
        (r"\listtext\pard\plain (4)\tab", "(4)", "Said."),
        (r"\pntext\f0 4.\tab", "4.", "Said."),
        (r"\listtext\pard\plain\f2 \'b7\tab", "-", "Said."),
        (r"\listtext\pard\plain\f0 o\tab", "-", "Said."),
        (r"\listtext\pard\plain 3.2\tab", "", "3.2 Said."),
        (r"\listtext Q12\tab", "", "Q12 Said."),
    ],
)
def test_the_printed_number(label: str, marker: str, text: str) -> None:
    body = "{" + label + r"}\ilvl1\ls2 {Said.\par}\pard Next.\par"
    first, second = document(rtf(body)).blocks
    assert (first.marker, first.text, first.indent) == (marker, text, 2)
    assert (second.marker, second.text, second.indent) == ("", "Next.", 0)


@pytest.mark.parametrize(
    ("body", "text", "bold"),
    [
        (r"{\b Ms Day:} Yes.", "Ms Day: Yes.", 7),
        (r"\b All of it", "All of it", 9),
        (r"\b All\b0  of it", "All of it", 3),
        (r"{\b A} {\b B} c", "A B c", 3),
        (r"\b x\plain y", "xy", 1),
        (r"{\listtext 4.\tab}{\b Bold} point", "Bold point", 4),
        # A style's looks are repeated in the text; the style sheet alone makes nothing bold.
        (r"\s4 plain", "plain", 0),
        (r"\s4\b bold", "bold", 4),
    ],
)
def test_bold_at_the_start(body: str, text: str, bold: int) -> None:
    block = document(rtf(body)).blocks[0]
    assert (block.text, block.bold) == (text, bold)


def test_headings_and_style_names() -> None:
    body = r"\s1 A\par\pard\s2 B\par\pard\outlinelevel3 C\par\pard D"
    read = document(rtf(body)).blocks
    assert [(block.text, block.heading, block.style) for block in read] == [
        ("A", 1, "Title of Ours"), ("B", 2, "heading 2"), ("C", 4, "Normal"), ("D", 0, "Normal"),
    ]  # fmt: skip


def test_fields_keep_their_result() -> None:
    body = (
        r'See {\field{\*\fldinst {HYPERLINK "https://example.org/a"}}{\fldrslt {\ul here}}} and '
        r'{\field{\*\fldinst HYPERLINK \\l "mark"}{\fldrslt there}}.\par '
        r"{\field{\*\fldinst TOC \\o}{\fldrslt First 1\par Second 2\par}}\pard After"
    )
    read = document(rtf(body))
    assert lines(read) == ["See here and there.", "After"]
    assert [(dropped.why, dropped.text) for dropped in read.dropped] == [
        ("link", "https://example.org/a"), ("navigation", "First 1\nSecond 2"),
    ]  # fmt: skip


def test_notes_and_text_boxes_stand_after_their_paragraph() -> None:
    body = (
        r"Said{\super\chftn}{\footnote\pard\plain\s0 {\super\chftn} See the annex.} so"
        r"{\super\chftn{\*\footnote\ftnalt\chftn\pard An end.\par}} and*{\footnote * By hand.}."
        r"{\shp{\*\shpinst\shptop1{\sp{\sn a}{\sv 2}}{\shptxt\pard In the box\par}}{\shprslt twice}}\par Next"
    )
    assert lines(document(rtf(body))) == [
        "Said[1] so[i] and*.", "[1] See the annex.", "[i] An end.", "* By hand.", "In the box", "Next",
    ]  # fmt: skip


def test_running_heads_comments_and_hidden_text_are_dropped_with_a_reason() -> None:
    body = (
        r"{\header Select Committee\par}{\headerf Select Committee\par}{\footer Page {\field{\*\fldinst PAGE}"
        r"{\fldrslt 3}}\par}Said{\*\atnid AB}{\*\annotation check}{\v secret} so\par"
    )
    read = document(rtf(body))
    assert lines(read) == ["Said so"]
    assert [(dropped.why, dropped.text) for dropped in read.dropped] == [
        ("head", "Select Committee"), ("page", "Page 3"), ("markup", "check"), ("markup", "secret"),
    ]  # fmt: skip


def test_a_table_row_is_a_block_and_a_frame_is_none() -> None:
    nested = (
        r"\pard\intbl\itap2 c\nestcell d\nestcell{\*\nesttableprops\trowd\cellx1\nestrow}"
        r"{\nonesttables\par}"
    )
    body = (
        r"Before\par\trowd\cellx1\cellx2\pard\intbl {\b Name}\cell Role\cell\row"
        r"\trowd\pard\intbl A\par B\cell\cell\row"
        r"\trowd\pard\intbl x\cell " + nested + r"\pard\intbl\cell\row\pard After\par"
        r"\trowd\pard\intbl cut\cell off\cell\pard End\par"
    )
    read = document(rtf(body))
    assert lines(read) == ["Before", "Name | Role", "A", "B", "x | c | d", "After", "cut | off", "End"]
    assert read.blocks[1].bold == 4


def test_minutes_written_out_by_libreoffice_read_as_their_source(shared: Path, tmp_path: Path) -> None:
    path = shared / "evidence" / "kent-commissioning-2014-02-03.md"
    source = [block for block in read_blocks(path.read_bytes(), path.name).blocks if block.text]
    writer = office(tmp_path)
    for text, ending in ((as_html(source), "html"), (as_odt(source), "odt")):
        made = writer.convert(text, ending, "rtf")
        assert [look(block) for block in document(made).blocks] == [look(block) for block in source]


def test_notes_and_changes_as_libreoffice_writes_them(tmp_path: Path) -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>See the annex.</text:p></text:note-body></text:note>"
    )
    body = (
        '<text:tracked-changes><text:changed-region xml:id="c" text:id="c"><text:deletion>'
        "<office:change-info><dc:creator>A</dc:creator><dc:date>2020-01-01T00:00:00</dc:date>"
        "</office:change-info><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        f'<text:p>Kept <text:change text:change-id="c"/>“this” – Привет{note}.</text:p>'
    )
    made = office(tmp_path).convert(odt(body), "odt", "rtf")
    assert lines(document(made)) == ["Kept “this” – Привет[1].", "[1] See the annex."]


# Files that are not what they should be


def test_a_file_cut_short_is_read_as_far_as_it_goes_and_says_so() -> None:
    read = document(rtf(r"One\par {\b Two")[:-1])
    assert lines(read) == ["One", "Two"]
    assert [note.what for note in read.notes] == ["The document breaks off; its end may be missing"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (rb"{\rtf1}", "no text"),
        (rb"{\rtf1 " + b"{" * 1_000_000, "damaged"),
        (rb"{\rtf1 {\*\hidden a}", "no text"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(CoderError, match=says) as raised:
        document(data, "file.rtf")
    assert str(raised.value).startswith("file.rtf") and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "piece",
    [
        r"{\v h}", r"{\listtext 1}", r"\u233 ?", r"\cell ", r"\row ", r"\'e9", "{}", r"{\b x}",
        r"\intbl\itap50 x\nestcell ",
    ],
)  # fmt: skip
def test_time_grows_with_the_size_of_the_file(piece: str) -> None:
    def seconds(times: int) -> float:
        data = rtf("x" + piece * times)
        best = []
        for _ in range(3):
            start = time.process_time()
            document(data)
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(24_000) < 4 * 3 * max(seconds(6_000), 0.002)


WHOLE = rtf(
    r"One {\b two}\par{\listtext (4)\tab}\ilvl1\ls1 Three\u8220\'93\par{\footer x}\chftn{\footnote n}\pard"
    r"\trowd\intbl a\cell b\cell\row{\field{\*\fldinst HYPERLINK x}{\fldrslt {y}}}"
    r"{\*\shpinst{\shptxt z}}\f1\'cf\par"
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(6, len(WHOLE) - 1), st.integers(0, 255)), max_size=8),
    st.integers(6, len(WHOLE)),
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


WORDS = [
    "{", "}", "\\par", "\\cell", "\\row", "\\nestrow", "\\itap3", "{\\footnote", "{\\*", "{\\header",
    "{\\shptxt", "\\u55357", "{\\fldinst HYPERLINK", "{\\fldrslt", "{\\listtext", "\\deleted",
    "\\bin9999999999", "x", "\\uc99999", "{\\stylesheet", "\\s-5 ;", "\\f99", "{\\fonttbl",
    "\\ansicpg99999", "\\fcharset-1", "\\ftnstart-7", "\\chftn", "\\outlinelevel9999999999", "\\ilvl-3",
    "{\\rtf", "{\\annotation", "\\'e", "\\", "{\\fldinst TOC", "\\footnote",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_order_of_words_gives_blocks_or_a_sentence(words: list[str]) -> None:
    try:
        assert document(rtf("start " + "".join(words))).blocks
    except CoderError as error:
        assert "\n" not in str(error)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_text_written_as_unicode_comes_back(words: list[str]) -> None:
    units = " ".join(words).encode("utf-16-le")
    codes = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    read = document(rtf("Start: " + "".join(rf"\u{code}?" for code in codes))).blocks
    assert [block.text for block in read] == ["Start: " + " ".join(words)]
