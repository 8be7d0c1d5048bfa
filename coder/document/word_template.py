"""The Word document a summary goes into: the organisation's own, or ours; and the styles it needs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx as python_docx
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from coder.errors import CoderError
from coder.evidence.readers.archives import Archive

INK, NAVY, GREY = (RGBColor.from_string(colour) for colour in ("1F2328", "1F3A5F", "57606A"))
TEMPLATE = b"wordprocessingml.template.main+xml"
DOCUMENT = b"wordprocessingml.document.main+xml"


class Look(NamedTuple):
    """A paragraph style as it is made where a template has none: points, centimetres, outline level."""

    size: float
    bold: bool = False
    colour: RGBColor = INK
    before: float = 0
    after: float = 6
    indent: float = 0
    keep: bool = False
    level: int | None = None


LOOKS = {
    "Title": Look(20, True, NAVY, 0, 4, keep=True),
    "Subtitle": Look(12, False, GREY, 0, 12),
    "Heading 1": Look(16, True, NAVY, 24, 6, keep=True, level=0),
    "Heading 2": Look(12.5, True, NAVY, 16, 4, keep=True, level=1),
    "Heading 3": Look(11, True, NAVY, 12, 3, keep=True, level=2),
    "Caption": Look(9, True, INK, 8, 4),
    "Quote": Look(10.5, False, INK, 6, 0, 0.8, keep=True),
    "Quote Source": Look(9, False, GREY, 0, 8, 0.8),
    "Memo": Look(10.5, False, INK, 0, 8, 0.8),
    "Note": Look(9, False, GREY, 0, 6),
    "Table Text": Look(9, False, INK, 2, 2),
}
"""The styles a summary is written in. A house template may have any of them, and then they are used."""
OWN = ("Quote Source", "Memo", "Note", "Table Text")
"""Those that Word itself does not know."""


def opened(template: Path | None) -> Docx:
    """The document to write to, with every style of LOOKS.

    Raises CoderError where the template cannot be read or is no Word document.
    """
    docx = python_docx.Document() if template is None else _template(template)
    if template is None:
        _house(docx)
    for name, look in LOOKS.items():
        _ensure(docx, name, look, anew=template is None)
    return docx


def _template(path: Path) -> Docx:
    """A .docx, or a .dotx, which Word marks as one but is the same inside."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CoderError(f"{path}: the template cannot be read ({error.strerror}).") from None
    Archive(data, str(path))  # refuses what unpacks to far more
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            types = archive.read("[Content_Types].xml")
        if TEMPLATE in types:
            data = rewritten(data, {"[Content_Types].xml": types.replace(TEMPLATE, DOCUMENT)})
        docx = python_docx.Document(io.BytesIO(data))
        _ = docx.styles, docx.sections[-1]  # what is not there shows only when it is asked for
    except Exception as error:  # a zip, XML or package error, of what is no Word document
        raise CoderError(
            f"{path}: is no Word document that can serve as a template; save it in Word as .docx or .dotx."
        ) from error
    return docx


def rewritten(data: bytes, parts: dict[str, bytes] | None = None) -> bytes:
    """A zip with other bytes for some of its parts, in which the same content is the same bytes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, (parts or {}).get(name) or old.read(name))
    return out.getvalue()


def _house(docx: Docx) -> None:
    """Our own page, for who has no template: A4, a plain face, British English."""
    section = docx.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = cast(Any, docx.styles["Normal"])
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    cast(Any, docx.styles["Footer"]).font.size = Pt(8.5)
    for language in docx.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _ensure(docx: Docx, name: str, look: Look, anew: bool) -> None:
    """Make a style where there is none of its name, or make it look so in our own document."""
    there = {style.name: style for style in docx.styles}
    if name in there and not anew:  # of another type it cannot be made; what needs it is Normal then
        return
    style: Any = there.get(name) or docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, name not in OWN)
    if name not in there and "Normal" in there:
        style.base_style = there["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = look.colour
    if anew:
        _plain_face(style)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.left_indent, form.keep_with_next = Cm(look.indent), look.keep
    if look.level is not None and form.element.pPr.find(qn("w:outlineLvl")) is None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.level))
        form.element.pPr.append(level)


def _plain_face(style: Any) -> None:
    """Arial, where python-docx's own document has a face by theme, and no rule below the title."""
    style.font.name = "Arial"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{which}"), None)
    for rule in style.element.iter(qn("w:pBdr")):
        rule.getparent().remove(rule)
        break
