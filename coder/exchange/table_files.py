"""Rows of cells as a file: CSV, JSON lines, an Excel sheet, Parquet. A text is a text in all of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from coder.errors import CoderError

Rows: TypeAlias = Iterable[Sequence[Any]]
"""Each as many texts, whole numbers or None as there are columns."""
EVALUATED = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for a formula at the beginning of a text."""
TOGETHER = 10_000
"""Rows of Parquet made at once."""
WIDTHS = {
    **dict.fromkeys(("text", "quoted", "question_text", "definition", "before", "after"), 60.0),
    **dict.fromkeys(("session", "item", "question", "paragraph", "time", "subject", "title"), 25.0),
    **dict.fromkeys(("session_title", "item_heading", "cite_as", "organisation", "witness", "name"), 30.0),
    **dict.fromkeys(("code_name", "theme_name"), 20.0),
}
"""Of Excel columns, in characters."""


def write_csv(path: Path, columns: dict[str, bool], rows: Rows) -> None:
    """By RFC 4180, in UTF-8 with a mark, so that Excel reads it as such; a text that it would take for a
    formula has an apostrophe before it."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(map(_guarded, columns))
        writer.writerows(map(_guarded, row) for row in rows)


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(EVALUATED) else value


def write_jsonl(path: Path, columns: dict[str, bool], rows: Rows) -> None:
    """An object a line, each with every column."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")


def write_xlsx(path: Path, columns: dict[str, bool], rows: Rows) -> None:
    """One sheet. Raises CoderError where a sheet has not so many rows."""
    from openpyxl.utils import get_column_letter

    from coder.workbook.cells import NAVY, literal
    from coder.workbook.saving import written
    from coder.workbook.sheets import MAX_COLUMNS, MAX_ROWS, Ink, Page

    if len(columns) > MAX_COLUMNS:
        raise CoderError(f"{path.name}: has more columns than an Excel sheet; write it as .csv or .jsonl.")
    with written(path, datetime.now().astimezone()) as book:
        page = Page(
            Ink(book, ""), "table", NAVY, [_width(name) for name in columns], freeze="A2", heads="1:1"
        )
        page.write(*((literal(name), "head") for name in columns))
        for row in rows:
            if page.rows == MAX_ROWS:
                raise CoderError(f"{path.name}: an Excel sheet has {MAX_ROWS:,} rows, and this table more; "
                                 "write it as .csv, .jsonl or .parquet.")  # fmt: skip
            page.write(*((literal(one) if isinstance(one, str) else one, "line") for one in row), height=15)
        page.sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{page.rows}"


def _width(column: str) -> float:
    return WIDTHS.get(column, max(12.0, len(column) + 3))


def write_parquet(path: Path, columns: dict[str, bool], rows: Rows) -> None:
    """Raises CoderError where the library for it is not installed."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise CoderError(
            "Parquet files need a library that is not installed: pip install 'evidence-coder[parquet]'."
        ) from None
    kinds = {name: pyarrow.int64() if number else pyarrow.string() for name, number in columns.items()}
    schema = pyarrow.schema(list(kinds.items()))
    with ParquetWriter(path, schema) as writer:
        left = iter(rows)
        while some := list(islice(left, TOGETHER)):
            cells = zip(*some, strict=True)
            arrays = [pyarrow.array(each, kind) for each, kind in zip(cells, kinds.values(), strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))


FORMS: dict[str, Callable[[Path, dict[str, bool], Rows], None]] = {
    ".csv": write_csv, ".jsonl": write_jsonl, ".xlsx": write_xlsx, ".parquet": write_parquet,
}  # fmt: skip
"""By the ending of the file's name. What is written stands in `path` whole only where nothing is raised."""
