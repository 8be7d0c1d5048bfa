"""One document in every form a word processor writes: each imports to the session of its source."""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from coder.evidence.blocks import Block
from coder.evidence.model import Session
from coder.evidence.readers import read_blocks
from coder.evidence.styles import build, minutes
from tests.office_support import Office, as_html, as_odt, office

DOCUMENTS = {
    "kent-commissioning-2014-02-03.md": "council minutes",
    "uk-commons/pac_201314_hc1060.txt": "oral evidence",
}
"""Documents, and the kind of house each is of."""
MOST_IN_PRINT = 0.01
"""The share of paragraphs that a PDF may change, whose lines and pages must be put together again."""


class Source(NamedTuple):
    """A document as text, and the session in it."""

    blocks: list[Block]
    session: Session


@pytest.fixture(scope="module")
def libre(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office(tmp_path_factory.mktemp("office"))


@pytest.fixture(params=DOCUMENTS, ids=lambda name: Path(name).stem, scope="module")
def source(request: pytest.FixtureRequest) -> Source:
    path = Path(__file__).parents[2] / "shared" / "evidence" / request.param
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the project")
    session = session_in(path.read_bytes(), path.name)
    if session.style == minutes.NAME and DOCUMENTS[request.param] != "council minutes":
        pytest.skip(f"no style reads {DOCUMENTS[request.param]} yet: {path.name} was taken for minutes")
    return Source(
        [block for block in read_blocks(path.read_bytes(), path.name).blocks if block.text], session
    )


def session_in(data: bytes, name: str = "document") -> Session:
    return build(read_blocks(data, name), name, slug="session")


# The forms


NUMBERS = {"(%1)": 80, "%1.": 81, "%1)": 82}
"""How Word prints an automatic number, and the definition that says so."""
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def by_hand(blocks: Sequence[Block], libre: Office) -> bytes:
    """By python-docx: questions in bold, numbers by Word, in a new list where they do not follow on."""
    import docx
    from docx.oxml import parse_xml

    made = docx.Document()
    numbering = made.part.numbering_part.element
    for form, key in NUMBERS.items():
        numbering.insert(0, parse_xml(
            f'<w:abstractNum {WORD} w:abstractNumId="{key}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{form}"/></w:lvl></w:abstractNum>'
        ))  # fmt: skip
    lists: dict[str, tuple[int, int]] = {}  # by form: the list in use, and its last number
    for block in blocks:
        paragraph = made.add_heading("", block.heading) if block.heading else made.add_paragraph()
        number = block.marker.strip("().")
        form = block.marker.replace(number, "%1") if number.isdecimal() and not block.bold else ""
        if form in NUMBERS:
            key, last = lists.get(form, (0, -1))
            if int(number) != last + 1:
                key = 100 + len(numbering)
                numbering.append(parse_xml(
                    f'<w:num {WORD} w:numId="{key}"><w:abstractNumId w:val="{NUMBERS[form]}"/>'
                    f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{number}"/></w:lvlOverride></w:num>'
                ))  # fmt: skip
            lists[form] = key, int(number)
            own = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            own.get_or_add_ilvl().val, own.get_or_add_numId().val = 0, key
        elif block.marker:
            paragraph.add_run(f"{block.marker} ").bold = bool(block.bold)
        paragraph.add_run(block.text[: block.bold]).bold = True
        paragraph.add_run(block.text[block.bold :])
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def from_page(to: str) -> Callable[[Sequence[Block], Office], bytes]:
    """By LibreOffice from a web page, where `(1)` is an automatic `1.`"""
    return lambda blocks, libre: libre.convert(as_html(blocks), "html", to)


def from_writer(to: str) -> Callable[[Sequence[Block], Office], bytes]:
    """By LibreOffice from a text document whose automatic numbers are in brackets."""
    return lambda blocks, libre: libre.convert(as_odt(blocks), "odt", to)


FORMS: dict[str, Callable[[Sequence[Block], Office], bytes]] = {
    "docx by python-docx": by_hand,
    "docx": from_writer("docx"),
    "docx from a page": from_page("docx:MS Word 2007 XML"),
    "odt": from_writer("odt"),
    "odt from a page": from_page("odt:writer8"),
    "rtf": from_writer("rtf"),
    "rtf from a page": from_page("rtf"),
    "html": from_writer("html"),
    "html from a page": from_page("html:HTML (StarWriter)"),
    "xhtml": from_writer("xhtml"),
}
PRINTED: dict[str, Callable[[Sequence[Block], Office], bytes]] = {
    "pdf": from_writer("pdf"),
    "pdf from a page": from_page("pdf:writer_pdf_Export"),
    "pdf by python-docx": lambda blocks, libre: libre.convert(by_hand(blocks, libre), "docx", "pdf"),
}


# What must be the same


def told(session: Session, ids: bool = True) -> list[Any]:
    """Items, witnesses, questions and paragraphs, without where they stood in the file.

    Without ids too where one paragraph more or less may not change all below it.
    """
    found: list[Any] = [("session", session.title, session.date, session.present, session.in_attendance)]
    for item in session.items:
        found.append((item.id, item.heading, item.number, item.agenda_item, item.time, item.witnesses))
        found += [(ids and one.id, one.number, one.asker, one.text) for one in item.questions]
        found += [
            (ids and (one.id, one.citation, one.question), one.role, one.number, one.speaker, one.text)
            for one in item.paragraphs
        ]
    return found


def changes(before: Sequence[Any], after: Sequence[Any]) -> list[str]:
    """What of either has no like in the other, in order, a line for each."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        f"{sign} {one}"
        for kind, first, last, start, end in matcher.get_opcodes()
        if kind != "equal"
        for sign, some in (("-", before[first:last]), ("+", after[start:end]))
        for one in some
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_document_written_out_imports_as_its_source(form: str, source: Source, libre: Office) -> None:
    written = session_in(FORMS[form](source.blocks, libre))
    changed = changes(told(source.session), told(written))
    assert not changed, "\n".join(changed)


@pytest.mark.parametrize("form", PRINTED)
def test_a_printed_document_imports_nearly_as_its_source(form: str, source: Source, libre: Office) -> None:
    written = session_in(PRINTED[form](source.blocks, libre))
    changed = changes(told(source.session, ids=False), told(written, ids=False))
    lost = max(sum(one.startswith(sign) for one in changed) for sign in "-+")
    assert lost <= MOST_IN_PRINT * len(source.session.paragraphs()), "\n".join(changed)
