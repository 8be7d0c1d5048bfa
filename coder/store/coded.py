"""What stands under one code: counts with a bound, and tags made under another meaning than the present."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coder.store import statements as sql
from coder.store.database import Database


@dataclass(frozen=True, slots=True)
class Outdated:
    """A tag made under a former meaning of its code; `revision` is the codebook's when it was set."""

    session: str
    position: int
    paragraph: str
    code: str
    meaning: int
    value: dict[str, Any]
    revision: str

    @property
    def place(self) -> tuple[str, int, str]:
        return self.session, self.position, self.code


class Coded:
    """Reads by code and coder, at a cost that does not grow with the inquiry."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def any_tag(self) -> bool:
        return bool(self._db.execute(sql.ANY_TAG))

    def marks(self, kind: str, code: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Every mark of a kind with a code, of every coder, withdrawn or not: subject, coder, value."""
        for row in self._db.execute(sql.MARKS_WITH_CODE, {"kind": kind, "code": code}):
            yield row["subject"], row["coder"], json.loads(row["value"])

    def count(self, code: str, coder: str, most: int) -> int:
        """How many tags a coder has with a code; `most` where there are more."""
        return int(self._db.execute(sql.COUNT_OF_CODE, {"code": code, "coder": coder, "most": most})[0]["n"])

    # Tags made under a former meaning. `meanings` gives each code its present one.

    def outdated(self, code: str, coder: str, meaning: int) -> list[int]:
        """The former meanings under which tags of a coder stand, in transcripts that are offered."""
        found, at = [], {"code": code, "coder": coder, "meaning": 0}
        while (former := self._db.execute(sql.NEXT_MEANING, at)[0]["n"]) is not None:
            at["meaning"] = former
            if former != meaning and self._db.execute(sql.ANY_OF_MEANING, at):
                found.append(former)
        return found

    def outdated_count(self, code: str, coder: str, meaning: int, most: int) -> int:
        """How many tags of a coder stand under former meanings; `most` where there are more."""
        found = 0
        for former in self.outdated(code, coder, meaning):
            of = {"code": code, "coder": coder, "meaning": former, "most": most - found}
            found += self._db.execute(sql.COUNT_OF_MEANING, of)[0]["n"]
        return found

    def next_outdated(
        self, coder: str, meanings: Mapping[str, int], after: tuple[str, int, str] | None
    ) -> Outdated | None:
        """The first such tag behind a place (session, position, code): by session date, position, code."""
        former = [
            (code, one) for code, meaning in meanings.items() for one in self.outdated(code, coder, meaning)
        ]
        if after and (found := self._first_in(after[0], coder, former, after)):
            return found
        sessions: dict[str, str] = {}
        for code, meaning in former:
            of = {"code": code, "coder": coder, "meaning": meaning}
            for row in self._db.execute(sql.SESSIONS_OF_MEANING, of):
                sessions[row["slug"]] = row["date"] or ""
        begin = (self._date(after[0]), after[0]) if after else None
        later = sorted((date, slug) for slug, date in sessions.items() if not begin or (date, slug) > begin)
        return self._first_in(later[0][1], coder, former, None) if later else None

    def _date(self, session: str) -> str:
        rows = self._db.execute(sql.SESSION, {"slug": session})
        return (rows[0]["date"] or "") if rows else ""

    def _first_in(
        self, session: str, coder: str, former: list[tuple[str, int]], after: tuple[str, int, str] | None
    ) -> Outdated | None:
        position, last = (after[1], after[2]) if after else (0, "")
        found = []
        for code, meaning in former:
            at = {"code": code, "coder": coder, "meaning": meaning, "session": session}
            at["position"] = position if code > last else position + 1
            for row in self._db.execute(sql.FIRST_OF_MEANING, at):
                found.append((row["position"], code, meaning, row))
        if not found:
            return None
        at_position, code, meaning, row = min(found, key=lambda one: one[:3])
        made = self._db.execute(sql.ENTRY, {"id": row["entry"]})
        revision = made[0]["codebook_revision"] if made else ""
        value = json.loads(row["value"])
        return Outdated(session, at_position, row["subject"], code, meaning, value, revision)
