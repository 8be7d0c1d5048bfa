"""Every screen as it was looked at: in both sizes; dark, light and without colour."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from textual.pilot import Pilot

from coder.inquiry.folder import Inquiry
from coder.inquiry.framework import write_summary
from coder.inquiry.people import people
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import Hand
from coder.inquiry.who import prefer
from coder.tui.app import CoderApp
from tests.snapshot_support import hold
from tests.tui_support import inquiry, key, screens, settled

__all__ = ["inquiry"]

Scene: TypeAlias = Callable[[Inquiry, Pilot[None]], Awaitable[None]]
SIZES = {"80x24": (80, 24), "140x40": (140, 40)}
LOOKS = ("dark", "light", "plain")
SCENES: dict[str, tuple[str | None, Scene]] = {}
"""By name: the session one starts in, and what is done then."""


def scene(session: str | None = "s1") -> Callable[[Scene], Scene]:
    def keep(made: Scene) -> Scene:
        SCENES[made.__name__.replace("_", "-")] = (session, made)
        return made

    return keep


@scene(None)
async def home(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    """The list of sessions."""


@scene(None)
async def glance(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("glance"))


@scene(None)
async def assignments(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("assignments"))


@scene(None)
async def assigning(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("assignments"), key("new-assignment"))


@scene(None)
async def agreement(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    two_coders(inquiry)
    await pilot.press(key("agreement"))
    await pilot.pause()


@scene(None)
async def confusion(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await agreement(inquiry, pilot)
    await pilot.press(key("confusion"))


@scene(None)
async def differences(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    two_coders(inquiry)
    await pilot.press(key("differences"), key("next-difference"))


@scene(None)
async def themes(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("theme"))


@scene(None)
async def tour(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("tour"))


@scene()
async def coding(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f", key("star"), "down", "p", "2", key("flag"), "down", "F", "up")


@scene()
async def quoting(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("down", "down", key("quote"), "f", "shift+right", "shift+right", "right", "p")


@scene()
async def quoted(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await quoting(inquiry, pilot)
    await pilot.press("escape")


@scene()
async def outline(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await coding(inquiry, pilot)
    await pilot.press(key("outline"))


@scene()
async def exchange(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("pagedown", "f", key("exchange"))


@scene()
async def filtering(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f", key("filter-steps"))


@scene()
async def memo_on(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f", key("memo-on"))


@scene()
async def memo(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("memo"), *"ask them")


@scene()
async def bulk(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f", key("bulk"), *"freq", "enter")


@scene()
async def finding(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f", key("find"), "e")


@scene()
async def search(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f", key("search"), *"train")
    await pilot.pause()


@scene()
async def codebook(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f", key("codebook"), "down", "down")


@scene()
async def code_form(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("codebook"), "down", key("edit-code"))


@scene()
async def review(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press("f")
    Editor(inquiry, "CD").change("frequency", definition="How many buses there are in an hour.")
    await pilot.press(key("review"))


@scene()
async def command_list(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("commands"), *"un")


@scene()
async def keys(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await pilot.press(key("help"))


@scene(None)
async def matrix(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    two_coders(inquiry)
    ana = people(inquiry).named("Ana Reyes")
    write_summary(inquiry, "AB", (ana, "service"), "Late on most days (7(1)).", ["7(1)"])
    await looked(pilot, key("matrix"), "down", "right")


@scene(None)
async def cell_quotes(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await matrix(inquiry, pilot)
    await looked(pilot, key("cell-quotes"), "down")


@scene(None)
async def summary(inquiry: Inquiry, pilot: Pilot[None]) -> None:
    await matrix(inquiry, pilot)
    await looked(pilot, key("summary"))


async def looked(pilot: Pilot[None], *pressed: str) -> None:
    """Press keys, each once what the one before set going has come to the screen."""
    app = pilot.app
    assert isinstance(app, CoderApp)
    for one in pressed:
        await pilot.press(one)
        await settled(app, pilot)


def two_coders(inquiry: Inquiry) -> None:
    """Both have read the first session, and differ here and there."""
    frequency = inquiry.codebook.by_id["frequency"]
    answers = [f"s1/7.{number}" for number in range(1, 7)] + [f"s1/8.{number}" for number in range(1, 5)]
    for coder, tagged in (("AB", answers[:5]), ("CD", answers[1:6])):
        Hand(inquiry, coder).read(answers)
        for paragraph in tagged:
            Hand(inquiry, coder).tag(paragraph, [(frequency, None)])


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCENES)
async def test_a_screen_is_as_it_was_looked_at(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch, name: str, size: str, look: str
) -> None:
    session, arrange = SCENES[name]
    if look == "plain":
        monkeypatch.setenv("NO_COLOR", "1")
    prefer(theme="evidence-light" if look == "light" else "evidence-dark")
    async with screens(inquiry, session=session, size=SIZES[size]) as (app, pilot):
        await arrange(inquiry, pilot)
        await pilot.pause()
        hold(app, f"{name}-{size}-{look}")
