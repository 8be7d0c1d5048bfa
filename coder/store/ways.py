"""Where a paragraph of any revision of a session is in any other: by the texts, whatever happened here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import TypeAlias

from coder.errors import CoderError

Spot: TypeAlias = tuple[str, str]
"""A revision of a session, and the id of a paragraph in it."""

MOST = 12
"""Revisions by way of which a paragraph is looked for, so that it never takes long."""


class Ways:
    """The revisions of one session that are known, by their transcripts.

    Where something stands follows from these texts alone, so that every copy that knows the same revisions
    finds it at the same place, in whatever order it came to know them.
    """

    def __init__(self, session: str, transcripts: Mapping[str, str]) -> None:
        self.session, self._transcripts = session, transcripts
        self.revisions = frozenset(transcripts)
        self.texts, self.way, self.place = cache(self._texts), cache(self._way), cache(self._place)

    def _texts(self, revision: str) -> dict[str, str]:
        """The paragraphs of a revision, by id; none where it is not known, or was purged."""
        from coder.evidence.transcript import parse

        try:
            session = parse(self._transcripts.get(revision, ""), Path(f"{self.session}.md"))
        except CoderError:
            return {}
        return {paragraph.id: paragraph.text for paragraph in session.paragraphs()}

    def _way(self, old: str, new: str) -> dict[str, str | None]:
        """Where each paragraph of a revision is in another, as a correction carries it, or whence it came."""
        from coder.evidence.anchors import carry, carry_back

        before, after = self.texts(old), self.texts(new)
        found = {one.old: one.new for one in carry(before.items(), after.items())}
        lost = [one for one, there in found.items() if there is None]
        if lost:
            back = {one.old: one.new for one in carry_back(before.items(), after.items())}
            found |= {one: back[one] for one in lost}
        return found

    def origin(self, revision: str, subject: str, now: str) -> Spot:
        """The revision that has a paragraph: the one a mark was made under, or the one it had lost its place
        since."""
        base, aside, left = subject.partition("~")
        if aside and base in self.texts(left):
            return left, base
        for one in (revision, now, *sorted(self._transcripts)):
            if subject in self.texts(one):
                return one, subject
        return revision, subject

    def _place(self, revision: str, subject: str, now: str) -> str:
        """Where a paragraph is in the revision `now`, straight or by way of another; else an id that none
        has there."""
        if revision == now:
            return subject
        ways, seen = {revision: subject}, {revision, now}
        while ways:
            for between in sorted(ways):
                if there := self.way(between, now).get(ways[between]):
                    return there
            further: dict[str, str] = {}
            for between, other in product(sorted(ways), sorted(self._transcripts)[:MOST]):
                there = self.way(between, other).get(ways[between]) if other not in seen else None
                if there:
                    further.setdefault(other, there)
            ways, seen = further, seen | further.keys()
        return f"{subject}~{revision}" if subject in self.texts(now) else subject
