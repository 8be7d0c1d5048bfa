"""The outputs that an archive holds, made at the moment of archiving as the commands make them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.mask import Mask
from coder.inquiry.reports import report_of, tags_of, write_tables
from coder.inquiry.selecting import EVERYTHING
from coder.inquiry.summarising import Wanted, write_summary

TAGS = ("coder", "session", "paragraph", "citation", "speaker", "code", "code name", "step", "quoted")


def write_outputs(inquiry: Inquiry, folder: Path, made: datetime, mask: Mask) -> dict[str, str]:
    """Write them into a folder; of each that there is none of why not, by its name."""
    why_not: dict[str, str] = {}
    without = "" if mask.is_open else " --anonymise"

    def workbook() -> None:
        from coder.workbook import write_workbook

        command = f"coder matrix -o theme-matrix.xlsx --basis any{without}"
        report = report_of(inquiry, "any", command, mask, wanted=EVERYTHING)
        report = replace(report, provenance=replace(report.provenance, made=made))
        write_workbook(folder / "theme-matrix.xlsx", report)
        write_tables(report, folder / "tables", "csv")

    def summary() -> None:
        command = f"coder summary -o summary.html{without}"
        write_summary(inquiry, folder / "summary.html", Wanted(), command, mask, made=made)

    def agreement() -> None:
        from coder.inquiry.agreeing import PLAIN, agreement_with_oneself
        from coder.inquiry.agreeing import agreement as agreed
        from coder.inquiry.agreement_report import Facts, write_report

        facts = Facts(agreed(inquiry), agreement_with_oneself(inquiry, PLAIN), mask)
        write_report(folder / "agreement.html", facts, made)
        write_report(folder / "agreement.json", facts, made)

    def tags() -> None:
        (folder / "tags.csv").write_bytes(_tags(inquiry, mask))

    made_by: dict[str, Callable[[], None]] = {
        "tags.csv": tags, "theme-matrix.xlsx and tables/": workbook, "summary.html": summary,
        "agreement.html and agreement.json": agreement,
    }  # fmt: skip
    for name, make in made_by.items():
        try:
            make()
        except CoderError as error:
            why_not[name] = mask.text(str(error))
    return why_not


def _tags(inquiry: Inquiry, mask: Mask) -> bytes:
    """Every tag in force, a line each, by coder, session and place."""
    from coder.workbook.tables import EVALUATED

    tags, _ = tags_of(inquiry, "any")
    index, names = inquiry.store.index, {code.id: code.name for code in inquiry.codebook.codes}
    placed = index.paragraphs(sorted({tag.paragraph for tag in tags}))
    lines = []
    for tag in tags:
        if tag.paragraph not in placed:
            continue
        at = placed[tag.paragraph]
        said, text = at.paragraph, at.paragraph.text
        found = (span.now(text) for span in tag.spans)
        quoted = mask.passages(text, at.session, [place for place in found if place])
        shown = mask.text(text, at.session)
        lines.append(((tag.coder, at.session, at.position, tag.code), (
            tag.coder, mask.subject(at.session), mask.subject(tag.paragraph), mask.text(said.citation),
            mask.person(said.speaker) if said.speaker else "", tag.code, mask.text(names.get(tag.code, "")),
            "" if tag.value is None else str(tag.value),
            " […] ".join(shown[start:end] for start, end in quoted),
        )))  # fmt: skip
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(TAGS)
    for _, line in sorted(lines):
        table.writerow([f"'{cell}" if cell.startswith(EVALUATED) else cell for cell in line])
    return out.getvalue().encode("utf-8-sig", "replace")
