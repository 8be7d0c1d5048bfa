"""How much there is and how much of it is done, from counts that are kept: nothing here counts paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coder.store import statements as sql
from coder.store.database import Database

MOST_A_DAY = 3_000
"""Entries of a day that are looked at: more are the work of no hand."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a coder has read, and the tags put on, in some paragraphs."""

    read: int
    tags: int


class Counts:
    """What was withdrawn is counted nowhere."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def by_session(self, roles: Sequence[str]) -> dict[str, dict[str, Tally]]:
        """By session and coder; read counts paragraphs of these roles, tags those on any."""
        found: dict[str, dict[str, Tally]] = {}
        for row in self._db.execute(*sql.with_list(sql.TALLIES, "roles", roles, {})):
            found.setdefault(row["session"], {})[row["coder"]] = Tally(row["read"], row["tags"])
        return found

    def extents(self, roles: Sequence[str]) -> dict[str, int]:
        """How many paragraphs of these roles each session has."""
        rows = self._db.execute(*sql.with_list(sql.EXTENTS, "roles", roles, {}))
        return {row["session"]: row["n"] for row in rows}

    def extent(self, roles: Sequence[str]) -> int:
        """How many all sessions have."""
        return int(self._db.execute(*sql.with_list(sql.EXTENT_IN_ALL, "roles", roles, {}))[0]["n"])

    def of_session(self, session: str, coder: str) -> dict[str, tuple[int, Tally]]:
        """By role, how many paragraphs a session has, and what a coder has done there."""
        rows = self._db.execute(sql.TALLY_OF_SESSION, {"session": session, "coder": coder})
        return {row["role"]: (row["paragraphs"], Tally(row["read"], row["tags"])) for row in rows}

    def in_all(self, coder: str, roles: Sequence[str]) -> Tally:
        row = self._db.execute(*sql.with_list(sql.TALLY_IN_ALL, "roles", roles, {"coder": coder}))[0]
        return Tally(row["read"], row["tags"])

    def tags_of_session(self, session: str, coder: str) -> dict[str, int]:
        """By code, how many tags of a coder stand in a session."""
        rows = self._db.execute(sql.TAGS_OF_SESSION, {"session": session, "coder": coder})
        return {row["code"]: row["n"] for row in rows}

    def memos_of_session(self, session: str, coder: str) -> int:
        return int(self._db.execute(sql.MEMOS_OF_SESSION, {"session": session, "coder": coder})[0]["n"])

    def worked_before(self, coder: str, before: str) -> str | None:
        """When a coder's layer last changed before a time (UTC, as the journal has it)."""
        at = self._db.execute(sql.WORKED_BEFORE, {"coder": coder, "before": before})[0]["at"]
        return None if at is None else str(at)

    def read_between(self, coder: str, since: str, before: str) -> int:
        """How many paragraphs a coder read or tagged from one time to another."""
        between = {"coder": coder, "since": since, "before": before, "most": MOST_A_DAY}
        return int(self._db.execute(sql.READ_BETWEEN, between)[0]["n"])
