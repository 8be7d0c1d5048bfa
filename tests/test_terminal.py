"""The screens in a real pseudo-terminal: what was shown as tagged is there after the process was killed."""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="pseudo-terminals need a POSIX system")

import fcntl
import pty
import termios

import pyte

EXAMPLE = Path(__file__).parents[1] / "sessions" / "originals" / "tarnshire-home-support-2025-03-11.md"
ROWS, COLUMNS = 24, 80


class Window:
    """A program in a terminal of 80x24, and its screen as a person sees it."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "CODER_CONFIG": str(folder / "config")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coder", *arguments],
            stdin=slave, stdout=slave, stderr=slave, cwd=folder, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def until(self, seen: Callable[[str], bool], seconds: float = 30) -> str:
        """Read what is written until the screen has what is waited for; the screen then."""
        end = time.monotonic() + seconds
        while not seen(text := "\n".join(self.screen.display)):
            left = end - time.monotonic()
            ready, _, _ = select.select([self._master], [], [], max(0.0, left))
            if not ready:
                raise AssertionError(f"waited in vain; the screen was:\n{text}")
            # pyte knows no private modes with a leading > or <
            data = os.read(self._master, 1 << 16)
            self._stream.feed(data.replace(b"\x1b[>", b"\x1b[?").replace(b"\x1b[<", b"\x1b[?"))
        return text

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)


@contextmanager
def window(arguments: list[str], folder: Path) -> Iterator[Window]:
    opened = Window(arguments, folder)
    try:
        yield opened
    finally:
        opened.kill()


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "coder", *arguments],
        cwd=folder, env=os.environ | {"CODER_CONFIG": str(folder / "config")},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def tags(folder: Path) -> list[str]:
    return [entry["subject"] for entry in json.loads(run(folder, "log", "--json")) if entry["kind"] == "tag"]


def test_ten_tags_and_the_place_survive_a_kill_the_moment_the_tenth_shows(tmp_path: Path) -> None:
    run(tmp_path, "init", "--name", "Killed")
    run(tmp_path, "import", str(EXAMPLE))
    start = ["code", "home-support-2025-03-11", "--as", "AB"]
    with window(start, tmp_path) as opened:
        opened.until(lambda screen: "4(1)" in screen)
        for number in range(1, 11):
            opened.until(lambda screen, number=number: f"▌ 4({number})" in screen)  # type: ignore[misc]
            opened.press("t")
            opened.until(lambda screen: "▌ ● Trust" in screen)
            if number < 10:
                opened.press("\x1b[B")
        opened.process.kill()
        opened.process.wait()
    assert len(tags(tmp_path)) == 10
    with window(start, tmp_path) as opened:
        screen = opened.until(lambda screen: "▌ ● Trust" in screen)
        assert "▌ 4(10)" in screen
    assert len(set(tags(tmp_path))) == 10
