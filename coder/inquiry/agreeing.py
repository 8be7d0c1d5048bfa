"""How far the coders agree: on codes, themes, questions and sessions, pair by pair, and over time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from coder.coding import again_of
from coder.inquiry.folder import Inquiry
from coder.inquiry.ratings import Cluster, Ratings, gather_ratings, question_of, witness_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from coder.agreement import Agreement, Bootstrap, Estimate, OverallAgreement
    from coder.store.index import Placed

Level: TypeAlias = Literal["code", "theme", "question", "session"]
Ordered: TypeAlias = Literal["ordinal", "interval", "ratio"]
ORDERED: tuple[Ordered, ...] = ("ordinal", "interval", "ratio")
Scale: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]

RELIABLE, TENTATIVE = 0.800, 0.667
"""Krippendorff 2004; held against the lower bound of alpha's interval, not against alpha."""

BATCH, BATCHES = 60, 10
"""Paragraphs of a batch of reading order at least, so that it may show an interval, and batches at most."""


@dataclass(frozen=True, slots=True)
class Design:
    """What paragraphs stand together in the intervals, and how many resamplings there are beside them."""

    cluster: Cluster | None = None
    draws: int = 0
    seed: int = 20140203

    @property
    def bootstrap(self) -> Bootstrap | None:
        from coder.agreement import Bootstrap

        return Bootstrap(self.draws, self.seed) if self.draws else None


PLAIN = Design()


@dataclass(frozen=True, slots=True)
class Batch:
    """Paragraphs that were read one after the other: `first` and `last` count from 1, in the order in which
    they came to have been read by two coders."""

    first: int
    last: int
    overall: OverallAgreement


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of two coders, over `units` codes on paragraphs for which both quoted passages."""

    units: int
    overlap: Estimate
    alpha: Estimate


@dataclass(frozen=True)
class AgreementReport:
    """Agreement over the paragraphs of the inquiry's roles; what is asked for is computed then.

    Codes that only head a group and that nobody used are left out.
    """

    ratings: Ratings
    design: Design

    @property
    def coders(self) -> tuple[str, ...]:
        return self.ratings.coders

    @cached_property
    def agreement(self) -> Agreement:
        """Of each code, on paragraphs."""
        from coder.agreement import code_agreement

        return code_agreement(self.ratings.applied, self.clusters, self.design.bootstrap)

    @cached_property
    def clusters(self) -> list[str] | None:
        """The label of each paragraph's cluster, where paragraphs are taken to hang together."""
        if self.design.cluster is None:
            return None
        label = question_of if self.design.cluster == "question" else witness_of(self.ratings.inquiry)
        return [label(placed) for placed in self.ratings.paragraphs]

    # Other levels

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """The ids of the themes that have codes here, in the order of the codebook; empty for no theme."""
        return tuple(dict.fromkeys(self.theme_of(code.id) for code in self.ratings.codes))

    def theme_of(self, code: str) -> str:
        book = self.ratings.inquiry.codebook
        return book.theme_of(code).id if code in book.by_id else ""

    @cached_property
    def by_theme(self) -> Agreement:
        """Of each theme, on paragraphs: a tag of any code of the theme."""
        from coder.agreement import code_agreement, themes

        of_code = [self.theme_of(code.id) for code in self.ratings.codes]
        places = [[place for place, one in enumerate(of_code) if one == theme] for theme in self.themes]
        applied = themes(self.ratings.applied, places)
        return code_agreement(applied, self.clusters, self.design.bootstrap)

    @cached_property
    def by_question(self) -> Agreement:
        """Of each code, on questions: a tag on any paragraph that answers it."""
        return self._grouped(question_of, self.clusters)

    @cached_property
    def by_session(self) -> Agreement:
        """Of each code, on sessions: a tag on any of its paragraphs."""
        return self._grouped(session_of_placed, None)

    def _grouped(self, label: Callable[[Placed], str], clusters: list[str] | None) -> Agreement:
        """Of each code on groups of paragraphs; a group is in the cluster of its first paragraph."""
        from coder.agreement import code_agreement, questions

        labels = [label(placed) for placed in self.ratings.paragraphs]
        applied, names = questions(self.ratings.applied, labels)
        kept = [clusters[labels.index(name)] for name in names.tolist()] if clusters else None
        return code_agreement(applied, kept, self.design.bootstrap)

    @cached_property
    def within_sessions(self) -> dict[str, OverallAgreement]:
        """Over all codes, on the paragraphs of each session in which two have read any."""
        import numpy as np

        sessions = np.array([placed.session for placed in self.ratings.paragraphs])
        compared = dict.fromkeys(sessions[self.ratings.compared].tolist())
        return {slug: self._overall(sessions == slug) for slug in compared}

    def _overall(self, places: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> OverallAgreement:
        """Over all codes, on some paragraphs."""
        import numpy as np

        from coder.agreement import overall_agreement

        labels = None if self.clusters is None else np.array(self.clusters)[places]
        return overall_agreement(self.ratings.applied[:, places], labels, self.design.bootstrap)

    # Scales and choices

    @cached_property
    def scales(self) -> dict[str, dict[Scale, Estimate]]:
        """Alpha of the steps put, for each code with a scale: a paragraph without a step is missing."""
        import numpy as np

        from coder.agreement import krippendorff_alpha, krippendorff_alpha_of_values

        found: dict[str, dict[Scale, Estimate]] = {}
        for place, steps in self.ratings.steps.items():
            code, rated = self.ratings.codes[place], steps.T
            numbers = np.where(rated > 0, rated.astype(float), np.nan)
            wanted = (self.clusters, self.design.bootstrap)
            nominal = krippendorff_alpha(rated.astype(int) - 1, max(1, len(code.values)), *wanted)
            found[code.id] = {"nominal": nominal}
            for scale in ORDERED:
                found[code.id][scale] = krippendorff_alpha_of_values(numbers, scale, *wanted)
        return found

    @cached_property
    def choices(self) -> dict[str, Estimate]:
        """Nominal alpha of which code was chosen, none being a choice, for each theme of codes that exclude
        each other."""
        from coder.agreement import krippendorff_alpha
        from coder.agreement.rollup import choice

        found = {}
        for theme in self.ratings.inquiry.codebook.themes:
            codes = [
                place for place, code in enumerate(self.ratings.codes)
                if theme.choose == "one" and code.parent == theme.id
            ]  # fmt: skip
            if codes:
                rated = choice(self.ratings.applied[:, :, codes])
                found[theme.id] = krippendorff_alpha(
                    rated, len(codes) + 1, self.clusters, self.design.bootstrap
                )
        return found

    # After adjudication, and which code was put for which

    @cached_property
    def after(self) -> AgreementReport | None:
        """With the differences decided that are; None where nothing is. No measure of reliability: that is
        the figure from before."""
        from coder.inquiry.adjudicating import decided

        decisions = decided(self.ratings.inquiry)
        return AgreementReport(self.ratings.settled(decisions), self.design) if decisions else None

    def confusion(self, pair: tuple[int, int]) -> npt.NDArray[np.integer[Any]]:
        """Which code the first of a pair put where the second put which: see `coder.agreement.confusion`."""
        from coder.agreement.confusion import confusion

        return confusion(self.ratings.applied[pair[0]], self.ratings.applied[pair[1]])

    # Time, quotes, the same coder again

    @cached_property
    def drift(self) -> tuple[Batch, ...]:
        """Over all codes, batch by batch of the paragraphs two have read, as they came to be so."""
        import numpy as np

        from coder.agreement import batches

        second = np.sort(self._reached(), axis=0)[1]
        compared = np.flatnonzero(np.isfinite(second))
        number = max(1, min(BATCHES, len(compared) // BATCH))
        batch = batches(second[compared], number)
        last = np.bincount(batch, minlength=number).cumsum().tolist()
        return tuple(
            Batch(first + 1, end, self._overall(compared[batch == place]))
            for place, (first, end) in enumerate(zip([0, *last], last, strict=False))
        )

    def _reached(self) -> npt.NDArray[np.float64]:
        """When each coder first read each paragraph, on the journal's clock; infinity where not."""
        import numpy as np

        found = np.full(self.ratings.applied.shape[:2], np.inf)
        coders = {coder: place for place, coder in enumerate(self.coders)}
        rows = {placed.paragraph.id: place for place, placed in enumerate(self.ratings.paragraphs)}
        for coder, paragraph, at in self.ratings.inquiry.store.journal.first_read():
            if coder in coders and paragraph in rows:
                found[coders[coder], rows[paragraph]] = at
        found[(self.ratings.applied < 0).all(axis=2)] = np.inf
        return found

    @cached_property
    def overlaps(self) -> dict[tuple[int, int], Overlap]:
        """How far the passages quoted for the same code on the same paragraph overlap, for each pair; their
        paragraphs are left out whole."""
        return {pair: self._overlap(pair) for pair in combinations(range(len(self.coders)), 2)}

    def _overlap(self, pair: tuple[int, int]) -> Overlap:
        from coder.agreement import span_alpha, span_overlap

        one, other = pair
        both = [(where, by) for where, by in self.ratings.spans.items() if one in by and other in by]
        placed = [self.ratings.paragraphs[paragraph] for (paragraph, _), _ in both]
        labels = [self.clusters[paragraph] if self.clusters else str(paragraph) for (paragraph, _), _ in both]
        lengths = [
            max(len(found.paragraph.text), *(end for spans in (by[one], by[other]) for _, end in spans))
            for found, (_, by) in zip(placed, both, strict=True)
        ]  # a span quoted from a longer text, before a correction, may reach beyond the present one
        first, second = [by[one] for _, by in both], [by[other] for _, by in both]
        return Overlap(
            len(both),
            span_overlap(first, second, labels, self.design.bootstrap),
            span_alpha(first, second, lengths, labels, self.design.bootstrap),
        )


def session_of_placed(placed: Placed) -> str:
    return placed.session


def agreement(
    inquiry: Inquiry, design: Design = PLAIN, coders: Collection[str] = (), sessions: Collection[str] = ()
) -> AgreementReport:
    """Agreement of these coders (all) in these sessions (all); `gather_ratings` says what is refused."""
    return AgreementReport(gather_ratings(inquiry, coders, sessions), design)


def agreement_with_oneself(inquiry: Inquiry, design: Design = PLAIN) -> dict[str, AgreementReport]:
    """For each coder who coded a part again, how far the second coding is as the first."""
    seconds = [(coder, again_of(coder)) for coder in inquiry.store.journal.coders()]
    pairs = [(first, coder) for coder, first in seconds if first]
    return {coder: agreement(inquiry, design, pair) for pair in pairs for coder in pair[1:]}


def verdict(alpha: Estimate) -> str:
    """What the lower bound of alpha's interval allows one to say; empty where there is no interval."""
    if alpha.shown is None:
        return ""
    low, _ = alpha.shown
    if low >= RELIABLE:
        return "reliable"
    return "tentative" if low >= TENTATIVE else "below 0.667"
