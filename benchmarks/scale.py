"""A million paragraphs against a thousand, in a real terminal: it should not show."""

from __future__ import annotations

import atexit
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.harness import Benchmark, Samples
from benchmarks.millions import COMMON, FIRST, RARE, make_million
from benchmarks.screens import BARE, DOWN
from benchmarks.startup import BARE as BARE_APP
from benchmarks.terminal import Terminal, terminal
from coder.inquiry.folder import open_inquiry

MILLION, THOUSAND = 1_000_000, 1_000
KEYS = 160
F3, ESCAPE, CLEAR = "\x1bOR", "\x1b", "\x15"
WORDS = (COMMON, RARE, "tumubrea", "benuweawu", "lomu")
"""Of those searched for: in most paragraphs, in eleven, and in some."""


BARE_KEY = BARE.replace(
    "cells.refresh()",
    """
        from textual.geometry import Region
        rows, width = int(sys.argv[2]), int(sys.argv[3])
        cells.refresh(*(Region(0, row, width, 1) for row in range(rows)))""",
)


@cache
def inquiry_of(paragraphs: int) -> Path:
    """Made once for all that measure on it."""
    folder = Path(tempfile.mkdtemp(prefix="evidence-coder-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return make_million(folder / "inquiry", paragraphs)


def _command(inquiry: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "coder", *arguments, "--as", "AB", "--inquiry", str(inquiry)]


@contextmanager
def _coding(paragraphs: int) -> Iterator[Terminal]:
    """A terminal on the coding screen, the backup of the day done."""
    inquiry = inquiry_of(paragraphs)
    with terminal(_command(inquiry, "code", FIRST), inquiry) as screen:
        screen.until("said so")
        screen.settle()
        screen.press("a")
        backups = inquiry / ".coder" / "backups"
        while not list(backups.glob("*.db")):
            screen.settle(0.5)
        screen.press("a")
        yield screen


@contextmanager
def _first_paint() -> Samples:
    inquiry = inquiry_of(MILLION)

    def ours() -> float:
        with terminal(_command(inquiry, "code", FIRST), inquiry) as screen:
            return screen.until("said so")

    def baseline() -> float:
        with terminal([sys.executable, "-c", BARE_APP], inquiry) as screen:
            return screen.until("the bare app has painted")

    yield ours, baseline


def _taps(inquiry: Path, screen: Terminal, keys: int) -> list[float]:
    """Seconds from each key to the end of its repaint; each a tag put on or taken off, and in the store."""
    before = _entries(inquiry)
    times = [screen.press(key) for key in _letters(keys)]
    if _entries(inquiry) != before + keys:
        raise AssertionError(
            f"{keys} keys were sent, and the journal has {_entries(inquiry) - before} entries more"
        )
    return times


def _letters(many: int) -> str:
    return ("abcdefghijklmnop" * many)[:many]


def _entries(inquiry: Path) -> int:
    with open_inquiry(inquiry) as opened:
        return int(opened.store.journal.coders()["AB"]["n"])


@contextmanager
def _tag_key() -> Samples:
    with _coding(MILLION) as on_large, _coding(THOUSAND) as on_small:
        yield (
            lambda: median(_taps(inquiry_of(MILLION), on_large, 40)),
            lambda: median(_taps(inquiry_of(THOUSAND), on_small, 40)),
        )


@contextmanager
def _tag_key_p99() -> Samples:
    """The baseline repaints as many cells in as many places, after one durable insert."""
    inquiry = inquiry_of(MILLION)
    with _coding(MILLION) as screen, tempfile.TemporaryDirectory() as folder:
        for key in "abc":
            screen.press(key)
        rows, cells = _repainted(bytes(screen.written))
        bare = [sys.executable, "-c", BARE_KEY, str(Path(folder) / "bare.db"), str(rows), str(cells // rows)]
        with terminal(bare, inquiry) as plain:
            plain.until("bare repaint")
            plain.settle()
            yield (
                lambda: _p99(_taps(inquiry, screen, KEYS)),
                lambda: _p99([plain.press(key) for key in _letters(KEYS)]),
            )


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def _repainted(written: bytes) -> tuple[int, int]:
    """In how many places something was written, and how many cells."""
    text = written.decode()
    places = len(re.findall(r"\x1b\[\d+;\d+H", text))
    return max(places, 1), len(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]", "", text))


@contextmanager
def _search() -> Samples:
    """Each word letter by letter: from the key until hits and their number stand on the screen, over what
    FTS5 alone takes to answer with as many."""
    inquiry = inquiry_of(MILLION)
    store = inquiry / ".coder" / "store.db"
    with _coding(MILLION) as screen, closing(sqlite3.connect(store)) as database:
        screen.press(F3, quiet=0.3)

        def ours() -> float:
            times = []
            for word in WORDS:
                screen.press(CLEAR, quiet=0.2)
                times += [screen.press(letter, quiet=0.15) for letter in word]
                screen.settle()
            return _p95(times)

        def baseline() -> float:
            return _p95([_bare(database, word[: end + 1]) for word in WORDS for end in range(len(word))])

        yield ours, baseline


def _bare(database: sqlite3.Connection, beginning: str) -> float:
    start = perf_counter()
    matching = "SELECT rowid FROM fulltext WHERE fulltext MATCH ? ORDER BY rowid LIMIT 1001"
    database.execute(matching, (f'"{beginning}" *',)).fetchall()
    return perf_counter() - start


def _p95(times: list[float]) -> float:
    return quantiles(times, n=100)[94]


@contextmanager
def _memory() -> Samples:
    yield lambda: _peak(MILLION), lambda: _peak(THOUSAND)


def _peak(paragraphs: int) -> float:
    """Of a process in which one came home, coded, stepped, searched, tagged what was found, and came back."""
    inquiry = inquiry_of(paragraphs)
    with terminal(_command(inquiry), inquiry) as screen:
        screen.until("Evidence of day")
        for keys in ("\r", "a", "b", *[DOWN] * 20, F3, *COMMON, "\r", "c", ESCAPE, ESCAPE, ESCAPE):
            screen.press(keys, quiet=0.1, seconds=5)
        screen.settle()
        return screen.peak()


SCALE = (
    Benchmark(
        "first-paint-million", 1.6,
        "process start to the coding screen among 1,000,000 paragraphs, over a bare Textual app",
        _first_paint, 9,
    ),
    Benchmark(
        "tag-key-million", 1.2,
        "key to durable tag to repaint, median, at 1,000,000 paragraphs over at 1,000",
        _tag_key, 9,
    ),
    Benchmark(
        "tag-key-p99", 3,
        "its 99th percentile at 1,000,000 over a bare insert and repaint of as many cells",
        _tag_key_p99, 5,
    ),
    Benchmark(
        "search-million", 3,
        "a word as one types it, 95th percentile of key to hits, over the same query in bare FTS5",
        _search, 5,
    ),
    Benchmark(
        "memory-million", 1.5,
        "peak memory of a sitting at 1,000,000 paragraphs over at 1,000", _memory, 3, "MB",
    ),
)  # fmt: skip
