"""Resampling units, or clusters, with replacement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from coder.agreement.arrays import Array, Ints
from coder.agreement.estimate import LEVEL, Bootstrap
from coder.agreement.units import Units

AT_ONCE = 2**20
"""Weights held at once."""


def drawn_sums(units: Units, variable: int, parts: Array, bootstrap: Bootstrap) -> Array:
    """The sums of `parts` (G, p) in each draw from the units with a rating: (draws, p).

    Without clusters a draw is multinomial over the distinct units, so that its cost does not grow with
    the number of units. Every variable is drawn from the seed anew: its figures do not depend on which
    others there are.
    """
    if units.clusters is None:
        there = (units.counts[variable] > 0) & (units.ratings > 0)
        sums: Array = _cell_draws(bootstrap, units.counts[variable][there]) @ parts[there]
        return sums
    rated = units.of_groups(variable, (units.ratings > 0)[:, None].astype(float))[:, 0] > 0
    of_cluster = units.of_groups(variable, parts)[rated]
    return np.concatenate([weights @ of_cluster for weights in group_draws(bootstrap, len(of_cluster))])


def _cell_draws(bootstrap: Bootstrap, counts: Ints) -> Array:
    """How often each of the distinct units comes in a draw of as many as there are: (draws, G)."""
    total = int(counts.sum())
    if not total:
        return np.zeros((bootstrap.draws, len(counts)))
    shares = counts / total
    rng = np.random.default_rng(bootstrap.seed)
    return rng.multinomial(total, shares, size=bootstrap.draws).astype(np.float64)


def group_draws(bootstrap: Bootstrap, groups: int) -> Iterator[Array]:
    """How often each group comes in a draw of as many as there are, (some draws, groups) at a time."""
    step = max(1, AT_ONCE // max(groups, 1))
    if step >= bootstrap.draws:
        yield _kept(bootstrap, groups)
        return
    rng = np.random.default_rng(bootstrap.seed)
    for begin in range(0, bootstrap.draws, step):
        yield _drawn(rng, min(step, bootstrap.draws - begin), groups)


@lru_cache(maxsize=1)
def _kept(bootstrap: Bootstrap, groups: int) -> Array:
    """All the draws, kept for the next variable of as many groups."""
    weights = _drawn(np.random.default_rng(bootstrap.seed), bootstrap.draws, groups)
    weights.setflags(write=False)
    return weights


def _drawn(rng: np.random.Generator, draws: int, groups: int) -> Array:
    chosen = rng.integers(0, max(groups, 1), (draws, groups)) + groups * np.arange(draws)[:, None]
    return np.bincount(chosen.ravel(), minlength=draws * groups).reshape(draws, groups).astype(np.float64)


def percentiles(values: Array) -> list[tuple[float, float] | None]:
    """The percentile interval of each row of draws; None where over one in twenty is undefined (NaN)."""
    ordered = np.sort(values, axis=1)  # NaN last
    out: list[tuple[float, float] | None] = []
    for row, known in zip(ordered, (~np.isnan(ordered)).sum(axis=1).tolist(), strict=True):
        if known < LEVEL * len(row) or known < 2:
            out.append(None)
            continue
        low, high = (_quantile(row, known, side) for side in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
        out.append((low, high))
    return out


def _quantile(ordered: Array, known: int, share: float) -> float:
    """Linear between order statistics (Hyndman & Fan 1996, type 7)."""
    place = share * (known - 1)
    at = int(place)
    after = min(at + 1, known - 1)
    return float(ordered[at] + (place - at) * (ordered[after] - ordered[at]))
