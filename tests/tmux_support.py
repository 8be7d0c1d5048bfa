"""Whole stories typed into tmux, as a person at a terminal would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.inquiry_support import clean_environment

FINE = 0.02
"""How long to wait before one looks again; no more than that is ever waited without looking."""


class Tmux:
    """A shell in a window of its own server, at the folder of an inquiry."""

    def __init__(self, folder: Path, columns: int = 80, rows: int = 24) -> None:
        self._server = f"coder-{uuid.uuid4().hex[:8]}"
        here = {"CODER_CONFIG": str(folder / "config"), "HOME": str(folder), "TERM": "xterm-256color"}
        environment = clean_environment() | here
        environment.pop("TMUX", None)
        subprocess.run(
            ["tmux", "-L", self._server, "-f", os.devnull, "new-session", "-d", "-x", str(columns),
             "-y", str(rows), "sh"],
            cwd=folder, env=environment, check=True,
        )  # fmt: skip
        self._tmux("set-option", "-g", "escape-time", "0")
        self.write("PS1='$ '")  # root's shell takes no other prompt from outside
        self.press("Enter")
        self.until(lambda screen: screen.rstrip().endswith("\n$"))

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._server, *arguments], capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    def coder(self, *arguments: str) -> None:
        """Type a command of the tool into the shell."""
        words = " ".join([sys.executable, "-m", "coder", *arguments])
        self._tmux("send-keys", "-l", f"clear; {words}")
        self.press("Enter")

    def press(self, *keys: str) -> None:
        """Keys by tmux's names: `Enter`, `Down`, `C-z`, `F3`; letters as they are."""
        self._tmux("send-keys", *keys)

    def write(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)

    @property
    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def until(self, wanted: str | Callable[[str], bool], seconds: float = 30) -> str:
        """Look until the screen has what is waited for; the screen then."""
        seen = wanted if callable(wanted) else lambda screen: wanted in screen
        end = time.monotonic() + seconds
        while not seen(screen := self.screen):
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {wanted!r}; the screen was:\n{screen}")
            time.sleep(FINE)
        return screen

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self._server, "kill-server"], check=False, capture_output=True)


@contextmanager
def tmux(folder: Path, columns: int = 80, rows: int = 24) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    opened = Tmux(folder, columns, rows)
    try:
        yield opened
    finally:
        opened.close()
