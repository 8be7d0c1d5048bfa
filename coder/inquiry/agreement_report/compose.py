"""The sections of the report in their order."""

from __future__ import annotations

from datetime import datetime

from coder import __version__
from coder.document.content import Block, Document
from coder.evidence.dates import in_words
from coder.inquiry.agreement_report.design import methods
from coder.inquiry.agreement_report.differences import (
    adjudicated,
    confused,
    disagreements,
    once_more,
    over_time,
    quoted,
)
from coder.inquiry.agreement_report.facts import Facts
from coder.inquiry.agreement_report.figures import results
from coder.inquiry.agreement_report.standards import standards


def compose(facts: Facts, made: datetime, most: int | None = None) -> Document:
    """The report as a document, with the first `most` disagreements and confusions (all)."""
    parts = [
        methods(facts), results(facts), over_time(facts), adjudicated(facts), once_more(facts), quoted(facts),
        confused(facts, most), disagreements(facts, most), standards(),
    ]  # fmt: skip
    blocks: list[Block] = [block for part in parts for block in part]
    name = facts.report.ratings.inquiry.name
    day = in_words(made.date().isoformat())
    return Document(
        f"{name}: agreement between coders", "Reliability of the coding, before adjudication", made,
        f"{name}, {day}, evidence coder {__version__}", tuple(blocks),
    )  # fmt: skip
