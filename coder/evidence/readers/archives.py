"""Zip archives that come from outside: checked before anything is unpacked, read by name, never extracted."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from coder.errors import CoderError

if TYPE_CHECKING:
    from lxml import etree

MEMBERS = 10_000
UNPACKED = 300_000_000
"""Bytes, all members together."""
BOMB_SIZE, BOMB_RATIO = 50_000_000, 200
"""What unpacks to more than this many bytes and this many times its size is no document."""
PART = 64_000_000
"""Bytes of one XML part; its tree takes some ten times as much memory."""

FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
          OverflowError)  # fmt: skip
"""What zipfile raises on damage; among the ValueErrors are those of a name that cannot be decoded."""


class Archive:
    """The members of a zip archive, by name."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises CoderError where the archive is damaged or unpacks to more than a document can hold."""
        self.name = name
        # Counted in the raw bytes: opening an archive of millions of members is itself the harm.
        if data.count(b"PK\x01\x02") > MEMBERS:
            raise self._bomb()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*FAULTS, IndexError) as error:
            raise self.damaged() from error
        infos = self._zip.infolist()
        size = sum(info.file_size for info in infos)
        if len(infos) > MEMBERS or size > UNPACKED or (size > BOMB_SIZE and size > BOMB_RATIO * len(data)):
            raise self._bomb()
        self.names = frozenset(info.filename for info in infos)

    def read(self, member: str) -> bytes:
        """The bytes of a member, empty where there is none. Raises CoderError where it is damaged."""
        if member not in self.names:
            return b""
        info = self._zip.getinfo(member)
        if info.file_size > PART:
            raise CoderError(f"{self.name}: {member} in it is over {PART // 1_000_000} MB; split it.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged()
        try:
            with self._zip.open(info) as stream:
                return stream.read(info.file_size)  # never more than it declares, which is what was checked
        except FAULTS as error:
            raise self.damaged() from error

    def xml(self, member: str) -> etree._Element | None:
        """The root of an XML member, None where there is none; no entity is resolved, nothing is fetched.

        Raises CoderError where the member is damaged.
        """
        from lxml import etree

        data = self.read(member)
        if not data:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error

    def damaged(self) -> CoderError:
        """The sentence for a file that is not whole."""
        return CoderError(f"{self.name} is damaged; ask for it again, or save it anew in a word processor.")

    def _bomb(self) -> CoderError:
        return CoderError(f"{self.name} unpacks to far more than a document holds; it is not read.")
