"""Finding paragraphs again after a correction: nothing is dropped, nothing attached to the wrong text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.evidence.anchors import Carry, carry

LEAKS = "The hall roof leaked because the council had not paid for repairs since the storm."
TRUST = "Trust between the officers and the small charities was lower than it used to be."
BIDS = "Bids were written at the kitchen table by volunteers after the children were in bed."
PRICE = "Price counted for sixty per cent of the marks and that was now thought a mistake."


def hows(old: dict[str, str], new: dict[str, str]) -> dict[str, tuple[str | None, str]]:
    return {found.old: (found.new, found.how) for found in carry(old.items(), new.items())}


def test_the_same_is_kept() -> None:
    assert carry([("1", LEAKS)], [("1", LEAKS)]) == [Carry("1", "1", "kept")]


def test_renumbering_moves_tags_with_their_text() -> None:
    old = {"1": LEAKS, "2": TRUST, "3": BIDS}
    new = {"1": LEAKS, "2": PRICE, "3": TRUST, "4": BIDS}
    assert hows(old, new) == {"1": ("1", "kept"), "2": ("3", "moved"), "3": ("4", "moved")}


def test_a_typo_is_a_change_in_place() -> None:
    assert hows({"1": LEAKS}, {"1": LEAKS.replace("storm", "big storm")}) == {"1": ("1", "changed")}


def test_two_paragraphs_joined() -> None:
    assert hows({"1": LEAKS, "2": TRUST, "3": BIDS}, {"1": f"{LEAKS} {TRUST}", "3": BIDS}) == {
        "1": ("1", "joined"), "2": ("1", "joined"), "3": ("3", "kept"),
    }  # fmt: skip


def test_two_paragraphs_joined_and_a_typo_mended() -> None:
    joined = f"{LEAKS} {TRUST}".replace("officers", "officials")
    assert hows({"1": LEAKS, "2": TRUST}, {"1": joined}) == {"1": ("1", "joined"), "2": ("1", "joined")}


def test_a_paragraph_split_keeps_its_id() -> None:
    assert hows({"1": f"{LEAKS} {TRUST}"}, {"1": LEAKS, "1a": TRUST}) == {"1": ("1", "changed")}


def test_renumbered_and_corrected() -> None:
    new = {"1": PRICE, "2": TRUST.replace("small", "little")}
    assert hows({"1": TRUST}, new) == {"1": ("2", "changed")}


def test_what_is_gone_is_unplaced_even_where_its_id_stands() -> None:
    assert hows({"1": LEAKS, "2": TRUST}, {"1": PRICE}) == {"1": (None, "unplaced"), "2": (None, "unplaced")}


def test_one_changed_paragraph_takes_one_old_one() -> None:
    gone = LEAKS.replace("hall", "church")
    assert hows({"1": gone, "2": LEAKS}, {"2": LEAKS.replace("storm", "flood")}) == {
        "1": (None, "unplaced"),
        "2": ("2", "changed"),
    }


def test_repeated_text_stays_in_order() -> None:
    assert hows({"1": "Yes.", "2": TRUST, "3": "Yes."}, {"4": "Yes.", "5": TRUST, "6": "Yes."}) == {
        "1": ("4", "moved"), "2": ("5", "moved"), "3": ("6", "moved"),
    }  # fmt: skip


def test_short_answers_do_not_fall_into_any_text_that_holds_them() -> None:
    assert hows({"1": "Yes."}, {"2": "Yes. It does.", "3": "Yes. It did."})["1"] == (None, "unplaced")


texts = st.lists(
    st.sampled_from(["roof", "leaks", "trust", "bids", "price", "yes", "no"]), min_size=1, max_size=9
).map(" ".join)
revisions = st.dictionaries(st.integers(1, 9).map(str), texts, max_size=7)


@given(revisions, revisions)
def test_every_old_paragraph_is_answered_for(old: dict[str, str], new: dict[str, str]) -> None:
    found = carry(old.items(), new.items())
    assert [one.old for one in found] == list(old)
    for one in found:
        assert (one.new is None) == (one.how == "unplaced")
        assert one.new is None or one.new in new
        if old[one.old] == new.get(one.old):
            assert one.how == "kept"
        if one.how in ("kept", "moved"):
            assert new[str(one.new)] == old[one.old]
    exact = [one.new for one in found if one.how in ("kept", "moved")]
    assert len(exact) == len(set(exact))


@pytest.mark.parametrize("changed", [0, 50])
def test_a_large_session_is_compared_at_once(changed: int) -> None:
    old = [(str(at), f"{LEAKS} number {at} of many, said {at % 7} times over") for at in range(100_000)]
    new = [(key, text.replace("hall", "barn") if int(key) < changed else text) for key, text in old]
    start = time.process_time()
    found = carry(old, new)
    assert time.process_time() - start < 5
    assert sum(one.how == "changed" for one in found) == changed
