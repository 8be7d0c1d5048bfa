"""The home screen: only the sessions in sight, how far one is, how fast, and a session at a glance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import coder.store.journal
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.glance import glance
from coder.inquiry.progress import pace, progress, progress_from, totals
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import withdraw
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.glance import AtAGlance
from tests.tui_support import done, dump, inquiry, key, line_with, make, of, screens, sitting

__all__ = ["inquiry"]

SLUGS = [f"s{number:02}" for number in range(60)]


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty sessions, a day each; the last has no date and so comes first."""
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    day = datetime(2025, 1, 1)
    held = [sitting(slug, f"Day {place}", f"{day + timedelta(place):%F}") for place, slug in enumerate(SLUGS)]
    make(tmp_path / "many", *held).close()
    path = tmp_path / "many" / "sessions" / f"{SLUGS[-1]}.md"
    text = path.read_text(encoding="utf-8")
    assert "date: '2025-03-01'\n" in text
    path.write_text(text.replace("date: '2025-03-01'\n", ""), encoding="utf-8")
    return tmp_path / "many"


def days(app: object) -> list[str]:
    return [line.split("Day ")[1].split()[0] for line in dump(app).splitlines() if " Day " in line]  # type: ignore[arg-type]


async def test_the_list_shows_what_is_in_sight_wherever_one_is(many: Path) -> None:
    with open_inquiry(many) as inquiry:
        Hand(inquiry, "AB").read(["s30/7.1"])
        Hand(inquiry, "AB").tag("s30/7.1", [(inquiry.codebook.by_id["frequency"], None)])
        async with screens(inquiry, session=None) as (app, pilot):
            assert "60 sessions, 1 of 600 paragraphs read, 1 tag" in dump(app)
            assert line_with(app, "›").split()[1:4] == ["2025-01-31", "Day", "30"], "the one worked on last"
            assert "1/10" in line_with(app, "›")
            await pilot.press(key("next-session"))
            assert "Day 31" in line_with(app, "›")
            await pilot.press(key("last-session"))
            assert days(app)[-1] == "58" and "Day 58" in line_with(app, "›")
            await pilot.press(key("first-session"))
            assert days(app)[:2] == ["59", "0"] and "no date" in line_with(app, "›")
            await pilot.press(*[key("page-down")] * 9, key("page-up"))
            place = int(days(app)[0])
            assert [int(day) for day in days(app)] == list(range(place, place + len(days(app))))
            await pilot.resize_terminal(80, 40)
            await pilot.pause()
            assert len(days(app)) == 35


async def test_it_stands_on_the_session_asked_for_and_opens_it(many: Path) -> None:
    with open_inquiry(many) as inquiry:
        async with screens(inquiry, session="s42") as (app, pilot):
            await pilot.press("escape")
            await pilot.pause()
            assert "Day 42" in line_with(app, "›")
            await pilot.press(key("open"))
            await pilot.pause()
            assert isinstance(app.screen, CodingScreen) and "Day 42" in dump(app)


async def test_what_was_done_above_it_shows(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("search"), *"answer", key("open-hit"))
        await pilot.pause()
        await pilot.press("f", "escape", "escape")
        await pilot.pause()
        assert "1 of 20 paragraphs read, 1 tag" in dump(app) and "1/10" in dump(app)


def test_one_coders_progress_agrees_with_everybodys(inquiry: Inquiry) -> None:
    hand = Hand(inquiry, "AB")
    hand.tag("s1/7.1", [(inquiry.codebook.by_id["frequency"], None)])
    hand.tag("s1/7.q1", [(inquiry.codebook.by_id["frequency"], None)])
    hand.read(["s1/7.2", "s2/8.1"])
    Hand(inquiry, "CD").read(["s1/7.1"])
    whole = progress(inquiry)
    assert [(one.of("AB").read, one.of("AB").tags, one.total) for one in whole] == [(2, 2, 10), (1, 0, 10)]
    assert [one.coder for one in whole[0].coders] == ["AB", "CD"]
    own = progress_from(inquiry, "AB", 0, 9)
    assert [one.of("AB") for one in own] == [one.of("AB") for one in whole]
    assert [one.total for one in own] == [one.total for one in whole]
    assert [one.session.slug for one in progress_from(inquiry, "AB", 1, 1)] == ["s2"]
    assert (totals(inquiry, "AB").read, totals(inquiry, "AB").tags) == (3, 2)
    withdraw(inquiry, "AB", "s1", "asked for")
    assert totals(inquiry, "AB").sessions == 1 and totals(inquiry, "AB").total == 10
    assert (totals(inquiry, "AB").read, totals(inquiry, "AB").tags) == (1, 0)
    assert [one.session.slug for one in progress_from(inquiry, "AB", 0, 9)] == ["s2"]
    with pytest.raises(CoderError, match="was withdrawn"):
        glance(inquiry, "AB", "s1")


# ---- pace


def work(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch, days_ago: int, *paragraphs: str) -> None:
    """Read paragraphs at noon, here, so many days ago."""
    noon = datetime.now().astimezone().replace(hour=12, minute=0) - timedelta(days_ago)
    with monkeypatch.context() as patch:
        at = noon.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        patch.setattr(coder.store.journal, "now", lambda: at)
        Hand(inquiry, "AB").read(paragraphs)


async def test_pace_is_of_the_days_one_worked_before_today(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pace(inquiry, "AB") is None
    work(inquiry, monkeypatch, 0, "s1/7.1")
    assert (found := pace(inquiry, "AB")) and (found.days, found.a_day) == (1, 1), (
        "today, where it is the first"
    )
    work(inquiry, monkeypatch, 9, "s1/7.2", "s1/7.3", "s1/7.4")
    work(inquiry, monkeypatch, 3, "s1/8.1")
    assert (found := pace(inquiry, "AB")) and (found.days, found.a_day) == (2, 2)
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.pause()
        assert "2 a day over the last 2 days you coded · 15 left, about 8 such days" in dump(app)


async def test_where_all_is_read_nothing_is_left(inquiry: Inquiry) -> None:
    for slug in ("s1", "s2"):
        texts = inquiry.store.index.texts(slug)
        Hand(inquiry, "AB").read([one for one in texts if ".q" not in one])
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.pause()
        assert "All is read." in dump(app) and "left" not in dump(app)


# ---- a session at a glance, and what is written on it


@of("glance")
async def test_a_session_at_a_glance(inquiry: Inquiry) -> None:
    codes, hand = inquiry.codebook.by_id, Hand(inquiry, "AB")
    for place in (1, 2, 3, 4):
        hand.tag(f"s1/7.{place}", [(codes["frequency"], None)])
    hand.tag("s1/7.1", [(codes["favour"], None)])
    hand.memo("s1/7.2", "see the map")
    Hand(inquiry, "CD").tag("s1/8.1", [(codes["favour"], None)])
    seen = glance(inquiry, "AB", "s1")
    assert [(one.name, one.tags) for one in seen.themes] == [("Service", 4), ("Stance", 1)]
    assert [(one.role, one.read, one.paragraphs) for one in seen.coverage] == [("answer", 4, 10)]
    async with screens(inquiry, session=None, size=(80, 40)) as (app, pilot):
        await pilot.press("up", key("glance"))
        assert isinstance(app.screen, AtAGlance)
        assert "4 of 10" in line_with(app, "answer") and "besides: question 5" in dump(app)
        long, short = (line_with(app, name).count("█") for name in ("Service", "Stance"))
        assert long > 30 and long / 4 - 1 < short < long / 4 + 1
        assert "5 in all" in dump(app) and "Your memos  1" in dump(app)
        assert "none" in dump(app)


async def test_questions_that_nobody_answered_are_named(tmp_path: Path, inquiry: Inquiry) -> None:
    path = inquiry.sessions / "s1.md"
    text = path.read_text(encoding="utf-8")
    first = text.index("### 5 ")
    path.write_text(text[:first] + text[text.index("## Item 8") :], encoding="utf-8")
    with open_inquiry(inquiry.folder) as again:
        (asked,) = glance(again, "AB", "s1").unanswered
        assert asked.paragraph.text == "What do riders say about line 3?"
        async with screens(again, session=None, size=(80, 40)) as (app, pilot):
            await pilot.press("up", key("glance"))
            assert "What do riders say about line 3?" in dump(app)


@of("memo-session")
async def test_a_memo_on_the_session_and_its_undo(inquiry: Inquiry) -> None:
    Hand(inquiry, "AB").read(["s1/7.2"])
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("memo-session"), *"long", key("save-memo"))
        await pilot.pause()
        assert "Memo kept." in dump(app) and done(inquiry)[-1] == ("memo", "s1", "")
        assert inquiry.store.journal.place("AB", "s1") == "s1/7.2", "one stays where one was"
        await pilot.press(key("undo"))
        assert "Undone: memo on the session First day." in dump(app)
        assert inquiry.store.journal.value(("memo", "AB", "s1", "")) is None
        await pilot.press(key("redo"), key("memo-session"))
        assert "long" in dump(app)
