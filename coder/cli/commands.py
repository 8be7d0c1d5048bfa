"""How a command is added to the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, cast

Command: TypeAlias = Callable[[argparse.Namespace], int | None]
Adder: TypeAlias = Callable[[str, Command, str], argparse.ArgumentParser]
"""Takes a command's name, what it runs, and its help without capital and full stop."""


class Unasked:
    """Stands for a command that was not asked for: it takes all that is said of it, and keeps nothing."""

    def __getattr__(self, name: str) -> Callable[..., Unasked]:
        return lambda *_, **__: self


def adder(commands: Any, asked: str | None = None) -> Adder:
    """Adds to what `add_subparsers` gave: every command, or the one that is asked for alone."""

    def add(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        if asked is not None and name != asked:
            return cast(argparse.ArgumentParser, Unasked())
        added: argparse.ArgumentParser = commands.add_parser(
            name, help=help_, description=help_[0].upper() + help_[1:] + "."
        )
        common(added, argparse.SUPPRESS)
        added.set_defaults(run=run)
        return added

    return add


def share(text: str) -> float:
    """A type of option: 20% or 0.2; argparse says what is wrong with anything else."""
    number = float(text.removesuffix("%"))
    return number / 100 if text.endswith("%") else number


def common(to: argparse.ArgumentParser, default: Any = None) -> None:
    """What may stand before a command or after it."""
    to.add_argument("--as", dest="coder", metavar="INITIALS", default=default, help="who codes (or CODER_AS)")
    to.add_argument(
        "--inquiry", type=Path, metavar="FOLDER", default=default or (Path() if default is None else default),
        help="the inquiry's folder (this one, or the nearest above)",
    )  # fmt: skip
