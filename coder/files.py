"""File names and the replacing of files as Windows allows them too, whatever system this is."""

from __future__ import annotations

import errno
import re
import time
from pathlib import Path

DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""Names that mean a device on Windows, with any ending: https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
LONGEST = 100
"""Characters in a file's name, so that a folder's path is left most of the 260 of a Windows path."""
HELD = (5, 32)
"""What Windows answers where another program has the file open: access denied, sharing violation."""
PATIENCE = 2.0
"""Seconds to wait for a program that looks at every new file for a moment, as virus scanners do."""


def file_name(name: str) -> str:
    """A name from elsewhere as one that any system can store, its ending kept."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).rstrip(". ") or "_"
    if DEVICE.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST:
        return name
    return name[:LONGEST] if not dot or len(ending) > 10 else f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def take_place(beside: Path, target: Path) -> None:
    """Rename a file into another's place in one step. Raises OSError.

    Where another program holds the target open, which Windows alone forbids, it is tried again for a
    short time, and then PermissionError says so in words of ours.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            beside.replace(target)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in HELD:
                raise
            if time.monotonic() > until:
                why = "another program has it open, or it is read-only"
                raise PermissionError(errno.EACCES, why, str(target)) from None
        time.sleep(0.02)
