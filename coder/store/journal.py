"""The journal, the state that follows from it, and undo: each action one transaction."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal

from coder.coding import Change, Entry, Key, Value, on_paragraph, replay
from coder.evidence.model import session_of
from coder.store import statements as sql
from coder.store.attempts import ATTEMPT
from coder.store.following import Following
from coder.store.marks import Marks, entry_of

Action = Literal["do", "undo", "redo", "carry"]


def now() -> str:
    """UTC in ISO form, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Journal(Marks):
    """Who coded what, when, and acting on it."""

    # Acting

    def act(
        self,
        actor: str,
        changes: Iterable[Change],
        codebook_revision: str,
        place: bool = False,
        undoable: bool = True,
        *,
        batch: str | None = None,
    ) -> list[Entry]:
        """Make changes as one action that one undo takes back; what changes nothing is left out.

        `place` also keeps the subject of the last change as where the actor stopped. Returns the
        entries written, which are durable by then. With a `batch` of the caller's own (a UUID) the action is
        done once, however often it is asked for. Raises CoderError where the store cannot be written.
        """
        wanted = {_key(change): change for change in changes}  # of two for one thing the later counts
        with self._db.transaction():
            made = self.batch(batch) if batch else self.made_before() if undoable else []
            batch = batch or (_next_batch() if undoable else None)
            if made:
                return made
            stood = self.values(wanted)
            changed = [change for key, change in wanted.items() if stood[key] != change.after]
            entries = self._append(actor, changed, "do", None, codebook_revision, batch=batch, stood=stood)
            if entries and undoable:
                self._db.execute(sql.FORGET_UNDONE, {"actor": actor})
                self._db.execute(sql.ADD_STEP, {"actor": actor, "batch": entries[0].batch})
                if place:
                    self.keep_place(actor, entries[-1].subject)
        return entries

    def made_before(self) -> list[Entry]:
        """What the action that is at work wrote in an earlier try, where it is done again; else empty."""
        attempt = ATTEMPT.get()
        return self.batch(attempt.made_before) if attempt and attempt.made_before else []

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
        """Undo or redo the nearest action of which anything is left to undo or redo."""
        with self._db.transaction():
            if made := self.made_before():
                _next_batch()
                return made
            own = _next_batch()
            while rows := self._db.execute(which, {"actor": actor}):
                batch = rows[0]["batch"]
                entries = self._turn_round(actor, batch, action, codebook_revision, own=own)
                undone = int(action == "undo")
                step = {"actor": actor, "position": rows[0]["position"], "undone": undone}
                self._db.execute(sql.MARK_STEP, step)
                if entries:
                    return entries
        return []

    def _turn_round(
        self, actor: str, batch: str, action: Literal["undo", "redo"], codebook_revision: str,
        *, own: str | None,
    ) -> list[Entry]:  # fmt: skip
        """Set what an action set to what it had been before, or for a redo once more to what it set; `own` is
        the id of the batch that does so."""
        now_at, made = Following(self._db), self.batch(batch)
        changes = [
            Change(entry.kind, entry.coder, now_at.of(entry), entry.code,
                   entry.before if action == "undo" else entry.after)
            for entry in made
        ]  # fmt: skip
        stood = self.values({_key(change): None for change in changes})
        as_left = {
            _key(change): change for entry, change in zip(made, changes, strict=True)
            if stood[_key(change)] == (entry.after if action == "undo" else entry.before)
        }  # fmt: skip
        changed = as_left.values()
        return self._append(actor, changed, action, batch, codebook_revision, batch=own, stood=stood)

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
                rows = self._db.execute(sql.SESSION_REVISION, {"slug": session})
                revisions[session] = rows[0]["revision"] if rows else ""
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
            self._assigned.derive(Following(self._db).follow)
        for coder, made in Counter(entry.coder for entry in entries if entry.coder).items():
            self._db.execute(sql.KNOW_CODER, {"name": coder, "entries": made, "at": at})
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
        for statement in (sql.PLACE_MARKS, sql.CLEAR_TALLY_OF, sql.MAKE_TALLY_OF):
            self._db.execute(statement, {"session": session})
        self._assigned.derive(Following(self._db).follow, session)

    # Sessions reimported

    def revision_left(self, entry: Entry) -> str:
        """The revision of a session that was in force before the reimport or undo an entry takes back."""
        return str(self._taken_back(entry)["session_revision"])

    def carried_for(self, entry: Entry) -> list[Entry]:
        """What the reimport that an entry takes back had carried; additions where they are now."""
        now_at = Following(self._db)
        between = {"of": entry.of, "low": self._taken_back(entry)["lamport"], "high": entry.lamport}
        return [
            one if one.after is None else replace(one, subject=now_at.of(one))
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
            self._assigned.derive(Following(self._db).follow)

    def keep_place(self, coder: str, paragraph: str) -> None:
        place = {"coder": coder, "session": session_of(paragraph), "paragraph": paragraph, "at": now()}
        self._db.execute(sql.PUT_PLACE, place)


def _next_batch() -> str | None:
    """The id of what is written now, where it may have to be done again."""
    attempt = ATTEMPT.get()
    return attempt.next_batch() if attempt else None


def _key(change: Change) -> Key:
    return (change.kind, change.coder, change.subject, change.code)


def _dump(value: Value) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _to_row(entry: Entry) -> dict[str, Any]:
    row = {name: getattr(entry, name) for name in Entry.__slots__}
    return row | {"before": _dump(entry.before), "after": _dump(entry.after)}
