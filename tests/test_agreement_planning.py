"""How many units to double-code, checked by drawing samples of that many."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coder.agreement import agreement_by_code, krippendorff_alpha, plan, plan_after_pilot
from coder.agreement.planning import alpha_variance
from coder.agreement.score import beta_binomial
from tests.agreement_support import Ratings


def sample(prevalence: float, alpha: float, coders: int, units: int, rng: np.random.Generator) -> Ratings:
    """Ratings whose units have beta distributed chances: alpha is their intraclass correlation."""
    shape = (1 - alpha) / alpha
    chance = rng.beta(prevalence * shape, (1 - prevalence) * shape, units)
    return (rng.random((units, coders)) < chance[:, None]).astype(int)


@pytest.mark.parametrize(("prevalence", "alpha"), [(0.05, 0.8), (0.3, 0.6), (0.5, 0.4), (0.9, 0.7)])
def test_of_two_coders_the_variance_is_that_of_bloch_and_kraemer(prevalence: float, alpha: float) -> None:
    published = (1 - alpha) * (
        (1 - alpha) * (1 - 2 * alpha) + alpha * (2 - alpha) / (2 * prevalence * (1 - prevalence))
    )
    assert alpha_variance(prevalence, alpha, 2) == pytest.approx(published, rel=1e-9)


def test_the_chances_of_a_beta_binomial() -> None:
    chance = beta_binomial(0.2, 0.7, 4)
    k = np.arange(5)
    assert chance.sum() == pytest.approx(1)
    assert chance @ k / 4 == pytest.approx(0.2)
    apart = chance @ (k * (4 - k)) / 6
    assert 1 - apart / (2 * 0.2 * 0.8) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("prevalence", "alpha", "half_width", "coders"),
    [(0.1, 0.75, 0.1, 2), (0.3, 0.6, 0.1, 3), (0.5, 0.8, 0.08, 2), (0.05, 0.7, 0.12, 5)],
)
def test_samples_of_the_planned_size_have_the_wanted_width(
    prevalence: float, alpha: float, half_width: float, coders: int
) -> None:
    planned = plan(prevalence, alpha, half_width, coders)
    assert planned.bound_by == "width"
    rng = np.random.default_rng(7)
    found = [krippendorff_alpha(sample(prevalence, alpha, coders, planned.units, rng), 2) for _ in range(400)]
    widths = [(e.shown[1] - e.shown[0]) / 2 for e in found if e.shown]
    assert len(widths) == 400
    # The width is a convex function of a standard error that varies the more, the fewer the positives.
    assert np.mean(widths) == pytest.approx(half_width, rel=0.06 if planned.positives > 50 else 0.08)
    assert planned.half_width <= half_width
    assert planned.positives == pytest.approx(planned.units * prevalence)


def test_fewer_would_not_do() -> None:
    planned = plan(0.2, 0.7, 0.1)
    spread = math.sqrt(alpha_variance(0.2, 0.7, 2))
    assert planned.half_width > 0.0995
    assert plan(0.2, 0.7, 0.05).units > 3.5 * planned.units
    assert spread / math.sqrt(planned.units) == pytest.approx(0.05, abs=0.01)


def test_what_a_shown_interval_needs_is_planned_too() -> None:
    rare = plan(0.01, 0.9, 0.3)
    assert (rare.units, rare.positives, rare.bound_by) == (1500, 15, "positives")
    assert plan(0.99, 0.9, 0.3).units == 1500
    small = plan(0.5, 0.9, 0.3)
    assert (small.units, small.bound_by) == (60, "units")
    assert small.half_width < 0.3


def test_after_a_pilot_its_own_standard_error_is_used() -> None:
    rng = np.random.default_rng(3)
    ratings = sample(0.3, 0.7, 3, 120, rng)
    (code,) = agreement_by_code(ratings.T[:, :, None].astype(np.int8))
    assert code.alpha.shown is not None
    reached = (code.alpha.shown[1] - code.alpha.shown[0]) / 2
    again = plan_after_pilot(code, reached + 1e-9, 3)
    assert again is not None and again.units == pytest.approx(120, abs=1)
    narrower = plan_after_pilot(code, reached / 2, 3)
    assert narrower is not None and narrower.units > 450
    perfect = np.zeros((2, 80, 1), np.int8)
    perfect[:, :20] = 1
    (same,) = agreement_by_code(perfect)
    assert same.alpha.value == 1 and same.alpha.shown is not None
    wanted = plan_after_pilot(same, (1 - same.alpha.shown[0]) / 2 / 3 + 1e-9)
    assert wanted is not None and (wanted.units, wanted.bound_by) == (240, "width")
    (nothing,) = agreement_by_code(np.zeros((2, 80, 1), np.int8))
    assert plan_after_pilot(nothing, 0.1) is None


@pytest.mark.parametrize(
    ("prevalence", "alpha", "half_width", "coders"),
    [(0, 0.7, 0.1, 2), (0.2, 1, 0.1, 2), (0.2, 0.7, 0, 2), (0.2, -0.1, 0.1, 2), (0.2, 0.7, 0.1, 1)],
)
def test_plans_out_of_range_are_refused(
    prevalence: float, alpha: float, half_width: float, coders: int
) -> None:
    with pytest.raises(ValueError, match=r"between 0 and 1|two coders"):
        plan(prevalence, alpha, half_width, coders)
