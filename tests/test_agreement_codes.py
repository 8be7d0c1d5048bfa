"""Agreement on codes: each code, each pair of coders, all codes; and the flags."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.agreement import Bootstrap, Estimate, code_agreement, fleiss_cohen_everitt_se
from tests.agreement_loops import (
    Unit,
    check_interval,
    codings,
    disagreements,
    grouped,
    observed,
    plain_interval,
    ratio,
    read,
    same,
)
from tests.agreement_support import BINARY, COEFFICIENTS, Ratings


@settings(deadline=None)
@given(codings(), st.booleans())
def test_a_code_is_a_nominal_variable_of_two_categories(
    applied: npt.NDArray[np.int8], clustered: bool
) -> None:
    clusters = [paragraph % 4 for paragraph in range(applied.shape[1])] if clustered else None
    agreement = code_agreement(applied, clusters)
    assert list(agreement.pairs) == list(combinations(range(len(applied)), 2))
    for c, code in enumerate(agreement.codes):
        ratings = applied[:, :, c].T
        assert code.units == ((ratings >= 0).sum(axis=1) >= 2).sum()
        for field, name in CODE_FIELDS.items():
            same(getattr(code, field), coefficient(name, ratings, clusters))
        for chosen, of_codes in agreement.pairs.items():
            both = ratings[:, chosen]
            assert of_codes[c].units == sum(of_codes[c].table) == (both >= 0).all(axis=1).sum()
            assert of_codes[c].table[:2] == (
                (both == 1).all(axis=1).sum(),
                (both == [1, 0]).all(axis=1).sum(),
            )
            assert of_codes[c].large_sample_se == pytest.approx(fleiss_cohen_everitt_se(both, 2))
            for field, name in PAIR_FIELDS.items():
                same(getattr(of_codes[c], field), coefficient(name, both, clusters))


def coefficient(name: str, ratings: Ratings, clusters: list[int] | None) -> Estimate:
    return BINARY[name](ratings, clusters) if name in BINARY else COEFFICIENTS[name](ratings, 2, clusters)


CODE_FIELDS = {
    "percent": "percent_agreement", "positive": "positive_agreement", "negative": "negative_agreement",
    "prevalence": "prevalence_index", "alpha": "krippendorff_alpha", "ac1": "gwet_ac1", "pabak": "pabak",
    "fleiss": "fleiss_kappa", "conger": "conger_kappa",
}  # fmt: skip
PAIR_FIELDS = {
    "percent": "percent_agreement", "positive": "positive_agreement", "negative": "negative_agreement",
    "prevalence": "prevalence_index", "bias": "bias_index", "pabak": "pabak", "scott": "scott_pi",
    "kappa": "cohen_kappa",
}  # fmt: skip


def test_many_coders_are_counted_as_few_are() -> None:
    """Beyond ten coders there are too many patterns to count each that there could be."""
    rng = np.random.default_rng(5)
    few = rng.integers(-1, 2, (3, 60, 4)).astype(np.int8)
    many = np.concatenate([few, np.full((9, 60, 4), -1, np.int8)])
    for clusters in (None, np.arange(60) // 3):
        of_few, of_many = (code_agreement(applied, clusters) for applied in (few, many))
        for one, other in zip(of_few.codes, of_many.codes, strict=True):
            for field in CODE_FIELDS:
                if field != "conger":
                    same(getattr(other, field), getattr(one, field))
            assert other.conger.reason == "a coder has no rating"
        same(of_many.pairs[0, 2][3].kappa, of_few.pairs[0, 2][3].kappa)
        same(of_many.overall.alpha, of_few.overall.alpha)


@settings(deadline=None)
@given(codings(), st.booleans())
def test_overall_pools_the_codes(applied: npt.NDArray[np.int8], clustered: bool) -> None:
    _, paragraphs, codes = applied.shape
    clusters = [paragraph % 4 for paragraph in range(paragraphs)] if clustered else None
    overall = code_agreement(applied, clusters).overall
    units = [tuple(applied[:, p, :].ravel().tolist()) for p in range(paragraphs)]

    def of_code(some: list[Unit], c: int) -> list[Unit]:
        return [tuple(unit[c::codes]) for unit in some]

    def alpha(some: list[Unit]) -> Fraction | None:
        both = [disagreements(of_code(some, c)) for c in range(codes)]
        d_o, d_e = (sum((pair[i] for pair in both), Fraction(0)) for i in (0, 1))
        return ratio(d_e - d_o, d_e)

    def percent(some: list[Unit]) -> Fraction | None:
        return observed([unit for c in range(codes) for unit in of_code(some, c)])

    def pairable(unit: Unit) -> bool:
        return any(len(read(tuple(unit[c::codes]))) >= 2 for c in range(codes))

    assert overall.units == sum(pairable(unit) for unit in units)
    for estimate, value, share in ((overall.alpha, alpha, False), (overall.percent, percent, True)):
        expected = value(units)
        assert estimate.value == (None if expected is None else pytest.approx(float(expected), abs=1e-12))
        check_interval(estimate, plain_interval(value, grouped(units, clusters), pairable, pairable, share))


def one_code(*coders: list[int]) -> npt.NDArray[np.int8]:
    return np.array(coders, dtype=np.int8)[:, :, None]


def test_a_code_nobody_used() -> None:
    agreement = code_agreement(one_code([0] * 40, [0] * 40))
    (code,) = agreement.codes
    for estimate in (code.alpha, agreement.pairs[0, 1][0].kappa):
        assert estimate == Estimate(None, "no variation", interval_reason="no variation")
    for estimate in (code.percent, code.ac1):
        assert (estimate.value, estimate.flag) == (1.0, "code not used")
        assert (estimate.se, estimate.interval_reason) == (None, "no spread")


def test_a_code_used_only_where_one_coder_read_is_used() -> None:
    (code,) = code_agreement(one_code([0] * 40 + [1], [0] * 40 + [-1])).codes
    assert (code.units, code.percent.value, code.percent.flag) == (40, 1.0, "too few positives")


@pytest.mark.parametrize(
    ("positives", "units", "flag"),
    [
        (9, 100, "too few positives"),
        (10, 100, ""),
        (90, 100, ""),
        (91, 100, "too few negatives"),
        (30, 60, ""),
        (30, 59, "too few units"),
    ],
)
def test_a_flag_says_that_an_interval_is_not_to_be_shown(positives: int, units: int, flag: str) -> None:
    first = [1] * positives + [0] * (units - positives)
    second = first[1:] + first[:1]
    agreement = code_agreement(one_code(first, second))
    (code,) = agreement.codes
    estimates = [code.percent, code.alpha, code.ac1, agreement.pairs[0, 1][0].kappa]
    estimates += [agreement.overall.percent, agreement.overall.alpha, agreement.overall.masi]
    for estimate in estimates:
        assert estimate.flag == flag
        assert estimate.low is not None and estimate.high is not None
        assert estimate.shown == (None if flag else estimate.score)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 5), st.integers(100, 160), st.integers(15, 50))
def test_an_interval_is_shown_wherever_there_are_100_units_and_15_positives(
    seed: int, coders: int, units: int, positives: int
) -> None:
    """Where all agree on everything too."""
    rng = np.random.default_rng(seed)
    applied = np.zeros((coders, units, 1), np.int8)
    applied[:, :positives] = 1
    differ = rng.random(applied.shape) < rng.choice([0, 0.02, 0.2])
    flipped = np.where(differ & (np.arange(units) >= positives)[:, None], 1 - applied, applied)
    agreement = code_agreement(flipped.astype(np.int8))
    (code,) = agreement.codes
    estimates = [code.percent, code.positive, code.negative, code.alpha, code.ac1, code.pabak, code.fleiss]
    for estimate in [*estimates, code.conger, agreement.pairs[0, 1][0].kappa, agreement.pairs[0, 1][0].scott]:
        assert estimate.value is not None and estimate.shown is not None
        low, high = estimate.shown
        assert -1 <= low < estimate.value <= high <= 1


def test_positives_nobody_else_has_read_do_not_count() -> None:
    alone = one_code([1] * 9 + [0] * 60 + [1] * 30, [1] * 8 + [0] * 61 + [-1] * 30)
    assert code_agreement(alone).codes[0].alpha.flag == "too few positives"


def test_positives_are_counted_per_coder_however_the_work_was_shared() -> None:
    """Three coders, each paragraph read by two of them: a paragraph both tagged is one positive."""
    third = [[1] * 4 + [0] * 21, [1] * 4 + [0] * 21, [-1] * 25]
    shared_out = one_code(*(third[c] + third[(c + 1) % 3] + third[(c + 2) % 3] for c in range(3)))
    assert code_agreement(shared_out).codes[0].alpha.flag == ""
    all_read_all = one_code(*([[1] * 9 + [0] * 65] * 2), [0] + [1] * 9 + [0] * 64)
    assert code_agreement(all_read_all).codes[0].alpha.flag == "too few positives"


def test_a_code_that_was_never_compared_leaves_the_overall_flag_to_the_others() -> None:
    compared = one_code([1] * 3 + [0] * 40, [0] + [1] * 3 + [0] * 39)
    agreement = code_agreement(np.concatenate([compared, np.full_like(compared, -1)], axis=2))
    assert agreement.codes[1].alpha.value is None
    assert agreement.overall.alpha.flag == "too few positives"


def test_nothing_to_compare() -> None:
    nothing = Estimate(None, "no unit has two ratings", interval_reason="no unit has two ratings")
    for applied in (
        one_code([1, 0, -1], [-1, -1, 0]),
        np.zeros((1, 5, 1), np.int8),
        np.zeros((2, 0, 1), np.int8),
    ):
        agreement = code_agreement(applied)
        assert agreement.codes[0].units == agreement.overall.units == 0
        assert {agreement.codes[0].alpha, agreement.codes[0].ac1, agreement.overall.percent} == {nothing}
        assert {of_code.kappa for (of_code,) in agreement.pairs.values()} <= {nothing}
    assert code_agreement(np.zeros((2, 3, 0), np.int8)).overall.alpha.value is None


def test_a_bootstrap_of_codes_depends_on_their_own_units_alone() -> None:
    rng = np.random.default_rng(8)
    applied = (rng.random((3, 300, 3)) < 0.2).astype(np.int8)
    for clusters in (None, np.arange(300) // 3):
        every = code_agreement(applied, clusters, Bootstrap(200))
        (alone,) = code_agreement(applied[:, :, 1:2], clusters, Bootstrap(200)).codes
        assert every.codes[1].alpha.bootstrap == alone.alpha.bootstrap
        assert every.codes[1].conger.bootstrap is None
        for estimate in (every.pairs[0, 1][2].kappa, every.overall.alpha, every.overall.masi):
            assert estimate.bootstrap is not None and estimate.value is not None
            assert estimate.bootstrap[0] < estimate.value < estimate.bootstrap[1]


def test_codes_of_another_form_are_refused() -> None:
    with pytest.raises(ValueError, match="int8"):
        code_agreement(np.zeros((4, 3), dtype=int))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="applied"):
        code_agreement(np.full((2, 2, 1), 2, dtype=np.int8))
