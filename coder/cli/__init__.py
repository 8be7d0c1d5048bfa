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
)
from coder.cli.commands import adder, common
from coder.cli.terminal import complain, drop_output
from coder.errors import CoderError

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
)
"""In the order of `coder --help`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0, 1 where the user must put something right, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not know every sign evidence holds
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    options = parser().parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except CoderError as error:
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


def parser() -> argparse.ArgumentParser:
    """The command line, whole."""
    top = argparse.ArgumentParser(
        prog="coder",
        description="Tag committee evidence at the keyboard; hand over theme matrices and agreement figures.",
        epilog="Without a command: the screens, on the inquiry in this folder.",
    )
    top.add_argument("--version", action="version", version=f"coder {__version__}")
    common(top)
    top.set_defaults(run=screens.screens, session=None)
    command = adder(top.add_subparsers(title="commands", metavar="COMMAND"))
    for group in GROUPS:
        group.add(command)
    return top
