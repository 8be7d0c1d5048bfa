"""The store: what is said to be saved is saved, state follows from the journal, undo has no limit."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import coder.store.sqlite
from coder.coding import Change, Kind, Value, replay
from coder.errors import CoderError
from coder.store import Store
from tests.inquiry_support import (
    CODED,
    SLUG,
    TRANSCRIPT,
    as_version,
    clean_environment,
    filled_store,
    session,
)
from tests.postgres_support import soon

P1, P2, P3 = CODED[:3]
CODERS = ("AB", "CD")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filled_store(tmp_path / ".coder" / "store.db") as opened:
        yield opened


def tag(subject: str, code: str, coder: str = "AB", value: int | None = None) -> Change:
    return Change("tag", coder, subject, code, {} if value is None else {"value": value})


def untag(subject: str, code: str, coder: str = "AB") -> Change:
    return Change("tag", coder, subject, code, None)


def state(store: Store) -> dict[Any, Any]:
    return dict(store.journal.state())


def replayed(store: Store) -> dict[Any, Any]:
    return {key: entry.after for key, entry in replay(store.journal.entries()).items()}


# ---- acting


def test_an_action_is_one_batch_with_everything_it_changed(store: Store) -> None:
    entries = store.journal.act("AB", [tag(P1, "speed"), tag(P1, "sight", value=2)], "book")
    assert state(store) == {("tag", "AB", P1, "speed"): {}, ("tag", "AB", P1, "sight"): {"value": 2}}
    assert len({entry.batch for entry in entries}) == 1
    assert [entry.lamport for entry in entries] == [1, 2]
    assert {(entry.session_revision, entry.codebook_revision) for entry in entries} == {("r1", "book")}
    assert list(store.journal.entries()) == entries


def test_what_changes_nothing_is_not_written(store: Store) -> None:
    store.journal.act("AB", [tag(P1, "speed")], "book")
    assert store.journal.act("AB", [tag(P1, "speed"), untag(P2, "speed")], "book") == []
    assert len(list(store.journal.entries())) == 1


def test_the_same_thing_said_twice_in_one_action_counts_once(store: Store) -> None:
    entries = store.journal.act("AB", [tag(P1, "sight", value=1), tag(P1, "sight", value=3)], "book")
    assert [entry.after for entry in entries] == [{"value": 3}]
    store.journal.undo("AB", "book")
    assert state(store) == {}


def test_a_batch_that_replaces_a_tag_comes_back_whole(store: Store) -> None:
    store.journal.act("AB", [tag(P1, "dearer")], "book")
    store.journal.act("AB", [untag(P1, "dearer"), tag(P1, "cheaper")], "book")
    assert set(state(store)) == {("tag", "AB", P1, "cheaper")}
    store.journal.undo("AB", "book")
    assert set(state(store)) == {("tag", "AB", P1, "dearer")}
    store.journal.redo("AB", "book")
    assert set(state(store)) == {("tag", "AB", P1, "cheaper")}


def test_undo_and_redo_go_on_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with filled_store(path) as store:
        for paragraph in CODED:
            store.journal.act("AB", [tag(paragraph, "speed")], "book")
        full = state(store)
    for _ in CODED:
        with Store(path) as store:
            assert store.journal.undo("AB", "book")
    with Store(path) as store:
        assert state(store) == {}
        assert store.journal.undo("AB", "book") == []
        for _ in CODED:
            assert store.journal.redo("AB", "book")
        assert state(store) == full
        assert store.journal.redo("AB", "book") == []


def test_a_new_action_ends_what_could_be_redone_for_its_actor_only(store: Store) -> None:
    for who in CODERS:
        store.journal.act(who, [tag(P1, "speed", who)], "book")
        store.journal.undo(who, "book")
    store.journal.act("AB", [tag(P2, "speed")], "book")
    assert store.journal.redo("AB", "book") == []
    assert store.journal.redo("CD", "book")


def test_undo_takes_back_ones_own_action_not_the_latest(store: Store) -> None:
    store.journal.act("AB", [tag(P1, "speed")], "book")
    store.journal.act("CD", [tag(P1, "speed", "CD")], "book")
    store.journal.undo("AB", "book")
    assert set(state(store)) == {("tag", "CD", P1, "speed")}


def test_an_action_that_fails_half_way_leaves_nothing(store: Store) -> None:
    broken = Change("memo", "AB", P2, "", {"text": "\ud800"})
    with pytest.raises(CoderError, match="not text that can be saved"):
        store.journal.act("AB", [tag(P1, "speed"), broken], "book")
    assert state(store) == {} and list(store.journal.entries()) == []


class Coding(RuleBasedStateMachine):
    """Several coders at work against the plainest model: a dictionary, and a list of snapshots each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="coder-store-"))
        self.store = filled_store(self.folder / "store.db")
        self.model: dict[Any, Any] = {}
        self.done: dict[str, list[list[tuple[Any, Value, Value]]]] = {coder: [] for coder in CODERS}
        self.undone: dict[str, list[list[tuple[Any, Value, Value]]]] = {coder: [] for coder in CODERS}

    def set(self, changes: list[tuple[Any, Value]]) -> None:
        for key, value in changes:
            if value is None:
                self.model.pop(key, None)
            else:
                self.model[key] = value

    @initialize()
    def begin(self) -> None:
        assert state(self.store) == {}

    @rule(
        coder=st.sampled_from(CODERS),
        what=st.dictionaries(
            st.one_of(
                st.tuples(st.just("tag"), st.sampled_from((P1, P2)), st.sampled_from(("speed", "sight"))),
                st.tuples(st.just("read"), st.sampled_from((P1, P2)), st.just("")),
                st.tuples(st.just("memo"), st.sampled_from((P1, P2)), st.just("")),
            ),
            st.sampled_from([None, 0, 1]),
            min_size=1,
            max_size=3,
        ),
    )
    def act(self, coder: str, what: dict[tuple[Kind, str, str], int | None]) -> None:
        forms: dict[str, list[Value]] = {
            "tag": [{}, {"value": 2}], "read": [{}, {}], "memo": [{"text": "a"}, {"text": "b"}],
        }  # fmt: skip
        changes = [
            Change(kind, coder, subject, code, None if form is None else forms[kind][form])
            for (kind, subject, code), form in what.items()
        ]
        batch = []
        for change in changes:
            key = (change.kind, coder, change.subject, change.code)
            if self.model.get(key) != change.after:
                batch.append((key, self.model.get(key), change.after))
        entries = self.store.journal.act(coder, changes, "book")
        assert len(entries) == len(batch)
        if batch:
            self.set([(key, after) for key, _, after in batch])
            self.done[coder].append(batch)
            self.undone[coder].clear()

    @rule(coder=st.sampled_from(CODERS))
    def undo(self, coder: str) -> None:
        entries = self.store.journal.undo(coder, "book")
        assert bool(entries) == bool(self.done[coder])
        if entries:
            batch = self.done[coder].pop()
            self.set([(key, before) for key, before, _ in batch])
            self.undone[coder].append(batch)

    @rule(coder=st.sampled_from(CODERS))
    def redo(self, coder: str) -> None:
        entries = self.store.journal.redo(coder, "book")
        assert bool(entries) == bool(self.undone[coder])
        if entries:
            batch = self.undone[coder].pop()
            self.set([(key, after) for key, _, after in batch])
            self.done[coder].append(batch)

    @precondition(lambda self: bool(self.model))
    @rule()
    def reopen_and_rebuild(self) -> None:
        self.store.close()
        self.store = Store(self.folder / "store.db")
        self.store.journal.rebuild()

    @invariant()
    def the_state_is_what_was_done(self) -> None:
        assert state(self.store) == self.model == replayed(self.store)

    def teardown(self) -> None:
        try:
            end = state(self.store)
            for coder in CODERS:
                for _ in self.done[coder]:
                    assert self.store.journal.undo(coder, "book")
            assert state(self.store) == {}
            for coder in CODERS:
                for _ in self.done[coder]:
                    assert self.store.journal.redo(coder, "book")
            assert state(self.store) == end
        finally:
            self.store.close()
            shutil.rmtree(self.folder)


def test_any_sequence_of_actions_leaves_what_was_done() -> None:
    run_state_machine_as_test(
        Coding, settings=settings(max_examples=30, stateful_step_count=20, deadline=None)
    )


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_state_follows_from_the_journal_through_carrying_too(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, filled_store(Path(folder) / "store.db") as store:
        subjects = CODED[:4]
        for _ in range(data.draw(st.integers(3, 12))):
            coder = data.draw(st.sampled_from(CODERS))
            step = data.draw(st.sampled_from(["act", "act", "undo", "redo", "carry"]))
            subject = data.draw(st.sampled_from(subjects))
            if step == "act":
                memo = Change("memo", coder, subject, "", {"text": data.draw(st.sampled_from("abc"))})
                store.journal.act(
                    coder, data.draw(st.sampled_from([[tag(subject, "speed", coder)], [memo]])), "b"
                )
            elif step == "carry":
                moves = data.draw(
                    st.dictionaries(st.sampled_from(subjects), st.sampled_from(subjects), max_size=4)
                )
                with store.transaction():
                    store.journal.carry("(transcript)", {a: b for a, b in moves.items() if a != b}, "b")
            else:
                getattr(store.journal, step)(coder, "b")
            assert state(store) == replayed(store)
        before = state(store)
        store.journal.rebuild()
        assert state(store) == before
        lamports = [entry.lamport for entry in store.journal.entries()]
        assert lamports == list(range(1, len(lamports) + 1))
        assert all(entry.before != entry.after for entry in store.journal.entries())


def test_swapped_ids_swap_what_stands_on_them(store: Store) -> None:
    store.journal.act("AB", [tag(P1, "speed"), tag(P1, "sight"), tag(P2, "sight", value=1)], "book")
    with store.transaction():
        store.journal.carry("(transcript)", {P1: P2, P2: P1}, "book")
    assert state(store) == {
        ("tag", "AB", P2, "speed"): {},
        ("tag", "AB", P2, "sight"): {},
        ("tag", "AB", P1, "sight"): {"value": 1},
    }


def test_the_same_tag_carried_from_two_paragraphs_is_set_once(store: Store) -> None:
    store.journal.act("AB", [tag(P1, "speed"), tag(P2, "speed")], "book")
    with store.transaction():
        entries = store.journal.carry("(transcript)", {P1: P3, P2: P3}, "book")
    assert state(store) == {("tag", "AB", P3, "speed"): {}}
    assert [(entry.subject, entry.verb) for entry in entries] == [(P1, "untag"), (P2, "untag"), (P3, "tag")]


def test_two_memos_carried_to_one_paragraph_become_one_text(store: Store) -> None:
    store.journal.act("AB", [Change("memo", "AB", P1, "", {"text": "first"})], "book")
    store.journal.act("AB", [Change("memo", "AB", P2, "", {"text": "second"})], "book")
    with store.transaction():
        store.journal.carry("(transcript)", {P2: P1}, "book")
    assert state(store) == {("memo", "AB", P1, ""): {"text": "first\nsecond"}}


# ---- durability


@pytest.mark.sqlite
def test_each_commit_is_on_the_disk(store: Store) -> None:
    full = 2
    assert store._db.execute("PRAGMA synchronous")[0][0] == full
    assert store._db.execute("PRAGMA journal_mode")[0][0] == "wal"


TAGGER = """
import sys, time
from pathlib import Path
from coder.coding import Change
from coder.store import Store
path, coder, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = Store(path)
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    store.journal.act(coder, [Change("tag", coder, "s/1.1", f"code{number}", {})], "book")
print("saved", flush=True)
time.sleep(float(sys.argv[4]))
"""


def tagger(path: Path, coder: str, count: int, linger: int = 0) -> subprocess.Popen[str]:
    """A process with the store open, that tags when it gets a line, then says so and lingers."""
    process = subprocess.Popen(
        [sys.executable, "-c", TAGGER, str(path), coder, str(count), str(linger)], env=clean_environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.mark.sqlite
def test_a_tag_is_there_when_the_process_is_killed_the_moment_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with tagger(path, "AB", 3, linger=60) as process:
        go(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "saved\n"
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    with Store(path) as store:
        assert {found.code for found in store.journal.tags()} == {"code0", "code1", "code2"}
        assert store.check() == []


@pytest.mark.sqlite
def test_two_processes_tagging_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with filled_store(path) as store:
        store.journal.act("EF", [tag(P1, "speed", "EF")], "book")  # so that both want to back up first
    processes = [tagger(path, coder, 60) for coder in CODERS]
    for process in processes:
        go(process)
    for process in processes:
        _, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint
    with Store(path) as store:
        entries = list(store.journal.entries())
        assert len(entries) == 121
        assert [entry.lamport for entry in entries] == list(range(1, 122))
        assert store.check() == []
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.sqlite
def test_a_full_disk_loses_only_what_was_not_saved(store: Store) -> None:
    store.journal.act("AB", [tag(P1, "speed")], "book")
    pages = store._db.execute("PRAGMA page_count")[0][0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CoderError, match="disk is full; nothing was saved"):
        store.journal.act("AB", [Change("memo", "AB", P2, "", {"text": "long " * 20_000})], "book")
    store._db.execute("PRAGMA max_page_count = 1000000")
    store.journal.act("AB", [tag(P2, "speed")], "book")
    with Store(store.path) as other:
        assert set(state(other)) == {("tag", "AB", P1, "speed"), ("tag", "AB", P2, "speed")}


@pytest.mark.sqlite
def test_after_a_commit_that_failed_the_next_action_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coder.store.sqlite, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(coder.store.sqlite, "on_network_share", lambda folder: True)
    path = tmp_path / "store.db"
    with filled_store(path) as store:
        assert store._db.execute("PRAGMA journal_mode")[0][0] == "delete"
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM meta").fetchall()
            with pytest.raises(CoderError, match="in use by another program"):
                store.journal.act("AB", [tag(P1, "speed")], "book")
        store.journal.act("AB", [tag(P2, "speed")], "book")
        with Store(path) as other:
            assert set(state(other)) == {("tag", "AB", P2, "speed")}


# ---- news


def test_what_others_commit_is_news_once_and_ones_own_never_is(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with filled_store(path) as mine, Store(path) as theirs:
        assert not mine.changed_elsewhere() and not theirs.changed_elsewhere()
        mine.journal.act("AB", [tag(P1, "speed")], "book")
        assert not mine.changed_elsewhere()
        assert soon(theirs.changed_elsewhere) and not theirs.changed_elsewhere()
        with theirs.transaction():
            theirs.journal.act("CD", [tag(P1, "speed", "CD")], "book")
            theirs.journal.undo("CD", "book")
        assert soon(mine.changed_elsewhere) and not mine.changed_elsewhere()
        assert mine.journal.value(("tag", "CD", P1, "speed")) is None


def test_what_was_not_committed_is_no_news(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with filled_store(path) as mine, Store(path) as theirs:
        broken = Change("memo", "AB", P2, "", {"text": "\ud800"})
        with pytest.raises(CoderError):
            mine.journal.act("AB", [tag(P1, "speed"), broken], "book")
        assert not theirs.changed_elsewhere()


# ---- backups


class Calendar(date):
    """The date, as a test sets it."""

    now = date(2025, 5, 6)

    @classmethod
    def today(cls) -> Calendar:
        return cls(cls.now.year, cls.now.month, cls.now.day)


def backups(store: Store) -> list[str]:
    return sorted(path.name for path in (store.path.parent / "backups").glob("*"))


@pytest.mark.sqlite
def test_the_first_write_of_a_day_backs_up_what_could_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coder.store.sqlite, "date", Calendar)
    monkeypatch.setattr(Calendar, "now", date(2025, 5, 6))
    with filled_store(tmp_path / "store.db") as store:
        assert backups(store) == []
        store.journal.act("AB", [tag(P1, "speed")], "book")
        assert backups(store) == []
        monkeypatch.setattr(Calendar, "now", date(2025, 5, 7))
        store.journal.act("AB", [tag(P2, "speed")], "book")
        store.journal.act("AB", [tag(P3, "speed")], "book")
        assert backups(store) == ["store-2025-05-07.db"]
    with Store(tmp_path / "backups" / "store-2025-05-07.db") as copy:
        assert set(state(copy)) == {("tag", "AB", P1, "speed")}


@pytest.mark.sqlite
def test_a_few_backups_are_kept_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder.store.sqlite, "date", Calendar)
    with filled_store(tmp_path / "store.db") as store:
        store.journal.act("AB", [tag(P1, "speed")], "book")
        for number in range(8):
            monkeypatch.setattr(Calendar, "now", date(2025, 5, 7) + timedelta(number))
            store.journal.act("AB", [tag(P2, f"code{number}")], "book")
            newest = tmp_path / "backups" / f"store-2025-05-{7 + number:02}.db"
            os.utime(newest, (number, number))  # a day apart, not a moment
        assert backups(store) == [f"store-2025-05-{day:02}.db" for day in range(10, 15)]


# ---- the index


def test_a_paragraph_comes_back_as_it_was_put(store: Store) -> None:
    for item in session().items:
        for paragraph in item.paragraphs:
            placed = store.index.paragraph(paragraph.id)
            assert placed is not None and placed.item == item.id
            assert placed.paragraph == replace(paragraph, line=None)
    items = store.index.items(SLUG)
    assert [item.witnesses for item in items] == [item.witnesses for item in session().items]


def test_each_revision_of_a_transcript_is_kept(store: Store) -> None:
    other = TRANSCRIPT.replace("hedges", "brambles")
    with store.transaction():
        store.index.put(session(other), "r2", "stamp2", other, [])
    assert store.index.revision("session", SLUG, "r1") == TRANSCRIPT
    assert store.index.revision("session", SLUG, "r2") == other
    placed = store.index.paragraph(P1)
    assert placed is not None and "brambles" in placed.paragraph.text


@pytest.mark.parametrize("emptied", [True, False])
@pytest.mark.sqlite
def test_a_store_that_is_gone_is_not_begun_anew_beside_its_backups(tmp_path: Path, emptied: bool) -> None:
    path = tmp_path / "store.db"
    with filled_store(path) as store:
        store.journal.act("AB", [tag(P1, "speed")], "book")
        copy = store._db.back_up_now("2025-05-07")
    path.unlink()
    if emptied:
        path.touch()
    with pytest.raises(CoderError, match=r"the store is gone.*store-2025-05-07\.db"):
        Store(path)
    copy.replace(path)
    with Store(path) as store:
        assert set(state(store)) == {("tag", "AB", P1, "speed")}


# ---- counts that are kept


TABLES = ("state", "tally", "extent", "coder")


def kept(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that follows from journal and index, but for tallies that came back to nothing."""
    rows = {table: sorted(map(tuple, store._db.execute(f"SELECT * FROM {table}"))) for table in TABLES}
    return rows | {"tally": [row for row in rows["tally"] if any(row[-2:])]}


@pytest.mark.sqlite
def test_a_store_of_an_earlier_version_has_the_same_counts(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with filled_store(path) as store:
        store.journal.act("AB", [tag(P1, "speed"), tag(P1, "sight"), tag(P2, "speed")], "book")
        store.journal.act(
            "CD", [Change("read", "CD", P1, "", {}), tag(f"{SLUG}/gone", "speed", "CD")], "book"
        )
        store.journal.act("AB", [Change("memo", "AB", SLUG, "", {"text": "a memo on the session"})], "book")
        expected = kept(store)
    for version in (1, 2, 3):
        as_version(path, version)
        with Store(path) as store:
            assert kept(store) == expected, version
            assert [mark["subject"] for mark in store.journal.unplaced()] == [f"{SLUG}/gone"]


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_the_counts_kept_are_those_counted_anew(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, filled_store(Path(folder) / "store.db") as store:
        for _ in range(data.draw(st.integers(1, 15))):
            coder = data.draw(st.sampled_from(CODERS))
            step = data.draw(st.sampled_from(["act", "act", "act", "undo", "redo", "lose"]))
            if step == "act":
                kind = data.draw(st.sampled_from(["tag", "read", "star", "flag"]))
                subject = data.draw(st.sampled_from([*CODED[:4], f"{SLUG}/gone"]))
                code = data.draw(st.sampled_from(["speed", "sight"])) if kind == "tag" else ""
                after = data.draw(st.sampled_from([None, {}, {"value": 1, "meaning": 7}]))
                store.journal.act(coder, [Change(kind, coder, subject, code, after)], "book")
            elif step == "lose":
                text = TRANSCRIPT.replace("### 2 | answer | speaker: Ruth Adeyemi\n", "")
                with store.transaction():
                    store.index.put(session(text), "r2", "stamp", text, [])
                    store.journal.settle(SLUG)
            else:
                getattr(store.journal, step)(coder, "book")
        before = kept(store)
        store.journal.rebuild()
        assert kept(store) == before
