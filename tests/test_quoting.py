"""Citations and quotes in the form a report takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.inquiry.folder import open_inquiry
from coder.inquiry.quoting import citation, quotation, quoted
from coder.inquiry.reports import paragraph_rows
from coder.inquiry.tagging import find_paragraph
from tests.inquiry_support import SLUG, make_folder, run

TEXT = 'She said: "We waited." The driver\'s answer was “never again”. Then it rained.'


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (None, "She said: ‘We waited.’ The driver’s answer was ‘never again’. Then it rained."),
        ((0, len(TEXT)), "She said: ‘We waited.’ The driver’s answer was ‘never again’. Then it rained."),
        ((23, 62), "The driver’s answer was ‘never again’."),
        ((27, 42), "… driver’s answer …"),
        ((0, 8), "She said …"),
        ((23, len(TEXT)), "The driver’s answer was ‘never again’. Then it rained."),
        ((10, 22), "… ‘We waited.’"),
    ],
)
def test_a_span_is_quoted_with_its_cuts_marked(span: tuple[int, int] | None, said: str) -> None:
    assert quoted(TEXT, span) == said


def test_straight_single_marks_are_turned_by_where_they_stand() -> None:
    assert quoted("He said 'no' to the drivers' offer ('late').") == (
        "He said ‘no’ to the drivers’ offer (‘late’)."
    )


def test_list_points_and_what_steers_a_terminal_do_not_break_the_line() -> None:
    assert quoted("Three things:\n- buses\x1b[31m\n- trams\t\u202e") == "Three things: - buses[31m - trams"


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_quote_is_one_line_without_double_marks(text: str, one: int, other: int) -> None:
    said = quoted(text, (min(one, other), max(one, other)))
    assert not set(said) & set('"“”\n\r\x1b\x07\x9b')


def test_the_citation_is_that_of_the_workbook_for_every_paragraph(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    assert (
        run(folder, "--as", "AB", "witnesses", "set", "Ruth Adeyemi", "name", "Ruth A. Adeyemi").status == 0
    )
    with open_inquiry(folder) as inquiry:
        index = inquiry.store.index
        for row in paragraph_rows(inquiry):
            placed = index.paragraph(row.paragraph)
            assert placed and citation(inquiry, placed) == row.full_citation
        placed = index.paragraph(find_paragraph(inquiry, f"{SLUG}/3.2"))
        assert placed
        cited = "3(2) [Ruth A. Adeyemi], Select Committee - Lanes, 6 May 2025"
        assert quotation(inquiry, placed, (0, 12)) == f"“Ruth Adeyemi …” ({cited})"


def test_an_inquirys_own_template_is_kept_to(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    settings = folder / "inquiry.toml"
    own = '[citations]\nfull = "{speaker}, {citation}, session of {date}"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + own, encoding="utf-8")
    with open_inquiry(folder) as inquiry:
        placed = inquiry.store.index.paragraph(f"{SLUG}/3.2")
        assert placed and citation(inquiry, placed) == "Ruth Adeyemi, 3(2), session of 6 May 2025"
