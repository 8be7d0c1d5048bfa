"""Connecting to a server: with a password from the environment, from libpq's own places, or the key store."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from coder.errors import CoderError
from coder.store.address import Address
from coder.store.plain_postgres import not_connected

PASSWORD = "CODER_STORE_PASSWORD"
SERVICE = "evidence-coder"
"""What the key store has the passwords of this tool under."""
WAITING: dict[str, str | int] = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}  # fmt: skip
"""Seconds, and the last in milliseconds: within a quarter of a minute a dead network is known to be."""


def connect(address: Address, row_factory: Callable[[Any], Any]) -> psycopg.Connection[Any]:
    """A connection on which each statement is committed at once. Raises CoderError in a sentence."""
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # what goes wrong is said in sentences
    given = os.environ.get(PASSWORD)
    try:
        return _connect(address, row_factory, given)
    except psycopg.OperationalError as error:
        if given is None and error.pgconn and error.pgconn.needs_password:
            kept = _from_key_store(address)
            if kept is not None:
                try:
                    return _connect(address, row_factory, kept)
                except psycopg.OperationalError as second:
                    raise not_connected(second, address) from None
        raise not_connected(error, address) from None
    except psycopg.Error as error:
        raise not_connected(error, address) from None


def _connect(
    address: Address, row_factory: Callable[[Any], Any], password: str | None
) -> psycopg.Connection[Any]:
    with_password = {} if password is None else {"password": password}
    where = make_conninfo("", **WAITING | address.parameters() | with_password)
    return psycopg.connect(where, autocommit=True, row_factory=row_factory)


def _from_key_store(address: Address) -> str | None:
    """The password kept in the system's key store; None where there is none, or no key store."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(SERVICE, address.login)
    except KeyringError as error:
        raise CoderError(
            f"{address.server}: the system's key store does not answer ({error}); "
            f"give the password in the environment as {PASSWORD}."
        ) from None
