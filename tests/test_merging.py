"""Contributions written by one copy of an inquiry and merged by another, at the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import CODED, SLUG, correct, make_folder, run, tags

P1, P2, P3, P4, P5, P6, P7 = CODED


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of one inquiry on which nobody has worked yet."""
    first = make_folder(tmp_path / "first" / "lanes")
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    return first, tmp_path / "second" / "lanes"


def hand_over(giver: Path, who: str, taker: Path, *options: str, merger: str = "RV") -> str:
    """A contribution from one copy to another; what merging it says."""
    file = giver.parent / f"{who}.contribution"
    assert run(giver, "contribution", "-o", str(file), "--as", who).status == 0
    merged = run(taker, "merge", str(file), *options, "--as", merger)
    assert merged.status == 0, merged.err
    return merged.out


def did(folder: Path, *commands: tuple[str, ...]) -> None:
    for command in commands:
        ran = run(folder, *command)
        assert ran.status == 0, ran.err


def test_a_contribution_brings_tags_readings_and_memos(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(
        giver,
        ("tag", P2, "speed", "--as", "AB"),
        ("read", P3, "--as", "AB"),
        ("memo", P2, "so?", "--as", "AB"),
    )
    did(taker, ("tag", P2, "dearer", "--as", "CD"))
    said = hand_over(giver, "AB", taker)
    assert "AB: 3 new" in said and "the same transcript" in said and "merged: 3 entries" in said
    with open_inquiry(taker) as inquiry:
        assert tags(inquiry) == {("3.2", "AB", "speed"), ("3.2", "CD", "dearer")}
        assert inquiry.store.journal.value(("memo", "AB", P2, "")) == {"text": "so?"}
    assert "nothing was changed" in hand_over(giver, "AB", taker)


def test_a_paragraph_is_found_in_another_revision(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P5, "speed", "--as", "AB"), ("tag", P4, "dearer", "--as", "AB"))
    correct(taker, ("### 4 | answer | speaker: Ruth Adeyemi\n", "### 9 | answer | speaker: Ruth Adeyemi\n"))
    said = hand_over(giver, "AB", taker)
    with open_inquiry(taker) as inquiry:
        assert tags(inquiry) == {("3.5", "AB", "speed"), ("3.9", "AB", "dearer")}
    assert "its text now stands at" in said
    # And back: who has the former revision keeps their marks where they are.
    did(taker, ("untag", f"{SLUG}/3.9", "dearer", "--as", "AB"))
    hand_over(taker, "AB", giver)
    with open_inquiry(giver) as inquiry:
        assert tags(inquiry) == {("3.5", "AB", "speed")}


def test_a_dry_run_writes_nothing(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(giver, ("tag", P2, "speed", "--as", "AB"))
    assert "nothing was written" in hand_over(giver, "AB", taker, "--dry-run")
    with open_inquiry(taker) as inquiry:
        assert tags(inquiry) == set() and inquiry.store.journal.coders() == {}


def test_two_codebooks_come_together(two: tuple[Path, Path]) -> None:
    giver, taker = two
    did(
        giver,
        ("codebook", "add", "Hedges", "--under", "safety", "--as", "AB"),
        ("tag", P2, "hedges", "--as", "AB"),
    )
    did(taker, ("codebook", "rename", "speed", "Haste", "--as", "RV"))
    said = hand_over(giver, "AB", taker)
    assert "+ Hedges" in said
    book = run(taker, "codebook").out
    assert "Hedges" in book and "Haste" in book
    assert "Hedges" in (taker / "codebooks" / "lanes.yaml").read_text()


def test_codes_of_two_grounds_are_both_kept(two: tuple[Path, Path]) -> None:
    giver, taker = two
    path = giver / "codebooks" / "lanes.yaml"
    path.write_text(path.read_text() + "  - id: hedges\n    name: Hedges\n")
    did(giver, ("tag", P2, "hedges", "--as", "AB"))
    path = taker / "codebooks" / "lanes.yaml"
    path.write_text(path.read_text() + "  - id: ditches\n    name: Ditches\n")
    did(taker, ("tag", P2, "ditches", "--as", "RV"))
    hand_over(giver, "AB", taker)
    hand_over(taker, "RV", giver)
    for folder in two:
        book = run(folder, "codebook").out
        assert "Hedges" in book and "Ditches" in book
    assert (
        run(giver, "codebook").out.partition("revision")[2]
        == run(taker, "codebook").out.partition("revision")[2]
    )
