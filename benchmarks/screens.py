"""How the coding screen keeps up with a fast hand."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.harness import Benchmark, Samples
from benchmarks.inquiries import SLUG, make
from benchmarks.terminal import Terminal, terminal
from coder.inquiry.folder import open_inquiry

DOWN = "\x1b[B"
KEYS = 200

BARE = """
import sqlite3, sys, uuid
from textual.app import App
from textual.strip import Strip
from textual.widget import Widget
from rich.segment import Segment

class Cells(Widget):
    can_focus = True
    count = 0
    def render_line(self, y):
        return Strip([Segment((f"{self.count} bare repaint " * 20)[: self.size.width])])

class Bare(App):
    CSS = "Cells {width: 100%; height: 100%}"
    def compose(self):
        yield Cells()
    def on_mount(self):
        self.db = sqlite3.connect(sys.argv[1], isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("CREATE TABLE IF NOT EXISTS tag (id TEXT PRIMARY KEY, paragraph TEXT, code TEXT)")
        self.query_one(Cells).focus()
    def on_key(self, event):
        self.db.execute("INSERT INTO tag VALUES (?, ?, ?)", (str(uuid.uuid4()), "a paragraph", "a code"))
        cells = self.query_one(Cells)
        cells.count += 1
        cells.refresh()

Bare().run()
"""


def _coding(inquiry: Path) -> list[str]:
    return [sys.executable, "-m", "coder", "code", SLUG, "--as", "AB", "--inquiry", str(inquiry)]


@contextmanager
def _step_scale() -> Samples:
    with TemporaryDirectory() as folder:
        large = make(Path(folder) / "large", 100_000)
        small = make(Path(folder) / "small", 1_000)
        with terminal(_coding(large), large) as on_large, terminal(_coding(small), small) as on_small:
            for screen in (on_large, on_small):
                screen.until("Paragraph 1 said so")
                screen.settle()

            def step(screen: Terminal) -> float:
                return median(screen.press(DOWN) for _ in range(12))

            yield lambda: step(on_large), lambda: step(on_small)


@contextmanager
def _key_burst() -> Samples:
    """The baseline does for each key what cannot be spared: one durable insert and one repaint."""
    with TemporaryDirectory() as folder:
        inquiry = make(Path(folder) / "inquiry", 1_000)
        letters = "".join(code.key for code in open_inquiry(inquiry).codebook.codes if code.key)
        burst = (letters * KEYS)[:KEYS]
        bare = [sys.executable, "-c", BARE, str(Path(folder) / "bare.db")]
        with terminal(_coding(inquiry), inquiry) as screen, terminal(bare, inquiry) as plain:
            screen.until("Paragraph 1 said so")
            plain.until("bare repaint")
            screen.settle()
            plain.settle()
            sent = 0

            def kept() -> int:
                with open_inquiry(inquiry) as opened:
                    return sum(1 for entry in opened.store.journal.entries("AB") if entry.kind == "tag")

            def ours() -> float:
                nonlocal sent
                sent += KEYS
                seconds = screen.press(burst, quiet=0.4, done=lambda: kept() == sent)
                if kept() != sent:
                    raise AssertionError(f"{sent} keys were sent and {kept()} tags are in the journal")
                return seconds / KEYS

            def baseline() -> float:
                with closing(sqlite3.connect(Path(folder) / "bare.db")) as database:

                    def stored() -> int:
                        return int(database.execute("SELECT count(*) FROM tag").fetchone()[0])

                    wanted = stored() + KEYS
                    return plain.press(burst, quiet=0.4, done=lambda: stored() == wanted) / KEYS

            yield ours, baseline


SCREENS = (
    Benchmark(
        "step-scale",
        1.2,
        "key to the last byte of the repaint, at 100,000 paragraphs over at 1,000",
        _step_scale,
        9,
    ),
    Benchmark(
        "key-burst",
        3,
        "200 keys at once, each a tag, per key; over a bare app's insert and repaint for each",
        _key_burst,
        5,
    ),
)
