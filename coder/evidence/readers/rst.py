"""reStructuredText -> blocks, by the block structure of its specification, as far as evidence uses it.

https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from coder.evidence.blocks import Document, tidy_line
from coder.evidence.model import Dropped, Why
from coder.evidence.readers.paragraphs import set_block, set_row

ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*\s*$")
"""A line of one punctuation character: over or under a title, or a transition by itself."""
EXPLICIT = re.compile(r"\.\.(?:\s|$)")
DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]+\|\s+)?([A-Za-z][\w.:+-]*?)\s*::(?:\s+(.*))?$")
FOOTNOTE = re.compile(r"\.\.\s+(\[[^\]]{1,60}\])\s*(.*)$")
FIELD = re.compile(r":([^:\s](?:[^:\n]{0,80}[^:\s])?):(?:\s+|$)")
POINT = re.compile(r"(?:([-*+•‣⁃])|(\(?(?:\d{1,4}|#|[a-zA-Z]|[ivxlIVXL]{1,6})[.)]))\s+(?=\S)")
GRID = re.compile(r"\+(?:[-=]+\+)+\s*$")
SIMPLE = re.compile(r"=+(?: +=+)+\s*$")
SHOWN = frozenset({
    "admonition", "attention", "caution", "centered", "class", "compound", "container", "danger", "epigraph",
    "error", "highlights", "hint", "important", "note", "pull-quote", "rst-class", "rubric", "sidebar", "tip",
    "topic", "warning",
})  # fmt: skip
"""Directives whose content is text of the page; the others steer how it is made."""
TITLED = frozenset({"admonition", "centered", "rubric", "sidebar", "topic"})

DEEPEST = 20

INLINE = re.compile(
    r"\\(?P<escaped>.?)|``(?P<literal>[^`\n]+(?:`[^`\n]+)*)``"
    r"|(?<![\w*])\*\*(?=[^\s*])(?P<bold>[^*]+)(?<!\s)\*\*(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])(?P<soft>[^*]+)(?<!\s)\*(?![\w*])"
    r"|:(?P<role>[a-zA-Z][\w.+:-]{0,40}):`(?P<roled>[^`]+)`|`(?P<text>[^`<]*)(?:<(?P<link>[^<>`]*)>)?`_{0,2}"
    r"|(?<!\w)\[(?P<foot>[\w#*-]{1,40})\]_(?!\w)"
)
MARKS = re.compile(r"^\*\*[^*\n]{1,80}\*\*", re.MULTILINE)
SIGNS = re.compile(
    r"^\.\. (?:[a-z][\w-]*::|_[^:\n]+:|\[)|(?<![`\w]):[a-z][\w-]*:`[^`\n]+`|^:[A-Za-z][\w ]{0,40}: \S",
    re.MULTILINE,
)
MARKDOWN = re.compile(r"^#{1,6} +\S|^```|\]\([^\s)]+\)", re.MULTILINE)


def is_rst(text: str) -> bool:
    """Whether a text is marked up as reStructuredText and not as Markdown, with which it shares much.

    Directives, roles and fields are its own. A title at the top whose underline is just as long as it
    tells, beside bold labels, as long as nothing is marked in the way of Markdown alone.
    """
    head = text[:20_000]
    if MARKDOWN.search(head):
        return False
    if SIGNS.search(head):
        return True
    lines = [line.rstrip() for line in head.lstrip().split("\n", 4)[:3]]
    titled = any(len(title) == len(line) and _underlines(title, line) for title, line in pairwise(lines))
    return titled and MARKS.search(head) is not None


def read(text: str, document: Document) -> None:
    """Add the blocks of a reStructuredText document; roles, directives, fields go to what it dropped."""
    lines = [Line(raw.expandtabs(8).rstrip(" "), number) for number, raw in enumerate(text.split("\n"), 1)]
    Reader(document).section(lines)


class Line(NamedTuple):
    """A line without its indent, and its number in the file."""

    text: str
    number: int


class Reader:
    """One document: the kinds of title met so far, the highest first, and the page."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.levels: list[tuple[str, bool]] = []
        self.page = 1
        self.depth = 0

    def section(self, lines: list[Line], indent: int = 0) -> None:
        """Blocks of lines that stand at one indent or deeper."""
        at, counted = 0, 0
        while at < len(lines):
            text = lines[at].text
            if not text.strip():
                self.page += text.count("\f")
                at += 1
            elif text[0] == " ":
                at = self._indented(lines, at, indent)
            elif heading := self._title(lines, at):
                at = heading
            elif EXPLICIT.match(text) or text.startswith("__ "):
                at = self._explicit(lines, at, indent)
            elif GRID.match(text) or SIMPLE.match(text):
                at = self._table(lines, at)
            elif (found := POINT.match(text)) and _is_point(lines, at, found):
                printed = re.search(r"\d+", found[2] or "")
                counted = int(printed[0]) if printed else counted + ("#" in found[0])
                at = self._point(lines, at, indent, found, counted)
            elif FIELD.match(text) and not text.startswith(":`"):
                end = _end_of_indent(lines, at + 1, blank=False)
                self._drop("markup", lines[at:end])
                at = end
            else:
                at = self._paragraph(lines, at, indent)

    def _title(self, lines: list[Line], at: int) -> int:
        """Add a title; where the lines after it begin, or 0 where none is here."""
        here = lines[at].text
        if ADORNMENT.match(here) and len(here) >= 4 and not _blank(lines, at + 1):
            under = lines[at + 2].text if at + 2 < len(lines) else ""
            if under == here or _underlines(lines[at + 1].text.strip(), under):
                return self._add_title(lines[at + 1], (here[0], True), at + 3)
        if not _blank(lines, at + 1) and _underlines(here, lines[at + 1].text):
            return self._add_title(lines[at], (lines[at + 1].text[0], False), at + 2)
        if ADORNMENT.match(here) and len(here) >= 4:
            return at + 1
        return 0

    def _add_title(self, line: Line, kind: tuple[str, bool], after: int) -> int:
        if kind not in self.levels:
            self.levels.append(kind)
        self._add([line], 0, heading=min(6, self.levels.index(kind) + 1))
        return after

    def _indented(self, lines: list[Line], at: int, indent: int) -> int:
        """A block quote, or the definition of the term before it."""
        end = _end_of_indent(lines, at)
        inner, step = _dedented(lines[at:end])
        self._within(inner, indent + step)
        return end

    def _within(self, lines: list[Line], indent: int) -> None:
        """What stands deeper. Twenty levels down indents say no more."""
        if self.depth >= DEEPEST:
            lines = [Line(line.text.strip(), line.number) for line in lines]
        self.depth += 1
        self.section(lines, indent)
        self.depth -= 1

    def _point(self, lines: list[Line], at: int, indent: int, found: re.Match[str], counted: int) -> int:
        """One list point with the paragraphs and lists within it."""
        width = found.end()
        end = at + 1
        while end < len(lines) and (_blank(lines, end) or _margin(lines[end].text) >= width):
            end += 1
        body = [Line(line.text[width:], line.number) for line in lines[at:end]]
        ends = (n for n in range(1, len(body)) if _blank(body, n) or POINT.match(body[n].text))
        stop = next(ends, len(body))
        label = (found[1] or found[2]).replace("#", str(counted))
        self._add(body[:stop], indent, label="•" if found[1] else label)
        self._within(body[stop:], indent + width)
        return end

    def _explicit(self, lines: list[Line], at: int, indent: int) -> int:
        """A directive, comment, footnote or target, with the lines that belong to it."""
        text, number = lines[at]
        end = _end_of_indent(lines, at + 1)
        inner, _ = _dedented(lines[at + 1 : end])
        if found := FOOTNOTE.match(text):
            self._add([Line(f"{found[1]} {found[2]}", number), *inner], indent)
        elif (found := DIRECTIVE.match(text)) and found[1].lower() in SHOWN:
            self._shown(found, inner, number, indent)
        elif text.startswith((".. _", "__")) and DIRECTIVE.match(text) is None:
            self._drop("link", [Line(text.lstrip("._ "), number), *inner])
        else:
            self._drop("markup", [Line(text.removeprefix(".."), number), *inner])
        return end

    def _shown(self, found: re.Match[str], inner: list[Line], number: int, indent: int) -> None:
        """A directive whose content is printed: its name and options are dropped, its text is not."""
        options = 0
        while options < len(inner) and FIELD.match(inner[options].text):
            options += 1
        argument = found[2] or ""
        name = found[1].lower()
        self._drop("markup", [Line(name, number), *inner[:options]])
        if name in TITLED and argument:
            self._add([Line(argument, number)], indent)
            argument = ""
        elif name in ("class", "rst-class"):
            self._drop("markup", [Line(argument, number)])
            argument = ""
        self._within([Line(argument, number), *inner[options:]], indent)

    def _table(self, lines: list[Line], at: int) -> int:
        """A grid or simple table, row by row."""
        grid = lines[at].text[0] == "+"
        end = at + 1
        while end < len(lines) and (
            lines[end].text[:1] in ("+", "|")
            if grid
            else not (_blank(lines, end) and SIMPLE.match(lines[end - 1].text))
        ):
            end += 1
        edges = [found.span() for found in re.finditer(r"[-=]+" if grid else r"=+", lines[at].text)]
        row: list[Line] = []
        for line in [*lines[at + 1 : end], Line(lines[at].text, 0)]:
            border = GRID.match(line.text) or SIMPLE.match(line.text)
            if not grid and not border and row and line.text[: edges[0][1]].strip():
                self._row(row, edges)
                row = []
            if border:
                self._row(row, edges)
                row = []
            elif line.text.strip():
                row.append(line)
        return end

    def _row(self, row: list[Line], edges: list[tuple[int, int]]) -> None:
        if not row:
            return
        cells = []
        for n, (start, _) in enumerate(edges):
            end = edges[n + 1][0] if n + 1 < len(edges) else None
            text = " ".join(line.text[start:end].strip(" |") for line in row)
            block = set_block(self._inline(text, row[0].number), row[0].number, page=self.page)
            cells.append([block] if block.text or block.marker else [])
        self.document.blocks += set_row(cells)

    def _paragraph(self, lines: list[Line], at: int, indent: int) -> int:
        end = at + 1
        while end < len(lines) and not _blank(lines, end) and lines[end].text[0] != " ":
            if EXPLICIT.match(lines[end].text) or (end > at and self._title_begins(lines, end)):
                break
            end += 1
        part = lines[at:end]
        literal = part[-1].text.endswith("::")
        if literal:
            part = [*part[:-1], Line(part[-1].text[:-1].removesuffix(" :"), part[-1].number)]
        self._add([line for line in part if line.text not in (":", "")], indent)
        if not literal:
            return end
        stop = _end_of_indent(lines, end)
        block, _ = _dedented(lines[end:stop])
        barred = [Line(f"| {line.text}", line.number) for line in block if line.text.strip()]
        self._add(barred, indent, literal=True)
        return stop

    def _title_begins(self, lines: list[Line], at: int) -> bool:
        """A title straight after a paragraph, which is an error that people make."""
        if _blank(lines, at + 1):
            return False
        under = lines[at + 1].text
        return len(under) >= 4 and _underlines(lines[at].text, under)

    def _add(
        self, lines: list[Line], indent: int, *, label: str = "", heading: int = 0, literal: bool = False
    ) -> None:
        """One block of lines; a line that begins with a bar keeps its end."""
        lines = [line for line in lines if line.text.strip()]
        if not lines:
            return
        text = ""
        for line in lines:
            barred = line.text.startswith("| ")
            text += ("\n" if barred else " ") + (line.text[2:] if barred else line.text)
        number = lines[0].number
        runs = [(text, False)] if literal else list(self._inline(text.strip(), number))
        block = set_block(runs, number, label=label, heading=heading, indent=indent, page=self.page)
        if block.text or block.marker:
            self.document.blocks.append(block)

    def _inline(self, text: str, line: int) -> Iterator[tuple[str, bool]]:
        """Text without inline markup, in runs of (text, bold)."""
        at = 0
        for found in INLINE.finditer(text):
            yield text[at : found.start()], False
            at = found.end()
            kind = found.lastgroup
            if found["escaped"] is not None:
                yield "" if found["escaped"].isspace() else found["escaped"], False
            elif found["bold"] is not None:
                yield from ((part, True) for part, _ in self._inline(found["bold"], line))
            elif found["role"] is not None:
                self.document.dropped.append(Dropped("markup", found["role"], line))
                words, _, target = found["roled"].removesuffix(">").partition(" <")
                yield words, found["role"] == "strong"
                if target:
                    self.document.dropped.append(Dropped("link", target, line))
            elif found["text"] is not None:
                if found["link"]:
                    self.document.dropped.append(Dropped("link", found["link"], line))
                yield found["text"], False
            elif found["foot"] is not None:
                yield f"[{found['foot']}]", False
            elif found["soft"] is not None:
                yield from self._inline(found["soft"], line)
            elif kind:
                yield found["literal"], False
        yield text[at:], False

    def _drop(self, why: Why, lines: list[Line]) -> None:
        if text := tidy_line(" ".join(line.text for line in lines)):
            self.document.dropped.append(Dropped(why, text, lines[0].number))


def _underlines(title: str, line: str) -> bool:
    """A line of punctuation under a title, at least as long, or long enough to be meant."""
    if not title.strip() or title[0] == " " or not ADORNMENT.match(line) or ADORNMENT.match(title):
        return False
    return len(line) >= min(len(title), 4)


def _is_point(lines: list[Line], at: int, found: re.Match[str]) -> bool:
    """A list point's further lines stand under its text, and `A. Jones said` is none."""
    label = found[2] or ""
    if label[:1].isupper() and label[1:2] == ".":
        return False
    if _blank(lines, at + 1):
        return True
    return lines[at + 1].text[0] == " " or POINT.match(lines[at + 1].text) is not None


def _blank(lines: list[Line], at: int) -> bool:
    return at >= len(lines) or not lines[at].text.strip()


def _margin(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _end_of_indent(lines: list[Line], at: int, *, blank: bool = True) -> int:
    """Where the lines that stand deeper end; with `blank`, empty lines between them belong to them."""
    end = at
    for n in range(at, len(lines)):
        if _blank(lines, n):
            if not blank:
                break
        elif lines[n].text[0] == " ":
            end = n + 1
        else:
            break
    return end


def _dedented(lines: list[Line]) -> tuple[list[Line], int]:
    """Lines without the indent they share, and how much that is."""
    step = min((_margin(line.text) for line in lines if line.text.strip()), default=0)
    return [Line(line.text[step:], line.number) for line in lines], step
