"""What is counted, as plain records: paragraphs with what surrounds them, and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coder.evidence.model import Role


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """A paragraph with what surrounds it. `date` is ISO, `position` its place in the whole inquiry.

    `speaker` names a person of the inquiry, the same in each session and no other; `attributes` are those
    that users gave the person; `full_citation` is the form for quoting.
    """

    paragraph: str
    session: str
    session_title: str
    date: str | None
    item: str
    item_heading: str
    question: str | None
    question_number: str | None
    question_text: str | None
    role: Role
    speaker: str | None
    organisation: str | None
    citation: str
    text: str
    position: int
    from_witness: bool = True
    """False where the speaker is known and is no witness, as the chair is."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    full_citation: str = ""
    kind: str = ""
    """Of the speaker: witness, member, official or other; empty where it is as `from_witness` says."""


@dataclass(frozen=True, slots=True)
class TagRow:
    """A code put on a paragraph by a coder; `value` is a step of the code's scale, from 1.

    `quoted` are the passages it stands on, each with where it begins in the paragraph. A tag is `stale`
    where its code had another meaning when it was put.
    """

    paragraph: str
    code: str
    coder: str
    value: int | None = None
    quoted: tuple[tuple[int, str], ...] = ()
    stale: bool = False
