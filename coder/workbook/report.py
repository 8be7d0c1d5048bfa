"""What a workbook is made from, beside the counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from coder.matrices import Coding, Measure


@dataclass(frozen=True, slots=True)
class CoderLine:
    """One coder's part: paragraphs read of `total`, and tags put."""

    initials: str
    read: int
    total: int
    tags: int


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session and the revision of its transcript that was counted. `date` is ISO."""

    slug: str
    title: str
    date: str | None
    revision: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the workbook was made. `roles` are those of the paragraphs one codes; `filters` a line each."""

    inquiry: str
    made: datetime
    basis: str
    coders: tuple[CoderLine, ...]
    sessions: tuple[SessionLine, ...]
    codebook: str
    codebook_revision: str
    command: str
    version: str
    roles: tuple[str, ...] = ("answer", "opening", "statement", "closing")
    filters: tuple[str, ...] = ()
    whose: str = ""
    """The basis in words: how many differences are open, or that it is one coder's alone, who codes blind."""
    stale: int = 0
    """Tags that count though their code has another meaning now."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A matrix of one's own: what stands down and across, and what is counted."""

    rows: str
    columns: str
    measure: Measure = "paragraphs"


@dataclass(frozen=True, slots=True)
class CellSummary:
    """What an analyst wrote of a witness on a theme, with the citations it rests on, and who wrote it."""

    text: str
    citations: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """Agreement on a code, or on all codes together (no theme); None where a figure is not defined.

    `said` is what its interval allows one to say, or why there is no figure.
    """

    code: str
    theme: str
    units: int
    percent: float | None
    alpha: float | None
    low: float | None
    high: float | None
    ac1: float | None
    said: str


@dataclass(frozen=True)
class Report:
    """All that a workbook holds. `summaries` are by witness and id of theme; of more than one, each stands.

    `agreement` is empty where there is none to show, and `no_agreement` then says why.
    """

    coding: Coding
    provenance: Provenance
    chosen: Chosen | None = None
    summaries: Mapping[tuple[str, str], tuple[CellSummary, ...]] = field(default_factory=dict)
    agreement: tuple[AgreementLine, ...] = ()
    no_agreement: str = ""
