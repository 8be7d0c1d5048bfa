"""Both databases find the same words: whatever the text, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coder.evidence.model import Paragraph, Session
from coder.store import Store
from coder.store.fulltext import Query, Term
from coder.store.tsearch import words
from tests.inquiry_support import session
from tests.postgres_support import Server

TEXTS = st.lists(
    st.sampled_from(
        ["van", "vans", "Vans", "VÄN", "vän", "van\u0301s", "ǆ", "straße", "STRASSE", "can't", "bid-price",
         "a.b@c.org", "3.5", "1,000", "1e5", "http://x.org/y?z=1", "x_y", "naïve", "Ελλάδα", "мир", "½",
         "東京", "²", "İ", "ß", "-", "—", "'", '"', "\\", "%", "&", "|", "!", ":*", "()", "<b>", "\u00ad",
         "\u200d", "😀", "a" * 300, "the", "the"]
    ) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
    max_size=12,
).map(" ".join)  # fmt: skip
TERM = st.builds(Term, TEXTS, st.booleans(), st.sampled_from(["text", "speaker"]), st.booleans())


@pytest.fixture(scope="module")
def both(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    with (
        Store(tmp_path_factory.mktemp("words") / "store.db") as file,
        Store(f"{postgres.address()}?schema=words") as server,
    ):
        yield file, server


def holding(texts: list[str]) -> Session:
    """A session with these texts as paragraphs; every other one's is its speaker's name too."""
    bare = session()
    paragraphs = tuple(
        Paragraph(f"{bare.slug}/1.{place}", "answer", text, number=str(place), citation=f"1({place})",
                  speaker=text if place % 2 else None, label=text[::-1] if place % 3 else None)
        for place, text in enumerate(texts)
    )  # fmt: skip
    return replace(bare, items=(replace(bare.items[0], paragraphs=paragraphs),))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=6), st.lists(TERM, min_size=1, max_size=3))
@example(["one two three", "two one three"], [Term("one two"), Term("thr", True)])
@example(["one two three", "two one three"], [Term("three", wanted=False), Term("one")])
@example(["a b", "b"], [Term("a", wanted=False)])
@example(["the " * 400 + "van", "van"], [Term("the van")])
@example(["x " * 17_000 + "late vans", "vans late"], [Term("late vans")])
def test_both_databases_find_the_same(both: tuple[Store, Store], texts: list[str], terms: list[Term]) -> None:
    found = []
    for store in both:
        with store.transaction():
            store.index.put(holding(texts), "r", "stamp", "", [])
        found.append(
            [store.fulltext.find(Query(tuple(asked)), 0, 100) for asked in (terms, terms[:1], terms[1:])]
        )
    assert found[0] == found[1]


def test_words_are_those_of_the_other_database() -> None:
    said = list(words(["Façade, the VANS — 3.5%", "", "—", "x_y"]))
    assert said == [["facade", "the", "vans", "3", "5"], [], [], ["x", "y"]]


def test_kents_evidence_is_found_alike(both: tuple[Store, Store], shared: Path) -> None:
    path = shared / "evidence" / "kent-commissioning-2014-02-03.md"
    texts = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for store in both:
        with store.transaction():
            store.index.put(holding(texts), "r", "stamp", "", [])
    asked = [
        Term("vol", True),
        Term("the voluntary sector"),
        Term("kent", of="speaker"),
        Term("commission", True),
    ]
    for terms in ([one] for one in asked):
        file, server = (store.fulltext.find(Query(tuple(terms)), 0, 10_000) for store in both)
        assert file == server
        assert file[0] or terms[0].of == "speaker"
