"""A bag read: nothing in it is believed before it was checked, and nothing is unpacked by its own name."""

from __future__ import annotations

import hashlib
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import unquote

from coder.errors import CoderError
from coder.exchange.bags.paths import clash, path_fault
from coder.exchange.bags.writing import PIECE

MEMBERS = 200_000
DIRECTORY = MEMBERS * 300
"""Bytes that a zip's list of its members may have."""
UNPACKED = 16 << 30
BOMB_SIZE, BOMB_RATIO = 100 << 20, 100
"""What unpacks to more than this many bytes and this many times its size is no archive of texts."""
SMALL = 64 << 20
"""Bytes of what is read at once: a manifest, a line of a table, a revision."""
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
          OverflowError, IndexError, struct.error)  # fmt: skip
"""What zipfile raises on damage."""
AGAIN, NOT_OURS = "ask for the archive again", "it was not made by this tool"
MANIFESTS = {"manifest-sha256.txt": "data/", "tagmanifest-sha256.txt": ""}


class Bag:
    """An open bag: `info` is what `bag-info.txt` says, `payload` the paths below `data/`."""

    def __init__(self, path: Path) -> None:
        """Raises CoderError where the file is no bag, is damaged, or unpacks to far more than it should."""
        self.path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
        try:
            self._zip = self._opened()
            self._members = self._checked()
            self.info = self._read_info()
        except BaseException:
            self._file.close()
            raise
        self.payload = tuple(name.removeprefix("data/") for name in self._members if name.startswith("data/"))

    def __enter__(self) -> Bag:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    # Reading

    def open(self, name: str) -> IO[bytes]:
        """A file of the payload, to be read. Raises CoderError where there is none; see `pieces`."""
        return self._open(f"data/{name}")

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file of the payload, piece by piece. Raises CoderError where it is damaged or not there."""
        return self._pieces(f"data/{name}")

    def read(self, name: str) -> bytes:
        """A file of the payload that is small. Raises CoderError as `pieces` does, and where it is not."""
        return self._read(f"data/{name}")

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file there. Raises CoderError as `pieces` does, and where one is too long."""
        with self.open(name) as stream:
            while line := self._line(stream, name):
                yield line

    def _line(self, stream: IO[bytes], name: str) -> bytes:
        try:
            line = stream.readline(SMALL)
        except FAULTS:
            raise self._damaged(f"data/{name}") from None
        if len(line) == SMALL:
            raise CoderError(f"{self.path}: data/{name} has a line that is too long to be one; {AGAIN}.")
        return line

    # Checking

    def faults(self) -> Iterator[str]:
        """What is not as the manifests say, a sentence each; nothing where all is whole."""
        listed = {name: self._listed(name) for name in MANIFESTS}
        for manifest, below in MANIFESTS.items():
            there = {
                name for name in self._members
                if name.startswith(below) and name.startswith("data/") == bool(below)
            } - {"tagmanifest-sha256.txt"}  # fmt: skip
            for name in sorted(there - listed[manifest].keys()):
                yield f"{self.path}: {name} is in it, but not in its list {manifest}; {AGAIN}."
            for name in sorted(listed[manifest].keys() - there):
                yield f"{self.path}: {name} is missing, though {manifest} lists it; {AGAIN}."
            for name in sorted(there & listed[manifest].keys()):
                yield from self._compared(name, listed[manifest][name])

    def _compared(self, name: str, listed: str) -> Iterator[str]:
        digest = hashlib.sha256()
        try:
            for piece in self._pieces(name):
                digest.update(piece)
        except CoderError as error:
            yield str(error)
            return
        if digest.hexdigest() != listed:
            yield f"{self.path}: {name} is not what it was when the archive was made; {AGAIN}."

    def _listed(self, manifest: str) -> dict[str, str]:
        """Path to SHA-256."""
        found: dict[str, str] = {}
        for number, line in enumerate(self._text(manifest).splitlines(), 1):
            parts = re.fullmatch(r"([0-9a-f]{64}) [ *](\S.*)", line)
            if parts is None or unquote(parts[2]) in found:
                raise CoderError(
                    f"{self.path}: {manifest}, line {number}, is no line of such a list; {AGAIN}."
                )
            found[unquote(parts[2])] = parts[1]
        return found

    # Opening

    def _opened(self) -> zipfile.ZipFile:
        try:
            size = self._file.seek(0, 2)
            self._end(size)
            return zipfile.ZipFile(self._file)
        except FAULTS:
            raise CoderError(
                f"{self.path}: is no archive of an inquiry, or it is damaged; see that it is the file that "
                f"`coder archive` wrote, or {AGAIN}."
            ) from None

    def _end(self, size: int) -> None:
        """See how long the list of members is before it is read: one of millions is itself the harm.

        Form: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.14 to 4.3.16.
        """
        self._file.seek(max(0, size - 65_557))
        tail = self._file.read()
        at = tail.rfind(b"PK\5\6")
        length: int = struct.unpack_from("<I", tail, at + 12)[0] if at >= 0 else 0
        locator = tail[max(at - 20, 0) : at]
        if locator.startswith(b"PK\6\7"):
            self._file.seek(struct.unpack_from("<Q", locator, 8)[0] + 40)
            length = struct.unpack("<Q", self._file.read(8))[0]
        self._file.seek(0)
        if length > DIRECTORY:
            raise self._too_much()

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        """The members by their path below the one folder that all are in."""
        infos = self._zip.infolist()
        size, packed = sum(info.file_size for info in infos), self.path.stat().st_size
        if len(infos) > MEMBERS or size > UNPACKED or (size > BOMB_SIZE and size > BOMB_RATIO * packed):
            raise self._too_much()
        found: dict[str, zipfile.ZipInfo] = {}
        bases = set()
        for info in infos:
            path = info.orig_filename.removesuffix("/")
            if fault := path_fault(path):
                raise CoderError(f"{self.path}: the path {path!a} in it {fault}; {NOT_OURS}.")
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or info.flag_bits & 1:
                raise CoderError(f"{self.path}: {path} in it is a link or locked; {NOT_OURS}.")
            base, _, name = path.partition("/")
            bases.add(base)
            if info.is_dir():
                continue
            if name in found:
                raise CoderError(f"{self.path}: {path} is in it twice; {NOT_OURS}.")
            found[name] = info
        if two := clash(found):
            raise CoderError(
                f"{self.path}: {two[0]} and {two[1]} in it are one file on some systems; {NOT_OURS}."
            )
        if len(bases) != 1 or "bagit.txt" not in found:
            raise CoderError(
                f"{self.path}: is no archive of an inquiry; name one that `coder archive` wrote."
            )
        return found

    def _read_info(self) -> dict[str, str]:
        if not self._text("bagit.txt").startswith("BagIt-Version: "):
            raise CoderError(f"{self.path}: bagit.txt in it is not as BagIt has it; {AGAIN}.")
        pairs = (line.partition(": ") for line in self._text("bag-info.txt").splitlines())
        return {label: value for label, colon, value in pairs if colon}

    def _text(self, name: str) -> str:
        try:
            return self._read(name).decode()
        except UnicodeDecodeError:
            raise self._damaged(name) from None

    def _read(self, name: str) -> bytes:
        if name in self._members and self._members[name].file_size > SMALL:
            raise CoderError(f"{self.path}: {name} in it is larger than such a file can be; {AGAIN}.")
        return b"".join(self._pieces(name))

    def _pieces(self, name: str) -> Iterator[bytes]:
        with self._open(name) as stream:
            try:
                while piece := stream.read(PIECE):
                    yield piece
            except FAULTS:
                raise self._damaged(name) from None

    def _open(self, name: str) -> IO[bytes]:
        if name not in self._members:
            raise CoderError(f"{self.path}: {name} is missing in it; {AGAIN}.")
        info = self._members[name]
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged(name)
        try:
            return self._zip.open(info)
        except FAULTS:
            raise self._damaged(name) from None

    def _damaged(self, name: str) -> CoderError:
        return CoderError(f"{self.path}: {name} in it is damaged; {AGAIN}.")

    def _too_much(self) -> CoderError:
        return CoderError(f"{self.path}: unpacks to far more than an inquiry holds; it is not read.")
