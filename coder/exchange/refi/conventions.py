"""What this tool says in REFI-QDA that the format has no words for: written here, and read back here.

docs/exchange.md has all of it in a table. The format is REFI-QDA 1.5 (www.qdasoftware.org); its schemas
are those of 2019.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "coder "
"""How the origin of our own files begins; the version follows."""
SCALE, MEANING, MARKS = "coder: scale", "coder: earlier meaning", "coder: marks"
"""The sets of notes that hold a step of a scale, an earlier meaning of a code, and what is no tag or memo."""
QUOTED = ", quoted"
"""How the name of a selection ends that is a passage a tag quotes."""
APPEARANCES = "coder: appearances"
"""The variable with the ids of the appearances that are one person, spaces between."""
SESSION = "session: "
"""How the names of variables begin that say something of a session."""
SPACE = uuid.UUID("0d6f7a52-93f4-5c3e-9f0b-6a1f0c1c7a11")
"""The namespace of the namespaces of all projects."""


# GUIDs


class Guid(Protocol):
    """Makes the GUID of a thing from what it is."""

    def __call__(self, *parts: object) -> str: ...


def guids(project: str) -> Guid:
    """Makes GUIDs: of one thing the same each time, within a project of this name."""
    space = uuid.uuid5(SPACE, project.encode("utf-8", "replace").decode())
    begun = hashlib.sha1(space.bytes, usedforsecurity=False)

    def guid(*parts: object) -> str:
        """As `uuid.uuid5(space, ...)`, which takes four times as long: a project has two for each coding."""
        made = begun.copy()
        made.update("\n".join(map(str, parts)).encode("utf-8", "replace"))
        digits = made.hexdigest()
        kind = "89ab"[int(digits[16], 16) & 3]
        return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{kind}{digits[17:20]}-{digits[20:32]}"

    return guid


# A code's description

FIELDS = {
    "Include": "include", "Exclude": "exclude", "Example": "example", "Scale": "values", "Choose": "choose",
    "Key": "key", "Retired": "retired", "Split into": "split", "Name": "name", "Id": "id",
}  # fmt: skip
"""What stands before a field of a code in its description, after the definition. The name is among them where
the code goes by another: many programs take no two codes of one name."""
_BETWEEN = {"values": " | ", "split": " "}
_HEAD = re.compile(rf"^(\\*)({'|'.join(FIELDS)}): ", re.MULTILINE)
_BLOCK = re.compile(rf"(?:^|\n\n)({'|'.join(FIELDS)}): ")


def described(definition: str, fields: Mapping[str, str | tuple[str, ...]]) -> str:
    """A code's fields as one text, by their names in the codebook; those that say nothing are left out."""
    blocks = [_guarded(definition)] if definition else []
    for head, name in FIELDS.items():
        if value := fields.get(name):
            if not isinstance(value, str):
                value = _BETWEEN[name].join(one.replace("|", "\\|") for one in value)
            blocks.append(f"{head}: {_guarded(value)}")
    return "\n\n".join(blocks)


def fields_of(description: str) -> dict[str, str | tuple[str, ...]]:
    """The fields that a description holds, `definition` among them; another program's is all definition."""
    definition, *rest = _BLOCK.split(description)
    found: dict[str, str | tuple[str, ...]] = {"definition": _unguarded(definition)}
    for head, text in zip(rest[::2], rest[1::2], strict=True):
        name, said = FIELDS[head], _unguarded(text)
        found[name] = said
        if between := _BETWEEN.get(name):
            found[name] = tuple(one.replace("\\|", "|") for one in said.split(between))
    return found


def _guarded(text: str) -> str:
    """With a backslash before each line that begins as another field would."""
    return _HEAD.sub(r"\\\g<0>", text)


def _unguarded(text: str) -> str:
    return re.sub(rf"^\\(?=\\*(?:{'|'.join(FIELDS)}): )", "", text, flags=re.MULTILINE)


# Notes


def scale_note(step: int, values: tuple[str, ...]) -> str:
    """A step of a scale: `2 of 3: mixed`."""
    word = values[step - 1] if 0 < step <= len(values) else ""
    return f"{step} of {len(values)}: {word}" if word else f"{step} of {len(values)}"


def step_of(note: str) -> int | None:
    """The step that such a note says."""
    found = re.match(r"(\d{1,3}) of \d", note)
    return int(found[1]) if found else None


def meaning_note(name: str, meaning: int) -> str:
    return f"Put before {name} was redefined ({meaning})"


def meaning_of(note: str) -> int | None:
    """The number of the meaning that such a note says."""
    found = re.search(r"\((\d{1,12})\)\s*$", note)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a note of marks says in a line; start and end are codepoints of the source's text."""

    what: str
    start: int
    end: int
    at: str
    code: str = ""

    @property
    def line(self) -> str:
        return f"{self.what} {self.start} {self.end} {self.at or '-'} {self.code}".rstrip()


MARK = re.compile(r"(read|star|starred|flag|unjudged) (\d{1,10}) (\d{1,10}) (\S+)(?: (\S+))?")
WHATS = ("read", "star", "flag", "unjudged")
"""The kinds of mark in such a note, as the journal calls them; `starred` is a passage of a star."""


def marks_of(note: str) -> list[Mark]:
    """The marks that a note says, of those lines that say any."""
    found = (MARK.fullmatch(line.strip()) for line in note.splitlines())
    return [
        Mark(one[1], int(one[2]), int(one[3]), "" if one[4] == "-" else one[4], one[5] or "")
        for one in found
        if one
    ]


# Text that every program bears

_NOT_TEXT = {
    **dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0)], " "),
    **dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\N{REPLACEMENT CHARACTER}"),
    0xFEFF: " ",
}
del _NOT_TEXT[0x09], _NOT_TEXT[0x0A]


def borne(text: str) -> str:
    """A text of the same length without what XML or other programs do not bear."""
    return text.translate(_NOT_TEXT) if not text.isprintable() else text
