"""Words in SQLite: by FTS5, whose index follows the paragraphs by triggers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coder.store.database import Database
from coder.store.fulltext import Found, Term

TOKENS = "unicode61 remove_diacritics 2"


class Fts5:
    """Asks the index `fulltext`, or one in memory of a few paragraphs."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, terms: Sequence[Term]) -> Found:
        match = expression(terms, True)
        if without := expression(terms, False):
            match = f"({match}) NOT ({without})"
        source = "fulltext f CROSS JOIN offered_paragraph p"
        return Found(source, "f.rowid", "p.key = f.rowid AND f.fulltext MATCH :match", {"match": match})

    def without(self, terms: Sequence[Term]) -> tuple[str, dict[str, Any]]:
        return (
            "NOT EXISTS (SELECT 1 FROM fulltext w WHERE w.fulltext MATCH :without AND w.rowid = p.key)",
            {"without": expression(terms, False)},
        )

    def add(self, paragraphs: Sequence[Mapping[str, Any]]) -> None:
        """Done by triggers."""

    def forget(self, session: str) -> None:
        """Make the index anew: a word deleted from it stays in its pages until then."""
        if "fulltext" in self._db.table_names():  # a backup may be older than it is
            self._db.execute("INSERT INTO fulltext (fulltext) VALUES ('rebuild')")

    def among(self, rows: Sequence[Mapping[str, Any]], terms: Sequence[Term]) -> set[int]:
        self._db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.few USING fts5 "
            f"(text, speaker, label, tokenize = '{TOKENS}')"
        )
        self._db.execute("DELETE FROM temp.few")
        self._db.execute_many(
            "INSERT INTO temp.few (rowid, text, speaker, label) VALUES (:key, :text, :speaker, :label)",
            [dict(row) for row in rows],
        )
        kept = {row["key"] for row in rows}
        if match := expression(terms, True):
            kept &= self._matching_few(match)
        if match := expression(terms, False):
            kept -= self._matching_few(match)
        return kept

    def _matching_few(self, match: str) -> set[int]:
        rows = self._db.execute("SELECT rowid AS key FROM temp.few WHERE few MATCH :match", {"match": match})
        return {row["key"] for row in rows}


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
