"""What a summary in Word costs beyond its words."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import UTC, datetime

from benchmarks.harness import Benchmark, Samples, timed
from benchmarks.inquiries import TEXT
from coder.document.content import Document, Heading, Quote

QUOTES = 1000


@contextmanager
def _summary_word() -> Samples:
    """Both sides write the same paragraphs in the same styles, the baseline by `add_paragraph`."""
    import docx

    from coder.document.word import word

    quotes = [
        Quote(
            TEXT.format(number=number),
            f"Witness {number}, A charity (7({number}), session of 3 February 2014)",
            f"measured/7.{number}",
        )
        for number in range(QUOTES)
    ]  # fmt: skip
    made = datetime(2026, 3, 4, tzinfo=UTC)
    document = Document("Measured", "Draft", made, "Measured", (Heading(1, "Theme", "theme"), *quotes))

    def baseline() -> None:
        plain = docx.Document()
        plain.add_paragraph(document.title, "Title")
        plain.add_paragraph(document.subject, "Subtitle")
        plain.add_paragraph("Theme", "Heading 1")
        for quote in quotes:
            plain.add_paragraph(f"“{quote.text}”", "Quote")
            plain.add_paragraph(quote.source, "Caption")
        plain.save(io.BytesIO())

    yield timed(lambda: word(document)), timed(baseline)


SUMMARIES = (
    Benchmark(
        "summary-word", 1.5, "1,000 quotes as a summary in Word over python-docx adding the same paragraphs",
        _summary_word,
    ),
)  # fmt: skip
