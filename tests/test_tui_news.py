"""What others do to the store shows by itself; cursor, selection and what is being typed stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from coder.inquiry.assigning import Wish, assign
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import Hand
from tests.inquiry_support import spawn
from tests.tui_support import dump, inquiry, key, line_with, screens

if TYPE_CHECKING:
    from coder.tui.app import CoderApp

__all__ = ["inquiry"]


@contextmanager
def elsewhere(inquiry: Inquiry) -> Iterator[Inquiry]:
    """The same inquiry, open in another window."""
    with open_inquiry(inquiry.folder) as other:
        yield other


def tag(inquiry: Inquiry, coder: str, paragraph: str, code: str) -> None:
    with elsewhere(inquiry) as other:
        Hand(other, coder).tag(paragraph, [(other.codebook.by_id[code], None)])


async def looked(app: CoderApp, pilot: object) -> None:
    """Once it was looked for news, as happens every second."""
    app.news.held_until = 0.0
    await app.reach(app.news.look)
    await pilot.pause()  # type: ignore[attr-defined]


async def test_home_shows_what_another_process_did(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press("down")
        assert "0 of 20 paragraphs read" in dump(app)
        done = spawn(inquiry.folder, "tag", "s1/7.1", "frequency", "--as", "AB")
        assert done.status == 0, done.err
        await looked(app, pilot)
        assert "1 of 20 paragraphs read, 1 tag" in dump(app)
        assert line_with(app, "Second day").startswith("›")


async def test_another_window_of_the_same_coder_shows_the_marks(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("outline"), key("outline"), "right", "right")
        at = line_with(app, "›")
        tag(inquiry, "AB", "s1/7.1", "frequency")
        assert "○ f Frequency" in dump(app)
        await looked(app, pilot)
        assert "● f Frequency" in dump(app)
        assert "1/10 read" in dump(app)
        assert line_with(app, "›").strip("○● ") == at.strip("○● ")


async def test_a_selection_and_a_memo_being_written_stay(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("quote"), "right")
        passage = app.screen.quoting.passage  # type: ignore[attr-defined]
        tag(inquiry, "AB", "s1/7.1", "frequency")
        await looked(app, pilot)
        assert passage and app.screen.quoting.passage == passage  # type: ignore[attr-defined]
        await pilot.press("escape", key("memo"), "h", "a")
        tag(inquiry, "AB", "s1/7.1", "punctual")
        await looked(app, pilot)
        await pilot.press("t", key("save-memo"))
        assert inquiry.store.journal.value(("memo", "AB", "s1/7.1", "")) == {"text": "hat"}
        await looked(app, pilot)
        assert "● p Punctuality" in dump(app)


async def test_a_codebook_revised_elsewhere_is_in_force_here(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("right")
        with elsewhere(inquiry) as other:
            Editor(other, "CD").change("frequency", name="How often")
        await looked(app, pilot)
        assert "f How often" in dump(app) and "Frequency" not in dump(app)
        await pilot.press(key("codebook"))
        with elsewhere(inquiry) as other:
            Editor(other, "CD").change("frequency", name="How many")
        await looked(app, pilot)
        assert "How many" in dump(app)


async def test_a_transcript_corrected_elsewhere_is_stepped_on_through(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("next-item"))
        assert "▌ 8(1) · answer" in dump(app)
        path = inquiry.sessions / "s1.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Answer 1: the bus on line 1", "Reply 1: the tram on line 1"), "utf-8")
        with elsewhere(inquiry):
            await looked(app, pilot)
        assert "▌ 8(1) · answer" in dump(app)
        assert "Reply 1: the tram" in dump(app)
        await pilot.press("f")
        assert "● f Frequency" in dump(app)


async def test_differences_follow_and_one_stays_where_one_is(inquiry: Inquiry) -> None:
    for coder, code in (("AB", "punctual"), ("CD", "frequency")):
        tag(inquiry, coder, "s1/7.2", code)
    async with screens(inquiry, coder="EF", session=None) as (app, pilot):
        await pilot.press(key("differences"), "down")
        assert "2 of 2" in dump(app)
        at = app.screen.queue.case.code  # type: ignore[attr-defined]
        for coder, code in (("AB", "evening"), ("CD", "favour")):
            tag(inquiry, coder, "s1/7.1", code)
        await looked(app, pilot)
        assert "4 of 4" in dump(app)
        assert app.screen.queue.case.code == at  # type: ignore[attr-defined]


async def test_agreement_and_assignments_follow(inquiry: Inquiry) -> None:
    for coder, code in (("AB", "punctual"), ("CD", "frequency")):
        tag(inquiry, coder, "s1/7.2", code)
    async with screens(inquiry, coder="EF", session=None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        assert "1 paragraphs read by two" in dump(app)
        for coder in ("AB", "CD"):
            tag(inquiry, coder, "s1/7.1", "evening")
        await looked(app, pilot)
        assert "2 paragraphs read by two" in dump(app)
        await pilot.press("escape", key("assignments"))
        with elsewhere(inquiry) as other:
            assign(other, "EF", Wish(("s1",), ("AB", "CD")))
        await looked(app, pilot)
        assert "1 in force" in dump(app)


async def test_search_finds_what_was_tagged_elsewhere(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("search"), *"code", "colon", *"frequency")
        await pilot.pause()
        tag(inquiry, "AB", "s1/7.1", "frequency")
        assert "7(1)" not in dump(app)
        await looked(app, pilot)
        assert "7(1)" in dump(app)


async def test_a_blind_coder_is_shown_nothing_of_others(inquiry: Inquiry) -> None:
    assign(inquiry, "EF", Wish(("s1",), ("AB", "CD"), blind=True))
    async with screens(inquiry) as (app, pilot):
        before = dump(app)
        tag(inquiry, "CD", "s1/7.1", "frequency")
        await looked(app, pilot)
        assert dump(app) == before


async def test_nothing_is_done_where_nothing_changed(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("f")  # one's own is no news
        calls: list[str] = []
        real = inquiry.store._db.execute
        monkeypatch.setattr(inquiry.store._db, "execute", lambda *one: (calls.append(one[0]), real(*one))[1])
        await looked(app, pilot)
        assert calls == ["PRAGMA data_version"]


async def test_who_types_is_not_held_up(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        tag(inquiry, "AB", "s1/7.1", "frequency")
        await pilot.press("down")
        app.news.look()
        assert not app.news.waits
        await looked(app, pilot)
        assert "1/10 read" in dump(app)


async def test_a_screen_below_follows_when_one_comes_back_to_it(inquiry: Inquiry) -> None:
    for coder, code in (("AB", "punctual"), ("CD", "frequency")):
        tag(inquiry, coder, "s1/7.2", code)
    async with screens(inquiry, coder="EF", session=None) as (app, pilot):
        await pilot.press(key("agreement"), key("all-differences"))
        for coder in ("AB", "CD"):
            tag(inquiry, coder, "s1/7.1", "evening")
        await looked(app, pilot)
        await pilot.press("escape")
        assert "2 paragraphs read by two" in dump(app)
