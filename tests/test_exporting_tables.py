"""The coding as tables and as a database for other programs, read back by those programs' own libraries."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.coding import Change
from coder.exchange.database import TABLES
from coder.exchange.table_files import EVALUATED
from coder.exchange.table_files import FORMS as FORMS_OF
from coder.inquiry.folder import open_inquiry
from coder.workbook.cells import literal
from coder.workbook.tables import as_bytes
from tests.inquiry_support import BOOK, CODED, SLUG, TRANSCRIPT, correct, make_folder, run, spawn

P1, P2, P3, P4, P5, P6, P7 = CODED
FORMULA = "=cmd|' /C calc'!A0"
LONG = "Words and words. " * 2400
EVIL = {
    "replied that the counter": f"{FORMULA} مرحبا 🚜 replied, “so”, that the counter",
    "A second cut would need": f"{LONG}A second cut would need",
}
"""What stands in the evidence in the place of what."""
MEMO = '@SUM(1+9)\t[bold]"quoted"[/bold]\nsecond line, 🚜'
NUMBERS = ("value", "stale", "clock", "paragraphs", "sessions", "in_use")
FORMS = ("csv", "jsonl", "xlsx", "parquet")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two coders' tags, quotes, readings, memos and a decision on evidence full of what is awkward."""
    text = TRANSCRIPT
    for old, new in EVIL.items():
        assert old in text
        text = text.replace(old, new)
    folder = make_folder(tmp_path / "lanes", text)
    for who, paragraph, codes in (
        ("AB", P1, ["speed"]), ("AB", P2, ["sight=2", "dearer"]),
        ("CD", P2, ["dearer"]), ("CD", P4, ["speed"]),
    ):  # fmt: skip
        assert run(folder, "tag", paragraph, *codes, "--as", who).status == 0
    assert run(folder, "read", P3, "--as", "AB").status == 0
    for on, told in ((P2, MEMO), ("code:speed", "On speed"), ("Wren", "On Wren"), (SLUG, "On all")):
        assert run(folder, "memo", on, told, "--as", "AB").status == 0
    assert run(folder, "adjudicate", P2, "sight", "reject", "--reason", FORMULA, "--as", "RV").status == 0
    with open_inquiry(folder) as inquiry:
        said = inquiry.store.index.text(P2)
        spans = [
            {"start": said.index(words), "end": said.index(words) + len(words), "text": words}
            for words in ("🚜 replied", "miles an hour")
        ]
        value = {"meaning": inquiry.codebook.by_id["speed"].meaning, "spans": spans}
        inquiry.store.journal.act("AB", [
            Change("tag", "AB", P2, "speed", value, "2025-05-07T09:00:00.000Z"),
            Change("unjudged", "AB", P2, "cheaper", {}),
        ], inquiry.codebook.revision)  # fmt: skip
    return folder


def export(folder: Path, name: str, *options: str) -> Path:
    """Run the command; the file it wrote."""
    path = folder.parent / name
    done = run(folder, "export", str(path), *options)
    assert done.status == 0, done.err
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, None for what is empty, the apostrophe of a guarded text taken off."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                {name: unguarded(name, cell) for name, cell in row.items()} for row in csv.DictReader(file)
            ]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path).to_pylist()
    head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def unguarded(column: str, cell: str) -> str | int | None:
    if column.startswith("code.") or column in NUMBERS:
        return int(cell) if cell else None
    return cell.removeprefix("'") if cell[1:2] in tuple("=+-@\t\r") else cell or None


# ---- tables


@pytest.mark.parametrize("form", FORMS)
def test_tags_have_a_row_each_with_all_that_is_around_them(folder: Path, form: str) -> None:
    rows = read(export(folder, f"t.{form}"))
    assert [(row["coder"], row["paragraph"], row["code"], row["value"]) for row in rows] == [
        ("AB", P1, "speed", None), ("AB", P2, "dearer", None), ("AB", P2, "sight", 2),
        ("AB", P2, "speed", None), ("CD", P2, "dearer", None), ("CD", P4, "speed", None),
    ]  # fmt: skip
    quoted = rows[3]
    assert quoted | {"time": "2025-05-07T09:00:00.000Z", "quoted": "🚜 replied […] miles an hour"} == quoted
    assert (quoted["witness"], quoted["organisation"]) == ("Ruth Adeyemi", "Dunmere District Council")
    assert (quoted["theme"], quoted["theme_name"], quoted["code_name"]) == ("safety", "Safety", "Speed")
    assert quoted["question_text"] == "How fast do people drive past the school in the mornings?"
    assert (quoted["citation"], quoted["cite_as"]) == (
        "3(2)",
        "3(2) [Ruth Adeyemi], Select Committee - Lanes, 6 May 2025",
    )
    assert rows[2]["value_name"] == "fair" and rows[2]["time"].endswith("Z")
    with open_inquiry(folder) as inquiry:
        said = inquiry.store.index.text(P2)
    places = [tuple(map(int, one.split("-"))) for one in quoted["spans"].split()]
    assert [said[slice(*place)] for place in places] == ["🚜 replied", "miles an hour"]


def test_tags_stand_in_the_order_of_the_evidence(tmp_path: Path) -> None:
    numbers = range(1, 13)
    answers = "".join(f"### {n} | answer | speaker: Ruth Adeyemi\nAnswer {n}.\n\n" for n in numbers)
    head = TRANSCRIPT[: TRANSCRIPT.index("### 1 |")]
    folder = make_folder(tmp_path / "lanes", f"{head}### Question 1\nHow?\n\n{answers}")
    for n in reversed(numbers):
        assert run(folder, "tag", f"{SLUG}/3.{n}", "speed", "--as", "AB").status == 0
    rows = read(export(folder, "t.jsonl"))
    assert [row["paragraph"].rpartition(".")[2] for row in rows] == list(map(str, numbers))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("of", TABLES)
def test_every_table_is_the_same_in_every_form(folder: Path, of: str, form: str) -> None:
    path = export(folder, f"t.{form}", "--of", of)
    told, plain = read(path), read(export(folder, "plain.jsonl", "--of", of))
    if form == "xlsx":  # a cell holds no more; other tests hold its text to the rest
        told, plain = (
            [{k: v for k, v in row.items() if k != "text"} for row in rows] for rows in (told, plain)
        )
    assert plain and told == plain


def test_a_text_is_the_text_whatever_it_looks_like(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        texts = [inquiry.store.index.text(paragraph) for paragraph in (P2, P4)]
    for form in FORMS:
        rows = read(export(folder, f"p.{form}", "--of", "paragraphs"))
        found = {row["paragraph"]: row["text"] for row in rows}
        assert found[P2] == texts[0]
        assert found[P4] == texts[1] or (form == "xlsx" and found[P4].endswith("32,767 characters]"))
        memos = {row["text"] for row in read(export(folder, f"m.{form}", "--of", "memos"))}
        assert MEMO in memos
    sheet = openpyxl.load_workbook(export(folder, "d.xlsx", "--of", "decisions")).active
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA)
    assert cell.data_type == "s" and cell.quotePrefix
    raw = export(folder, "d.csv", "--of", "decisions").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and f",'{FORMULA},".encode() in raw


def test_pandas_reads_csv_and_parquet_alike(folder: Path) -> None:
    table = pd.read_csv(export(folder, "t.csv"), encoding="utf-8-sig")
    other = pd.read_parquet(export(folder, "t.parquet"))
    assert list(table.columns) == list(other.columns)
    assert table["spans"].dropna().tolist() == other["spans"].dropna().tolist()
    assert table["value"].dropna().tolist() == [2] == other["value"].dropna().tolist()
    journal = pd.read_parquet(export(folder, "j.parquet", "--of", "journal"))
    assert set(journal["verb"]) >= {"tag", "read", "memo", "decision"}
    moments = pd.to_datetime(journal["time"], utc=True)
    assert moments.min() == pd.Timestamp("2025-05-07T09:00Z")


def test_the_agreed_layer_is_a_table_of_its_own(folder: Path) -> None:
    rows = read(export(folder, "a.jsonl", "--of", "agreed"))
    assert {(row["paragraph"], row["code"]) for row in rows} == {
        (P1, "speed"), (P2, "dearer"), (P4, "speed"),
    }  # fmt: skip
    assert read(export(folder, "a.jsonl", "--of", "agreed", "--coders", "AB")) == []


def test_a_grid_says_put_not_put_and_not_judged(folder: Path) -> None:
    rows = {(row["coder"], row["paragraph"]): row for row in read(export(folder, "g.jsonl", "--of", "grid"))}
    assert set(rows) == {("AB", P1), ("AB", P2), ("AB", P3), ("CD", P2), ("CD", P4)}
    codes = [name for name in rows["AB", P2] if name.startswith("code.")]
    assert [rows["AB", P2][code] for code in codes] == [0, 1, 2, 0, 1, None]
    assert [rows["AB", P3][code] for code in codes] == [0] * 6


TEXTS = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text[:1] != "'")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.integers(-(2**53), 2**53)), max_size=4))
def test_any_text_is_itself_again(rows: list[tuple[str, int]]) -> None:
    columns = {"a": False, "b": True}
    with TemporaryDirectory() as folder:
        for form, write in FORMS_OF.items():
            path = Path(folder) / f"t{form}"
            write(path, columns, rows)
            found = [tuple(row.values()) for row in plainly(path)]
            wanted = [(literal(a) if form == ".xlsx" else a, b) for a, b in rows]
            assert found == [(None if form == ".xlsx" and not a else a, b) for a, b in wanted]


def plainly(path: Path) -> list[dict[str, Any]]:
    if path.suffix != ".csv":
        return read(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not any(row["a"].startswith(EVALUATED) for row in rows)
    return [{"a": row["a"][row["a"][:1] == "'" and row["a"][1:].startswith(EVALUATED) :], "b": int(row["b"])}
            for row in rows]  # fmt: skip


def test_a_table_of_the_workbook_holds_a_lone_carriage_return_too() -> None:
    data = as_bytes(pd.DataFrame({"a": ["one\rtwo", "three"]}), "csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [["a"], ["one\rtwo"], ["three"]]


# ---- and back


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
@pytest.mark.parametrize("of", ["tags", "readings", "grid"])
def test_what_was_written_is_read_again_as_the_tool_says(
    folder: Path, tmp_path: Path, of: str, form: str
) -> None:
    path = folder.parent / f"t.{form}"
    told = run(folder, "export", str(path), "--of", of).out
    command = next(line for line in told.splitlines() if "read again by" in line).partition("coder ")[2]
    words = [str(path) if word == path.name else word for word in shlex.split(command)]
    other = make_folder(tmp_path / "other", transcript_of(folder), BOOK)
    done = run(other, *words, "--as", "ME")
    assert done.status == 0, done.err
    wanted, found = said(folder), said(other)
    if of == "tags":
        assert found["tag"] == wanted["tag"]
        assert read(export(other, "again.jsonl")) == read(export(folder, "first.jsonl"))
    elif of == "readings":
        assert found["read"] == wanted["read"] and set(found["tag"]) == set(wanted["tag"])
    else:
        assert found["read"] == wanted["read"] and found["unjudged"] == wanted["unjudged"]
        bare = {key: {k: v for k, v in value.items() if k != "spans"} for key, value in wanted["tag"].items()}
        assert found["tag"] == bare
    assert run(folder, *words, "--as", "ME", "--dry-run").status == 0


def transcript_of(folder: Path) -> str:
    return (folder / "sessions" / f"{SLUG}.md").read_text(encoding="utf-8")


def said(folder: Path) -> dict[str, dict[Any, Any]]:
    """What coders said, by kind: of coder, paragraph and code the value; what is tagged counts as read."""
    found: dict[str, dict[Any, Any]] = {"tag": {}, "read": {}, "unjudged": {}}
    with open_inquiry(folder) as inquiry:
        for (kind, *key), value in inquiry.store.journal.state():
            if kind in found:
                found[kind][tuple(key)] = value
                if kind == "tag":
                    found["read"][key[0], key[1], ""] = {}
    return found


# ---- the database


def database(path: Path) -> sqlite3.Connection:
    found = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found.row_factory = sqlite3.Row
    return found


def test_a_database_holds_together_and_says_what_the_tables_say(folder: Path) -> None:
    path = export(folder, "coding.sqlite")
    with closing(database(path)) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert {row[0] for row in db.execute("SELECT kind FROM journal")} >= {"tag", "memo", "decision"}
        for of in TABLES:
            rows = [dict(row) for row in db.execute(f"SELECT * FROM {of}")]
            assert rows == read(export(folder, "t.jsonl", "--of", of))
        spans = db.execute(
            "SELECT substr(p.text, s.start + 1, s.stop - s.start), s.text FROM span s "
            "JOIN tag t ON t.tag = s.tag JOIN paragraph p ON p.paragraph = t.paragraph"
        ).fetchall()
        assert [tuple(row) for row in spans] == [("🚜 replied",) * 2, ("miles an hour",) * 2]
        memos = {row["on_a"]: row for row in db.execute("SELECT * FROM memo")}
        assert (
            set(memos) == {"paragraph", "code", "witness", "session"} and memos["paragraph"]["text"] == MEMO
        )
        assert [row[0] for row in db.execute("SELECT coder FROM coder")] == ["AB", "CD", "RV"]
    assert sorted(one.name for one in folder.parent.iterdir()) == ["coding.sqlite", "lanes", "t.jsonl"]


def test_codes_that_the_codebook_lost_and_quotes_that_the_text_lost_stay(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        gone = Change("tag", "AB", P5, "gone-code", {"meaning": 5})
        inquiry.store.journal.act("AB", [gone], inquiry.codebook.revision)
    correct(folder, ("an average of 41 miles an hour", "something else entirely, and quite another thing"))
    rows = read(export(folder, "t.jsonl"))
    assert next(row for row in rows if row["code"] == "gone-code")["theme"] == "gone-code"
    quoted = next(row for row in rows if row["quoted"])
    assert quoted["quoted"] == "🚜 replied […] miles an hour" and len(quoted["spans"].split()) == 1


def test_marks_on_paragraphs_that_are_gone_are_counted(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        lost = Change("tag", "AB", f"{SLUG}/nowhere", "speed", {"meaning": 0})
        inquiry.store.journal.act("AB", [lost], inquiry.codebook.revision)
    done = run(folder, "export", str(folder.parent / "t.csv"))
    assert done.status == 0 and "left out: 1 marks on paragraphs that are in no transcript" in done.out


# ---- what may leave


def test_filters_let_through_what_is_named(folder: Path) -> None:
    assert {row["coder"] for row in read(export(folder, "t.jsonl", "--coders", "CD"))} == {"CD"}
    assert len(read(export(folder, "t.jsonl", "--sessions", SLUG))) == 6
    place = str(folder.parent / "none.csv")
    assert "EF: nothing that can be shown" in run(folder, "export", place, "--coders", "EF").complaint()
    assert "no such session" in run(folder, "export", place, "--sessions", "nowhere").complaint()
    assert "no such table" in run(folder, "export", place, "--of", "nothing").complaint()
    assert "ending" in run(folder, "export", str(folder.parent / "t.doc")).complaint()
    assert "--basis says nothing of a .csv file" in run(folder, "export", place, "--basis", "any").complaint()
    project = run(folder, "export", str(folder.parent / "none.qdpx"), "--of", "tags").complaint()
    assert "--of says nothing of a .qdpx file; it goes with .csv, .jsonl, .xlsx, .parquet." in project
    assert "no folder" in run(folder, "export", str(folder / "no" / "t.csv")).complaint()
    assert "no folder" in run(folder, "export", str(folder / "no" / "t.sqlite")).complaint()
    assert not list(folder.parent.glob("none*")) and not list(folder.parent.glob(".*"))


def test_a_withdrawn_session_is_in_no_table(folder: Path) -> None:
    assert run(folder, "withdraw", SLUG, "--reason", "so", "--as", "RV").status == 0
    for of in TABLES:
        rows = json.dumps(read(export(folder, "t.jsonl", "--of", of)), ensure_ascii=False)
        assert "counter" not in rows and "Adeyemi" not in rows and SLUG not in rows
    everything = b"".join(export(folder, f"c.{end}").read_bytes() for end in ("sqlite", "db"))
    assert b"counter" not in everything and b"Adeyemi" not in everything


def test_no_name_is_left_where_names_are_to_go(folder: Path) -> None:
    for file in ["c.sqlite", *(f"{of}.jsonl" for of in TABLES)]:
        of = () if file == "c.sqlite" else ("--of", Path(file).stem)
        data = export(folder, file, *of, "--anonymise").read_bytes()
        assert b"Adeyemi" not in data and b"Wren" not in data and b"wren" not in data
    rows = read(folder.parent / "witnesses.jsonl")
    assert [row["witness"] for row in rows] == ["Witness 1", "Witness 2"]
    assert read(folder.parent / "tags.jsonl")[3]["witness"] == "Witness 1"


def test_it_works_in_a_process_of_its_own_and_a_file_is_whole_or_not_there(folder: Path) -> None:
    done = spawn(folder, "export", "../own.csv")
    assert done.status == 0 and "6 rows of tags" in done.out, done.err
    before = (folder.parent / "own.csv").read_bytes()
    (folder.parent / "own.xlsx").mkdir()
    failed = spawn(folder, "export", "../own.xlsx")
    assert failed.status == 1 and "folder" in failed.err and "Traceback" not in failed.err
    assert (folder.parent / "own.csv").read_bytes() == before
