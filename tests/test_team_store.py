"""A team's store: how it is named, reached, refused, lost and found again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Event, Thread

import keyring
import psycopg
import pytest
from keyring.backend import KeyringBackend

from coder.coding import Change
from coder.errors import CoderError, UnreachableError
from coder.inquiry.folder import open_inquiry
from coder.store import Store
from coder.store.address import read_address
from coder.store.postgres import TAKE_TURN
from tests.inquiry_support import CODED, TRANSCRIPT, make_folder, run, session, spawn
from tests.postgres_support import Line, Server, ask, soon

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
        assert soon(theirs.changed_elsewhere) and not theirs.changed_elsewhere()
        theirs.journal.act("CD", [tag(P1, "speed", "CD")], "book")
        assert soon(mine.changed_elsewhere) and not mine.changed_elsewhere()
        assert not theirs.changed_elsewhere()


def test_news_may_come_while_one_signs_in(address: str) -> None:
    """A notice that arrives among the answers to the first questions finds whoever is to hear it."""
    with Store(address) as theirs, ThreadPoolExecutor(1) as writing:
        fill(theirs)
        done = Event()

        def write() -> None:
            while not done.is_set():
                theirs.journal.act("CD", [tag(P1, "speed", "CD")], "book")
                theirs.journal.undo("CD", "book")

        at_work = writing.submit(write)
        try:
            for _ in range(40):
                with Store(address) as mine:
                    assert soon(mine.changed_elsewhere)
        finally:
            done.set()
        at_work.result()


def test_what_changes_nothing_is_no_news(address: str) -> None:
    with Store(address) as mine:
        fill(mine)
        mine.journal.act("AB", [tag(P1, "speed")], "book")
        with Store(address) as theirs:
            mine.journal.act("AB", [tag(P1, "speed")], "book")
            assert mine.journal.redo("AB", "book") == []
            theirs.journal.value(("tag", "AB", P1, "speed"))  # by then it would have come
            assert not theirs.changed_elsewhere()
            assert mine.journal.undo("AB", "book") and soon(theirs.changed_elsewhere)


@pytest.mark.parametrize("level", ["read committed", "serializable"])
def test_who_waited_for_their_turn_sees_what_was_done_meanwhile(
    postgres: Server, address: str, level: str
) -> None:
    ask(postgres.address(), f"ALTER ROLE coder SET default_transaction_isolation = '{level}'")
    with Store(address) as mine, Store(address) as theirs:
        fill(mine)
        with mine.transaction():
            mine.journal.act("AB", [Change("decision", "", P1, "speed", {"by": "AB"})], "book")
            decision = [Change("decision", "", P1, "speed", {"by": "CD"})]
            waiting = Thread(target=theirs.journal.act, args=("CD", decision, "book"))
            waiting.start()
            locks = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            assert soon(lambda: bool(ask(postgres.address(), locks)))
        waiting.join()
        first, second = mine.journal.entries()
        assert (first.lamport, second.lamport) == (1, 2) and second.before == first.after
    ask(postgres.address(), "ALTER ROLE coder RESET default_transaction_isolation")


def test_who_falls_asleep_in_the_middle_keeps_nobody_waiting(postgres: Server, address: str) -> None:
    with Store(address) as asleep, Store(address) as awake:
        fill(asleep)
        asleep._db.execute("SELECT set_config('idle_in_transaction_session_timeout', '200ms', false)")
        with pytest.raises(UnreachableError, match="nothing was saved"), asleep.transaction():
            asleep.journal.act("AB", [tag(P1, "speed")], "book")
            asleep.journal.value(("tag", "AB", P1, "speed"))
            awake.journal.act("CD", [tag(P2, "speed", "CD")], "book")
        assert [one.coder for one in asleep.journal.tags()] == ["CD"]
        assert asleep.journal.act("AB", [tag(P1, "speed")], "book")


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


# ---- who is let in


@pytest.fixture(scope="module")
def guarded(postgres: Server) -> str:
    """The address of somebody who needs a password."""
    ask(postgres.address(), "CREATE ROLE guarded LOGIN PASSWORD 'open-sesame'",
        "GRANT CREATE ON DATABASE postgres TO guarded")  # fmt: skip
    return f"{postgres.address(user='guarded')}?schema=guarded"


class Keys(KeyringBackend):
    """The system's key store, as a dictionary."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, kept: dict[tuple[str, str], str]) -> None:
        super().__init__()
        self.kept = kept

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[tuple[str, str], str]]:
    for name in ("CODER_STORE_PASSWORD", "PGPASSWORD", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    before, kept = keyring.get_keyring(), dict[tuple[str, str], str]()
    keyring.set_keyring(Keys(kept))
    yield kept
    keyring.set_keyring(before)


def test_the_password_comes_from_the_environment_or_the_key_store(
    guarded: str, keys: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CoderError, match="guarded was not let in at 127"):
        Store(guarded)
    keys["evidence-coder", read_address(guarded).login] = "open-sesame"
    Store(guarded).close()
    keys.clear()
    monkeypatch.setenv("CODER_STORE_PASSWORD", "open-sesame")
    Store(guarded).close()
    monkeypatch.setenv("CODER_STORE_PASSWORD", "xyzzy")
    with pytest.raises(CoderError, match="was not let in") as refused:
        Store(guarded)
    assert "xyzzy" not in str(refused.value)
    monkeypatch.delenv("CODER_STORE_PASSWORD")
    monkeypatch.setenv("PGPASSWORD", "open-sesame")
    Store(guarded).close()


@pytest.mark.parametrize(
    ("user", "database", "sentence"),
    [
        ("coder", "nowhere", "127.0.0.1:PORT has no database nowhere; ask whoever keeps the server to make"),
        ("nobody", "postgres", "127.0.0.1:PORT knows no user nobody"),
        ("narrow", "postgres", "cannot be reached (it has as many connections as it takes)"),
        ("looker", "postgres", "looker has no right to do this there; nothing was saved"),
    ],
)
def test_who_is_not_let_in_is_told_so(postgres: Server, user: str, database: str, sentence: str) -> None:
    ask(postgres.address(), "DROP ROLE IF EXISTS narrow", "DROP ROLE IF EXISTS looker",
        "CREATE ROLE narrow LOGIN CONNECTION LIMIT 0", "CREATE ROLE looker LOGIN")  # fmt: skip
    with pytest.raises((CoderError, UnreachableError)) as refused:
        Store(f"{postgres.address(database, user)}?schema=not_there")
    assert sentence.replace("PORT", str(postgres.port)) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_who_may_only_read_reads_and_is_told_so(postgres: Server, address: str) -> None:
    with Store(address) as store:
        fill(store)
        store.journal.act("AB", [tag(P1, "speed")], "book")
    schema = read_address(address).schema
    ask(postgres.address(), "CREATE ROLE reader LOGIN", f"GRANT USAGE ON SCHEMA {schema} TO reader",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")  # fmt: skip
    with Store(address.replace("coder@", "reader@")) as store:
        assert [one.code for one in store.journal.tags()] == ["speed"]
        with pytest.raises(CoderError, match="reader has no right to do this there; nothing was saved"):
            store.journal.act("RV", [tag(P2, "speed", "RV")], "book")
        assert len(list(store.journal.entries())) == 1


def test_nobody_at_the_address_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        folder = team_folder(tmp_path, f"postgresql://ann@127.0.0.1:{taken.getsockname()[1]}/db")
        complaint = run(folder, "status").complaint()
    assert "the team's store at 127.0.0.1" in complaint and "cannot be reached" in complaint
    assert not (folder / ".coder" / "store.db").exists()


# ---- lost and found again


@pytest.fixture
def line(postgres: Server) -> Iterator[Line]:
    line = Line(postgres)
    yield line
    line.close()


@pytest.fixture
def store(line: Line) -> Iterator[Store]:
    """Over a line that can be cut."""
    with Store(f"{line.address()}?schema=team_{next(NUMBERS)}") as store:
        fill(store)
        store.journal.act("AB", [tag(P1, "speed")], "book")
        yield store


def codes(store: Store) -> list[tuple[str, str]]:
    return sorted((one.paragraph, one.code) for one in store.journal.tags())


def test_a_connection_that_fell_is_made_again_by_itself(store: Store, line: Line) -> None:
    line.cut(stays_cut=False)
    assert codes(store) == [(P1, "speed")]
    line.cut(stays_cut=False)
    store.journal.act("AB", [tag(P2, "speed")], "book")
    assert codes(store) == [(P1, "speed"), (P2, "speed")]
    line.cut(stays_cut=False)
    assert store.changed_elsewhere(), "what was said meanwhile was not heard"
    assert not store.changed_elsewhere()


def test_while_it_cannot_be_reached_nothing_is_done_and_then_all_is_well(store: Store, line: Line) -> None:
    line.cut()
    for asked in (
        lambda: store.journal.act("AB", [tag(P2, "speed")], "book"),
        lambda: store.journal.undo("AB", "book"),
        lambda: codes(store),
        store.changed_elsewhere,
    ):
        with pytest.raises(
            UnreachableError, match=r"the team's store at 127.0.0.1:\d+ cannot be reached"
        ) as lost:
            asked()
        assert "\n" not in str(lost.value)
    line.mend()
    assert lost.value.was_done() is False
    assert codes(store) == [(P1, "speed")]
    assert store.journal.undo("AB", "book") and codes(store) == []


def test_a_transaction_is_never_half_resumed(store: Store, line: Line) -> None:
    with pytest.raises(UnreachableError), store.transaction():
        store.journal.act("AB", [tag(P2, "speed")], "book")
        line.cut(stays_cut=False)
        with suppress(UnreachableError):
            store.journal.value(("tag", "AB", P1, "speed"))
        store.journal.act("AB", [tag(P3, "speed")], "book")
    assert codes(store) == [(P1, "speed")]


def test_what_the_server_had_not_heard_of_is_not_done(store: Store, line: Line) -> None:
    line.cut_at_commit("before")
    with pytest.raises(UnreachableError, match="nothing was saved") as lost:
        store.journal.act("AB", [tag(P2, "speed")], "book")
    assert codes(store) == [(P1, "speed")] and lost.value.was_done() is False


def test_what_the_server_has_saved_is_saved_though_its_word_was_lost(store: Store, line: Line) -> None:
    line.cut_at_commit("after")
    assert store.journal.act("AB", [tag(P2, "speed")], "book")
    line.cut_at_commit("after")
    assert store.journal.undo("AB", "book")
    assert codes(store) == [(P1, "speed")] and len(list(store.journal.entries())) == 3


def test_what_may_have_been_saved_is_settled_when_the_store_is_back(
    store: Store, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.store.postgres.SETTLING", 0.2)
    line.cut_at_commit("after", stays_cut=True)
    with pytest.raises(UnreachableError, match="may have been saved all the same") as lost:
        store.journal.act("AB", [tag(P2, "speed")], "book", batch="b1")
    with pytest.raises(UnreachableError):
        lost.value.was_done()
    line.mend()
    assert lost.value.was_done() is True
    assert len(store.journal.act("AB", [tag(P2, "speed")], "book", batch="b1")) == 1
    assert len(list(store.journal.entries())) == 2


def test_who_holds_the_turn_for_good_is_said(store: Store, postgres: Server, line: Line) -> None:
    schema = store.where.partition("schema ")[2].rstrip(")")
    store._db.execute("SELECT set_config('lock_timeout', '50ms', false)")
    with psycopg.connect(postgres.address()) as other:
        other.execute(TAKE_TURN, [f"coder {schema}"])
        with pytest.raises(CoderError, match="in use by somebody who does not let go; nothing was saved"):
            store.journal.act("AB", [tag(P2, "speed")], "book")
    store.journal.act("AB", [tag(P2, "speed")], "book")
    assert codes(store) == [(P1, "speed"), (P2, "speed")]
