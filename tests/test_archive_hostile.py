"""Archives that were edited, cut short, or made to do harm: one sentence, soon, and nothing written."""

from __future__ import annotations

import json
import struct
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from coder.exchange.bags import reading
from tests.archive_support import archive, busy_folder, changed, members, write_members
from tests.inquiry_support import SLUG, make_folder, run, spawn

Parts = dict[str, bytes]
KINDS = {
    "a transcript": f"data/sessions/{SLUG}.md",
    "an original": "data/sessions/originals/minutes 0.md",
    "a codebook": "data/codebooks/lanes.yaml",
    "settings": "data/inquiry.toml",
    "the deposit": "data/deposit.toml",
    "the journal": "data/record/journal.jsonl",
    "steps": "data/record/step.jsonl",
    "a workbook": "data/outputs/theme-matrix.xlsx",
    "a report": "data/outputs/agreement.html",
    "a table": "data/outputs/tables/quotes.csv",
    "the tags": "data/outputs/tags.csv",
    "the README": "README.txt",
    "metadata": "metadata.json",
    "bag info": "bag-info.txt",
    "the manifest": "manifest-sha256.txt",
    "the tags' manifest": "tagmanifest-sha256.txt",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("hostile")
    return archive(busy_folder(top / "lanes"), top / "a.zip")


def refused(file: Path, tmp_path: Path, verify: bool = True) -> str:
    """What `init --from` says of an archive; nothing is written, and `verify` finds it wrong too."""
    target, empty = tmp_path / "new" / "inquiry", tmp_path / "empty"
    target.parent.mkdir(exist_ok=True)
    empty.mkdir(exist_ok=True)
    for folder in (target, empty):
        complaint = run(tmp_path, "init", "--from", str(file), str(folder)).complaint()
        assert str(file) in complaint and str(folder) not in complaint, complaint
    assert not list(target.parent.iterdir()) and not list(empty.iterdir())
    found = run(tmp_path, "verify", str(file))
    assert found.status == 1 and "Traceback" not in found.err
    return complaint


def flipped(name: str) -> Callable[[Parts], None]:
    def flip(parts: Parts) -> None:
        data = bytearray(parts[name])
        data[len(data) // 2] ^= 1
        parts[name] = bytes(data)

    return flip


@pytest.mark.parametrize("kind", KINDS)
def test_a_byte_changed_in_any_kind_of_file_is_found(file: Path, tmp_path: Path, kind: str) -> None:
    bad = changed(file, tmp_path / "bad.zip", flipped(KINDS[kind]))
    complaint = refused(bad, tmp_path)
    if "manifest" not in KINDS[kind] and "bag-info" not in KINDS[kind]:
        assert f"{KINDS[kind]} is not what it was" in complaint
    found = spawn(tmp_path, "verify", str(bad))
    assert found.status == 1 and "all is as it should be" not in found.out


def test_every_file_changed_is_named_by_verify(file: Path, tmp_path: Path) -> None:
    names = list(KINDS.values())[:6]
    bad = changed(file, tmp_path / "bad.zip", lambda parts: [flipped(name)(parts) for name in names])
    found = run(tmp_path, "verify", str(bad), "--json").json()
    assert found["ok"] is False and len(found["wrong"]) == 6
    assert all(any(name in one for one in found["wrong"]) for name in names)


def test_a_file_missing_or_besides_is_found(file: Path, tmp_path: Path) -> None:
    bad = changed(file, tmp_path / "bad.zip", lambda parts: parts.pop("data/record/step.jsonl"))
    assert "data/record/step.jsonl is missing, though manifest-sha256.txt lists it" in refused(bad, tmp_path)
    for name in ("data/more.txt", "data/sessions/more.md", "more.txt"):
        bad = changed(file, tmp_path / "bad.zip", lambda parts, name=name: parts.update({name: b"x"}))
        assert f"{name} is in it, but not in its list" in refused(bad, tmp_path)
    for name in ("bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"):
        bad = changed(file, tmp_path / "bad.zip", lambda parts, name=name: parts.pop(name))
        assert name in refused(bad, tmp_path)
    bad = changed(file, tmp_path / "bad.zip", lambda parts: parts.pop("bagit.txt"))
    assert "is no archive of an inquiry" in refused(bad, tmp_path)


@pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(file: Path, tmp_path: Path, part: float) -> None:
    data = file.read_bytes()
    (tmp_path / "bad.zip").write_bytes(data[: int(len(data) * part)])
    assert "is no archive of an inquiry, or it is damaged" in refused(tmp_path / "bad.zip", tmp_path)


def test_any_byte_of_the_zip_changed_never_ends_in_a_traceback(file: Path, tmp_path: Path) -> None:
    whole, bad = file.read_bytes(), tmp_path / "bad.zip"
    for number in range(60):
        data = bytearray(whole)
        data[(number * len(whole) // 60 + number * 7) % len(whole)] ^= 1 << number % 8
        bad.write_bytes(data)
        done = run(tmp_path, "verify", str(bad))
        assert done.status in (0, 1) and "Traceback" not in done.err
    for at in range(1, 400):  # the list of members and its end
        data = bytearray(whole)
        data[-at] ^= 0xFF
        bad.write_bytes(data)
        try:
            reading.Bag(bad).__exit__(None, None, None)
        except reading.CoderError:
            continue


# ---- paths


PATHS = [
    "../out.md", "data/../../out.md", "/etc/out.md", "C:/out.md", "data\\sessions\\out.md", "\\\\host\\out",
    "data/sessions/con.md", "data/sessions/LPT1", "data/sessions/a.md.", "data/sessions/a ", "data//a",
    "data/./a", "data/sessions/a:b.md", "data/sessions/a\nb.md", "data/sessions/a?.md", f"data/{'a' * 300}",
    "data/sessions/" + "é" * 200, "data/" + "a/" * 300 + "b",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30])
def test_a_path_that_leads_out_or_that_a_system_cannot_store_is_refused(
    file: Path, tmp_path: Path, path: str
) -> None:
    bad = changed(file, tmp_path / "bad.zip", lambda parts: parts.update({path: b"x"}), sign=True)
    refused(bad, tmp_path)
    assert not (tmp_path / "out.md").exists()
    bare = write_members(tmp_path / "bare.zip", members(file))
    with ZipFile(bare, "a") as made:
        made.writestr(ZipInfo(path), b"x")
    refused(bare, tmp_path)


@pytest.mark.parametrize(
    "two", [("Lanes.yaml", "lanes.yaml"), ("é.yaml", "e\u0301.yaml"), ("a", "a/b"), ("ß.yaml", "SS.yaml")]
)
def test_two_paths_that_are_one_on_some_system_are_refused(
    file: Path, tmp_path: Path, two: tuple[str, str]
) -> None:
    def add(parts: Parts) -> None:
        parts.update({f"data/codebooks/{name}": b"x" for name in two})

    bad = changed(file, tmp_path / "bad.zip", add, sign=True)
    assert "are one file on some systems" in refused(bad, tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_links_locked_files_doubles_and_second_folders_are_refused(file: Path, tmp_path: Path) -> None:
    def with_entry(name: str, change: Callable[[ZipInfo], Any]) -> Path:
        bad = write_members(tmp_path / "bad.zip", members(file))
        with ZipFile(bad, "a") as made:
            entry = ZipInfo(name)
            change(entry)
            made.writestr(entry, b"/etc/passwd")
        return bad

    def link(entry: ZipInfo) -> None:
        entry.create_system, entry.external_attr = 3, 0o120777 << 16

    bad = with_entry("lanes/data/sessions/link.md", link)
    assert "is a link or locked" in refused(bad, tmp_path)
    bad = with_entry("lanes/data/inquiry.toml", lambda _: None)
    assert "is in it twice" in refused(bad, tmp_path)
    bad = with_entry("other/readme", lambda _: None)
    assert "is no archive of an inquiry" in refused(bad, tmp_path)
    bad = with_entry("lanes/data/x", lambda _: None)
    data = bytearray(bad.read_bytes())
    data[data.rfind(b"PK\1\2") + 8] |= 1  # the flag of a file locked by a password
    bad.write_bytes(data)
    assert "is a link or locked" in refused(bad, tmp_path)


# ---- what would fill memory, disk or time


def test_bombs_are_refused_before_they_are_unpacked(file: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as made:
        for name, data in members(file).items():
            made.writestr(f"lanes/{name}", data)
        with made.open("lanes/data/sessions/originals/big", "w", force_zip64=True) as out:
            for _ in range(300):
                out.write(bytes(1 << 20))
    began = time.perf_counter()
    tracemalloc.start()
    assert "unpacks to far more" in refused(bomb, tmp_path)
    assert tracemalloc.get_traced_memory()[1] < 60 << 20
    tracemalloc.stop()
    assert time.perf_counter() - began < 10


def test_a_list_of_millions_of_members_is_refused_before_it_is_read(file: Path, tmp_path: Path) -> None:
    data = file.read_bytes()
    at = data.rfind(b"PK\5\6")
    end = data[at : at + 12] + struct.pack("<I", 0x7FFFFFF0) + data[at + 16 :]
    (tmp_path / "bad.zip").write_bytes(data[:at] + end)
    assert "unpacks to far more" in refused(tmp_path / "bad.zip", tmp_path)
    locator = b"PK\6\7" + struct.pack("<IQI", 0, at, 1)
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 1 << 40, 0)
    (tmp_path / "bad.zip").write_bytes(data[:at] + record + locator + data[at:])
    assert "unpacks to far more" in refused(tmp_path / "bad.zip", tmp_path)


def test_a_size_that_is_not_the_declared_one_is_found(file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    with ZipFile(bad, "w", ZIP_STORED) as made:
        for name, content in members(file).items():
            made.writestr(ZipInfo(f"lanes/{name}"), content)
    data = bytearray(bad.read_bytes())
    at = data.rfind(b"PK\1\2", 0, data.rfind(b"lanes/data/record/journal.jsonl"))
    data[at + 20 : at + 28] = struct.pack("<II", 10, 10)
    bad.write_bytes(data)
    assert "journal.jsonl" in refused(bad, tmp_path)


# ---- signed by whoever changed it


def lines(table: str, change: Callable[[dict[str, Any]], Any]) -> Callable[[Parts], None]:
    """Change every row of a table."""

    def edit(parts: Parts) -> None:
        name = f"data/record/{table}.jsonl"
        rows = [json.loads(line) for line in parts[name].splitlines()]
        for row in rows:
            change(row)
        parts[name] = "".join(json.dumps(row) + "\n" for row in rows).encode()

    return edit


def put(name: str, data: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.update({f"data/{name}": data})


SIGNED: dict[str, Callable[[Parts], Any]] = {
    "no JSON": put("record/journal.jsonl", b"{\n"),
    "no object": put("record/journal.jsonl", b"[1]\n"),
    "deep": put("record/journal.jsonl", b'{"after": ' + b"[" * 200_000 + b"\n"),
    "a number too long": put("record/journal.jsonl", b'{"lamport": ' + b"9" * 10_000 + b"}\n"),
    "a number too large": lines("journal", lambda row: row.update(lamport=2**70)),
    "no column": lines("journal", lambda row: row.pop("at")),
    "a column besides": lines("step", lambda row: row.update(more=1)),
    "another type": lines("paragraph", lambda row: row.update(text=7)),
    "the same twice": lambda parts: parts.update(
        {"data/record/place.jsonl": parts["data/record/place.jsonl"] * 2}
    ),
    "half a sign": lines("journal", lambda row: row.update(actor="\ud800")),
    "a revision elsewhere": lines("revision", lambda row: row.update(file="../../etc/passwd")),
    "a revision of what": lines("revision", lambda row: row.update(kind="else")),
    "a revision gone": lambda parts: parts.update({"data/record/revision.jsonl": b""}),
    "a revision of others": lambda parts: parts.update(
        {name: b"---\n---\n" for name in parts if name.startswith("data/revisions/sessions")}
    ),
    "the version of the store": lines("meta", lambda row: row.update(key="version", value="9")),
    "a codebook elsewhere": lines("meta", lambda row: row.update(key="codebook:../../x")),
    "a session elsewhere": lines("session", lambda row: row.update(slug="../x")),
    "settings": put("inquiry.toml", b"nane = 1"),
    "another's store": put("inquiry.toml", b'name = "x"\nstore = "postgresql://elsewhere/x"\n'),
    "no name": put("inquiry.toml", b""),
    "not UTF-8": put("inquiry.toml", b"\xff"),
    "a file of no kind": put("sessions/run.sh", b"x"),
    "a hidden folder": put(".coder/store.db", b"x"),
    "a table gone": lambda parts: parts.pop("data/record/journal.jsonl"),
    "settings gone": lambda parts: parts.pop("data/inquiry.toml"),
    "a journal garbled": lines("journal", lambda row: row.update(after="x", kind="withdrawn")),
    "a session's head": lines("session", lambda row: row.update(head=[1])),
}  # fmt: skip


@pytest.mark.parametrize("what", SIGNED)
def test_what_no_archive_holds_is_refused_or_found_though_its_manifests_fit(
    file: Path, tmp_path: Path, what: str
) -> None:
    bad = changed(file, tmp_path / "bad.zip", SIGNED[what], sign=True)
    found = run(tmp_path, "verify", str(bad))
    assert found.status == 1 and "Traceback" not in found.err, found.out
    assert ".coder/backups" not in found.err and "coder-verify-" not in found.err
    done = run(tmp_path, "init", "--from", str(bad), str(tmp_path / "inquiry"))
    if done.status:
        assert done.err.count("\n") == 1 and not (tmp_path / "inquiry").exists()
        assert str(tmp_path / "inquiry") not in done.err


def test_one_signed_as_it_was_is_taken(file: Path, tmp_path: Path) -> None:
    """So that the tests above tell something."""
    same = changed(file, tmp_path / "same.zip", lambda parts: None, sign=True)
    assert run(tmp_path, "verify", str(same)).status == 0
    assert run(tmp_path, "init", "--from", str(same), str(tmp_path / "inquiry")).status == 0


@pytest.mark.parametrize(
    ("version", "said"),
    [("2", "was written by a newer version"), ("x", "no archive of an inquiry"), ("", "no archive of an")],
)
def test_a_newer_format_is_refused_and_a_bag_of_others_too(
    file: Path, tmp_path: Path, version: str, said: str
) -> None:
    def newer(parts: Parts) -> None:
        info = parts["bag-info.txt"].decode()
        new = f"Coder-Archive-Format: {version}" if version else "Other: 1"
        parts["bag-info.txt"] = info.replace("Coder-Archive-Format: 1", new).encode()

    bad = changed(file, tmp_path / "bad.zip", newer, sign=True)
    assert said in refused(bad, tmp_path)


# ---- where it is to go


def test_a_folder_with_anything_in_it_is_left_alone(file: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "mine.txt"):
        complaint = run(tmp_path, "init", "--from", str(file), str(folder)).complaint()
        assert "is not an empty folder" in complaint
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    nowhere = str(tmp_path / "no" / "where")
    assert "there is no folder" in run(tmp_path, "init", "--from", str(file), nowhere).complaint()
    assert "leave --name" in run(tmp_path, "init", "--from", str(file), "x", "--name", "x").complaint()
    assert "cannot be read" in run(tmp_path, "init", "--from", nowhere, str(tmp_path / "new")).complaint()
    (tmp_path / "mine.txt").unlink()
    assert spawn(tmp_path, "init", "--from", str(file)).status == 0  # this one, which is empty
    assert "is not an empty folder" in spawn(tmp_path, "init", "--from", str(file)).complaint()
    assert spawn(tmp_path, "verify", "--as", "RV").status == 0


def test_what_fails_while_it_is_built_leaves_nothing(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coder.inquiry import rebuilding

    real, left = rebuilding.take_place, [2]

    def failing(beside: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(beside, target)

    monkeypatch.setattr(rebuilding, "take_place", failing)
    complaint = run(tmp_path, "init", "--from", str(file), str(tmp_path / "inquiry")).complaint()
    assert "No space left on device; nothing was made" in complaint
    assert not (tmp_path / "inquiry").exists()


def test_an_archive_that_fails_to_be_written_leaves_the_former(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coder.inquiry import archiving

    folder = make_folder(tmp_path / "lanes")
    former = archive(folder, tmp_path / "a.zip").read_bytes()

    def failing(beside: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archiving, "take_place", failing)
    assert "nothing was archived" in run(folder, "archive", str(tmp_path / "a.zip")).complaint()
    assert (tmp_path / "a.zip").read_bytes() == former and not list(tmp_path.glob(".*"))
