"""A workbook's way to its file: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from coder.errors import CoderError
from coder.files import take_place
from coder.workbook.sheets import blank
from coder.workbook.zipped import close, save


@contextmanager
def written(path: Path, made: datetime) -> Iterator[Workbook]:
    """A blank workbook to fill, which then is the file, as made at that moment.

    Raises CoderError where the file cannot be written.
    """
    check_place(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    book = blank()
    try:
        with beside.open("wb") as file:
            yield book
            save(book, file, made)
        take_place(beside, path)
    except PermissionError:
        what = "if it is open in Excel, close it there, else choose another folder"
        raise CoderError(f"{path}: cannot be written; {what}.") from None
    except OSError as error:
        why = error.strerror or error
        raise CoderError(f"{path}: cannot be written ({why}); choose another place.") from None
    finally:
        close(book)
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def check_place(path: Path) -> None:
    """Raises CoderError where a path cannot be a workbook's."""
    if path.suffix.lower() != ".xlsx":
        raise CoderError(f"{path}: a workbook's name must end in .xlsx.")
    if not path.parent.is_dir():
        raise CoderError(f"{path}: there is no folder {path.parent}; make it, or write somewhere else.")
    if path.is_dir():
        raise CoderError(f"{path}: this is a folder; give the workbook another name.")
