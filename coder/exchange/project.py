"""A project of another program, as what it holds in common with an inquiry; and what has no place here.

Readers make it of a file; what its sources are in this inquiry is settled elsewhere. Times are UTC in ISO
form, empty where the file does not say; offsets are codepoints of the source's text as it stands here, the
end excluded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ForeignCode:
    """A code; `parent` is the id of the one above it, None at the top. Not `codable` is a mere folder."""

    id: str
    name: str
    parent: str | None = None
    description: str = ""
    colour: str = ""
    codable: bool = True


@dataclass(frozen=True, slots=True)
class ForeignSource:
    """A document as plain text; lines end with one line feed."""

    id: str
    name: str
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class ForeignCoding:
    """That a coder put a code on a passage. Several codings may have the same passage."""

    source: str
    start: int
    end: int
    code: str
    coder: str
    at: str = ""
    value: int | None = None
    """A step of the code's scale from 1, where the file was written by this tool."""


@dataclass(frozen=True, slots=True)
class ForeignMemo:
    """What somebody wrote: on a passage of a source, on a source, on a code, on a coding; or on the whole."""

    text: str
    coder: str
    at: str = ""
    source: str = ""
    start: int = 0
    end: int = 0
    """Where there is a source and both are 0, the memo is on the source."""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ForeignCase:
    """A person or other case with what is said of it, by attribute; `sources` are those it stands in."""

    id: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """`users` are names by id. `left_out` says what has no place here: a sentence's subject to how many."""

    name: str
    program: str
    users: dict[str, str]
    codes: tuple[ForeignCode, ...]
    sources: tuple[ForeignSource, ...]
    codings: tuple[ForeignCoding, ...]
    memos: tuple[ForeignMemo, ...] = ()
    cases: tuple[ForeignCase, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
