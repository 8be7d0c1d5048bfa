"""What a coder used last: to put it on again, and to find it first."""

from __future__ import annotations

from coder.codebook import Code
from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand

MOST = 9
"""So many codes are listed as used last, of those in the last hundred tags."""
TAGS = 100


def last_used(inquiry: Inquiry, coder: str) -> list[Code]:
    """The codes in use that a coder put on last, the latest first."""
    codes = inquiry.codebook.by_id
    found = (codes[one] for one in inquiry.store.journal.last_codes(coder, TAGS) if one in codes)
    return [code for code in found if code.in_use][:MOST]


def repeat(hand: Hand, paragraph: str) -> tuple[list[Entry], list[Code]]:
    """Put the codes of the paragraph tagged last on another, with their values, as one action.

    Returns the entries, none where all are there already, and the codes. Raises CoderError where no other
    paragraph has a code that can be put on.
    """
    journal, codes = hand.inquiry.store.journal, hand.inquiry.codebook.by_id
    last = journal.last_tagged(hand.coder, paragraph)
    marks = journal.marks(last, hand.coder) if last else {}
    found = [
        (codes[code], value.get("value")) for (kind, code), value in marks.items()
        if kind == "tag" and code in codes and codes[code].in_use
    ]  # fmt: skip
    if not found:
        raise CoderError("There is no other paragraph yet whose codes could be put on this one.")
    there = journal.marks(paragraph, hand.coder)
    new = [(code, value) for code, value in found if ("tag", code.id) not in there]
    return (hand.tag(paragraph, new) if new else []), [code for code, _ in found]
