"""What is PostgreSQL's own: connecting again, writers in turn, news, and rows as the store reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg.types.numeric import Int8Dumper, IntLoader

from coder.errors import CoderError, UnreachableError
from coder.store.adapting import Row, rows_by_name, statements_of, translated
from coder.store.address import Address
from coder.store.as_coder import said_by_coder
from coder.store.database import Login
from coder.store.logins import clear_rights, coders_schema, login_of, make_rights
from coder.store.plain_postgres import SEALED, busy, is_loss, plain, unreachable
from coder.store.signing_in import connect

if TYPE_CHECKING:
    from coder.store.fulltext import Words

Result = TypeVar("Result")
FETCHED = 2_000
"""Rows of a stream held at a time."""
TRIES, PAUSE = 5, 0.05
"""How often a transaction is begun that others' locks stopped, and seconds between."""
SETTLING = 3.0
"""Seconds to find out at once whether a commit was done when the connection fell meanwhile."""
SETTINGS = {
    "application_name": "coder",
    "client_encoding": "UTF8",
    "lock_timeout": "10s",
    "statement_timeout": "5min",
    # A laptop that falls asleep lets go of the others:
    "idle_in_transaction_session_timeout": "1min",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
DURABLE = """
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') IN ('off', 'local')"""
TURN = 0x636F6465
"""Sets this tool's locks apart from those of others in the same database."""
TAKE_TURN = f"SELECT txid_current() AS n, pg_advisory_xact_lock({TURN}, hashtext(%s))"
READS = re.compile(r"\s*(?:SELECT|FETCH|SHOW)\b", re.IGNORECASE)


class PostgresDatabase:
    """One schema on a server, open for one process.

    A connection that fell is made anew with the next statement, never within a transaction. Writers take
    turns by a lock of the schema, so that each sees all that those before it wrote.
    """

    own_schema = "postgres"

    login: Login | None = None

    def __init__(self, address: Address) -> None:
        self._address = address
        self._within, self._wrote = False, False
        self._news = False
        self._names = count(1)
        self._connection = self._connect()

    @property
    def where(self) -> str:
        return str(self._address)

    @property
    def words(self) -> Words:
        from coder.store.tsearch import TextSearch

        return TextSearch(self)

    # Connecting

    def _connect(self) -> psycopg.Connection[Row]:
        connection = connect(self._address, rows_by_name)
        connection.adapters.register_dumper(int, Int8Dumper)
        connection.adapters.register_loader("numeric", IntLoader)  # the sum of whole numbers
        try:
            with connection.pipeline():
                for name, value in (SETTINGS | {"search_path": f'"{self._address.schema}"'}).items():
                    connection.execute("SELECT set_config(%s, %s, false)", [name, value])
                connection.execute(DURABLE)
                connection.execute(f'LISTEN "{self._channel}"')
            self._sign_in(connection)
        except psycopg.Error as error:
            connection.close()
            lost = is_loss(error)
            raise (unreachable(self._address) if lost else plain(error, self._address)) from error
        connection.add_notify_handler(
            self._hear
        )  # what is said until here is no news to who has read nothing
        return connection

    def _sign_in(self, connection: psycopg.Connection[Row]) -> None:
        """Find out who this is; where it is a coder, what they may see comes before the tables."""
        self.login = login_of(connection, self._address.schema)
        self._coder = self.login is not None and self.login.kind == "coder"
        if self._coder:
            path = f'"{coders_schema(self._address.schema)}", "{self._address.schema}"'
            connection.execute("SELECT set_config('search_path', %s, false)", [path])

    @property
    def _channel(self) -> str:
        return f"coder {self._address.schema}"

    def _live(self) -> psycopg.Connection[Row]:
        """The connection, made anew where it fell; within a transaction that one or none."""
        if self._connection.closed:
            if self._within:
                raise unreachable(self._address)
            self._connection = self._connect()
            self._news = True  # whatever was said meanwhile was not heard
        return self._connection

    def _tried(self, work: Callable[[psycopg.Connection[Row]], Result]) -> Result:
        """Work done on the connection, and once more where that turns out to have fallen."""
        for again in (False, True):
            try:
                return work(self._live())
            except (psycopg.Error, UnicodeEncodeError) as error:
                if again or self._within or not self._lost(error):
                    raise self._plain(error) from error
        raise AssertionError

    def _lost(self, error: Exception) -> bool:
        """Whether the connection fell, by an error. Then it is closed, whatever psycopg makes of it."""
        if self._connection.closed or is_loss(error):
            self._connection.close()
        return self._connection.closed

    def _plain(self, error: Exception) -> CoderError | UnreachableError:
        return unreachable(self._address) if self._lost(error) else plain(error, self._address, self.login)

    def close(self) -> None:
        self._connection.close()

    # Statements

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Within a transaction, what gives no rows is sent along with the next statement that does."""
        said = said_by_coder(sql) if self._coder else sql
        if not said:
            return []
        text, reads = translated(said), READS.match(said)
        self._wrote = self._wrote or not reads

        def work(connection: psycopg.Connection[Row]) -> list[Row]:
            cursor = connection.execute(text, parameters or {})
            if reads and self._within:
                self._sent.sync()  # else the server would not know the transaction to be idle
            return cursor.fetchall() if reads else []

        return self._tried(work)

    def execute_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self._wrote = self._wrote or bool(rows)
        self._tried(lambda connection: connection.cursor().executemany(translated(sql), rows))

    def stream(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Row]:
        name, hold = f"stream_{next(self._names)}", "" if self._within else "WITH HOLD"
        self.execute(f"DECLARE {name} NO SCROLL CURSOR {hold} FOR {sql}", parameters)
        connection = self._connection
        try:
            while rows := self.execute(f"FETCH {FETCHED} FROM {name}"):
                yield from rows
                if len(rows) < FETCHED:
                    break
        finally:
            if hold and not connection.closed and connection is self._connection:
                with suppress(CoderError, UnreachableError):
                    self.execute(f"CLOSE {name}")

    # Transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._within:
            yield
            return
        began = self._begin()
        self._within, self._wrote = True, False
        try:
            with self._pipeline():
                yield
            self._commit(began)
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._within = False

    @contextmanager
    def _pipeline(self) -> Iterator[None]:
        """Statements that give no rows do not wait for the server's answer; a fault in one shows later."""
        try:
            with self._connection.pipeline() as self._sent:
                yield
        except psycopg.Error as error:
            raise self._plain(error) from error

    def _begin(self) -> int:
        """Begin with the writers' turn taken; the transaction's number, by which to ask what became of it."""
        for left in reversed(range(TRIES)):
            try:
                return self._tried(self._take_turn)
            except CoderError as error:
                self._roll_back()
                if not busy(error.__cause__) or not left:
                    raise
            sleep(PAUSE)
        raise AssertionError

    def _take_turn(self, connection: psycopg.Connection[Row]) -> int:
        with connection.pipeline():
            # By this level each statement sees what was committed before it, while the turn was awaited too.
            connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            cursor = connection.execute(TAKE_TURN, [self._channel])
        return int(cursor.fetchall()[0]["n"])

    def _commit(self, began: int) -> None:
        """Raises UnreachableError where the connection fell before it was known whether it was done."""
        connection = self._connection
        try:
            with connection.pipeline():
                if self._wrote:
                    connection.execute("SELECT pg_notify(%s, '')", [self._channel])
                done = connection.execute("COMMIT")
            if done.statusmessage != "COMMIT":  # the server had given it up before
                raise CoderError(f"{self.where}: the store refused part of it; nothing was saved.")
        except psycopg.Error as error:
            if not self._lost(error):
                raise self._plain(error) from error
            until = monotonic() + SETTLING
            self._within = False
            while (known := self._became(began)) is None:
                if monotonic() > until:
                    raise unreachable(self._address, lambda: bool(self._became(began, True))) from error
                sleep(PAUSE)
            if not known:
                raise unreachable(self._address) from error

    def _became(self, transaction: int, insist: bool = False) -> bool | None:
        """Whether a transaction was committed; None while it cannot be told, which raises if one insists."""
        try:
            status = self.execute("SELECT txid_status(:number) AS status", {"number": transaction})
        except UnreachableError:
            if insist:
                raise
            return None
        if status[0]["status"] == "in progress":
            if insist:
                raise unreachable(self._address)
            return None
        return bool(status[0]["status"] == "committed")

    def _roll_back(self) -> None:
        if not self._connection.closed:
            with suppress(psycopg.Error):
                self._connection.execute("ROLLBACK")

    # News

    def _hear(self, notice: psycopg.Notify) -> None:
        if notice.pid != self._connection.info.backend_pid:
            self._news = True

    def changed_elsewhere(self) -> bool:
        """What came in is looked through; nothing is asked of the server. Raises UnreachableError."""
        connection = self._live()
        try:
            connection.pgconn.consume_input()
            while notice := connection.pgconn.notifies():
                self._news = self._news or notice.be_pid != connection.info.backend_pid
        except psycopg.Error:
            connection.close()
            self._live()
        news, self._news = self._news, False
        return news

    def reachable(self) -> bool:
        """By a connection of its own. A server that refuses answers too, and says why when it is asked."""
        try:
            connect(self._address, rows_by_name).close()
        except UnreachableError:
            return False
        except CoderError:
            return True
        return True

    # The schema

    def table_names(self) -> set[str]:
        rows = self.execute(
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = :schema",
            {"schema": self._address.schema},
        )
        return {row["name"] for row in rows}

    @contextmanager
    def rights_set_aside(self) -> Iterator[None]:
        admitted = "login" in self.table_names()
        if admitted:
            clear_rights(self)
        yield
        if admitted:
            make_rights(self)

    def make_ready(self) -> None:
        pass

    def create(self, script: str) -> None:
        schema = self._address.schema
        if not self.execute("SELECT 1 FROM pg_namespace WHERE nspname = :schema", {"schema": schema}):
            self.execute(f'CREATE SCHEMA "{schema}"')
        for statement in statements_of(script):
            self.execute(statement)

    def seal(self, why: str) -> None:
        said = why.replace("'", "''")
        self.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION USING ERRCODE = '{SEALED}', MESSAGE = '{said}'; END $$"
        )
        self.execute(
            "CREATE TRIGGER sealed BEFORE INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
        )

    def back_up_now(self, name: str) -> None:
        """A server is backed up by those who keep it."""

    def overwrite_deleted(self) -> None:
        pass

    def write_anew(self) -> None:
        """Write the tables anew. Raises CoderError for whom they do not belong to."""
        owned = self.execute(
            "SELECT tablename AS name, pg_has_role(tableowner, 'USAGE') AS own "
            "FROM pg_tables WHERE schemaname = :schema",
            {"schema": self._address.schema},
        )
        if not all(row["own"] for row in owned):
            raise CoderError(
                f"{self.where}: what was deleted is still in the server's files, which only the owner of "
                "the tables can have written anew; have them do the same again."
            )
        for row in owned:
            self.execute(f"VACUUM (FULL) {row['name']}")

    def check(self) -> list[str]:
        """Nothing: a server looks after its own files."""
        return []
