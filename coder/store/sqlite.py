"""What is SQLite's own: opening, locking, durability, backup, and its errors in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from coder.errors import CoderError
from coder.files import take_place
from coder.store.database import MOVED

if TYPE_CHECKING:
    from coder.store.copying import Copying
    from coder.store.fulltext import Words

BUSY_SECONDS, ASKED_ANEW = 5.0, 30
"""How long the file may be another's; and milliseconds after which the turn to write is asked for anew."""
BACKUPS_KEPT = 5
CACHE, LOG = 8 << 20, 16 << 20
"""Bytes: of pages kept in memory, and of the write-ahead log once what it held is in the file."""
REMOTE = 4  # DRIVE_REMOTE of the Windows API
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs"}
PLAIN = (
    (
        ["not a database"],
        "is not a store of this tool; move it away, or put back a copy from .coder/backups.",
    ),
    (["malformed", "disk image"], "is damaged; put back the newest copy from .coder/backups."),
    (
        ["readonly", "read-only"],
        "is read-only, so nothing was saved; ask for the right to write in its folder.",
    ),
    (["locked", "busy"], "is in use by another program that does not let go; nothing was saved, try again."),
    (["full"], "the disk is full; nothing was saved, make room and try again."),
    (["unable to open"], "cannot be opened; see that its folder is there and that you may write in it."),
)
"""What stands in SQLite's messages, and the same in a sentence for the user."""


class SqliteDatabase:
    """One SQLite file, open for one process. Every transaction that commits is on the disk."""

    own_schema = "sqlite"
    login = None

    def __init__(self, path: Path, backups: bool = True) -> None:
        """Open a file, or make one. `backups` is for a store, and not for a copy that is a backup itself."""
        self.path = path
        self._backs_up, self._backed_up = backups, ""
        self._seen = 0
        self._copying: Copying | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CoderError(f"{path.parent}: this folder cannot be made ({error.strerror}).") from None
        if path.is_dir():
            raise CoderError(f"{path}: is a folder, not a store; move it away.")
        with self._plain_errors():
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
            try:
                self._set_up()
            except BaseException:
                self._connection.close()
                raise

    def _set_up(self) -> None:
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA temp_store=MEMORY")
        self._connection.execute(f"PRAGMA cache_size=-{CACHE >> 10}")
        self._connection.execute(f"PRAGMA journal_size_limit={LOG}")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    @property
    def where(self) -> str:
        return str(self.path)

    @property
    def words(self) -> Words:
        from coder.store.fts5 import Fts5

        return Fts5(self)

    def rights_set_aside(self) -> AbstractContextManager[None]:
        return nullcontext()

    def make_ready(self) -> None:
        """Use a write-ahead log where the folder allows it. Changes the file."""
        mode = "DELETE" if on_network_share(self.path.parent) else "WAL"
        with suppress(sqlite3.OperationalError):  # a store one may only read stays in the mode it has
            self._connection.execute(f"PRAGMA journal_mode={mode}")

    def close(self) -> None:
        self.finish_copying()
        self._connection.close()

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[sqlite3.Row]:
        """Run one statement; its rows, each readable by column name."""
        with self._plain_errors():
            return self._connection.execute(sql, parameters or {}).fetchall()

    def stream(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Iterator[sqlite3.Row]:
        """The rows of one statement as they come, for results larger than memory should hold."""
        with self._plain_errors():
            for row in self._connection.execute(sql, parameters or {}):  # noqa: UP028 - one may stop early
                yield row

    def execute_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        with self._plain_errors():
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. The write lock is taken at once: a transaction that turned to writing later
        would fail with "locked" however long it were willing to wait."""
        with self._plain_errors():
            if self._connection.in_transaction:
                yield
                return
            self._back_up()
            self._take_turn()
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have rolled back already
                    self._connection.execute("ROLLBACK")
                raise

    def _take_turn(self) -> None:
        """Begin with the write lock. SQLite asks for it ever more seldom, so that of many who write at once
        one could wait for good: asked anew every few moments, it comes to each."""
        until = monotonic() + BUSY_SECONDS
        self._connection.execute(f"PRAGMA busy_timeout={ASKED_ANEW}")
        try:
            while True:
                try:
                    self._connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                        raise
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")

    def changed_elsewhere(self) -> bool:
        """Whether anybody else has committed anything since this was asked last."""
        before, self._seen = self._seen, self._data_version()
        return before != self._seen

    def _data_version(self) -> int:
        """A number that changes when another connection, of this process or not, commits."""
        return int(self.execute("PRAGMA data_version")[0][0])

    def reachable(self) -> bool:
        """A file always is, or says why not."""
        return True

    def table_names(self) -> set[str]:
        rows = self.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {row["name"] for row in rows}

    def create(self, script: str) -> None:
        """Run a schema file inside the transaction that is open; STRICT is SQLite's way to check types."""
        statement = ""
        for line in script.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):  # at the end of a trigger, not within
                table = statement.partition("CREATE ")[2].startswith("TABLE")
                self._connection.execute(statement.rstrip().rstrip(";") + (" STRICT" if table else ""))
                statement = ""

    def seal(self, why: str) -> None:
        said = why.replace("'", "''")
        self.execute(
            f"CREATE TRIGGER sealed BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )

    def check(self) -> list[str]:
        """What SQLite's own integrity checks find; empty where all is well."""
        found = [str(row[0]) for row in self.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if "fulltext" in self.table_names():
            try:
                self.execute("INSERT INTO fulltext (fulltext, rank) VALUES ('integrity-check', 1)")
            except CoderError:
                found.append("the full-text index does not fit the paragraphs")
        return found

    def overwrite_deleted(self) -> None:
        """From here on, fill with zeros what is deleted in the file; a copy being made is whole by then."""
        self.finish_copying()
        self.execute("PRAGMA secure_delete=ON")

    def write_anew(self) -> None:
        """Leave in the file and its write-ahead log nothing of what was overwritten or deleted.

        Raises CoderError where another program is reading, and the log cannot be emptied under it.
        """
        with self._plain_errors():
            self._connection.execute("VACUUM")
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise CoderError(
                f"{self.path}: is open elsewhere, so what was deleted is still in {self.path.name}-wal; "
                "close the other programs and do the same again."
            )

    def copies(self) -> list[Path]:
        """The backups that are kept, oldest first."""
        found = (self.path.parent / "backups").glob(f"{self.path.stem}-*.db")
        return sorted(found, key=lambda path: path.stat().st_mtime)

    def back_up_now(self, name: str) -> Path:
        """A copy of the store as it is among the last few kept."""
        target = self._place_of(name)
        self.copy_to(target)
        self._drop_old_copies()
        return target

    def copy_to(self, target: Path) -> None:
        """A copy of the store as it is, by SQLite's backup API, whoever has it open."""
        from coder.store.copying import unfinished

        with self._plain_errors():
            beside = unfinished(target)
            try:
                with closing(sqlite3.connect(beside)) as copy:
                    self._connection.backup(copy)
                take_place(beside, target)
            finally:
                beside.unlink(missing_ok=True)

    def _place_of(self, name: str) -> Path:
        return self.path.parent / "backups" / f"{self.path.stem}-{name}.db"

    def _drop_old_copies(self) -> None:
        with suppress(OSError):  # another process may be clearing up too, or have one open
            for path in self.copies()[:-BACKUPS_KEPT]:
                path.unlink()

    def _back_up(self) -> None:
        """Before the first write of a day, where there is something to lose; of much, beside the work."""
        today = date.today().isoformat()
        if self._backed_up == today or not self._backs_up:
            return
        target = self._place_of(today)
        if not target.exists() and "journal" in self.table_names() and self._anything_to_lose():
            from coder.store import copying

            if self.path.stat().st_size >= copying.LARGE and self._has_write_ahead_log():
                self.finish_copying()
                self._copying = copying.Copying(self.path, target, self._drop_old_copies)
            else:
                self.back_up_now(today)
        self._backed_up = today

    def finish_copying(self) -> None:
        """Wait until a backup that is being made beside the work is whole."""
        if self._copying:
            self._copying.finish()
            self._copying = None

    def _has_write_ahead_log(self) -> bool:
        return bool(self.execute("PRAGMA journal_mode")[0][0] == "wal")

    def _anything_to_lose(self) -> bool:
        return bool(self.execute("SELECT 1 FROM journal LIMIT 1"))

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise CoderError(self._plain(str(error))) from error
        except OSError as error:
            raise CoderError(f"{self.path.parent}: {error.strerror or error}; nothing was saved.") from error
        except UnicodeDecodeError as error:  # in SQLite's own message, where the schema is garbled
            raise CoderError(self._plain("malformed")) from error
        except UnicodeEncodeError as error:
            raise CoderError(f"{error.object!a} is not text that can be saved; nothing was saved.") from error

    def _plain(self, message: str) -> str:
        if message.startswith(MOVED):
            return f"{self.path}: {message}."
        for words, sentence in PLAIN:
            if any(word in message.lower() for word in words):
                return f"{self.path}: {sentence}"
        return f'{self.path}: the store answered "{message}"; nothing was saved.'


def remove(path: Path) -> None:
    """Take away a store with its log, which would be taken for that of whatever came in its place."""
    for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        part.unlink(missing_ok=True)


def lost_copies(path: Path) -> list[Path]:
    """The backups of a store that is not there or has nothing in it, oldest first."""
    if path.exists() and (path.is_dir() or path.stat().st_size):
        return []
    found = (path.parent / "backups").glob(f"{path.stem}-*.db")
    return sorted(found, key=lambda copy: copy.stat().st_mtime)


def on_network_share(folder: Path) -> bool:
    """Whether WAL must not be used here: its shared memory does not work between machines."""
    if os.name == "nt":
        return remote_drive(folder.resolve().drive)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    place = f"{folder.resolve()}/"
    for mount in mounts:
        _, point, system, *_ = mount.split(" ")
        point = point.replace("\\040", " ").rstrip("/") + "/"
        if place.startswith(point) and len(point) >= len(best):
            best, kind = point, system
    return kind in NETWORK_FILE_SYSTEMS


def remote_drive(drive: str) -> bool:
    """Whether a drive as Windows names it is another machine's: a share, or a letter it is mapped to."""
    import ctypes

    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    return drive.startswith("\\\\") or bool(kernel.GetDriveTypeW(f"{drive}\\") == REMOTE)
