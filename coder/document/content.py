"""What a document holds, whichever file it becomes: headings, text, quotes, tables and charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import floor
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
    """`widths` are shares of the page's width; columns with numbers stand to the right. What is a number but
    no count is shown with two decimals."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    widths: tuple[float, ...]

    @property
    def numbers(self) -> tuple[bool, ...]:
        """Which columns have any."""
        return tuple(any(not isinstance(row[at], str) for row in self.rows) for at in range(len(self.head)))


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


@dataclass(frozen=True, slots=True)
class Intervals:
    """Figures up to 1, each with its interval, on lines below each other; `alt` as of bars.

    Where there is no interval, or no figure, a `note` says why. `marks` are lines to hold intervals against.
    """

    caption: str
    alt: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    spans: tuple[tuple[float, float] | None, ...]
    notes: tuple[str, ...]
    marks: tuple[float, ...] = ()

    @property
    def least(self) -> float:
        """Where the scale begins: at 0, or at a tenth below the lowest."""
        lows = [low for low, _ in filter(None, self.spans)]
        lows += [value for value in self.values if value is not None]
        return min(0.0, floor(10 * min(lows, default=0)) / 10)

    def told(self, at: int) -> str:
        """A line's figure with its interval, or why there is none."""
        value, span = self.values[at], self.spans[at]
        figure = "" if value is None else f"{value:.2f}"
        interval = f"[{span[0]:.2f}, {span[1]:.2f}]" if span else self.notes[at]
        return " ".join(filter(None, (figure, interval)))

    @property
    def table(self) -> Table:
        """The same in words, where nothing is drawn."""
        rows = tuple((label, self.told(at)) for at, label in enumerate(self.labels))
        return Table(self.caption, ("", "[95% interval]"), rows, (0.5, 0.5))


Chart: TypeAlias = Bars | Grid | Intervals
Block: TypeAlias = Heading | Text | Quote | Table | Bars | Grid | Intervals


@dataclass(frozen=True, slots=True)
class Document:
    """`subject` is one line about what it is, `made` the moment that stands on it."""

    title: str
    subject: str
    made: datetime
    footer: str
    blocks: tuple[Block, ...]
