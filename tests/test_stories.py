"""Stories of a coder's days, typed at a terminal of 80x24: what the screen said and what the journal has."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.inquiry_support import TOP, run
from tests.tmux_support import Tmux, tmux

MINUTES = TOP / "sessions" / "originals" / "tarnshire-home-support-2025-03-11.md"
SESSION = "home-support-2025-03-11"
SEEN = '{"tour": "seen"}'


def leave(screen: Tmux) -> None:
    screen.press("C-q")
    screen.until(lambda shown: shown.rstrip().endswith("$"))


def standing(screen: str) -> str:
    """The citation of the paragraph one stands on."""
    found = re.search(r"▌ (\S+) · ", screen)
    return found[1] if found else ""


def log(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run(folder, "log", "--json", "--as", "AB").json()
    return found


def tags(folder: Path) -> dict[str, set[str]]:
    """The codes on each paragraph, as the journal leaves them."""
    found: dict[str, set[str]] = {}
    for entry in log(folder):
        if entry["kind"] == "tag":
            codes = found.setdefault(entry["subject"].partition("/")[2], set())
            codes.add(entry["code"]) if entry["after"] is not None else codes.discard(entry["code"])
    return {paragraph: codes for paragraph, codes in found.items() if codes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An inquiry with nothing in it, and minutes beside it."""
    assert run(tmp_path, "init", str(tmp_path), "--name", "Story").status == 0
    shutil.copy(MINUTES, tmp_path / "minutes.md")
    return tmp_path


@pytest.fixture
def coded(folder: Path) -> Path:
    """The same with the minutes imported, and trust on three paragraphs."""
    (folder / "config").mkdir()
    (folder / "config" / "preferences.json").write_text(SEEN, encoding="utf-8")
    assert run(folder, "import", str(folder / "minutes.md")).status == 0
    for number in (1, 2, 3):
        assert run(folder, "tag", f"{SESSION}/4.{number}", "trust=2", "--as", "AB").status == 0
    return folder


def test_the_first_day(folder: Path) -> None:
    with tmux(folder) as screen:
        screen.coder("--as", "AB")
        screen.until("Welcome · 1 of 6")
        for card in range(2, 7):
            screen.press("Enter")
            screen.until(f"· {card} of 6")
        screen.press("Enter")
        screen.until("There is no session here yet.")
        screen.press("C-o")
        screen.until("minutes.md")
        screen.write("minutes")
        screen.press("Enter")
        screen.until("36 questions")
        screen.press("Enter")
        at = standing(screen.until(lambda shown: bool(standing(shown))))
        assert at == "4(1)"
        for number in range(20):
            screen.press("t" if number % 2 else "c", "Enter")
            at = standing(screen.until(lambda shown, was=at: standing(shown) not in ("", was)))  # type: ignore[misc]
        screen.until("20/")
        leave(screen)
        assert sorted(map(len, tags(folder).values())) == [1] * 20
        screen.coder("--as", "AB")
        screen.until("20/")
        screen.press("Enter")
        assert standing(screen.until(lambda shown: bool(standing(shown)))) == at
        leave(screen)
    assert {code for codes in tags(folder).values() for code in codes} == {"trust", "communication"}


def test_the_codebook_is_revised(coded: Path) -> None:
    """Trust is split in two, and its three tags are settled: on one, on the other, off."""
    with tmux(coded) as screen:
        screen.coder("code", SESSION, "--as", "AB")
        screen.until("Trust")
        screen.press("F5")
        screen.until("Commissioning services from voluntary organisations")
        screen.press("Home", "Down")
        screen.until(lambda shown: bool(re.search(r"^›.*● Trust ", shown, re.MULTILINE)))
        screen.press("s")
        screen.until("Split")
        screen.write("Trust upwards, Trust sideways")
        screen.press("Enter")
        screen.until("Trust sideways")
        screen.press("F9")
        screen.until("4(1)")
        screen.press("1")
        screen.until("4(2)")
        screen.press("2")
        screen.until("4(3)")
        screen.press("Delete")
        screen.until(lambda shown: "othing stale is left" in shown)
        screen.press("C-z")
        screen.until("4(3)")
        screen.press("1")
        screen.until(lambda shown: "othing stale is left" in shown)
        screen.press("Escape")
        leave(screen)
    found = tags(coded)
    assert found == {"4.1": {"trust-upwards"}, "4.2": {"trust-sideways"}, "4.3": {"trust-upwards"}}
    assert "trust-upwards" in (coded / "codebooks" / "commissioning.yaml").read_text(encoding="utf-8")


def test_a_search_is_tagged_in_bulk_and_undone(coded: Path) -> None:
    hits = run(coded, "search", "council*", "--json", "--limit", "1000", "--as", "AB").json()
    number = len(hits["hits"] if isinstance(hits, dict) else hits)
    assert number > 5
    before = tags(coded)
    with tmux(coded) as screen:
        screen.coder("--as", "AB")
        screen.until("HOME SUPPORT")
        screen.press("F3")
        screen.write("council")
        screen.until(f"{number} hits")
        screen.press("F8")
        screen.until("Put Monitoring on")
        screen.write("monitoring")
        screen.press("Enter")
        screen.until("Monitoring")
        screen.press("Enter")
        screen.until(lambda shown: "do it" not in shown and f"on {number} paragraphs" in shown)
        assert sum("monitoring" in codes for codes in tags(coded).values()) == number
        screen.press("C-z")
        screen.until("Undone: ")
        screen.press("Escape")
        leave(screen)
    assert tags(coded) == before
    batches = {
        entry["batch"] for entry in log(coded) if entry["code"] == "monitoring" and entry["after"] is not None
    }
    assert len(batches) == 1
