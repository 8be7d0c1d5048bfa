"""XML of committee evidence, and other XML, as blocks."""

from __future__ import annotations

import html
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.readers import read_blocks

EVIDENCE = """<?xml version="1.0" encoding="UTF-8"?>
<Hansard xml:lang="EN" id="1">
  <StartPageNumber>1</StartPageNumber>
  <DocumentTitle><DocumentName>EVIDENCE</DocumentName></DocumentTitle>
  <ExtractedInformation>
    <ExtractedItem Name="Date">Monday, May 6, 2024</ExtractedItem>
    <ExtractedItem Name="Session">1<Sup>st</Sup> SESSION</ExtractedItem>
    <ExtractedItem Name="InCameraNote" />
  </ExtractedInformation>
  <HansardBody><OrderOfBusiness><SubjectOfBusiness><SubjectOfBusinessContent>
    <Timestamp Hr="16" Mn="30">(1630)</Timestamp>
    <FloorLanguage language="FR">[<I>Translation</I>]</FloorLanguage>
    <Intervention Type="Interjection" id="2">
      <PersonSpeaking>
        <Affiliation DbId="77" Type="35">The Chair (Ms. Ann Lee)</Affiliation>: </PersonSpeaking>
      <Content>
        <ParaText id="3"> Order, on <Document DbId="9">C-4</Document>.</ParaText>
        <ParaText id="4">
          <B>Mr. Jo Poe:</B> Yes,
          sir.</ParaText>
        <ParaText id="5"><I>(Motion agreed to)</I></ParaText>
        <ParaText id="6">It reads:
          <Quote><QuotePara Align="Left">1. That we &amp; they</QuotePara></Quote></ParaText>
        <Timestamp Hr="16" Mn="35">(1635)</Timestamp>
        <ParaText id="7">Before <FloorLanguage language="EN">[<I>English</I>]</FloorLanguage> after</ParaText>
        <!-- checked -->
      </Content>
    </Intervention>
  </SubjectOfBusinessContent></SubjectOfBusiness></OrderOfBusiness></HansardBody>
</Hansard>
"""


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def test_each_element_with_text_is_a_block_that_names_it() -> None:
    document = read_blocks(EVIDENCE.encode(), "evidence.xml")
    assert [(b.style, b.text) for b in document.blocks] == [
        ("StartPageNumber", "1"),
        ("DocumentName", "EVIDENCE"),
        ("ExtractedItem Name=Date", "Monday, May 6, 2024"),
        ("ExtractedItem Name=Session", "1st SESSION"),
        ("Timestamp", "(1630)"),
        ("FloorLanguage language=FR", "[Translation]"),
        ("PersonSpeaking DbId=77 Type=35", "The Chair (Ms. Ann Lee):"),
        ("ParaText", "Order, on C-4."),
        ("ParaText", "Mr. Jo Poe: Yes, sir."),
        ("ParaText", "(Motion agreed to)"),
        ("ParaText", "It reads:"),
        ("QuotePara", "That we & they"),
        ("Timestamp", "(1635)"),
        ("ParaText", "Before"),
        ("FloorLanguage language=EN", "[English]"),
        ("ParaText", "after"),
    ]
    assert [(d.why, d.text) for d in document.dropped] == [("markup", "checked")]
    assert document.notes == []


def test_bold_labels_numbers_titles_and_lines() -> None:
    read = {b.text: b for b in read_blocks(EVIDENCE.encode(), "evidence.xml").blocks}
    assert read["Mr. Jo Poe: Yes, sir."].bold == len("Mr. Jo Poe:")
    assert read["That we & they"].marker == "1."
    assert read["EVIDENCE"].heading == 1
    assert EVIDENCE.split("\n")[read["Order, on C-4."].line - 1].strip().startswith('<ParaText id="3">')


def test_other_xml_reads_by_element_and_says_so() -> None:
    text = '<a:doc xmlns:a="urn:x"><head>Title</head><meta date="x"/>'
    text += "<p>One <i><u>two</u></i> three</p><p><i>all</i></p></a:doc>"
    document = read_blocks(text.encode(), "x.xml")
    assert [(b.style, b.text) for b in document.blocks] == [
        ("head", "Title"),
        ("p", "One two three"),
        ("p", "all"),
    ]
    assert "not known" in document.notes[0].what


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_encodings(codec: str) -> None:
    declared = "windows-1252" if codec == "cp1252" else codec
    text = f'<?xml version="1.0" encoding="{declared}"?><d><p>Café</p></d>'
    assert read_blocks(text.encode(codec), "x.xml").blocks[0].text == "Café"


def test_a_false_encoding_is_read_and_reported() -> None:
    document = read_blocks(
        '<?xml version="1.0" encoding="UTF-8"?>\n<d><p>Café “x”</p></d>'.encode("cp1252"), "x.xml"
    )
    assert document.blocks[0].text == "Café “x”"
    assert any("damaged" in note.what for note in document.notes)


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entities = f'<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY g "grown">'
    text = f'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd" [{entities}]>'
    document = read_blocks(f'<?xml version="1.0"?>{text}<d><p>a &f; &g; b</p></d>'.encode(), "x.xml")
    assert [b.text for b in document.blocks] == ["a &f; &g; b"]


@pytest.mark.parametrize("place", ["<d><p>x &l11; y</p></d>", '<d a="&l11;"><p>x y</p></d>'])
def test_an_entity_bomb_does_nothing(place: str) -> None:
    nested = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    started = time.perf_counter()
    document = read_blocks(
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{nested}]>{place}'.encode(), "x.xml"
    )
    assert "lol" not in " ".join(b.text for b in document.blocks)
    assert time.perf_counter() - started < 2


def test_damage_is_reported_and_the_rest_is_kept() -> None:
    text = '<?xml version="1.0"?>\n<d><p>one < two</p>\n<p>three&nbsp;R&D</q>\n'
    text += "<p>four</p></d>\n<d><p>five</p></d>"
    document = read_blocks(text.encode(), "x.xml")
    said = words(" ".join(b.text for b in document.blocks))
    assert words("one two three R D four five") - said == Counter()
    assert "damaged" in document.notes[0].what
    assert "line 2" in document.notes[0].what


def test_no_xml_at_all_is_one_sentence() -> None:
    with pytest.raises(CoderError, match="no text"):
        read_blocks(b'<?xml version="1.0"?><a><b/></a>', "x.xml")
    with pytest.raises(CoderError, match="tags"):
        read_blocks(b"<?xml version='1.0'?>" + b"<" * 2_000_001, "x.xml")


@pytest.mark.parametrize("name", ["11796678-fr.xml", "12324877-en.xml"])
def test_real_evidence_loses_no_word(shared: Path, name: str) -> None:
    file = shared / "evidence" / "canada" / name
    source = words(html.unescape(re.sub(r"(?s)<[^>]+>", " ", file.read_text("utf-8-sig"))))
    document = read_blocks(file.read_bytes(), name)
    text = words(" ".join(f"{b.marker} {b.text}" for b in document.blocks))
    # Only the two halves of 33<Sup>e</Sup> are counted apart in the source.
    assert sum((source - text).values()) <= 0.001 * sum(source.values())
    assert sum(b.style.startswith("PersonSpeaking") for b in document.blocks) == file.read_bytes().count(
        b"<PersonSpeaking>"
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_gives_blocks_or_one_sentence(data: st.DataObject) -> None:
    whole = bytearray(EVIDENCE.encode())
    for _ in range(data.draw(st.integers(0, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    part = bytes(whole[: data.draw(st.integers(1, len(whole)))])
    try:
        read_blocks(part + part[data.draw(st.integers(0, len(part) - 1)) :], "x.xml")
    except CoderError as error:
        assert str(error).count("\n") == 0
