"""Following paragraphs through the corrections of their transcripts."""

from __future__ import annotations

from typing import Any

from coder.coding import Entry
from coder.evidence.model import session_of
from coder.store import statements as sql
from coder.store.database import Database


class Following:
    """Good for one transaction: what corrections there are is looked up once."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._corrections: dict[str, list[Any]] = {}

    def of(self, made: Entry) -> str:
        """Where the paragraph of an entry is now."""
        return self.follow(made.subject, made.session_revision, made.at)

    def follow(self, subject: str, made_under: str, at: str) -> str:
        """Where a paragraph is now that was named at a time, when its session had a revision."""
        session = session_of(subject)
        if session not in self._corrections:
            self._corrections[session] = self._db.execute(sql.CORRECTIONS, {"session": session})
        corrections = self._corrections[session]
        if not corrections:
            return subject
        # A transcript may come back to a revision it had: then the latest time before the entry counts.
        reached = [(corrections[0]["from_revision"], "")]
        reached += [(correction["to_revision"], correction["at"]) for correction in corrections]
        places = [place for place, (revision, _) in enumerate(reached) if revision == made_under]
        before = [place for place in places if reached[place][1] <= at]
        since = (before[-1:] or places[:1] or [len(corrections)])[0]
        # Where the revision it was made under was put back, every mark has gone home.
        home = [
            place for place, correction in enumerate(corrections[since:], since)
            if correction["put_back"] and correction["to_revision"] == reached[since][0]
        ]  # fmt: skip
        for correction in corrections[home[-1] + 1 if home else since :]:
            carried = {"session": session, "position": correction["position"], "old_id": subject}
            rows = self._db.execute(sql.CARRIED_TO, carried)
            if rows and rows[0]["new_id"]:
                subject = rows[0]["new_id"]
        return subject
