"""The workbook as programs open it: LibreOffice, calamine, openpyxl; links, tables, names, charts, texts."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from coder.matrices import Coding, TagRow, gather
from coder.workbook import CellSummary, Chosen, Report, write_workbook
from tests.office_support import office
from tests.test_workbook import CODEBOOK, PROVENANCE, inquiry, row

SUMMARIES = {("Ann", "relations"): (CellSummary("Trust is thin.", ("7(3)", "7(9)"), "AB"),)}


def written(folder: Path, coding: Coding | None = None, **more: Any) -> Path:
    path = folder / "out.xlsx"
    own = Chosen("code", "organisation", "witnesses")
    write_workbook(path, Report(coding or inquiry(), PROVENANCE, own, SUMMARIES, **more))
    return path


def cells_at(book: Workbook, location: str) -> list[list[Any]]:
    sheet, _, block = location.partition("!")
    left, top, right, bottom = range_boundaries(block)
    page = book[sheet.strip("'")]
    return [
        [page.cell(at, column).value for column in range(left, right + 1)] for at in range(top, bottom + 1)
    ]  # type: ignore[operator,arg-type]


def test_each_citation_leads_to_its_paragraph_in_the_evidence(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path))
    for name in book.sheetnames:
        if "quotes" not in name:
            continue
        page = book[name]
        heads = [str(cell.value) for cell in page[3]]
        lines = list(page.iter_rows(min_row=4))
        assert lines
        for line in lines:
            quote = dict(zip(heads, line, strict=True))
            (found,) = cells_at(book, quote["Citation"].hyperlink.location)
            assert found[0] == quote["Citation"].value
            assert found[3] == quote["Paragraph"].value
            assert found[7] == quote["Session"].value


def test_each_figure_of_ones_own_matrix_leads_to_its_quotes(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path))
    page = book["Matrix"]
    heads = [cell.value for cell in page[4]]
    linked = 0
    for line in page.iter_rows(min_row=6):
        for head, cell in zip(heads[1:], line[1:], strict=True):
            if cell.hyperlink is None:
                assert cell.value == 0
                continue
            found = cells_at(book, cell.hyperlink.location)
            assert {quote[0] for quote in found} == {line[0].value}
            assert head == "All" or {quote[1] for quote in found} == {head}
            at = [str(one.value) for one in book["Matrix quotes"][3]].index("Witness")
            assert cell.value == len({quote[at] for quote in found if quote[at]})
            linked += cell.value > 0
    assert linked >= 6


def test_with_no_tag_that_counts_the_sheets_are_there_and_empty(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, gather([row(0)], [], [], CODEBOOK)))
    assert book["Matrix"]["B5"].value == 0
    assert [book[name].max_row for name in ("Matrix quotes", "Code quotes")] == [3, 3]
    assert not book["Matrix quotes"].tables


def test_where_excel_holds_fewer_links_blocks_of_quotes_share_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.workbook.quotes.MAX_LINKS", 10)
    book = load_workbook(written(tmp_path))
    page = book["Code quotes"]
    assert page.max_row - 3 > 10
    assert "citations at a time share one" in str(page["A2"].value)
    at = [str(cell.value) for cell in page[3]].index("Citation")
    places = set()
    for line in page.iter_rows(min_row=4):
        location = line[at].hyperlink.location
        assert line[at].value in {found[0] for found in cells_at(book, location)}
        places.add(location)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        sheet = archive.read(f"xl/worksheets/sheet{book.sheetnames.index('Code quotes') + 1}.xml")
    assert sheet.count(b"<hyperlink ") == len(places) <= 10


def test_lists_are_tables_with_filters_and_matrices_have_names(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path))
    tables = {name for page in book for name in page.tables}
    assert tables == {
        "ThemeQuotes", "CodeQuotes", "ThemeQuotesByWitness", "CodeQuotesByWitness", "MatrixQuotes",
        "Evidence",
        "ParagraphByCode", "Codebook", "Coverage", "Provenance", "SaturationBySession", "SaturationByWitness",
    }  # fmt: skip
    for page in book:
        for table in page.tables.values():
            assert table.autoFilter.ref == table.ref
            left, top, right, _ = range_boundaries(table.ref)
            heads = [page.cell(top, at).value for at in range(left, right + 1)]  # type: ignore[operator,arg-type]
            assert heads == table.column_names
            assert len({str(head).casefold() for head in heads}) == len(heads)
    names = set(book.defined_names)
    assert {
        "Theme_by_witness",
        "Theme_by_question",
        "Theme_by_session",
        "Code_by_witness",
        "Co_occurrence",
    } <= names
    for name in names:
        ((sheet, block),) = book.defined_names[name].destinations
        assert cells_at(book, f"'{sheet}'!{block.replace('$', '')}")[0][0] or name == "Co_occurrence_Jaccard"


def test_charts_are_native_and_draw_the_cells_beside_them(tmp_path: Path) -> None:
    path = written(tmp_path)
    page = load_workbook(path)["Charts"]
    assert len(page._charts) == 3
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "/charts/chart" in name]
    assert all("prstDash" in one or "pattFill" in one or "dLbls" in one for one in charts), (
        "told apart in grey"
    )
    for chart in page._charts:
        for series in chart.series:
            block = series.val.numRef.f.split("!")[1].replace("$", "")
            values = [line[0].value for line in page[block]]
            assert values and all(isinstance(value, int) for value in values)


def test_no_macro_no_external_link_and_nothing_evaluated(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, inquiry(text='=HYPERLINK("http://x.example")'))) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode() for name in names if name.endswith((".xml", ".rels"))}
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    assert not [name for name, text in texts.items() if 'TargetMode="External"' in text]
    for name, text in texts.items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in text and "<f " not in text


def test_properties_say_what_the_workbook_is(tmp_path: Path) -> None:
    about = load_workbook(written(tmp_path)).properties
    assert about.title == "Services & the sector: theme matrices"
    assert about.subject == "Services & the sector"
    assert "coder matrix -o out.xlsx" in str(about.description)


def test_a_text_from_the_right_is_read_from_the_right(tmp_path: Path) -> None:
    arabic = "صباح الخير يا سادة"
    coding = gather(
        [row(0, text=arabic), row(1), row(2, text=f"(1) {arabic}")],
        [TagRow(row(at).paragraph, "bids", "AB") for at in range(3)], [], CODEBOOK,
    )  # fmt: skip
    page = load_workbook(written(tmp_path, coding))["Code quotes"]
    at = [cell.value for cell in page[3]].index("Paragraph") + 1
    ways = [
        (page.cell(line, at).alignment.readingOrder, page.cell(line, at).alignment.horizontal)
        for line in (4, 5, 6)
    ]
    assert ways == [(2, "right"), (0, None), (2, "right")]


def test_the_framework_holds_what_was_written_with_its_citations(tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(str(written(tmp_path))).get_sheet_by_name("Framework").to_python()
    heads = rows[2]
    ann = next(line for line in rows[3:] if line[0] == "Ann")
    assert ann[heads.index("Relations")] == "Trust is thin. [7(3); 7(9)]"
    assert ann[heads.index("Money")] == ""


HOSTILE = [
    "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2+3", "a\tb", "<script>alert(1)</script>",
    "\x1b[31mred\x07\x00",
    "long " * 8000, "🙂🏴󠁧󠁢󠁳󠁣󠁴󠁿", "صباح الخير", "_x0041_", '"; DROP', "a\r\nb",
    "[bold]", "&quot;", "'apostrophe", "ﬁ\u202e",
]  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_hostile_names_and_texts_make_valid_files_that_show_them(tmp_path: Path, data: st.DataObject) -> None:
    some = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=20)
    codes = tuple(replace(code, name=data.draw(some), definition=data.draw(some)) for code in CODEBOOK.codes)
    rows = [
        row(at, text=data.draw(some), speaker=data.draw(some | st.none()),
            organisation=data.draw(some | st.none()),
            session_title=data.draw(some), question_text=data.draw(some), citation=data.draw(some),
            item_heading=data.draw(some), attributes=data.draw(st.dictionaries(some, some, max_size=2)))
        for at in range(6)
    ]  # fmt: skip
    book = replace(CODEBOOK, codes=codes)
    coding = gather(rows, [TagRow(one.paragraph, "trust", "=A1", 1) for one in rows[:5]], [], book)
    path = written(tmp_path, coding)
    ours = load_workbook(path)
    theirs = CalamineWorkbook.from_path(str(path))
    for name in theirs.sheet_names:
        assert all(cell.data_type != "f" for line in ours[name].iter_rows() for cell in line)
        theirs.get_sheet_by_name(name).to_python()
    shown = [line[3] for line in theirs.get_sheet_by_name("Evidence").to_python()[3:]]
    for one, text in zip(rows, shown, strict=True):
        kept = re.sub(
            "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", re.sub("\r\n?", "\n", one.text)
        )
        assert text == kept or (len(kept) > 32_000 and kept.startswith(text[:32_000]))


@pytest.mark.parametrize("text", ["plain", "=1+1"])
def test_libreoffice_opens_recalculates_and_keeps_every_cell(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, inquiry(text=text, speaker="Ann =1"))
    again = office(tmp_path).convert(path.read_bytes(), "xlsx", "xlsx:Calc MS Excel 2007 XML")
    (tmp_path / "again.xlsx").write_bytes(again)
    ours, theirs = load_workbook(path), load_workbook(tmp_path / "again.xlsx")
    assert ours.sheetnames == theirs.sheetnames
    for name in ours.sheetnames:
        for mine, its in zip(ours[name].iter_rows(), theirs[name].iter_rows(), strict=False):
            for one, other in zip(mine, its, strict=False):
                assert other.data_type not in ("e", "f"), (name, other.coordinate, other.value)
                there = pytest.approx(other.value) if isinstance(other.value, float) else other.value or None
                assert (one.value or None) == there, (name, one.coordinate)
    assert {table for page in theirs for table in page.tables} == {
        table for page in ours for table in page.tables
    }
    assert len(theirs["Charts"]._charts) == 3


def test_each_sheet_prints(tmp_path: Path) -> None:
    """LibreOffice lays every sheet out on pages, each with its name in the footer."""
    pdf = office(tmp_path).convert(written(tmp_path).read_bytes(), "xlsx", "pdf")
    (tmp_path / "out.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(tmp_path / "out.pdf"), "-"], capture_output=True, check=True)
    told = done.stdout.decode()
    for name in load_workbook(tmp_path / "out.xlsx", read_only=True).sheetnames:
        assert name in told
    assert "Services & the sector, 4 March 2026" in told
