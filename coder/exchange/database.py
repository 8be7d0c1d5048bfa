"""The coding as an SQLite database of its own, which any program can ask; `coding.sql` says what is in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

TABLES = (
    "tags", "agreed", "readings", "grid", "paragraphs", "sessions", "witnesses", "codebook", "memos",
    "decisions", "journal",
)  # fmt: skip
"""What can be asked for as a table."""
OF_CODE = "code."
"""Stands before a code's id where it names a column of the grid."""
MOST_CODES = 1900
"""Columns that SQLite allows in a view, less those that are no codes'."""


class CodingDatabase:
    """A database to fill once, and then to read from. Without a path it is a temporary one."""

    def __init__(self, path: Path | None = None) -> None:
        """Raises OSError, as filling does, where it cannot be written."""
        script = files("coder.exchange").joinpath("coding.sql").read_text(encoding="utf-8")
        with _in_plain_words():
            self._db = sqlite3.connect(path or "", isolation_level=None)
            for way in ("foreign_keys = ON", "journal_mode = MEMORY", "synchronous = FULL"):
                self._db.execute(f"PRAGMA {way}")
            self._db.execute("BEGIN")
            for statement in script.split(";\n"):
                self._db.execute(statement)

    def add(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows to a table; an empty text is kept as not known where the table allows it."""
        columns = self._db.execute(f"PRAGMA table_info({table})").fetchall()
        optional = [not needed and not key for _, _, _, needed, _, key in columns]
        marks = ", ".join("?" * len(columns))
        storable = (
            [None if may_lack and value == "" else _storable(value)
             for may_lack, value in zip(optional, row, strict=True)]
            for row in rows
        )  # fmt: skip
        with _in_plain_words():
            self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", storable)

    def add_grid(self, codes: Sequence[str]) -> None:
        """The view with a row for each reading and a column for each code: 0 not put, 1 put, or the step of
        its scale; NULL where it was not judged."""
        columns = "".join(
            f", CASE WHEN max(u.code = {code}) THEN NULL ELSE coalesce(max(CASE WHEN t.code = {code} "
            f"THEN coalesce(t.value, 1) END), 0) END AS {name}"
            for code, name in ((_text(code), _name(OF_CODE + code)) for code in codes[:MOST_CODES])
        )
        self._db.execute(
            f"CREATE VIEW grid AS SELECT r.coder, p.session, p.paragraph, p.citation{columns} "
            "FROM reading r JOIN paragraph p ON p.paragraph = r.paragraph "
            "LEFT JOIN tag t ON t.paragraph = r.paragraph AND t.coder = r.coder "
            "LEFT JOIN unjudged u ON u.paragraph = r.paragraph AND u.coder = r.coder "
            "GROUP BY r.coder, p.paragraph ORDER BY p.rowid, r.coder"
        )

    def commit(self) -> None:
        with _in_plain_words():
            self._db.execute("COMMIT")

    def count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def columns(self, table: str) -> dict[str, bool]:
        """The columns of a table or view in order, and whether each holds whole numbers."""
        found = self._db.execute(f"PRAGMA table_info({table})")
        return {name: kind == "INTEGER" or name.startswith(OF_CODE) for _, name, kind, *_ in found}

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        with closing(self._db.cursor()) as cursor:
            yield from cursor.execute(f"SELECT * FROM {table}")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> CodingDatabase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """What the disk refuses, as it is said of any other file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(0, str(error)) from None


def _storable(value: Any) -> Any:
    """Text as UTF-8 can hold it."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
