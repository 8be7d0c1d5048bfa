"""Numbers and names in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def many(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def said(cell: str | int | float) -> str:
    """What stands in a cell of a table."""
    if isinstance(cell, str):
        return cell
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:z.2f}"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def sentence(text: str) -> str:
    """A text on one line that ends as a sentence does."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def short(text: str, most: int) -> str:
    """The text on one line, cut at a word where it has more characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 2].rsplit(' ', 1)[0].rstrip(',;:')} …"


def figures(pairs: Iterable[tuple[str, int]], most: int = 12) -> str:
    """`Trust 12, Bids 4`: names with their numbers, the first of them where there are many."""
    told = [f"{name} {number:,}" for name, number in pairs]
    return ", ".join(told[:most]) + (f", and {len(told) - most} more" if len(told) > most else "")
