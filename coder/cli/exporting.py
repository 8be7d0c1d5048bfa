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
        help="its ending says the form: .qdpx (a REFI-QDA project, for NVivo, ATLAS.ti, MAXQDA, QualCoder) "
        "or .qdc (the codebook alone)",
    )  # fmt: skip
    one.add_argument("--sessions", nargs="+", default=(), metavar="SESSION", help="only these")
    one.add_argument(
        "--basis", default="any", metavar="WHOSE",
        help="whose tags go into a .qdpx: those of all coders (any), what all agree on or a decision says "
        "(agreed), or one coder's initials; any, if not given",
    )  # fmt: skip
    one.add_argument(
        "--crlf", action="store_true",
        help="end lines in a .qdpx as Windows does, where another program shifts codings after each line end",
    )  # fmt: skip
    anonymise(one)


def _export(options: argparse.Namespace) -> None:
    form = FORMS.get(options.file.suffix.lower())
    if form is None:
        raise CoderError(f"{options.file}: the ending says no form; there are {', '.join(FORMS)}.")
    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        print_lines(form(inquiry, options, mask))


def _project(inquiry: Inquiry, options: argparse.Namespace, mask: Mask) -> list[str]:
    from coder.inquiry.exporting_projects import export_project
    from coder.inquiry.projecting import Wanted

    wanted = Wanted(options.basis, tuple(options.sessions), "\r\n" if options.crlf else "\n")
    return export_project(inquiry, options.file, wanted, mask).lines()


def _codebook(inquiry: Inquiry, options: argparse.Namespace, mask: Mask) -> list[str]:
    from coder.inquiry.exporting_projects import export_codebook

    return export_codebook(inquiry, options.file, mask).lines()


FORMS: dict[str, Form] = {".qdpx": _project, ".qdc": _codebook}
"""What writes a file, by its ending."""
