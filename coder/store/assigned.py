"""The table of who is to code what: it follows from the assignments in force, as the state does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coder.evidence.model import session_of
from coder.store import statements as sql
from coder.store.database import Database

Follow = Callable[[str, str], str]
"""A paragraph, and the revision of its session it is named after -> where it is now."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an assignment is a coder's, and how much of that they have read or tagged."""

    assignment: str
    coder: str
    paragraphs: int
    read: int


class Assigned:
    """Who is to code what. Evidence that was withdrawn, or is in no transcript any more, is nobody's."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def derive(self, follow: Follow, session: str | None = None) -> None:
        """Make the table anew, of one session or whole; run in the transaction that changed either."""
        at = {"session": session}
        self._db.execute(sql.CLEAR_ASSIGNED if session is None else sql.CLEAR_ASSIGNED_OF, at)
        for row in self._db.execute(sql.ASSIGNED_PARTS):
            value = json.loads(row["value"])
            named = dict.fromkeys(one for some in (value["double"], *value["parts"].values()) for one in some)
            places = {
                one: follow(one, value["revisions"].get(session_of(one), ""))
                for one in named if session in (None, session_of(one))
            }  # fmt: skip
            for coder, part in value["parts"].items():
                own = [(one, 0) for one in part if one in places]
                own += [(one, 1) for one in value["double"] if one in places]
                self._db.execute_many(sql.ADD_ASSIGNED, [
                    {"assignment": row["subject"], "coder": coder, "session": session_of(one),
                     "paragraph": places[one], "doubled": doubled}
                    for one, doubled in own
                ])  # fmt: skip

    def values(self) -> dict[str, dict[str, Any]]:
        """The assignments in force, by subject, the oldest first: what each says, with `by` and `at`."""
        return {
            row["subject"]: json.loads(row["value"]) | {"by": row["actor"], "at": row["at"]}
            for row in self._db.execute(sql.ASSIGNMENTS)
        }

    def ended(self) -> dict[tuple[str, str], dict[str, Any]]:
        """For whom a blind assignment is over, by subject and coder: why, who said so and when."""
        return {
            (row["subject"], row["code"]): json.loads(row["value"]) | {"by": row["actor"], "at": row["at"]}
            for row in self._db.execute(sql.ENDED)
        }

    def shares(self) -> list[Share]:
        return [
            Share(row["assignment"], row["coder"], row["paragraphs"], row["done"])
            for row in self._db.execute(sql.SHARES)
        ]

    def unread(self, assignment: str, coder: str) -> bool:
        """Whether anything of an assignment is still to be read by a coder."""
        return bool(self._db.execute(sql.UNREAD_OF_ASSIGNMENT, {"assignment": assignment, "coder": coder}))

    def to_code(self, coder: str, session: str) -> dict[str, bool]:
        """The paragraphs of a session that a coder is to code, with whether others are to as well."""
        rows = self._db.execute(sql.ASSIGNED_IN, {"coder": coder, "session": session})
        return {row["paragraph"]: bool(row["doubled"]) for row in rows}

    def is_assigned(self, assignment: str, coder: str, paragraph: str) -> bool:
        at = {"assignment": assignment, "coder": coder, "paragraph": paragraph}
        return bool(self._db.execute(sql.IS_ASSIGNED, at))
