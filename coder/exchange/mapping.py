"""What the columns of a table of codings mean: a small description, in TOML or as options.

    session = "convabuse"            # the session to make or to add to; the file's name, if not given
    item = ["conversation", "turn"]  # the columns that together name what was coded
    text = "turn"                    # the column with its text, where the items are no paragraphs yet
    speaker = "name"                 # the column with who said it
    coder = "annotator"              # the column with who coded it
    by = "AB"                        # or the coder of every row
    [by_column]                      # or a column for each coder, with all their codes in its cell:
    AB = "first reader"              #   the coder, and the column
    "*" = "codes of *"               #   several, by what stands for the *

    code = "label"                   # the codes: one in a cell, a row for each,
    value = "grade"                  #   with a step of the code's scale, or its name,
    quotes = "spans"                 #   and what it quotes: 12-40 77-90, codepoints, the end not included;
    codes = "labels"                 # or all of them in one cell,
    separator = ";"                  #   apart by this, by commas if not given;
    [columns]                        # or a column for each:
    hate = "is_hate"                 #   the code, and its column
    "type-*" = "type.*"              #   several, by what stands for the *
    mood = {column = "mood", steps = ["low", "high"]}     # what stands for the steps of its scale
    grade = {steps = ["is.1", "is.2"], names = ["a", "b"]}  # a column for each step, and what to call them

    yes = ["1", "x"]                 # what a cell of these columns may say: the code was put,
    no = ["0", ""]                   #   it was not,
    missing = ["?"]                  #   nobody judged it; beside what usually says so
    at = "time"                      # when it was coded: 2025-05-06T10:15:00Z, in UTC where no zone is said
    lists = ","                      # the cells of coder and codes are lists, side by side
    nested = "annotations"           # JSON: a list of objects in each object, a row each
    sheet = "Sheet 2"                # Excel

    [coders]                         # initials for names
    "Dr Jane Harcourt-Smith" = "JHS"
    [names]                          # code ids for what stands in the cells
    "Lack of trust" = "trust"

A column called `item`, `text`, `coder`, `code`, `value` or `codes` needs no line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from coder.errors import CoderError

SAYS = {
    **dict.fromkeys(("1", "yes", "true", "x", "y", "✓"), True),
    **dict.fromkeys(("0", "no", "false", "n"), False),
    **dict.fromkeys(("", "na", "n/a", "none", "null", "nan"), None),
}
"""What a cell says of its code, without regard to capitals: it was put, it was not, nobody judged it."""
BY_NAME = ("item", "text", "coder", "code", "value", "codes")
"""Keys that stand for a column of the same name where they are not given."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where one code's cells are: in `column`, or a column for each step of its scale.

    `steps` are what stands in `column` for each step, or the columns; `names` what to call the steps.
    """

    column: str = ""
    steps: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def by_step(self) -> bool:
        """Whether each step has a column."""
        return not self.column


@dataclass(frozen=True, slots=True)
class Mapping:
    """The description; a field that is empty was not given."""

    session: str = ""
    title: str = ""
    item: tuple[str, ...] = ()
    text: str = ""
    speaker: str = ""
    coder: str = ""
    by: str = ""
    code: str = ""
    value: str = ""
    quotes: str = ""
    at: str = ""
    codes: str = ""
    separator: str = ","
    lists: str = ""
    nested: str = ""
    sheet: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    columns: MappingOf[str, Column] = field(default_factory=dict)
    by_column: MappingOf[str, Column] = field(default_factory=dict)
    coders: MappingOf[str, str] = field(default_factory=dict)
    names: MappingOf[str, str] = field(default_factory=dict)

    def says(self) -> dict[str, bool | None]:
        """What the cell of a code says: put, not put, or not judged."""
        given = ((self.no, False), (self.yes, True), (self.missing, None))
        return SAYS | {text.casefold(): meaning for texts, meaning in given for text in texts}

    def fitted(self, columns: tuple[str, ...], name: str) -> Mapping:
        """The same for a table with these columns: those named by default filled in, patterns written out.

        Raises CoderError where the table has not what was named, or the description does not say enough.
        """
        there = set(columns)
        given = {key: key for key in BY_NAME if key in there and not getattr(self, key)}
        if "item" in given:
            given["item"] = ("item",)  # type: ignore[assignment]
        if self.by or self.columns or self.by_column:
            given = {key: value for key, value in given.items() if key in ("item", "text", "coder")}
        if self.by or self.by_column:
            given.pop("coder", None)
        if self.code or self.codes:
            given = {key: value for key, value in given.items() if key not in ("code", "codes")}
        whole = replace(
            self, columns=_written_out(self.columns, columns, name),
            by_column=_written_out(self.by_column, columns, name), **given,  # type: ignore[arg-type]
        )  # fmt: skip
        for column in whole._named():
            if column not in there:
                listed = ", ".join(columns[:20]) + (", ..." if len(columns) > 20 else "")
                raise CoderError(f"{name}: has no column {column}; its columns are: {listed}.")
        whole._check(name)
        return whole

    def _named(self) -> list[str]:
        single = [
            self.text,
            self.speaker,
            self.coder,
            self.code,
            self.value,
            self.quotes,
            self.at,
            self.codes,
        ]
        of_codes = [
            name
            for one in (*self.columns.values(), *self.by_column.values())
            for name in (one.steps if one.by_step else (one.column,))
        ]
        return [column for column in (*self.item, *single, *of_codes) if column]

    def _check(self, name: str) -> None:
        if not self.item:
            raise CoderError(f"{name}: say which column names the paragraph or item: item = COLUMN.")
        if sum(map(bool, (self.coder, self.by, self.by_column))) != 1:
            raise CoderError(
                f"{name}: say which column names the coder, or by = INITIALS for all rows, or [by_column] "
                "with a column for each coder."
            )
        ways = [way for way in ("code", "codes", "columns", "by_column") if getattr(self, way)]
        if len(ways) != 1:
            raise CoderError(
                f"{name}: say in one way where the codes are: code = COLUMN for one a row, "
                "codes = COLUMN for all in a cell, [columns] with a column for each, or [by_column] with a "
                "column for each coder."
            )
        if split := next((one for one, column in self.by_column.items() if column.steps), None):
            raise CoderError(f"{name}: {split} in [by_column] is the name of one column.")
        for key in ("value", "quotes"):
            if getattr(self, key) and not self.code:
                raise CoderError(f"{name}: {key} = COLUMN goes with code = COLUMN, one code a row.")


def _written_out(wanted: MappingOf[str, Column], columns: tuple[str, ...], name: str) -> dict[str, Column]:
    """With every pattern replaced by the columns that fit it: `"type-*" = "type.*"`."""
    found: dict[str, Column] = {}
    for code, one in wanted.items():
        before, star, after = one.column.partition("*")
        if not star or one.column in columns:
            found[code] = one
            continue
        fitting = [
            column for column in columns
            if column.startswith(before) and column.endswith(after) and len(column) > len(before) + len(after)
        ]  # fmt: skip
        if not fitting or "*" not in code:
            what = "no column fits" if not fitting else "what it is for needs a * too, as does"
            raise CoderError(f"{name}: {what} {one.column}.")
        for column in fitting:
            name_of = code.replace("*", column[len(before) : len(column) - len(after)])
            found[name_of] = replace(one, column=column)
    return found


# ---- reading


def read_mapping(path: Path) -> dict[str, Any]:
    """The data of a description in TOML. Raises CoderError where the file is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CoderError(f"{path}: not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise CoderError(f"{path}: not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None


def make_mapping(data: dict[str, Any], where: str) -> Mapping:
    """The description from its data. Raises CoderError with the key that is wrong."""
    known = {one.name: one for one in fields(Mapping)}
    if unknown := [key for key in data if key not in known]:
        raise CoderError(f"{where}: there is no key {unknown[0]}; there are {', '.join(known)}.")
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key in ("item", "yes", "no", "missing"):
            values[key] = _texts(value, f"{where}: {key}")
        elif key in ("coders", "names"):
            values[key] = {name: _one_text(one, f"{where}: {key}") for name, one in _table(value, where, key)}
        elif key in ("columns", "by_column"):
            values[key] = {code: _column(one, f"{where}: {code}") for code, one in _table(value, where, key)}
        else:
            values[key] = _one_text(value, f"{where}: {key}")
    return Mapping(**values)


def _table(value: Any, where: str, key: str) -> Any:
    if not isinstance(value, dict):
        raise CoderError(f'{where}: [{key}] is a table of lines such as name = "column".')
    return value.items()


def _one_text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise CoderError(f"{where} is a text in quotes.")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise CoderError(f"{where} is a text in quotes, or a list of them.")
    return tuple(found)


def _column(value: Any, where: str) -> Column:
    if isinstance(value, str):
        return Column(value)
    if not isinstance(value, dict) or set(value) - {"column", "steps", "names"}:
        raise CoderError(f"{where} is a column, or {{column = ..., steps = [...], names = [...]}}.")
    steps, names = (_texts(value.get(key, []), f"{where}: {key}") for key in ("steps", "names"))
    column = _one_text(value.get("column", ""), f"{where}: column")
    if not column and not 2 <= len(steps) <= 9:
        raise CoderError(f"{where}: steps are two to nine columns, lowest first, where there is no column.")
    if names and len(names) != len(steps):
        raise CoderError(f"{where}: has {len(steps)} steps and {len(names)} names; give one for each.")
    return Column(column, steps, names)
