"""Following paragraphs to where they are now, whatever revision of their session they were named under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.coding import Entry
from coder.evidence.model import session_of
from coder.store import statements as sql
from coder.store.database import Database

if TYPE_CHECKING:
    from coder.store.ways import Ways


class Following:
    """Keeps what it has found of a session's revisions until one comes that it does not know."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._ways: dict[str, Ways] = {}

    def of(self, made: Entry) -> str:
        """Where the paragraph of an entry is now."""
        return self.follow(made.subject, made.session_revision)

    def follow(self, subject: str, made_under: str) -> str:
        """Where a paragraph is now that was named under a revision of its session."""
        session = session_of(subject)
        now = self.revision_in_force(session)
        if made_under in ("", now):
            return subject
        ways = self.ways(session, made_under, now)
        return ways.place(*ways.origin(made_under, subject, now), now)

    def ways(self, session: str, *needed: str) -> Ways:
        """Where the paragraphs of any revision of a session are in any other, those needed among them."""
        from coder.store.ways import Ways

        if session not in self._ways or not set(needed) <= self._ways[session].revisions:
            rows = self._db.execute(sql.REVISIONS, {"kind": "session", "name": session})
            self._ways[session] = Ways(session, {row["revision"]: row["content"] for row in rows})
        return self._ways[session]

    def forget(self) -> None:
        """Look everything up anew: revisions have come that change how others are reached."""
        self._ways.clear()

    def revision_in_force(self, session: str) -> str:
        """The revision of a session that is in force; empty where there is none."""
        rows = self._db.execute(sql.SESSION_REVISION, {"slug": session})
        return str(rows[0]["revision"]) if rows else ""
