"""Logins of a server, bound in a store, and what they are told when they ask the database itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

import psycopg

from coder.store import Store
from coder.store.database import Login
from tests.postgres_support import Server, ask

LOGINS = {
    "ab": Login("ab", "AB", "coder"), "cd": Login("cd", "CD", "coder"),
    "rv": Login("rv", "RV", "reviewer"), "st": Login("st", "ST", "staff"),
}  # fmt: skip
"""By role. A fifth, `stranger`, is let in nowhere."""


def make_logins(server: Server) -> None:
    for role in (*LOGINS, "stranger"):
        make_login(server, role)


def make_login(server: Server, role: str) -> None:
    if not ask(server.address(), f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
        ask(server.address(), f"CREATE ROLE {role} LOGIN")


def admit_all(store: Store) -> None:
    for login in LOGINS.values():
        store.logins.admit(login)


def told(server: Server, role: str, schema: str, statements: Iterable[str]) -> list[str]:
    """What each statement is answered, by rows or by an error, whatever others before it came to.

    `{own}` stands for the schema of the store, `{seen}` for what coders see of it.
    """
    answers = []
    names = {"own": schema, "seen": f"{schema}_coders"}
    with psycopg.connect(server.address(user=role), autocommit=True) as connection:
        connection.execute("SELECT set_config('search_path', %s, false)", [f"{schema}_coders, {schema}"])
        for statement in statements:
            text = re.sub(r"\{(own|seen)\}", lambda found: names[found[1]], statement)
            try:
                cursor = connection.execute(text)
                rows = cursor.fetchall() if cursor.description else []
                listed = f"[{', '.join(sorted(plain(repr(row), schema) for row in rows))}]"
                answer = listed if cursor.description else "done"
            except psycopg.Error as error:
                answer = f"{error.sqlstate} {error.diag.message_primary} {error.diag.message_detail}"
            answers.append(f"{statement}: {plain(answer, schema)}")
    return answers


def plain(answer: str, schema: str) -> str:
    """Without what no two stores have in common: their names, times, and ids made up."""
    answer = re.sub(rf"\b{schema}", "SCHEMA", answer)
    answer = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z", "TIME", answer)
    answer = re.sub(r"assignment:[0-9a-f]{6}", "ASSIGNMENT", answer)
    return re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID", answer)
