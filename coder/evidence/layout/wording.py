"""Paragraphs -> blocks: their text with hyphens mended, bold, headings and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coder.evidence.blocks import Block
from coder.evidence.layout.hyphens import Hyphens
from coder.evidence.layout.lines import Parts
from coder.evidence.layout.marks import BULLET, MARKER
from coder.evidence.layout.paragraphs import INDENT, Paragraph
from coder.evidence.layout.setting import Setting
from coder.evidence.readers.paragraphs import set_block

LARGER = 1.12
"""Of the size of the text: what a heading is set in, at least."""
LONGEST_HEADING = 300
"""Characters."""
DASHED = re.compile(r"\S[—/]$|\d–$")
DASH = re.compile(r"—(?:\S|$)")


def blocks(found: Sequence[Paragraph], setting: Setting) -> Iterator[Block]:
    """A block for each paragraph; what is larger than the text is a heading, the largest of level 1."""
    hyphens = _hyphens(found)
    large = [_large(one, setting) for one in found]
    order = sorted({size for size in large if size}, reverse=True)
    levels = {size: min(6, level) for level, size in enumerate(order, 1)}
    usual = _usual_indent(found)
    for one, size in zip(found, large, strict=True):
        parts, label = _bulleted(_text(one, hyphens))
        indent = 0.0
        if label or MARKER.match(one.lines[0].text):
            indent = min(line.left for line in one.lines[:2]) - one.frame.left - usual
        yield set_block(
            parts,
            one.number,
            label=label,
            heading=levels.get(size, 0),
            indent=round(2 * indent / setting.size) if indent > INDENT * setting.size else 0,
            page=one.frame.page,
        )


def _large(one: Paragraph, setting: Setting) -> float:
    """The size of a heading, 0 for what is none."""
    size = round(one.size * 2) / 2
    short = sum(len(line.text) for line in one.lines) <= LONGEST_HEADING
    return size if short and size >= LARGER * setting.size else 0.0


def _usual_indent(found: Sequence[Paragraph]) -> float:
    """Where most printed numbers stand: points further in make points of a list within a paragraph."""
    indents = Counter(
        round(min(line.left for line in one.lines[:2]) - one.frame.left)
        for one in found
        if MARKER.match(one.lines[0].text)
    )
    return max(0.0, float(indents.most_common(1)[0][0])) if indents else 0.0


def _hyphens(found: Sequence[Paragraph]) -> Hyphens:
    pairs = (pair for one in found for pair in pairwise(one.lines))
    broken = [(above.text, line.text) for above, line in pairs if above.text.endswith("-")]
    return Hyphens([line.text for one in found for line in one.lines], broken)


def _text(one: Paragraph, hyphens: Hyphens) -> Parts:
    """The lines joined: without a blank after a hyphen, at a closed dash and after a stroke."""
    parts = list(one.lines[0].parts)
    for (above, line), mark in zip(pairwise(one.lines), one.breaks, strict=True):
        if mark == "\n" or above.text.endswith(" -"):
            parts.append((mark, False))
        elif above.text.endswith("-"):
            if not hyphens.keeps(above.text, line.text):
                last, bold = parts[-1]
                parts[-1] = (last.removesuffix("-"), bold)
        elif not (DASHED.search(above.text) or DASH.match(line.text)):
            parts.append((mark, above.parts[-1][1] and line.parts[0][1]))
        parts += line.parts
    return parts


def _bulleted(parts: Parts) -> tuple[Parts, str]:
    """A printed bullet is a label: which glyph it is says nothing."""
    text, bold = parts[0]
    found = BULLET.match(text)
    if found is None or (found.end() == len(text) and len(parts) == 1):
        return parts, ""
    return [(text[found.end() :], bold), *parts[1:]], "•"
