"""How soon the tool answers."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import Benchmark, Sample, Samples, timed
from benchmarks.inquiries import SLUG, make
from benchmarks.terminal import terminal

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("the bare app has painted")
Bare().run()
"""


@contextmanager
def _help() -> Samples:
    def run(*arguments: str) -> Sample:
        return timed(lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True), 5)

    yield run("-m", "coder", "--help"), run("-c", "pass")


@contextmanager
def _first_paint() -> Samples:
    with TemporaryDirectory() as folder:
        inquiry = make(Path(folder) / "inquiry", 200)

        def ours() -> float:
            with terminal([sys.executable, "-m", "coder", "code", SLUG, "--as", "AB"], inquiry) as screen:
                return screen.until("Paragraph 1 said so")

        def baseline() -> float:
            with terminal([sys.executable, "-c", BARE], inquiry) as screen:
                return screen.until("the bare app has painted")

        yield ours, baseline


STARTUP = (
    Benchmark("help", 6, "coder --help over python -c pass", _help, 9),
    Benchmark(
        "first-paint",
        1.5,
        "process start to the coding screen with its content, over a bare Textual app",
        _first_paint,
        9,
    ),
)
