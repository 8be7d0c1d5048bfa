"""What one is used to on any screen: the list of commands, keys of one's own, themes, the mouse."""

from __future__ import annotations

import pytest

from coder.inquiry.folder import Inquiry
from coder.inquiry.who import keys_path, preferences
from coder.tui.commands import CODING, HOME, Command
from coder.tui.palette import PLAIN, palette_of
from coder.tui.screens.choosing import ChooseCommand, ChooseTheme
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.find_code import FindCode
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.memo import Memo
from coder.tui.screens.reading import Help
from coder.tui.screens.tour import Tour
from coder.tui.themes import OWN
from tests.tui_support import done, dump, inquiry, key, of, screens

__all__ = ["inquiry"]


@of("commands", "choices-down", "choices-up")
@pytest.mark.parametrize(("session", "room"), [("s1", CODING), (None, HOME)])
async def test_every_command_of_the_screen_is_in_the_list(
    inquiry: Inquiry, session: str | None, room: tuple[Command, ...]
) -> None:
    async with screens(inquiry, session=session, size=(100, 30)) as (app, pilot):
        await pilot.press(key("commands"))
        assert isinstance(app.screen, ChooseCommand)
        shown = dump(app)
        for _ in range(3):
            await pilot.press(key("choices-down"))
            shown += dump(app)
        for command in room:
            if command.id != "commands":
                assert command.name in shown and command.shown.strip() in shown, command.id
        await pilot.press(*[key("choices-up")] * 3)
        assert f"› {room[0].name}" in dump(app)


@of("narrow", "choose", "next-choice", "previous-choice", "leave-choosing")
async def test_a_command_is_found_by_its_name_and_done(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("commands"), *"next", key("next-choice"))
        assert "› Next question" in dump(app)
        await pilot.press(key("next-choice"), key("previous-choice"), key("choose"))
        assert isinstance(app.screen, CodingScreen)
        assert "▌ 7(3)" in dump(app)
        await pilot.press(key("commands"), *"zzz")
        assert "No command of this screen has these letters." in dump(app)
        await pilot.press(key("choose"), key("leave-choosing"))
        assert "▌ 7(3)" in dump(app)
        await pilot.press(key("commands"), *"value", key("choose"))
        assert "1–9: Set the value of the code" in dump(app)
    assert done(inquiry) == []


@of("theme")
async def test_a_theme_is_shown_as_one_passes_it_and_kept_where_it_is_chosen(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("theme"))
        assert isinstance(app.screen, ChooseTheme)
        assert "› evidence-dark" in dump(app)
        await pilot.press(key("next-choice"))
        assert app.theme == "evidence-light" and "theme" not in preferences()
        await pilot.press(key("leave-choosing"))
        assert app.theme == "evidence-dark"
        await pilot.press(key("theme"), *"gruv", key("choose"))
        assert app.theme == "gruvbox" and isinstance(app.screen, CodingScreen)
    assert preferences()["theme"] == "gruvbox"
    async with screens(inquiry) as (app, _):
        assert app.theme == "gruvbox"


async def test_the_screens_are_drawn_in_every_theme(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        for theme in app.available_themes:
            app.theme = theme
            await pilot.pause()
            assert "▌ 7(1)" in dump(app)
            assert (palette_of(app) is PLAIN) == theme.startswith("ansi")
    assert len(OWN) == 6


async def test_keys_of_ones_own_are_obeyed_and_shown(inquiry: Inquiry) -> None:
    keys_path().parent.mkdir(parents=True)
    keys_path().write_text(
        '[coding]\nnext = ["F12", "#"]\nprevious = []\nread = "ctrl+l"\n'
        '[shared]\nhelp = "F11"\nquit = "ctrl+x"\n',
        encoding="utf-8",
    )
    async with screens(inquiry, size=(100, 64)) as (app, pilot):
        assert "F11 help" in dump(app) and "F12 next" in dump(app)
        await pilot.press("z")
        assert "F11 shows all keys" in dump(app)
        await pilot.press("down", "enter", "question_mark", "ctrl+q")
        assert "▌ 7(1)" in dump(app) and done(inquiry) == []
        await pilot.press("f12", "number_sign")
        assert "▌ 7(3)" in dump(app)
        await pilot.press("ctrl+l")
        assert done(inquiry) == [("read", "s1/7.3", "")]
        await pilot.press("f11")
        assert isinstance(app.screen, Help)
        assert "F12  #" in dump(app)
        await pilot.press("escape", "ctrl+p", *"prev para", "enter")
        assert "▌ 7(3)" in dump(app)
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert not app.is_running


async def test_two_commands_may_change_places(inquiry: Inquiry) -> None:
    keys_path().parent.mkdir(parents=True)
    keys_path().write_text('[coding]\nnext = "up"\nprevious = "down"\n', encoding="utf-8")
    async with screens(inquiry) as (app, pilot):
        await pilot.press("up", "up")
        assert "▌ 7(3)" in dump(app)
        await pilot.press("down")
        assert "▌ 7(2)" in dump(app)


async def test_a_hint_does_what_its_key_does_and_a_message_goes_when_clicked(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        hints = dump(app).splitlines()[-1]
        await pilot.click("Footer", offset=(hints.index("next"), 0))
        assert "▌ 7(2)" in dump(app)
        await pilot.click("Footer", offset=(hints.index("help"), 0))
        assert isinstance(app.screen, Help)
        column = next(line for line in dump(app).splitlines() if "Esc close" in line).index("close")
        await pilot.click("Footer", offset=(column - app.screen.footer.region.x, 0))
        assert isinstance(app.screen, CodingScreen)
        await pilot.press("z")
        assert "No code has the key z" in dump(app)
        await pilot.click("Footer", offset=(3, 0))
        assert "No code has the key z" not in dump(app)
        await pilot.click("Footer", offset=(79, 0))
        assert isinstance(app.screen, CodingScreen)


async def test_a_click_beside_a_box_closes_it_unless_something_typed_would_be_lost(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("slash")
        await pilot.click("#box", offset=(10, 4))
        assert done(inquiry) == [("tag", "s1/7.1", "frequency")] and isinstance(app.screen, CodingScreen)
        await pilot.press("slash")
        await pilot.click("#box", offset=(0, 0))
        assert isinstance(app.screen, FindCode)
        await pilot.click(offset=(1, 1))
        assert isinstance(app.screen, CodingScreen)
        await pilot.press("plus", "x")
        await pilot.click(offset=(1, 1))
        assert isinstance(app.screen, Memo)


def words(screen: str) -> str:
    return " ".join(screen.replace("│", " ").split())


@of("next-card", "previous-card", "leave-tour", "card-down", "card-up", "tour")
async def test_the_tour_is_shown_at_the_first_start_and_when_asked_for(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None, tour=True) as (app, pilot):
        assert isinstance(app.screen, Tour)
        seen = words(dump(app))
        assert "Welcome · 1 of 6" in seen
        await pilot.press(key("next-card"), key("previous-card"))
        assert "Welcome · 1 of 6" in dump(app)
        for card in range(2, 7):
            await pilot.press(key("next-card"))
            assert f"{card} of 6" in dump(app)
            seen += words(dump(app))
        for told in ("lists the sessions", "from paragraph to paragraph", "has a letter", "to quote",
                     "marks a paragraph as read", "searches everything", "takes back", "every key",
                     "saved before the screen shows it"):  # fmt: skip
            assert told in seen
        await pilot.press(key("next-card"))
        assert isinstance(app.screen, HomeScreen)
    async with screens(inquiry, session=None, tour=True) as (app, pilot):
        assert isinstance(app.screen, HomeScreen)
        await pilot.press(key("tour"))
        assert isinstance(app.screen, Tour)
        await pilot.resize_terminal(60, 9)
        await pilot.press(key("card-down"), key("card-down"), key("card-up"))
        assert app.screen.pager.top == 1
        await pilot.press(key("leave-tour"))
        assert isinstance(app.screen, HomeScreen)


async def test_the_tour_comes_after_the_initials_and_goes_for_good_when_left(inquiry: Inquiry) -> None:
    async with screens(inquiry, coder=None, tour=True) as (app, pilot):
        await pilot.press("a", "b", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Tour)
        await pilot.press("escape")
        assert isinstance(app.screen, CodingScreen)
    async with screens(inquiry, tour=True) as (app, _):
        assert isinstance(app.screen, CodingScreen)


@of("copy-quote", "copy-citation")
async def test_a_quote_and_its_citation_are_copied_as_a_report_takes_them(inquiry: Inquiry) -> None:
    where = "7(1) [Ana Reyes], Buses, 1 March 2026"
    said = "Answer 1: the bus on line 1 is late on most days. It never waits for the train."
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("copy-citation"))
        assert app.clipboard == where
        assert f"Copied: {where}" in dump(app)
        await pilot.press(key("copy-quote"))
        assert app.clipboard == f"“{said}” ({where})"
        assert "Copied: “Answer 1: the bus" in dump(app)
    assert done(inquiry) == []


async def test_what_undo_undid_stays_until_the_next_key(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("f", "ctrl+z")
        assert "Undone: tag Frequency on 7(1)." in dump(app)
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "Undone: tag Frequency on 7(1)." in dump(app)
        await pilot.press("down")
        assert "Undone" not in dump(app)


async def test_the_boxes_fit_a_window_of_any_size(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        for box in ("commands", "theme"):
            await pilot.press(key(box))
            for size in ((60, 15), (140, 40), (20, 6), (1, 1), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                lines = app.screen._compositor.render_strips()
                assert [strip.cell_length for strip in lines] == [size[0]] * size[1]
            await pilot.press("escape")
            assert isinstance(app.screen, HomeScreen)
