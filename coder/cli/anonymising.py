"""The options by which an output goes without names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry
    from coder.inquiry.mask import Mask


def anonymise(to: argparse.ArgumentParser) -> None:
    """Give a command the options."""
    to.add_argument(
        "--anonymise", nargs="?", const="witnesses", choices=("witnesses", "organisations"),
        help="put labels (Witness 1) in the place of the witnesses' names, also within quotes; "
        "with =organisations in the place of those of their organisations too",
    )  # fmt: skip
    to.add_argument(
        "--key", type=Path, metavar="FILE.csv",
        help="where to keep which label is whose (anonymise-key.csv in the inquiry's folder)",
    )  # fmt: skip


@contextmanager
def masked(inquiry: Inquiry, options: argparse.Namespace) -> Iterator[Mask]:
    """The mask that the options ask for; after its use, what is to be looked at is said and written."""
    from coder.evidence.model import plain
    from coder.inquiry.anonymising import Wanted, mask_of, tell

    wanted = Wanted(options.anonymise == "organisations", options.key) if options.anonymise else None
    mask = mask_of(inquiry, wanted)
    yield mask
    for line in tell(inquiry, mask, wanted):
        print(plain(line), file=sys.stderr)
