"""The coding for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from coder.cli.anonymising import anonymise, masked
from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_lines


def add(command: Adder) -> None:
    one = command("export", _export, "write the coding for other programs")
    one.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a table (.csv, .jsonl, .xlsx, .parquet) or a database (.sqlite)",
    )
    add_tables(one)
    anonymise(one)


def add_tables(to: argparse.ArgumentParser) -> None:
    """What a table is of, and what is left out of it."""
    to.add_argument(
        "--of", default="tags", metavar="TABLE",
        help="tags, readings, grid (a column for each code), paragraphs, sessions, witnesses, codebook, "
        "memos, decisions or journal (tags)",
    )  # fmt: skip
    to.add_argument("--sessions", nargs="+", default=(), metavar="SESSION", help="only these")
    to.add_argument("--coders", nargs="+", default=(), metavar="INITIALS", help="only these")


def _export(options: argparse.Namespace) -> None:
    from coder.inquiry.exporting_tables import DATABASES, export_database, export_table
    from coder.inquiry.tabulating import Wanted

    wanted = Wanted(tuple(options.sessions), tuple(options.coders))
    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        if options.file.suffix.lower() in DATABASES:
            done = export_database(inquiry, options.file, mask, wanted)
        else:
            done = export_table(inquiry, options.file, options.of, mask, wanted)
        print_lines(done.lines())
