"""A team's store: how it is named, reached, refused, lost and found again."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from coder.coding import Change
from coder.inquiry.folder import open_inquiry
from coder.store import Store
from coder.store.address import read_address
from tests.inquiry_support import CODED, TRANSCRIPT, make_folder, run, session, spawn
from tests.postgres_support import Server

P1, P2, P3 = CODED[:3]
NUMBERS = count(1)


@pytest.fixture
def address(postgres: Server) -> str:
    """Of a schema that is not there yet."""
    return f"{postgres.address()}?schema=team_{next(NUMBERS)}"


def tag(subject: str, code: str, coder: str = "AB") -> Change:
    return Change("tag", coder, subject, code, {})


def fill(store: Store) -> None:
    with store.transaction():
        store.index.put(session(), "r1", "stamp", TRANSCRIPT, [])


def team_folder(tmp_path: Path, address: str, name: str = "lanes") -> Path:
    folder = make_folder(tmp_path / name)
    (folder / "inquiry.toml").write_text(f'name = "Lanes"\nstore = "{address}"\n', encoding="utf-8")
    return folder


# ---- how it is named


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://ann:hunter2@host/db", "has a password in it; take it out"),
        ("postgresql://ann@host/db?password=hunter2", "has a password in it; take it out"),
        ("postgresql://host", "reads postgresql://USER@HOST/DATABASE"),
        ("mysql://host/db", "reads postgresql://USER@HOST/DATABASE"),
        ("postgresql://host:port/db", "does not read as postgresql://USER@HOST/DATABASE"),
        ("postgresql://host/db?schema=Lanes%22", "a schema's name is small letters"),
        ("postgresql://host/db?schema=pg_catalog", "a schema's name is small letters"),
        ("postgresql://host/db?options=-c", "an address may say schema, sslmode"),
    ],
)
def test_an_address_that_will_not_do_is_one_sentence(tmp_path: Path, address: str, sentence: str) -> None:
    complaint = run(team_folder(tmp_path, address), "status").complaint()
    assert sentence in complaint and "inquiry.toml" in complaint and "hunter2" not in complaint


def test_only_to_this_machine_a_connection_goes_unencrypted_unasked() -> None:
    def mode(address: str) -> object:
        return read_address(address).parameters()["sslmode"]

    assert mode("postgresql://localhost/db") == mode("postgresql:///db?host=/run/pg") == "prefer"
    assert mode("postgresql://store.dunmere.example/db") == "require"
    assert mode("postgresql://store.dunmere.example/db?sslmode=verify-full") == "verify-full"


def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path) -> None:
    folder = team_folder(tmp_path, "postgresql://localhost/db")
    script = "import sys; sys.modules['psycopg'] = None; from coder.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "status"], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and 'pip install "evidence-coder[team]"' in done.stderr


# ---- working with it


def test_two_machines_code_one_inquiry(tmp_path: Path, address: str) -> None:
    here, there = team_folder(tmp_path, address, "here"), team_folder(tmp_path, address, "there")
    assert spawn(here, "tag", P1, "speed", "--as", "AB").status == 0
    assert spawn(there, "tag", P1, "sight=2", "--as", "CD").status == 0
    assert spawn(here, "undo", "--as", "AB").status == 0
    with open_inquiry(there) as inquiry:
        assert [(one.coder, one.code) for one in inquiry.store.journal.tags()] == [("CD", "sight")]
        assert not (there / ".coder" / "store.db").exists()


def test_what_others_commit_is_news_once_and_ones_own_never_is(address: str) -> None:
    with Store(address) as mine, Store(address) as theirs:
        fill(mine)
        assert not mine.changed_elsewhere()
        assert theirs.changed_elsewhere() and not theirs.changed_elsewhere()
        theirs.journal.act("CD", [tag(P1, "speed", "CD")], "book")
        assert mine.changed_elsewhere() and not mine.changed_elsewhere()
        assert not theirs.changed_elsewhere()


def test_one_database_holds_several_inquiries(address: str) -> None:
    with Store(address) as one, Store(f"{address}_other") as other:
        fill(one)
        one.journal.act("AB", [tag(P1, "speed")], "book")
        other.journal.act("AB", [tag(P2, "sight")], "book")
        assert [entry.lamport for entry in other.journal.entries()] == [1]
        assert not one.changed_elsewhere() and other.index.sessions() == []


def test_an_action_given_its_batch_is_done_once(address: str) -> None:
    with Store(address) as store:
        fill(store)
        first = store.journal.act("AB", [tag(P1, "speed")], "book", batch="b1")
        store.journal.undo("AB", "book")
        assert store.journal.act("AB", [tag(P1, "speed")], "book", batch="b1") == first
        assert list(store.journal.tags()) == []
