"""`coder verify` finds whatever is broken in an inquiry, says where and what to do, and writes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coder.inquiry.demo import unpack
from tests.archive_support import FERRIES, PURGED, WITHDRAWN, busy_folder
from tests.inquiry_support import SLUG, as_version, make_folder, run, spawn, transcript


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return busy_folder(tmp_path_factory.mktemp("verify") / "lanes")


@pytest.fixture
def folder(busy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(busy, tmp_path / "lanes"))


def store(folder: Path) -> Path:
    return folder / ".coder" / "store.db"


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(store(folder), isolation_level=None)) as database:
        for statement in statements:
            assert database.execute(statement).rowcount, statement


def verified(folder: Path, *options: str) -> str:
    """What it complains of."""
    done = run(folder, "verify", *options, "--as", "RV")
    assert done.status == 1 and done.err, (done.out, done.err)
    assert "Traceback" not in done.err
    assert "coder-verify-" not in done.err + done.out, "names its scratch copy"
    return done.err


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


def flip(path: Path, at: int = -1) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[at if at >= 0 else len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("which", ["example", "busy"])
def test_all_is_well_and_nothing_is_written(which: str, folder: Path, tmp_path: Path) -> None:
    if which == "example":
        folder = unpack(tmp_path / "example")
    before = everything(folder)
    done = spawn(folder, "verify", "--as", "RV")
    assert (done.status, done.err) == (0, "") and "all is as it should be" in done.out
    assert run(folder, "verify", "--json", "--as", "RV").json()["ok"] is True
    assert everything(folder) == before


# ---- the store: a statement that breaks it, and what is to be said

BROKEN = {
    "a state's value": (f"UPDATE state SET value = '{{\"value\": 3}}' WHERE subject = '{SLUG}/3.1' "
                        "AND coder = 'CD' AND kind = 'tag'", f"state {SLUG}/3.1 CD tag speed: is not what"),
    "a state gone": (f"DELETE FROM state WHERE subject = '{SLUG}/3.2' AND coder = 'AB' AND code = 'sight'",
                     f"state {SLUG}/3.2 AB tag sight: is missing"),
    "a state too many": ("INSERT INTO state VALUES ('x/1', 'XY', 'read', '', 'x', '{}', 'e', 0, 0)",
                         "state x/1 XY read: is kept, though"),
    "a meaning": ("UPDATE state SET meaning = 1 WHERE coder = 'CD'", "is not what follows"),
    "a place": ("UPDATE state SET placed = 1 - placed WHERE coder = 'AB' AND code = 'speed'", "state "),
    "an entry in force": ("UPDATE state SET entry = 'e' WHERE coder = 'EF'", "state "),
    "a tally": ("UPDATE tally SET tags = tags + 1 WHERE coder = 'AB'", f"tally AB {SLUG} answer: is not"),
    "an extent": ("UPDATE extent SET paragraphs = 99 WHERE role = 'answer'",
                  f"extent {SLUG} answer: is not"),
    "an extent gone": ("DELETE FROM extent", "extent "),
    "a coder": ("UPDATE coder SET entries = 1 WHERE name = 'AB'", "coder AB: is not"),
    "who is to code": ("DELETE FROM assigned WHERE coder = 'GH'", "assigned assignment:"),
    "the journal": (f"UPDATE journal SET after = NULL WHERE subject = '{SLUG}/3.1' AND coder = 'CD'",
                    f"state {SLUG}/3.1 CD tag speed: is kept, though"),
    "the journal garbled": ("UPDATE journal SET after = '{' WHERE kind = 'tag' AND coder = 'CD'",
                            "is garbled"),
    "a value garbled": ("UPDATE state SET value = '{' WHERE kind = 'withdrawn'", "is garbled"),
    "an entry gone": ("DELETE FROM journal WHERE kind = 'memo'", "that the journal does not hold"),
    "a paragraph": (f"UPDATE paragraph SET text = 'else' WHERE id = '{SLUG}/3.2'", "is not what follows"),
    "a paragraph withdrawn": (f"UPDATE paragraph SET role = 'closing' WHERE id = '{WITHDRAWN}/3.2'",
                              "is not what follows"),
    "an item": ("UPDATE item SET heading = 'x'", f"item {SLUG} 0 {SLUG}/3: is not"),
    "who appears": ("DELETE FROM appearance WHERE name LIKE '%Wren'", f"appearance {SLUG}"),
    "a title": (f"UPDATE session SET title = 'x' WHERE slug = '{SLUG}'", f"session {SLUG}: is not"),
    "a transcript's revision": (f"UPDATE revision SET content = content || ' ' WHERE name = '{SLUG}'",
                                f"session {SLUG}, revision "),
    "a revision gone": (f"DELETE FROM revision WHERE name = '{FERRIES}'", "is not kept"),
    "a revision in force gone": (f"DELETE FROM revision WHERE name = '{WITHDRAWN}'",
                                 f"session {WITHDRAWN}: its revision "),
    "a codebook's revision gone": ("DELETE FROM revision WHERE kind = 'codebook'", "last seen is not kept"),
    "a purged text": (f"UPDATE revision SET content = 'back' WHERE name = '{PURGED}'", "purge it again"),
    "a codebook's revision": ("UPDATE revision SET content = replace(content, 'How fast', 'So fast')",
                              "codebook lanes, revision "),
    "what was said of a code": ("UPDATE journal SET after = replace(after, 'How fast', 'So fast')",
                                "state codebook:lanes code speed.definition: is not"),
    "a codebook in force": ("UPDATE state SET value = replace(value, 'How fast', 'So fast')",
                            "codebook last seen is not the one the journal says"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_in_the_store_is_found(folder: Path, what: str) -> None:
    statement, said = BROKEN[what]
    change(folder, statement)
    before = everything(folder)
    complaint = verified(folder)
    assert said in complaint and str(store(folder)) in complaint
    assert everything(folder) == before


def test_what_follows_from_the_journal_is_mended_as_it_is_said(folder: Path, tmp_path: Path) -> None:
    change(folder, "UPDATE state SET value = '{}' WHERE coder = 'EF'", "DELETE FROM tally")
    assert "`coder archive` and `coder init --from` make it anew" in verified(folder)
    assert run(folder, "archive", str(tmp_path / "a.zip"), "--as", "RV").status == 0
    assert run(tmp_path, "init", "--from", str(tmp_path / "a.zip"), str(tmp_path / "anew")).status == 0
    assert run(tmp_path / "anew", "verify", "--as", "RV").status == 0


def test_where_it_cannot_be_told_who_codes_blind_nothing_of_others_is_shown(folder: Path) -> None:
    change(folder, "UPDATE state SET value = '{' WHERE kind = 'assignment'")
    complaint = verified(folder)
    assert "the assignments are garbled" in complaint and "AB" not in complaint


def test_an_index_that_finds_words_no_more_is_found(folder: Path) -> None:
    change(folder, "DELETE FROM fulltext_data WHERE id > 100")
    assert "full-text index" in verified(folder)


def test_a_file_that_is_no_store_or_is_damaged_is_said_to_be(folder: Path) -> None:
    whole = store(folder).read_bytes()
    store(folder).write_bytes(whole[: len(whole) // 2])
    assert "damaged" in verified(folder)
    store(folder).write_bytes(whole[:4096] + b"\xff" * 8192 + whole[4096 + 8192 :])
    assert str(store(folder)) in verified(folder)
    store(folder).write_bytes(b"no store " * 1000)
    assert "is not a store of this tool" in verified(folder)
    store(folder).unlink()
    (folder / ".coder" / "backups").mkdir(exist_ok=True)
    (folder / ".coder" / "backups" / "store-2025-01-01.db").write_bytes(whole)
    assert "the store is gone" in verified(folder)


def test_any_byte_of_the_store_changed_never_ends_in_a_traceback(folder: Path) -> None:
    """Most are found; in a free page there is nothing to find."""
    whole = store(folder).read_bytes()
    found = 0
    for number in range(12):
        store(folder).write_bytes(whole)
        flip(store(folder), number * len(whole) // 12 + 1234)
        done = run(folder, "verify", "--as", "RV")
        assert done.status in (0, 1) and "Traceback" not in done.err
        found += done.status
    assert found >= 4


def test_an_older_store_is_checked_without_bringing_it_up_to_date(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    assert run(folder, "read", f"{SLUG}/3.1", "--as", "AB").status == 0
    as_version(store(folder), 3)
    before = everything(folder)
    done = run(folder, "verify")
    assert done.status == 0, done.err
    assert everything(folder) == before


# ---- the files


def test_transcripts_that_are_not_what_was_taken_in_are_named(folder: Path) -> None:
    path = transcript(folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("trunk road", "motorway"), encoding="utf-8")
    assert f"{path}: is not what was taken in last" in verified(folder)
    path.write_text(text.replace("| opening", "| openink"), encoding="utf-8")
    assert f"{path}, line " in verified(folder)
    path.write_bytes(text.encode() + b"\xff")
    assert "not UTF-8" in verified(folder)
    path.unlink()
    assert f"{path}: this transcript is gone" in verified(folder)
    path.write_text(text, encoding="utf-8")
    transcript(folder, "new").write_text(text.replace(SLUG, "new"), encoding="utf-8")
    assert "new.md: was never taken in" in verified(folder)
    transcript(folder, "new").unlink()
    transcript(folder, PURGED).write_text(text.replace(SLUG, PURGED), encoding="utf-8")
    assert "this session was purged (was heard in private); delete this file" in verified(folder)
    transcript(folder, PURGED).unlink()
    (folder / "inquiry.toml").write_text(
        'name = "Lanes"\ncitations = {preset = "commons"}\n', encoding="utf-8"
    )
    assert f"{path}: was taken in under other settings" in verified(folder)


@pytest.mark.parametrize("number", [0, 1])
def test_an_original_of_now_or_before_that_was_changed_or_is_gone_is_named(folder: Path, number: int) -> None:
    path = folder / "sessions" / "originals" / f"minutes {number}.md"
    flip(path)
    assert f"{path}: is not the document that {FERRIES} was made from" in verified(folder)
    path.unlink()
    assert f"{path}: this original is gone" in verified(folder)


def test_a_codebook_that_is_not_the_one_in_force_is_named(folder: Path) -> None:
    path = folder / "codebooks" / "lanes.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("How fast", "So fast"), encoding="utf-8")
    assert f"{path}: is not the codebook in force" in verified(folder)
    path.write_text(text + "  - id: [", encoding="utf-8")
    assert f"{path}, line " in verified(folder)
    path.unlink()
    assert "no codebook" in verified(folder)


def test_what_is_wrong_many_times_is_told_twenty_times(folder: Path) -> None:
    change(folder, "UPDATE state SET entry = 'e'")
    complaint = verified(folder)
    assert complaint.count("is not what follows") == 20 and "more of that kind" in complaint
    told = run(folder, "verify", "--json", "--as", "RV")
    assert told.status == 1 and told.json()["ok"] is False


def test_where_there_is_nothing_to_check_it_says_so(tmp_path: Path) -> None:
    assert "no inquiry here" in run(tmp_path, "verify").complaint()
    assert "cannot be read" in run(tmp_path, "verify", str(tmp_path / "no.zip")).complaint()
    folder = make_folder(tmp_path / "lanes")
    done = run(folder, "verify")
    assert done.status == 0 and "nothing was ever imported" in done.out
    assert run(tmp_path, "verify", str(folder)) == done
    assert not (folder / ".coder").exists()


def test_who_codes_blind_is_refused(folder: Path) -> None:
    for who in (("--as", "GH"), ()):
        refused = run(folder, "verify", *who)
        assert refused.status == 1 and "blind" in refused.complaint()
        refused = run(folder, "archive", str(folder / "a.zip"), *who)
        assert refused.status == 1 and "blind" in refused.complaint() and not (folder / "a.zip").exists()
