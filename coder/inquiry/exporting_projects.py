"""The inquiry written as a REFI-QDA project or codebook; docs/exchange.md says what stands where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from coder.inquiry.folder import Inquiry, beside
from coder.inquiry.mask import OPEN, Mask
from coder.inquiry.projecting import EVERYTHING, Projecting, Wanted


@dataclass(frozen=True)
class Exported:
    """What was written, in words, and what has no place in it, how many of each."""

    path: Path
    what: str
    left_out: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        return [
            f"{self.path}: written, {self.what}",
            *(f"  left out: {number} {what}" for what, number in sorted(self.left_out.items())),
        ]


def export_project(
    inquiry: Inquiry, path: Path, wanted: Wanted = EVERYTHING, mask: Mask = OPEN, made: datetime | None = None
) -> Exported:
    """Write a `.qdpx`, as made at that moment (now).

    Raises CoderError where what is wanted is not there, nothing may be shown, or the file cannot be written.
    """
    from coder.exchange.refi.writing import ProjectWriter
    from coder.inquiry.collecting import uncollected

    at = (made or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    with uncollected(), beside(path) as part, part.open("wb") as file:
        project = Projecting(inquiry, wanted, mask, at)
        with ProjectWriter(file, wanted.line_end) as writer:
            for source, selections in project.sources():
                writer.source(source, selections)
            writer.finish(project.around())
    return Exported(path, project.in_words(), project.left_out)


def export_codebook(inquiry: Inquiry, path: Path, mask: Mask = OPEN) -> Exported:
    """Write the codebook in force as a `.qdc`. Raises CoderError where it cannot be written."""
    from coder import __version__
    from coder.exchange.refi.conventions import ORIGIN, guids
    from coder.exchange.refi.records import Written
    from coder.exchange.refi.writing_codebook import write_codebook

    book = mask.codebook(inquiry.codebook)
    with beside(path) as part, part.open("wb") as file:
        written = Written(book.codes, guids(mask.text(inquiry.name)))
        write_codebook(file, written, f"{ORIGIN}{__version__}")
    return Exported(path, f"{len(book.codes)} codes")
