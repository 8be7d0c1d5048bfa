"""The codebook: themes and codes, read from YAML, checked with line and reason, written back.

A codebook file is `codebooks/<name>.yaml`:

    title: Commissioning from the voluntary sector
    codes:
      - id: relationships            # no parent: a theme
        name: Relationships
        definition: How commissioners and providers get on.
        choose: one                  # optional: the codes of this theme exclude each other
      - id: trust
        parent: relationships
        name: Trust
        definition: Confidence, or its lack, between providers and commissioners.
        include: Being heard; being dealt with openly.
        exclude: Formal contract management (use monitoring).
        example: "There is a lack of trust between providers and commissioners."
        colour: "#1f77b4"
        key: t                       # the key that toggles the code on the coding screen
        values: [weak, strong]       # optional: an ordered scale, set by a digit after the key
      - id: small-groups
        parent: relationships
        name: Small groups
        retired: not used in the end # optional: no longer put on anything; its tags stay
        split: [trust, bid-capacity] # optional: the codes its tags are to be placed on, one by one
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from coder.errors import CoderError

FIELDS = (
    "id", "name", "parent", "definition", "include", "exclude", "example", "colour", "key", "choose",
    "values", "retired", "split",
)  # fmt: skip


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


LISTS = ("values", "split")
"""The fields that are lists of texts; the others are texts."""


@dataclass(frozen=True)
class Codebook:
    """Codes in the order of the file. Every parent exists, ids and keys are unique, no cycle."""

    name: str
    title: str
    codes: tuple[Code, ...]

    @cached_property
    def by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    @cached_property
    def by_key(self) -> dict[str, Code]:
        return {code.key: code for code in self.codes if code.key}

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

    def excluded_by(self, code_id: str) -> tuple[Code, ...]:
        """The codes that cannot stand beside this one: its siblings where the parent says `choose: one`."""
        parent = self.by_id[code_id].parent
        if parent is None or self.by_id[parent].choose != "one":
            return ()
        return tuple(code for code in self.codes if code.parent == parent and code.id != code_id)

    def to_json(self) -> str:
        return json.dumps(
            {"name": self.name, "title": self.title, "codes": [_as_dict(code) for code in self.codes]},
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Codebook:
        data = json.loads(text)
        return cls(data["name"], data["title"], tuple(map(_from_dict, data["codes"])))


def _as_dict(code: Code) -> dict[str, Any]:
    """Every field but those of codes out of use, where they say nothing: so do revisions from before them."""
    return {name: value for name, value in asdict(code).items() if value or name not in ("retired", "split")}


def _from_dict(data: dict[str, Any]) -> Code:
    return Code(**data | {name: tuple(data.get(name, ())) for name in LISTS})


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook file.

    Raises CoderError, with file and line, where the file is not there, is not YAML, or breaks a rule.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CoderError(f"{path}: no such codebook; name one that is in the folder codebooks/.") from None
    except UnicodeDecodeError as error:
        raise CoderError(f"{path}: not UTF-8 text (byte {error.start}); save it as UTF-8.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
    return parse_codebook(text, path)


def parse_codebook(text: str, path: Path) -> Codebook:
    """Check the text of a codebook file; `path` names it in errors and gives the codebook its name."""
    data = _load(text, path)
    entries = data.get("codes") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise CoderError(f"{path}: a codebook needs a list `codes:` with at least one code in it.")
    _only(data, ("title", "codes"), "a codebook", path)
    starts = [entries.lc.item(place)[0] + 1 for place in range(len(entries))]  # type: ignore[attr-defined]
    codes = [_code(entry, path, line) for entry, line in zip(entries, starts, strict=True)]
    _check(codes, starts, path)
    codebook = Codebook(path.stem, str(data.get("title") or path.stem), tuple(codes))
    try:
        codebook.to_json().encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise CoderError(
            f"{path}: {half} is half a character, which no text can hold; take it out."
        ) from None
    return codebook


def _load(text: str, path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.resolver import VersionedResolver

    class Texts(VersionedResolver):
        """Every value is a text or nothing: 007 is no number, and 2014-02-03 no date."""

        @cached_property
        def versioned_resolver(self) -> Any:
            every = super().versioned_resolver
            return {first: [one for one in some if one[0].endswith(":null")] for first, some in every.items()}

    yaml = YAML(typ="rt")
    yaml.Resolver = Texts
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise CoderError(f"{path}{line}: not valid YAML: {error.problem or error.context}.") from None
    except RecursionError:
        raise CoderError(f"{path}: nested too deeply for a codebook.") from None
    except Exception as error:  # the parser has errors of many kinds for what is no YAML at all
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise CoderError(f"{path}: not valid YAML: {reason}.") from None


def _only(mapping: Any, known: tuple[str, ...], what: str, path: Path) -> None:
    for key in mapping:
        if key not in known:
            raise CoderError(
                f"{path}, line {mapping.lc.key(key)[0] + 1}: {what} has no field {key}; "
                f"the fields are {', '.join(known)}."
            )


def _code(entry: Any, path: Path, line: int) -> Code:
    if not isinstance(entry, dict):
        raise CoderError(f"{path}, line {line}: each code is a list of fields that begins with `- id:`.")
    _only(entry, FIELDS, "a code", path)
    lists = {name: entry.get(name) or [] for name in LISTS}
    for name, found in lists.items():
        if not isinstance(found, list) or any(isinstance(one, dict | list) for one in found):
            raise CoderError(f"{path}, line {line}: `{name}` is a list, such as [weak, strong].")
    texts = {key: entry[key] for key in FIELDS if key not in LISTS and entry.get(key) is not None}
    for key, value in texts.items():
        if isinstance(value, dict | list):
            raise CoderError(
                f"{path}, line {line}: `{key}` is a text; put it in quotes if it has signs of YAML in it."
            )
        texts[key] = str(value).strip()
    return Code(
        id=texts.get("id", ""),
        name=texts.get("name", texts.get("id", "")),
        parent=texts.get("parent"),
        values=tuple(map(str, lists["values"])),
        split=tuple(map(str, lists["split"])),
        **{key: texts.get(key, "") for key in FIELDS if key not in ("id", "name", "parent", *LISTS)},
    )


def _check(codes: list[Code], lines: list[int], path: Path) -> None:
    """Hold the codes to the rules; `lines` says where each begins. Raises CoderError for the first breach."""
    by_id: dict[str, tuple[Code, int]] = {}
    keys: dict[str, tuple[Code, int]] = {}
    for code, line in zip(codes, lines, strict=True):
        if fault := _form_fault(code) or _taken(code, by_id, keys):
            raise CoderError(f"{path}, line {line}: {fault}")
        by_id[code.id] = keys[code.key] = (code, line)
    for code, line in by_id.values():
        if fault := _family_fault(code, {code_id: found for code_id, (found, _) in by_id.items()}):
            raise CoderError(f"{path}, line {line}: {fault}")


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


def _taken(code: Code, by_id: dict[str, tuple[Code, int]], keys: dict[str, tuple[Code, int]]) -> str:
    """Which earlier code has this one's id or key; empty where none has."""
    if code.id in by_id:
        return f"the id {code.id} is taken already, in line {by_id[code.id][1]}; give one another id."
    if code.key and code.key in keys:
        other, line = keys[code.key]
        return f"{code.id} has the key {code.key}, as {other.id} has in line {line}; give one another key."
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
