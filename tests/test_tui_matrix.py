"""The screen of a matrix: what it shows, its choices, its quotes, summaries and export."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from textual.pilot import Pilot
from textual.widgets import TextArea

from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from coder.tui.app import CoderApp
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.matrix import MatrixScreen
from coder.tui.screens.matrix_boxes import CellQuotes, WriteSummary
from tests.tui_support import done, dump, inquiry, key, line_with, of, screens, settled

__all__ = ["inquiry"]


def coded(inquiry: Inquiry) -> Inquiry:
    """Two coders, who agree on one paragraph; an empty journal would leave nothing to show."""
    codes = inquiry.codebook.by_id
    for coder, paragraph, code in (
        ("AB", "s1/7.1", "frequency"), ("AB", "s1/7.1", "favour"), ("AB", "s1/7.2", "frequency"),
        ("AB", "s2/8.1", "against"), ("CD", "s1/7.1", "frequency"), ("CD", "s1/8.3", "evening"),
    ):  # fmt: skip
        Hand(inquiry, coder).tag(paragraph, [(codes[code], None)])
    return inquiry


async def counted(app: CoderApp, pilot: Pilot[None]) -> str:
    """What the screen shows once all is counted."""
    await settled(app, pilot)
    return dump(app)


def cells_of(app: CoderApp, row: str) -> list[str]:
    return line_with(app, row).replace(row, "").replace("▌", "").split()


@of("matrix", "leave-matrix")
async def test_the_matrix_is_reached_from_home_and_from_coding_and_left_again(inquiry: Inquiry) -> None:
    async with screens(coded(inquiry), session=None) as (app, pilot):
        await pilot.press(key("matrix"))
        assert "theme by witness: paragraphs, basis any" in await counted(app, pilot)
        assert cells_of(app, "Service") == ["3", "2", "1"]
        assert cells_of(app, "Stance") == ["2", "1", "1"]
        await pilot.press(key("leave-matrix"))
        assert isinstance(app.screen, HomeScreen)
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("matrix"))
        assert "theme by witness" in await counted(app, pilot)
        await pilot.press(key("leave-matrix"))
        assert isinstance(app.screen, CodingScreen)


async def test_where_nothing_is_tagged_it_says_so(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("matrix"), "down", "enter", "s", "r")
        assert "nothing is tagged yet, so there is no matrix" in " ".join((await counted(app, pilot)).split())


@of("row-down", "row-up", "column-right", "column-left", "matrix-page-down", "matrix-page-up", "matrix-start")
async def test_the_cursor_tells_the_whole_names_and_stays_within(inquiry: Inquiry) -> None:
    async with screens(coded(inquiry), session=None) as (app, pilot):
        await pilot.press(key("matrix"))
        assert "4 · every theme × every witness" in await counted(app, pilot)
        await pilot.press(key("row-down"), key("column-right"))
        assert "2 · Service × Ana Reyes" in dump(app)
        await pilot.press(key("matrix-page-down"), key("column-right"), key("column-right"))
        assert "1 · Stance × Bo Lind" in dump(app)
        await pilot.press(key("column-left"), key("row-up"))
        assert "2 · Service × Ana Reyes" in dump(app)
        await pilot.press(key("matrix-page-up"))
        assert "every theme × Ana Reyes" in dump(app)
        await pilot.press("down", key("matrix-start"))
        assert "4 · every theme × every witness" in dump(app)


@of("choose-rows", "choose-columns", "choose-measure", "choose-basis", "swap")
async def test_rows_columns_measure_and_basis_are_chosen(inquiry: Inquiry) -> None:
    async with screens(coded(inquiry), session=None) as (app, pilot):
        await pilot.press(key("matrix"))
        await counted(app, pilot)
        await pilot.press(key("choose-rows"), *"code", "enter")
        assert "code by witness" in await counted(app, pilot)
        assert cells_of(app, "Frequency") == ["2", "2", "·"]
        await pilot.press(key("choose-columns"), *"coder", "enter")
        await counted(app, pilot)
        assert cells_of(app, "Frequency") == ["2", "2", "1"]
        await pilot.press(key("choose-measure"), *"tags", "enter")
        await counted(app, pilot)
        assert cells_of(app, "Frequency") == ["3", "2", "1"]
        await pilot.press(key("choose-basis"), *"CD", "enter")
        assert "basis CD" in await counted(app, pilot)
        assert cells_of(app, "Frequency") == ["1", "·", "1"]
        await pilot.press(key("swap"))
        assert "coder by code" in await counted(app, pilot)
        await pilot.press(key("choose-measure"), *"row-share", "enter")
        await counted(app, pilot)
        assert cells_of(app, "  CD ")[0] == "100%"


@of("cell-quotes", "open-quote", "leave-quotes", "quote-down", "quote-up")
async def test_from_a_figure_to_its_quotes_and_on_to_coding_them(inquiry: Inquiry) -> None:
    async with screens(coded(inquiry), session=None) as (app, pilot):
        await pilot.press(key("matrix"))
        await counted(app, pilot)
        await pilot.press("down", "right", key("cell-quotes"))
        shown = await counted(app, pilot)
        assert isinstance(app.screen, CellQuotes)
        assert "2 quotes" in shown and "What do riders say about line 1?" in shown
        await pilot.press("down")
        assert "Answer 2: the bus on line 1" in dump(app)
        await pilot.press(key("quote-down"))
        assert "── 7(2)" not in dump(app)
        await pilot.press(key("quote-up"), key("leave-quotes"))
        assert isinstance(app.screen, MatrixScreen)
        await pilot.press(key("cell-quotes"))
        await counted(app, pilot)
        await pilot.press("down", key("open-quote"))
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert "▌ 7(2) · answer" in dump(app)
    assert len(done(inquiry)) == 4, "looking writes nothing"


@of("summary", "write-summary", "save-summary", "leave-summary", "quotes-down", "quotes-up", "undo", "redo")
async def test_a_summary_is_written_with_the_quotes_at_hand_and_undone(inquiry: Inquiry) -> None:
    async with screens(coded(inquiry), session=None) as (app, pilot):
        await pilot.press(key("matrix"))
        await counted(app, pilot)
        await pilot.press(key("summary"))
        assert "A summary is of a witness on a theme" in dump(app)
        await pilot.press("down", "right", key("summary"))
        shown = await counted(app, pilot)
        assert isinstance(app.screen, WriteSummary)
        assert "Ana Reyes on Service" in shown and "Answer 1: the bus" in shown
        await pilot.press(key("quotes-down"))
        assert "── 7(1)" not in dump(app)
        await pilot.press(key("quotes-up"), *"Late 7(2).", key("save-summary"))
        shown = await counted(app, pilot)
        assert "✎ 2" in shown and "Kept: summary of Ana Reyes on Service." in shown
        value = {"text": "Late 7(2).", "citations": ["7(2)"]}
        assert inquiry.store.journal.value(("summary", "AB", "s1/@ana-reyes", "service")) == value
        await pilot.press(key("summary"))
        await counted(app, pilot)
        assert isinstance(app.screen, WriteSummary)
        assert app.screen.query_one(TextArea).text == "Late 7(2)."
        await pilot.press("x", key("leave-summary"), "ctrl+z")
        shown = await counted(app, pilot)
        assert "✎" not in shown and "Undone: summary of Ana Reyes on Service." in shown
        await pilot.press("ctrl+y")
        assert "✎ 2" in await counted(app, pilot)


@of("export", "name-export", "do-export", "leave-export")
async def test_the_matrix_is_exported_as_it_is_shown(inquiry: Inquiry) -> None:
    async with screens(coded(inquiry), session=None) as (app, pilot):
        await pilot.press(key("matrix"))
        await counted(app, pilot)
        await pilot.press(key("swap"), key("export"), key("leave-export"), key("export"))
        assert "theme-matrix.xlsx" in dump(app)
        await pilot.press(*["backspace"] * 5, *"-2.xlsx", key("do-export"))
        shown = " ".join((await counted(app, pilot)).split())
        assert "theme-matrix-2.xlsx: written into the inquiry's folder, 6 tags (basis any)" in shown
        await pilot.press(key("export"), *["backspace"] * 5, key("do-export"))
        assert "must end in .xlsx" in " ".join((await counted(app, pilot)).split())
    (path,) = Path(inquiry.folder).glob("*.xlsx")
    assert load_workbook(path)["Matrix"]["A1"].value == "Witness by theme"


async def test_keys_are_not_held_up_while_it_counts(inquiry: Inquiry) -> None:
    async with screens(coded(inquiry), session=None) as (app, pilot):
        await pilot.press(key("matrix"), "down", "down", "right", "left", "question_mark")
        assert "Choose what stands down." in dump(app)
        await pilot.press("escape")
        assert "theme by witness" in await counted(app, pilot)
