"""The screens in a browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import coder
from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_lines
from coder.errors import CoderError

TRUST = (
    "Others on this network can reach this address, and what is sent is not encrypted: whoever listens in "
    "reads the evidence and can code as you. The first browser to open it is let in; serve like this only "
    "where you trust everyone."
)


def add(command: Adder) -> None:
    one = command("serve", _serve, "offer the screens to a browser on this machine")
    one.add_argument("session", nargs="?", help="the session to open (the home screen)")
    one.add_argument(
        "--host", default="127.0.0.1", help="this machine's address on a network you trust (127.0.0.1)"
    )
    one.add_argument("--port", type=int, default=8000, help="0 for any that is free (8000)")


def _serve(options: argparse.Namespace) -> None:
    from coder.inquiry.who import initials
    from coder.inquiry.withdrawing import find_session

    given = initials(options.coder) if options.coder else None
    with open_here(options) as inquiry:
        folder, name = inquiry.folder.resolve(), inquiry.name
        if options.session:
            find_session(inquiry, options.session)
    try:
        from coder.tui.browser.address import listen
        from coder.tui.browser.door import Door
        from coder.tui.browser.server import serve
    except ModuleNotFoundError as error:
        raise CoderError(
            f"A browser needs {error.name}, which is not installed: pip install 'evidence-coder[web]'."
        ) from None
    listening, address = listen(options.host, options.port)
    door = Door(address)

    def ready() -> None:
        print_lines([
            f"{name}, in a browser: {address.url()}/?token={door.token}",
            *([] if address.loopback else [TRUST]),
            "The token lets one browser in, once, and then all its tabs. Ctrl+C ends it.",
        ])  # fmt: skip
        sys.stdout.flush()

    with listening:
        serve(_tab_command(folder, given, options.session), name, listening, door, ready)


def _tab_command(folder: Path, given: str | None, session: str | None) -> list[str]:
    """What runs the screens for a tab: this coder, which a module of its name in the folder one stands in
    must not replace unless it did so here."""
    here = Path(coder.__file__).parents[1] == Path.cwd()
    words = [sys.executable, *([] if here else ["-P"]), "-m", "coder", "--inquiry", str(folder)]
    words += ["--as", given] if given else []
    return words + (["code", session] if session else [])
