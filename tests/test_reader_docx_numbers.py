"""Automatic numbers of Word documents, as they stand on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coder.evidence.readers.word_numbering import numbered as in_form
from tests.office_support import office
from tests.word_support import (
    abstract,
    docx,
    level,
    num,
    numbered,
    opened,
    p,
    page,
    r,
    restart,
    style,
)

LISTS = "".join((
    abstract(0, level(0, "decimal", "(%1)"), level(1, "lowerLetter", "(%2)"),
             level(2, "lowerRoman", "%3.")),
    abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"),
             level(2, "upperLetter", "%1.%2.%3")),
    abstract(2, level(0, "upperRoman", "%1."),
             level(1, "decimal", "%1.%2", "<w:isLgl/>"),
             level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')),
    abstract(3, level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')),
    abstract(4, level(0, "bullet", "\uf0b7")),
    abstract(5, level(0, "ordinal", "%1 point:"), level(1, "none", "")),
    abstract(6, level(0, "decimal", "Q%1", '<w:suff w:val="space"/>', start=40)),
    num(1, 0), num(2, 1), num(3, 2), num(4, 3), num(5, 4), num(6, 5), num(7, 6),
    num(8, 0, restart(0, 7)), num(9, 0),
))  # fmt: skip

PLACES = [
    (1, 0, "(1)"), (1, 0, "(2)"), (1, 1, "(a)"), (1, 2, "i."), (1, 2, "ii."), (1, 1, "(b)"), (1, 2, "i."),
    (1, 0, "(3)"), (1, 1, "(a)"),
    (2, 0, "1."), (2, 1, "1.1"), (2, 1, "1.2"), (2, 2, "1.2.A"), (2, 0, "2."), (2, 2, "2.1.A"), (2, 1, "2.2"),
    (8, 0, "(7)"), (8, 0, "(8)"), (9, 0, "(9)"), (1, 0, "(10)"), (8, 0, "(11)"),
    (3, 0, "I."), (3, 1, "1.1"), (3, 2, "1)"), (3, 1, "1.2"), (3, 2, "2)"), (3, 0, "II."), (3, 2, "1)"),
    (4, 0, "1."), (4, 1, "1)"), (4, 0, "2."), (4, 1, "2)"),
    (5, 0, "-"), (6, 0, "1st point:"), (6, 0, "2nd point:"), (7, 0, "Q40"), (0, 0, ""), (7, 0, "Q41"),
]  # fmt: skip
"""List, level, and the number that stands on the page."""


def listed() -> str:
    return "".join(
        p(f"Point {at}.", properties=numbered(key, deep)) for at, (key, deep, _) in enumerate(PLACES)
    )


def test_automatic_numbers_are_those_on_the_page() -> None:
    expected = [f"{label} Point {at}.".strip() for at, (_, _, label) in enumerate(PLACES)]
    assert page(opened(listed(), numbering=LISTS)) == expected


def test_libreoffice_prints_the_same_numbers(tmp_path: Path) -> None:
    lists = re.sub("<w:isLgl/>|<w:lvlRestart [^>]*>", "", LISTS)  # neither is known to all its versions
    data = office(tmp_path).convert(docx(listed(), numbering=lists), "docx", "txt:Text (encoded):UTF8")
    lines = [" ".join(line.replace("•", "-").split()) for line in data.decode("utf-8-sig").splitlines()]
    assert [line for line in lines if line] == page(opened(listed(), numbering=lists))


def test_an_automatic_number_is_read_as_if_it_were_typed() -> None:
    typed = p("(1) First.") + p("Q40 Chair: Why?") + p("2.1 Second.") + p("iv) Third.")
    forms = abstract(0, level(0, "decimal", "(%1)")) + abstract(1, level(0, "decimal", "Q%1", start=40))
    forms += abstract(2, level(0, "decimal", "2.%1")) + abstract(3, level(0, "lowerRoman", "%1)", start=4))
    forms += "".join(num(key + 1, key) for key in range(4))
    automatic = "".join(
        p(text, properties=numbered(key))
        for key, text in enumerate(("First.", "Chair: Why?", "Second.", "Third."), 1)
    )
    assert opened(automatic, numbering=forms).blocks == opened(typed).blocks
    assert [block.marker for block in opened(typed).blocks] == ["(1)", "", "", "iv)"]


def test_numbers_through_styles() -> None:
    styles = (
        style("Normal", default=True)
        + style("Para", f"<w:pPr>{numbered(1)}</w:pPr>", based="Normal")
        + style("Sub", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", based="Para")
        + style("Narrow", based="Para")
        + style("Plain", "<w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>", based="Para")
    )
    linked = level(0, "decimal", "%1.", '<w:pStyle w:val="Para"/>')
    numbering = (
        abstract(0, linked, level(1, "decimal", "%1.%2", '<w:pStyle w:val="Sub"/>')) + num(1, 0) + num(0, 0)
    )
    names = ("Para", "Sub", "Sub", "Narrow", "Plain", "Para", "Sub", "Normal")
    body = "".join(p("Said.", properties=f'<w:pStyle w:val="{name}"/>') for name in names)
    body += p("Said.", properties='<w:pStyle w:val="Para"/><w:numPr><w:ilvl w:val="1"/></w:numPr>')
    body += p("Said.", properties='<w:pStyle w:val="Para"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    document = opened(body, styles=styles, numbering=numbering)
    labels = [text.removesuffix("Said.").strip() for text in page(document)]
    assert labels == ["1.", "1.1", "1.2", "2.", "", "3.", "3.1", "", "3.2", ""]
    assert [block.style for block in document.blocks[:3]] == ["Para", "Sub", "Sub"]


def test_a_list_kept_in_a_numbering_style() -> None:
    styles = style("Minutes", f"<w:pPr>{numbered(2)}</w:pPr>", kind="numbering")
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Minutes"/></w:abstractNum>'
        + abstract(1, level(0, "decimal", "(%1)"))
        + num(1, 0)
        + num(2, 1)
    )
    body = p("One.", properties=numbered(1)) + p("Two.", properties=numbered(2))
    assert page(opened(body, styles=styles, numbering=numbering)) == ["(1) One.", "(2) Two."]


def test_a_level_replaced_by_its_list() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "(%1)")) + num(1, 0, override)
    assert page(opened(p("One.", properties=numbered(1)), numbering=numbering)) == ["a) One."]


def test_an_empty_numbered_paragraph_counts_and_a_hidden_one_does_not() -> None:
    numbering = abstract(0, level(0, "decimal", "(%1)")) + num(1, 0)
    gone = f"{numbered(1)}<w:rPr><w:vanish/></w:rPr>"
    body = (
        p("One.", properties=numbered(1))
        + p(properties=numbered(1))
        + p(r("x", "<w:vanish/>"), properties=gone)
    )
    assert page(opened(body + p("Three.", properties=numbered(1)), numbering=numbering)) == [
        "(1) One.",
        "(3) Three.",
    ]


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [(27, "lowerLetter", "aa"), (28, "upperLetter", "BB"), (1994, "upperRoman", "MCMXCIV"),
     (4, "decimalZero", "04"),
     (11, "ordinal", "11th"), (22, "ordinal", "22nd"), (113, "ordinal", "113th"), (5, "chicago", "5")],
)  # fmt: skip
def test_number_forms(number: int, form: str, expected: str) -> None:
    assert in_form(number, form) == expected
