"""No screen asks the store to pass through what grows with the inquiry, and a backup stops no key."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import coder.store.copying
from benchmarks.millions import CODERS, FIRST, make_million
from coder.evidence.model import Item, Witness
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.people import as_set, people
from coder.inquiry.searching import Search
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import purge
from coder.inquiry.witnesses import set_attribute
from coder.store import Store
from coder.store.sqlite import SqliteDatabase
from tests.tui_support import dump, screens

SMALL = {"sqlite_master", "meta", "coder", "session", "done", "found", "some"}
"""Tables of some thousands of rows at most: one for each session, or fewer; the last three stand for what a
statement has limited within itself."""
FINE = r"VIRTUAL TABLE INDEX \d+:[M<>=]|CONSTANT ROW|USING INDEX state_unplaced"
"""A word of the full text looked up, and an index that holds nothing but what has lost its place."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the benchmarks make it, of 1,000 paragraphs."""
    return make_million(tmp_path_factory.mktemp("scale") / "inquiry", 1_000)


@pytest.fixture
def inquiry(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inquiry]:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("CODER_AS", raising=False)
    with open_inquiry(made) as opened:
        yield opened


def test_what_the_benchmarks_measure_is_an_inquiry_like_any_other(inquiry: Inquiry) -> None:
    assert inquiry.remarks == [] and inquiry.store.check() == []
    heads = inquiry.store.index.sessions()
    assert [head.paragraphs for head in heads] == [200] * 5
    state, counts = dict(inquiry.store.journal.state()), inquiry.store.counts.by_session(("answer",))
    assert {coder for _, coder, _, _ in state} == set(CODERS) and len(state) > 2_700
    inquiry.store.journal.rebuild()
    assert dict(inquiry.store.journal.state()) == state
    assert inquiry.store.counts.by_session(("answer",)) == counts
    found = Search(inquiry, "AB", "committee code:code-3 speaker:ode")
    found.gather(1_001)
    assert found.total == "no hits", "questions are not tagged there"
    found = Search(inquiry, "AB", "paragraph 777")
    found.gather(1_001)
    assert found.total == "1 hit"


# ---- what screens ask


def scans(database: SqliteDatabase, statement: str) -> list[str]:
    """The tables that SQLite says it would read from end to end."""
    names = set(re.findall(r":(\w+)", statement))
    with closing(sqlite3.connect(database.path)) as reader:
        reader.execute("CREATE VIRTUAL TABLE temp.few USING fts5 (text, speaker, label)")
        plan = reader.execute(f"EXPLAIN QUERY PLAN {statement}", dict.fromkeys(names, 1)).fetchall()
    return [
        detail for *_, detail in plan
        if detail.startswith("SCAN") and not re.search(FINE, detail) and detail.split()[1] not in SMALL
        and not statement.endswith(" LIMIT 1")
    ]  # fmt: skip


def test_a_scan_is_seen(inquiry: Inquiry) -> None:
    assert scans(inquiry.store._db, "SELECT count(*) FROM paragraph WHERE text = :text")
    assert scans(inquiry.store._db, "SELECT subject FROM state WHERE value = :value")
    assert not scans(inquiry.store._db, "SELECT text FROM paragraph WHERE id = :id")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is executed from here on."""
    statements: list[str] = []
    execute = SqliteDatabase.execute

    def noted(self: SqliteDatabase, sql: str, parameters: Any = None) -> Any:
        if sql.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) and "temp." not in sql:
            statements.append(sql)
        return execute(self, sql, parameters)

    monkeypatch.setattr(SqliteDatabase, "execute", noted)
    return statements


async def test_no_screen_passes_through_what_grows(inquiry: Inquiry, asked: list[str]) -> None:
    with open_inquiry(inquiry.folder) as opened:
        async with screens(opened, session=None, size=(120, 40)) as (app, pilot):
            await pilot.press("end", "pageup", "equals_sign", "escape", "plus", *"note", "ctrl+s")
            await pilot.press("home", "enter")
            await pilot.pause()
            assert "1(1)" in dump(app)
            await pilot.press(
                "a", "b", "a", "down", "down", "up", "pagedown", "pageup", "tab", "right_curly_bracket"
            )
            await pilot.press("enter", "minus", "asterisk", "exclamation_mark", "plus", *"here", "ctrl+s")
            await pilot.press(
                "f2", "f2", "f7", "f7", "f4", *"unread", "enter", "down", "backspace", "f8", "escape"
            )
            await pilot.press("ctrl+n", "escape", "ctrl+e", "colon", *"1(7)", "enter")
            await pilot.press("f5", "down", "escape", "f9", "escape")
            await pilot.pause()
            await pilot.press(
                "ctrl+z", "ctrl+y", "f3", *"paragr speaker:o", "down", "pagedown", "end", "enter"
            )
            await pilot.pause()
            await pilot.press("c", "escape", "ctrl+u", *"code:code-1 committee is:unread -lomu", "enter")
            await pilot.pause()
            await pilot.press("escape", "ctrl+u", *f"session:{FIRST} is:starred", "escape", "escape")
            await pilot.pause()
            assert "sessions" in dump(app)
    assert len(set(asked)) > 50
    found = {
        statement: scanned for statement in set(asked) if (scanned := scans(inquiry.store._db, statement))
    }
    assert not found, "\n".join(f"{one}: {list(scanned)}" for one, scanned in found.items())


def test_people_said_to_be_something_do_not_make_a_session_look_at_all(
    inquiry: Inquiry, asked: list[str]
) -> None:
    with open_inquiry(inquiry.folder) as opened:
        everyone = people(opened)
        person = next(one for one in everyone.all if one.name != "Cllr Ode")
        set_attribute(opened, "AB", person, "role", "Surgeon")
        asked.clear()
        witness = Witness(person.appearances[0].name)
        item = Item("i", "", "1", None, None, (witness,))
        (told,) = as_set(opened, person.sessions[0], [item])
        assert told.witnesses[0].role == "Surgeon"
        assert asked and not [one for one in asked if scans(opened.store._db, one)]


def test_opening_asks_as_much_of_many_sessions_as_of_one(
    made: Path, asked: list[str], tmp_path: Path
) -> None:
    open_inquiry(made).close()
    many = list(asked)
    one = make_million(tmp_path / "one", 200)
    asked.clear()
    open_inquiry(one).close()
    assert asked == many


# ---- a backup beside the work


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every store counts as large, and a copy waits after its first page until it is let go on."""
    let_go = threading.Event()
    pause = coder.store.copying.Copying._pause

    def wait(self: coder.store.copying.Copying, *so_far: int) -> None:
        assert let_go.wait(60)
        pause(self, *so_far)

    monkeypatch.setattr(coder.store.copying, "LARGE", 0)
    monkeypatch.setattr(coder.store.copying, "PAGES", 1)
    monkeypatch.setattr(coder.store.copying.Copying, "_pause", wait)
    return let_go


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An inquiry with something to lose."""
    return make_million(tmp_path / "inquiry", 200)


def copies(folder: Path) -> list[Path]:
    return sorted((folder / ".coder" / "backups").glob("*"))


def test_a_large_store_is_copied_as_it_was_while_one_works(folder: Path, held: threading.Event) -> None:
    with open_inquiry(folder) as inquiry:
        hand, code = Hand(inquiry, "AB"), inquiry.codebook.codes[1]
        before = dict(inquiry.store.journal.state())
        for place in range(1, 21):
            hand.toggle(f"{FIRST}/1.{place}", code)
        assert [path.suffix for path in copies(folder)] == [".part"], "it is not waited for"
        held.set()
    (copy,) = copies(folder)
    assert copy.suffix == ".db", "closing waits for it"
    with Store(copy) as store:
        assert store.check() == [] and dict(store.journal.state()) == before
    with open_inquiry(folder) as inquiry:
        assert len(dict(inquiry.store.journal.state())) == len(before) + 20
        Hand(inquiry, "AB").toggle(f"{FIRST}/2.1", code)
    assert copies(folder) == [copy], "one a day"


def test_a_copy_that_fails_leaves_nothing_and_stops_nothing(
    folder: Path, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(coder.store.copying, "SYNCED", 1)
    monkeypatch.setattr(coder.store.copying.Copying, "_sync", full)
    held.set()
    with open_inquiry(folder) as inquiry:
        assert Hand(inquiry, "AB").toggle(f"{FIRST}/1.1", inquiry.codebook.codes[1])
    assert copies(folder) == []


def test_a_purge_waits_for_the_copy_and_reaches_it(folder: Path, held: threading.Event) -> None:
    held.set()
    with open_inquiry(folder) as inquiry:
        word = inquiry.store.index.text(f"{FIRST}/1.7").encode()
        purge(inquiry, "AB", FIRST, "asked for")
    (copy,) = copies(folder)
    assert word not in copy.read_bytes()
    with Store(copy) as store:
        assert store.index.texts(FIRST)[f"{FIRST}/1.7"] == ""


def test_what_a_killed_process_left_of_a_copy_is_cleared_away_after_a_day(folder: Path) -> None:
    backups = folder / ".coder" / "backups"
    backups.mkdir(exist_ok=True)
    old, new = backups / "store-2020-01-01.1.part", backups / "store-2020-01-02.2.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    with open_inquiry(folder) as inquiry:
        Hand(inquiry, "AB").toggle(f"{FIRST}/1.1", inquiry.codebook.codes[1])
    assert not old.exists() and new.exists()
