"""How an archive is laid out: what lies where in it, and the rows of the store as lines of JSON."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.codebook import read_codebook
from coder.errors import CoderError
from coder.files import file_name
from coder.inquiry.folder import Inquiry, file_stamp, quoted, read_settings

if TYPE_CHECKING:
    from coder.store.transfer import Row

FORMAT = 1
"""Raised when an older version of the tool could not rebuild the inquiry."""
FORMAT_LABEL, KIND_LABEL = "Coder-Archive-Format", "Coder-Archive-Kind"
WHOLE, NAMELESS = "whole", "without-names"

RECORD = ("session", "item", "paragraph", "appearance", "correction", "carried", "journal", "step", "place")
"""The tables of the store that are `record/TABLE.jsonl`; `revision` and `meta` are told apart below."""
AS_JSON = {"journal": ("before", "after"), "session": ("head",), "item": ("witnesses",),
           "appearance": ("labels",)}  # fmt: skip
"""Columns that hold JSON in the store, and are plain JSON in the lines."""
PLACES = re.compile(
    r"inquiry\.toml|deposit\.toml|sessions/[^/]+\.md|sessions/originals/[^/]+|codebooks/[^/]+\.yaml|"
    r"styles/[^/]+\.toml"
)
"""The files of an inquiry's folder that are in its archive, by their paths in both."""
SUFFIX = {"session": "md", "codebook": "json"}


def revision_path(kind: str, name: str, revision: str) -> str:
    """Where the text of a revision lies; a codebook's is JSON, as the store keeps it."""
    return f"revisions/{kind}s/{name}/{revision}.{SUFFIX[kind]}"


def to_line(table: str, row: Row) -> bytes:
    told = row | {name: _loaded(row[name]) for name in AS_JSON.get(table, ())}
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _loaded(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def from_line(table: str, line: bytes) -> Row:
    """The row again. Raises ValueError or RecursionError where the line is none."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError
    for name in AS_JSON.get(table, ()):
        value = row.get(name)
        row[name] = None if value is None else json.dumps(value, ensure_ascii=False)
    return row


# What in the store hangs on the files of one machine


def plain_session(row: Row) -> Row:
    """A session's row with only that part of its stamp which does not come from its file."""
    return row | {"stamp": "".join(row["stamp"].split(" ")[2:])}


def stamped_session(inquiry: Inquiry, row: Row) -> Row:
    """The same row for a file that was written anew; one that says something else is taken in later."""
    from coder.inquiry.correcting import read_text, revision_of

    path, stamp = inquiry.sessions / f"{row['slug']}.md", "- -"
    if path.is_file() and revision_of(read_text(path)) == row["revision"]:
        stamp = file_stamp(path)
    return row | {"stamp": f"{stamp} {row['stamp']}"}


def plain_note(row: Row) -> Row | None:
    """What the store notes of a codebook's file without its stamp: the revision it was last seen to be."""
    if not row["key"].startswith("codebook:"):
        return None
    return row | {"value": row["value"].rpartition(" ")[2]}


def stamped_note(inquiry: Inquiry, row: Row) -> Row:
    """The same note for a file that was written anew; one that says something else counts as changed."""
    path, revision = (
        inquiry.folder / "codebooks" / f"{row['key'].removeprefix('codebook:')}.yaml",
        row["value"],
    )
    stamp = "-"
    with suppress(CoderError):
        if read_codebook(path).revision == revision:
            stamp = file_stamp(path)
    return row | {"value": f"{stamp} {revision}"}


# Settings


def portable_settings(path: Path, name: str) -> bytes:
    """`inquiry.toml` with the inquiry's name, which else would be the folder's, and without the address of a
    team's store, which is no part of an archive. Raises CoderError where it is no settings file, or that
    cannot be left out."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        read_settings(path)  # says what is wrong
        raise
    if "store" in said:
        lines = text.splitlines(keepends=True)
        text = "".join(line for line in lines if not re.match(r"\s*[\"']?store[\"']?\s*=", line))
        if tomllib.loads(text) != {key: value for key, value in said.items() if key != "store"}:
            raise CoderError(
                f"{path}: write the store's address on one line of its own, to be left out there."
            )
        data = text.encode()
    return data if said.get("name") else f"name = {quoted(name)}\n{text}".encode()


def base_name(name: str) -> str:
    """The folder that the archive unpacks to."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return file_name(plain[:60].strip("-") or "inquiry")


def files_of(inquiry: Inquiry) -> Iterator[tuple[str, Path]]:
    """The files of the folder that are archived, by their path, but for the settings and the originals."""
    for folder, ending in ((inquiry.sessions, ".md"), (inquiry.folder / "codebooks", ".yaml"),
                           (inquiry.styles, ".toml")):  # fmt: skip
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.suffix == ending and path.is_file() and not path.name.startswith("."):
                    yield f"{folder.name}/{path.name}", path
