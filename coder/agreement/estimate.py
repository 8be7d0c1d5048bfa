"""A coefficient's value with its intervals, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """A resampling of units (of clusters, where they are given): how many draws, and from which seed."""

    draws: int = 1000
    seed: int = 20140203


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its 95% interval.

    `value` is None where the coefficient is undefined, and `reason` says why: `no unit has two ratings`,
    `no variation` (every rating is the same category, so no disagreement could be expected), `nobody
    chose the category` or `a coder has no rating`. `se`, `low` and `high` are None where there is no
    jackknife interval, and `interval_reason` says why: this is the interval by Fisher's z. `score` is the
    interval by score from the same standard error (`score.score_interval`), which covers 95% more evenly
    where few disagree, and is the one to show; an index of margins has none. `bootstrap` is the percentile
    interval beside it, where one was asked for and at most one draw in twenty was undefined.

    `flag`, set by `code_agreement`, warns of a value that stands on too little: `code not used` where
    no coder applied the code, so that agreement is trivial; `too few units`, `too few positives`, `too
    few negatives` (see `flags`). There the interval is given as defined, but may cover less often than
    95%: `shown` is the interval to print.
    """

    value: float | None
    reason: str = ""
    se: float | None = None
    low: float | None = None
    high: float | None = None
    interval_reason: str = ""
    flag: str = ""
    bootstrap: tuple[float, float] | None = None
    score: tuple[float, float] | None = None

    @property
    def shown(self) -> tuple[float, float] | None:
        """Low and high, None where there is no interval or a flag says not to trust it."""
        if self.flag or self.score:
            return None if self.flag else self.score
        return None if self.low is None or self.high is None else (self.low, self.high)
