"""A coefficient's value with its interval, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its 95% interval.

    `value` is None where the coefficient is undefined, and `reason` says why: `no unit has two ratings`
    or `no variation` (every rating is the same category, so no disagreement could be expected). `se`,
    `low` and `high` are None where there is no interval, and `interval_reason` says why.

    `flag`, set by `code_agreement`, warns of a value that stands on too little: `code not used` where
    no coder applied the code, so that agreement is trivial; `too few positives` (or `too few
    negatives`) where a coder applied it, or left it out, fewer than `FEWEST_POSITIVES` times on
    average: there the interval is given as defined, but covers less often than 95%.
    """

    value: float | None
    reason: str = ""
    se: float | None = None
    low: float | None = None
    high: float | None = None
    interval_reason: str = ""
    flag: str = ""
