"""Evidence laid out with its offsets, signs of quotes in it, and what a selection's moves come to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coder.tui.laid_out import GLUE, Mark, lay_out, of_mark, row_of
from coder.tui.selection import Selection, between, sentence_at
from coder.tui.text import clean, wrap

TEXTS = st.text(st.characters(codec=None) | st.sampled_from(" \n\t-会あe\u0301\x1b\u202e."), max_size=200)
SAID = "Mr. Ode spoke first. He said, “It was late.” It never waits for the train. No. It goes."


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...]]:
    text = draw(TEXTS.filter(lambda one: GLUE not in one and len(one) > 1))
    signs = iter("tb1★")
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(
        lambda one: one[0] < one[1]
    )
    return text, tuple(Mark(*place, next(signs)) for place in draw(st.lists(places, max_size=4)))


@given(marked(), st.integers(6, 40))
def test_every_character_drawn_is_that_of_the_text_at_its_offset(
    drawn: tuple[str, tuple[Mark, ...]], width: int
) -> None:
    text, marks = drawn
    rows = lay_out(text, marks, width)
    last = -1
    for row in rows:
        assert len(row.text) == len(row.offsets) and cell_len(row.text) <= width
        for sign, offset in zip(row.text, row.offsets, strict=True):
            if offset >= 0:
                assert offset > last
                last = offset
                assert text[offset] == sign or (sign.isspace() and text[offset].isspace())
            else:
                assert sign.isspace() or of_mark(offset) in range(len(marks))
    found = {offset for row in rows for offset in row.offsets}
    shown = {at for at, sign in enumerate(text) if not sign.isspace() and clean(sign)}
    assert shown <= found


@given(marked())
def test_each_quote_has_its_sign_where_it_begins_and_where_it_ends(
    drawn: tuple[str, tuple[Mark, ...]],
) -> None:
    text, marks = drawn
    rows = lay_out(text, marks, 500)
    line, offsets = "".join(row.text for row in rows), [one for row in rows for one in row.offsets]
    for place, mark in enumerate(marks):
        own = [at for at, offset in enumerate(offsets) if offset == of_mark(place)]
        assert "".join(line[at] for at in own) == f"‹{mark.sign}  {mark.sign}›"
        before = [offset for offset in offsets[: own[0]] if offset >= 0]
        after = [offset for offset in offsets[own[-1] :] if offset >= 0]
        assert all(offset < mark.start for offset in before if not text[offset].isspace())
        assert all(offset >= mark.end for offset in after)


@given(TEXTS, st.integers(2, 40))
def test_without_quotes_it_is_wrapped_as_ever(text: str, width: int) -> None:
    if GLUE not in text:
        assert tuple(row.text for row in lay_out(text, (), width)) == wrap(text, width)


def test_quotes_within_each_other_and_across_are_told_apart() -> None:
    text = "there is a lack of trust between bodies"
    wide = (Mark(0, 24, "t"), Mark(16, 32, "b"))
    assert lay_out(text, wide, 80)[0].text == "‹t there is a lack ‹b of trust t› between b› bodies"
    same = (Mark(0, 5, "t"), Mark(0, 5, "b"), Mark(0, 8, "f"))
    assert lay_out(text, same, 80)[0].text.startswith("‹f ‹t ‹b there b› t› is f› a lack")


def test_a_sign_is_never_parted_from_its_word() -> None:
    text = "there is a lack of trust between bodies"
    for width in range(8, 30):
        for row in lay_out(text, (Mark(9, 24, "t"),), width):
            assert not row.text.rstrip().endswith("‹t") and not row.text.startswith(("t›", " t›"))


def test_the_codepoint_under_a_column_and_the_line_of_a_codepoint() -> None:
    rows = lay_out("a会b said so", (), 6)
    assert [row.text for row in rows] == ["a会b", "said", "so"]
    assert [rows[0].at(x) for x in range(5)] == [0, 1, 1, 2, 2]
    assert [row_of(rows, offset) for offset in (0, 2, 4, 9, 99)] == [0, 0, 1, 2, 2]


# Selecting


def shown(selection: Selection | None) -> str:
    assert selection
    return selection.text[selection.start : selection.end]


def test_by_sentence() -> None:
    first = sentence_at(SAID, 0)
    assert first and shown(first) == "Mr. Ode spoke first."
    second = first.sentence(1)
    assert shown(second) == "He said, “It was late.”"
    assert shown(second.by_sentence(1)) == "He said, “It was late.” It never waits for the train."
    assert second.by_sentence(1).by_sentence(-1).passage == second.passage
    assert second.by_sentence(-1).passage == second.passage
    assert shown(second.sentence(-1).sentence(-1)) == "Mr. Ode spoke first."
    assert shown(first.to_end().sentence(1)) == "It goes."


def test_by_word() -> None:
    first = sentence_at(SAID, 0)
    assert first
    assert shown(first.by_word(1)) == "Mr. Ode spoke first. He"
    assert shown(first.by_word(-1)) == "Mr. Ode spoke first"
    assert shown(first.by_word(-1).by_word(-1)) == "Mr. Ode spoke"
    assert shown(first.start_by_word(1)) == "Ode spoke first."
    assert first.start_by_word(1).start_by_word(-1).passage == first.passage
    assert shown(first.sentence(1).start_by_word(-1)) == "first. He said, “It was late.”"
    assert first.to_end().sentence(-1).to_end().passage == (0, len(SAID))
    assert shown(sentence_at(SAID, 50)) == "It never waits for the train."


def test_between_two_points() -> None:
    at = SAID.index
    assert shown(between(SAID, at("poke"), at("irst"))) == "spoke first"
    assert shown(between(SAID, at("irst"), at("poke"))) == "spoke first"
    assert shown(between(SAID, at("spoke"), at("first.") + 5)) == "spoke first."
    assert shown(between(SAID, at("“It"), at("ate."))) == "“It was late"
    assert between(" … ", 0, 2) is None


MOVES = st.sampled_from([
    *((how, step) for how in ("sentence", "by_sentence", "by_word", "start_by_word") for step in (1, -1)),
    ("to_start", None), ("to_end", None),
])  # fmt: skip


@given(st.text("aB. \n“”", max_size=60), st.lists(MOVES, max_size=12))
def test_a_selection_is_never_empty_nor_outside(text: str, moves: list[tuple[str, int | None]]) -> None:
    selection = sentence_at(text, 0)
    if selection is None:
        assert not text.strip()
        return
    for how, step in moves:
        selection = getattr(selection, how)(*([step] if step else []))
        assert 0 <= selection.start <= selection.edge < selection.end <= len(text)
