"""Evidence that is withdrawn is in no output; purged, it is in no byte of the folder."""

from __future__ import annotations

import io
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from coder.errors import CoderError
from coder.evidence.model import plain
from coder.inquiry.demo import unpack
from coder.inquiry.folder import open_inquiry
from coder.inquiry.progress import progress
from coder.inquiry.stepping import Stepper
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import purge, withdraw
from coder.store import Store
from tests.inquiry_support import CODED, SLUG, TRANSCRIPT, as_version, make_folder, run, transcript

OTHER = "lanes-2025-06-03"
P1, P2, P3 = CODED[:3]
PHRASES = (
    "41 miles an hour", "delivery vans were the worst", "another tractor and a driver", "blackthorn",
    "four farmers", "adjourned for ten minutes", "hedges along the lanes", "Ruth Adeyemi", "Tomasz Wren",
    "How fast do people drive", "a thought about vans",
)  # fmt: skip
"""Of the session, and of what was written on it; the other session has none of them."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sessions, both coded by AB and CD."""
    made = make_folder(tmp_path / "lanes")
    other = TRANSCRIPT.replace(SLUG, OTHER).replace("2025-05-06", "2025-06-03")
    for phrase in (*PHRASES, "Ruth"):
        other = other.replace(phrase, "Somebody else")
    transcript(made, OTHER).write_text(other, encoding="utf-8")
    for who in ("AB", "CD"):
        for slug in (SLUG, OTHER):
            coder(made, "tag", f"{slug}/3.2", "speed", who=who)
            coder(made, "read", f"{slug}/3.3", f"{slug}/3.4", who=who)
        coder(made, "memo", P3, "a thought about vans", who=who)
    return made


def coder(folder: Path, *arguments: str, who: str = "AB") -> str:
    done = run(folder, *arguments, "--as", who)
    assert done.status == 0, done.err
    return done.out


def said(folder: Path, *arguments: str) -> str:
    """Everything a command prints, whether or not it succeeds."""
    done = run(folder, *arguments)
    return done.out + done.err


def holding(folder: Path, *phrases: str) -> set[str]:
    """The files below a folder in which any of some phrases stands, in UTF-8 or UTF-16."""
    sought = [phrase.encode(codec) for phrase in phrases for codec in ("utf-8", "utf-16-le")]
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(phrase in path.read_bytes() for phrase in sought)
    }


# ---- withdrawing


def test_a_withdrawn_session_is_in_no_output(folder: Path, tmp_path: Path) -> None:
    assert "AB withdraw" in coder(folder, "withdraw", SLUG, "--reason", "asked for by the witness")
    status = run(folder, "status", "--json").json()
    assert [one["slug"] for one in status["sessions"]] == [OTHER]
    assert [(one["session"], one["reason"], one["by"]) for one in status["withdrawn"]] == [
        (SLUG, "asked for by the witness", "AB")
    ]
    assert f"{SLUG}  by AB" in run(folder, "status").out
    book = tmp_path / "matrix.xlsx"
    assert "2 tags" in coder(folder, "matrix", "-o", str(book))
    assert SLUG not in sheets(book)
    assert run(folder, "agreement", "--json").json()["overall"]["units"] == 3
    outputs = [
        ("status",), ("status", "--json"), ("show", SLUG), ("show", SLUG, "--json"), ("log",),
        ("log", "--json"), ("agreement",), ("code", SLUG), ("edit", SLUG), ("tag", P2, "speed", "--as", "AB"),
        ("reimport", SLUG, str(transcript(folder)), "--as", "AB"),
    ]  # fmt: skip
    for command in outputs:
        text = said(folder, *command)
        assert not [phrase for phrase in PHRASES if phrase in text], command
        assert text


def sheets(book: Path) -> str:
    from openpyxl import load_workbook

    loaded = load_workbook(book)
    return "\n".join(
        str(cell.value) for sheet in loaded for row in sheet.iter_rows() for cell in row if cell.value
    )


def test_it_is_said_that_and_why_wherever_the_session_is_asked_for(folder: Path) -> None:
    coder(folder, "withdraw", SLUG, "--reason", "asked for by the witness")
    shown = run(folder, "show", SLUG)
    assert shown.status == 0 and "withdrawn by AB" in shown.out and "asked for by the witness" in shown.out
    told = run(folder, "show", SLUG, "--json").json()
    assert told["slug"] == SLUG and told["withdrawn"]["reason"] == "asked for by the witness"
    assert told["withdrawn"]["purged"] is False
    for command in (("code", SLUG), ("edit", SLUG), ("tag", P2, "speed"), ("read", f"{SLUG}/3.99")):
        complaint = run(folder, *command, "--as", "AB").complaint()
        assert "asked for by the witness" in complaint and f"`coder restore {SLUG}`" in complaint


def test_no_screen_offers_it(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        Stepper(inquiry, "AB", SLUG).next()
        withdraw(inquiry, "AB", SLUG, "asked for")
        assert [one.session.slug for one in progress(inquiry)] == [OTHER]
        with pytest.raises(CoderError, match="was withdrawn by AB"):
            Stepper(inquiry, "AB", SLUG)
        index = inquiry.store.index
        assert index.paragraph(P2) is None and index.span(SLUG, 0, 99) == [] and index.items(SLUG) == []
        assert {placed.session for placed in index.everything()} == {OTHER}
        assert index.next(SLUG, -1, ("answer",)) is None and index.role_count(SLUG, ("answer",)) == 0
        assert {tag.paragraph for tag in inquiry.store.journal.tags()} == {f"{OTHER}/3.2"}


def test_a_screen_that_stands_in_it_says_so(folder: Path) -> None:
    with open_inquiry(folder) as mine, open_inquiry(folder) as other:
        stepper = Stepper(mine, "AB", SLUG)
        withdraw(other, "CD", SLUG, "asked for")
        with pytest.raises(CoderError, match="was withdrawn by CD"):
            stepper.view()


def everything(folder: Path) -> tuple[object, ...]:
    with open_inquiry(folder) as inquiry:
        sessions = [(one.session.slug, one.total, one.coders) for one in progress(inquiry)]
        return dict(inquiry.store.journal.state()), list(inquiry.store.index.everything()), sessions


@pytest.mark.parametrize("way", ["undo", "restore"])
def test_it_comes_back_whole(folder: Path, way: str) -> None:
    before = everything(folder)
    coder(folder, "withdraw", SLUG, "--reason", "asked for")
    assert everything(folder) != before
    assert f"AB restore {SLUG}" in coder(folder, *([way] if way == "undo" else [way, SLUG]))
    assert everything(folder) == before
    if way == "restore":
        coder(folder, "undo")
        assert run(folder, "status", "--json").json()["withdrawn"]


def test_it_is_one_step_of_the_person_who_did_it(folder: Path) -> None:
    coder(folder, "withdraw", SLUG, "--reason", "asked for")
    assert "unmemo" in coder(folder, "undo", who="CD")
    assert run(folder, "status", "--json").json()["withdrawn"]
    coder(folder, "undo")
    coder(folder, "redo")
    (entry, *_) = reversed(run(folder, "log", "--json").json())
    assert (entry["kind"], entry["subject"], entry["after"]) == ("withdrawn", SLUG, {"reason": "asked for"})
    assert (entry["actor"], entry["coder"]) == ("AB", "")
    assert "withdraw 'asked for'" in run(folder, "log").out


def test_another_reason_takes_the_place_of_the_first(folder: Path) -> None:
    coder(folder, "withdraw", SLUG, "--reason", "asked for")
    assert "withdrawn before" in coder(folder, "withdraw", SLUG, "--reason", "asked for")
    coder(folder, "withdraw", SLUG, "--reason", "wrong person")
    assert "wrong person" in run(folder, "show", SLUG).out
    coder(folder, "undo")
    assert "asked for" in run(folder, "show", SLUG).out


def test_nobody_is_a_coder_for_having_withdrawn(folder: Path) -> None:
    coder(folder, "withdraw", SLUG, "--reason", "asked for", who="XY")
    with open_inquiry(folder) as inquiry:
        assert set(inquiry.store.journal.coders()) == {"AB", "CD"}
        assert inquiry.store.journal.unplaced() == []


def test_tags_follow_corrections_made_while_it_was_withdrawn(folder: Path) -> None:
    coder(folder, "withdraw", SLUG, "--reason", "asked for")
    path = transcript(folder)
    path.write_text(TRANSCRIPT.replace("### 2 |", "### 12 |"), encoding="utf-8")
    coder(folder, "restore", SLUG)
    with open_inquiry(folder) as inquiry:
        assert f"{SLUG}/3.12" in {tag.paragraph for tag in inquiry.store.journal.tags()}
        assert inquiry.store.journal.unplaced() == []


def test_its_document_is_not_imported_again_by_mistake(tmp_path: Path) -> None:
    folder = unpack(tmp_path / "demo")
    head = next(one for one in run(folder, "status", "--json").json()["sessions"])
    coder(folder, "withdraw", head["slug"], "--reason", "asked for")
    (document,) = [
        path for path in (folder / "sessions" / "originals").iterdir() if head["date"] in path.name
    ]
    for extra in ((), ("--slug", "again")):
        assert "was withdrawn by AB" in run(folder, "import", str(document), *extra).complaint()
    assert [one["slug"] for one in run(folder, "status", "--json").json()["sessions"]] != [head["slug"]]


def test_what_cannot_be_withdrawn_or_restored_is_one_sentence(folder: Path) -> None:
    assert "no such session" in run(folder, "withdraw", "x", "--reason", "y", "--as", "AB").complaint()
    assert "no such session" in run(folder, "restore", "x", "--as", "AB").complaint()
    for reason in ([], ["--reason", "  "]):
        assert "--reason TEXT" in run(folder, "withdraw", SLUG, *reason, "--as", "AB").complaint()
    assert "Who codes" in run(folder, "withdraw", SLUG, "--reason", "y").complaint()
    assert "--purge" in run(folder, "withdraw", SLUG, "--reason", "y", "--yes", "--as", "AB").complaint()
    assert "not withdrawn" in coder(folder, "restore", SLUG)


# ---- purging


@pytest.mark.sqlite
def test_a_purged_text_is_in_no_byte_of_the_folder(folder: Path) -> None:
    text = TRANSCRIPT.replace("### 3 | answer | speaker: Ruth Adeyemi\n", "")
    transcript(folder).write_text(
        text.replace("another tractor", "another tractor and cart"), encoding="utf-8"
    )
    with open_inquiry(folder) as inquiry:
        inquiry.store._db.execute("PRAGMA secure_delete=OFF")  # as most builds of SQLite have it
        Hand(inquiry, "AB").memo(P2, "a thought about vans, at length " * 300)
        Hand(inquiry, "AB").memo(P2, "")  # of this there are free pages now
        inquiry.store._db.back_up_now("2025-05-07")
        inquiry.store._db.back_up_now("2025-05-08")
    leftovers = {
        "sessions/.lanes-2025-05-06.md.swp": "Ruth Adeyemi", f"sessions/{SLUG}.md~": "blackthorn",
        f"sessions/.{SLUG}.md.77.part": "blackthorn", f".coder/editing/abc/{SLUG}.md": "four farmers",
        f"sessions/{SLUG}.md.md": "kept",
    }  # fmt: skip
    for name, content in leftovers.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    assert {".coder/store.db", ".coder/backups/store-2025-05-07.db"} <= holding(folder, *PHRASES)
    told = coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    assert holding(folder, *PHRASES) == set()
    assert (folder / f"sessions/{SLUG}.md.md").exists() and transcript(folder, OTHER).exists()
    assert "cannot be undone" in told.splitlines()[0] + told.splitlines()[1]
    assert f"sessions/{SLUG}.md" in told and ".coder/backups/store-2025-05-07.db" in told


@pytest.mark.sqlite
def test_a_purge_reaches_text_still_in_the_log_of_a_store_that_is_open(folder: Path) -> None:
    with open_inquiry(folder) as screen:
        Hand(screen, "AB").memo(P2, "a thought about vans")
        coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
        assert holding(folder, *PHRASES) == set()
        assert (folder / ".coder" / "store.db-wal").stat().st_size == 0
        with pytest.raises(CoderError, match="was purged by AB"):
            Stepper(screen, "AB", SLUG)


def test_ids_and_the_reason_stay_and_the_other_session_is_as_it_was(folder: Path) -> None:
    before = run(folder, "log", "--json").json()
    coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    after = run(folder, "log", "--json").json()
    assert [entry["id"] for entry in after[:-1]] == [entry["id"] for entry in before]
    for old, new in zip(before, after, strict=False):
        if old["kind"] == "memo":
            assert new["after"] == {"text": None, "purged": True} and new["subject"] == P3
        else:
            assert new == old
    assert after[-1]["after"] == {"reason": "asked for", "purged": True}
    assert run(folder, "show", SLUG, "--json").json()["withdrawn"]["purged"] is True
    assert [one["slug"] for one in run(folder, "status", "--json").json()["sessions"]] == [OTHER]
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == []
        assert inquiry.store.check() == []
        assert set(inquiry.store.index.texts(SLUG)) >= set(CODED)
        journal = inquiry.store.journal
        state = dict(journal.state())
        journal.rebuild()
        assert dict(journal.state()) == state and journal.withdrawn()[SLUG].purged


@pytest.mark.sqlite
def test_backups_still_serve_after_a_purge(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        copy = inquiry.store._db.back_up_now("2025-05-07")
        kept = copy.stat().st_mtime_ns
    coder(folder, "tag", f"{OTHER}/3.3", "speed")
    coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    assert copy.stat().st_mtime_ns == kept
    assert not list(copy.parent.glob("*-wal")) and not (copy.parent / "backups").exists()
    with Store(copy) as store:
        assert store.check() == []
        assert f"{OTHER}/3.2" in {tag.paragraph for tag in store.journal.tags()}
        assert f"{OTHER}/3.3" not in {tag.paragraph for tag in store.journal.tags()}


@pytest.mark.sqlite
def test_a_backup_that_is_damaged_is_deleted_and_one_of_an_older_version_purged(folder: Path) -> None:
    backups = folder / ".coder" / "backups"
    with open_inquiry(folder) as inquiry:
        old = inquiry.store._db.back_up_now("version-1")
    as_version(old, 1)
    damaged = backups / "store-2025-05-01.db"
    damaged.write_bytes(b"delivery vans were the worst " * 400)
    (backups / "store-2025-05-02.77.part").write_bytes(b"blackthorn")
    told = coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    assert holding(folder, *PHRASES) == set()
    assert not damaged.exists() and "damaged and so deleted: .coder/backups/store-2025-05-01.db" in told
    with Store(old) as store:
        assert f"{OTHER}/3.2" in {tag.paragraph for tag in store.journal.tags()}


def test_the_original_goes_too_unless_another_session_has_it(tmp_path: Path) -> None:
    folder = unpack(tmp_path / "demo")
    first, second = (one["slug"] for one in run(folder, "status", "--json").json()["sessions"])
    (original, shared) = sorted((folder / "sessions" / "originals").iterdir())
    path = transcript(folder, second)
    text = path.read_text(encoding="utf-8")
    coder(folder, "withdraw", first, "--reason", "asked for", "--purge", "--yes")
    assert not original.exists() and shared.exists()
    line = f"original: {shared.name}"
    copy = text.replace(f"session: {second}", "session: third-2025-03-25")
    assert line in copy
    transcript(folder, "third-2025-03-25").write_text(copy, encoding="utf-8")
    told = coder(folder, "withdraw", second, "--reason", "asked for", "--purge", "--yes")
    assert shared.exists() and f"{shared.name}, which third-2025-03-25 uses too" in told
    coder(folder, "withdraw", "third-2025-03-25", "--reason", "asked for", "--purge", "--yes")
    assert not shared.exists()
    assert holding(folder, "Mrs Tennant", "Margaret", "Fellside", "sponsored sheepdog") == set()


def test_nothing_outside_the_originals_is_deleted(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "precious.md"
    outside.write_text("keep me", encoding="utf-8")
    (folder / "sessions" / "originals").mkdir()
    text = TRANSCRIPT.replace("style: minutes\n", "style: minutes\noriginal: ../../../precious.md\n")
    transcript(folder).write_text(text, encoding="utf-8")
    coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    assert outside.read_text(encoding="utf-8") == "keep me"


@pytest.mark.parametrize("withdrawn_first", [True, False])
def test_a_purge_cannot_be_undone(folder: Path, withdrawn_first: bool) -> None:
    if withdrawn_first:
        coder(folder, "withdraw", SLUG, "--reason", "asked for")
        coder(folder, "undo")
        coder(folder, "redo")
        coder(folder, "withdraw", SLUG, "--purge", "--yes")
    else:
        coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    assert "AB unmemo" in coder(folder, "undo")  # what was done before, with no text in it
    coder(folder, "redo")
    for _ in range(9):
        coder(folder, "undo")
    for _ in range(9):
        coder(folder, "redo")
    assert "was purged by AB" in run(folder, "restore", SLUG, "--as", "AB").complaint()
    assert "was purged by AB" in run(folder, "withdraw", SLUG, "--reason", "x", "--as", "AB").complaint()
    assert "purged" in run(folder, "status").out and holding(folder, *PHRASES) == set()


def test_a_reimport_of_what_was_purged_is_no_step_any_more(tmp_path: Path) -> None:
    folder = unpack(tmp_path / "demo")
    slug = run(folder, "status", "--json").json()["sessions"][1]["slug"]
    (document,) = (folder / "sessions" / "originals").glob("*-25.md")
    corrected = tmp_path / "corrected.md"
    text = document.read_text(encoding="utf-8")
    corrected.write_text(text.replace("96 members", "97 members"), encoding="utf-8")
    coder(folder, "reimport", slug, str(corrected), who="ZZ")
    assert len(list((folder / "sessions" / "originals").iterdir())) == 3
    coder(folder, "withdraw", slug, "--reason", "asked for", "--purge", "--yes")
    assert holding(folder, "Mrs Tennant", "Margaret", "corrected.md") == set()
    assert "nothing to undo" in coder(folder, "undo", who="ZZ")


def test_text_that_is_put_back_is_not_taken_in(folder: Path, tmp_path: Path) -> None:
    coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    transcript(folder).write_text(TRANSCRIPT, encoding="utf-8")
    done = run(folder, "status")
    assert done.status == 0 and "was purged (asked for)" in done.err and done.err.count("\n") == 1
    assert holding(folder / ".coder", *PHRASES) == set()
    coder(folder, "withdraw", SLUG, "--purge", "--yes")
    assert holding(folder, *PHRASES) == set()
    document = tmp_path / f"{SLUG}.md"
    document.write_text("**QUESTION - Why?**\n\n(1) Because.\n", encoding="utf-8")
    complaint = run(folder, "import", "--slug", SLUG, str(document)).complaint()
    assert "was purged by AB" in complaint and "--slug NAME" in complaint


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def at(text: str) -> None:
        monkeypatch.setattr("coder.cli.correcting.at_terminal", lambda: True)
        monkeypatch.setattr(sys, "stdin", Terminal(text))

    return at


def test_a_purge_asks_for_the_sessions_name(folder: Path, typed: Callable[[str], None]) -> None:
    command = ("withdraw", SLUG, "--reason", "asked for", "--purge", "--as", "AB")
    refused = run(folder, *command)
    assert refused.status == 1 and "--yes" in refused.err and "cannot be undone" in refused.out
    for answer in ("\n", "yes\n", ""):
        typed(answer)
        refused = run(folder, *command)
        assert refused.status == 1 and refused.err == "coder: Nothing was changed.\n"
    assert transcript(folder).exists() and not run(folder, "status", "--json").json()["withdrawn"]
    typed(f"{SLUG}\n")
    done = run(folder, *command)
    assert done.status == 0 and f"Type {SLUG} to go on" in done.out
    assert holding(folder, *PHRASES) == set()


@pytest.mark.sqlite
def test_a_purge_that_another_reader_keeps_from_ending_says_so_and_is_done_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.store.sqlite.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(folder / ".coder" / "store.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM journal").fetchone()
        done = run(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes", "--as", "AB")
        assert done.status == 1 and "do the same again" in done.err
    told = coder(folder, "withdraw", SLUG, "--purge", "--yes")
    assert "purged; its ids" in told and holding(folder, *PHRASES) == set()
    assert run(folder, "show", SLUG, "--json").json()["withdrawn"]["reason"] == "asked for"


def test_a_file_that_cannot_be_deleted_is_named_and_the_purge_done_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        done = run(folder, "withdraw", SLUG, "--reason", "x", "--purge", "--yes", "--as", "AB")
    assert done.status == 1 and f"{transcript(folder)}: cannot be deleted (Permission denied)" in done.err
    coder(folder, "withdraw", SLUG, "--reason", "x", "--purge", "--yes")
    assert holding(folder, *PHRASES) == set()


def test_what_a_purge_says_steers_no_terminal(folder: Path) -> None:
    told = coder(folder, "withdraw", SLUG, "--reason", "\x1b[31mred\x1b[0m", "--purge", "--yes")
    assert plain(told) == told
    assert "\x1b" not in run(folder, "status").out + run(folder, "show", SLUG).out + run(folder, "log").out


def test_a_codebook_that_is_gone_lets_nothing_be_half_purged(folder: Path) -> None:
    (folder / "codebooks" / "lanes.yaml").unlink()
    with open_inquiry(folder) as inquiry, pytest.raises(CoderError, match="no codebook"):
        purge(inquiry, "AB", SLUG, "asked for")
    assert transcript(folder).exists()


def test_a_purge_takes_the_names_of_people_too(folder: Path) -> None:
    person = run(folder, "witnesses", "--json").json()["people"][0]["name"]
    coder(folder, "witnesses", "set", person, "sector", "voluntary")
    coder(folder, "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    with open_inquiry(folder) as inquiry:
        entries = [entry for entry in inquiry.store.journal.entries() if entry.kind == "person"]
        assert entries and all(entry.after is None for entry in entries if entry.subject.startswith(SLUG))
        assert not [
            key for key, _ in inquiry.store.journal.state() if key[0] == "person" and key[2].startswith(SLUG)
        ]
