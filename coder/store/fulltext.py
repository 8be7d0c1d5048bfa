"""Finding paragraphs by words and by what a coder has put on them.

What is found are keys of paragraphs in their order, which is the documents'; one answer costs a bounded
amount of work, however large the store, and says where to go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from coder.store.database import Database

FEW = 1_000
"""Marks of which all are looked at, where a query asks for them: then their paragraphs are searched alone."""
LOOK = 10_000
"""Paragraphs looked at in one answer, where each must be asked for its marks: some milliseconds."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other; of the last perhaps only how it `begins`."""

    text: str
    begins: bool = False
    of: Literal["text", "speaker"] = "text"
    wanted: bool = True
    """False where it must not be there."""


@dataclass(frozen=True, slots=True)
class Marked:
    """That a coder has put any mark of some kinds on a paragraph, with any of some codes where these are
    given; or, where not `wanted`, none."""

    coder: str
    kinds: tuple[str, ...]
    codes: tuple[str, ...] = ()
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """What must hold of a paragraph, all of it."""

    terms: tuple[Term, ...] = ()
    marks: tuple[Marked, ...] = ()
    session: str | None = None


class Found(NamedTuple):
    """Paragraphs `p` by their words, in SQL: where rows come from, the column that is their key, what must
    hold of them, and the parameters."""

    source: str
    key: str
    holds: str
    parameters: dict[str, Any]


class Words(Protocol):
    """What each database has of its own: an index of words, and how it is asked. Both take the same for a
    word: letters and digits, whatever their case and accents."""

    def find(self, terms: Sequence[Term]) -> Found:
        """Paragraphs with all the terms that are wanted, of which there is one, and none of the others."""

    def without(self, terms: Sequence[Term]) -> tuple[str, dict[str, Any]]:
        """What holds of a paragraph `p` that has none of the terms that are not wanted."""

    def add(self, paragraphs: Sequence[Mapping[str, Any]]) -> None:
        """Index paragraphs just added, each with key, text, speaker and label."""

    def forget(self, session: str) -> None:
        """Leave no word in the index that was in a session's paragraphs and is no more."""

    def among(self, rows: Sequence[Mapping[str, Any]], terms: Sequence[Term]) -> set[int]:
        """Of paragraphs with key, text, speaker and label the keys of those with all that is wanted, and
        none of what is not: not by way of the large index, which would cost as much as that is large."""


class FullText:
    """What was withdrawn is not found."""

    def __init__(self, database: Database) -> None:
        self._db, self._words = database, database.words

    def find(self, query: Query, after: int, most: int) -> tuple[list[int], int | None]:
        """The next keys beyond one, at most so many, and from where to go on; None at the end.

        There may be fewer, or none, and yet more further on.
        """
        first, last = self._bounds(query.session)
        after = max(after, first - 1)
        for marked in query.marks:
            if marked.wanted and self._are_few(marked):
                found = [key for key in self._among(query, marked) if after < key <= last]
                return found[:most], found[most - 1] if len(found) > most else None
        statement, parameters = self._walk(query)
        look = LOOK if query.marks else most
        rows = self._db.execute(statement, parameters | {"after": after, "last": last, "look": look})
        found = [row["key"] for row in rows if row["fits"]]
        if len(found) > most:
            return found[:most], found[most - 1]
        return found, rows[-1]["key"] if len(rows) == look else None

    def _walk(self, query: Query) -> tuple[str, dict[str, Any]]:
        """The statement that looks at the next paragraphs with the words, or at any, and says which fit."""
        fits, parameters = _conditions(query.marks)
        found = Found("offered_paragraph p", "p.key", "TRUE", {})
        if any(term.wanted for term in query.terms):
            found = self._words.find(query.terms)
        elif query.terms:
            without, more = self._words.without(query.terms)
            fits, parameters = f"{fits} AND {without}", parameters | more
        source, key, holds, more = found
        return (
            f"SELECT {key} AS key, {fits} AS fits FROM {source} "
            f"WHERE {holds} AND {key} > :after AND {key} <= :last ORDER BY {key} LIMIT :look"
        ), parameters | more

    def _bounds(self, session: str | None) -> tuple[int, int]:
        """The first and last key of a session, whose keys follow each other; or of all."""
        if session is None:
            return 1, (1 << 63) - 1
        row = self._db.execute(
            "SELECT min(key) AS first, max(key) AS last FROM paragraph WHERE session = :session",
            {"session": session},
        )[0]
        return row["first"] or 1, row["last"] or 0

    def _are_few(self, marked: Marked) -> bool:
        where, parameters = _marks(marked, "")
        counted = f"SELECT count(*) AS n FROM (SELECT 1 FROM state s WHERE {where} LIMIT {FEW + 1}) found"
        return int(self._db.execute(counted, parameters)[0]["n"]) <= FEW

    def _among(self, query: Query, marked: Marked) -> list[int]:
        """The keys of all that fits, by way of the few paragraphs with some mark."""
        where, parameters = _marks(marked, "few")
        rest, more = _conditions([one for one in query.marks if one is not marked])
        rows = self._db.execute(
            "SELECT DISTINCT p.key, p.text, p.speaker, p.label FROM state s CROSS JOIN offered_paragraph p "
            f"WHERE p.id = s.subject AND {where} AND {rest} ORDER BY p.key",
            parameters | more,
        )
        if not rows or not query.terms:
            return [row["key"] for row in rows]
        return sorted(self._words.among(rows, query.terms))


def _conditions(marks: Sequence[Marked]) -> tuple[str, dict[str, Any]]:
    """What must hold of a paragraph `p` besides its words, as SQL with its parameters."""
    found, parameters = ["TRUE"], dict[str, Any]()
    for place, marked in enumerate(marks):
        where, more = _marks(marked, str(place))
        parameters |= more
        exists = f"EXISTS (SELECT 1 FROM state s WHERE s.subject = p.id AND {where})"
        found.append(exists if marked.wanted else f"NOT {exists}")
    return " AND ".join(found), parameters


def _marks(marked: Marked, name: str) -> tuple[str, dict[str, Any]]:
    """What holds of the marks `s` that are meant."""
    parameters = {f"coder{name}": marked.coder}
    where = [f"s.coder = :coder{name}"]
    for column, values in (("kind", marked.kinds), ("code", marked.codes)):
        if values:
            named = {f"{column}{name}_{place}": value for place, value in enumerate(values)}
            where.append(f"s.{column} IN ({', '.join(f':{one}' for one in named)})")
            parameters |= named
    return " AND ".join(where), parameters
