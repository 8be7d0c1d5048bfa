"""Stepping through a session: the paragraphs of some roles that a filter lets through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from coder.store import statements as sql
from coder.store.database import Database
from coder.store.filtering import Filter, marks_asked, where

FEW = 500
"""So many marks are looked through one by one; of more, paragraphs are passed until one has the mark."""


class Steps:
    """Where to go next. Which way is the shorter one was found out when it was made."""

    def __init__(
        self,
        database: Database,
        session: str,
        roles: Sequence[str],
        coder: str,
        *,
        wanted: Filter,
        meanings: Mapping[str, int],
    ) -> None:
        self._db = database
        self._at = {"session": session, "coder": coder}
        self._roles = roles
        few = (marks for marks, codes in marks_asked(wanted) if self._are_few(marks, codes))
        self._where = where(wanted, coder, meanings, next(few, ""))

    def _are_few(self, marks: str, codes: dict[str, str]) -> bool:
        found = self._db.execute(sql.UP_TO.format(marks=marks), {**self._at, **codes, "most": FEW + 1})
        return bool(found[0]["n"] <= FEW)

    def next(self, position: int) -> int | None:
        """The position of the next paragraph after one; None where there is none."""
        rows = self._rows(sql.NEXT, {"position": position})
        return rows[0]["position"] if rows else None

    def previous(self, position: int) -> int | None:
        rows = self._rows(sql.PREVIOUS, {"position": position})
        return rows[0]["position"] if rows else None

    # Counting: each passes the session once.

    def count(self) -> int:
        return int(self._rows(sql.MATCHING)[0]["n"])

    def count_by(self, what: Literal["role", "speaker"]) -> dict[str | None, int]:
        return {row["what"]: row["n"] for row in self._rows(sql.MATCHING_BY, what=what)}

    def count_by_code(self) -> dict[str, int]:
        """Of each code that the coder has put on any of them, how many have it."""
        return {row["what"]: row["n"] for row in self._rows(sql.MATCHING_BY_CODE)}

    def _rows(self, statement: str, parameters: Mapping[str, Any] | None = None, what: str = "") -> list[Any]:
        source, holds, own = self._where
        roles, names = sql.listed("role", self._roles)
        text = statement.format(source=source, holds=holds, roles=roles, what=what)
        return self._db.execute(text, {**self._at, **own, **names, **(parameters or {})})
