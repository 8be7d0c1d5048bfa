"""A session as plain text, made to be read in other programs, and where in it each paragraph stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coder.exchange.refi.conventions import borne


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: the line above it (citation and speaker), and its text; `heading` begins an item."""

    id: str
    above: str
    text: str
    heading: str = ""


def laid_out(about: Iterable[str], parts: Iterable[Part]) -> tuple[str, dict[str, int]]:
    """The text, and by paragraph the codepoint at which its text begins.

    `about` are the lines at the top. Lines end with one line feed, and a paragraph's text stands as long
    as it is.
    """
    pieces = [*(f"{_line(one)}\n" for one in about if one.strip())]
    at, starts = sum(map(len, pieces)), dict[str, int]()

    def put(piece: str) -> None:
        nonlocal at
        pieces.append(piece)
        at += len(piece)

    for part in parts:
        if part.heading:
            put(f"\n\n{_line(part.heading)}\n")
        put(f"\n{_line(part.above)}\n" if part.above else "\n")
        starts[part.id] = at
        put(f"{borne(part.text)}\n")
    return "".join(pieces), starts


def _line(text: str) -> str:
    return " ".join(borne(text).split())
