"""Codings made elsewhere, taken in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_json, print_lines
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.exchange.mapping import Mapping

SINGLE = {
    "session": ("NAME", "the session to make, or whose paragraphs are coded (made from the file's name)"),
    "text": ("COLUMN", "the text of what was coded, where it is no paragraph yet"),
    "coder": ("COLUMN", "who coded"),
    "by": ("INITIALS", "who coded every row"),
    "code": ("COLUMN", "one code in a cell, a row for each"),
    "value": ("COLUMN", "the step of that code's scale"),
    "quotes": ("COLUMN", "what that code quotes, as 12-40 77-90"),
    "at": ("COLUMN", "when it was coded"),
    "codes": ("COLUMN", "all codes in one cell"),
    "separator": ("TEXT", "what stands between them (a comma)"),
    "lists": ("TEXT", "what parts the cells of coder and codes, where they are lists side by side"),
    "sheet": ("NAME", "the sheet of a workbook (its first)"),
}  # fmt: skip


def add(command: Adder) -> None:
    one = command("import-codes", _import_codes, "take in tables of codings made elsewhere")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV, .xlsx, JSON or JSON lines")
    one.add_argument("--map", type=Path, metavar="FILE.toml", help="what its columns mean")
    one.add_argument("--item", action="append", metavar="COLUMN", help="what was coded; may be given again")
    for name, (metavar, help_) in SINGLE.items():
        one.add_argument(f"--{name}", dest=f"map_{name}", metavar=metavar, help=help_)
    one.add_argument("--column", action="append", metavar="CODE=COLUMN", help="a column for each code")
    one.add_argument(
        "--by-column", action="append", metavar="INITIALS=COLUMN", help="a column for each coder"
    )
    one.add_argument("--add-codes", action="store_true", help="add codes that the codebook has not")
    one.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    one.add_argument("--json", action="store_true", help="a JSON list, one object a file")


def _import_codes(options: argparse.Namespace) -> None:
    from coder.inquiry.importing_codes import carry_out, plan
    from coder.inquiry.who import who_or_fail

    mapping = _mapping(options)
    if mapping.session and len(options.files) > 1:
        raise CoderError("A session is made from one file; leave its name out, or give one file.")
    with open_here(options) as inquiry:
        actor = "" if options.dry_run else who_or_fail(inquiry, options.coder)
        said: list[Any] = []
        for planned in [plan(inquiry, file, mapping) for file in options.files]:
            entries = [] if options.dry_run else carry_out(inquiry, actor, planned, options.add_codes)
            said.append(planned.to_json() | {"written": not options.dry_run, "entries": len(entries)})
            if not options.json:
                print_lines(planned.lines())
                print("  nothing was written" if options.dry_run else f"  {len(entries)} entries made")
        if options.json:
            print_json(said)


def _mapping(options: argparse.Namespace) -> Mapping:
    from coder.exchange.mapping import make_mapping, read_mapping

    data = read_mapping(options.map) if options.map else {}
    data |= {name: value for name in SINGLE if (value := getattr(options, f"map_{name}")) is not None}
    if options.item:
        data["item"] = options.item
    for key, given in (("columns", options.column), ("by_column", options.by_column)):
        for column in given or ():
            code, equals, name = column.partition("=")
            if not equals:
                raise CoderError(
                    f"{column}: write it as {'CODE' if key == 'columns' else 'INITIALS'}=COLUMN."
                )
            data.setdefault(key, {})[code] = name
    return make_mapping(data, str(options.map or "the options"))
