"""Quotes at the command line, after corrections and a purge, in the journal and in the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.inquiry_support import SLUG, TRANSCRIPT, correct, make_folder, run, spawn

VANS = "delivery vans were the worst"
ANSWER = f"{SLUG}/3.3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "inquiry")


def tag(folder: Path, *arguments: str) -> None:
    ran = run(folder, "--as", "AB", "tag", ANSWER, *arguments)
    assert ran.status == 0, ran.err


def last_value(folder: Path) -> dict[str, object]:
    found = run(folder, "log", "--json").json()[-1]["after"]
    assert isinstance(found, dict)
    return found


def test_a_quote_in_a_process_of_its_own(folder: Path) -> None:
    ran = spawn(folder, "--as", "AB", "tag", ANSWER, "sight=2", "--quote", "vans  were\nthe worst")
    assert ran.status == 0, ran.err
    value = last_value(folder)
    text = "vans were the worst"
    assert value["value"] == 2 and value["spans"] == [{"start": 24, "end": 43, "text": text}]
    shown = spawn(folder, "log").out
    assert f"tag sight = 2 “{text}”" in shown


def test_several_quotes_of_one_code_and_taking_them_off(folder: Path) -> None:
    tag(folder, "speed", "--quote", VANS)
    tag(folder, "speed", "--quote", "She added")
    assert "tag speed “She added […] delivery vans were the worst”" in run(folder, "log").out
    ran = run(folder, "--as", "AB", "untag", ANSWER, "speed", "--quote", "She")
    assert ran.status == 0
    assert [span["text"] for span in last_value(folder)["spans"]] == [VANS]  # type: ignore[index, attr-defined]
    again = run(folder, "--as", "AB", "untag", ANSWER, "speed", "--quote", "She")
    assert "these codes do not quote it" in again.out + again.err
    run(folder, "--as", "AB", "untag", ANSWER, "speed", "--quote", VANS)
    assert "spans" not in last_value(folder)  # the tag is still there
    for _ in range(3):
        assert run(folder, "--as", "AB", "undo").status == 0
    assert [span["text"] for span in last_value(folder)["spans"]] == [VANS]  # type: ignore[index, attr-defined]


@pytest.mark.parametrize(
    ("quoted", "why"),
    [
        ("no such words", "'no such words' is not in its text; quote it as `coder show` prints it."),
        ("that", "'that' stands in it 2 times; quote more of the text."),
        ("", "'' is not in its text"),
    ],
)
def test_words_not_there_or_there_twice_are_said(folder: Path, quoted: str, why: str) -> None:
    ran = run(folder, "--as", "AB", "tag", ANSWER, "speed", "--quote", quoted)
    assert why in ran.complaint()
    assert run(folder, "log", "--json").json() == []


def quoted_in_workbook(folder: Path, basis: str = "any") -> dict[str, list[object]]:
    path = folder / "out.xlsx"
    path.unlink(missing_ok=True)
    ran = run(folder, "matrix", "-o", str(path), "--basis", basis)
    assert ran.status == 0, ran.err
    sheet = load_workbook(path)["Code quotes"]
    head = [cell.value for cell in sheet[3]]
    if "Quoted" not in head:
        return {}
    code, quoted = head.index("Code"), head.index("Quoted")
    found: dict[str, list[object]] = {}
    for row in sheet.iter_rows(min_row=4, values_only=True):
        found.setdefault(str(row[code]), []).append(row[quoted])
    return found


def test_the_workbook_shows_what_is_quoted(folder: Path) -> None:
    tag(folder, "speed")
    assert quoted_in_workbook(folder) == {}
    tag(folder, "sight", "--quote", VANS)
    tag(folder, "sight", "--quote", "She added")
    run(folder, "--as", "CD", "tag", ANSWER, "sight", "--quote", VANS)
    run(folder, "--as", "CD", "tag", ANSWER, "sight", "--quote", "the trunk road")
    both = f"She added […] {VANS} […] the trunk road"
    assert quoted_in_workbook(folder) == {"Speed": [None], "Lines of sight": [both]}
    assert quoted_in_workbook(folder, "AB")["Lines of sight"] == [f"She added […] {VANS}"]


def test_a_corrected_quote_is_shown_as_corrected_and_a_lost_one_as_it_was(folder: Path) -> None:
    tag(folder, "sight", "--quote", VANS)
    correct(folder, ("delivery vans were", "delivery vams were"))
    assert quoted_in_workbook(folder)["Lines of sight"] == ["delivery vams were the worst"]
    correct(folder, ("She added that delivery vams were the worst and", "She added"))
    assert quoted_in_workbook(folder)["Lines of sight"] == [VANS]


def test_a_formula_in_a_quote_is_text(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry", TRANSCRIPT.replace("She added that", "=SUM(1) added that"))
    tag(folder, "speed", "--quote", "=SUM(1) added")
    assert quoted_in_workbook(folder)
    cells = [cell for row in load_workbook(folder / "out.xlsx")["Code quotes"].iter_rows() for cell in row]
    found = [cell for cell in cells if cell.value == "=SUM(1) added"]
    assert found and all(cell.data_type == "s" for cell in found)


@pytest.mark.sqlite
def test_a_purge_takes_quotes_out(folder: Path) -> None:
    tag(folder, "speed", "--quote", VANS)
    assert run(folder, "--as", "AB", "withdraw", SLUG, "--reason", "asked for").status == 0
    ran = run(folder, "--as", "AB", "withdraw", SLUG, "--purge", "--yes")
    shown = run(folder, "log").out
    assert ran.status == 0, ran.err
    assert VANS not in shown and "tag speed “(purged)”" in shown
    assert VANS.encode() not in (folder / ".coder" / "store.db").read_bytes()
