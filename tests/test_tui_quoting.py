"""Quoting on the coding screen: selecting by keys and mouse, codes on the passage, and how it is drawn."""

from __future__ import annotations

import pytest
from textual import events

from coder.coding import Change
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand, find_passage
from coder.tui.app import CoderApp
from coder.tui.screens.coding import CodingScreen
from tests.tui_support import done, dump, inquiry, key, of, screens

__all__ = ["inquiry"]

FIRST, SECOND = "Answer 1: the bus on line 1 is late on most days.", "It never waits for the train."


def quotes(
    inquiry: Inquiry, kind: str = "tag", code: str = "frequency", paragraph: str = "s1/7.1"
) -> list[str]:
    """What a mark of AB quotes; the offsets are those of the words."""
    spans = inquiry.store.journal.marks(paragraph, "AB").get((kind, code), {}).get("spans", [])
    text = inquiry.store.index.text(paragraph)
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    return [span["text"] for span in spans]


def styled(app: CoderApp, wanted: str) -> str:
    """What of the paragraph one stands on has an attribute."""
    found: list[str] = []
    for strip in app.screen.query_one("EvidenceView")._strips:  # type: ignore[attr-defined]
        here = any("▌" in segment.text for segment in strip)
        styled = (one.text for one in strip if here and one.style and getattr(one.style, wanted))
        found.append("".join(styled))
    return " ".join(" ".join(found).split())


def selected(app: CoderApp) -> str:
    return styled(app, "reverse")


@of("quote", "quote-code", "end-quoting")
async def test_a_code_on_a_sentence(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"))
        assert selected(app) == FIRST
        assert "↓ sentence" in dump(app) and "Esc done" in dump(app) and "Enter read, next" not in dump(app)
        await pilot.press("f", "F")
        assert quotes(inquiry) == quotes(inquiry, code="favour") == [FIRST]
        shown = " ".join(dump(app).split())
        assert "‹F ‹f Answer 1: the bus on line" in shown and "days. f› F›" in shown
        assert "‹f Answer 1: the bus on line 1" in shown
        assert "● f Frequency" in shown and "1/10 read" in shown
        await pilot.press(key("end-quoting"))
        assert selected(app) == "" and styled(app, "underline") == FIRST
        assert "Enter read, next" in dump(app)
        for ending in ("quotation_mark", "enter"):
            await pilot.press(key("quote"), ending)
            assert selected(app) == ""
    assert done(inquiry) == [("tag", "s1/7.1", "frequency"), ("tag", "s1/7.1", "favour")]


@of("next-sentence", "previous-sentence", "more-sentences", "fewer-sentences")
async def test_by_sentences(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"), key("next-sentence"))
        assert selected(app) == SECOND
        await pilot.press(key("next-sentence"), key("previous-sentence"))
        assert selected(app) == FIRST
        await pilot.press(key("more-sentences"))
        assert selected(app) == f"{FIRST} {SECOND}"
        await pilot.press(key("fewer-sentences"), key("fewer-sentences"))
        assert selected(app) == FIRST
        await pilot.press("ctrl+down", "f")
    assert quotes(inquiry) == [f"{FIRST} {SECOND}"]


@of("end-on", "end-back", "start-on", "start-back", "from-start", "to-end")
async def test_by_words(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"), key("end-on"), key("end-on"))
        assert selected(app) == f"{FIRST} It never"
        await pilot.press(key("end-back"), key("end-back"))
        assert selected(app) == FIRST[:-1]
        await pilot.press(key("start-on"), key("start-on"), "ctrl+right")
        assert selected(app) == "bus on line 1 is late on most days"
        await pilot.press(key("start-back"), "ctrl+left", key("to-end"))
        assert selected(app) == f"1: the bus on line 1 is late on most days. {SECOND}"
        await pilot.press("f", key("from-start"), "F")
    assert quotes(inquiry) == [f"1: the bus on line 1 is late on most days. {SECOND}"]
    assert quotes(inquiry, code="favour") == [f"{FIRST} {SECOND}"]


@of("quote-value")
async def test_a_value_and_a_code_found_by_name_go_to_the_passage(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"), "p", "2", "slash", *"even", "enter")
        assert selected(app) == FIRST
        shown = dump(app)
        assert "● Punctuality: fair" in shown
        assert "‹1 ‹p Answer" in shown or "‹p ‹1 Answer" in shown  # a code without a key has a number
    assert quotes(inquiry, code="punctual") == quotes(inquiry, code="evening") == [FIRST]
    assert inquiry.store.journal.marks("s1/7.1", "AB")["tag", "punctual"]["value"] == 2


@of("unquote")
async def test_taking_quotes_off_leaves_the_codes_and_is_one_undo(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"), "f", "F", "ctrl+down", key("unquote"))
        assert "Quotes taken off: In favour, Frequency." in dump(app)
        assert quotes(inquiry) == [] and styled(app, "underline") == ""
        assert "● Frequency" in dump(app)
        await pilot.press(key("unquote"))
        assert "Nothing quotes this passage." in dump(app)
        await pilot.press("ctrl+z")
        assert "Undone: change the quotes of In favour on 7(1), change the quotes of Freq" in dump(app)
        assert quotes(inquiry) == quotes(inquiry, code="favour") == [FIRST]
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+y")
        assert quotes(inquiry) == [FIRST] and quotes(inquiry, code="favour") == []
    assert ("untag", "s1/7.1", "favour") in done(inquiry)


async def test_the_same_code_again_takes_its_quote_off_and_another_passage_moves_it(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (_, pilot):
        await pilot.press("f", key("quote"), "f")
        assert quotes(inquiry) == [FIRST]
        await pilot.press("left", "f")
        assert quotes(inquiry) == [FIRST[:-1]]
        await pilot.press("f")
        assert quotes(inquiry) == []
        await pilot.press("f", "down", "f")
        assert quotes(inquiry) == [FIRST[:-1], SECOND]
    assert ("tag", "frequency") in inquiry.store.journal.marks("s1/7.1", "AB")


@of("quote-star")
async def test_a_star_on_a_passage(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"), "down", key("quote-star"))
        assert "Starred as quotable." in dump(app)
        assert quotes(inquiry, "star", "") == [SECOND]
        assert "‹★ It never waits" in dump(app)
        await pilot.press("up", key("quote-star"), "down", key("quote-star"))
        assert quotes(inquiry, "star", "") == [FIRST]
        await pilot.press("up", key("quote-star"))
        assert "The star is off." in dump(app)
    assert ("star", "") not in inquiry.store.journal.marks("s1/7.1", "AB")


async def test_a_long_paragraph_scrolls_with_the_selection(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("down", key("quote"))
        assert selected(app) == FIRST.replace("1:", "2:")
        for _ in range(40):
            await pilot.press("down")
        assert selected(app) == SECOND
        await pilot.press("end")
        assert "the end, Shift+↑" in dump(app)
        await pilot.press("shift+left")
        assert "It never waits" in dump(app)
        await pilot.press("home", "escape", "shift+down", "shift+down", key("quote"))
        assert selected(app) == SECOND  # the first in the window, not of the paragraph
        await pilot.press("f")
    assert quotes(inquiry, paragraph="s1/7.2") == [SECOND]
    span = inquiry.store.journal.marks("s1/7.2", "AB")["tag", "frequency"]["spans"][0]
    assert span["start"] > 200


async def test_going_elsewhere_ends_quoting(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"), "pagedown")
        assert "▌ 7(3)" in dump(app) and selected(app) == ""
        await pilot.press("f")
    assert done(inquiry) == [("tag", "s1/7.3", "frequency")] and quotes(inquiry) == []


async def test_keys_sent_at_once_are_done_in_order(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        for one, sign in (
            ("quotation_mark", '"'),
            ("down", None),
            ("f", "f"),
            ("escape", None),
            ("down", None),
        ):
            app.post_message(events.Key(one, sign))
        await pilot.pause()
        await pilot.pause()
        assert "▌ 7(2)" in dump(app)
    assert quotes(inquiry) == [SECOND]


@of("help")
async def test_help_shows_the_keys_of_quoting(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=(100, 40)) as (app, pilot):
        await pilot.press(key("quote"), "f1")
        shown = dump(app)
        assert "Select the next sentence." in shown and "Take off every quote" in shown
        assert "To the next paragraph to code." not in shown
        await pilot.press("escape", "down")
        assert selected(app) == SECOND


async def test_copying_takes_the_passage(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(CoderApp, "copy_to_clipboard", lambda _, text: copied.append(text))
    async with screens(inquiry) as (_, pilot):
        await pilot.press(key("quote"), "down", "ctrl+c")
    assert copied[0].startswith(f"“{SECOND}” (")


# The mouse


def place_of(app: CoderApp, words: str) -> tuple[int, int]:
    """Column and line on the evidence where words begin."""
    for y, strip in enumerate(app.screen.query_one("EvidenceView")._strips):  # type: ignore[attr-defined]
        text = "".join(segment.text for segment in strip)
        if words in text:
            return text.index(words), y
    raise AssertionError(f"{words!r} is not shown")


async def test_dragging_selects_words_and_clicks_a_word_or_a_sentence(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        x, y = place_of(app, "bus on")
        await pilot.mouse_down("EvidenceView", offset=(x + 1, y))
        await pilot.hover("EvidenceView", offset=(x + 4, y))
        assert selected(app) == "bus on"
        await pilot.hover("EvidenceView", offset=(x - 3, y))
        assert selected(app) == "the bus"
        await pilot.mouse_up("EvidenceView", offset=(x - 3, y))
        await pilot.hover("EvidenceView", offset=(x + 9, y))
        assert selected(app) == "the bus"
        await pilot.press("f")
        assert quotes(inquiry) == ["the bus"]
        await pilot.press("escape")
        x, y = place_of(app, "never")
        await pilot.click("EvidenceView", offset=(x + 2, y), times=2)
        assert selected(app) == "never"
        await pilot.click("EvidenceView", offset=(x + 2, y), times=3)
        assert selected(app) == SECOND
        await pilot.click("CodeList", offset=(8, 2))
        assert quotes(inquiry) == ["the bus", SECOND]


async def test_dragging_works_where_the_text_is_signed_and_scrolled(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("down", key("quote"), "f", "end", "escape", *["shift+down"] * 12)
        x, y = place_of(app, "waits")
        await pilot.mouse_down("EvidenceView", offset=(x, y))
        await pilot.hover("EvidenceView", offset=(x + 6, y))
        await pilot.mouse_up("EvidenceView", offset=(x + 6, y))
        assert selected(app) == "waits for"
        await pilot.press("F")
    assert quotes(inquiry, code="favour", paragraph="s1/7.2") == ["waits for"]


# Drawing


async def test_overlapping_quotes_are_told_apart_without_colour(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    hand, book = Hand(inquiry, "AB"), inquiry.codebook.by_id
    for words, code in (
        ("the bus on line 1 is late", "frequency"),
        ("line 1 is late on most days", "favour"),
    ):
        hand.tag("s1/7.1", [(book[code], None)], find_passage(inquiry, "s1/7.1", words))
    async with screens(inquiry, size=(140, 40)) as (app, _):
        shown = dump(app)
        assert "Answer 1: ‹f the bus on ‹F line 1 is late f› on most days F›. It never" in shown
        assert "◆ In favour  ‹F line 1 is late on most days" in shown
        assert "● Frequency  ‹f the bus on line 1 is late" in shown
        assert styled(app, "underline") == "the bus on line 1 is late on most days"


async def test_a_quote_that_is_gone_is_said_and_the_tag_stays(inquiry: Inquiry) -> None:
    for code, words in (("frequency", "Wholly other words."), ("punctual", "the bus on lime 1 is late")):
        value = {"spans": [{"start": 3, "end": 3 + len(words), "text": words}]}
        inquiry.store.journal.act("AB", [Change("tag", "AB", "s1/7.1", code, value)], "")
    purged = {"spans": [{"start": 0, "end": 6, "text": None}], "purged": True}
    inquiry.store.journal.act("AB", [Change("tag", "AB", "s1/7.1", "favour", purged)], "")
    async with screens(inquiry, size=(140, 40)) as (app, pilot):
        await pilot.press("up")
        shown = dump(app)
        assert "‹f quote not found in the text any more: “Wholly other words.”" in shown
        assert "‹F quote not found in the text any more: “(purged)”" in shown
        assert "● Frequency" in shown
        assert "‹p the bus on line 1 is late p›" in shown
        await pilot.press("f")
    assert ("tag", "frequency") not in inquiry.store.journal.marks("s1/7.1", "AB")


async def test_a_window_too_small_keeps_the_keys_of_quoting_waiting(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"))
        await pilot.resize_terminal(20, 5)
        await pilot.press("down", "f")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert selected(app) == FIRST
        assert isinstance(app.screen, CodingScreen)
    assert done(inquiry) == []


def test_nothing_to_quote_is_said(inquiry: Inquiry) -> None:
    hand, code = Hand(inquiry, "AB"), inquiry.codebook.by_id["frequency"]
    for passage in ((5, 5), (-1, 3), (0, 9_999), (9, 10)):
        with pytest.raises(CoderError, match="there is no text from"):
            hand.tag("s1/7.1", [(code, None)], passage)
    assert done(inquiry) == []
