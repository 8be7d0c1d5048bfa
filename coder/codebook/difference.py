"""What another codebook says that is not in this one."""

from __future__ import annotations

from dataclasses import dataclass

from coder.codebook.model import FIELDS, Code, Codebook, longest_rising

DEFINING = ("definition", "include", "exclude", "example", "values")
"""The fields that say what a code means."""


@dataclass(frozen=True, slots=True)
class Difference:
    """From one codebook to another. Codes stand in one group each but for those moved as well."""

    title: tuple[str, str] | None
    added: tuple[Code, ...]
    removed: tuple[Code, ...]
    renamed: tuple[tuple[Code, Code], ...]
    """Codes whose id changed: no code has the old id any more, and what they say is the same."""
    changed: tuple[tuple[Code, Code], ...]
    """Codes of which any field but the id and the parent changed."""
    moved: tuple[tuple[Code, Code], ...]
    """Codes that stand below another, or elsewhere among their siblings."""


def difference(old: Codebook, new: Codebook) -> Difference | None:
    """None where both say the same."""
    if (old.title, old.codes) == (new.title, new.codes):
        return None
    added = [code for code in new.codes if code.id not in old.by_id]
    removed = [code for code in old.codes if code.id not in new.by_id]
    renamed = _renamed(removed, added)
    was = {after.id: before for before, after in renamed}
    pairs = [(was.get(code.id) or old.by_id.get(code.id), code) for code in new.codes]
    both = [(before, after) for before, after in pairs if before]
    return Difference(
        title=(old.title, new.title) if old.title != new.title else None,
        added=tuple(code for code in added if code.id not in was),
        removed=tuple(code for code in removed if code not in was.values()),
        renamed=tuple(renamed),
        changed=tuple(pair for pair in both if fields_changed(*pair)),
        moved=tuple(_moved(old, new, {before.id: after.id for before, after in renamed})),
    )


def fields_changed(before: Code, after: Code) -> tuple[str, ...]:
    """The fields that differ between two codes, but for the id and the parent."""
    return tuple(
        name for name in FIELDS
        if name not in ("id", "parent") and getattr(before, name) != getattr(after, name)
    )  # fmt: skip


def _renamed(removed: list[Code], added: list[Code]) -> list[tuple[Code, Code]]:
    """Codes under a new id: of one name and definition, and the only two of them."""
    found = []
    for before in removed:
        alike = [after for after in added if _said(after) == _said(before)]
        if len(alike) == 1 and sum(_said(other) == _said(before) for other in removed) == 1:
            found.append((before, alike[0]))
    return found


def _said(code: Code) -> tuple[str, str]:
    return code.name, code.definition


def _moved(old: Codebook, new: Codebook, renamed: dict[str, str]) -> list[tuple[Code, Code]]:
    found = []
    place = {renamed.get(code.id, code.id): at for at, code in enumerate(old.codes)}
    parents = {
        renamed.get(code.id, code.id): code.parent and renamed.get(code.parent, code.parent)
        for code in old.codes
    }
    before = {renamed.get(code.id, code.id): code for code in old.codes}
    for parent, siblings in new.children.items():
        stayed = [code for code in siblings if code.id in before and parents[code.id] == parent]
        rising = {stayed[at].id for at in longest_rising([place[code.id] for code in stayed])}
        found += [(before[code.id], code) for code in siblings if code.id in before and code.id not in rising]
    return found
