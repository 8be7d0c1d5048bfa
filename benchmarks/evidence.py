"""What reading evidence costs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import Benchmark, Samples, timed
from benchmarks.large import EXAMPLE, write_minutes
from coder.inquiry.importing import read_session

REAL = Path(__file__).parents[2] / "shared" / "evidence" / "kent-commissioning-2014-02-03.md"
PATTERNS = [
    re.compile(r"^\*\*\s*QUESTION", re.IGNORECASE),
    re.compile(r"^\(?(\d+)[.)]\s"),
    re.compile(r"^#+\s"),
]


LARGE = 40_000_000
"""Bytes."""
PEAK = """
import sys
from pathlib import Path
import coder.evidence.people, coder.evidence.readers.text, coder.evidence.styles
from benchmarks.memory import peak
from coder.inquiry.importing import read_session
if len(sys.argv) > 1:
    session = read_session(Path(sys.argv[1]))
print(peak())
"""


def _trying(document: Path) -> Callable[[], None]:
    """The baseline: three patterns on each of a document's lines."""
    lines = document.read_text(encoding="utf-8").splitlines()

    def trying() -> None:
        for line in lines:
            for pattern in PATTERNS:
                pattern.match(line)

    return trying


@contextmanager
def _import_text() -> Samples:
    """Real minutes where they lie beside the project, else the example's."""
    document = REAL if REAL.is_file() else EXAMPLE
    yield timed(lambda: read_session(document), 10), timed(_trying(document), 50)


@contextmanager
def _import_text_large() -> Samples:
    with TemporaryDirectory() as folder:
        document = Path(folder) / "minutes.txt"
        write_minutes(document, LARGE)
        yield timed(lambda: read_session(document)), timed(_trying(document))


@contextmanager
def _import_memory() -> Samples:
    """Of fresh processes, for a peak never falls: one imports, one only loads the same modules."""
    with TemporaryDirectory() as folder:
        document = Path(folder) / "minutes.txt"
        write_minutes(document, LARGE)
        size = document.stat().st_size
        yield lambda: _peak(str(document)) - _peak(), lambda: size


def _peak(*arguments: str) -> int:
    """Bytes that a process held at most."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *arguments], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


EVIDENCE = (
    Benchmark(
        "import-text",
        60,
        "importing council minutes over trying three patterns on each of their lines",
        _import_text,
        15,
    ),
    Benchmark(
        "import-text-large",
        30,
        "importing 40 MB of minutes in plain text over trying three patterns on each of their lines",
        _import_text_large,
        3,
    ),
    Benchmark(
        "import-memory",
        12,
        "peak memory of importing 40 MB of minutes over their size",
        _import_memory,
        3,
        "MB",
    ),
)
