"""The search screen by its keys: what is typed, what stands there, and the way to a paragraph and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

import coder.store.fulltext
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from coder.tui.app import CoderApp
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.reading import Help
from coder.tui.screens.search import SearchScreen
from coder.tui.widgets.hits import excerpt
from tests.tui_support import done, dump, inquiry, key, line_with, make, of, screens, sitting

__all__ = ["inquiry"]


async def search(pilot: Pilot[None], text: str) -> None:
    await pilot.press(key("search"))
    await pilot.press(*["space" if letter == " " else letter for letter in text])
    await pilot.pause()


def at(app: CoderApp) -> str:
    """The head of the hit under the cursor."""
    return line_with(app, "▌")


@of("search", "query", "leave-search")
async def test_hits_stand_in_their_context_as_one_types(inquiry: Inquiry) -> None:
    Hand(inquiry, "AB").tag("s1/7.3", [(inquiry.codebook.by_id["frequency"], None)])
    async with screens(inquiry, session=None) as (app, pilot):
        await search(pilot, "late lin")
        assert "1 of 20 hits" in dump(app)
        assert at(app).startswith("▌ 2026-03-01 · 7(1) · Ana Reyes  First day")
        assert "Answer 1: the bus on line 1 is late on most days." in dump(app)
        assert "● f" in line_with(app, "7(3)")
        await pilot.press("x")
        await pilot.pause()
        assert "no hits" in dump(app) and "7(1)" not in dump(app)
        await pilot.press("ctrl+u")
        await pilot.pause()
        assert "hits" not in dump(app) and "begin*" in dump(app)
        await pilot.press(key("leave-search"))
        assert isinstance(app.screen, HomeScreen)


@of("next-hit", "previous-hit", "hits-down", "hits-up", "first-hit", "last-hit")
async def test_moving_among_the_hits(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await search(pilot, "line")
        await pilot.press(key("next-hit"), key("next-hit"))
        assert "3 of 30 hits" in dump(app)
        await pilot.press(key("previous-hit"))
        assert "2 of 30 hits" in dump(app)
        await pilot.press(key("hits-down"))
        assert "8 of 30 hits" in dump(app)
        await pilot.press(key("hits-up"), key("last-hit"))
        assert "30 of 30 hits" in dump(app) and "2026-03-08 · 8(4)" in at(app)
        await pilot.press(key("first-hit"), key("previous-hit"))
        assert "1 of 30 hits" in dump(app)


@of("open-hit")
async def test_enter_goes_to_the_paragraph_and_esc_comes_back_to_the_same_search(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        first = app.screen
        await search(pilot, "answer")
        await pilot.press(*["down"] * 12, key("open-hit"))
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen) and app.screen is not first
        assert "Second day" in dump(app) and "▌ 7(3) · answer" in dump(app)
        await pilot.press("f", key("home"))
        await pilot.pause()
        assert isinstance(app.screen, SearchScreen)
        assert "13 of 20 hits" in dump(app) and "● f" in at(app)
        await pilot.press(key("open-hit"), key("search"))
        assert "13 of 20 hits" in dump(app)
        await pilot.press("escape")
        assert app.screen is first and "▌ 7(1) · answer" in dump(app)
        await pilot.press(key("search"))
        await pilot.pause()
        assert "13 of 20 hits" in dump(app) and "Search: answer" in dump(app)
        assert len(app.screen_stack) <= 3
    assert done(inquiry) == [("tag", "s2/7.3", "frequency")]


async def test_keys_typed_ahead_of_the_screen_tag_nothing(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("search"), "f", "p", "F")
        assert "Search: fpF" in dump(app)
    assert done(inquiry) == []


@of("search-help")
async def test_its_help_is_not_what_is_typed(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await search(pilot, "?")
        assert "Search: ?" in dump(app)
        await pilot.press(key("search-help"))
        assert isinstance(app.screen, Help) and "speaker:name" in dump(app)


async def test_what_cannot_be_answered_is_said_where_hits_are_counted(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await search(pilot, "code:zz")
        assert "code:zz: no code has an id or a name that begins so." in dump(app)
        await pilot.press("backspace", "backspace", "f")
        await pilot.pause()
        assert "no hits" in dump(app)
        await pilot.press(key("open-hit"), key("tag-hits"))
        assert isinstance(app.screen, SearchScreen)


@of("tag-hits")
async def test_all_hits_are_tagged_at_once_and_one_undo_takes_it_back(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=(100, 30)) as (app, pilot):
        await search(pilot, "speaker:lind line")
        assert "1 of 8 hits" in dump(app)
        await pilot.press(key("tag-hits"))
        await pilot.press(*"freq", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SearchScreen), dump(app)
        assert "Done on 8 paragraphs" in dump(app) and "● f" in at(app)
        tagged = [entry for entry in done(inquiry) if entry[0] == "tag"]
        assert len(tagged) == 8 and {code for _, _, code in tagged} == {"frequency"}
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert "Undone: tag Frequency on" in dump(app)
        assert "● f" not in at(app)
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert "● f" in at(app)


async def test_too_many_hits_are_not_tagged_at_once(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.tui.screens.search.MOST_AT_ONCE", 10)
    async with screens(inquiry) as (app, pilot):
        await search(pilot, "line")
        await pilot.press(key("tag-hits"))
        assert isinstance(app.screen, SearchScreen) and "more than 10 hits; narrow the search" in dump(app)
    assert done(inquiry) == []


async def test_a_long_search_goes_on_while_keys_are_done(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for paragraph in ("s1/7.1", "s2/8.4"):
        Hand(inquiry, "AB").read([paragraph])
    monkeypatch.setattr(coder.store.fulltext, "FEW", 0)
    monkeypatch.setattr(coder.store.fulltext, "LOOK", 1)
    async with screens(inquiry) as (app, pilot):
        await search(pilot, "answer is:read")
        assert "1 of 2 hits" in dump(app)
        await pilot.press("down")
        assert "2026-03-08 · 8(4)" in at(app)


async def test_beyond_those_counted_hits_are_gathered_as_one_goes(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("inquiry.searching", "tui.screens.search"):
        monkeypatch.setattr(f"coder.{module}.COUNTED", 4)
    async with screens(inquiry, size=(80, 15)) as (app, pilot):
        await search(pilot, "line")
        assert "1 of more than 4 hits" in dump(app)
        screen = app.screen
        assert isinstance(screen, SearchScreen) and screen.search and len(screen.search.keys) < 12
        await pilot.press(*["down"] * 29)
        assert "30 of 30 hits" in dump(app) and "2026-03-08 · 8(4)" in at(app)


async def test_the_mouse_picks_a_hit(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await search(pilot, "line")
        await pilot.click("HitList", offset=(10, 4))
        assert "· 7(1) ·" in at(app)
        await pilot.click("HitList", offset=(10, 4))
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen) and "▌ 7(1)" in dump(app)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (140, 40)])
async def test_it_fits_every_window(inquiry: Inquiry, size: tuple[int, int]) -> None:
    async with screens(inquiry, size=size) as (app, pilot):
        await search(pilot, "train")
        await pilot.press("down")
        lines = dump(app).splitlines()
        assert len(lines) == size[1] and max(map(len, lines)) <= size[0]
        shown = sum("2026-03-" in line for line in lines)
        assert shown == min((size[1] - 4) // 3, 20) and "2 of 20 hits" in dump(app)


async def test_hits_are_text_and_never_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    session = sitting("s1", "[red]Day[/]", "2026-03-01")
    with make(tmp_path / "inquiry", session) as inquiry:
        path = inquiry.sessions / "s1.md"
        text = path.read_text(encoding="utf-8").replace("Answer 1:", "[bold]Answer 1[/bold] [/]:")
        path.write_text(text, encoding="utf-8")
    from coder.inquiry.folder import open_inquiry

    with open_inquiry(tmp_path / "inquiry") as inquiry:
        async with screens(inquiry) as (app, pilot):
            await search(pilot, "bold")
            assert "[bold]Answer 1[/bold] [/]:" in dump(app) and "[red]Day[/]" in dump(app)


def said(lines: list[list[tuple[str, bool]]]) -> list[str]:
    return ["".join(f"<{text}>" if is_it else text for text, is_it in line).rstrip() for line in lines]


def test_an_excerpt_begins_shortly_before_the_words_and_tells_them_apart() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen"
    at = text.index("nine")
    assert said(excerpt(text, [(at, at + 4)], 24, 2)) == [
        "… seven eight <nine> ten",
        "eleven twelve thirteen",
    ]
    assert said(excerpt(text, [], 24, 2)) == ["one two three four five", "six seven eight nine …"]
    assert said(excerpt("Vans, (vans)\n- vans!", [(0, 4), (7, 11), (15, 19)], 40, 2)) == [
        "<Vans>, (<vans>) - <vans>!"
    ]
    for width in range(4, 40):
        for line in excerpt("a" * 50 + " 漢字漢字 " + text, [(51, 55)], width, 2):
            assert sum(2 if one > "⺀" else 1 for piece, _ in line for one in piece.rstrip()) <= width


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 9), max_size=60), st.integers(0, 59), st.integers(24, 60))
def test_an_excerpt_always_shows_the_first_of_the_words(words: list[int], which: int, width: int) -> None:
    text = " ".join("abcdefghij"[:letters] for letters in words)
    start = sum(letters + 1 for letters in words[:which])
    sought = [(start, start + words[which])] if which < len(words) else []
    lines = excerpt(text, sought, width, 2)
    assert len(lines) <= 2
    assert all(len("".join(piece for piece, _ in line).rstrip()) <= width for line in lines)
    assert any(is_it for line in lines for _, is_it in line) == bool(sought)
