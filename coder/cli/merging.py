"""Work of other copies of the inquiry: handed on as a file, and taken in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from coder.cli.commands import Adder
from coder.cli.taking import is_refi, take_refi
from coder.cli.terminal import open_here, print_json, print_lines
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry

Taker: TypeAlias = "Callable[[Inquiry, argparse.Namespace, Sequence[Path]], None]"
FORMATS: list[tuple[Callable[[Path], bool], Taker]] = [(is_refi, take_refi)]
"""Other programs' projects: whether a file is one, and what takes it in."""


def add(command: Adder) -> None:
    one = command("contribution", _contribution, "write what you did, for other copies of the inquiry")
    one.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="such as ab.contribution"
    )
    which = one.add_mutually_exclusive_group()
    which.add_argument("--everyone", action="store_true", help="what everybody did: the whole journal")
    which.add_argument(
        "--shared", action="store_true",
        help="assignments, codebook and people alone: what those who code blind may merge",
    )  # fmt: skip
    one = command(
        "merge", _merge, "take in contributions, other copies of the inquiry, other programs' projects"
    )
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--code", action="append", metavar="THEIRS=OURS", help="take a code as one of ours")
    one.add_argument("--add-codes", action="store_true", help="add another program's codes that are not here")
    one.add_argument(
        "--coder", dest="renamed", action="append", metavar="THEIRS=OURS",
        help="take initials as others, where two people have the same",
    )  # fmt: skip
    one.add_argument("--add-sessions", action="store_true", help="add sessions that are not here")
    one.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    one.add_argument("--json", action="store_true", help="a JSON object")


def _contribution(options: argparse.Namespace) -> None:
    from coder.inquiry.contributing import contribution, save, shared, whole
    from coder.inquiry.merging import in_words
    from coder.inquiry.who import who_or_fail

    with open_here(options) as inquiry:
        who = who_or_fail(inquiry, options.coder)
        if options.everyone:
            given = whole(inquiry)
        else:
            given = shared(inquiry) if options.shared else contribution(inquiry, who)
        save(given, options.output)
        print_lines([f"{options.output}: {in_words(len(given.entries))}"])


def _merge(options: argparse.Namespace) -> None:
    with open_here(options) as inquiry:
        for is_one, take in FORMATS:
            files = [path for path in options.files if is_one(path)]
            if files and len(files) < len(options.files):
                raise CoderError(f"{files[0]}: is another program's project; merge it by itself.")
            if files:
                take(inquiry, options, files)
                return
        _merge_journals(inquiry, options)


def _merge_journals(inquiry: Inquiry, options: argparse.Namespace) -> None:
    from coder.inquiry.merging import Wish, carry_out, in_words, plan
    from coder.inquiry.who import who_or_fail

    actor = who_or_fail(inquiry, options.coder)
    wish = Wish(_pairs(options.code, "--code"), _pairs(options.renamed, "--coder"), options.add_sessions)
    planned = [plan(inquiry, actor, path, wish) for path in options.files]
    if not options.json:
        print_lines(line for one in planned for line in one.lines())
    if options.dry_run:
        if options.json:
            print_json({"files": [one.to_json() for one in planned], "written": False})
        else:
            print("nothing was written")
        return
    merged = carry_out(inquiry, actor, planned)
    backup = merged.backup and str(merged.backup.relative_to(inquiry.folder))
    if options.json:
        told = {"entries": merged.entries, "carried": merged.carried, "backup": backup}
        print_json({"files": [one.to_json() for one in planned], "written": True, **told})
    elif not (merged.entries or merged.carried or any(one.brings for one in planned)):
        print("all of it is here already; nothing was changed")
    else:
        carried = f", {merged.carried} marks carried to where their text is here" if merged.carried else ""
        before = f"; the store as it was before: {backup}" if backup else ""
        print_lines([
            f"merged: {in_words(merged.entries)}{carried}",
            f"no undo takes a merge back, since it is others' work{before}",
        ])  # fmt: skip


def _pairs(given: Sequence[str] | None, option: str) -> dict[str, str]:
    found = {}
    for pair in given or ():
        theirs, equals, ours = pair.partition("=")
        if not equals or not theirs or not ours:
            raise CoderError(f"{option} {pair}: write it as THEIRS=OURS.")
        found[theirs] = ours
    return found
