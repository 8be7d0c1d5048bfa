"""Moving an inquiry's store: from its file to a server, to another one, and back."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coder.errors import CoderError
from coder.files import take_place
from coder.inquiry.folder import COPIES, OWN_STORE, SETTINGS, Inquiry, write_beside
from coder.inquiry.logins import need_reviewer
from coder.store import Store
from coder.store.address import is_address, read_address
from coder.store.sqlite import remove

FILE = "sqlite"
"""How the inquiry's own file is named as a place to move to."""
UNFINISHED = "moving.db"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a store went, how many rows of each table came there, and where the former one is kept."""

    to: str
    rows: dict[str, int]
    kept: str


def move(inquiry: Inquiry, to: str) -> Moved:
    """Move the store to an address, or to the inquiry's own file; then inquiry.toml says so.

    Everything arrives, and is read back, or nothing is changed. The former store is kept, and takes nothing
    more. Raises CoderError where the place is not empty, is no place, or is where the store is.
    """
    need_reviewer(inquiry, "Moving the store")
    now = inquiry.settings.store
    if to == (now or FILE):
        raise CoderError(f"{inquiry.store.where}: the store is there already.")
    if to == FILE:
        return _to_file(inquiry)
    if not is_address(to):
        raise CoderError(f"{to}: move a store to postgresql://USER@HOST/DATABASE, or back to sqlite.")
    read_address(to)
    settings = _settings(inquiry, to)
    with Store(to) as target:
        where = target.where
        rows = inquiry.store.move_to(target, where, lambda: write_beside(inquiry.folder / SETTINGS, settings))
    return Moved(where, rows, inquiry.store.leave(_kept(inquiry)))


def _to_file(inquiry: Inquiry) -> Moved:
    """The file takes its place only when it is whole: until then the store is looked for elsewhere."""
    place, settings = inquiry.folder / OWN_STORE, _settings(inquiry, None)
    if place.exists():
        raise CoderError(f"{place}: there is a store already; move it away, nothing was moved.")
    beside = place.with_name(UNFINISHED)
    try:
        remove(beside)
        with Store(beside) as target:

            def switch() -> None:
                target.close()
                remove(place)  # of the log of one that was there
                take_place(beside, place)
                write_beside(inquiry.folder / SETTINGS, settings)

            rows = inquiry.store.move_to(target, str(place), switch)
    finally:
        remove(beside)
    return Moved(str(place), rows, inquiry.store.leave(_kept(inquiry)))


def about(inquiry: Inquiry) -> dict[str, Any]:
    """Where the store is and what is in it; of the journal only where all of it may be shown."""
    store = inquiry.store
    found: dict[str, Any] = {
        "store": store.where, "kind": "PostgreSQL" if inquiry.settings.store else "SQLite",
        "version": store.version, "sessions": store.index.session_count(),
    }  # fmt: skip
    if store.journal.sight.whole:
        found["journal entries"] = sum(1 for _ in store.journal.entries())
    return found


def _kept(inquiry: Inquiry) -> Path:
    """Where a file that was left is kept: among the backups, so that a purge reaches it too."""
    return inquiry.folder / COPIES / f"moved-{datetime.now():%Y-%m-%d-%H%M%S}.db"


def _settings(inquiry: Inquiry, store: str | None) -> bytes:
    """`inquiry.toml` with another store, or none; all else in it stays as it is.

    Raises CoderError where the line cannot be changed without changing more.
    """
    path = inquiry.folder / SETTINGS
    text = path.read_text(encoding="utf-8-sig")
    top, *rest = re.split(r"(?m)^(?=\s*\[)", text, maxsplit=1)
    table = "".join(rest)
    top = re.sub(r"(?m)^\s*store\s*=.*(?:\n|\Z)", "", top)
    if store:
        top = f'{top.rstrip()}\nstore = "{store}"\n' + ("\n" if table else "")
    changed = top + table
    if _without_store(changed) != _without_store(text) or _read(changed).get("store") != store:
        raise CoderError(f'{path}: cannot be changed by itself; say store = "{store or ""}" there by hand.')
    return changed.encode()


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _without_store(text: str) -> dict[str, Any]:
    return {key: value for key, value in _read(text).items() if key != "store"}
