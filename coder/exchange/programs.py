"""Projects of other programs, told by what is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.exchange.sqlite_files import is_sqlite, tables_in

if TYPE_CHECKING:
    from coder.exchange.project import Project


def reader_of(path: Path) -> Callable[[Path], Project] | None:
    """What reads the project in a file or folder, where it keeps one in SQLite; None for all others.

    Raises CoderError where the database is damaged.
    """
    from coder.exchange import qualcoder, taguette

    named = qualcoder.data_file(path)
    data = named or path
    there = tables_in(data) if is_sqlite(data) else set()
    if there >= taguette.TABLES:
        return taguette.read_taguette
    return qualcoder.read_qualcoder if named or there >= qualcoder.TABLES else None


def read_database(path: Path) -> Project:
    """A project that a program keeps in SQLite. Raises CoderError where it is none, damaged or too large."""
    reader = reader_of(path)
    if reader is None:
        raise CoderError(f"{path}: is no project of Taguette or QualCoder.")
    return reader(path)
