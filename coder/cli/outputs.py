"""What is handed on: workbooks and figures."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import Literal

from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_json, print_lines
from coder.errors import CoderError


def add(command: Adder) -> None:
    _add_matrix(command("matrix", _matrix, "write the theme matrices as an Excel workbook, or as tables"))
    one = command("agreement", _agreement, "show how far the coders agree, code by code")
    one.add_argument("--json", action="store_true")


def _add_matrix(one: argparse.ArgumentParser) -> None:
    where = one.add_argument_group("where to", "at least one of these")
    where.add_argument("-o", "--output", type=Path, metavar="FILE.xlsx", help="the workbook")
    where.add_argument("--csv", type=Path, metavar="FOLDER", help="what each sheet holds as a .csv file")
    where.add_argument("--parquet", type=Path, metavar="FOLDER", help="the same as .parquet files")
    one.add_argument(
        "--basis", default="any", metavar="WHOSE",
        help="which tags count: those of any coder (any), of most who read the paragraph (majority), "
        "of all who read it (all), or one coder's initials; any, if not given",
    )  # fmt: skip
    own = one.add_argument_group("a matrix of one's own", "stands first in the workbook")
    axes = (
        "theme, code, coder, witness, organisation, kind, role, question, item, session, date, an attribute"
    )
    own.add_argument("--rows", default="", metavar="WHAT", help=f"{axes} of the witnesses (theme)")
    own.add_argument("--columns", default="", metavar="WHAT", help="likewise (witness)")
    measures = ("paragraphs", "row-share", "column-share", "words", "witnesses", "tags")
    own.add_argument("--measure", default="paragraphs", choices=measures, help="what is counted (paragraphs)")
    filters = one.add_argument_group("filters", "what is looked at; may be given more than once")
    for flag, metavar, help_ in (
        ("session", "SESSION", "only these sessions, by the short names of `coder status`"),
        ("witness", "NAME", "only what these witnesses said"),
        ("role", "ROLE", "only paragraphs of these roles, such as answer"),
        ("code", "CODE", "only tags of these codes, and of those below them"),
    ):
        filters.add_argument(f"--{flag}", nargs="+", action="extend", default=[], metavar=metavar, help=help_)
    filters.add_argument("--since", default="", metavar="DATE", help="only sessions of this day or later")
    filters.add_argument("--until", default="", metavar="DATE", help="only sessions of this day or earlier")
    filters.add_argument(
        "--stale", choices=("with", "without", "only"), default="with",
        help="whether tags count that were put under another meaning of their code (with)",
    )  # fmt: skip


FORMS: tuple[Literal["csv"], Literal["parquet"]] = ("csv", "parquet")


def _matrix(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import report_of, write_matrix, write_tables
    from coder.inquiry.selecting import Wanted

    if not (options.output or options.csv or options.parquet):
        raise CoderError("Say where to: -o FILE.xlsx, --csv FOLDER or --parquet FOLDER.")
    wanted = Wanted(
        tuple(options.session), tuple(options.witness), tuple(options.role), options.since, options.until,
        tuple(options.code), options.stale, options.rows, options.columns, options.measure,
    )  # fmt: skip
    command = _as_typed(options)
    with open_here(options) as inquiry:
        if options.output:
            tags = write_matrix(inquiry, options.output, options.basis, command, wanted)
            print(f"{options.output}: written, {tags} tags (basis {options.basis})")
        for form in FORMS:
            if folder := getattr(options, form):
                files = write_tables(report_of(inquiry, options.basis, command, wanted), folder, form)
                print(f"{folder}: {files} .{form} files written (basis {options.basis})")


def _as_typed(options: argparse.Namespace) -> str:
    """The command that makes the matrices again."""
    words = ["coder", "matrix"]
    for flag, place in (("-o", options.output), ("--csv", options.csv), ("--parquet", options.parquet)):
        words += [flag, place.name] if place else []
    words += ["--basis", options.basis]
    for flag in ("rows", "columns", "measure", "since", "until", "stale"):
        value = getattr(options, flag)
        words += [f"--{flag}", value] if value and value not in ("paragraphs", "with") else []
    for flag in ("session", "witness", "role", "code"):
        words += [f"--{flag}", *getattr(options, flag)] if getattr(options, flag) else []
    return shlex.join(words)


def _agreement(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import agreement, agreement_table

    with open_here(options) as inquiry:
        report = agreement(inquiry)
    if options.json:
        print_json(report.to_json())
    else:
        print_lines(agreement_table(report))
