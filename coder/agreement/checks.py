"""What the figures may be made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Ints


def check_ratings(ratings: Ints, categories: int) -> None:
    """ValueError unless (units, coders) of categories 0..categories-1, -1 for missing."""
    if ratings.ndim != 2 or ratings.dtype.kind not in "iu":
        raise ValueError(
            f"ratings must be integers of shape (units, coders), not {ratings.dtype} {ratings.shape}"
        )
    if categories < 1:
        raise ValueError(f"there must be at least one category, not {categories}")
    if ratings.size and (ratings.min() < -1 or ratings.max() >= categories):
        raise ValueError(f"ratings must lie between -1 (missing) and {categories - 1}")


def check_pair(ratings: Ints, categories: int) -> None:
    """As `check_ratings`, of two coders."""
    check_ratings(ratings, categories)
    if ratings.shape[1] != 2:
        raise ValueError(f"this coefficient is of two coders, not {ratings.shape[1]}")


def check_applied(applied: npt.NDArray[np.int8]) -> None:
    """ValueError unless int8 (coders, paragraphs, codes) of 1, 0 and -1."""
    if applied.ndim != 3 or applied.dtype != np.int8:
        raise ValueError(
            f"codes must be int8 of shape (coders, paragraphs, codes), not {applied.dtype} {applied.shape}"
        )
    if applied.size and (applied.min() < -1 or applied.max() > 1):
        raise ValueError("codes must be 1 (applied), 0 (read, not applied) or -1 (not read)")


def cluster_numbers(clusters: npt.ArrayLike | None, units: int) -> Ints | None:
    """The labels of clusters as numbers from 0, (units,); ValueError unless there is one for each unit."""
    if clusters is None:
        return None
    labels = np.asarray(clusters)
    if labels.shape != (units,):
        raise ValueError(f"clusters must be one label for each of {units} units, not {labels.shape}")
    return np.unique(labels, return_inverse=True)[1]


def check_values(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Numbers of shape (units, coders), NaN for missing; ValueError for anything else."""
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 2:
        raise ValueError(f"values must be numbers of shape (units, coders), not {numbers.shape}")
    if np.isinf(numbers).any():
        raise ValueError("values must be finite, or NaN for missing")
    return numbers
