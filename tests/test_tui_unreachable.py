"""A team's store out of reach: it is said, what was typed is kept, and all of it is done once when it is back."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from coder.inquiry.folder import Inquiry
from tests.tui_support import done, dump, inquiry, key, make, screens, sitting
from tests.unreachable_support import Line, connected

__all__ = ["inquiry"]

CODING = (
    "f", "p", "2", key("read"), key("repeat"), key("undo"), key("redo"), key("flag"), key("next-item"),
    key("memo"), "s", "o", "ctrl+s", key("outline"), key("next"), "F", key("unread"), key("undo"),
    key("find"), "e", "v", "e", "enter", key("next-unread"), "A",
)  # fmt: skip


class Came(NamedTuple):
    """What a run came to."""

    journal: list[tuple[str, str, str, str]]
    screen: str
    calls: int
    dropped: int


async def ran(folder: Path, keys: tuple[str, ...], drops_at: int, session: str | None = "s1") -> Came:
    """Keys typed in an inquiry of its own, while the line drops once."""
    with (
        make(folder, sitting("s1", "First day", "2026-03-01")) as opened,
        pytest.MonkeyPatch.context() as patch,
    ):
        async with screens(opened, session=session) as (app, pilot):
            line = Line(opened, patch)
            line.drops_at = drops_at
            for one in keys:
                await pilot.press(one)
            await connected(app, pilot)
            line.drops_at, calls = 0, line.calls
            entries = [
                (one.verb, one.subject, one.code, str(one.after)) for one in opened.store.journal.entries()
            ]
            return Came(entries, dump(app), calls, line.dropped)


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
