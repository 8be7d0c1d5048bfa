"""The inquiry for other programs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from coder.cli.anonymising import anonymise, masked
from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_lines
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry
    from coder.inquiry.mask import Mask

Form: TypeAlias = "Callable[[Inquiry, argparse.Namespace, Mask], list[str]]"
"""Writes the file, and gives what is to be said of it."""


def add(command: Adder) -> None:
    one = command("export", _export, "write the inquiry for other programs")
    one.add_argument(
        "file", type=Path, metavar="FILE",
        help="its ending says the form: .qdpx (a REFI-QDA project, for NVivo, ATLAS.ti, MAXQDA, QualCoder), "
        ".qdc (the codebook alone), .csv, .jsonl, .xlsx or .parquet (a table), .sqlite (a database)",
    )  # fmt: skip
    one.add_argument("--sessions", nargs="+", default=(), metavar="SESSION", help="only these")
    one.add_argument(
        "--basis", metavar="WHOSE",
        help="whose tags go into a .qdpx: those of all coders (any), what all agree on or a decision says "
        "(agreed), or one coder's initials; any, if not given",
    )  # fmt: skip
    one.add_argument(
        "--of", metavar="TABLE",
        help="what a table is of: tags, agreed, readings, grid (a column for each code), paragraphs, "
        "sessions, witnesses, codebook, memos, decisions or journal; tags, if not given",
    )  # fmt: skip
    one.add_argument(
        "--coders", nargs="+", default=(), metavar="INITIALS", help="only theirs, in a table or database"
    )
    one.add_argument(
        "--crlf", action="store_true",
        help="end lines in a .qdpx as Windows does, where another program shifts codings after each line end",
    )  # fmt: skip
    anonymise(one)


def _export(options: argparse.Namespace) -> None:
    form = FORMS.get(options.file.suffix.lower())
    if form is None:
        raise CoderError(f"{options.file}: the ending says no form; there are {', '.join(FORMS)}.")
    _check(options, form)
    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        print_lines(form(inquiry, options, mask))


def _check(options: argparse.Namespace, form: Form) -> None:
    """Raises CoderError where an option says nothing of this form."""
    ending = options.file.suffix.lower()
    meant = {
        "--basis": (options.basis, (_project,)), "--crlf": (options.crlf, (_project,)),
        "--of": (options.of, (_table,)), "--coders": (options.coders, (_table, _database)),
    }  # fmt: skip
    for option, (given, forms) in meant.items():
        if given and form not in forms:
            fitting = ", ".join(one for one, what in FORMS.items() if what in forms)
            raise CoderError(f"{option} says nothing of a {ending} file; it goes with {fitting}.")


def _project(inquiry: Inquiry, options: argparse.Namespace, mask: Mask) -> list[str]:
    from coder.inquiry.exporting_projects import export_project
    from coder.inquiry.projecting import Wanted

    wanted = Wanted(options.basis or "any", tuple(options.sessions), "\r\n" if options.crlf else "\n")
    return export_project(inquiry, options.file, wanted, mask).lines()


def _codebook(inquiry: Inquiry, options: argparse.Namespace, mask: Mask) -> list[str]:
    from coder.inquiry.exporting_projects import export_codebook

    return export_codebook(inquiry, options.file, mask).lines()


def _table(inquiry: Inquiry, options: argparse.Namespace, mask: Mask) -> list[str]:
    from coder.inquiry.exporting_tables import TAGS, export_table
    from coder.inquiry.tabulating import Wanted

    wanted = Wanted(tuple(options.sessions), tuple(options.coders))
    return export_table(inquiry, options.file, options.of or TAGS, mask, wanted).lines()


def _database(inquiry: Inquiry, options: argparse.Namespace, mask: Mask) -> list[str]:
    from coder.inquiry.exporting_tables import export_database
    from coder.inquiry.tabulating import Wanted

    wanted = Wanted(tuple(options.sessions), tuple(options.coders))
    return export_database(inquiry, options.file, mask, wanted).lines()


FORMS: dict[str, Form] = {
    ".qdpx": _project, ".qdc": _codebook,
    **dict.fromkeys((".csv", ".jsonl", ".xlsx", ".parquet"), _table),
    **dict.fromkeys((".sqlite", ".db"), _database),
}  # fmt: skip
"""What writes a file, by its ending."""
