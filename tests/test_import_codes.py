"""Tables of codings made elsewhere, taken in at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import CODED, SLUG, Ran, make_folder, run, spawn, tags

P1, P2, P3 = CODED[:3]

LONG = """\
item,coder,code,value,text
a,AB,speed,,The vans are fast.
a,AB,sight,good,The vans are fast.
b,AB,,,Nobody can see round the bend.
a,CD,speed,,The vans are fast.
b,CD,sight,2,Nobody can see round the bend.
"""
LONG_TAGS = {
    ("a", "AB", "speed", None), ("a", "AB", "sight", 3), ("a", "CD", "speed", None), ("b", "CD", "sight", 2),
}  # fmt: skip
LONG_READ = {("a", "AB"), ("b", "AB"), ("a", "CD"), ("b", "CD")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


def take(folder: Path, name: str, content: str | bytes, *options: str, mapping: str = "") -> Ran:
    """Import a table with this content, by a mapping where one is given."""
    file = folder.parent / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    if mapping:
        (folder.parent / "map.toml").write_text(mapping, encoding="utf-8")
        options = (*options, "--map", str(folder.parent / "map.toml"))
    return run(folder, "import-codes", str(file), "--as", "ME", *options)


def marks(folder: Path) -> tuple[set[Any], set[Any], set[Any]]:
    """(item, coder, code, step) of every tag, (item, coder) of what was read, and codes not judged."""
    put, read, unjudged = set(), set(), set()
    with open_inquiry(folder) as inquiry:
        for (kind, coder, subject, code), value in inquiry.store.journal.state():
            item = subject.rpartition(".")[2]
            if kind == "tag":
                put.add((item, coder, code, value.get("value")))
            elif kind == "read":
                read.add((item, coder))
            elif kind == "unjudged":
                unjudged.add((item, coder, code))
    return put, read, unjudged


def texts(folder: Path, slug: str) -> list[str]:
    items = run(folder, "show", slug, "--json").json()["items"]
    return [paragraph["text"] for item in items for paragraph in item["paragraphs"]]


# ---- the forms a table may have


def test_a_row_for_each_code_needs_no_mapping_where_columns_are_named_so(folder: Path) -> None:
    done = take(folder, "lorries.csv", LONG)
    assert done.status == 0, done.err
    put, read, unjudged = marks(folder)
    assert (put, read, unjudged) == (LONG_TAGS, LONG_READ, set())
    assert texts(folder, "lorries") == ["The vans are fast.", "Nobody can see round the bend."]


@pytest.mark.parametrize("form", ["jsonl", "json", "xlsx", "semicolons", "utf-16"])
def test_the_same_table_in_another_form_says_the_same(folder: Path, form: str) -> None:
    head, *rows = [line.split(",") for line in LONG.splitlines()]
    records = [dict(zip(head, row, strict=True)) for row in rows]
    content: str | bytes
    if form == "jsonl":
        content = "\n".join(json.dumps(record) for record in records)
    elif form == "json":
        content = json.dumps(records)
    elif form == "semicolons":
        content = "\r\n".join(";".join(row) for row in [head, *rows])
    elif form == "utf-16":
        content = LONG.encode("utf-16")
    else:
        workbook = Workbook()
        for row in [head, *rows]:
            workbook.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
        workbook.save(folder.parent / "made.xlsx")
        content = (folder.parent / "made.xlsx").read_bytes()
    done = take(folder, "lorries.table", content)
    assert done.status == 0, done.err
    assert marks(folder) == (LONG_TAGS, LONG_READ, set())


FORMS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "long": (
        "item,coder,code,text",
        "a,AB,speed,Vans.|a,AB,money,Vans.|b,AB,,Bends.|a,CD,speed,Vans.|b,CD,money,Bends.",
        (),
    ),
    "wide": (
        "item,AB,CD,text",
        "a,speed; money,speed,Vans.|b,0,money,Bends.|c,,,Nobody.",
        ("--by-column", "AB=AB", "--by-column", "CD=CD", "--separator", ";"),
    ),
    "one-hot": (
        "item,coder,c.speed,c.money,text",
        "a,AB,1,1,Vans.|b,AB,0,0,Bends.|a,CD,1,0,Vans.|b,CD,0,1,Bends.",
        ("--column", "*=c.*"),
    ),
}
"""What two coders said of two items, in each form: head, rows, options."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_each_form_says_the_same_in_each_kind_of_file(folder: Path, form: str, kind: str) -> None:
    head, rows, options = FORMS[form]
    names, cells = head.split(","), [row.split(",") for row in rows.split("|")]
    content: str | bytes = "\n".join([head, *rows.split("|")])
    if kind == "jsonl":
        content = "\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in cells)
    elif kind == "xlsx":
        workbook = Workbook()
        for row in [names, *cells]:
            workbook.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
        workbook.save(folder.parent / "made.xlsx")
        content = (folder.parent / "made.xlsx").read_bytes()
    done = take(folder, f"lorries.{kind}", content, *options)
    assert done.status == 0, done.err
    put, read, unjudged = marks(folder)
    assert put == {("a", "AB", "speed", None), ("a", "AB", "money", None), ("a", "CD", "speed", None),
                   ("b", "CD", "money", None)}  # fmt: skip
    assert read == {("a", "AB"), ("b", "AB"), ("a", "CD"), ("b", "CD")} and unjudged == set()


def test_a_column_for_each_coder_may_say_what_its_cells_mean(folder: Path) -> None:
    table = "n,codes of Anna,codes of Ben,text\n1,too fast,?,One.\n2,,speed,Two.\n2,money,,Two.\n"
    mapping = (
        'item = "n"\nno = [""]\nmissing = ["?"]\n[by_column]\n"*" = "codes of *"\n'
        '[names]\n"too fast" = "speed"\n'
    )
    done = take(folder, "t.csv", table, mapping=mapping + '[coders]\nAnna = "AN"\n')
    assert done.status == 0, done.err
    put, read, _ = marks(folder)
    assert put == {("1", "AN", "speed", None), ("2", "Ben", "speed", None)}
    assert read == {("1", "AN"), ("2", "AN"), ("2", "Ben")}
    assert "t.csv, row 4: AN on 2 again; row 3 counts" in done.out
    both = take(folder, "u.csv", table, "--by", "AB", mapping=mapping)
    assert "say which column names the coder" in both.complaint()
    lists = json.dumps({"n": 1, "AB": ["speed", "money"], "CD": [], "text": "One."})
    assert (
        take(folder, "v.jsonl", lists, "--item", "n", "--by-column", "*B=*B", "--by-column", "CD=CD").status
        == 0
    )
    assert marks(folder)[1] >= {("1", "AB"), ("1", "CD")}


def test_quotes_and_times_come_with_the_codes(folder: Path) -> None:
    table = (
        "item,coder,code,at,spans,text\n"
        "a,AB,speed,2025-05-06T12:00:00+02:00,4-8 0-3,The 🚜s are fast.\n"
        "a,AB,money,2025-05-06 11:00:00,,The 🚜s are fast.\na,CD,,2025-05-07,,The 🚜s are fast.\n"
    )
    options = ("--quotes", "spans", "--at", "at")
    assert take(folder, "t.csv", table, *options).status == 0
    with open_inquiry(folder) as inquiry:
        found = {(e.coder, e.kind, e.code): (e.at, e.after) for e in inquiry.store.journal.entries()}
    at, value = found["AB", "tag", "speed"]
    assert at == "2025-05-06T10:00:00.000Z" == found["AB", "read", ""][0]
    assert value and [one["text"] for one in value["spans"]] == ["The", "🚜s a"[:4]]
    assert found["AB", "tag", "money"][0] == "2025-05-06T11:00:00.000Z"
    assert found["CD", "read", ""][0] == "2025-05-07T00:00:00.000Z"
    for cell, told in (("9-4", "no passage"), ("x", "no passage"), ("2-900", "no text from 2 to 900"),
                       ("3-4", "no text from 3 to 4")):  # fmt: skip
        wrong = take(folder, "w.csv", table.replace("4-8 0-3", cell), *options)
        assert told in wrong.complaint() and "w.csv, row 2" in wrong.err
    wrong = take(folder, "w.csv", table.replace("2025-05-07", "yesterday"), *options)
    assert "row 4, column at: 'yesterday' is no time" in wrong.complaint()
    assert (
        "goes with code"
        in take(folder, "w.csv", "item,coder,codes,s\na,AB,speed,\n", "--quotes", "s").complaint()
    )


def test_all_codes_in_a_cell(folder: Path) -> None:
    table = "what,who,labels,said\n1,AB,Speed; sight,Vans.\n2,AB,,Bends.\n"
    mapping = 'item = "what"\ncoder = "who"\ncodes = "labels"\nseparator = ";"\ntext = "said"\n'
    assert take(folder, "t.csv", table, mapping=mapping).status == 0
    put, read, _ = marks(folder)
    assert put == {("1", "AB", "speed", None), ("1", "AB", "sight", None)}
    assert read == {("1", "AB"), ("2", "AB")}


def test_a_column_for_each_code_and_for_each_step_of_a_scale(folder: Path) -> None:
    table = (
        "n,who,is.speed,is.money,bad,middling,good,text\n"
        "1,AB,x,,1,0,0,One.\n2,AB,,?,0,0,1,Two.\n3,AB,0,0,0,0,0,Three.\n4,AB,?,?,,,,Four.\n"
    )
    mapping = """
        item = "n"
        coder = "who"
        no = [""]
        missing = ["?"]
        [columns]
        "*" = "is.*"
        sight = {steps = ["bad", "middling", "good"]}
        """
    assert take(folder, "t.csv", table, mapping=mapping).status == 0
    put, read, unjudged = marks(folder)
    assert put == {("1", "AB", "speed", None), ("1", "AB", "sight", 1), ("2", "AB", "sight", 3)}
    assert read == {("1", "AB"), ("2", "AB"), ("3", "AB"), ("4", "AB")}
    assert unjudged == {("2", "AB", "money"), ("4", "AB", "speed"), ("4", "AB", "money")}


def test_a_row_in_which_nothing_was_judged_is_not_read(folder: Path) -> None:
    table = "item,coder,speed,money,text\n1,AB,1,,One.\n1,CD,,,One.\n"
    assert take(folder, "t.csv", table, "--column", "speed=speed", "--column", "money=money").status == 0
    put, read, unjudged = marks(folder)
    assert put == {("1", "AB", "speed", None)} and read == {("1", "AB")}
    assert unjudged == {("1", "AB", "money")}


def test_an_object_of_items_with_lists_side_by_side(folder: Path) -> None:
    data = {
        "7": {"text": "Vans.", "annotators": "AB,CD", "annotations": "1,0", "info": {"cost": ["0", "No"]}},
        "9": {"text": "Bends.", "annotators": "CD", "annotations": "1", "info": {"cost": ["1"]}},
    }
    mapping = """
        item = "@key"
        coder = "annotators"
        lists = ","
        missing = ["No"]
        columns = {speed = "annotations", money = "info/cost"}
        """
    assert take(folder, "t.json", json.dumps(data), mapping=mapping).status == 0
    put, read, unjudged = marks(folder)
    assert put == {("7", "AB", "speed", None), ("9", "CD", "speed", None), ("9", "CD", "money", None)}
    assert read == {("7", "AB"), ("7", "CD"), ("9", "CD")} and unjudged == {("7", "CD", "money")}


def test_a_list_of_objects_in_each_object(folder: Path) -> None:
    data = [
        {"id": "1", "text": "Vans.", "by": [{"who": "AB", "codes": ["speed"]}, {"who": "CD", "codes": []}]}
    ]
    mapping = 'item = "id"\nnested = "by"\ncoder = "by/who"\ncodes = "by/codes"\n'
    assert take(folder, "t.json", json.dumps(data), mapping=mapping).status == 0
    put, read, _ = marks(folder)
    assert put == {("1", "AB", "speed", None)} and read == {("1", "AB"), ("1", "CD")}


def test_names_in_the_table_stand_for_initials_and_codes(folder: Path) -> None:
    table = "item,coder,codes,text\n1,Dr Jane Harcourt-Smith,too fast,Vans.\n"
    refused = take(folder, "t.csv", table, "--add-codes")
    assert "t.csv, row 2" in refused.complaint() and "[coders]" in refused.err
    mapping = '[coders]\n"Dr Jane Harcourt-Smith" = "JHS"\n[names]\n"too fast" = "speed"\n'
    assert take(folder, "t.csv", table, mapping=mapping).status == 0
    assert marks(folder)[0] == {("1", "JHS", "speed", None)}


# ---- what it makes


def test_what_was_coded_becomes_a_session_like_any_other(folder: Path) -> None:
    table = "item,coder,codes,text,name\n1,AB,speed,Vans are [fast].,Ruth Lane\n2,AB,,# Bends\\,\n"
    assert take(folder, "Heavy lorries.csv", table, mapping='speaker = "name"\n').status == 0
    assert (folder / "sessions" / "originals" / "Heavy lorries.csv").read_text() == table
    assert texts(folder, "heavy-lorries") == ["Vans are [fast].", "# Bends\\"]
    assert "Ruth Lane" in run(folder, "witnesses").out
    assert run(folder, "status").status == 0 and "heavy-lorries" in run(folder, "status").out
    shown = run(folder, "show", "heavy-lorries", "--json").json()
    assert shown["style"] == "plain"


def test_ids_follow_from_the_items_whatever_row_they_stand_in(tmp_path: Path) -> None:
    rows = ["q 1,x,AB,speed,One.", "q 2,x,AB,,Two.", "q 1,y,AB,,Three."]
    found = []
    for place, order in enumerate((rows, rows[::-1])):
        folder = make_folder(tmp_path / str(place))
        table = "\n".join(["one,other,coder,codes,text", *order])
        assert (
            take(folder, f"t{place}.csv", table, "--item", "one", "--item", "other", "--session", "t").status
            == 0
        )
        items = run(folder, "show", "t", "--json").json()["items"]
        found.append({p["text"]: p["id"] for item in items for p in item["paragraphs"]})
    assert found[0] == found[1] and len(set(found[0].values())) == 3


def test_paragraphs_that_are_there_are_coded_by_id_and_by_citation(folder: Path) -> None:
    by_id = f"item,coder,codes\n{P1},AB,speed\n{P2},AB,\n"
    assert take(folder, "ids.csv", by_id).status == 0
    by_citation = "item,coder,codes\n3(2),CD,speed\n3(3),CD,\n"
    assert take(folder, "citations.csv", by_citation, "--session", SLUG).status == 0
    put, read, _ = marks(folder)
    assert put == {("1", "AB", "speed", None), ("2", "CD", "speed", None)}
    assert read == {("1", "AB"), ("2", "AB"), ("2", "CD"), ("3", "CD")}
    assert len(list((folder / "sessions").glob("*.md"))) == 1
    unknown = take(folder, "wrong.csv", "item,coder,codes\n3(1),CD,\n3(99),CD,\n", "--session", SLUG)
    assert "wrong.csv, row 3" in unknown.complaint() and "3(99)" in unknown.err


def test_a_second_table_codes_the_items_of_the_first(folder: Path) -> None:
    assert take(folder, "first.csv", LONG).status == 0
    more = "item,coder,codes\nb,EF,speed\n"
    assert take(folder, "second.csv", more, "--session", "first").status == 0
    assert ("b", "EF", "speed", None) in marks(folder)[0]
    assert len(texts(folder, "first")) == 2


def test_importing_again_changes_nothing_and_one_undo_takes_all_tags_back(folder: Path) -> None:
    first = take(folder, "t.csv", LONG, "--json").json()[0]
    assert first["entries"] == 8
    assert take(folder, "t.csv", LONG, "--json").json()[0]["entries"] == 0
    assert run(folder, "undo", "--as", "ME").status == 0
    assert marks(folder) == (set(), set(), set())
    assert run(folder, "redo", "--as", "ME").status == 0
    assert marks(folder) == (LONG_TAGS, LONG_READ, set())


def test_of_rows_that_say_the_same_twice_the_first_counts_and_each_is_listed(folder: Path) -> None:
    table = "item,coder,codes,text\n1,AB,speed,One.\n1,AB,sight,One.\n1,CD,sight,One.\n1,AB,,One.\n"
    done = take(folder, "t.csv", table, "--json").json()[0]
    assert marks(folder)[0] == {("1", "AB", "speed", None), ("1", "CD", "sight", None)}
    assert done["readings"] == 2 and len(done["duplicates"]) == 2
    assert all("t.csv, row" in one and "row 2 counts" in one for one in done["duplicates"])
    assert "said twice, the first counts (2)" in take(folder, "t.csv", table).out


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path) -> None:
    def files() -> dict[str, bytes]:
        return {
            str(path): path.read_bytes()
            for path in folder.rglob("*")
            if ".coder" not in path.parts and path.is_file()
        }

    before, table = files(), LONG.replace("speed", "haste")
    dry = take(folder, "t.csv", table, "--dry-run", "--json").json()[0]
    assert files() == before and marks(folder) == (set(), set(), set())
    assert dry["new_codes"] == ["haste"] and dry["session"] == "t" and not dry["written"]
    real = take(folder, "t.csv", table, "--add-codes", "--json").json()[0]
    assert {**real, "written": False, "entries": 0} == dry


def test_unknown_codes_are_refused_unless_they_are_to_be_added(folder: Path) -> None:
    book = folder / "codebooks" / "lanes.yaml"
    before = book.read_text()
    book.write_text("# ours\n" + before)
    table = "item,coder,Mood,text\n1,AB,low,One.\n"
    mapping = '[columns]\nmood = {column = "Mood", steps = ["low", "high"], names = ["Glum", "Glad"]}\n'
    refused = take(folder, "t.csv", table, mapping=mapping)
    assert "mood" in refused.complaint() and "--add-codes" in refused.err
    assert not (folder / "sessions" / "t.md").exists()
    assert take(folder, "t.csv", table, "--add-codes", mapping=mapping).status == 0
    assert book.read_text().startswith("# ours\n") and "Harm on the lanes." in book.read_text()
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook.by_id["mood"].values == ("Glum", "Glad")
        assert tags(inquiry) == {("t/i1.1", "AB", "mood")}


def test_several_files_at_once_are_a_session_each_or_none(folder: Path) -> None:
    good, bad = folder.parent / "good.csv", folder.parent / "bad.csv"
    good.write_text(LONG)
    bad.write_text(LONG.replace("good", "splendid"))
    refused = run(folder, "import-codes", str(good), str(bad), "--as", "ME")
    assert "bad.csv, row 3, column value" in refused.complaint()
    assert marks(folder) == (set(), set(), set()) and not (folder / "sessions" / "good.md").exists()
    bad.write_text(LONG.replace("vans", "lorries"))
    assert run(folder, "import-codes", str(good), str(bad), "--as", "ME").status == 0
    assert (folder / "sessions" / "good.md").exists() and (folder / "sessions" / "bad.md").exists()


# ---- what is wrong is said in one sentence with file, row and column


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("", (), "t.csv is empty"),
        ("item,coder,codes,text\n", (), "t.csv: has no row"),
        ('item,coder,codes\n1,AB,"speed\n', (), "t.csv, line 2: not valid CSV"),
        ("item,item,codes\n1,1,speed\n", (), "row 1: two columns are called item"),
        ("item,coder,codes\n1,AB,speed,sight\n", (), "row 2: has more cells"),
        ("coder,codes\nAB,speed\n", (), "t.csv: say which column names the paragraph"),
        ("item,codes\n1,speed\n", (), "t.csv: say which column names the coder"),
        ("item,coder\n1,AB\n", (), "t.csv: say in one way where the codes are"),
        ("item,coder,codes\n1,AB,speed\n", ("--item", "itme"), "has no column itme; its columns are: item"),
        ("item,coder,codes,text\n,AB,speed,x\n", (), "row 2, column item: is empty"),
        ("item,coder,codes,text\n1,,speed,x\n", (), "row 2, column coder: is empty"),
        ("item,coder,s,text\n1,AB,x,x\n2,AB,so so,x\n", ("--column", "speed=s"), "row 3, column s: 'so so'"),
        ("item,coder,s,text\n1,AB,4,x\n", ("--column", "sight=s"), "column s: '4' is no value of sight"),
        ("item,coder,code,value,text\n1,AB,speed,2,x\n", (), "row 2, column value: '2' is no value of speed"),
        ("item,coder,codes,text\n1,AB,\"dearer,cheaper\",x\n", (), "row 2: dearer and cheaper exclude"),
        ("[1, 2]", (), "t.csv, entry 1: is no object"),
        ('{"item": "1"}\n{"item": \n', (), "t.csv, line 2: not valid JSON"),
        ("[" * 100_000, (), "nested too deeply"),
        ('[{"item": "1", "text": "x", "coder": ["AB", "CD"], "codes": ["speed"]}]', ("--lists", ","),
         "entry 1, column codes: holds 1 values for the 2 coders"),
        ("PK\x03\x04", (), "t.csv is damaged"),
        ("item,coder,codes\nnowhere/1,AB,speed\n", (), "row 2: nowhere/1: there is no such paragraph"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_understood_is_refused(
    folder: Path, content: str, options: tuple[str, ...], said: str
) -> None:
    assert said in take(folder, "t.csv", content, *options).complaint()
    assert marks(folder) == (set(), set(), set())
    assert len(list((folder / "sessions").glob("*.md"))) == 1


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("item = ", "not valid TOML"),
        ("itme = 'x'", "there is no key itme"),
        ("item = 3", "item is a text"),
        ("columns = 'x'", "[columns] is a table"),
        ("[columns]\nspeed = {colum = 'x'}", "speed is a column, or"),
        ("[columns]\nspeed = {steps = ['x']}", "steps are two to nine columns"),
        ("[columns]\nspeed = {column = 'codes', steps = ['a', 'b'], names = ['x']}", "2 steps and 1 names"),
        ("[columns]\nspeed = {column = 'codes', steps = ['a', 'b']}", "2 steps and the code speed"),
        ("[columns]\n'*' = 'none.*'", "no column fits none.*"),
        ("code = 'codes'\ncodes = 'codes'", "say in one way"),
    ],
)
def test_a_mapping_that_breaks_a_rule_is_refused(folder: Path, mapping: str, said: str) -> None:
    assert said in take(folder, "t.csv", "item,coder,codes,text\n1,AB,speed,x\n", mapping=mapping).complaint()


def test_a_sheet_is_chosen_by_name(folder: Path) -> None:
    workbook = Workbook()
    workbook.create_sheet("Codings").append(["item", "coder", "codes", "text"])
    workbook["Codings"].append([1.0, "AB", "speed", "One."])
    workbook.save(folder.parent / "t.xlsx")
    content = (folder.parent / "t.xlsx").read_bytes()
    assert "has no row" in take(folder, "t.xlsx", content).complaint()
    assert (
        "has no sheet Other; there are Sheet, Codings"
        in take(folder, "t.xlsx", content, "--sheet", "Other").err
    )
    assert take(folder, "t.xlsx", content, "--sheet", "Codings").status == 0
    assert marks(folder)[0] == {("1", "AB", "speed", None)}


def test_who_imports_must_be_known_and_a_withdrawn_session_stays_out(folder: Path) -> None:
    (folder.parent / "t.csv").write_text(LONG)
    assert "Who codes is not known" in run(folder, "import-codes", str(folder.parent / "t.csv")).complaint()
    assert take(folder, "t.csv", LONG).status == 0
    assert run(folder, "withdraw", "t", "--reason", "wrong", "--as", "ME").status == 0
    assert "was withdrawn by ME" in take(folder, "t.csv", LONG).complaint()


def test_it_runs_in_a_process_of_its_own(folder: Path) -> None:
    (folder / "t.csv").write_text(LONG)
    done = spawn(folder, "import-codes", "t.csv", CODER_AS="ME")
    assert done.status == 0 and "2 items, the new session t" in done.out, done.err


cells = st.lists(
    st.tuples(
        st.sampled_from("12345"), st.sampled_from(["AB", "CD"]), st.sets(st.sampled_from(["speed", "sight"]))
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(cells)
def test_any_table_of_sets_is_counted_as_a_plain_loop_counts_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, set[str]]]
) -> None:
    folder = make_folder(tmp_path_factory.mktemp("any") / "lanes")
    first: dict[tuple[str, str], set[str]] = {}
    for item, coder, codes in rows:
        first.setdefault((item, coder), codes)
    lines = [f'{item},{coder},"{",".join(codes)}",Text {item}.' for item, coder, codes in rows]
    done = take(folder, "t.csv", "\n".join(["item,coder,codes,text", *lines]), "--json").json()[0]
    put, read, _ = marks(folder)
    assert put == {(item, coder, code, None) for (item, coder), codes in first.items() for code in codes}
    assert read == set(first) and len(done["duplicates"]) == len(rows) - len(first)
