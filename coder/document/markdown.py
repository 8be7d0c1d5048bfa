"""A document as Markdown (CommonMark with tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.document.content import Bars, Block, Document, Grid, Heading, Intervals, Quote, Table, Text
from coder.document.shown import shown
from coder.document.wording import said

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&]|:(?=[\w+-]+:))")
_LINE_START = re.compile(r"^(\d*)([-+=.)])")
_SPACE_FIRST = re.compile(r"^[ \t]+|[ \t]+$")


def markdown(document: Document) -> str:
    """The text of a file; whatever the evidence says is shown as it stands, and is never markup."""
    parts = [f"# {literal(document.title)}", literal(document.subject)]
    parts += map(_block, document.blocks)
    parts.append(literal(document.footer))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text, _):
            return f"{'#' * (level + 1)} {literal(text)}"
        case Text(text, _, lead):
            said = lines(text)
            return f"**{literal(lead.strip())}** {said}" if lead else said
        case Quote(text, source, _, starred):
            said = lines(f"“{text}”").replace("\n", "\n> ")
            return f"> {said}\n>\n> {'★ ' if starred else ''}{literal(source)}"
        case Table() | Intervals():
            return _table(block if isinstance(block, Table) else block.table)
        case Bars(caption, _, labels, values, series):
            return _counts(caption, ("", *(series or ("Paragraphs",))), labels, values)
        case Grid(caption, _, corner, rows, columns, values):
            return _counts(caption, (corner, *columns), rows, values)


def _counts(
    caption: str, head: tuple[str, ...], names: Sequence[str], values: Sequence[Sequence[int]]
) -> str:
    rows: list[tuple[str | int, ...]] = [(name, *row) for name, row in zip(names, values, strict=True)]
    return _table(Table(caption, head, tuple(rows), ()))


def _table(table: Table) -> str:
    rule = ["---:" if number else "---" for number in table.numbers]
    rows = [[literal(said(cell)) for cell in row] for row in table.rows]
    body = [[literal(name) for name in table.head], rule, *rows]
    drawn = "\n".join(f"| {' | '.join(cell or ' ' for cell in row)} |" for row in body)
    return f"{literal(table.caption)}\n\n{drawn}"


def lines(text: str) -> str:
    """A text with its line ends kept, each line literal."""
    return "\\\n".join(map(_line, shown(text).split("\n")))


def literal(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    return _line(" ".join(shown(text).split()))


def _line(text: str) -> str:
    said = _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}", _SIGNS.sub(r"\\\1", text))
    return _SPACE_FIRST.sub(lambda found: "".join(f"&#{ord(sign)};" for sign in found[0]), said)
