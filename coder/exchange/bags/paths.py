"""Which paths a bag may have: those that name the same file, and a plain one, on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from coder.files import DEVICE

LONGEST, LONGEST_PART = 400, 255
"""Characters of a path, and bytes of one part of it."""
FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]')
"""What Windows allows in no name; a colon and a backslash are also how drives and folders are named there."""


def path_fault(path: str) -> str:
    """Why a path within a bag is none, as the end of a sentence; empty where it is one."""
    if path.startswith("/") or FORBIDDEN.search(path):
        return "has a sign in it, or begins, as a file's name must not"
    if len(path) > LONGEST:
        return "is too long"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "leads out of its folder or nowhere"
        if part != part.rstrip(". ") or DEVICE.match(part):
            return "cannot be stored on Windows"
        if len(part.encode(errors="replace")) > LONGEST_PART:
            return "is too long"
    return ""


def clash(paths: Iterable[str]) -> tuple[str, str] | None:
    """Two paths that are one on some system, by letters small and large, or of which one is a file and the
    folder of the other."""
    seen: dict[str, str] = {}
    for path in paths:
        key = folded(path)
        if key in seen:
            return seen[key], path
        seen[key] = path
    for key, path in seen.items():
        above = key
        while "/" in above:
            above = above.rpartition("/")[0]
            if above in seen:
                return seen[above], path
    return None


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
