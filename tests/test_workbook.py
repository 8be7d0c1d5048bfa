"""The workbook as a reader opens it: counts and their links, literal text, the same bytes, safe writing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from coder.codebook import Code, Codebook
from coder.errors import CoderError
from coder.matrices import Coding, ParagraphRow, TagRow, gather, matrix
from coder.workbook import CoderLine, Provenance, Report, SessionLine, literal, write_workbook
from coder.workbook.cells import CUT, MAX_TEXT

CODEBOOK = Codebook(
    "book",
    "Buying services",
    (
        Code("relations", "Relations", definition="How they get on."),
        Code("trust", "Trust", "relations", colour="#1f77b4", key="t", values=("weak", "strong")),
        Code("bids", "Bids", "relations", include="Time spent.", key="b"),
        Code("money", "Money", choose="one"),
        Code("price", "Price", "money"),
        Code("never", "Never used", "money"),
    ),
)
PROVENANCE = Provenance(
    inquiry="Services & the sector",
    made=datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
    basis="any",
    coders=(CoderLine("AB", 20, 24, 31), CoderLine("CD", 24, 24, 12)),
    sessions=(SessionLine("first", "First sitting", "2014-02-03", "0f0f0f"),),
    codebook="book",
    codebook_revision="abc123",
    command="coder matrix -o out.xlsx",
    version="9.9",
)


def row(number: int, **more: Any) -> ParagraphRow:
    """One of 24 paragraphs: two sessions of two items each, three witnesses and nobody."""
    session = "first" if number < 12 else "second"
    item = f"{session}/{7 + number // 6 % 2}"
    asked = None if number % 6 == 0 else f"{item}.q{number % 6 // 2}"
    fields: dict[str, Any] = {
        "paragraph": f"{item}.{number}",
        "session": session,
        "session_title": f"{session.title()} sitting",
        "date": "2014-02-03",
        "item": item,
        "item_heading": f"Panel {item}",
        "question": asked,
        "question_number": asked and str(number % 6 // 2),
        "question_text": asked and f"What about {number % 6 // 2}?",
        "role": "answer",
        "speaker": ("Ann", "Ben", "Cy", None)[number % 4],
        "organisation": ("Harbour Trust", None, "Care Ltd", None)[number % 4],
        "citation": f"7({number})",
        "text": f"Paragraph number {number}.",
        "position": number,
    }
    return ParagraphRow(**{**fields, **more})


def inquiry(**more: Any) -> Coding:
    """All 24 paragraphs (each changed by `more`), coded so that every code but one is used unevenly."""
    rows = [row(number, **more) for number in range(24)]
    tags = [TagRow(each.paragraph, "bids", "AB") for each in rows[::2]]
    tags += [TagRow(each.paragraph, "trust", "AB", 2) for each in rows[::3]]
    tags += [TagRow(each.paragraph, "trust", "CD", 1) for each in rows[::6]]
    tags += [TagRow(each.paragraph, "price", "CD") for each in rows[1:5]]
    tags += [TagRow(rows[23].paragraph, "relations", "CD")]
    return gather(rows, tags, [], CODEBOOK)


def opened(folder: Path, coding: Coding) -> Workbook:
    path = folder / "out.xlsx"
    write_workbook(path, Report(coding, PROVENANCE))
    return load_workbook(path)


def counts_of(book: Workbook, sheet: str) -> Iterator[tuple[str, str, bool, Any]]:
    """(row's name, column's head, whether the line of codes is a theme's, cell) of each count of a sheet."""
    page = book[sheet]
    names = 2 if page["A4"].value == "No." else 1
    for line in page.iter_rows(min_row=5):
        for cell in line[names:]:
            if isinstance(cell.value, int):
                head = page.cell(4, cell.column)
                name = line[names - 1]
                theme = head.font.b if names == 2 else name.font.b
                yield str(name.value), str(head.value), bool(theme), cell


def quotes_at(book: Workbook, location: str) -> list[dict[str, Any]]:
    """The rows of quotes that a link selects, by their heads."""
    sheet, _, block = location.partition("!")
    page = book[sheet.strip("'")]
    heads = [str(cell.value) for cell in page[3]]
    assert range_boundaries(block)[::2] == (1, len(heads)), "the whole width of the list"
    lines = [page[number] for number in range(*rows_of(block))]
    return [dict(zip(heads, (cell.value for cell in line), strict=True)) for line in lines]


def rows_of(block: str) -> tuple[int, int]:
    """First row and the one after the last, of a reference such as A4:A9."""
    _, first, _, last = range_boundaries(block)
    assert first is not None
    assert last is not None
    return first, last + 1


def column_of(quote: dict[str, Any], sheet: str) -> str:
    """Under which head of a matrix a row of quotes belongs."""
    if sheet == "Code by witness":
        return quote["Witness"] or "(no speaker)"
    if sheet == "Theme by session":
        return str(quote["Session"])
    return str(quote["Question"] or ". (no question)").partition(". ")[2]


@pytest.mark.parametrize("sheet", ["Code by witness", "Theme by session", "Theme by question"])
def test_each_count_links_to_as_many_quotes_of_its_code_and_column(tmp_path: Path, sheet: str) -> None:
    book = opened(tmp_path, inquiry())
    seen = 0
    for name, head, theme, cell in counts_of(book, sheet):
        code, column = (head, name) if sheet == "Theme by question" else (name, head.split("\n")[0])
        if cell.hyperlink is None:
            assert cell.value == 0 or code == "Any theme"
            continue
        found = quotes_at(book, cell.hyperlink.location)
        assert len({(quote["Session"], quote["Citation"]) for quote in found}) == len(found) == cell.value
        if theme:
            assert {quote["Theme"] for quote in found} == {code}
        else:
            own = "Relations" if code == "(the theme itself)" else code
            assert {quote["Code"] for quote in found} == {own}
        if not column.startswith("All "):
            assert {column_of(quote, sheet) for quote in found} == {column}
        seen += 1
    assert seen >= 15


def test_the_counts_are_those_of_the_matrix(tmp_path: Path) -> None:
    coding = inquiry()
    book = opened(tmp_path, coding)
    themes, codes = matrix(coding, "theme", "witness"), matrix(coding, "code", "witness")
    found = counts_of(book, "Code by witness")
    shown = {(name, head.split("\n")[0]): cell.value for name, head, _, cell in found}
    assert shown["Any theme", "All witnesses"] == themes.total
    for code in CODEBOOK.codes:
        table = codes if code.parent else themes
        assert shown[code.name, "All witnesses"] == table.row_totals[code.id]
        for witness in themes.counts.columns:
            assert shown[code.name, witness] == table.counts.loc[code.id, witness]
            assert shown["Any theme", witness] == themes.column_totals[witness]
    assert shown["(the theme itself)", "(no speaker)"] == 1
    assert shown["Never used", "Ann"] == 0
    only = {name for name, _, _, _ in counts_of(book, "Theme by witness")}
    assert only == {"Any theme", "Relations", "Money"}
    for name, head, _, cell in counts_of(book, "Theme by witness"):
        assert cell.value == shown[name, head.split("\n")[0]]


def test_many_witnesses_go_down_the_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.workbook.counts.WIDE", 2)
    page = opened(tmp_path, inquiry())["Theme by witness"]
    assert [cell.value for cell in page[4]][:4] == ["Witness", "Organisation", "Any theme", "Relations"]
    assert [cell.value for cell in page[6]][:4] == ["Ann", "Harbour Trust", 6, 6]


def test_questions_stand_under_their_item_with_number_and_text(tmp_path: Path) -> None:
    page = opened(tmp_path, inquiry())["Theme by question"]
    assert [page.cell(number, 1).value for number in (6, 8)] == [
        "First sitting · 3 February 2014 · Panel first/7", "0",
    ]  # fmt: skip
    assert [page.cell(number, 2).value for number in (5, 7, 8)] == [
        "All questions", "(no question)", "What about 0?",
    ]  # fmt: skip


AWKWARD = [
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tindented", "#N/A", "TRUE", "007", "[bold] [/] :x:",
    "<script>&amp;", "صباح الخير", "🙂 smile", " spaces kept ", "line\nline", "  ",
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_text_is_shown_as_it_is_wherever_it_stands(tmp_path: Path, text: str) -> None:
    coding = inquiry(text=text, speaker=text, organisation=text, session_title=text, question_text=text)
    book = opened(tmp_path, coding)
    page = book["Code quotes"]
    heads = [cell.value for cell in page[3]]
    for name in ("Paragraph", "Witness", "Organisation", "Session"):
        cell = page.cell(5, heads.index(name) + 1)
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def test_what_xml_cannot_hold_is_left_out_and_what_excel_would_decode_is_not() -> None:
    assert literal("a\x00b\x1b[31mc\ud800d\ufffee\r\nf\rg") == "ab[31mcde\nf\ng"
    assert literal("_x0041_ and _x41_") == "_x005F_x0041_ and _x41_"


@pytest.mark.parametrize("word", ["evidence ", "🙂🙂🙂🙂 ", "x"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path, word: str) -> None:
    text = word * (40_000 // len(word))
    page = opened(tmp_path, inquiry(text=text))["Theme quotes"]
    shown = page.cell(4, [cell.value for cell in page[3]].index("Paragraph") + 1).value
    assert isinstance(shown, str)
    assert len(shown.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert len(shown.encode("utf-16-le")) // 2 > MAX_TEXT - 300
    assert shown.endswith(CUT)
    kept = shown.removesuffix(CUT)
    assert text.startswith(kept)
    assert word == "x" or kept.endswith(word.strip())
    assert "24 of all paragraphs" in str(page["A2"].value)


def test_with_more_counts_than_excel_can_link_themes_and_totals_keep_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.workbook.quotes.MAX_LINKS", 9)
    book = opened(tmp_path, inquiry())
    page = book["Code by witness"]
    linked = [(theme, cell) for _, _, theme, cell in counts_of(book, "Code by witness") if cell.hyperlink]
    assert len(linked) == 9
    assert sum(theme for theme, _ in linked) == 9
    assert "some have no link" in str(page["A3"].value)


def test_quotes_beyond_excels_last_row_are_said_and_not_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.workbook.quotes.MAX_ROWS", 20)
    book = opened(tmp_path, inquiry())
    assert book["Code quotes"].max_row == 20
    assert "the last do not fit" in str(book["Code quotes"]["A2"].value)
    cells = [cell for _, _, _, cell in counts_of(book, "Theme by session")]
    links = [cell.hyperlink.location.partition("!")[2] for cell in cells if cell.hyperlink]
    assert max(rows_of(link)[1] for link in links) <= 21


def test_a_code_with_a_scale_shows_its_step_and_who_differs(tmp_path: Path) -> None:
    page = opened(tmp_path, inquiry())["Code quotes"]
    heads = [cell.value for cell in page[3]]
    lines = page.iter_rows(min_row=4, values_only=True)
    rows = [dict(zip(heads, line, strict=True)) for line in lines]
    steps = {quote["Citation"]: quote["Value"] for quote in rows if quote["Code"] == "Trust"}
    assert steps["7(3)"] == "strong"
    assert steps["7(6)"] == "weak (CD); strong (AB)"
    assert {quote["Value"] for quote in rows if quote["Code"] == "Bids"} == {None}


def test_the_front_page_says_how_it_was_made_and_leads_to_every_sheet(tmp_path: Path) -> None:
    book = opened(tmp_path, inquiry())
    page = book["Read me"]
    told = {line[0].value: [cell.value for cell in line[1:]] for line in page.iter_rows()}
    assert told["Date"][0] == "4 March 2026, 09:30"
    assert told["Basis"][0] == "any: a code counts where at least one coder put it"
    assert told["Codebook"][0] == "what each code means"
    assert told["Paragraphs"][0] == "24 paragraphs, of which 18 have a tag that counts"
    assert told["AB"] == ["20 of 24 paragraphs", 20 / 24, 31]
    assert told["first"] == ["First sitting", datetime(2014, 2, 3), "0f0f0f"]
    linked = {cell.value for line in page.iter_rows() for cell in line if cell.hyperlink}
    assert linked == set(book.sheetnames) - {"Read me"}


def test_the_codebook_is_there_whole(tmp_path: Path) -> None:
    page = opened(tmp_path, inquiry())["Codebook"]
    lines = [[cell.value for cell in line] for line in page.iter_rows(min_row=4)]
    assert [line[1] or line[0] for line in lines] == [code.name for code in CODEBOOK.codes]
    assert str(page["D5"].fill.fgColor.rgb).lower() == "001f77b4"
    assert lines[1][-1] == "weak < strong"
    assert lines[3][-1] == "one code of this theme at most"


def test_every_sheet_is_set_up_for_screen_and_paper(tmp_path: Path) -> None:
    for page in opened(tmp_path, inquiry()):
        assert page.page_setup.fitToWidth == 1
        assert not page.sheet_view.showGridLines
        if page.title != "Read me":
            assert page.freeze_panes
            assert page.print_title_rows
            assert page.page_setup.orientation == "landscape"


def test_an_inquiry_without_evidence_still_gives_a_workbook(tmp_path: Path) -> None:
    book = opened(tmp_path, gather([], [], [], CODEBOOK))
    assert book["Theme by witness"]["B5"].value == 0


WRITE = """
import sys
from pathlib import Path
from tests.test_workbook import PROVENANCE, inquiry
from coder.workbook import Report, write_workbook
write_workbook(Path(sys.argv[1]), Report(inquiry(), PROVENANCE))
"""


def test_the_same_data_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.xlsx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
        root = Path(__file__).parents[1]
        subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True, env=environment, cwd=root)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_a_failure_leaves_the_old_workbook_and_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"the old one")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coder.workbook.codebook_sheet", full)
    with pytest.raises(CoderError, match="No space left on device"):
        write_workbook(path, Report(inquiry(), PROVENANCE))
    assert path.read_bytes() == b"the old one"
    assert [each.name for each in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_workbook_that_another_program_holds_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"the old one")

    def held(*_: Any) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(CoderError, match="if it is open in Excel, close it"):
        write_workbook(path, Report(inquiry(), PROVENANCE))
    assert path.read_bytes() == b"the old one"
    assert [each.name for each in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_path_that_cannot_be_a_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for name, says in (
        ("out.csv", "must end in .xlsx"),
        ("missing/out.xlsx", "there is no folder"),
        ("folder.xlsx", "this is a folder"),
    ):
        with pytest.raises(CoderError, match=says):
            write_workbook(tmp_path / name, Report(inquiry(), PROVENANCE))
    assert [each.name for each in tmp_path.iterdir()] == ["folder.xlsx"]
