"""How soon the agreement screen stands."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.harness import Benchmark, Samples
from benchmarks.inquiries import SLUG, make
from benchmarks.terminal import terminal
from coder.coding import Change
from coder.inquiry.folder import Inquiry, open_inquiry

SESSIONS, ANSWERS = 20, 60
"""As many answers a session as the example inquiry has on average, and below as many tags an answer."""
AGREEMENT = "\x1b[19~"
"""F8, as a terminal sends it."""
FIGURES = b"all codes: alpha"
"""What is written last, with all else."""
CODERS = ("AB", "CD", "EF")
PUT, OTHER = 0.9, 0.35
"""How often a coder puts the code that fits, and how often any other one."""


def make_coded(folder: Path) -> Path:
    """An inquiry of 40 codes whose sessions three coders have read to the end."""
    make(folder, ANSWERS)
    sessions = folder / "sessions"
    text = (sessions / f"{SLUG}.md").read_text(encoding="utf-8")
    for day in range(2, SESSIONS + 1):
        slug = SLUG.replace("01-01", f"01-{day:02}")
        (sessions / f"{slug}.md").write_text(text.replace(SLUG, slug), encoding="utf-8")
    with open_inquiry(folder) as inquiry:
        _code(inquiry)
    return folder


def _code(inquiry: Inquiry) -> None:
    random = Random(20140203)
    codes = [code for code in inquiry.codebook.codes if code.parent]
    answers = [one.paragraph.id for one in inquiry.store.index.everything() if one.paragraph.role == "answer"]
    fits = {answer: random.choice(codes) for answer in answers}
    for coder in CODERS:
        changes = [Change("read", coder, answer, "", {}) for answer in answers]
        for answer in answers:
            put = [fits[answer]] if random.random() < PUT else []
            put += [random.choice(codes)] if random.random() < OTHER else []
            changes += [Change("tag", coder, answer, code.id, {"meaning": code.meaning}) for code in put]
        inquiry.store.journal.act(coder, changes, inquiry.codebook.revision)


@contextmanager
def _agreement_screen() -> Samples:
    """Ours is from the key on the home screen of a fresh process, numpy not loaded yet, to the last figure;
    the baseline from the start of a process to the paragraph on the coding screen."""
    with TemporaryDirectory() as folder:
        inquiry = make_coded(Path(folder) / "inquiry")

        def coder(*command: str) -> list[str]:
            return [sys.executable, "-m", "coder", *command, "--as", "AB", "--inquiry", str(inquiry)]

        def ours() -> float:
            with terminal(coder(), inquiry) as screen:
                screen.until("Measured")
                screen.settle()
                return screen.press(AGREEMENT, quiet=0.3, done=lambda: FIGURES in screen.written)

        def baseline() -> float:
            with terminal(coder("code", SLUG), inquiry) as screen:
                return screen.until("Paragraph 1 said so")

        yield ours, baseline


REVIEWING = (
    Benchmark(
        "agreement-screen",
        1.3,
        "F8 to all figures of 20 sessions, 3 coders, 40 codes, over process start to the coding screen",
        _agreement_screen,
        9,
    ),
)
