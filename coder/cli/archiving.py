"""An inquiry archived, and checked."""

from __future__ import annotations

import argparse
from pathlib import Path

from coder.cli.anonymising import anonymise, masked
from coder.cli.commands import Adder
from coder.cli.terminal import complain, open_here, print_json, print_lines


def add(command: Adder) -> None:
    one = command("archive", _archive, "write the whole inquiry as one file, to be lodged or rebuilt from")
    one.add_argument("file", type=Path, metavar="FILE.zip")
    one.add_argument(
        "--date", metavar="MOMENT", help="the moment it states, as 2025-03-31T16:00:00+00:00 (now)"
    )
    anonymise(one)
    one = command("verify", _verify, "check an inquiry or an archive from end to end; nothing is written")
    one.add_argument(
        "file", nargs="?", type=Path, metavar="FILE.zip", help="an archive, or a folder (the inquiry here)"
    )
    one.add_argument("--json", action="store_true")


def _archive(options: argparse.Namespace) -> None:
    from coder.inquiry.archiving import moment, write_archive

    made = moment(options.date)
    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        done = write_archive(inquiry, options.file, made, mask)
    for remark in done.remarks:
        complain(remark)
    gone = f", of them withdrawn: {done.withdrawn}" if done.withdrawn else ""
    what = "the outputs of " if options.anonymise else ""
    print_lines([f"{options.file}: written and read back, with {what}{done.sessions} sessions{gone}"])


def _verify(options: argparse.Namespace) -> int:
    from coder.inquiry.verifying import verify_archive, verify_folder
    from coder.inquiry.who import who

    if options.file and not options.file.is_dir():
        found = verify_archive(options.file)
    else:
        folder = options.file or options.inquiry
        found = verify_folder(folder, lambda inquiry: who(inquiry, options.coder))
    if options.json:
        print_json(found.to_json())
    else:
        for sentence in found.wrong:
            complain(sentence)
        said = f"{len(found.wrong)} things are wrong" if len(found.wrong) > 1 else "one thing is wrong"
        print_lines([f"{found.looked_at}: {said if found.wrong else 'all is as it should be'}"])
    return 1 if found.wrong else 0
