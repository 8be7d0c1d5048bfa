"""A project of another program, as what it holds in common with an inquiry; and what has no place here.

Readers make it of a file; what its sources are in this inquiry is settled elsewhere. Times are UTC in ISO
form, empty where the file does not say; offsets are codepoints of the source's text as it stands here, the
end excluded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


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
    sha256: str = ""
    """Of the file it was, where there was one."""
    session: str = ""
    transcript: str = ""
    """The short name of the session it was exported from, and that session's transcript."""


class ForeignCoding(NamedTuple):
    """That a coder put a code on a passage. Several codings may have the same passage."""

    source: str
    start: int
    end: int
    code: str
    coder: str
    at: str = ""
    value: int | None = None
    """A step of the code's scale from 1, where the file was written by this tool."""
    meaning: int | None = None
    """Of the code when it was put, likewise, where that has changed since."""
    quoted: bool = False
    """Whether the passage is quoted even where it is a whole paragraph; likewise."""


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
    person: str = ""
    """The id of an appearance, where the file was written by this tool."""


@dataclass(frozen=True, slots=True)
class ForeignCase:
    """A person or other case with what is said of it, by attribute; `sources` are those it stands in, and
    `passages` where: source, start and end."""

    id: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    passages: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignMark:
    """What is neither tag nor memo, in a file written by this tool: `kind` is the journal's, or `starred`
    for a passage that a star quotes; else the passage is a paragraph."""

    kind: str
    source: str
    start: int
    end: int
    coder: str
    at: str = ""
    code: str = ""


@dataclass(frozen=True)
class Project:
    """`users` are names by id, and `short_names` initials, where the file has any. `left_out` says what has
    no place here: a sentence's subject to how many; `remarks` are sentences about the file itself."""

    name: str
    program: str
    users: dict[str, str]
    codes: tuple[ForeignCode, ...]
    sources: tuple[ForeignSource, ...]
    codings: tuple[ForeignCoding, ...]
    memos: tuple[ForeignMemo, ...] = ()
    cases: tuple[ForeignCase, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    short_names: dict[str, str] = field(default_factory=dict)
    marks: tuple[ForeignMark, ...] = ()
    remarks: tuple[str, ...] = ()
