"""A codebook file read and checked, with line and reason.

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

from functools import cached_property
from pathlib import Path
from typing import Any

from coder.codebook.model import FIELDS, LISTS, Code, Codebook, in_tree_order
from coder.codebook.rules import first_fault
from coder.errors import CoderError


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
    return as_codebook(load(text, path), path)


def as_codebook(data: Any, path: Path) -> Codebook:
    """Check what `load` gave. Raises CoderError, with file and line, where it breaks a rule."""
    entries = data.get("codes") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise CoderError(f"{path}: a codebook needs a list `codes:` with at least one code in it.")
    _only(data, ("title", "codes"), "a codebook", path)
    starts = [entries.lc.item(place)[0] + 1 for place in range(len(entries))]  # type: ignore[attr-defined]
    codes = [_code(entry, path, line) for entry, line in zip(entries, starts, strict=True)]
    if fault := first_fault(codes, starts):
        place, what = fault
        raise CoderError(f"{path}, line {starts[place]}: {what}")
    codebook = Codebook(path.stem, str(data.get("title") or path.stem), in_tree_order(codes))
    try:
        codebook.to_json().encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise CoderError(
            f"{path}: {half} is half a character, which no text can hold; take it out."
        ) from None
    return codebook


def load(text: str, path: Path) -> Any:
    """The text as ruamel reads it, every value a text or nothing. Raises CoderError where it is no YAML."""
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
