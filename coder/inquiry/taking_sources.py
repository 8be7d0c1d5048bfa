"""Which session of the inquiry a source of another program's project is; the others become sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from coder.errors import CoderError
from coder.evidence.anchors import slug_of
from coder.evidence.model import Session, plain
from coder.exchange.placing import Inked, Placement, beginnings
from coder.exchange.project import ForeignCase, ForeignSource, Project
from coder.exchange.sources import paragraphs_of, session_of_source
from coder.inquiry.folder import Inquiry
from coder.inquiry.importing import check_slug

ENOUGH, OF_THE_TEXT = 0.8, 0.5
"""The share of a session's paragraphs that must be in a source, and of the source that must be theirs."""
BEGINNING = 16
"""Signs of a paragraph's beginning that are in few other texts."""
ENDING = re.compile(r"\.(?:txt|md|docx?|odt|rtf|pdf|html?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """A source as a session; `made` is the one to make of it, None where it is there."""

    source: ForeignSource
    slug: str
    texts: dict[str, str]
    """Of the session's paragraphs, by id, in order."""
    made: Session | None = None

    @cached_property
    def placement(self) -> Placement:
        return Placement(self.source.text, self.texts.items())


def match_sources(inquiry: Inquiry, project: Project) -> dict[str, Taken]:
    """Each source by its id: as the session it was exported from, the one made of the same file, or the one
    whose paragraphs are found in it; else as a new one. Two are the same session only where they are the same
    text."""
    there = _There(inquiry)
    found = {source.id: there.named(source) for source in project.sources}
    taken: dict[str, Taken] = {}
    texts: dict[str, Taken] = {}
    for source in project.sources:
        if not source.session and (twin := texts.get(source.text)):
            taken[source.id] = replace(twin, source=source, made=None)
            continue
        known = found[source.id] or there.like(source)
        if known is None:
            cases = [case for case in project.cases if source.id in case.sources or _passages(case, source)]
            known = _new(inquiry, source, there.free(source), cases)
            there.slugs.add(known.slug)
        taken[source.id] = texts[source.text] = known
    return taken


class _There:
    """The sessions of the inquiry, looked at as far as needed."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._index = inquiry.store.index
        withdrawn = inquiry.store.journal.withdrawn()
        heads = self._index.sessions(withdrawn=True)
        self._heads = [head for head in heads if head.slug not in withdrawn]
        self.slugs = {head.slug for head in heads} | {path.stem for path in inquiry.sessions.glob("*.md")}
        self._by_name = {head.slug: head.slug for head in self._heads}
        self._by_file = {head.sha256: head.slug for head in self._heads if head.sha256}
        self._matched: set[str] = set()

    def named(self, source: ForeignSource) -> Taken | None:
        """The session that a source says it is, or that was made of the same file or text."""
        files = (self._by_file.get(one) for one in (source.sha256, sha256(as_kept(source)).hexdigest()))
        for slug in filter(None, (self._by_name.get(source.session), *files)):
            taken = Taken(source, slug, self._index.texts(slug))
            if slug not in self._matched and taken.placement.found >= ENOUGH:
                self._matched.add(slug)
                return taken
        return None

    def like(self, source: ForeignSource) -> Taken | None:
        """The session most like a source, of those that no other is."""
        best, most = None, 0.0
        for slug in self._likely(source):
            taken = Taken(source, slug, self._index.texts(slug))
            found, covered = taken.placement.found, taken.placement.covered
            if found >= ENOUGH and covered >= OF_THE_TEXT and found + covered > most:
                best, most = taken, found + covered
        if best:
            self._matched.add(best.slug)
        return best

    def _likely(self, source: ForeignSource) -> Iterator[str]:
        """Sessions of which the beginning of a long paragraph is in the source, to look at more closely."""
        ink, known = Inked(source.text).ink, self._beginnings
        places = range(max(1, len(ink) - BEGINNING + 1))
        found = (slug for at in places for slug in known.get(ink[at : at + BEGINNING], ()))
        yield from (slug for slug in dict.fromkeys(found) if slug not in self._matched)

    @cached_property
    def _beginnings(self) -> dict[str, list[str]]:
        """Sessions by how, in ink, their longest paragraphs begin."""
        found: dict[str, list[str]] = {}
        for head in self._heads:
            for beginning in beginnings(self._index.texts(head.slug).values(), BEGINNING):
                found.setdefault(beginning, []).append(head.slug)
        return found

    def free(self, source: ForeignSource) -> str:
        """A short name for a new session that no other has."""
        stem = _checked(source.session) or _checked(slug_of("", "", source.name, None)) or "session"
        names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(self.slugs) + 2))
        return next(name for name in names if name not in self.slugs)


def _checked(slug: str) -> str:
    try:
        return check_slug(slug)
    except CoderError:
        return ""


def _new(inquiry: Inquiry, source: ForeignSource, slug: str, cases: Sequence[ForeignCase]) -> Taken:
    """The session of a source: its own transcript where this tool wrote the file, else a paragraph for each
    of the source's, spoken by the case that has all of it."""
    if source.transcript and source.session == slug:
        from coder.evidence.transcript import parse

        session = parse(plain(source.transcript), Path(f"{slug}.md"), inquiry.settings.citing)
        return Taken(source, slug, {one.id: one.text for one in session.paragraphs()}, session)
    texts = paragraphs_of(source.text)
    named = {str(place): text for place, text in enumerate(texts)}
    placement = Placement(source.text, named.items())
    speakers: dict[int, str] = {}
    for case in cases:
        for _, start, end in _passages(case, source):
            for part in placement.parts(start, end):
                if part.whole and case.name:
                    speakers.setdefault(int(part.paragraph), case.name)
    title = name_of(source) or slug
    session = session_of_source(texts, slug, title, speakers, [case.name for case in cases if case.name])
    return Taken(source, slug, {one.id: one.text for one in session.paragraphs()}, session)


def as_kept(source: ForeignSource) -> bytes:
    """A source's text as the original that is kept of it."""
    return source.text.encode("utf-8", "replace")


def name_of(source: ForeignSource) -> str:
    """A source's name without the ending of its file."""
    return " ".join(ENDING.sub("", plain(source.name)).split())


def _passages(case: ForeignCase, source: ForeignSource) -> list[tuple[str, int, int]]:
    return [one for one in case.passages if one[0] == source.id]
