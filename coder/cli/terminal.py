"""What the commands share: the inquiry they are run on, and what they print and ask."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coder.coding import Entry
    from coder.inquiry.folder import Inquiry
    from coder.inquiry.tagging import Hand


def complain(about: object) -> None:
    """One line on the standard error stream, without what could steer a terminal."""
    from coder.evidence.model import plain

    print(f"coder: {' '.join(plain(str(about)).splitlines())}", file=sys.stderr)


def drop_output() -> None:
    """Let what is still to be written go nowhere, so that closing it cannot fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_lines(lines: Iterable[str]) -> None:
    """Print text from evidence: what could steer a terminal is shown as a plain sign."""
    from coder.evidence.model import plain

    for line in lines:
        print(plain(line))


def print_json(data: Any) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=1))


def at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def agreed(question: str) -> bool:
    """Whether the user says yes; no where nobody can be asked."""
    return at_terminal() and answer(f"{question} [Y/n] ") in ("", "y", "Y", "yes")


def answer(question: str) -> str | None:
    """What the user types; None where the input ends."""
    try:
        return input(question).strip()
    except EOFError:
        print()
        return None


def open_here(options: argparse.Namespace, quiet: bool = False, at_once: bool = True) -> Inquiry:
    from coder.inquiry.folder import open_inquiry
    from coder.inquiry.who import who

    inquiry = open_inquiry(options.inquiry, lambda inquiry: who(inquiry, options.coder), at_once)
    if not quiet:
        for remark in filter(None, (*inquiry.remarks, inquiry.codebook_remark)):
            complain(remark)
    return inquiry


def hand_of(inquiry: Inquiry, options: argparse.Namespace) -> Hand:
    from coder.inquiry.tagging import Hand
    from coder.inquiry.who import who_or_fail

    return Hand(inquiry, who_or_fail(inquiry, options.coder))


def say_done(entries: list[Entry], nothing: str) -> None:
    if any(entry.kind == "code" for entry in entries):
        from coder.inquiry.revising import in_words

        print_lines([f"{entries[0].action} {in_words(entries, entries[0].actor)}"])
        return
    print_lines(
        f"{entry.coder or entry.actor} {entry.verb} {entry.subject} {entry.code}".rstrip()
        for entry in entries
    )
    if not entries:
        print(nothing)
