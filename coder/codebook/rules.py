"""The rules a codebook keeps: what breaks one, and how words that contradict each other are mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coder.codebook.model import Code, in_tree_order


def first_fault(codes: Sequence[Code], lines: Sequence[int] = ()) -> tuple[int, str] | None:
    """The first breach of a rule: the place of its code, and what is wrong; `lines` are those of the file."""
    ids: dict[str, int] = {}
    keys: dict[str, int] = {}
    for place, code in enumerate(codes):
        if fault := _form_fault(code) or _taken(code, ids, keys, codes, lines):
            return place, fault
        ids[code.id] = place
        if code.key and code.in_use:
            keys[code.key] = place
    by_id = {code.id: code for code in codes}
    for place, code in enumerate(codes):
        if fault := _family_fault(code, by_id):
            return place, fault
    return None


def _form_fault(code: Code) -> str:
    """What is wrong with one code by itself; empty where nothing is."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", code.id):
        return f"the id {code.id!r} must be small letters, digits, - and _, such as bid-capacity."
    if code.key and not re.fullmatch(r"[A-Za-z]", code.key):
        return f"the key {code.key!r} of {code.id} must be one letter; digits and signs have other work."
    if code.choose not in ("", "one"):
        return f"`choose` can only be `one`, not {code.choose!r}."
    if len(code.values) == 1 or len(code.values) > 9:
        return f"the values of {code.id} must be two to nine, one for each digit."
    if code.colour and not re.fullmatch(r"#[0-9A-Fa-f]{6}", code.colour):
        return f'the colour {code.colour!r} of {code.id} must look like "#1f77b4", in quotes.'
    return ""


def _taken(
    code: Code, ids: dict[str, int], keys: dict[str, int], codes: Sequence[Code], lines: Sequence[int]
) -> str:
    """Which earlier code has this one's id or key; empty where none has."""

    def where(place: int) -> str:
        return f" in line {lines[place]}" if lines else ""

    if code.id in ids:
        at = where(ids[code.id])
        return f"the id {code.id} is taken already{at and ','}{at}; give one another id."
    if code.key and code.in_use and code.key in keys:
        place = keys[code.key]
        return (
            f"{code.id} has the key {code.key}, as {codes[place].id} has{where(place)}; give one another key."
        )
    return ""


def _family_fault(code: Code, by_id: dict[str, Code]) -> str:
    """What is wrong with a code's place in the tree; empty where nothing is."""
    if code.choose and code.parent is not None:
        return f"`choose: one` belongs to a theme, and {code.id} has a parent."
    above = [code.id]
    while (parent := by_id[above[-1]].parent) is not None:
        if parent not in by_id:
            what = f"{code.id} has the parent {parent!r}, which is not in this codebook; name a code that is."
            return what if above == [code.id] else ""  # an ancestor's fault is told in its own line
        if parent in above:
            return f"{' under '.join([*above, parent])}: a code cannot be its own ancestor."
        above.append(parent)
    for other in code.split:
        if other not in by_id or other == code.id:
            return f"{code.id} is split into {other!r}, which is no other code of this codebook; name one."
    return ""


def mended(codes: Sequence[Code]) -> tuple[Code, ...]:
    """Codes that keep the rules, where the words of several people that were put together do not.

    A code whose parent is gone, or that would be its own ancestor, becomes a theme; of two with one key
    the later loses it. In tree order.
    """
    found = {code.id: code for code in codes}
    for code in codes:
        if code.parent is not None and code.parent not in found:
            found[code.id] = replace(code, parent=None)
    for code_id in sorted(found):
        if _is_own_ancestor(code_id, found):
            found[code_id] = replace(found[code_id], parent=None)
    keys: set[str] = set()
    ordered = []
    for code in in_tree_order(found.values()):
        key = "" if code.in_use and code.key in keys else code.key
        if code.in_use:
            keys.add(key)
        split = tuple(other for other in code.split if other in found and other != code.id)
        choose = code.choose if code.parent is None else ""
        ordered.append(replace(code, key=key, split=split, choose=choose))
    return tuple(ordered)


def _is_own_ancestor(code_id: str, by_id: dict[str, Code]) -> bool:
    seen: set[str] = set()
    at = by_id[code_id].parent
    while at is not None and at not in seen:
        if at == code_id:
            return True
        seen.add(at)
        at = by_id[at].parent
    return False
