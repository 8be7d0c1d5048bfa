"""Word documents as a reader of the page sees them."""

from __future__ import annotations

import pytest

from coder.evidence.readers import read_blocks
from tests.office_support import zipped
from tests.word_support import (
    MAIN,
    RELATIONS,
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
    style,
    unzipped,
)

# Bold, headings, styles

BOLD_STYLES = "".join((
    style("Normal", default=True),
    style("Strong", "<w:rPr><w:b/></w:rPr>", kind="character"),
    style("Stronger", based="Strong", kind="character"),
    style("Question", "<w:rPr><w:b/></w:rPr>", based="Normal"),
    style("Follow Up", based="Question"),
    style("Answer", '<w:rPr><w:b w:val="0"/></w:rPr>', based="Question"),
    style("heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', based="Normal"),
    style("Item", based="heading2"),
    style("heading 3", based="Normal"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("paragraph", "bold"),
    [
        (p(r("Why? ", "<w:b/>"), "Because."), "Why?"),
        (p(r("Why?", "<w:b/>"), r(" "), r("Then?", '<w:b w:val="1"/>'), r(" Because.")), "Why? Then?"),
        (p(r("Why?", '<w:b w:val="false"/>')), ""),
        (p(r("Why?", '<w:rStyle w:val="Strong"/>'), " Because."), "Why?"),
        (p(r("Why?", '<w:rStyle w:val="Stronger"/>'), " Because."), "Why?"),
        (p("Why?", properties='<w:pStyle w:val="Question"/>'), "Why?"),
        (p("Why?", properties='<w:pStyle w:val="FollowUp"/>'), "Why?"),
        (p("Why?", properties='<w:pStyle w:val="Answer"/>'), ""),
        (p(r("Why?", '<w:rStyle w:val="Strong"/>'), properties='<w:pStyle w:val="Question"/>'), ""),
        (p("Why? ", r("Not so", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="Question"/>'), "Why?"),
        (p("Not ", r("bold", "<w:b/>")), ""),
        (p(r("Why?", '<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>')), ""),
    ],
)  # fmt: skip
def test_bold_by_run_and_by_style(paragraph: str, bold: str) -> None:
    block = opened(paragraph, styles=BOLD_STYLES).blocks[0]
    assert block.text[: block.bold] == bold


def test_bold_as_the_documents_default() -> None:
    styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>"
    assert opened(p("Why?"), styles=styles).blocks[0].strong


def test_headings_by_style_and_outline() -> None:
    body = "".join(
        p("Item", properties=f'<w:pStyle w:val="{name}"/>')
        for name in ("heading2", "Item", "heading3", "Answer")
    )
    body += p("Item", properties='<w:outlineLvl w:val="0"/>')
    body += p("Item", properties='<w:pStyle w:val="heading2"/><w:outlineLvl w:val="9"/>')
    blocks = opened(body, styles=BOLD_STYLES).blocks
    assert [block.heading for block in blocks] == [2, 2, 3, 0, 1, 0]
    assert [block.style for block in blocks] == [
        "Heading 2",
        "Item",
        "Heading 3",
        "Answer",
        "Normal",
        "Heading 2",
    ]


def test_styles_based_on_each_other_in_a_circle() -> None:
    styles = style("One", based="Two") + style("Two", "<w:rPr><w:b/></w:rPr>", based="One")
    assert opened(p("Why?", properties='<w:pStyle w:val="One"/>'), styles=styles).blocks[0].strong


# Text


def test_tracked_changes_as_finally_accepted() -> None:
    body = p(
        "The ", '<w:ins w:id="1">' + r("voluntary ") + "</w:ins>",
        '<w:del w:id="2"><w:r><w:delText>third </w:delText></w:r></w:del>', "sector.",
        '<w:moveFrom w:id="3">' + r("Gone.") + "</w:moveFrom>",
        '<w:moveTo w:id="4">' + r(" Here.") + "</w:moveTo>",
    )  # fmt: skip
    document = opened(body)
    assert page(document) == ["The voluntary sector. Here."]
    assert [(piece.why, piece.text) for piece in document.dropped] == [("markup", "third")]
    assert any("1 insertions, 1 deletions" in note.what for note in document.notes)


def test_a_deleted_paragraph_mark_joins_and_counts_once() -> None:
    numbering = abstract(0, level(0, "decimal", "(%1)")) + num(1, 0)
    gone = numbered(1) + '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = (
        p("One ", properties=gone) + p("two.", properties=numbered(1)) + p("Three.", properties=numbered(1))
    )
    assert page(opened(body, numbering=numbering)) == ["(1) One two.", "(2) Three."]


def test_a_deleted_row_is_out_and_an_inserted_one_in() -> None:
    def row(text: str, change: str) -> str:
        cells = "".join(f"<w:tc>{p(text + side)}</w:tc>" for side in "ab")
        return f"<w:tr><w:trPr>{change}</w:trPr>{cells}</w:tr>"

    table = f"<w:tbl>{row('old', '<w:del/>')}{row('new', '<w:ins/>')}</w:tbl>"
    assert page(opened(table)) == ["newa | newb"]


def test_text_inside_content_controls_links_and_fields() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def said(code: str) -> str:
        return f"<w:r><w:instrText>{code}</w:instrText></w:r>"

    inner = mark("begin") + said("IF") + mark("separate") + r("inner") + mark("end")
    code = mark("begin") + said("REF x") + inner + mark("separate") + r("paragraph 4") + mark("end")
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>"
    body += p("See ", f"<w:sdt><w:sdtContent>{r('this')}</w:sdtContent></w:sdt>", ", ",
              f'<w:hyperlink r:id="out">{r("that")}</w:hyperlink>', " and ", code, ", ",
              f'<w:fldSimple w:instr="DATE">{r("3 May")}</w:fldSimple>',
              f"<w:smartTag>{r('!')}</w:smartTag>")  # fmt: skip
    body += p(mark("begin")) + p("After a field that never ends.")
    links = link("out", "hyperlink", "http://example.org/x")
    document = opened(body, links=links)
    assert page(document) == [
        "In a control.", "See this, that and paragraph 4, 3 May!", "After a field that never ends.",
    ]  # fmt: skip
    assert [(piece.why, piece.text) for piece in document.dropped] == [("link", "http://example.org/x")]


def test_a_text_box_once() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    new = f"<w:drawing><a:graphic><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphic></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    choice, fallback = f'<mc:Choice Requires="wps">{new}</mc:Choice>', f"<mc:Fallback>{old}</mc:Fallback>"
    for both in (f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>", old):
        assert page(opened(p("Before it.", f"<w:r>{both}</w:r>"))) == ["Before it.", "In the box."]


def test_breaks_tabs_and_spaces() -> None:
    run = (
        "<w:r><w:t>9.\u00a0Jason</w:t><w:tab/><w:t>Mar</w:t><w:softHyphen/><w:t>tin  </w:t><w:br/>"
        "<w:t>self</w:t><w:noBreakHyphen/><w:t>employed\nsince</w:t><w:cr/><w:t>“2010”</w:t></w:r>"
    )
    block = opened(p(run)).blocks[0]
    assert (block.marker, block.text) == ("9.", "Jason Martin\nself-employed since\n“2010”")


def test_pages_as_word_broke_them_else_as_the_author_did() -> None:
    new, soft = '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:lastRenderedPageBreak/></w:r>"
    before = "<w:pageBreakBefore/>"
    by_hand = p("One.") + p("Two.", new) + p("Three.") + p("Four.", properties=before)
    assert [block.page for block in opened(by_hand).blocks] == [1, 1, 2, 3]
    by_word = p("One.", new) + p(soft, "Two, ", soft, "to three.") + p("Three.")
    assert [block.page for block in opened(by_word).blocks] == [1, 2, 3]


def test_heads_and_page_numbers_are_left_out_with_their_reason() -> None:
    section = '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>'
    number = f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>'
    document = opened(p("Said.") + section, header=p("Select Committee"), footer=p("Page ", number))
    assert page(document) == ["Said."]
    assert [(piece.why, piece.text) for piece in document.dropped] == [
        ("head", "Select Committee"),
        ("page", "Page 3"),
    ]


def test_hidden_text_is_reported_and_symbols_are_read() -> None:
    styles = style("Secret", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    body = p(
        "Seen ",
        r("hidden ", "<w:vanish/>"),
        r("too ", '<w:rStyle w:val="Secret"/>'),
        r("not.", '<w:vanish w:val="0"/>'),
    )
    body += p(
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', " 80%"
    )
    body += p('<w:r><w:sym w:font="Webdings" w:char="0041"/><w:sym w:font="Wingdings" w:char="F001"/></w:r>')
    document = opened(body, styles=styles)
    assert page(document) == ["Seen not.", "≥✔ 80%", "A\ufffd"]
    assert [(piece.why, piece.text) for piece in document.dropped] == [("markup", "hidden too")]
    assert {note.what.split(" ")[0] for note in document.notes} == {"hidden", "a"}


def test_tables_row_by_row() -> None:
    def cell(*paragraphs: str) -> str:
        return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(p('x'))}{cell(p('y'))}</w:tr></w:tbl>"
    row = f"<w:tr>{cell(p(r('Year', '<w:b/>')))}{cell(p('2013'), p('2014'))}{cell(inner)}</w:tr>"
    held = f"<w:sdt><w:sdtContent><w:tr>{cell(p('a'))}{cell(p('b'))}</w:tr></w:sdtContent></w:sdt>"
    frame = f"<w:tr>{cell(p(''))}{cell(p('(1) One.'), p(r('Why?', '<w:b/>')))}</w:tr>"
    document = opened(p("Before.") + f"<w:tbl><w:tblPr/>{row}{held}{frame}</w:tbl>" + p("After."))
    blocks = document.blocks
    assert page(document) == ["Before.", "Year | 2013\n2014 | x | y", "a | b", "(1) One.", "Why?", "After."]
    assert [block.bold for block in blocks] == [0, 4, 0, 0, 4, 0]
    assert blocks[3].marker == "(1)"


def test_notes_follow_their_paragraph_or_table() -> None:
    def note(kind: str, key: int, text: str) -> str:
        return f'<w:{kind} w:id="{key}">{p(f"<w:r><w:{kind}Ref/></w:r>", text)}</w:{kind}>'

    def mark(kind: str, key: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'

    parting = f'<w:footnote w:type="separator" w:id="0">{p("---")}</w:footnote>'
    table = f"<w:tbl><w:tr><w:tc>{p('a', mark('footnote', 4))}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    document = opened(
        p("One", mark("footnote", 3), " said", mark("endnote", 1), ".") + p("Two.") + table,
        footnotes=parting + note("footnote", 3, "Corrected later.") + note("footnote", 4, "In the table."),
        endnotes=note("endnote", 1, "The end."),
    )
    assert page(document) == [
        "One[1] said[i].", "[1] Corrected later.", "[i] The end.", "Two.", "a[2] | b", "[2] In the table.",
    ]  # fmt: skip


def test_contents_and_comments_are_left_out_with_their_reason() -> None:
    styles = style("toc 1")
    body = p("Opening ", "3", properties='<w:pStyle w:val="toc1"/>')
    body += p("Said.", '<w:r><w:commentReference w:id="7"/></w:r>')
    document = opened(body, styles=styles, comments=f'<w:comment w:id="7">{p("Check this.")}</w:comment>')
    assert page(document) == ["Said."]
    assert [(piece.why, piece.text) for piece in document.dropped] == [
        ("navigation", "Opening 3"),
        ("markup", "Check this."),
    ]


def test_strict_office_open_xml() -> None:
    numbering = abstract(0, level(0, "decimal", "(%1)")) + num(1, 0)
    section = '<w:sectPr><w:headerReference r:id="header"/></w:sectPr>'
    members = unzipped(
        docx(p("One.", properties=numbered(1)) + section, numbering=numbering, header=p("Head"))
    )
    strict = {
        name: text.replace(MAIN, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, text in members.items()
    }
    document = read_blocks(zipped(strict), "strict.docx")
    assert page(document) == ["(1) One."]
    assert [piece.text for piece in document.dropped] == ["Head"]
