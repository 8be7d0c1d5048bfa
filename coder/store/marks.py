"""What stands in a store: marks, and the entries that put them there. Reading only.

What may be shown to whoever asks is settled here, by `sight`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coder.coding import Entry, Key, Kind, Tag, Value
from coder.evidence.spans import spans_of
from coder.store import statements as sql
from coder.store.assigned import Assigned
from coder.store.database import Database, execute_for_each
from coder.store.sight import EVERYBODY, Sight

SHORT = 64
"""Values of fewer letters are the same on many marks."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A session taken out of every output: why, by whom, when; `purged` where its text is gone for good."""

    session: str
    reason: str
    by: str
    at: str
    purged: bool = False


class Marks:
    """Who coded what, when, for reading."""

    def __init__(self, database: Database, assigned: Assigned) -> None:
        self._db, self._assigned = database, assigned
        self.look: Callable[[], Sight] = lambda: EVERYBODY
        """Says whose marks may be shown now; what one does is not bound by it."""

    @property
    def sight(self) -> Sight:
        """Whose marks may be shown now."""
        return self.look()

    # What stands

    def value(self, key: Key) -> Value:
        kind, coder, subject, code = key
        rows = self._db.execute(
            sql.GET_STATE, {"kind": kind, "coder": coder, "subject": subject, "code": code}
        )
        return json.loads(rows[0]["value"]) if rows else None

    def values(self, keys: Mapping[Key, object]) -> dict[Key, Value]:
        """The same of several."""
        if len(keys) == 1:
            return {key: self.value(key) for key in keys}
        found: dict[Key, Value] = dict.fromkeys(keys)
        subjects = list(dict.fromkeys(subject for _, _, subject, _ in keys))
        for row in execute_for_each(self._db, sql.STATE_ON_ALL, subjects, {}):
            key = (row["kind"], row["coder"], row["subject"], row["code"])
            if key in found:
                found[key] = json.loads(row["value"])
        return found

    def marks(self, subject: str, coder: str) -> dict[tuple[str, str], dict[str, Any]]:
        """What a coder has put on a paragraph: (kind, code) to value."""
        rows = self._db.execute(sql.STATE_OF, {"subject": subject, "coder": coder})
        return {(row["kind"], row["code"]): json.loads(row["value"]) for row in rows}

    def marks_on(
        self, subjects: Sequence[str], coder: str
    ) -> dict[str, dict[tuple[str, str], dict[str, Any]]]:
        """What a coder has put on each of many paragraphs, by paragraph id."""
        found: dict[str, dict[tuple[str, str], Any]] = {}
        for row in execute_for_each(self._db, sql.STATE_ON_EACH, subjects, {"coder": coder}):
            found.setdefault(row["subject"], {})[(row["kind"], row["code"])] = json.loads(row["value"])
        return found

    def last_tagged(self, coder: str, but: str) -> str | None:
        """The paragraph a coder tagged last that still has a tag of theirs, other than one."""
        rows = self._db.execute(sql.LAST_TAGGED, {"coder": coder, "but": but})
        return rows[0]["subject"] if rows else None

    def last_codes(self, coder: str, most: int) -> list[str]:
        """The codes in a coder's last so many tags, the latest first."""
        rows = self._db.execute(sql.LAST_CODES, {"coder": coder, "most": most})
        return list(dict.fromkeys(row["code"] for row in rows))

    def memos_about(self, session: str, codebook: str, coder: str) -> dict[tuple[str, str], str]:
        """A coder's memos on a session, its people and a codebook's codes: (subject, code) to text."""
        about = {"session": session, "codebook": codebook, "coder": coder}
        rows = self._db.execute(sql.MEMOS_ABOUT, about)
        return {(row["subject"], row["code"]): json.loads(row["value"]).get("text") or "" for row in rows}

    def marks_in_span(
        self, session: str, low: int, high: int, coder: str
    ) -> dict[str, dict[tuple[str, str], Any]]:
        """The same for the paragraphs at positions low to high of a session, by paragraph id."""
        found: dict[str, dict[tuple[str, str], Any]] = {}
        at = {"session": session, "low": low, "high": high, "coder": coder}
        for row in self._db.execute(sql.STATE_IN_SPAN, at):
            found.setdefault(row["subject"], {})[(row["kind"], row["code"])] = json.loads(row["value"])
        return found

    def anything_on(self, subject: str) -> bool:
        """Whether any coder has put anything on a paragraph."""
        return bool(self._db.execute(sql.STATE_ON, {"subject": subject}))

    def shown_on(self, subject: str) -> bool:
        """The same of what may be shown."""
        rows, sight = self._db.execute(sql.STATE_ON, {"subject": subject}), self.sight
        return any(sight.shows(row["kind"], row["coder"]) for row in rows)

    def state(self, *kinds: Kind) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Everything in force (of some kinds) that may be shown but on what was withdrawn, for those who
        aggregate. Values are only to be read: alike ones are one. Raises CoderError where nothing may be
        shown.
        """
        sight, known = self.sight.check(), dict[str, dict[str, Any]]()
        whole = sight.whole
        which = sql.STATE_OF_KINDS.format(kinds=", ".join(f"'{kind}'" for kind in kinds))
        for subject, kind, coder, code, value in self._db.stream(which if kinds else sql.STATE):
            if whole or sight.shows(kind, coder):
                if (said := known.get(value)) is None:
                    said = json.loads(value)
                    if len(value) < SHORT:
                        known[value] = said
                yield (kind, coder, subject, code), said

    def judgements(self) -> Iterator[tuple[Key, dict[str, Any]]]:
        """What `state` gives of readings, tags and what was not judged, in no order, with a step and passages
        as the only values: as quickly as agreement on a screen wants it."""
        sight = self.sight.check()
        for kind, coder, subject, code, value in self._db.stream(sql.JUDGEMENTS):
            if sight.coders is None or coder in sight.coders:
                yield (kind, coder, subject, code), {} if value == "{}" else json.loads(value)

    def everybodys(self, subject: str) -> Iterator[tuple[Key, dict[str, Any]]]:
        """All that stands on a paragraph and may be shown. Raises CoderError where nothing may be."""
        shows = self.sight.check().shows
        for kind, coder, code, value in self._db.execute(sql.STATE_ON, {"subject": subject}):
            if shows(kind, coder):
                yield (kind, coder, subject, code), json.loads(value)

    def tags(self) -> Iterator[Tag]:
        for (kind, coder, subject, code), value in self.state():
            if kind == "tag":
                yield Tag(coder, subject, code, value.get("value"), spans_of(value))

    def first_read(self) -> Iterator[tuple[str, str, int]]:
        """(coder, paragraph, when) of everything ever read or tagged; when is the journal's logical clock."""
        shows = self.sight.check().shows
        for row in self._db.stream(sql.FIRST_READ):
            if shows("read", row["coder"]):
                yield row["coder"], row["subject"], row["n"]

    def said_of_people(self) -> dict[str, dict[str, str]]:
        """What users said of people: by the id of an appearance, attribute to value."""
        found: dict[str, dict[str, str]] = {}
        for row in self._db.execute(sql.SAID_OF_PEOPLE):
            found.setdefault(row["subject"], {})[row["code"]] = json.loads(row["value"])["text"]
        return found

    def entries(self, coder: str | None = None) -> Iterator[Entry]:
        """The journal in its one order, or the part of it that changed one coder's layer; what may be shown.

        Where that is not everything, the clock counts what is shown alone: a gap would tell of what is not.
        Raises CoderError where nothing may be shown.
        """
        sight = self.sight.check()
        shown = (one for one in self._entries(coder) if sight.shows(one.kind, one.coder))
        if sight.whole:
            yield from shown
        else:
            yield from (replace(one, lamport=place) for place, one in enumerate(shown, 1))

    def _entries(self, coder: str | None = None) -> Iterator[Entry]:
        """The same whole."""
        if coder is None:
            yield from map(entry_of, self._db.stream(sql.ENTRIES))
        else:
            yield from map(entry_of, self._db.stream(sql.ENTRIES_OF_CODER, {"coder": coder}))

    def batch(self, batch: str) -> list[Entry]:
        """The entries of one action."""
        return [entry_of(row) for row in self._db.execute(sql.ENTRIES_OF_BATCH, {"batch": batch})]

    def coders(self) -> dict[str, dict[str, Any]]:
        """Each coder in the journal with the number of entries (`n`) and the last time (`at`)."""
        rows = self._db.execute(sql.CODERS)
        return {row["name"]: {"n": row["entries"], "at": row["at"]} for row in rows}

    def unplaced(self, session: str | None = None) -> list[dict[str, Any]]:
        """What stands on paragraphs that are in no transcript any more, with the text it stood on.

        Of all sessions but those withdrawn, what may be shown; or of one, withdrawn or not, everything.
        """
        found, sight = [], self.sight
        which = sql.UNPLACED if session is None else sql.UNPLACED_OF
        for row in self._db.execute(which, {} if session is None else {"session": session}):
            if session is None and not sight.shows(row["kind"], row["coder"]):
                continue
            lost = {"session": row["session"], "subject": row["subject"]}
            text = self._db.execute(sql.TEXT_OF_UNPLACED, lost)
            old_text = text[0]["old_text"] if text else ""
            found.append({**dict(row), "value": json.loads(row["value"]), "text": old_text})
        return found

    def withdrawn(self) -> dict[str, Withdrawal]:
        """The sessions that were withdrawn, by slug."""
        return {
            row["subject"]: Withdrawal(
                row["subject"], value["reason"], row["actor"], row["at"], value.get("purged", False)
            )
            for row in self._db.execute(sql.WITHDRAWN)
            if (value := json.loads(row["value"]))
        }

    # Where a coder stopped

    def place(self, coder: str, session: str) -> str | None:
        """The paragraph a coder stopped at in a session."""
        rows = self._db.execute(sql.PLACE, {"coder": coder, "session": session})
        return rows[0]["paragraph"] if rows else None

    def last_session(self, coder: str) -> str | None:
        """The session a coder worked on last."""
        rows = self._db.execute(sql.LAST_PLACE, {"coder": coder})
        return rows[0]["session"] if rows else None


def entry_of(row: Any) -> Entry:
    values = dict(row)
    for name in ("before", "after"):
        values[name] = None if values[name] is None else json.loads(values[name])
    return Entry(**values)
