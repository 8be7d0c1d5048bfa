"""Whose marks go into a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from coder.coding import Key, Kind, again_of
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.adjudicating import AGREED, agreed_tags
from coder.inquiry.folder import Inquiry
from coder.inquiry.withdrawing import find_session
from coder.store.index import SessionHead

ANY = "any"
Dated: TypeAlias = tuple[Key, dict[str, Any], str]
"""A mark with its value, and when it was put: UTC in ISO form."""
KINDS: tuple[Kind, ...] = ("tag", "memo", "read", "star", "flag", "unjudged")
HOMELESS: dict[str, str] = {
    "decision": "decisions on differences", "proposal": "proposals of reviewers",
    "assignment": "assignments", "summary": "summaries of the framework matrix",
}  # fmt: skip
"""Kinds that have no place in a project, and what a person calls them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose tags: `any`, `agreed`, or a coder's initials; of which sessions (all), by slug; how lines end."""

    basis: str = ANY
    sessions: tuple[str, ...] = ()
    line_end: str = "\n"


EVERYTHING = Wanted()


class Basis:
    """The marks that are wanted. Raises CoderError where a session or the coder is not there, or who asks
    may see nothing."""

    def __init__(self, inquiry: Inquiry, wanted: Wanted) -> None:
        self._journal = inquiry.store.journal
        self.whose = wanted.basis
        heads = [find_session(inquiry, slug) for slug in dict.fromkeys(wanted.sessions)]
        self.sessions: list[SessionHead] = heads or inquiry.store.index.sessions()
        seen = self._journal.sight.check().coders
        self._agreed: dict[str, dict[tuple[str, str], int | None]] = {}
        if self.whose == AGREED:
            for tag in agreed_tags(inquiry)[0]:
                of_session = self._agreed.setdefault(session_of(tag.paragraph), {})
                of_session[tag.paragraph, tag.code] = tag.value
        elif self.whose != ANY:
            known = sorted(self._journal.coders() if seen is None else seen)
            if self.whose not in known:
                choice = ", ".join([ANY, AGREED, *known])
                raise CoderError(f"No coder {self.whose} has coded here; a basis is {choice}.")
        alone = f", of {', '.join(sorted(seen))} alone, who is coding blind" if seen is not None else ""
        self.in_words = f"basis {self.whose}{alone}"

    def marks(self, session: str) -> Iterator[Dated]:
        """What stands in a session, or on a codebook: tags, memos and marks."""
        if self.whose == AGREED:
            yield from self._of_agreed(session)
            return
        for mark in self._journal.dated(session, *KINDS):
            if self.whose in (ANY, mark[0][1]):
                yield mark

    def _of_agreed(self, session: str) -> Iterator[Dated]:
        """The agreed layer, each tag as of the last word on it."""
        layer, last = self._agreed.get(session, {}), dict[tuple[str, str], str]()
        for (_, coder, subject, code), _, at in self._journal.dated(session, "tag", "decision"):
            if not again_of(coder):
                last[subject, code] = max(at, last.get((subject, code), ""))
        for (subject, code), step in layer.items():
            value = {} if step is None else {"value": step}
            yield ("tag", AGREED, subject, code), value, last.get((subject, code), "")

    def homeless(self) -> Counter[str]:
        """What there is that no project has a place for, how many of each."""
        sessions = {head.slug for head in self.sessions}
        if self.whose != ANY:
            return Counter()
        found = self._journal.state("decision", "proposal", "assignment", "summary")
        return Counter(
            HOMELESS[kind]
            for (kind, _, subject, code), _ in found
            if session_of(subject) in sessions or (kind == "assignment" and not code)
        )
