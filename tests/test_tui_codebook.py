"""The codebook screen, the review queue and the box of changes, by their keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from coder.codebook import read_codebook
from coder.inquiry.folder import Inquiry
from coder.inquiry.revising import Editor, codes_to_split_into
from coder.inquiry.tagging import Hand
from coder.tui.screens.asking import Asking
from coder.tui.screens.code_form import CodeForm
from coder.tui.screens.codebook import CodebookScreen
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.file_changes import FileChanges
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.memo import Memo
from coder.tui.screens.pick_code import PickCode
from coder.tui.screens.reading import Meaning
from coder.tui.screens.review import ReviewScreen
from tests.tui_support import dump, inquiry, key, of, screens

__all__ = ["inquiry"]


def tag(inquiry: Inquiry, paragraph: str, *codes: str, coder: str = "AB") -> None:
    for code in codes:
        Hand(inquiry, coder).tag(paragraph, [(inquiry.codebook.by_id[code], None)])


def tags(inquiry: Inquiry, paragraph: str) -> list[str]:
    return [code for kind, code in inquiry.store.journal.marks(paragraph, "AB") if kind == "tag"]


def file_of(inquiry: Inquiry) -> str:
    return inquiry.codebook_path.read_text(encoding="utf-8")


def edit(inquiry: Inquiry, old: str, new: str) -> None:
    """Change the file as a person would, before the screens open."""
    assert file_of(inquiry).count(old) == 1
    inquiry.codebook_path.write_text(file_of(inquiry).replace(old, new), encoding="utf-8")
    inquiry.look_again()


@of("codebook", "leave-codebook")
@pytest.mark.parametrize("session", ["s1", None])
async def test_the_codebook_opens_over_a_screen_and_goes_back_to_it(
    inquiry: Inquiry, session: str | None
) -> None:
    tag(inquiry, "s1/7.1", "frequency")
    Editor(inquiry, "AB").retire("evening", "too few")
    async with screens(inquiry, session=session) as (app, pilot):
        below = app.screen
        await pilot.press(key("codebook"))
        assert isinstance(app.screen, CodebookScreen)
        shown = dump(app)
        assert "Codebook: Buses" in shown and "6 codes in use, 1 out of use" in shown
        (line,) = [line for line in shown.splitlines() if "Frequency" in line]
        assert line.removeprefix("›").split() == ["f", "●", "Frequency", "1"]
        assert shown.index("Out of use") < shown.index("✕ Evening buses  too few")
        await pilot.press(key("leave-codebook"))
        assert app.screen is below


@of("code-down", "code-up", "codes-page-down", "codes-page-up", "first-code", "last-code", "code-meaning")
async def test_moving_in_the_codebook(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("codebook"), key("code-down"))
        assert "›  p    ● Punctuality" in dump(app)
        await pilot.press(key("code-up"))
        assert "›     ● Service" in dump(app)
        for there, back in (("last-code", "first-code"), ("codes-page-down", "codes-page-up")):
            await pilot.press(key(there))
            assert app.screen.tree_.code.id == "against"
            await pilot.press(key(back))
            assert app.screen.tree_.code.id == "service"
        await pilot.press(key("code-down"), key("code-meaning"))
        assert isinstance(app.screen, Meaning) and "Late, early and missing buses." in dump(app)


async def test_a_wide_screen_shows_what_the_code_means(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None, size=(140, 40)) as (app, pilot):
        await pilot.press(key("codebook"), key("code-down"))
        assert "│ Include: Late, early and missing buses." in dump(app)
        await pilot.resize_terminal(80, 24)
        assert "Late, early" not in dump(app)
        await pilot.click("CodeTree", offset=(10, 4))
        assert app.screen.tree_.code.id == "evening"
        await pilot.click("CodeTree", offset=(10, 4))
        assert isinstance(app.screen, CodeForm)


@of("edit-code", "fill-in", "next-field", "previous-field", "save-code", "leave-form")
async def test_a_code_is_edited_in_one_form(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("codebook"), "down", key("edit-code"))
        assert isinstance(app.screen, CodeForm)
        await pilot.press(*"!", key("leave-form"))
        assert inquiry.codebook.by_id["punctual"].name == "Punctuality"
        await pilot.press(key("edit-code"), "end", *" now", key("next-field"), "right")
        assert " ‹ " in dump(app) and "Frequency › " in dump(app)
        await pilot.press(key("next-field"))
        await pilot.press(*" Or not.")
        await pilot.press(*[key("next-field")] * 4, "backspace", "f", key("save-code"))
        assert isinstance(app.screen, CodeForm)
        assert "has the key f, as" in dump(app) and "Punctuality now" in dump(app)
        await pilot.press(key("next-field"), key("previous-field"), "backspace", "q", key("save-code"))
        await pilot.pause()
        assert isinstance(app.screen, CodebookScreen)
        assert "of Punctuality." in dump(app)
    code = read_codebook(inquiry.codebook_path).by_id["punctual"]
    assert (code.name, code.key, code.parent) == ("Punctuality now", "q", "frequency")
    assert code.definition == "Whether buses come when the timetable says. Or not."
    assert inquiry.codebook.by_id["punctual"] == code
    Hand(inquiry, "AB").undo()
    assert "name: Punctuality\n" in file_of(inquiry)


@of("add-code")
async def test_a_code_is_added_while_coding_and_put_on_at_once(inquiry: Inquiry) -> None:
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("add-code"))
        await pilot.press(*"Fares")
        assert app.screen.query(Input)[1].value == "a"
        await pilot.press("tab", "tab", "tab", *"What it costs.", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert "Added: new code Fares." in dump(app)
        assert "● a Fares" in dump(app) and tags(inquiry, "s1/7.1") == ["fares"]
        await pilot.press("a")
        assert tags(inquiry, "s1/7.1") == []
        await pilot.press(key("add-code"), "ctrl+s")
        assert "needs a name" in dump(app)
    code = read_codebook(inquiry.codebook_path).by_id["fares"]
    assert (code.parent, code.definition) == ("service", "What it costs.")


async def test_a_code_is_added_from_the_codebook(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("codebook"), key("add-code"), *"Fares", "tab", "left", key("save-code"))
        await pilot.pause()
        assert "New code Fares." in dump(app) and app.screen.tree_.code.id == "fares"
    assert inquiry.codebook.by_id["fares"].parent is None


@of("merge-code", "undo-revision", "redo-revision")
async def test_a_merge_says_how_many_of_ones_own_tags_it_took(inquiry: Inquiry) -> None:
    tag(inquiry, "s1/7.1", "frequency")
    tag(inquiry, "s1/7.2", "frequency", coder="CD")
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("codebook"), "down", key("merge-code"))
        assert isinstance(app.screen, PickCode)
        await pilot.press(*"even", "enter")
        await pilot.pause()
        said = "erge of Frequency into Evening buses, 1 of your tags."
        assert f"M{said}" in dump(app)
        assert "✕ Frequency  merged into evening" in dump(app)
        await pilot.press(key("undo-revision"))
        assert f"Undone: m{said}" in dump(app) and tags(inquiry, "s1/7.1") == ["frequency"]
        await pilot.press(key("redo-revision"))
        assert f"Redone: m{said}" in dump(app)
        await pilot.press("escape")
        assert "● Evening buses" in dump(app) and "Frequency" not in dump(app).splitlines()[-1]
        await pilot.press("f")
        assert "No code has the key f" in dump(app)
        await pilot.press("ctrl+z")
        assert f"Undone: m{said}" in dump(app) and "f Frequency" in dump(app)
    assert "merged" not in file_of(inquiry)


@of("split-code", "answer", "give-answer", "leave-asking")
async def test_a_code_is_split(inquiry: Inquiry) -> None:
    tag(inquiry, "s1/7.1", "frequency")
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("codebook"), "down", "down", key("split-code"))
        assert isinstance(app.screen, Asking)
        await pilot.press(key("give-answer"))
        assert "Type something first" in dump(app)
        await pilot.press(key("leave-asking"), key("split-code"), *"One", key("give-answer"))
        await pilot.pause()
        assert "two codes at least" in dump(app)
        await pilot.press(key("split-code"), *"By day, By night", key("give-answer"))
        await pilot.pause()
        assert "Split of Frequency into By day and By night." in dump(app)
        assert "1 stale tag: F9" in dump(app)
    assert inquiry.codebook.by_id["frequency"].split == ("by-day", "by-night")


@of("retire-code")
async def test_a_code_is_retired_and_reinstated(inquiry: Inquiry) -> None:
    tag(inquiry, "s1/7.1", "frequency")
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("codebook"), "down", key("retire-code"), *"old", "enter")
        await pilot.pause()
        assert "Retirement of Frequency." in dump(app) and "✕ Frequency  old" in dump(app)
        await pilot.press("escape")
        assert "f Frequency" in dump(app)
        await pilot.press("f")
        assert tags(inquiry, "s1/7.1") == [] and "Frequency" not in dump(app)
        await pilot.press(key("codebook"), key("last-code"), key("retire-code"))
        assert "Reinstatement of Frequency." in dump(app)
    assert inquiry.codebook.by_id["frequency"].in_use


@of("shift-down", "shift-up")
async def test_a_code_moves_among_its_siblings(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("codebook"), "down", key("shift-down"))
        assert "Move of Punctuality." in dump(app)
        assert [code.id for code in inquiry.codebook.codes][:3] == ["service", "frequency", "punctual"]
        await pilot.press(key("shift-up"), key("shift-up"))
        assert "There is no code above it" in dump(app)
    assert [code.id for code in read_codebook(inquiry.codebook_path).codes][1] == "punctual"


@of("code-memo")
async def test_a_memo_on_a_code(inquiry: Inquiry) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("codebook"), "down", key("code-memo"))
        assert isinstance(app.screen, Memo)
        await pilot.press(*"late?", "ctrl+s")
        await pilot.pause()
        assert "Memo kept." in dump(app)
    memo = ("memo", "AB", "codebook:buses", "punctual")
    assert inquiry.store.journal.value(memo) == {"text": "late?"}


@of("review", "confirm-tag", "skip-tag", "take-off", "undo-review", "redo-review", "leave-review")
async def test_the_review_steps_through_ones_stale_tags(inquiry: Inquiry) -> None:
    for paragraph in ("s2/7.1", "s1/7.1", "s1/7.3"):
        tag(inquiry, paragraph, "punctual")
    tag(inquiry, "s1/7.2", "punctual", coder="CD")
    Editor(inquiry, "CD").change("punctual", definition="Whether buses come when they should.")
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("review"))
        assert isinstance(app.screen, ReviewScreen)
        shown = dump(app)
        assert "3 tags left" in shown and "7(1) · Ana Reyes" in shown and "What do riders say" in shown
        assert "was Whether buses come when the timetable says." in shown
        assert "now Whether buses come when they should." in shown
        await pilot.press(key("skip-tag"))
        assert "7(3) · Ana Reyes" in dump(app) and "3 tags left" in dump(app)
        await pilot.press(key("confirm-tag"))
        assert "Second day" in dump(app) and "2 tags left" in dump(app)
        assert "Punctuality on 7(3): confirmed." in dump(app)
        await pilot.press(key("take-off"))
        assert "First day" in dump(app) and "1 tag left" in dump(app)
        await pilot.press(key("skip-tag"))
        assert "This is the only one left." in dump(app)
        await pilot.press(key("confirm-tag"))
        assert "Nothing stale is left" in dump(app)
        await pilot.press(key("undo-review"), key("undo-review"))
        assert "2 tags left" in dump(app) and "Second day" in dump(app)
        await pilot.press(key("redo-review"))
        assert "1 tag left" in dump(app)
        await pilot.press(key("leave-review"))
        assert isinstance(app.screen, CodingScreen)
    assert tags(inquiry, "s2/7.1") == [] and tags(inquiry, "s1/7.3") == ["punctual"]


@of("place-tag", "recode-tag", "find-other")
async def test_a_split_codes_tags_are_placed_by_number_key_or_name(inquiry: Inquiry) -> None:
    for paragraph in ("s1/7.1", "s1/7.2", "s1/7.3"):
        tag(inquiry, paragraph, "frequency")
    new = codes_to_split_into(inquiry.codebook, "frequency", ["By day", "By night"])
    Editor(inquiry, "CD").split("frequency", new)
    async with screens(inquiry, session=None) as (app, pilot):
        assert "3 tags of yours are stale" in dump(app)
        await pilot.press(key("review"))
        assert "1 b By day" in dump(app)
        await pilot.press("enter")
        assert "was split" in dump(app)
        await pilot.press("7")
        assert "1 to 2" in dump(app)
        await pilot.press("2")
        assert "Frequency on 7(1): now By night." in dump(app)
        await pilot.press("p", key("find-other"), *"by d", "enter")
        await pilot.pause()
        assert "Nothing stale is left" in dump(app)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen) and "stale" not in dump(app)
        await pilot.press(key("review"))
        assert "Nothing stale is left" in dump(app) and isinstance(app.screen, HomeScreen)
    found = [tags(inquiry, f"s1/7.{number}") for number in (1, 2, 3)]
    assert found == [["by-night"], ["punctual"], ["by-day"]]


@of("review-down", "review-up")
async def test_a_long_paragraph_in_the_review_is_scrolled(inquiry: Inquiry) -> None:
    tag(inquiry, "s1/7.2", "frequency")
    Editor(inquiry, "CD").change("frequency", definition="Buses an hour.")
    async with screens(inquiry) as (app, pilot):
        await pilot.press(key("review"))
        before = dump(app)
        await pilot.press(key("review-down"), key("review-down"))
        assert app.screen.evidence.top == 2 and dump(app) != before
        await pilot.press(key("review-up"), key("review-up"))
        assert dump(app) == before
        await pilot.press(key("codebook"))
        assert isinstance(app.screen, CodebookScreen) and app.screen.tree_.code.id == "frequency"


@of("take-changes", "leave-changes", "file-changes", "changes-down", "changes-up", "changes-page-down",
    "changes-page-up")  # fmt: skip
async def test_a_file_changed_by_hand_is_shown_before_it_is_taken(inquiry: Inquiry) -> None:
    tag(inquiry, "s1/7.1", "frequency")
    edit(inquiry, "name: Punctuality", "name: On time")
    edit(inquiry, "Late, early and missing buses.", " ".join(["Late buses."] * 200))
    async with screens(inquiry) as (app, pilot):
        assert isinstance(app.screen, FileChanges)
        assert "buses.yaml was changed by hand" in dump(app)
        await pilot.press(key("changes-down"), key("changes-down"), key("changes-up"))
        assert app.screen.pager.top == 1
        await pilot.press(key("changes-page-down"), key("changes-page-up"))
        await pilot.press(key("leave-changes"))
        assert "p Punctuality" in dump(app)
        await pilot.press("escape")
        assert "buses.yaml was changed outside of this tool" in dump(app)
        await pilot.press(key("codebook"), key("file-changes"))
        assert "On time (punctual): name Punctuality → On time" in dump(app)
        await pilot.press(key("take-changes"))
        await pilot.pause()
        assert "Taking the changes of the file." in dump(app) and "p    ● On time" in dump(app)
        await pilot.press(key("file-changes"))
        assert "The file says what is in force." in dump(app)
        await pilot.press("escape")
        assert "changed outside" not in dump(app)
    assert inquiry.codebook.by_id["punctual"].name == "On time"


async def test_taken_at_the_start_the_screen_below_shows_it(inquiry: Inquiry) -> None:
    tag(inquiry, "s1/7.1", "frequency")
    edit(inquiry, "name: Frequency", "name: How often")
    async with screens(inquiry) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert "f How often" in dump(app) and "● How often" in dump(app)


async def test_a_fault_in_the_file_is_said_and_coding_goes_on(inquiry: Inquiry) -> None:
    tag(inquiry, "s1/7.1", "frequency")
    edit(inquiry, "key: f}", "key: ff}")
    async with screens(inquiry, session=None) as (app, pilot):
        assert isinstance(app.screen, HomeScreen) and "buses.yaml, line 14" in dump(app)
        await pilot.press(key("codebook"), "down", key("merge-code"), *"even", "enter")
        await pilot.pause()
        assert "must be one letter" in dump(app)
        await pilot.press("escape", "enter", "f")
        assert tags(inquiry, "s1/7.1") == []


async def test_where_no_codebook_can_be_used_the_keys_say_so(inquiry: Inquiry) -> None:
    Path(inquiry.codebook_path).unlink()
    inquiry.look_again()
    async with screens(inquiry, session=None) as (app, pilot):
        for command in ("codebook", "review"):
            await pilot.press(key(command))
            assert isinstance(app.screen, HomeScreen) and "cannot be read" in dump(app)
