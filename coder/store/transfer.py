"""Everything a store holds as plain rows, out of one store and into another that is empty.

What follows from the rest (the state and what is counted, `DERIVED`) may be left out of what is loaded, and
is then to be made anew (`Journal.rebuild`, `Index.count_anew`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from coder.errors import CoderError
from coder.store import statements as sql

if TYPE_CHECKING:
    from coder.store.database import Database

Row: TypeAlias = dict[str, Any]
"""Column to value: a text, a whole number or None."""

TABLES: dict[str, tuple[str, str]] = {
    "meta": ("key", "key value"),
    "revision": ("kind name revision", "kind name revision at content"),
    "session": ("slug", "slug title date? head paragraphs# revision stamp"),
    "item": ("session position id", "id session position# heading number? agenda_item? time? witnesses"),
    "paragraph": (
        "session position",
        "key# session position# id item question? role number? citation speaker? label? text",
    ),
    "appearance": (
        "session position",
        "session position# key name kind role organisation? labels paragraphs# surname",
    ),
    "correction": ("session position", "session position# from_revision to_revision at put_back#"),
    "carried": ("session position old_id", "session position# old_id new_id? how old_text"),
    "journal": (
        "lamport id",
        "id lamport# batch action of? actor at kind coder subject code before? after? session_revision "
        "codebook_revision",
    ),
    "step": ("actor position", "actor position# batch undone#"),
    "place": ("coder session", "coder session paragraph at"),
    "state": (
        "subject coder kind code", "subject coder kind code session value entry meaning# placed#",
    ),
    "extent": ("session role", "session role paragraphs#"),
    "tally": ("coder session role", "coder session role read# tags#"),
    "coder": ("name", "name entries# at"),
    "assigned": ("assignment coder paragraph", "assignment coder session paragraph doubled#"),
}  # fmt: skip
"""Each table: the columns it is ordered by, and all its columns, `#` after those that hold a whole number
and `?` after those that may hold nothing."""
DERIVED = ("state", "extent", "tally", "coder", "assigned")
"""What follows from the journal and the index."""
OWN = "version"
"""The note that every store makes for itself."""
AT_ONCE = 5_000
"""Rows handed to the database together."""
LARGEST = 2**63 - 1


@cache
def columns(table: str) -> tuple[str, ...]:
    return tuple(name.rstrip("#?") for name in TABLES[table][1].split())


def dump(database: Database, tables: Iterable[str] = TABLES) -> Iterator[tuple[str, Row]]:
    """(table, row) of every row, table by table in the order asked for, each in the order of its key.

    Run in a transaction where others may write meanwhile.
    """
    for table in tables:
        order = ", ".join(TABLES[table][0].split())
        statement = sql.EVERY_ROW.format(columns=", ".join(columns(table)), table=table, order=order)
        for row in database.stream(statement):
            if table != "meta" or row["key"] != OWN:
                yield table, dict(row)


def load(database: Database, rows: Iterable[tuple[str, Row]]) -> None:
    """Put rows into an empty store, all or none. Rows of one table should follow each other.

    Raises CoderError where the store is not empty, or a row is not as its table has them.
    """
    with database.transaction():
        if any(
            database.execute(sql.ANY_ROW.format(table=table)) for table in ("journal", "revision", "session")
        ):
            raise CoderError("The store is not empty, so nothing was put into it; name a new one.")
        for table, found in groupby(rows, key=lambda one: one[0]):
            if table not in TABLES:
                raise CoderError(f"a store has no table {table!a}; nothing was taken.")
            names = columns(table)
            statement = sql.ADD_ROW.format(
                table=table, columns=", ".join(names), values=", ".join(f":{name}" for name in names)
            )
            some: list[Row] = []
            for _, row in found:
                check_row(table, row)
                if table == "meta" and row["key"] == OWN:
                    continue
                some.append(row)
                if len(some) == AT_ONCE:
                    _add(database, statement, table, some)
                    some = []
            _add(database, statement, table, some)


def _add(database: Database, statement: str, table: str, rows: list[Row]) -> None:
    database.execute_many(statement, rows)
    if table == "paragraph":
        database.words.add(rows)


def check_row(table: str, row: Row) -> None:
    """Raises CoderError where a row has not the columns of its table, or a value is of another type."""
    if set(row) != set(columns(table)):
        raise CoderError(f"a row of {table} has not the columns {', '.join(columns(table))}.")
    for name in TABLES[table][1].split():
        column, value = name.rstrip("#?"), row[name.rstrip("#?")]
        if value is None and name.endswith("?"):
            continue
        if name.endswith("#"):
            good = type(value) is int and -LARGEST <= value <= LARGEST
        else:
            good = isinstance(value, str) and "\0" not in value and _is_text(value)
        if not good:
            raise CoderError(f"a row of {table} has a {column} that is none.")


def _is_text(value: str) -> bool:
    with suppress(UnicodeEncodeError):
        return value.encode() is not None
    return False
