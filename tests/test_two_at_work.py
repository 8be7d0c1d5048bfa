"""Two people on one paragraph, or one person at two windows: nobody ever takes back what another did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.coding import replay
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import spawn
from tests.tui_support import dump, key, make, screens, sitting

CODES = ("punctual", "frequency", "evening")
PARAGRAPHS = ("s1/7.1", "s1/7.2")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Inquiry, Inquiry]]:
    """One inquiry, open twice."""
    folder = tmp_path / "inquiry"
    with make(folder, sitting("s1", "First day", "2026-03-01")) as one, open_inquiry(folder) as other:
        yield one, other


def tagged(inquiry: Inquiry) -> set[tuple[str, str, str]]:
    return {(tag.coder, tag.paragraph, tag.code) for tag in inquiry.store.journal.tags()}


async def test_two_coders_tag_and_undo_on_one_paragraph(both: tuple[Inquiry, Inquiry]) -> None:
    one, other = both
    async with screens(one, coder="AB") as (_, ab), screens(other, coder="CD") as (app, cd):
        await ab.press("p")
        await cd.press("f")
        await ab.press("f")
        await cd.press(key("undo"))
        assert tagged(one) == {("AB", PARAGRAPHS[0], "punctual"), ("AB", PARAGRAPHS[0], "frequency")}
        await ab.press(key("undo"))
        await cd.press("p", key("undo"), key("redo"))
        await ab.press(key("redo"), key("undo"), key("undo"))
        assert tagged(one) == tagged(other) == {("CD", PARAGRAPHS[0], "punctual")}
        await cd.press(key("undo"), key("undo"))
        assert "There is nothing left to undo" in dump(app)
        assert tagged(one) == set()


async def test_one_coder_at_two_windows_takes_back_each_action_once(both: tuple[Inquiry, Inquiry]) -> None:
    one, other = both
    async with screens(one, coder="AB") as (first, here), screens(other, coder="AB") as (second, there):
        await here.press("p")
        await there.press("f")
        await here.press(key("undo"))
        assert tagged(one) == {("AB", PARAGRAPHS[0], "punctual")}
        await there.press(key("undo"))
        await here.press(key("undo"))
        assert "There is nothing left to undo" in dump(first)
        assert tagged(one) == set()
        await there.press(key("redo"))
        await here.press(key("redo"), "p")
        await there.press(key("redo"))
        assert "There is nothing to redo" in dump(second)
        assert tagged(one) == {("AB", PARAGRAPHS[0], "frequency")}


def test_two_processes_take_turns(tmp_path: Path) -> None:
    folder = tmp_path / "inquiry"
    make(folder, sitting("s1", "First day", "2026-03-01")).close()
    for coder, command in (
        ("AB", ("tag", PARAGRAPHS[0], "punctual")), ("CD", ("tag", PARAGRAPHS[0], "punctual")),
        ("AB", ("undo",)), ("CD", ("tag", PARAGRAPHS[0], "frequency")), ("AB", ("redo",)), ("CD", ("undo",)),
    ):  # fmt: skip
        ran = spawn(folder, *command, "--as", coder)
        assert ran.status == 0, ran.err
    with open_inquiry(folder) as inquiry:
        assert tagged(inquiry) == {("AB", PARAGRAPHS[0], "punctual"), ("CD", PARAGRAPHS[0], "punctual")}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("AB", "AB", "CD")), st.sampled_from((0, 1)),
        st.sampled_from(("toggle", "toggle", "undo", "redo")),
        st.sampled_from(PARAGRAPHS), st.sampled_from(CODES),
    ),
    max_size=30,
)  # fmt: skip
"""Who, at which window, does what, where, with which code."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_they_do_each_has_what_they_alone_would_have(
    both: tuple[Inquiry, Inquiry], steps: list[tuple[str, int, str, str, str]]
) -> None:
    _all_undone(both[0])
    done: dict[str, list[frozenset[tuple[str, str]]]] = {"AB": [frozenset()], "CD": [frozenset()]}
    undone: dict[str, list[frozenset[tuple[str, str]]]] = {"AB": [], "CD": []}
    for coder, window, what, paragraph, code in steps:
        hand, book = Hand(both[window], coder), both[window].codebook.by_id
        if what == "toggle":
            hand.toggle(paragraph, book[code])
            done[coder].append(done[coder][-1] ^ {(paragraph, code)})
            undone[coder].clear()
        elif what == "undo":
            assert bool(hand.undo()) == (len(done[coder]) > 1)
            if len(done[coder]) > 1:
                undone[coder].append(done[coder].pop())
        else:
            assert bool(hand.redo()) == bool(undone[coder])
            if undone[coder]:
                done[coder].append(undone[coder].pop())
    wanted = {(coder, *one) for coder, states in done.items() for one in states[-1]}
    for inquiry in both:
        assert tagged(inquiry) == wanted
        state = dict(inquiry.store.journal.state())
        follows = replay(inquiry.store.journal.entries())
        assert state == {key: entry.after for key, entry in follows.items()}


def _all_undone(inquiry: Inquiry) -> None:
    """As new to both coders, though not to the journal."""
    inquiry.store._db.execute("DELETE FROM step")
    for coder in ("AB", "CD"):
        hand = Hand(inquiry, coder)
        for paragraph in PARAGRAPHS:
            hand.untag(paragraph, inquiry.codebook.codes)
    inquiry.store._db.execute("DELETE FROM step")
