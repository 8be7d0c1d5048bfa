"""What stands between names and what leaves an inquiry: rows, tags, codebook and journal without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from coder.codebook import Codebook
from coder.evidence.model import session_of

if TYPE_CHECKING:
    from coder.coding import Entry
    from coder.matrices import ParagraphRow, TagRow
    from coder.redaction import Doubt, Redacted

APPEARANCE = re.compile(r"(.+/@).+")


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

    def person(self, name: str) -> str:
        """What a person is called who is known by this name."""
        return self._labels.get(name) or self.text(name)

    def organisation(self, body: str | None, session: str = "") -> str | None:
        return self._bodies.get(folded(body)) or self.text(body, session) if body else body

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
            question_text=row.question_text and self.text(
                row.question_text, row.session, f"{row.session} {row.question_number}"
            ), citation=told(row.citation) or "",
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


def folded(text: str | None) -> str:
    """A body's name as names of bodies are compared."""
    return " ".join((text or "").casefold().split())
