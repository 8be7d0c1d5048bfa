"""The screens, on an inquiry or on the example."""

from __future__ import annotations

import argparse
import gc
import os
from pathlib import Path

from coder.cli.commands import Adder
from coder.cli.terminal import at_terminal, open_here, print_json, print_lines
from coder.errors import CoderError


def add(command: Adder) -> None:
    one = command("demo", _demo, "open the example inquiry on a scratch copy")
    one.add_argument("folder", nargs="?", type=Path, help="where to put the copy (a new temporary folder)")
    one = command("code", screens, "open a session on the coding screen")
    one.add_argument("session", help="its short name, as `coder status` lists it")
    one = command("keys", _keys, "list the keys of the screens")
    one.add_argument("--json", action="store_true")
    one.add_argument("--file", action="store_true", help="say where a file with keys of your own is read")
    one.add_argument("--write", action="store_true", help="write that file, every command in a comment")


def screens(options: argparse.Namespace, agreement: bool = False) -> int:
    """Open the screens: home, the session that is named, or agreement."""
    gc.disable()  # until the first screen stands
    from coder.inquiry.correcting import take_in_transcript
    from coder.inquiry.who import who
    from coder.inquiry.withdrawing import find_session

    with open_here(options, quiet=True, at_once=agreement) as inquiry:
        coder = who(inquiry, options.coder)
        session = None if agreement else options.session
        if session:
            inquiry.remarks += take_in_transcript(inquiry, session)
            find_session(inquiry, session)
        if not at_terminal() and "TEXTUAL_DRIVER" not in os.environ:  # set for a browser's tab
            raise CoderError("The screens need a terminal; `coder --help` lists the commands that do not.")
        from coder.tui.app import run

        return run(inquiry, coder, session, agreement)


def _keys(options: argparse.Namespace) -> None:
    from coder.inquiry.who import keys_path
    from coder.tui.commands import listing
    from coder.tui.commands.keymap import read_keymap, write_template

    path = keys_path()
    if options.write:
        write_template(path)
    if options.write or options.file:
        print_lines([str(path)])
        return
    keymap = read_keymap(path)
    if options.json:
        print_json(listing.as_json(keymap))
    else:
        print_lines(listing.table(keymap))


def _demo(options: argparse.Namespace) -> int:
    from coder.inquiry.demo import take_through, unpack
    from coder.inquiry.who import initials

    folder = unpack(options.folder)
    from coder.inquiry.folder import open_inquiry

    with open_inquiry(folder) as inquiry:
        if at_terminal():
            from coder.tui.app import run

            status = run(inquiry, initials(options.coder or "EF"))
            print(f"The example, with what you did to it, is in {folder}")
            return status
        print_lines(take_through(inquiry))
    return 0
