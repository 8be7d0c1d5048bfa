"""A backup of a large store, made beside the work: nobody waits for gigabytes to be copied."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from time import perf_counter, sleep, time

from coder.files import take_place

LARGE = 64 << 20
"""Bytes from which a store is copied beside the work."""
PAGES = 256
"""Copied at one go, before the work has its turn."""
SYNCED = 4096
"""Pages after which what was copied is brought to the disk, so that it never comes there all at once."""
DAY = 24 * 60 * 60


class Copying:
    """Copies a store as it is now, whatever is written to it meanwhile. Only for a write-ahead log.

    A copy that fails, as on a full disk, is dropped: the next start makes another.
    """

    def __init__(self, store: Path, target: Path, then: Callable[[], None]) -> None:
        """`then` is done, in a thread of its own, once the copy is in its place."""
        self._target, self._then = target, then
        self._unfinished = unfinished(target)
        self._went, self._open = perf_counter(), 0
        self._hurry = threading.Event()
        self._source = sqlite3.connect(store, check_same_thread=False, isolation_level=None)
        try:
            self._source.execute("BEGIN")
            self._source.execute(
                "SELECT count(*) FROM sqlite_master"
            ).fetchone()  # from here on, as it is now
        except BaseException:
            self._source.close()
            raise
        self._thread = threading.Thread(target=self._copy, name="backup")
        self._thread.start()

    def finish(self) -> None:
        """Copy what is left without pause, and return when the copy is in its place or was dropped."""
        self._hurry.set()
        self._thread.join()

    def _copy(self) -> None:
        try:
            with suppress(sqlite3.Error, OSError), closing(self._source):
                with closing(sqlite3.connect(self._unfinished)) as copy:
                    copy.execute("PRAGMA journal_mode=OFF")
                    copy.execute("PRAGMA synchronous=OFF")
                    self._source.backup(copy, pages=PAGES, progress=self._pause)
                self._sync()
                take_place(self._unfinished, self._target)
                self._then()
        finally:
            with suppress(OSError):
                self._unfinished.unlink(missing_ok=True)

    def _pause(self, status: int, left: int, pages: int) -> None:
        """Let the work have as much time as the copy takes."""
        self._open += PAGES
        if self._open >= SYNCED:
            self._sync()
            self._open = 0
        if left and not self._hurry.is_set():
            sleep(perf_counter() - self._went)
        self._went = perf_counter()

    def _sync(self) -> None:
        with self._unfinished.open("rb+") as file:
            os.fsync(file.fileno())


def unfinished(target: Path) -> Path:
    """Where a copy lies until it is whole. Those that a killed process left a day ago are cleared away."""
    target.parent.mkdir(exist_ok=True)
    for left in target.parent.glob("*.part"):
        with suppress(OSError):  # another process may be clearing up too
            if left.stat().st_mtime < time() - DAY:
                left.unlink()
    return target.with_suffix(f".{os.getpid()}.part")
