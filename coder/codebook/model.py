"""Code and Codebook, and the order of codes."""

from __future__ import annotations

import hashlib
import json
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
