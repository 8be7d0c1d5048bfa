"""An inquiry or an archive checked from end to end. Nothing in it is written: its store is copied first."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coder.errors import CoderError
from coder.inquiry.blindness import refuse_if_blind, see_as
from coder.inquiry.checking import BACK, FAULTS, codebook, derived, files, revisions, rows
from coder.inquiry.folder import OWN_STORE, SETTINGS, Inquiry, inquiry_folder, read_settings
from coder.inquiry.logins import need_reviewer
from coder.store import Store

MOST = 20
"""Sentences of one kind."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What is wrong, a sentence each, and what was looked at, in one line."""

    wrong: tuple[str, ...]
    looked_at: str

    def to_json(self) -> dict[str, Any]:
        return {"ok": not self.wrong, "looked_at": self.looked_at, "wrong": list(self.wrong)}


def verify_archive(path: Path) -> Verified:
    """Check an archive: its manifests, then the inquiry that is rebuilt from it in a folder of its own.

    Raises CoderError where the file is no archive at all, or one of a newer version.
    """
    from coder.exchange.bags.reading import AGAIN, Bag
    from coder.inquiry.archive_form import KIND_LABEL, WHOLE
    from coder.inquiry.rebuilding import build, check

    with Bag(path) as bag, tempfile.TemporaryDirectory(prefix="coder-verify-") as made:
        folder = Path(made).resolve()
        check(bag)
        looked_at = f"{path}: {len(bag.payload)} files"
        wrong = [*bag.faults()]
        if wrong or bag.info.get(KIND_LABEL) != WHOLE:
            return Verified(tuple(wrong), looked_at)
        try:
            build(bag, folder)
        except CoderError as error:
            return Verified((str(error),), looked_at)
        found = verify_folder(folder)
        return Verified(
            tuple(
                f"{path}: {one.replace(f'{folder}{os.sep}', '').replace(BACK, AGAIN)}" for one in found.wrong
            ),
            f"{looked_at}; rebuilt: {found.looked_at}",
        )


def verify_folder(start: Path, seen_by: Callable[[Inquiry], str | None] | None = None) -> Verified:
    """Check the inquiry in a folder or the nearest one above it.

    Raises CoderError where there is none, its settings are wrong, or who asks codes blind.
    """
    folder = inquiry_folder(start)
    if folder is None:
        raise CoderError(
            f"{start.resolve()}: there is no inquiry here or above; name an archive, or an inquiry's folder."
        )
    settings = read_settings(folder / SETTINGS)
    path = folder / OWN_STORE
    if not settings.store and not path.exists() and not (path.parent / "backups").is_dir():
        return Verified((), f"{folder}: nothing was ever imported or coded here")
    with tempfile.TemporaryDirectory(prefix="coder-verify-") as scratch, ExitStack() as stack:
        copies = [Path(scratch) / name / "store.db" for name in ("kept", "anew")]
        where, wrong, stores = str(path), list[str](), list[Store]()
        team = stack.enter_context(Inquiry(folder, settings)) if settings.store else None
        if team:
            need_reviewer(team, "A check of everything")
            where = team.store.where
        try:
            if team:
                wrong += _own(where, team.store.check())
                stores = [stack.enter_context(team.store.copied(copy)) for copy in copies]
            else:
                wrong += _own(where, Store.copy(path, copies[0]))
                Store.copy(path, copies[1])
                stores = [stack.enter_context(Store(copy)) for copy in copies]
        except CoderError as error:
            wrong.append(_without(str(error), copies, where))
        if len(stores) < 2:
            return Verified(tuple(wrong), str(folder))
        inquiry = Inquiry(folder, settings)
        inquiry.store = stores[0]
        if seen_by and not _may_see(inquiry, seen_by):
            wrong.append(
                f"{where}: the assignments are garbled, so it cannot be told who may see what; {BACK}."
            )
            return Verified(tuple(wrong), str(folder))
        for checks in (rows, files, revisions, codebook, lambda _: derived(inquiry, stores[1])):
            wrong += [_without(one, copies, where) for one in _most(checks(inquiry))]
        return Verified(tuple(wrong), f"{inquiry.name}: {_counted(inquiry)}")


def _own(where: str, faults: list[str]) -> list[str]:
    """What the database's own check says."""
    return [f"{where}: its own check says {one!r}; {BACK}." for one in faults[:MOST]]


def _may_see(inquiry: Inquiry, seen_by: Callable[[Inquiry], str | None]) -> bool:
    """Whether it can be told that who asks may see all. Raises CoderError where they may not."""
    try:
        see_as(inquiry, seen_by(inquiry))
        refuse_if_blind(inquiry, "A check of everything")
    except CoderError:
        raise
    except FAULTS:
        return False
    return True


def _without(said: str, copies: list[Path], where: str) -> str:
    for copy in copies:
        said = said.replace(str(copy), where)
    return said


def _most(found: Iterator[str]) -> Iterator[str]:
    """At most so many, and how it ended where the store holds what nobody reckoned with."""
    count = 0
    try:
        for count, one in enumerate(found, 1):
            if count <= MOST:
                yield one
    except CoderError as error:
        yield str(error)
    except FAULTS as error:
        yield f"the store holds what this tool never writes ({type(error).__name__}: {error}); {BACK}."
    if count > MOST:
        yield f"… and {count - MOST} more of that kind."


def _counted(inquiry: Inquiry) -> str:
    try:
        counts = {
            table: sum(1 for _ in inquiry.store.dump(table)) for table in ("session", "revision", "journal")
        }
        return (
            f"{counts['session']} sessions, {counts['revision']} revisions of transcripts and codebooks, "
            f"{counts['journal']} journal entries"
        )
    except FAULTS:
        return "cannot be counted"
