"""What is wrong outside gets one sentence, and nothing is written; what is hostile is shown as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import coder.store.sqlite
from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import (
    BOOK,
    CODED,
    SLUG,
    TOP,
    TRANSCRIPT,
    clean_environment,
    make_folder,
    run,
    transcript,
)

MINUTES = sorted((TOP / "sessions" / "originals").glob("*.md"))[0]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))
STEERING = '\x1b[31mred\x1b[0m \x1b]0;title\x07 [bold]not bold[/bold] \u202eback\u202c =HYPERLINK("x")'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


@pytest.fixture
def tagged(folder: Path) -> Path:
    """The folder with two coders' tags."""
    for who in ("AB", "CD"):
        assert run(folder, "tag", CODED[0], "speed", "--as", who).status == 0
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but what SQLite keeps beside its own."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("store.db")
    }


def told_in_sentences(folder: Path, *arguments: str) -> None:
    """A run on what may be broken: it serves, or says what is wrong, a line for each thing."""
    done = run(folder, *arguments)
    assert (done.status, bool(done.out)) in ((0, True), (1, False))
    assert done.err or not done.status
    assert all(line.startswith("coder: ") for line in done.err.splitlines())


# ---- documents


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("minutes.txt", "QUESTION - Who wrote it?")


def hollow(path: Path) -> None:
    """A Word document by its members, none of which is a document."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


def huge(path: Path) -> None:
    """A file with nothing in it that takes no room."""
    with path.open("wb") as file:
        file.truncate(200_000_001)


DOCUMENTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "blank": (lambda path: path.write_bytes(b" \n\r\n\t"), "is empty"),
    "picture": (lambda path: path.write_bytes(PNG), "is a picture (PNG)"),
    "zip": (zipped, "is a zip archive"),
    "word": (hollow, "is damaged"),
    "pdf": (lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), "damaged or no PDF"),
    "noise": (lambda path: path.write_bytes(bytes(range(256)) * 16), "binary file"),
    "gone": (lambda path: None, "there is no such file"),
    "folder": (lambda path: path.mkdir(), "is a folder"),
    "huge": (huge, "is over 200 MB"),
    "broken": (lambda path: path.write_bytes(b"\xff\xfea"), "damaged UTF-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_no_evidence_is_one_sentence(folder: Path, tmp_path: Path, name: str) -> None:
    make, what = DOCUMENTS[name]
    path = tmp_path / f"{name}.md"
    make(path)
    before = contents(folder)
    for arguments in (["import"], ["import", "--dry-run", "--json"]):
        complaint = run(folder, *arguments, str(path)).complaint()
        assert what in complaint and path.name in complaint
    assert contents(folder) == before


def test_a_document_without_a_question_comes_in_whole_and_says_so(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text("# Notes\n\nWe met and talked about the weather.\n", encoding="utf-8")
    told = run(folder, "import", str(path))
    assert told.status == 0 and told.out.count("No question was found") == 1
    shown = run(folder, "show", "talk").out
    assert "We met and talked about the weather." in shown


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read_alike(folder: Path, tmp_path: Path, codec: str) -> None:
    text = MINUTES.read_text(encoding="utf-8").replace("Helen Ashworth", "Hélène Ashworth’s")
    (tmp_path / "plain.md").write_text(text, encoding="utf-8")
    (tmp_path / "coded.md").write_bytes(text.encode(codec))
    plain = run(folder, "import", "--dry-run", "--json", str(tmp_path / "plain.md")).json()
    coded = run(folder, "import", "--dry-run", "--json", str(tmp_path / "coded.md")).json()
    assert coded["items"] == plain["items"] and coded["title"] == plain["title"]
    assert "Hélène" in str(coded["items"])


def test_a_file_name_that_is_no_text_is_no_obstacle(folder: Path, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/min\xff\x1b[31mutes.md"
    try:
        Path(os.fsdecode(path)).write_bytes(MINUTES.read_bytes())
    except OSError:
        pytest.skip("this file system takes no such name")
    done = run(folder, "import", os.fsdecode(path))
    assert done.status == 0, done.err
    (kept,) = (folder / "sessions" / "originals").iterdir()
    assert kept.name == "min_[31mutes.md"
    assert run(folder, "status").status == 0


# ---- codebook and settings

END = BOOK.count("\n") + 1
"""The line after the last of the codebook."""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("codes: [", "lanes.yaml, line 1: not valid YAML"),
        (BOOK + "  - id: speed\n", f"lanes.yaml, line {END}: the id speed is taken already, in line 6"),
        (
            BOOK + "  - id: loose\n    parent: nobody\n",
            f"lanes.yaml, line {END}: loose has the parent 'nobody'",
        ),
        (BOOK + "  - id: loose\n    parent: loose\n", f"lanes.yaml, line {END}: loose under loose"),
        (BOOK + "  - id: loose\n    key: s\n", f"lanes.yaml, line {END}: loose has the key s"),
        (BOOK + "  - id: loose\n    wings: 2\n", f"lanes.yaml, line {END + 1}: a code has no field wings"),
        (BOOK + '  - id: loose\n    parent: "\\e[31mred"\n', f"lanes.yaml, line {END}: loose has the parent"),
    ],
)
def test_a_broken_codebook_is_one_sentence_and_nothing_is_tagged(folder: Path, text: str, what: str) -> None:
    (folder / "codebooks" / "lanes.yaml").write_text(text, encoding="utf-8")
    complaint = run(folder, "tag", CODED[0], "speed", "--as", "AB").complaint()
    assert what in complaint and "\x1b" not in complaint
    with open_inquiry(folder) as inquiry:
        assert list(inquiry.store.journal.entries()) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("name = ", "inquiry.toml: not valid TOML"),
        ("name = 7\n", "name is a text in quotes"),
        ("names = 'x'\n", "there is no setting names"),
        ("roles = 'answer'\n", "roles is a list of some of"),
        ("roles = []\n", "roles is a list of some of"),
        ("roles = ['anser']\n", "roles is a list of some of"),
        ("roles = [['answer'], {a = 1}]\n", "roles is a list of some of"),
        ("codebook = 'gone'\n", "names the codebook gone, which is not in codebooks/ (there: lanes)"),
        ('codebook = "a\\u0000b"\n', "names the codebook"),
        ("x = " + "[" * 5000, "nested too deeply"),
    ],
)  # fmt: skip
def test_broken_settings_are_one_sentence(folder: Path, text: str, what: str) -> None:
    (folder / "inquiry.toml").write_text(text, encoding="utf-8")
    complaint = run(folder, "status").complaint()
    assert what in complaint and "inquiry.toml" in complaint


def test_which_of_two_codebooks_is_in_force_must_be_said(folder: Path) -> None:
    (folder / "codebooks" / "other.yaml").write_text(BOOK, encoding="utf-8")
    assert "more than one codebook" in run(folder, "status").complaint()
    (folder / "inquiry.toml").write_text('codebook = "other"\n', encoding="utf-8")
    assert run(folder, "status", "--json").json()["codebook"]["name"] == "other"
    for path in (folder / "codebooks").iterdir():
        path.unlink()
    (folder / "inquiry.toml").write_text("", encoding="utf-8")
    assert "no codebook" in run(folder, "status").complaint()


def test_half_a_character_in_a_transcript_is_one_sentence(folder: Path) -> None:
    transcript(folder).write_text(
        TRANSCRIPT.replace("title: Lanes", 'title: "\\uD800"\nplace: x\n#'), encoding="utf-8"
    )
    done = run(folder, "status")
    assert done.status == 0 and done.err.count("\n") == 1, done.err


# ---- the store


def break_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE meta SET value = '99' WHERE key = 'version'")


def break_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE meta (key TEXT, value INTEGER)")
        database.execute("INSERT INTO meta VALUES ('theme', 3)")


def break_damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\x7f" * 3996
    path.write_bytes(data)


def break_schema(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b"CREATE TABLE session", b"CRE\x80TE TABLE session"))


def break_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


BROKEN_STORES: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("a shopping list\n" * 50), "is not a store of this tool"),
    "newer": (break_newer, "newer version of this tool"),
    "foreign": (break_foreign, "some other program"),
    "damaged": (break_damaged, "is damaged"),
    "garbled": (break_schema, "is damaged"),
    "folder": (break_folder, "is a folder, not a store"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN_STORES)
def test_a_store_that_cannot_serve_is_one_sentence_and_stays_as_it_is(tagged: Path, name: str) -> None:
    make, what = BROKEN_STORES[name]
    path = tagged / ".coder" / "store.db"
    for beside in path.parent.glob("store.db-*"):
        beside.unlink()
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for arguments in (["status"], ["tag", CODED[1], "speed", "--as", "AB"], ["log", "--json"]):
        complaint = run(tagged, *arguments).complaint()
        assert what in complaint and str(path) in complaint
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_damage_anywhere_in_a_store_is_one_sentence(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        Hand(inquiry, "AB").read(CODED)
    path = folder / ".coder" / "store.db"
    whole = path.read_bytes()
    page = 4096
    assert len(whole) > 10 * page
    for start in range(0, len(whole), page):
        for data in (
            whole[:start],
            whole[:start] + bytes(page) + whole[start + page :],
            whole[: start + 100] + b"\xff" * (page - 100) + whole[start + page :],
        ):
            path.write_bytes(data)
            told_in_sentences(folder, "status")


def test_a_store_in_use_is_one_sentence(tagged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder.store.sqlite, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(tagged / ".coder" / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        complaint = run(tagged, "tag", CODED[1], "speed", "--as", "AB").complaint()
        assert "in use by another program" in complaint and "nothing was saved" in complaint
        assert run(tagged, "status").status == 0  # looking is free
        other.execute("ROLLBACK")
    assert len(run(tagged, "log", "--json").json()) == 2


AS_NOBODY = """
import os, sys
from pathlib import Path
from coder.cli import main
if os.getuid() == 0:
    assert main(sys.argv[1:]) == 0  # loads modules nobody may not read; the tag is there, so nothing changes
    os.setgid(65534)
    os.setuid(65534)
sys.argv[sys.argv.index("AB")] = "CD"
sys.exit(main(sys.argv[1:]))
"""


def test_a_store_one_may_only_read_is_one_sentence() -> None:
    with tempfile.TemporaryDirectory() as place:  # pytest's own folders are closed to others
        Path(place).chmod(0o755)
        folder = make_folder(Path(place) / "lanes")
        assert run(folder, "tag", CODED[0], "speed", "--as", "AB").status == 0
        store = folder / ".coder"
        for path in (store / "store.db", store):
            path.chmod(0o555)
        try:
            tag = ["--inquiry", str(folder), "tag", CODED[0], "speed", "--as", "AB"]
            done = subprocess.run(
                [sys.executable, "-c", AS_NOBODY, *tag],
                env=clean_environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
        finally:
            store.chmod(0o755)
            (store / "store.db").chmod(0o644)
        assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
        assert "read-only" in done.stderr or "cannot be opened" in done.stderr
        assert [entry["coder"] for entry in run(folder, "log", "--json").json()] == ["AB"]


# ---- output


@pytest.mark.parametrize(
    "name", ["nowhere/themes.xlsx", "sessions", "themes.csv", "inquiry.toml/themes.xlsx"]
)
def test_a_workbook_that_cannot_be_written_is_one_sentence(tagged: Path, name: str) -> None:
    before = contents(tagged)
    assert run(tagged, "matrix", "-o", str(tagged / name)).complaint()
    assert contents(tagged) == before


def test_there_is_nothing_to_hand_over_yet(folder: Path) -> None:
    assert "nothing is tagged yet" in run(folder, "matrix", "-o", str(folder / "m.xlsx")).complaint()
    assert "no paragraph" in run(folder, "agreement").complaint()
    run(folder, "tag", CODED[0], "speed", "--as", "AB")
    assert "has been read by two coders" in run(folder, "agreement", "--json").complaint()
    assert run(folder, "matrix", "-o", str(folder / "m.xlsx"), "--basis", "nobody").complaint()
    assert not (folder / "m.xlsx").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["tag", "9(9)", "speed"],
        ["tag", CODED[0], "sped"],
        ["tag", CODED[0], "sight=9"],
        ["tag", CODED[0], "dearer", "cheaper"],
        ["tag", "\udcff", "speed"],
        ["tag", CODED[0], "\udcff"],
        ["memo", CODED[0], "\udcff"],
        ["untag", CODED[0], "\x1b[31m"],
        ["tag", CODED[0], "speed", "--as", "\udcff"],
        ["show", "nowhere"],
        ["show", "../../inquiry"],
        ["code", "nowhere"],
        ["log", "--coder", "\udcff"],
    ],
)
def test_what_is_not_there_or_no_text_is_one_sentence_and_not_saved(
    folder: Path, arguments: list[str]
) -> None:
    complaint = run(folder, *arguments, *([] if "--as" in arguments else ["--as", "AB"])).complaint()
    assert "\x1b" not in complaint
    assert run(folder, "log", "--json").json() == []


# ---- hostile text is shown as it is


def test_nothing_in_evidence_steers_the_terminal_or_excel(folder: Path) -> None:
    hostile = TRANSCRIPT.replace("title: Lanes and verges", "title: '[red]Lanes =1+1'")
    hostile = hostile.replace("### 1 | opening", "### 1 | opening | speaker: =cmd [i]x[/i]")
    hostile = hostile.replace("The Chairman said that the hedges", f"{STEERING} the hedges")
    transcript(folder).write_text(hostile, encoding="utf-8")
    assert run(folder, "tag", CODED[0], "speed", "--as", "AB").status == 0
    assert run(folder, "memo", CODED[0], STEERING, "--as", "AB").status == 0
    for arguments in (["show", SLUG], ["log"], ["status"]):
        out = run(folder, *arguments).out
        assert not set(out) & {"\x1b", "\x07", "\u202e", "\u202c"}
    assert '[bold]not bold[/bold] back =HYPERLINK("x") the hedges' in run(folder, "show", SLUG).out
    assert (
        "[bold]not bold[/bold]" in run(folder, "log").out and "[red]Lanes =1+1" in run(folder, "status").out
    )
    assert run(folder, "matrix", "-o", str(folder / "m.xlsx")).status == 0
    with closing(openpyxl.load_workbook(folder / "m.xlsx")) as book:
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    found = [
        cell for cell in cells if any(text in str(cell.value) for text in ("=cmd [i]x[/i]", "=HYPERLINK"))
    ]
    assert found and all(cell.data_type == "s" for cell in found)


# ---- whatever bytes come


BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.text(alphabet="#*-|\\: \n()1aQ[]{}\"'=,.&!\x1b\ufeff", max_size=200).map(str.encode),
)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("lasting") / "lanes")


def spliced(whole: str, piece: bytes, at: int) -> bytes:
    """A piece put into a whole at some place, so that the rest is still in form."""
    data = whole.encode()
    at %= len(data)
    return data[:at] + piece + data[at:]


@given(piece=BYTES, at=st.one_of(st.none(), st.integers(0, 50_000)))
@MANY
def test_no_document_gives_a_traceback(piece: bytes, at: int | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "minutes.md"
        head = MINUTES.read_text(encoding="utf-8")[:4000]
        path.write_bytes(piece if at is None else spliced(head, piece, at))
        told_in_sentences(Path(place), "import", "--dry-run", str(path))


@given(piece=BYTES, at=st.one_of(st.none(), st.integers(0, 50_000)))
@MANY
def test_no_codebook_transcript_or_setting_gives_a_traceback(
    lasting: Path, piece: bytes, at: int | None
) -> None:
    for path, whole in (
        (transcript(lasting), TRANSCRIPT),
        (lasting / "codebooks" / "lanes.yaml", BOOK),
        (lasting / "inquiry.toml", 'name = "Lanes"\n'),
    ):
        path.write_bytes(piece if at is None else spliced(whole, piece, at))
        try:
            told_in_sentences(lasting, "status")
        finally:
            path.write_text(whole, encoding="utf-8")
