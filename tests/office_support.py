"""Documents as LibreOffice writes them, for the tests of the readers."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from coder.evidence.blocks import Block, Document
from coder.evidence.readers import read_blocks

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())


class Office:
    """LibreOffice with a profile of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def convert(self, source: str | bytes, ending: str, to: str) -> bytes:
        """A document, given by its content and its name's ending, in another form."""
        (self.folder / "out").mkdir(exist_ok=True)
        path = self.folder / f"source.{ending}"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        reading = ["--infilter=HTML (StarWriter)"] if ending == "html" else []
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", *reading,
             "--convert-to", to, "--outdir", str(self.folder / "out"), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (self.folder / "out" / f"source.{to.partition(':')[0]}").read_bytes()


def office(folder: Path) -> Office:
    """LibreOffice, or a skipped test where there is none."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    return Office(folder)


def as_html(blocks: Iterable[Block]) -> str:
    """Blocks as a web page with automatic numbers: what a clerk's word processor would hold."""
    parts = []
    for block in blocks:
        bold, rest = (_broken(part) for part in (block.text[: block.bold], block.text[block.bold :]))
        inner = f"<b>{bold}</b>{rest}" if bold else rest
        number = block.marker.strip("().")
        if block.heading:
            parts.append(f"<h{block.heading}>{_typed(block)}{inner}</h{block.heading}>")
        elif number.isdecimal() and not block.strong and not block.bold:
            parts.append(f'<ol start="{number}"><li>{inner}</li></ol>')
        elif block.bold:
            parts.append(f"<p><b>{_typed(block)}</b>{inner}</p>")
        else:
            parts.append(f"<p>{_typed(block)}{inner}</p>")
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>'


def _broken(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def as_odt(blocks: Iterable[Block]) -> bytes:
    """Blocks as an OpenDocument text whose `(1)` are automatic: one list, restarted where a number jumps."""
    parts, last = [], 0
    for block in blocks:
        bold, rest = (_lines(part) for part in (block.text[: block.bold], block.text[block.bold :]))
        inner = f'<text:span text:style-name="B">{bold}</text:span>{rest}'
        number = block.marker.strip("()")
        if block.marker.startswith("(") and number.isdecimal():
            start = "" if int(number) == last + 1 else f' text:start-value="{number}"'
            last = int(number)
            parts.append(
                '<text:list text:style-name="L" text:continue-numbering="true">'
                f"<text:list-item{start}><text:p>{inner}</text:p></text:list-item></text:list>"
            )
        else:
            typed = f'<text:span text:style-name="{"B" if block.bold else "N"}">{_typed(block)}</text:span>'
            tag = f'h text:outline-level="{block.heading}"' if block.heading else "p"
            parts.append(f"<text:{tag}>{typed}{inner}</text:{tag[0]}>")
    return odt("".join(parts))


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<text:line-break/>")


def odt(body: str, automatic: str = "", common: str = "", manifest: str = "", attributes: str = "") -> bytes:
    """An .odt file of this text, these automatic styles (beside STYLES), and this styles.xml."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {DECLARED} office:version="1.3">'
        f"<office:automatic-styles>{STYLES}{automatic}</office:automatic-styles>"
        f"<office:body><office:text{attributes}>{body}</office:text></office:body></office:document-content>"
    )
    members = {
        "mimetype": MIMETYPE,
        "content.xml": content,
        "styles.xml": common and f"<office:document-styles {DECLARED}>{common}</office:document-styles>",
        "META-INF/manifest.xml": manifest or MANIFEST,
    }
    return zipped({name: text for name, text in members.items() if text})


def zipped(members: dict[str, str]) -> bytes:
    """A zip archive of these members, the first one stored as OpenDocument asks."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, text) in enumerate(members.items()):
            archive.writestr(name, text, zipfile.ZIP_DEFLATED if place else zipfile.ZIP_STORED)
    return written.getvalue()


MIMETYPE = "application/vnd.oasis.opendocument.text"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
STYLES = (
    '<style:style style:name="B" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="N" style:family="text"/>'
    '<text:list-style style:name="L">'
    + "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{form}"'
        f' style:num-prefix="(" style:num-suffix=")"/>'
        for level, form in ((1, "1"), (2, "a"), (3, "i"))
    )
    + "</text:list-style>"
)


def _typed(block: Block) -> str:
    return f"{block.marker} " if block.marker else ""


def look(block: Block) -> tuple[str, str, bool, int]:
    """What a house style goes by: number, text, whether set apart as a whole, bold start."""
    return block.marker.strip("()."), block.text, block.strong, 0 if block.strong else block.bold


def document(data: bytes, name: str = "evidence") -> Document:
    """A document by its bytes; its name tells nothing."""
    return read_blocks(data, name)
