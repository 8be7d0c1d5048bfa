"""The store of an inquiry: the journal of who coded what, and an index copy of the evidence.

Rows never leave this room: what comes out are the dataclasses of `coding`, `evidence.model` and
`store.index`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.store import statements as sql
from coder.store.assigned import Assigned
from coder.store.coded import Coded
from coder.store.database import MOVED
from coder.store.index import Index
from coder.store.journal import Journal
from coder.store.marks import Withdrawal
from coder.store.opening import open_database
from coder.store.sqlite import SqliteDatabase, lost_copies, remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coder.store.counts import Counts
    from coder.store.database import Login
    from coder.store.fulltext import FullText
    from coder.store.logins import Logins
    from coder.store.transfer import Row
    from coder.store.uniting import Uniting

__all__ = ["Coded", "Index", "Journal", "Store", "Withdrawal"]


class Store:
    """An open store. `journal` holds what coders did, `index` what there is to code; `fulltext` finds it,
    `coded` reads tags by code, `assigned` who is to code what, `counts` says how much of it is done;
    `uniting` takes in other copies of the journal."""

    def __init__(self, place: Path | str) -> None:
        """Open a store, or make one: a file by its path, one on a server by its address. An older one is
        brought up to date, a file after a backup.

        Raises CoderError where it is no store, is from a newer version of this tool, is damaged,
        read-only, in use, or gone while its backups are there; UnreachableError where a server is.
        """
        self._db = open_database(place)
        self.shared = isinstance(place, str)
        """Whether it is several machines' at once, each with an inquiry folder of its own."""
        try:
            self._migrate()
            self._db.changed_elsewhere()  # what went before is no news
        except BaseException:
            self._db.close()
            raise
        self.index = Index(self._db)
        self.assigned = Assigned(self._db)
        self.journal = Journal(self._db, self.assigned)
        self.coded = Coded(self._db)

    @classmethod
    def copy_of(cls, path: Path, folder: Path) -> Store:
        """Somebody else's store, as a copy in a folder, so that theirs is not even brought up to date.

        Raises CoderError as opening does.
        """
        copy = folder / path.name
        cls.copy(path, copy)
        try:
            return cls(copy)
        except CoderError as error:
            raise CoderError(str(error).replace(str(copy), str(path))) from None

    @property
    def where(self) -> str:
        """What a sentence calls the store."""
        return self._db.where

    @property
    def path(self) -> Path:
        """The file, of a store that is one."""
        return Path(self._db.where)

    @property
    def login(self) -> Login | None:
        """Who is signed in at a server, where that is not somebody the store belongs to."""
        return self._db.login

    # What not every command needs is imported with its first use.

    @cached_property
    def fulltext(self) -> FullText:
        from coder.store.fulltext import FullText

        return FullText(self._db)

    @cached_property
    def logins(self) -> Logins:
        from coder.store.logins import Logins

        return Logins(self._db)

    @cached_property
    def counts(self) -> Counts:
        from coder.store.counts import Counts

        return Counts(self._db)

    @cached_property
    def uniting(self) -> Uniting:
        from coder.store.uniting import Uniting

        return Uniting(self._db, self.journal, self.assigned)

    def _migrate(self) -> None:
        have, scripts = self._version(), _schema(self._db.own_schema)
        newest = max(scripts)
        if have > newest:
            raise CoderError(
                f"{self.where}: was written by a newer version of this tool (store version {have}, "
                f"this one knows {newest}); install the newer version."
            )
        self._db.make_ready()
        if have == newest:
            return
        if have:
            self._db.back_up_now(f"version-{have}")
        with self._db.transaction(), self._db.rights_set_aside():
            for version in range(self._version() + 1, newest + 1):
                for script in scripts[version]:
                    self._db.create(script.read_text(encoding="utf-8"))
                self._db.execute(sql.PUT_META, {"key": "version", "value": str(version)})

    def _version(self) -> int:
        tables = self._db.table_names()
        if not tables:
            return 0
        notes = dict(map(tuple, self._db.execute(sql.OPENING))) if "meta" in tables else {}
        if not notes.get("version", "").isdecimal():
            raise CoderError(f"{self.where}: is a database of some other program; move it away.")
        if "moved" in notes:
            raise CoderError(f"{self.where}: {notes['moved']}.")
        return int(notes["version"])

    def move_to(self, other: Store, named: str, then: Callable[[], None]) -> dict[str, int]:
        """Carry everything over to an empty store, do what makes it the one in use, and let this one take
        nothing more, which it says of where it went; the rows of each table. All or nothing.

        Raises CoderError where the other is not empty.
        """
        from coder.store.moving import carry_over

        why = f"{MOVED}{named}; what is open is to be started anew, with the store that inquiry.toml names"
        with self._db.transaction():
            with other._db.transaction():
                rows = carry_over(self._db, other._db)
            then()
            self._db.seal(why)
            self._db.execute(sql.PUT_META, {"key": "moved", "value": why})
        return rows

    def leave(self, kept: Path) -> str:
        """Close a store that was moved; a file is copied to where it is kept, and goes. Where it is then."""
        where = self.where
        if isinstance(self._db, SqliteDatabase):
            self._db.copy_to(kept)
            self.close()
            with suppress(OSError):  # it is open elsewhere, and sealed
                remove(self._db.path)
                where = str(kept)
        self.close()
        return where

    @property
    def version(self) -> int:
        """The number of its schema."""
        return self._version()

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, for use cases that touch journal and index together."""
        return self._db.transaction()

    def changed_elsewhere(self) -> bool:
        """Whether anybody else has changed the store since this was asked last, or since it was opened.

        Costs next to nothing, so that screens may ask again and again.
        """
        return self._db.changed_elsewhere()

    def reachable(self) -> bool:
        """Whether the store answers just now; may be asked from any thread."""
        return self._db.reachable()

    def note(self, key: str) -> str | None:
        """A small fact kept beside the journal, such as the codebook file last taken in."""
        rows = self._db.execute(sql.GET_META, {"key": key})
        return rows[0]["value"] if rows else None

    def notes(self, beginning: str) -> dict[str, str]:
        """The notes whose keys begin so."""
        rows = self._db.execute(sql.META_BEGINNING, {"beginning": beginning})
        return {row["key"]: row["value"] for row in rows}

    def put_note(self, key: str, value: str) -> None:
        self._db.execute(sql.PUT_META, {"key": key, "value": value})

    def back_up(self, name: str) -> Path | None:
        """A copy of the store as it is, among the last few kept; None where a server sees to that."""
        copy = self._db.back_up_now(name)
        return copy if isinstance(copy, Path) else None

    def dump(self, *tables: str) -> Iterator[tuple[str, Row]]:
        """Every row of some tables (of all) as (table, row), to be put into another store."""
        from coder.store.transfer import TABLES, dump

        return dump(self._db, tables or TABLES)

    def load(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Put rows of `dump` into this store, which is empty, and make anew what follows from them.

        Raises CoderError where it is not empty, or a row is not as its table has them.
        """
        from coder.store.transfer import DERIVED, load

        with self._db.transaction():
            load(self._db, (one for one in rows if one[0] not in DERIVED))
            self.derive()

    def derive(self) -> None:
        """Make anew all that follows from journal and index."""
        with self._db.transaction():
            self.index.count_anew()
            self.journal.rebuild()

    def purge(self, slug: str, copies: Path) -> tuple[list[Path], list[Path]]:
        """Take a session's text out of the store and of its copies in a folder; those purged, those deleted.

        A copy that cannot be purged, since it is damaged, is deleted. May be done again, as where
        another program had the store open: then CoderError is raised.
        """
        from coder.store.purging import purge, purge_copies

        purge(self._db, slug)
        return purge_copies(copies, slug)

    @staticmethod
    def copy(path: Path, target: Path) -> list[str]:
        """Copy a store as it is, of whatever version, without a change to it; what its integrity check finds.

        Raises CoderError where it is gone, or too damaged to be copied.
        """
        if copies := lost_copies(path):
            raise CoderError(f"{path}: the store is gone; put {copies[-1]} in its place.")
        with closing(SqliteDatabase(path, backups=False)) as database:
            database.copy_to(target)
        with closing(SqliteDatabase(target, backups=False)) as copy:
            return copy.check()

    def copied(self, target: Path) -> Store:
        """This store as it is now, as a file of its own; others may go on with this one meanwhile."""
        if isinstance(self._db, SqliteDatabase):
            self._db.copy_to(target)
            return Store(target)
        from coder.store.moving import carry_over

        copy = Store(target)
        with self._db.transaction(), copy._db.transaction():
            carry_over(self._db, copy._db)
        return copy

    def check(self) -> list[str]:
        """What is wrong with the file, as its own integrity check finds it; empty where all is well."""
        return self._db.check()

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _schema(own: str) -> dict[int, list[Path]]:
    """The numbered schema files, by version: what both databases share, then what is one's own."""
    folder, scripts = Path(__file__).parent / "schema", dict[int, list[Path]]()
    for file in (*folder.glob("*.sql"), *folder.glob(f"{own}/*.sql")):
        scripts.setdefault(int(file.stem), []).append(file)
    return scripts
