"""Coding sheets for colleagues without this tool."""

from __future__ import annotations

import argparse
from pathlib import Path

from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_lines
from coder.errors import CoderError


def add(command: Adder) -> None:
    one = command("sheet", _sheet, "send a session to a colleague as an Excel sheet to code, or read it back")
    one.add_argument("session", nargs="?", help="its short name, as `coder status` lists it")
    one.add_argument("--for", dest="recipient", metavar="INITIALS", help="whose tags the sheet will hold")
    one.add_argument("-o", "--output", type=Path, metavar="FILE.xlsx", help="where to write it")
    one.add_argument("--read", type=Path, metavar="FILE.xlsx", help="take in a sheet that came back")


def _sheet(options: argparse.Namespace) -> None:
    from coder.inquiry.sheets import send_sheet, take_sheet

    sending = (options.session, options.recipient, options.output)
    if bool(options.read) == any(sending) or (not options.read and not all(sending)):
        raise CoderError(
            "Say SESSION --for INITIALS -o FILE.xlsx to send one, or --read FILE.xlsx to read one."
        )
    with open_here(options) as inquiry:
        if options.read:
            print_lines(take_sheet(inquiry, options.read))
        else:
            lines = send_sheet(inquiry, *sending)
            print(f"{options.output}: written, {lines} paragraphs for {options.recipient}")
