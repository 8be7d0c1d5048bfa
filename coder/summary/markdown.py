"""A document as Markdown (CommonMark with tables)."""

from __future__ import annotations

import re

from coder.summary.content import Block, Chart, Document, Heading, Quote, Table, Text

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!$&])")
_LINE_START = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+=]))(?=\s|$)")


def markdown(document: Document) -> str:
    """The text of a file; whatever the evidence says is shown as it stands, and is never markup."""
    parts = [f"# {plain(document.title)}", plain(document.subject), plain(document.footer)]
    parts += [_block(block) for block in document.blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text, _):
            return f"{'#' * (level + 1)} {plain(text)}"
        case Text(text, tone, lead):
            said = f"**{plain(lead.strip())}** {plain(text)}" if lead else plain(text)
            return f"*{said}*" if tone == "note" and not lead else said
        case Quote(text, source, _, starred):
            return f"> “{plain(text)}”{' ★' if starred else ''}\n>\n> {plain(source)}"
        case Table():
            return _table(block)
        case Chart():
            return f"{plain(block.caption)}\n\n{_bars(block)}"


def _table(table: Table) -> str:
    right = [bool(table.rows) and isinstance(table.rows[0][at], int) for at in range(len(table.head))]
    lines = [table.head, tuple("---:" if to else "---" for to in right)]
    rows = [
        tuple(plain(f"{cell:,}" if isinstance(cell, int) else cell) for cell in row) for row in table.rows
    ]
    listed = [tuple(map(plain, lines[0])), lines[1], *rows]
    body = "\n".join(f"| {' | '.join(cell or ' ' for cell in row)} |" for row in listed)
    return f"{plain(table.caption)}\n\n{body}"


def _bars(chart: Chart) -> str:
    head = ("", *(chart.series or ("Paragraphs",)))
    rows = tuple((label, *values) for label, values in zip(chart.labels, chart.values, strict=True))
    return _table(Table("", head, rows, ())).lstrip()


def plain(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    said = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _LINE_START.sub(lambda found: f"{found[1]}{found[2] or ''}\\{found[3] or found[4]}", said)
