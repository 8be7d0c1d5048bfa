"""A store's rows, out of one store and into another that is empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.coding import Change, Value
from coder.errors import CoderError
from coder.inquiry.archive_form import RECORD, from_line, to_line
from coder.store import Store
from coder.store.transfer import DERIVED, TABLES, columns
from tests.inquiry_support import CODED, filled_store

P1, P2, P3 = CODED[:3]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with filled_store(tmp_path / "one.db") as store:
        store.journal.act("AB", [Change("tag", "AB", P1, "speed", {"meaning": 3})], "c", place=True)
        store.journal.act("AB", [Change("memo", "AB", P1, "", {"text": 'so "?" é'})], "c")
        early = Change("tag", "CD", P2, "sight", {"value": 2}, at="2020-01-01T00:00:00.000Z")
        store.journal.act("CD", [early, Change("read", "CD", P3, "", {})], "c")
        store.journal.undo("AB", "c")
        store.put_note("codebook:lanes", "1 2 c")
        yield store


def rows(store: Store) -> list[tuple[str, dict[str, Any]]]:
    """But for counts that came down to nothing."""
    return [one for one in store.dump() if one[0] != "tally" or one[1]["read"] or one[1]["tags"]]


def test_every_table_and_column_of_the_schema_is_named(store: Store) -> None:
    there = {name for name in store._db.table_names() if not name.startswith(("fulltext", "sqlite"))}
    assert there == set(TABLES)
    for table in TABLES:
        found = store._db.execute(f"PRAGMA table_info({table})")
        assert {row["name"] for row in found} == set(columns(table))
        kept = {name.rstrip("#?"): name for name in TABLES[table][1].split()}
        for row in found:
            said = kept[row["name"]]
            assert said.endswith("?") == (not row["notnull"]), (table, said)
            assert said.endswith("#") == (row["type"] == "INTEGER"), (table, said)


def test_what_is_loaded_is_what_was_dumped_and_what_follows_from_it(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "two.db") as other:
        other.load(store.dump())
        assert rows(other) == rows(store)
        assert other.journal.redo("AB", "c")[0].after == {"text": 'so "?" é'}
        assert other._db.execute("SELECT rowid FROM fulltext WHERE fulltext MATCH 'hedges'")
    with Store(tmp_path / "three.db") as third:
        third.load(one for one in store.dump() if one[0] not in DERIVED)
        assert rows(third) == rows(store)


def test_a_store_with_anything_in_it_takes_nothing(store: Store) -> None:
    before = rows(store)
    with pytest.raises(CoderError, match="is not empty"):
        store.load(before)
    assert rows(store) == before


@pytest.mark.parametrize(
    "change",
    [{"lamport": "1"}, {"lamport": 2**63}, {"lamport": True}, {"actor": None}, {"actor": 1}, {"more": 1},
     {"actor": "\ud800"}, {"actor": "a\0"}],
)  # fmt: skip
def test_a_row_that_is_none_is_refused_and_nothing_taken(
    store: Store, tmp_path: Path, change: dict[str, Any]
) -> None:
    wrong = [(table, row | change) if table == "journal" else (table, row) for table, row in store.dump()]
    with Store(tmp_path / "two.db") as other:
        with pytest.raises(CoderError, match="a row of journal"):
            other.load(wrong)
        assert [table for table, _ in other.dump()] == []
        with pytest.raises(CoderError, match="no table"):
            other.load([("nowhere", {})])


# ---- any journal, through the lines of an archive

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
spans = st.lists(st.fixed_dictionaries({"start": st.integers(0, 9), "text": texts}))
values: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.just({}), st.fixed_dictionaries({"text": texts}), st.fixed_dictionaries({"spans": spans}),
    st.fixed_dictionaries({"value": st.integers(1, 3), "meaning": st.integers(0, 2**53)}),
)  # fmt: skip
places = [P1, P2, "lanes-2025-05-06/9.9"]
changes = st.one_of(
    st.builds(Change, st.sampled_from(["tag", "read", "memo", "star"]), st.sampled_from(["AB", "CD"]),
              st.sampled_from(places), st.sampled_from(["", "speed", "Größe"]), values),
    st.builds(Change, st.just("memo"), st.just("AB"), st.sampled_from(["lanes-2025-05-06", "codebook:lanes"]),
              st.just(""), values),
)  # fmt: skip
acts = st.lists(
    st.tuples(st.sampled_from(["AB", "CD"]), st.one_of(st.lists(changes, max_size=4), st.sampled_from("ur"))),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_any_journal_comes_through_the_lines_of_an_archive(tmp_path: Path, acts: list[Any]) -> None:
    for name in ("one.db", "two.db"):
        for left in tmp_path.rglob(f"{name}*"):
            left.unlink()
    with filled_store(tmp_path / "one.db") as store, Store(tmp_path / "two.db") as other:
        for actor, what in acts:
            if what == "u":
                store.journal.undo(actor, "c")
            elif what == "r":
                store.journal.redo(actor, "c")
            else:
                store.journal.act(actor, what, "c")
        tables = ("meta", "revision", *RECORD)
        other.load((table, from_line(table, to_line(table, row))) for table, row in store.dump(*tables))
        assert rows(other) == rows(store)
        assert list(other.journal.entries()) == list(store.journal.entries())
