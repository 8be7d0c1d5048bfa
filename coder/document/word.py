"""A document as a Word file, on the organisation's own template where one is given."""

from __future__ import annotations

import io
from datetime import UTC
from pathlib import Path
from typing import Any

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from coder.document.content import (
    Bars,
    Block,
    Chart,
    Document,
    Grid,
    Heading,
    Intervals,
    Quote,
    Table,
    Text,
)
from coder.document.pictures import drawable, png
from coder.document.shown import from_the_right, shown
from coder.document.word_tables import chart_rows, table_of, text_rows
from coder.document.word_template import opened, rewritten

TABS_AND_LINES = {"\t": "w:tab", "\n": "w:br"}


def word(document: Document, template: Path | None = None) -> bytes:
    """The bytes of a .docx. Headings, captions, tables, quotes and alternative texts are Word's own.

    With a template its styles, page, header and footer are used, and the summary follows what it contains.
    Where matplotlib is not installed, or has no letters for a chart's names, the chart is a shaded table.
    Raises CoderError where the template is no Word document.
    """
    docx = opened(template)
    writer = _Writer(docx)
    writer.write(document)
    properties: Any = docx.core_properties
    moment = document.made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.subject = shown(document.title)[:255], shown(document.subject)[:255]
    properties.author, properties.last_modified_by, properties.comments = "evidence coder", "", ""
    properties.created = properties.modified = moment
    file = io.BytesIO()
    docx.save(file)
    return rewritten(file.getvalue())


class _Writer:
    """Appends to a document. Paragraphs are built as XML: python-docx looks each style up anew."""

    def __init__(self, docx: Docx) -> None:
        self.docx = docx
        self.ids = {
            style.name: style.style_id for style in docx.styles if style.type == WD_STYLE_TYPE.PARAGRAPH
        }
        self.body = docx.element.body
        self.end = self.body.find(qn("w:sectPr"))
        self.counted = {"Figure": 0, "Table": 0}
        section = docx.sections[-1]
        page = int(section.page_width or Cm(21))
        self.width = page - int(section.left_margin or Cm(2.5)) - int(section.right_margin or Cm(2.5))
        """Of what is written, in EMU."""

    def write(self, document: Document) -> None:
        self.add(self.paragraph("Title", document.title))
        self.add(self.paragraph("Subtitle", document.subject))
        for block in document.blocks:
            self.block(block)
        self._footer(document.footer)

    def add(self, element: Any) -> None:
        if self.end is None:
            self.body.append(element)
        else:
            self.end.addprevious(element)

    def paragraph(self, style: str, text: str, lead: str = "", keep: bool = False) -> Any:
        made = OxmlElement("w:p")
        form = OxmlElement("w:pPr")
        made.append(form)
        if known := self.ids.get(style):
            named = OxmlElement("w:pStyle")
            named.set(qn("w:val"), known)
            form.append(named)
        if keep:
            form.append(OxmlElement("w:keepNext"))
        right = not text.isascii() and from_the_right(text)
        if right:
            form.append(OxmlElement("w:bidi"))
        if lead:
            made.append(run(lead, bold=True))
        made.append(run(text, right=right))
        return made

    def block(self, block: Block) -> None:
        match block:
            case Heading(level, text, _):
                self.add(self.paragraph(f"Heading {level}", text))
            case Text(text, tone, lead):
                style = {"body": "Normal", "note": "Note", "memo": "Memo"}[tone]
                self.add(self.paragraph(style, text, lead, keep=bool(lead) and tone == "body"))
            case Quote(text, source, _, starred):
                self.add(self.paragraph("Quote", f"“{text}”"))
                self.add(self.paragraph("Quote Source", f"{'★ ' if starred else ''}{source}"))
            case Table():
                self._caption("Table", block.caption, keep=True)
                self._table(text_rows(block), block.widths, block.caption, block.caption)
            case Bars() | Grid() | Intervals():
                self._chart(block)

    def _chart(self, chart: Chart) -> None:
        if drawable(chart):
            self._picture(chart)
            self._caption("Figure", chart.caption)
        else:
            self._caption("Figure", chart.caption, keep=True)
            rows, widths = chart_rows(chart)
            self._table(rows, widths, chart.caption, chart.alt)

    def _picture(self, chart: Chart) -> None:
        drawn = io.BytesIO(png(chart))
        fits = self.docx.part.get_or_add_image(drawn)[1].width <= self.width
        picture = self.docx.part.new_pic_inline(drawn, None if fits else self.width, None)
        picture.docPr.set("descr", shown(chart.alt))
        picture.docPr.set("title", shown(chart.caption))
        holds = self.paragraph("Normal", "", keep=True)
        drawing = OxmlElement("w:drawing")
        drawing.append(picture)
        holds[-1].append(drawing)
        self.add(holds)

    def _table(self, rows: Any, widths: tuple[float, ...], title: str, alt: str) -> None:
        self.add(
            table_of(rows, [int(self.width * share) for share in widths], self, shown(title), shown(alt))
        )
        self.add(self.paragraph("Table Text", ""))  # two tables that touch would be one

    def _caption(self, kind: str, text: str, keep: bool = False) -> None:
        """A caption that Word counts itself, so that a list of figures can be made from it."""
        self.counted[kind] += 1
        made = self.paragraph("Caption", f"{kind} ", keep=keep)
        made.extend(field(f"SEQ {kind} \\* ARABIC", str(self.counted[kind])))
        made.append(run(f". {text}"))
        self.add(made)

    def _footer(self, text: str) -> None:
        """Ours, where the template has none."""
        footer = self.docx.sections[-1].footer
        if not footer.is_linked_to_previous:
            return
        footer.is_linked_to_previous = False
        line: Any = footer.paragraphs[0]._p
        line.append(run(f"{text}, page "))
        line.extend(field("PAGE", "1"))


def run(text: str, bold: bool = False, right: bool = False) -> Any:
    """A run of text, its tabs and line ends as Word has them."""
    made = OxmlElement("w:r")
    if bold or right:
        form = OxmlElement("w:rPr")
        if bold:
            form.append(OxmlElement("w:b"))
        if right:
            form.append(OxmlElement("w:rtl"))
        made.append(form)
    text, piece = shown(text), ""
    for sign in text if "\t" in text or "\n" in text else ():
        if sign in TABS_AND_LINES:
            _append_text(made, piece)
            made.append(OxmlElement(TABS_AND_LINES[sign]))
            piece = ""
        else:
            piece += sign
    _append_text(made, piece if "\t" in text or "\n" in text else text)
    return made


def _append_text(to: Any, text: str) -> None:
    if not text:
        return
    said = OxmlElement("w:t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    to.append(said)


def field(instruction: str, value: str) -> list[Any]:
    """The runs of a field that Word works out anew, with what it says until then."""

    def mark(kind: str) -> Any:
        made = OxmlElement("w:r")
        sign = OxmlElement("w:fldChar")
        sign.set(qn("w:fldCharType"), kind)
        made.append(sign)
        return made

    asks = OxmlElement("w:r")
    told = OxmlElement("w:instrText")
    told.text = f" {instruction} "
    asks.append(told)
    return [mark("begin"), asks, mark("separate"), run(value), mark("end")]
