"""The units of one variable or of several, alike ones together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coder.agreement.arrays import Array, Ints, over


@dataclass(frozen=True)
class Units:
    """`rows` are the distinct units, (G, columns), with `ratings` (G,) each; `counts` (variables, G) says
    how often each occurs. `row_of`: a variable -> which distinct unit each unit is, (units,); `clusters`
    (units,) are numbers from 0, or None where units stand for themselves."""

    rows: Array
    ratings: Ints
    counts: Ints
    row_of: Callable[[int], Ints]
    clusters: Ints | None = None

    @property
    def pairable(self) -> Ints:
        """Pairable units of each variable."""
        return self.counts @ (self.ratings >= 2)

    @property
    def coders(self) -> int:
        """The most ratings a unit has; two at least."""
        return int(self.ratings.max(initial=2))

    def prevalence(self) -> Array:
        """Of each variable of two categories, the share of ratings that are the second: (variables,)."""
        said = self.counts @ np.stack([self.rows[:, k::2].sum(axis=1) for k in (0, 1)], axis=1)
        return over(said[:, 1], said.sum(axis=1), empty=0)

    def dissents(self) -> Array:
        """Of each variable the pairable kind of unit that is most frequent, with one rating moved to another
        category: (variables, columns)."""
        rows = np.zeros((len(self.counts), self.rows.shape[1]))
        if self.rows.size:
            rows += self.rows[(self.counts * (self.ratings >= 2)).argmax(axis=1)]
            at, first = np.arange(len(rows)), (rows > 0).argmax(axis=1)
            rows[at, first] -= 1
            rows[at, np.where(first, first - 1, min(1, rows.shape[1] - 1))] += 1
        return rows

    def of_groups(self, variable: int, figures: Array) -> Array:
        """What each unit, or cluster, adds up to of `figures` (G, p): (groups, p)."""
        of_units = figures[self.row_of(variable)]
        if self.clusters is None:
            return of_units
        number = int(self.clusters.max(initial=-1)) + 1
        return np.stack([np.bincount(self.clusters, column, number) for column in of_units.T], axis=1)


def category_units(ratings: Ints, categories: int, clusters: Ints | None) -> Units:
    """A unit is how many ratings each category has from it."""
    rows, row_of = np.unique(category_counts(ratings, categories), axis=0, return_inverse=True)
    return _one_variable(rows, rows.sum(axis=1), row_of.ravel(), clusters)


def category_counts(ratings: Ints, categories: int) -> Ints:
    """n_ik, (units, categories)."""
    return np.stack([(ratings == k).sum(axis=1) for k in range(categories)], axis=1)


def coder_units(ratings: Ints, categories: int, clusters: Ints | None) -> Units:
    """A unit is the category that each coder chose: indicators, coder after coder. Of two coders only
    units that both rated have ratings."""
    chosen, row_of = np.unique(ratings, axis=0, return_inverse=True)
    rows, given = indicators(chosen, categories)
    return _one_variable(rows, given, row_of.ravel(), clusters)


def indicators(chosen: Ints, categories: int) -> tuple[Array, Ints]:
    """Categories chosen (G, coders), -1 for none -> indicators (G, coders * categories), ratings (G,)."""
    columns = chosen.shape[1] * categories
    rows = (chosen[:, :, None] == np.arange(categories)).reshape(len(chosen), columns).astype(float)
    return rows, (chosen >= 0).sum(axis=1)


def _one_variable(rows: Ints | Array, ratings: Ints, row_of: Ints, clusters: Ints | None) -> Units:
    counts = np.bincount(row_of, minlength=len(rows))[None]
    return Units(rows.astype(float), ratings, counts, lambda _: row_of, clusters)
