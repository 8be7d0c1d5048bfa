"""Which session of the inquiry a source of another program's project is; the others become sessions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coder.errors import CoderError
from coder.evidence.anchors import slug_of
from coder.evidence.model import Session, plain
from coder.exchange.placing import Inked, Placement, probes
from coder.exchange.project import ForeignCase, ForeignSource, Project
from coder.exchange.sources import paragraphs_of, session_of_source
from coder.inquiry.folder import Inquiry
from coder.inquiry.importing import check_slug


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
    whose paragraphs are found in it; else as a new one."""
    there = _There(inquiry)
    found: dict[str, Taken] = {}
    for source in project.sources:
        known = there.match(source)
        if known is None:
            cases = [case for case in project.cases if source.id in case.sources or _passages(case, source)]
            known = _new(inquiry, source, there.free(source), cases)
            there.slugs.add(known.slug)
        found[source.id] = known
    return found


class _There:
    """The sessions of the inquiry, looked at as far as needed."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._index = inquiry.store.index
        withdrawn = inquiry.store.journal.withdrawn()
        heads = self._index.sessions(withdrawn=True)
        self._heads = [head for head in heads if head.slug not in withdrawn]
        self.slugs = {head.slug for head in heads} | {path.stem for path in inquiry.sessions.glob("*.md")}
        self._probes: dict[str, list[str]] = {}

    def match(self, source: ForeignSource) -> Taken | None:
        for slug in self._likely(source):
            taken = Taken(source, slug, self._index.texts(slug))
            if taken.placement.holds:
                return taken
        return None

    def _likely(self, source: ForeignSource) -> Iterator[str]:
        sure = [
            head.slug for head in self._heads
            if source.session == head.slug or (source.sha256 and source.sha256 == head.sha256)
        ]  # fmt: skip
        yield from sure
        ink = Inked(source.text).ink
        for head in self._heads:
            if head.slug not in sure and any(probe in ink for probe in self._beginnings(head.slug)):
                yield head.slug

    def _beginnings(self, slug: str) -> list[str]:
        if slug not in self._probes:
            self._probes[slug] = probes(self._index.texts(slug).values())
        return self._probes[slug]

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
    title = " ".join(plain(source.name).split())
    session = session_of_source(texts, slug, title, speakers, [case.name for case in cases if case.name])
    return Taken(source, slug, {one.id: one.text for one in session.paragraphs()}, session)


def _passages(case: ForeignCase, source: ForeignSource) -> list[tuple[str, int, int]]:
    return [one for one in case.passages if one[0] == source.id]
