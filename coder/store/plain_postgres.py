"""What a server answers, in sentences for the user. No sentence has a password in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg

from coder.errors import CoderError, UnreachableError
from coder.store.address import Address
from coder.store.database import Login

CONNECTING = (
    (
        ("password authentication failed", "no password supplied", "authentication failed"),
        "{user} was not let in at {server}: give the right password in the environment as "
        "CODER_STORE_PASSWORD, or keep it in the system's key store under evidence-coder and {login}.",
    ),
    (
        ("no pg_hba.conf entry",),
        "{server} lets nobody in as {user} from this machine; ask whoever keeps the server.",
    ),
    (
        ('role "', "is not permitted to log in"),
        "{server} knows no user {user}; ask whoever keeps the server.",
    ),
    (('database "',), "{server} has no database {database}; ask whoever keeps the server to make it."),
    (("permission denied for database",), "{user} may not use the database {database}; ask for the right."),
    (
        ("server does not support ssl", "certificate", "ssl error"),
        "{server} gives no connection that is encrypted as asked ({reason}); put it right there, or say "
        "sslmode= in the address.",
    ),
    (("invalid", "unsupported"), "the address of {server} cannot be used ({reason})."),
)
"""What stands in libpq's messages when a connection is refused for good."""
FULL = ("too many clients", "remaining connection slots", "too many connections")
ANSWERS = {
    "42501": "{user} has no right to do this there; nothing was saved, ask whoever keeps the server.",
    "25006": "is read-only; nothing was saved, ask whoever keeps the server.",
    "42P01": "{user} may not look into it, or it is no store of this tool; ask whoever keeps the server.",
    "3F000": "{user} may not look into it, or it is no store of this tool; ask whoever keeps the server.",
    "53100": "the server's disk is full; nothing was saved, have room made there and try again.",
    "54000": "is more than the server takes; nothing was saved.",
    "57014": "the server took too long over it; nothing was saved, try again.",
    "55P03": "is in use by somebody who does not let go; nothing was saved, try again.",
    "40001": "somebody else changed the same just now; nothing was saved, try again.",
    "40P01": "somebody else changed the same just now; nothing was saved, try again.",
}
"""By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html"""
SEALED = "CO001"
"""Of a store that was moved: the message is the sentence."""
REFUSED = "CD001"
"""What the store's own procedures refuse with, and with a sentence."""
RIGHTS = {
    "coder": "{user} is a coder's login, which may code and revise the codebook; ask a reviewer to do this",
    "staff": "{user} is a login for reading alone",
    "reviewer": "{user} has no right to this, which is for whoever the tables belong to",
}
BUSY = {"40001", "40P01"}


def unreachable(
    address: Address, was_done: Callable[[], bool] | None = None, reason: str = ""
) -> UnreachableError:
    why = f" ({reason})" if reason else ""
    doubt = ", which may have been saved all the same" if was_done else "; nothing was saved"
    return UnreachableError(
        f"the team's store at {address.server} cannot be reached{why}{doubt}; try again when it is back.",
        was_done or (lambda: False),
    )


def not_connected(error: psycopg.Error, address: Address) -> CoderError | UnreachableError:
    """Why there is no connection."""
    reason = _reason(error)
    said = reason.lower()
    if any(words in said for words in FULL):
        return unreachable(address, reason="it has as many connections as it takes")
    for words, sentence in CONNECTING:
        if any(word in said for word in words):
            return CoderError(
                sentence.format(
                    user=address.user or "you",
                    server=address.server,
                    login=address.login,
                    database=address.database,
                    reason=reason,
                )
            )
    return unreachable(address, reason=reason)


def plain(error: Exception, address: Address, login: Login | None = None) -> CoderError | UnreachableError:
    """Why a statement was refused."""
    if isinstance(error, UnicodeEncodeError):
        return CoderError(f"{error.object!a} is not text that can be saved; nothing was saved.")
    state = getattr(error, "sqlstate", None) or ""
    if state == SEALED:
        return CoderError(f"{address}: {_reason(error)}.")
    if state == REFUSED or (state == "42501" and login):
        said = _reason(error) if state == REFUSED or not login else RIGHTS[login.kind].format(user=login.role)
        return CoderError(f"{address}: {said}; nothing was saved.")
    if state in ANSWERS:
        return CoderError(f"{address}: {ANSWERS[state].format(user=address.user or 'you')}")
    if "NUL" in str(error):
        return CoderError(f"{address}: a text holds a sign that cannot be saved; nothing was saved.")
    return CoderError(f'{address}: the store answered "{_reason(error)}"; nothing was saved.')


def is_loss(error: Exception) -> bool:
    """Whether the server is gone: it said so, or the library has nobody to talk to."""
    state = getattr(error, "sqlstate", None)
    if state is None:
        talking = not isinstance(error, psycopg.errors.PipelineAborted)  # the fault was a statement's before
        return talking and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return str(state).startswith(("08", "57P")) or state == "25P03"


def busy(error: BaseException | None) -> bool:
    """Whether others' locks were the cause, so that the same may be tried again."""
    return getattr(error, "sqlstate", None) in BUSY


def _reason(error: Exception) -> str:
    """The first line of a message, without where it comes from."""
    line = next(iter(str(error).splitlines()), "") or type(error).__name__
    return re.sub(r"^.*?(?:FATAL|ERROR): +|^connection failed: |^.*? failed: ", "", line).rstrip(". ")
