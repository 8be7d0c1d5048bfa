"""Finding codes, commands and the like by a few letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from coder.codebook import Code

Item = TypeVar("Item")

WORD, WITHIN, LETTERS, MEANING = 8, 4, 2, 1
"""What a term counts for: it begins a word of a name, stands within one, has its letters there in
order, or begins a word of the meaning."""


def find_codes(codes: Iterable[Code], query: str) -> list[Code]:
    """The codes in which every term of the query is found, by name, id and definition."""
    return find(codes, query, lambda one: (one.name, one.id), lambda one: f"{one.definition} {one.include}")


def find(
    items: Iterable[Item],
    query: str,
    names: Callable[[Item], tuple[str, ...]],
    meaning: Callable[[Item], str] = lambda _: "",
) -> list[Item]:
    """The items in which every term of the query is found, the best first, else in their own order."""
    terms = query.casefold().split()
    scored = [
        (sum(scores), item)
        for item in items
        if all(scores := [_score(term, names(item), meaning(item)) for term in terms])
    ]
    return [item for _, item in sorted(scored, key=lambda one: -one[0])]


def _score(term: str, names: tuple[str, ...], meaning: str) -> int:
    name = " ".join(names).casefold()
    if re.search(rf"\b{re.escape(term)}", name):
        return WORD
    if term in name:
        return WITHIN
    if re.search(rf"\b{re.escape(term)}", meaning.casefold()):
        return MEANING if len(term) > 1 else 0
    return LETTERS if any(_in_order(term, part.casefold()) for part in names) else 0


def _in_order(term: str, text: str) -> bool:
    """Whether the letters of the term come in this order, each at a word's beginning or next to the last."""
    pattern = r"(?:.*?\b)?".join(map(re.escape, term))
    return bool(re.search(rf"\b{pattern}", text))
