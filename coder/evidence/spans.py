"""Spans: passages of a paragraph's text that a mark quotes, and finding them again after a correction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Stored = dict[str, Any]
"""A span as a mark's value holds it: `start`, `end` and `text`, which is None once it was purged."""

CLOSE = 0.8
"""A short quote is found again where so much of its letters is as it was (difflib's ratio)."""
CLOSE_WORDS = 0.75
"""A long one, where three words in four are."""
LONG = 8
"""Words."""
AROUND = 200
"""Characters to each side of where a quote stood that are looked at before the rest of the text."""
LIKE = str.maketrans("’‘“”–—\xa0", "''\"\"-- ")


@dataclass(frozen=True, slots=True)
class Span:
    """A passage, in codepoints of the paragraph's text as it was then, and its words."""

    start: int
    end: int
    text: str | None

    def now(self, text: str) -> tuple[int, int] | None:
        """Where it stands in the text as it is now; None where it is not found in it any more."""
        return find_again(self.text, self.start, text)


def spans_of(value: Mapping[str, Any] | None) -> tuple[Span, ...]:
    """The spans of a mark's value, in the order they stand in the text."""
    stored: Iterable[Stored] = (value or {}).get("spans") or ()
    found = (Span(one["start"], one["end"], one.get("text")) for one in stored)
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def with_span(value: Mapping[str, Any], start: int, end: int, text: str) -> Stored:
    """A mark's value with a passage of the text among its spans, in the place of those it overlaps."""
    kept = without_spans(value, start, end, text)
    added = {"start": start, "end": end, "text": text[start:end]}
    return kept | {"spans": sorted([*kept.get("spans", ()), added], key=lambda one: one["start"])}


def without_spans(value: Mapping[str, Any], start: int, end: int, text: str) -> Stored:
    """A mark's value without those spans that now overlap a passage of the text."""
    kept = []
    for one in value.get("spans") or ():
        place = find_again(one.get("text"), one["start"], text)
        if place is None or place[1] <= start or place[0] >= end:
            kept.append(one)
    bare = {name: part for name, part in value.items() if name != "spans"}
    return bare | {"spans": kept} if kept else bare


@lru_cache(2048)
def find_again(quoted: str | None, start: int, text: str) -> tuple[int, int] | None:
    """Where a quote that began at `start` now stands in a text, from and up to; None where nowhere.

    At its place, word for word; else at the nearest place where it stands word for word; else where most
    of it does, as after a slip was mended: near its place first, then anywhere. A quote of eight words or
    more is close where three words in four are the same in the same order, a shorter one where four
    letters in five are.
    """
    if not quoted or not quoted.strip():
        return None
    if text.startswith(quoted, start):
        return start, start + len(quoted)
    places = [found.start() for found in re.finditer(f"(?={re.escape(quoted)})", text)]
    if places:
        near = min(places, key=lambda place: (abs(place - start), place))
        return near, near + len(quoted)
    low, high = max(0, start - AROUND), start + len(quoted) + AROUND
    for one, other in ((low, high), (0, len(text))):
        if found := _close(quoted, text[one:other]):
            return one + found[0], one + found[1]
    return None


def _close(quoted: str, text: str) -> tuple[int, int] | None:
    """The passage, from word to word, that is most like a quote."""
    old, places = quoted.translate(LIKE).split(), [word.span() for word in re.finditer(r"\S+", text)]
    new = [text[start:end].translate(LIKE) for start, end in places]
    if not new:
        return None
    window = _likest(old, new) if len(old) < LONG else _aligned(old, new)
    if window is None or window[0] >= window[1]:
        return None
    start, end = places[window[0]][0], places[window[1] - 1][1]
    while quoted[0].isalnum() and start < end and not text[start].isalnum():
        start += 1
    while quoted[-1].isalnum() and start < end and not text[end - 1].isalnum():
        end -= 1
    return (start, end) if start < end else None


def _likest(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    """By letters: of all windows about as long, the first that is most alike."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", " ".join(old), autojunk=False)
    best, most = None, 0.0
    for size in (len(old), len(old) - 1, len(old) + 1):
        for at in range(len(new) - size + 1 if size else 0):
            matcher.set_seq1(" ".join(new[at : at + size]))
            bound = max(CLOSE, most)
            if matcher.real_quick_ratio() >= bound and matcher.quick_ratio() >= bound:
                ratio = matcher.ratio()
                if ratio >= CLOSE and ratio > most:
                    best, most = (at, at + size), ratio
    return best


def _aligned(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    """By words: around the longest run they share, from and to where most words fall in with the quote's."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, new, old, autojunk=False)
    run = matcher.find_longest_match()
    shift, slack = run.a - run.b, len(old) // 4 + 1
    low, high = max(0, shift - slack), min(len(new), shift + len(old) + slack)
    matcher.set_seq1(new[low:high])
    blocks = matcher.get_matching_blocks()[:-1]

    def best(part: range) -> int:
        """How far on from their place in the quote most words of a part of it stand."""
        shifts = [low + block.a - block.b for block in blocks if block.b in part]

        def same(by: int) -> int:
            return sum(0 <= at + by < len(new) and new[at + by] == old[at] for at in part)

        return max([shift, *(one for one in shifts if abs(one - shift) <= slack)], key=same)

    start = max(best(range(run.b)), 0)
    end = min(best(range(run.b + run.size, len(old))) + len(old), len(new))
    matcher.set_seq1(new[start:end])
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return (start, end) if shared >= CLOSE_WORDS * len(old) else None
