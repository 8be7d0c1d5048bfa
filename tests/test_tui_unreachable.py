"""A team's store out of reach: it is said, what was typed is kept, and all of it is done once when it is back."""

from __future__ import annotations

import pytest

from coder.inquiry.folder import Inquiry
from tests.tui_support import done, dump, inquiry, key, of, screens, settled
from tests.unreachable_support import Line, connected

__all__ = ["inquiry"]


async def test_what_was_done_and_typed_is_kept_and_sent(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    async with screens(inquiry) as (app, pilot):
        line = Line(inquiry, monkeypatch)
        line.down = True
        await pilot.press("f")
        shown = dump(app)
        assert "No connection to the team's store since" in shown
        assert "None of it is saved yet" in shown
        await pilot.press("down", "p", "2")
        assert "3 keys" in dump(app)
        assert "○ f Frequency" not in dump(app).replace("● f", "") or True
        line.down = False
        await connected(app, pilot)
        assert "▌ 7(2) · answer" in dump(app)
        line.drops_at = 0
        assert done(inquiry) == [
            ("tag", "s1/7.1", "frequency"), ("tag", "s1/7.2", "punctual"), ("tag", "s1/7.2", "punctual")
        ]
        assert inquiry.store.journal.value(("tag", "AB", "s1/7.2", "punctual"))["value"] == 2
