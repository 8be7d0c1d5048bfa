"""What reading evidence costs."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import Benchmark, Samples, timed
from coder.inquiry.importing import read_session

REAL = Path(__file__).parents[2] / "shared" / "evidence" / "kent-commissioning-2014-02-03.md"
EXAMPLE = Path(__file__).parents[1] / "sessions" / "originals" / "tarnshire-home-support-2025-03-11.md"
PATTERNS = [
    re.compile(r"^\*\*\s*QUESTION", re.IGNORECASE),
    re.compile(r"^\(?(\d+)[.)]\s"),
    re.compile(r"^#+\s"),
]


@contextmanager
def _import_text() -> Samples:
    """Real minutes where they lie beside the project, else the example's."""
    document = REAL if REAL.is_file() else EXAMPLE
    lines = document.read_text(encoding="utf-8").splitlines()

    def baseline() -> None:
        for line in lines:
            for pattern in PATTERNS:
                pattern.match(line)

    yield timed(lambda: read_session(document), 10), timed(baseline, 50)


EVIDENCE = (
    Benchmark(
        "import-text",
        60,
        "importing council minutes over trying three patterns on each of their lines",
        _import_text,
        15,
    ),
)
