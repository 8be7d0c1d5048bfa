"""Codes and paragraphs rolled up: themes, questions, batches. Every function takes and gives an array of
the form `code_agreement` takes: int8 (coders, units, codes) of 1 applied, 0 not applied, -1 not read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Ints
from coder.agreement.checks import check_applied, cluster_numbers

Applied: TypeAlias = npt.NDArray[np.int8]


def themes(applied: Applied, codes_of: Sequence[Sequence[int]]) -> Applied:
    """(coders, paragraphs, themes): a theme is applied where any of its codes is, and missing where none is
    and one was not judged. `codes_of`: the places of each theme's codes. A theme of no code is applied
    nowhere it was read."""
    check_applied(applied)
    read = (applied >= 0).any(axis=2) - np.int8(1)
    columns = [_theme(applied[:, :, list(codes)]) if codes else read for codes in codes_of]
    return np.stack(columns, axis=2) if columns else np.zeros((*applied.shape[:2], 0), np.int8)


def _theme(applied: Applied) -> Applied:
    most, least = applied.max(axis=2), applied.min(axis=2)
    return np.where((most < 1) & (least < 0), np.int8(-1), most)


def choice(applied: Applied) -> Ints:
    """Codes that exclude each other as one nominal variable, (paragraphs, coders): 1 for the first code and
    so on, 0 for none of them, -1 where one was not judged."""
    check_applied(applied)
    found = np.where(applied.max(axis=2) > 0, applied.argmax(axis=2) + 1, 0)
    found[(applied < 0).any(axis=2)] = -1
    return found.T


def questions(applied: Applied, labels: npt.ArrayLike) -> tuple[Applied, npt.NDArray[np.generic]]:
    """(coders, questions, codes), and the label of each question in order: a code is applied to a
    question where it is applied to any of its paragraphs, whose `labels` name their question.

    A coder who has not read all of a question's paragraphs has not read the question: what they tagged
    so far would count, and what they would not have tagged could not.
    """
    check_applied(applied)
    names = np.asarray(labels)
    numbers = cluster_numbers(names, applied.shape[1])
    assert numbers is not None
    order = np.argsort(numbers, kind="stable")
    distinct, begins = np.unique(numbers[order], return_index=True)
    if not len(distinct):
        return applied, names
    grouped = applied[:, order]
    most, least = (at.reduceat(grouped, begins, axis=1) for at in (np.maximum, np.minimum))
    return np.where(least < 0, np.int8(-1), most), names[order][begins]


def batches(order: npt.ArrayLike, number: int) -> Ints:
    """The batch 0..number-1 of each paragraph, of equal size as nearly as can be, by its place in the
    `order` of reading (any numbers or times that sort): for `by_label`, to see drift."""
    ranks = np.argsort(np.argsort(np.asarray(order), kind="stable"), kind="stable")
    return ranks * number // max(len(ranks), 1)


def by_label(applied: Applied, labels: npt.ArrayLike) -> list[tuple[object, Applied]]:
    """The paragraphs of each label (a session, a batch, a witness) apart, in the labels' order."""
    check_applied(applied)
    names = np.asarray(labels)
    numbers = cluster_numbers(names, applied.shape[1])
    distinct = np.unique(names)
    return [(name, applied[:, numbers == place]) for place, name in enumerate(distinct.tolist())]
