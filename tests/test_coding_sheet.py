"""A coding sheet sent to a colleague and read back: what is in it, what it changes, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import CODED, SLUG, TRANSCRIPT, correct, make_folder, run, tags, transcript
from tests.office_support import office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "inquiry")
    quoted = ("tag", "--quote", "delivery vans", CODED[2], "speed")
    for words in (quoted, ("tag", CODED[4], "sight=2"), ("read", CODED[0])):
        assert run(made, "--as", "AB", *words).status == 0
    assert run(made, "--as", "CD", "tag", CODED[1], "dearer").status == 0
    return made


def sent(folder: Path) -> Path:
    path = folder / "for AB.xlsx"
    ran = run(folder, "sheet", SLUG, "--for", "AB", "-o", str(path))
    assert ran.out == f"{path}: written, 7 paragraphs for AB\n", ran.err
    return path


def filled(
    path: Path, changes: dict[tuple[str, str], Any], edit: Callable[[Any], None] | None = None
) -> None:
    """Set cells by citation and head, as a colleague would in Excel."""
    book = load_workbook(path)
    page = book["Coding"]
    heads = {cell.value: cell.column for cell in page[4]}
    rows = {page.cell(at, 2).value: at for at in range(6, page.max_row + 1)}
    for (citation, head), value in changes.items():
        page.cell(rows[citation], heads[head]).value = value
    if edit:
        edit(book)
    book.save(path)


def test_the_sheet_has_the_paragraphs_codes_and_marks_of_its_coder_alone(folder: Path) -> None:
    page = load_workbook(sent(folder))["Coding"]
    heads = [cell.value for cell in page[4]]
    assert heads == [
        "Id", "Citation", "Question", "Speaker", "Paragraph", "Read", "Speed", "Lines of sight", "Costs more",
        "Costs less",
    ]  # fmt: skip
    lines = {
        line[1]: dict(zip(heads, line, strict=True)) for line in page.iter_rows(min_row=6, values_only=True)
    }
    assert len(lines) == 7
    assert lines["3(3)"]["Question"] == "How fast do people drive past the school in the mornings?"
    assert lines["3(3)"]["Speaker"] == "Ruth Adeyemi"
    assert lines["3(3)"]["Paragraph"].startswith("She added that delivery vans")
    assert {(cited, head) for cited, line in lines.items() for head in heads[5:] if line[head]} == {
        ("3(1)", "Read"), ("3(3)", "Speed"), ("3(5)", "Lines of sight"),
    }  # fmt: skip
    assert lines["3(5)"]["Lines of sight"] == "fair"
    assert page.column_dimensions["A"].hidden
    assert "One code of Money at most." in page["I5"].value
    allowed = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert allowed["H6:H12"] == "'Sent'!$E$3:$H$3"
    book = load_workbook(sent(folder))
    assert [cell.value for cell in book["Sent"]["E3:H3"][0]] == ["x", "poor", "fair", "good"]
    assert book["Sent"].sheet_state == "hidden"


def test_what_came_back_becomes_the_coders_tags_as_one_action(folder: Path) -> None:
    path = sent(folder)
    filled(path, {
        ("3(2)", "Speed"): "X", ("3(2)", "Costs more"): "x", ("3(3)", "Speed"): None,
        ("3(5)", "Lines of sight"): "Good", ("3(4)", "Read"): "x", ("4(6)", "Costs less"): " x ",
    })  # fmt: skip
    ran = run(folder, "sheet", "--read", str(path))
    assert ran.out.splitlines() == [
        f"{SLUG}, coded by AB:",
        "  3(2): Costs more put",
        "  3(2): Speed put",
        "  3(3): Speed taken off",
        "  3(4): read put",
        "  3(5): Lines of sight = good changed",
        "  4(6): Costs less put",
    ]
    with open_inquiry(folder) as inquiry:
        assert {(paragraph, code) for paragraph, coder, code in tags(inquiry) if coder == "AB"} == {
            ("3.2", "speed"), ("3.2", "dearer"), ("3.5", "sight"), ("4.6", "cheaper"),
        }  # fmt: skip
        values = {tag.code: tag.value for tag in inquiry.store.journal.tags()}
        assert values["sight"] == 3
    assert "nothing is otherwise" not in ran.out
    assert run(folder, "--as", "AB", "undo").status == 0
    with open_inquiry(folder) as inquiry:
        assert {(paragraph, code) for paragraph, coder, code in tags(inquiry) if coder == "AB"} == {
            ("3.3", "speed"), ("3.5", "sight"),
        }  # fmt: skip
        assert next(tag for tag in inquiry.store.journal.tags() if tag.code == "speed").spans


def test_a_sheet_untouched_or_through_libreoffice_changes_nothing(folder: Path, tmp_path: Path) -> None:
    path = sent(folder)
    before = run(folder, "log", "--json").out
    assert "nothing is otherwise than it was sent" in run(folder, "sheet", "--read", str(path)).out
    again = tmp_path / "again.xlsx"
    again.write_bytes(office(tmp_path).convert(path.read_bytes(), "xlsx", "xlsx:Calc MS Excel 2007 XML"))
    assert "nothing is otherwise than it was sent" in run(folder, "sheet", "--read", str(again)).out
    assert run(folder, "log", "--json").out == before


def test_rows_sorted_and_columns_moved_are_still_known(folder: Path) -> None:
    def turned_round(book: Any) -> None:
        page = book["Coding"]
        lines = [[cell.value for cell in line] for line in page.iter_rows(min_row=6)]
        for at, line in enumerate(reversed(lines), 6):
            for column, value in enumerate(line, 1):
                page.cell(at, column).value = value
        page.move_range("G4:G12", cols=10)

    path = sent(folder)
    filled(path, {("3(4)", "Speed"): "x"}, turned_round)
    assert run(folder, "sheet", "--read", str(path)).out.splitlines()[1:] == ["  3(4): Speed put"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {("3(4)", "Speed"): "maybe"},
            "cell G9 holds 'maybe', which is no value of Speed; put one of x there",
        ),
        ({("3(4)", "Lines of sight"): 2}, "cell H9 holds '2', which is no value of Lines of sight"),
        ({("3(1)", "Read"): "yes"}, "cell F6 holds 'yes', which is no value of Read"),
        ({("3(2)", "Costs more"): "x", ("3(2)", "Costs less"): "x"}, "3(2) has both dearer and cheaper"),
    ],
)
def test_a_wrong_value_is_named_by_its_cell_and_nothing_is_changed(
    folder: Path, changes: dict[tuple[str, str], Any], says: str
) -> None:
    path = sent(folder)
    filled(path, changes | {("4(6)", "Speed"): "x"})
    before = run(folder, "log", "--json").out
    complaint = run(folder, "sheet", "--read", str(path)).complaint()
    assert says in complaint
    assert run(folder, "log", "--json").out == before


def test_what_changed_meanwhile_is_said_and_what_is_not_in_the_sheet_stays(folder: Path) -> None:
    path = sent(folder)
    filled(
        path, {("3(4)", "Speed"): "x", ("3(2)", "Speed"): "x"}, lambda book: book["Coding"].delete_rows(12)
    )
    correct(folder, ("another tractor and a driver", "another tractor, and two drivers"))
    assert run(folder, "--as", "AB", "tag", CODED[5], "sight").status == 0
    out = run(folder, "sheet", "--read", str(path)).out
    assert "3(4): its text was corrected since" in out
    assert "its row is gone from the sheet" in out
    with open_inquiry(folder) as inquiry:
        assert {("3.4", "AB", "speed"), ("4.6", "AB", "sight")} <= tags(inquiry)


def test_a_tag_is_made_under_what_its_code_meant_when_the_sheet_was_sent(folder: Path) -> None:
    path = sent(folder)
    with open_inquiry(folder) as inquiry:
        meant = inquiry.codebook.by_id["speed"].meaning
    words = ("codebook", "redefine", "speed", "--definition", "How fast.")
    assert run(folder, "--as", "AB", *words).status == 0
    filled(path, {("3(4)", "Speed"): "x"})
    assert "the codebook has changed since" in run(folder, "sheet", "--read", str(path)).out
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook.by_id["speed"].meaning != meant
        assert inquiry.store.journal.marks(CODED[3], "AB")["tag", "speed"]["meaning"] == meant


def test_what_is_no_coding_sheet_is_refused_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    text = tmp_path / "notes.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    other = folder / "matrix.xlsx"
    assert run(folder, "matrix", "-o", str(other)).status == 0
    spoilt = sent(folder)
    filled(spoilt, {}, lambda book: book["Sent"].delete_rows(1))
    for path, says in (
        (text, "is damaged"), (other, "is no coding sheet"), (spoilt, "hidden sheet"),
        (tmp_path / "none.xlsx", "cannot be read"),
    ):  # fmt: skip
        assert says in run(folder, "sheet", "--read", str(path)).complaint()
    assert "Say SESSION" in run(folder, "sheet", SLUG).complaint()
    assert "no such session" in run(folder, "sheet", "nowhere", "--for", "AB", "-o", "x.xlsx").complaint()


def test_hostile_texts_stand_in_it_literally(tmp_path: Path) -> None:
    hostile = "=cmd|' /C calc'!A0 +1 <script> \u202e صباح"
    text = TRANSCRIPT.replace("The parish could see", f"{hostile} The parish could see")
    folder = make_folder(tmp_path / "inquiry", text)
    assert transcript(folder).is_file()
    book = load_workbook(sent_to(folder, "AB"))
    cells = [cell for page in book for line in page.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("=cmd|' /C calc'!A0 +1 <script>") for cell in cells)


def sent_to(folder: Path, coder: str) -> Path:
    path = folder / "out.xlsx"
    assert run(folder, "sheet", SLUG, "--for", coder, "-o", str(path)).status == 0
    return path
