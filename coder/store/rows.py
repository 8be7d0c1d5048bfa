"""Rows of the index as what they mean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coder.evidence.model import Paragraph

if TYPE_CHECKING:
    from coder.evidence.appearances import Appearance

HEAD = ("committee", "body", "sha256", "reference")


@dataclass(frozen=True, slots=True)
class SessionHead:
    """A session as a list shows it. `paragraphs` counts all of them, whatever their role."""

    slug: str
    title: str
    date: str | None
    committee: str
    body: str
    sha256: str
    """Of the document as received."""
    paragraphs: int
    revision: str
    reference: str | None = None
    citations: str = "minutes"
    """The preset of its style."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph with where it stands: `position` counts from 0 within its session."""

    session: str
    position: int
    item: str
    paragraph: Paragraph


def appearance_of(row: Any) -> Appearance:
    from coder.evidence.appearances import Appearance

    values = {name: row[name] for name in Appearance.__slots__}
    return Appearance(**values | {"labels": tuple(json.loads(row["labels"]))})


def head_of(row: Any) -> SessionHead:
    head = json.loads(row["head"])
    return SessionHead(
        slug=row["slug"], title=row["title"], date=row["date"], paragraphs=row["paragraphs"],
        revision=row["revision"], **head,
    )  # fmt: skip


def placed_of(row: Any) -> Placed:
    paragraph = Paragraph(
        id=row["id"], role=row["role"], text=row["text"], number=row["number"], citation=row["citation"],
        question=row["question"], speaker=row["speaker"], label=row["label"],
    )  # fmt: skip
    return Placed(row["session"], row["position"], row["item"], paragraph)
