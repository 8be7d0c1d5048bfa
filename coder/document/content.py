"""What a document holds, whichever file it becomes: headings, text, quotes, tables and charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["body", "note", "memo"]
"""Running text; what explains figures, set smaller; an analyst's own words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a theme, 2 a part of it, 3 a code; `anchor` is unique in the document."""

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
    """Words of the evidence as they stand there, but for cuts marked […], and where they stand.

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
class Bars:
    """Horizontal bars, each with its number; `alt` says in words what they show.

    With `series`, a bar is a stack: a row of `values` has a number for each of the series, else one.
    """

    caption: str
    alt: str
    labels: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    series: tuple[str, ...] = ()

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(map(sum, self.values))


@dataclass(frozen=True, slots=True)
class Grid:
    """A map of counts, rows by columns, each cell its number and shaded by it; `alt` as of bars.

    `corner` says what stands in the head above the rows' names.
    """

    caption: str
    alt: str
    corner: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]

    @property
    def most(self) -> int:
        return max((value for row in self.values for value in row), default=0)


Chart: TypeAlias = Bars | Grid
Block: TypeAlias = Heading | Text | Quote | Table | Bars | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """`subject` is one line about what it is, `made` the moment that stands on it."""

    title: str
    subject: str
    made: datetime
    footer: str
    blocks: tuple[Block, ...]
