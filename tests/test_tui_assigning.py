"""Assignments on screens, what is assigned when one codes, and feedback."""

from __future__ import annotations

from coder.adjudication import Ruling
from coder.inquiry.adjudicating import Reviewer
from coder.inquiry.assigning import Wish, assign, assignments
from coder.inquiry.blindness import blind_coders
from coder.inquiry.filters import Filter
from coder.inquiry.folder import Inquiry
from coder.inquiry.stepping import Stepper
from coder.inquiry.tagging import Hand
from coder.tui.screens.assignments import AssignmentsScreen
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.reading import Reading
from tests.tui_support import dump, inquiry, key, line_with, of, screens

__all__ = ["inquiry"]

ITEM = [f"s1/7.{number}" for number in range(1, 7)]


@of("assignments", "new-assignment", "next-line", "previous-line", "change-line", "type-number",
    "make-assignment")  # fmt: skip
async def test_sessions_are_assigned_to_coders_with_a_share_drawn(inquiry: Inquiry) -> None:
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("assignments"))
        assert isinstance(app.screen, AssignmentsScreen) and "Nothing is assigned yet" in dump(app)
        await pilot.press(key("new-assignment"), key("make-assignment"))
        assert "Choose the sessions first." in dump(app)
        await pilot.press(key("change-line"), key("take-one"), key("take-these"), key("make-assignment"))
        assert "Choose the coders first." in dump(app)
        await pilot.press(key("next-line"), key("change-line"), *"AB", key("take-one"), *"CD")
        await pilot.press(key("take-these"), key("next-line"), key("next-line"), *"40")
        assert "40% of the paragraphs by all of them" in dump(app)
        await pilot.press("down", "down", key("change-line"))
        assert "all of it to AB" in dump(app)
        await pilot.press(key("next-line"), *"77", key("previous-line"), key("make-assignment"))
        (made,) = assignments(inquiry)
        assert (made.names, made.blind, made.share, made.seed) == (("s1",), True, 0.4, 77)
        assert [(part.coder, part.paragraphs) for part in made.parts] == [("AB", 10), ("CD", 4)]
        assert made.by == "RV" and f"Assigned ({made.id}): AB 10, CD 4 paragraphs" in dump(app)


@of("leave-assigning")
async def test_nothing_is_assigned_by_leaving_and_what_cannot_be_is_said(inquiry: Inquiry) -> None:
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("assignments"), key("new-assignment"), key("change-line"), key("take-one"))
        await pilot.press(key("take-these"), key("next-line"), key("change-line"), *"a/b", key("take-these"))
        await pilot.press(key("make-assignment"))
        assert "cannot be a coder's initials" in dump(app)  # and the form is as it was
        assert "a/b" in line_with(app, "Coders")
        await pilot.press(key("leave-assigning"))
        assert isinstance(app.screen, AssignmentsScreen)
    assert assignments(inquiry) == []


async def test_open_assignments_and_second_codings_from_the_form(inquiry: Inquiry) -> None:
    Hand(inquiry, "AB").read(ITEM)
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("assignments"), key("new-assignment"), key("change-line"), key("take-one"))
        await pilot.press(key("take-these"), "down", key("change-line"), key("take-one"), key("take-these"))
        await pilot.press("down", "down", "down", key("change-line"))
        assert "open: all see all" in dump(app)
        await pilot.press(key("make-assignment"), key("new-assignment"), key("change-line"), key("take-one"))
        await pilot.press(key("take-these"), "down", key("change-line"), key("take-one"), key("take-these"))
        await pilot.press("down", key("change-line"), "down", *"50", key("make-assignment"))
        first, second = assignments(inquiry)
        assert (first.blind, first.share) == (False, 1.0)
        assert second.again and [(part.coder, part.paragraphs) for part in second.parts] == [("AB#2", 3)]
        assert "50% of their own work again" in dump(app)


@of("lift-assignment")
async def test_progress_is_shown_and_an_assignment_lifted_with_a_reason(inquiry: Inquiry) -> None:
    assign(inquiry, "RV", Wish(["s1"], ["AB", "CD"]))
    Hand(inquiry, "AB").read(ITEM)
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("assignments"))
        assert "coding blind: AB, CD" in dump(app)
        assert "6/10 read" in line_with(app, " AB ") and "CD" in line_with(app, "0/10 read")
        await pilot.press(key("list-down"), key("lift-assignment"), *"left the team", key("give-reason"))
        assert "Lifted for AB; the journal says why." in dump(app)
        assert "lifted: left the team" in line_with(app, " AB ")
        assert set(blind_coders(inquiry)) == {"CD"}
        await pilot.press(key("list-up"), key("lift-assignment"), *"enough", key("give-reason"))
        assert blind_coders(inquiry) == {} and "nobody codes blind" in dump(app)
        await pilot.press(key("lift-assignment"), *"again", key("give-reason"))
        assert "nobody named is coding blind by it" in dump(app)


async def test_an_assignment_is_undone_where_it_was_made(inquiry: Inquiry) -> None:
    assign(inquiry, "RV", Wish(["s1"], ["AB", "CD"]))
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("assignments"), key("undo"))
        assert "Nothing is assigned yet" in dump(app) and "Undone: assign " in dump(app)
        await pilot.press(key("redo"))
        assert "coding blind: AB, CD" in dump(app)


async def test_home_lists_what_is_assigned_and_opening_it_keeps_to_that(inquiry: Inquiry) -> None:
    assign(inquiry, "RV", Wish(["s1/7"], ["AB"], blind=False))
    Hand(inquiry, "AB").read(ITEM[:2])
    async with screens(inquiry, session=None) as (app, pilot):
        assert isinstance(app.screen, HomeScreen)
        assert "Assigned to you: 1" in dump(app) and "2/6, 4 left" in line_with(app, "s1/7 · open, by RV")
        await pilot.press(key("open"))
        assert isinstance(app.screen, CodingScreen) and "assigned to you · 6 match" in dump(app)
        await pilot.press(*[key("next")] * 8)
        assert "▌ 7(6)" in dump(app)
        await pilot.press(key("clear-filter"), key("next"))
        assert "▌ 8(1)" in dump(app)
        await pilot.press(key("filter-steps"), *"assigned")
        assert "[ ] assigned to you" in dump(app)
        await pilot.press("space", "enter")
        assert "▌ 7(6)" in dump(app)  # the nearest that is
        await pilot.press("escape")
        await pilot.pause()
        assert "Assigned to you: 1" in dump(app)
    Hand(inquiry, "AB").read(ITEM)
    async with screens(inquiry, session=None) as (app, pilot):
        assert "Assigned to you" not in dump(app)
        await pilot.press(key("open"))
        assert "assigned to you" not in dump(app)
    async with screens(inquiry, "CD", session="s1") as (app, pilot):
        await pilot.press(key("filter-steps"), *"assigned")
        assert "assigned to you" not in dump(app)


def test_the_filter_lets_through_what_is_assigned_and_counts_on(inquiry: Inquiry) -> None:
    assign(inquiry, "RV", Wish(["s1"], ["AB", "CD"], share=0.4, seed=3))
    stepper = Stepper(inquiry, "AB", "s1")
    assert 0 < len(stepper.to_code) < stepper.total
    stepper.narrow(Filter(assigned=True, unread=True))
    met, going = [stepper.paragraph], True
    while going:
        going = stepper.next()
        met += [stepper.paragraph] if going else []
    assert set(met) == stepper.to_code and stepper.matching == len(met)
    answers = [one.paragraph.id for one in inquiry.store.index.everything() if one.session == "s1"]
    others = [one for one in answers if one not in stepper.to_code and ".q" not in one]
    for paragraph in [met[0], others[0]]:
        stepper.took(stepper.hand.read([paragraph]))
        assert stepper.matching == len(met) - 1


@of("feedback")
async def test_coders_see_where_decisions_went_another_way(inquiry: Inquiry) -> None:
    book = inquiry.codebook.by_id
    Hand(inquiry, "AB").tag("s1/7.1", [(book["evening"], None)])
    Hand(inquiry, "AB").tag("s1/7.2", [(book["frequency"], None)])
    Hand(inquiry, "QX").read(ITEM)
    reviewer = Reviewer(inquiry, "RV")
    reviewer.decide("s1/7.1", book["evening"], Ruling("reject", "no evening is meant", "RV", ("AB",)))
    reviewer.decide("s1/7.2", book["frequency"], Ruling("accept", "as it says", "RV"))
    async with screens(inquiry, "AB", None, size=(100, 40)) as (app, pilot):
        await pilot.press(key("feedback"))
        assert isinstance(app.screen, Reading)
        shown = dump(app)
        assert "1 decision went another way" in shown and "7(1) · Evening buses" in shown
        assert "RV decided that it does not stand: no evening is meant (with AB)" in shown
        assert "Frequency" not in shown.split("1 decision")[1]
    async with screens(inquiry, "QX", None, size=(100, 40)) as (app, pilot):
        await pilot.press(key("feedback"))
        assert "you did not put it; RV decided that it stands: as it says" in dump(app)
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("feedback"))
        assert "No decision went another way than you did." in dump(app)
