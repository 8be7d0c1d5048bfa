"""The store: where it is, moving it, and who may do what in a team's."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from coder.cli.commands import Adder, adder
from coder.cli.terminal import open_here, print_json, print_lines

if TYPE_CHECKING:
    from coder.inquiry.logins import Kind
    from coder.store.database import Login


MAY = {
    "reviewer": "may do everything",
    "coder": "codes, and sees no more than blindness allows",
    "staff": "reads everything, and changes nothing",
}


def add(command: Adder) -> None:
    store = command("store", _show, "show where the inquiry's store is, and how much is in it")
    store.add_argument("--json", action="store_true")
    action = adder(store.add_subparsers(title="to move it, or let others in", metavar="ACTION"))
    one = action("move", _move, "move the store to a server, or back to a file; nothing is lost")
    one.add_argument("to", metavar="URL", help="postgresql://USER@HOST/DATABASE, or sqlite")
    one = action("admit", _admit, "let a login of the server in, for a coder unless said otherwise")
    one.add_argument("login", help="its name on the server, where whoever keeps it has made it")
    one.add_argument("--for", required=True, dest="named", metavar="INITIALS", help="whose login it is")
    kind = one.add_mutually_exclusive_group()
    for name, may in MAY.items():
        if name != "coder":
            kind.add_argument(f"--{name}", dest="kind", action="store_const", const=name, help=may)
    one.add_argument("--sql", action="store_true", help="only print what would be done")
    one = action("dismiss", _dismiss, "take from a login all that it may do here")
    one.add_argument("login")
    one = action("logins", _logins, "show the logins let in")
    one.add_argument("--json", action="store_true")


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


def _admit(options: argparse.Namespace) -> None:
    from coder.inquiry.logins import admit, statements

    asked: tuple[str, str, Kind] = options.login, options.named, options.kind or "coder"
    with open_here(options, quiet=options.sql) as inquiry:
        if options.sql:
            print_lines(statements(inquiry, *asked).splitlines())
            return
        login = admit(inquiry, *asked)
    print_lines([_line(login)])


def _dismiss(options: argparse.Namespace) -> None:
    from coder.inquiry.logins import dismiss

    with open_here(options) as inquiry:
        dismiss(inquiry, options.login)
    print_lines([f"{options.login}: may do nothing here any more"])


def _logins(options: argparse.Namespace) -> None:
    from coder.inquiry.logins import logins

    with open_here(options) as inquiry:
        found = logins(inquiry)
    if options.json:
        print_json([asdict(one) for one in found])
        return
    print_lines(map(_line, found))
    if not found:
        print("no login was let in: whoever the tables belong to may do everything, others nothing")


def _line(login: Login) -> str:
    return f"{login.role}  {login.kind} {login.coder}: {MAY[login.kind]}"
