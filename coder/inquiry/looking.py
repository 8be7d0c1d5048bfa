"""A matrix looked at before one exports it: any rows by any columns, and the quotes behind each figure.

pandas is imported only here, and gathering is done in whatever thread asks for it, on a store of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.inquiry.adjudicating import AGREED
from coder.inquiry.blindness import see_as
from coder.inquiry.folder import Inquiry
from coder.inquiry.framework import summaries_of
from coder.inquiry.reports import gathered

if TYPE_CHECKING:
    from coder.matrices import Coding, Measure


@dataclass(frozen=True, slots=True)
class Choice:
    """What one looks at."""

    rows: str = "theme"
    columns: str = "witness"
    measure: Measure = "paragraphs"
    basis: str = "any"


@dataclass(frozen=True, slots=True)
class Looked:
    """A matrix ready to be drawn: ids and names of rows and columns, figures, totals that count once.

    `written` are the cells (row, column) that have a summary by somebody.
    """

    choice: Choice
    row_ids: tuple[str, ...]
    rows: tuple[str, ...]
    column_ids: tuple[str, ...]
    columns: tuple[str, ...]
    figures: tuple[tuple[float, ...], ...]
    row_totals: tuple[float, ...]
    column_totals: tuple[float, ...]
    total: float
    written: frozenset[tuple[int, int]] = frozenset()
    whose: str = ""
    """The basis in words."""

    @property
    def is_share(self) -> bool:
        return self.choice.measure.endswith("share")


@dataclass(frozen=True, slots=True)
class CellQuote:
    """A paragraph behind a figure, the codes that put it there, and what of it they quote."""

    paragraph: str
    citation: str
    speaker: str
    question: str
    text: str
    codes: tuple[str, ...]
    quoted: tuple[str, ...]


class Looking:
    """The coding of an inquiry as it was when it was gathered, from which matrices are made."""

    def __init__(self, inquiry: Inquiry) -> None:
        """Raises CoderError where nothing is tagged."""
        from coder.matrices import axes

        self._codings: dict[str, Coding] = {}
        self.said: dict[str, str] = {}
        """What is to be said of a basis: of `any` that it is one's own tags alone, while one codes blind."""
        for basis in ("any", AGREED):
            with suppress(CoderError) if basis == AGREED else nullcontext():
                self._codings[basis], self.said[basis] = gathered(inquiry, basis, "matrix")
        coding = self._codings["any"]
        self._names = {one.id: one.name for one in coding.codebook.codes}
        self._summaries = frozenset(summaries_of(inquiry))
        self.axes = tuple(axes(coding))
        agreed = (AGREED,) if AGREED in self._codings else ()
        self.bases = ("any", "majority", "all", *agreed, *sorted(set(coding.readings["coder"])))

    def look(self, choice: Choice) -> Looked:
        """Raises CoderError where there is no such axis or basis."""
        from coder.matrices import labels, matrix

        coding = self._based(choice)
        found = matrix(coding, choice.rows, choice.columns, choice.measure)
        down, across = labels(coding, choice.rows), labels(coding, choice.columns)
        figures = tuple(map(tuple, found.counts.to_numpy().tolist()))
        return Looked(
            choice, tuple(down), tuple(down.values()), tuple(across), tuple(across.values()), figures,
            tuple(found.row_totals.tolist()), tuple(found.column_totals.tolist()), found.total,
            frozenset(self._written(choice, tuple(down), tuple(across))), self._whose(choice.basis),
        )  # fmt: skip

    def quotes(self, choice: Choice, row: str | None, column: str | None) -> list[CellQuote]:
        """Those of a cell, by the ids of its row and column; None stands for all of them."""
        from coder.matrices import quotes

        coding = self._based(choice)
        found: dict[int, tuple[dict[str, None], dict[str, None]]] = {}
        listed = quotes(coding, choice.rows, choice.columns)
        keep = listed.row >= 0
        if row is not None:
            keep &= listed.row == listed.row_ids.index(row)
        if column is not None:
            keep &= listed.column == listed.column_ids.index(column)
        for place in keep.nonzero()[0].tolist():
            quote = listed[place]
            codes, quoted = found.setdefault(quote.paragraph, ({}, {}))
            codes |= dict.fromkeys(self._names[code] for code, _, _ in quote.tags)
            quoted |= dict.fromkeys(quote.quoted)
        return [self._quote(coding, place, *found[place]) for place in sorted(found)]

    def _quote(
        self, coding: Coding, place: int, codes: dict[str, None], quoted: dict[str, None]
    ) -> CellQuote:
        row = coding.evidence[place]
        return CellQuote(
            row.paragraph, row.citation, row.speaker or "", row.question_text or "", row.text, tuple(codes),
            tuple(quoted),
        )  # fmt: skip

    def _based(self, choice: Choice) -> Coding:
        from coder.matrices import based_on

        return based_on(self._codings.get(choice.basis, self._codings["any"]), choice.basis)

    def _whose(self, basis: str) -> str:
        return self.said.get(basis) or basis + self.said["any"].removeprefix("any")

    def _written(
        self, choice: Choice, rows: tuple[str, ...], columns: tuple[str, ...]
    ) -> Iterator[tuple[int, int]]:
        turned = (choice.rows, choice.columns) == ("theme", "witness")
        if turned or (choice.rows, choice.columns) == ("witness", "theme"):
            for at, row in enumerate(rows):
                for place, column in enumerate(columns):
                    if ((column, row) if turned else (row, column)) in self._summaries:
                        yield at, place


@contextmanager
def apart(inquiry: Inquiry, coder: str) -> Iterator[Inquiry]:
    """The same inquiry as a coder may see it, on a store of its own: a connection belongs to its thread."""
    with Inquiry(inquiry.folder, inquiry.settings) as own:
        see_as(own, coder)
        yield own


def gather_apart(inquiry: Inquiry, coder: str) -> Looking:
    """The coding as it is now, from any thread. Raises CoderError where nothing is tagged."""
    with apart(inquiry, coder) as own:
        return Looking(own)
