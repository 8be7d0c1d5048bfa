"""How a paragraph is cited, from its place in the session. A preset belongs to a house style.

Council minutes: `7(4)` is paragraph 4 of item 7; `7 Q3` its third question; `10 (point 3)` the third
paragraph of item 10 that has no number. Citations are unique within a session: `7(4) (2)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coder.evidence.model import Item, Paragraph


def cite(items: Iterable[Item]) -> tuple[Item, ...]:
    """The same items with every paragraph's citation set."""
    seen: dict[str, int] = {}
    return tuple(_cited(item, place, seen) for place, item in enumerate(items, 1))


def _cited(item: Item, place: int, seen: dict[str, int]) -> Item:
    base = item.number or f"item {place}"
    points = 0
    paragraphs = []
    for paragraph in item.paragraphs:
        if paragraph.number is None:
            points += 1
        citation = _minutes(base, paragraph, points)
        seen[citation] = times = seen.get(citation, 0) + 1
        while times > 1 and f"{citation} ({times})" in seen:
            times += 1
        unique = citation if times == 1 else f"{citation} ({times})"
        seen[unique] = seen.get(unique, 0) or 1
        paragraphs.append(paragraph if paragraph.citation == unique else replace(paragraph, citation=unique))
    return replace(item, paragraphs=tuple(paragraphs))


def _minutes(base: str, paragraph: Paragraph, points: int) -> str:
    if paragraph.number is None:
        return f"{base} (point {points})"
    return f"{base} Q{paragraph.number}" if paragraph.role == "question" else f"{base}({paragraph.number})"
