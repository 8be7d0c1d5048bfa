"""Rows of a table, and what its columns mean -> who put which codes on which item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from coder.codebook import Code, Codebook
from coder.errors import CoderError
from coder.exchange.mapping import Column, Mapping
from coder.exchange.table_codes import TableCodes
from coder.exchange.tables import Cell, Row, Table

Key: TypeAlias = tuple[str, ...]
"""What the columns of `item` say, one text each."""


class Item(NamedTuple):
    """What was coded, as its first row has it; `text` is empty where the table has none."""

    text: str
    speaker: str
    where: str


@dataclass(slots=True)
class Said:
    """What one coder said of one item: codes put, each with a step of its scale from 1 or None, and codes
    not judged. Every other code was judged, and not put. `at` is when, in UTC, empty where it is not said."""

    where: str
    at: str = ""
    put: dict[str, int | None] = field(default_factory=dict)
    unjudged: set[str] = field(default_factory=set)
    quotes: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Passages of the item's text by code, in codepoints, the end not included."""
    at_code: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Codings:
    """A table understood. `new` are the codes that the codebook has not, as they would be added."""

    name: str
    items: dict[Key, Item]
    said: dict[tuple[Key, str], Said]
    """By item and coder, in the order of the rows."""
    new: tuple[Code, ...]
    duplicates: tuple[str, ...]
    """A sentence for each row that says again what an earlier one said: that one counts."""


def understand(table: Table, mapping: Mapping, codebook: Codebook) -> Codings:
    """Read the rows as the mapping says.

    Raises CoderError with file, row and column where a cell says nothing that can be understood.
    """
    return _Reader(table, mapping.fitted(table.columns, table.name), codebook).read()


class _Reader:
    def __init__(self, table: Table, mapping: Mapping, codebook: Codebook) -> None:
        self.table, self.mapping = table, mapping
        self.codes = TableCodes(mapping, codebook)
        self.says = mapping.says()
        self.items: dict[Key, Item] = {}
        self.said: dict[tuple[Key, str], Said] = {}
        self.duplicates: list[str] = []

    def read(self) -> Codings:
        take = self.take_code if self.mapping.code else self.take_whole
        for row in self.table.rows:
            key = self.item(row)
            for name, column in self.mapping.by_column.items():
                self.take_cell(row, key, self.mapping.coders.get(name, name), column.column)
            for one, coder in self.coders(row):
                take(one, key, coder)
        return Codings(
            self.table.name, self.items, {key: said for key, said in self.said.items() if self.reached(said)},
            tuple(self.codes.new.values()), tuple(self.duplicates),
        )  # fmt: skip

    def fault(self, row: Row, column: str, what: str) -> CoderError:
        return CoderError(f"{self.table.name}, {row.where}, column {column}: {what}")

    def item(self, row: Row) -> Key:
        key = tuple(_text(row.cells.get(column, "")).strip() for column in self.mapping.item)
        if not any(key):
            raise self.fault(row, self.mapping.item[0], "is empty, and so names nothing that was coded.")
        if key not in self.items:
            text, speaker = (
                _text(row.cells.get(column, "")) for column in (self.mapping.text, self.mapping.speaker)
            )
            self.items[key] = Item(text, speaker, row.where)
        return key

    def coders(self, row: Row) -> Iterator[tuple[Row, str]]:
        """The row for each coder of it, whose cells stand side by side where they are lists."""
        mapping = self.mapping
        if mapping.by_column:
            return
        if mapping.by:
            yield row, mapping.by
            return
        given = row.cells.get(mapping.coder, "")
        if not mapping.lists:
            name = _text(given).strip()
            if not name:
                raise self.fault(row, mapping.coder, "is empty; say who coded this.")
            yield row, mapping.coders.get(name, name)
            return
        names = _listed(given, mapping.lists)
        side = {}
        for column in self.codes.columns():
            side[column] = _listed(row.cells.get(column, ""), mapping.lists)
            if len(side[column]) != len(names):
                what = f"holds {len(side[column])} values for the {len(names)} coders in {mapping.coder}."
                raise self.fault(row, column, what)
        for place, name in enumerate(names):
            cells = {column: values[place] for column, values in side.items()}
            yield Row(row.where, {**row.cells, **cells}), mapping.coders.get(name, name)

    # One code a row

    def take_code(self, row: Row, key: Key, coder: str) -> None:
        at = self.at(row)
        said = self.said.setdefault((key, coder), Said(row.where, at))
        named = _text(row.cells.get(self.mapping.code, "")).strip()
        if not named:
            return
        code = self.codes.named(named)
        if code.id in said.put:
            self.again(row, key, coder, f"{code.id} again")
            return
        step = _text(row.cells.get(self.mapping.value, "")).strip() if self.mapping.value else ""
        said.put[code.id] = self.step(row, self.mapping.value, code, step) if step else None
        said.at_code[code.id] = at
        if self.mapping.quotes and (places := self.places(row)):
            said.quotes[code.id] = places

    # All the codes of one coder in a cell of the coder's own

    def take_cell(self, row: Row, key: Key, coder: str, column: str) -> None:
        cell = row.cells.get(column, "")
        meaning = self.says.get(cell.strip().casefold(), True) if isinstance(cell, str) else bool(cell)
        if meaning is None:
            return
        if (key, coder) in self.said:
            self.again(row, key, coder, "again")
            return
        said = self.said[key, coder] = Said(row.where, self.at(row))
        for named in filter(None, _listed(cell, self.mapping.separator)) if meaning else ():
            said.put[self.codes.named(named).id] = None

    # All that a coder said of an item in one row

    def take_whole(self, row: Row, key: Key, coder: str) -> None:
        if (key, coder) in self.said:
            self.again(row, key, coder, "again")
            return
        said = self.said[key, coder] = Said(row.where, self.at(row))
        if self.mapping.codes:
            cell = row.cells.get(self.mapping.codes, "")
            for named in filter(None, _listed(cell, self.mapping.separator)):
                said.put[self.codes.named(named).id] = None
        for code, column in self.codes.by_column:
            if column.by_step:
                self.take_steps(row, said, code, column)
            elif column.steps or code.values:
                self.take_value(row, said, code, column)
            else:
                self.take_sign(row, said, code, column.column)

    def take_sign(self, row: Row, said: Said, code: Code, column: str) -> None:
        put = self.meaning(row, column)
        if put is None:
            said.unjudged.add(code.id)
        elif put:
            said.put[code.id] = None

    def take_steps(self, row: Row, said: Said, code: Code, column: Column) -> None:
        meanings = [self.meaning(row, one) for one in column.steps]
        chosen = [step for step, put in enumerate(meanings, 1) if put]
        if len(chosen) > 1:
            raise self.fault(row, column.steps[chosen[1] - 1], f"gives {code.id} a second value.")
        if chosen:
            said.put[code.id] = chosen[0]
        elif None in meanings:
            said.unjudged.add(code.id)

    def take_value(self, row: Row, said: Said, code: Code, column: Column) -> None:
        text = _text(row.cells.get(column.column, "")).strip()
        if text in column.steps:
            said.put[code.id] = column.steps.index(text) + 1
        elif self.says.get(text.casefold(), True) is None:
            said.unjudged.add(code.id)
        elif not column.steps and text:
            named = text.casefold() in (name.casefold() for name in code.values)
            if named or self.says.get(text.casefold(), True):
                said.put[code.id] = self.step(row, column.column, code, text)
        elif self.says.get(text.casefold(), True):
            raise self.fault(row, column.column, f"{text!r} is none of {', '.join(column.steps)}.")

    def meaning(self, row: Row, column: str) -> bool | None:
        text = _text(row.cells.get(column, "")).strip()
        if text.casefold() not in self.says:
            what = f"{text!r} is none of the signs for put, not put or not judged; see yes, no, missing."
            raise self.fault(row, column, what)
        return self.says[text.casefold()]

    def step(self, row: Row, column: str, code: Code, text: str) -> int:
        names = [name.casefold() for name in code.values]
        if text.casefold() in names:
            return names.index(text.casefold()) + 1
        if text.isdecimal() and 1 <= int(text) <= len(names):
            return int(text)
        scale = ", ".join(f"{place} {name}" for place, name in enumerate(code.values, 1)) or "none"
        raise self.fault(row, column, f"{text!r} is no value of {code.id}; its values are: {scale}.")

    def places(self, row: Row) -> tuple[tuple[int, int], ...]:
        """The passages of `12-40 77-90`, in order."""
        column = self.mapping.quotes
        found = []
        for one in re.split(r"[\s,;]+", _text(row.cells.get(column, "")).strip()):
            place = re.fullmatch(r"(\d{1,9})-(\d{1,9})", one)
            if one and (place is None or int(place[1]) >= int(place[2])):
                raise self.fault(row, column, f"{one!r} is no passage; write from and up to, such as 12-40.")
            if place:
                found.append((int(place[1]), int(place[2])))
        return tuple(sorted(found))

    def at(self, row: Row) -> str:
        """When the row was coded, in UTC; empty where it is not said."""
        text = _text(row.cells.get(self.mapping.at, "")).strip() if self.mapping.at else ""
        if not text:
            return ""
        try:
            moment = datetime.fromisoformat(text)
            told = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.fault(
                row, self.mapping.at, f"{text!r} is no time, such as 2025-05-06T10:15:00Z."
            ) from None
        return f"{told.isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"

    def again(self, row: Row, key: Key, coder: str, what: str) -> None:
        self.duplicates.append(
            f"{self.table.name}, {row.where}: {coder} on {' '.join(key)[:60]} {what}; "
            f"{self.said[key, coder].where} counts"
        )

    def reached(self, said: Said) -> bool:
        """Whether the coder judged anything: a row in which no code was judged is not read."""
        return bool(said.put) or not self.codes.by_column or len(said.unjudged) < len(self.codes.by_column)


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ", ".join(cell)


def _listed(cell: Cell, separator: str) -> list[str]:
    return [one.strip() for one in (cell.split(separator) if isinstance(cell, str) else cell)]
