"""Where a team's store is: `postgresql://USER@HOST:PORT/DATABASE?schema=NAME`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from coder.errors import CoderError

SCHEMES = ("postgresql", "postgres")
SCHEMA = "coder"
"""The schema of the database that holds an inquiry, where the address names none."""
OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "host")
"""What an address may say besides, as libpq has it; `host` is the folder of a socket."""
LOOPBACK = ("", "localhost", "127.0.0.1", "::1")
NAME = re.compile(r"(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,50}")
FORM = "postgresql://USER@HOST/DATABASE"


@dataclass(frozen=True, slots=True)
class Address:
    """What stands in an address. What is empty is left to libpq: the user's name, a local server."""

    text: str
    user: str
    host: str
    port: int | None
    database: str
    schema: str
    options: dict[str, str] = field(default_factory=dict)

    @property
    def login(self) -> str:
        """What a key store has the password under."""
        return f"{self.user}@{self.host or 'localhost'}{f':{self.port}' if self.port else ''}/{self.database}"

    @property
    def server(self) -> str:
        """The host as a sentence names it."""
        return f"{self.host or 'localhost'}{f':{self.port}' if self.port else ''}"

    def __str__(self) -> str:
        return f"{self.server}/{self.database} (schema {self.schema})"

    def parameters(self) -> dict[str, str | int]:
        """As libpq takes them. Only to this machine may a connection go without encryption unasked."""
        mode = "prefer" if self.host in LOOPBACK or self.host.startswith("/") else "require"
        named = {"user": self.user, "host": self.host, "dbname": self.database}
        found: dict[str, str | int] = {name: value for name, value in named.items() if value}
        return found | ({"port": self.port} if self.port else {}) | {"sslmode": mode} | self.options


def is_address(text: str) -> bool:
    """Whether a text says where a server is, rather than a file."""
    return text.partition("://")[0].lower() in SCHEMES


def read_address(text: str) -> Address:
    """Raises CoderError, which never repeats a password, where it is no such address or has one in it."""
    try:
        parts = urlsplit(text)
        port, host, user = parts.port, parts.hostname or "", unquote(parts.username or "")
        asked = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise CoderError(f"the address of the store does not read as {FORM}.") from None
    if parts.password is not None or {"password", "passfile"} & asked.keys():
        raise CoderError(
            "the address of the store has a password in it; take it out, and give it in the environment "
            "as CODER_STORE_PASSWORD, or keep it in the system's key store."
        )
    database = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not database or "/" in database or parts.fragment:
        raise CoderError(f"{text}: the address of a store reads {FORM}.")
    schema = asked.pop("schema", SCHEMA)
    if not NAME.fullmatch(schema):
        raise CoderError(f"{text}: a schema's name is small letters, digits and _, such as lanes_2025.")
    if unknown := sorted(asked.keys() - set(OPTIONS)):
        raise CoderError(
            f"{text}: an address may say schema, {', '.join(OPTIONS[:-1])} and host, not {unknown[0]}."
        )
    host = asked.pop("host", host)
    return Address(text, user, host, port, database, schema, asked)
