"""Which code of the codebook each code of another program's project is; those that are new become codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.codebook import Code, Codebook, known_codes
from coder.codebook.revise import clean, proposed_id
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.exchange.project import ForeignCode, Project

ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
Path = tuple[str, ...]
"""The names from the theme down to a code, in small letters."""


@dataclass(frozen=True, slots=True)
class Codes:
    """`of` gives the code for the id of each foreign one; `new` are those to add, parents first."""

    of: dict[str, Code]
    new: tuple[Code, ...]


def match_codes(book: Codebook, project: Project, meant: Mapping[str, str]) -> Codes:
    """Match as the user says, by the id that our own export wrote into the description, by path, or by a name
    that is the only one of its kind on both sides. Raises CoderError where the user names a code that is not
    there.
    """
    of: dict[str, Code] = {}
    new: list[Code] = []
    said = _as_said(book, project, meant)
    there, names = _by_path(book.codes), _by_name(book.codes)
    theirs = Counter(_folded(code.name) for code in project.codes)
    taken = set(book.by_id)
    paths: dict[str, Path] = {}
    for code in project.codes:
        own = _own_fields(code)
        path = paths[code.id] = (*paths.get(code.parent or "", ()), _folded(code.name))
        known = said.get(code.id) or book.by_id.get(own.id if own else "") or there.get(path)
        if known is None and own is None and theirs[path[-1]] == 1:
            known = names.get(path[-1])
        if known is None:
            parent = of[code.parent].id if code.parent else None
            known = replace(own, parent=parent) if own else _new(taken, code, parent)
            taken.add(known.id)
            new.append(known)
        of[code.id] = known
    fitting = {code.id: code for code in _fitting(book, new)}
    return Codes({theirs: fitting.get(ours.id, ours) for theirs, ours in of.items()}, tuple(fitting.values()))


def _as_said(book: Codebook, project: Project, meant: Mapping[str, str]) -> dict[str, Code]:
    """What the user says, by the ids of the project's codes: named by name, path or id."""
    found: dict[str, Code] = {}
    paths: dict[str, Path] = {}
    for code in project.codes:
        paths[code.id] = (*paths.get(code.parent or "", ()), _folded(code.name))
    for theirs, ours in meant.items():
        wanted = _folded(theirs)
        ids = [one for one, path in paths.items() if wanted in (path[-1], "/".join(path), one, f"{{{one}}}")]
        if len(ids) != 1:
            many = "more than one code" if ids else "no code"
            raise CoderError(
                f"--code {theirs}={ours}: {many} of {project.name} is called {theirs}; write its path, as in "
                "Theme/Code."
            )
        found[ids[0]] = known_codes(book, [ours])[0]
    return found


def _own_fields(code: ForeignCode) -> Code | None:
    """The code that a description of our own export says, whichever program has passed it on; else None."""
    from coder.exchange.refi.conventions import fields_of

    said = fields_of(code.description)
    if not ID.fullmatch(str(said.get("id", ""))):
        return None
    return Code(**{"name": code.name, "colour": _colour(code.colour), **said})  # type: ignore[arg-type]


def _new(taken: Collection[str], code: ForeignCode, parent: str | None) -> Code:
    name, definition = code.name, code.description.strip()
    return Code(proposed_id(taken, name), name, parent, definition, colour=_colour(code.colour))


def _fitting(book: Codebook, new: Iterable[Code]) -> Iterator[Code]:
    """New codes without what cannot stand beside those that are there: keys taken, splits into nothing."""
    new = list(new)
    keys, ids = set(book.by_key), {*book.by_id, *(code.id for code in new)}
    for code in new:
        key = "" if code.key in keys else code.key
        keys.add(key)
        split = tuple(one for one in code.split if one in ids)
        yield clean(replace(code, key=key, split=split, choose=code.choose if code.parent is None else ""))


def _colour(given: str) -> str:
    """`#rgb` or `#rrggbb` as codebooks have it; empty for any other."""
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", given):
        return "#" + "".join(2 * digit for digit in given[1:])
    return given if re.fullmatch(r"#[0-9A-Fa-f]{6}", given) else ""


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _by_path(codes: Iterable[Code]) -> dict[Path, Code]:
    paths: dict[str, Path] = {}
    found: dict[Path, Code] = {}
    for code in codes:
        paths[code.id] = path = (*paths.get(code.parent or "", ()), _folded(code.name))
        found.setdefault(path, code)
    return found


def _by_name(codes: Iterable[Code]) -> dict[str, Code]:
    """The codes in use whose names no other has, by name; and by id."""
    codes = [code for code in codes if code.in_use]
    times = Counter(_folded(code.name) for code in codes)
    found = {code.id: code for code in codes}
    return found | {name: code for code in codes if times[name := _folded(code.name)] == 1}
