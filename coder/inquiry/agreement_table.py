"""The figures of agreement as rows that are sorted, rolled up, and looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

from coder.codebook import Code
from coder.inquiry.agreeing import AgreementReport, Level, agreement, session_of_placed, verdict
from coder.inquiry.blindness import refuse_if_blind
from coder.inquiry.collecting import uncollected
from coder.inquiry.folder import Inquiry
from coder.inquiry.ratings import question_of

if TYPE_CHECKING:
    from coder.agreement import CodeAgreement, Estimate
    from coder.agreement.rollup import Applied

LEVELS: tuple[Level, ...] = ("code", "theme", "question", "session")
UNITS = {"code": "paragraphs", "theme": "paragraphs", "question": "questions", "session": "sessions"}
Column: TypeAlias = Literal["book", "name", "alpha", "ac1", "percent", "units", "coverage", "note"]
Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A code or theme with its figures; `of` are the units there are, of which two have read
    `figures.units`."""

    id: str
    name: str
    figures: CodeAgreement
    of: int

    @property
    def coverage(self) -> float:
        return self.figures.units / self.of if self.of else 0.0

    @property
    def note(self) -> str:
        """Why there is no figure, what warns of it, or what its interval allows one to say."""
        alpha, ac1 = self.figures.alpha, self.figures.ac1
        if ac1.flag == "code not used":
            return ac1.flag
        return alpha.reason or alpha.flag or verdict(alpha)


COEFFICIENTS = {
    "percent": "Percent agreement", "positive": "Positive agreement", "negative": "Negative agreement",
    "prevalence": "Prevalence index", "alpha": "Krippendorff's alpha", "ac1": "Gwet's AC1",
    "pabak": "PABAK", "fleiss": "Fleiss' kappa", "conger": "Conger's kappa",
}  # fmt: skip
OF_PAIRS = {"kappa": "Cohen's kappa", "scott": "Scott's pi", "bias": "Bias index"}
OVERALL = {
    "percent": "Percent agreement", "alpha": "Binary alpha, pooled", "jaccard": "Alpha of sets, Jaccard",
    "masi": "Alpha of sets, MASI", "mv_alpha": "Multi-valued alpha",
}  # fmt: skip
"""Fields, by whose figures they are, and what they are called."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient by its name, with the range that the margins leave it, where that is known."""

    name: str
    estimate: Estimate
    limits: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """What two coders said of a code: both put it, the first alone, the second alone, neither."""

    coders: tuple[str, str]
    table: tuple[int, int, int, int]
    figures: tuple[Figure, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Confused:
    """On how many paragraphs the first of a pair put one code where the other put another; an empty one
    stands for none."""

    first: str
    other: str
    paragraphs: int


class Table:
    """Agreement of all coders, or of one pair of them, at one level at a time."""

    def __init__(self, inquiry: Inquiry) -> None:
        """Raises CoderError where who asks codes blind, or nothing has been read by two."""
        refuse_if_blind(inquiry, "Agreement")
        self.inquiry = inquiry
        with uncollected():
            self._reports: dict[Pair | None, AgreementReport] = {None: agreement(inquiry)}
        self._rows: dict[tuple[Level, Pair | None], list[Row]] = {}

    @cached_property
    def coders(self) -> tuple[str, ...]:
        return self._reports[None].coders

    @cached_property
    def pairs(self) -> list[Pair]:
        return list(combinations(range(len(self.coders)), 2))

    def named(self, pair: Pair | None) -> tuple[str, ...]:
        """The coders of a pair; of none, all."""
        return self.coders if pair is None else (self.coders[pair[0]], self.coders[pair[1]])

    def report(self, pair: Pair | None) -> AgreementReport:
        if pair not in self._reports and pair is not None:
            whole = self._reports[None]
            self._reports[pair] = AgreementReport(whole.ratings.of(pair), whole.design)
        return self._reports[pair]

    def rows(self, level: Level, pair: Pair | None = None) -> list[Row]:
        """A row a code (a theme), in the order of the codebook."""
        if (level, pair) not in self._rows:
            from coder.agreement import agreement_by_code

            applied, named = self._rolled_up(level, pair)
            self._rows[level, pair] = [
                Row(code.id, code.name, figures, applied.shape[1])
                for code, figures in zip(named, agreement_by_code(applied), strict=True)
            ]
        return self._rows[level, pair]

    def _rolled_up(self, level: Level, pair: Pair | None) -> tuple[Applied, Sequence[Code]]:
        from coder.agreement import questions, themes

        report = self.report(pair)
        ratings = report.ratings
        if level == "code":
            return ratings.applied, ratings.codes
        if level == "theme":
            of_code = [report.theme_of(code.id) for code in ratings.codes]
            places = [[place for place, one in enumerate(of_code) if one == theme] for theme in report.themes]
            return themes(ratings.applied, places), [self._theme(theme) for theme in report.themes]
        label = question_of if level == "question" else session_of_placed
        return questions(ratings.applied, [label(one) for one in ratings.paragraphs])[0], ratings.codes

    def _theme(self, id: str) -> Code:
        return self.inquiry.codebook.by_id.get(id) or Code(id, "no theme")

    def codes_of(self, row: Row, level: Level) -> tuple[str, ...]:
        """The codes a row is made of."""
        if level != "theme":
            return (row.id,)
        report = self.report(None)
        return tuple(code.id for code in report.ratings.codes if report.theme_of(code.id) == row.id)

    def pooled(self, pair: Pair | None = None) -> Estimate:
        """Binary alpha over all codes of paragraphs."""
        from coder.agreement import pooled_binary_alpha

        return pooled_binary_alpha(self.report(pair).ratings.applied)

    def compared(self, pair: Pair | None = None) -> int:
        """How many paragraphs two have read."""
        return int(self.report(pair).ratings.compared.sum())

    # In full

    def in_full(self, row: Row) -> list[Figure]:
        """All coefficients of all the coders of a row."""
        return [Figure(name, getattr(row.figures, field)) for field, name in COEFFICIENTS.items()]

    def between(self, row: Row, level: Level, pair: Pair | None = None) -> Iterator[Between]:
        """Pair by pair, with why kappa is what it is."""
        from coder.agreement import agreement_by_pair, explanation, limits

        applied, named = self._rolled_up(level, pair)
        place, coders = [code.id for code in named].index(row.id), self.named(pair)
        for (one, other), of_codes in agreement_by_pair(applied[:, :, place : place + 1]).items():
            (said,) = of_codes
            bounds = limits(said.table)
            figures = tuple(
                Figure(name, getattr(said, field), bounds.get(field)) for field, name in OF_PAIRS.items()
            )
            why = explanation(said.table).replace("paragraphs", UNITS[level])
            yield Between((coders[one], coders[other]), said.table, figures, why)

    def together(self, pair: Pair | None = None) -> list[Figure]:
        """The coefficients over all codes."""
        from coder.agreement import overall_agreement

        found = overall_agreement(self.report(pair).ratings.applied)
        return [Figure(name, getattr(found, field)) for field, name in OVERALL.items()]

    # Which code was put for which

    def confused(self, pair: Pair) -> list[Confused]:
        """Which code the first of a pair put where the other put which, the most frequent first."""
        ratings = self.report(None).ratings
        names = [*(code.id for code in ratings.codes), ""]
        counts = self.report(None).confusion(pair)
        found = [
            Confused(names[one], names[other], int(counts[one, other]))
            for one, other in zip(*counts.nonzero(), strict=True) if one != other
        ]  # fmt: skip
        return sorted(found, key=lambda one: -one.paragraphs)

    def where_confused(self, pair: Pair, confused: Confused) -> tuple[str, ...]:
        """The paragraphs a confusion counts."""
        ratings = self.report(None).ratings
        places = {code.id: place for place, code in enumerate(ratings.codes)}
        first, other = ratings.applied[pair[0]], ratings.applied[pair[1]]
        judged = (first >= 0) & (other >= 0)
        sides = []
        for code, said, unsaid in ((confused.first, first, other), (confused.other, other, first)):
            only = judged & (said > 0) & (unsaid <= 0)
            sides.append(only[:, places[code]] if code else ~only.any(axis=1))
        return tuple(ratings.paragraphs[place].paragraph.id for place in (sides[0] & sides[1]).nonzero()[0])


SORTED_BY: dict[Column, Callable[[Row], float | str | None]] = {
    "name": lambda row: row.name.casefold(),
    "alpha": lambda row: row.figures.alpha.value,
    "ac1": lambda row: row.figures.ac1.value,
    "percent": lambda row: row.figures.percent.value,
    "units": lambda row: row.figures.units,
    "coverage": lambda row: row.coverage,
    "note": lambda row: row.note,
}


def ordered(rows: Sequence[Row], column: Column, backwards: bool = False) -> list[Row]:
    """Rows by a column, the smallest first; those without a figure last, either way."""
    if column == "book":
        return list(reversed(rows)) if backwards else list(rows)
    value = SORTED_BY[column]
    there = sorted((row for row in rows if value(row) is not None), key=value, reverse=backwards)  # type: ignore[arg-type]
    return [*there, *(row for row in rows if value(row) is None)]
