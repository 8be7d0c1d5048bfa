"""The report as a file of the form its name asks for, and as an object of JSON."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from coder.document.content import Document, Heading
from coder.document.write import rendered
from coder.errors import CoderError
from coder.inquiry.agreement_forms import as_json
from coder.inquiry.agreement_report.compose import compose
from coder.inquiry.agreement_report.facts import Facts
from coder.inquiry.agreement_report.tidy import every_figure
from coder.inquiry.folder import write_beside

FORMS = (".docx", ".html", ".xlsx", ".md", ".json")


def report_form(path: Path) -> str:
    """The form a path asks for. Raises CoderError where there is none."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise CoderError(f"{path}: the report's name must end in {', '.join(FORMS)}.")
    return form


def write_report(path: Path, facts: Facts, made: datetime) -> None:
    """Write the report whole or not at all; the bytes follow from the coding and `made`.

    Raises CoderError where the name asks for no form, or the file cannot be written.
    """
    form = report_form(path)
    if form == ".xlsx":
        _workbook(path, compose(facts, made), facts)
        return
    content = _lines(as_data(facts)) if form == ".json" else rendered(compose(facts, made), form)
    try:
        write_beside(path, content)
    except OSError as error:
        why = error.strerror or error
        raise CoderError(f"{path}: cannot be written ({why}); choose another place.") from None


def as_data(facts: Facts) -> dict[str, Any]:
    """Everything, as `coder agreement --json` prints it."""
    return as_json(facts.report, dict(facts.again)) | facts.to_json()


def _lines(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _workbook(path: Path, document: Document, facts: Facts) -> None:
    from dataclasses import replace

    from coder.workbook.document import write_document

    figures = (Heading(1, "Every figure", "figures"), every_figure(facts))
    write_document(path, replace(document, blocks=(*document.blocks, *figures)))
