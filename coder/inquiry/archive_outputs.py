"""The outputs that an archive holds, made at the moment of archiving as the commands make them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.mask import Mask
from coder.inquiry.reports import report_of, tags_of, write_tables
from coder.inquiry.selecting import EVERYTHING
from coder.inquiry.summarising import Wanted, write_summary

if TYPE_CHECKING:
    from coder.inquiry.agreement_report import Facts
    from coder.workbook import Report

TAGS = ("coder", "session", "paragraph", "citation", "speaker", "code", "code name", "step", "quoted")


def write_outputs(inquiry: Inquiry, folder: Path, made: datetime, mask: Mask) -> dict[str, str]:
    """Write them into a folder; of what there is nothing to make of, by its name, why.

    Raises CoderError where a file cannot be written.
    """
    without = "" if mask.is_open else " --anonymise"
    why_not: dict[str, str] = {}
    (folder / "tags.csv").write_bytes(_tags(inquiry, mask))
    try:
        command = f"coder matrix -o theme-matrix.xlsx --basis any{without}"
        report = report_of(inquiry, "any", command, mask, wanted=EVERYTHING)
    except CoderError as error:
        why_not["theme-matrix.xlsx, tables/ and summary.html"] = mask.text(str(error))
    else:
        _write_matrix(report, folder, made)
        command = f"coder summary -o summary.html{without}"
        write_summary(inquiry, folder / "summary.html", Wanted(), command, mask, made=made)
    try:
        facts = _agreement(inquiry, mask)
    except CoderError as error:
        why_not["agreement.html and agreement.json"] = mask.text(str(error))
    else:
        from coder.inquiry.agreement_report import write_report

        write_report(folder / "agreement.html", facts, made)
        write_report(folder / "agreement.json", facts, made)
    return why_not


def _write_matrix(report: Report, folder: Path, made: datetime) -> None:
    from coder.workbook import write_workbook

    report = replace(report, provenance=replace(report.provenance, made=made))
    write_workbook(folder / "theme-matrix.xlsx", report)
    write_tables(report, folder / "tables", "csv")


def _agreement(inquiry: Inquiry, mask: Mask) -> Facts:
    from coder.inquiry.agreeing import PLAIN, agreement, agreement_with_oneself
    from coder.inquiry.agreement_report import Facts

    return Facts(agreement(inquiry), agreement_with_oneself(inquiry, PLAIN), mask)


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
