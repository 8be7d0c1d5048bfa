"""Finding paragraphs by words and by what a coder has put on them, as SQLite has it: by FTS5.

What is found are keys of paragraphs in their order, which is the documents'; one answer costs a bounded
amount of work, however large the store, and says where to go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from coder.store.sqlite import SqliteDatabase

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


class FullText:
    """What was withdrawn is not found."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._db = database

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
        statement, parameters = _walk(query)
        look = LOOK if query.marks else most
        rows = self._db.execute(statement, parameters | {"after": after, "last": last, "look": look})
        found = [row["key"] for row in rows if row["fits"]]
        if len(found) > most:
            return found[:most], found[most - 1]
        return found, rows[-1]["key"] if len(rows) == look else None

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
        counted = f"SELECT count(*) AS n FROM (SELECT 1 FROM state s WHERE {where} LIMIT {FEW + 1})"
        return int(self._db.execute(counted, parameters)[0]["n"]) <= FEW

    def _among(self, query: Query, marked: Marked) -> list[int]:
        """The keys of all that fits, by way of the few paragraphs with some mark.

        Their words are indexed for themselves: to ask the large index for each would cost as much as the
        large index is.
        """
        where, parameters = _marks(marked, "few")
        rest, more = _conditions(Query((), tuple(one for one in query.marks if one is not marked)))
        rows = self._db.execute(
            "SELECT DISTINCT p.key, p.text, p.speaker, p.label "
            f"FROM state s CROSS JOIN offered_paragraph p ON p.id = s.subject WHERE {where} AND {rest} "
            "ORDER BY p.key",
            parameters | more,
        )
        keys = [row["key"] for row in rows]
        if not keys or not query.terms:
            return keys
        self._db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.few USING fts5 "
            "(text, speaker, label, tokenize = 'unicode61 remove_diacritics 2')"
        )
        self._db.execute("DELETE FROM temp.few")
        self._db.execute_many(
            "INSERT INTO temp.few (rowid, text, speaker, label) VALUES (:key, :text, :speaker, :label)",
            [dict(row) for row in rows],
        )
        kept = set(keys)
        if match := expression(query.terms, True):
            kept &= self._matching_few(match)
        if match := expression(query.terms, False):
            kept -= self._matching_few(match)
        return sorted(kept)

    def _matching_few(self, match: str) -> set[int]:
        rows = self._db.execute("SELECT rowid AS key FROM temp.few WHERE few MATCH :match", {"match": match})
        return {row["key"] for row in rows}


def _walk(query: Query) -> tuple[str, dict[str, Any]]:
    """The statement that looks at the next paragraphs with the words, or at any, and says which fit."""
    fits, parameters = _conditions(query)
    if not _wanted(query):
        return (
            f"SELECT p.key AS key, {fits} AS fits FROM offered_paragraph p "
            "WHERE p.key > :after AND p.key <= :last ORDER BY p.key LIMIT :look"
        ), parameters
    match = expression(query.terms, True)
    if not_these := expression(query.terms, False):
        match = f"({match}) NOT ({not_these})"
    return (
        f"SELECT p.key AS key, {fits} AS fits "
        "FROM fulltext f CROSS JOIN offered_paragraph p ON p.key = f.rowid "
        "WHERE f.fulltext MATCH :match AND f.rowid > :after AND f.rowid <= :last ORDER BY f.rowid LIMIT :look"
    ), parameters | {"match": match}


def _wanted(query: Query) -> bool:
    return any(term.wanted for term in query.terms)


def _conditions(query: Query) -> tuple[str, dict[str, Any]]:
    """What must hold of a paragraph `p` besides the words wanted, as SQL with its parameters."""
    found, parameters = ["1"], dict[str, Any]()
    for place, marked in enumerate(query.marks):
        where, more = _marks(marked, str(place))
        parameters |= more
        exists = f"EXISTS (SELECT 1 FROM state s WHERE s.subject = p.id AND {where})"
        found.append(exists if marked.wanted else f"NOT {exists}")
    if not _wanted(query) and (without := expression(query.terms, False)):
        parameters["without"] = without
        found.append(
            "NOT EXISTS (SELECT 1 FROM fulltext w WHERE w.fulltext MATCH :without AND w.rowid = p.key)"
        )
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


def expression(terms: Iterable[Term], wanted: bool) -> str:
    """The terms as FTS5 writes them: all that are wanted, or any of those that are not. Empty for none.

    A term stands in quotes, so that nothing in it can be a sign of FTS5's.
    """
    return (" AND " if wanted else " OR ").join(_quoted(term for term in terms if term.wanted is wanted))


def _quoted(terms: Iterable[Term]) -> Iterator[str]:
    for term in terms:
        columns = "text" if term.of == "text" else "{speaker label}"
        text = term.text.replace('"', '""')
        yield f'{columns} : "{text}"' + (" *" if term.begins else "")
