"""Code and Codebook, and the rules they keep."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from coder.errors import CoderError

FIELDS = (
    "id", "name", "parent", "definition", "include", "exclude", "example", "colour", "key", "choose",
    "values", "retired", "split",
)  # fmt: skip
LISTS = ("values", "split")
"""The fields that are lists of texts; the others are texts."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code, or a theme where `parent` is None. `values` is an ordered scale, lowest first.

    A code that was `retired`, with the reason, or `split` into others is not put on anything any more.
    """

    id: str
    name: str
    parent: str | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str = ""
    key: str = ""
    choose: str = ""
    values: tuple[str, ...] = ()
    retired: str = ""
    split: tuple[str, ...] = ()

    @property
    def in_use(self) -> bool:
        return not self.retired and not self.split

    @property
    def meaning(self) -> int:
        """A number that stands for what a coder goes by. Tags made under another meaning are stale.

        To rename, recolour, move or retire a code leaves its meaning as it is.
        """
        said = [self.definition, self.include, self.exclude, self.example, *self.values, *self.split]
        text = "\n".join(" ".join(one.split()) for one in said)
        return int(hashlib.sha256(text.encode()).hexdigest()[:7], 16)


@dataclass(frozen=True)
class Codebook:
    """Each code followed by those below it, siblings in the order of the file.

    Every parent exists, ids are unique, and so are the keys of the codes in use; no cycle.
    """

    name: str
    title: str
    codes: tuple[Code, ...]

    @cached_property
    def by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    @cached_property
    def by_key(self) -> dict[str, Code]:
        """The codes in use by their keys."""
        return {code.key: code for code in self.codes if code.key and code.in_use}

    @cached_property
    def children(self) -> dict[str | None, tuple[Code, ...]]:
        """The codes below each code, in order; the themes are those of None."""
        return {parent: tuple(codes) for parent, codes in families(self.codes).items()}

    @cached_property
    def themes(self) -> tuple[Code, ...]:
        return tuple(code for code in self.codes if code.parent is None)

    @cached_property
    def revision(self) -> str:
        """Twelve hex digits of the SHA-256 of what the codebook says, whatever its layout."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def theme_of(self, code_id: str) -> Code:
        """The top of the tree above a code; the code itself where it is a theme."""
        code = self.by_id[code_id]
        while code.parent is not None:
            code = self.by_id[code.parent]
        return code

    def under(self, theme_id: str) -> tuple[Code, ...]:
        """The theme and every code below it, in the order of the file."""
        return tuple(code for code in self.codes if self.theme_of(code.id).id == theme_id)

    def without_idle(self, tagged: Collection[str]) -> Codebook:
        """Without the codes out of use that no tag has, unless they head others that stay."""
        kept: list[Code] = []
        parents: set[str | None] = set()
        for code in reversed(self.codes):
            if code.in_use or code.id in tagged or code.id in parents:
                kept.append(code)
                parents.add(code.parent)
        return replace(self, codes=tuple(reversed(kept)))

    def excluded_by(self, code_id: str) -> tuple[Code, ...]:
        """The codes that cannot stand beside this one: its siblings where the parent says `choose: one`."""
        parent = self.by_id[code_id].parent
        if parent is None or self.by_id[parent].choose != "one":
            return ()
        return tuple(code for code in self.codes if code.parent == parent and code.id != code_id)

    def to_json(self) -> str:
        return json.dumps(
            {"name": self.name, "title": self.title, "codes": [as_dict(code) for code in self.codes]},
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Codebook:
        data = json.loads(text)
        return cls(data["name"], data["title"], tuple(map(from_dict, data["codes"])))


def as_dict(code: Code) -> dict[str, Any]:
    """Every field but those of codes out of use, where they say nothing: so do revisions from before them."""
    return {name: value for name, value in asdict(code).items() if value or name not in ("retired", "split")}


def from_dict(data: dict[str, Any]) -> Code:
    return Code(**data | {name: tuple(data.get(name, ())) for name in LISTS})


# Order


def families(codes: Iterable[Code]) -> dict[str | None, list[Code]]:
    """Codes by their parent, in the order given."""
    found: dict[str | None, list[Code]] = {}
    for code in codes:
        found.setdefault(code.parent, []).append(code)
    return found


def in_tree_order(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Each code followed by those below it, siblings in the order given; parents exist, without a cycle."""
    below = families(codes)

    def walk(parent: str | None) -> Iterator[Code]:
        for code in below.get(parent, ()):
            yield code
            yield from walk(code.id)

    return tuple(walk(None))


def longest_rising(values: Sequence[Any]) -> list[int]:
    """The places of a longest rising run among values, not all next to each other: those that kept order."""
    tails: list[Any] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1], ends[at : at + 1] = [value], [place]
    found, place = [], ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


# Rules


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


def known_codes(codebook: Codebook, ids: Iterable[str]) -> list[Code]:
    """The codes with these ids. Raises CoderError naming the nearest id where one is not there."""
    from difflib import get_close_matches

    found = []
    for code_id in ids:
        if code_id not in codebook.by_id:
            near = get_close_matches(code_id, codebook.by_id, 1, 0.5)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise CoderError(f"There is no code {code_id} in the codebook {codebook.name}.{hint}")
        found.append(codebook.by_id[code_id])
    return found
