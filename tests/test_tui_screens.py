"""What the screens keep to whatever happens: resume, small windows, hostile text, a store that fails."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual import events

from coder.coding import Change
from coder.evidence.model import Item, Paragraph, Session, Witness
from coder.inquiry.folder import Inquiry
from coder.inquiry.reimporting import reimport
from coder.inquiry.stepping import Stepper
from coder.inquiry.withdrawing import withdraw
from coder.store import sqlite
from coder.tui.app import CoderApp
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.home import HomeScreen
from tests.tui_support import CODEBOOK, done, dump, inquiry, make, screens, sitting

__all__ = ["inquiry"]

HOSTILE = "[bold]not bold[/] \x1b[31mred\x1b]0;title\x07 a\u202eb =HYPERLINK(1) \x9b2J :cross_mark: [/]"


async def test_resumes_at_the_paragraph_the_coder_left(inquiry: Inquiry) -> None:
    async with screens(inquiry, session="s2") as (_, pilot):
        await pilot.press("f", "right_curly_bracket", "down", "p")
    async with screens(inquiry, session=None) as (app, pilot):
        assert "› 2026-03-08  Second day" in dump(app)
        await pilot.press("enter")
        assert "▌ 8(2)" in dump(app)
        assert "● p Punctuality" in dump(app)
        assert "2/10 read" in dump(app)


async def test_undo_goes_to_another_session_and_says_so(inquiry: Inquiry) -> None:
    async with screens(inquiry, session="s1") as (_, pilot):
        await pilot.press("down", "f")
    async with screens(inquiry, session="s2") as (app, pilot):
        await pilot.press("ctrl+z")
        shown = dump(app)
        assert "Undone: tag Frequency on 7(2). That was in First day: you are there now." in shown
        assert "Buses › First day" in shown
        assert "▌ 7(2)" in shown
        await pilot.press("f")
    assert done(inquiry)[-1] == ("tag", "s1/7.2", "frequency")


async def test_a_withdrawn_session_is_not_offered_until_that_is_undone(inquiry: Inquiry) -> None:
    withdraw(inquiry, "AB", "s1", "asked for")
    async with screens(inquiry, session=None) as (app, pilot):
        assert "Second day" in dump(app) and "First day" not in dump(app)
        await pilot.press("enter", "ctrl+z")
        assert "Undone: withdraw s1." in dump(app) and "Buses › Second day" in dump(app)
        await pilot.press("escape")
        assert "First day" in dump(app)
    async with screens(inquiry, session="s1") as (app, pilot):
        await pilot.press("ctrl+y")
        assert "the session s1 was withdrawn by AB" in dump(app)
        await pilot.press("escape")
        assert "First day" not in dump(app) and "Second day" in dump(app)


async def test_a_reimport_is_undone_under_the_coders_feet(inquiry: Inquiry, tmp_path: Path) -> None:
    document = tmp_path / "corrected.md"
    heading, one, two = "**3. 10.00am - Cy Dunn, Driver**", "(1) Welcome.", "(2) Mr Dunn said that it rained."
    document.write_text("\n\n".join([heading, "**Question - Why?**", one, two]), encoding="utf-8")
    reimport(inquiry, "AB", "s1", document)
    async with screens(inquiry, session="s1") as (app, pilot):
        assert "it rained" in dump(app)
        await pilot.press("ctrl+z")
        assert "Undone: reimport s1." in dump(app)
        assert "Answer 1: the bus on line 1" in dump(app)
        await pilot.press("f")
    assert done(inquiry)[-1] == ("tag", "s1/7.1", "frequency")


@pytest.mark.parametrize("session", ["s1", None])
async def test_a_window_too_small_says_so_and_comes_back(inquiry: Inquiry, session: str | None) -> None:
    async with screens(inquiry, session=session, size=(20, 5)) as (app, pilot):
        assert " ".join(dump(app).split()).startswith("This window has 20x5; 60x15 are needed.")
        await pilot.press("f", "enter")
        await pilot.resize_terminal(60, 15)
        await pilot.pause()
        assert ("▌ 7(1)" if session else "First day") in dump(app)
        assert "This window has" not in dump(app)
        await pilot.resize_terminal(1, 1)
        await pilot.pause()
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert "First day" in dump(app)
    assert done(inquiry) == []


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (110, 30), (140, 40), (300, 90)])
async def test_nothing_is_wider_than_the_window(inquiry: Inquiry, size: tuple[int, int]) -> None:
    async with screens(inquiry, size=size) as (app, pilot):
        for keys in (["p", "F"], ["down"], ["slash"], ["escape", "question_mark"], ["escape", "escape"]):
            await pilot.press(*keys)
            lines = app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in lines] == [size[0]] * size[1]


async def test_the_meaning_stands_below_the_list_where_there_is_room(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=(140, 40)) as (app, pilot):
        assert "Whether buses come when the timetable says." in dump(app)
        await pilot.press("F")
        assert "Wants the change." in dump(app)
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert "Wants the change." not in dump(app)


async def test_text_from_outside_is_shown_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    book = CODEBOOK.replace("name: Frequency", 'name: "[red]Frequency[/]"')
    witness = Witness("[b]Eve[/b]", "\x1b[1mChair", "\u202eevil")
    said = Paragraph("x/1.1", "answer", HOSTILE, "1", "1(1)", None, witness.name)
    item = Item("x/1", HOSTILE, "1", witnesses=(witness,), paragraphs=(said,))
    with make(tmp_path / "inquiry", sitting("s1", "A", "2026-03-01"), codebook=book) as inquiry:
        index = inquiry.store.index
        with inquiry.store.transaction():
            index.put(Session("x", HOSTILE, items=(item,)), "r", "s", "text", [])
        inquiry.remarks.append(HOSTILE)
        async with screens(inquiry, session="x", size=(140, 40)) as (app, pilot):
            await pilot.press("f", "plus", *"[i]m[/i] [/", "ctrl+s")
            coding = dump(app)
            await pilot.press("question_mark", "escape", "slash", *"[re", "escape", "equals_sign")
            meaning = dump(app)
            await pilot.press("escape", "escape")
            home = dump(app)
    assert "[bold]not bold[/] [31mred]0;title ab =HYPERLINK(1) 2J :cross_mark: [/]" in coding
    assert "[b]Eve[/b], [1mChair, evil" in coding
    assert "● [red]Frequency[/]" in coding
    assert "memo: [i]m[/i] [/" in coding
    assert "[red]Frequency[/]" in meaning
    assert "[bold]not bold[/]" in home
    for shown in (coding, meaning, home):
        assert not set(shown) & set("\x1b\x07\x9b\u202e")


async def test_a_locked_store_is_said_and_nothing_shows_as_saved(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry.store.close()
    del inquiry.__dict__["store"]
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    async with screens(inquiry) as (app, pilot):
        other = sqlite3.connect(inquiry.store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("f")
        assert "is in use by another program" in dump(app)
        assert "○ f Frequency" in dump(app)
        assert "no codes yet" in dump(app)
        await pilot.press("down")
        assert "is in use by another program" in dump(app)
        assert "▌ 7(1)" in dump(app)
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("f")
        assert "● f Frequency" in dump(app)
        assert "is in use" not in dump(app)
    assert done(inquiry) == [("tag", "s1/7.1", "frequency")]


async def test_keys_sent_at_once_are_each_done_in_order(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        for letter in "fpFA" * 50:
            app.post_message(events.Key(letter, letter))
        for key, character in (("down", None), ("f", "f"), ("enter", None), ("p", "p")):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        await pilot.pause()
        assert "▌ 7(3)" in dump(app)
        assert "▌ ● Punctuality" in dump(app)
    entries = [entry for entry in done(inquiry) if entry[1] == "s1/7.1"]
    assert sum(code in ("frequency", "punctual") for _, _, code in entries) == 100
    assert done(inquiry)[-3:] == [
        ("tag", "s1/7.2", "frequency"), ("read", "s1/7.2", ""), ("tag", "s1/7.3", "punctual")
    ]  # fmt: skip


async def test_keys_after_one_that_opens_a_box_go_to_the_box(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        for key, character in (("slash", "/"), ("f", "f"), ("r", "r"), ("e", "e"), ("enter", None)):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
    assert done(inquiry) == [("tag", "s1/7.1", "frequency")]


async def test_what_is_pasted_in_a_box_is_typed_there_and_elsewhere_does_nothing(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        app.post_message(events.Paste("fpFA"))
        await pilot.press("slash")
        app.post_message(events.Paste("even\x1bing\n"))
        await pilot.press("enter")
    assert done(inquiry) == [("tag", "s1/7.1", "evening")]


async def test_without_colour_tags_are_told_apart(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with screens(inquiry) as (app, pilot):
        await pilot.press("p", "F")
        assert app.no_color
        shown = dump(app)
        assert "● p Punctuality" in shown
        assert "○ f Frequency" in shown
        assert "◆ F In favour" in shown
        for strip in app.screen._compositor.render_strips():
            for segment in strip.apply_filter(app.get_line_filters()[-1], app.screen.background_colors[1]):
                assert not segment.style or not (segment.style.color or segment.style.bgcolor)


async def test_a_theme_can_be_tagged_and_a_code_that_is_gone_is_still_shown(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("slash", *"stance", "enter")
        assert "● STANCE" in dump(app)
        assert "▌ ● Stance" in dump(app)
        inquiry.store.journal.act("AB", [Change("tag", "AB", "s1/7.1", "old", {})], "")
        await pilot.press("down", "up")
        assert "? old, not in the codebook" in dump(app)


async def test_an_empty_inquiry_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    with make(tmp_path / "inquiry") as inquiry:
        async with screens(inquiry, session=None) as (app, pilot):
            assert "coder import FILE" in dump(app)
            await pilot.press("down", "up", "pagedown", "end", "enter")
            assert isinstance(app.screen, HomeScreen)


async def test_what_cannot_be_opened_is_said_at_home(inquiry: Inquiry) -> None:
    for session in ("nowhere", "s1"):
        if session == "s1":
            inquiry.look_again()
            (inquiry.folder / "codebooks" / "buses.yaml").unlink()
        async with screens(inquiry, session=session, size=(140, 40)) as (app, _):
            assert isinstance(app.screen, HomeScreen)
            assert (
                "there is no such session" if session == "nowhere" else "buses.yaml: cannot be read"
            ) in dump(app)


async def test_marks_that_lost_their_place_are_said_at_home(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (_, pilot):
        await pilot.press("f")
    inquiry.store._db.execute("DELETE FROM paragraph WHERE id = 's1/7.1'")
    inquiry.store.journal.settle("s1")
    async with screens(inquiry, session=None) as (app, _):
        assert "s1/7.1: tag frequency of AB has lost its place" in dump(app)


async def test_a_click_and_the_wheel(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.click("CodeList", offset=(8, 2))
        assert "● f Frequency" in dump(app)
        await pilot.press("down")
        app.screen.query_one("EvidenceView").post_message(
            events.MouseScrollDown(None, 5, 9, 0, 1, 0, False, False, False)
        )
        await pilot.pause()
        assert "Answer 2: the bus" not in dump(app)
        await pilot.press("escape")
        await pilot.click("SessionList", offset=(8, 2))
        await pilot.click("SessionList", offset=(8, 2))
        await pilot.pause()
        assert "Buses › Second day" in dump(app)


async def test_initials_of_a_known_coder_are_written_as_theirs(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (_, pilot):
        await pilot.press("f")
    async with screens(inquiry, coder=None) as (app, pilot):
        await pilot.press("a", "b", "enter")
        await pilot.pause()
        assert "coder AB" in dump(app)


def test_the_count_and_the_question_follow_every_step(inquiry: Inquiry) -> None:
    stepper = Stepper(inquiry, "AB", "s1")
    book, index = inquiry.codebook.by_id, inquiry.store.index

    def agrees() -> bool:
        view = stepper.view()
        counted = index.read_count("s1", inquiry.settings.roles, "AB")
        return view.read == counted and view.question_place == index.question_place(view.here)

    hand, moves = stepper.hand, (stepper.next, stepper.next_item, stepper.previous, stepper.previous_question)
    for place, move in enumerate(moves * 8):
        here = stepper.paragraph
        acts = (lambda: hand.read([here]), lambda: hand.toggle(here, book["frequency"]), hand.undo, hand.redo)  # noqa: B023
        stepper.took(acts[place % 3 if place < 20 else 2]())
        assert agrees()
        move()
        assert agrees()
        if place % 5 == 0:
            stepper.next_unread()
            assert agrees()


def test_a_theme_that_is_gone_gives_way(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.tui.app.preferences", lambda: {"theme": "no such theme"})
    assert CoderApp(inquiry, "AB").theme == "evidence-dark"
