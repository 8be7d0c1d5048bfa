"""The screens in a real pseudo-terminal: what was shown as tagged is there after the process was killed."""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="pseudo-terminals need a POSIX system")

from coder.inquiry.folder import open_inquiry
from tests.terminal_support import EXAMPLE, run, tags, window

SESSION = "home-support-2025-03-11"
KEYS = "tbmcw"
"""Codes that the example's codebook has keys for."""


def test_ten_tags_and_the_place_survive_a_kill_the_moment_the_tenth_shows(tmp_path: Path) -> None:
    run(tmp_path, "init", "--name", "Killed")
    run(tmp_path, "import", str(EXAMPLE))
    start = ["code", SESSION, "--as", "AB"]
    with window(start, tmp_path) as opened:
        opened.until(lambda screen: "4(1)" in screen)
        for number in range(1, 11):
            opened.until(lambda screen, number=number: f"▌ 4({number})" in screen)  # type: ignore[misc]
            opened.press("t")
            opened.until(lambda screen: "▌ ● Trust" in screen)
            if number < 10:
                opened.press("\x1b[B")
        opened.kill()
    assert len(tags(tmp_path)) == 10
    with window(start, tmp_path) as opened:
        screen = opened.until(lambda screen: "▌ ● Trust" in screen)
        assert "▌ 4(10)" in screen
    assert len(set(tags(tmp_path))) == 10


# ---- killed at any moment


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    run(folder, "init", "--name", "Killed")
    run(folder, "import", str(EXAMPLE))
    return folder


def script(chance: random.Random) -> list[str]:
    """What a coder types who never takes anything back: some codes, and on to the next paragraph."""
    keys: list[str] = []
    for _ in range(90):
        keys += [*chance.sample(KEYS, chance.randrange(len(KEYS))), chance.choice(("\r", "\x1b[B"))]
    return keys


def name_of(folder: Path) -> Callable[[str], str | None]:
    """From a code's name as the screen shows it to its id."""
    with open_inquiry(folder) as inquiry:
        ids = {code.name: code.id for code in inquiry.codebook.codes}
    return ids.get


def killed_at(folder: Path, moment: float, chance: random.Random) -> int:
    """Kill a scripted run within so many seconds of typing; hold the store to what the screen had shown.

    Returns how many tags that were.
    """
    id_of = name_of(folder)
    shown: set[tuple[str, str]] = set()

    def watch(lines: list[str]) -> None:
        current = [line.removeprefix("▌ ").strip() for line in lines if line.startswith("▌ ")]
        if not current:
            return
        where = current[0].split(" · ")[0]
        for line in current:
            if line.startswith("● "):
                names = [part.strip() for part in line.split("│")[0].split("●") if part.strip()]
                shown.update((where, code) for name in names if (code := id_of(name)))

    with window(["code", SESSION, "--as", "AB"], folder) as opened:
        opened.until(lambda screen: "▌ 4(" in screen)
        assert opened.frames
        opened.watch = watch
        keys, end = script(chance), chance.uniform(0.0, moment)
        sent = 0
        began = time.monotonic()
        while (now := time.monotonic() - began) < end:
            if sent < len(keys):
                opened.press(keys[sent])
                sent += 1
            opened.take(min(0.002, end - now))
        opened.kill()
    with open_inquiry(folder) as inquiry:
        assert not inquiry.remarks
        assert inquiry.store.check() == []
        cited = {
            (placed.paragraph.citation, tag.code)
            for tag in inquiry.store.journal.tags()
            if (placed := inquiry.store.index.paragraph(tag.paragraph))
        }
        before = dict(inquiry.store.journal.state())
        inquiry.store.journal.rebuild()
        assert dict(inquiry.store.journal.state()) == before
    assert shown <= cited, shown - cited
    return len(shown)


def killed(imported: Path, folder: Path, times: int, moment: float, seed: int) -> int:
    """How many tags had been shown in so many runs, each in a copy of its own."""
    shown = 0
    for number in range(times):
        copy = folder / str(number)
        shutil.copytree(imported, copy)
        shown += killed_at(copy, moment, random.Random(seed + number))
    return shown


@pytest.mark.parametrize("part", range(4))
def test_what_was_shown_is_there_after_a_kill_at_any_moment(
    imported: Path, tmp_path: Path, part: int
) -> None:
    assert killed(imported, tmp_path, 5, 1.5, part * 1000)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_the_same_at_three_hundred_moments(imported: Path, tmp_path: Path, part: int) -> None:
    assert killed(imported, tmp_path, 15, 3.0, 7_000 + part * 1000)


# ---- without colours


def colours(written: bytes) -> list[str]:
    """The colours that a program asked its terminal for."""
    asked = [part for styles in re.findall(rb"\x1b\[([0-9;:]*)m", written) for part in styles.split(b";")]
    return [part.decode() for part in asked if re.fullmatch(rb"(3[0-8]|4[0-8]|9[0-7]|10[0-7])(:.*)?", part)]


def test_without_colours_none_is_written_and_all_is_still_told(imported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    shutil.copytree(imported, folder)
    with window(["--as", "AB"], folder, NO_COLOR="1") as opened:
        opened.until(lambda screen: "› 2025-03-11" in screen)
        lines = opened.screen.display
        row = next(y for y, line in enumerate(lines) if "› 2025-03-11" in line)
        assert opened.screen.buffer[row][14].bold and opened.screen.buffer[0][1].reverse
        opened.press("\r")
        opened.until(lambda screen: "▌ 4(1)" in screen)
        opened.press("t+so")
        opened.until(lambda screen: "Memo on 4(1)" in screen and "so" in screen)
        row = next(y for y, line in enumerate(opened.screen.display) if "│ so" in line)
        column = opened.screen.display[row].index("so") + 2
        opened.until(lambda _: bool(opened.screen.buffer[row][column].reverse))  # the cursor, which blinks
        cells = [cell for y in range(24) for cell in opened.screen.buffer[y].values()]
        assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == {"default"}
        opened.press("\x1b")
        screen = opened.until(lambda screen: "▌ ● Trust" in screen and "Memo on" not in screen)
        row = next(y for y, line in enumerate(screen.splitlines()) if line.startswith("▌ 4(1)"))
        assert opened.screen.buffer[row + 1][2].bold and not opened.screen.buffer[20][2].bold
    assert colours(bytes(opened.written)) == []


def test_with_colours_some_are_written(imported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "coloured"
    shutil.copytree(imported, folder)
    with window(["--as", "AB"], folder) as opened:
        opened.until(lambda screen: "› 2025-03-11" in screen)
    assert colours(bytes(opened.written))
