"""Doing one thing to many paragraphs: what each would get, one action, one undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.coding import Change
from coder.evidence.model import Item, Paragraph, Session
from coder.inquiry.bulk import Deed, Selection, totals
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.stepping import Stepper
from coder.inquiry.tagging import Hand, in_words, with_values
from tests.inquiry_support import BOOK, CODED, SLUG, make_folder

MANY = 10_000


@pytest.fixture
def inquiry(tmp_path: Path) -> Iterator[Inquiry]:
    with open_inquiry(make_folder(tmp_path / "lanes")) as opened:
        yield opened


def test_what_a_code_would_do_to_each_is_told_and_done(inquiry: Inquiry) -> None:
    hand, codes = Hand(inquiry, "AB"), inquiry.codebook.by_id
    hand.tag(CODED[1], with_values(inquiry, ["cheaper"]))
    hand.tag(CODED[2], with_values(inquiry, ["dearer"]))
    Hand(inquiry, "CD").tag(CODED[0], with_values(inquiry, ["cheaper"]))
    selection = Selection(inquiry, "AB", [*CODED[:4], CODED[0]])
    effects = selection.effects(Deed("tag", codes["cheaper"]))
    assert [(one.paragraph, len(one.changes), one.why_not) for one in effects] == [
        (CODED[0], 1, ""), (CODED[1], 0, "has it already"), (CODED[2], 2, ""), (CODED[3], 1, ""),
    ]  # fmt: skip
    assert totals(effects, {CODED[3]}) == (
        "2 of 4 paragraphs change; 1 has it already; 1 loses Costs more; 1 left out."
    )
    entries = selection.do(one for one in effects if one.paragraph != CODED[3])
    assert len({entry.batch for entry in entries}) == 1
    said = "tag Costs less on 3(1), tag Costs less on 3(3), untag Costs more on 3(3)"
    assert in_words(inquiry, entries) == said
    own = {paragraph: set(inquiry.store.journal.marks(paragraph, "AB")) for paragraph in CODED[:4]}
    assert own == {
        CODED[0]: {("tag", "cheaper")}, CODED[1]: {("tag", "cheaper")}, CODED[2]: {("tag", "cheaper")},
        CODED[3]: set(),
    }  # fmt: skip
    hand.undo()
    assert set(inquiry.store.journal.marks(CODED[2], "AB")) == {("tag", "dearer")}
    assert inquiry.store.journal.marks(CODED[0], "AB") == {}


DEEDS = ["speed", "sight", "dearer", "cheaper", "read", "star", "flag"]
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.booleans(), st.sets(st.sampled_from(CODED))), max_size=5
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=STEPS, name=st.sampled_from(DEEDS), off=st.booleans(), chosen=st.sets(st.sampled_from(CODED)))
def test_in_bulk_each_gets_what_it_would_get_alone_and_one_undo_takes_it_back(
    inquiry: Inquiry, before: list[tuple[str, bool, set[str]]], name: str, off: bool, chosen: set[str]
) -> None:
    """Against the single actions: on one coder in bulk, on another paragraph by paragraph."""
    codes = inquiry.codebook.by_id

    def deed(name: str, off: bool) -> Deed:
        return Deed("untag" if off else "tag", codes[name]) if name in codes else Deed(name)  # type: ignore[arg-type]

    def one_by_one(coder: str, deed: Deed, paragraphs: set[str]) -> None:
        hand = Hand(inquiry, coder)
        for paragraph in sorted(paragraphs):
            marks = inquiry.store.journal.marks(paragraph, coder)
            if deed.what == "tag" and ("tag", deed.code.id) not in marks:  # type: ignore[union-attr]
                hand.tag(paragraph, [(deed.code, None)])  # type: ignore[list-item]
            elif deed.what == "untag":
                hand.untag(paragraph, [deed.code])  # type: ignore[list-item]
            elif deed.what == "read" and not any(kind == "tag" for kind, _ in marks):
                hand.read([paragraph])
            elif deed.what in ("star", "flag") and (deed.what, "") not in marks:
                getattr(hand, deed.what)(paragraph)

    def state(coder: str) -> dict[tuple[str, ...], object]:
        return {(*key[2:], key[0]): value for key, value in inquiry.store.journal.state() if key[1] == coder}

    for coder in ("AB", "CD"):
        for key in [key for key, _ in inquiry.store.journal.state() if key[1] == coder]:
            inquiry.store.journal.act(coder, [Change(*key, None)], "")
        for act, is_off, paragraphs in before:
            one_by_one(coder, deed(act, is_off), paragraphs)
    was = state("AB")
    assert was == state("CD")
    selection = Selection(inquiry, "AB", sorted(chosen))
    effects = selection.effects(deed(name, off))
    entries = selection.do(effects)
    one_by_one("CD", deed(name, off), chosen)
    assert state("AB") == state("CD")
    assert {entry.subject for entry in entries} == {one.paragraph for one in effects if one.changes}
    if entries:
        Hand(inquiry, "AB").undo()
    assert state("AB") == was


def test_codes_out_of_use_are_not_offered_and_taking_off_where_there_is_something(tmp_path: Path) -> None:
    book = BOOK.replace("    name: Speed\n", "    name: Speed\n    retired: too wide\n")
    with open_inquiry(make_folder(tmp_path / "lanes", book=book)) as inquiry:
        Hand(inquiry, "AB").tag(CODED[0], with_values(inquiry, ["sight"]))
        said = [str(deed) for deed in Selection(inquiry, "AB", CODED).deeds()]
    assert "Put Lines of sight on" in said and "Put Speed on" not in said
    assert [one for one in said if one.startswith("Take")] == ["Take Lines of sight off"]


def test_ten_thousand_at_once_keep_the_place_and_are_one_undo(inquiry: Inquiry) -> None:
    slug = "long"
    said = tuple(Paragraph(f"{slug}/1.{n}", "answer", f"Answer {n}.", str(n), f"1({n})") for n in range(MANY))
    with inquiry.store.transaction():
        session = Session(slug, slug, items=(Item(f"{slug}/1", "All", "1", paragraphs=said),))
        inquiry.store.index.put(session, "r", "s", "", [])
    stepper = Stepper(inquiry, "AB", SLUG)
    stepper.next()
    selection = Selection(inquiry, "AB", [one.id for one in said])
    entries = selection.do(selection.effects(Deed("tag", inquiry.codebook.by_id["speed"])))
    assert in_words(inquiry, entries) == f"tag Speed on {MANY:,} paragraphs"
    assert inquiry.store.journal.last_session("AB") == SLUG
    assert inquiry.store.index.read_count(slug, ("answer",), "AB") == MANY
    assert in_words(inquiry, Hand(inquiry, "AB").undo()) == f"tag Speed on {MANY:,} paragraphs"
    assert inquiry.store.index.read_count(slug, ("answer",), "AB") == 0
