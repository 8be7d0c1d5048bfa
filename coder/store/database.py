"""What the store asks of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from coder.store.fulltext import Words

Row: TypeAlias = Any
"""A row: values by name (`row["n"]`) and by position; iterating gives values, `keys()` names."""
Parameters: TypeAlias = Mapping[str, Any]
MOVED = "was moved to "
"""How the sentence begins that a sealed store answers with."""
AT_ONCE = 500
"""Parameters in one statement; SQLite takes 999 in any version."""


@dataclass(frozen=True, slots=True)
class Login:
    """A login of a server that was let in: the role, the initials it is bound to, and what it may do."""

    role: str
    coder: str
    kind: Literal["reviewer", "coder", "staff"]


class Database(Protocol):
    """One store, open for one process. Statements are those of `statements`, with `:name` parameters.

    Every transaction that has returned is durable. Everything raises CoderError in a sentence;
    UnreachableError where a server cannot be reached.
    """

    @property
    def where(self) -> str:
        """What a sentence calls the store: its file, or the server and what of it."""

    @property
    def login(self) -> Login | None:
        """Who is signed in, where that is not somebody the store belongs to."""

    @property
    def own_schema(self) -> str:
        """The folder of schema files that are this database's own."""

    @property
    def words(self) -> Words:
        """How it finds words."""

    def execute(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        """Run one statement; its rows."""

    def stream(self, sql: str, parameters: Parameters | None = None) -> Iterator[Row]:
        """The rows of one statement as they come, for results larger than memory should hold."""

    def execute_many(self, sql: str, rows: Sequence[Parameters]) -> None: ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, and one writer at a time; one within another is part of it."""

    def changed_elsewhere(self) -> bool:
        """Whether anybody else has committed anything since this was asked last."""

    def reachable(self) -> bool:
        """Whether it answers just now; may be asked from another thread."""

    def table_names(self) -> set[str]: ...

    def create(self, script: str) -> None:
        """Run a schema file inside the transaction that is open."""

    def rights_set_aside(self) -> AbstractContextManager[None]:
        """While tables change: what says who may do what is taken away, and made anew after."""

    def make_ready(self) -> None:
        """Set up what only a store of ours may have done to it."""

    def seal(self, why: str) -> None:
        """Refuse from here on, also for those who have it open, whatever the journal is to take in."""

    def back_up_now(self, name: str) -> object:
        """Keep a copy of the store as it is, where that is the store's own business."""

    def overwrite_deleted(self) -> None:
        """From here on, overwrite what is deleted, where the database is told to."""

    def write_anew(self) -> None:
        """Leave nothing of what was overwritten or deleted. Raises CoderError where it cannot be done."""

    def check(self) -> list[str]:
        """What is wrong with the store, as the database's own check finds it; empty where all is well."""

    def close(self) -> None: ...


def execute_for_each(
    database: Database, sql: str, subjects: Sequence[object], parameters: Parameters
) -> Iterator[Row]:
    """Run a statement with {subjects} in it for any number of them, some hundreds at a time."""
    for start in range(0, len(subjects), AT_ONCE):
        names = {f"subject{place}": one for place, one in enumerate(subjects[start : start + AT_ONCE])}
        listed = ", ".join(f":{name}" for name in names)
        yield from database.execute(sql.format(subjects=listed), {**parameters, **names})
