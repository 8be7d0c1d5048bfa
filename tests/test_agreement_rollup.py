"""Themes, questions and batches; spans; what margins allow."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.agreement import (
    batches,
    by_label,
    cohen_kappa,
    explanation,
    gwet_ac1,
    krippendorff_alpha,
    limits,
    pabak,
    percent_agreement,
    positive_agreement,
    questions,
    span_alpha,
    span_overlap,
    themes,
)
from tests.agreement_support import from_table

APPLIED = np.array(
    [
        [[1, 0, 0], [0, 0, 1], [0, 0, 0], [-1, -1, -1]],
        [[0, 1, 0], [0, 0, 0], [-1, -1, -1], [1, 0, 0]],
    ],
    dtype=np.int8,
)


def test_a_theme_is_the_union_of_its_codes() -> None:
    found = themes(APPLIED, [[0, 1], [2], []])
    assert found.dtype == np.int8
    assert found[0].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0], [-1, -1, -1]]
    assert found[1].tolist() == [[1, 0, 0], [0, 0, 0], [-1, -1, -1], [1, 0, 0]]
    assert themes(APPLIED, []).shape == (2, 4, 0)


def test_a_question_is_the_union_of_its_paragraphs_where_all_were_read() -> None:
    found, names = questions(APPLIED, ["q2", "q1", "q2", "q1"])
    assert names.tolist() == ["q1", "q2"]
    assert found.dtype == np.int8
    assert found[0].tolist() == [[-1, -1, -1], [1, 0, 0]]
    assert found[1].tolist() == [[1, 0, 0], [-1, -1, -1]]


def test_batches_go_by_order_and_are_of_equal_size() -> None:
    assert batches([30, 10, 20, 50, 40], 2).tolist() == [0, 0, 0, 1, 1]
    assert np.bincount(batches(np.random.default_rng(1).random(103), 4)).tolist() == [26, 26, 26, 25]
    parts = by_label(APPLIED, ["b", "a", "b", "b"])
    assert [(name, part.shape[1]) for name, part in parts] == [("a", 1), ("b", 3)]
    assert parts[0][1].tolist() == APPLIED[:, 1:2].tolist()
    with pytest.raises(ValueError, match="one label"):
        by_label(APPLIED, ["a"])


# ---- spans


def test_spans_overlap_by_characters() -> None:
    first = [[(0, 10), (5, 20)], [], [(3, 5)]]
    second = [[(10, 30)], [(0, 4)], [(3, 5)]]
    assert span_overlap(first, second).value == pytest.approx(2 * 12 / (22 + 26))
    assert span_overlap([[(0, 5)]] * 3, [[(0, 5)]] * 3).value == 1
    assert span_overlap([[]], [[]]).reason == "no spans"


spans = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 8)).map(lambda s: (s[0], s[0] + s[1])), max_size=3
)


@settings(deadline=None)
@given(st.lists(st.tuples(spans, spans), min_size=1, max_size=6))
def test_spans_are_ratings_of_characters(paragraphs: list[tuple[list[tuple[int, int]], ...]]) -> None:
    first, second = ([pair[coder] for pair in paragraphs] for coder in (0, 1))
    length = 25
    characters = np.array(
        [
            [any(begin <= at < end for begin, end in of_coder[p]) for of_coder in (first, second)]
            for p, at in product(range(len(paragraphs)), range(length))
        ]
    ).astype(int)
    clusters = np.repeat(np.arange(len(paragraphs)), length)
    alpha = krippendorff_alpha(characters, 2, clusters)
    found = span_alpha(first, second, [length] * len(paragraphs))
    assert (found.value, found.low) == (pytest.approx(alpha.value), pytest.approx(alpha.low))
    overlap, positive = span_overlap(first, second), positive_agreement(characters, clusters)
    assert overlap.value == pytest.approx(positive.value)


@pytest.mark.parametrize(
    ("first", "second", "lengths", "message"),
    [
        ([[(5, 3)]], [[]], [9], "first character"),
        ([[(-1, 3)]], [[]], [9], "first character"),
        ([[(0, 3)]], [], [9], "same paragraphs"),
        ([[(0, 10)]], [[]], [9], "beyond"),
        ([[(0, 3)]], [[]], [9, 9], "lengths"),
    ],
)
def test_spans_of_another_form_are_refused(first, second, lengths, message) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=message):
        span_alpha(first, second, lengths)


# ---- limits


COEFFICIENTS = {
    "percent": lambda ratings: percent_agreement(ratings, 2),
    "kappa": lambda ratings: cohen_kappa(ratings, 2),
    "alpha": lambda ratings: krippendorff_alpha(ratings, 2),
    "ac1": lambda ratings: gwet_ac1(ratings, 2),
    "pabak": pabak,
    "positive": positive_agreement,
}


@settings(deadline=None, max_examples=60)
@given(st.tuples(*[st.integers(0, 12)] * 4).filter(any))
def test_limits_are_what_some_table_of_the_same_margins_has(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    same_margins = [
        (a + shift, b - shift, c - shift, d + shift) for shift in range(-min(a, d), min(b, c) + 1)
    ]
    ratings = [1 - from_table([[w, x], [y, z]]) for w, x, y, z in same_margins]
    found = limits(table)
    for name, coefficient in COEFFICIENTS.items():
        values = [coefficient(some).value for some in ratings]
        if values[0] is None:
            assert name not in found
        else:
            assert found[name] == pytest.approx((min(values), max(values)), abs=1e-12)  # type: ignore[type-var]


def test_a_low_kappa_at_high_agreement_is_explained() -> None:
    """Table of Feinstein & Cicchetti 1990's first paradox: 85% agreement, kappa 0.32."""
    text = explanation((80, 10, 5, 5))
    assert "agree on 85% of 100 paragraphs" in text
    assert "90% and 85%" in text and "78% by chance" in text and "kappa 0.32" in text
    assert text.endswith("With these margins kappa lies between -0.14 and 0.77.")
    assert explanation((10, 0, 0, 0)) == explanation((0, 0, 0, 0)) == ""
    assert limits((0, 0, 0, 0)) == {}
