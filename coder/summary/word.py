"""A document as a Word file, on the organisation's own template where one is given."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from docx import Document as open_docx
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from coder.errors import CoderError
from coder.summary.charts import png
from coder.summary.content import Block, Chart, Document, Heading, Quote, Table, Text
from coder.summary.html import shown


def word(document: Document, template: Path | None = None) -> bytes:
    """The bytes of a .docx. Headings, captions, tables, quotes and alternative texts are Word's own.

    With a template its styles, page and header are used, and what it contains is kept before the summary.
    Raises CoderError where the template is no Word document, or pictures cannot be drawn.
    """
    docx = _opened(template)
    _Writer(docx).write(document)
    properties = docx.core_properties
    moment = document.made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.subject = shown(document.title)[:255], shown(document.subject)[:255]
    properties.author, properties.comments = "evidence coder", ""
    properties.created = properties.modified = cast(datetime, moment)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def _opened(template: Path | None) -> Docx:
    if template is None:
        docx = open_docx()
        _house(docx)
        return docx
    try:
        return open_docx(str(template))
    except Exception as error:  # a zip, XML or package error, for what is no Word document
        raise CoderError(f"{template}: is no Word document that can serve as a template (.docx).") from error


def _house(docx: Docx) -> None:
    """Our own look, for who has no template: A4, a plain face, headings in one ink."""
    section = docx.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    styles = cast(Any, docx.styles)
    styles["Normal"].font.name, styles["Normal"].font.size = "Arial", Pt(10.5)
    for name, size in (
        ("Title", 20),
        ("Heading 1", 16),
        ("Heading 2", 12.5),
        ("Heading 3", 11),
        ("Caption", 9),
    ):
        font = styles[name].font
        font.name, font.size, font.color.rgb = "Arial", Pt(size), RGBColor(0x1F, 0x3A, 0x5F)
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{which}"), None)


class _Writer:
    def __init__(self, docx: Docx) -> None:
        self.docx = docx
        self.names = {style.name for style in docx.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
        self.tables = {style.name for style in docx.styles if style.type == WD_STYLE_TYPE.TABLE}
        self.captions = {"Figure": 0, "Table": 0}
        section = docx.sections[-1]
        self.width = (
            int(section.page_width or Cm(21)) - int(section.left_margin or 0) - int(section.right_margin or 0)
        )

    def write(self, document: Document) -> None:
        self.paragraph(document.title, "Title")
        self.paragraph(document.subject, "Subtitle")
        for block in document.blocks:
            self.block(block)
        self._footer(document.footer)

    def paragraph(self, text: str, style: str, fallback: str = "Normal") -> Any:
        known = style if style in self.names else fallback if fallback in self.names else None
        return self.docx.add_paragraph(shown(text), style=known)

    def block(self, block: Block) -> None:
        match block:
            case Heading(level, text, _):
                self.paragraph(text, f"Heading {level}")
            case Text(text, tone, lead):
                made = self.paragraph("", "Normal")
                if lead:
                    made.add_run(shown(lead)).bold = True
                run = made.add_run(shown(text))
                if tone == "note":
                    run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x57, 0x60, 0x6A)
                elif tone == "memo":
                    made.paragraph_format.left_indent = Cm(0.8)
            case Quote(text, source, _, starred):
                self._quote(text, source, starred)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)

    def _quote(self, text: str, source: str, starred: bool) -> None:
        made = self.paragraph(f"“{text}”{' ★' if starred else ''}", "Quote")
        made.paragraph_format.left_indent = Cm(0.8)
        made.paragraph_format.space_after = Pt(0)
        made.paragraph_format.keep_with_next = True
        cited = self.paragraph("", "Normal")
        cited.paragraph_format.left_indent = Cm(0.8)
        run = cited.add_run(shown(source))
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x57, 0x60, 0x6A)

    def _table(self, table: Table) -> None:
        self._caption("Table", table.caption, above=True)
        style = next((name for name in ("Light List Accent 1", "Table Grid") if name in self.tables), None)
        made = self.docx.add_table(rows=len(table.rows) + 1, cols=len(table.head), style=style)
        made.autofit = False
        lines = [table.head, *table.rows]
        for row, cells in zip(made.rows, lines, strict=True):
            for cell, value, share in zip(row.cells, cells, table.widths, strict=True):
                cell.width = int(self.width * share)
                text = cell.paragraphs[0]
                text.add_run(shown(f"{value:,}" if isinstance(value, int) else value)).font.size = Pt(9)
                text.paragraph_format.space_after = Pt(2)
                if isinstance(value, int):
                    text.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._repeat(made.rows[0])
        self.paragraph("", "Normal").paragraph_format.space_after = Pt(2)

    def _repeat(self, row: Any) -> None:
        """Let a table's head stand on each page it goes on to."""
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)

    def _chart(self, chart: Chart) -> None:
        try:
            picture = png(chart)
        except ImportError:
            raise CoderError(
                "Charts in Word need matplotlib: install it with `pip install 'evidence-coder[charts]'`, or write "
                ".html or .md."
            ) from None
        made = self.docx.add_picture(io.BytesIO(picture), width=self.width)
        described = made._inline.docPr
        described.set("descr", shown(chart.alt))
        described.set("title", shown(chart.caption))
        self._caption("Figure", chart.caption, above=False)

    def _caption(self, kind: str, text: str, above: bool) -> None:
        """A caption that Word counts itself, so that a table of figures can be made from it."""
        self.captions[kind] += 1
        made = self.paragraph(f"{kind} ", "Caption")
        made.paragraph_format.keep_with_next = above
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" SEQ {kind} \\* ARABIC ")
        run = OxmlElement("w:r")
        number = OxmlElement("w:t")
        number.text = str(self.captions[kind])
        run.append(number)
        field.append(run)
        made._p.append(field)
        made.add_run(f". {shown(text)}")

    def _footer(self, text: str) -> None:
        section = self.docx.sections[-1]
        if section.footer.is_linked_to_previous or not any(one.text for one in section.footer.paragraphs):
            section.footer.paragraphs[0].text = shown(text)
