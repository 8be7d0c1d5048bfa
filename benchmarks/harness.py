"""What a benchmark is, and how it is measured: ours and its baseline in turn, several rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeAlias

Sample: TypeAlias = Callable[[], float]
"""One measurement, in the unit the benchmark reports (seconds, where nothing else is said)."""


@dataclass(frozen=True)
class Benchmark:
    """`prepare` sets things up and yields two samples, ours and the baseline, good while it is open.

    `unit` is what they are shown in: `ms` where they answer seconds, `MB` where they answer bytes.
    """

    name: str
    goal: float
    what: str
    prepare: Callable[[], AbstractContextManager[tuple[Sample, Sample]]]
    rounds: int = 7
    unit: str = "ms"


@dataclass(frozen=True)
class Result:
    """`ratio` is the median over the rounds of ours over baseline; ours and baseline are medians too."""

    name: str
    ratio: float
    goal: float
    ours: float
    baseline: float
    what: str
    unit: str

    @property
    def held(self) -> bool:
        return self.ratio <= self.goal


def measure(benchmark: Benchmark) -> Result:
    """Measure in turn, after one round that does not count."""
    with benchmark.prepare() as (ours, baseline):
        ours(), baseline()
        rounds = [(ours(), baseline()) for _ in range(benchmark.rounds)]
    return Result(
        name=benchmark.name,
        ratio=round(median(mine / theirs for mine, theirs in rounds), 3),
        goal=benchmark.goal,
        ours=median(mine for mine, _ in rounds),
        baseline=median(theirs for _, theirs in rounds),
        what=benchmark.what,
        unit=benchmark.unit,
    )


def timed(work: Callable[[], object], times: int = 1) -> Sample:
    """A sample that runs something and answers the seconds one run took."""

    def sample() -> float:
        start = perf_counter()
        for _ in range(times):
            work()
        return (perf_counter() - start) / times

    return sample


Samples: TypeAlias = Iterator[tuple[Sample, Sample]]
