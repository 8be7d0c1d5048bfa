"""Markdown -> blocks. Our own splitter: list numbers stay as printed, and text is never renumbered."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from coder.evidence.blocks import Block, Document, split_marker
from coder.evidence.model import Dropped
from coder.evidence.readers.lines import are_people, is_point

HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?$")
RULE = re.compile(r"(?:[-*_]\s*){3,}$|={3,}$")
RULED = tuple("-*_=")
STARTS = re.compile(
    r"[-*+•]\s|(?:\*\*|__)\s*"
    r"(?:QUESTION|Question|Q\d*[.:]|\d{1,3}\.|[A-Z][A-Za-z ]{1,30}(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:))"
    r"|(?:QUESTION|Question|Q)\s?\d*\s?[-–—:.]"
)
SPECIAL = re.compile(r"[*_\\\[<&]")
DELIMITER = re.compile(r"\\[!-/:-@\[-`{-~]|\*+|_+")
LINK = re.compile(r"!?\[([^\[\]\n]{0,2000})\]\(\s*<?([^()\s<>]{1,2000})>?(?:\s+\"[^\"\n]{0,500}\")?\s*\)")
COMMENT = re.compile(r"<!--(?:(?!<!--).){0,5000}?-->", re.DOTALL)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read(text: str, document: Document) -> None:
    """Add the blocks of a Markdown text to the document."""
    append = document.blocks.append
    page = 1
    for lines, start in _chunks(text):
        if lines[0] == "\f":
            page += 1
            continue
        block = _block(lines, start, page, document)
        if block.text or block.marker:
            append(block)


def _chunks(text: str) -> Iterator[tuple[list[str], int]]:
    """Lines that belong together, with the number of the first; a page mark by itself as `\\f`."""
    held: list[str] = []
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        ruled = line[:1] in RULED and RULE.match(line) is not None
        heading = line[:1] == "#" and HEADING.match(line) is not None
        if held and (ruled or heading or not line or "\f" in raw or _starts(line, held)):
            yield ([_underlined(line, held)] if ruled and _underlines(line, held) else held), start
            held = []
        if "\f" in raw:
            yield ["\f"], number
        if heading:
            yield [raw], number
        elif line and not ruled:
            if not held:
                start = number
            held.append(raw.replace("\f", ""))
    if held:
        yield held, start


def _underlines(rule: str, held: list[str]) -> bool:
    """A line of = or - under one short line makes it a heading; three dashes are more often a page's end."""
    return len(held) == 1 and len(held[0]) <= 80 and rule[0] in "=-" and " " not in rule and len(rule) > 3


def _underlined(rule: str, held: list[str]) -> str:
    return f"{'#' if rule[0] == '=' else '##'} {held[0].strip()}"


def _starts(line: str, held: list[str]) -> bool:
    """A line begins a block of its own without a blank line before it."""
    return STARTS.match(line) is not None or is_point(line, held)


def _block(lines: list[str], start: int, page: int, document: Document) -> Block:
    if lines[0].lstrip()[0] == ">":
        lines = [line.lstrip().lstrip("> ") for line in lines]
    first = lines[0]
    heading = 0
    if first.lstrip()[:1] == "#" and (found := HEADING.match(first.strip())):
        heading, text = len(found[1]), found[2]
    elif len(lines) == 1:
        text = first.strip()
    else:
        text = _joined(lines)
    indent = len(first) - len(first.lstrip()) if first[:1] in (" ", "\t") else 0
    marker, bold = "", 0
    if text[:1] in "-*+" and text[1:2] == " ":
        marker, text = text[0], text[2:].lstrip()
    if SPECIAL.search(text):
        text, bold = _plain(text, start, document)
    if not marker:
        marker, text, bold = split_marker(text, bold)
    return Block(text, start, bold, heading, marker, indent, page)


def _joined(lines: list[str]) -> str:
    """Lines as one text. A break that was meant stays: two spaces, a backslash, a table row, people."""
    out = [lines[0].strip()]
    people = are_people(lines)
    for above, line in pairwise(lines):
        meant = above.endswith(("  ", "\\")) or line.lstrip().startswith("|") or people
        if above.endswith("\\"):
            out[-1] = out[-1].removesuffix("\\").rstrip()
        out.append(("\n" if meant else " ") + line.strip())
    return "".join(out)


def _plain(text: str, line: int, document: Document) -> tuple[str, int]:
    """Text without its inline markup, and how many characters at its start were bold."""
    if "<" in text:
        for comment in COMMENT.findall(text):
            document.dropped.append(Dropped("markup", " ".join(comment[4:-3].split()), line))
        text = BREAK.sub("\n", COMMENT.sub("", text)).strip()
    if "](" in text:
        for found in LINK.finditer(text):
            document.dropped.append(Dropped("link", found[2], line))
        text = LINK.sub(r"\1", text)
    if "&" in text:
        text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text, bold = _unmarked(text)
    return text.strip(), bold


def _unmarked(text: str) -> tuple[str, int]:
    """Emphasis and backslash escapes out. A delimiter without its partner stays as it is printed.

    One pass with a short stack, so that time is linear whatever the text.
    """
    if (
        text.startswith("**")
        and text.endswith("**")
        and "*" not in text[2:-2]
        and not SPECIAL.search(text, 2, len(text) - 2)
    ):
        return text[2:-2].strip(), len(text) - 4
    cuts: list[tuple[int, int]] = []
    bolds: list[tuple[int, int]] = []
    open_runs: list[tuple[str, int]] = []
    for found in DELIMITER.finditer(text):
        run, start, end = found[0], found.start(), found.end()
        if run[0] == "\\":
            cuts.append((start, start + 1))
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        closes, opens = bool(before) and not before.isspace(), bool(after) and not after.isspace()
        if run[0] == "_":
            closes, opens = closes and not after.isalnum(), opens and not before.isalnum()
        partner = next((at for at in range(len(open_runs) - 1, max(-1, len(open_runs) - 5), -1)
                        if open_runs[at][0] == run), None) if closes else None  # fmt: skip
        if partner is not None:
            begun = open_runs[partner][1]
            del open_runs[partner:]
            cuts += [(begun, begun + len(run)), (start, end)]
            if len(run) >= 2:
                bolds.append((begun, end))
        elif opens:
            open_runs.append((run, start))
    return _cut(text, sorted(cuts), sorted(bolds))


def _cut(text: str, cuts: list[tuple[int, int]], bolds: list[tuple[int, int]]) -> tuple[str, int]:
    reach = 0
    for start, end in bolds:
        if text[reach:start].strip():
            break
        reach = max(reach, end)
    pieces, at, bold = [], 0, reach
    for start, end in cuts:
        pieces.append(text[at:start])
        at = end
        if end <= reach:
            bold -= end - start
    pieces.append(text[at:])
    return "".join(pieces), bold
