"""Contributions written by one copy of an inquiry and merged by another, at the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import CODED, SLUG, TRANSCRIPT, correct, make_folder, run, spawn, tags, transcript

P1, P2, P3, P4, P5, P6, P7 = CODED
OTHER = TRANSCRIPT.replace(SLUG, "ponds-2025-06-03").replace("hedges", "ponds")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of one inquiry on which nobody has worked yet."""
    first = make_folder(tmp_path / "first" / "lanes")
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    return first, tmp_path / "second" / "lanes"


def give(folder: Path, who: str, *options: str) -> Path:
    file = folder.parent / f"{who}.contribution"
    did(folder, ("contribution", "-o", str(file), *options, "--as", who))
    return file


def hand_over(giver: Path, who: str, taker: Path, *options: str, merger: str = "RV") -> str:
    """A contribution from one copy to another; what merging it says."""
    merged = run(taker, "merge", str(give(giver, who)), *options, "--as", merger)
    assert merged.status == 0, merged.err
    return merged.out


def did(folder: Path, *commands: tuple[str, ...]) -> None:
    for command in commands:
        ran = run(folder, *command)
        assert ran.status == 0, ran.err


def tagged(folder: Path) -> set[tuple[str, str, str]]:
    with open_inquiry(folder) as inquiry:
        return tags(inquiry)


# ---- what it brings


def test_a_contribution_brings_tags_readings_and_memos(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"), ("read", P3, "--as", "AB"))
    did(giver, ("memo", P2, "so?", "--as", "AB"), ("tag", P4, "dearer", "--as", "CD"))
    did(taker, ("tag", P2, "dearer", "--as", "CD"))
    said = hand_over(giver, "AB", taker)
    assert "AB: 3 new" in said and "the same transcript" in said and "merged: 3 entries" in said
    assert "codebook lanes" in said and "the same here" in said
    with open_inquiry(taker) as inquiry:
        assert tags(inquiry) == {("3.2", "AB", "speed"), ("3.2", "CD", "dearer")}
        assert inquiry.store.journal.value(("memo", "AB", P2, "")) == {"text": "so?"}
    assert "nothing was changed" in hand_over(giver, "AB", taker)


def test_one_undoes_in_another_copy_what_one_did_in_the_first(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"), ("tag", P3, "speed", "--as", "AB"), ("undo", "--as", "AB"))
    hand_over(giver, "AB", taker)
    did(taker, ("redo", "--as", "AB"), ("undo", "--as", "AB"), ("undo", "--as", "AB"))
    assert tagged(taker) == set()
    assert "nothing to undo" in run(taker, "undo", "--as", "AB").out
    assert "nothing to undo" in run(taker, "undo", "--as", "RV").out


def test_clocks_that_are_wrong_do_not_matter(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """On one machine it is years later. What counts is what was done after what."""
    giver, taker = two
    monkeypatch.setattr("coder.store.journal.now", lambda: "2041-01-01T10:00:00.000Z")
    did(giver, ("tag", P2, "speed", "--as", "AB"))
    monkeypatch.setattr("coder.store.journal.now", lambda: "2011-01-01T10:00:00.000Z")
    hand_over(giver, "AB", taker)
    did(taker, ("untag", P2, "speed", "--as", "AB"))
    monkeypatch.setattr("coder.store.journal.now", lambda: "2041-01-01T10:00:00.001Z")
    hand_over(taker, "AB", giver)
    assert tagged(giver) == tagged(taker) == set()


@pytest.mark.sqlite
def test_a_whole_copy_comes_as_contribution_store_or_folder(two: tuple[Path, Path], tmp_path: Path) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"), ("tag", P2, "dearer", "--as", "CD"))
    other = shutil.copytree(taker, tmp_path / "third")
    did(taker, ("merge", str(give(giver, "RV", "--everyone")), "--as", "RV"))
    assert tagged(taker) == {("3.2", "AB", "speed"), ("3.2", "CD", "dearer")}
    merged = run(other, "merge", str(giver), "--as", "RV")
    assert merged.status == 0, merged.err
    assert tagged(other) == tagged(taker)


@pytest.mark.sqlite
def test_a_store_alone_is_merged_and_left_as_it_is(two: tuple[Path, Path], tmp_path: Path) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"), ("codebook", "add", "Hedges", "--as", "AB"))
    store = shutil.copy(giver / ".coder" / "store.db", tmp_path / "theirs.db")
    before = store.read_bytes()
    did(taker, ("merge", str(store), "--as", "RV"))
    assert tagged(taker) == {("3.2", "AB", "speed")} and "Hedges" in run(taker, "codebook").out
    assert store.read_bytes() == before


def test_the_same_journal_makes_the_same_file_without_a_trace_of_the_machine(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    import gzip

    giver, _ = two
    did(giver, ("tag", P2, "speed", "--as", "AB"))
    first, second = give(giver, "AB").read_bytes(), give(giver, "AB").read_bytes()
    assert first == second
    text = gzip.decompress(first).decode()
    assert str(tmp_path) not in text and '"format":"coder contribution"' in text.splitlines()[0]


# ---- what differs


def test_a_paragraph_is_found_in_another_revision(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P5, "speed", "--as", "AB"), ("tag", P4, "dearer", "--as", "AB"))
    correct(taker, ("### 4 | answer | speaker: Ruth Adeyemi\n", "### 9 | answer | speaker: Ruth Adeyemi\n"))
    assert "its text now stands at" in hand_over(giver, "AB", taker)
    assert tagged(taker) == {("3.5", "AB", "speed"), ("3.9", "AB", "dearer")}
    # And back: who has the former revision keeps their marks where they are.
    did(taker, ("untag", f"{SLUG}/3.9", "dearer", "--as", "AB"))
    hand_over(taker, "AB", giver)
    assert tagged(giver) == {("3.5", "AB", "speed")}


def test_an_id_that_names_another_paragraph_elsewhere_misleads_nobody(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P4, "speed", "--as", "AB"))
    did(taker, ("tag", P4, "speed", "--as", "AB"))
    swapped = (("### 4 | answer", "### 9 | answer"), ("### 5 | answer", "### 4 | answer"))
    correct(taker, *swapped)
    did(giver, ("untag", P4, "speed", "--as", "AB"), ("tag", P5, "dearer", "--as", "AB"))
    hand_over(giver, "AB", taker)
    assert tagged(taker) == {("3.4", "AB", "dearer")}


JOINED = ("### 3 | answer | speaker: Ruth Adeyemi\n", "")
"""Paragraph 3 becomes a part of paragraph 2."""


def test_what_stood_on_joined_paragraphs_stands_on_the_one(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("memo", P2, "one", "--as", "AB"), ("memo", P3, "two", "--as", "AB"))
    did(giver, ("tag", P2, "speed", "--as", "AB"), ("tag", P3, "speed", "--as", "AB"))
    did(giver, ("tag", P3, "dearer", "--as", "AB"))
    correct(taker, JOINED)
    assert "was joined to" in hand_over(giver, "AB", taker)
    assert tagged(taker) == {("3.2", "AB", "speed"), ("3.2", "AB", "dearer")}
    with open_inquiry(taker) as inquiry:
        assert inquiry.store.journal.value(("memo", "AB", P2, "")) == {"text": "one\ntwo"}
    # Who takes it off one of the two still has it on the other; who takes it off the one, has it nowhere.
    did(giver, ("untag", P3, "speed", "--as", "AB"))
    hand_over(giver, "AB", taker)
    assert ("3.2", "AB", "speed") in tagged(taker)
    did(taker, ("untag", P2, "speed", "--as", "AB"), ("untag", P2, "dearer", "--as", "AB"))
    hand_over(taker, "AB", giver)
    assert tagged(giver) == tagged(taker) == set()


def test_what_was_taken_off_after_a_correction_stays_off(two: tuple[Path, Path]) -> None:
    """Both copies carried the tag along; the one that did so later does not bring it back."""
    giver, taker = two
    did(giver, ("tag", P4, "speed", "--as", "AB"))
    hand_over(giver, "AB", taker)
    moved = ("### 4 | answer", "### 9 | answer")
    correct(giver, moved)
    did(giver, ("untag", f"{SLUG}/3.9", "speed", "--as", "AB"))
    did(taker, *(("read", one, "--as", "CD") for one in (P1, P2, P3)))
    correct(taker, moved)
    hand_over(taker, "CD", giver)
    hand_over(giver, "AB", taker)
    assert tagged(giver) == tagged(taker) == set()


def test_what_was_put_on_after_a_correction_is_taken_off_where_there_was_none(two: tuple[Path, Path]) -> None:
    behind, ahead = two
    correct(ahead, ("### 4 | answer", "### 9 | answer"))
    did(ahead, ("tag", f"{SLUG}/3.9", "speed", "--as", "AB"))
    hand_over(ahead, "AB", behind)
    assert tagged(behind) == {("3.4", "AB", "speed")}
    did(behind, ("untag", P4, "speed", "--as", "AB"))
    hand_over(behind, "AB", ahead)
    hand_over(ahead, "AB", behind)
    assert tagged(behind) == tagged(ahead) == set()


def test_an_assignment_names_the_same_text_in_another_revision(two: tuple[Path, Path]) -> None:
    office, home = two
    did(office, ("assign", f"{SLUG}/3", "--to", "AB", "--open", "--as", "RV"))
    correct(home, ("### 4 | answer", "### 9 | answer"))
    did(home, ("merge", str(give(office, "RV", "--shared")), "--as", "AB"))
    with open_inquiry(home) as inquiry:
        to_code = inquiry.store.assigned.to_code("AB", SLUG)
    assert f"{SLUG}/3.9" in to_code and P4 not in to_code and P5 in to_code


def test_one_undoes_here_what_one_did_under_another_revision(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P4, "speed", "--as", "AB"))
    correct(taker, ("### 4 | answer", "### 9 | answer"))
    hand_over(giver, "AB", taker)
    did(taker, ("undo", "--as", "AB"))
    assert tagged(taker) == set()
    hand_over(taker, "AB", giver)
    assert tagged(giver) == set()


def test_a_dry_run_writes_nothing(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"))
    assert "nothing was written" in hand_over(giver, "AB", taker, "--dry-run")
    with open_inquiry(taker) as inquiry:
        assert tags(inquiry) == set() and inquiry.store.journal.coders() == {}
    told = run(taker, "merge", str(give(giver, "AB")), "--dry-run", "--json", "--as", "RV").json()
    assert told["written"] is False and told["files"][0]["coders"] == {"AB": 1}


def test_a_session_that_is_not_here_is_added_when_asked_for(two: tuple[Path, Path]) -> None:
    giver, taker = two
    transcript(giver, "ponds-2025-06-03").write_text(OTHER, encoding="utf-8")
    did(giver, ("tag", "ponds-2025-06-03/3.2", "speed", "--as", "AB"))
    file = give(giver, "AB")
    assert "--add-sessions" in run(taker, "merge", str(file), "--as", "RV").complaint()
    assert not transcript(taker, "ponds-2025-06-03").exists()
    did(taker, ("merge", str(file), "--add-sessions", "--as", "RV"))
    assert transcript(taker, "ponds-2025-06-03").read_text(encoding="utf-8") == OTHER
    assert tagged(taker) == {("ponds-2025-06-03/3.2", "AB", "speed")}


def test_one_document_under_two_names_is_refused(two: tuple[Path, Path]) -> None:
    giver, taker = two
    for folder, slug in ((giver, "ponds-2025-06-03"), (taker, "ditches-2025-06-03")):
        text = OTHER.replace("ponds-2025-06-03", slug).replace("date:", "sha256: bb\ndate:", 1)
        transcript(folder, slug).write_text(text, encoding="utf-8")
    did(giver, ("tag", "ponds-2025-06-03/3.2", "speed", "--as", "AB"))
    refused = run(taker, "merge", str(give(giver, "AB")), "--add-sessions", "--as", "RV").complaint()
    assert "is here as ditches-2025-06-03" in refused and tagged(taker) == set()


def test_another_document_under_the_same_name_is_refused(two: tuple[Path, Path]) -> None:
    giver, taker = two
    words = TRANSCRIPT.split("### 1 | opening")[0].replace("date:", "sha256: aa\ndate:", 1)
    foreign = f"{words}### 1 | opening\nNothing of this was said about any lane.\n"
    transcript(giver).write_text(foreign, encoding="utf-8")
    did(giver, ("tag", P1, "speed", "--as", "AB"))
    assert "another document" in run(taker, "merge", str(give(giver, "AB")), "--as", "RV").complaint()
    assert tagged(taker) == set()


def test_two_codebooks_come_together(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("codebook", "add", "Hedges", "--under", "safety", "--as", "AB"))
    did(giver, ("tag", P2, "hedges", "--as", "AB"))
    did(taker, ("codebook", "rename", "speed", "Haste", "--as", "RV"))
    said = hand_over(giver, "AB", taker)
    assert "+ Hedges" in said and "different codebooks" not in said
    book = run(taker, "codebook").out
    assert "Hedges" in book and "Haste" in book
    assert "Hedges" in (taker / "codebooks" / "lanes.yaml").read_text(encoding="utf-8")


def test_codes_of_two_grounds_are_both_kept(two: tuple[Path, Path]) -> None:
    giver, taker = two
    for folder, name, who in ((giver, "Hedges", "AB"), (taker, "Ditches", "RV")):
        path = folder / "codebooks" / "lanes.yaml"
        path.write_text(path.read_text(encoding="utf-8") + f"  - id: {name.lower()}\n    name: {name}\n")
        did(folder, ("tag", P2, name.lower(), "--as", who))
    assert "different codebooks" in hand_over(giver, "AB", taker)
    hand_over(taker, "RV", giver)
    books = [run(folder, "codebook").out for folder in two]
    assert all("Hedges" in book and "Ditches" in book for book in books) and books[0] == books[1]


def test_a_file_changed_by_hand_is_not_written_over(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("codebook", "add", "Hedges", "--as", "AB"))
    did(taker, ("tag", P2, "speed", "--as", "CD"))
    path = taker / "codebooks" / "lanes.yaml"
    before = path.read_text(encoding="utf-8")
    changed = path.read_text(encoding="utf-8").replace("name: Speed", "name: Haste")
    path.write_text(changed, encoding="utf-8")
    refused = run(taker, "merge", str(give(giver, "AB")), "--as", "RV")
    assert refused.status == 1 and "changed outside" in refused.err.splitlines()[-1]
    assert path.read_text(encoding="utf-8") == changed and tagged(taker) == {("3.2", "CD", "speed")}
    # Where nothing new is said of the codebook, its file is nobody's business.
    path.write_text(before, encoding="utf-8")
    hand_over(giver, "AB", taker)
    path.write_text(path.read_text(encoding="utf-8").replace("name: Speed", "name: Haste"), encoding="utf-8")
    did(giver, ("tag", P3, "hedges", "--as", "AB"))
    assert "merged: 1 entry" in hand_over(giver, "AB", taker)


@pytest.mark.parametrize("times", [1, 2])
def test_codes_and_coders_are_mapped(two: tuple[Path, Path], times: int) -> None:
    giver, taker = two
    did(giver, ("codebook", "add", "Hedges", "--as", "AB"), ("tag", P2, "hedges", "--as", "AB"))
    did(taker, ("tag", P3, "dearer", "--as", "AB"))
    assert "if this is another AB" in hand_over(giver, "AB", taker, "--dry-run")
    for _ in range(times):
        hand_over(giver, "AB", taker, "--code", "hedges=sight", "--coder", "AB=XY")
    assert tagged(taker) == {("3.2", "XY", "sight"), ("3.3", "AB", "dearer")}
    assert "Hedges" not in run(taker, "codebook").out
    did(taker, ("undo", "--as", "XY"))
    assert tagged(taker) == {("3.3", "AB", "dearer")}
    refused = run(taker, "merge", str(give(giver, "AB")), "--code", "hedges=sihgt", "--as", "RV").complaint()
    assert "Did you mean sight?" in refused


@pytest.mark.sqlite
def test_what_was_purged_does_not_come_back(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(
        giver,
        ("memo", P2, "xyzzyplugh", "--as", "AB"),
        ("tag", P2, "speed", "--quote", "the counter had shown", "--as", "AB"),
    )
    did(taker, ("tag", P3, "speed", "--as", "CD"))
    did(taker, ("withdraw", SLUG, "--reason", "so", "--purge", "--yes", "--as", "RV"))
    assert "was purged here" in hand_over(giver, "AB", taker)
    held = b"".join(path.read_bytes() for path in (taker / ".coder").glob("store.db*"))
    assert b"xyzzyplugh" not in held and b"the counter had shown" not in held and b"trunk road" not in held
    with open_inquiry(taker) as inquiry:
        assert inquiry.store.journal.value(("memo", "AB", P2, "")) == {"text": None, "purged": True}
    # The other copy hears of it; what it has is what it was.
    assert "was purged there" in hand_over(taker, "RV", giver)
    assert "nothing was changed" in hand_over(giver, "AB", taker)
    assert "nothing was changed" in hand_over(taker, "RV", giver)


# ---- blindness


def test_who_codes_blind_merges_assignments_but_nobody_s_marks(two: tuple[Path, Path]) -> None:
    office, home = two
    did(office, ("assign", SLUG, "--to", "AB", "CD", "--as", "RV"), ("tag", P1, "speed", "--as", "CD"))
    shared, everybody = give(office, "RV", "--shared"), give(office, "RV2", "--everyone")
    did(home, ("merge", str(shared), "--as", "AB"), ("merge", str(shared), "--as", "AB"))
    assert [one["blind"] for one in run(home, "assignments", "--json", "--as", "AB").json()] == [True]
    assert "coding blind" in run(home, "merge", str(everybody), "--as", "AB").complaint()
    assert "coding blind" in run(home, "contribution", "-o", "x", "--everyone", "--as", "AB").complaint()
    did(home, ("read", *CODED, "--as", "AB"))
    did(home, ("merge", str(everybody), "--as", "AB"))
    assert ("3.1", "CD", "speed") in tagged(home)


def test_who_would_be_coding_blind_by_what_they_merge_is_refused(two: tuple[Path, Path]) -> None:
    office, home = two
    did(office, ("assign", SLUG, "--to", "AB", "CD", "--as", "RV"), ("tag", P1, "speed", "--as", "CD"))
    assert "coding blind" in run(home, "merge", str(give(office, "RV", "--everyone")), "--as", "AB").err
    assert tagged(home) == set() and run(home, "assignments", "--json").json() == []


def test_a_blind_coder_gives_only_their_own(two: tuple[Path, Path]) -> None:
    office, home = two
    did(office, ("assign", SLUG, "--to", "AB", "CD", "--as", "RV"), ("tag", P1, "speed", "--as", "CD"))
    did(office, ("tag", P2, "speed", "--as", "AB"))
    hand_over(office, "AB", home)
    assert tagged(home) == {("3.2", "AB", "speed")}


# ---- what cannot be merged


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def edited(file: Path) -> None:
    import gzip

    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b'"speed"', b'"sight"')))


def of_a_newer_version(file: Path) -> None:
    import gzip

    head = gzip.decompress(file.read_bytes()).replace(b'"version":1', b'"version":2')
    file.write_bytes(gzip.compress(head))


def a_bomb(file: Path) -> None:
    import gzip

    file.write_bytes(gzip.compress(b" " * (200 << 20), 9))


def a_bomb_behind_a_head(file: Path) -> None:
    import gzip

    head, _, _ = gzip.decompress(file.read_bytes()).partition(b"\n")
    file.write_bytes(gzip.compress(head + b"\n" + b'{"entries":[' + b" " * (200 << 20), 9))


def nested(file: Path) -> None:
    import gzip

    file.write_bytes(gzip.compress(b"[" * 2_000_000 + b"\n"))


def forged(file: Path) -> None:
    """The digest is right, and an entry that is in both journals says something else in one."""
    from dataclasses import replace

    from coder.exchange.contributions import read, write

    given = read(file)
    given.entries[0] = replace(given.entries[0], code="sight")
    file.write_bytes(write(given))


def beyond_all_bounds(file: Path) -> None:
    from dataclasses import replace

    from coder.exchange.contributions import read, write

    given = read(file)
    given.entries[0] = replace(given.entries[0], lamport=1 << 62)
    file.write_bytes(write(given))


def with_a_path_for_a_session(file: Path) -> None:
    from dataclasses import replace

    from coder.exchange.contributions import read, write

    given = read(file)
    evil = "../../evil"
    entries = [replace(one, subject=one.subject.replace(SLUG, evil)) for one in given.entries]
    sessions = {evil: given.sessions[SLUG]}
    file.write_bytes(write(replace(given, entries=entries, sessions=sessions, transcripts={})))


def nothing_of_the_kind(file: Path) -> None:
    file.write_text("AB's contribution", encoding="utf-8")


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    "spoilt",
    [cut_short, edited, of_a_newer_version, a_bomb, a_bomb_behind_a_head, nested, forged, beyond_all_bounds,
     with_a_path_for_a_session, nothing_of_the_kind, gone],
    ids=lambda spoilt: str(spoilt.__name__),
)  # fmt: skip
def test_a_spoilt_file_is_refused_in_one_sentence_and_nothing_is_written(
    two: tuple[Path, Path], spoilt: Callable[[Path], None]
) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"))
    hand_over(giver, "AB", taker)
    did(giver, ("tag", P3, "speed", "--as", "AB"))
    file = give(giver, "AB")
    spoilt(file)
    refused = run(taker, "merge", str(file), "--as", "RV", "--add-sessions").complaint()
    assert file.name in refused or spoilt is forged
    assert tagged(taker) == {("3.2", "AB", "speed")}


@pytest.mark.sqlite
def test_of_several_files_all_are_taken_or_none(two: tuple[Path, Path], tmp_path: Path) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"))
    good, bad = give(giver, "AB"), shutil.copy(give(giver, "AB"), tmp_path / "bad.contribution")
    cut_short(bad)
    assert "bad.contribution" in run(taker, "merge", str(good), str(bad), "--as", "RV").complaint()
    assert tagged(taker) == set()


# ---- in processes of their own


@pytest.mark.sqlite
def test_the_backup_from_before_is_named_and_holds_what_was_there(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"))
    did(taker, ("tag", P3, "speed", "--as", "CD"))
    assert spawn(giver, "contribution", "-o", "../ab.contribution", "--as", "AB").status == 0
    merged = spawn(taker, "merge", "../../first/ab.contribution", "--as", "RV")
    assert merged.status == 0 and "no undo takes a merge back" in merged.out, merged.err
    shutil.copy(taker / merged.out.split()[-1], taker / ".coder" / "store.db")
    for log in taker.glob(".coder/store.db-*"):
        log.unlink()
    assert tagged(taker) == {("3.3", "CD", "speed")}


KILLED = """
import os, sys
from coder.cli import main
from coder.store.uniting import Uniting

Uniting._put_steps = lambda *_: os._exit(9)
main(sys.argv[1:])
"""


@pytest.mark.sqlite
def test_killed_midway_nothing_was_merged(two: tuple[Path, Path], tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.inquiry_support import clean_environment

    giver, taker = two
    did(giver, ("codebook", "add", "Hedges", "--as", "AB"), ("tag", P2, "hedges", "--as", "AB"))
    file = give(giver, "AB")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, "merge", str(file), "--as", "RV"],
        cwd=taker, env=clean_environment(), check=False, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 9, done.stderr
    assert tagged(taker) == set() and "Hedges" not in run(taker, "codebook").out
    hand_over(giver, "AB", taker)
    assert tagged(taker) == {("3.2", "AB", "hedges")} and "Hedges" in run(taker, "codebook").out
