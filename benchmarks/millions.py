"""Inquiries of any number of sessions, coded by three people: written straight into the store's own tables."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from itertools import accumulate
from pathlib import Path

from benchmarks.inquiries import make_bare
from coder.inquiry.correcting import revision_of, stamp_of
from coder.inquiry.folder import open_inquiry
from coder.store import statements

PER_SESSION = 200
"""Paragraphs: four items of ten questions with four answers each."""
FIRST = "s00001"
"""The session to begin with."""
CODERS = ("AB", "CD", "EF")
UNCODED = 40
"""Answers at the start of the first session, on which nobody has put anything yet."""
COMMON, RARE = "committee", "zebrawood"
"""A word in most paragraphs, and one in a handful."""

# In SQLite's own SQL, so that no row passes through Python. `h` scatters a number.
PARAGRAPHS = """
WITH RECURSIVE k (key) AS (SELECT 1 UNION ALL SELECT key + 1 FROM k WHERE key < :paragraphs),
at AS (
    SELECT key, (key - 1) / :per AS nth, (key - 1) % :per AS position, (key - 1) % :per / 50 + 1 AS item,
        (key - 1) % 50 / 5 + 1 AS q, (key - 1) % 5 AS answer FROM k),
placed AS (SELECT *, printf('s%05d', nth + 1) AS slug FROM at)
INSERT INTO paragraph
SELECT key, slug, position, slug || '/' || item || CASE answer
        WHEN 0 THEN '.q' || q ELSE '.' || ((q - 1) * 4 + answer) END,
    slug || '/' || item, slug || '/' || item || '.q' || q,
    CASE answer WHEN 0 THEN 'question' ELSE 'answer' END,
    CASE answer WHEN 0 THEN q ELSE (q - 1) * 4 + answer END,
    CASE answer WHEN 0 THEN 'Q' || item || '.' || q ELSE item || '(' || ((q - 1) * 4 + answer) || ')' END,
    CASE answer WHEN 0 THEN 'Cllr Ode' ELSE (SELECT name FROM witness WHERE id = (nth * 4 + item) % 997) END,
    NULL,
    (SELECT text FROM sentence WHERE id = key * 7919 % :sentences) || ' '
        || (SELECT text FROM sentence WHERE id = key * 104729 % :sentences) || ' '
        || (SELECT text FROM sentence WHERE id = key * 1299709 % :sentences)
        || CASE WHEN key % 99991 = 7 THEN ' zebrawood.' ELSE ' Paragraph ' || key || ' said so.' END
FROM placed"""
SESSIONS = """
INSERT INTO session
SELECT session, 'Evidence of day ' || substr(session, 2),
    date('2010-01-01', '+' || CAST(substr(session, 2) AS INTEGER) || ' days'),
    '{"committee": "Measured", "body": "Council", "sha256": "", "reference": null, "citations": "minutes"}',
    count(*), '', '' FROM paragraph GROUP BY session"""
ITEMS = """
INSERT INTO item
SELECT item, session, min(position) / 50, 'Evidence from ' || max(speaker), substr(item, -1), NULL, NULL,
    '[{"name": "' || max(CASE role WHEN 'answer' THEN speaker END)
        || '", "role": "Director", "organisation": "A charity"}]'
FROM paragraph GROUP BY item"""
APPEARANCES = """
INSERT INTO appearance (session, position, key, name, kind, role, organisation, labels, paragraphs, surname)
SELECT session, row_number() OVER (PARTITION BY session ORDER BY min(position)) - 1,
    lower(replace(speaker, ' ', '-')), speaker, CASE max(role) WHEN 'question' THEN 'member' ELSE 'witness' END,
    'Director', 'A charity', '[]', count(*), lower(substr(speaker, instr(speaker, ' ') + 1))
FROM paragraph GROUP BY session, speaker"""
MARKS = """
CREATE TEMP TABLE mark AS
SELECT p.key, p.id AS subject, p.session, c.name AS coder, t.nth, lower(hex(randomblob(4))) || '-0000-4000-8000-'
        || lower(hex(randomblob(6))) AS entry,
    lower(hex(randomblob(4))) || '-0000-4000-8000-' || lower(hex(randomblob(6))) AS batch,
    'code-' || ((p.key * 31 + c.id * 7 + t.nth * 13 + p.key / 7) % :codes) AS code,
    strftime('%Y-%m-%dT%H:%M:%S.000Z', 1704096000 + p.key * 300 / :paragraphs * 86400 + p.key % 20000,
        'unixepoch') AS at
FROM paragraph p JOIN person c JOIN (SELECT 0 AS nth UNION ALL SELECT 1) t
WHERE p.role = 'answer' AND p.key > :uncoded AND (t.nth = 0 OR p.key % 4 = 1) ORDER BY p.key, c.id, t.nth"""
JOURNAL = """
INSERT INTO journal
SELECT entry, rowid, batch, 'do', NULL, coder, at, 'tag', coder, subject, code, NULL, '{"meaning": 0}', 'r', 'c'
FROM mark"""
STATE = """
INSERT OR IGNORE INTO state (subject, coder, kind, code, session, value, entry, meaning, placed)
SELECT subject, coder, 'tag', code, session, '{"meaning": 0}', entry, 0, 1 FROM mark ORDER BY subject, coder, code"""
STEPS = """
INSERT INTO step SELECT coder, row_number() OVER (PARTITION BY coder ORDER BY rowid), batch, 0 FROM mark"""
PLACES = "INSERT INTO place SELECT coder, session, min(subject), max(at) FROM mark GROUP BY coder, session"
EXTENT = "INSERT INTO extent SELECT session, role, count(*) FROM paragraph GROUP BY session, role"


def make_million(folder: Path, paragraphs: int, codes: int = 40) -> Path:
    """An inquiry of so many paragraphs, 200 a session, each answer with one or two tags of three coders."""
    make_bare(folder, codes)
    with open_inquiry(folder) as inquiry:
        path = inquiry.store.path
        assert inquiry.codebook
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY"):
            store.execute(f"PRAGMA {pragma}")
        store.execute("BEGIN")
        _words(store)
        numbers = {"paragraphs": paragraphs, "per": PER_SESSION, "sentences": SENTENCES, "codes": codes,
                   "uncoded": UNCODED}  # fmt: skip
        for statement in (
            PARAGRAPHS, SESSIONS, ITEMS, APPEARANCES, EXTENT, MARKS, JOURNAL, STATE, STEPS, PLACES,
            statements.MAKE_TALLY, statements.MAKE_CODERS,
        ):  # fmt: skip
            import time

            t = time.time()
            store.execute(statement, numbers)
            print(statement.split("\n")[1] if "\n" in statement else statement, time.time() - t)
        store.execute("COMMIT")
        store.execute("PRAGMA journal_mode=WAL")
    _transcripts(folder, path)
    return folder


SENTENCES = 60_000


def _words(store: sqlite3.Connection) -> None:
    """Sentences of invented words, as often as words are in a language (Zipf-Mandelbrot), and names."""
    draw = random.Random(20250101)
    syllables = [
        a + b for a in "b c d f g l m n p r s t v w br st tr sh".split() for b in "a e i o u ai ea".split()
    ]
    invented = {
        "".join(draw.choices(syllables, k=draw.choice((1, 2, 2, 3, 3, 4)))): None for _ in range(30_000)
    }
    words = [COMMON, *invented]
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    sentences = (
        (number, " ".join(draw.choices(words, cum_weights=weights, k=draw.randint(8, 22))).capitalize() + ".")
        for number in range(SENTENCES)
    )
    store.execute("CREATE TEMP TABLE sentence (id INTEGER PRIMARY KEY, text TEXT)")
    store.executemany("INSERT INTO sentence VALUES (?, ?)", sentences)
    names = ((number, f"{draw.choice(words).title()} {draw.choice(words).title()}") for number in range(997))
    store.execute("CREATE TEMP TABLE witness (id INTEGER PRIMARY KEY, name TEXT)")
    store.executemany("INSERT INTO witness VALUES (?, ?)", names)
    store.execute("CREATE TEMP TABLE person (id INTEGER PRIMARY KEY, name TEXT)")
    store.executemany("INSERT INTO person VALUES (?, ?)", enumerate(CODERS))


def _transcripts(folder: Path, path: Path) -> None:
    """A file for each session, as if it had been taken in already."""
    with open_inquiry(folder) as inquiry:
        slugs = inquiry.store.index.stamps()
        with inquiry.store.transaction():
            for slug in slugs:
                file = inquiry.sessions / f"{slug}.md"
                file.write_text(f"---\nsession: {slug}\n---\n", encoding="utf-8")
                inquiry.store.index.put_stamp(slug, stamp_of(inquiry, file))
