"""Every command by its key: what the journal and the screen then hold."""

from __future__ import annotations

from string import ascii_letters, digits

import pytest

from coder.inquiry.folder import Inquiry
from coder.inquiry.who import preferences
from coder.tui.commands import CODING, HOME, ROOMS, Command, sign
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.find_code import FindCode
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.initials import Initials
from coder.tui.screens.memo import Memo
from coder.tui.screens.reading import Help, Meaning, Reading, Remarks
from tests.tui_support import ALL, done, dump, inquiry, key, of, screens, shown_by_tests

__all__ = ["inquiry"]


@of("next", "previous")
async def test_next_and_previous_paragraph(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        assert "▌ 7(1) · answer · Ana Reyes" in dump(app)
        await pilot.press(key("next"))
        assert "▌ 7(2) · answer" in dump(app)
        await pilot.press(key("previous"))
        assert "▌ 7(1) · answer" in dump(app)
        await pilot.press(key("previous"))
        assert "This is the first paragraph of the session." in dump(app)
    assert done(inquiry) == []


@of("next-question", "previous-question")
async def test_next_and_previous_question(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("next-question"))
        assert "▌ 7(3)" in dump(app)
        assert "question 2 of 3" in dump(app)
        assert "What do riders say about line 2?" in dump(app)
        await pilot.press(key("next"), key("previous-question"))
        assert "▌ 7(3)" in dump(app)
        await pilot.press(key("previous-question"))
        assert "▌ 7(1)" in dump(app)


@of("next-item", "previous-item")
async def test_next_and_previous_item(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("next-item"))
        assert "▌ 8(1) · answer · Bo Lind" in dump(app)
        assert "8 · Evidence from Riders' Forum" in dump(app)
        assert "Bo Lind, Chair, Riders' Forum" in dump(app)
        await pilot.press(key("next-item"))
        assert "There is no further item in this session." in dump(app)
        await pilot.press(key("previous-item"))
        assert "▌ 7(1)" in dump(app)


@of("next-unread")
async def test_next_unread(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("f", "down", "f", "up", key("next-unread"))
        assert "▌ 7(3)" in dump(app)
        assert "2/10 read" in dump(app)


@of("scroll-down", "scroll-up")
async def test_scrolling_a_long_paragraph(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("down")
        assert "Answer 2: the bus" in dump(app)
        assert "no codes yet" in dump(app)
        assert "more lines, Shift+↓" in dump(app)
        await pilot.press(key("scroll-down"))
        assert "▌ 7(2) · answer" in dump(app)
        assert "Answer 2: the bus" not in dump(app)
        await pilot.press(key("scroll-up"))
        assert "Answer 2: the bus" in dump(app)
        for _ in range(15):
            await pilot.press(key("scroll-down"))
        assert "the end, Shift+↑" in dump(app)


@of("tag")
async def test_a_letter_toggles_its_code(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("f")
        assert done(inquiry) == [("tag", "s1/7.1", "frequency")]
        assert "● f Frequency" in dump(app)
        assert "▌ ● Frequency" in dump(app)
        assert "✓ read" in dump(app)
        await pilot.press("f")
        assert done(inquiry)[-1] == ("untag", "s1/7.1", "frequency")
        assert "○ f Frequency" in dump(app)
        assert "not read" in dump(app)


async def test_capital_letters_and_codes_that_exclude_each_other(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        assert "STANCE          choose one" in dump(app)
        await pilot.press("F")
        assert "◆ F In favour" in dump(app)
        await pilot.press("A")
        assert "◇ F In favour" in dump(app)
        assert "◆ A Against" in dump(app)
    assert set(inquiry.store.journal.marks("s1/7.1", "AB")) == {("tag", "against")}


async def test_a_letter_without_a_code_says_so(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("z")
        assert "No code has the key z" in dump(app)
    assert done(inquiry) == []


@of("value")
async def test_a_digit_sets_the_value_of_the_code_put_on_last(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("2")
        assert "A digit sets the value of a code that has a scale" in dump(app)
        await pilot.press("p")
        assert "Punctuality: 1 poor  2 fair  3 good" in dump(app)
        await pilot.press("f", "3")
        assert "Punctuality: good" in dump(app)
        assert inquiry.store.journal.marks("s1/7.1", "AB")["tag", "punctual"]["value"] == 3
        await pilot.press("9")
        assert "Punctuality has the values 1 to 3." in dump(app)
        await pilot.press("down", "1")
    assert inquiry.store.journal.marks("s1/7.2", "AB") == {}


@of("read")
async def test_read_marks_and_goes_on(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("read"))
        assert done(inquiry) == [("read", "s1/7.1", "")]
        assert "▌ 7(2)" in dump(app)
        assert "1/10 read" in dump(app)


async def test_read_at_the_end_says_what_is_left(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("right_curly_bracket", "pagedown", "down", "enter")
        assert "The end of the session; 9 paragraphs are not read yet" in dump(app)


@of("unread")
async def test_unread_takes_it_back(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("enter", "up", key("unread"))
        assert done(inquiry) == [("read", "s1/7.1", ""), ("unread", "s1/7.1", "")]
        assert "0/10 read" in dump(app)
        await pilot.press("f", key("unread"))
        assert "A paragraph with a code counts as read" in dump(app)


@of("find", "filter", "next-match", "previous-match", "pick", "leave-finding")
async def test_finding_any_code(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("find"), *"even")
        assert isinstance(app.screen, FindCode)
        assert "› ○   Evening buses" in dump(app)
        await pilot.press(key("pick"))
        assert isinstance(app.screen, CodingScreen)
        assert done(inquiry) == [("tag", "s1/7.1", "evening")]
        assert "› ●   Evening buses" in dump(app)
        await pilot.press(key("find"), key("next-match"), key("next-match"), key("previous-match"))
        assert "› ○   Service" in dump(app)  # below the code used last
        await pilot.press(key("leave-finding"))
        assert len(done(inquiry)) == 1


@of("next-code", "previous-code", "toggle")
async def test_the_cursor_in_the_code_list(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("next-code"), key("next-code"), key("toggle"))
        assert "› ●   Evening buses" in dump(app)
        await pilot.press(key("previous-code"))
        assert "› ○ f Frequency" in dump(app)
    assert done(inquiry) == [("tag", "s1/7.1", "evening")]


@of("definition", "close")
async def test_the_meaning_of_the_code_under_the_cursor(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("definition"))
        assert isinstance(app.screen, Meaning)
        shown = dump(app)
        for text in ("Whether buses come", "Include: Late", "Exclude: How many", "Example: It was", "1 poor"):
            assert text in shown
        await pilot.press(key("close"))
        assert isinstance(app.screen, CodingScreen)


@of("memo", "write-memo", "save-memo", "leave-memo")
async def test_a_memo(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("memo"), *"so?", key("save-memo"))
        assert isinstance(app.screen, CodingScreen)
        assert inquiry.store.journal.marks("s1/7.1", "AB")["memo", ""] == {"text": "so?"}
        assert "memo: so?" in dump(app)
        await pilot.press(key("memo"), "x", key("leave-memo"))
        assert "memo: so?" in dump(app)
        await pilot.press(key("memo"))
        assert isinstance(app.screen, Memo)
        app.screen.area.clear()
        await pilot.press(key("save-memo"))
        assert "memo:" not in dump(app)
    assert [verb for verb, _, _ in done(inquiry)] == ["memo", "unmemo"]


@of("undo", "redo")
async def test_undo_and_redo_without_limit(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("f", "down", "p", "2", "enter", key("undo"))
        assert "Undone: read on 7(2)." in dump(app)
        assert "▌ 7(2)" in dump(app)
        await pilot.press(key("undo"), key("undo"), key("undo"))
        assert "Undone: tag Frequency on 7(1)." in dump(app)
        assert "▌ 7(1)" in dump(app)
        assert "0/10 read" in dump(app)
        await pilot.press(key("undo"))
        assert "There is nothing left to undo." in dump(app)
        await pilot.press(key("redo"), key("redo"), key("redo"))
        assert "▌ ● Punctuality: fair" in dump(app)
        assert "2/10 read" in dump(app)


@of("home", "open", "next-session", "previous-session")
async def test_home_and_open(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("f", "down", key("home"))
        assert isinstance(app.screen, HomeScreen)
        assert "› 2026-03-01  First day" in dump(app)
        assert "1/10" in dump(app)
        await pilot.press(key("next-session"))
        assert "› 2026-03-08  Second day" in dump(app)
        await pilot.press(key("previous-session"), key("open"))
        assert "▌ 7(2)" in dump(app)


@of("first-session", "last-session", "page-up", "page-down")
async def test_far_moves_at_home(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        for there, back in (("last-session", "first-session"), ("page-down", "page-up")):
            await pilot.press(key(there))
            assert "› 2026-03-08" in dump(app)
            await pilot.press(key(back))
            assert "› 2026-03-01" in dump(app)


@of("remarks")
async def test_remarks_can_be_read_whole(inquiry: Inquiry) -> None:
    inquiry.remarks.append("sessions/s1.md, line 3: " + "something long " * 12 + "at its end.")
    async with screens(inquiry, session=None) as (app, pilot):
        assert "To look at: 1 remark" in dump(app)
        assert "at its end." not in dump(app)
        await pilot.press(key("remarks"))
        assert isinstance(app.screen, Remarks)
        assert "at its end." in dump(app)


@of("help", "line-down", "line-up", "reading-page-down", "reading-page-up")
@pytest.mark.parametrize(("session", "room"), [("s1", CODING), (None, HOME)])
async def test_help_shows_every_key_of_the_screen(
    inquiry: Inquiry, session: str | None, room: tuple[Command, ...]
) -> None:
    async with screens(inquiry, session=session, size=(100, 90)) as (app, pilot):
        await pilot.press(key("help"))
        assert isinstance(app.screen, Help)
        shown = dump(app)
        for command in room:
            assert command.shown in shown
            assert command.help.split(",")[0][:40] in shown
    async with screens(inquiry, session="s1", size=(80, 16)) as (app, pilot):
        await pilot.press(key("help"), key("line-down"), key("line-down"), key("line-up"))
        assert isinstance(app.screen, Reading)
        assert app.screen.pager.top == 1
        await pilot.press(key("reading-page-down"))
        assert app.screen.pager.top > 5
        await pilot.press(key("reading-page-up"))
        assert app.screen.pager.top == 1


@of("type-initials", "keep-initials")
async def test_initials_are_asked_once_and_kept(inquiry: Inquiry) -> None:
    async with screens(inquiry, coder=None) as (app, pilot):
        assert isinstance(app.screen, Initials)
        await pilot.press("!", key("keep-initials"))
        assert "cannot be a coder's initials" in dump(app)
        await pilot.press("backspace", *"CD", key("keep-initials"), "f")
        await pilot.pause()
        assert "coder CD" in dump(app)
    assert done(inquiry, "CD") == [("tag", "s1/7.1", "frequency")]
    assert preferences()["initials"] == "CD"


@of("quit", "leave")
@pytest.mark.parametrize(("coder", "command"), [("AB", "quit"), (None, "leave"), (None, "quit")])
async def test_quit(inquiry: Inquiry, coder: str | None, command: str) -> None:
    async with screens(inquiry, coder=coder) as (app, pilot):
        await pilot.press(key(command))
        await pilot.pause()
        assert not app.is_running


def test_every_command_has_a_key_a_name_a_help_and_a_test() -> None:
    for command in ALL.values():
        assert command.shown and command.name and command.help.endswith("."), command.id
        assert bool(command.keys) == bool(command.action) != bool(command.typed), command.id
    assert shown_by_tests() == set(ALL)


@pytest.mark.parametrize("name", ROOMS)
def test_no_key_does_two_things(name: str) -> None:
    keys = [key for command in ROOMS[name] for key in command.keys]
    assert len(keys) == len(set(keys))
    if name == "Coding":
        assert not set(keys) & set(ascii_letters + digits)


async def test_every_key_is_bound_to_its_command(inquiry: Inquiry) -> None:
    for session, room in (("s1", CODING), (None, HOME)):
        async with screens(inquiry, session=session) as (app, _):
            active = app.screen.active_bindings
            for command in room:
                for key in command.keys:
                    assert active[key].binding.action.removeprefix("app.") in command.action, command.id


def test_signs_are_readable() -> None:
    assert sign("ctrl+z") == "Ctrl+Z"
    assert sign("shift+down") == "Shift+↓"
    for command in ALL.values():
        assert "_" not in command.shown, f"{command.id} shows a key's name, not its sign"
