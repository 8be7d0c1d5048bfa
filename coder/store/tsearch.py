"""Words in PostgreSQL: an index of lexemes finds paragraphs, and the words in a row tell phrases.

What a word is FTS5 itself says, so that both databases find the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby, islice
from typing import Any

from coder.store.database import Database
from coder.store.fts5 import TOKENS
from coder.store.fulltext import Found, Term

AT_ONCE = 1_000
LONGEST, MOST = 200, 900_000
"""Letters of a word that the index holds, and bytes of one paragraph's words: PostgreSQL has bounds."""
ADD = """
INSERT INTO words (key, text, speaker, label, in_text, in_speaker)
VALUES (:key, :text, :speaker, :label, CAST(:in_text AS tsvector), CAST(:in_speaker AS tsvector))
ON CONFLICT (key) DO UPDATE SET text = excluded.text, speaker = excluded.speaker, label = excluded.label,
    in_text = excluded.in_text, in_speaker = excluded.in_speaker"""


class TextSearch:
    """Asks the table `words`, and fills it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, paragraphs: Iterable[Mapping[str, Any]]) -> None:
        """Index the words of paragraphs, each with its key, text, speaker and label."""
        rest = iter(paragraphs)
        while some := list(islice(rest, AT_ONCE)):
            split = iter(words([one[name] or "" for one in some for name in ("text", "speaker", "label")]))
            self._db.execute_many(ADD, [
                {"key": one["key"], "text": _row(text), "speaker": _row(speaker), "label": _row(label),
                 "in_text": _lexemes(text), "in_speaker": _lexemes(speaker + label)}
                for one, text, speaker, label in zip(some, split, split, split, strict=False)
            ])  # fmt: skip

    def forget(self, session: str) -> None:
        """Index the session again."""
        named = "SELECT key, text, speaker, label FROM paragraph WHERE session = :session"
        self.add(self._db.execute(named, {"session": session}))

    def find(self, terms: Sequence[Term]) -> Found:
        holds, parameters = _all(terms)
        return Found("words w JOIN offered_paragraph p ON p.key = w.key", "w.key", holds, parameters)

    def without(self, terms: Sequence[Term]) -> tuple[str, dict[str, Any]]:
        holds, parameters = _all(terms)
        return f"EXISTS (SELECT 1 FROM words w WHERE w.key = p.key AND {holds})", parameters

    def among(self, rows: Sequence[Mapping[str, Any]], terms: Sequence[Term]) -> set[int]:
        holds, parameters = _all(terms)
        keys = {"keys": [row["key"] for row in rows]}
        found = self._db.execute(f"SELECT w.key FROM words w WHERE w.key = ANY(:keys) AND {holds}",
                                 parameters | keys)  # fmt: skip
        return {row["key"] for row in found}


def _all(terms: Sequence[Term]) -> tuple[str, dict[str, Any]]:
    """What holds of `words w` with all the terms that are wanted and none of the others."""
    holds, parameters = ["TRUE"], dict[str, Any]()
    for place, (term, said) in enumerate(zip(terms, words([term.text for term in terms]), strict=True)):
        if said:
            one, more = _one(term, said, f"term{place}")
            parameters |= more
            holds.append(one if term.wanted else f"NOT {one}")
        elif term.wanted:
            holds.append("FALSE")
    return " AND ".join(holds), parameters


def _one(term: Term, said: Sequence[str], name: str) -> tuple[str, dict[str, Any]]:
    column, *places = ("in_text", "text") if term.of == "text" else ("in_speaker", "speaker", "label")
    lexemes = [f"'{word[:LONGEST]}'" + (":*" if len(word) > LONGEST else "") for word in said]
    if term.begins:
        lexemes[-1] = f"'{said[-1][:LONGEST]}':*"
    parameters = {name: " & ".join(lexemes)}
    holds = f"w.{column} @@ CAST(:{name} AS tsquery)"
    if len(said) > 1 or any(len(word) > LONGEST for word in said):
        parameters[f"{name}_row"] = f"% {' '.join(said)}" + ("%" if term.begins else " %")
        in_a_row = " OR ".join(f"w.{place} LIKE :{name}_row" for place in places)
        holds = f"({holds} AND ({in_a_row}))"
    return holds, parameters


def _row(said: Sequence[str]) -> str:
    return f" {' '.join(said)} "


def _lexemes(said: Sequence[str]) -> str:
    """As a tsvector is written. Beyond its bounds the last words of a paragraph are not found."""
    found, size = [], 0
    for word in dict.fromkeys(one[:LONGEST] for one in said):
        size += len(word.encode()) + 4
        if size > MOST:
            break
        found.append(f"'{word}'")
    return " ".join(found)


def words(texts: Sequence[str]) -> Iterator[list[str]]:
    """The words of each text as FTS5 has them: small letters without accents, and digits."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE said USING fts5 (text, tokenize = '{TOKENS}')")
        memory.execute("CREATE VIRTUAL TABLE token USING fts5vocab (said, instance)")
        memory.execute("BEGIN")
        memory.executemany("INSERT INTO said (rowid, text) VALUES (?, ?)", enumerate(texts))
        tokens = memory.execute("SELECT doc, term FROM token ORDER BY doc, offset")
        at = 0
        for place, rows in groupby(tokens, key=lambda row: row[0]):
            yield from ([] for _ in range(at, place))
            yield [term for _, term in rows]
            at = place + 1
        yield from ([] for _ in range(at, len(texts)))
