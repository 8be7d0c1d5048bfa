"""`python -m tests.at_once FOLDER SEED SECONDS`: a coder who tags, undoes and adjudicates at random.

Each action that was acknowledged is a line on standard output: the ids of its entries, or nothing but
`[]` where all that is known is that it was done. What cannot be reached is asked again until it can be.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from coder.adjudication import Ruling, Verdict
from coder.codebook import Code
from coder.coding import Entry
from coder.errors import CoderError, UnreachableError
from coder.inquiry.adjudicating import Reviewer, coded
from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import CODED

PATIENCE = 60.0
"""Seconds after which what cannot be reached is a failure."""


def main(folder: Path, seed: int, seconds: float) -> None:
    dice = random.Random(seed)
    with open_inquiry(folder) as inquiry:
        hand, reviewer = Hand(inquiry, f"C{seed % 4}"), Reviewer(inquiry, f"R{seed % 2}")
        codes = [code for code in inquiry.codebook.codes if code.parent]

        def settle(paragraph: str, code: Code) -> list[Entry]:
            put = coded(inquiry, (), paragraph).case((paragraph, code.id)).put
            verdict: Verdict = dice.choice(["accept", "reject"]) if put else "add"
            try:
                return reviewer.decide(paragraph, code, Ruling(verdict, "so", reviewer.name))
            except CoderError as error:
                if "nobody put" in str(error) or "is there already" in str(error):  # since a moment ago
                    return []
                raise

        def anything() -> Callable[[], list[Entry]]:
            paragraph, code = dice.choice(CODED), dice.choice(codes)
            return dice.choice([
                lambda: hand.tag(paragraph, [(code, None)]), lambda: hand.tag(paragraph, [(code, None)]),
                lambda: hand.untag(paragraph, [code]), lambda: hand.read([paragraph]), hand.undo, hand.redo,
                lambda: settle(paragraph, code),
            ])  # fmt: skip

        print("ready", flush=True)
        sys.stdin.readline()
        until = monotonic() + seconds
        while monotonic() < until:
            done = persist(anything())
            if done is not None:
                print(json.dumps(done), flush=True)


def persist(action: Callable[[], list[Entry]]) -> list[str] | None:
    """The ids of what an action wrote, empty where they are not known; None where it wrote nothing."""
    lost, until = None, monotonic() + PATIENCE
    while True:
        try:
            if lost and lost.was_done():
                return []
            lost = None
            return [entry.id for entry in action()] or None
        except UnreachableError as error:
            if monotonic() > until:
                raise
            lost = lost or error
            sleep(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
