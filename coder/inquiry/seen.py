"""What the files of this folder said when they were last one with a store that other machines use too.

A store that is this folder's own keeps such stamps itself.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from coder.inquiry.folder import write_beside

SPARE = 200
"""Lines that the file may have more than twice those it needs."""


class Sight(NamedTuple):
    """A file as it was seen: its size and time of change, and the revision it held. Empty for never."""

    stamp: str = ""
    revision: str = ""


class Seen:
    """Kept in `.coder/seen`, a line added for each change; of two for one file the later counts.

    To lose it loses nothing: the files are read again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = self._read()

    def of(self, name: str) -> Sight:
        return self._known.get(name, Sight())

    def put(self, name: str, stamp: str, revision: str) -> None:
        """Keep it for the next time, where the folder can be written in."""
        sight = Sight(stamp, revision)
        if self.of(name) == sight:
            return
        self._known[name] = sight
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_line(name, sight))

    def _read(self) -> dict[str, Sight]:
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return {}
        known: dict[str, Sight] = {}
        for line in lines:
            with suppress(ValueError, TypeError):  # a line cut short when the machine went off
                name, stamp, revision = json.loads(line)
                known[str(name)] = Sight(str(stamp), str(revision))
        if len(lines) > 2 * len(known) + SPARE:
            with suppress(OSError):
                write_beside(self._path, "".join(_line(*one) for one in known.items()).encode())
        return known


def _line(name: str, sight: Sight) -> str:
    return json.dumps([name, *sight]) + "\n"
