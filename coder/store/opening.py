"""Which database a store is in, by where it is."""

from __future__ import annotations

from pathlib import Path

from coder.errors import CoderError
from coder.store.database import Database
from coder.store.sqlite import SqliteDatabase, lost_copies


def open_database(place: Path | str) -> Database:
    """Open, or make, the file at a path; or the schema at an address. Raises CoderError."""
    if isinstance(place, Path):
        if copies := lost_copies(place):
            raise CoderError(
                f"{place}: the store is gone, but copies of it are there: put {copies[-1]} in its place, "
                "or move the copies away to begin anew."
            )
        return SqliteDatabase(place)
    from coder.store.address import read_address

    address = read_address(place)
    try:
        from coder.store.postgres import PostgresDatabase
    except ImportError:
        raise CoderError(
            f"{address.server}: a team's store needs the package psycopg, which is not installed here; "
            'install it with: pip install "evidence-coder[team]".'
        ) from None
    return PostgresDatabase(address)
