"""Other programs' SQLite files, read as strangers' data: nothing in them is run, nothing is written."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from coder.errors import CoderError

SIGNATURE = b"SQLite format 3\x00"
LARGEST = 2 << 30
"""Bytes of a file that is read."""
LONGEST = 256 << 20
"""Bytes of one value."""
PATIENCE = 120.0
"""Seconds; a damaged or hostile file can make a query endless."""
MOST_ROWS = 5_000_000
"""Of one table."""
OPS = 100_000
"""Steps of SQLite's machine between two looks at the clock."""


def is_sqlite(path: Path) -> bool:
    """Whether a file is an SQLite database, by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(len(SIGNATURE)) == SIGNATURE
    except OSError:
        return False


def tables_in(path: Path) -> set[str]:
    """The names of the tables of a database of any size. Raises CoderError where it is damaged."""
    with suppress(sqlite3.Error), closing(_as_it_is(path)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if rows:
            return {str(name) for (name,) in rows}
    with SqliteFile(path) as file:  # what there is may lie in the journal beside it
        return set(file.tables)


def _as_it_is(path: Path) -> sqlite3.Connection:
    """The database without what lies in a journal beside it, which is left alone."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


class SqliteFile:
    """A database opened for reading alone. Where its program had not put it in order (a journal lies beside
    it), a copy is read."""

    def __init__(self, path: Path) -> None:
        """Raises CoderError where it is none, is too large, or damaged."""
        self.name = path.name
        self._stack, self._until = ExitStack(), time.monotonic() + PATIENCE
        try:
            if path.stat().st_size > LARGEST:
                raise CoderError(f"{path.name}: is larger than {LARGEST >> 30} GB, and is not read.")
            if not is_sqlite(path):
                raise CoderError(f"{path.name}: is no SQLite database; check that it is the right file.")
            self._db = self._stack.enter_context(closing(self._opened(path)))
        except OSError as error:
            raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
        self._db.text_factory = lambda data: data.decode("utf-8", "replace")
        self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        self._db.set_progress_handler(lambda: time.monotonic() > self._until, OPS)
        try:
            for way in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
                self._db.execute(f"PRAGMA {way}")
            named = self._db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            )
            # Views, virtual tables and columns that are worked out are left alone: they could do anything.
            self.tables = {name: self._columns(name) for (name,) in named.fetchall()}
        except sqlite3.Error as error:
            self.close()
            raise self.damaged(error) from None

    def _opened(self, path: Path) -> sqlite3.Connection:
        left = [beside for end in ("-wal", "-journal") if (beside := Path(f"{path}{end}")).exists()]
        try:
            if not left:
                return _as_it_is(path)
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="coder-")))
            for one in (path, *left):
                shutil.copyfile(one, folder / one.name)
            return sqlite3.connect(folder / path.name)
        except sqlite3.Error as error:
            raise self.damaged(error) from None

    def _columns(self, table: str) -> tuple[str, ...]:
        return tuple(row[1] for row in self._db.execute(f"PRAGMA table_info({_name(table)})"))

    def damaged(self, error: Exception) -> CoderError:
        if "interrupted" in str(error):
            return CoderError(f"{self.name}: takes too long to read, as no project does; it may be damaged.")
        return CoderError(f"{self.name}: is damaged ({error}); open it in its own program, and save it anew.")

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table in the order they were added, None for a column that it has not; none where
        there is no such table. Raises CoderError where the file is damaged."""
        there = self.tables.get(table, ())
        if not there:
            return
        wanted = ", ".join(_name(column) if column in there else "NULL" for column in columns)
        try:
            found = self._db.execute(f"SELECT {wanted} FROM {_name(table)}")
            for number, row in enumerate(found):
                if number == MOST_ROWS:
                    raise CoderError(
                        f"{self.name}: {table} has more than {MOST_ROWS:,} rows; it is not read."
                    )
                yield row
        except (sqlite3.Error, OverflowError, MemoryError) as error:
            raise self.damaged(error) from None

    def keyed(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The same of a table whose first column is its key. Raises CoderError where two rows have one."""
        met: set[Any] = set()
        for row in self.rows(table, *columns):
            if row[0] is None or row[0] in met:
                raise self.damaged(ValueError(f"{columns[0]} {row[0]} of {table} is none, or there twice"))
            met.add(row[0])
            yield row

    def count(self, table: str) -> int:
        """How many rows a table has; 0 where there is none."""
        return sum(1 for _ in self.rows(table, "rowid"))

    def close(self) -> None:
        self._stack.close()

    def __enter__(self) -> SqliteFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
