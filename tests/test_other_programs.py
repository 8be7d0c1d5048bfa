"""Projects of Taguette and QualCoder come in whole, whatever is in them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.exchange import sqlite_files
from coder.exchange.pages import PageText
from coder.exchange.programs import reader_of
from coder.exchange.project import Project
from coder.exchange.qualcoder import read_qualcoder
from coder.exchange.taguette import read_taguette
from coder.exchange.texts import Text
from coder.inquiry.folder import open_inquiry
from tests.foreign_support import (
    QUALCODER,
    QUALCODER_TABLES,
    TAGUETTE,
    database,
    made_by,
    qualcoder,
    taguette,
)
from tests.inquiry_support import make_folder, run

CAFE = "cafe\u0301"
ARABIC = "مرحبا"
FORMULA = "=cmd|' /C calc'!A0"
LONG = "Words 🚜 and words. " * 2200 + ARABIC
PAGE = (
    "<h1>Lanes &amp; verges</h1>\n<p>The hedges 🚜 had grown,\n<b>" + CAFE + "</b> and naïve &lt;b&gt;.</p>\n"
    f"<p>Second: {FORMULA} {ARABIC} bend.<br>After.</p><ul><li>One</li><li>Two</li></ul>"
    '<img src="/static/missing.png"><table><tr><td>a</td><td>b</td></tr></table><pre>first\n  second</pre>'
)
READ = (
    f"Lanes & verges\n\nThe hedges 🚜 had grown, {CAFE} and naïve <b>.\n\n"
    f"Second: {FORMULA} {ARABIC} bend.\nAfter.\n\nOne\n\nTwo\n\na b\n\nfirst\n  second"
)


def quoted(project: Project) -> list[tuple[str, str, str, str]]:
    """(document, words, code by name, coder) of each coding."""
    sources = {one.id: one for one in project.sources}
    names = {one.id: one.name for one in project.codes}
    return [
        (sources[one.source].name, sources[one.source].text[one.start : one.end], names[one.code], one.coder)
        for one in project.codings
    ]


def places(html: str, *words: str) -> list[tuple[int, int]]:
    """Where words stand in bytes between the tags of a page, as Taguette counts."""
    found, left, said = [], html, ""
    for tag in ("&amp;", "&lt;", "&gt;"):
        left = left.replace(tag, {"&amp;": "&", "&lt;": "\x01", "&gt;": "\x02"}[tag])
    while "<" in left:
        text, _, left = left.partition("<")
        said += text
        left = left.partition(">")[2]
    said = (said + left).replace("\x01", "<").replace("\x02", ">")
    for one in words:
        before = said[: said.index(one)].encode()
        found.append((len(before), len(before) + len(one.encode())))
    return found


# ---- Taguette


def test_taguettes_places_are_bytes_between_the_tags(tmp_path: Path) -> None:
    words = [
        "hedges 🚜 had",
        CAFE,
        f"{ARABIC} bend",
        "bend.After",
        "OneTwo",
        "first\n  sec",
        "Lanes & verges",
    ]
    tags = ["safety.speed", "money", "safety.sight.bend"]
    marks = [("ruth", "Minutes", *place, ["money"]) for place in places(PAGE, *words)]
    marks[1] = ("tomasz", *marks[1][1:4], ["money", "safety.speed"])  # type: ignore[assignment]
    project = read_taguette(taguette(tmp_path / "p.sqlite3", {"Minutes": PAGE}, tags, marks))
    assert [one.text for one in project.sources] == [READ]
    shown = ["hedges 🚜 had", CAFE, CAFE, f"{ARABIC} bend", "bend.\nAfter", "One\n\nTwo", "first\n  sec",
             "Lanes & verges"]  # fmt: skip
    assert [said[1] for said in quoted(project)] == shown
    assert Counter(said[3] for said in quoted(project)) == {"ruth": 6, "tomasz": 2}
    assert project.codings[0].at == "2026-05-06T10:02:00.250Z"
    codes = {one.id: one for one in project.codes}
    paths = {code.name: codes[code.parent].name if code.parent else "" for code in project.codes}
    assert paths == {"safety": "", "speed": "safety", "money": "", "sight": "safety", "bend": "sight"}
    assert [one.name for one in project.codes if not one.codable] == ["safety", "sight"]
    assert project.left_out == {"pictures in documents": 1}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("a é🚜\u0301 <&", min_size=1, max_size=8), min_size=1, max_size=5), st.data())
def test_any_passage_of_a_page_is_found_again(texts: list[str], data: st.DataObject) -> None:
    import html

    page = "".join(f"<p>{html.escape(text)}</p>\n" for text in texts)
    said = "".join(f"{text}\n" for text in texts)
    start = data.draw(st.integers(0, len(said) - 1))
    end = data.draw(st.integers(start + 1, len(said)))
    low, high = len(said[:start].encode()), len(said[:end].encode())
    found = PageText(page)
    first, last = found.place(low, high)
    assert "".join(found.text[first:last].split()) == "".join(said[start:end].split())


@pytest.mark.parametrize(
    "part", ["<!--", "<a ", "<a b='", '<a b="', "<", "<div>", "&", "&#", "<p", "</", "<pre>"]
)
def test_no_page_takes_long(part: str) -> None:
    began = time.monotonic()
    PageText(part * 200_000 + "x").place(1, 5)
    assert time.monotonic() - began < 20


def test_of_taguettes_tags_added_later_and_merged_who_did_it_is_known(tmp_path: Path) -> None:
    path = taguette(tmp_path / "p.sqlite3", {"A": "<p>Vans.</p>"}, ["a", "b", "c"],
                    [("ruth", "A", 0, 4, ["a"]), ("ruth", "A", 0, 3, [])])  # fmt: skip
    with closing(sqlite3.connect(path)) as db, db:
        add = "INSERT INTO commands (date, user_login, project_id, payload) VALUES (?, ?, 1, ?)"
        for minute, who, said in (
            (30, "tomasz", '{"type": "highlight_add", "highlight_id": 1, "tags": [1, 2]}'),
            (31, "ana", '{"type": "tag_merge", "src_tag_id": 1, "dest_tag_id": 3}'),
            (32, "ana", "no JSON"), (33, "ana", '["a list"]'),
        ):  # fmt: skip
            db.execute(add, (f"2026-05-06 10:{minute}:00", who, said))
        db.execute("UPDATE highlight_tags SET tag_id = 3")
        db.execute("INSERT INTO highlight_tags VALUES (1, 2)")
    project = read_taguette(path)
    assert {(said[2], said[3]) for said in quoted(project)} == {("c", "ruth"), ("b", "tomasz")}
    assert project.left_out == {"highlights without a tag": 1}


def test_a_database_of_many_projects_is_not_guessed_at(tmp_path: Path) -> None:
    path = taguette(tmp_path / "p.sqlite3", {"A": "<p>Vans.</p>"}, ["a"], [])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO projects VALUES (2, 'Verges', '', '2026-05-06 10:00:00')")
    with pytest.raises(CoderError, match=r"has 2 projects \(Lanes, Verges\)"):
        read_taguette(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM projects")
    with pytest.raises(CoderError, match="no project"):
        read_taguette(path)


# ---- QualCoder


def coding(words: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    row = {"cid": 1, "fid": 1, "seltext": words, "pos0": start, "pos1": end, "owner": "Ruth"}
    return row | {"date": "2026-05-06 10:00:00"} | more


def project_of(folder: Path, text: str, codings: list[dict[str, Any]], **more: Any) -> Project:
    rows = {
        "source": [{"id": 1, "name": "minutes.txt", "fulltext": text, "mediapath": "/docs/minutes.txt"}],
        "code_name": [{"cid": 1, "name": "Speed", "color": "#FF0000"}],
        "code_text": codings,
    }
    return read_qualcoder(qualcoder(folder, rows | more))


@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_qualcoders_places_are_qts_or_codepoints_as_its_words_tell(
    tmp_path: Path, before: str, line_end: str
) -> None:
    lines = ["Vans 🚜 and 🚜 vans,", f"{CAFE} {ARABIC} bend."]
    raw, plain = before + line_end.join(lines), "\n".join(lines)
    words = ["vans,", f"{CAFE} {ARABIC}", f"vans,\n{CAFE}"]
    rows = []
    for one in words:
        start = plain.index(one)
        units = len(plain[:start].encode("utf-16-le")) // 2
        rows.append(coding(one.replace("\n", "\u2029"), units, units + len(one.encode("utf-16-le")) // 2))
        other = raw.index(one.replace("\n", line_end))
        rows.append(coding(one.replace("\n", line_end), other, other + len(one.replace("\n", line_end))))
    note = {"fid": 1, "pos0": rows[0]["pos0"], "pos1": rows[0]["pos1"], "memo": "which?", "owner": "Ruth"}
    project = project_of(tmp_path / "p.qda", raw, rows, annotation=[note])
    assert project.sources[0].text == plain
    (memo,) = project.memos
    assert plain[memo.start : memo.end] == "vans,"
    assert [said[1] for said in quoted(project)] == [one for one in words for _ in range(2)]


def test_a_qualcoder_passage_whose_text_moved_is_found_by_its_words(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p.qda", "Now the vans are fast. The vans are slow.", [
        coding("vans are", 4, 12), coding("gone for good", 2, 5), coding("The", 20, 25), coding(None, 0, 3),
        coding("far", 9000, 9003), coding("half", "x", None),
    ])  # fmt: skip
    assert [said[1] for said in quoted(project)] == ["vans are", "w t", "The", "Now", ""]
    assert project.left_out == {"codings of what is no text": 1}


@given(st.text("a🚜é\r\n\ufeff", max_size=30))
def test_places_counted_either_way_name_the_same_sign(raw: str) -> None:
    text = Text(raw)
    for place, sign in enumerate(text.text):
        assert text.text[text.from_utf16(len(text.text[:place].encode("utf-16-le")) // 2)] == sign
    for place, sign in enumerate(raw):
        if sign not in "\r\n\ufeff":
            assert text.text[text.from_raw(place)] == sign
    assert text.from_raw(len(raw)) == text.from_utf16(10**9) == len(text.text)


def test_what_a_qualcoder_project_holds_comes_or_is_listed(tmp_path: Path) -> None:
    project = project_of(
        tmp_path / "p.qda", "Vans are fast.",
        [coding("Vans", 0, 4, memo="why so", important=1), coding("fast", 9, 13, cid=2, owner="Tomasz"),
         coding("?", 0, 1, fid=2), coding("Vans", 0, 4, cid=77)],
        source=[
            {"id": 1, "name": "minutes.txt", "fulltext": "Vans are fast.", "memo": "of the sitting",
             "owner": "Ruth"},
            {"id": 2, "name": "a.jpg", "fulltext": None, "mediapath": "/images/a.jpg"},
            {"id": 3, "name": "b.mp3", "fulltext": "", "mediapath": "audio:/home/b.mp3"},
            {"id": 4, "name": "c.mp4", "mediapath": "/video/c.mp4"},
            {"id": 5, "name": "empty.txt", "fulltext": " \n", "mediapath": "/docs/empty.txt"},
        ],
        code_cat=[{"catid": 1, "name": "Safety", "memo": "harm"},
                  {"catid": 2, "name": "Roads", "supercatid": 1}],
        code_name=[{"cid": 1, "name": "Speed", "catid": 2, "color": "#FF0000", "memo": "how fast"},
                   {"cid": 2, "name": "Dearer", "supercid": 1}],
        annotation=[{"fid": 1, "pos0": 5, "pos1": 8, "memo": "are they?", "owner": "Ana"},
                    {"fid": 2, "pos0": 0, "pos1": 0, "memo": "of a picture"}],
        cases=[{"caseid": 1, "name": "Ruth Adeyemi", "memo": "came twice"}],
        attribute=[{"name": "sector", "attr_type": "case", "value": "council", "id": 1},
                   {"name": "age", "attr_type": "case", "value": "", "id": 1},
                   {"name": "date", "attr_type": "file", "value": "2026", "id": 1}],
        case_text=[{"caseid": 1, "fid": 1, "pos0": 0, "pos1": 14},
                   {"caseid": 1, "fid": 2, "pos0": 0, "pos1": 0}],
        journal=[{"name": "My diary", "jentry": "long"}], code_image=[{"id": 2, "cid": 1}],
        code_av=[{"id": 3, "cid": 1}, {"id": 4, "cid": 1}],
        project=[{"databaseversion": "v17", "memo": "all of it", "codername": "Ruth", "date": "?"}],
    )  # fmt: skip
    assert quoted(project) == [
        ("minutes.txt", "Vans", "Speed", "Ruth"), ("minutes.txt", "fast", "Dearer", "Tomasz"),
    ]  # fmt: skip
    codes = {one.id: one for one in project.codes}
    assert {code.name: code.parent and codes[code.parent].name for code in project.codes} == {
        "Safety": None, "Roads": "Safety", "Speed": "Roads", "Dearer": "Speed",
    }  # fmt: skip
    speed = next(code for code in project.codes if code.name == "Speed")
    assert (speed.colour, speed.description, speed.codable) == ("#FF0000", "how fast", True)
    memos = {memo.text: (memo.coder, memo.source, memo.start, memo.end, memo.code) for memo in project.memos}
    assert memos == {
        "of the sitting": ("Ruth", "1", 0, 0, ""), "are they?": ("Ana", "1", 5, 8, ""),
        "why so": ("Ruth", "1", 0, 4, speed.id), "all of it": ("Ruth", "", 0, 0, ""),
    }  # fmt: skip
    (case,) = project.cases
    assert (case.name, case.attributes) == ("Ruth Adeyemi", {"sector": "council", "memo": "came twice"})
    assert case.passages == (("1", 0, 14),)
    assert project.left_out == {
        "pictures": 1, "sound recordings": 1, "films": 1, "documents without text": 1,
        "marks of importance": 1,
        "codings of what is no text": 1, "codings of no code": 1, "annotations of what is no text": 1,
        "attributes of documents": 1,
        "parts of cases in what is no text": 1, "journal entries": 1, "codings of pictures": 1,
        "codings of sound and film": 2,
    }  # fmt: skip


def test_an_older_qualcoder_with_fewer_columns_is_read(tmp_path: Path) -> None:
    tables = QUALCODER_TABLES.replace(",\n    color text, supercid integer", "").replace(
        ", important integer", ""
    )
    tables = tables.replace("date text,\n    color text, supercid integer", "date text")
    rows = {"source": [{"id": 1, "name": "a", "fulltext": "Vans."}],
            "code_name": [{"cid": 1, "name": "Speed"}], "code_text": [coding("Vans", 0, 4)]}  # fmt: skip
    project = read_qualcoder(qualcoder(tmp_path / "old.qda", rows, tables))
    assert quoted(project) == [("a", "Vans", "Speed", "Ruth")] and project.name == "old"


def test_codes_above_each_other_or_below_nothing_still_make_a_tree(tmp_path: Path) -> None:
    cats = [{"catid": at, "name": f"c{at}", "supercatid": at % 3 + 1} for at in (1, 2, 3)]
    lost = [{"catid": 9, "name": "lost", "supercatid": 99999}]
    chain = [{"catid": at, "name": f"d{at}", "supercatid": at - 1} for at in range(11, 5011)]
    project = project_of(tmp_path / "p.qda", "Vans.", [], code_cat=[*cats, *lost, *chain])
    parents = {code.id: code.parent for code in project.codes}
    assert sum(parents[f"folder {at}"] is None for at in (1, 2, 3)) == 1
    assert parents["folder 9"] is None and parents["folder 5010"] == "folder 5009"
    for at in (1, 2, 3):
        way, code = 0, f"folder {at}"
        while (above := parents[code]) is not None and way < 9:
            code, way = above, way + 1
        assert way < 3


# ---- what is wrong with them


def refused(path: Path) -> str:
    with pytest.raises(CoderError) as caught:
        reader = reader_of(path)
        assert reader is not None
        reader(path)
    said = str(caught.value)
    assert "\n" not in said and len(said) < 400
    return said


def test_a_damaged_file_gets_one_sentence(tmp_path: Path) -> None:
    page = "<p>" + "Words. " * 5000 + "</p>"
    whole = taguette(tmp_path / "p.sqlite3", {"A": page}, ["a"], [("r", "A", 0, 4, ["a"])]).read_bytes()
    for size in (40, 5000, len(whole) // 2):
        (tmp_path / "cut.sqlite3").write_bytes(whole[:size])
        assert "damaged" in refused(tmp_path / "cut.sqlite3")
    noise = bytearray(whole)
    noise[4096:] = os.urandom(len(whole) - 4096)
    (tmp_path / "noise.sqlite3").write_bytes(noise)
    assert "damaged" in refused(tmp_path / "noise.sqlite3")
    twice = QUALCODER_TABLES.replace("id integer primary key", "id integer").replace(", unique(name)", "")
    sources = [{"id": 1, "name": "a", "fulltext": "Vans."}, {"id": 1, "name": "a", "fulltext": "Bends."}]
    assert "there twice" in refused(qualcoder(tmp_path / "twice.qda", {"source": sources}, twice))
    (tmp_path / "data.qda").write_text("no database")
    assert "no SQLite database" in refused(tmp_path / "data.qda")
    other = database(tmp_path / "other.sqlite3", "CREATE TABLE things (id integer);", {})
    assert reader_of(other) is None
    assert reader_of(tmp_path) is not None  # a folder with a data.qda
    assert reader_of(tmp_path / "nowhere.sqlite3") is None


def test_merge_takes_a_project_by_what_is_in_it_once(tmp_path: Path) -> None:
    lanes = make_folder(tmp_path / "lanes")
    start, end = places(PAGE, "hedges 🚜 had")[0]
    marks = [("ruth", "Minutes", start, end, ["safety.speed"]), ("ruth", "Minutes", 0, 4, list[str]())]
    first = taguette(tmp_path / "some.bin", {"Minutes": PAGE}, ["safety.speed"], marks)
    other = qualcoder(tmp_path / "p.qda", {
        "source": [{"id": 1, "name": "notes.txt", "fulltext": "Vans 🚜 are fast."}],
        "code_name": [{"cid": 1, "name": "Speed"}], "code_text": [coding("are", 8, 11)],
        "cases": [{"caseid": 1, "name": "Ana Reyes"}],
        "case_text": [{"caseid": 1, "fid": 1, "pos0": 0, "pos1": 16}],
        "journal": [{"name": "diary"}],
    })  # fmt: skip
    tried = run(lanes, "merge", str(first), "--as", "ME", "--dry-run")
    assert tried.status == 0 and "highlights without a tag: 1" in tried.out and "Taguette" in tried.out
    assert "pictures in documents: 1" in tried.out and "nothing was written" in tried.out
    assert "--add-sessions" in run(lanes, "merge", str(first), "--as", "ME").complaint()
    assert merged(lanes, first) == [("ruth", "Speed", "hedges 🚜 had")]
    assert ("ruth", "Speed", "are") in merged(lanes, other / "data.qda")
    with open_inquiry(lanes) as inquiry:
        before = len(list(inquiry.store.journal.entries()))
        at = {entry.at for entry in inquiry.store.journal.entries() if entry.kind == "tag"}
        assert "2026-05-06T10:02:00.250Z" in at
    assert len(merged(lanes, first)) == 2 == len(merged(lanes, other))
    with open_inquiry(lanes) as inquiry:
        assert len(list(inquiry.store.journal.entries())) == before


def test_what_cannot_be_read_leaves_the_inquiry_as_it_was(tmp_path: Path) -> None:
    lanes = make_folder(tmp_path / "lanes")
    whole = taguette(tmp_path / "p.sqlite3", {"A": "<p>" + "Words. " * 5000}, ["a"], []).read_bytes()
    (tmp_path / "cut.sqlite3").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.qda").mkdir()
    (tmp_path / "empty.qda" / "data.qda").write_bytes(b"")
    assert run(lanes, "status").status == 0
    before = {one.name for one in lanes.rglob("*")}
    for name in ("cut.sqlite3", "empty.qda"):
        said = run(
            lanes, "merge", str(tmp_path / name), "--as", "ME", "--add-codes", "--add-sessions"
        ).complaint()
        assert name in said or "data.qda" in said
    assert {one.name for one in lanes.rglob("*")} == before
    with open_inquiry(lanes) as inquiry:
        assert list(inquiry.store.journal.entries()) == []


def test_what_a_file_would_have_run_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = (
        "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, 'x' AS name FROM n"
    )
    tables = QUALCODER_TABLES.replace("CREATE TABLE annotation", "CREATE TABLE was_annotation")
    tables += f"CREATE VIEW annotation AS {endless};"
    tables += "CREATE TABLE graph (id integer, big AS (hex(zeroblob(400000000))) VIRTUAL);"
    project = read_qualcoder(qualcoder(tmp_path / "p.qda", {
        "source": [{"id": 1, "name": "a", "fulltext": "Vans."}], "graph": [{"id": 1}],
    }, tables))  # fmt: skip
    assert len(project.sources) == 1 and project.left_out == {"graphs": 1}
    monkeypatch.setattr(sqlite_files, "PATIENCE", 0.0)
    monkeypatch.setattr(sqlite_files, "OPS", 1)
    began = time.monotonic()
    assert "too long" in refused(tmp_path / "p.qda")
    assert time.monotonic() - began < 5
    monkeypatch.setattr(sqlite_files, "LARGEST", 100)
    assert "larger than" in refused(tmp_path / "p.qda")


def test_a_project_that_its_program_has_open_is_read_from_a_copy(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "p.qda", {"source": [{"id": 1, "name": "a", "fulltext": "Vans."}]})
    with closing(sqlite3.connect(folder / "data.qda")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("INSERT INTO source (id, name, fulltext) VALUES (2, 'b', 'Bends.')")
        db.commit()
        before = {one.name: one.read_bytes() for one in folder.iterdir()}
        assert "data.qda-wal" in before
        assert [one.text for one in read_qualcoder(folder).sources] == ["Vans.", "Bends."]
        assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    copied = tmp_path / "copied.qda"
    shutil.copytree(folder, copied)
    (copied / "data.qda").chmod(0o400)
    assert len(read_qualcoder(copied).sources) == 2


# ---- made by those programs themselves


def merged(folder: Path, project: Path) -> list[tuple[str, str, str]]:
    """Take a project in; (coder, code by name, words quoted) of every tag there is then."""
    done = run(folder, "merge", str(project), "--as", "ME", "--add-codes", "--add-sessions")
    assert done.status == 0, done.err
    found = []
    with open_inquiry(folder) as inquiry:
        names = {code.id: code.name for code in inquiry.codebook.codes}
        for tag in inquiry.store.journal.tags():
            words = [span.text or "" for span in tag.spans] or [inquiry.store.index.text(tag.paragraph)]
            found += [(tag.coder, names[tag.code], one) for one in words]
    return sorted(found)


def test_a_project_made_by_taguette_comes_in_whole(tmp_path: Path) -> None:
    page = (
        f"<html><head><meta charset='utf-8'><title>x</title></head><body>\r\n{PAGE}<p>{LONG} the very end</p>"
        "</body></html>"
    )
    wanted = {
        "users": ["ruth", "tomasz"],
        "documents": {"Minutes": {"html": page, "description": "the first sitting"}},
        "tags": {"safety.speed": "How fast", "money": "", "safety.sight.bend": ""},
        "highlights": [
            ["ruth", "Minutes", "hedges 🚜 had", ["safety.speed"]],
            ["tomasz", "Minutes", CAFE, ["money", "safety.speed"]],
            ["tomasz", "Minutes", f"{FORMULA} {ARABIC} b", ["safety.sight.bend"]],
            ["ruth", "Minutes", "OneTwo", ["money"]],
            ["ruth", "Minutes", "After", []],
            ["tomasz", "Minutes", "first\n  sec", ["money"]],
            ["tomasz", "Minutes", "abfirst", ["money"]],
            ["ruth", "Minutes", "the very end", ["money"]],
        ],
    }
    shown = made_by(TAGUETTE, "made_by_taguette.py", wanted, tmp_path / "made")
    whole = read_taguette(tmp_path / "made" / "all.sqlite3")
    exported = read_taguette(tmp_path / "made" / "project.sqlite3")
    told = sorted(
        ("".join(words.split()), path.rpartition(".")[2])
        for _, words, paths in shown["highlights"] for path in paths
    )  # fmt: skip
    for project in (whole, exported):
        assert sorted(("".join(said[1].split()), said[2]) for said in quoted(project)) == told
        assert [source.text for source in project.sources] == [f"{READ}\n\n{LONG} the very end"]
        assert project.left_out == {"pictures in documents": 1, "highlights without a tag": 1}
        assert next(memo.text for memo in project.memos) == "the first sitting"
    assert {said[3] for said in quoted(whole)} == {"ruth", "tomasz"}
    assert {said[3] for said in quoted(exported)} == {"admin"}, "as Taguette exports it"
    tags = merged(make_folder(tmp_path / "lanes"), tmp_path / "made" / "all.sqlite3")
    assert ("ruth", "Speed", "hedges 🚜 had") in tags and ("tomasz", "bend", f"{FORMULA} {ARABIC} b") in tags
    assert ("ruth", "Money", "the very end") in tags


def test_a_project_made_by_qualcoder_comes_in_whole(tmp_path: Path) -> None:
    long = LONG.replace(
        "🚜", "or"
    )  # QualCoder itself loses sight of codings beyond as many signs as there are
    text = f"\ufeffThe hedges 🚜 had grown,\r\n{CAFE} and more.\r\n\r\nSecond: {FORMULA} {ARABIC} bend.\r\n"
    wanted = {
        "documents": {"minutes.txt": text, "other.txt": f"Plain text of another. {long} the very end.\n"},
        "categories": ["Safety"], "codes": {"Speed": "Safety", "Money": "", "Dearer": "Money"},
        "codings": [
            ["Ruth", "minutes.txt", "hedges 🚜 had", "Speed", ""],
            ["Tomasz", "minutes.txt", f"{CAFE} and", "Dearer", "why so"],
            ["Tomasz", "minutes.txt", f"grown,\n{CAFE}", "Money", ""],
            ["Ruth", "minutes.txt", f"{ARABIC} bend", "Money", ""],
            ["Ruth", "other.txt", "Plain", "Speed", ""],
            ["Tomasz", "other.txt", "the very end", "Money", ""],
        ],
        "annotations": [["Ruth", "minutes.txt", "bend", "which bend?"]],
        "cases": {"Ruth Adeyemi": {"attributes": {"sector": "council"}, "documents": ["minutes.txt"]}},
        "journals": ["My diary"],
    }  # fmt: skip
    shown = made_by(QUALCODER, "made_by_qualcoder.py", wanted, tmp_path / "made")
    project = read_qualcoder(tmp_path / "made" / "lanes.qda")
    assert sorted(quoted(project)) == sorted(map(tuple, shown["codings"]))
    assert {one.name: one.text.rstrip("\n") for one in project.sources} == shown["texts"]
    memos = {memo.text: memo for memo in project.memos}
    at = memos["which bend?"]
    source = next(one for one in project.sources if one.id == at.source)
    assert source.text[at.start : at.end] == "bend" and memos["why so"].code == project.codings[1].code
    (case,) = project.cases
    assert case.attributes == {"sector": "council"} and case.passages[0][1:] == (0, len(source.text))
    assert project.left_out == {"journal entries": 1}
    tags = merged(make_folder(tmp_path / "lanes"), tmp_path / "made" / "lanes.qda")
    assert len(tags) == 6 and ("Ruth", "Speed", "hedges 🚜 had") in tags
    assert ("Tomasz", "Money", "the very end") in tags
