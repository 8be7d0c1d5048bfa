"""A project or codebook in the exchange format -> Project, with what has no place here counted.

How each part is told from what the file says is in docs/exchange.md.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from coder.errors import CoderError
from coder.exchange.project import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignMark,
    ForeignMemo,
    ForeignSource,
    Project,
)
from coder.exchange.refi import conventions as own
from coder.exchange.refi.reading_file import RefiFile
from coder.exchange.refi.reading_texts import Counted, Raw, Way, way_of
from coder.exchange.refi.reading_xml import read_xml
from coder.exchange.refi.saying import Coding, RawCode, Said, Selection, Text

OURS = Way(inclusive=False, line_end=1, mark=False, wide=False)
SESSION_NAME = f"{own.SESSION}name"


def read_refi(path: Path) -> Project:
    """Read a `.qdpx`, a `.qde` with its sources beside it, or a `.qdc`.

    Raises CoderError in one sentence where it is damaged, made to do harm, or breaks a rule that nothing can
    mend: two things of one GUID, a GUID that is none, a selection without numbers.
    """
    with RefiFile(path) as file:
        return _Reading(file, read_xml(file.xml, file.name)).project()


class _Reading:
    """Puts together what a file says."""

    def __init__(self, file: RefiFile, said: Said) -> None:
        self.file, self.said = file, said
        self.left_out = said.left_out
        self.ours = said.origin.startswith(own.ORIGIN)
        self.sole = next(iter(said.users), "") if len(said.users) == 1 else ""
        """Who did what names nobody, where there is but one."""
        self.codes = {code.guid for code in said.codes}
        self.sets = {note: name for name, notes in said.sets for note in notes} if self.ours else {}
        """The set of ours that a note is in."""
        self.noted: set[str] = set()
        """The notes that are used."""
        self.texts: dict[str, str] = {}
        named = (_bare(one) for case in said.cases for one in case.selections)
        self.wanted = set() if self.ours else set(named)
        self.passages: dict[str, tuple[str, int, int]] = {}
        """Of the selections that cases name."""
        self.codings: list[ForeignCoding] = []
        self.memos: list[ForeignMemo] = []
        self.marks: list[ForeignMark] = []

    def project(self) -> Project:
        said = self.said
        sources = self._sources()
        codes = tuple(self._codes())
        cases = tuple(self._cases())
        self._links()
        self._aside()
        return Project(
            name=said.name or self.file.path.stem,
            program=said.origin,
            users={guid: name or short for guid, (name, short) in said.users.items()},
            short_names={guid: short for guid, (_, short) in said.users.items() if short},
            codes=codes, sources=sources, codings=tuple(self.codings), memos=tuple(self.memos), cases=cases,
            marks=tuple(self.marks), left_out=+Counter(self.left_out), remarks=tuple(said.remarks),
        )  # fmt: skip

    # Codes

    def _codes(self) -> Iterator[ForeignCode]:
        """Each code before those below it, in the order of the file."""
        below: dict[str | None, list[RawCode]] = {}
        for code in self.said.codes:
            below.setdefault(code.parent, []).append(code)
        waiting = below.get(None, [])[::-1]
        while waiting:
            code = waiting.pop()
            waiting += below.get(code.guid, [])[::-1]
            for note, text in self._written(code.notes):
                self._memo(note, text, code=code.guid)
            yield ForeignCode(code.guid, code.name, code.parent, code.description, code.colour, code.codable)

    # Sources

    def _sources(self) -> tuple[ForeignSource, ...]:
        found: list[tuple[Text, ForeignSource, Raw]] = []
        for place, text in enumerate(self.said.sources, 1):
            raw, sha256 = self._stored(text)
            if not raw.text.strip():
                self._textless(text)
                continue
            found.append((text, self._source(text, place, raw, sha256), raw))
        way = OURS if self.ours else way_of([(raw, text.selections) for text, _, raw in found])
        if str(way):
            self.said.remarks.append(f"{self.file.name}: its positions are counted in its own way: {way}.")
        for text, source, raw in found:
            self._on_source(text, source, raw.counted(way))
        return tuple(source for _, source, _ in found)

    def _source(self, text: Text, place: int, raw: Raw, sha256: str) -> ForeignSource:
        path = (text.plain_path or text.rich_path).replace("\\", "/").rpartition("/")[2]
        name = text.name or path or f"source {place}"
        session = transcript = ""
        for variable, value in text.values.items():
            if (named := self.said.variables.get(variable, "")).startswith(own.SESSION):
                session = value if named == SESSION_NAME else session
            else:
                self.left_out["variables of sources"] += 1
        if session:
            transcript = self.file.member(f"{text.guid}.md").decode("utf-8-sig", "replace")
        return ForeignSource(text.guid, name, raw.text, text.at, sha256, session, transcript)

    def _stored(self, text: Text) -> tuple[Raw, str]:
        """The text as its file has it, and the file's hash: plain text, else the words of its document."""
        from coder.evidence.blocks import Document
        from coder.evidence.readers import read_blocks
        from coder.evidence.readers.decoding import decode

        if text.content.strip():
            return Raw.of(text.content), ""
        if data := self._member(text.plain_path):
            mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
            with suppress(CoderError):  # empty, or no text: another form may serve
                words = decode(data, Document(self.file.name))
                if words.strip():
                    return Raw.of(mark + words), hashlib.sha256(data).hexdigest()
        if data := self._member(text.rich_path):
            with suppress(CoderError):
                blocks = read_blocks(data, text.name or text.rich_path).blocks
                words = "\n".join(f"{one.marker} {one.text}".lstrip() for one in blocks)
                return Raw.of(words), hashlib.sha256(data).hexdigest()
        return Raw.of(""), ""

    def _member(self, path: str) -> bytes:
        """What a path names; nothing where that is outside of the file, which is never opened."""
        if path.lower().startswith(("relative://", "absolute://")):
            return b""
        return self.file.member(path) if path else b""

    def _textless(self, text: Text) -> None:
        self.left_out["sources without text"] += 1
        coded = len(text.codings) + sum(len(one.codings) for one in text.selections)
        self.left_out["codings of sources without text"] += coded

    def _on_source(self, text: Text, source: ForeignSource, counted: Counted) -> None:
        """What is said of a source and of its passages."""
        for note, words in self._written(text.notes):
            if self.sets.get(note.guid) == own.MARKS:
                self._marks(note, words, source)
            else:
                self._memo(note, words, source=source.id)
        if text.description.strip() and not self.ours:
            self._memo(text, text.description, source=source.id)
        for coding in text.codings:
            self._coding(coding, source.id, (0, len(source.text)), coding.user, coding.at)
        for selection in text.selections:
            self._selection(selection, source, counted)

    def _selection(self, selection: Selection, source: ForeignSource, counted: Counted) -> None:
        passage = counted.passage(selection.first, selection.last)
        if passage is None or passage[0] == passage[1]:
            self.left_out["selections outside of their text, or of nothing"] += 1
            self.left_out["codings of such selections"] += len(selection.codings)
            return
        if self.wanted and (guid := selection.guid.lower()) in self.wanted:
            self.passages[guid] = (source.id, *passage)
        quoted = self.ours and selection.name.endswith(own.QUOTED)
        for coding in selection.codings:
            user, at = coding.user or selection.user, coding.at or selection.at
            self._coding(coding, source.id, passage, user, at, quoted=quoted)
        for note, words in self._written(selection.notes) if selection.notes else ():
            self._memo(note, words, source=source.id, passage=passage, user=selection.user)
        if selection.description.strip() and not self.ours:
            self.memos.append(ForeignMemo(
                selection.description.strip(), selection.user or self.sole, selection.at, source.id, *passage,
            ))  # fmt: skip

    def _coding(
        self, coding: Coding, source: str, passage: tuple[int, int], user: str, at: str, *,
        quoted: bool = False,
    ) -> None:  # fmt: skip
        if coding.code not in self.codes:
            self.left_out["codings of codes that are not in the codebook"] += 1
            return
        start, end = passage
        made = ForeignCoding(source, start, end, coding.code, user or self.sole, at, None, None, quoted)
        for note, words in self._written(coding.notes) if coding.notes else ():
            kept = self.sets.get(note.guid)
            if kept == own.SCALE:
                made = made._replace(value=own.step_of(words))
            elif kept == own.MEANING:
                made = made._replace(meaning=own.meaning_of(words))
            else:
                self._memo(note, words, source=source, passage=passage, code=coding.code, user=user)
        self.codings.append(made)

    # Notes

    def _written(self, notes: Iterable[str]) -> Iterator[tuple[Text, str]]:
        """The notes of these GUIDs that have words."""
        for guid in notes:
            if (note := self.said.notes.get(guid)) is None:
                self.left_out["references to notes that are not there"] += 1
                continue
            self.noted.add(guid)
            if guid not in self.texts:
                self.texts[guid] = self._stored(note)[0].text.strip()
                self.left_out["notes without text"] += not self.texts[guid]
            if self.texts[guid]:
                yield note, self.texts[guid]

    def _memo(
        self, note: Text, words: str, *, source: str = "", passage: tuple[int, int] = (0, 0), code: str = "",
        user: str = "", person: str = "",
    ) -> None:  # fmt: skip
        coder = note.user or user or self.sole
        self.memos.append(ForeignMemo(words, coder, note.at, source, *passage, code, person))

    def _marks(self, note: Text, words: str, source: ForeignSource) -> None:
        self.marks += [
            ForeignMark(one.what, source.id, one.start, one.end, note.user or self.sole, one.at, one.code)
            for one in own.marks_of(words)
        ]

    # Cases, and what is left

    def _cases(self) -> Iterator[ForeignCase]:
        for case in self.said.cases:
            said = {
                self.said.variables.get(variable, "") or variable: value
                for variable, value in case.values.items()
            }
            if case.description.strip() and not self.ours:
                said.setdefault("description", " ".join(case.description.split()))
            selections = map(_bare, case.selections) if self.passages else ()
            passages = [self.passages[one] for one in selections if one in self.passages]
            yield ForeignCase(case.guid, case.name, said, case.sources, tuple(passages))

    def _links(self) -> None:
        """Of links, those of ours from a note to a person."""
        for link in self.said.links:
            if self.ours and "/@" in link.name and link.origin in self.said.notes:
                for note, words in self._written([link.origin]):
                    self._memo(note, words, person=link.name)
            else:
                self.left_out["links"] += 1

    def _aside(self) -> None:
        """Count sets, and notes that stand on nothing that has a place."""
        ours = (own.SCALE, own.MEANING, own.MARKS) if self.ours else ()
        self.left_out["sets"] += sum(name not in ours for name, _ in self.said.sets)
        on_project = [one for one in self.said.project_notes if one in self.said.notes]
        self.left_out["notes on the project as a whole"] += len(on_project)
        loose = set(self.said.notes) - self.noted - set(on_project)
        self.left_out["notes on nothing that has a place here"] += len(loose)


def _bare(guid: str) -> str:
    return guid.strip(" {}").lower()
