"""What a project is made of, on its way into a file. Everything is named by GUID."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from coder.codebook import Code
from coder.exchange.refi.conventions import Guid


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage, in codepoints of its source; with a `code` it is coded, and `notes` are those of the coding.
    `said` is the description, for programs that show no notes."""

    guid: str
    name: str
    start: int
    end: int
    user: str
    at: str
    coding: str = ""
    code: str = ""
    notes: Sequence[str] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text; `values` are what variables say of it. `transcript` goes with it for this tool alone."""

    guid: str
    name: str
    text: str
    values: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    said: str = ""
    transcript: bytes | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote. `apart`, its text is a file of its own, as QualCoder wants what it shows."""

    guid: str
    name: str
    text: str
    user: str
    at: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A person; `selections` are sixteen bytes for each GUID."""

    guid: str
    name: str
    values: Sequence[tuple[str, str]] = ()
    sources: Sequence[str] = ()
    selections: bytes | bytearray = b""
    said: str = ""


@dataclass(frozen=True)
class Written:
    """Codes, each after those above it. `guid` makes a GUID; what heads others and is not `tagged` is not
    codable; `notes` are the GUIDs of the notes on a code, by its id."""

    codes: Sequence[Code]
    guid: Guid
    tagged: Collection[str] = ()
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass
class Around:
    """All of a project but its sources. Users, variables and sets are names by GUID; a link goes from a note
    to what it is on, under a name; a set's are its notes."""

    name: str
    origin: str
    made: str
    said: str
    users: Mapping[str, str]
    codes: Written
    variables: Mapping[str, str] = field(default_factory=dict)
    cases: Sequence[Case] = ()
    notes: Sequence[Note] = ()
    links: Sequence[tuple[str, str, str, str]] = ()
    sets: Sequence[tuple[str, str, Sequence[str]]] = ()
