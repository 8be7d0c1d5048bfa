"""What logins of a team's server may see and do when they ask the database itself, beside the tool."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from types import SimpleNamespace
from typing import Any, cast, get_args

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.coding import SETTLING, Change, Kind, again_of, codebook_subject
from coder.errors import CoderError
from coder.inquiry.blindness import sight_of
from coder.inquiry.folder import Inquiry
from coder.store import Store
from coder.store.database import Login
from tests.inquiry_support import CODED, SLUG, TRANSCRIPT, session
from tests.logins_support import LOGINS, admit_all, make_logins, told
from tests.postgres_support import Server, ask

P1, P2, P3, P4, P5, P6, P7 = CODED
SECRET = "xyzzyplugh"
NUMBERS = count(1)

MARKS = ("journal", "state", "tally", "coder", "step", "place", "carried")
"""What tells of coders."""
EVIDENCE = (
    "meta",
    "revision",
    "session",
    "item",
    "paragraph",
    "correction",
    "appearance",
    "extent",
    "words",
    "assigned",
)
OFFERED = ("offered_session", "offered_item", "offered_paragraph", "offered_state")
PROCEDURES = {
    "add_entry": "'i1', 1, 'b1', 'do', NULL, 'AB', '2025-01-01T00:00:00Z', 'tag', 'AB', 'p', 'speed', NULL, "
    "'{}', '', 'book'",
    "forget_undone": "'AB'", "add_step": "'AB', 'b1'", "mark_step": "1, 'AB', 900",
    "put_place": f"'AB', '{SLUG}', '{P1}', '2025-01-01T00:00:00Z'",
    "keep_codebook": "'codebook', 'lanes', 'aaaaaaaaaaaa', '2025', 'x'", "put_note": "'codebook:x', 'x'",
}  # fmt: skip


@pytest.fixture(scope="module")
def server(postgres: Server) -> Server:
    make_logins(postgres)
    return postgres


@pytest.fixture
def store(server: Server) -> Any:
    with Store(f"{server.address()}?schema=logins_{next(NUMBERS)}") as opened:
        fill(opened)
        yield opened


def fill(store: Store, text: str = TRANSCRIPT, revision: str = "r1") -> None:
    with store.transaction():
        store.index.put(session(text), revision, "stamp", text, [])
        store.journal.settle(SLUG)


def schema_of(store: Store) -> str:
    return store.where.rpartition("schema ")[2].rstrip(")")


def signed_in(store: Store, server: Server, role: str) -> Store:
    return Store(f"{server.address(user=role)}?schema={schema_of(store)}")


def tag(subject: str, code: str = "speed", coder: str = "AB") -> Change:
    return Change("tag", coder, subject, code, {"meaning": 1})


def assign(store: Store, *coders: str, blind: bool = True, paragraphs: list[str] = CODED) -> str:
    """A reviewer's assignment of the same paragraphs to all of them."""
    subject = f"assignment:{next(NUMBERS):06x}"
    head = {"names": [SLUG], "coders": list(coders), "blind": blind, "again": False, "share": 1.0, "seed": 1,
            "doubled": len(paragraphs)}  # fmt: skip
    body = {"double": paragraphs, "parts": {coder: [] for coder in coders}, "revisions": {SLUG: "r1"}}
    marks = [
        Change("assignment", "", subject, "", head),
        Change("assignment", "", subject, "paragraphs", body),
    ]
    store.journal.act("RV", marks, "book")
    return subject


def entry(**changes: str) -> str:
    """A call to write an entry of AB's, with other values in some of its columns."""
    values = {
        "id": f"'{next(NUMBERS)}'", "lamport": "1", "batch": f"'b{next(NUMBERS)}'", "action": "'do'",
        "of": "NULL", "actor": "'AB'", "at": "'2025-01-01T00:00:00Z'", "kind": "'tag'", "coder": "'AB'",
        "subject": f"'{P1}'", "code": "'speed'", "before": "NULL", "after": "'{}'",
        "session_revision": "''", "codebook_revision": "'book'",
    }  # fmt: skip
    return f"CALL {{own}}.add_entry({', '.join((values | changes).values())})"


def answer(server: Server, store: Store, role: str, statement: str) -> str:
    return told(server, role, schema_of(store), [statement])[0].removeprefix(f"{statement}: ")


# ---- blind


def be_busy(store: Store) -> None:
    """All that another coder and a reviewer can do, with distinctive words."""
    journal, quote = store.journal, {"start": 0, "end": 5, "text": SECRET}
    for paragraph in (P2, P3, P4, P5):
        journal.act("CD", [
            Change("tag", "CD", paragraph, "dearer", {"meaning": 3, "spans": [quote]}),
            Change("tag", "CD", paragraph, "gone-code", {"meaning": 5}),
            Change("read", "CD", paragraph, "", {}), Change("unjudged", "CD", paragraph, "speed", {}),
            Change("memo", "CD", paragraph, "", {"text": SECRET}),
            Change("star", "CD", paragraph, "", {"spans": [quote]}), Change("flag", "CD", paragraph, "", {}),
            Change("decision", "", paragraph, "dearer", {"decision": "accept", "reason": SECRET}),
            Change("proposal", "", paragraph, "dearer", {"by": "RV", "reason": SECRET}),
            Change("case", "", paragraph, "dearer", {"state": "open", "reason": SECRET}),
        ], "book", place=True)  # fmt: skip
    journal.act(
        "CD", [Change("memo", "CD", SLUG, "", {"text": SECRET}), tag(f"{SLUG}/nowhere", "speed", "CD")], "b"
    )
    journal.undo("CD", "book")


def busier(store: Store, assignment: str) -> None:
    """CD is done, and a second name comes in."""
    journal = store.journal
    journal.act("CD", [Change("unblinded", "", assignment, "CD", {"why": "read"})], "book")
    journal.act(
        "EF",
        [tag(P1, "sight", "EF"), Change("summary", "EF", f"{SLUG}/@wren", "safety", {"text": SECRET})],
        "b",
    )
    journal.act("CD", [Change("refused", "", assignment, "CD", {"wanted": "AB", "times": 1})], "book")


@pytest.fixture(scope="module")
def worlds(server: Server) -> tuple[str, str]:
    """Two stores that differ in what CD and others did while AB codes blind; by their schemas."""
    names = ("world_idle", "world_busy")
    for name in names:
        busy = name == "world_busy"
        with Store(f"{server.address()}?schema={name}") as store:
            fill(store)
            admit_all(store)
            assignment = assign(store, "AB", "CD")
            store.journal.act(
                "AB", [tag(P2), Change("memo", "AB", P2, "", {"text": "my own"})], "book", place=True
            )
            if busy:
                be_busy(store)
            store.journal.act(
                "RV", [Change("code", "", codebook_subject("lanes"), "", {"codes": []})], "book"
            )
            if busy:
                busier(store, assignment)
            with signed_in(store, server, "ab") as own:
                own.journal.act("AB", [tag(P6)], "book", place=True)
                own.journal.undo("AB", "book")
                own.journal.act("AB", [tag(P7)], "book", place=True)
        ask(server.address(), f"ANALYZE {name}.journal", f"ANALYZE {name}.state", f"ANALYZE {name}.paragraph")
    return names


def questions() -> list[str]:
    """What a curious coder would ask, of every relation there is and of all that PostgreSQL says beside."""
    tables = [f"{{{where}}}.{name}" for where in ("own", "seen") for name in (*MARKS, *OFFERED)]
    tables += [*(f"{{own}}.{name}" for name in (*EVIDENCE, "login")), *MARKS, *OFFERED]
    asked = [f"SELECT * FROM {table}" for table in tables]
    asked += [f"SELECT count(*) FROM {table}" for table in tables]
    asked += [f"SELECT * FROM {{own}}.seen_{name}()" for name in MARKS]
    asked += ["SELECT max(lamport), min(lamport) FROM journal", "SELECT {own}.last_lamport()",
              f"SELECT * FROM {{own}}.seen_on(ARRAY['{P3}'])", "SELECT {own}.blind_layer('CD')",
              "SELECT entries FROM coder", "SELECT position FROM step", "TABLE place"]  # fmt: skip
    on_three = f"subject = '{P3}' AND kind = 'tag' AND code = 'dearer'"
    for wanted in ("coder = 'CD'", f"subject = '{P2}'", on_three, "kind = 'decision'", "kind = 'unblinded'"):
        for table in ("state", "journal", "{own}.state", "offered_state"):
            marks = f"SELECT * FROM {table} WHERE {wanted}"
            asked += [f"SELECT count(*) FROM ({marks}) AS marks", f"EXPLAIN {marks}",
                      f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF, VERBOSE) {marks}"]  # fmt: skip
    asked += [
        f"SET {name} = off" for name in ("enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan")
    ]
    asked += [
        f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) SELECT * FROM {table}" for table in (*MARKS, *OFFERED)
    ]
    asked += ["RESET ALL", "SET search_path = {seen}, {own}"]
    asked += [
        "SELECT tablename, attname, most_common_vals::text FROM pg_stats WHERE schemaname = '{own}' "
        f"AND tablename IN {MARKS}",
        "SELECT relname, relacl FROM pg_class WHERE relnamespace = '{own}'::regnamespace",
        "SELECT has_table_privilege('cd', '{own}.state', 'select')",
        "SELECT query FROM pg_stat_activity WHERE usename <> session_user AND query NOT LIKE '<insuf%'",
        "SELECT * FROM pg_sequences WHERE schemaname = '{own}'",
        "COPY {own}.state TO STDOUT", "TRUNCATE {own}.state", "LOCK {own}.journal", "SET ROLE cd",
        "SET ROLE coder",
        "CREATE TEMP TABLE t (s text REFERENCES {own}.session (slug))",
        "CREATE FUNCTION {own}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE RULE r AS ON SELECT TO {own}.state DO INSTEAD SELECT 1",
        "CREATE TRIGGER t BEFORE INSERT ON {own}.journal EXECUTE FUNCTION f()",
        "ALTER TABLE {own}.state DISABLE ROW LEVEL SECURITY", "DROP TABLE {own}.journal",
        "CREATE STATISTICS s ON coder, code FROM {own}.state",
        "INSERT INTO {own}.state VALUES ('s', 'CD', 'tag', 'x', 's', '{}', 'e', 0, 1)",
        "INSERT INTO state VALUES ('s', 'CD', 'tag', 'x', 's', '{}', 'e', 0, 1)",
        "INSERT INTO step VALUES ('CD', 1, 'b', 0)", "CALL {own}.add_step('CD', 'b')",
        "UPDATE state SET value = value", "DELETE FROM journal WHERE coder = 'CD'",
        f"CALL {{own}}.put_place('CD', '{SLUG}', '{P1}', '')", "SELECT {own}.admit('ab', 'AB', 'staff')",
        "SELECT {own}.refuse('be')", "SELECT {own}.take_turn()",
        "SELECT {own}.has_read_all('assignment:x', 'CD')",
    ]  # fmt: skip
    return asked


def test_a_blind_coder_is_told_the_same_whatever_others_did(server: Server, worlds: tuple[str, str]) -> None:
    asked = questions()
    idle, busy = (told(server, "ab", world, asked) for world in worlds)
    assert busy == idle
    assert not [one for one in busy if SECRET in one]


def test_what_the_other_coder_is_told_differs(server: Server, worlds: tuple[str, str]) -> None:
    """So that the test above tells something."""
    asked = questions()
    idle, busy = (told(server, "cd", world, asked) for world in worlds)
    assert sum(one != other for one, other in zip(idle, busy, strict=True)) > len(asked) / 3
    assert any(SECRET in one for one in busy)


def test_what_was_prepared_before_one_codes_blind_shows_no_more(server: Server, store: Store) -> None:
    admit_all(store)
    store.journal.act("CD", [tag(P1, coder="CD")], "book")
    with psycopg.connect(server.address(user="ab"), autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema_of(store)}_coders, {schema_of(store)}")
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.execute("PREPARE seen AS SELECT coder FROM state WHERE kind = 'tag' AND subject <> $1")
        connection.execute("CREATE TEMP VIEW kept AS SELECT coder FROM state WHERE kind = 'tag'")
        asked = ("EXECUTE seen ('')", "SELECT coder FROM kept")
        assert [connection.execute(one).fetchall() for one in asked] == [[("CD",)]] * 2
        subject = assign(store, "AB")
        assert [connection.execute(one).fetchall() for one in asked] == [[]] * 2
        store.journal.act(
            "RV", [Change("unblinded", "", subject, "AB", {"why": "lifted", "reason": "so"})], "book"
        )
        assert [connection.execute(one).fetchall() for one in asked] == [[("CD",)]] * 2


def test_when_it_is_over_everything_shows(server: Server, store: Store) -> None:
    admit_all(store)
    subject = assign(store, "AB", "CD")
    store.journal.act("CD", [tag(P1, coder="CD")], "book")
    everyone = "SELECT DISTINCT coder FROM state WHERE kind = 'tag'"
    with signed_in(store, server, "ab") as own:
        own.journal.act("AB", [tag(one) for one in CODED], "book")
        assert answer(server, store, "ab", everyone) == "[('AB',)]"
        own.journal.act("AB", [Change("unblinded", "", subject, "AB", {"why": "read"})], "book")
        assert {one.coder for one in own.journal.tags()} == {"AB", "CD"}
    assert answer(server, store, "ab", everyone) == "[('AB',), ('CD',)]"
    assert answer(server, store, "ab", "SELECT max(lamport) FROM journal") == f"[({2 + 1 + 7 + 1},)]"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(
    st.sampled_from(("assign", "open", "end", "undo", "again")), st.integers(0, 4),
    st.lists(st.sampled_from(("AB", "CD", "AB#2", "ABC", "CD#2")), min_size=1, max_size=3, unique=True),
), max_size=8))  # fmt: skip
def test_the_database_and_the_tool_agree_on_who_codes_blind(
    server: Server, store: Store, steps: list[tuple[str, int, list[str]]]
) -> None:
    with store._db.transaction():
        for table in ("journal", "state", "assigned", "step"):
            store._db.execute(f"DELETE FROM {table}")
    if not store.logins.all():
        admit_all(store)
    made: list[str] = []
    for what, which, coders in steps:
        if what in ("assign", "open"):
            made.append(assign(store, *coders, blind=what == "assign"))
        elif made and what == "end":
            subject = made[which % len(made)]
            ends = [
                Change("unblinded", "", subject, one, {"why": "lifted", "reason": "so"}) for one in coders
            ]
            store.journal.act("RV", ends, "book")
        elif made:
            (store.journal.undo if what == "undo" else store.journal.redo)("RV", "book")
    inquiry = cast(Inquiry, SimpleNamespace(store=store))
    for coder in ("AB", "CD", "ABC"):
        sight = sight_of(inquiry, coder)
        said = store._db.execute("SELECT blind_layer(:coder) AS layer", {"coder": coder})[0]["layer"]
        assert (None if sight.coders is None else next(iter(sight.coders))) == said
        assert said is None or (again_of(said) or said) == coder


def test_how_much_an_answer_took_to_read_tells_nothing_of_a_paragraph(server: Server, store: Store) -> None:
    admit_all(store)
    assign(store, "AB", "CD")
    schema = schema_of(store)
    fillers = "SELECT 'x' || n, 'CD', 'tag', 'speed', 's', '{}', 'e', 0, 1 FROM generate_series(1, 20000) n"
    marks = (
        f"SELECT '{P3}', coder, kind, 'c' || n, '{SLUG}', '{{}}', 'e', 0, 1 FROM generate_series(1, 300) n, "
        "(VALUES ('CD', 'tag'), ('EF', 'memo'), ('', 'decision'), ('', 'unblinded')) AS m (coder, kind)"
    )
    ask(server.address(), *(f"INSERT INTO {schema}.state {rows}" for rows in (fillers, marks)), "SELECT 1")
    ask(server.address(), f"VACUUM ANALYZE {schema}.state", "SELECT 1")
    took = []
    with psycopg.connect(server.address(user="ab"), autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}_coders, {schema}")
        for paragraph in (P2, P3, P2, P3):
            plan = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF) SELECT * FROM seen_on(ARRAY[%s])"
            rows = connection.execute(plan.replace("%s", f"'{paragraph}'")).fetchall()
            took.append(next(int(line.partition("hit=")[2]) for (line,) in rows if "hit=" in line))
    assert abs(took[3] - took[2]) <= 4  # more or less one in each index looked into


def test_every_kind_is_a_coder_s_or_nobody_s_and_the_tool_shows_the_same_of_nobody_s(
    server: Server, store: Store
) -> None:
    admit_all(store)
    refused = "CD001 ab may not write an entry of the kind"
    own = {
        kind for kind in get_args(Kind)
        if not answer(server, store, "ab", entry(kind=f"'{kind}'")).startswith(refused)
    }  # fmt: skip
    (row,) = store._db.execute("SELECT shown_kinds() AS kinds")
    assert set(row["kinds"]) == set(get_args(Kind)) - SETTLING - own
    assert own - SETTLING == {"tag", "read", "unjudged", "memo", "star", "flag", "summary"}


# ---- writing


def test_a_coder_writes_entries_of_their_own_and_what_follows(server: Server, store: Store) -> None:
    admit_all(store)
    assert answer(server, store, "ab", entry()) == "done"
    assert [(one.actor, one.kind, one.subject) for one in store.journal.entries()] == [("AB", "tag", P1)]
    assert store.counts.in_all("AB", ["answer", "opening"]).tags == 1
    before = rows(store)
    store.journal.rebuild()
    assert rows(store) == before


def test_writers_take_turns_beside_the_tool_too(server: Server, store: Store) -> None:
    admit_all(store)
    calls = {
        role: [entry(actor=f"'{role.upper()}'", coder=f"'{role.upper()}'", code=f"'c{n}'") for n in range(40)]
        for role in ("ab", "cd")
    }
    with ThreadPoolExecutor() as both:
        list(both.map(lambda role: told(server, role, schema_of(store), calls[role]), calls))
    assert [one.lamport for one in store.journal.entries()] == list(range(1, 81))


def rows(store: Store) -> dict[str, list[str]]:
    return {
        table: sorted(repr(tuple(row)) for row in store._db.execute(f"SELECT * FROM {table}"))
        for table in ("state", "tally", "coder")
    }


REFUSED = {
    "another's layer": {"coder": "'CD'"}, "another's name": {"actor": "'CD'"},
    "nobody's name": {"actor": "''"},
    "a second layer of another": {"coder": "'CD#2'"}, "a longer name": {"coder": "'ABC'"},
    "an assignment": {"kind": "'assignment'", "coder": "''", "subject": "'assignment:x'", "code": "''"},
    "withdrawing": {"kind": "'withdrawn'", "coder": "''", "subject": f"'{SLUG}'", "code": "''"},
    "reimporting": {"kind": "'reimport'", "coder": "''", "subject": f"'{SLUG}'", "code": "''"},
    "carrying": {"action": "'carry'"}, "a time of no form": {"at": "'soon'"}, "no object": {"after": "'[]'"},
    "no JSON": {"after": "'so'"}, "a kind there is not": {"kind": "'theft'"},
    "ending what is not": {"kind": "'unblinded'", "coder": "''", "subject": "'assignment:x'", "code": "'AB'",
                           "after": "'{\"why\": \"read\"}'"},
    "the codebook's name": {"actor": "'(codebook)'"}, "the transcripts' name": {"actor": "'(transcript)'"},
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_coder_writes_nothing_else(server: Server, store: Store, what: str) -> None:
    admit_all(store)
    said = answer(server, store, "ab", entry(**REFUSED[what]))
    assert said.startswith(("CD001 ab may not", "22P02"))
    assert list(store.journal.entries()) == []


def test_a_blind_coder_settles_nothing_and_does_not_end_it(server: Server, store: Store) -> None:
    admit_all(store)
    subject = assign(store, "AB", "CD")
    decision = entry(kind="'decision'", coder="''", code="'dearer'", after='\'{"decision": "accept"}\'')
    ended = {"kind": "'unblinded'", "coder": "''", "subject": f"'{subject}'", "code": "'AB'"}
    read, lifted = '\'{"why": "read"}\'', '\'{"why": "lifted", "reason": "so"}\''
    for call in (decision, entry(**ended, after=read), entry(**ended, after=lifted),
                 entry(**ended, after="NULL"), entry(**ended | {"code": "'CD'"}, after=read),
                 entry(coder="'AB#2'"), entry(actor="'AB#2'")):  # fmt: skip
        assert answer(server, store, "ab", call).startswith("CD001 ab may not")
    store.journal.act("CD", [Change("read", "CD", paragraph, "", {}) for paragraph in CODED], "book")
    assert answer(server, store, "ab", entry(**ended | {"code": "'CD'"}, after=read)).startswith("CD001")
    for paragraph in CODED:
        assert (
            answer(server, store, "ab", entry(kind="'read'", code="''", subject=f"'{paragraph}'")) == "done"
        )
    assert answer(server, store, "ab", entry(**ended, after=lifted)).startswith("CD001")
    assert answer(server, store, "ab", entry(**ended, after=read)) == "done"
    assert answer(server, store, "ab", entry(**ended, after="NULL")).startswith("CD001")
    assert answer(server, store, "ab", decision) == "done"


def test_a_coder_adds_nothing_to_what_somebody_else_did(server: Server, store: Store) -> None:
    admit_all(store)
    (made,) = store.journal.act("CD", [tag(P1, coder="CD")], "book")
    assert "may not add to what somebody else did" in answer(
        server, store, "ab", entry(batch=f"'{made.batch}'")
    )


def test_no_login_but_a_reviewer_s_changes_a_table(server: Server, store: Store) -> None:
    admit_all(store)
    tables = (*MARKS, *EVIDENCE, "login")
    writing = [f"DELETE FROM {{own}}.{table}" for table in tables]
    writing += [f"UPDATE {{own}}.{table} SET {column} = {column}" for table, column in columns(store, tables)]
    writing += [f"INSERT INTO {{own}}.{table} SELECT * FROM {{own}}.{table}" for table in tables]
    writing += [f"TRUNCATE {{own}}.{table}" for table in tables]
    for role in ("ab", "st", "stranger"):
        for said in told(server, role, schema_of(store), writing):
            assert ": 42501 permission denied" in said
    for said in told(server, "rv", schema_of(store), writing[: 2 * len(tables)]):
        assert said.endswith(": done")


def columns(store: Store, tables: tuple[str, ...]) -> list[tuple[str, str]]:
    found = store._db.execute(
        "SELECT table_name, min(column_name::text) AS one FROM information_schema.columns "
        "WHERE table_schema = current_schema() GROUP BY table_name"
    )
    return [(row[0], row[1]) for row in found if row[0] in tables]


def test_staff_read_everything_and_write_nothing(server: Server, store: Store) -> None:
    admit_all(store)
    assign(store, "AB", "CD")
    store.journal.act("CD", [tag(P1, coder="CD")], "book")
    for table in (*MARKS, *EVIDENCE, *OFFERED):
        said = answer(server, store, "st", f"SELECT * FROM {{own}}.{table}")
        owners = answer(server, store, "coder", f"SELECT * FROM {{own}}.{table}")
        assert said == owners
    for name, arguments in PROCEDURES.items():
        assert "permission denied for procedure" in answer(
            server, store, "st", f"CALL {{own}}.{name}({arguments})"
        )
    with signed_in(store, server, "st") as reading:
        assert [one.coder for one in reading.journal.tags()] == ["CD"]
        with pytest.raises(CoderError, match="st is a login for reading alone; nothing was saved"):
            reading.journal.act("ST", [tag(P1, coder="ST")], "book")


def test_who_was_not_let_in_is_told_so(server: Server, store: Store) -> None:
    admit_all(store)
    for table in (*MARKS, *EVIDENCE, *OFFERED):
        assert "42501 permission denied for schema" in answer(
            server, store, "stranger", f"TABLE {{own}}.{table}"
        )
    with pytest.raises(CoderError, match="stranger"):
        signed_in(store, server, "stranger")


# ---- letting in


def test_a_login_that_is_dismissed_may_do_nothing_and_one_let_in_anew_what_it_is_let_in_for(
    server: Server, store: Store
) -> None:
    admit_all(store)
    store.logins.dismiss("ab")
    assert answer(server, store, "ab", "TABLE state").startswith("42P01")
    assert answer(server, store, "ab", entry()).startswith("42501")
    store.logins.admit(Login("ab", "AB", "staff"))
    assert answer(server, store, "ab", entry()).startswith("42501")
    assert answer(server, store, "ab", "SELECT count(*) FROM {own}.state") == "[(0,)]"
    assert [one.role for one in store.logins.all()] == sorted(LOGINS)


def test_a_reviewer_lets_in_once_the_owner_has_begun(server: Server, store: Store) -> None:
    admit_all(store)
    with signed_in(store, server, "rv") as reviewing:
        reviewing.logins.dismiss("cd")
        reviewing.logins.admit(LOGINS["cd"])
        assign(reviewing, "AB", "CD")
    with signed_in(store, server, "ab") as own, pytest.raises(CoderError, match="ask a reviewer"):
        own.logins.admit(LOGINS["ab"])


def test_others_than_the_owner_do_not_begin_it_whatever_their_rights(server: Server, store: Store) -> None:
    """What is made acts in the name of who made it."""
    if not ask(server.address(), "SELECT 1 FROM pg_roles WHERE rolname = 'keeper'"):
        ask(server.address(), "CREATE ROLE keeper LOGIN SUPERUSER")
    with (
        signed_in(store, server, "keeper") as keeping,
        pytest.raises(CoderError, match="by the owner of the"),
    ):
        keeping.logins.admit(LOGINS["ab"])
    assert store.logins.all() == []


@pytest.mark.parametrize(
    ("prepare", "role", "said"),
    [("SELECT 1", "gone", "the server has no login gone"), ("SELECT 1", "coder", "can see and do everything"),
     ("CREATE ROLE reads_all LOGIN IN ROLE pg_read_all_data", "reads_all", "can see and do everything")],
)  # fmt: skip
def test_who_cannot_be_held_to_it_is_not_let_in(
    server: Server, store: Store, prepare: str, role: str, said: str
) -> None:
    ask(server.address(), prepare)
    with pytest.raises(CoderError, match=said):
        store.logins.admit(Login(role, "AB", "coder"))
    assert store.logins.all() == []


def test_rights_are_made_anew_where_the_tables_change(server: Server, store: Store) -> None:
    admit_all(store)
    with store.transaction(), store._db.rights_set_aside():
        store._db.create("ALTER TABLE state ADD COLUMN colour TEXT;")
    assert answer(server, store, "ab", entry()) == "done"
    assert answer(server, store, "ab", "SELECT coder, colour FROM state") == "[('AB', None)]"
