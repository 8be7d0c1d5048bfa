"""A `.qdpx`, `.qde` or `.qdc` as a file: its XML as a stream, and its members by name, never extracted.

What a project holds of recordings may be large, so nothing is measured but what is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO

from coder.errors import CoderError
from coder.evidence.readers.archives import BOMB_RATIO, BOMB_SIZE, FAULTS, MEMBERS

LARGEST_XML = 300_000_000
"""Bytes; a hundred thousand codings are some forty million."""
LARGEST_TEXT, ALL_TEXTS = 32_000_000, 100_000_000
"""Bytes of one source, and of all that are read."""
DIRECTORY = 4_000_000
"""Bytes of an archive's list of members, which opening it reads whole."""
END_OF_DIRECTORY, TAIL = b"PK\x05\x06", 65_536 + 22
INTERNAL = "internal://"
BUFFER = 1 << 18


def looks_like_refi(path: Path) -> bool:
    """Whether a file is a project or codebook of this format, by its name, or by what is in it.

    False where it cannot be read: whatever takes it says so.
    """
    if path.name.lower().endswith((".qdpx", ".qde", ".qdc", ".qde.xml")):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if head[:2] != b"PK":
                return b"urn:QDA-XML:" in head
            if _directory(file) > DIRECTORY:
                return False
        with zipfile.ZipFile(path) as packed:
            return any(name.lower().endswith(".qde") for name in packed.namelist()[:MEMBERS])
    except (*FAULTS, IndexError):
        return False


class RefiFile:
    """A file in the exchange format, open while it is used as a context."""

    def __init__(self, path: Path) -> None:
        """Raises CoderError where it is not there, is damaged, or is made to do harm."""
        self.path, self.name = path, path.name
        self._zip: zipfile.ZipFile | None = None
        self._unpacked = 0
        try:
            with path.open("rb") as file:
                packed = file.read(2) == b"PK"
                if packed and _directory(file) > DIRECTORY:
                    raise self._bomb()
            if packed:
                self._zip = zipfile.ZipFile(path)
        except (*FAULTS, IndexError) as error:
            if isinstance(error, OSError) and not isinstance(error, zipfile.BadZipFile) and error.strerror:
                raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
            raise self.damaged() from error
        try:
            self._members = self._checked()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> RefiFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._zip:
            self._zip.close()

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        """The members by their names in small letters."""
        infos = self._zip.infolist() if self._zip else []
        if len(infos) > MEMBERS:
            raise self._bomb()
        for info in infos:
            self.inside(info.filename)
        return {info.filename.replace("\\", "/").casefold(): info for info in infos}

    def inside(self, name: str) -> str:
        """A path that stays in the file, with slashes. Raises CoderError for one that leads out of it."""
        path = name.replace("\\", "/")
        if path.startswith("/") or ":" in path.partition("/")[0] or ".." in PurePosixPath(path).parts:
            raise CoderError(f"{self.name}: the path {name} in it leads out of it; nothing of it is read.")
        return path

    @contextmanager
    def xml(self) -> Iterator[IO[bytes]]:
        """The XML of the project or codebook. Raises CoderError where there is none, or it is too large."""
        if self._zip is None:
            if self.path.stat().st_size > LARGEST_XML:
                raise self._too_large(self.name, LARGEST_XML)
            with self.path.open("rb") as file:
                yield file
            return
        info = self._root()
        self._measure(info, LARGEST_XML)
        try:
            with self._zip.open(info) as stream:
                yield BufferedReader(stream, BUFFER)  # type: ignore[type-var]
        except FAULTS as error:
            raise self.damaged() from error

    def _root(self) -> zipfile.ZipInfo:
        """`project.qde`; else the only member that is named like one, wherever it lies."""
        if found := self._members.get("project.qde"):
            return found
        named = [info for name, info in self._members.items() if name.endswith(".qde")]
        named = named or [info for name, info in self._members.items() if name.endswith((".qdc", ".xml"))]
        top = [info for info in named if "/" not in info.filename.replace("\\", "/")] or named
        if len(top) == 1:
            return top[0]
        what = f"{len(top)} files" if top else "no file"
        raise CoderError(f"{self.name}: there is {what} .qde in it, so it is no project; export it anew.")

    def member(self, named: str) -> bytes:
        """What a source's path names: a member below `sources`, or a file beside a bare `.qde`; else empty.

        Raises CoderError where the path leads out of the file, or what it names is too large or damaged.
        """
        path = self.inside(named[len(INTERNAL) :] if named.lower().startswith(INTERNAL) else named)
        if self._zip is None:
            return self._beside(path)
        names = [path.casefold(), f"sources/{path.casefold()}"]
        info = next((self._members[one] for one in reversed(names) if one in self._members), None)
        if info is None:
            return b""
        self._measure(info, LARGEST_TEXT)
        self._unpacked += info.file_size
        if self._unpacked > ALL_TEXTS:
            raise self._bomb()
        try:
            with self._zip.open(info) as stream:
                return stream.read(info.file_size)
        except FAULTS as error:
            raise self.damaged() from error

    def _beside(self, path: str) -> bytes:
        for folder in ("sources", "."):
            file = self.path.parent / folder / path
            if file.is_file():
                if file.stat().st_size > LARGEST_TEXT:
                    raise self._too_large(path, LARGEST_TEXT)
                return file.read_bytes()
        return b""

    def _measure(self, info: zipfile.ZipInfo, most: int) -> None:
        """Raises CoderError for a member that is too large, or unpacks to more than text does."""
        if info.file_size > most:
            raise self._too_large(f"{info.filename} in it", most)
        if info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * info.compress_size:
            raise self._bomb()

    def damaged(self) -> CoderError:
        """The sentence for a file that is not whole."""
        return CoderError(f"{self.name} is damaged or cut short; ask for it again, or export it anew.")

    def _bomb(self) -> CoderError:
        return CoderError(f"{self.name} unpacks to far more than a project holds; it is not read.")

    def _too_large(self, what: str, most: int) -> CoderError:
        of = "" if what == self.name else f"{self.name}: "
        return CoderError(f"{of}{what} is over {most // 1_000_000} MB, too large to be read.")


def _directory(file: IO[bytes]) -> int:
    """Bytes of an archive's list of members, as its end says; 0 where it says nothing."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    at = tail.rfind(END_OF_DIRECTORY)
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
