"""Filters: what the store lets through is what a plain loop over the session finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.coding import Change
from coder.evidence.model import Item, Paragraph, Session
from coder.inquiry.filters import Filter, in_words
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.stepping import Stepper
from coder.inquiry.tagging import Hand, with_values
from coder.store import steps
from tests.inquiry_support import CODED, SLUG, make_folder, session

CODES = ("speed", "sight", "dearer")
SPEAKERS = ("Ruth Adeyemi", "Tomasz Wren")
PARAGRAPHS = session().paragraphs()
OLD, NOW = 7, 9
MEANINGS = {"speed": NOW, "sight": NOW}
"""The code `dearer` is in no codebook any more."""

MARKS = st.dictionaries(
    st.tuples(
        st.sampled_from([paragraph.id for paragraph in PARAGRAPHS]),
        st.sampled_from([("read", ""), ("flag", ""), ("star", ""), *(("tag", code) for code in CODES)]),
    ),
    st.sampled_from([0, OLD, NOW]),
    min_size=6,
    max_size=30,
)
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "roles": st.lists(
        st.sampled_from(["answer", "opening", "closing", "question"]), min_size=1, unique=True
    ).map(tuple),
    "speakers": st.sampled_from([SPEAKERS[:1], SPEAKERS, ("Nobody",)]),
    "question": st.sampled_from([one.id for one in PARAGRAPHS if one.role == "question"]),
    "having": st.lists(st.sampled_from(CODES), min_size=1, unique=True, max_size=2).map(tuple),
    "lacking": st.lists(st.sampled_from(CODES), min_size=1, unique=True, max_size=2).map(tuple),
    **dict.fromkeys(("unread", "flagged", "starred", "uncoded", "stale"), st.just(True)),
}
FILTERS = st.lists(st.sampled_from(sorted(ASKED)), unique=True, max_size=3).flatmap(
    lambda names: st.fixed_dictionaries({name: ASKED[name] for name in names}).map(
        lambda asked: Filter(**asked)
    )
)
"""Of few things at once: where much is asked, nothing is left that could tell right from wrong."""


@pytest.fixture
def inquiry(tmp_path: Path) -> Iterator[Inquiry]:
    with open_inquiry(make_folder(tmp_path / "lanes")) as opened:
        yield opened


def put(inquiry: Inquiry, marks: dict[tuple[str, tuple[str, str]], int], coder: str = "AB") -> None:
    """Have these marks, and no other, as a coder's."""
    journal = inquiry.store.journal
    there = [(key, None) for key, _ in journal.state() if key[1] == coder]
    wanted = [
        (("tag" if kind == "tag" else kind, coder, subject, code), {"meaning": made} if made else {})
        for (subject, (kind, code)), made in marks.items()
    ]
    changes: list[tuple[tuple[str, str, str, str], Any]] = [*there, *wanted]
    journal.act(coder, [Change(*key, after) for key, after in changes], "")  # type: ignore[arg-type]


def loop(marks: dict[tuple[str, tuple[str, str]], int], wanted: Filter, roles: tuple[str, ...]) -> list[int]:
    """The positions a filter lets through, found the long way."""
    found = []
    for position, paragraph in enumerate(PARAGRAPHS):
        own = {key: made for (subject, key), made in marks.items() if subject == paragraph.id}
        tags = {code for kind, code in own if kind == "tag"}
        stale = [
            code for code in tags
            if own["tag", code] and own["tag", code] != MEANINGS.get(code)
        ]  # fmt: skip
        tests = [
            paragraph.role in (wanted.roles or roles),
            paragraph.speaker in wanted.speakers if wanted.speakers else True,
            paragraph.question == wanted.question if wanted.question else True,
            not tags and ("read", "") not in own if wanted.unread else True,
            ("flag", "") in own if wanted.flagged else True,
            ("star", "") in own if wanted.starred else True,
            not tags if wanted.uncoded else True,
            bool(stale) if wanted.stale else True,
            *[code in tags for code in wanted.having],
            *[code not in tags for code in wanted.lacking],
        ]
        if all(tests):
            found.append(position)
    return found


@pytest.mark.parametrize("few", [500, 0], ids=["from the marks", "along the paragraphs"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(marks=MARKS, others=MARKS, wanted=FILTERS)
def test_the_store_finds_what_a_loop_over_the_session_finds(
    inquiry: Inquiry, few: int, marks: dict[Any, int], others: dict[Any, int], wanted: Filter
) -> None:
    put(inquiry, marks)
    put(inquiry, others, "CD")  # another's marks let nothing through
    roles = wanted.roles or inquiry.settings.roles
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "FEW", few)
        through = inquiry.store.index.steps(SLUG, roles, "AB", wanted=wanted, meanings=MEANINGS)
    expected = loop(marks, wanted, inquiry.settings.roles)
    there, back = [through.next(-1)], [through.previous(len(PARAGRAPHS))]
    while there[-1] is not None:
        there.append(through.next(there[-1]))
    while back[-1] is not None:
        back.append(through.previous(back[-1]))
    assert there[:-1] == back[-2::-1] == expected
    assert through.count() == len(expected)
    assert (
        sum(through.count_by("speaker").values()) == sum(through.count_by("role").values()) == len(expected)
    )
    by_code = through.count_by_code()
    for code in CODES:
        assert by_code.get(code, 0) == sum(
            (PARAGRAPHS[at].id, ("tag", code)) in marks for at in expected
        )  # fmt: skip
    own = inquiry.store.journal.marks
    assert expected == [
        at for at, one in enumerate(PARAGRAPHS)
        if one.role in roles and wanted.admits(one, own(one.id, "AB"), MEANINGS)
    ]  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    wanted=FILTERS,
    acts=st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from(["speed", "sight", "read", "flag", "star", "undo"]))
    ),
)
def test_how_many_match_is_counted_on_with_every_action(
    inquiry: Inquiry, wanted: Filter, acts: list[tuple[int, str]]
) -> None:
    stepper = Stepper(inquiry, "AB", SLUG)
    hand, codes = stepper.hand, inquiry.codebook.by_id
    stepper.narrow(wanted)
    for place, act in acts:
        paragraph = CODED[place]
        if act in codes:
            entries = hand.toggle(paragraph, codes[act])
        elif act == "undo":
            entries = hand.undo()
        else:
            entries = {"read": lambda one: hand.read([one]), "flag": hand.flag, "star": hand.star}[act](
                paragraph
            )
        stepper.took(entries)
        assert stepper.matching == stepper.steps_of(wanted).count()


def test_moves_by_question_and_item_stop_at_what_is_let_through(inquiry: Inquiry) -> None:
    hand, stepper = Hand(inquiry, "AB"), Stepper(inquiry, "AB", SLUG)
    for paragraph in (CODED[1], CODED[4], CODED[6]):
        hand.flag(paragraph)
    assert stepper.narrow(Filter(flagged=True)) and stepper.paragraph == CODED[1]

    def stops(move: Any) -> list[str]:
        found = []
        while move():
            found.append(stepper.paragraph)
        return found

    assert stops(stepper.next) == [CODED[4], CODED[6]]
    assert stops(stepper.previous) == [CODED[4], CODED[1]]
    assert stops(stepper.next_question) == [CODED[4], CODED[6]]
    assert stops(stepper.previous_question) == [CODED[4], CODED[1]]
    assert stops(stepper.next_item) == [CODED[6]]
    assert stops(stepper.previous_item) == [CODED[1]]
    hand.read([CODED[4]])
    assert stepper.next_unread() and stepper.paragraph == CODED[6]
    assert stepper.next_unread() and stepper.paragraph == CODED[1]


def test_where_nothing_is_let_through_one_stays(inquiry: Inquiry) -> None:
    stepper = Stepper(inquiry, "AB", SLUG)
    stepper.next()
    assert not stepper.narrow(Filter(starred=True)) and stepper.paragraph == CODED[1]
    for move in (
        stepper.next,
        stepper.previous,
        stepper.next_question,
        stepper.next_item,
        stepper.next_unread,
    ):
        assert not move()
    assert stepper.narrow(Filter()) and stepper.next() and stepper.paragraph == CODED[2]


def test_what_stops_matching_lets_one_stay_until_one_moves(inquiry: Inquiry) -> None:
    stepper = Stepper(inquiry, "AB", SLUG)
    stepper.narrow(Filter(unread=True))
    stepper.next()
    stepper.took(stepper.hand.tag(stepper.paragraph, with_values(inquiry, ["speed"])))
    assert stepper.paragraph == CODED[1] and stepper.matching == len(CODED) - 1
    assert stepper.view().here.paragraph.id == CODED[1]
    assert stepper.previous() and stepper.next() and stepper.paragraph == CODED[2]


def test_questions_become_steps_where_asked_and_the_counts_stay(inquiry: Inquiry) -> None:
    stepper = Stepper(inquiry, "AB", SLUG)
    total = stepper.view().total
    assert stepper.narrow(Filter(), questions=True) and stepper.next()
    question = stepper.paragraph
    assert question == f"{SLUG}/3.q1"
    stepper.took(stepper.hand.tag(question, with_values(inquiry, ["speed"])))
    view = stepper.view()
    assert (view.read, view.total, view.narrowed) == (0, total, "questions too")
    assert stepper.next_question() and stepper.paragraph == f"{SLUG}/3.q2"
    assert stepper.previous_question() and stepper.paragraph == question
    stepper.narrow(Filter(), questions=False)
    assert stepper.paragraph == CODED[1]


def test_a_filter_in_words(inquiry: Inquiry) -> None:
    said = in_words(inquiry, Filter(
        roles=("answer",), speakers=SPEAKERS[:1], question=f"{SLUG}/3.q1",
        unread=True, flagged=True, starred=True,
        uncoded=True, stale=True, having=("speed", "gone"), lacking=("sight",),
    ))  # fmt: skip
    assert said == (
        "answer, Ruth Adeyemi, under 3 Q1, unread, flagged, starred, stale, without any code, with Speed, "
        "with gone, without Lines of sight"
    )


def work(inquiry: Inquiry, paragraphs: int, wanted: Filter) -> int:
    """How many instructions SQLite carries out for a step to the last of three marks in a session."""
    slug = f"long-{paragraphs}"
    said = tuple(
        Paragraph(f"{slug}/1.{n}", "answer", f"Answer {n}.", str(n), f"1({n})") for n in range(paragraphs)
    )
    index = inquiry.store.index
    with inquiry.store.transaction():
        index.put(
            Session(slug, slug, items=(Item(f"{slug}/1", "All", "1", paragraphs=said),)), "r", "s", "", []
        )
    made = [(said[place].id, kind) for place in (0, 1, -1) for kind in (("flag", ""), ("tag", "speed"))]
    inquiry.store.journal.act("AB", [Change(kind[0], "AB", at, kind[1], {}) for at, kind in made], "")  # type: ignore[arg-type]
    through, done = index.steps(slug, ("answer",), "AB", wanted=wanted), 0

    def count() -> int:
        nonlocal done
        done += 1
        return 0

    inquiry.store._db._connection.set_progress_handler(count, 1)
    assert through.next(1) == paragraphs - 1 and through.previous(paragraphs - 1) == 1
    inquiry.store._db._connection.set_progress_handler(None, 1)
    return done


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(flagged=True),
        Filter(having=("speed",)),
        Filter(flagged=True, having=("speed",), lacking=("sight",)),
    ],
)
@pytest.mark.sqlite
def test_a_step_to_a_rare_mark_does_not_pass_the_session(inquiry: Inquiry, wanted: Filter) -> None:
    assert work(inquiry, 2000, wanted) < work(inquiry, 20, wanted) * 1.2
