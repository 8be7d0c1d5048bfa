"""Quotes found again after a correction, and never where they do not stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coder.evidence.spans import Span, find_again, spans_of, with_span, without_spans

TEXT = (
    "Ruth Adeyemi replied that the counter had shown an average of 41 miles an hour before nine o'clock. "
    "She added that delivery vans were the worst and that most of them came through from the trunk road. "
    "The parish could see further round the bend by the mill once the blackthorn had been taken out."
)
VANS = "delivery vans were the worst and that most of them came through"

WORDS = st.lists(st.text("abcdefgh", min_size=2, max_size=9), min_size=1, max_size=60)


def again(quoted: str, text: str, start: int = 0) -> str | None:
    place = find_again(quoted, start, text)
    return text[slice(*place)] if place else None


def test_at_its_place_word_for_word() -> None:
    assert find_again("the", TEXT.index("the worst"), TEXT) == (TEXT.index("the worst"), TEXT.index(" worst"))


def test_at_the_nearest_place_where_it_has_moved() -> None:
    text = "An earlier sentence. " + TEXT
    assert find_again("the", TEXT.index("the worst"), text) == (text.index("the worst"), text.index(" worst"))
    assert find_again("the", len(TEXT), TEXT) == (TEXT.index("the blackthorn"), TEXT.index(" blackthorn"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (VANS, VANS.replace("delivery", "delivry")),  # the first word
        (VANS, VANS.replace("through", "thruogh")),  # the last
        (VANS, VANS.replace("worst", "wurst").replace("most", "many")),
        (VANS, VANS.replace("and that most", "and most")),
        (VANS, VANS.replace("came", "usually came")),
        (VANS, VANS.replace("were the worst", "were\nthe  worst")),
        ("nine o'clock", "nine o’clock"),
        ("the counter had", "the countr had"),
        ("blackthorn", "blackthron"),
    ],
)
def test_a_close_match_takes_the_corrected_words(old: str, new: str) -> None:
    assert again(old, TEXT.replace(old, new), TEXT.index(old)) == new
    assert (
        again(old, "Something new at the top of it. " * 20 + TEXT.replace(old, new), TEXT.index(old)) == new
    )


@pytest.mark.parametrize("gone", [VANS, "blackthorn", "the mill once", "41 miles"])
def test_what_is_gone_is_lost(gone: str) -> None:
    left = " ".join(part for part in TEXT.split(". ") if gone not in part)
    assert find_again(gone, TEXT.index(gone), left) is None
    assert find_again(gone, 0, "") is None


@pytest.mark.parametrize("quoted", [None, "", "  "])
def test_a_purged_or_empty_quote_is_found_nowhere(quoted: str | None) -> None:
    assert find_again(quoted, 0, TEXT) is None


@given(WORDS, st.data())
def test_a_text_put_before_or_after_moves_a_quote_with_its_words(
    said: list[str], data: st.DataObject
) -> None:
    text = " ".join(said)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    added = data.draw(st.text("xyz .", max_size=40))
    assert find_again(text[start:end], start, text + added) == (start, end)
    place = find_again(text[start:end], start, added + text)
    assert place and (added + text)[slice(*place)] == text[start:end]


@given(WORDS, st.integers(0, 300), WORDS)
def test_what_is_found_is_a_passage_of_the_text(quoted: list[str], start: int, said: list[str]) -> None:
    text = " ".join(said)
    place = find_again(" ".join(quoted), start, text)
    if place:
        assert 0 <= place[0] < place[1] <= len(text)
        assert text[slice(*place)].strip() == text[slice(*place)]


@given(st.integers(0, 40), st.integers(8, 30), st.data())
def test_one_word_in_four_may_have_changed(low: int, size: int, data: st.DataObject) -> None:
    said = TEXT.split()
    quoted = said[low : low + size]
    assume(len(quoted) >= 8)
    inner = data.draw(st.sets(st.integers(1, len(quoted) - 2), max_size=(len(quoted)) // 4))
    changed = [f"{'x' * 6}{place}" if place in inner else word for place, word in enumerate(quoted)]
    text = " ".join([*said[:low], *changed, *said[low + size :]])
    assert again(" ".join(quoted), text, len(" ".join(said[:low]))) == " ".join(changed)


def test_a_long_quote_in_a_long_text_is_found_at_once() -> None:
    text = " ".join(f"{word}{place % 97}" for place, word in enumerate(TEXT.split() * 200))
    quoted = text[40_000:44_000].replace("e7", "e8", 1)
    began = time.perf_counter()
    assert find_again(quoted, 0, text)
    assert find_again("nothing like this anywhere", 0, text) is None
    assert time.perf_counter() - began < 2


def test_a_passage_takes_the_place_of_those_it_overlaps() -> None:
    value = with_span(with_span({"meaning": 7}, 30, 40, TEXT), 0, 10, TEXT)
    assert [(one.start, one.end) for one in spans_of(value)] == [(0, 10), (30, 40)]
    assert spans_of(value)[0] == Span(0, 10, TEXT[:10])
    moved = with_span(value, 5, 35, TEXT)
    assert [(one.start, one.end) for one in spans_of(moved)] == [(5, 35)]
    assert without_spans(moved, 34, 36, TEXT) == {"meaning": 7}
    assert without_spans(moved, 35, 36, TEXT) == moved


def test_what_overlaps_is_seen_where_it_stands_now() -> None:
    value = with_span({}, 0, 12, TEXT)
    later = "A sentence before. " + TEXT
    assert without_spans(value, 0, 12, later) == value
    assert without_spans(value, 20, 22, later) == {}
