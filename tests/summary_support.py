"""What a summary says, read back from each of its forms by another program's eyes."""

from __future__ import annotations

import json
import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import html
from markdown_it import MarkdownIt

from tests.inquiry_support import run

CUT = "[…]"
FORMS = (".docx", ".html", ".md")


@dataclass
class Seen:
    """Headings with their level, quotes with where they are said to stand, tables, charts, all the text."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    """The alternative texts."""
    paragraphs: list[str] = field(default_factory=list)
    whole: str = ""


def seen(path: Path) -> Seen:
    return {".docx": _word, ".html": _html, ".md": _markdown}[path.suffix](path)


def _word(path: Path) -> Seen:
    document, found = docx.Document(str(path)), Seen()
    quote = ""
    for paragraph in document.paragraphs:
        style = str(paragraph.style.name if paragraph.style else "")
        if style.startswith("Heading"):
            found.headings.append((int(style[-1]), paragraph.text))
        elif style == "Quote":
            quote = paragraph.text
        elif style == "Quote Source":
            found.quotes.append((quote[1:-1], paragraph.text))
        found.paragraphs.append(paragraph.text)
    found.tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    body = document.element.body
    found.charts = [shape.get("descr") for shape in body.iter(qn("wp:docPr"))]
    told = [one.get(qn("w:val")) for one in body.iter(qn("w:tblDescription"), qn("w:tblCaption"))]
    rest = [cell for table in found.tables for row in table for cell in row]
    foot = [one.text for one in document.sections[-1].footer.paragraphs]
    properties = document.core_properties
    found.whole = "\n".join([*found.paragraphs, *rest, *found.charts, *told, *foot, properties.title])
    return found


def _html(path: Path) -> Seen:
    page, found = html.fromstring(path.read_bytes()), Seen()
    found.headings = [(int(head.tag[1]) - 1, head.text_content()) for head in page.iter("h2", "h3", "h4")]
    for figure in page.iterfind(".//figure[@class='quote']"):
        said = figure.find("blockquote/p").text_content()
        found.quotes.append((said[1:-1], figure.find("figcaption").text_content()))
    found.tables = [
        [[cell.text_content() for cell in row] for row in table.iter("tr")] for table in page.iter("table")
    ]
    found.charts = [title.text_content() for title in page.iterfind(".//svg/title")]
    found.paragraphs = [one.text_content() for one in page.iter("p")]
    found.whole = page.text_content() + " ".join(
        str(value) for one in page.iter() for value in one.attrib.values()
    )
    return found


def _markdown(path: Path) -> Seen:
    text = path.read_text(encoding="utf-8")
    page, found = html.fromstring(f"<div>{MarkdownIt().enable('table').render(text)}</div>"), Seen()
    found.headings = [(int(head.tag[1]) - 1, head.text_content()) for head in page.iter("h2", "h3", "h4")]
    for quote in page.iter("blockquote"):
        said, source = (one.text_content() for one in quote.iterfind("p"))
        found.quotes.append((said[1:-1], source))
    found.tables = [
        [[cell.text_content() for cell in row] for row in table.iter("tr")] for table in page.iter("table")
    ]
    found.paragraphs = [one.text_content() for one in page.iter("p")]
    found.whole = page.text_content() + text
    return found


def cited(folder: Path, *options: str) -> dict[tuple[str, str], str]:
    """The text of every paragraph by citation and date in words, as `coder show --json` prints them."""
    found: dict[tuple[str, str], str] = {}
    for transcript in sorted((folder / "sessions").glob("*.md")):
        session = run(folder, "show", transcript.stem, "--json", *options).json()
        for paragraph in paragraphs_of(session):
            key = (paragraph["citation"], in_words(session["date"]))
            assert key not in found
            found[key] = paragraph["text"]
    return found


def paragraphs_of(session: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in session["items"]:
        yield from item["paragraphs"]


def in_words(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {month_name[day.month]} {day.year}"


def paragraph_named(source: str, texts: dict[tuple[str, str], str]) -> str:
    """The text that a quote's source names, `Ana Reyes, Mill Trust (7(4), session of 3 February 2014)`."""
    for opening in re.finditer(r"\(", source):
        found = re.match(r"(.+?), session of (\d+ \w+ \d{4})", source[opening.end() :])
        if found:
            text = texts.get((found[1], found[2]))
            if text is not None:
                return text
    raise AssertionError(f"no paragraph is named by {source!r}")


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote's pieces between the cuts stand in a text in their order, and every cut is marked."""
    at = 0
    pieces = [piece.strip() for piece in quote.split(CUT)]
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return text.strip().startswith(pieces[0]) and text.strip().endswith(pieces[-1])


def log(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads(run(folder, "log", "--json").out))
