"""Statements, schema files and rows of the store as psycopg and PostgreSQL have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg

PARAMETER = re.compile(r"(?<!:):([a-z_]\w*)")


class Row(tuple[Any, ...]):
    """Values by name and by position, as SQLite's rows give them."""

    __slots__ = ()
    _names: tuple[str, ...] = ()
    _places: Mapping[str, int] = {}

    def keys(self) -> tuple[str, ...]:
        return self._names

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self._places[key] if isinstance(key, str) else key)


@lru_cache(maxsize=500)
def row_of(names: tuple[str, ...]) -> type[Row]:
    places = {name: place for place, name in enumerate(names)}
    return type("Row", (Row,), {"__slots__": (), "_names": names, "_places": places})


def rows_by_name(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Row]:
    return row_of(tuple(column.name for column in cursor.description or ()))


@lru_cache(maxsize=1_000)
def translated(sql: str) -> str:
    """A statement with its parameters as psycopg has them."""
    return PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


def statements_of(script: str) -> Iterator[str]:
    """The statements of a schema file. Text compares by code points as in SQLite, and numbers are as wide."""
    statement = ""
    for line in re.sub(r"--.*", "", script).splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and statement.count("$$") % 2 == 0:  # not within a function
            if re.match(r"\s*(CREATE|ALTER) TABLE", statement):
                statement = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', statement)
                statement = re.sub(r"\bINTEGER\b", "BIGINT", statement)
            yield statement
            statement = ""
