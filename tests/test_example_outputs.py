"""The example's workbook against an independent count: plain loops over what `coder log --json` prints."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coder.inquiry.demo import example_folder
from tests.inquiry_support import spawn

Cells = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example taken through; its folder has the workbook."""
    place = tmp_path_factory.mktemp("example")
    assert spawn(place, "demo", "scratch").status == 0
    return place / "scratch"


@pytest.fixture(scope="module")
def tagged(demo: Path) -> set[tuple[str, str]]:
    """(paragraph, code) of every tag in force, from the journal as printed, replayed by hand."""
    force: dict[tuple[str, str, str], bool] = {}
    entries = json.loads(spawn(demo, "log", "--json").out)
    for entry in sorted(entries, key=lambda entry: (entry["lamport"], entry["id"])):
        if entry["kind"] == "tag":
            force[entry["coder"], entry["subject"], entry["code"]] = entry["after"] is not None
    return {(paragraph, code) for (_, paragraph, code), on in force.items() if on}


@pytest.fixture(scope="module")
def paragraphs(demo: Path) -> dict[str, dict[str, Any]]:
    """Every paragraph as `coder show --json` prints it, with its session's title."""
    found = {}
    for transcript in sorted((demo / "sessions").glob("*.md")):
        session = json.loads(spawn(demo, "show", transcript.stem, "--json").out)
        questions = {q["id"]: q["text"] for item in session["items"] for q in item["questions"]}
        for item in session["items"]:
            for paragraph in item["paragraphs"]:
                paragraph["session"] = session["title"]
                paragraph["asked"] = questions.get(paragraph["question"] or "", "(no question)")
                paragraph["item"] = item["id"]
                found[paragraph["id"]] = paragraph
    return found


def codebook() -> list[tuple[str, str, str]]:
    """(id, name, theme's name) of each code, read line by line."""
    lines = (example_folder() / "codebooks" / "commissioning.yaml").read_text(encoding="utf-8").splitlines()
    codes: list[dict[str, str]] = []
    for line in lines:
        key, _, value = line.strip().removeprefix("- ").partition(":")
        if line.strip().startswith("- id:"):
            codes.append({})
        if codes and key in ("id", "name", "parent") and value.strip():
            codes[-1].setdefault(key, value.strip().strip("\"'"))
    names = {code["id"]: code["name"] for code in codes}
    return [(code["id"], code["name"], names[code["parent"]] if "parent" in code else "") for code in codes]


def counted(tagged: set[tuple[str, str]], paragraphs: dict[str, dict[str, Any]], by: str) -> Cells:
    """Distinct paragraphs for each theme or code name and each value of `by`; empty names are totals."""
    sets: dict[tuple[str, str], set[str]] = {}
    themes = {code: (name, theme) for code, name, theme in codebook()}
    for paragraph, code in tagged:
        name, theme = themes[code]
        column = paragraphs[paragraph][by] or "(no speaker)"
        for row in {name, theme or name, ""}:
            for head in (column, ""):
                sets.setdefault((row, head), set()).add(paragraph)
    return {key: len(members) for key, members in sets.items()}


def cells(sheet: Any) -> Iterator[tuple[str, str, int]]:
    """(row, column, count) of a sheet with codes down; the first line of each head, totals as empty names."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "Theme and code")
    heads = [str(head).split("\n")[0] for head in rows[top][1:] if head is not None]
    for row in rows[top + 1 :]:
        name = "" if row[0] == "Any theme" else str(row[0]).strip()
        for head, count in zip(heads, row[1:], strict=False):
            yield name, "" if head.startswith("All ") else head, int(count or 0)


@pytest.mark.parametrize(("name", "by"), [("Code by witness", "speaker"), ("Theme by session", "session")])
def test_counts_with_codes_down_equal_those_of_the_log(
    demo: Path, tagged: set[tuple[str, str]], paragraphs: dict[str, dict[str, Any]], name: str, by: str
) -> None:
    expected = counted(tagged, paragraphs, by)
    sheet = openpyxl.load_workbook(demo / "theme-matrix.xlsx")[name]
    found = {(row, column): count for row, column, count in cells(sheet) if count}
    assert found == expected


def test_counts_by_question_equal_those_of_the_log(
    demo: Path, tagged: set[tuple[str, str]], paragraphs: dict[str, dict[str, Any]]
) -> None:
    rows = list(
        openpyxl.load_workbook(demo / "theme-matrix.xlsx")["Theme by question"].iter_rows(values_only=True)
    )
    top = next(place for place, row in enumerate(rows) if row[:2] == ("No.", "Question"))
    names = ["" if name == "Any theme" else str(name) for name in rows[top][2:]]
    expected = counted(tagged, paragraphs, "asked")
    found: Cells = {}
    for row in rows[top + 1 :]:
        question = "" if row[1] == "All questions" else row[1]
        if question is None:
            continue
        for name, count in zip(names, row[2:], strict=True):
            if count:
                # one row of an item for what answers no question; here they are taken together
                found[name, str(question)] = found.get((name, str(question)), 0) + int(count)
    assert found == expected


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook_and_has_the_same_cells(demo: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path)]
    command = ["soffice", profile, *convert, str(demo / "theme-matrix.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    ours, theirs = (openpyxl.load_workbook(folder / "theme-matrix.xlsx") for folder in (demo, tmp_path))
    assert ours.sheetnames == theirs.sheetnames
    for name in ours.sheetnames:
        for mine, its in zip(ours[name].iter_rows(), theirs[name].iter_rows(), strict=False):
            for one, other in zip(mine, its, strict=False):
                there = pytest.approx(other.value) if isinstance(other.value, float) else other.value or None
                assert (one.value or None) == there, (name, one.coordinate)
