"""Which ratings stand beside which: what alphas with a distance are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from coder.agreement.arrays import Array, Ints


@dataclass(frozen=True)
class Paired:
    """The pairable units of `values` (units, coders): the number of the distinct value each coder gave,
    -1 for missing. `groups` (units,) are the units or clusters to leave out, numbered from 0 without a
    gap; `left_out` is their name."""

    values: Ints
    distinct: int
    groups: Ints
    left_out: str

    @cached_property
    def m(self) -> Ints:
        """Ratings of each unit."""
        m: Ints = (self.values >= 0).sum(axis=1)
        return m

    @cached_property
    def number(self) -> int:
        return int(self.groups.max(initial=-1)) + 1

    @cached_property
    def n(self) -> Array:
        """How often each distinct value was given."""
        return np.bincount(self.values[self.values >= 0], minlength=self.distinct).astype(np.float64)

    @cached_property
    def ratings_of_groups(self) -> tuple[Ints, Ints]:
        """Every rating as (its group, its value)."""
        there = self.values >= 0
        return np.broadcast_to(self.groups[:, None], there.shape)[there], self.values[there]

    def sums_of_groups(self, figures: Array) -> Array:
        """Sums over each group of `figures` (units,)."""
        sums: Array = np.bincount(self.groups, figures, self.number).astype(np.float64)
        return sums

    def pairs(self) -> list[tuple[Ints, Ints, Ints]]:
        """For each pair of coders: the units both rated, and the two values."""
        found: list[tuple[Ints, Ints, Ints]] = []
        for first, second in combinations(range(self.values.shape[1]), 2):
            both = np.flatnonzero((self.values[:, first] >= 0) & (self.values[:, second] >= 0))
            found.append((both, self.values[both, first], self.values[both, second]))
        return found


def paired(values: Ints, distinct: int, clusters: Ints | None) -> Paired:
    """Only the pairable units, and their groups numbered anew."""
    pairable = (values >= 0).sum(axis=1) >= 2
    labels = np.arange(int(pairable.sum())) if clusters is None else clusters[pairable]
    groups = np.unique(labels, return_inverse=True)[1]
    return Paired(values[pairable], distinct, groups, "unit" if clusters is None else "cluster")
