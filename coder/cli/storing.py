"""The store: where it is, and moving it."""

from __future__ import annotations

import argparse

from coder.cli.commands import Adder, adder
from coder.cli.terminal import open_here, print_json, print_lines


def add(command: Adder) -> None:
    store = command("store", _show, "show where the inquiry's store is, and how much is in it")
    store.add_argument("--json", action="store_true")
    action = adder(store.add_subparsers(title="to move it", metavar="ACTION"))
    one = action("move", _move, "move the store to a server, or back to a file; nothing is lost")
    one.add_argument("to", metavar="URL", help="postgresql://USER@HOST/DATABASE, or sqlite")


def _show(options: argparse.Namespace) -> None:
    from coder.inquiry.moving import about

    with open_here(options) as inquiry:
        found = about(inquiry)
    if options.json:
        print_json(found)
    else:
        print_lines(f"{name}: {value}" for name, value in found.items())


def _move(options: argparse.Namespace) -> None:
    from coder.inquiry.moving import move
    from coder.inquiry.who import who_or_fail

    with open_here(options) as inquiry:
        who_or_fail(inquiry, options.coder)
        whole = inquiry.store.journal.sight.whole
        moved = move(inquiry, options.to)
    entries = f"{moved.rows.get('journal', 0)} journal entries and " if whole else ""
    print_lines([
        f"moved to {moved.to}: {entries}{moved.rows.get('paragraph', 0)} paragraphs, read back and the same",
        f"the former store is kept, and takes nothing more: {moved.kept}",
    ])  # fmt: skip
