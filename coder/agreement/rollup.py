"""The same ratings at another level: codes taken together to themes, paragraphs to questions or sessions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Ints

Applied = npt.NDArray[np.int8]


def by_theme(applied: Applied, theme: Ints, themes: int) -> Applied:
    """Codes taken together: (coders, paragraphs, codes) -> (coders, paragraphs, themes).

    `theme` (codes,) says which theme each code is of. A theme is applied where any of its codes is, and
    missing where any of its codes is.
    """
    return np.stack([_together(applied[:, :, theme == place], 2) for place in range(themes)], axis=2)


def by_group(applied: Applied, group: Ints, groups: int) -> Applied:
    """Paragraphs taken together: (coders, paragraphs, codes) -> (coders, groups, codes).

    `group` (paragraphs,) says which question or session each paragraph is of. A code is applied to a group
    where it is to any of its paragraphs, and missing unless the coder has judged it on all of them: else
    those who read less would seem to have left the code out.
    """
    order = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[order], np.arange(groups))
    sorted_ = applied[:, order]
    most = np.maximum.reduceat(sorted_, begins, axis=1)
    least = np.minimum.reduceat(sorted_, begins, axis=1)
    return np.where(least < 0, np.int8(-1), most)


def chosen(applied: Applied) -> Ints:
    """The codes of a theme that exclude each other as one nominal variable: (paragraphs, coders) of 1 for
    the first code and so on, 0 for none of them, -1 for missing."""
    found = np.where(applied.max(axis=2) > 0, applied.argmax(axis=2) + 1, 0)
    found[(applied < 0).any(axis=2)] = -1
    return found.T


def _together(applied: Applied, axis: int) -> Applied:
    return np.where(applied.min(axis=axis) < 0, np.int8(-1), applied.max(axis=axis))
