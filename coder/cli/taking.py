"""Projects of other programs, as `coder merge` takes them in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli.terminal import print_json, print_lines
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.exchange.project import Project
    from coder.inquiry.folder import Inquiry


def is_refi(path: Path) -> bool:
    """Whether a file is a project or codebook in REFI-QDA, by its name or what it begins with."""
    from coder.exchange.refi.reading_file import looks_like_refi

    return looks_like_refi(path)


def take_refi(inquiry: Inquiry, options: argparse.Namespace, files: Sequence[Path]) -> None:
    from coder.exchange.refi.reading import read_refi

    take(inquiry, options, files, read_refi)


def is_database(path: Path) -> bool:
    """Whether a file or folder is a project of a program that keeps it in SQLite."""
    from coder.exchange.programs import reader_of

    return reader_of(path) is not None


def take_database(inquiry: Inquiry, options: argparse.Namespace, files: Sequence[Path]) -> None:
    from coder.exchange.programs import read_database

    take(inquiry, options, files, read_database)


def take(
    inquiry: Inquiry, options: argparse.Namespace, files: Sequence[Path], read: Callable[[Path], Project]
) -> None:
    """Take projects in, or with `--dry-run` say what they would come to; all are read before any is."""
    from coder.inquiry.collecting import uncollected
    from coder.inquiry.taking_projects import Choices, carry_out, plan
    from coder.inquiry.who import who_or_fail

    actor = "" if options.dry_run else who_or_fail(inquiry, options.coder)
    coders = _pairs("--coder NAME=INITIALS", options.renamed)
    choices = Choices(
        coders, _pairs("--code THEIRS=OURS", options.code), options.add_codes, options.add_sessions
    )
    with uncollected():
        projects = [(file, read(file)) for file in files]
        told = []
        for file, project in projects:
            planned = plan(inquiry, file, project, choices)
            entries = [] if options.dry_run else carry_out(inquiry, actor, planned)
            told.append(planned.to_json() | {"written": not options.dry_run, "entries": len(entries)})
            if not options.json:
                print_lines(planned.lines())
                print("  nothing was written" if options.dry_run else f"  {len(entries)} entries made")
    if options.json:
        print_json(told)


def _pairs(form: str, given: Sequence[str] | None) -> dict[str, str]:
    found = {}
    for text in given or ():
        theirs, equals, ours = text.rpartition("=")
        if not (theirs and equals and ours):
            raise CoderError(f"{form.split(maxsplit=1)[0]} {text}: write it as {form}.")
        found[theirs] = ours
    return found
