"""Stale tags: found by code without reading the inquiry, settled one by one by their own coder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.codebook import revise
from coder.coding import Change
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.reviewing import Count, Review, counts, stale_count
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import restore, withdraw
from coder.store import statements
from tests.inquiry_support import CODED, SLUG, TRANSCRIPT, make_folder, tags

P1, P2, P3 = CODED[:3]
OTHER = "verges-2025-04-01"
"""A session before the other one."""


@pytest.fixture
def inquiry(tmp_path: Path) -> Iterator[Inquiry]:
    folder = make_folder(tmp_path / "lanes")
    other = TRANSCRIPT.replace(SLUG, OTHER).replace("2025-05-06", "2025-04-01")
    (folder / "sessions" / f"{OTHER}.md").write_text(other, encoding="utf-8")
    with open_inquiry(folder) as opened:
        yield opened


def tag(inquiry: Inquiry, paragraph: str, code: str, coder: str = "AB", value: int | None = None) -> None:
    Hand(inquiry, coder).tag(paragraph, [(inquiry.codebook.by_id[code], value)])


def walk(review: Review) -> list[tuple[str, str]]:
    """Every stale tag in the order of the queue."""
    found: list[tuple[str, str]] = []
    while review.here and (at := (review.here.tag.paragraph, review.here.tag.code)) not in found:
        found.append(at)
        review.next()
    return found


def test_the_queue_has_ones_own_stale_tags_by_date_and_place(inquiry: Inquiry) -> None:
    earlier = P2.replace(SLUG, OTHER)
    for paragraph, code in ((P3, "speed"), (P1, "speed"), (P1, "sight"), (earlier, "speed"), (P2, "dearer")):
        tag(inquiry, paragraph, code)
    tag(inquiry, P1, "speed", "CD")
    assert Review(inquiry, "AB").here is None
    Editor(inquiry, "CD").change("speed", definition="Over thirty.")
    Editor(inquiry, "CD").change("sight", include="The bend.")
    Editor(inquiry, "CD").change("dearer", name="Higher cost", colour="#123456")
    assert walk(Review(inquiry, "AB")) == [
        (earlier, "speed"), (P1, "sight"), (P1, "speed"), (P3, "speed"),
    ]  # fmt: skip
    assert stale_count(inquiry, "AB") == 4 and stale_count(inquiry, "EF") == 0
    assert counts(inquiry, "AB")["speed"] == Count(3, 3) and counts(inquiry, "AB")["dearer"] == Count(1, 0)
    tag(inquiry, P2, "speed")
    assert counts(inquiry, "AB")["speed"] == Count(4, 3)


def test_a_withdrawn_session_and_a_lost_place_are_not_asked_about(inquiry: Inquiry) -> None:
    tag(inquiry, P1, "speed")
    Editor(inquiry, "AB").change("speed", definition="Over thirty.")
    withdraw(inquiry, "AB", SLUG, "asked for")
    assert Review(inquiry, "AB").here is None and stale_count(inquiry, "AB") == 0
    restore(inquiry, "AB", SLUG)
    assert Review(inquiry, "AB").here
    inquiry.store._db.execute("UPDATE state SET placed = 0 WHERE kind = 'tag'")
    assert Review(inquiry, "AB").here is None and stale_count(inquiry, "AB") == 0


def test_former_and_present_meaning_are_shown_whenever_the_tag_was_made(inquiry: Inquiry) -> None:
    Editor(inquiry, "AB").change("speed", definition="First.")
    tag(inquiry, P1, "speed")
    Editor(inquiry, "AB").change("speed", definition="Second.")
    Editor(inquiry, "AB").change("speed", name="Pace", definition="Third.")
    Editor(inquiry, "AB").merge("speed", "sight")
    here = Review(inquiry, "AB").here
    assert here and here.former and here.former.definition == "First."
    assert here.code.id == "sight"


def test_confirming_changing_and_taking_off_are_each_one_undo(inquiry: Inquiry) -> None:
    tag(inquiry, P1, "sight", value=2)
    tag(inquiry, P2, "sight")
    tag(inquiry, P3, "sight")
    Editor(inquiry, "CD").change("sight", definition="How far one sees.")
    review = Review(inquiry, "AB")
    review.confirm()
    assert inquiry.store.journal.value(("tag", "AB", P1, "sight")) == {
        "value": 2, "meaning": inquiry.codebook.by_id["sight"].meaning,
    }  # fmt: skip
    assert review.next() and review.here and review.here.tag.paragraph == P2
    review.place(inquiry.codebook.by_id["speed"])
    review.next()
    review.take_off()
    assert not review.next() and review.here is None and review.left == 0
    assert tags(inquiry) == {("3.1", "AB", "sight"), ("3.2", "AB", "speed")}
    with pytest.raises(CoderError, match="Nothing stale is left"):
        review.confirm()
    for left in (1, 2, 3):
        review.hand.undo()
        assert review.left == left
    review.go_to(P2)
    assert review.here and review.here.tag.paragraph == P2


def test_a_split_codes_tags_are_placed_with_value_spans_and_memo(inquiry: Inquiry) -> None:
    meaning = inquiry.codebook.by_id["cheaper"].meaning
    span = {"start": 0, "end": 3, "text": "She"}
    inquiry.store.journal.act("AB", [
        Change("tag", "AB", P1, "cheaper", {"meaning": meaning, "value": 2, "spans": [span]}),
        Change("memo", "AB", P1, "cheaper", {"text": "so"}),
        Change("tag", "AB", P2, "cheaper", {"meaning": meaning}),
    ], "")  # fmt: skip
    new = [revise.new_code(inquiry.codebook, name, "money") for name in ("A bit less", "Much less")]
    Editor(inquiry, "CD").split("cheaper", new)
    review = Review(inquiry, "AB")
    assert review.here and [code.name for code in review.here.into] == ["A bit less", "Much less"]
    with pytest.raises(CoderError, match="was split"):
        review.confirm()
    Editor(inquiry, "CD").change("a-bit-less", values=("hardly", "some"))
    review.next()
    review.go_to(P1)
    inquiry.store.journal.act("AB", [Change("tag", "AB", P1, "dearer", {})], "")
    review.place(inquiry.codebook.by_id["a-bit-less"])
    journal = inquiry.store.journal
    code = inquiry.codebook.by_id["a-bit-less"]
    assert journal.marks(P1, "AB") == {
        ("tag", "a-bit-less"): {"meaning": code.meaning, "value": 2, "spans": [span]},
        ("memo", "a-bit-less"): {"text": "so"},
    }
    review.next()
    Editor(inquiry, "CD").retire("dearer", "never")
    with pytest.raises(CoderError, match="out of use"):
        review.place(inquiry.codebook.by_id["dearer"])
    review.place(inquiry.codebook.by_id["much-less"])
    assert not review.next()


@pytest.mark.parametrize("statement", [
    "MARKS_WITH_CODE", "COUNT_OF_CODE", "NEXT_MEANING", "ANY_OF_MEANING", "COUNT_OF_MEANING",
    "SESSIONS_OF_MEANING", "FIRST_OF_MEANING", "ANY_TAG",
])  # fmt: skip
@pytest.mark.sqlite
def test_what_is_asked_of_a_code_goes_by_its_index(inquiry: Inquiry, statement: str) -> None:
    sql = getattr(statements, statement)
    names = ("kind", "code", "coder", "meaning", "session", "position", "most")
    plan = inquiry.store._db.execute(f"EXPLAIN QUERY PLAN {sql}", dict.fromkeys(names, 1))
    steps = [row["detail"] for row in plan]
    assert any("state_of_code" in step for step in steps), steps
    scans = [step for step in steps if step.startswith("SCAN")]
    assert all(
        "found" in step or "subquery" in step.lower() or "state_withdrawn" in step for step in scans
    ), steps
