"""The journal, the state that follows from it, and undo: each action one transaction."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from coder.coding import Change, Entry, Key, Value, can_be_undone, on_paragraph, replay
from coder.evidence.model import session_of
from coder.store import statements as sql
from coder.store.assigned import Assigned
from coder.store.database import Database
from coder.store.marks import Marks, entry_of

if TYPE_CHECKING:
    from coder.store.ways import Ways

Action = Literal["do", "undo", "redo", "carry"]
FURTHEST = 1 << 62
"""Beyond any position of a step."""


def now() -> str:
    """UTC in ISO form, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Journal(Marks):
    """Who coded what, when, and acting on it."""

    def __init__(self, database: Database, assigned: Assigned) -> None:
        super().__init__(database, assigned)
        self.known_ways: dict[str, Ways] = {}

    # Acting

    def act(
        self,
        actor: str,
        changes: Iterable[Change],
        codebook_revision: str,
        place: bool = False,
        *,
        batch: str | None = None,
    ) -> list[Entry]:
        """Make changes as one action, which one undo takes back; what changes nothing is left out.

        `place` also keeps the subject of the last change as where the actor stopped. Returns the
        entries written, which are durable by then. With a `batch` of the caller's own (a UUID) the action is
        done once, however often it is asked for. Raises CoderError where the store cannot be written.
        """
        wanted = {_key(change): change for change in changes}  # of two for one thing the later counts
        with self._db.transaction():
            if batch and (done := self.batch(batch)):
                return done
            stood = self.values(wanted)
            changed = [change for key, change in wanted.items() if stood[key] != change.after]
            entries = self._append(actor, changed, "do", None, codebook_revision, batch=batch, stood=stood)
            if entries and can_be_undone(actor, entries):
                self._db.execute(sql.FORGET_UNDONE, {"actor": actor})
                self._db.execute(sql.ADD_STEP, {"actor": actor, "batch": entries[0].batch})
                if place:
                    self.keep_place(actor, entries[-1].subject)
        return entries

    def undo(self, actor: str, codebook_revision: str) -> list[Entry]:
        """Take back the actor's latest action not yet taken back; empty where there is none.

        What no longer stands as the action left it, such as a memo that was joined to another when
        two paragraphs were, is left as it is.
        """
        return self._step(actor, "undo", sql.TO_UNDO, codebook_revision)

    def redo(self, actor: str, codebook_revision: str) -> list[Entry]:
        """Do again what was taken back last; empty where there is nothing, or something was done since."""
        return self._step(actor, "redo", sql.TO_REDO, codebook_revision)

    def _step(
        self, actor: str, action: Literal["undo", "redo"], which: str, codebook_revision: str
    ) -> list[Entry]:
        """Undo or redo the nearest action of which anything is left to undo or redo. Those passed over stay
        where they are: what is undone follows from the journal alone."""
        beyond = FURTHEST if action == "undo" else 0
        with self._db.transaction():
            while rows := self._db.execute(which, {"actor": actor, "beyond": beyond}):
                batch, beyond = rows[0]["batch"], rows[0]["position"]
                changes: dict[Key, Change] = {}
                for entry in self.batch(batch):
                    stood, then = entry.after, entry.before
                    if action == "redo":
                        stood, then = then, stood
                    change = Change(entry.kind, entry.coder, self._where_it_is_now(entry), entry.code, then)
                    if self.value(_key(change)) == stood:
                        changes[_key(change)] = change
                entries = self._append(actor, changes.values(), action, batch, codebook_revision)
                if entries:
                    step = {"actor": actor, "position": beyond, "undone": int(action == "undo")}
                    self._db.execute(sql.MARK_STEP, step)
                    return entries
        return []

    def carry(
        self, actor: str, moves: Mapping[str, str], codebook_revision: str, of: str | None = None
    ) -> list[Entry]:
        """Move what stands on some paragraphs to others (old id to new), for every coder.

        Where the new paragraph has the same tag from the same coder, that one stays; two memos become
        one. Ids may change places with each other. `of` is the batch of the reimport that asks for it.
        Run in the transaction that has replaced the session's index.
        """
        taken: list[tuple[str, Any]] = []
        changes: list[Change] = []
        for old in moves:
            for row in self._db.execute(sql.STATE_ON, {"subject": old}):
                taken.append((old, row))
                changes.append(Change(row["kind"], row["coder"], old, row["code"], None))
        freed = {_key(change) for change in changes}
        placed: dict[Key, Value] = {}
        for old, row in taken:
            change = Change(row["kind"], row["coder"], moves[old], row["code"], json.loads(row["value"]))
            key = _key(change)
            there = placed[key] if key in placed else None if key in freed else self.value(key)
            if there is not None and change.kind == "memo":
                both = [there["text"], json.loads(row["value"])["text"]]
                change = replace(change, after={"text": "\n".join(both)})
            elif there is not None:
                continue
            placed[key] = change.after
            changes.append(change)
        return self._append(actor, changes, "carry", of, codebook_revision)

    def amend(
        self, actor: str, changes: Iterable[Change], codebook_revision: str, of: str | None
    ) -> list[Entry]:
        """Set single marks as part of carrying; run in its transaction. What changes nothing is left out."""
        wanted = {_key(change): change for change in changes}
        stood = self.values(wanted)
        changed = [change for key, change in wanted.items() if stood[key] != change.after]
        return self._append(actor, changed, "carry", of, codebook_revision, stood=stood)

    def ways(self, session: str) -> Ways:
        """Where the paragraphs of any revision of a session are in any other."""
        if session not in self.known_ways:
            from coder.store.ways import Ways

            rows = self._db.execute(sql.REVISIONS, {"kind": "session", "name": session})
            self.known_ways[session] = Ways(session, {row["revision"]: row["content"] for row in rows})
        return self.known_ways[session]

    def revision_in_force(self, session: str) -> str:
        """The revision of a session that is in force; empty where there is none."""
        rows = self._db.execute(sql.SESSION_REVISION, {"slug": session})
        return str(rows[0]["revision"]) if rows else ""

    def _append(
        self, actor: str, changes: Iterable[Change], action: Action, of: str | None, codebook_revision: str,
        *, batch: str | None = None, stood: Mapping[Key, Value] = MappingProxyType({}),
    ) -> list[Entry]:  # fmt: skip
        """Stamp changes and write them. `stood` is what is known to stand by now."""
        known = dict(stood)
        lamport = self._db.execute(sql.LAST_LAMPORT)[0]["n"] or 0
        batch, at, revisions = batch or str(uuid.uuid4()), now(), dict[str, str]()
        entries = []
        for change in changes:
            session = session_of(change.subject)
            if session not in revisions:
                revisions[session] = self.revision_in_force(session)
            lamport, key = lamport + 1, _key(change)
            entry = Entry(
                id=str(uuid.uuid4()), lamport=lamport, batch=batch, action=action, of=of, actor=actor,
                at=change.at or at, kind=change.kind, coder=change.coder, subject=change.subject,
                code=change.code, before=known[key] if key in known else self.value(key), after=change.after,
                session_revision=revisions[session], codebook_revision=codebook_revision,
            )  # fmt: skip
            self._db.execute(sql.ADD_ENTRY, _to_row(entry))
            known[key] = entry.after
            self._tally(entry)
            self._set(entry)
            entries.append(entry)
        if any(entry.kind == "assignment" for entry in entries):
            self._assigned.derive(self.follow)
        own = [entry for entry in entries if entry.coder and action != "carry"]
        for coder, made in Counter(entry.coder for entry in own).items():
            last = max(entry.at for entry in own if entry.coder == coder)
            self._db.execute(sql.KNOW_CODER, {"name": coder, "entries": made, "at": last})
        return entries

    def _set(self, entry: Entry) -> None:
        key = {"subject": entry.subject, "coder": entry.coder, "kind": entry.kind, "code": entry.code}
        if entry.after is None:
            self._db.execute(sql.DROP_STATE, key)
        else:
            value = {
                "session": session_of(entry.subject), "value": _dump(entry.after), "entry": entry.id,
                "meaning": entry.after.get("meaning", 0),
                "anywhere": int(not on_paragraph(entry.kind, entry.subject)),
            }  # fmt: skip
            self._db.execute(sql.PUT_STATE, key | value)

    def _tally(self, entry: Entry) -> None:
        """Bring the counts in line with an entry about to be set, where its paragraph has a place."""
        change = (entry.after is not None) - (entry.before is not None)
        if change and entry.kind in ("read", "tag"):
            self._db.execute(sql.ADD_TO_TALLY, {
                "coder": entry.coder, "subject": entry.subject, "change": change,
                "tags": change if entry.kind == "tag" else 0,
            })  # fmt: skip

    def settle(self, session: str) -> None:
        """Bring in line with a session's index, just replaced, which marks have a place and the counts."""
        self.known_ways.pop(session, None)
        for statement in (sql.PLACE_MARKS, sql.CLEAR_TALLY_OF, sql.MAKE_TALLY_OF):
            self._db.execute(statement, {"session": session})
        self._assigned.derive(self.follow, session)

    def _where_it_is_now(self, made: Entry) -> str:
        """Follow a paragraph through the corrections of its transcript since an entry was made."""
        return self.follow(made.subject, made.session_revision)

    def follow(self, subject: str, made_under: str) -> str:
        """Where a paragraph, named under a revision of its session, is now."""
        now = self.revision_in_force(session_of(subject))
        if made_under in ("", now):
            return subject
        ways = self.ways(session_of(subject))
        return ways.place(*ways.origin(made_under, subject, now), now)

    # Sessions reimported

    def revision_left(self, entry: Entry) -> str:
        """The revision of a session that was in force before the reimport or undo an entry takes back."""
        return str(self._taken_back(entry)["session_revision"])

    def carried_for(self, entry: Entry) -> list[Entry]:
        """What the reimport that an entry takes back had carried; additions where they are now."""
        between = {"of": entry.of, "low": self._taken_back(entry)["lamport"], "high": entry.lamport}
        return [
            one if one.after is None else replace(one, subject=self._where_it_is_now(one))
            for one in map(entry_of, self._db.execute(sql.CARRIED_FOR, between))
        ]

    def _taken_back(self, entry: Entry) -> Any:
        at = {"of": entry.of, "subject": entry.subject, "lamport": entry.lamport}
        return self._db.execute(sql.TAKEN_BACK, at)[0]

    def rebuild(self) -> None:
        """Make the state anew from the journal alone."""
        with self._db.transaction():
            self._db.execute(sql.CLEAR_STATE)
            for entry in replay(self._entries()).values():
                self._set(entry)
            for row in self._db.execute(sql.SESSION_STAMPS):
                self._db.execute(sql.PLACE_MARKS, {"session": row["slug"]})
            for statement in (sql.CLEAR_TALLY, sql.MAKE_TALLY, sql.CLEAR_CODERS, sql.MAKE_CODERS):
                self._db.execute(statement)
            self._assigned.derive(self.follow)

    def keep_place(self, coder: str, paragraph: str) -> None:
        place = {"coder": coder, "session": session_of(paragraph), "paragraph": paragraph, "at": now()}
        self._db.execute(sql.PUT_PLACE, place)


def _key(change: Change) -> Key:
    return (change.kind, change.coder, change.subject, change.code)


def _dump(value: Value) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _to_row(entry: Entry) -> dict[str, Any]:
    row = {name: getattr(entry, name) for name in Entry.__slots__}
    return row | {"before": _dump(entry.before), "after": _dump(entry.after)}
