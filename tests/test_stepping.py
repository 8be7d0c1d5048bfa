"""Stepping: where a coder stands, what a screen would show of it, and where each move leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.stepping import Stepper
from coder.inquiry.tagging import Hand, find_paragraph, with_values
from tests.inquiry_support import CODED, SLUG, TRANSCRIPT, correct, make_folder, transcript


@pytest.fixture
def inquiry(tmp_path: Path) -> Iterator[Inquiry]:
    with open_inquiry(make_folder(tmp_path / "lanes")) as opened:
        yield opened


@pytest.fixture
def stepper(inquiry: Inquiry) -> Stepper:
    return Stepper(inquiry, "AB", SLUG)


def where(stepper: Stepper) -> str:
    return stepper.paragraph.removeprefix(f"{SLUG}/")


def test_next_and_previous_pass_every_paragraph_one_codes(stepper: Stepper) -> None:
    seen = [stepper.paragraph]
    while stepper.next():
        seen.append(stepper.paragraph)
    assert seen == CODED
    while stepper.previous():
        seen.pop()
        assert stepper.paragraph == seen[-1]
    assert where(stepper) == "3.1"


def test_a_view_says_where_one_is(inquiry: Inquiry, stepper: Stepper) -> None:
    stepper.go_to(f"{SLUG}/3.5")
    Hand(inquiry, "AB").tag(stepper.paragraph, with_values(inquiry, ["sight=2"]))
    Hand(inquiry, "CD").tag(stepper.paragraph, with_values(inquiry, ["speed"]))
    view = stepper.view()
    assert view.here.paragraph.citation == "3(5)"
    assert [witness.name for witness in view.item.witnesses] == ["Ruth Adeyemi"]
    assert view.question is not None and "cut the verges" in view.question.paragraph.text
    assert view.question_place == (2, 2)
    assert (
        list(view.marks) == [("tag", "sight")] and view.marks["tag", "sight"]["value"] == 2
    )  # a coder's own, never another's
    assert [placed.paragraph.number for placed in view.before if placed.paragraph.role == "answer"] == list(
        "234"
    )
    assert view.after[0].paragraph.role == "question" and view.total == len(CODED)


def test_opening_paragraphs_stand_under_no_question(stepper: Stepper) -> None:
    view = stepper.view()
    assert view.question is None and view.question_place == (0, 2)


def test_the_place_among_the_questions_is_right_whichever_way_one_comes(
    inquiry: Inquiry, stepper: Stepper
) -> None:
    def place() -> tuple[int, int]:
        view = stepper.view()
        assert view.question_place == inquiry.store.index.question_place(view.here)
        return view.question_place

    there = [place()]
    while stepper.next():
        there.append(place())
    assert there == [(0, 2), (1, 2), (1, 2), (2, 2), (2, 2), (1, 1), (1, 1)]
    while stepper.previous():
        place()
    for paragraph in (CODED[6], CODED[1], CODED[4], CODED[0]):
        stepper.go_to(paragraph)
        place()


def test_moves_by_question(stepper: Stepper) -> None:
    stops = []
    while stepper.next_question():
        stops.append(where(stepper))
    assert stops == ["3.2", "3.4", "4.6"]
    stepper.go_to(f"{SLUG}/3.5")
    stops = []
    while stepper.previous_question():
        stops.append(where(stepper))
    assert stops == ["3.4", "3.2", "3.1"]


def test_moves_by_item(stepper: Stepper) -> None:
    assert stepper.next_item() and where(stepper) == "4.6"
    assert not stepper.next_item() and where(stepper) == "4.6"
    stepper.next()
    assert stepper.previous_item() and where(stepper) == "4.6"
    assert stepper.previous_item() and where(stepper) == "3.1"
    assert not stepper.previous_item()


def test_the_next_unread_is_looked_for_from_here_and_then_from_the_start(
    inquiry: Inquiry, stepper: Stepper
) -> None:
    hand = Hand(inquiry, "AB")
    hand.read([CODED[1], CODED[2]])
    hand.tag(CODED[4], with_values(inquiry, ["speed"]))
    stepper.go_to(CODED[0])
    stops = []
    for _ in range(4):
        assert stepper.next_unread()
        stops.append(stepper.paragraph)
    assert stops == [CODED[3], CODED[5], CODED[6], CODED[0]]
    hand.read(CODED)
    assert not stepper.next_unread()


def test_one_resumes_where_one_stopped_each_coder_for_themselves(inquiry: Inquiry) -> None:
    Stepper(inquiry, "AB", SLUG).go_to(f"{SLUG}/4.6")
    Stepper(inquiry, "CD", SLUG).next()
    assert where(Stepper(inquiry, "AB", SLUG)) == "4.6"
    assert where(Stepper(inquiry, "CD", SLUG)) == "3.2"
    assert inquiry.store.journal.last_session("CD") == SLUG


def test_who_has_read_in_bulk_begins_at_the_first_unread(inquiry: Inquiry) -> None:
    with inquiry.store.transaction():
        Hand(inquiry, "AB").read(CODED[:3])
    inquiry.store.journal.keep_place("AB", f"{SLUG}/9.9")  # a place that a correction took away
    assert Stepper(inquiry, "AB", SLUG).paragraph == CODED[3]


def test_the_count_of_read_paragraphs_follows_what_is_done(inquiry: Inquiry, stepper: Stepper) -> None:
    hand, speed = Hand(inquiry, "AB"), with_values(inquiry, ["speed"])
    steps: list[tuple[Callable[[], list[Entry]], int]] = [
        (lambda: hand.tag(CODED[0], speed), 1),
        (lambda: hand.read([CODED[0], CODED[1]]), 2),
        (lambda: hand.untag(CODED[0], [speed[0][0]]), 2),
        (lambda: hand.unread([CODED[0]]), 1),
        (hand.undo, 2),
        (lambda: hand.read([f"{SLUG}/4.7"]), 2),  # procedural: not among those one codes
    ]
    for step, read in steps:
        stepper.took(step())
        assert stepper.view().read == read == Stepper(inquiry, "AB", SLUG).view().read


def test_a_code_that_excludes_its_siblings_takes_their_place(inquiry: Inquiry) -> None:
    hand, codes = Hand(inquiry, "AB"), inquiry.codebook.by_id
    hand.toggle(CODED[0], codes["dearer"])
    assert [(entry.verb, entry.code) for entry in hand.toggle(CODED[0], codes["cheaper"])] == [
        ("untag", "dearer"), ("tag", "cheaper"),
    ]  # fmt: skip
    hand.toggle(CODED[0], codes["speed"])
    assert {code for _, code in inquiry.store.journal.marks(CODED[0], "AB")} == {"cheaper", "speed"}
    with pytest.raises(CoderError, match="dearer and cheaper exclude each other"):
        hand.tag(CODED[0], with_values(inquiry, ["dearer", "cheaper"]))


def test_a_value_stays_until_another_is_given(inquiry: Inquiry) -> None:
    hand = Hand(inquiry, "AB")
    hand.tag(CODED[0], with_values(inquiry, ["sight=2"]))
    assert hand.tag(CODED[0], with_values(inquiry, ["sight"])) == []
    hand.tag(CODED[0], with_values(inquiry, ["sight=3"]))
    assert inquiry.store.journal.marks(CODED[0], "AB")["tag", "sight"]["value"] == 3
    for wrong in ("sight=4", "sight=0", "sight=", "sight=²", "speed=1"):
        with pytest.raises(CoderError, match="is no value of"):
            with_values(inquiry, [wrong])


def test_a_paragraph_is_found_by_id_and_by_a_citation_that_is_its_alone(
    tmp_path: Path, inquiry: Inquiry
) -> None:
    assert find_paragraph(inquiry, f"{SLUG}/3.4") == find_paragraph(inquiry, "3(4)") == f"{SLUG}/3.4"
    with pytest.raises(CoderError, match="no such paragraph"):
        find_paragraph(inquiry, "3(99)")
    text = TRANSCRIPT.replace(SLUG, "second-2025-06-03")
    transcript(inquiry.folder, "second-2025-06-03").write_text(text, encoding="utf-8")
    with open_inquiry(inquiry.folder) as both, pytest.raises(CoderError, match="more than one paragraph"):
        find_paragraph(both, "3(4)")


def test_a_session_with_nothing_to_code_or_not_there_is_a_sentence(inquiry: Inquiry) -> None:
    with pytest.raises(CoderError, match="there is no such session"):
        Stepper(inquiry, "AB", "nowhere")
    head, _, _ = TRANSCRIPT.partition("## Item")
    bare = head.replace(SLUG, "bare") + "## Item 1 | Nothing\n\n### Question 1\nWho is here?\n"
    transcript(inquiry.folder, "bare").write_text(bare, encoding="utf-8")
    with open_inquiry(inquiry.folder) as again, pytest.raises(CoderError, match="no paragraph of the roles"):
        Stepper(again, "AB", "bare")


def test_a_transcript_cut_short_under_a_coders_feet_is_a_sentence(inquiry: Inquiry, stepper: Stepper) -> None:
    while stepper.next():
        pass
    _, mark, rest = TRANSCRIPT.partition("## Item 4")
    correct(inquiry.folder, (mark + rest, ""))
    with pytest.raises(CoderError, match="changed meanwhile"):
        stepper.view()
