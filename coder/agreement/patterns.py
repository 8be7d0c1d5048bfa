"""Who said what of a paragraph and a code, as one small number: how often each such pattern occurs is
all that agreement on a code depends on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Ints
from coder.agreement.units import Units, indicators

AT_ONCE = 2**22
"""Cells of paragraph and code looked at together: a few MB."""
COUNTABLE = 10
"""Up to so many coders the patterns are counted in a table of all there can be (3^10 = 59,049)."""


@dataclass(frozen=True)
class Patterns:
    """`rows` (G, coders): the distinct patterns of 1 (applied), 0 (read, not applied), -1 (not read);
    `counts` (codes, G): on how many paragraphs each occurs."""

    applied: npt.NDArray[np.int8]
    clusters: Ints | None
    rows: npt.NDArray[np.int8]
    counts: Ints

    @property
    def coders(self) -> int:
        return len(self.applied)

    @cached_property
    def ratings(self) -> Ints:
        ratings: Ints = (self.rows >= 0).sum(axis=1)
        return ratings

    def symmetric(self) -> Units:
        """A unit is (m coders read it, k applied the code): n_ik of `not applied` and `applied`."""
        step = self.coders + 1
        cell = self.ratings * step + (self.rows > 0).sum(axis=1)
        m, k = np.divmod(np.arange(step * step), step)
        there = k <= m
        place = (there.cumsum() - 1)[cell]
        return self._regrouped(place, np.column_stack([m - k, k])[there].astype(float), m[there])

    def pairwise(self, pair: tuple[int, int]) -> Units:
        """A unit is what the first and the second of the pair said, cell 2 * first + second; 4 if not
        both."""
        first, second = self.rows[:, pair[0]], self.rows[:, pair[1]]
        place = np.where((first >= 0) & (second >= 0), 2 * first + second, 4)
        said, ratings = indicators(np.array([[0, 0], [0, 1], [1, 0], [1, 1], [-1, -1]]), 2)
        return self._regrouped(place, said, ratings)

    def by_coder(self) -> Units:
        """A unit is what every coder said."""
        rows, ratings = indicators(self.rows, 2)
        return self._regrouped(np.arange(len(rows)), rows, ratings)

    def _regrouped(self, place: Ints, rows: npt.NDArray[np.float64], ratings: Ints) -> Units:
        """Units of fewer distinct kinds: `place` (patterns,) says which of `rows` each pattern is."""
        counts = np.zeros((len(self.counts), len(rows)), dtype=np.int64)
        for code, of_patterns in enumerate(self.counts):
            counts[code] = np.bincount(place, of_patterns, len(rows))
        return Units(rows, ratings, counts, lambda code: place[self.of_units(code)], self.clusters)

    def of_units(self, code: int) -> Ints:
        """Which of the patterns each paragraph is, (paragraphs,)."""
        column = self.applied[:, :, code]
        if self.coders > COUNTABLE:
            _, inverse = np.unique(np.hstack([self.rows.T, column]), axis=1, return_inverse=True)
            return inverse.ravel()[len(self.rows) :]  # the rows are sorted, so each stands in its own place
        place = np.zeros(3**self.coders, dtype=np.intp)
        place[_keys(self.rows.T)] = np.arange(len(self.rows))
        return place[_keys(column)]


def patterns(applied: npt.NDArray[np.int8], clusters: Ints | None = None) -> Patterns:
    """Count the patterns of each code; `applied` is int8 (coders, paragraphs, codes)."""
    rows, counts = (_counted if len(applied) <= COUNTABLE else _sorted)(applied)
    used = counts.any(axis=0)
    return Patterns(applied, clusters, rows[used], counts[:, used])


def _counted(applied: npt.NDArray[np.int8]) -> tuple[npt.NDArray[np.int8], Ints]:
    coders, paragraphs, codes = applied.shape
    kinds = 3**coders
    counts = np.zeros((codes, kinds), dtype=np.int64)
    step = max(1, AT_ONCE // max(codes, 1))
    for begin in range(0, paragraphs, step):
        keys = _keys(applied[:, begin : begin + step])
        for code in range(codes):
            counts[code] += np.bincount(keys[:, code], minlength=kinds)
    digits = np.arange(kinds)[:, None] // 3 ** np.arange(coders - 1, -1, -1)
    return (digits % 3 - 1).astype(np.int8), counts


def _keys(applied: npt.NDArray[np.int8]) -> Ints:
    """The patterns read as numbers to the base 3, the first coder's digit first: (...)."""
    kind = np.min_scalar_type(3 ** len(applied) - 1)
    keys = np.zeros(applied.shape[1:], dtype=kind)
    for of_coder in applied:
        keys *= kind.type(3)
        # -1 wraps to the largest number, and back when all coders are in.
        keys += of_coder.view(np.uint8) if kind == np.uint8 else of_coder.astype(kind)
    keys += kind.type((3 ** len(applied) - 1) // 2)
    return keys


def _sorted(applied: npt.NDArray[np.int8]) -> tuple[npt.NDArray[np.int8], Ints]:
    """The same for many coders: only the patterns there are."""
    found = [np.unique(applied[:, :, code], axis=1, return_counts=True) for code in range(applied.shape[2])]
    rows, place = np.unique(np.hstack([of_code for of_code, _ in found]), axis=1, return_inverse=True)
    counts = np.zeros((len(found), rows.shape[1]), dtype=np.int64)
    begins = np.cumsum([0, *(len(times) for _, times in found)])
    for code, (_, times) in enumerate(found):
        counts[code, place.ravel()[begins[code] : begins[code + 1]]] = times
    return rows.T, counts
