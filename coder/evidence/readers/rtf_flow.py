"""The text of an RTF file as it runs on: paragraphs, the cells they stand in, what groups inherit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from coder.evidence.blocks import Block
from coder.evidence.readers.paragraphs import set_row
from coder.evidence.readers.rtf_words import QUIET

TABLES = 50
"""Tables within tables; deeper ones are taken for one."""
LABEL = 100
"""Characters of a printed number; no list has a longer one."""


@dataclass(slots=True)
class Flow:
    """Text that runs on by itself: the document's, or that of a note, a header, a text box."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    label: str = ""
    mark: str = ""
    hidden: list[str] = field(default_factory=list)
    beside: list[Block] = field(default_factory=list)
    """Notes and text boxes met inside the paragraph under way; they follow it."""
    cells: dict[int, list[Block]] = field(default_factory=lambda: defaultdict(list))
    """The cell under way, by depth of table within table."""
    rows: dict[int, list[list[Block]]] = field(default_factory=lambda: defaultdict(list))

    def add_label(self, text: str) -> None:
        self.label = (self.label + text)[:LABEL]

    def add(self, blocks: list[Block], depth: int) -> None:
        """Blocks inside so many tables; outside of all, the rows before them end."""
        if depth:
            self.cells[depth].extend(blocks)
        else:
            self.end_tables()
            self.blocks.extend(blocks)

    def end_paragraph(self) -> None:
        self.runs, self.beside, self.hidden, self.label = [], [], [], ""

    def end_cell(self, depth: int) -> None:
        self.rows[depth].append(self.cells.pop(depth, []))

    def end_row(self, depth: int) -> None:
        cells = [*self.rows.pop(depth, []), self.cells.pop(depth, [])]
        (self.cells[depth - 1] if depth > 1 else self.blocks).extend(set_row(cells))

    def end_tables(self) -> None:
        """Rows that were never ended end here."""
        for depth in range(max((*self.cells, *self.rows), default=0), 0, -1):
            self.end_row(depth)

    @property
    def pending(self) -> bool:
        """Whether a paragraph is under way."""
        return bool(self.runs or self.beside or self.hidden)


@dataclass(slots=True)
class State:
    """What a group inherits and its end undoes; `holds` is what its text is for."""

    flow: Flow
    holds: str = QUIET
    opened: bool = False
    index: bool = False
    """The field under way is a table of contents."""
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int | None = None
    skips: int = 1
    """How many characters after a \\u stand for it."""
    style: int = 0
    level: int = 0
    listed: bool = False
    tables: int = 0
    outline: int = -1

    def new_paragraph(self) -> None:
        """No style, list or table: what \\pard says."""
        self.style = self.level = self.tables = 0
        self.listed, self.outline = False, -1
