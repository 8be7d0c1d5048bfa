"""Finding names in a text and putting labels in their place.

A name is replaced in whatever form it stands: in full, with initials, with a title, in another order, with a
possessive, as a surname alone. In doubt it is replaced and listed; only a word of the language and a word of
a body's name, standing alone, are left, and listed too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coder.redaction.names import Form, Known, atoms, form_of, is_literal, stands_alone, words
from coder.redaction.search import Body, Found, Search, Sought

SLUG = re.compile(r"[a-z]+(?:[-._][a-z]+)+")
"""A name as part of a session's short name, or of an address."""
LOWER = re.compile(r"(?<![^\s“(‘'\"])[^\W\d_]+(?=[\s,.;:!?)”’]|\Z)")
AROUND = 40
"""Characters shown to each side of a place to look at."""


class Doubt(NamedTuple):
    """A place to look at: what stands there and around it, whether it was replaced and by what, and why."""

    word: str
    around: str
    label: str
    why: str
    start: int


@dataclass(frozen=True)
class Redacted:
    """A text with its names replaced, and the places to look at."""

    text: str
    doubts: tuple[Doubt, ...] = ()
    changes: tuple[tuple[int, int, int, int], ...] = ()
    """From and up to in the text as it was, and as it is."""

    def passage(self, start: int, end: int) -> tuple[int, int]:
        """Where a passage of the text as it was now stands; a label it touches is in it whole."""
        return self._place(start, 2), self._place(end, 3)

    def _place(self, offset: int, side: int) -> int:
        at = bisect_right(self.changes, (offset, 1 << 60, 0, 0)) - 1
        if at < 0:
            return offset
        change = self.changes[at]
        if offset >= change[1]:
            return offset + change[3] - change[1]
        return change[2] if offset == change[0] else change[side]


class Redactor:
    """Replaces the names of those it knows; `texts` tell which of these are words of the language too."""

    def __init__(self, known: Iterable[Known], texts: Iterable[str] = ()) -> None:
        by_last: dict[str, list[Form]] = {}
        by_fore: dict[str, list[Form]] = {}
        bodies: dict[str, list[Body]] = {}
        literals: dict[str, str | None] = {}
        for one in known:
            for printed in dict.fromkeys(one.names):
                form, body = form_of(one, printed), atoms(printed)
                if is_literal(printed):
                    literals[printed.strip()] = one.label
                elif form is None and len("".join(body)) > 2:
                    bodies.setdefault(body[0], []).append((body, one.label))
                if form is not None:
                    by_last.setdefault(form.last[-1], []).append(form)
                    for name in filter(stands_alone, form.fore):
                        by_fore.setdefault(name, []).append(form)
        for listed in bodies.values():
            listed.sort(key=lambda body: -len(body[0]))  # of the same length, in the order known
        names = by_last.keys() | by_fore.keys()
        ordinary = {word for text in texts for word in names & set(LOWER.findall(text))}
        self._sought = Sought(by_last, by_fore, bodies, literals, frozenset(ordinary))
        self._first = names | bodies.keys()

    def redact(self, text: str, session: str = "") -> Redacted:
        """The text with labels for names; of several that one can mean, those heard in the session."""
        listed = words(text)
        if not self._sought.literals and self._first.isdisjoint(word.atom for word in listed):
            return Redacted(text)
        found = Search(self._sought, text, listed, session).all()
        return _replaced(text, sorted(found, key=lambda one: (one.start, -one.end)))


def as_slug(label: str) -> str:
    """A label as part of a short name."""
    return label.lower().replace(" ", "-")


def _replaced(text: str, found: Sequence[Found]) -> Redacted:
    pieces: list[str] = []
    doubts, changes, done, length = [], [], 0, 0
    for start, end, label, why in found:
        if start < done:
            continue
        was = text[start:end]
        new = was if label is None else as_slug(label) if SLUG.fullmatch(was) else label
        pieces += [text[done:start], new]
        length += start - done
        if label is not None:
            changes.append((start, end, length, length + len(new)))
        if why:
            around = " ".join(text[max(0, start - AROUND) : end + AROUND].split())
            doubts.append(Doubt(was, around, label or "", why, start))
        length += len(new)
        done = end
    pieces.append(text[done:])
    return Redacted("".join(pieces), tuple(doubts), tuple(changes))
