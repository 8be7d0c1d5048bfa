"""Words and sentences: where evidence is cut when one quotes from it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.evidence.sentences import sentences, words
from coder.inquiry.importing import read_session


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Smith and Dr. Jones met Cllr. Ode. They agreed.", 2),
        ("See No. 4 of the list. No. We did not see it.", 3),
        ("It cost £1.5m, e.g. in May, i.e. early. Then it cost more.", 2),
        ("J. R. Hartley wrote to the U.S. Senate. As do I. We go.", 3),
        ("“Is it so?” he asked. “Yes.” She left.", 3),
        ("He said, “It is late.” Then he went (or so I hear). [Laughter.] We sat.", 4),
        ("She waited... and then she went… Nobody came.", 2),
        ("1. The first point is long. (a) the rest of it! Well?", 2),
        ("The meeting began at 10 a.m. on Monday. It ended at 3 p.m.", 2),
        ("See paras. 4 to 7, p. 12, and Nos. 47 and 51. That is all.", 2),
        ("A list:\n- one thing\n- another. And more", 4),
        ("It was 41.5 per cent. £20 is less. 30 is more.", 3),
        ("no capitals. and no end", 1),
        (" \n ", 0),
    ],
)
def test_how_many_sentences(text: str, count: int) -> None:
    assert len(cut(text)) == count, cut(text)


def test_words_keep_what_is_theirs() -> None:
    text = "“Mr. Smith’s share — £1.5m, e.g. 41.5%,” (said J. Ode): don't re-tender… 'now'."
    assert [text[start:end] for start, end in words(text)] == [
        "Mr.", "Smith’s", "share", "£1.5m", "e.g.", "41.5%", "said", "J", "Ode", "don't", "re-tender", "now",
    ]  # fmt: skip


@given(st.text(st.sampled_from("aB1.!? …\n\"'“(£") | st.characters(), max_size=120))
def test_sentences_hold_all_but_white_space_in_order(text: str) -> None:
    found = sentences(text)
    inside = {place for start, end in found for place in range(start, end)}
    assert {place for place, sign in enumerate(text) if not sign.isspace()} <= inside
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for start, end in (*found, *words(text)):
        assert text[start:end] and text[start:end] == text[start:end].strip()
    for start, end in words(text):
        assert not re.search(r"\s", text[start:end])


DOCUMENTS = (
    "kent-commissioning-2014-02-03.md", "uk-commons/pac_201314_hc1060.txt",
    "us-congress/us_house_admin_2002-06-26.txt", "council-txt/portland_2011-01-12_raw.txt",
)  # fmt: skip
SHORTENED = re.compile(r"(?:^|\s)(?:Mr|Mrs|Ms|Dr|Hon|Cllr|Rt|i\.e|e\.g|[A-HJ-Z])\.$")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_sentence_of_real_evidence_ends_after_a_title(name: str, shared: Path) -> None:
    texts = [paragraph.text for paragraph in read_session(shared / "evidence" / name).paragraphs()]
    found = [(text[:end][-30:], text[end:][:30]) for text in texts for _, end in sentences(text)[:-1]]
    assert len(found) > 100
    assert [one for one in found if SHORTENED.search(one[0]) and not one[1].startswith("\n")] == []


def test_sentences_of_real_evidence(shared: Path) -> None:
    texts = [
        paragraph.text
        for name in DOCUMENTS
        for paragraph in read_session(shared / "evidence" / name).paragraphs()
    ]
    for part in ("Mr. Chairman, I am", "Contract No. 32000289", "Item Nos. 47 and 51"):
        holding = [sentence for text in texts if part in text for sentence in cut(text) if part in sentence]
        assert holding, part
