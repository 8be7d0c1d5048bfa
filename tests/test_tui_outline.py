"""The outline beside the evidence, and the whole exchange in its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual import events

from benchmarks.inquiries import SLUG, make
from coder.evidence.model import Item, Paragraph, Question, Session
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.outline import OutlineView
from coder.inquiry.stepping import Stepper
from coder.store.index import Index, Placed
from coder.tui.app import CoderApp
from tests import tui_support
from tests.tui_support import done, dump, inquiry, key, of, screens

__all__ = ["inquiry"]

WIDE, NARROW = (140, 40), (80, 24)


def outline(app: CoderApp) -> list[str]:
    """The outline's lines, without its edge."""
    panel = app.screen.query_one("OutlinePanel")
    if not panel.display:
        return []
    lines = ["".join(segment.text for segment in strip) for strip in panel._strips]  # type: ignore[attr-defined]
    return [line.strip("│").rstrip() for line in lines]


def line(app: CoderApp, part: str) -> str:
    return next(line for line in outline(app) if part in line)


@of("outline")
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_outline_follows_and_counts(inquiry: Inquiry, size: tuple[int, int]) -> None:
    async with screens(inquiry, size=size) as (app, pilot):
        assert outline(app) == []
        await pilot.press(key("outline"))
        assert line(app, "7(1)").startswith("›")
        assert line(app, "7 · Evide").endswith("────── 0/6")
        assert line(app, "7 Q1").endswith("0/2")
        assert app.screen.query_one("CodeList").display == (size == WIDE)
        await pilot.press("f", "p", "enter")
        assert line(app, "7(1)").startswith("  ✓ 7(1) Answer") and line(app, "7(1)").endswith("fp")
        assert line(app, "7(2)").startswith("›")
        assert line(app, "7 · Evide").endswith("1/6") and line(app, "7 Q1").endswith("1/2")
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert line(app, "7 · Evide").endswith("0/6") and line(app, "7 Q1").endswith("0/2")
        await pilot.press("f", "right_curly_bracket")
        assert line(app, "8(1)").startswith("›") and line(app, "8 · Evide").endswith("0/4")
        await pilot.press(key("outline"))
        assert outline(app) == [] and app.screen.query_one("CodeList").display
    assert done(inquiry)[-1] == ("tag", "s1/7.1", "frequency")


async def test_stars_flags_and_memos_have_their_signs(inquiry: Inquiry) -> None:
    stepper = Stepper(inquiry, "AB", "s1")
    stepper.hand.star("s1/7.3")
    stepper.hand.flag("s1/7.3")
    stepper.hand.memo("s1/7.3", "so?")
    stepper.hand.tag("s1/7.3", [(inquiry.codebook.by_id["evening"], None)])
    async with screens(inquiry, size=WIDE) as (app, pilot):
        await pilot.press(key("outline"))
        assert line(app, "7(3)").endswith("●★⚑✎")


async def test_it_stays_for_the_next_session_and_makes_room(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=WIDE) as (app, pilot):
        await pilot.press(key("outline"), "escape", "down", "enter")
        assert "Second day" in dump(app) and line(app, "7(1)").startswith("›")
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert not app.screen.query_one("CodeList").display and line(app, "7(1)")
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert app.screen.query_one("CodeList").display
        widths = {strip.cell_length for strip in app.screen._compositor.render_strips()}
        assert widths == {WIDE[0]}


async def test_a_click_goes_there_and_the_wheel_looks_further(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=(80, 15)) as (app, pilot):
        await pilot.press(key("outline"))
        assert not any("8(4)" in one for one in outline(app))
        panel = app.screen.query_one("OutlinePanel")
        for _ in range(6):
            panel.post_message(events.MouseScrollDown(None, 60, 9, 0, 1, 0, False, False, False))
            await pilot.pause()
        at = outline(app).index(line(app, "8(4)"))
        await pilot.click("OutlinePanel", offset=(8, at))
        await pilot.pause()
        assert "▌ 8(4)" in dump(app) and line(app, "8(4)").startswith("›")
        await pilot.press("up")
        assert line(app, "8(3)").startswith("›")
        at = outline(app).index(line(app, "8 Q2"))
        await pilot.click("OutlinePanel", offset=(8, at))
        await pilot.pause()
        assert "▌ 8 Q2" in dump(app)


async def test_the_item_and_question_one_is_under_stay_in_sight(tmp_path: Path) -> None:
    with open_inquiry(make(tmp_path / "measured", 200)) as long:
        async with screens(long, session=SLUG, size=(140, 15)) as (app, pilot):
            await pilot.press(key("outline"), *["down"] * 46)
            assert outline(app)[0].startswith(" 1 · Witness 1")
            assert line(app, "What about matter 12").strip().endswith("0/4")


def test_a_row_for_each_item_question_and_paragraph(inquiry: Inquiry) -> None:
    view = Stepper(inquiry, "AB", "s1").outline.view(1, 1, 100)
    kinds = "".join(row.kind[0] for row in view.rows)
    assert kinds == "i" + "qpp" * 3 + "i" + "qpp" * 2
    part = Stepper(inquiry, "AB", "s1").outline.view(8, 8, 2)
    assert [row.label for row in part.rows] == ["7 Q3", "7(5)", "7(6)", "8", "8 Q1", "8(1)"]
    assert [row.kind for row in part.above] == ["item", "question"]


def test_counting_on_agrees_with_counting_anew(inquiry: Inquiry) -> None:
    stepper, book = Stepper(inquiry, "AB", "s1"), inquiry.codebook.by_id

    def counts(view: OutlineView) -> list[tuple[int, int]]:
        return [row.counts for row in view.rows]

    stepper.outline.view(0, 0, 100)
    hand, here = stepper.hand, ("s1/7.1", "s1/7.5", "s1/8.2")
    acts = [
        lambda: hand.read(here), lambda: hand.toggle(here[0], book["frequency"]), lambda: hand.unread(here),
        lambda: hand.toggle(here[1], book["favour"]), lambda: hand.toggle(here[1], book["against"]),
        hand.undo, hand.undo, hand.undo, hand.redo, hand.undo, hand.undo, hand.undo,
        lambda: hand.read([f"s1/7.{n}" for n in range(1, 7)] + [f"s1/8.{n}" for n in range(1, 5)]),
    ]  # fmt: skip
    for act in acts:
        stepper.took(act())
        anew = Stepper(inquiry, "AB", "s1").outline.view(0, 0, 100)
        assert counts(stepper.outline.view(0, 0, 100)) == counts(anew)
    assert counts(stepper.outline.view(0, 0, 100))[0] == (6, 6)


def test_a_step_asks_for_no_more_than_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_inquiry(make(tmp_path / "measured", 1_000)) as long:
        stepper = Stepper(long, "AB", SLUG)
        asked: list[int] = []
        span = Index.span

        def counted(self: Index, session: str, low: int, high: int) -> list[Placed]:
            asked.append(high - low)
            return span(self, session, low, high)

        monkeypatch.setattr(Index, "span", counted)
        stepper.outline.view(600, 600, 40)
        asked.clear()
        stepper.outline.view(601, 601, 40)
        assert sum(asked) < 100


# The whole exchange


@of("exchange")
async def test_the_whole_exchange(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=(80, 30)) as (app, pilot):
        await pilot.press("f", "pagedown", "p", "down", "f", key("exchange"))
        shown = dump(app)
        assert "7 Q2 · question · Cllr Ode\n  What do riders say about line 2?" in shown
        assert "  7(3) · answer" in shown and "\n  ● Punctuality" in shown and "▌ 7(4)" in shown
        assert "7(2)" not in shown and "7(5)" not in shown and "line 3" not in shown
        assert "SERVICE" not in shown
        assert "F7 brings the codes back." in shown
        await pilot.press("F")
        assert "▌ ◆ In favour  ● Frequency" in dump(app)
        await pilot.press("up", "2")
        assert "▌ 7(3)" in dump(app)
        await pilot.press("down", "down")
        shown = dump(app)
        assert "▌ 7(5)" in shown and "What do riders say about line 3?" in shown and "7(4)" not in shown
        await pilot.press(key("exchange"))
        assert "SERVICE" in dump(app) and "▌ 7(5)" in dump(app)
    assert ("tag", "s1/7.4", "favour") in done(inquiry)


async def test_quoting_and_the_outline_in_the_whole_exchange(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=WIDE) as (app, pilot):
        await pilot.press("f2", "pagedown", "f7", "quotation_mark", "down", "f", "escape")
        assert outline(app) == [] and "‹f It never waits for the train. f›" in dump(app)
        await pilot.press("f2")
        assert outline(app) and "SERVICE" in dump(app)


async def test_a_long_paragraph_in_the_whole_exchange(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press("down", "f7")
        assert "What do riders say about line 1?" in dump(app) and "more lines, Shift+↓" in dump(app)
        await pilot.press("shift+down")
        assert "Answer 2: the bus" not in dump(app)


async def test_where_there_is_no_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    asked = Question("x/1.q1", "1", "Why so?")
    said = (
        *(Paragraph(f"x/1.{n}", "opening", f"Opening {n}.", str(n), f"1({n})") for n in (1, 2)),
        Paragraph("x/1.q1", "question", "Why so?", "1", "Q1", "x/1.q1"),
        Paragraph("x/1.3", "answer", "Because.", "3", "1(3)", "x/1.q1"),
    )
    session = Session("x", "X", items=(Item("x/1", "All", "1", questions=(asked,), paragraphs=said),))
    with tui_support.make(tmp_path / "inquiry", session) as opened:
        async with screens(opened, session="x") as (app, pilot):
            await pilot.press("f7")
            assert "Opening 2." in dump(app) and "Because." not in dump(app)


async def test_five_hundred_answers_are_drawn_around_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    asked = Question("x/1.q1", "1", "Why so?")
    answers = [
        Paragraph(f"x/1.{n}", "answer", f"Answer {n} is so. " * 20, str(n), f"1({n})", "x/1.q1")
        for n in range(1, 501)
    ]
    said = (Paragraph("x/1.q1", "question", "Why so?", "1", "Q1", "x/1.q1"), *answers)
    session = Session("x", "X", items=(Item("x/1", "All", "1", questions=(asked,), paragraphs=said),))
    with tui_support.make(tmp_path / "inquiry", session) as opened:
        stepper = Stepper(opened, "AB", "x")
        stepper.go_to("x/1.250")
        view = stepper.exchange(stepper.view(), 24)
        assert len(view.before) == 25 and len(view.after) == 24  # and the question
        async with screens(opened, session="x") as (app, pilot):
            await pilot.press("f7")
            shown = dump(app)
            assert "▌ 1(250)" in shown and "Answer 249" in shown and "Answer 251" in shown
            assert "↑ Why so?" in shown
            began = time.perf_counter()
            await pilot.press(*["down"] * 20)
            assert time.perf_counter() - began < 10
            assert "▌ 1(270)" in dump(app)
