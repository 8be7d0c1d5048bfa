"""Who may do what in a team's store: logins of its server that are bound to a coder, a reviewer or staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from coder.coding import again_of
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.who import initials
from coder.store.database import Login

if TYPE_CHECKING:
    from coder.store.logins import Logins

Kind = Literal["reviewer", "coder", "staff"]
FILE = (
    "This inquiry's store is a file, which whoever opens the folder can read and write; logins are for a "
    "team's store (`coder store move URL`)."
)


def logins(inquiry: Inquiry) -> list[Login]:
    """Those let in, by name. Raises CoderError for who has no right to know."""
    return _of(inquiry).all()


def admit(inquiry: Inquiry, role: str, coder: str, kind: Kind) -> Login:
    """Let a login of the server in, or give it other rights; the first one is let in by the tables' owner.

    Raises CoderError where there is no such login, it belongs to the owner, or one has no right to do so.
    """
    login = _bound(inquiry, role, coder, kind)
    _of(inquiry).admit(login)
    return login


def statements(inquiry: Inquiry, role: str, coder: str, kind: Kind) -> str:
    """What `admit` would do, as SQL that the owner of the tables may run."""
    from coder.store.logins import script

    if inquiry.settings.store is None:
        raise CoderError(FILE)
    return script(_bound(inquiry, role, coder, kind), inquiry.settings.store)


def dismiss(inquiry: Inquiry, role: str) -> None:
    """Take from a login all that it may do here. Raises CoderError where it was never let in."""
    if role not in {login.role for login in logins(inquiry)}:
        raise CoderError(f"{role}: is no login that was let in; `coder store logins` lists them.")
    _of(inquiry).dismiss(role)


def need_reviewer(inquiry: Inquiry, what: str) -> None:
    """Raises CoderError where who is signed in may only code, or read; `what` begins the sentence."""
    login = inquiry.store.login
    if login and login.kind != "reviewer":
        may = "a coder's" if login.kind == "coder" else "for reading alone"
        raise CoderError(f"{what} needs a reviewer's login, and {login.role} is {may}; nothing was changed.")


def _of(inquiry: Inquiry) -> Logins:
    if not inquiry.store.shared:
        raise CoderError(FILE)
    return inquiry.store.logins


def _bound(inquiry: Inquiry, role: str, coder: str, kind: Kind) -> Login:
    """A login, under the initials as the coder writes them."""
    known = {name.casefold(): name for name in map(_first, inquiry.store.journal.coders())}
    named = initials(coder)
    return Login(role, known.get(named.casefold(), named), kind)


def _first(layer: str) -> str:
    return again_of(layer) or layer
