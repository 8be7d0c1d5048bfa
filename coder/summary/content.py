"""What a document holds, whichever file it becomes: headings, text, quotes, tables and charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["body", "note", "memo"]
"""Running text; what explains figures, set smaller; an analyst's own words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a theme, 2 a part of it, 3 a code or group; `anchor` is unique in the document."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `lead` stands before it in bold."""

    text: str
    tone: Tone = "body"
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the evidence as they stand there, but for cuts marked [...], and where they stand.

    `paragraph` is the id of the paragraph quoted, `starred` says that a coder marked it as quotable.
    """

    text: str
    source: str
    paragraph: str
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the page's width; numbers stand to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars, longest first or in a given order, each with its number; `alt` says all of it in words.

    With `series`, a bar is a stack: `values` has a number for each of the series.
    """

    caption: str
    alt: str
    labels: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    series: tuple[str, ...] = ()


Block: TypeAlias = Heading | Text | Quote | Table | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """`subject` is one line about what it is, `made` the moment that stands on it."""

    title: str
    subject: str
    made: datetime
    footer: str
    blocks: tuple[Block, ...]
