"""Filters: which paragraphs stepping stops at, by what they are and by one coder's own marks on them.

A filter is said twice, for the store in SQL and for a single paragraph in `Filter.admits`; the tests
hold the two to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from coder.evidence.model import Paragraph


@dataclass(frozen=True, slots=True)
class Filter:
    """All that is said must hold. `roles` take the place of those one codes; the lists hold one or more.

    `speakers` are names as printed, `question` is a paragraph's id, `having` and `lacking` are codes.
    A tag is stale where it was made under another meaning of its code than the present one. `assigned` are
    those that the coder is to code by an assignment.
    """

    roles: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    question: str = ""
    unread: bool = False
    flagged: bool = False
    starred: bool = False
    uncoded: bool = False
    stale: bool = False
    assigned: bool = False
    having: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    def admits(
        self, paragraph: Paragraph, marks: Mapping[tuple[str, str], Any], meanings: Mapping[str, int]
    ) -> bool:
        """Whether a paragraph with these marks of a coder is let through; of its role and of assignments
        nothing is asked.

        `meanings` are the present ones, by code.
        """
        tags = {code: value.get("meaning", 0) for (kind, code), value in marks.items() if kind == "tag"}
        return (
            (not self.speakers or paragraph.speaker in self.speakers)
            and (not self.question or paragraph.question == self.question)
            and not (self.unread and (tags or ("read", "") in marks))
            and (not self.flagged or ("flag", "") in marks)
            and (not self.starred or ("star", "") in marks)
            and not (self.uncoded and tags)
            and (not self.stale or any(made not in (0, meanings.get(code)) for code, made in tags.items()))
            and tags.keys() >= set(self.having)
            and not tags.keys() & set(self.lacking)
        )


class Where(NamedTuple):
    """A filter as a statement takes it: where rows come from, what must hold of `p`, and the parameters."""

    source: str
    holds: str
    parameters: dict[str, Any]


PARAGRAPHS = "offered_paragraph p"
MARKED = "(SELECT subject FROM state WHERE {marks}) m CROSS JOIN offered_paragraph p"
"""From marks to their paragraphs: a cross join is taken in the order in which it stands."""
ON_IT = "EXISTS (SELECT 1 FROM state s WHERE s.subject = p.id AND s.coder = :coder AND {mark})"

TO_CODE = """EXISTS (SELECT 1 FROM assigned a
    WHERE a.coder = :coder AND a.session = p.session AND a.paragraph = p.id)"""


def marks_asked(wanted: Filter) -> Iterator[tuple[str, dict[str, str]]]:
    """Each mark that must be there: what the state says of it in the session, and the parameters."""
    for kind, asked in (("flag", wanted.flagged), ("star", wanted.starred)):
        if asked:
            yield f"session = :session AND coder = :coder AND kind = '{kind}'", {}
    for place, code in enumerate(wanted.having):
        name = f"having{place}"
        yield f"session = :session AND coder = :coder AND kind = 'tag' AND code = :{name}", {name: code}


def where(wanted: Filter, coder: str, meanings: Mapping[str, int], marks: str = "") -> Where:
    """A filter in SQL, for a coder. `marks` is one of those asked, where it is best to start from them."""
    holds: list[str] = []
    parameters: dict[str, Any] = {"coder": coder}

    def named(name: str, values: Iterable[str]) -> list[str]:
        names = {f"{name}{place}": value for place, value in enumerate(values)}
        parameters.update(names)
        return [f":{one}" for one in names]

    if wanted.speakers:
        holds.append(f"p.speaker IN ({', '.join(named('speaker', wanted.speakers))})")
    if wanted.question:
        holds.append(f"p.question = {named('question', [wanted.question])[0]}")
    if wanted.assigned:
        holds.append(TO_CODE)
    for asked, is_there, mark in (
        (wanted.unread, "NOT ", "s.kind IN ('read', 'tag')"),
        (wanted.uncoded, "NOT ", "s.kind = 'tag'"),
        (wanted.flagged, "", "s.kind = 'flag'"),
        (wanted.starred, "", "s.kind = 'star'"),
    ):
        if asked:
            holds.append(is_there + ON_IT.format(mark=mark))
    for is_there, codes in (("", named("having", wanted.having)), ("NOT ", named("lacking", wanted.lacking))):
        holds += [is_there + ON_IT.format(mark=f"s.kind = 'tag' AND s.code = {code}") for code in codes]
    if wanted.stale:
        known = zip(named("code", meanings), meanings.values(), strict=True)
        present = ", ".join(f"({code}, {meaning:d})" for code, meaning in known)
        mark = f"s.kind = 'tag' AND s.meaning <> 0 AND (s.code, s.meaning) NOT IN (VALUES {present})"
        holds.append(ON_IT.format(mark=mark))
    if marks:
        holds.append("p.id = m.subject")
    source = MARKED.format(marks=marks) if marks else PARAGRAPHS
    return Where(source, "".join(f" AND {one}" for one in holds), parameters)
