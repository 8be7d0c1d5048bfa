"""Eight people at once on one store: each action that was acknowledged is there once, and nothing else is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from coder.coding import replay
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import TOP, clean_environment, make_folder
from tests.postgres_support import Server

PEOPLE = 8
SHORT, LONG = 5.0, 120.0
NUMBERS = count(1)
EVERY_LENGTH = pytest.mark.parametrize(
    "seconds", [pytest.param(SHORT, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)


def at_once(folder: Path, seconds: float, meanwhile: Callable[[], None]) -> list[list[str]]:
    """What eight processes were told is done: of each action the ids of its entries, where they are known."""
    people = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.at_once", str(folder), str(seed), str(seconds)],
            env=clean_environment(), cwd=TOP, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for seed in range(PEOPLE)
    ]  # fmt: skip
    try:
        for person in people:
            assert person.stdout is not None and person.stderr is not None
            if person.stdout.readline() != "ready\n":
                pytest.fail(person.stderr.read())
        with ThreadPoolExecutor(PEOPLE) as listening:
            answers = [listening.submit(person.communicate, "go\n", seconds + 120) for person in people]
            meanwhile()
    finally:
        for person in people:
            if person.poll() is None:
                person.kill()
                person.communicate()
    said: list[list[str]] = []
    for person, answer in zip(people, answers, strict=True):
        out, complaint = answer.result()
        assert person.returncode == 0 and complaint == "", complaint
        said += [json.loads(line) for line in out.splitlines()]
    return said


def hold(folder: Path, acknowledged: list[list[str]]) -> None:
    """Check that the store has just what was acknowledged, and the state that follows from it."""
    with open_inquiry(folder) as inquiry:
        journal = inquiry.store.journal
        entries = list(journal.entries())
        batches: dict[str, list[str]] = {}
        for entry in entries:
            batches.setdefault(entry.batch, []).append(entry.id)
        known = [tuple(batch) for batch in acknowledged if batch]
        assert set(known) <= set(map(tuple, batches.values())) and len(set(known)) == len(known)
        assert len(batches) == len(acknowledged) > PEOPLE
        assert [entry.lamport for entry in entries] == list(range(1, len(entries) + 1))
        assert {(entry.kind == "decision") for entry in entries} == {True, False}
        assert {entry.action for entry in entries} == {"do", "undo", "redo"}
        before: dict[Any, Any] = {}
        for entry in entries:
            assert entry.before == before.get(entry.key)
            before[entry.key] = entry.after
        state = dict(journal.state())
        assert state == {key: entry.after for key, entry in replay(entries).items()}
        kept = counts(inquiry)
        journal.rebuild()
        assert dict(journal.state()) == state and counts(inquiry) == kept
        assert inquiry.store.check() == []


def counts(inquiry: Any) -> list[tuple[Any, ...]]:
    rows = inquiry.store._db.execute("SELECT coder, session, role, read, tags FROM tally")
    return sorted(tuple(row) for row in rows if row["read"] or row["tags"])


def on_a_server(folder: Path, server: Server) -> None:
    address = f"{server.address()}?schema=at_once_{os.getpid()}_{next(NUMBERS)}"
    (folder / "inquiry.toml").write_text(f'name = "Lanes"\nstore = "{address}"\n', encoding="utf-8")


@EVERY_LENGTH
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_eight_people_at_once(
    tmp_path: Path, kind: str, seconds: float, request: pytest.FixtureRequest
) -> None:
    folder = make_folder(tmp_path / "lanes")
    if kind == "postgresql":
        on_a_server(folder, request.getfixturevalue("postgres"))
    with open_inquiry(folder):
        pass
    hold(folder, at_once(folder, seconds, lambda: None))


@EVERY_LENGTH
def test_eight_people_while_the_server_stops_and_starts(
    tmp_path: Path, postgres: Server, seconds: float
) -> None:
    folder, times = make_folder(tmp_path / "lanes"), 5 if seconds == LONG else 1
    on_a_server(folder, postgres)
    with open_inquiry(folder):
        pass

    def stop_and_start() -> None:
        for number in range(times):
            sleep(seconds / (times + 2))
            postgres.stop("immediate" if number % 2 else "fast")
            postgres.start()

    hold(folder, at_once(folder, seconds, stop_and_start))
