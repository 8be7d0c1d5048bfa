"""State follows from the journal alone, in whatever order its entries arrive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.coding import Entry, Value, replay


def entry(lamport: int, id_: str, subject: str = "s/1.1", code: str = "speed", after: Value = None) -> Entry:
    return Entry(
        id=id_, lamport=lamport, batch="b", action="do", of=None, actor="AB", at="2025-05-06T10:00:00.000Z",
        kind="tag", coder="AB", subject=subject, code=code, before=None, after=after,
        session_revision="r", codebook_revision="c",
    )  # fmt: skip


KEY = ("tag", "AB", "s/1.1", "speed")

journals = st.lists(
    st.builds(
        entry,
        st.integers(1, 6),
        st.uuids().map(str),
        st.sampled_from(["s/1.1", "s/1.2"]),
        st.sampled_from(["speed", "sight"]),
        st.sampled_from([None, {}, {"value": 1}, {"value": 2}]),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


def test_the_entry_in_force_is_the_last_by_logical_time() -> None:
    state = replay([entry(2, "a", after={"value": 2}), entry(1, "z", after={"value": 1})])
    assert state[KEY].after == {"value": 2}


def test_where_logical_times_are_equal_the_uuid_decides() -> None:
    state = replay([entry(1, "b", after={"value": 2}), entry(1, "a", after={"value": 1})])
    assert state[KEY].after == {"value": 2}


def test_what_was_set_to_nothing_is_not_there_and_an_empty_value_is() -> None:
    assert replay([entry(1, "a", after={}), entry(2, "b", after=None)]) == {}
    assert KEY in replay([entry(1, "a", after=None), entry(2, "b", after={})])


@given(journals, st.randoms())
def test_the_order_in_which_entries_arrive_does_not_matter(journal: list[Entry], random: object) -> None:
    shuffled = list(journal)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replay(shuffled) == replay(journal)


@given(journals, st.data())
def test_two_journals_merge_as_their_union(journal: list[Entry], data: st.DataObject) -> None:
    mine = [one for one in journal if data.draw(st.booleans())]
    theirs = [one for one in journal if one not in mine or data.draw(st.booleans())]
    union = {one.id: one for one in [*mine, *theirs]}
    other_way = {one.id: one for one in [*theirs, *mine, *theirs]}
    assert replay(union.values()) == replay(other_way.values()) == replay(journal)


def test_the_verb_says_what_a_person_would() -> None:
    assert entry(1, "a", after={}).verb == "tag"
    assert entry(1, "a", after=None).verb == "untag"
