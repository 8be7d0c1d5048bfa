"""How far the coders agree: on codes, themes, questions and sessions, pair by pair, and over time."""

from __future__ import annotations

from collections.abc import Collection
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
    from coder.agreement.overlap import Overlap
    from coder.store.index import Placed

Level: TypeAlias = Literal["code", "theme", "question", "session"]
Ordered: TypeAlias = Literal["ordinal", "interval", "ratio"]
ORDERED: tuple[Ordered, ...] = ("ordinal", "interval", "ratio")
Scale: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]

RELIABLE, TENTATIVE = 0.800, 0.667
"""Krippendorff 2004; held against the lower bound of alpha's interval, not against alpha."""

BATCH, BATCHES = 50, 10
"""Paragraphs of a batch of reading order at least, and batches at most."""


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
        import numpy as np

        from coder.agreement import code_agreement
        from coder.agreement.rollup import by_theme

        theme = [self.themes.index(self.theme_of(code.id)) for code in self.ratings.codes]
        applied = by_theme(self.ratings.applied, np.array(theme, dtype=np.int64), len(self.themes))
        return code_agreement(applied, self.clusters, self.design.bootstrap)

    @cached_property
    def by_question(self) -> Agreement:
        """Of each code, on questions: a tag on any paragraph that answers it."""
        return self._grouped(*self.ratings.groups(question_of), self.clusters)

    @cached_property
    def by_session(self) -> Agreement:
        """Of each code, on sessions: a tag on any of its paragraphs."""
        return self._grouped(*self.ratings.groups(session_of_placed), None)

    def _grouped(
        self, group: npt.NDArray[np.int64], labels: tuple[str, ...], clusters: list[str] | None
    ) -> Agreement:
        """Of each code on groups of paragraphs; a group is in the cluster of its first paragraph."""
        import numpy as np

        from coder.agreement import code_agreement
        from coder.agreement.rollup import by_group

        first = np.unique(group, return_index=True)[1]
        kept = [clusters[place] for place in first] if clusters else None
        applied = by_group(self.ratings.applied, group, len(labels))
        return code_agreement(applied, kept, self.design.bootstrap)

    @cached_property
    def within_sessions(self) -> dict[str, OverallAgreement]:
        """Over all codes, on the paragraphs of each session in which two have read any."""
        group, slugs = self.ratings.groups(session_of_placed)
        chosen = {slug: group == place for place, slug in enumerate(slugs)}
        return {
            slug: self._overall(places) for slug, places in chosen.items()
            if self.ratings.compared[places].any()
        }  # fmt: skip

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
        from coder.agreement.rollup import chosen

        found = {}
        for theme in self.ratings.inquiry.codebook.themes:
            codes = [
                place for place, code in enumerate(self.ratings.codes)
                if theme.choose == "one" and code.parent == theme.id
            ]  # fmt: skip
            if codes:
                rated = chosen(self.ratings.applied[:, :, codes])
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

        since = np.sort(self._reached(), axis=0)
        order = np.argsort(since[1], kind="stable")[: int(np.isfinite(since[1]).sum())]
        batches = np.array_split(order, max(1, min(BATCHES, len(order) // BATCH)))
        last = np.cumsum([len(batch) for batch in batches]).tolist()
        return tuple(
            Batch(end - len(batch) + 1, end, self._overall(batch))
            for batch, end in zip(batches, last, strict=True)
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
        """How far the passages quoted for the same code on the same paragraph overlap, for each pair."""
        from coder.agreement.overlap import mean_overlap

        quoted = self.ratings.spans.values()
        return {
            (one, other): mean_overlap((by[one], by[other]) for by in quoted if one in by and other in by)
            for one, other in combinations(range(len(self.coders)), 2)
        }


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
