"""Memos on anything, and many paragraphs at once, by their keys: what the journal and the screen hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.evidence.model import Item, Paragraph, Session
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from coder.tui.screens.bulk import Bulk, Preview
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.memo import Memo
from coder.tui.screens.memo_on import MemoOn
from tests.tui_support import CODEBOOK, done, dump, inquiry, key, line_with, make, of, screens

__all__ = ["inquiry"]


def memos(inquiry: Inquiry) -> dict[tuple[str, str], str]:
    return {
        (key[2], key[3]): value["text"] for key, value in inquiry.store.journal.state() if key[0] == "memo"
    }


@of("memo-on")
@pytest.mark.parametrize(
    ("letters", "where", "key_of", "drawn"),
    [
        ("tag", "Frequency on 7(1)", ("s1/7.1", "frequency"), "memo on Frequency: so?"),
        ("paragraph", "7(1)", ("s1/7.1", ""), "memo: so?"),
        ("question", "7 Q1", ("s1/7.q1", ""), "memo: so?"),
        ("witness", "Ana Reyes", ("s1/@ana-reyes", ""), "Ana Reyes, Driver, Tarn Buses ✎ so?"),
        ("session", "the session First day", ("s1", ""), "First day · 2026-03-01 ✎ so?"),
        ("code", "the code Frequency", ("codebook:buses", "frequency"), "Frequency ✎"),
    ],
)
async def test_a_memo_on_anything(
    inquiry: Inquiry, letters: str, where: str, key_of: tuple[str, str], drawn: str
) -> None:
    async with screens(inquiry, size=(140, 40)) as (app, pilot):
        await pilot.press("f", key("memo-on"), *letters)
        assert isinstance(app.screen, MemoOn)
        await pilot.press("enter")
        assert isinstance(app.screen, Memo) and f"Memo on {where}" in dump(app)
        assert drawn not in dump(app)
        await pilot.press(*"so?", key("save-memo"))
        assert isinstance(app.screen, CodingScreen)
        assert memos(inquiry) == {key_of: "so?"}
        assert f"Memo on {where} kept." in dump(app) and drawn in dump(app)
        await pilot.press(key("memo-on"), *letters)
        assert "✎ so?" in line_with(app, f"› {letters}")
        await pilot.press("escape", "ctrl+z")
        assert f"Undone: memo on {where}." in dump(app) and "▌ 7(1)" in dump(app)
        assert drawn not in dump(app) and memos(inquiry) == {}
        await pilot.press("ctrl+y")
        assert drawn in dump(app)
    async with screens(inquiry, size=(140, 40)) as (app, _):
        assert drawn in dump(app)


async def test_where_there_is_no_room_a_sign_stands_for_a_memo(inquiry: Inquiry) -> None:
    hand = Hand(inquiry, "AB")
    hand.memo("s1", "much to say about this session " * 9)
    hand.memo("s1/@ana-reyes", "much to say about her " * 9)
    async with screens(inquiry, size=(60, 15)) as (app, _):
        shown = dump(app).splitlines()
        assert "First day · 2026-03-01 ✎" in shown[0] and shown[0].endswith("coder AB")
        assert "Ana Reyes, Driver, Tarn Buses ✎ much" in shown[2]


async def test_another_coders_memos_are_not_shown(inquiry: Inquiry) -> None:
    hand = Hand(inquiry, "CD")
    for subject, code in (("s1", ""), ("s1/@ana-reyes", ""), ("codebook:buses", "punctual"), ("s1/7.q1", "")):
        hand.memo(subject, "hidden", code)
    async with screens(inquiry, size=(140, 40)) as (app, pilot):
        assert "hidden" not in dump(app) and "✎" not in dump(app)
        await pilot.press(key("memo-on"))
        assert "hidden" not in dump(app)


async def test_the_memo_on_a_code_stands_in_its_meaning(inquiry: Inquiry) -> None:
    Hand(inquiry, "AB").memo("codebook:buses", "ask Bo", "punctual")
    async with screens(inquiry) as (app, pilot):
        assert "Punctuality" in line_with(app, "✎")
        await pilot.press(key("definition"))
        assert "Memo: ask Bo" in dump(app)


@of("bulk", "choose-deed", "do-bulk", "leave-out", "leave-bulk", "leave-preview")
async def test_a_code_on_all_answers_is_previewed_done_and_undone_at_once(inquiry: Inquiry) -> None:
    codes = inquiry.codebook.by_id
    Hand(inquiry, "AB").tag("s1/7.2", [(codes["against"], None)])
    async with screens(inquiry, size=(120, 40)) as (app, pilot):
        await pilot.press("up", key("bulk"))
        assert isinstance(app.screen, Bulk) and "The 2 answers to 7 Q1" in dump(app)
        await pilot.press(*"favour", key("choose-deed"))
        assert isinstance(app.screen, Preview)
        assert "Put In favour on — the 2 answers to 7 Q1" in dump(app)
        assert "2 of 2 paragraphs change; 1 loses Against." in dump(app)
        assert "[x] 7(1)" in dump(app) and "Against comes off" in line_with(app, "[x] 7(2)")
        await pilot.press(key("leave-out"))
        assert "1 of 2 paragraphs change; 1 loses Against; 1 left out." in dump(app)
        assert "left out" in line_with(app, "[ ] 7(1)")
        await pilot.press(key("leave-preview"))
        assert isinstance(app.screen, Bulk)
        await pilot.press(key("leave-bulk"))
        assert len(done(inquiry)) == 1
        await pilot.press(key("bulk"), *"favour", "enter", key("do-bulk"))
        assert isinstance(app.screen, CodingScreen) and "▌ 7(1)" in dump(app)
        assert "2/10 read" in dump(app) and "◆ F In favour" in dump(app)
        said = "Done: tag In favour on 7(1), tag In favour on 7(2), untag Against on 7(2). Ctrl+Z takes all"
        assert said in " ".join(dump(app).split())
        assert done(inquiry)[1:] == [
            ("tag", "s1/7.1", "favour"), ("untag", "s1/7.2", "against"), ("tag", "s1/7.2", "favour"),
        ]  # fmt: skip
        await pilot.press("ctrl+z")
        assert "Undone: tag In favour on 7(1)" in dump(app) and "1/10 read" in dump(app)
        assert set(inquiry.store.journal.marks("s1/7.2", "AB")) == {("tag", "against")}


@pytest.mark.parametrize(
    ("letters", "entry", "says"),
    [
        ("mark", ("read", "s1/7.2", ""), "1 of 2 paragraphs change; 1 has codes, so is read."),
        ("star", ("star", "s1/7.1", ""), "1 of 2 paragraphs change; 1 has it already."),
        ("flag", ("flag", "s1/7.1", ""), "2 of 2 paragraphs change."),
        ("take", ("untag", "s1/7.1", "frequency"), "1 of 2 paragraphs change; 1 does not have it."),
    ],
)
async def test_other_things_in_bulk(
    inquiry: Inquiry, letters: str, entry: tuple[str, str, str], says: str
) -> None:
    hand = Hand(inquiry, "AB")
    hand.tag("s1/7.1", [(inquiry.codebook.by_id["frequency"], None)])
    hand.star("s1/7.2")
    async with screens(inquiry, size=(120, 40)) as (app, pilot):
        await pilot.press("up", key("bulk"), *letters, "enter")
        assert says in dump(app)
        await pilot.press("enter")
        assert entry in done(inquiry)[2:]
        await pilot.press(key("bulk"), *letters, "enter", "enter")
        if letters != "take":
            assert "Nothing would change; Esc goes back to the choice." in dump(app)


async def test_bulk_by_mouse(inquiry: Inquiry) -> None:
    async with screens(inquiry, size=(120, 40)) as (app, pilot):
        await pilot.press(key("bulk"))
        await pilot.click("Choices", offset=(10, 1))
        await pilot.pause()
        assert isinstance(app.screen, Preview)
        await pilot.click("Choices", offset=(10, 1))
        await pilot.pause()
        assert "[ ] 7(2)" in dump(app) and "[x] 7(1)" in dump(app)
    assert done(inquiry) == []


async def test_where_there_is_no_question_there_is_nothing_to_do_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    said = Paragraph("x/1.1", "opening", "Welcome.", "1", "1(1)")
    session = Session("x", "Opening", items=(Item("x/1", "Opening", "1", paragraphs=(said,)),))
    with make(tmp_path / "inquiry", session, codebook=CODEBOOK) as inquiry:
        async with screens(inquiry, session="x") as (app, pilot):
            await pilot.press(key("bulk"))
            assert "There is no question here whose answers could be coded at once." in dump(app)


async def test_a_preview_of_ten_thousand_is_drawn_by_its_window(inquiry: Inquiry) -> None:
    said = tuple(
        Paragraph(f"x/1.{n}", "answer", f"Answer {n} of many.", str(n), f"1({n})") for n in range(10_000)
    )
    with inquiry.store.transaction():
        session = Session("x", "Long", items=(Item("x/1", "All", "1", paragraphs=said),))
        inquiry.store.index.put(session, "r", "s", "", [])
    fetched: list[int] = []
    index = inquiry.store.index
    whole = index.paragraphs
    index.paragraphs = lambda ids: (fetched.append(len(ids)), whole(ids))[1]  # type: ignore[method-assign]
    async with screens(inquiry, size=(120, 40)) as (app, pilot):
        await app.push_screen(Bulk(inquiry, "AB", "all hits", [one.id for one in said]))
        await pilot.press(*"frequency", "enter")
        assert "10,000 of 10,000 paragraphs change." in dump(app) and "Answer 0 of many." in dump(app)
        await pilot.press("up", "up", "space")
        assert "Answer 9998 of many." in dump(
            app
        ) and "9,999 of 10,000 paragraphs change; 1 left out." in dump(app)
        assert sum(fetched) < 300
        await pilot.press("enter")
        await pilot.pause()
    assert len(done(inquiry)) == 9_999 and ("tag", "x/1.9998", "frequency") not in done(inquiry)
