"""What is printed on pages -> blocks. Pure geometry, whoever measured it: points, y upwards.

- A line is what shares a baseline. Rows that come back at the same height of the page are running heads
  or feet; evenly counting numbers at the edge of the rows are line numbers (`heads`).
- Two columns are text on both sides of a gap that lies at the same place in many rows; the left one is
  read first, between rows that cross the gap (`columns`).
- Lines make paragraphs, also over the end of a page or column (`paragraphs`); what stands in a table is a
  row a block (`tables`); hyphens at the end of a line are undone or kept (`hyphens`, `wording`).
"""

from __future__ import annotations

from collections.abc import Sequence

from coder.evidence.blocks import Document
from coder.evidence.layout.columns import frames
from coder.evidence.layout.heads import take_line_numbers, take_running
from coder.evidence.layout.lines import Page, rows
from coder.evidence.layout.paragraphs import paragraphs
from coder.evidence.layout.setting import Frame, Setting
from coder.evidence.layout.tables import with_tables
from coder.evidence.layout.wording import blocks


def set_pages(pages: Sequence[Page], document: Document) -> None:
    """Add the blocks of printed pages to the document, and to `dropped` what stands around the text."""
    ruled = [rows(page.runs) for page in pages]
    document.dropped += [numbers for page in ruled if (numbers := take_line_numbers(page))]
    document.dropped += take_running(ruled)
    framed = [
        Frame(with_tables(lines), page.number)
        for page, left in zip(pages, ruled, strict=True)
        for lines in frames(left)
    ]
    if framed:
        setting = Setting(framed)
        document.blocks += [block for block in blocks(paragraphs(framed, setting), setting) if block.text]
