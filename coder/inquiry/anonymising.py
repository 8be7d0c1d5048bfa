"""Outputs without names: who is called what, what a mask does to them, and the key kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.codebook import Codebook
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.folder import Inquiry, write_beside
from coder.inquiry.people import People, Person, people

if TYPE_CHECKING:
    from coder.coding import Entry
    from coder.matrices import ParagraphRow, TagRow
    from coder.redaction import Doubt, Known, Line, Redacted

KEY = "anonymise-key.csv"
APPEARANCE = re.compile(r"(.+/@).+")
SHOWN = 8
"""Places to look at that the terminal lists; the file beside the key has all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `--anonymise` and `--key` ask for; the key lies in the inquiry's folder where nothing is said."""

    organisations: bool = False
    key: Path | None = None


class Mask:
    """What stands between names and an output; `OPEN` lets everything through."""

    def __init__(
        self,
        redact: Callable[[str, str], Redacted] | None = None,
        labels: dict[str, str] | None = None,
        bodies: dict[str, str] | None = None,
    ) -> None:
        self._redact, self._labels, self._bodies = redact, labels or {}, bodies or {}
        self._doubts: dict[tuple[str, str, int], Doubt] = {}

    @property
    def is_open(self) -> bool:
        return self._redact is None

    def text(self, text: str, session: str = "", where: str = "") -> str:
        """A text without names; `where` is how a place to look at is called in the list."""
        return self._told(text, session, where).text if self._redact else text

    def _told(self, text: str, session: str, where: str) -> Redacted:
        assert self._redact
        found = self._redact(text, session)
        for doubt in found.doubts:
            self._doubts.setdefault((where, doubt.around, doubt.start), doubt)
        return found

    def subject(self, subject: str) -> str:
        """The same of what the journal calls something by: a paragraph, a session, an appearance."""
        if self.is_open:
            return subject
        if found := APPEARANCE.fullmatch(subject):
            from coder.redaction import as_slug

            label = self._labels.get(subject, "person")
            return self.text(found[1]) + as_slug(label)
        return self.text(subject)

    def organisation(self, body: str | None, session: str = "") -> str | None:
        return self._bodies.get(_folded(body)) or self.text(body, session) if body else body

    # What matrices and summaries are made of

    def rows(
        self, rows: Iterable[ParagraphRow], tags: Iterable[TagRow]
    ) -> tuple[list[ParagraphRow], list[TagRow]]:
        """Paragraphs and tags with their quoted passages."""
        if self.is_open:
            return list(rows), list(tags)
        kept: list[ParagraphRow] = []
        texts: dict[str, tuple[str, Redacted]] = {}
        for row in rows:
            told = self._told(row.text, row.session, f"{row.session} {row.citation}")
            texts[row.paragraph] = (row.text, told)
            kept.append(self._row(row, told.text))
        return kept, [
            self._tag(tag, *texts[tag.paragraph]) if tag.paragraph in texts else tag for tag in tags
        ]

    def _row(self, row: ParagraphRow, text: str) -> ParagraphRow:
        def told(given: str | None) -> str | None:
            return given and self.text(given, row.session, f"{row.session} {row.citation}")

        speaker = self._labels.get(row.speaker or "") or told(row.speaker)
        full = (
            row.full_citation.replace(row.speaker, speaker) if row.speaker and speaker else row.full_citation
        )
        return replace(
            row, text=text, speaker=speaker, organisation=self.organisation(row.organisation, row.session),
            session_title=told(row.session_title) or "", item_heading=told(row.item_heading) or "",
            question_text=told(row.question_text), citation=told(row.citation) or "",
            full_citation=told(full) or "",
            attributes={name: told(value) or "" for name, value in row.attributes.items()},
        )  # fmt: skip

    def _tag(self, tag: TagRow, text: str, told: Redacted) -> TagRow:
        """With the passages that stand in the text: another may be half a name."""
        quoted = []
        for start, words in tag.quoted:
            if text.startswith(words, start):
                first, last = told.passage(start, start + len(words))
                quoted.append((first, told.text[first:last]))
        return replace(tag, quoted=tuple(quoted))

    def passages(self, text: str, session: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where passages of a text stand in it without names."""
        if self.is_open:
            return list(spans)
        told = self._told(text, session, "")
        return [told.passage(*span) for span in spans]

    def codebook(self, book: Codebook) -> Codebook:
        """Its texts without names: examples are quotes."""
        if self.is_open:
            return book
        codes = tuple(
            replace(
                code, name=self.text(code.name), definition=self.text(code.definition),
                include=self.text(code.include), exclude=self.text(code.exclude),
                example=self.text(code.example, "", f"codebook {code.id}"),
            )
            for code in book.codes
        )  # fmt: skip
        return replace(book, title=self.text(book.title), codes=codes)

    # What programs read

    def anything(self, value: Any, session: str = "", where: str = "") -> Any:
        """What is printed as JSON, every text in it without names."""
        if self.is_open:
            return value
        if isinstance(value, dict):
            where = value.get("citation") or where
            told = {name: self.anything(one, session, where) for name, one in value.items()}
            return told | self._spoken(value)
        if isinstance(value, list | tuple):
            return [self.anything(one, session, where) for one in value]
        if not isinstance(value, str):
            return value
        return self.subject(value) if APPEARANCE.fullmatch(value) else self.text(value, session, where)

    def _spoken(self, value: dict[str, Any]) -> dict[str, str]:
        """An organisation's name, and the label before a paragraph where it is the speaker's initials."""
        told = {}
        if isinstance(body := value.get("organisation"), str):
            told["organisation"] = self.organisation(body) or ""
        speaker, printed = value.get("speaker"), value.get("label")
        if speaker and printed:
            label = self.text(speaker)
            firsts = "".join(word[0] for word in re.findall(r"\w+", speaker) if word[0].isupper())
            letters = re.sub(r"\W", "", printed)
            if label != speaker and letters.isupper() and letters and letters in firsts:
                told["label"] = label
        return told

    def entry(self, entry: Entry, text_of: Callable[[str], str]) -> Entry:
        """A journal entry; the passages it quotes as they stand in `coder show --json --anonymise`."""
        if self.is_open:
            return entry
        session, text = session_of(entry.subject), text_of(entry.subject)
        told = self.anything(asdict(entry), session, entry.subject)
        told["subject"] = self.subject(entry.subject)
        for side, value in (("before", entry.before), ("after", entry.after)):
            if value and value.get("spans"):
                told[side]["spans"] = [self._span(span, text, session) for span in value["spans"]]
        return replace(entry, **told)

    def _span(self, span: dict[str, Any], text: str, session: str) -> dict[str, Any]:
        words = span.get("text")
        if not words or not text.startswith(words, span["start"]):
            return span | {"text": None}  # half a name, which its text would complete
        told = self._told(text, session, "")
        first, last = told.passage(span["start"], span["start"] + len(words))
        return span | {"start": first, "end": last, "text": told.text[first:last]}

    def doubts(self) -> list[str]:
        """The places to look at, a line each: where, what, why, and what was done."""
        return [
            f"{where or 'elsewhere'}: {doubt.word}: {doubt.why}; "
            f"{f'replaced by {doubt.label}' if doubt.label else 'left as it is'}: … {doubt.around} …"
            for (where, _, _), doubt in self._doubts.items()
        ]


OPEN = Mask()


def mask_of(inquiry: Inquiry, wanted: Wanted | None) -> Mask:
    """The mask that is asked for, with the key read, brought up to date and written.

    Raises CoderError where the key is none, or cannot be read or written.
    """
    if wanted is None:
        return OPEN
    from coder.redaction import Redactor, key_csv, with_labels

    path = key_path(inquiry, wanted)
    known, lines = people(inquiry), _read(path)
    persons = [one for one in known.all if _is_hidden(one)]
    sought = [("Witness" if one.kind() == "witness" else "Speaker", one.name, one.ids) for one in persons]
    bodies = _organisations(persons) if wanted.organisations else {}
    sought += [
        ("Organisation", name, (f"body:{folded.replace(' ', '_')}",)) for folded, name in bodies.items()
    ]
    lines = with_labels(lines, sought)
    _write(path, key_csv(lines))
    labels = [line.label for line in lines]
    by_person = dict(zip((one.name for one in persons), labels, strict=False))
    by_body = dict(zip(bodies, labels[len(persons) :], strict=False))
    texts = (placed.paragraph.text for placed in inquiry.store.index.everything())
    redactor = Redactor(_known(inquiry, known, by_person, bodies, by_body), texts)
    by_id = {each: label for one, label in zip(persons, labels, strict=False) for each in one.ids}
    return Mask(lru_cache(4096)(redactor.redact), by_person | by_id, by_body)


def key_path(inquiry: Inquiry, wanted: Wanted) -> Path:
    path = wanted.key or inquiry.folder / KEY
    if path.suffix.lower() != ".csv":
        raise CoderError(f"{path}: a key is a table; give it a name that ends in .csv.")
    return path


def _is_hidden(person: Person) -> bool:
    """Witnesses, and who speaks without being listed; a member, an official and a post stay named."""
    from coder.evidence.appearances import name_of

    kind = person.kind()
    return kind == "witness" or (kind == "other" and any(name_of(name).is_persons for name in person.names))


def _organisations(persons: Iterable[Person]) -> dict[str, str]:
    """Those the witnesses speak for, in the order heard: the name as compared, and as printed."""
    found: dict[str, str] = {}
    for one in persons:
        for body in [one.said.get("organisation"), *(each.organisation for each in one.appearances)]:
            if body:
                found.setdefault(_folded(body), body)
    return found


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _known(
    inquiry: Inquiry, known: People, labels: dict[str, str], bodies: dict[str, str], of_bodies: dict[str, str]
) -> Iterator[Known]:
    """Everyone and every body, whether they are to be replaced or are only not to be taken for others."""
    from coder.redaction import Known

    for one in known.all:
        names = (*one.names, one.said.get("name") or one.names[0])
        yield Known(labels.get(one.name), names, frozenset(one.sessions))
    for folded, name in bodies.items():
        yield Known(of_bodies[folded], (name,), is_body=True)
    rest = {head.body for head in inquiry.store.index.sessions()}
    rest |= {each.organisation or "" for one in known.all for each in one.appearances}
    for name in sorted(rest):
        if name and _folded(name) not in bodies:
            yield Known(None, (name,), is_body=True)


def _read(path: Path) -> list[Line]:
    from coder.redaction import read_key

    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError:
        raise CoderError(f"{path}: is no key of labels; name another file by --key.") from None
    except OSError as error:
        raise CoderError(f"{path}: the key cannot be read ({error.strerror}).") from None
    return read_key(text, str(path)) if text else []


def _write(path: Path, text: str) -> None:
    try:
        write_beside(path, text.encode())
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}); name another place.") from None


def tell(inquiry: Inquiry, mask: Mask, wanted: Wanted | None) -> list[str]:
    """Write the places to look at beside the key; what is to be said of them and of the key."""
    if wanted is None:
        return []
    key, doubts = key_path(inquiry, wanted), mask.doubts()
    beside = key.with_suffix(".txt")
    head = "Names that are not sure, where they stand, and what was done. Keep this apart, like the key."
    _write(beside, "\n".join([head, "", *(doubts or ["none"])]) + "\n")
    said = [f"names replaced; who is who is in {key}, which is to be kept apart"]
    if doubts:
        said.append(f"look at {len(doubts)} places where it is not sure, all in {beside}:")
        said += [f"  {line}" for line in doubts[:SHOWN]]
    if len(doubts) > SHOWN:
        said.append(f"  … and {len(doubts) - SHOWN} more")
    return said
