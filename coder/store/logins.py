"""The logins of a team's server, and letting them in: `schema/postgres/roles/` says what each may do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.store.address import read_address
from coder.store.database import Database, Login

if TYPE_CHECKING:
    import psycopg

FOLDER = Path(__file__).parent / "schema" / "postgres" / "roles"
SCRIPTS = ("who", "seeing", "writing", "admitting")
LOGINS = "SELECT role, coder, kind FROM login ORDER BY role"
ADMIT = "SELECT admit(:role, :coder, :kind)"
DISMISS = "SELECT dismiss(:role)"


def coders_schema(schema: str) -> str:
    """Where the logins of coders find what they see of the tables."""
    return f"{schema}_coders"


def login_of(connection: psycopg.Connection[Any], schema: str) -> Login | None:
    """Who is signed in, where the store knows logins and this one is no owner's."""
    named = "SELECT 1 FROM pg_proc WHERE proname = 'whoami' AND pronamespace = to_regnamespace(%s)"
    if not connection.execute(named, [f'"{schema}"']).fetchall():
        return None
    rows = connection.execute(f'SELECT role, coder, kind FROM "{schema}".whoami()').fetchall()
    return _login(rows[0]) if rows else None


class Logins:
    """Those let in. Everything raises CoderError for who has no right to it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[Login]:
        if "login" not in self._db.table_names():
            return []
        return [_login(row) for row in self._db.execute(LOGINS)]

    def admit(self, login: Login) -> None:
        """Let a login of the server in, or give it other rights. Raises CoderError where there is none."""
        with self._db.transaction():
            if self._db.login is None:
                make_rights(self._db)
            self._db.execute(ADMIT, {"role": login.role, "coder": login.coder, "kind": login.kind})

    def dismiss(self, role: str) -> None:
        """Take from a login all that it may do here."""
        self._db.execute(DISMISS, {"role": role})


def script(login: Login, address: str) -> str:
    """All of `Logins.admit` as a script for psql."""
    at = read_address(address)
    parts = [_text(name) for name in ("clearing", *SCRIPTS)]
    return "\n".join((
        f"-- Run in the database {at.database} as the owner of the tables. Before, whoever keeps the server",
        f"-- makes the login: CREATE ROLE {_quoted(login.role)} LOGIN PASSWORD '...';",
        "BEGIN;",
        f"SET LOCAL search_path = {_quoted(at.schema)}, pg_temp;",
        *parts,
        "SELECT admit({}, {}, {});".format(*map(_literal, (login.role, login.coder, login.kind))),
        "COMMIT;",
    ))  # fmt: skip


def clear_rights(database: Database) -> None:
    """Take away what makes the rights, but not who was let in."""
    _run(database, "clearing")


def make_rights(database: Database) -> None:
    """Make anew what says who may do what; run in a transaction.

    Raises CoderError for others than the owner of the tables, in whose name what is made here acts.
    """
    database.execute("SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)")
    clear_rights(database)
    for name in SCRIPTS:
        _run(database, name)


def _run(database: Database, name: str) -> None:
    database.create(_text(name))


def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _login(row: Sequence[Any]) -> Login:
    role, coder, kind = row
    return Login(role, coder, kind)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
