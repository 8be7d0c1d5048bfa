"""The screens of somebody who codes blind."""

from __future__ import annotations

import pytest

from coder.inquiry.assigning import Wish, assign
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from tests.tui_support import dump, inquiry, screens

__all__ = ["inquiry"]

CODED = [f"s1/{number}" for number in ("7.1", "7.2", "7.3")]


@pytest.fixture
def blind(inquiry: Inquiry) -> Inquiry:
    """AB and QX are to code the first day blind; QX has begun."""
    assign(inquiry, "RV", Wish(["s1"], ["AB", "QX"]))
    hand = Hand(inquiry, "QX")
    for paragraph in CODED:
        hand.tag(paragraph, [(inquiry.codebook.by_id["evening"], None)])
    return inquiry


async def test_home_and_coding_show_nothing_of_the_other(blind: Inquiry) -> None:
    for session in (None, "s1"):
        async with screens(blind, session=session, size=(120, 40)) as (app, _):
            assert "QX" not in dump(app)


async def test_a_reviewer_sees_all_and_who_gives_initials_first_sees_what_is_theirs(blind: Inquiry) -> None:
    async with screens(blind, "RV", None, size=(120, 40)) as (app, _):
        assert "QX" in dump(app) or "3" in dump(app)
        assert blind.store.journal.sight.whole
    async with screens(blind, None, None, size=(120, 40)) as (app, pilot):
        await pilot.press("A", "B", "enter")
        await pilot.pause()
        assert app.coder == "AB" and "QX" not in dump(app)
        assert blind.store.journal.sight.coders == {"AB"}


async def test_a_second_coding_is_done_in_its_own_layer(inquiry: Inquiry) -> None:
    Hand(inquiry, "AB").read(CODED)
    assign(inquiry, "RV", Wish(["s1"], ["AB"], again=True))
    async with screens(inquiry, None, None) as (app, pilot):
        await pilot.press("A", "B", "enter")
        await pilot.pause()
        assert app.coder == "AB#2"
