"""Paragraphs drawn at random, and work shared out. Pure: the same seed draws the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def drawn(units: Sequence[T], stratum: Callable[[T], Hashable], share: float, seed: int) -> list[T]:
    """A share of the units, rounded to whole ones, in their own order.

    Strata have their part each to within one unit: units stand in random order within their stratum, strata
    one after the other, and every (1 / share)th is taken from a random start (systematic sampling; Cochran,
    Sampling Techniques, 1977, ch. 8).
    """
    random = Random(seed)
    wanted = round(share * len(units))
    strata: dict[Hashable, list[int]] = {}
    for place, unit in enumerate(units):
        strata.setdefault(stratum(unit), []).append(place)
    for places in strata.values():
        random.shuffle(places)
    queue = [place for places in strata.values() for place in places]
    start = random.random()
    taken = {queue[int((start + step) * len(queue) / wanted)] for step in range(wanted)}
    return [unit for place, unit in enumerate(units) if place in taken]


def dealt(units: Sequence[T], together: Callable[[T], Hashable], hands: int) -> list[list[T]]:
    """Units in as many parts of nearly the same size, in order; those of one exchange stay together."""
    exchanges: dict[Hashable, list[T]] = {}
    for unit in units:
        exchanges.setdefault(together(unit), []).append(unit)
    parts: list[list[T]] = [[] for _ in range(hands)]
    done = 0
    for exchange in exchanges.values():
        middle = done + len(exchange) / 2
        parts[min(hands - 1, int(middle * hands / len(units)))] += exchange
        done += len(exchange)
    return parts
