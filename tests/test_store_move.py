"""`coder store`: where the store is, and moving it to a server and back without loss."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from coder.coding import Change
from coder.errors import CoderError
from coder.inquiry.folder import open_inquiry
from coder.inquiry.searching import Search
from coder.store import Store
from coder.store.moving import TABLES
from tests.inquiry_support import CODED, SLUG, correct, make_folder, run
from tests.postgres_support import Server

P1, P2 = CODED[:2]
NUMBERS = count(1)
SETTINGS = '# Ours.\nname = "Lanes"  # for short\n\n[citations]\npreset = "commons"\n'


@pytest.fixture
def address(postgres: Server) -> str:
    return f"{postgres.address()}?schema=moved_{next(NUMBERS)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With something in every table."""
    folder = make_folder(tmp_path / "lanes")
    (folder / "inquiry.toml").write_text(SETTINGS, encoding="utf-8")
    for command in (
        ["tag", P1, "speed", "--as", "AB"], ["tag", P2, "sight=2", "--as", "AB"], ["undo", "--as", "AB"],
        ["memo", P2, "A “curly” word — and é\u0301.", "--as", "CD"], ["read", P2, "--as", "CD"],
        ["assign", SLUG, "--to", "AB", "CD", "--open", "--as", "RV"],
    ):  # fmt: skip
        assert run(folder, *command).status == 0
    correct(folder, ("### 3 | answer", "### 8 | answer"))
    return folder


def contents(folder: Path) -> dict[str, Any]:
    """All rows of all tables, whatever their order, and what is found by words; but for what says when a
    file was seen last, which in a team's store is each machine's own affair."""
    with open_inquiry(folder) as inquiry:
        db = inquiry.store._db
        found: dict[str, Any] = {}
        for table in TABLES:
            rows = db.execute(f"SELECT * FROM {table}")
            kept = ({name: value for name, value in dict(row).items() if name != "stamp"} for row in rows)
            found[table] = sorted(map(repr, (sorted(row.items()) for row in kept)))
            assert rows, table
        notes = {row["key"]: row["value"] for row in db.execute("SELECT key, value FROM meta")}
        found["hits"] = Search(inquiry, "AB", "the speaker:adeyemi").ids(100)
        said = {key: value.rpartition(" ")[2] for key, value in notes.items() if key != "moved"}
        return found | {"notes": said}


def test_a_store_goes_to_a_server_and_back_without_loss(folder: Path, address: str) -> None:
    before = contents(folder)
    said = run(folder, "store", "move", address, "--as", "AB")
    assert said.status == 0, said.err
    assert "read back and the same" in said.out and "is kept" in said.out
    assert not (folder / ".coder" / "store.db").exists()
    assert contents(folder) == before
    text = (folder / "inquiry.toml").read_text(encoding="utf-8")
    assert text.startswith('# Ours.\nname = "Lanes"  # for short\n')
    assert tomllib.loads(text) == tomllib.loads(SETTINGS) | {"store": address}
    assert run(folder, "redo", "--as", "AB").out.startswith("AB tag")
    assert run(folder, "undo", "--as", "AB").status == 0
    there = contents(folder)
    assert run(folder, "store", "move", "sqlite", "--as", "AB").status == 0
    assert contents(folder) == there
    assert tomllib.loads((folder / "inquiry.toml").read_text(encoding="utf-8")) == tomllib.loads(SETTINGS)
    assert not list((folder / ".coder").glob("moving*"))
    assert run(folder, "store").out.splitlines()[1] == "kind: SQLite"


def test_what_was_left_takes_nothing_more(folder: Path, address: str) -> None:
    mark = [Change("tag", "EF", P1, "speed", {})]
    with open_inquiry(folder) as still_open:
        assert run(folder, "store", "move", address, "--as", "AB").status == 0
        with pytest.raises(CoderError, match=r"was moved to 127.*; what is open is to be started anew"):
            still_open.store.journal.act("EF", mark, "book")
    (kept,) = (folder / ".coder" / "backups").glob("moved-*.db")
    with pytest.raises(CoderError, match=r"was moved to 127.*, with the store that inquiry\.toml names"):
        Store(kept)
    with open_inquiry(folder) as still_open:
        assert run(folder, "store", "move", "sqlite", "--as", "AB").status == 0
        with pytest.raises(CoderError, match=r"was moved to .*store\.db; what is open"):
            still_open.store.journal.act("EF", mark, "book")
    with pytest.raises(CoderError, match=r"was moved to .*store\.db"):
        Store(address)
    with open_inquiry(folder) as inquiry:
        assert "EF" not in inquiry.store.journal.coders()


def test_a_place_that_is_not_empty_is_refused_and_nothing_is_changed(folder: Path, address: str) -> None:
    other = make_folder(folder.parent / "other")
    (other / "inquiry.toml").write_text(f'store = "{address}"\n', encoding="utf-8")
    assert run(other, "status").status == 0
    before, settings = contents(folder), (folder / "inquiry.toml").read_bytes()
    complaint = run(folder, "store", "move", address, "--as", "AB").complaint()
    assert "holds an inquiry already; name an empty place, nothing was moved" in complaint
    assert contents(folder) == before and (folder / "inquiry.toml").read_bytes() == settings
    assert run(folder, "tag", P1, "dearer", "--as", "AB").status == 0


def test_what_does_not_arrive_whole_is_not_used(
    folder: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coder.store.postgres import PostgresDatabase

    add = PostgresDatabase.execute_many

    def lossy(self: PostgresDatabase, sql: str, rows: Any) -> None:
        add(self, sql, rows[:-1] if "INTO carried" in sql else rows)

    before, settings = contents(folder), (folder / "inquiry.toml").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(PostgresDatabase, "execute_many", lossy)
        complaint = run(folder, "store", "move", address, "--as", "AB").complaint()
    assert "what came there differs (carried); nothing was moved" in complaint
    assert contents(folder) == before and (folder / "inquiry.toml").read_bytes() == settings
    assert run(folder, "store", "move", address, "--as", "AB").status == 0
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("sqlite", "the store is there already"),
        ("elsewhere.db", "move a store to postgresql://USER@HOST/DATABASE, or back to sqlite"),
        ("postgresql://ann:secret@host/db", "has a password in it"),
        ("postgresql://ann@127.0.0.1:9/db", "cannot be reached"),
    ],
)
def test_what_is_no_place_is_one_sentence(folder: Path, to: str, sentence: str) -> None:
    complaint = run(folder, "store", "move", to, "--as", "AB").complaint()
    assert sentence in complaint and "secret" not in complaint
    assert run(folder, "status").status == 0


def test_where_the_store_is_is_shown(folder: Path, address: str) -> None:
    found = run(folder, "store", "--json").json()
    assert found["kind"] == "SQLite" and found["store"] == str(folder / ".coder" / "store.db")
    entries = found["journal entries"]
    run(folder, "store", "move", address, "--as", "AB")
    found = run(folder, "store", "--json").json()
    assert found["kind"] == "PostgreSQL" and found["journal entries"] == entries > 4
    assert found["store"].startswith("127.0.0.1:") and found["sessions"] == 1


def test_a_purge_reaches_the_file_that_was_left(folder: Path, address: str) -> None:
    run(folder, "store", "move", address, "--as", "AB")
    (kept,) = (folder / ".coder" / "backups").glob("moved-*.db")
    assert b"delivery vans" in kept.read_bytes()
    ran = run(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes", "--as", "AB")
    assert ran.status == 0, ran.err
    assert b"delivery vans" not in kept.read_bytes()
