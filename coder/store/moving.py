"""Carrying a whole store from one database to another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from coder.errors import CoderError
from coder.store import statements as sql
from coder.store import transfer
from coder.store.database import Database

TABLES = tuple(table for table in transfer.TABLES if table != "meta")
"""All that a store holds but its notes, and what finds words."""
OWN_NOTES = ("version", "moved")
AT_ONCE = 1_000


@dataclass
class Carried:
    """How many rows of each table, and a digest of them that does not hang on their order."""

    rows: dict[str, int] = field(default_factory=dict)
    digests: dict[str, int] = field(default_factory=dict)

    def note(self, table: str, row: tuple[Any, ...]) -> None:
        self.rows[table] = self.rows.get(table, 0) + 1
        number = int.from_bytes(hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest())
        self.digests[table] = (self.digests.get(table, 0) + number) % (1 << 256)


def carry_over(source: Database, target: Database) -> dict[str, int]:
    """Copy everything into an empty store, and check that it is there; how many rows of each table.

    Run in a transaction of both. Raises CoderError where the target holds anything already, or what is read
    back from it is not what was written.
    """
    held = [table for table in TABLES if target.execute(f"SELECT 1 FROM {table} LIMIT 1")]
    if held:
        raise CoderError(f"{target.where}: holds an inquiry already; name an empty place, nothing was moved.")
    gone, come = Carried(), Carried()
    for table in TABLES:
        columns = transfer.columns(table)
        into = (
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{one}' for one in columns)})"
        )
        rows = _noted(gone, table, source, columns)
        while some := [dict(zip(columns, row, strict=True)) for row in islice(rows, AT_ONCE)]:
            target.execute_many(into, some)
            if table == "paragraph":
                target.words.add(some)
        for _ in _noted(come, table, target, columns):
            pass
    if gone != come:
        differ = ", ".join(table for table in TABLES if gone.digests.get(table) != come.digests.get(table))
        raise CoderError(f"{target.where}: what came there differs ({differ}); nothing was moved.")
    for row in source.execute(sql.NOTES):
        if row["key"] not in OWN_NOTES:
            target.execute(sql.PUT_META, {"key": row["key"], "value": row["value"]})
    return come.rows


def _noted(
    carried: Carried, table: str, database: Database, columns: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    for row in database.stream(f"SELECT {', '.join(columns)} FROM {table}"):
        values = tuple(row)
        carried.note(table, values)
        yield values
