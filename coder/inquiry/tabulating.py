"""An inquiry's coding as rows of the tables of a database of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from coder import __version__
from coder.codebook import Codebook
from coder.coding import Key, Tag, codebook_subject
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.evidence.spans import spans_of
from coder.inquiry.adjudicating import agreed_tags
from coder.inquiry.folder import Inquiry
from coder.inquiry.mask import Mask
from coder.inquiry.people import people
from coder.inquiry.reports import paragraph_rows, words_quoted
from coder.inquiry.selecting import stale_tags
from coder.inquiry.withdrawing import find_session

if TYPE_CHECKING:
    from coder.exchange.database import CodingDatabase
    from coder.matrices import TagRow

Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions and whose coding; what is empty lets all through."""

    sessions: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()


EVERYTHING = Wanted()


class Tabulating:
    """What may be shown of an inquiry's coding, behind a mask, ready to be put into a database.

    `unplaced` counts marks on paragraphs that are in no transcript any more, and so in no table.
    """

    def __init__(self, inquiry: Inquiry, mask: Mask, wanted: Wanted) -> None:
        """Raises CoderError where a session or coder that is wanted is not there, or nothing may be shown."""
        self.inquiry, self.mask, self.wanted = inquiry, mask, wanted
        index, journal = inquiry.store.index, inquiry.store.journal
        named = [find_session(inquiry, slug).slug for slug in wanted.sessions]
        self.heads = [head for head in index.sessions() if not named or head.slug in named]
        slugs = {head.slug for head in self.heads}
        paragraphs = [row for row in paragraph_rows(inquiry) if row.session in slugs]
        self.rows = {row.paragraph: row for row in paragraphs}
        self.people = [one for one in people(inquiry).all if slugs.intersection(one.sessions)]
        self.number_of = {id: number for number, one in enumerate(self.people, 1) for id in one.ids}
        self.book = codebook_subject(inquiry.codebook.name)
        shown = list(journal.state())
        self._check_coders({coder for (_, coder, _, _), _ in shown if coder})
        self.marks = dict(mark for mark in shown if self._is_wanted(mark[0], slugs))
        self.unplaced = self._set_aside()
        self.agreed = self._layer_agreed_on()
        self.at = {entry.key: entry.at for entry in journal.entries()}
        place = {paragraph: at for at, paragraph in enumerate(self.rows)}
        marks = sorted(self.of_kind("tag"), key=lambda mark: (place[mark[0][2]], mark[0]))
        tags = [self._tag_row(key, value) for key, value in marks]
        stale = stale_tags(inquiry, self.marks.items())
        self.stale = [(tag.coder, tag.paragraph, tag.code) in stale for tag in tags]
        self.masked, self.tags = mask.rows(paragraphs, tags)

    def of_kind(self, kind: str) -> Iterator[tuple[Key, dict[str, Any]]]:
        return ((key, value) for key, value in self.marks.items() if key[0] == kind)

    def _check_coders(self, there: set[str]) -> None:
        if missing := [coder for coder in self.wanted.coders if coder not in there]:
            listed = ", ".join(sorted(there)) or "nobody yet"
            raise CoderError(f"{missing[0]}: nothing that can be shown is by this coder; there is: {listed}.")

    def _is_wanted(self, key: Key, slugs: set[str]) -> bool:
        _, coder, subject, _ = key
        if coder and self.wanted.coders and coder not in self.wanted.coders:
            return False
        return session_of(subject) in slugs or (not self.wanted.sessions and subject == self.book)

    def _set_aside(self) -> int:
        """Leave out the marks whose paragraph is gone; how many they are."""
        kinds = ("tag", "read", "unjudged", "memo", "decision")
        lost = [
            key for key in self.marks
            if key[0] in kinds and "/" in key[2] and "/@" not in key[2] and key[2] not in self.rows
        ]  # fmt: skip
        for key in lost:
            del self.marks[key]
        return len(lost)

    def _layer_agreed_on(self) -> list[Tag]:
        """What is agreed; nothing where not everybody's tags are asked for, or may be shown."""
        if self.wanted.coders or not self.inquiry.store.journal.sight.whole:
            return []
        return [tag for tag in agreed_tags(self.inquiry)[0] if tag.paragraph in self.rows]

    def _tag_row(self, key: Key, value: dict[str, Any]) -> TagRow:
        from coder.matrices import TagRow

        _, coder, paragraph, code = key
        tag = Tag(coder, paragraph, code, value.get("value"), spans_of(value))
        quoted = words_quoted(tag, lambda one: self.rows[one].text)
        return TagRow(paragraph, code, coder, tag.value, quoted)

    # Into the tables

    def fill(self, database: CodingDatabase, journal: bool = True) -> None:
        """Put everything into a database; the journal only where it is asked for, as it is the longest."""
        codebook = self.mask.codebook(self.inquiry.codebook)
        used = {key[3] for key in self.marks if key[3] and key[0] != "summary"}
        gone = sorted((used | {tag.code for tag in self.agreed}) - codebook.by_id.keys())
        database.add("about", self._about(codebook))
        database.add("session", self._sessions())
        database.add("item", self._items())
        database.add("witness", self._witnesses())
        database.add("attribute", self._attributes())
        database.add("paragraph", self._paragraphs())
        database.add("coder", [(name,) for name in self._coders()])
        database.add("code", _codes(codebook, gone))
        database.add("scale", _scale(codebook))
        database.add("tag", self._tags())
        database.add("span", self._spans())
        database.add("reading", self._readings())
        database.add("unjudged", self._unjudged())
        database.add("memo", self._memos())
        database.add("decision", self._decisions())
        database.add("agreed_tag", self._agreed())
        if journal:
            database.add("journal", self._journal())
        database.add_grid([*codebook.by_id, *gone])

    def _about(self, codebook: Codebook) -> Iterator[Row]:
        yield "inquiry", self.mask.text(self.inquiry.name)
        yield "codebook", codebook.title
        yield "codebook_revision", self.inquiry.codebook.revision
        yield "program", f"evidence coder {__version__}"

    def _sessions(self) -> Iterator[Row]:
        text, subject = self.mask.text, self.mask.subject
        for head in self.heads:
            yield (subject(head.slug), text(head.title, head.slug), head.date, text(head.body),
                   text(head.committee), text(head.reference or ""), head.paragraphs, head.sha256,
                   head.revision)  # fmt: skip

    def _items(self) -> Iterator[Row]:
        for head in self.heads:
            session = self.mask.subject(head.slug)
            for place, item in enumerate(self.inquiry.store.index.items(head.slug)):
                heading = self.mask.text(item.heading, head.slug)
                yield (self.mask.subject(item.id), session, place, heading, item.number, item.agenda_item,
                       item.time)  # fmt: skip

    def _witnesses(self) -> Iterator[Row]:
        for number, one in enumerate(self.people, 1):
            yield (number, self.mask.person(one.name), one.kind(), self.mask.text("; ".join(one.roles)),
                   self.mask.organisation(one.organisation()), len(one.sessions), one.paragraphs)  # fmt: skip

    def _attributes(self) -> Iterator[Row]:
        for number, one in enumerate(self.people, 1):
            for name, value in one.attributes.items():
                yield number, self.mask.text(name), self.mask.text(value)

    def _paragraphs(self) -> Iterator[Row]:
        subject, number_of = self.mask.subject, {one.name: at for at, one in enumerate(self.people, 1)}
        numbers = self._numbers()
        for told, row in zip(self.masked, self.rows.values(), strict=True):
            yield (subject(row.paragraph), subject(row.session), subject(row.item), numbers[row.paragraph][0],
                   row.role, row.question and subject(row.question), numbers[row.paragraph][1], told.citation,
                   told.full_citation, number_of.get(row.speaker or ""), told.speaker, told.organisation,
                   told.text)  # fmt: skip

    def _numbers(self) -> dict[str, tuple[int, str | None]]:
        """Of each paragraph its place in its session and its printed number."""
        return {
            placed.paragraph.id: (placed.position, placed.paragraph.number)
            for placed in self.inquiry.store.index.everything()
        }

    def _coders(self) -> list[str]:
        kinds = ("tag", "read", "unjudged", "memo")
        found = {key[1] for key in self.marks if key[0] in kinds}
        return sorted(found | {value["by"] for _, value in self.of_kind("decision") if value.get("by")})

    def _tags(self) -> Iterator[Row]:
        for number, (tag, stale) in enumerate(zip(self.tags, self.stale, strict=True), 1):
            at = self.at.get(("tag", tag.coder, tag.paragraph, tag.code))
            yield number, self.mask.subject(tag.paragraph), tag.coder, tag.code, tag.value, int(stale), at

    def _spans(self) -> Iterator[Row]:
        texts = {row.paragraph: row.text for row in self.masked}
        for number, tag in enumerate(self.tags, 1):
            for place, (start, words) in enumerate(tag.quoted, 1):
                stands = texts[tag.paragraph].startswith(words, start)
                yield number, place, start if stands else None, start + len(words) if stands else None, words

    def _readings(self) -> Iterator[Row]:
        first: dict[tuple[str, str], str] = {}
        for kind in ("tag", "read"):  # what was said of the paragraph whole is the better time
            for key, _ in self.of_kind(kind):
                first[key[2], key[1]] = self.at.get(key, "")
        for (paragraph, coder), at in sorted(first.items()):
            yield self.mask.subject(paragraph), coder, at

    def _unjudged(self) -> Iterator[Row]:
        for (_, coder, subject, code), _ in self.of_kind("unjudged"):
            yield self.mask.subject(subject), coder, code

    def _memos(self) -> Iterator[Row]:
        told = [(key, value["text"]) for key, value in self.of_kind("memo") if value.get("text")]
        for number, (key, text) in enumerate(told, 1):
            _, coder, subject, code = key
            session = session_of(subject)
            said = self.mask.text(text, session, f"memo of {coder} on {subject}")
            on_session: str | None = None if subject == self.book else self.mask.subject(session)
            paragraph = self.mask.subject(subject) if subject in self.rows else None
            on_a = ("tag" if code else "paragraph") if paragraph else "session"
            if subject == self.book:
                on_a = "code"
            elif "/@" in subject:
                on_a = "witness"
            yield (number, coder, on_a, on_session, paragraph, self.number_of.get(subject), code, said,
                   self.at.get(key))  # fmt: skip

    def _decisions(self) -> Iterator[Row]:
        for key, value in self.of_kind("decision"):
            _, _, subject, code = key
            reason = self.mask.text(value.get("reason") or "", session_of(subject), f"decision on {subject}")
            yield (self.mask.subject(subject), code, value["decision"], value.get("value"), reason,
                   value.get("by"), self.at.get(key))  # fmt: skip

    def _agreed(self) -> Iterator[Row]:
        for tag in self.agreed:
            yield self.mask.subject(tag.paragraph), tag.code, tag.value

    def _journal(self) -> Iterator[Row]:
        journal, text_of = self.inquiry.store.journal, self.inquiry.store.index.text
        withdrawn, coders = journal.withdrawn(), self.wanted.coders
        slugs = {head.slug for head in self.heads}
        for entry in journal.entries():
            session = session_of(entry.subject)
            if session in withdrawn or (self.wanted.sessions and session not in slugs):
                continue
            if coders and entry.coder not in coders:
                continue
            told = self.mask.entry(entry, text_of)
            yield (told.id, told.lamport, told.at, told.actor, told.action, told.batch, told.of, told.verb,
                   told.kind, told.coder, told.subject, told.code, _json(told.before), _json(told.after),
                   told.session_revision, told.codebook_revision)  # fmt: skip


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _codes(codebook: Codebook, gone: list[str]) -> Iterator[Row]:
    for place, code in enumerate(codebook.codes):
        yield (code.id, code.name, code.parent, codebook.theme_of(code.id).id, place, code.definition,
               code.include, code.exclude, code.example, code.colour, int(code.in_use))  # fmt: skip
    for name in gone:
        yield name, name, None, name, None, "", "", "", "", "", 0


def _scale(codebook: Codebook) -> Iterator[Row]:
    for code in codebook.codes:
        for step, name in enumerate(code.values, 1):
            yield code.id, step, name
