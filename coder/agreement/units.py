"""The units of a variable or of codes, alike ones together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array, Ints


@dataclass(frozen=True)
class Units:
    """`rows` are the distinct units, (G, columns), with `ratings` (G,) each; `cell` (units, codes) says
    which of them a unit is for a code; `clusters` (units,) are numbers from 0, or None."""

    rows: Array
    ratings: Ints
    cell: Ints
    clusters: Ints | None

    @cached_property
    def counts(self) -> Ints:
        """How often each distinct unit occurs, (codes, G)."""
        counts = [np.bincount(column, minlength=len(self.rows)) for column in self.cell.T]
        return np.array(counts, dtype=np.int64).reshape(self.cell.shape[1], len(self.rows))

    @cached_property
    def pairable(self) -> Ints:
        """Pairable units for each code."""
        return self.counts @ (self.ratings >= 2)

    @property
    def left_out(self) -> str:
        return "unit" if self.clusters is None else "cluster"

    @property
    def groups(self) -> int:
        """How many units, or clusters, there are to leave out."""
        return len(self.cell) if self.clusters is None else int(self.clusters.max(initial=-1)) + 1

    def by_cluster(self, code: int, figures: Array) -> Array:
        """Sums over each cluster of `figures` (G, p) of its units: (clusters, p)."""
        assert self.clusters is not None
        of_units = figures[self.cell[:, code]]
        return np.stack([np.bincount(self.clusters, column, self.groups) for column in of_units.T], axis=1)


def nominal_units(ratings: Ints, categories: int, clusters: Ints | None) -> Units:
    """A unit is how many ratings each category has from it."""
    rows, cell = np.unique(category_counts(ratings, categories), axis=0, return_inverse=True)
    return Units(rows.astype(float), rows.sum(axis=1), cell.reshape(-1, 1), clusters)


def category_counts(ratings: Ints, categories: int) -> Ints:
    """n_ik, (units, categories)."""
    return np.stack([(ratings == k).sum(axis=1) for k in range(categories)], axis=1)


def pair_units(ratings: Ints, categories: int, clusters: Ints | None) -> Units:
    """A unit is the categories chosen by the first coder and by the second; nothing if not both rated it."""
    rows, cell = np.unique(ratings, axis=0, return_inverse=True)
    both = np.all(rows >= 0, axis=1, keepdims=True)
    chosen = np.hstack([rows[:, [coder]] == np.arange(categories) for coder in (0, 1)])
    return Units((chosen & both).astype(float), np.where(both[:, 0], 2, 0), cell.reshape(-1, 1), clusters)


def code_units(applied: npt.NDArray[np.int8], clusters: Ints | None) -> Units:
    """A unit is (m coders read it, k applied the code), cell m * (coders + 1) + k."""
    coders, paragraphs, codes = applied.shape
    step = coders + 1
    dtype = np.min_scalar_type(step * step - 1)
    cell: Ints = np.zeros((paragraphs, codes), dtype)
    for of_coder in applied:
        cell += (of_coder >= 0) * dtype.type(step)
        cell += of_coder > 0
    m, k = np.divmod(np.arange(step * step), step)
    return Units(np.column_stack([m - k, k]).astype(float), m, cell, clusters)


def code_pair_units(applied: npt.NDArray[np.int8], pair: tuple[int, int], clusters: Ints | None) -> Units:
    """A unit is what the first and the second of the pair said, cell 2 * first + second; 4 if not both."""
    first, second = applied[pair[0]], applied[pair[1]]
    cell = np.where((first >= 0) & (second >= 0), 2 * first + second, np.int8(4))
    said = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1], [0, 0, 0, 0]], dtype=float)
    return Units(said, np.array([2, 2, 2, 2, 0]), cell, clusters)
