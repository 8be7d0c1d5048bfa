"""`python -m tests.on_postgres ...`: the command line, with the stores of all inquiries on a server for tests."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import coder.store
from coder.cli import main
from coder.store import opening
from coder.store.database import Database

SERVER = "CODER_TESTS_SERVER"


def open_database(place: Path | str) -> Database:
    """The schema that stands for a path."""
    if isinstance(place, Path):
        schema = hashlib.sha256(str(place.resolve()).encode()).hexdigest()[:20]
        place = f"{os.environ[SERVER]}?schema=t_{schema}"
    return opening.open_database(place)


if __name__ == "__main__":
    coder.store.open_database = open_database
    sys.exit(main())
