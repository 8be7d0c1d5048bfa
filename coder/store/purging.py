"""Taking a session's text out of a store for good: ids stay, and what stands on them."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path
from typing import Any

from coder.coding import textless
from coder.errors import CoderError
from coder.store import statements as sql
from coder.store.database import Database
from coder.store.sqlite import SqliteDatabase


def purge(database: Database, slug: str) -> None:
    """Blank a session's texts: index, revisions, corrections, the names of its people, and
    what memos and quotes say.

    The reason it was withdrawn for stays. What would bring the text back can be undone no more. Then
    the file is written anew, so that no page of it holds what was there. Raises CoderError where
    another program that reads the store keeps that from being done.
    """
    database.overwrite_deleted()  # should what follows be cut short
    with database.transaction():
        for statement in (sql.PURGE_ITEMS, sql.PURGE_PARAGRAPHS, sql.PURGE_REVISIONS, sql.PURGE_CARRIED,
                          sql.PURGE_STEPS):  # fmt: skip
            database.execute(statement, {"slug": slug})
        if "appearance" in database.table_names():  # a backup may be older than people are
            database.execute(sql.PURGE_PEOPLE, {"slug": slug})
            database.execute(sql.PURGE_SAID_OF_PEOPLE, {"slug": slug})
            database.execute(sql.PURGE_NAMES_IN_JOURNAL, {"slug": slug, "nobody": f"{slug}/@purged"})
        database.words.forget(slug)
        database.execute(sql.PURGE_SESSION, {"slug": slug, "head": json.dumps(_blank_head())})
        of_journal = database.execute(sql.VALUES_IN_JOURNAL, {"slug": slug})
        database.execute_many(sql.PUT_VALUES_IN_JOURNAL, [
            {"id": row["id"], "before": _textless(row["before"]), "after": _textless(row["after"])}
            for row in of_journal
        ])  # fmt: skip
        of_state = database.execute(sql.VALUES_IN_STATE, {"slug": slug})
        database.execute_many(
            sql.PUT_VALUE_IN_STATE, [dict(row) | {"value": _textless(row["value"])} for row in of_state]
        )
    database.write_anew()


def purge_copies(folder: Path, slug: str) -> tuple[list[Path], list[Path]]:
    """The same in the copies of stores in a folder: those purged, and those deleted, since damaged."""
    purged, deleted = [], []
    for copy in sorted(folder.glob("*.db"), key=lambda path: path.stat().st_mtime):
        try:
            kept = copy.stat()
            with closing(SqliteDatabase(copy, backups=False)) as database:
                purge(database, slug)
            os.utime(copy, ns=(kept.st_atime_ns, kept.st_mtime_ns))
            purged.append(copy)
        except CoderError:
            copy.unlink()
            deleted.append(copy)
    for unfinished in folder.glob("*.part"):
        unfinished.unlink(missing_ok=True)
    return purged, deleted


def _blank_head() -> dict[str, str]:
    from coder.store.rows import HEAD

    return dict.fromkeys(HEAD, "")


def _textless(value: str | None) -> Any:
    if value is None:
        return None
    return json.dumps(textless(json.loads(value), "purged"), ensure_ascii=False, sort_keys=True)
