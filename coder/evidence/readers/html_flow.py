"""The text of a web page -> blocks: paragraphs, headings, lists as numbered on the page, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lxml import etree
from lxml.html import defs

from coder.evidence.blocks import Block, Document, tidy_line
from coder.evidence.model import Dropped
from coder.evidence.readers import text as plain_text
from coder.evidence.readers.decoding import LATIN_CONTROLS, MENDED
from coder.evidence.readers.html_page import CONTROLS, SILENT, Page, line_of, name_of
from coder.evidence.readers.paragraphs import numeral, set_block, set_row

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    Run: TypeAlias = tuple[str, bool, int]
    """Text, whether it is bold, and the line of the file."""

BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
LISTS = frozenset({"ol", "ul", "menu", "dir"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NEWER = frozenset({
    "bdi", "blink", "data", "hgroup", "image", "mark", "marquee", "math", "meter", "nobr", "output",
    "picture", "progress", "rb", "rp", "rt", "rtc", "ruby", "slot", "source", "time", "track", "wbr",
})  # fmt: skip
KNOWN = frozenset(defs.tags) | BREAKS | CONTROLS | SILENT | NEWER

LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))", re.IGNORECASE
)
FORMS = {"decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
         "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
PAGE_ANCHOR = re.compile(r"(?:page|pg)[-_. ]?(\d{1,4})", re.IGNORECASE)
ENDED = (".", "?", "!", ":", ";")
STEP = 3
"""Spaces that a list within a list, or a further paragraph of a point, stands in."""
MANY_LINES = 8
CELL = 6
"""Blocks. A cell with more is a part of the page's layout."""


class Numbers:
    """One list: the labels its points are printed with."""

    def __init__(self, element: Element) -> None:
        self.ordered = element.tag == "ol"
        self.form = _form(element, "1" if self.ordered else "")
        backwards = element.get("reversed") is not None
        points = sum(1 for child in element if child.tag == "li") if backwards else 1
        self.next = _whole(element.get("start"), points)
        self.step = -1 if backwards else 1
        self.begun = False

    def label(self, point: Element) -> str:
        """The label of the next point; "" where the list prints none."""
        form = _form(point, self.form)
        if form == "none":
            return ""
        if not self.ordered:
            return "•"
        number = _whole(point.get("value"), self.next)
        self.next = number + self.step
        return f"{numeral(number, form)}."


class Frame(NamedTuple):
    """What holds again once an element is left."""

    bold: bool
    heading: int
    style: str


class Flow:
    """One stream of paragraphs: the page's, or that of a table cell."""

    def __init__(self, page: Page, blocks: list[Block]) -> None:
        self.page = page
        self.blocks = blocks
        self.runs: list[Run] = []
        self.frames: list[Frame] = []
        self.lists: list[Numbers] = []
        self.tables: list[bool] = []
        self.now = Frame(False, 0, "")
        self.label = ""
        self.line = 1
        self.number = 1

    def walk(self, root: Element) -> None:
        """Read an element and all within it; its tail is not its own."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
                if element is not root:
                    self._say(element.tail)
            elif self._enter(element):
                self._say(element.text)
            else:
                walker.skip_subtree()
        self._flush()

    def _enter(self, element: Element) -> bool:
        """Open an element; False where nothing inside it is to be read any more."""
        tag = name_of(element)
        self.line = line_of(element) or self.line
        self.frames.append(self.now)
        if tag in BREAKS:
            self._flush()
        if tag in SILENT:
            return False
        if element.get("title") in ("header", "footer") and tag == "div":
            self.page.drop(element, running=True)
            return False
        if self.page.around(element):
            self.page.drop(element)
            return False
        if tag == "pre":
            self._preformatted(element)
            return False
        if tag == "tr" and self.tables and not self.tables[-1]:
            self._row(element)
            return False
        self._open(tag, element)
        return True

    def _open(self, tag: str, element: Element) -> None:
        if tag == "br":
            self.runs.append(("\n", self.now.bold, self.line))
        elif tag == "a":
            self._anchor(element)
        elif tag == "table":
            self.tables.append(_is_layout(element))
        elif tag in LISTS:
            self.lists.append(Numbers(element))
        elif tag not in KNOWN and ":" not in tag and "-" not in tag:
            self.page.document.dropped.append(Dropped("markup", _as_typed(element), self.line))
        bold = self.page.bold(element, self.now.bold)
        if tag not in BREAKS:
            self.now = self.now._replace(bold=bold)
            return
        if tag == "li" and self.lists:
            self.label = self.lists[-1].label(element)
        heading = int(tag[1]) if tag in HEADINGS else self.now.heading
        style = " ".join((element.get("class") or "").split()) or self.now.style
        self.now = Frame(bold, heading, style)

    def _leave(self, element: Element) -> None:
        tag = name_of(element)
        if tag in BREAKS:
            self._flush()
            if tag == "li" and self.lists:
                self.label, self.lists[-1].begun = "", False
        opened = self.now is not self.frames[-1]
        if tag in LISTS and opened and self.lists:
            self.lists.pop()
        elif tag == "table" and opened and self.tables:
            self.tables.pop()
        self.now = self.frames.pop()

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if LATIN_CONTROLS.search(text):
            text = text.translate(MENDED)
        blank = len(text) - len(text.lstrip())
        self.runs.append((SPACE.sub(" ", text), self.now.bold, self.line + text.count("\n", 0, blank)))
        self.line += text.count("\n")

    def _flush(self) -> None:
        """End the paragraph."""
        runs, self.runs = self.runs, []
        if not any(text.strip() for text, _, _ in runs):
            return
        for part in _paragraphs(runs):
            line = next(line for text, _, line in part if text.strip())
            block = set_block(
                ((text, bold) for text, bold, _ in part), line, label=self.label, heading=self.now.heading,
                indent=self._indent(), page=self.number, style=self.now.style,
            )  # fmt: skip
            if block.text or block.marker:
                self.blocks.append(block)
            self.label = ""
            if self.lists:
                self.lists[-1].begun = True

    def _indent(self) -> int:
        """Of a point, or of a further paragraph of the point that was begun."""
        return STEP * (len(self.lists) - 1 + self.lists[-1].begun) if self.lists else 0

    def _anchor(self, element: Element) -> None:
        if found := PAGE_ANCHOR.fullmatch(element.get("name") or element.get("id") or ""):
            self.number = int(found[1])
        target = (element.get("href") or "").strip()
        if target and not target.lower().startswith(("#", "javascript:", "data:")):
            self.page.link(tidy_line(target[:2000]), self.line)

    def _preformatted(self, element: Element) -> None:
        """Text as typed: read as the plain text it is."""
        inner = Document(self.page.document.name)
        content = "".join(_preformatted(element, inner))
        if LATIN_CONTROLS.search(content):
            content = content.translate(MENDED)
        plain_text.read(content.replace("\xa0", " "), inner)
        before = self.line - 1
        style = " ".join((element.get("class") or "").split()) or self.now.style
        self.blocks += [block._replace(line=block.line + before, style=style) for block in inner.blocks]
        self.page.document.dropped += [Dropped(d.why, d.text, self.line) for d in inner.dropped]

    def _row(self, row: Element) -> None:
        cells: list[list[Block]] = [_loose(row.text, self.line)]
        for cell in row:
            blocks: list[Block] = []
            flow = Flow(self.page, blocks)
            flow.number, flow.line = self.number, self.line
            flow.now = self.now
            flow.walk(cell)
            self.number = flow.number
            cells += [blocks, _loose(cell.tail, self.line)]
        if any(len(cell) > CELL for cell in cells):
            self.blocks += [block for cell in cells for block in cell]
        else:
            self.blocks += set_row(cells)


def _preformatted(element: Element, inner: Document) -> Iterator[str]:
    """The text of a `<pre>`; what looks like a tag and is none is reported."""
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag == "br":
                yield "\n"
            elif node.tag not in KNOWN:
                inner.dropped.append(Dropped("markup", _as_typed(node)))
            yield node.text or ""
        elif node is not element:
            yield node.tail or ""


def _as_typed(element: Element) -> str:
    """The words between the brackets of what is no tag of HTML."""
    words = [name_of(element), *(str(word) for pair in element.items() for word in pair)]
    return " ".join(word for word in words if word)


def _paragraphs(runs: list[Run]) -> Iterable[list[Run]]:
    """A paragraph at its line breaks: two together end it, and where a page ends its sentences with
    breaks throughout, each line is a paragraph; else a break is a new line within it.
    """
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run[0] == "\n":
            lines.append([])
        elif run[0]:
            lines[-1].append(run)
    groups: list[list[list[Run]]] = [[]]
    for line in lines:
        if any(text.strip() for text, _, _ in line):
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    for group in groups:
        ended = sum("".join(text for text, _, _ in line).rstrip().endswith(ENDED) for line in group)
        if len(group) > MANY_LINES and 2 * ended >= len(group):
            yield from group
        elif group:
            yield [run for line in group for run in (*line, ("\n", line[-1][1], line[-1][2]))]


def _is_layout(table: Element) -> bool:
    """A table that places parts of the page rather than showing rows."""
    if table.get("role") in ("presentation", "none"):
        return True
    return next(table.iterdescendants("table", "h1", "h2", "h3", "h4", "h5", "h6"), None) is not None


def _loose(text: str | None, line: int) -> list[Block]:
    """Text in a row outside its cells, which only a damaged page has."""
    block = set_block([(text or "", False)], line)
    return [block] if block.text else []


def _form(element: Element, otherwise: str) -> str:
    """How a list is numbered: `1`, `a`, `A`, `i`, `I`, or `none`."""
    if (style := element.get("style")) and (found := LIST_STYLE.search(style)):
        return FORMS.get(found[1].lower(), "none")
    given = element.get("type") or ""
    return given if given in ("1", "a", "A", "i", "I") else otherwise


def _whole(given: str | None, otherwise: int) -> int:
    return int(given) if given and re.fullmatch(r"\s*-?\d{1,9}\s*", given) else otherwise
