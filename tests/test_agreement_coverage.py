"""The rule by which intervals are shown, held to the simulation it comes from."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.coverage import COEFFICIENTS, Cell, coverage


@pytest.mark.parametrize("coders", [2, 3, 5])
@pytest.mark.parametrize(("units", "positives"), [(100, 25), (200, 30), (1000, 40)])
def test_shown_intervals_cover_as_often_as_they_say(coders: int, units: int, positives: int) -> None:
    found = coverage(Cell(units, coders, positives, 0.75, coders > 2), 1500, np.random.default_rng(5))
    for name in COEFFICIENTS:
        # 95% nominal gives 93 to 97, give or take what 1,500 samples leave open.
        assert 0.922 <= found[name].shown <= 0.978, name
        assert found[name].unflagged > 0.97 and found[name].printed > 0.99


@pytest.mark.parametrize("coders", [2, 5])
@pytest.mark.parametrize("alpha", [0.25, 0.5, 0.75, 0.9])
def test_with_15_positives_expected_they_still_do(coders: int, alpha: float) -> None:
    found = coverage(Cell(200, coders, 15, alpha, False), 1500, np.random.default_rng(6))
    for name in COEFFICIENTS:
        # Percent agreement of two coders is a count, of three here, and no interval of that is even.
        assert 0.922 <= found[name].shown <= (0.985 if name in ("percent", "positive") else 0.978), name
        assert found[name].unflagged > 0.85 and found[name].printed > (0.999 if alpha > 0.3 else 0.98)


@pytest.mark.parametrize("coders", [2, 5])
def test_too_few_positives_show_none(coders: int) -> None:
    for units, positives in ((100, 3), (2000, 3), (50, 20)):
        found = coverage(Cell(units, coders, positives, 0.75, False), 500, np.random.default_rng(5))
        assert found["alpha"].unflagged < 0.01
