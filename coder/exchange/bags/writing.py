"""A bag written: the same content is the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coder.errors import CoderError
from coder.exchange.bags.paths import clash, path_fault

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PIECE = 1 << 20


class BagWriter:
    """Writes a bag into an open file, `base` the one folder in it. `seal` writes what lists the rest."""

    def __init__(self, file: IO[bytes], base: str) -> None:
        self._zip, self._base = ZipFile(file, "w", ZIP_DEFLATED), base
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._octets = 0
        self.tag("bagit.txt", DECLARATION)

    def __enter__(self) -> BagWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """Add a file of the payload; `name` is its path below `data/`.

        Raises CoderError where some system could not store a file of that name.
        """
        if fault := path_fault(name):
            raise CoderError(f"{name}: a file of this name {fault}; rename it, then do the same again.")
        digest, octets = self._write(f"data/{name}", [data] if isinstance(data, bytes) else data)
        self._payload[f"data/{name}"] = digest
        self._octets += octets

    def add_file(self, name: str, path: Path) -> None:
        """The same with the content of a file. Raises OSError."""
        self.add(name, _pieces(path))

    def tag(self, name: str, data: bytes) -> None:
        """Add a file that describes the bag."""
        self._tags[name] = self._write(name, [data])[0]

    def seal(self, info: Iterable[tuple[str, str]]) -> None:
        """Write `bag-info.txt` and the manifests. Raises CoderError where two files are one elsewhere."""
        if two := clash(self._payload):
            raise CoderError(
                f"{two[0]} and {two[1]} are one file on Windows and macOS; rename one, then do this again."
            )
        lines = [*info, ("Payload-Oxum", f"{self._octets}.{len(self._payload)}")]
        self.tag("bag-info.txt", "".join(f"{label}: {value}\n" for label, value in lines).encode())
        self.tag("manifest-sha256.txt", _manifest(self._payload))
        self._write("tagmanifest-sha256.txt", [_manifest(self._tags)])

    def _write(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        entry = ZipInfo(f"{self._base}/{name}", (1980, 1, 1, 0, 0, 0))
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o100644 << 16
        entry.create_system = 3  # else it would tell Windows from the rest
        digest, octets = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for piece in pieces:
                digest.update(piece)
                octets += len(piece)
                out.write(piece)
        return digest.hexdigest(), octets


def _manifest(digests: dict[str, str]) -> bytes:
    """As `sha256sum -c` reads it. BagIt has `%` written as `%25`."""
    lines = (f"{digest}  {name.replace('%', '%25')}\n" for name, digest in sorted(digests.items()))
    return "".join(lines).encode()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
