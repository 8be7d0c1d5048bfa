"""A small invented inquiry for tests, and the command line run on it in this process or in its own."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coder.cli import main
from coder.evidence.model import Session
from coder.evidence.transcript import parse
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.store import Store
from tests.on_postgres import SERVER

TOP = Path(__file__).parents[1]

BOOK = """\
title: Lanes and verges
codes:
  - id: safety
    name: Safety
    definition: Harm on the lanes.
  - id: speed
    parent: safety
    name: Speed
    key: s
  - id: sight
    parent: safety
    name: Lines of sight
    key: l
    values: [poor, fair, good]
  - id: money
    name: Money
    choose: one
  - id: dearer
    parent: money
    name: Costs more
    key: d
  - id: cheaper
    parent: money
    name: Costs less
    key: c
"""

SLUG = "lanes-2025-05-06"

TRANSCRIPT = """\
---
session: lanes-2025-05-06
title: Lanes and verges
body: Dunmere District Council
committee: Select Committee - Lanes
date: 2025-05-06
style: minutes
---

## Item 3 | Ruth Adeyemi, Highways Officer
- time: 10:00
- witness: Ruth Adeyemi | Highways Officer | Dunmere District Council

### 1 | opening
The Chairman said that the hedges along the lanes had grown since the last meeting in March.

### Question 1
How fast do people drive past the school in the mornings?

### 2 | answer | speaker: Ruth Adeyemi
Ruth Adeyemi replied that the counter had shown an average of 41 miles an hour before nine o'clock.

### 3 | answer | speaker: Ruth Adeyemi
She added that delivery vans were the worst and that most of them came through from the trunk road.

### Question 2
What would it cost to cut the verges twice a year?

### 4 | answer | speaker: Ruth Adeyemi
A second cut would need another tractor and a driver from May until the end of September.

### 5 | answer | speaker: Ruth Adeyemi
The parish could see further round the bend by the mill once the blackthorn had been taken out.

## Item 4 | Tomasz Wren, Parish Clerk
- witness: Tomasz Wren | Parish Clerk

### Question 3
Has anybody asked the farmers to help?

### 6 | answer | speaker: Tomasz Wren
Tomasz Wren told Members that four farmers would cut their own side without any payment.

### 7 | procedural
The Committee adjourned for ten minutes.

### unnumbered | closing | id: 4.u1
Verges are cut too late for anybody to see round the corners in June.
"""

CODED = [f"{SLUG}/{name}" for name in ("3.1", "3.2", "3.3", "3.4", "3.5", "4.6", "4.u1")]
"""The paragraphs of the roles one codes, in order."""


def session(text: str = TRANSCRIPT, slug: str = SLUG) -> Session:
    return parse(text, Path(f"{slug}.md"))


def filled_store(path: Path, text: str = TRANSCRIPT, revision: str = "r1") -> Store:
    """A store with the session in its index."""
    store = Store(path)
    with store.transaction():
        store.index.put(session(text), revision, "stamp", text, [])
    return store


def as_version(path: Path, version: int) -> None:
    """Make of a store one of an earlier version, with all that such a one can hold."""
    new = path.with_suffix(".earlier")
    with closing(sqlite3.connect(new, isolation_level=None)) as database:
        for number in range(1, version + 1):
            database.executescript((TOP / "coder/store/schema" / f"{number:04}.sql").read_text("utf-8"))
        database.execute("ATTACH ? AS present", (str(path),))
        for (table,) in database.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table'"
        ).fetchall():
            columns = ", ".join(row[1] for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM present.{table}")
        database.execute("UPDATE main.meta SET value = ? WHERE key = 'version'", (str(version),))
    new.replace(path)


def make_folder(folder: Path, text: str = TRANSCRIPT, book: str = BOOK) -> Path:
    """An inquiry folder with the codebook and the session."""
    (folder / "codebooks").mkdir(parents=True)
    (folder / "sessions").mkdir()
    (folder / "inquiry.toml").write_text('name = "Lanes"\n', encoding="utf-8")
    (folder / "codebooks" / "lanes.yaml").write_text(book, encoding="utf-8")
    transcript(folder).write_text(text, encoding="utf-8")
    return folder


def transcript(folder: Path, slug: str = SLUG) -> Path:
    return folder / "sessions" / f"{slug}.md"


def correct(folder: Path, *changes: tuple[str, str], slug: str = SLUG) -> list[str]:
    """Replace texts in a transcript as a person would, open the inquiry again; what it remarks."""
    path = transcript(folder, slug)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with open_inquiry(folder) as inquiry:
        return inquiry.remarks


def tags(inquiry: Inquiry) -> set[tuple[str, str, str]]:
    """(paragraph without the session's name, coder, code) of every tag in force, placed or not."""
    return {
        (tag.paragraph.removeprefix(f"{SLUG}/"), tag.coder, tag.code) for tag in inquiry.store.journal.tags()
    }


@dataclass(frozen=True)
class Ran:
    """What a run of the command line came to."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def complaint(self) -> str:
        """The one line on standard error of a run that failed as it should."""
        assert self.status == 1, (self.status, self.out, self.err)
        assert self.err.startswith("coder: ") and self.err.count("\n") == 1, self.err
        assert self.out == ""
        return self.err


def run(folder: Path, *arguments: str) -> Ran:
    """The command line, in this process, on an inquiry folder."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(["--inquiry", str(folder), *arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
    return Ran(status, out.getvalue(), err.getvalue())


def spawn(folder: Path, *arguments: str, **environment: str) -> Ran:
    """The command line in a process of its own, standing in a folder."""
    module = "tests.on_postgres" if SERVER in os.environ else "coder"
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder, env=clean_environment() | environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def clean_environment() -> dict[str, str]:
    """This process's, with the project to import and nothing that bends how a run reads and writes."""
    bends = ("CODER_AS", "LC_", "LANG", "PYTHONIOENCODING", "PYTHONUNBUFFERED", "PYTHONUTF8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(bends)}
    return kept | {"PYTHONPATH": str(TOP)}
