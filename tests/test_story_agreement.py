"""The story of two coders and a reviewer, typed at a terminal.

Sessions are assigned blind and coded, agreement is looked at, the differences are settled, and all is undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from coder.evidence.model import Session
from coder.inquiry.adjudicating import coded
from coder.inquiry.assigning import assignments
from coder.inquiry.folder import open_inquiry
from tests.tmux_support import Tmux, tmux
from tests.tui_support import ANA, item, make

ANSWERS = 64
OF_FREQUENCY = [number for number in range(1, ANSWERS + 1) if number % 3]
"""The answers that AB puts under Frequency."""
OVERLOOKED, BESIDE = (4, 10), (6, 9, 12)
"""Of those CD leaves out the first two, and puts three that AB did not."""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    session = Session("s1", "First day", date="2026-03-01", items=(item("s1", "7", ANA, 16, 4),))
    make(tmp_path / "buses", session).close()
    config = tmp_path / "buses" / "config"
    config.mkdir()
    (config / "preferences.json").write_text(json.dumps({"tour": "seen"}), encoding="utf-8")
    with tmux(tmp_path / "buses") as opened:
        yield opened


def assign_two(screen: Tmux) -> None:
    """The reviewer gives the session to AB and CD, on the assignment screen."""
    screen.coder("--as", "RV")
    screen.until("First day")
    screen.press("C-g")
    screen.until("Nothing is assigned yet")
    screen.press("n", "Enter", "Space", "Enter", "Down", "Enter")
    screen.until("Which coders?")
    screen.press("A", "B", "Space", "C", "D", "Enter")
    screen.until("AB, CD")
    screen.press("C-s")
    screen.until("AB 64, CD 64 paragraphs")
    leave(screen)


def code_all(screen: Tmux, coder: str, of_frequency: list[int]) -> None:
    """Read everything, with a letter for some; until then nobody's agreement is shown."""
    screen.coder("--as", coder)
    screen.until("0/64, 64 left")  # what is assigned
    screen.press("F8")
    screen.until("you are coding blind")
    screen.press("Enter")
    screen.until("0/64 read")
    for number in range(1, ANSWERS + 1):
        screen.press(*(["f"] if number in of_frequency else []), "Enter")
    screen.until("All read.")
    leave(screen)


def leave(screen: Tmux) -> None:
    screen.press("C-q")
    screen.until(lambda shown: shown.rstrip().endswith("$"))


def agreed(screen: Tmux, folder: Path) -> int:
    """On how many paragraphs the matrix on the basis `agreed` counts Frequency."""
    screen.coder("matrix", "-o", "agreed.xlsx", "--basis", "agreed", "--as", "RV")
    screen.until("agreed.xlsx: written")
    rows = load_workbook(folder / "agreed.xlsx")["Theme by session"].iter_rows(values_only=True)
    return next(int(str(row[-1])) for row in rows if str(row[0]).strip() == "Frequency")


def test_the_whole_story(terminal: Tmux, tmp_path: Path) -> None:
    folder = tmp_path / "buses"
    assign_two(terminal)
    code_all(terminal, "AB", OF_FREQUENCY)
    others = [number for number in OF_FREQUENCY if number not in OVERLOOKED] + list(BESIDE)
    code_all(terminal, "CD", others)
    both = len(set(OF_FREQUENCY) & set(others))
    assert agreed(terminal, folder) == both

    # The reviewer sees how far they agree, and how sure that is. By hand: 43 and 44 of 64 put it, they differ
    # on 5, so alpha is 1 - (5 / 64) / (2 * 87 / 128 * 41 / 128 * 128 / 127) = 0.822.
    terminal.coder("--as", "RV")
    terminal.until("First day")
    terminal.press("F8")
    shown = terminal.until("64 paragraphs read by two")
    row = next(line for line in shown.splitlines() if "Frequency" in line)
    assert "├" in row and "●" in row and " 0.82 " in row and "92%" in row and "below .667" in row
    terminal.press("Down")
    terminal.until("› Frequency")
    terminal.press("Enter")
    terminal.until("1 of 5 · 0 settled")

    # All differences are settled by keys: what was overlooked stands, what CD alone put does not.
    for place, number in enumerate(sorted([*OVERLOOKED, *BESIDE]), 1):
        terminal.until(f" 7({number}) · answer")
        if number in OVERLOOKED:
            terminal.press("a")
            terminal.until("Accept Frequency")
            terminal.press("Enter")  # the reason kept first
        else:
            terminal.press("r")
            terminal.until("Reject Frequency")
            terminal.write("of other lines")
            terminal.until("Why: of other lines")
            terminal.press("Enter")
        terminal.until(f"{place} settled")
    terminal.until("all are settled")
    leave(terminal)
    assert agreed(terminal, folder) == both + len(OVERLOOKED)

    # Everything undone again: the decisions, the assignment, what the coders did.
    terminal.coder("--as", "RV")
    terminal.until("First day")
    terminal.press("F8")
    terminal.until("64 paragraphs read by two")
    terminal.press("d", "F4", "Delete", "Enter")  # whatever their state
    terminal.until("5 settled")
    for left in range(4, -1, -1):
        terminal.press("C-z")
        terminal.until(f"{left} settled")
    terminal.press("C-z")
    terminal.until("Undone: assign")
    leave(terminal)
    assert agreed(terminal, folder) == both
    with open_inquiry(folder) as inquiry:
        assert coded(inquiry).decisions == {} and assignments(inquiry) == []
        assert len(list(inquiry.store.journal.tags())) == len(OF_FREQUENCY) + len(others)
    for coder in ("AB", "CD"):
        terminal.coder("code", "s1", "--as", coder)
        terminal.until("64/64 read")
        terminal.press(*["C-z"] * (ANSWERS + len(OF_FREQUENCY) + 2))
        terminal.until("There is nothing left to undo.")
        leave(terminal)
    with open_inquiry(folder) as inquiry:
        left_over = {kind for (kind, *_), _ in inquiry.store.journal.state()}
        assert left_over == {"unblinded"}  # that they came to see each other's tags is not undone
