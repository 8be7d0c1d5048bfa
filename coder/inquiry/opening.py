"""What a file is that somebody wants to merge, told by its content, and the contribution in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from coder.codebook import Codebook
from coder.coding import codebook_subject
from coder.errors import CoderError
from coder.exchange import contributions
from coder.exchange.contributions import Contribution

if TYPE_CHECKING:
    from coder.store import Store

START = 512
"""Bytes that tell what a file is."""
SQLITE = b"SQLite format 3\x00"
Opener: TypeAlias = Callable[[Path], Contribution]


def open_contribution(path: Path) -> Contribution:
    """The contribution in a file; of a store or an inquiry's folder everybody's.

    Raises CoderError where it is nothing of the kind, or is damaged.
    """
    opener = _opener(path, _start(path))
    if opener is None:
        raise CoderError(f"{path}: is no contribution, store or inquiry, so it cannot be merged.")
    return opener(path)


def _start(path: Path) -> bytes:
    try:
        if path.is_dir():
            return b""
        with path.open("rb") as file:
            return file.read(START)
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None


def _opener(path: Path, start: bytes) -> Opener | None:
    if start.startswith(contributions.MAGIC):
        return contributions.read
    if path.is_dir() and (path / "inquiry.toml").is_file():
        return _of_folder
    return _of_store if start.startswith(SQLITE) else None


@contextmanager
def _copy(path: Path, folder: Path) -> Iterator[Store]:
    from coder.store import Store

    with Store.copy_of(path, folder) as store:
        yield store


def _of_folder(path: Path) -> Contribution:
    """Everybody's, of an inquiry that lies in another folder."""
    from coder.inquiry.contributing import gather
    from coder.inquiry.folder import OWN_STORE, SETTINGS, Inquiry, read_settings

    inquiry = Inquiry(path, read_settings(path / SETTINGS))
    store = path / OWN_STORE
    if inquiry.settings.store:
        raise CoderError(
            f"{path}: the store of this inquiry is on a server; write a contribution there "
            "(`coder contribution --everyone`), and merge that."
        )
    if not store.is_file():
        raise CoderError(f"{path}: this inquiry has no store yet, so there is nothing to merge.")
    with TemporaryDirectory() as folder, _copy(store, Path(folder)) as copy:
        inquiry.__dict__["store"] = copy
        return gather(copy, inquiry.name, inquiry.codebook)


def _of_store(path: Path) -> Contribution:
    """The same of a store without its folder."""
    from coder.inquiry.contributing import gather

    with TemporaryDirectory() as folder, _copy(path, Path(folder)) as store:
        codebook = _codebook(store)
        if codebook is None:
            raise CoderError(f"{path}: nobody has coded in this store yet, so there is nothing to merge.")
        return gather(store, path.stem, codebook)


def _codebook(store: Store) -> Codebook | None:
    """The codebook in force, as a store tells it without the file."""
    from coder.codebook.said import in_force

    for key, note in store.notes("codebook:").items():
        name = key.removeprefix("codebook:")
        marks = store.journal.marks(codebook_subject(name), "")
        if said := {code: value for (kind, code), value in marks.items() if kind == "code"}:
            return in_force(name, said)
        if text := store.index.revision("codebook", name, note.rpartition(" ")[2]):
            return Codebook.from_json(text)
    return None
