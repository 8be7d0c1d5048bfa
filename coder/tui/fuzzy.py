"""Finding codes by a few letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coder.codebook import Code

WORD, WITHIN, LETTERS, MEANING = 8, 4, 2, 1
"""What a term counts for: it begins a word of name or id, stands within one, has its letters there in
order, or begins a word of the definition."""


def find_codes(codes: Iterable[Code], query: str) -> list[Code]:
    """The codes in which every term of the query is found, the best first, else as in the codebook."""
    terms = query.casefold().split()
    scored = [(sum(scores), code) for code in codes if all(scores := [_score(term, code) for term in terms])]
    return [code for _, code in sorted(scored, key=lambda one: -one[0])]


def _score(term: str, code: Code) -> int:
    name = f"{code.name} {code.id}".casefold()
    if re.search(rf"\b{re.escape(term)}", name):
        return WORD
    if term in name:
        return WITHIN
    meaning = f"{code.definition} {code.include}".casefold()
    if re.search(rf"\b{re.escape(term)}", meaning):
        return MEANING if len(term) > 1 else 0
    return LETTERS if any(_in_order(term, part) for part in (code.name.casefold(), code.id)) else 0


def _in_order(term: str, text: str) -> bool:
    """Whether the letters of the term come in this order, each at a word's beginning or next to the last."""
    pattern = r"(?:.*?\b)?".join(map(re.escape, term))
    return bool(re.search(rf"\b{pattern}", text))
