"""Revisions of a codebook: each takes a codebook and gives the new one, checked. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from string import ascii_letters
from typing import Any

from coder.codebook.model import LISTS, Code, Codebook, in_tree_order, known_codes
from coder.codebook.rules import first_fault
from coder.errors import CoderError

UNSAID = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
"""What no codebook file can say as text."""


def added(book: Codebook, code: Code, after: str | None = None) -> Codebook:
    """With a new code: the last below its parent, or right after a sibling. Raises CoderError."""
    if after is None:
        return all_added(book, [code])
    _check_new(book, code)
    codes = list(book.codes)
    codes.insert(codes.index(_one(book, after)) + 1, clean(code))
    return _checked(book, codes)


def all_added(book: Codebook, codes: Sequence[Code]) -> Codebook:
    """With new codes, each the last below its parent. Raises CoderError."""
    for code in codes:
        _check_new(book, code)
    return _checked(book, [*book.codes, *map(clean, codes)])


def _check_new(book: Codebook, code: Code) -> None:
    if code.id in book.by_id:
        raise CoderError(f"There is a code {code.id} in the codebook already; give the new one another id.")


def changed(book: Codebook, code_id: str, **fields: str | Sequence[str] | None) -> Codebook:
    """With other values of fields of a code; not of its id, its parent or its being in use."""
    code = clean(replace(_one(book, code_id), **fields))  # type: ignore[arg-type]
    if not code.name:
        raise CoderError(f"{code_id} needs a name; nothing was changed.")
    return _with(book, code)


def moved(book: Codebook, code_id: str, parent: str | None, before: str | None = None) -> Codebook:
    """With a code below another parent (None: as a theme), before one of its codes or as the last.

    `choose: one` is a theme's, so a theme that goes below another code loses it.
    """
    code, codes = _one(book, code_id), list(book.codes)
    if parent is not None:
        _one(book, parent)
    choose = code.choose if parent is None else ""
    codes.remove(code)
    place = len(codes)
    if before is not None:
        place = codes.index(_one(book, before))
    codes.insert(place, replace(code, parent=parent, choose=choose))
    return _checked(book, codes)


def shifted(book: Codebook, code_id: str, steps: int) -> Codebook:
    """With a code so many places further among its siblings, or back; the same where it cannot go on."""
    code = _one(book, code_id)
    siblings = [one.id for one in book.children[code.parent]]
    at = siblings.index(code_id)
    to = max(0, min(at + steps, len(siblings) - 1))
    rest = siblings[:at] + siblings[at + 1 :]
    return moved(book, code_id, code.parent, rest[to] if to < len(rest) else None)


def merged(book: Codebook, code_id: str, into: str) -> Codebook:
    """With a code retired in favour of another, which takes over the codes below it. Raises CoderError."""
    code, other = _one(book, code_id), _one(book, into)
    if code is other:
        raise CoderError(f"{code.name} cannot be merged into itself; name two codes.")
    if not other.in_use:
        raise CoderError(f"{other.name} is out of use itself; merge into a code that is in use.")
    if other in book.under(code.id) or _is_below(book, other, code):
        raise CoderError(f"{other.name} stands below {code.name}; move it elsewhere first.")
    merged_code = replace(code, retired=f"merged into {into}", split=())
    codes = [merged_code if one is code else one for one in book.codes if one.parent != code_id]
    codes += [replace(one, parent=into) for one in book.children.get(code_id, ())]
    return _checked(book, codes)


def split(book: Codebook, code_id: str, into: Sequence[Code]) -> Codebook:
    """With a code split into others: those not there yet are added after it. Raises CoderError."""
    code = _one(book, code_id)
    if len(into) < 2:
        raise CoderError(f"{code.name} is split into two codes at least; name them.")
    after = code_id
    for new in into:
        if new.id not in book.by_id:
            book = added(book, replace(new, parent=code.parent), after)
            after = new.id
    return _with(book, replace(code, split=tuple(new.id for new in into)))


def retired(book: Codebook, code_id: str, reason: str) -> Codebook:
    """With a code out of use. Raises CoderError where no reason is given."""
    said = " ".join(reason.split())
    if not said:
        raise CoderError("Retiring a code needs its reason, which stays in the codebook.")
    return _with(book, replace(_one(book, code_id), retired=said))


def reinstated(book: Codebook, code_id: str) -> Codebook:
    """With a code in use again, though without its key where another has it by now."""
    code = _one(book, code_id)
    if code.in_use:
        raise CoderError(f"{code.name} is in use; there is nothing to reinstate.")
    key = "" if code.key in book.by_key else code.key
    return _with(book, replace(code, retired="", split=(), key=key))


def _is_below(book: Codebook, code: Code, above: Code) -> bool:
    while code.parent is not None:
        code = book.by_id[code.parent]
        if code.id == above.id:
            return True
    return False


def _one(book: Codebook, code_id: str) -> Code:
    return known_codes(book, [code_id])[0]


def _with(book: Codebook, code: Code) -> Codebook:
    return _checked(book, [code if one.id == code.id else one for one in book.codes])


def _checked(book: Codebook, codes: Sequence[Code]) -> Codebook:
    if fault := first_fault(codes):
        raise CoderError(f"This cannot be: {fault[1]}")
    return replace(book, codes=in_tree_order(codes))


def clean(code: Code) -> Code:
    """A code without what no file can hold; names on one line."""

    def text(value: str) -> str:
        return UNSAID.sub("", value.replace("\r\n", "\n").replace("\t", " ")).strip()

    said: dict[str, Any] = {
        name: text(getattr(code, name)) for name in ("definition", "include", "exclude", "example")
    }
    said |= {name: tuple(filter(None, map(text, getattr(code, name)))) for name in LISTS}
    return replace(code, name=" ".join(text(code.name).split()), **said)


# What is proposed for a new code


def proposed_id(taken: Collection[str], name: str) -> str:
    """A free id made from a name: `Bid capacity` is bid-capacity."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "code"
    return next(one for n in range(1, len(taken) + 2) if (one := _nth(stem, n)) not in taken)


def _nth(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def proposed_key(book: Codebook, name: str) -> str:
    """A free key: a letter of the name, small or capital, else any letter; empty where none is left."""
    letters = [letter for letter in name if letter.isascii() and letter.isalpha()]
    wanted = [case for letter in letters for case in (letter.lower(), letter.upper())]
    return next((key for key in [*wanted, *ascii_letters] if key not in book.by_key), "")


def new_code(book: Codebook, name: str, parent: str | None = None) -> Code:
    """A code of this name, with the id, key and colour proposed for it. Raises CoderError for no name."""
    if not name.strip():
        raise CoderError("A new code needs a name.")
    key = proposed_key(book, name) if parent is not None else ""
    colour = book.by_id[parent].colour if parent is not None and parent in book.by_id else ""
    return clean(Code(proposed_id(book.by_id, name), name, parent, key=key, colour=colour))
