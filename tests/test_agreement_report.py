"""The agreement report, read back from each of its forms: what it says, and that it says the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from coder.agreement import code_agreement, krippendorff_alpha
from coder.coding import Change
from coder.inquiry.agreeing import agreement
from coder.inquiry.agreement_report import FORMS, Facts, compose, write_report
from coder.inquiry.folder import open_inquiry
from tests.agreement_report_support import HOSTILE, PARAGRAPHS, SLUG, agreeing_pairs, make, paragraph
from tests.inquiry_support import CODED, make_folder, run
from tests.summary_support import seen

MADE = datetime(2026, 3, 4, 12, tzinfo=UTC)
ALPHA = "Krippendorff's alpha and Gwet's AC1 of each code"


@pytest.fixture(scope="module")
def folder(each_store: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With two of the differences decided, and one left divergent."""
    folder = make(tmp_path_factory.mktemp("report") / "inquiry")
    found = run(folder, "adjudicate", "--json", "--as", "RV").json()
    first, second, third = [(one["paragraph"], one["code"]) for one in found[:3]]
    for where in (first, second):
        done = run(folder, "adjudicate", *where, "reject", "--reason", "misread <i>", "--as", "RV")
        assert done.status == 0, done.err
    assert run(folder, "adjudicate", *third, "divergent", "--as", "RV").status == 0
    return folder


@pytest.fixture(scope="module")
def written(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report in each of its forms."""
    into = tmp_path_factory.mktemp("written")
    paths = {form: into / f"report{form}" for form in FORMS}
    for path in paths.values():
        done = run(folder, "agreement", "-o", str(path), "--as", "RV")
        assert done.status == 0, done.err
    return paths


def tables(path: Path) -> dict[str, list[list[str]]]:
    """The tables of a page by their captions."""
    page = html.fromstring(path.read_text(encoding="utf-8"))
    return {
        table.findtext("caption"): [
            [cell.text_content() for cell in row.iter("th", "td")] for row in table.iter("tr")
        ]
        for table in page.iter("table")
    }


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def table_of(sheet: list[list[Any]], first: str) -> list[list[Any]]:
    """The rows of a sheet's table whose head begins so."""
    start = next(at for at, row in enumerate(sheet) if row[0] == first)
    return sheet[start:]


# ---- figures


def test_figures_in_every_form_are_those_of_the_coefficients(folder: Path, written: dict[str, Path]) -> None:
    with open_inquiry(folder) as inquiry:
        ratings = agreement(inquiry).ratings
    found = code_agreement(ratings.applied)
    alpha = krippendorff_alpha(ratings.applied[:, :, 0].T, 2)
    assert ratings.codes[0].id == "often" and found.codes[0].alpha == alpha
    assert alpha.value is not None and alpha.score is not None
    low, high = alpha.score
    of_html = {row[0]: row for row in tables(written[".html"])[ALPHA]}
    assert of_html["Often"][:4] == ["Often", "120", f"{alpha.value:.2f}", f"{low:.2f} to {high:.2f}"]
    of_word = [row for table in seen(written[".docx"]).tables for row in table]
    of_markdown = [row for table in seen(written[".md"]).tables for row in table]
    assert of_html["Often"] in of_word and of_html["Often"] in of_markdown
    figures = sheets(written[".xlsx"])["Every figure"]
    of_sheet = [row for row in figures if row[:2] == ["code", "Often"] and row[4] == "Krippendorff's alpha"]
    assert of_sheet[0][5:9] == [pytest.approx(one) for one in (alpha.value, alpha.se, low, high)]
    data = json.loads(written[".json"].read_text(encoding="utf-8"))
    (code,) = [one for one in data["codes"] if one["code"] == "often"]
    assert code["krippendorff_alpha"]["value"] == alpha.value
    assert code["krippendorff_alpha"]["score"] == [low, high]


def test_what_is_undefined_or_too_little_says_so(written: dict[str, Path]) -> None:
    rows = {row[0]: row for row in tables(written[".html"])[ALPHA]}
    assert rows["Never"][2] == "n/a (no variation)" and rows["Never"][4] == "1.00"
    assert "code not used" in rows["Never"]
    assert rows[HOSTILE][3] == rows[HOSTILE][6] == "too few positives"
    assert rows["The same by all"][6] == "reliable" and rows["The same by all"][3].endswith("to 1.00")


def test_the_terminal_has_the_same_and_says_where_the_rest_is(folder: Path) -> None:
    done = run(folder, "agreement", "--as", "RV")
    lines = done.out.splitlines()
    assert "n/a (no variation)" in done.out and "all of them: -o FILE" in done.out
    assert max(map(len, lines)) <= 120
    for heading in ("Methods", "Results", "Over time", "Before and after adjudication", "Disagreements"):
        assert heading in lines
    (line,) = [line for line in lines if line.startswith("Often") and "●" in line]
    assert "─" in line and "┊" in line


# ---- what the report says


def test_the_design_follows_from_the_assignment(written: dict[str, Path]) -> None:
    said = seen(written[".html"]).whole
    assert "lanes went to AB and CD" in said and "by RV" in said and "It was blind" in said
    assert "AB has read all 120 paragraphs" in said
    assert "Two coders or more have read 120 of 120 paragraphs (100%)" in said
    (coverage,) = [rows for name, rows in tables(written[".html"]).items() if name.startswith("Coverage")]
    assert coverage[0][2:] == ["Paragraphs", "By two", "AB", "CD", "EF"]
    assert coverage[1][2:] == ["120", "120", "120", "120", "30"]
    both = tables(written[".html"])["Paragraphs both of a pair have read"]
    assert both[1:] == [["AB and CD", "120"], ["AB and EF", "30"], ["CD and EF", "30"]]


def test_a_share_drawn_at_random_is_told_with_its_seed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    assert run(folder, "assign", "lanes-2025-05-06", "--to", "AB", "CD", "--open", "--double", "40%",
               "--seed", "5", "--as", "RV").status == 0  # fmt: skip
    for coder in ("AB", "CD"):
        assert run(folder, "tag", CODED[0], "speed", "--as", coder).status == 0
    said = run(folder, "agreement").out.replace("\n", " ")
    assert "Of it 40%" in said and "(seed 5)" in said and "each session and witness in proportion" in said
    assert "It was open" in said
    bare = make_folder(tmp_path / "bare")
    for coder in ("AB", "CD"):
        assert run(bare, "tag", CODED[0], "speed", "--as", coder).status == 0
    assert "No assignment is on record" in run(bare, "agreement").out.replace("\n", " ")


def test_before_and_after_are_named_as_such(folder: Path, written: dict[str, Path]) -> None:
    with open_inquiry(folder) as inquiry:
        report = agreement(inquiry)
        before, after = report.agreement.codes[0].alpha.value, report.after
        assert after is not None
        now = after.agreement.codes[0].alpha.value
    assert before is not None and now is not None and before < now
    name = "Krippendorff's alpha before adjudication (reliability) and after it (no measure of reliability)"
    rows = {row[0]: row for row in tables(written[".html"])[name]}
    assert rows["Code"] == ["Code", "Before", "95% interval", "After"]
    assert (rows["Often"][1], rows["Often"][3]) == (f"{before:.2f}", f"{now:.2f}")
    assert "2 of them are decided and 1 left divergent" in seen(written[".html"]).whole


def test_each_disagreement_stands_with_its_text_and_citation(folder: Path, written: dict[str, Path]) -> None:
    name = "Paragraphs and codes on which coders differ, in the order of the evidence"
    rows = tables(written[".html"])[name][1:]
    data = json.loads(written[".json"].read_text(encoding="utf-8"))["disagreements"]
    assert len(rows) == len(data) > 20
    (rare,) = [row for row in rows if row[1] == HOSTILE]
    assert rare[2:4] == ["AB", "CD, EF"] and rare[5].startswith("=SUM(7) Ruth Adeyemi said")
    assert "[Ruth Adeyemi]" in rare[0] and "6 May 2025" in rare[0]
    assert sum(row[4] == "reject: misread <i>" for row in rows) == 2
    assert sum(row[4] == "left divergent" for row in rows) == 1
    stepped = [row for row in rows if row[1] == "Grade"]
    assert stepped and all("(" in row[2] for row in stepped)
    (sheet,) = [sheet for title, sheet in sheets(written[".xlsx"]).items() if title == "Disagreements"]
    assert [row[5] for row in table_of(sheet, "Citation")[1:]] == [row[5] for row in rows]


def test_codes_below_the_mark_and_low_kappas_are_named(written: dict[str, Path]) -> None:
    said = seen(written[".html"]).paragraphs
    assert any(one.startswith("Reliable (0.800 or more). ") and "The same by all" in one for one in said)
    assert any(one.startswith("No interval") and "Never (n/a (no variation))" in one for one in said)
    explained = [one for one in said if one.startswith(f"{HOSTILE}, AB and CD. ")]
    assert explained and "With these margins kappa lies between" in explained[0]


def test_every_item_of_the_guidelines_has_its_place(written: dict[str, Path]) -> None:
    found = tables(written[".html"])
    grras, coreq = (rows for name, rows in found.items() if name.startswith(("GRRAS", "COREQ")))
    assert [row[0] for row in grras[1:]] == [str(item) for item in range(1, 16)]
    assert [row[0] for row in coreq[1:]] == [str(item) for item in range(24, 33)]
    assert all(row[2] for row in grras + coreq)


def test_words_of_landis_and_koch_are_nowhere(written: dict[str, Path]) -> None:
    for form in (".html", ".md", ".json"):
        text = written[form].read_text(encoding="utf-8").casefold()
        assert not any(word in text for word in ("substantial", "moderate agreement", "almost perfect"))


# ---- safety


def test_nothing_of_the_evidence_is_markup_or_a_formula(written: dict[str, Path]) -> None:
    page = html.fromstring(written[".html"].read_text(encoding="utf-8"))
    assert not list(page.iter("script", "link", "img")) and not list(page.iter("b", "i"))
    svg = [one for one in page.iter("svg") if HOSTILE in "".join(one.itertext())]
    assert svg and len(list(svg[0].iter("circle"))) == 4  # a dot for each alpha there is
    book = load_workbook(written[".xlsx"])
    cells = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert all(cell.data_type == "s" for cell in cells)
    assert any(cell.value.startswith("=SUM(7)") and cell.quotePrefix for cell in cells)
    assert not any(cell.hyperlink for cell in cells)


def test_the_same_coding_is_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for form in FORMS:
        copies = []
        for name in ("one", "other"):
            with open_inquiry(folder) as inquiry:
                write_report(tmp_path / f"{name}{form}", Facts(agreement(inquiry)), MADE)
            copies.append((tmp_path / f"{name}{form}").read_bytes())
        assert copies[0] == copies[1], form


def test_a_blind_coder_gets_no_report(folder: Path, tmp_path: Path) -> None:
    again = make_folder(tmp_path / "lanes")
    assert run(again, "assign", "lanes-2025-05-06", "--to", "AB", "CD", "--blind", "--as", "RV").status == 0
    for coder in ("AB", "CD"):
        assert run(again, "tag", CODED[0], "speed", "--as", coder).status == 0
    for form in FORMS:
        path = tmp_path / f"report{form}"
        assert "coding blind" in run(again, "agreement", "-o", str(path), "--as", "AB").complaint()
        assert not path.exists()
    assert "coding blind" in run(again, "agreement", "--as", "AB").complaint()


def test_names_may_be_left_out(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    done = run(
        folder, "agreement", "-o", str(path), "--anonymise", "--key", str(tmp_path / "k.csv"), "--as", "RV"
    )
    assert done.status == 0, done.err
    text = path.read_text(encoding="utf-8")
    assert "Adeyemi" not in text and "Witness 1" in text


@pytest.mark.parametrize("name", ["report.pdf", "report", "no/folder/report.html", "no/folder/report.xlsx"])
def test_what_cannot_be_written_is_said_in_one_sentence(folder: Path, tmp_path: Path, name: str) -> None:
    said = run(folder, "agreement", "-o", str(tmp_path / name), "--as", "RV").complaint()
    assert said.count("\n") <= 1 and name.rpartition("/")[2] in said
    assert not list(tmp_path.iterdir())


def test_a_chart_in_word_is_cells_where_nothing_draws(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.document.pictures.find_spec", lambda name: None)
    with open_inquiry(folder) as inquiry:
        write_report(tmp_path / "r.docx", Facts(agreement(inquiry)), MADE)
    rows = [row for table in seen(tmp_path / "r.docx").tables for row in table]
    assert any(row[0] == "Often" and row[-1].endswith("]") for row in rows)
    assert any(row[0] == "Never" and row[-1] == "n/a (no variation)" for row in rows)


# ---- against plain loops


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_units_and_percent_agreement_are_those_of_a_plain_loop(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    said = st.sampled_from(["unread", "read", "put", "unjudged"])
    journal = {(coder, place): data.draw(said) for coder in ("AB", "CD", "EF") for place in range(len(CODED))}
    folder = make_folder(tmp_path_factory.mktemp("journal") / "lanes")
    with open_inquiry(folder) as inquiry:
        for (coder, place), mark in journal.items():
            marks = {
                "unread": [], "read": [Change("read", coder, CODED[place], "", {})],
                "put": [Change("tag", coder, CODED[place], "speed", {})],
                "unjudged": [
                    Change("read", coder, CODED[place], "", {}),
                    Change("unjudged", coder, CODED[place], "speed", {}),
                ],
            }[mark]  # fmt: skip
            if marks:
                inquiry.store.journal.act(coder, marks, inquiry.codebook.revision)
    value = {"unread": -1, "unjudged": -1, "read": 0, "put": 1}
    rows = [[value[journal[coder, place]] for coder in ("AB", "CD", "EF")] for place in range(len(CODED))]
    read = [
        sum(journal[coder, place] != "unread" for coder in ("AB", "CD", "EF")) for place in range(len(CODED))
    ]
    done = run(folder, "agreement", "--json")
    if max(read) < 2:
        assert "has been read by two coders" in done.complaint()
        return
    found = done.json()
    (code,) = [one for one in found["codes"] if one["code"] == "speed"]
    units, percent = agreeing_pairs(rows)
    assert code["units"] == units
    assert code["percent_agreement"]["value"] == (None if percent is None else pytest.approx(percent))
    assert found["coverage"]["double_coded"] == sum(one >= 2 for one in read)
    differ = [place for place, row in enumerate(rows) if {0, 1} <= set(row)]
    speed = [one for one in found["disagreements"] if one["code"] == "speed"]
    assert [one["paragraph"] for one in speed] == [CODED[place] for place in differ]


def test_the_document_is_whole_without_a_decision(tmp_path: Path) -> None:
    folder = make(tmp_path / "inquiry")
    with open_inquiry(folder) as inquiry:
        document = compose(Facts(agreement(inquiry)), MADE)
    assert document.title == "Lanes & verges: agreement between coders"
    assert SLUG in paragraph(PARAGRAPHS) and len(document.blocks) > 30
