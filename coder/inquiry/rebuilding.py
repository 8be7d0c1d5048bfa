"""An inquiry made again from its archive."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coder.errors import CoderError
from coder.exchange.bags.paths import path_fault
from coder.exchange.bags.reading import NOT_OURS, Bag
from coder.files import take_place
from coder.inquiry.archive_form import (
    FORMAT,
    FORMAT_LABEL,
    KIND_LABEL,
    PLACES,
    RECORD,
    WHOLE,
    from_line,
    portable_settings,
    revision_path,
    stamped_note,
    stamped_session,
)
from coder.inquiry.deposit import read_deposit
from coder.inquiry.folder import SETTINGS, Inquiry, read_settings
from coder.store.transfer import Row

KNOWN = {f"record/{table}.jsonl" for table in (*RECORD, "revision", "meta")}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    folder: Path
    name: str
    sessions: int
    entries: int


def rebuild(archive: Path, folder: Path) -> Rebuilt:
    """Make the inquiry of an archive in an empty folder, or a new one: whole, or nothing is written.

    Raises CoderError where the folder is not empty, or the archive is damaged, was changed, is from a newer
    version, or is no whole archive.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CoderError(f"{folder}: is not an empty folder; name a new one, so that nothing is overwritten.")
    if not folder.resolve().parent.is_dir():
        raise CoderError(f"{folder}: there is no folder {folder.resolve().parent}; make it, or name another.")
    with Bag(archive) as bag:
        check(bag)
        for fault in bag.faults():
            raise CoderError(fault)
        new = not folder.exists()
        part = folder / f".unfinished.{os.getpid()}"
        try:
            part.mkdir(parents=True)
            done = build(bag, part)
            _move_up(part, folder)
        except OSError as error:
            raise CoderError(
                f"{error.filename or folder}: {error.strerror or error}; nothing was made."
            ) from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
            if new:
                with suppress(OSError):  # not empty, where all went well
                    folder.rmdir()
    return Rebuilt(folder, done.name, done.sessions, done.entries)


def _move_up(part: Path, folder: Path) -> None:
    """Each thing into its place; last the settings, which make the folder an inquiry. Back on failure."""
    names = sorted((path.name for path in part.iterdir()), key=lambda name: (name == SETTINGS, name))
    moved: list[str] = []
    try:
        for name in names:
            take_place(part / name, folder / name)
            moved.append(name)
    except BaseException:
        for name in moved:
            (folder / name).rename(part / name)
        raise


def check(bag: Bag) -> None:
    """Raises CoderError where this version cannot rebuild an inquiry from a bag."""
    version = bag.info.get(FORMAT_LABEL, "")
    if not version.isdecimal() or len(version) > 9:
        raise CoderError(
            f"{bag.path}: is a bag, but no archive of an inquiry; name one that `coder archive` wrote."
        )
    if int(version) > FORMAT:
        raise CoderError(
            f"{bag.path}: was written by a newer version of this tool (archive format {version}, this one "
            f"knows {FORMAT}); install the newer version."
        )


def build(bag: Bag, folder: Path) -> Rebuilt:
    """Make the inquiry of a bag whose manifests hold in a folder that is nobody's yet.

    Raises CoderError where something in it is not as an archive has it.
    """
    if bag.info.get(KIND_LABEL) != WHOLE:
        raise CoderError(
            f"{bag.path}: holds outputs without names, from which no inquiry can be rebuilt; ask for the "
            "whole archive."
        )
    try:
        _unpack(bag, folder)
        settings = read_settings(folder / SETTINGS)
        if portable_settings(folder / SETTINGS, "") != (folder / SETTINGS).read_bytes():
            raise CoderError(f"{folder / SETTINGS}: names a store, or no inquiry; no archive does that.")
        read_deposit(folder)
        with Inquiry(folder, settings) as inquiry:
            inquiry.store.load(_rows(bag, inquiry))
            return Rebuilt(
                folder, inquiry.name, len(inquiry.store.index.sessions(withdrawn=True)),
                sum(1 for _ in inquiry.store.dump("journal")),
            )  # fmt: skip
    except CoderError as error:
        said = str(error).replace(f"{folder}{os.sep}", "").replace(str(folder), "the archive")
        raise CoderError(said if said.startswith(str(bag.path)) else f"{bag.path}: {said}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # What was written by hand, with manifests that fit it, can be wrong in more ways than are looked for.
        raise CoderError(f"{bag.path}: holds what no archive of this tool does; it is not taken.") from None


def _unpack(bag: Bag, folder: Path) -> None:
    for name in bag.payload:
        if PLACES.fullmatch(name):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for piece in bag.pieces(name):
                    file.write(piece)
        elif name not in KNOWN and not name.startswith(("outputs/", "revisions/")):
            raise CoderError(f"{bag.path}: {name} is no part of an archive; {NOT_OURS}.")
    (folder / "sessions" / "originals").mkdir(parents=True, exist_ok=True)


def _rows(bag: Bag, inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    for row in _lines(bag, "revision"):
        file = row.pop("file")
        if file is not None and file != revision_path(row["kind"], row["name"], row["revision"]):
            raise CoderError(
                f"{bag.path}: record/revision.jsonl names {file!a}, which is no revision's place."
            )
        yield "revision", row | {"content": bag.read(file).decode() if file else ""}
    for row in _lines(bag, "meta"):
        kind, _, name = row["key"].partition(":")
        if kind != "codebook" or not _is_name(name):
            raise CoderError(f"{bag.path}: record/meta.jsonl notes {row['key']!a}, which no archive does.")
        yield "meta", stamped_note(inquiry, row)
    for table in RECORD:
        for row in _lines(bag, table):
            if table == "session":
                if not _is_name(row["slug"]):
                    raise CoderError(f"{bag.path}: {row['slug']!a} is no session's name; {NOT_OURS}.")
                row = stamped_session(inquiry, row)  # noqa: PLW2901
            yield table, row


def _is_name(name: str) -> bool:
    return "/" not in name and not path_fault(name)


def _lines(bag: Bag, table: str) -> Iterator[Row]:
    name = f"record/{table}.jsonl"
    for number, line in enumerate(bag.lines(name), 1):
        try:
            yield from_line(table, line)
        except (ValueError, RecursionError):
            raise CoderError(f"{bag.path}: {name}, line {number}, is no JSON object of one line.") from None
