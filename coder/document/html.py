"""A document as one HTML file that needs nothing from outside and runs nothing."""

from __future__ import annotations

from lxml import etree

from coder.document.content import Bars, Block, Document, Grid, Heading, Intervals, Quote, Table, Text
from coder.document.shown import shown
from coder.document.svg import svg
from coder.document.wording import said, short

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 "Segoe UI", Arial, sans-serif; color: #1f2328; background: #ffffff; margin: 0 auto;
  max-width: 46rem; padding: 2rem 1.25rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; color: #1f3a5f; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.4rem; margin-top: 3rem; border-bottom: 2px solid #1f3a5f; }
h3 { font-size: 1.1rem; margin-top: 2rem; } h4 { font-size: 1rem; margin-top: 1.5rem; }
a { color: #1f5fa8; } nav ul { list-style: none; padding: 0; columns: 2; }
p, blockquote, td, figcaption { overflow-wrap: anywhere; }
.note { color: #57606a; font-size: .9rem; }
.memo { border-left: 3px solid #8a5300; padding-left: .9rem; white-space: pre-wrap; }
.quote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid #c4ccd6; }
.quote blockquote { margin: 0; white-space: pre-wrap; } .quote blockquote p { margin: 0 0 .25rem; }
.quote figcaption { color: #57606a; font-size: .9rem; font-weight: normal; padding: 0; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .92rem; }
caption, figcaption { text-align: left; font-weight: 600; padding: .25rem 0; font-size: .92rem; }
th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #d9dfe7; vertical-align: top; }
th { background: #eef2f7; } .number { text-align: right; }
.chart { margin: 1.5rem 0; } svg { max-width: 100%; height: auto; font-family: inherit; fill: #1f2328; }
@media print { body { max-width: none; padding: 0; } h2 { break-before: page; } nav { display: none; }
  .quote, .chart, tr { break-inside: avoid; } * { print-color-adjust: exact; } }
"""


def html(document: Document) -> bytes:
    """The bytes of a file, UTF-8. Evidence is text in it, never markup."""
    page = etree.Element("html", lang="en")
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    _add(head, "title", short(document.title, 70))
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "style", STYLE)
    main = etree.SubElement(etree.SubElement(page, "body"), "main")
    _add(main, "h1", document.title)
    _add(main, "p", document.subject)
    _contents(main, document)
    for number, block in enumerate(document.blocks):
        _block(main, block, number)
    _add(main, "p", document.footer, class_="note")
    body: bytes = etree.tostring(page, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    return body + b"\n"


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    named = {name.rstrip("_"): shown(value) for name, value in attributes.items()}
    made = etree.SubElement(parent, tag, named)
    made.text = shown(text)
    return made


def _contents(main: etree._Element, document: Document) -> None:
    """Links to the themes."""
    heads = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    nav = etree.SubElement(main, "nav")
    nav.set("aria-label", "Contents")
    listed = etree.SubElement(nav, "ul")
    for head in heads:
        _add(etree.SubElement(listed, "li"), "a", head.text, href=f"#{_anchor(head.anchor)}")


def _anchor(text: str) -> str:
    """An id that HTML and a link's address can hold as it is."""
    return "at-" + "".join(sign if sign.isalnum() or sign in "-_" else f"_{ord(sign):x}" for sign in text)


def _block(main: etree._Element, block: Block, number: int) -> None:
    match block:
        case Heading(level, text, anchor):
            _add(main, f"h{level + 1}", text, id=_anchor(anchor))
        case Text(text, tone, lead):
            made = _add(main, "p", "" if lead else text, dir="auto")
            if tone != "body":
                made.set("class", tone)
            if lead:
                _add(made, "strong", lead).tail = shown(text)
        case Quote(text, source, paragraph, starred):
            figure = _add(main, "figure", class_="quote")
            figure.set("data-paragraph", shown(paragraph))
            _add(etree.SubElement(figure, "blockquote"), "p", f"“{text}”", dir="auto")
            _add(figure, "figcaption", f"{'★ ' if starred else ''}{source}")
        case Table():
            _table(main, block)
        case Bars() | Grid() | Intervals():
            figure = _add(main, "figure", class_="chart")
            figure.append(svg(block, f"chart-{number}"))
            _add(figure, "figcaption", block.caption)


def _table(main: etree._Element, table: Table) -> None:
    made, numbers = etree.SubElement(main, "table"), table.numbers
    _add(made, "caption", table.caption)
    row = etree.SubElement(etree.SubElement(made, "thead"), "tr")
    for text, number in zip(table.head, numbers, strict=True):
        _cell(row, "th", text, number).set("scope", "col")
    body = etree.SubElement(made, "tbody")
    for cells in table.rows:
        row = etree.SubElement(body, "tr")
        for cell, number in zip(cells, numbers, strict=True):
            _cell(row, "td", said(cell), number)


def _cell(row: etree._Element, tag: str, text: str, number: bool) -> etree._Element:
    made = _add(row, tag, text)
    if number:
        made.set("class", "number")
    return made
