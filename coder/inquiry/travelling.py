"""Evidence that travels with a team's store: the folder of each machine is kept in line with it.

The store has every revision of every transcript. What it has and this folder has not is written; a file that
holds a former revision was not edited here and is brought up to date; one that holds what the store never saw
is a correction made here. Documents as received do not travel.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.files import file_name

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry

TRIES = 3
"""How often one looks again where another machine corrected a transcript in the same moment."""


class OvertakenError(CoderError):
    """Another machine corrected a transcript since this folder last had it from the store."""


def bring_in_line(inquiry: Inquiry) -> list[str]:
    """Folder and store, session by session; a sentence for all the user should know."""
    from coder.inquiry.correcting import form_of

    index, seen, form = inquiry.store.index, inquiry.seen, form_of(inquiry)
    held, files = index.in_force(), _files(inquiry)
    remarks: list[str] = []
    for slug in sorted(held.keys() | files.keys()):
        revision, stamp = held.get(slug, ("", ""))
        if (files.get(slug), revision) != seen.of(slug) or not stamp.endswith(form):
            remarks += session_in_line(inquiry, slug)
    return remarks


def session_in_line(inquiry: Inquiry, slug: str) -> list[str]:
    """The same of one session."""
    try:
        for _ in range(TRIES):
            try:
                return in_line(inquiry, slug)
            except OvertakenError as error:
                overtaken = error
        raise overtaken
    except CoderError as error:
        return [str(error)]


def in_line(inquiry: Inquiry, slug: str) -> list[str]:
    """The same; raises CoderError where the file cannot be parsed, read or written, or was purged."""
    from coder.inquiry.correcting import read_text, revision_of, stamp_of, take_in

    path, index = inquiry.sessions / f"{slug}.md", inquiry.store.index
    in_force, stamp = index.stamp(slug)
    withdrawal = inquiry.store.journal.withdrawn().get(slug)
    if not path.is_file():
        return [] if withdrawal or not in_force else _write(inquiry, path, in_force)
    revision = revision_of(read_text(path))
    base = inquiry.seen.of(slug).revision
    if not in_force or (withdrawal and withdrawal.purged):
        take_in(inquiry, path)
    elif revision == in_force:
        keep_seen(inquiry, path, revision)
        if stamp != stamp_of(inquiry, path):
            take_in(inquiry, path)
    elif index.revision("session", slug, revision) is not None:
        return _write(inquiry, path, in_force)
    elif base in ("", in_force):
        inquiry.seen.put(slug, "", in_force)
        correction = take_in(inquiry, path)
        return correction.lines() if correction else []
    else:
        return _put_aside(inquiry, path, revision, in_force)
    return []


def keep_seen(inquiry: Inquiry, path: Path, revision: str) -> None:
    """That a transcript as it lies there is one with the store, where that is not this folder's own."""
    from coder.inquiry.folder import file_stamp

    if inquiry.store.shared:
        inquiry.seen.put(path.stem, file_stamp(path), revision)


def check_not_overtaken(inquiry: Inquiry, path: Path, in_force: str, revision: str) -> None:
    """Raises OvertakenError where a team's store has by now another revision than this folder last had,
    which what is put in its place would undo. Run in the transaction that replaces it."""
    if not inquiry.store.shared or in_force in ("", revision):
        return
    if inquiry.seen.of(path.stem).revision != in_force:
        raise OvertakenError(
            f"{path}: was corrected on another machine meanwhile, so nothing was changed; open the inquiry "
            "again, and make your change to what is there by then."
        )


def _write(inquiry: Inquiry, path: Path, revision: str) -> list[str]:
    """Let the file say what the store has in force. What it was is in the store too."""
    from coder.inquiry.folder import write_beside

    text = inquiry.store.index.revision("session", path.stem, revision)
    if text is None:
        return []
    if file_name(path.name) != path.name:
        raise CoderError(f"{path.name}: the session cannot be written as a file of this name; rename it.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_beside(path, text.encode())
    except OSError as error:
        raise CoderError(
            f"{path}: cannot be brought up to date from the team's store ({error.strerror}); it is as it was."
        ) from None
    keep_seen(inquiry, path, revision)
    return []


def _put_aside(inquiry: Inquiry, path: Path, revision: str, in_force: str) -> list[str]:
    """Two machines corrected the same revision: the one that came first is in force here too."""
    from coder.inquiry.folder import write_beside

    aside = path.with_name(f"{path.name}.mine-{revision}")
    try:
        write_beside(aside, path.read_bytes())
    except OSError as error:
        raise CoderError(
            f"{aside}: cannot be written ({error.strerror}); {path.name} is as it was."
        ) from None
    _write(inquiry, path, in_force)
    return [
        f"{path.name}: was corrected here and, before that reached the team's store, on another machine too; "
        f"the other's is in force, and yours is kept as {aside.name} to make its changes again."
    ]


def _files(inquiry: Inquiry) -> dict[str, str]:
    """The transcripts of this folder with their size and time of change."""
    found: dict[str, str] = {}
    if not inquiry.sessions.is_dir():
        return found
    with os.scandir(inquiry.sessions) as files:
        for file in files:
            if file.name.endswith(".md"):
                try:
                    stat = file.stat()
                    found[file.name[:-3]] = f"{stat.st_size} {stat.st_mtime_ns}"
                except OSError:
                    found[file.name[:-3]] = ""
    return found
