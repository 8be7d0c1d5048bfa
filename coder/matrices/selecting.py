"""Filters: which evidence and which tags are counted at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from coder.codebook import Codebook
from coder.matrices.records import ParagraphRow, TagRow

Stale: TypeAlias = Literal["with", "without", "only"]


@dataclass(frozen=True, slots=True)
class Selection:
    """All that is said must hold; what is empty lets everything through.

    `witnesses` are names as in `ParagraphRow.speaker`, `codes` ids (a code is let through with those below
    it), `since` and `until` ISO dates, both included: what has no date is then left out.
    """

    sessions: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    codes: tuple[str, ...] = ()
    stale: Stale = "with"

    def paragraphs(self, rows: Iterable[ParagraphRow]) -> list[ParagraphRow]:
        return [row for row in rows if self._admits(row)]

    def _admits(self, row: ParagraphRow) -> bool:
        return (
            (not self.sessions or row.session in self.sessions)
            and (not self.witnesses or row.speaker in self.witnesses)
            and (not self.roles or row.role in self.roles)
            and (not self.since or self.since <= (row.date or ""))
            and (not self.until or "" < (row.date or "") <= self.until)
        )

    def tags(self, tags: Iterable[TagRow], codebook: Codebook) -> list[TagRow]:
        """The tags of the codes, stale ones as wanted; wherever they stand."""
        wanted = self._wanted(codebook) if self.codes else None
        stale = {"with": (True, False), "without": (False,), "only": (True,)}[self.stale]
        return [tag for tag in tags if (wanted is None or tag.code in wanted) and tag.stale in stale]

    def codebook(self, codebook: Codebook) -> Codebook:
        """The codes with all below them, under what is above them."""
        if not self.codes:
            return codebook
        kept = {one for code in self._wanted(codebook) for one in lineage(codebook, code)}
        return replace(codebook, codes=tuple(code for code in codebook.codes if code.id in kept))

    def _wanted(self, codebook: Codebook) -> set[str]:
        return {code for code in codebook.by_id if not set(self.codes).isdisjoint(lineage(codebook, code))}

    def in_words(self) -> tuple[str, ...]:
        """What is let through, a line for each filter; empty where everything is."""
        listed = (
            ("sessions", self.sessions), ("witnesses", self.witnesses), ("roles", self.roles),
            ("codes", self.codes),
        )  # fmt: skip
        lines = [f"{name}: {', '.join(values)}" for name, values in listed if values]
        if self.since or self.until:
            lines.append(f"dates: {self.since or 'the first'} to {self.until or 'the last'}")
        if self.stale != "with":
            lines.append(f"stale tags: {'left out' if self.stale == 'without' else 'nothing else'}")
        return tuple(lines)


def lineage(codebook: Codebook, code_id: str) -> list[str]:
    """A code and those above it, up to its theme."""
    line = [code_id]
    while (parent := codebook.by_id[line[-1]].parent) is not None:
        line.append(parent)
    return line
