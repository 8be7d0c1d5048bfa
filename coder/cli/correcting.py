"""Sessions corrected, withdrawn and restored."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli.commands import Adder
from coder.cli.terminal import agreed, answer, at_terminal, complain, open_here, print_lines, say_done
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.inquiry.editing import Draft


def add(command: Adder) -> None:
    which = "its short name, as `coder status` lists it"
    one = command("edit", _edit, "open a transcript in your editor and take it back, tags carried along")
    one.add_argument("session", help=which)
    one = command("reimport", _reimport, "put a corrected version of its document in a session's place")
    one.add_argument("session", help=which)
    one.add_argument("file", type=Path, metavar="FILE", help="the corrected document")
    one.add_argument("--dry-run", action="store_true", help="say what would become of each paragraph")
    one.add_argument("--style", help="the house style, where the choice made from the text is wrong")
    one = command("withdraw", _withdraw, "take a session out of every output")
    one.add_argument("session", help=which)
    one.add_argument("--reason", metavar="TEXT", help="why; it stays in the journal")
    one.add_argument("--purge", action="store_true", help="remove its text for good, backups included")
    one.add_argument("--yes", action="store_true", help="purge without asking")
    one = command("restore", _restore, "bring a withdrawn session back")
    one.add_argument("session", help=which)


def _edit(options: argparse.Namespace) -> int:
    from coder.inquiry.editing import begin, finish, open_editor

    with open_here(options) as inquiry:
        draft = begin(inquiry, options.session)
        if draft.resumed:
            print(f"{draft.path}: this copy has changes from an earlier time; going on with it")
        while True:
            try:
                open_editor(draft.path)
                if draft.changed or draft.resumed:
                    correction = finish(inquiry, draft)
                    break
                draft.drop()
                print("nothing was changed; an editor that returns at once needs its option to wait")
                return 0
            except CoderError as error:
                complain(error)
            if draft.outdated or not agreed("Edit again?"):
                return _left(draft)
        print_lines(
            correction.report() if correction else [f"{options.session}: every paragraph is as it was"]
        )
    return 0


def _left(draft: Draft) -> int:
    if draft.path.exists() and not draft.changed:
        draft.drop()
    else:
        complain(f"{draft.path}: your copy is kept here; it has not been taken in.")
    return 1


def _reimport(options: argparse.Namespace) -> None:
    from coder.inquiry.reimporting import reimport
    from coder.inquiry.who import who_or_fail

    with open_here(options) as inquiry:
        coder = "" if options.dry_run else who_or_fail(inquiry, options.coder)
        done = reimport(inquiry, coder, options.session, options.file, options.style, dry_run=options.dry_run)
    if not done.new:
        print(f"{options.session}: its transcript is the same; nothing was changed")
        return
    correction = done.correction
    print_lines(correction.report() if correction else [f"{options.session}: every paragraph is as it was"])
    if done.by_hand:
        print_lines(
            ["  the transcript was corrected by hand before; see that what was corrected is right here too"]
        )
    print("  nothing was written" if options.dry_run else "  `coder undo` brings the former transcript back")


def _withdraw(options: argparse.Namespace) -> None:
    from coder.inquiry.who import who_or_fail
    from coder.inquiry.withdrawing import purge, withdraw

    if options.yes and not options.purge:
        raise CoderError("--yes is for --purge; without that nothing is asked.")
    with open_here(options) as inquiry:
        coder = who_or_fail(inquiry, options.coder)
        if options.purge:
            _confirm_purge(options.session, options.yes)
            print_lines(purge(inquiry, coder, options.session, options.reason).lines(inquiry.folder))
        else:
            say_done(
                withdraw(inquiry, coder, options.session, options.reason), "nothing to do: withdrawn before"
            )


def _confirm_purge(session: str, yes: bool) -> None:
    print(
        f"This removes the text of {session} for good: transcript, original, journal, backups. It cannot be "
        "undone.", flush=True,
    )  # fmt: skip
    if yes:
        return
    if not at_terminal():
        raise CoderError("Nothing was changed: where nobody can be asked, say --yes to purge.")
    if answer(f"Type {session} to go on: ") != session:
        raise CoderError("Nothing was changed.")


def _restore(options: argparse.Namespace) -> None:
    from coder.inquiry.who import who_or_fail
    from coder.inquiry.withdrawing import restore

    with open_here(options) as inquiry:
        coder = who_or_fail(inquiry, options.coder)
        say_done(restore(inquiry, coder, options.session), "nothing to do: not withdrawn")
