"""What a workbook and a matrix cost, over openpyxl writing the same cells and pandas counting the same."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import numpy as np

from benchmarks.harness import Benchmark, Sample, Samples, timed

TAGS, PARAGRAPHS, CODES, WITNESSES = 100_000, 40_000, 40, 120
TEXT = (
    "The witness explained that the size of the lots had kept small groups out, that the forms asked for "
    "accounts nobody had the hours to draw up, and that she would sooner have a conversation each quarter "
    "than another table of figures. Paragraph {number} said so in its own words."
)


def coding(tags: int, paragraphs: int, codes: int = CODES, witnesses: int = WITNESSES) -> Any:
    """So many tags of two coders, each of its own paragraph and code, over forty sessions."""
    from coder.codebook import Code, Codebook
    from coder.matrices import ParagraphRow, TagRow, gather

    each = -(-paragraphs // 40)

    def row(number: int) -> ParagraphRow:
        session, item = f"s{number // each}", f"s{number // each}/{number % each // 60}"
        asked = f"{item}.q{number % 60 // 5}"
        return ParagraphRow(
            f"{item}.{number}", session, f"Session {session}", "2025-01-01", item, f"Item {item}", asked,
            str(number % 60 // 5), f"What about matter {asked}?", "answer",
            f"Witness {number // 7 * 7919 % witnesses}", f"Body {number // 7 * 7919 % witnesses % 30}",
            f"{number % each // 60}({number % 60})", TEXT.format(number=number), number,
            full_citation=f"{session}, paragraph {number}",
        )  # fmt: skip

    themes = [Code(f"theme-{at}", f"Theme {at}") for at in range(8)]
    below = [
        Code(f"code-{at}", f"Code number {at}", f"theme-{at % 8}", "What it is for.") for at in range(codes)
    ]
    drawn = np.random.default_rng(2014).choice(2 * paragraphs * codes, tags, replace=False)
    rows = [row(number) for number in range(paragraphs)]
    put = (
        TagRow(rows[one // 2 // codes].paragraph, f"code-{one // 2 % codes}", ("AB", "CD")[one % 2])
        for one in drawn.tolist()
    )
    return gather(rows, put, [], Codebook("book", "Book", (*themes, *below)))


@cache
def report(tags: int = TAGS, paragraphs: int = PARAGRAPHS) -> Any:
    from coder.workbook import Provenance, Report

    made = datetime(2026, 3, 4, tzinfo=UTC)
    told = Provenance("Measured", made, "any", (), (), "Book", "r", "coder matrix", "0")
    return Report(coding(tags, paragraphs), told)


def cells(path: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    """The values of each sheet."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        yield name, [[None if value == "" else value for value in row] for row in rows]


def write_bare(path: Path, kept: Path) -> None:
    """Write the rows that lie in a file, sheet by sheet, as openpyxl does it by itself."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    with kept.open("rb") as file:
        while (piece := pickle.load(file)) is not None:
            if isinstance(piece, str):
                sheet = book.create_sheet(piece)
            else:
                for row in piece:
                    sheet.append(row)
    book.save(path)


def keep(path: Path, kept: Path) -> None:
    """Lay the rows of a workbook down in pieces, so that reading them back holds few at a time."""
    with kept.open("wb") as file:
        for name, rows in cells(path):
            pickle.dump(name, file)
            for start in range(0, len(rows), 500):
                pickle.dump(rows[start : start + 500], file)
        pickle.dump(None, file)


@contextmanager
def workbook() -> Samples:
    from coder.workbook import write_workbook

    with TemporaryDirectory() as name:
        path, kept = Path(name) / "ours.xlsx", Path(name) / "cells"
        write_workbook(path, report())
        keep(path, kept)
        yield (
            timed(lambda: write_workbook(path, report())),
            timed(lambda: write_bare(Path(name) / "bare.xlsx", kept)),
        )


MEASURED = """
import sys
from pathlib import Path
from benchmarks.memory import peak
from benchmarks.workbooks import report, write_bare
from coder.workbook import write_workbook
held = report()
if sys.argv[1] == "ours":
    write_workbook(Path(sys.argv[2]), held)
else:
    write_bare(Path(sys.argv[2]), Path(sys.argv[3]))
print(peak())
"""


@contextmanager
def memory() -> Samples:
    """The most a process held that writes the workbook, over one that writes the cells alone."""
    from coder.workbook import write_workbook

    with TemporaryDirectory() as name:
        path, kept = Path(name) / "ours.xlsx", Path(name) / "cells"
        write_workbook(path, report())
        keep(path, kept)

        def sample(which: str) -> Sample:
            words = [sys.executable, "-c", MEASURED, which, str(path.with_stem(which)), str(kept)]
            return lambda: float(subprocess.run(words, check=True, capture_output=True).stdout)

        yield sample("ours"), sample("bare")


@contextmanager
def matrix() -> Samples:
    """Both count distinct paragraphs of each code by witness; ours has the totals too."""
    from coder.matrices import matrix as counted

    whole = coding(1_000_000, 200_000, 60, 500)
    of_paragraph = whole.paragraphs["witness"].iloc[whole.tags["paragraph"]].reset_index(drop=True)
    frame = whole.tags.assign(witness=of_paragraph)
    both = counted(whole, "code", "witness").counts

    def theirs() -> Any:
        return frame.groupby(["code", "witness"], observed=False)["paragraph"].nunique()

    assert (cast(Any, theirs().unstack("witness")).to_numpy() == both.to_numpy()).all()
    yield timed(lambda: counted(whole, "code", "witness"), 3), timed(theirs, 3)


WORKBOOKS = (
    Benchmark(
        "matrix",
        2,
        "code by witness of 1,000,000 tags, with totals, over pandas' groupby of that frame",
        matrix,
    ),
    Benchmark(
        "workbook", 2.5, f"{TAGS:,} tags over openpyxl writing the same cells unstyled", workbook, rounds=1
    ),
    Benchmark(
        "workbook-memory",
        3,
        "the most memory of a process that has the coding and writes it",
        memory,
        rounds=1,
        unit="MB",
    ),
)
