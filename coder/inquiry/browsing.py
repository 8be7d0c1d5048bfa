"""Folders looked through for a document to import."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import ascii_uppercase

from coder.errors import CoderError
from coder.inquiry.who import prefer, preferences


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or file as a list shows it; size in bytes, None where nobody knows or for a folder."""

    path: Path
    is_folder: bool
    size: int | None = None
    changed: datetime | None = None

    @property
    def name(self) -> str:
        return self.path.name or str(self.path)


def entries(folder: Path | None) -> list[Entry]:
    """What is in a folder, folders first, each by name; hidden ones left out. None stands for the drives.

    Raises CoderError where the folder cannot be read.
    """
    if folder is None:
        return [Entry(drive, is_folder=True) for drive in drives()]
    try:
        with os.scandir(folder) as found:
            listed = [_entry(one) for one in found if not one.name.startswith(".")]
    except OSError as error:
        raise CoderError(f"{folder}: cannot be read ({error.strerror}).") from None
    return sorted(listed, key=lambda one: (not one.is_folder, one.name.casefold(), one.name))


def _entry(found: os.DirEntry[str]) -> Entry:
    try:
        if found.is_dir():
            return Entry(Path(found.path), is_folder=True)
        stat = found.stat()
        return Entry(Path(found.path), False, stat.st_size, datetime.fromtimestamp(stat.st_mtime))
    except (OSError, OverflowError, ValueError):  # a link to nowhere, a time no calendar has
        return Entry(Path(found.path), is_folder=False)


def drives() -> list[Path]:
    """The drives of a Windows machine; none elsewhere."""
    if hasattr(os, "listdrives"):
        return [Path(drive) for drive in os.listdrives()]
    return list(_drives_by_letter()) if os.name == "nt" else []


def _drives_by_letter() -> Iterator[Path]:
    """As `os.listdrives` of Python 3.12."""
    for letter in ascii_uppercase:
        drive = Path(f"{letter}:\\")
        if drive.exists():
            yield drive


def above(folder: Path | None) -> Path | None:
    """The folder above; above the top of a drive the list of drives, where there is one."""
    if folder is None or (folder.parent == folder and drives()):
        return None
    return folder.parent


def folder_to_begin() -> Path:
    """The folder a document was picked in last, if it is still there, else the user's own."""
    kept = preferences().get("folder")
    return Path(kept) if isinstance(kept, str) and Path(kept).is_dir() else Path.home()


def keep_folder(folder: Path) -> None:
    """Begin here the next time."""
    prefer(folder=str(folder))
