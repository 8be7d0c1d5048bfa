"""The index copy of the evidence: sessions, items and paragraphs, and stepping through them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from coder.evidence.citations import preset_of
from coder.evidence.model import Item, Session, Witness, session_of
from coder.store import statements as sql
from coder.store.database import Database, execute_for_each
from coder.store.filtering import Filter
from coder.store.journal import now
from coder.store.rows import HEAD, Placed, SessionHead, appearance_of, head_of, placed_of
from coder.store.steps import Steps

if TYPE_CHECKING:
    from coder.evidence.anchors import Carry
    from coder.evidence.appearances import Appearance

__all__ = ["Index", "Placed", "SessionHead"]


class Index:
    """What there is to code. Positions are indexed, so that a step costs the same in any store.

    What was withdrawn is in the index, so that it can be restored, but no reading offers it: sessions,
    items, paragraphs, steps and counts are read through views that leave it out.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    # Taking a transcript in

    def put(
        self, session: Session, revision: str, stamp: str, text: str, carries: Sequence[Carry],
        *, put_back: bool = False,
    ) -> None:  # fmt: skip
        """Replace a session's index, and record the revision and where ids went. Run in a transaction.

        `put_back` says that the revision is a former one, with every mark back where it was under it.
        """
        old = self._db.execute(sql.SESSION_REVISION, {"slug": session.slug})
        if old and old[0]["revision"] != revision:
            self._record(session.slug, old[0]["revision"], revision, carries, put_back)
        placed = [(item.id, paragraph) for item in session.items for paragraph in item.paragraphs]
        first = self._first_key(session.slug, len(placed))
        self._db.execute(sql.CLEAR_ITEMS, {"session": session.slug})
        self._db.execute(sql.CLEAR_PARAGRAPHS, {"session": session.slug})
        self._db.execute_many(sql.ADD_ITEM, [
            {"id": item.id, "session": session.slug, "position": place, "heading": item.heading,
             "number": item.number, "agenda_item": item.agenda_item, "time": item.time,
             "witnesses": json.dumps([asdict(witness) for witness in item.witnesses], ensure_ascii=False)}
            for place, item in enumerate(session.items)
        ])  # fmt: skip
        rows = [
            {"key": first + place, "session": session.slug, "position": place, "id": p.id, "item": item,
             "question": p.question, "role": p.role, "number": p.number, "citation": p.citation,
             "speaker": p.speaker, "label": p.label, "text": p.text}
            for place, (item, p) in enumerate(placed)
        ]  # fmt: skip
        self._db.execute_many(sql.ADD_PARAGRAPH, rows)
        self._db.words.add(rows)
        self._db.execute(sql.CLEAR_EXTENT, {"session": session.slug})
        self._db.execute(sql.ADD_EXTENT, {"session": session.slug})
        self._put_appearances(session)
        about = {name: getattr(session, name) for name in HEAD} | {"citations": preset_of(session)}
        head = {
            "slug": session.slug, "title": session.title, "date": session.date, "paragraphs": len(placed),
            "revision": revision, "stamp": stamp,
            "head": json.dumps(about, ensure_ascii=False),
        }  # fmt: skip
        self._db.execute(sql.PUT_SESSION, head)
        self.keep_revision("session", session.slug, revision, text)

    def _first_key(self, slug: str, paragraphs: int) -> int:
        """Where the keys of a session begin, which follow each other: where they did if there is room, so
        that a corrected session keeps its place among what is found; else behind all others."""
        had = self._db.execute(sql.KEYS_OF, {"session": slug})[0]
        if paragraphs <= had["n"]:
            return int(had["first"] or 1)
        return int(self._db.execute(sql.LAST_KEY)[0]["n"] or 0) + 1

    def _put_appearances(self, session: Session) -> None:
        from coder.evidence.appearances import appearances

        self._db.execute(sql.CLEAR_APPEARANCES, {"session": session.slug})
        self._db.execute_many(sql.ADD_APPEARANCE, [
            asdict(one) | {"position": place, "labels": json.dumps(one.labels, ensure_ascii=False),
                           "surname": one.surname}
            for place, one in enumerate(appearances(session))
        ])  # fmt: skip

    def _record(self, slug: str, old: str, new: str, carries: Sequence[Carry], put_back: bool) -> None:
        position = len(self._db.execute(sql.CORRECTIONS, {"session": slug}))
        at = {"session": slug, "position": position}
        made = {"from_revision": old, "to_revision": new, "at": now(), "put_back": int(put_back)}
        self._db.execute(sql.ADD_CORRECTION, at | made)
        self._db.execute_many(sql.ADD_CARRIED, [
            at | {"old_id": one.old, "new_id": one.new, "how": one.how, "old_text": self.text(one.old)}
            for one in carries if one.how != "kept"
        ])  # fmt: skip

    def keep_revision(self, kind: str, name: str, revision: str, content: str) -> None:
        """Keep a revision of a transcript or codebook for good."""
        row = {"kind": kind, "name": name, "revision": revision, "at": now(), "content": content}
        self._db.execute(sql.ADD_REVISION, row)

    def revision(self, kind: str, name: str, revision: str) -> str | None:
        """The content of a revision; None where it was never seen here, or has been purged."""
        rows = self._db.execute(sql.GET_REVISION, {"kind": kind, "name": name, "revision": revision})
        return (rows[0]["content"] or None) if rows else None

    def names_of(self, kind: str) -> list[str]:
        """Of which transcripts, or codebooks, revisions were ever seen."""
        return [row["name"] for row in self._db.execute(sql.NAMES_OF_REVISIONS, {"kind": kind})]

    def revisions(self, kind: str, name: str) -> dict[str, str]:
        """Every revision ever seen with its content, the oldest first."""
        rows = self._db.execute(sql.REVISIONS, {"kind": kind, "name": name})
        return {row["revision"]: row["content"] for row in rows}

    def stamps(self) -> dict[str, str]:
        """Of each session the file stamp that was taken in last."""
        return dict(map(tuple, self._db.execute(sql.SESSION_STAMPS)))

    def in_force(self) -> dict[str, tuple[str, str]]:
        """Of every session, withdrawn or not, its revision and the file stamp that was taken in last."""
        return {row["slug"]: (row["revision"], row["stamp"]) for row in self._db.execute(sql.IN_FORCE)}

    def extent(self) -> tuple[int, int]:
        """How many sessions there are, and how often one was corrected: grows when the evidence changes."""
        row = self._db.execute(sql.EXTENT_OF_EVIDENCE)[0]
        return row["sessions"], row["corrections"]

    def stamp(self, slug: str) -> tuple[str, str]:
        """The revision and the file stamp of a session; both empty where it was never taken in."""
        rows = self._db.execute(sql.SESSION_STAMP, {"slug": slug})
        return (rows[0]["revision"], rows[0]["stamp"]) if rows else ("", "")

    def put_stamp(self, slug: str, stamp: str) -> None:
        self._db.execute(sql.PUT_STAMP, {"slug": slug, "stamp": stamp})

    # Reading

    def sessions(self, withdrawn: bool = False) -> list[SessionHead]:
        """All sessions by date; those that were withdrawn only where asked for."""
        return [head_of(row) for row in self._db.execute(sql.EVERY_SESSION if withdrawn else sql.SESSIONS)]

    def sessions_from(self, low: int, most: int) -> list[SessionHead]:
        """So many sessions by date, from a place on that counts from 0."""
        return [head_of(row) for row in self._db.execute(sql.SESSIONS_FROM, {"low": low, "most": most})]

    def session_count(self) -> int:
        return int(self._db.execute(sql.SESSIONS_IN_ALL)[0]["n"])

    def session_place(self, head: SessionHead) -> int:
        """At which place a session stands by date, from 0; those without a date come first."""
        which = sql.SESSIONS_UNDATED if head.date is None else sql.SESSIONS_BEFORE
        at = {"slug": head.slug} | ({} if head.date is None else {"date": head.date})
        return int(self._db.execute(which, at)[0]["n"])

    def session(self, slug: str) -> SessionHead | None:
        rows = self._db.execute(sql.SESSION, {"slug": slug})
        return head_of(rows[0]) if rows else None

    def sessions_beginning(self, text: str, most: int) -> list[str]:
        """The short names that begin so, at most so many."""
        at = {"low": text, "high": f"{text}\U0010ffff", "most": most}
        return [row["slug"] for row in self._db.execute(sql.SESSIONS_BEGINNING, at)]

    def items(self, session: str) -> list[Item]:
        """The items of a session with their witnesses, without questions and paragraphs."""
        return [
            Item(row["id"], row["heading"], row["number"], row["agenda_item"], row["time"],
                 tuple(Witness(**witness) for witness in json.loads(row["witnesses"])))
            for row in self._db.execute(sql.ITEMS, {"session": session})
        ]  # fmt: skip

    def appearances(self, session: str | None = None) -> list[Appearance]:
        """Who speaks or gives evidence, session by session by date; or in one session."""
        which = sql.APPEARANCES if session is None else sql.APPEARANCES_OF
        rows = self._db.execute(which, {} if session is None else {"session": session})
        return list(map(appearance_of, rows))

    def appearances_of(self, surnames: Iterable[str]) -> list[Appearance]:
        """The same of those with some surnames."""
        statement, named = sql.with_list(sql.APPEARANCES_OF_SURNAMES, "surnames", sorted(surnames), {})
        return list(map(appearance_of, self._db.execute(statement, named)))

    def surnames(self, session: str) -> set[str]:
        """Of all who speak or give evidence in a session."""
        return {row["surname"] for row in self._db.execute(sql.SURNAMES, {"session": session})}

    def paragraph(self, paragraph_id: str) -> Placed | None:
        rows = self._db.execute(sql.PARAGRAPH, {"id": paragraph_id})
        return placed_of(rows[0]) if rows else None

    def text(self, paragraph_id: str) -> str:
        """A paragraph's text; the last it had, where it is in no transcript any more."""
        if rows := self._db.execute(sql.TEXT, {"id": paragraph_id}):
            return str(rows[0]["text"])
        lost = {"session": session_of(paragraph_id), "subject": paragraph_id}
        rows = self._db.execute(sql.TEXT_OF_UNPLACED, lost)
        return rows[0]["old_text"] if rows else ""

    def texts(self, session: str) -> dict[str, str]:
        """Every paragraph of a session, withdrawn or not: its id and its text, in order."""
        return {row["id"]: row["text"] for row in self._db.execute(sql.TEXTS, {"session": session})}

    def with_citation(self, citation: str) -> list[str]:
        """The ids of the paragraphs printed with a citation, in whichever session."""
        return [row["id"] for row in self._db.execute(sql.PARAGRAPHS_BY_CITATION, {"citation": citation})]

    def paragraphs(self, ids: Sequence[str]) -> dict[str, Placed]:
        """Many paragraphs by id; those that are in no transcript are left out."""
        rows = execute_for_each(self._db, sql.PARAGRAPHS_OF, ids, {})
        return {row["id"]: placed_of(row) for row in rows}

    def under(self, session: str, question: str, roles: Sequence[str]) -> list[str]:
        """The ids of the paragraphs of some roles that stand under a question, in order."""
        at = {"session": session, "question": question}
        statement, at = sql.with_list(sql.PARAGRAPHS_UNDER, "roles", roles, at)
        return [row["id"] for row in self._db.execute(statement, at)]

    def cited(self, citations: Sequence[str], first: str, most: int) -> list[Placed]:
        """At most so many paragraphs printed with one of a few citations, those of one session first."""
        at = {"first": first, "most": most}
        return [placed_of(row) for row in execute_for_each(self._db, sql.CITED, citations, at)]

    def span(self, session: str, low: int, high: int) -> list[Placed]:
        """The paragraphs at positions low to high, both included."""
        at = {"session": session, "low": low, "high": high}
        return [placed_of(row) for row in self._db.execute(sql.PARAGRAPHS_FROM, at)]

    def at_keys(self, keys: Sequence[int]) -> dict[int, Placed]:
        """The paragraphs of some keys, by key, but for those that are there no more."""
        rows = execute_for_each(self._db, sql.PARAGRAPHS_AT, keys, {})
        return {row["key"]: placed_of(row) for row in rows}

    def everything(self) -> Iterator[Placed]:
        """Every paragraph of every session, sessions by date."""
        return map(placed_of, self._db.stream(sql.ALL_PARAGRAPHS))

    # Stepping

    def steps(
        self, session: str, roles: Sequence[str], coder: str, *,
        wanted: Filter | None = None, meanings: Mapping[str, int] | None = None,
    ) -> Steps:  # fmt: skip
        """The paragraphs of these roles that a filter lets through, for a coder.

        `meanings` are the present ones of the codes; they tell which tags are stale.
        """
        return Steps(self._db, session, roles, coder, wanted=wanted or Filter(), meanings=meanings or {})

    def next(self, session: str, position: int, roles: Sequence[str]) -> int | None:
        """The position of the next paragraph of these roles."""
        return self.steps(session, roles, "").next(position)

    def previous(self, session: str, position: int, roles: Sequence[str]) -> int | None:
        return self.steps(session, roles, "").previous(position)

    def read_count(self, session: str, roles: Sequence[str], coder: str) -> int:
        """How many paragraphs of these roles a coder has read or tagged."""
        return self._count(sql.READ_COUNT, roles, {"session": session, "coder": coder})

    def role_count(self, session: str, roles: Sequence[str]) -> int:
        return self._count(sql.ROLE_COUNT, roles, {"session": session})

    def part_counts(
        self, session: str, part: Literal["item", "question"], id: str, roles: Sequence[str], coder: str
    ) -> tuple[int, int]:
        """Of the paragraphs of these roles in an item, or under a question: read by a coder, and all."""
        listed, names = sql.listed("roles", roles)
        at = {"session": session, "id": id, "coder": coder} | names
        row = self._db.execute(sql.PART_COUNTS.format(part=part, roles=listed), at)[0]
        return int(row["read"]), int(row["total"])

    def exchange(self, placed: Placed, most: int) -> tuple[list[Placed], list[Placed]]:
        """What is under the same question as a paragraph: as many as `most` before it, and after it."""
        at = {"session": placed.session, "question": placed.paragraph.question,
              "position": placed.position, "most": most}  # fmt: skip
        before, after = (self._db.execute(one, at) for one in (sql.EXCHANGE_BEFORE, sql.EXCHANGE_AFTER))
        return [placed_of(row) for row in reversed(before)], [placed_of(row) for row in after]

    def unanswered(self, session: str) -> list[Placed]:
        """The questions that no answer stands under."""
        return [placed_of(row) for row in self._db.execute(sql.UNANSWERED, {"session": session})]

    def item_start(self, session: str, item: str) -> int:
        """The position of an item's first paragraph; -1 where it has none."""
        start = self._db.execute(sql.ITEM_START, {"session": session, "item": item})[0]["n"]
        return -1 if start is None else int(start)

    def question_place(self, placed: Placed) -> tuple[int, int]:
        """Which question of its item a paragraph is under, from 1 (0 before the first), and of how many."""
        at = {"session": placed.session, "item": placed.item, "position": placed.position}
        nth = self._db.execute(sql.QUESTION_PLACE, at)[0]["n"]
        return nth, self._db.execute(sql.QUESTIONS_OF_ITEM, at)[0]["n"]

    def _count(self, statement: str, roles: Sequence[str], parameters: dict[str, Any]) -> int:
        return int(self._db.execute(*sql.with_list(statement, "roles", roles, parameters))[0]["n"])
