"""What it costs to take in a colleague's journal."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.harness import Benchmark, Samples
from benchmarks.inquiries import PER_ITEM, SLUG, make
from benchmarks.storing import bare_like
from coder.coding import Entry
from coder.exchange.contributions import write
from coder.inquiry.contributing import whole
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.merging import Wish, carry_out, plan

PARAGRAPHS, CODES = 5_000, 20
ENTRIES = PARAGRAPHS * CODES
TABLES = ("journal", "state", "step", "coder", "tally")


@contextmanager
def _merge() -> Samples:
    """Ours reads the file, plans and merges it; the other side has the rows in memory."""
    with TemporaryDirectory() as top:
        inquiry = make(Path(top) / "inquiry", PARAGRAPHS)
        file = _contribution(Path(top) / "ab.contribution", inquiry)
        merged = Path(top) / "merged"
        shutil.copytree(inquiry, merged)
        _take(merged, file)
        store = merged / ".coder" / "store.db"
        with closing(sqlite3.connect(store)) as database:
            rows = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        assert len(rows["journal"]) == len(rows["state"]) == len(rows["step"]) == ENTRIES

        def ours() -> float:
            copy = Path(top) / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(inquiry, copy)
            return _take(copy, file)

        def baseline() -> float:
            path = Path(top) / "bare.db"
            for left in path.parent.glob("bare.db*"):
                left.unlink()
            with closing(bare_like(path, store)) as bare:
                return _insert(bare, rows)

        yield ours, baseline


def _contribution(path: Path, folder: Path) -> Path:
    with open_inquiry(folder) as inquiry:
        given = whole(inquiry)
        given.entries.extend(_entries(inquiry))
        sessions = {head.slug: head for head in inquiry.store.index.sessions()}
        assert sessions.keys() == given.sessions.keys()
        path.write_bytes(write(given))
    return path


def _entries(inquiry: Inquiry) -> list[Entry]:
    revision, codebook = inquiry.store.index.stamp(SLUG)[0], inquiry.codebook
    return [
        Entry(
            str(uuid.uuid4()), 1 + place * CODES + code, str(uuid.uuid4()), "do", None, "AB",
            "2025-01-01T10:00:00.000Z", "tag", "AB", f"{SLUG}/{place // PER_ITEM + 1}.{place % PER_ITEM + 1}",
            f"code-{code}", None, {"meaning": codebook.by_id[f"code-{code}"].meaning}, revision,
            codebook.revision,
        )
        for place in range(PARAGRAPHS) for code in range(CODES)
    ]  # fmt: skip


def _take(folder: Path, file: Path) -> float:
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook
        start = perf_counter()
        merged = carry_out(inquiry, "RV", [plan(inquiry, "RV", file, Wish())])
        took = perf_counter() - start
        assert merged.entries == ENTRIES
    return took


def _insert(bare: sqlite3.Connection, rows: dict[str, list[Any]]) -> float:
    start = perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        bare.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    bare.execute("COMMIT")
    return perf_counter() - start


MERGING = (
    Benchmark(
        "merge",
        2,
        "100,000 journal entries merged from a contribution, over bare inserts of the rows",
        _merge,
        3,
    ),
)
