"""A contribution: what one coder did, or everybody, as a file that other copies of an inquiry take in.

The file is gzip of UTF-8 lines, each one JSON object; docs/contributions.md describes it. The first line is
the head. Those after it are `{"revision": ...}`, a transcript or codebook that entries are stamped with, and
then `{"entries": [...]}`, so many a line, in the order of the journal, each a list of what the head calls
`columns`. The same journal gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from coder.codebook import Codebook
from coder.coding import Entry
from coder.errors import CoderError
from coder.exchange.entries import COLUMNS, entries_of, text_of

FORMAT, VERSION = "coder contribution", 1
MAGIC = b"\x1f\x8b"
HEAD, LINE, WHOLE = 16 << 20, 64 << 20, 1 << 30
"""Bytes that the head, another line, and all lines unpack to, at most."""
AT_ONCE = 200
"""Entries on a line."""
FAULTS = (gzip.BadGzipFile, zlib.error, EOFError)

written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Evidence:
    """A session as a contribution names it; `sha256` is of the document as received."""

    title: str
    date: str | None
    sha256: str
    revision: str


@dataclass(frozen=True)
class Contribution:
    """`of` is the coder, empty where it is everybody's, with `part` saying what of it: all or `shared`."""

    inquiry: str
    of: str
    part: str
    codebook: Codebook
    sessions: Mapping[str, Evidence]
    transcripts: Mapping[str, Mapping[str, str]]
    """By session and revision."""
    codebooks: Mapping[str, str]
    """By revision, as JSON."""
    entries: list[Entry] = field(repr=False)


# ---- writing


def write(contribution: Contribution) -> bytes:
    """The file of a contribution."""
    lines = [f"{line}\n".encode() for line in _lines(contribution)]
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    head = {
        "format": FORMAT, "version": VERSION, "inquiry": contribution.inquiry, "of": contribution.of,
        "part": contribution.part,
        "codebook": {"name": contribution.codebook.name, "revision": contribution.codebook.revision},
        "sessions": {slug: asdict(one) for slug, one in sorted(contribution.sessions.items())},
        "entries": len(contribution.entries), "columns": COLUMNS,
        "bytes": sum(map(len, lines)), "sha256": digest.hexdigest(),
    }  # fmt: skip
    return gzip.compress(f"{written(head)}\n".encode() + b"".join(lines), 6, mtime=0)


def _lines(contribution: Contribution) -> Iterator[str]:
    book = contribution.codebook.name
    kept = [("codebook", book, one, text) for one, text in sorted(contribution.codebooks.items())]
    for slug, texts in sorted(contribution.transcripts.items()):
        kept += [("session", slug, revision, text) for revision, text in sorted(texts.items())]
    for kind, name, revision, text in kept:
        yield written({"revision": {"kind": kind, "name": name, "revision": revision, "text": text}})
    for first in range(0, len(contribution.entries), AT_ONCE):
        some = contribution.entries[first : first + AT_ONCE]
        yield written({"entries": [[getattr(one, name) for name in COLUMNS] for one in some]})


# ---- reading


def read(path: Path) -> Contribution:
    """The contribution in a file. Raises CoderError where it is damaged, was edited, or is a newer one."""
    try:
        with gzip.open(path) as file:
            return _Reader(path, file).contribution()
    except (*FAULTS, UnicodeDecodeError, RecursionError):
        raise _damaged(path) from None


def _damaged(path: Path) -> CoderError:
    return CoderError(
        f"{path}: is damaged, cut short or was edited, so nothing of it was taken; ask for it anew."
    )


class _Reader:
    def __init__(self, path: Path, file: gzip.GzipFile) -> None:
        self.path, self.file = path, file

    def contribution(self) -> Contribution:
        head = self._head()
        transcripts: dict[str, dict[str, str]] = {}
        codebooks: dict[str, str] = {}
        entries: list[Entry] = []
        digest, size = hashlib.sha256(), 0
        while line := self.file.readline(LINE):
            digest.update(line)
            size += len(line)
            if size > head["bytes"]:
                raise _damaged(self.path)
            what = self._object(line)
            if "entries" in what:
                entries += self._entries(what["entries"])
            else:
                self._revision(what.get("revision"), transcripts, codebooks)
        found = {"bytes": size, "entries": len(entries), "sha256": digest.hexdigest()}
        book = codebooks.get(head["codebook"])
        if book is None or any(head[name] != value for name, value in found.items()):
            raise _damaged(self.path)
        return Contribution(
            head["inquiry"], head["of"], head["part"], Codebook.from_json(book), head["sessions"],
            transcripts, codebooks, entries,
        )  # fmt: skip

    def _head(self) -> dict[str, Any]:
        head = self._object(self.file.readline(HEAD))
        if head.get("format") != FORMAT:
            raise CoderError(f"{self.path}: is no contribution of this tool.")
        if type(head.get("version")) is not int or head["version"] > VERSION:
            raise CoderError(
                f"{self.path}: was written by a newer version of this tool; install the newer version."
            )
        if head.get("columns") != list(COLUMNS):
            raise _damaged(self.path)
        if type(head.get("bytes")) is not int or head["bytes"] > WHOLE:
            raise CoderError(f"{self.path}: unpacks to more than a contribution can hold; nothing was taken.")
        try:
            said = {name: text_of(head[name]) for name in ("inquiry", "of", "part")}
            sessions = {text_of(slug): _evidence(one) for slug, one in head["sessions"].items()}
            return head | said | {"sessions": sessions, "codebook": text_of(head["codebook"]["revision"])}
        except (KeyError, TypeError, AttributeError, ValueError):
            raise _damaged(self.path) from None

    def _object(self, line: bytes) -> dict[str, Any]:
        try:
            what = json.loads(line.decode())
        except ValueError:
            raise _damaged(self.path) from None
        if not line.endswith(b"\n") or not isinstance(what, dict):
            raise _damaged(self.path)
        return what

    def _entries(self, some: Any) -> list[Entry]:
        try:
            return entries_of(some)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CoderError(
                f"{self.path}: holds an entry that no journal can hold, by {error}; nothing of it was taken."
            ) from None

    def _revision(self, data: Any, transcripts: dict[str, dict[str, str]], codebooks: dict[str, str]) -> None:
        """Keep a transcript or codebook, if it is what its revision says."""
        try:
            kind, name, revision, text = (data[one] for one in ("kind", "name", "revision", "text"))
            if kind == "session" and hashlib.sha256(text.encode()).hexdigest().startswith(revision):
                transcripts.setdefault(text_of(name), {})[revision] = text
            elif kind == "codebook" and Codebook.from_json(text).revision == revision:
                codebooks[revision] = text
            else:
                raise _damaged(self.path)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise _damaged(self.path) from None


def _evidence(data: Mapping[str, Any]) -> Evidence:
    date = data["date"]
    return Evidence(
        text_of(data["title"]), None if date is None else text_of(date), text_of(data["sha256"]),
        text_of(data["revision"]),
    )  # fmt: skip
