"""Word documents as they come: written by other programs, real, locked, damaged or hostile."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.blocks import Block
from coder.evidence.readers import doc, read_blocks
from tests.office_support import as_html, look, office, zipped
from tests.word_support import (
    MAIN,
    abstract,
    docx,
    level,
    link,
    num,
    numbered,
    opened,
    p,
    page,
    r,
    restart,
    style,
    unzipped,
)


def essence(blocks: list[Block]) -> list[tuple[str, str, int, int]]:
    """What a style of minutes goes by, white space aside."""
    return [
        (block.marker, " ".join(block.text.split()), len(block.text[: block.bold].split()), block.heading)
        for block in blocks
    ]


def as_word(blocks: list[Block]) -> bytes:
    """A document as a clerk writes it with python-docx: bold runs, heading styles, automatic numbering."""
    import docx as python_docx
    from docx.oxml import parse_xml

    document = python_docx.Document()
    numbering = document.part.numbering_part.element
    space = f'xmlns:w="{MAIN}"'
    forms: dict[tuple[str, str, str], int] = {}
    last: dict[int, int] = {}
    nums = 100

    def new_num(of: int, override: str = "") -> int:
        nonlocal nums
        nums += 1
        numbering.append(parse_xml(num(nums, of, override).replace("<w:num ", f"<w:num {space} ", 1)))
        return nums

    current: dict[int, int] = {}
    for block in blocks:
        paragraph = document.add_heading("", block.heading) if block.heading else document.add_paragraph()
        if block.marker:
            digits = "".join(letter for letter in block.marker if letter.isdigit())
            before, after = block.marker.split(digits) if digits else ("", block.marker)
            form = (before, after, "decimal" if digits else "bullet")
            if form not in forms:
                key = forms[form] = 100 + len(forms)
                text = f"{before}%1{after}" if digits else "\uf0b7"
                made = abstract(key, level(0, form[2], text)).replace(
                    "<w:abstractNum ", f"<w:abstractNum {space} ", 1
                )
                numbering.insert(0, parse_xml(made))
                current[key] = new_num(key)
            key = forms[form]
            number = int(digits or 0)
            if digits and number != last.get(key, 0) + 1:
                current[key] = new_num(key, restart(0, number))
            last[key] = number
            properties = paragraph._p.get_or_add_pPr()
            properties.append(parse_xml(numbered(current[key]).replace("<w:numPr>", f"<w:numPr {space}>")))
        for text, bold in ((block.text[: block.bold], True), (block.text[block.bold :], False)):
            if text:
                paragraph.add_run(text).bold = bold
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_minutes_written_by_python_docx_read_as_from_markdown(shared: Path, tmp_path: Path) -> None:
    source = read_blocks((shared / "evidence" / "kent-commissioning-2014-02-03.md").read_bytes(), "kent.md")
    data = as_word(source.blocks)
    assert essence(read_blocks(data, "kent.docx").blocks) == essence(source.blocks)
    again = office(tmp_path).convert(data, "docx", "docx")
    assert essence(read_blocks(again, "kent.docx").blocks) == essence(source.blocks)


def test_minutes_written_by_libreoffice_read_as_from_markdown(shared: Path, tmp_path: Path) -> None:
    source = read_blocks((shared / "evidence" / "kent-commissioning-2014-02-03.md").read_bytes(), "kent.md")
    data = office(tmp_path).convert(as_html(source.blocks), "html", "docx:Office Open XML Text")
    document = read_blocks(data, "kent.docx")
    assert [look(block) for block in document.blocks] == [look(block) for block in source.blocks]
    assert not document.notes


def test_speakers_of_the_catalan_parliament_by_paragraph_style(shared: Path) -> None:
    document = read_blocks((shared / "evidence" / "word" / "PCAT-4101-25082017.docx").read_bytes(), "x.docx")
    speakers = [block for block in document.blocks if block.style == "D3/ Intervinent"]
    assert [block.text for block in speakers] == ["La presidenta"]
    assert speakers[0].strong
    assert [piece.why for piece in document.dropped] == ["head", "page"]
    assert max(block.page for block in document.blocks) == 3


def test_an_old_word_document_through_libreoffice(shared: Path) -> None:
    if doc.office() is None:
        pytest.skip("LibreOffice is not installed")
    document = read_blocks((shared / "evidence" / "word" / "EPC110512.doc").read_bytes(), "x.doc")
    texts = page(document)
    assert len(texts) == 377
    assert any(text.startswith("The MINISTER OF SPORT AND RECREATION: Hon Chairperson") for text in texts)
    assert ("head", "EPC 11 MAY 2012 Page 95 of 95") in [
        (piece.why, piece.text) for piece in document.dropped
    ]


def test_what_an_old_document_links_to_is_not_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Site(BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(200).decode())

    with ThreadingTCPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{site.server_address[1]}/seen.png"
        source = f'<html><body><p>Said.</p><img src="{address}" width="9" height="9"></body></html>'
        data = office(tmp_path).convert(source, "html", "doc:MS Word 97")
        assert address.encode() in data or address.encode("utf-16-le") in data
        asked.clear()
        assert page(read_blocks(data, "x.doc")) == ["Said."]
        site.shutdown()
    assert not asked


# What cannot be read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\x00" + bytes(480)


def entry(name: str, sector: int = 0) -> bytes:
    """A directory entry of a compound file."""
    return name.encode("utf-16-le").ljust(116, b"\x00") + sector.to_bytes(4, "little") + bytes(8)


def test_a_password_a_spreadsheet_and_a_missing_program_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = OLE + b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(500) + entry("WordDocument")
    plain = OLE + b"\xec\xa5" + bytes(510) + entry("WordDocument")
    monkeypatch.setattr(doc, "office", lambda: None)
    for data, words in (
        (OLE + entry("EncryptedPackage"), "password"), (locked, "password"),
        (OLE + entry("Workbook"), "no Word document"), (plain, "needs LibreOffice"),
    ):  # fmt: skip
        with pytest.raises(CoderError, match=words):
            read_blocks(data, "x.doc")


def test_libreoffice_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "office"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(doc, "office", lambda: str(program))
    monkeypatch.setattr(doc, "PATIENCE", 0.5)
    with pytest.raises(CoderError, match=r"save it as \.docx"):
        read_blocks(OLE + b"\xec\xa5" + bytes(510) + entry("WordDocument"), "x.doc")
    child = Path("/proc") / (tmp_path / "child").read_text().strip() / "stat"
    assert not child.is_file() or child.read_text().split()[2] == "Z"


def test_a_damaged_document_is_named() -> None:
    whole = docx(p("Said."))
    members = unzipped(whole)
    cases = [
        whole[: len(whole) // 2], zipped({**members, "word/document.xml": "<w:document"}),
        zipped({**members, "word/document.xml": "<document/>"}), zipped({"word/other.xml": "<a/>"}),
        zipped({**members, "word/document.xml": ""}),
    ]  # fmt: skip
    for data in cases:
        with pytest.raises(CoderError, match=r"x\.docx"):
            read_blocks(data, "x.docx")


def test_a_document_without_text_is_named() -> None:
    with pytest.raises(CoderError, match="no text"):
        read_blocks(docx(p("")), "x.docx")


def test_entities_do_nothing() -> None:
    members = unzipped(docx(p("&x;")))
    bomb = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(CoderError, match="damaged"):
        read_blocks(zipped({**members, "word/document.xml": bomb + members["word/document.xml"]}), "x.docx")


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as member,
    ):
        for _ in range(400):
            member.write(bytes(1_000_000))
    begun = time.perf_counter()
    with pytest.raises(CoderError):
        read_blocks(out.getvalue(), "x.docx")
    assert time.perf_counter() - begun < 2


def test_a_member_that_declares_less_than_it_holds() -> None:
    whole = bytearray(docx(p("Said. " * 50_000)))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    at = whole.rfind(size)
    whole[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(CoderError, match="damaged"):
        read_blocks(bytes(whole), "x.docx")


def test_paths_and_remote_parts_do_nothing() -> None:
    members = unzipped(docx(p("Said.") + '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'))
    rels = members["word/_rels/document.xml.rels"]
    for target in ("../../../../etc/passwd", "/etc/passwd", "http://example.org/h.xml"):
        for mode in ("Internal", "External"):
            relation = link("h", "header", target, mode) + "</Relationships>"
            changed = {**members, "word/_rels/document.xml.rels": rels.replace("</Relationships>", relation)}
            document = read_blocks(zipped(changed), "x.docx")
            assert page(document) == ["Said."]
            assert not document.dropped


def test_deep_nesting_is_named() -> None:
    body = "<w:sdt><w:sdtContent>" * 2000 + p("x") + "</w:sdtContent></w:sdt>" * 2000
    with pytest.raises(CoderError):
        opened(body)
    opened("<w:sdt><w:sdtContent>" * 100 + p("x") + "</w:sdtContent></w:sdt>" * 100)


RICH = docx(
    p("One", '<w:r><w:footnoteReference w:id="1"/></w:r>', properties=numbered(1))
    + f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    + p(r("Why?", "<w:b/>"), properties='<w:pStyle w:val="Question"/>'),
    numbering=abstract(0, level(0, "decimal", "(%1)")) + num(1, 0),
    styles=style("Question", "<w:rPr><w:b/></w:rPr>"),
    footnotes=f'<w:footnote w:id="1">{p("Note.")}</w:footnote>',
)


def survives(data: bytes) -> None:
    try:
        assert read_blocks(data, "x.docx").blocks
    except CoderError as error:
        assert "\n" not in str(error)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(RICH)), st.lists(st.integers(0, len(RICH) * 8 - 1), max_size=6))
def test_any_damage_to_the_file_is_one_sentence_or_blocks(end: int, flips: list[int]) -> None:
    survives(RICH[:end])
    data = bytearray(RICH)
    for at in flips:
        data[at // 8] ^= 1 << at % 8
    survives(bytes(data))
    survives(bytes(data) + RICH)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(unzipped(RICH))), st.randoms(use_true_random=False))
def test_any_damage_to_a_part_is_one_sentence_or_blocks(name: str, chance: random.Random) -> None:
    members = unzipped(RICH)
    text = members[name]
    at, length = chance.randrange(len(text)), chance.randrange(40)
    other = chance.choice(["", '"', "<w:p>", "99999999999", "w:val", "-1", text[at : at + 200]])
    survives(zipped({**members, name: text[:at] + other + text[at + length :]}))
