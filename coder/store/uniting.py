"""The entries of other copies of a journal, and what follows from them.

Journals are united as sets. State is the last entry for each key in the one order of all copies, so it
follows whatever came first; what is derived from it is made anew for what was touched. How marks are
carried along when a transcript changes stays in each copy: its transcripts may be others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coder.coding import Change, Entry, Key, can_be_undone, on_paragraph, textless
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.store import statements as sql
from coder.store import uniting_statements as own
from coder.store.database import execute_for_each
from coder.store.marks import entry_of
from coder.store.ways import Ways

if TYPE_CHECKING:
    from coder.store.assigned import Assigned
    from coder.store.database import Database
    from coder.store.journal import Journal

written = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
"""A value as the journal keeps it."""


@lru_cache(10_000)
def _bare_tag(meaning: int) -> str:
    return written({"meaning": meaning})


def row_of(entry: Entry) -> dict[str, Any]:
    """An entry as the journal keeps it. Most are tags with nothing but a meaning, alike by the thousand."""
    before, after = entry.before, entry.after
    bare = entry.kind == "tag" and after is not None and len(after) == 1 and "meaning" in after
    return {
        "id": entry.id, "lamport": entry.lamport, "batch": entry.batch, "action": entry.action,
        "of": entry.of, "actor": entry.actor, "at": entry.at, "kind": entry.kind, "coder": entry.coder,
        "subject": entry.subject, "code": entry.code,
        "before": None if before is None else written(before),
        "after": None if after is None else _bare_tag(after["meaning"]) if bare else written(after),
        "session_revision": entry.session_revision, "codebook_revision": entry.codebook_revision,
    }  # fmt: skip


class Uniting:
    """Takes in entries of other copies of the journal."""

    def __init__(self, database: Database, journal: Journal, assigned: Assigned) -> None:
        self._db, self._journal, self._assigned = database, journal, assigned

    def unite(
        self, actor: str, entries: Sequence[Entry], apart: Iterable[str], codebook_revision: str
    ) -> tuple[list[Entry], list[Entry]]:
        """Add entries and bring in line what follows from them; those that were not here, and those that
        carried marks here.

        `apart` are sessions that were marked under several revisions of their transcripts; where marks are
        carried, the `actor` does it. Run in the transaction that has kept those revisions. Raises
        CoderError where an entry is here with another content.
        """
        self._journal.known_ways.clear()
        new, carried = self._take(entries), list[Entry]()
        for session in sorted(apart):
            carried += self._place(session, actor, codebook_revision)
        if apart or any(entry.kind == "assignment" for entry in new):
            self._assigned.derive(self._journal.follow)
        return new, carried

    def words(self, subject: str) -> list[Entry]:
        """All that was said of a codebook."""
        return [entry_of(row) for row in self._db.execute(own.WORDS_OF, {"subject": subject})]

    def unknown(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that are not here yet. Raises CoderError where one is here and says something else."""
        there = self._db.execute(own.ENTRIES_IN_ALL)[0]["n"]
        ids = [entry.id for entry in entries] if there else []
        rows = execute_for_each(self._db, own.ENTRIES_NAMED, ids, {})
        known = {row["id"]: row for row in rows}
        for entry in entries if known else ():
            if entry.id in known and not self._alike(dict(known[entry.id]), row_of(entry)):
                raise CoderError(
                    f"The entry {entry.id} ({entry.actor} on {entry.subject}) says something else here, "
                    "though entries never change: one of the two journals is damaged or forged."
                )
        return [entry for entry in entries if entry.id not in known]

    def _take(self, entries: Sequence[Entry]) -> list[Entry]:
        """Add those that are not here yet, and bring in line what follows from them; they are returned."""
        new = self.unknown(entries)
        if not new:
            return []
        rows = [row_of(entry) for entry in new]
        if purged := {row["subject"] for row in self._db.execute(own.PURGED)}:
            rows = [_blank(row) if session_of(row["subject"]) in purged else row for row in rows]
        meanings = {entry.id: entry.after.get("meaning", 0) for entry in new if entry.after}
        in_force = self._in_force(rows)
        actors = {row["actor"] for row in self._db.execute(own.ACTORS)}
        self._db.execute_many(sql.ADD_ENTRY, rows)
        self._put(in_force, meanings)
        for coder in {entry.coder for entry in new} - {""}:
            self._db.execute(own.MAKE_CODER_OF, {"coder": coder})
        self._put_steps(new, actors & {entry.actor for entry in new})
        return new

    def _alike(self, mine: dict[str, Any], theirs: dict[str, Any]) -> bool:
        """Whether two are one entry; a purge may have taken the texts of one."""
        if mine == theirs:
            return True
        bare, other = _blank(mine), _blank(theirs)
        return bare == other and bare in (mine, theirs)

    # State

    def _in_force(self, rows: list[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
        """For each key the new entry that counts, where no entry that is here comes later."""
        last: dict[Key, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda row: (row["lamport"], row["id"])):
            last[row["kind"], row["coder"], row["subject"], row["code"]] = row
        low = min(row["lamport"] for row in last.values())
        for id_, lamport, *key in self._db.stream(own.KEYS_SINCE, {"low": low}):
            named = (key[0], key[1], key[2], key[3])
            if named in last and (lamport, id_) > (last[named]["lamport"], last[named]["id"]):
                del last[named]
        return last

    def _put(self, in_force: dict[Key, dict[str, Any]], meanings: dict[str, int]) -> None:
        places: dict[str, set[str]] = {}
        put, drop = [], []
        for (kind, coder, subject, code), row in in_force.items():
            session = session_of(subject)
            if session not in places:
                places[session] = self._paragraphs(session)
            if row["after"] is None:
                drop.append({"kind": kind, "coder": coder, "subject": subject, "code": code})
                continue
            placed = subject in places[session] or not on_paragraph(kind, subject)
            put.append({
                "kind": kind, "coder": coder, "subject": subject, "code": code, "session": session,
                "value": row["after"], "entry": row["id"], "meaning": meanings.get(row["id"], 0),
                "placed": int(placed),
            })  # fmt: skip
        self._db.execute_many(sql.DROP_STATE, drop)
        self._db.execute_many(own.PUT_STATE, put)
        for session, paragraphs in places.items():
            if paragraphs:
                self._db.execute(sql.CLEAR_TALLY_OF, {"session": session})
                self._db.execute(sql.MAKE_TALLY_OF, {"session": session})

    def _paragraphs(self, session: str) -> set[str]:
        return {row["id"] for row in self._db.execute(own.PARAGRAPH_IDS, {"session": session})}

    # Undo

    def _put_steps(self, new: Sequence[Entry], known: set[str]) -> None:
        """What people may undo and redo, as it follows from all they did, in its order; `known` are those
        who did something here before."""
        stacks: defaultdict[str, Stack] = defaultdict(Stack)
        for entry in sorted(new, key=lambda entry: (entry.lamport, entry.id)):
            if entry.actor not in known:
                stacks[entry.actor].add(entry)
        if known:
            for entry in map(entry_of, self._db.stream(own.ENTRIES_OF_ALL)):
                if entry.actor in known:
                    stacks[entry.actor].add(entry)
        for actor, stack in stacks.items():
            self._db.execute(own.CLEAR_STEPS_OF, {"actor": actor})
            self._db.execute_many(own.PUT_STEP, [
                {"actor": actor, "position": position, "batch": batch, "undone": int(batch in stack.undone)}
                for position, batch in enumerate(stack.steps, 1)
            ])  # fmt: skip
        for row in self._db.execute(own.PURGED):
            self._db.execute(sql.PURGE_STEPS, {"slug": row["subject"]})

    # Transcripts of several revisions

    def _place(self, session: str, actor: str, codebook_revision: str) -> list[Entry]:
        """Carry the marks of a session to where their paragraphs are in the revision in force here.

        What stands where follows from all that people did and from the texts of the revisions, so that it
        is the same in every copy that has both. The entries that carry are this copy's own.
        """
        from coder.store.placing import standing

        ways, now = self._journal.ways(session), self._journal.revision_in_force(session)
        did = map(entry_of, self._db.stream(own.ENTRIES_ON, {"session": session}))
        wanted = standing(did, ways, now)
        there = {
            (row["kind"], row["coder"], row["subject"], row["code"]): json.loads(row["value"])
            for row in self._db.execute(own.STATE_OF_SESSION, {"session": session})
            if on_paragraph(row["kind"], row["subject"])
        }
        changes = [
            Change(key[0], key[1], key[2], key[3], wanted.get(key))
            for key in sorted({**there, **wanted}) if there.get(key) != wanted.get(key)
        ]  # fmt: skip
        carried = self._journal.amend(actor, changes, codebook_revision, None)
        self._keep_lost_texts(session, wanted, ways, now)
        return carried

    def _keep_lost_texts(self, session: str, standing: Iterable[Key], ways: Ways, now: str) -> None:
        """The texts of paragraphs that have no place here, to be shown, and found again in a correction."""
        self._db.execute(own.CLEAR_ELSEWHERE, {"session": session})
        lost = {key[2] for key in standing} - set(ways.texts(now))
        for subject in sorted(lost):
            revision, origin = ways.origin("", subject, now)
            if text := ways.texts(revision).get(origin):
                at = {"session": session, "old_id": subject, "old_text": text}
                self._db.execute(own.ADD_ELSEWHERE, at)


class Stack:
    """A person's actions that can be undone, in order, and those of them that are."""

    def __init__(self) -> None:
        self.steps: dict[str, None] = {}
        self.undone: set[str] = set()
        self._seen: set[str] = set()

    def add(self, entry: Entry) -> None:
        """The next of what the person did."""
        if entry.action != "do":
            self._retrace(str(entry.of), entry.action == "undo")
        elif entry.batch not in self._seen:
            self._seen.add(entry.batch)
            if can_be_undone(entry.actor, [entry]):
                self._do(entry.batch)

    def _do(self, batch: str) -> None:
        """An action that can be undone; what was undone before can be redone no more."""
        for gone in self.undone:
            del self.steps[gone]
        self.undone.clear()
        self.steps[batch] = None

    def _retrace(self, batch: str, back: bool) -> None:
        """An action that is undone, or done again."""
        self.steps.setdefault(batch)
        (self.undone.add if back else self.undone.discard)(batch)


def _blank(row: dict[str, Any]) -> dict[str, Any]:
    """An entry without its texts, as a purge of its session leaves it."""
    subject = row["subject"]
    session = session_of(subject)
    if row["kind"] == "withdrawn" or ":" in session:
        return row
    if subject.startswith(f"{session}/@"):
        return row | {"subject": f"{session}/@purged", "before": None, "after": None}
    bare = {
        name: row[name] and written(textless(json.loads(row[name]), "purged")) for name in ("before", "after")
    }
    return row | bare
