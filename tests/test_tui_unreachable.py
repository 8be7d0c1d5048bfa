"""A team's store out of reach: it is said, what was typed is kept, and all is done once when it is back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from tests.tui_support import done, dump, inquiry, key, make, of, screens, sitting
from tests.unreachable_support import Line, connected

__all__ = ["inquiry"]

CODING = (
    "f", "p", "2", key("read"), key("repeat"), key("undo"), key("redo"), key("flag"), key("next-item"),
    key("memo"), "s", "o", "ctrl+s", key("outline"), key("next"), "F", key("unread"), key("undo"),
    key("find"), "e", "v", "e", "enter", key("next-unread"), "A",
)  # fmt: skip


HOME = (
    "down", "end", key("memo-session"), "x", key("save-memo"), key("glance"), "escape", "up",
    key("search"), "l", "a", "t", "e", "down", "down", "enter", "f", key("home"), "escape", "down", "enter",
    "p", key("undo"),
)  # fmt: skip
CODEBOOK = (
    key("codebook"), "down", "down", key("shift-down"), key("merge-code"), "e", "v", "enter",
    key("undo-revision"), key("retire-code"), "o", "l", "d", "enter", key("edit-code"), "x", key("save-code"),
    key("undo-revision"), key("redo-revision"), "escape",
)  # fmt: skip
DIFFERENCES = (
    key("differences"), key("accept"), "y", "enter", "enter", key("reject"), "n", "enter", key("undo"),
    key("discuss"), "m", "enter", key("next-open"), key("propose-accept"), "p", "enter", key("unclear"), "u",
    "enter", "escape", key("assignments"), "escape", key("agreement"),
)  # fmt: skip


class Came(NamedTuple):
    """What a run came to."""

    journal: list[tuple[str, str, str, str]]
    screen: str
    calls: int
    dropped: int


async def ran(folder: Path, keys: tuple[str, ...], drops_at: int, session: str | None = "s1") -> Came:
    """Keys typed in an inquiry of its own, while the line drops once."""
    sessions = sitting("s1", "First day", "2026-03-01"), sitting("s2", "Second day", "2026-03-08")
    with make(folder, *sessions) as opened, pytest.MonkeyPatch.context() as patch:
        book = opened.codebook.by_id
        for coder, codes in (("AB", ("punctual", "frequency")), ("CD", ("evening", "punctual"))):
            for place, code in enumerate(codes, 1):
                Hand(opened, coder).tag(f"s2/7.{place}", [(book[code], None)])
        async with screens(opened, session=session) as (app, pilot):
            line = Line(opened, patch)
            line.drops_at = drops_at
            for one in keys:
                await pilot.press(one)
            await connected(app, pilot)
            line.drops_at, calls = 0, line.calls
            journal = [
                (one.verb, one.subject, one.code, without_times(str(one.after)))
                for one in opened.store.journal.entries()
            ]
            return Came(journal, dump(app), calls, line.dropped)


def without_times(said: str) -> str:
    return re.sub(r"\d\d\d\d-[\dT:.-]+Z", "", said)


async def test_what_was_done_and_typed_is_kept_and_sent(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with screens(inquiry) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        line.down = True
        await pilot.press("f")
        shown = dump(app)
        assert "No connection to the team's store since" in shown
        assert "None of it is saved yet" in shown
        await pilot.press("down", "p", "2")
        assert "3 keys" in dump(app)
        line.down = False
        await connected(app, pilot)
        assert "▌ 7(2) · answer" in dump(app)
        assert done(inquiry) == [
            ("tag", "s1/7.1", "frequency"), ("tag", "s1/7.2", "punctual"), ("tag", "s1/7.2", "punctual")
        ]  # fmt: skip
        assert (inquiry.store.journal.value(("tag", "AB", "s1/7.2", "punctual")) or {})["value"] == 2


SCRIPTS = {"coding": CODING, "home": HOME, "codebook": CODEBOOK, "differences": DIFFERENCES}
FEW = [("coding", 61), ("coding", 301), ("home", 90), ("codebook", 110), ("differences", 95)]


async def same_as_undisturbed(folder: Path, script: str, drops: Iterable[int]) -> None:
    session = "s1" if script == "coding" else None
    undisturbed = await ran(folder / "undisturbed", SCRIPTS[script], 0, session)
    for drops_at in drops:
        if drops_at <= undisturbed.calls:
            disturbed = await ran(folder / str(drops_at), SCRIPTS[script], drops_at, session)
            assert disturbed.dropped > undisturbed.dropped == 0, drops_at
            assert disturbed.journal == undisturbed.journal, drops_at
            assert disturbed.screen == undisturbed.screen, drops_at


@pytest.mark.parametrize(("script", "drops_at"), FEW)
async def test_wherever_the_line_drops_all_is_done_once(tmp_path: Path, script: str, drops_at: int) -> None:
    await same_as_undisturbed(tmp_path, script, [drops_at])


@pytest.mark.long
@pytest.mark.parametrize("script", SCRIPTS)
async def test_wherever_it_drops_of_many_places(tmp_path: Path, script: str) -> None:
    await same_as_undisturbed(tmp_path, script, range(2, 600, 5))


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (("f",), [("tag", "frequency")]),
        (("f", "f"), [("tag", "frequency"), ("untag", "frequency")]),
        ((key("read"),), [("read", "")]),
        (("f", key("undo")), [("tag", "frequency"), ("untag", "frequency")]),
        ((key("flag"),), [("flag", "")]),
        ((key("memo"), "s", key("save-memo")), [("memo", "")]),
    ],
)
async def test_what_was_saved_as_it_dropped_is_not_done_twice(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], kept: list[tuple[str, str]]
) -> None:
    async with screens(inquiry) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        await pilot.press(*keys[:-1])
        line.drops_after_saving = True
        await pilot.press(keys[-1])
        await connected(app, pilot)
        assert line.dropped
        assert [(verb, code) for verb, _, code in done(inquiry)] == kept


async def test_it_goes_again_while_what_was_kept_is_sent(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with screens(inquiry) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        line.down = True
        await pilot.press("f", "down", "p", "down", "F")
        line.drops_at = line.calls + 30
        await connected(app, pilot)
        assert line.dropped > 1
        line.drops_at = 0
        assert [(verb, code) for verb, _, code in done(inquiry)] == [
            ("tag", "frequency"), ("tag", "punctual"), ("tag", "favour")
        ]  # fmt: skip


@of("quit", "stay-unsent")
async def test_leaving_says_what_would_be_lost(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    async with screens(inquiry) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        line.down = True
        await pilot.press("f", "down", "p", key("quit"))
        assert "the 2 keys typed since would be lost" in " ".join(dump(app).split())
        await pilot.press(key("stay-unsent"), key("stay-unsent"))
        assert "would be lost" not in dump(app)
        assert "3 keys" in dump(app)
        assert app.is_running
        await pilot.press(key("quit"), key("quit"))
        await pilot.pause()
        assert not app.is_running
    line.down = False
    assert done(inquiry) == []


async def test_a_memo_being_written_stays_and_is_kept_when_it_can_be(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with screens(inquiry) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        await pilot.press(key("memo"), "l", "a")
        line.down = line.noticed = True
        app.news.look()
        await pilot.press("t", "e")
        assert "late" in dump(app)
        assert "No connection" not in dump(app)
        await pilot.press(key("save-memo"))
        assert "No connection" in dump(app)
        assert "Memo on 7(1) kept" not in dump(app)
        line.down = False
        await connected(app, pilot)
        assert "Memo on 7(1) kept" in dump(app)
        assert (inquiry.store.journal.value(("memo", "AB", "s1/7.1", "")) or {})["text"] == "late"


@pytest.mark.parametrize("colours", ["1", ""])
async def test_it_is_said_before_anything_is_done(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch, colours: str
) -> None:
    monkeypatch.setenv("NO_COLOR", colours)
    async with screens(inquiry, session=None) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        line.down = line.noticed = True
        await app.reach(app.news.look)
        await pilot.pause()
        assert "What you did before is saved." in " ".join(dump(app).replace("│", "").split())
        await pilot.press("enter", "f")
        line.down = False
        await connected(app, pilot)
        assert done(inquiry) == [("tag", "s1/7.1", "frequency")]


async def test_who_has_nothing_to_lose_just_leaves(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        line.down = line.noticed = True
        await app.reach(app.news.look)
        await pilot.pause()
        await pilot.press(key("quit"))
        await pilot.pause()
        assert not app.is_running
    line.down = False


async def test_it_may_be_gone_before_the_first_screen_stands(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert inquiry.store
    line = Line(inquiry, monkeypatch)
    line.down = True
    async with screens(inquiry, tour=True) as (app, pilot):
        await pilot.press("f")
        line.down = False
        await connected(app, pilot)
        assert done(inquiry) == [("tag", "s1/7.1", "frequency")]
