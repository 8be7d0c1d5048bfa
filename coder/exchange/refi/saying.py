"""What a file in the exchange format says, as plain records.

Ids are GUIDs in small letters without braces, times UTC in ISO form, both empty where the file says nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


class Coding(NamedTuple):
    code: str
    user: str
    at: str
    notes: tuple[str, ...]


class Selection(NamedTuple):
    """A passage of a text as its program counted it: `last` is its end, whatever that means there."""

    guid: str
    first: int
    last: int
    name: str
    user: str
    at: str
    description: str
    codings: list[Coding]
    notes: tuple[str, ...]


@dataclass(slots=True)
class Text:
    """A text source, a note, or the text of a PDF file."""

    guid: str
    name: str
    user: str
    at: str
    plain_path: str
    rich_path: str
    content: str
    description: str
    selections: list[Selection]
    codings: list[Coding]
    notes: tuple[str, ...]
    values: dict[str, str]
    """By the GUID of the variable."""


class Link(NamedTuple):
    name: str
    origin: str
    target: str


@dataclass(slots=True)
class Case:
    guid: str
    name: str
    description: str
    values: dict[str, str]
    sources: tuple[str, ...]
    selections: tuple[str, ...]
    """As they are written."""


class RawCode(NamedTuple):
    guid: str
    parent: str | None
    name: str
    description: str
    colour: str
    codable: bool
    notes: tuple[str, ...]


@dataclass
class Said:
    """All that a file says."""

    kind: str = ""
    """`Project` or `CodeBook`."""
    name: str = ""
    origin: str = ""
    user: str = ""
    """Who made the project."""
    users: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name and short name."""
    codes: list[RawCode] = field(default_factory=list)
    """Those below a code stand before it."""
    variables: dict[str, str] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    sources: list[Text] = field(default_factory=list)
    notes: dict[str, Text] = field(default_factory=dict)
    sets: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Name, and the notes in it."""
    links: list[Link] = field(default_factory=list)
    project_notes: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
