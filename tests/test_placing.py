"""Passages of a document's text placed in the paragraphs that a session made of it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from coder.exchange.placing import Inked, Placement
from coder.exchange.sources import paragraphs_of

PARAGRAPHS = [
    "The Chairman said that the hedges along the lanes had grown since the last meeting.",
    "Yes.", "No.", "Yes.",
    "She added that delivery vans were the worst, and that most came from the trunk road.",
    "Yes.",
]  # fmt: skip


def parts(text: str, words: str, paragraphs: list[str] = PARAGRAPHS, nth: int = 0) -> list[tuple[int, str]]:
    """(number of the paragraph, words of it) for the nth place of some words."""
    start = [found.start() for found in re.finditer(re.escape(words), text)][nth]
    placement = Placement(text, [(str(n), one) for n, one in enumerate(paragraphs)])
    found = placement.parts(start, start + len(words))
    return [(int(one.paragraph), paragraphs[int(one.paragraph)][one.start : one.end]) for one in found]


def test_wrapped_numbered_and_labelled_text_is_no_hindrance() -> None:
    text = (
        "MINUTES\n\n(1) The Chairman said that the\n    hedges along the lanes had\n    grown since the last "
        "meeting.\nCOUNCILLOR: Yes.\nWITNESS: No.\nCOUNCILLOR: Yes.\n(2)   She added that delivery  vans "
        "were the worst, and\nthat most came from the trunk road.\nYes.\n"
    )
    assert parts(text, "the\n    hedges") == [(0, "the hedges")]
    assert parts(text, "delivery  vans") == [(4, "delivery vans")]
    assert [parts(text, "Yes.", nth=n) for n in range(3)] == [[(1, "Yes.")], [(3, "Yes.")], [(5, "Yes.")]]
    assert parts(text, "road.\nYes") == [(4, "road."), (5, "Yes")]
    assert parts(text, "MINUTES") == []


def test_a_short_paragraph_stands_on_a_line_of_its_own_where_it_can() -> None:
    text = f"{PARAGRAPHS[0]}\nShe said Yes. and then\nYes.\n{PARAGRAPHS[4]}\n"
    paragraphs = [PARAGRAPHS[0], "Yes.", PARAGRAPHS[4] + " "]
    assert parts(text, "Yes.", paragraphs, nth=0) == []
    assert parts(text, "Yes.", paragraphs, nth=1) == [(1, "Yes.")]


def test_a_document_says_how_much_of_it_a_session_is() -> None:
    pairs = [(str(n), one) for n, one in enumerate(PARAGRAPHS)]
    whole = Placement("\n".join(PARAGRAPHS), pairs)
    assert whole.found == 1 and whole.covered > 0.95
    other = Placement("Quite another text about the mill and its pond, which nobody has seen.", pairs)
    assert other.found == 0
    half = Placement(f"{PARAGRAPHS[0]}\n{'Something else. ' * 40}", pairs)
    assert 0.3 < half.found < 0.6 and half.covered < 0.2


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["a", "bb", "ccc.", "🚜", "é"]), min_size=1, max_size=20), min_size=1,
             max_size=8),
    st.data(),
)  # fmt: skip
def test_every_passage_of_the_paragraphs_ink_is_found_in_them(
    texts: list[list[str]], data: st.DataObject
) -> None:
    """A document in which the paragraphs stand with other white space than in the session."""
    paragraphs = [f"Paragraph {n} of it all, begun here: {' '.join(words)}" for n, words in enumerate(texts)]
    spaces = st.sampled_from([" ", "  ", "\n", "\t", "\r\n  "])
    text = "\n\n".join(re.sub(" ", lambda _: data.draw(spaces), one) for one in paragraphs)
    placement = Placement(text, [(str(n), one) for n, one in enumerate(paragraphs)])
    assert placement.found == 1
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = [paragraphs[int(one.paragraph)][one.start : one.end] for one in placement.parts(start, end)]
    assert Inked("".join(found)).ink == Inked(text[start:end]).ink
    assert all(
        one.whole == (Inked(paragraphs[int(one.paragraph)]).ink
                      == Inked(paragraphs[int(one.paragraph)][one.start : one.end]).ink)
        for one in placement.parts(start, end)
    )  # fmt: skip


def test_a_text_is_cut_into_its_paragraphs() -> None:
    wrapped = "1. The first is\n   wrapped.\n\n• A point.\n• Another.\n\nLast."
    assert paragraphs_of(wrapped) == ["1. The first is wrapped.", "• A point.", "• Another.", "Last."]
    long = "word " * 40
    assert paragraphs_of(f"{long}\nShort.\n{long}") == [long.strip(), "Short.", long.strip()]
    assert paragraphs_of(" \n\n ") == []
