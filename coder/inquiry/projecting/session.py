"""One session as a source: its text, and what is selected in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coder.codebook import Code
from coder.evidence.dates import in_words
from coder.evidence.spans import spans_of
from coder.exchange.refi.conventions import QUOTED, SESSION, Mark
from coder.exchange.refi.layout import Part, laid_out
from coder.exchange.refi.records import Selection, Source
from coder.inquiry.projecting.basis import Dated
from coder.store.index import Placed, SessionHead

if TYPE_CHECKING:
    from coder.inquiry.projecting.project import Projecting


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph as it stands in the source: where it starts, how long it is there, what it is called, who
    says it."""

    placed: Placed
    start: int
    length: int
    name: str
    person: str


class Sitting:
    """A session on its way into a project, which collects what it has beside its source."""

    def __init__(self, project: Projecting, head: SessionHead) -> None:
        self._project, self._head, self._mask = project, head, project.mask
        self.guid = project.source_guid(head.slug)
        self.text, self._places = self._laid_out()
        self._marks: dict[str, list[Mark]] = {}
        self._notes: list[str] = []
        self._said: list[str] = []

    def source(self) -> tuple[Source, list[Selection]]:
        """The source, and the selections in it from top to bottom."""
        marks = list(self._project.basis.marks(self._head.slug))
        memos = {key[1:]: mark for mark in marks if (key := mark[0])[0] == "memo" and mark[1].get("text")}
        selections: list[Selection] = []
        for mark in marks:
            if mark[0][0] == "tag":
                selections += self._tag(mark, memos.pop(mark[0][1:], None))
            elif mark[0][0] != "memo":
                self._note_mark(mark)
        for memo in memos.values():
            selections += self._memo(memo)
        selections.sort(key=lambda one: (one.start, one.end, one.guid))
        notes = [*self._notes, *self._marks_notes()]
        source = Source(
            self.guid, self._project.name_of(self._head), self.text, self._values(), notes,
            "\n\n".join(self._said), self._transcript(),
        )  # fmt: skip
        return source, selections

    # The text

    def _laid_out(self) -> tuple[str, dict[str, Place]]:
        index, slug, told = self._project.inquiry.store.index, self._head.slug, self._mask.text
        items = {item.id: item.heading for item in index.items(slug)}
        placed = index.span(slug, 0, self._head.paragraphs)
        parts, people, seen = [], list[str](), set[str]()
        for one in placed:
            paragraph = one.paragraph
            person = self._project.people.of(slug, paragraph.speaker)
            people.append(person.id if person else "")
            name = self._mask.person(person.name) if person else told(paragraph.speaker or "")
            above = " · ".join(filter(None, (told(paragraph.citation or paragraph.number or ""), name)))
            heading = "" if one.item in seen else told(items.get(one.item, ""))
            seen.add(one.item)
            where = f"{slug} {paragraph.citation}"
            parts.append(Part(paragraph.id, above, told(paragraph.text, slug, where), heading))
        text, starts = laid_out(self._about(), parts)
        return text, {
            one.paragraph.id: Place(one, starts[part.id], len(part.text), self._name(one), person)
            for one, part, person in zip(placed, parts, people, strict=True)
        }

    def _about(self) -> list[str]:
        head = self._head
        day = in_words(head.date) if head.date else ""
        lines = [head.title or head.slug, head.body, head.committee, head.reference or "", day]
        return [self._mask.text(line) for line in dict.fromkeys(filter(None, lines))]

    def _name(self, placed: Placed) -> str:
        id_ = placed.paragraph.id.removeprefix(f"{self._head.slug}/")
        return self._mask.text(placed.paragraph.citation or id_)

    def _transcript(self) -> bytes | None:
        path = self._project.inquiry.sessions / f"{self._head.slug}.md"
        return path.read_bytes() if self._mask.is_open and path.is_file() else None

    def _values(self) -> list[tuple[str, str]]:
        head = self._head
        said = {"name": self._project.subject(head.slug), "date": head.date, "committee": head.committee,
                "body": head.body, "reference": head.reference}  # fmt: skip
        return [
            (self._project.variable(f"{SESSION}{name}"), self._mask.text(text))
            for name, text in said.items()
            if text
        ]

    # What stands on it

    def _tag(self, mark: Dated, memo: Dated | None) -> Iterator[Selection]:
        (_, coder, subject, code), value, at = mark
        place, project = self._places.get(subject), self._project
        if place is None:
            project.left_out["tags on paragraphs that are in no transcript any more"] += 1
            return
        user, notes, said = project.user(coder), *self._about_tag(project.code(code), value)
        about = (project.subject(subject), code, user)
        passages = list(self._passages(place, value))
        for number, (start, end) in enumerate(passages or [(place.start, place.start + place.length)]):
            own, told = list(notes), list(said)
            if memo and not number:
                own.append(self._note(memo))
                told.append(self._told(memo[1]["text"]))
            guid = project.guid("tag", number, *about)
            if place.person:
                project.spoken.setdefault(place.person, bytearray()).extend(
                    bytes.fromhex(guid.replace("-", ""))
                )
            yield Selection(
                guid, f"{place.name}{QUOTED}" if passages else place.name, start, end, user, at,
                project.guid("coding", number, *about), project.code_guid(code), own, "\n".join(told),
            )  # fmt: skip
            project.codings += 1

    def _about_tag(self, code: Code, value: dict[str, Any]) -> tuple[list[str], list[str]]:
        """The notes on a tag's step and on the meaning its code had, and their texts."""
        notes, found = self._project.notes, []
        if step := value.get("value"):
            found.append(notes.step(code, step))
        now = self._project.meanings.get(code.id, code.meaning)
        if (meaning := value.get("meaning")) and meaning != now:
            found.append(notes.meaning(code, meaning))
        return [note for note, _ in found], [text for _, text in found]

    def _passages(self, place: Place, value: dict[str, Any]) -> Iterator[tuple[int, int]]:
        """Where the passages of a mark stand in the source; those its paragraph has no more are counted."""
        if not value.get("spans"):
            return
        text = place.placed.paragraph.text
        found = [span.now(text) for span in spans_of(value)]
        there = [span for span in found if span]
        if lost := len(found) - len(there):
            self._project.left_out["quotes that are in their paragraph no more"] += lost
        for start, end in self._mask.passages(text, self._head.slug, there):
            yield place.start + start, place.start + end

    def _note_mark(self, mark: Dated) -> None:
        (kind, coder, subject, code), value, at = mark
        place = self._places.get(subject)
        if place is None:
            what = f"marks ({kind}) on paragraphs that are in no transcript any more"
            self._project.left_out[what] += 1
            return
        own = self._marks.setdefault(coder, [])
        passages = list(self._passages(place, value))
        own += [Mark("starred", *passage, at) for passage in passages]
        if not passages:
            own.append(Mark(kind, place.start, place.start + place.length, at, code))

    def _marks_notes(self) -> Iterator[str]:
        """A note for each coder."""
        for coder, marks in sorted(self._marks.items()):
            marks.sort(key=lambda one: (one.start, one.end, one.what, one.code))
            by = (self._project.user(coder), max(mark.at for mark in marks))
            slug = self._project.subject(self._head.slug)
            yield self._project.notes.marks(slug, coder, [mark.line for mark in marks], by)

    # Memos

    def _memo(self, memo: Dated) -> Iterator[Selection]:
        """On a paragraph as a selection; on the session or a person by other ways."""
        (_, coder, subject, code), value, at = memo
        project, place, text = self._project, self._places.get(subject), self._told(value["text"])
        if subject == self._head.slug:
            self._notes.append(self._note(memo))
            self._said.append(f"{coder}: {text}")
        elif "/@" in subject:
            project.memo_on_person(coder, subject, text, at)
        elif place is None or code:
            what = "tags that were taken off" if place else "paragraphs that are in no transcript any more"
            project.left_out[f"memos on {what}"] += 1
        else:
            user = project.user(coder)
            yield Selection(
                project.guid("selection", user, project.subject(subject)), place.name, place.start,
                place.start + place.length, user, at, notes=[self._note(memo)], said=text,
            )  # fmt: skip

    def _note(self, memo: Dated) -> str:
        """The note of a memo on the session, a paragraph or a tag."""
        (_, coder, subject, code), value, at = memo
        project, place = self._project, self._places.get(subject)
        on = place.name if place else self._mask.text(self._head.title)
        name = f"{coder} on {f'{project.code(code).name}, ' if code else ''}{on}"
        about = (project.subject(subject), code)
        return project.notes.memo(about, name, self._told(value["text"]), (project.user(coder), at))

    def _told(self, text: str) -> str:
        return self._mask.text(text, self._head.slug, f"{self._head.slug}, a memo")
