"""The codebook as lists show it, and what a file changed by hand says that is not in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from coder.codebook import Code, Codebook
from coder.codebook.difference import DEFINING, Difference, fields_changed
from coder.codebook.model import as_dict
from coder.inquiry.folder import Inquiry
from coder.inquiry.reviewing import MOST, Count, counts
from coder.inquiry.tagging import out_of_use


def codebook_json(inquiry: Inquiry, coder: str | None) -> dict[str, Any]:
    """The object that `coder codebook --json` prints; counts are those of one coder, where one is named."""
    book, of = inquiry.codebook, counts(inquiry, coder) if coder else {}
    return {
        "name": book.name, "title": book.title, "revision": book.revision,
        "file": "changed" if inquiry.standing.difference else "faulty" if inquiry.standing.fault else "same",
        "codes": [
            as_dict(code) | {"in_use": code.in_use, "depth": depth(book, code)}
            | ({"tags": of[code.id].tags, "stale": of[code.id].stale} if of else {})
            for code in book.codes
        ],
    }  # fmt: skip


def codebook_lines(inquiry: Inquiry, coder: str | None) -> list[str]:
    """The tree for people: key, name, id, and the tags of a coder, where one is named."""
    book, of = inquiry.codebook, counts(inquiry, coder) if coder else {}
    names = {code.id: f"{'  ' * depth(book, code)}{code.key or ' '} {code.name}" for code in book.codes}
    wide, ids = max(map(len, names.values())), max(len(code.id) for code in book.codes)
    lines = [f"{book.title}  ({book.name}, revision {book.revision}, {len(book.codes)} codes)"]
    for code in book.codes:
        said = f"{names[code.id]:<{wide}}  {code.id:<{ids}}"
        if code.id in of:
            said += f"  {many(of[code.id].tags, 'tag'):>10}"
            said += f"  {of[code.id].stale} stale" if of[code.id].stale else ""
        lines.append(f"{said}  out of use: {out_of_use(code)}" if not code.in_use else said.rstrip())
    return lines


def depth(book: Codebook, code: Code) -> int:
    """How many codes stand above one."""
    found = 0
    while code.parent is not None:
        code, found = book.by_id[code.parent], found + 1
    return found


def many(number: int, what: str) -> str:
    """`3 tags`, with a sign where counting stopped."""
    more = "+" if number >= MOST else ""
    return f"{number}{more} {what}" if number == 1 else f"{number}{more} {what}s"


# What differs

Sign = Literal["+", "-", "~", ">", "=", " "]


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a difference: added, removed, changed, moved, under a new id, or more of the line above."""

    sign: Sign
    text: str


def told(inquiry: Inquiry, found: Difference, coder: str) -> list[Told]:
    """A difference line by line, with how many tags of the coder's own each code removed or renamed has."""
    return [
        *told_to(inquiry.standing.file or inquiry.codebook, found, counts(inquiry, coder) if coder else {})
    ]


def told_to(file: Codebook, found: Difference, of: dict[str, Count]) -> Iterator[Told]:
    """The same of a difference to any codebook, with the counts of the codes given."""
    if found.title:
        yield Told("~", f"title: {found.title[0]} → {found.title[1]}")
    for code in found.added:
        under = f", under {file.by_id[code.parent].name}" if code.parent else ", a theme"
        yield Told("+", f"{code.name} ({code.id}): new{under}{f', key {code.key}' if code.key else ''}")
    for code in found.removed:
        yield Told("-", f"{code.name} ({code.id}): removed{_tags(of, code, 'stay without a code')}")
    for before, after in found.renamed:
        yield Told("=", f"{after.name}: id {before.id} → {after.id}{_tags(of, before, 'go with it')}")
    for before, after in found.changed:
        for name in fields_changed(before, after):
            yield from _field(name, before, after)
    for _, after in found.moved:
        where = f"under {file.by_id[after.parent].name}" if after.parent else "among the themes"
        yield Told(">", f"{after.name} ({after.id}): moved {where}")


def _tags(of: dict[str, Count], code: Code, what: str) -> str:
    number = of[code.id].tags if code.id in of else 0
    return (
        f"; {many(number, 'tag')} of yours {what.replace('go ', 'goes ') if number == 1 else what}"
        if number
        else ""
    )


def _field(name: str, before: Code, after: Code) -> Iterator[Told]:
    was, now = (_said(getattr(code, name)) for code in (before, after))
    if name in DEFINING and name != "values":
        yield Told("~", f"{after.name} ({after.id}): {name}")
        yield Told(" ", f"was: {was}")
        yield Told(" ", f"now: {now}")
    else:
        yield Told("~", f"{after.name} ({after.id}): {name} {was} → {now}")


def _said(value: Any) -> str:
    said = ", ".join(value) if isinstance(value, tuple) else " ".join(value.split())
    return said or "(nothing)"
