"""What a repository asks for beside the data: an inquiry's `deposit.toml`, and what comes of it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coder import __version__
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.mask import Mask

DEPOSIT = "deposit.toml"
TEMPLATE = """\
# What a repository asks for when the inquiry is lodged there. Fill it in, then archive again:
# `coder archive` puts it into the archive's README.txt and metadata.json.
title = ""        # of the data set; the inquiry's name where this is empty
creators = []     # such as ["Adeyemi, Ruth", "Wren, Tomasz"]
contact = ""
description = ""
licence = ""      # such as "CC BY 4.0", or on what terms it may be used
access = ""       # open, safeguarded, closed until when; who decides
consent = ""      # what witnesses and coders were told and agreed to, on what ground the evidence is kept
ethics = ""       # who approved it, under which reference
funding = ""
related = ""      # the report, the committee's page, other data
"""
TITLES = {
    "description": "Description", "creators": "Creators", "contact": "Contact", "licence": "Licence",
    "access": "Access", "consent": "Consent", "ethics": "Ethics", "funding": "Funding",
    "related": "Related",
}  # fmt: skip
OPEN = "(to be filled in: see deposit.toml)"


@dataclass(frozen=True, slots=True)
class Deposit:
    """What `deposit.toml` says; `data` is the file, or the blank one."""

    said: dict[str, str | list[str]]
    data: bytes

    def text(self, key: str) -> str:
        value = self.said.get(key, "")
        return value if isinstance(value, str) else "; ".join(value)

    def blank(self) -> list[str]:
        return [key for key in TITLES if not self.text(key)]


def read_deposit(folder: Path) -> Deposit:
    """Read it, where there is one. Raises CoderError where it is not as the blank one is."""
    path = folder / DEPOSIT
    try:
        data = path.read_bytes() if path.exists() else TEMPLATE.encode()
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CoderError(f"{path}: not valid TOML: {error}.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
    for key, value in said.items():
        if key not in (*TITLES, "title"):
            raise CoderError(f"{path}: there is no field {key}; there are title, {', '.join(TITLES)}.")
        many = key == "creators" and isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not many and (key == "creators" or not isinstance(value, str)):
            what = 'a list such as ["Adeyemi, Ruth"]' if key == "creators" else "a text in quotes"
            raise CoderError(f"{path}: {key} is {what}.")
    return Deposit(said, data)


def metadata(inquiry: Inquiry, deposit: Deposit, made: datetime, mask: Mask) -> bytes:
    """`metadata.json`, with the names of DataCite 4.5 (https://schema.datacite.org/meta/kernel-4.5/)."""
    heads = inquiry.store.index.sessions()
    days = sorted(head.date for head in heads if head.date)
    title = deposit.text("title") or inquiry.name
    creators = deposit.said.get("creators") or []
    dates = [{"date": made.date().isoformat(), "dateType": "Created"}]
    if days:
        dates.append({"date": f"{days[0]}/{days[-1]}", "dateType": "Collected"})
    what = f"Committee evidence of {len(heads)} sessions, coded paragraph by paragraph against a codebook."
    found: dict[str, Any] = {
        "titles": [{"title": mask.text(title)}],
        "creators": [{"name": mask.text(name)} for name in creators],
        "publicationYear": str(made.year),
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Coded committee evidence"},
        "dates": dates,
        "descriptions": [
            {"descriptionType": "Abstract", "description": mask.text(deposit.text("description") or what)}
        ],
        "rightsList": [{"rights": mask.text(text)} for text in [deposit.text("licence")] if text],
        "subjects": [{"subject": mask.text(theme.name)} for theme in inquiry.codebook.themes],
        "formats": ["text/markdown", "application/x-ndjson", "text/csv", "application/yaml", "text/html",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
        "fundingReferences": [{"funderName": mask.text(text)} for text in [deposit.text("funding")] if text],
        "contact": mask.text(deposit.text("contact")),
        "access": mask.text(deposit.text("access")),
        "consent": mask.text(deposit.text("consent")),
        "ethics": mask.text(deposit.text("ethics")),
        "software": f"evidence coder {__version__}",
        "toBeFilledIn": deposit.blank(),
    }  # fmt: skip
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
