"""Inquiries of any size, coded by three people: written straight into the tables of a store."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from itertools import accumulate
from pathlib import Path

from benchmarks.inquiries import make_bare
from coder.inquiry.correcting import revision_of, stamp_of
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.store import statements

FIRST = "s00001"
"""The session to begin with; of its first answers none is tagged."""
CODERS = ("AB", "CD", "EF")
COMMON, RARE = "committee", "zebrawood"
"""A word in most paragraphs, and one in a handful."""
SENTENCES, NAMES = 60_000, 997
CODES = 40

# In SQLite's own SQL, so that no row passes through Python. A session has four items of ten questions
# with four answers each; products of primes scatter what is drawn.
PARAGRAPHS = """
WITH RECURSIVE k (key) AS (SELECT 1 UNION ALL SELECT key + 1 FROM k WHERE key < :paragraphs),
counted AS (
    SELECT key, (key - 1) / 200 AS nth, (key - 1) % 200 AS position, (key - 1) % 200 / 50 + 1 AS item,
        (key - 1) % 50 / 5 + 1 AS q, (key - 1) % 5 AS answer FROM k),
named AS (
    SELECT *, printf('s%05d', nth + 1) AS slug, printf('s%05d/%d', nth + 1, item) AS item_id,
        (q - 1) * 4 + answer AS number FROM counted)
INSERT INTO paragraph
SELECT key, slug, position, item_id || CASE answer WHEN 0 THEN '.q' || q ELSE '.' || number END, item_id,
    item_id || '.q' || q, CASE answer WHEN 0 THEN 'question' ELSE 'answer' END,
    CASE answer WHEN 0 THEN q ELSE number END,
    CASE answer WHEN 0 THEN 'Q' || item || '.' || q ELSE item || '(' || number || ')' END,
    CASE answer WHEN 0 THEN 'Cllr Ode'
        ELSE (SELECT name FROM witness WHERE id = (nth * 4 + item) % :names) END,
    NULL,
    (SELECT text FROM sentence WHERE id = key * 7919 % :sentences) || ' '
        || (SELECT text FROM sentence WHERE id = key * 104729 % :sentences)
        || CASE WHEN key % 99991 = 7 THEN ' Zebrawood.' ELSE ' Paragraph ' || key || ' said so.' END
FROM named"""
EXTENT = "INSERT INTO extent SELECT session, role, count(*) FROM paragraph GROUP BY session, role"
SESSIONS = """
INSERT INTO session
SELECT session, 'Evidence of day ' || substr(session, 2),
    date('2010-01-01', '+' || CAST(substr(session, 2) AS INTEGER) || ' days'),
    '{"committee": "Measured", "body": "Council", "sha256": "", "reference": null, "citations": "minutes"}',
    count(*), '', '' FROM paragraph GROUP BY session"""
ITEMS = """
INSERT INTO item
SELECT item, session, min(position) / 50, 'Evidence from ' || max(speaker), substr(item, -1), NULL, NULL,
    json_array(json_object('name', max(CASE role WHEN 'answer' THEN speaker END),
        'role', 'Director', 'organisation', 'A charity'))
FROM paragraph GROUP BY item"""
APPEARANCES = """
INSERT INTO appearance
SELECT session, row_number() OVER (PARTITION BY session ORDER BY min(position)) - 1,
    lower(replace(speaker, ' ', '-')), speaker,
    CASE max(role) WHEN 'question' THEN 'member' ELSE 'witness' END,
    'Director', 'A charity', '[]', count(*), lower(substr(speaker, instr(speaker, ' ') + 1))
FROM paragraph GROUP BY session, speaker"""
MARKS = """
CREATE TEMP TABLE mark AS
SELECT p.id AS subject, p.session, c.name AS coder,
    lower(hex(randomblob(4))) || '-0000-4000-8000-' || lower(hex(randomblob(6))) AS entry,
    lower(hex(randomblob(4))) || '-0000-4000-8000-' || lower(hex(randomblob(6))) AS batch,
    'code-' || ((p.key * 31 + c.id * 7 + t.nth * 13 + p.key / 7) % :codes) AS code,
    strftime('%Y-%m-%dT%H:%M:%S.000Z', 1704096000 + p.key * 300 / :paragraphs * 86400 + p.key % 20000,
        'unixepoch') AS at
FROM paragraph p JOIN person c JOIN (SELECT 0 AS nth UNION ALL SELECT 1) t
WHERE p.role = 'answer' AND p.key > 40 AND (t.nth = 0 OR p.key % 4 = 1) ORDER BY p.key, c.id, t.nth"""
JOURNAL = """
INSERT INTO journal
SELECT entry, rowid, batch, 'do', NULL, coder, at, 'tag', coder, subject, code, NULL, '{"meaning": 0}',
    'r', 'c' FROM mark"""
STATE = """
INSERT INTO state (subject, coder, kind, code, session, value, entry, meaning, placed)
SELECT subject, coder, 'tag', code, session, '{"meaning": 0}', entry, 0, 1 FROM mark
ORDER BY subject, coder, code"""
STEPS = """
INSERT INTO step SELECT coder, row_number() OVER (PARTITION BY coder ORDER BY rowid), batch, 0 FROM mark"""
TALLY = """
INSERT INTO tally
SELECT coder, session, 'answer', count(DISTINCT subject), count(*) FROM mark GROUP BY coder, session"""
PLACES = """
INSERT INTO place SELECT coder, session, min(subject), max(at) FROM mark
WHERE session <> 's00001' GROUP BY coder, session"""


def make_million(folder: Path, paragraphs: int) -> Path:
    """An inquiry of so many paragraphs, 200 a session, with three times as many tags; its folder."""
    make_bare(folder, CODES)
    numbers = {"paragraphs": paragraphs, "sentences": SENTENCES, "names": NAMES, "codes": CODES}
    with (
        open_inquiry(folder) as inquiry,
        closing(sqlite3.connect(inquiry.store.path, isolation_level=None)) as store,
    ):
        for pragma in ("synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY"):
            store.execute(f"PRAGMA {pragma}")
        store.execute("BEGIN")
        _invent_words(store)
        for statement in (
            PARAGRAPHS, EXTENT, SESSIONS, ITEMS, APPEARANCES, MARKS, JOURNAL, STATE, STEPS, TALLY, PLACES,
            statements.MAKE_CODERS,
        ):  # fmt: skip
            store.execute(statement, numbers)
        _write_transcripts(inquiry, store)
        store.execute("COMMIT")
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def _invent_words(store: sqlite3.Connection) -> None:
    """Sentences of invented words, each as often as words are in a language (Zipf and Mandelbrot); names."""
    draw = random.Random(20250101)
    starts = (*"bcdfglmnprstvw", "br", "st", "tr", "sh")
    syllables = [start + end for start in starts for end in (*"aeiou", "ai", "ea")]
    invented = ("".join(draw.choices(syllables, k=draw.choice((1, 2, 2, 3, 3, 4)))) for _ in range(30_000))
    words = [COMMON, *dict.fromkeys(invented)]
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    for table, rows in (
        (
            "sentence",
            (draw.choices(words, cum_weights=weights, k=draw.randint(8, 22)) for _ in range(SENTENCES)),
        ),
        ("witness", ([word.title() for word in draw.choices(words[100:], k=2)] for _ in range(NAMES))),
        ("person", ([coder] for coder in CODERS)),
    ):
        column = "text" if table == "sentence" else "name"
        store.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, {column} TEXT)")
        stop = "." if table == "sentence" else ""
        texts = (" ".join(row) + stop for row in rows)
        store.executemany(f"INSERT INTO {table} VALUES (?, ?)", enumerate(texts))


def _write_transcripts(inquiry: Inquiry, store: sqlite3.Connection) -> None:
    """A file for each session, as if it had been taken in as it is."""
    slugs = [slug for (slug,) in store.execute("SELECT slug FROM session")]
    for slug in slugs:
        file, text = inquiry.sessions / f"{slug}.md", f"---\nsession: {slug}\n---\n"
        file.write_text(text, encoding="utf-8")
        taken_in = (revision_of(text), stamp_of(inquiry, file), slug)
        store.execute("UPDATE session SET revision = ?, stamp = ? WHERE slug = ?", taken_in)
