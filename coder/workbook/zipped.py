"""The workbook as a file: a zip in which the same content is the same bytes."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter


def save(book: Workbook, file: IO[bytes], made: datetime) -> None:
    """Write the filled workbook, as made at that moment whenever it is written."""
    moment = made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    # Workbook.save would stamp the time of saving.
    with _StillZip(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()


def close(book: Workbook) -> None:
    """End the streams of sheets that a failure left open, and remove what they had written."""
    for sheet in cast(list[Any], book.worksheets):
        if not sheet.closed:
            with suppress(Exception):
                sheet.close()
                sheet._writer.cleanup()


class _StillZip(ZipFile):
    """A zip whose entries all bear one time, so that the same content is the same bytes."""

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
        return entry

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        entry = self.open(self._entry(arcname), "w", force_zip64=True)
        with Path(filename).open("rb") as file, entry as out:
            copyfileobj(file, out, 1 << 20)
