"""A table as it comes, CSV, Excel, JSON or JSON lines -> rows of cells by column.

What is nested in JSON has its keys joined by a slash: `info/language`. An object of objects, each under
the key of what it describes, is a table too, with the key in the column `@key`. Errors and reports say where
a row stands: `row 3` of a sheet or of CSV, counting the head; `line 3` of JSON lines; `entry 3` or `key x`
of JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from coder.errors import CoderError

Cell: TypeAlias = str | list[str]
"""A list only where JSON has a list of texts or numbers."""
KEY = "@key"
DELIMITERS = ",;\t|"
HEAD = 1
"""Rows of a sheet or of CSV above the first that counts."""


class Row(NamedTuple):
    """One row, with where it stands in its file."""

    where: str
    cells: dict[str, Cell]


class Table(NamedTuple):
    """The rows of a file; `columns` are those that any row has, in the order in which they come."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


def read_table(data: bytes, name: str, nested: str = "", sheet: str = "") -> Table:
    """The table in a file's bytes, told by its content.

    `nested` is the column of JSON that holds a list of objects, each to be a row of its own beside the rest
    of the object around it; `sheet` the sheet of a workbook, the first where empty. Raises CoderError where
    the file is damaged, is none of these, or has no row.
    """
    if data.startswith(b"PK\x03\x04"):
        table = _with_columns(name, _sheet_rows(data, name, sheet))
    else:
        text = _text(data, name)
        if text.lstrip()[:1] in ("{", "["):
            table = _with_columns(name, _json_rows(text, name, nested))
        else:
            table = _with_columns(name, _csv_rows(text, name))
    if not table.rows:
        raise CoderError(f"{name}: has no row; check that it is the right file.")
    return table


def _with_columns(name: str, rows: Iterable[Row]) -> Table:
    listed = list(rows)
    return Table(name, tuple(dict.fromkeys(column for row in listed for column in row.cells)), listed)


def _text(data: bytes, name: str) -> str:
    from coder.evidence.blocks import Document
    from coder.evidence.readers.decoding import decode

    return decode(data, Document(name))


# ---- CSV


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(1 << 24)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = _head(next(reader, []), name)
        for number, cells in enumerate(reader, HEAD + 1):
            if any(cells):
                yield _sheet_row(f"row {number}", head, cells, name)
    except csv.Error as error:
        raise CoderError(f"{name}, line {reader.line_num}: not valid CSV: {error}.") from None


def _head(cells: list[str], name: str) -> list[str]:
    head = [cell.strip() for cell in cells]
    named = [cell for cell in head if cell]
    if twice := sorted({cell for cell in named if named.count(cell) > 1}):
        raise CoderError(f"{name}, row 1: two columns are called {twice[0]}; rename one.")
    return head


def _sheet_row(where: str, head: list[str], cells: list[str], name: str) -> Row:
    if any(cells[len(head) :]):
        raise CoderError(f"{name}, {where}: has more cells than the first row, which names the columns.")
    return Row(where, {column: cell for column, cell in zip(head, cells, strict=False) if column})


# ---- Excel


def _sheet_rows(data: bytes, name: str, sheet: str) -> Iterator[Row]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    from coder.evidence.readers.archives import Archive

    archive = Archive(data, name)
    if "xl/workbook.xml" not in archive.names:
        raise CoderError(f"{name}: is no workbook; a table is .xlsx, CSV, JSON or JSON lines.")
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise archive.damaged() from error
    if sheet and sheet not in workbook.sheetnames:
        raise CoderError(f"{name}: has no sheet {sheet}; there are {', '.join(workbook.sheetnames)}.")
    rows = workbook[sheet or workbook.sheetnames[0]].iter_rows(values_only=True)
    head = _head([_written(value) for value in next(rows, ())], name)
    for number, values in enumerate(rows, HEAD + 1):
        cells = [_written(value) for value in values]
        if any(cells):
            yield _sheet_row(f"row {number}", head, cells, name)


def _written(value: Any) -> str:
    """A value as a person would write it: 1 for 1.0, an ISO date, 1 and 0 for true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return str(value)


# ---- JSON


def _json_rows(text: str, name: str, nested: str) -> list[Row]:
    try:
        return [row for where, record in _records(text, name) for row in _flat(where, record, nested)]
    except RecursionError:
        raise CoderError(f"{name}: nested too deeply for a table.") from None


def _records(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object with where it stands: of a list, of an object of objects, or one a line."""
    try:
        data = json.loads(text)
    except ValueError:
        yield from _json_lines(text, name)
        return
    if isinstance(data, list):
        found = [(f"entry {place}", one) for place, one in enumerate(data, 1)]
    elif all(isinstance(one, dict) for one in data.values()):
        found = [(f"key {key}", {KEY: key} | one) for key, one in data.items()]
    else:
        found = [("entry 1", data)]
    for where, record in found:
        yield where, _object(record, f"{name}, {where}")


def _json_lines(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield f"line {number}", _object(json.loads(line), f"{name}, line {number}")
        except ValueError as error:
            raise CoderError(f"{name}, line {number}: not valid JSON: {error}.") from None


def _object(record: Any, where: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise CoderError(f'{where}: is no object with named cells, such as {{"item": 1}}.')
    return record


def _flat(where: str, record: dict[str, Any], nested: str) -> Iterator[Row]:
    """An object as a row; as many rows as the list at `nested` has, where there is one."""
    cells: dict[str, Cell] = {}
    inner: list[dict[str, Cell]] = []

    def put(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, one in value.items():
                put(one, f"{path}/{key}" if path else str(key))
        elif path == nested and isinstance(value, list):
            outer = dict(cells)
            for one in value:
                cells.clear()
                put(one, path)
                inner.append(dict(cells))
            cells.clear()
            cells.update(outer)
        elif isinstance(value, list):
            cells[path] = [
                json.dumps(one) if isinstance(one, dict | list) else _written(one) for one in value
            ]
        else:
            cells[path] = _written(value)

    put(record, "")
    if not nested:
        yield Row(where, cells)
    for place, one in enumerate(inner, 1):
        yield Row(f"{where}, {nested} {place}", cells | one)
