"""The screens in a real pseudo-terminal, seen as a person sees them. POSIX only."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

from tests.inquiry_support import clean_environment

EXAMPLE = Path(__file__).parents[1] / "sessions" / "originals" / "tarnshire-home-support-2025-03-11.md"
ROWS, COLUMNS = 24, 80
ASKS_FOR_FRAMES, GIVES_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""How a program asks whether a terminal can show a frame at once, and how this one says yes."""
FRAME_ENDS = b"\x1b[?2026l"


class Window:
    """A program in a terminal of 80x24. Its output counts frame by frame: half of one is never seen."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, tour: bool = False, **environment: str
    ) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.written = bytearray()
        """All that the program wrote."""
        self.watch: Callable[[list[str]], None] = lambda lines: None
        """Is given every frame."""
        self._stream = pyte.ByteStream(self.screen)
        self.frames = False
        """Whether the program says where a frame ends."""
        self._pending = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        config = folder / "config"
        if not tour and not config.exists():
            config.mkdir()
            (config / "preferences.json").write_text('{"tour": "seen"}', encoding="utf-8")
        here = {"TERM": "xterm-256color", "CODER_CONFIG": str(config)} | environment
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coder", *arguments],
            stdin=slave, stdout=slave, stderr=slave, cwd=folder, env=clean_environment() | here,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def until(self, seen: Callable[[str], bool], seconds: float = 30) -> str:
        """Read what is written until the screen has what is waited for; the screen then."""
        end = time.monotonic() + seconds
        while not seen(text := "\n".join(self.screen.display)):
            if not self.take(end - time.monotonic()):
                raise AssertionError(f"waited in vain; the screen was:\n{text}")
        return text

    def take(self, seconds: float) -> bool:
        """Wait so long for output, and show what has come; whether anything has."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the program has ended
            return False
        if ASKS_FOR_FRAMES in data:
            self.frames = True
            os.write(self._master, GIVES_FRAMES)
        self.written += data
        self._pending += data
        if not self.frames:
            self._show(self._pending)
            self._pending = b""
        while FRAME_ENDS in self._pending:
            frame, _, self._pending = self._pending.partition(FRAME_ENDS)
            self._show(frame)
        return bool(data)

    def _show(self, frame: bytes) -> None:
        # pyte knows no private modes with a leading > or <, and takes a query for text
        frame = frame.replace(b"\x1b[>", b"\x1b[?").replace(b"\x1b[<", b"\x1b[?")
        self._stream.feed(frame.replace(ASKS_FOR_FRAMES, b""))
        self.watch(list(self.screen.display))

    def kill(self) -> None:
        """Kill the program, and show what it had written by then."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while self.take(0):
            pass

    def close(self) -> None:
        self.kill()
        os.close(self._master)


@contextmanager
def window(
    arguments: Sequence[str], folder: Path, tour: bool = False, **environment: str
) -> Iterator[Window]:
    """For somebody who has seen the tour, unless it is asked for."""
    opened = Window(arguments, folder, tour, **environment)
    try:
        yield opened
    finally:
        opened.close()


def run(folder: Path, *arguments: str) -> str:
    """The command line in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "coder", *arguments],
        cwd=folder, env=clean_environment() | {"CODER_CONFIG": str(folder / "config")},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    return done.stdout


def tags(folder: Path) -> list[str]:
    """The paragraphs of every tag ever put, oldest first."""
    return [entry["subject"] for entry in json.loads(run(folder, "log", "--json")) if entry["kind"] == "tag"]
