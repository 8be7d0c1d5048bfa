"""Running heads and feet, page numbers and line numbers: found by their places, and taken out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from coder.evidence.layout.lines import Row
from coder.evidence.model import Dropped
from coder.evidence.readers.paragraphs import furniture

DEPTH = 4
"""Rows from the edge of a page that may be running heads or feet."""
NEAR = 6.0
"""Points within which two rows stand at the same height."""
COUNTS = re.compile(r"\d+|\b[ivxlc]+\b")
COUNT = re.compile(r"\W*(?:page\W+)?#(?:\W*(?:of|/)?\W*#)?\W*")
"""The key of a row that holds a page number alone."""
NUMBER = re.compile(r"\d{1,4}")
PAGE_NUMBER = re.compile(r"[^\w(]*(?:page|p\.)?\s*(\d+)\s*(?:(?:of|/)\s*\d+)?[^\w)]*", re.IGNORECASE)
REGULAR = 0.15
"""How much the step of line numbers may vary."""


def take_running(pages: Sequence[list[Row]]) -> list[Dropped]:
    """Take running heads, feet and page numbers off the pages (rows from the top), in place.

    They say the same on at least three pages (or on both of two), counts aside, at the same height, and
    a wider step or another size sets them apart from the text; a page number needs no such thing.
    """
    steps = Counter(round(above[0].base - row[0].base) for rows in pages for above, row in pairwise(rows))
    usual = steps.most_common(1)[0][0] if steps else 0
    return _take_edge(pages, 0, usual) + _take_edge(pages, -1, usual)


def _take_edge(pages: Sequence[list[Row]], edge: int, usual: float) -> list[Dropped]:
    heights: dict[str, list[float]] = defaultdict(list)
    slots: Counter[int] = Counter()
    for rows in pages:
        for row in rows[:DEPTH] if edge == 0 else rows[-DEPTH:]:
            heights[_key(row)].append(row[0].base)
            slots[round(row[0].base / NEAR)] += 1
    enough = min(3, max(2, len(pages)))
    places = {key: found for key, found in heights.items() if len(found) >= enough}
    taken: list[Dropped] = []
    for number, rows in enumerate(pages, 1):
        order = rows[:DEPTH] if edge == 0 else rows[: -DEPTH - 1 : -1]
        running = 0
        for at, row in enumerate(order):
            counts = _numbers_page(row, number)
            if not counts and not _comes_back(row, places, slots, enough):
                break
            if counts or COUNT.fullmatch(_key(row)) or _set_apart(order, at, usual):
                running = at + 1
        for row in order[:running]:
            taken.append(Dropped(furniture(_text(row)), _text(row)))
            rows.pop(edge)
    return taken


def _set_apart(order: Sequence[Row], at: int, usual: float) -> bool:
    """The row (counted from the edge) is farther from the next than lines are, or of another size."""
    if at + 1 >= len(order):
        return len(order) < DEPTH
    row, after = order[at][0], order[at + 1][0]
    return abs(row.base - after.base) > 1.3 * usual or abs(row.size - after.size) > 0.08 * after.size


def _text(row: Row) -> str:
    return " ".join(line.text for line in row)


def _key(row: Row) -> str:
    return COUNTS.sub("#", _text(row).casefold())


def _comes_back(row: Row, places: dict[str, list[float]], slots: Counter[int], enough: int) -> bool:
    """The same words at the same height on other pages, and little else at that height."""
    base = row[0].base
    same = sum(abs(base - other) < NEAR for other in places.get(_key(row), ()))
    return same >= enough and same >= 0.15 * slots[round(base / NEAR)]


def _numbers_page(row: Row, number: int) -> bool:
    """A page number as such, for documents too short for anything to come back."""
    found = PAGE_NUMBER.fullmatch(_text(row))
    return found is not None and int(found[1]) == number


def take_line_numbers(rows: list[Row]) -> Dropped | None:
    """Take the numbers of the lines, printed in a margin, off a page's rows, in place.

    They are bare numbers at the edge of rows that count the rows, or count up as evenly as they go down
    the page: by one on most rows, or by more (5, 10, 15) on some.
    """
    for edge in (0, -1):
        marked = _in_margin([row for row in rows if NUMBER.fullmatch(row[edge].text)], edge)
        if len(marked) < 3 or not _count_lines(marked, edge, rows):
            continue
        numbers = [row.pop(edge).text for row in marked]
        rows[:] = [row for row in rows if row]
        return Dropped("page", " ".join(numbers))
    return None


def _in_margin(numbered: list[Row], edge: int) -> list[Row]:
    """The rows whose number is set flush right, or flush left, with most of the others."""
    flush_right = Counter(round(row[edge].right) for row in numbered).most_common(1)
    flush_left = Counter(round(row[edge].left) for row in numbered).most_common(1)
    if not numbered:
        return []
    if flush_right[0][1] >= flush_left[0][1]:
        return [row for row in numbered if abs(row[edge].right - flush_right[0][0]) < NEAR / 2]
    return [row for row in numbered if abs(row[edge].left - flush_left[0][0]) < NEAR / 2]


def _count_lines(marked: list[Row], edge: int, rows: list[Row]) -> bool:
    values = [int(row[edge].text) for row in marked]
    ups = [after - before for before, after in pairwise(values)]
    step = Counter(ups).most_common(1)[0][0]
    if step < 1 or (step == 1 and len(marked) < max(8, 0.6 * len(rows))) or (step > 1 and values[0] % step):
        return False
    downs = [above[edge].base - row[edge].base for above, row in pairwise(marked)]
    usual = median(down / up for down, up in zip(downs, ups, strict=True) if up > 0)
    at = {id(row): index for index, row in enumerate(rows)}
    passed = [at[id(row)] - at[id(above)] for above, row in pairwise(marked)]
    steps = zip(ups, downs, passed, strict=True)
    even = [up == count or abs(down / up - usual) < REGULAR * usual for up, down, count in steps if up > 0]
    return sum(even) >= 0.8 * len(ups)
