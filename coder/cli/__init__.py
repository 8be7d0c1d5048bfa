"""The command line, a module a group of commands.

What a command needs is imported inside it, so that `coder --help` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from coder import __version__
from coder.cli import (
    adjudicating,
    assigning,
    codebook,
    coding,
    correcting,
    evidence,
    exchanging,
    looking,
    outputs,
    people,
    screens,
    serving,
    sheets,
    storing,
)
from coder.cli.commands import adder, common
from coder.cli.terminal import complain, drop_output
from coder.errors import CoderError, UnreachableError

GROUPS = (
    screens,
    serving,
    evidence,
    exchanging,
    correcting,
    assigning,
    coding,
    codebook,
    people,
    looking,
    adjudicating,
    outputs,
    sheets,
    storing,
)
"""In the order of `coder --help`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0, 1 where the user must put something right, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not know every sign evidence holds
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(asked_for(given)).parse_args(given)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except (CoderError, UnreachableError) as error:
        complain(error)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read has seen enough
        drop_output()
        return 0
    except OSError as error:
        drop_output()
        complain(f"{error.filename or 'reading or writing failed'}: {error.strerror or error}.")
        return 1


def asked_for(arguments: Sequence[str]) -> str | None:
    """The command that is to be run, empty for the screens; None where it takes the whole parser to tell.

    To build every command takes longer than to read an inquiry.
    """
    words = iter(arguments)
    for word in words:
        if word in ("--as", "--inquiry"):
            next(words, None)
        elif not word.startswith(("--as=", "--inquiry=")):
            return None if word.startswith("-") else word
    return ""


def parser(asked: str | None = None) -> argparse.ArgumentParser:
    """The command line: whole, or for one command alone where there is one of this name."""
    top = argparse.ArgumentParser(
        prog="coder",
        description="Tag committee evidence at the keyboard; hand over theme matrices and agreement figures.",
        epilog="Without a command: the screens, on the inquiry in this folder.",
    )
    top.add_argument("--version", action="version", version=f"coder {__version__}")
    common(top)
    top.set_defaults(run=screens.screens, session=None)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for group in GROUPS:
        group.add(adder(commands, asked))
    return top if not asked or asked in commands.choices else parser()
