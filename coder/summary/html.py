"""A document as one HTML file that needs nothing from outside and runs nothing."""

from __future__ import annotations

from lxml import etree

from coder.summary.charts import svg
from coder.summary.content import Block, Chart, Document, Heading, Quote, Table, Text

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 "Segoe UI", Arial, sans-serif; color: #1f2328; background: #ffffff; margin: 0 auto;
  max-width: 46rem; padding: 2rem 1.25rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; color: #1f3a5f; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.4rem; margin-top: 3rem; border-bottom: 2px solid #1f3a5f; }
h3 { font-size: 1.1rem; margin-top: 2rem; } h4 { font-size: 1rem; margin-top: 1.5rem; }
.note { color: #57606a; font-size: .9rem; }
.memo { border-left: 3px solid #8a5300; padding-left: .9rem; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid #c4ccd6; }
blockquote p { margin: 0 0 .25rem; } footer, cite { color: #57606a; font-size: .9rem; font-style: normal; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .92rem; }
caption, figcaption { text-align: left; font-weight: 600; padding: .25rem 0; font-size: .92rem; }
th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #d9dfe7; vertical-align: top; }
th { background: #eef2f7; } .number { text-align: right; }
figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; font-family: inherit; fill: #1f2328; }
@media print { body { max-width: none; padding: 0; } h2 { break-before: page; } blockquote, tr { break-inside: avoid; } }
"""


def html(document: Document) -> bytes:
    """The bytes of a file, UTF-8. Evidence is text in it, never markup."""
    page = etree.Element("html", lang="en")
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    _add(head, "title", document.title)
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "style", STYLE)
    main = etree.SubElement(etree.SubElement(page, "body"), "main")
    _add(main, "h1", document.title)
    _add(main, "p", document.subject)
    for number, block in enumerate(document.blocks):
        _block(main, block, number)
    _add(main, "footer", document.footer)
    body: bytes = etree.tostring(page, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    return body + b"\n"


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, tag, **{name.rstrip("_"): value for name, value in attributes.items()})
    made.text = shown(text)
    return made


def shown(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(
        sign for sign in text
        if sign in "\t\n" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
    )  # fmt: skip


def _block(main: etree._Element, block: Block, number: int) -> None:
    match block:
        case Heading(level, text, anchor):
            _add(main, f"h{level + 1}", text, id=anchor)
        case Text(text, tone, lead):
            made = _add(main, "p", "" if lead else text, **({} if tone == "body" else {"class_": tone}))
            if lead:
                strong = _add(made, "strong", lead)
                strong.tail = shown(text)
        case Quote(text, source, paragraph, starred):
            quote = etree.SubElement(main, "blockquote")
            quote.set("data-paragraph", paragraph)
            _add(quote, "p", f"“{text}”{' ★' if starred else ''}")
            _add(quote, "footer", source)
        case Table():
            _table(main, block)
        case Chart():
            figure = etree.SubElement(main, "figure")
            figure.append(svg(block, f"chart-{number}"))
            _add(figure, "figcaption", block.caption)


def _table(main: etree._Element, table: Table) -> None:
    made = etree.SubElement(main, "table")
    _add(made, "caption", table.caption)
    right = [bool(table.rows) and isinstance(table.rows[0][at], int) for at in range(len(table.head))]
    row = etree.SubElement(etree.SubElement(made, "thead"), "tr")
    for text, number in zip(table.head, right, strict=True):
        _add(row, "th", text, scope="col", **({"class_": "number"} if number else {}))
    body = etree.SubElement(made, "tbody")
    for cells in table.rows:
        row = etree.SubElement(body, "tr")
        for cell, number in zip(cells, right, strict=True):
            said = f"{cell:,}" if isinstance(cell, int) else cell
            _add(row, "td", said, **({"class_": "number"} if number else {}))
