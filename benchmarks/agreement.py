"""Agreement on many codes, against one plain sum over the same array and against other libraries."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache

import numpy as np
import numpy.typing as npt

from benchmarks.harness import Benchmark, Sample, Samples, timed

CODERS, PARAGRAPHS, CODES = 5, 100_000, 50


@cache
def codings(
    coders: int = CODERS, paragraphs: int = PARAGRAPHS, codes_each: float = 2.0
) -> npt.NDArray[np.int8]:
    """Paragraphs for which so many codes are apt on average; coders who find four in five of a code's
    paragraphs and give it to a few others, and have each left a fifth of the paragraphs unread."""
    rng = np.random.default_rng(2014)
    apt = rng.random((paragraphs, CODES)) < rng.beta(1, CODES / codes_each, CODES)
    applied = np.empty((coders, paragraphs, CODES), np.int8)
    for of_coder in applied:
        chance = rng.random((paragraphs, CODES))
        of_coder[:] = np.where(apt, chance < 0.8, chance < codes_each / 400)
        of_coder[rng.random(paragraphs) < 0.2] = -1
    return applied


def over_a_sum(work: Callable[[npt.NDArray[np.int8]], object], times: int = 5) -> Samples:
    applied = codings()
    yield timed(lambda: work(applied)), timed(lambda: applied.sum(axis=(0, 1)), times)


@contextmanager
def points() -> Samples:
    from coder.agreement import agreement_by_code

    yield from over_a_sum(agreement_by_code)


@contextmanager
def pairs() -> Samples:
    from coder.agreement import agreement_by_pair

    yield from over_a_sum(agreement_by_pair)


@contextmanager
def bootstrapped() -> Samples:
    from coder.agreement import Bootstrap, agreement_by_code

    yield from over_a_sum(lambda applied: agreement_by_code(applied, bootstrap=Bootstrap(1000)))


@contextmanager
def alpha_krippendorff() -> Samples:
    """The library takes numbers with NaN for missing: the conversion is not counted against it."""
    import krippendorff

    from coder.agreement import alpha_by_code

    applied = codings()
    data = [np.where(applied[:, :, c] < 0, np.nan, applied[:, :, c]) for c in range(CODES)]

    def theirs() -> None:
        for of_code in data:
            krippendorff.alpha(of_code, level_of_measurement="nominal")

    yield timed(lambda: alpha_by_code(applied), 3), timed(theirs)


@contextmanager
def masi_nltk() -> Samples:
    """The library takes triples of coder, item and set: making them is not counted against it."""
    from nltk.metrics import masi_distance
    from nltk.metrics.agreement import AnnotationTask

    from coder.agreement import set_alpha

    applied = codings(3, 10_000, 1.0)
    # nltk divides by zero on two empty sets, so every paragraph read has one label more.
    triples = [
        (coder, item, frozenset([-1, *np.flatnonzero(said).tolist()]))
        for coder, of_coder in enumerate(applied)
        for item, said in enumerate(of_coder)
        if said[0] >= 0
    ]
    extra = np.where(applied[:, :, :1] < 0, np.int8(-1), np.int8(1))
    labelled = np.concatenate([applied, extra], axis=2)
    task = AnnotationTask(triples, distance=masi_distance)
    ours, theirs = set_alpha(labelled, "masi").value, task.alpha()
    assert ours is not None and abs(ours - theirs) < 1e-9, (ours, theirs)
    yield timed(lambda: set_alpha(labelled, "masi")), timed(task.alpha)


@contextmanager
def memory() -> Samples:
    """Everything on codes and pairs, with a bootstrap: the most held beyond the array itself."""
    from coder.agreement import Bootstrap, agreement_by_code, agreement_by_pair

    applied = codings()

    def ours() -> float:
        tracemalloc.start()
        try:
            agreement_by_code(applied, bootstrap=Bootstrap(1000))
            agreement_by_pair(applied)
            return float(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()

    baseline: Sample = lambda: float(applied.nbytes)  # noqa: E731
    yield ours, baseline


SIZE = f"{PARAGRAPHS:,} paragraphs x {CODERS} coders x {CODES} codes, a fifth unread"

AGREEMENT = (
    Benchmark("agreement-points", 4, f"all coefficients of each code over one sum; {SIZE}", points),
    Benchmark("agreement-pairs", 15, "Cohen's kappa of all pairs over the same sum", pairs),
    Benchmark("agreement-bootstrap", 12, "points with 1,000 bootstraps over the same sum", bootstrapped),
    Benchmark(
        "alpha-krippendorff", 0.02, "alpha of each code over `krippendorff`", alpha_krippendorff, rounds=3
    ),
    Benchmark("masi-nltk", 0.01, "set-valued MASI alpha of 10,000 x 3 over nltk", masi_nltk, rounds=2),
    Benchmark(
        "agreement-memory", 1, "most memory beyond the array, over the array", memory, rounds=1, unit="MB"
    ),
)
