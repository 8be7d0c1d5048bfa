"""A program in a real pseudo-terminal: keys go in, the time of the last byte comes out. POSIX only."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import struct
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.memory import peak

ROWS, COLUMNS = 40, 140


class Terminal:
    """A running program and what it has written so far."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        import fcntl
        import pty
        import termios

        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {
            key: value
            for key, value in os.environ.items()
            if key not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR")
        }
        environment |= {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "CODER_CONFIG": str(folder / "config"),
        }
        config = folder / "config"
        if not config.exists():  # somebody who has seen the tour
            config.mkdir()
            (config / "preferences.json").write_text('{"tour": "seen"}', encoding="utf-8")
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        self._master = master
        self.written = bytearray()

    def until(self, text: str, seconds: float = 60) -> float:
        """Wait until a text has been written; seconds since the start. Raises TimeoutError."""
        wanted = text.encode()
        end = time.perf_counter() + seconds
        while wanted not in self.written:
            if not self._take(end - time.perf_counter()):
                raise TimeoutError(
                    f"{text!r} was not written; the end of what was: {bytes(self.written[-2000:])!r}"
                )
        return time.perf_counter() - self.started

    def press(
        self, keys: str, quiet: float = 0.03, seconds: float = 60, done: Callable[[], bool] = lambda: True
    ) -> float:
        """Send keys at once; seconds from then to the last byte of what they led to.

        It is over after `quiet` seconds of silence, once `done` says so too.
        """
        self.written.clear()
        start = last = time.perf_counter()
        os.write(self._master, keys.encode())
        while time.perf_counter() - start < seconds:
            if self._take(quiet if self.written else seconds):
                last = time.perf_counter()
            elif done():
                break
        return last - start

    def settle(self, quiet: float = 0.3) -> None:
        """Take what is still being written, until silence."""
        while self._take(quiet):
            pass

    def _take(self, wait: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, wait))
        if not ready:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.written += data
        return bool(data)

    def peak(self) -> int:
        """Bytes the program has held at most so far."""
        return peak(self._process.pid)

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)


@contextlib.contextmanager
def terminal(command: Sequence[str], folder: Path) -> Iterator[Terminal]:
    """A program in a terminal, ended however the block ends."""
    opened = Terminal(command, folder)
    try:
        yield opened
    finally:
        opened.close()
