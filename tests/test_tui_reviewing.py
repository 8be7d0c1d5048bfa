"""The reviewer's screens: agreement, confusion, differences and what settles them."""

from __future__ import annotations

import pytest
from rich.style import Style

from coder.agreement import CodeAgreement, Estimate
from coder.inquiry.adjudicating import coded
from coder.inquiry.agreement_table import Row, Table, ordered
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from coder.inquiry.who import prefer, preferences
from coder.tui.app import CoderApp
from coder.tui.screens.agreement import AgreementScreen
from coder.tui.screens.confusion import ConfusionScreen
from coder.tui.screens.differences import DifferencesScreen
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.reading import Reading
from coder.tui.screens.several import Several
from coder.tui.widgets.intervals import interval_bar, scale
from tests.tui_support import done, dump, inquiry, key, line_with, of, screens

__all__ = ["inquiry"]

ANSWERS = [f"s1/7.{number}" for number in range(1, 7)]
FREQUENCY, PUNCTUAL, EVENING = "s1/7.2", "s1/7.2", "s1/7.3"


@pytest.fixture
def differing(inquiry: Inquiry) -> Inquiry:
    """AB and QX have read the first item; they differ on the frequency and on how punctual in 7(2), and on
    evenings in 7(3)."""
    book = inquiry.codebook.by_id
    put = {
        "AB": {"s1/7.1": [("frequency", None)], "s1/7.2": [("frequency", None), ("punctual", 1)],
               "s1/7.3": [("evening", None)]},
        "QX": {"s1/7.1": [("frequency", None)], "s1/7.2": [("punctual", 3)], "s1/7.3": [("against", None)]},
    }  # fmt: skip
    for coder, tags in put.items():
        hand = Hand(inquiry, coder)
        hand.read(ANSWERS)
        for paragraph, codes in tags.items():
            hand.tag(paragraph, [(book[code], step) for code, step in codes])
    return inquiry


def at(app: CoderApp) -> str:
    """Which difference the screen stands on: paragraph and code."""
    assert isinstance(app.screen, DifferencesScreen)
    case = app.screen.queue.case
    return f"{case.paragraph} {case.code}" if case else ""


def decided(inquiry: Inquiry) -> dict[tuple[str, str], str]:
    """Verdict and reason of every decision in force."""
    return {place: f"{one.verdict}: {one.reason}" for place, one in coded(inquiry).decisions.items()}


# ---- agreement


@of("agreement", "back")
async def test_agreement_stands_over_home_and_goes_back(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        shown = dump(app)
        assert "Agreement · AB, QX" in shown and "6 paragraphs read by two" in shown
        assert "83%" in line_with(app, "Frequency") and "60%" in line_with(app, "Frequency")
        assert "few uses" in line_with(app, "Frequency") and "not used" in line_with(app, "In favour")
        await pilot.press(key("back"))
        assert isinstance(app.screen, HomeScreen)


async def test_agreement_is_opened_straight_from_the_command_line(differing: Inquiry) -> None:
    prefer(tour="seen")
    app = CoderApp(differing, "RV", None, agreement=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "6 paragraphs read by two" in dump(app)
        await pilot.press(key("back"))
        assert isinstance(app.screen, HomeScreen)


async def test_what_nobody_has_read_twice_is_said_in_place_of_figures(inquiry: Inquiry) -> None:
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        assert "so there is no agreement to show" in dump(app) and "There are no figures." in dump(app)
        await pilot.press(key("sort-alpha"), key("see-differences"), key("figures"), key("confusion"))
        assert isinstance(app.screen, AgreementScreen)


def estimate(value: float | None, low: float = 0.0, high: float = 0.0, flag: str = "") -> Estimate:
    return Estimate(value, "" if value is not None else "no variation", 0.1, low, high, flag=flag)


def row(name: str, alpha: Estimate, units: int = 100, of_all: int = 200) -> Row:
    other = estimate(0.5, 0.4, 0.6)
    figures = CodeAgreement(units, *([other] * 4), alpha, *([other] * 4))
    return Row(name, name, figures, of_all)


@pytest.mark.parametrize(
    ("alpha", "drawn"),
    [
        (estimate(0.9, 0.85, 0.95), "              ┊  │ ├●┤ "),
        (estimate(0.5, 0.0, 0.9), "├──────────●───┼──┼──┤"),
        (estimate(0.1, -0.4, 0.3), "◂─●───┤       ┊  │    "),
        (estimate(-0.2, -0.4, -0.1), "◂             ┊  │    "),
        (estimate(0.9, 0.1, 1.0, "too few positives"), "              ┊  │  ○ "),
        (estimate(None), "              ┊  │    "),
        (estimate(1.0, 1.0, 1.0), "              ┊  │    ●"),
    ],
)
def test_an_interval_is_drawn_so_that_it_is_read_without_colour(alpha: Estimate, drawn: str) -> None:
    assert len(scale(22)) == 22 and scale(22).startswith("0") and scale(22).endswith("1")
    found = interval_bar(row("x", alpha), 22)
    assert len(found) == 22
    for sign in "├┤●○◂":
        assert (sign in found) == (sign in drawn), found
    assert found.find("●") == -1 or abs(found.index("●") / 21 - (alpha.value or 0)) < 0.03
    assert scale(22).index(".667") + 3 == found.index("┊") if "┊" in found else True


def test_rows_are_sorted_with_what_has_no_figure_last() -> None:
    rows = [row("b", estimate(0.4)), row("c", estimate(None)), row("a", estimate(0.2))]
    assert [one.id for one in ordered(rows, "alpha")] == ["a", "b", "c"]
    assert [one.id for one in ordered(rows, "alpha", backwards=True)] == ["b", "a", "c"]
    assert [one.id for one in ordered(rows, "name")] == ["a", "b", "c"]
    assert [one.id for one in ordered(rows, "book", backwards=True)] == ["a", "c", "b"]


@of("sort-book", "sort-name", "sort-alpha", "sort-ac1", "sort-percent", "sort-units", "sort-coverage",
    "sort-note")  # fmt: skip
async def test_each_column_sorts_and_again_the_other_way_round(differing: Inquiry) -> None:
    columns = ("book", "name", "alpha", "ac1", "percent", "units", "coverage", "note")
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, AgreementScreen) and screen.table
        rows = screen.table.rows("code")
        for column in columns[1:] + columns[:1]:
            for backwards in (False, True):
                await pilot.press(key(f"sort-{column}"))
                assert screen.choices.items == ordered(rows, column, backwards), column
                assert screen.choices.at == 0
        await pilot.press(key("sort-alpha"))
        assert "alpha↓" in dump(app)
        await pilot.press(key("sort-alpha"))
        assert "alpha↑" in dump(app)


@of("roll-up", "list-down", "list-up", "rows-down", "rows-up", "first-row", "last-row")
async def test_rolling_up_and_moving(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        await pilot.press(key("list-down"), key("list-down"), key("list-up"))
        assert line_with(app, "›").startswith("› Frequency")
        for level, first in (("theme", "Service"), ("question", "Frequency"), ("session", "Frequency")):
            await pilot.press(key("roll-up"))
            assert f"by {level}" in dump(app) and first in dump(app)
            if level == "question":
                assert "     3" in line_with(app, "Frequency")  # questions, all answers of which both read
        await pilot.press(key("roll-up"), key("last-row"))
        assert line_with(app, "›").startswith("› Against")
        for there, name in (
            ("first-row", "Punctuality"),
            ("rows-down", "Against"),
            ("rows-up", "Punctuality"),
        ):
            await pilot.press(key(there))
            assert line_with(app, "›").startswith(f"› {name}")


@of("next-pair", "previous-pair")
async def test_each_pair_of_coders(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        await pilot.press(key("next-pair"))
        assert "only one pair of coders" in dump(app)
    Hand(differing, "ZZ").read(ANSWERS[:2])
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        assert "Agreement · AB, QX, ZZ" in dump(app)
        await pilot.press(key("next-pair"), key("next-pair"))
        assert "Agreement · AB, ZZ" in dump(app) and "2 paragraphs read by two" in dump(app)
        await pilot.press(key("previous-pair"))
        assert "Agreement · AB, QX" in dump(app) and "6 paragraphs read by two" in dump(app)
        await pilot.press(key("confusion"), key("next-pair"))
        assert "Confusion · AB and ZZ" in dump(app)
        await pilot.press(key("previous-pair"))
        assert "Confusion · AB and QX" in dump(app)


@of("figures")
async def test_all_figures_of_a_code(differing: Inquiry) -> None:
    async with screens(differing, "RV", None, size=(100, 60)) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        await pilot.press(key("list-down"), key("figures"))
        assert isinstance(app.screen, Reading)
        shown = dump(app)
        for text in ("Krippendorff's alpha", "Cohen's kappa", "PABAK", "Prevalence index", "MASI",
                     "both 1 · AB alone 1 · QX alone 0 · neither 4", "margins allow",
                     "The coders agree on 83.3% of 6 paragraphs", "How often a bus comes."):  # fmt: skip
            assert text in shown, text


@of("see-differences", "all-differences")
async def test_from_a_code_to_what_it_is_differed_on(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        await pilot.press(key("list-down"), key("list-down"), key("see-differences"))
        assert at(app) == "s1/7.3 evening"
        assert "1 of 1 · 0 settled" in dump(app)
        await pilot.press(key("back"))
        assert isinstance(app.screen, AgreementScreen)
        await pilot.press(key("all-differences"))
        assert "1 of 4 · 0 settled" in dump(app)
        await pilot.press(key("back"), key("roll-up"), key("see-differences"))
        assert "1 of 3" in dump(app)  # those of the theme


@of("confusion", "see-confused")
async def test_what_one_put_where_the_other_put_which(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("agreement"))
        await pilot.pause()
        await pilot.press(key("confusion"))
        assert isinstance(app.screen, ConfusionScreen)
        shown = dump(app)
        assert "AB put" in shown and "QX put" in shown and "2 pairs of codes" in shown
        assert "Evening buses" in line_with(app, "↔ Against")
        assert "no other code" in line_with(app, "Frequency")
        app.screen.choices.at = [one.other for one in app.screen.choices.items].index("against")
        await pilot.press(key("see-confused"))
        assert "1 of 2" in dump(app) and at(app) == "s1/7.3 evening"


def test_a_confusion_is_of_as_many_paragraphs_as_it_counts(differing: Inquiry) -> None:
    table = Table(differing)
    for one in table.confused((0, 1)):
        assert len(table.where_confused((0, 1), one)) == one.paragraphs, one


# ---- differences


@of("differences", "next-difference", "previous-difference")
async def test_differences_show_who_put_what_side_by_side(differing: Inquiry) -> None:
    Hand(differing, "AB").memo("s1/7.2", "so it seems", "frequency")
    async with screens(differing, "RV", None, size=(100, 40)) as (app, pilot):
        await pilot.press(key("differences"))
        assert at(app) == "s1/7.2 punctual"
        shown = dump(app)
        assert "What do riders say about line 1?" in shown and "7(2) · answer · Ana Reyes" in shown
        assert "● poor" in line_with(app, "› Punctuality") and "● good" in line_with(app, "› Punctuality")
        await pilot.press(key("next-difference"))
        assert at(app) == "s1/7.2 frequency"
        assert line_with(app, "› Frequency").split() == ["›", "Frequency", "●", "○", "open"]
        assert "AB’s memo on Frequency: so it seems" in dump(app)
        await pilot.press(key("previous-difference"), key("previous-difference"))
        assert at(app) == "s1/7.2 punctual" and "no further difference" in dump(app)


@of("text-down", "text-up")
async def test_a_long_paragraph_is_scrolled(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"))
        assert "Answer 2: the bus" in dump(app)
        await pilot.press(key("text-down"))
        assert "Answer 2: the bus" not in dump(app)
        await pilot.press(key("text-up"))
        assert "Answer 2: the bus" in dump(app)


@of("accept", "reject", "write-reason", "give-reason", "leave-reason", "next-open", "undo", "redo")
async def test_a_decision_with_its_reason_and_all_taken_back(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"), key("next-difference"), key("accept"), *"said outright")
        assert "Accept Frequency on 7(2): why?" in dump(app)
        await pilot.press(key("leave-reason"))
        assert decided(differing) == {}
        await pilot.press(key("accept"), *"said outright", key("give-reason"))
        assert decided(differing) == {("s1/7.2", "frequency"): "accept: said outright"}
        assert "Done: accept Frequency on 7(2); 3 left." in dump(app)
        assert at(app) == "s1/7.3 evening"  # the next that is open
        await pilot.press(key("reject"), key("next-choice"), key("give-reason"))
        assert decided(differing)["s1/7.3", "evening"] == "reject: misread"  # one of those that are kept
        await pilot.press(key("next-open"))
        assert at(app) == "s1/7.2 punctual"
        await pilot.press(key("undo"))
        assert "Undone: reject Evening buses on 7(3)." in dump(app) and at(app) == "s1/7.3 evening"
        await pilot.press(key("undo"))
        assert decided(differing) == {} and "0 settled" in dump(app)
        await pilot.press(key("redo"))
        assert "Redone: accept Frequency on 7(2)." in dump(app)
        assert "✓ accepted" in line_with(app, "› Frequency") and "RV decided to accept" in dump(app)
    assert done(differing, "AB") and all(verb != "untag" for verb, _, _ in done(differing, "AB"))


async def test_of_a_scale_it_is_said_which_step_stands(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"), key("accept"), *"as timed", key("give-reason"))
        assert "Punctuality: which step?" in dump(app)
        assert "put here" in line_with(app, "1 poor") and "put here" not in line_with(app, "2 fair")
        await pilot.press(*"fai", key("choose"))
        ruling = coded(differing).decisions["s1/7.2", "punctual"]
        assert (ruling.verdict, ruling.step) == ("accept", 2)
        await pilot.press(key("previous-difference"))
        assert "RV decided to accept as fair: as timed" in dump(app)


@of("add-other")
async def test_another_code_is_added_or_accepted(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"), key("next-difference"))
        await pilot.press(key("add-other"), *"even", "enter", *"it is meant", key("give-reason"))
        assert decided(differing) == {("s1/7.2", "evening"): "add: it is meant"}
        assert "1 of 5" not in dump(app) and "of 5" in dump(app)
        await pilot.press(key("undo"))
        assert decided(differing) == {} and "of 4" in dump(app)
        await pilot.press(key("add-other"), *"freq", "enter", *"yes", key("give-reason"))
        assert decided(differing) == {("s1/7.2", "frequency"): "accept: yes"}


@of("discuss", "leave-divergent", "reopen")
async def test_states_without_a_decision(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"), key("next-difference"), key("discuss"))
        await pilot.press(*"ask AB", key("give-reason"))
        assert "in discussion" in line_with(app, "› Frequency") and "in discussion: ask AB" in dump(app)
        await pilot.press(key("leave-divergent"), *"both are right", key("give-reason"))
        assert at(app) == "s1/7.3 evening" and "1 settled" in dump(app)
        await pilot.press(key("previous-difference"))
        assert "left divergent" in line_with(app, "› Frequency")
        await pilot.press(key("reopen"), *"anew", key("give-reason"))
        assert "0 settled" in dump(app)
        await pilot.press(key("undo"))
        assert "Undone: reopen Frequency on 7(2)." in dump(app)
        assert "left divergent" in line_with(app, "› Frequency")


@of("propose-accept", "propose-reject", "as-proposed")
async def test_several_propose_and_one_decides(differing: Inquiry) -> None:
    for reviewer, command, reason in (
        ("RV", "propose-accept", "it is said"),
        ("SW", "propose-reject", "not"),
    ):
        async with screens(differing, reviewer, None) as (app, pilot):
            await pilot.press(key("differences"), key("next-difference"), key("as-proposed"))
            if reviewer == "RV":
                assert "Nobody has proposed anything here; A R propose." in dump(app)
                await pilot.press(key(command), *reason, key("give-reason"))
                assert at(app) == "s1/7.2 frequency"  # a proposal settles nothing
            else:
                assert decided(differing) == {("s1/7.2", "frequency"): "accept: it is said"}
                await pilot.press(key("undo"), key(command), *reason, key("give-reason"))
    assert decided(differing) == {}
    async with screens(differing, "TU", None, size=(100, 40)) as (app, pilot):
        await pilot.press(key("differences"), key("next-difference"))
        assert "RV proposes to accept: it is said" in dump(app) and "SW proposes to reject: not" in dump(app)
        await pilot.press(key("reject"))
        assert "it is said" in dump(app) and "not" in dump(app)  # their reasons are offered


@of("present", "take-one", "take-these", "take-none", "leave-several")
async def test_who_was_present_is_remembered_for_the_sitting(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"), key("next-difference"), key("present"))
        assert isinstance(app.screen, Several)
        await pilot.press(*"AB", key("take-one"), *"Chair", key("take-these"))
        assert "with AB, Chair" in dump(app)
        await pilot.press(key("present"), key("take-none"), key("leave-several"))
        await pilot.press(key("accept"), *"so", key("give-reason"), key("back"), key("differences"))
        assert coded(differing).decisions["s1/7.2", "frequency"].present == ("AB", "Chair")
        assert "with AB, Chair" in dump(app)
        await pilot.press(key("present"), key("take-none"), key("take-these"))
        assert "with AB" not in dump(app)


@of("hide-names")
async def test_names_are_hidden_and_that_is_remembered(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"))
        assert "QX" in dump(app)
        await pilot.press(key("hide-names"))
        assert "QX" not in dump(app) and "coder 1" in dump(app) and "coder 2" in dump(app)
        assert "● good" in line_with(app, "› Punctuality")
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"))
        assert "QX" not in dump(app) and preferences()["hide_coders"] == "yes"
        await pilot.press(key("hide-names"))
        assert "QX" in dump(app)


@of("unclear", "difference-meaning")
async def test_unclear_collects_an_example_beside_the_meaning(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"), key("next-difference"), key("unclear"))
        await pilot.press(*"is a train a bus", key("give-reason"))
        assert "open, unclear" in line_with(app, "› Frequency")
        await pilot.press(key("difference-meaning"))
        shown = dump(app)
        assert "How often a bus comes." in shown and "Unclear: 1 collected" in shown
        assert "7(2) Answer 2" in shown and "— is a train a bus" in shown
        await pilot.press("escape", key("undo"))
        assert "Undone: call unclear Frequency on 7(2)." in dump(app)
    async with screens(differing, "RV", None, size=(140, 40)) as (app, pilot):
        await pilot.press(key("differences"))
        assert "Include: Late, early and missing buses." in dump(app)  # beside it, where there is room


@of("list-differences", "choose-differences")
async def test_the_list_and_what_is_gone_through(differing: Inquiry) -> None:
    async with screens(differing, "RV", None) as (app, pilot):
        await pilot.press(key("differences"), key("list-differences"), *"even", key("choose"))
        assert at(app) == "s1/7.3 evening"
        await pilot.press(key("reject"), *"no", key("give-reason"), key("choose-differences"))
        assert "state      1" in line_with(app, "resolved")
        await pilot.press(key("take-none"), *"resolved", key("take-one"), key("take-these"))
        assert at(app) == "s1/7.3 evening" and "1 of 1 · 1 settled" in dump(app)
        await pilot.press(key("choose-differences"), key("take-none"), *"divergent", key("take-one"))
        await pilot.press(key("take-these"))
        assert "None of the 4 differences there are is asked for" in dump(app)
        await pilot.press(key("accept"))
        assert "There is no difference here to settle." in dump(app)
        await pilot.press(key("choose-differences"), key("take-none"), key("take-these"))
        assert "of 4" in dump(app)


async def test_nothing_to_settle_is_said(inquiry: Inquiry) -> None:
    async with screens(inquiry, "RV", None) as (app, pilot):
        await pilot.press(key("differences"))
        assert "The coders differ on nothing" in dump(app)
        for command in ("next-difference", "next-open", "list-differences", "accept", "discuss", "unclear",
                        "as-proposed", "add-other", "difference-meaning"):  # fmt: skip
            await pilot.press(key(command))
            assert isinstance(app.screen, DifferencesScreen)


async def test_text_from_coders_is_shown_as_it_is(differing: Inquiry) -> None:
    Hand(differing, "AB").memo("s1/7.3", "[red]x[/red]\x1b[31m y")
    async with screens(differing, "RV", None, size=(100, 40)) as (app, pilot):
        await pilot.press(key("differences"), key("next-difference"), key("next-difference"))
        assert "[red]x[/red][31m y" in dump(app)
        styles = [segment.style for strip in app.screen._compositor.render_strips() for segment in strip]
        assert all(isinstance(style, Style) for style in styles if style is not None)
