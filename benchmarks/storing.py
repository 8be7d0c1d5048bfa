"""What it costs that a tag is durable."""

from __future__ import annotations

import json
import sqlite3
import uuid
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import Benchmark, Samples, timed
from benchmarks.inquiries import SLUG, make
from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand

TAGS = 100


@contextmanager
def _durable_tag() -> Samples:
    """Both sides write a journal entry, the state, the undo step, the place and two counts, in one
    transaction a tag."""
    with TemporaryDirectory() as folder, open_inquiry(make(Path(folder) / "inquiry", 1000)) as inquiry:
        hand = Hand(inquiry, "AB")
        codes = inquiry.codebook.codes[1:]
        todo = (
            (f"{SLUG}/{item}.{place}", code)
            for code in codes
            for item in range(1, 21)
            for place in range(1, 51)
        )
        bare = bare_like(Path(folder) / "bare.db", inquiry.store.path)
        numbers = iter(range(1 << 30))

        def ours() -> None:
            paragraph, code = next(todo)
            hand.tag(paragraph, [(code, None)])

        def baseline() -> None:
            _write(bare, next(numbers))

        yield timed(ours, TAGS), timed(baseline, TAGS)
        bare.close()


def bare_like(path: Path, like: Path) -> sqlite3.Connection:
    """An empty database with the same tables and indexes."""
    store = sqlite3.connect(like)
    tables = [
        row[0]
        for row in store.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') "
            "AND name NOT LIKE 'fulltext%' ORDER BY rowid"
        )
    ]
    store.close()
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    for table in tables:
        bare.execute(table)
    return bare


def _write(bare: sqlite3.Connection, number: int) -> None:
    paragraph, entry, batch = f"{SLUG}/{number}.1", str(uuid.uuid4()), str(uuid.uuid4())
    at = "2025-01-01T10:00:00.000Z"
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(
        "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            entry,
            number,
            batch,
            "do",
            None,
            "AB",
            at,
            "tag",
            "AB",
            paragraph,
            "code-1",
            None,
            json.dumps({}),
            "r",
            "c",
        ),
    )
    bare.execute(
        "INSERT INTO state VALUES (?,?,?,?,?,?,?,?,?)",
        (paragraph, "AB", "tag", "code-1", SLUG, json.dumps({"meaning": 1}), entry, 1, 1),
    )
    bare.execute("INSERT INTO step VALUES (?,?,?,?)", ("AB", number, batch, 0))
    bare.execute(
        "INSERT INTO place VALUES (?,?,?,?) "
        "ON CONFLICT (coder, session) DO UPDATE SET paragraph=excluded.paragraph",
        ("AB", SLUG, paragraph, at),
    )
    bare.execute(
        "INSERT INTO tally VALUES (?,?,?,1,1) "
        "ON CONFLICT (coder, session, role) DO UPDATE SET read=tally.read+1, tags=tally.tags+1",
        ("AB", SLUG, "answer"),
    )
    bare.execute(
        "INSERT INTO coder VALUES (?,1,?) "
        "ON CONFLICT (name) DO UPDATE SET entries=coder.entries+1, at=excluded.at",
        ("AB", at),
    )
    bare.execute("COMMIT")


STORING = (
    Benchmark(
        "durable-tag",
        2,
        "a tag through the store over the same rows written by bare sqlite3 (WAL, FULL)",
        _durable_tag,
        11,
    ),
)
