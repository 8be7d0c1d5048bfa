"""How many units must be double-coded for an interval of a wanted width."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coder.agreement.codes import CodeAgreement
from coder.agreement.estimate import LEVEL
from coder.agreement.flags import FEWEST_UNITS
from coder.agreement.formulas import ALPHA
from coder.agreement.score import Spread, of_a_code, score_interval
from coder.agreement.student import t_quantile

POSITIVES = 15
"""Expected for each coder at least, so that few samples have fewer than `FEWEST_POSITIVES`, and the interval
covers what it says (docs/agreement.md)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`units` to be read by all the coders, among which each is expected to apply the code `positives`
    times; `half_width` is what alpha's 95% interval then has on average (some hundredths of it more where
    positives are few). `bound_by` says what asks for so many: `width`, or the `positives` or `units` without
    which no interval may be shown (`flags`)."""

    units: int
    positives: float
    half_width: float
    bound_by: str


def plan(prevalence: float, alpha: float, half_width: float, coders: int = 2) -> Plan:
    """Units that `coders` must each read for alpha's interval to reach `half_width` to both sides, on
    average, at an expected `prevalence` and `alpha` (with that many units, alpha and the kappas are the
    same). All between 0 and 1, without the ends; ValueError otherwise.

    The interval is the one that is shown (`score.score_interval`), solved for its standard error. se^2 *
    units is the large-sample variance of alpha where a unit's chance of the code is
    beta distributed with intraclass correlation alpha; of two coders that is Bloch & Kraemer 1989,
    (1 - k)((1 - k)(1 - 2k) + k(2 - k)/(2p(1 - p))).
    """
    if not (0 < prevalence < 1 and 0 < alpha < 1 and 0 < half_width < 1):
        raise ValueError("prevalence, alpha and half-width must lie between 0 and 1")
    if coders < 2:
        raise ValueError(f"agreement is of two coders or more, not {coders}")
    error = math.sqrt(alpha_variance(prevalence, alpha, coders))
    return _plan(_width_of_mean(alpha, error, _spread(prevalence, coders)), prevalence, half_width)


def plan_after_pilot(code: CodeAgreement, half_width: float, coders: int = 2) -> Plan | None:
    """The same from what a pilot of so many coders found: its own alpha, prevalence and standard error,
    which shrinks with the root of the units; where nobody differed, its interval, which shrinks with the
    units. `units` counts those of the pilot. None where the pilot has no interval.
    """
    pilot, index = code.alpha, code.prevalence.value
    if pilot.score is None or pilot.value is None or index is None:
        return None
    prevalence = (1 + index) / 2
    if pilot.se is None:
        reached = (pilot.score[1] - pilot.score[0]) / 2 * code.units
        return _plan(lambda units: reached / units, prevalence, half_width)
    error = pilot.se * math.sqrt(code.units)
    return _plan(_width_of_mean(pilot.value, error, _spread(prevalence, coders)), prevalence, half_width)


def _width_of_mean(alpha: float, error: float, spread: Spread) -> Callable[[int], float]:
    """Units -> half-width, for a standard error that is `error` over their root."""
    return lambda units: half_width_of(alpha, error / math.sqrt(units), units - 1, spread)


def _plan(width: Callable[[int], float], prevalence: float, half_width: float) -> Plan:
    needs = {
        "width": _fewest(lambda units: width(units) <= half_width),
        "positives": math.ceil(POSITIVES / min(prevalence, 1 - prevalence) - 1e-9),
        "units": FEWEST_UNITS,
    }
    bound_by = max(needs, key=lambda name: needs[name])
    units = needs[bound_by]
    return Plan(units, units * prevalence, width(units), bound_by)


def half_width_of(value: float, se: float, df: int, spread: Spread) -> float:
    """Half the length of the 95% interval that is shown."""
    t = np.array([t_quantile((1 + LEVEL) / 2, df)])
    ((low, high),) = score_interval(np.array([value]), np.array([se]), t, spread).tolist()
    return float(high - low) / 2


def _fewest(enough: Callable[[int], bool]) -> int:
    """The smallest number from 3 on that is enough, by doubling and halving."""
    high = 3
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if middle >= 3 and enough(middle) else (middle, high)
    return high


def alpha_variance(prevalence: float, alpha: float, coders: int) -> float:
    """Large-sample variance of alpha times the number of units (`score.of_a_code`)."""
    return float(_spread(prevalence, coders)(np.array([alpha]))[0])


def _spread(prevalence: float, coders: int) -> Spread:
    return of_a_code([ALPHA.apart], np.array([prevalence]), coders)
