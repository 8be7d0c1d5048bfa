"""Projects of other programs, taken in by `coder merge`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_json, print_lines
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.exchange.project import Project
    from coder.inquiry.folder import Inquiry
    from coder.inquiry.taking_projects import Choices


def add(command: Adder) -> None:
    one = command("merge", _merge, "take in projects of other programs")
    one.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=".qdpx, .qde, .qdc, QualCoder's folder .qda or Taguette's .sqlite3",
    )
    add_options(one)
    one.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    one.add_argument("--json", action="store_true", help="a JSON list, one object a file")


def add_options(one: argparse.ArgumentParser) -> None:
    """The options of taking in a project."""
    one.add_argument("--add-codes", action="store_true", help="add codes that the codebook has not")
    one.add_argument("--add-sessions", action="store_true", help="make sessions of other sources")
    one.add_argument("--code", action="append", metavar="THEIRS=OURS", help="which code of yours one is")
    one.add_argument("--coder", action="append", dest="coders", metavar="NAME=INITIALS",
                     help="whose initials somebody has here")  # fmt: skip


def choices_of(options: argparse.Namespace) -> Choices:
    """What the options say. Raises CoderError where one is not written as it should be."""
    from coder.inquiry.taking_projects import Choices

    return Choices(
        _pairs("--coder NAME=INITIALS", options.coders), _pairs("--code THEIRS=OURS", options.code),
        options.add_codes, options.add_sessions,
    )  # fmt: skip


def _pairs(form: str, given: Sequence[str] | None) -> dict[str, str]:
    found = {}
    for text in given or ():
        theirs, equals, ours = text.rpartition("=")
        if not (theirs and equals and ours):
            raise CoderError(f"{form.split(maxsplit=1)[0]} {text}: write it as {form}.")
        found[theirs] = ours
    return found


def take(
    inquiry: Inquiry, actor: str | None, file: Path, project: Project, options: argparse.Namespace
) -> dict[str, Any]:
    """Take a project in, or with `--dry-run` say what it would come to; prints unless `--json`."""
    from coder.inquiry.taking_projects import carry_out, plan

    planned = plan(inquiry, file, project, choices_of(options))
    entries = carry_out(inquiry, actor, planned) if actor and not options.dry_run else []
    if not options.json:
        print_lines(planned.lines())
        print("  nothing was written" if options.dry_run else f"  {len(entries)} entries made")
    return planned.to_json() | {"written": not options.dry_run, "entries": len(entries)}


def _merge(options: argparse.Namespace) -> None:
    from coder.exchange.programs import reader_of
    from coder.exchange.refi.reading import read_refi
    from coder.inquiry.who import who_or_fail

    projects = [(file, (reader_of(file) or read_refi)(file)) for file in options.files]
    with open_here(options) as inquiry:
        actor = None if options.dry_run else who_or_fail(inquiry, options.coder)
        said = [take(inquiry, actor, file, project, options) for file, project in projects]
        if options.json:
            print_json(said)
