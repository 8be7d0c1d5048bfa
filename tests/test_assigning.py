"""Who is to code what: drawing, sharing out, progress, and staying right when transcripts are corrected."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.inquiry.drawing import dealt, drawn
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import CODED, SLUG, correct, make_folder, run

P1, P2, P3, P4, P5, P6, P7 = CODED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


def assign(folder: Path, *options: str) -> str:
    """The id of what was assigned by RV."""
    done = run(folder, "assign", *options, "--as", "RV")
    assert done.status == 0, done.err
    return done.out.split()[0]


def listed(folder: Path) -> list[dict[str, Any]]:
    found = run(folder, "assignments", "--json", "--as", "RV").json()
    assert isinstance(found, list)
    return found


def to_code(folder: Path, coder: str) -> dict[str, bool]:
    with open_inquiry(folder) as inquiry:
        return inquiry.store.assigned.to_code(coder, SLUG)


# ---- drawing


@given(
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=80),
    st.floats(0, 1),
    st.integers(0, 2**31 - 1),
)
def test_a_share_is_drawn_with_every_stratum_in_proportion(
    strata: list[str], share: float, seed: int
) -> None:
    units = list(enumerate(strata))
    found = drawn(units, lambda unit: unit[1], share, seed)
    assert len(found) == round(share * len(units)) and found == sorted(set(found))
    assert drawn(units, lambda unit: unit[1], share, seed) == found
    part = len(found) / len(units)
    for stratum, size in Counter(strata).items():
        assert abs(sum(one == stratum for _, one in found) - part * size) < 1 + 1e-9


def test_every_unit_is_as_likely_to_be_drawn() -> None:
    units = list(range(20))
    times = Counter(one for seed in range(4000) for one in drawn(units, lambda unit: unit % 3, 0.25, seed))
    assert set(times) == set(units)
    assert all(abs(count / 4000 - 0.25) < 0.04 for count in times.values())


@given(st.lists(st.integers(1, 6), min_size=1, max_size=40), st.integers(1, 5))
def test_what_is_shared_out_is_whole_and_keeps_exchanges_together(sizes: list[int], hands: int) -> None:
    units = [(exchange, place) for exchange, size in enumerate(sizes) for place in range(size)]
    parts = dealt(units, lambda unit: unit[0], hands)
    assert [unit for part in parts for unit in part] == units and len(parts) == hands
    assert sum(len({exchange for exchange, _ in part}) for part in parts) == len(sizes)
    assert all(abs(len(part) - len(units) / hands) <= max(sizes) for part in parts)


# ---- assigning


def test_all_is_for_all_where_no_share_is_named(folder: Path) -> None:
    assign(folder, SLUG, "--to", "AB", "CD")
    (one,) = listed(folder)
    assert one["blind"] and one["doubled"] == 7 and one["share"] == 1 and one["by"] == "RV"
    assert [(part["coder"], part["paragraphs"], part["read"]) for part in one["parts"]] == [
        ("AB", 7, 0), ("CD", 7, 0),
    ]  # fmt: skip
    assert to_code(folder, "AB") == dict.fromkeys(CODED, True)


def test_a_share_is_for_all_and_the_rest_is_shared_out(folder: Path) -> None:
    assign(folder, SLUG, "--to", "AB", "CD", "--double", "40%", "--seed", "5")
    one, ab, cd = listed(folder)[0], to_code(folder, "AB"), to_code(folder, "CD")
    double = {paragraph for paragraph, doubled in ab.items() if doubled}
    assert len(double) == one["doubled"] == 3 and one["seed"] == 5
    assert double == {paragraph for paragraph, doubled in cd.items() if doubled} == set(ab) & set(cd)
    assert set(ab) | set(cd) == set(CODED) and abs(len(ab) - len(cd)) <= 2


def test_the_rest_may_be_one_coder_s(folder: Path) -> None:
    assign(folder, SLUG, "--to", "AB", "CD", "--double", "0.4", "--rest", "AB")
    assert set(to_code(folder, "AB")) == set(CODED) and len(to_code(folder, "CD")) == 3


def test_the_same_seed_draws_the_same_and_it_is_kept_where_none_is_given(folder: Path) -> None:
    assign(folder, SLUG, "--to", "AB", "CD", "--double", "40%")
    seed = str(listed(folder)[0]["seed"])
    first = to_code(folder, "AB")
    assert run(folder, "undo", "--as", "RV").status == 0
    assert listed(folder) == [] and to_code(folder, "AB") == {}
    assign(folder, SLUG, "--to", "AB", "CD", "--double", "40%", "--seed", seed)
    assert to_code(folder, "AB") == first


def test_an_item_may_be_assigned_and_an_open_assignment_hides_nothing(folder: Path) -> None:
    assign(folder, f"{SLUG}/4", "--to", "AB", "CD", "--open")
    assert set(to_code(folder, "AB")) == {P6, P7}
    assert run(folder, "tag", P6, "speed", "--as", "AB").status == 0
    assert "AB" in run(folder, "status", "--as", "CD").out
    assert [part["read"] for part in listed(folder)[0]["parts"]] == [1, 0]
    assert "open" in run(folder, "assignments").out


def test_progress_counts_what_is_read_of_what_is_assigned(folder: Path) -> None:
    assign(folder, f"{SLUG}/4", "--to", "AB")
    assert run(folder, "read", P1, P6, "--as", "AB").status == 0
    (part,) = listed(folder)[0]["parts"]
    assert (part["paragraphs"], part["read"], part["ended"]) == (2, 1, "")
    assert run(folder, "read", P7, "--as", "AB").status == 0
    (part,) = listed(folder)[0]["parts"]
    assert (part["read"], part["ended"]) == (2, "read")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("elsewhere", "--to", "AB"), "there is no such session"),
        ((f"{SLUG}/9", "--to", "AB"), "there is no such item"),
        ((SLUG, "--to", "A B"), "cannot be a coder's initials"),
        ((SLUG, "--to", "AB", "--double", "120%"), "between 0% and 100%"),
        ((SLUG, "--to", "AB", "--double", "20%", "--rest", "CD"), "CD is to code the rest"),
    ],
)
def test_what_cannot_be_assigned_is_said_in_a_sentence(
    folder: Path, options: tuple[str, ...], said: str
) -> None:
    assert said in run(folder, "assign", *options, "--as", "RV").complaint()
    assert listed(folder) == []


# ---- staying right


def test_assigned_paragraphs_follow_their_text(folder: Path) -> None:
    assign(folder, f"{SLUG}/4", "--to", "AB")
    correct(folder, ("### 6 | answer", "### 9 | answer"))
    assert set(to_code(folder, "AB")) == {f"{SLUG}/4.9", P7}
    correct(folder, ("### 9 | answer", "### 6 | answer"))
    assert set(to_code(folder, "AB")) == {P6, P7}


def test_what_was_withdrawn_is_nobody_s_to_code(folder: Path) -> None:
    assign(folder, SLUG, "--to", "AB")
    assert run(folder, "withdraw", SLUG, "--reason", "so", "--as", "RV").status == 0
    assert to_code(folder, "AB") == {} and listed(folder)[0]["parts"][0]["paragraphs"] == 0
    assert run(folder, "restore", SLUG, "--as", "RV").status == 0
    assert set(to_code(folder, "AB")) == set(CODED)


def test_the_table_follows_from_the_journal_alone(folder: Path) -> None:
    assign(folder, SLUG, "--to", "AB", "CD", "--double", "40%", "--seed", "5")
    correct(folder, ("### 6 | answer", "### 9 | answer"))
    before = to_code(folder, "AB"), to_code(folder, "CD")
    with open_inquiry(folder) as inquiry:
        inquiry.store.journal.rebuild()
    assert (to_code(folder, "AB"), to_code(folder, "CD")) == before
    assert len(listed(folder)) == 1
