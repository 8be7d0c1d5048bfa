"""`python -m tests.on_postgres ...`: the command line, with the stores of inquiries on a server for tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import coder.store
from coder.cli import main
from coder.store import opening
from coder.store.database import Database
from tests.postgres_support import ask

SERVER = "CODER_TESTS_SERVER"
_lent: list[tuple[Path, str]] = []
"""Which schema stands for a store, by the file that says so."""


def open_database(place: Path | str) -> Database:
    """The schema that stands for a path: a new one, or one whose folder is gone, emptied."""
    if isinstance(place, str):
        return opening.open_database(place)
    says = place.with_suffix(".schema")
    if not says.exists():
        says.parent.mkdir(parents=True, exist_ok=True)
        says.write_text(_lend(says), encoding="utf-8")
    return opening.open_database(f"{os.environ[SERVER]}?schema={says.read_text(encoding='utf-8')}")


def give_back() -> None:
    """All schemas may be lent anew."""
    _lent[:] = [(Path("/gone"), schema) for _, schema in _lent]


def _lend(says: Path) -> str:
    for place, (path, schema) in enumerate(_lent):
        if not path.exists():
            _lent[place] = (says, schema)
            _empty(schema)
            return schema
    schema = f"t_{os.getpid()}_{len(_lent)}"
    _lent.append((says, schema))
    return schema


def _empty(schema: str) -> None:
    rows = ask(os.environ[SERVER], f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'")
    clear = [f"DELETE FROM {schema}.{table}" for (table,) in rows if table != "meta"]
    ask(os.environ[SERVER], "; ".join((*clear, "SELECT 1")))
    if rows:
        ask(os.environ[SERVER], f"DELETE FROM {schema}.meta WHERE key <> 'version'")


if __name__ == "__main__":
    coder.store.open_database = open_database
    sys.exit(main())
