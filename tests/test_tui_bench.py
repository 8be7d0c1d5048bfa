"""Marks, filters, questions, repeating, going places: what journal and screen hold after each key."""

from __future__ import annotations

import pytest
from textual import events

from coder.coding import Change
from coder.inquiry.filters import Filter
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from coder.tui.app import CoderApp
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.filtering import ChooseFilter
from coder.tui.screens.going import GoTo
from tests.tui_support import done, dump, inquiry, key, line_with, of, screens

__all__ = ["inquiry"]


@of("star", "flag")
@pytest.mark.parametrize(
    ("command", "sign", "on", "off"),
    [("star", "★", "★ Starred as quotable.", "The star is off."),
     ("flag", "⚑", "⚑ Flagged to come back.", "The flag is off.")],
)  # fmt: skip
async def test_a_mark_stands_beside_the_head_here_and_as_a_neighbour(
    inquiry: Inquiry, command: str, sign: str, on: str, off: str
) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key(command))
        assert done(inquiry) == [(command, "s1/7.1", "")]
        assert on in dump(app) and sign in line_with(app, "▌ 7(1) · answer") and "0/10 read" in dump(app)
        await pilot.press("down", "down")
        assert sign not in line_with(app, "▌ 7(3)")
        await pilot.press("up", "up", "down", "down", "up", "up", "pagedown", "up")
        await pilot.press("up")
        await pilot.press(key(command))
        assert off in dump(app) and sign not in line_with(app, "▌ 7(1)")
        assert done(inquiry)[-1] == (f"un{command}", "s1/7.1", "")
        await pilot.press("ctrl+z")
        assert f"Undone: un{command} on 7(1)." in dump(app) and sign in line_with(app, "▌ 7(1)")
        await pilot.press("ctrl+z")
        assert f"Undone: {command} on 7(1)." in dump(app) and sign not in line_with(app, "▌ 7(1)")


async def test_marks_of_neighbours_are_told_by_signs(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=(100, 40)) as (app, pilot):
        await pilot.press("pagedown", "f", key("star"), key("flag"), key("memo"), "m", "ctrl+s", "down")
        assert "★ ⚑ ● f memo" in line_with(app, "  7(3) · answer")


async def choose(app: CoderApp, pilot: object, *asked: str) -> None:
    """Ask for things in the filter box, each by some letters of its name."""
    await pilot.press(key("filter-steps"))  # type: ignore[attr-defined]
    for letters in asked:
        await pilot.press("ctrl+u", *letters, key("ask"))  # type: ignore[attr-defined]
    await pilot.press(key("apply-filter"))  # type: ignore[attr-defined]
    assert isinstance(app.screen, CodingScreen)


@of("filter-steps", "ask", "apply-filter", "clear-filter")
async def test_a_filter_is_respected_by_every_step_and_cleared_by_a_key(inquiry: Inquiry) -> None:
    hand = Hand(inquiry, "AB")
    codes = inquiry.codebook.by_id
    for paragraph in ("s1/7.3", "s1/8.2", "s1/8.4"):
        hand.tag(paragraph, [(codes["frequency"], None)])
    hand.flag("s1/7.3")
    hand.flag("s1/8.4")
    async with screens(inquiry, size=(100, 40)) as (app, pilot):
        await pilot.press(*["up"] * 9)
        await choose(app, pilot, "flagged", "frequency")
        assert line_with(app, "filter: flagged, with Frequency · 2 match").endswith("Backspace clears")
        assert "▌ 7(3)" in dump(app) and "this is the nearest that does" in dump(app)
        for command, where in (
            ("next", "8(4)"), ("previous", "7(3)"), ("next-question", "8(4)"), ("previous-question", "7(3)"),
            ("next-item", "8(4)"), ("previous-item", "7(3)"),
        ):  # fmt: skip
            await pilot.press(key(command))
            assert f"▌ {where}" in dump(app), command
        await pilot.press(key("previous"))
        assert "Nothing further that way matches the filter; Backspace clears it, F4 changes it" in dump(app)
        await pilot.press(key("next-unread"))
        assert "▌ 7(3)" in dump(app)
        await pilot.press(key("clear-filter"))
        assert "filter:" not in dump(app) and "▌ 7(3)" in dump(app)
        await pilot.press(key("next"))
        assert "▌ 7(4)" in dump(app)
        await pilot.press(key("clear-filter"))
        assert "There is no filter to clear." in dump(app)
    assert len(done(inquiry)) == 5


async def test_what_was_just_tagged_is_stayed_at_and_the_count_follows(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await choose(app, pilot, "unread")
        assert "filter: unread · 10 match" in dump(app)
        await pilot.press("f")
        assert "▌ 7(1)" in dump(app) and "filter: unread · 9 match" in dump(app)
        await pilot.press("enter")
        assert "▌ 7(2)" in dump(app)
        await pilot.press("up")
        assert "▌ 7(2)" in dump(app)
        await pilot.press("ctrl+z", "ctrl+z")
        assert "▌ 7(1)" in dump(app) and "filter: unread · 10 match" in dump(app)


async def test_a_filter_under_which_nothing_is_left_says_so_and_lets_one_out(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await choose(app, pilot, "starred")
        said = " ".join(dump(app).split())
        assert "Nothing matches the filter, so there is nowhere to go; Backspace clears it" in said
        assert "filter: starred · 0 match" in dump(app) and "▌ 7(1)" in dump(app)
        await pilot.press("down")
        assert "▌ 7(1)" in dump(app)
        await pilot.press(key("star"))
        assert "filter: starred · 1 match" in dump(app)
        await pilot.press(key("clear-filter"), "down")
        assert "▌ 7(2)" in dump(app)


async def test_another_coders_marks_are_not_looked_at(inquiry: Inquiry) -> None:
    Hand(inquiry, "CD").flag("s1/7.2")
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("filter-steps"), *"flagged")
        assert line_with(app, "flagged, to come back").rstrip(" │").endswith("mark               0")
        await pilot.press(key("ask"), key("apply-filter"))
        assert "0 match" in dump(app)


@of("ask-nothing", "leave-filter")
async def test_the_box_shows_what_each_choice_would_leave(inquiry: Inquiry) -> None:
    hand, codes = Hand(inquiry, "AB"), inquiry.codebook.by_id
    hand.tag("s1/7.1", [(codes["frequency"], None)])
    hand.tag("s1/8.1", [(codes["frequency"], None), (codes["favour"], None)])
    hand.read(["s1/7.2"])
    async with screens(inquiry, size=(100, 40)) as (app, pilot):
        await pilot.press(key("filter-steps"))
        assert isinstance(app.screen, ChooseFilter)

        def left(name: str) -> str:
            return " ".join(line_with(app, name).strip("│ ").rsplit("   ", 2)[-1].split())

        assert left("[ ] unread") == "7" and left("[ ] without any code") == "8"
        assert left("[ ] Ana Reyes") == "6" and left("[ ] Bo Lind") == "4"
        assert left("[ ] answer") == "10" and left("[ ] question") == "5"
        assert left("[ ] Frequency") == "2 · 8 not"
        await pilot.press(*"lind", key("ask"), "ctrl+u")
        assert "[x] Bo Lind" in dump(app)
        assert left("[ ] unread") == "3" and left("[ ] Frequency") == "1 · 3 not"
        await pilot.press(*"frequency", key("ask"))
        assert "[x] Frequency" in dump(app)
        await pilot.press(key("ask"))
        assert "[–] Frequency" in dump(app)
        await pilot.press(key("apply-filter"))
        assert "filter: Bo Lind, without Frequency · 3 match" in dump(app) and "▌ 8(2)" in dump(app)
        await pilot.press(key("filter-steps"), key("ask-nothing"), key("leave-filter"))
        assert "filter: Bo Lind, without Frequency · 3 match" in dump(app)
        await pilot.press(key("filter-steps"), key("ask-nothing"), key("apply-filter"))
        assert "filter:" not in dump(app)
    assert len(done(inquiry)) == 4


@pytest.mark.parametrize(
    ("asked", "said", "stops"),
    [
        ("7", "under 7 Q1", ["7(1)", "7(2)"]),
        ("lind", "Bo Lind", ["8(1)", "8(2)", "8(3)", "8(4)"]),
        ("stale", "stale", ["7(4)"]),
        ("any", "without any code", ["7(1)", "7(2)", "7(3)"]),
    ],
)
async def test_filters_of_the_session(inquiry: Inquiry, asked: str, said: str, stops: list[str]) -> None:
    journal, codes = inquiry.store.journal, inquiry.codebook.by_id
    journal.act("AB", [Change("tag", "AB", "s1/7.4", "frequency", {"meaning": 1})], "")
    Hand(inquiry, "AB").tag("s1/7.5", [(codes["frequency"], None)])
    async with screens(inquiry) as (app, pilot):
        await pilot.press(*["up"] * 6)
        await choose(app, pilot, asked)
        assert f"filter: {said} · " in dump(app)
        found = []
        for _ in stops:
            found.append(line_with(app, "▌ ").split()[1])
            await pilot.press("down")
        assert found == stops


async def test_a_filter_is_chosen_by_mouse_as_well(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("filter-steps"))
        await pilot.click("Choices", offset=(10, 0))
        assert "[x] unread" in dump(app)
        await pilot.click("Footer", offset=(line_with(app, "Enter filter").index("Enter filter") - 4, 0))
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.stepper.filter == Filter(unread=True)


@of("questions")
async def test_questions_are_steps_where_one_asks_and_counts_are_not_disturbed(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("questions"))
        assert "questions too" in dump(app) and "Questions are steps now, and can be coded." in dump(app)
        await pilot.press("up")
        assert "▌ 7 Q1 · question · Cllr Ode" in dump(app)
        await pilot.press("f")
        assert done(inquiry) == [("tag", "s1/7.q1", "frequency")]
        assert "✓ read" in line_with(app, "▌ 7 Q1") and "0/10 read" in dump(app)
        await pilot.press("pagedown")
        assert "What do riders say about line 2?" in line_with(app, "▌ What")
        await pilot.press(key("questions"))
        assert "questions too" not in dump(app) and "▌ 7(3)" in dump(app)
        await pilot.press("ctrl+z")
        assert "▌ 7 Q1 · question · Cllr Ode" in dump(app) and "no codes yet" in dump(app)


@of("repeat")
async def test_the_codes_of_the_paragraph_tagged_last_are_repeated_as_one_action(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("repeat"))
        assert "There is no other paragraph yet whose codes could be put on this one." in dump(app)
        await pilot.press("p", "2", "f", "down", key("repeat"))
        assert "Repeated: Frequency, Punctuality." in dump(app)
        assert "▌ ● Frequency  ● Punctuality: fair" in dump(app)
        await pilot.press(key("repeat"))
        assert "On this paragraph already: Frequency, Punctuality." in dump(app)
        await pilot.press("ctrl+z")
        said = "Undone: tag Frequency on 7(2), tag Punctuality on 7(2)."
        assert said in " ".join(dump(app).split()) and "no codes yet" in dump(app)
    async with screens(inquiry, session="s2") as (app, pilot):
        await pilot.press("A", "down", key("repeat"), "down", key("repeat"))
    assert done(inquiry)[-3:] == [("tag", f"s2/7.{n}", "against") for n in (1, 2, 3)]


async def test_the_codes_used_last_stand_first_while_nothing_is_typed(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("F", "down", "f", key("find"))
        assert "› ● f Frequency  " in dump(app) and dump(app).count("used last · ") == 2
        assert "used last · Stance" in line_with(app, "◇ F In favour  ")
        await pilot.press("p")
        assert "used last" not in dump(app)
        await pilot.press("backspace", "down", "enter")
    assert done(inquiry)[-1] == ("tag", "s1/7.2", "favour")


@of("go-to")
async def test_one_goes_to_a_citation_of_this_session_or_another(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("go-to"), *"8(2)")
        assert isinstance(app.screen, GoTo)
        shown = [line for line in dump(app).splitlines() if "8(2) Answer 2" in line]
        assert ["this session" in line for line in shown] == [True, False] and "s2" in shown[1]
        await pilot.press("enter")
        assert "▌ 8(2)" in dump(app) and "First day" in dump(app)
        await pilot.press(key("go-to"), *"7 (3)", "down", "enter")
        assert "▌ 7(3)" in dump(app) and "That was in Second day: you are there now." in dump(app)
        await pilot.press(key("go-to"), *"9(9)")
        assert "No paragraph of this inquiry is cited so: 9(9)." in dump(app)
        await pilot.press("enter", "escape")
        assert "▌ 7(3)" in dump(app)
        await pilot.press(key("go-to"), *"7 q2", "enter")
        assert "▌ 7 Q2 · question" in dump(app)
    assert done(inquiry) == []


async def test_keys_sent_at_once_through_the_boxes_are_done_in_order(inquiry: Inquiry) -> None:
    keys = [*"f*!", "down", ".", ":", *"8(3)", "enter", "*", "f"]
    named = {
        "*": "asterisk", "!": "exclamation_mark", ".": "full_stop", ":": "colon",
        "(": "left_parenthesis",
        ")": "right_parenthesis",
    }  # fmt: skip
    async with screens(inquiry) as (app, pilot):
        for one in keys:
            app.post_message(events.Key(named.get(one, one), one if len(one) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert "▌ 8(3)" in dump(app) and "★" in line_with(app, "▌ 8(3)")
    assert done(inquiry) == [
        ("tag", "s1/7.1", "frequency"), ("star", "s1/7.1", ""), ("flag", "s1/7.1", ""),
        ("tag", "s1/7.2", "frequency"), ("star", "s1/8.3", ""), ("tag", "s1/8.3", "frequency"),
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (140, 40)])
async def test_the_boxes_are_no_wider_than_the_window(inquiry: Inquiry, size: tuple[int, int]) -> None:
    async with screens(inquiry, size=size) as (app, pilot):
        await pilot.press("f", key("star"))
        for keys in ([key("filter-steps")], ["space", "enter"], [key("memo-on")], ["escape", key("bulk")],
                     ["enter"], ["escape", "escape", key("go-to"), *"7(1)"]):  # fmt: skip
            await pilot.press(*keys)
            lines = app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in lines] == [size[0]] * size[1]
