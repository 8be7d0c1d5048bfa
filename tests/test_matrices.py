"""Counts of paragraphs by theme, code, witness, question and session, against plain loops."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.codebook import Code, Codebook
from coder.errors import CoderError
from coder.matrices import (
    MEASURES,
    NO_DATE,
    NO_ORGANISATION,
    NO_QUESTION,
    NO_SPEAKER,
    NOT_IN_CODEBOOK,
    NOT_SET,
    Coding,
    Level,
    Measure,
    ParagraphRow,
    Selection,
    TagRow,
    based_on,
    column_heads,
    gather,
    matrix,
    quotes,
    saturation,
    together,
    tree,
)

CODEBOOK = Codebook(
    "book",
    "Book",
    (
        Code("trust", "Trust", "relations"),
        Code("relations", "Relations"),
        Code("old-trust", "Earlier trust", "trust"),
        Code("money", "Money"),
        Code("bids", "Bids", "relations"),
        Code("price", "Price", "money"),
        Code("other", "Other"),
    ),
)
LEVELS: tuple[Level, ...] = ("theme", "code")
AXES = ("witness", "question", "session")


def paragraph(
    number: int,
    session: str = "first",
    question: str | None = None,
    speaker: str | None = "Ann",
    role: str = "answer",
) -> ParagraphRow:
    return ParagraphRow(
        paragraph=f"{session}/7.{number}",
        session=session,
        session_title=f"The {session} session",
        date="2014-02-03",
        item=f"{session}/7",
        item_heading="Evidence",
        question=f"{session}/7.{question}" if question else None,
        question_number=question[1:] if question else None,
        question_text="What stops you?" if question else None,
        role=role,  # type: ignore[arg-type]
        speaker=speaker,
        organisation=None,
        citation=f"7({number})",
        text=f"Paragraph {number}.",
        position=number,
    )


@dataclass
class Inquiry:
    paragraphs: list[ParagraphRow]
    tags: list[TagRow]
    readings: list[tuple[str, str]]

    def coding(self) -> Coding:
        return gather(self.paragraphs, self.tags, self.readings, CODEBOOK)


@st.composite
def inquiries(draw: st.DrawFn) -> Inquiry:
    """Random paragraphs of two sessions, coded and read by up to four people."""
    paragraphs = [
        paragraph(
            number,
            "first" if number < 6 else "second",
            draw(st.sampled_from([None, "q1", "q2", "q3"])),
            draw(st.sampled_from([None, "Ann", "Ben", "Cy"])),
            draw(st.sampled_from(["answer", "answer", "opening", "followup"])),
        )
        for number in range(draw(st.integers(1, 12)))
    ]
    paragraphs = [
        replace(
            row,
            date=draw(st.sampled_from([None, "2014-02-03", "2014-01-01"]))
            if row.session == "first"
            else "2015-01-01",
            organisation=draw(st.sampled_from([None, "Harbour", "a trust"])),
            kind=draw(st.sampled_from(["", "witness", "member"])),
            from_witness=draw(st.booleans()) if row.speaker else True,
            attributes=draw(
                st.sampled_from([{}, {"sector": "public"}, {"sector": "voluntary", "date": "x"}])
            ),
            text="word " * draw(st.integers(0, 4)),
        )
        for row in paragraphs
    ]
    ids = st.sampled_from([row.paragraph for row in paragraphs])
    coders = st.sampled_from(["AB", "CD", "EF", "GH"])
    codes = st.sampled_from([*CODEBOOK.by_id, "gone"])
    tags = draw(st.lists(st.builds(TagRow, ids, codes, coders, st.sampled_from([None, 1, 2])), max_size=40))
    return Inquiry(paragraphs, tags, draw(st.lists(st.tuples(ids, coders), max_size=20)))


def theme_of(code: str) -> str:
    return NOT_IN_CODEBOOK if code == "gone" else CODEBOOK.theme_of(code).id


def column_of(row: ParagraphRow, axis: str) -> str:
    if axis == "witness":
        return row.speaker or NO_SPEAKER
    if axis == "session":
        return row.session
    return row.question or f"{row.item}/{NO_QUESTION}"


def counting(inquiry: Inquiry, basis: str) -> list[TagRow]:
    """The tags that count, by plain loops."""
    chosen = []
    for tag in inquiry.tags:
        readers = {coder for place, coder in inquiry.readings if place == tag.paragraph}
        readers |= {other.coder for other in inquiry.tags if other.paragraph == tag.paragraph}
        same = [tag.paragraph, tag.code]
        agree = {other.coder for other in inquiry.tags if [other.paragraph, other.code] == same}
        enough = {"any": True, "majority": len(agree) > len(readers) / 2, "all": agree == readers}
        if enough.get(basis, tag.coder == basis):
            chosen.append(tag)
    return chosen


@settings(max_examples=60, deadline=None)
@given(inquiries(), st.sampled_from(["any", "majority", "all", "AB"]))
def test_every_count_and_total_equals_a_plain_count(inquiry: Inquiry, basis: str) -> None:
    known = {tag.coder for tag in inquiry.tags} | {coder for _, coder in inquiry.readings}
    if basis == "AB" and basis not in known:
        return
    coding = based_on(inquiry.coding(), basis)
    tags = counting(inquiry, basis)
    by_id = {row.paragraph: row for row in inquiry.paragraphs}
    for level in LEVELS:
        for axis in AXES:
            found = matrix(coding, level, axis)
            cells: dict[tuple[str, str], set[str]] = {}
            for tag in tags:
                row = theme_of(tag.code) if level == "theme" else tag.code
                column = column_of(by_id[tag.paragraph], axis)
                for key in ((row, column), (row, ""), ("", column), ("", "")):
                    cells.setdefault(key, set()).add(tag.paragraph)
            for row in found.counts.index:
                for column in found.counts.columns:
                    assert found.counts.loc[row, column] == len(cells.pop((row, column), ()))
                assert found.row_totals[row] == len(cells.pop((row, ""), ()))
            for column in found.counts.columns:
                assert found.column_totals[column] == len(cells.pop(("", column), ()))
            assert found.total == len(cells.pop(("", ""), ()))
            assert not cells, "counted by the loops and shown nowhere"


@settings(max_examples=60, deadline=None)
@given(inquiries())
def test_the_quotes_of_a_count_stand_together_and_are_as_many(inquiry: Inquiry) -> None:
    coding = inquiry.coding()
    for level in LEVELS:
        for axis in AXES:
            listed = quotes(coding, level, "witness" if axis == "witness" else "question")
            places: dict[tuple[str, str], list[int]] = {}
            for at, quote in enumerate(listed):
                column = column_of(coding.evidence[quote.paragraph], axis)
                of_row = theme_of if level == "theme" else str
                assert {of_row(code) for code, _, _ in quote.tags} == {quote.row}
                for key in ((quote.row, column), (quote.row, "")):
                    places.setdefault(key, []).append(at)
            counts = matrix(coding, level, axis)
            for (row, column), block in places.items():
                assert block == list(range(block[0], block[-1] + 1))
                expected = counts.counts.loc[row, column] if column else counts.row_totals[row]
                assert len({listed[at].paragraph for at in block}) == len(block) == expected


EVERY_AXIS = (
    "theme", "code", "coder", "witness", "organisation", "kind", "role", "question", "item", "session",
    "date", "sector",
)  # fmt: skip


def values_of(tag: TagRow, row: ParagraphRow, axis: str) -> str:
    """Where on an axis a tag on a paragraph falls."""
    return {
        "theme": theme_of(tag.code),
        "code": tag.code,
        "coder": tag.coder,
        "witness": row.speaker or NO_SPEAKER,
        "organisation": row.organisation or NO_ORGANISATION,
        "kind": (row.kind or ("witness" if row.from_witness else "other")) if row.speaker else NO_SPEAKER,
        "role": row.role,
        "question": row.question or f"{row.item}/{NO_QUESTION}",
        "item": row.item,
        "session": row.session,
        "date": row.date or NO_DATE,
        "sector": row.attributes.get("sector") or NOT_SET,
    }[axis]


def measured(tags: list[tuple[TagRow, ParagraphRow]], measure: str) -> int:
    distinct = {row.paragraph: row for _, row in tags}
    if measure == "tags":
        return len(tags)
    if measure == "words":
        return sum(len(row.text.split()) for row in distinct.values())
    if measure == "witnesses":
        return len({row.speaker for row in distinct.values() if row.speaker and row.from_witness})
    return len(distinct)


@settings(max_examples=150, deadline=None)
@given(inquiries(), st.sampled_from(EVERY_AXIS), st.sampled_from(EVERY_AXIS), st.sampled_from(MEASURES))
def test_any_axis_by_any_other_in_any_measure_equals_plain_loops(
    inquiry: Inquiry, rows: str, columns: str, measure: Measure
) -> None:
    by_id = {row.paragraph: row for row in inquiry.paragraphs}
    tags = [
        (tag, by_id[tag.paragraph])
        for tag in {(t.paragraph, t.code, t.coder): t for t in inquiry.tags}.values()
    ]
    coding = inquiry.coding()
    if not any(row.attributes for row in inquiry.paragraphs) and "sector" in (rows, columns):
        with pytest.raises(CoderError, match="no rows or columns by sector"):
            matrix(coding, rows, columns, measure)
        return
    found = matrix(coding, rows, columns, measure)
    shares = {"row-share": "row", "column-share": "column"}

    def wanted(row: str | None, column: str | None) -> float:
        def of(down: str | None, across: str | None) -> int:
            there = [
                (tag, at)
                for tag, at in tags
                if (down is None or values_of(tag, at, rows) == down)
                and (across is None or values_of(tag, at, columns) == across)
            ]
            return measured(there, measure)

        if measure not in shares:
            return of(row, column)
        whole = of(row, None) if measure == "row-share" else of(None, column)
        return of(row, column) / whole if whole else 0

    for row in found.counts.index:
        assert found.row_totals[row] == wanted(row, None)
        for column in found.counts.columns:
            assert found.counts.loc[row, column] == wanted(row, column)
    for column in found.counts.columns:
        assert found.column_totals[column] == wanted(None, column)
    assert found.total == wanted(None, None)
    assert {values_of(*pair, rows) for pair in tags} <= set(found.counts.index)
    assert {values_of(*pair, columns) for pair in tags} <= set(found.counts.columns)


@settings(max_examples=60, deadline=None)
@given(inquiries(), st.sampled_from(LEVELS))
def test_what_occurs_together_equals_plain_loops(inquiry: Inquiry, level: Level) -> None:
    sets: dict[str, set[str]] = {}
    for tag in inquiry.tags:
        sets.setdefault(theme_of(tag.code) if level == "theme" else tag.code, set()).add(tag.paragraph)
    found = together(inquiry.coding(), level)
    assert set(found.counts.index) == set(found.counts.columns) == set(sets)
    for (one, of_one), (other, of_other) in product(sets.items(), repeat=2):
        both, either = of_one & of_other, of_one | of_other
        assert found.counts.loc[one, other] == len(both)
        assert found.jaccard.loc[one, other] == len(both) / len(either)


@settings(max_examples=60, deadline=None)
@given(inquiries(), st.sampled_from(["witness", "session"]))
def test_saturation_equals_plain_loops(inquiry: Inquiry, by: str) -> None:
    coding = inquiry.coding()
    codes: set[str] = set()
    found = saturation(coding, by)
    met = list(dict.fromkeys(filter(None, (
        column_of(row, by) if isinstance(value, str) else None
        for row, value in zip(coding.evidence, coding.paragraphs[by].tolist(), strict=True)
    ))))  # fmt: skip
    assert [one.key for one in found] == met
    by_id = {row.paragraph: row for row in inquiry.paragraphs}
    for one in found:
        own = [tag for tag in inquiry.tags if column_of(by_id[tag.paragraph], by) == one.key]
        assert one.paragraphs == len({tag.paragraph for tag in own})
        assert set(one.new_codes) == {tag.code for tag in own} - codes
        assert set(one.new_themes) == {theme_of(tag.code) for tag in own} - {theme_of(code) for code in codes}
        codes |= {tag.code for tag in own}
        assert one.so_far == len(codes)
        assert one.themes_so_far == len({theme_of(code) for code in codes})


def test_a_selection_lets_through_what_it_says() -> None:
    rows = [
        replace(paragraph(1), date="2014-02-03"),
        replace(paragraph(2, "second", speaker="Ben"), date="2014-03-01"),
        replace(paragraph(3, "third", speaker=None, role="statement"), date=None),
    ]

    def left(**filters: Any) -> list[int]:
        return [row.position for row in Selection(**filters).paragraphs(rows)]

    assert left() == [1, 2, 3]
    assert left(sessions=("second", "third")) == [2, 3]
    assert left(witnesses=("Ben",)) == [2]
    assert left(roles=("statement",)) == [3]
    assert left(since="2014-02-03") == [1, 2]
    assert left(since="2014-02-04") == [2]
    assert left(until="2014-02-03") == [1]
    assert left(sessions=("first", "second"), until="2014-12-31", witnesses=("Ann",)) == [1]

    tags = [TagRow("first/7.1", code, "AB", stale=code == "price") for code in (*CODEBOOK.by_id, "gone")]

    def kept(**filters: Any) -> list[str]:
        return [tag.code for tag in Selection(**filters).tags(tags, CODEBOOK)]

    assert kept() == [*CODEBOOK.by_id, "gone"]
    assert kept(codes=("trust",)) == ["trust", "old-trust"]
    assert kept(codes=("money", "bids")) == ["money", "bids", "price"]
    assert kept(stale="only") == ["price"]
    assert "price" not in kept(stale="without") and len(kept(stale="without")) == 7
    assert [code.id for code in Selection(codes=("price",)).codebook(CODEBOOK).codes] == ["money", "price"]


def test_a_theme_counts_a_paragraph_once_whatever_its_codes_and_coders() -> None:
    one = paragraph(1)
    coding = gather(
        [one],
        [
            TagRow(one.paragraph, "trust", "AB"),
            TagRow(one.paragraph, "bids", "AB"),
            TagRow(one.paragraph, "old-trust", "CD"),
            TagRow(one.paragraph, "price", "CD"),
        ],
        [],
        CODEBOOK,
    )
    themes = matrix(coding, "theme", "witness")
    assert themes.counts["Ann"].to_dict() == {"relations": 1, "money": 1, "other": 0}
    assert themes.total == 1
    assert themes.column_totals.to_dict() == {"Ann": 1}


def test_rows_and_columns_stand_in_the_order_of_codebook_and_evidence_used_or_not() -> None:
    rows = [
        paragraph(3, "second", "q1", "Ben"),
        paragraph(1, "first", "q2", "Cy"),
        paragraph(2, "first", None, None),
        paragraph(4, "second", None, "The Chair", "question"),
    ]
    coding = gather(rows, [], [], CODEBOOK)
    assert list(matrix(coding, "theme", "witness").counts.index) == ["relations", "money", "other"]
    assert list(matrix(coding, "code", "session").counts.index) == [
        "relations", "trust", "old-trust", "bids", "money", "price", "other",
    ]  # fmt: skip
    assert list(matrix(coding, "theme", "witness").counts.columns) == ["Cy", "Ben", NO_SPEAKER]
    assert list(matrix(coding, "theme", "session").counts.columns) == ["first", "second"]
    assert list(matrix(coding, "theme", "question").counts.columns) == [
        "first/7.q2", f"first/7/{NO_QUESTION}", "second/7.q1",
    ]  # fmt: skip
    assert matrix(coding, "code", "witness").counts.to_numpy().sum() == 0
    assert [row.citation for row in column_heads(coding, "session").values()] == ["7(1)", "7(3)"]


def test_who_asks_has_a_column_once_a_tag_stands_on_the_question() -> None:
    asked = paragraph(1, speaker="The Chair", role="question")
    bare = gather([asked], [], [], CODEBOOK)
    tagged = gather([asked], [TagRow(asked.paragraph, "trust", "AB")], [], CODEBOOK)
    assert list(matrix(bare, "theme", "witness").counts.columns) == []
    assert matrix(bare, "theme", "witness").total == 0
    assert matrix(tagged, "theme", "witness").counts.loc["relations", "The Chair"] == 1


def test_majority_is_more_than_half_of_those_who_read_the_paragraph() -> None:
    one, two = paragraph(1), paragraph(2)
    tags = [
        TagRow(one.paragraph, "trust", "AB"),
        TagRow(one.paragraph, "trust", "CD"),
        TagRow(one.paragraph, "bids", "AB"),
        TagRow(two.paragraph, "bids", "AB"),
    ]
    readings = [(one.paragraph, "EF"), (two.paragraph, "CD")]
    coding = gather([one, two], tags, readings, CODEBOOK)
    majority = based_on(coding, "majority").tags
    assert list(zip(majority["paragraph"], majority["code"], strict=True)) == [(0, "trust"), (0, "trust")]
    assert based_on(coding, "all").tags.empty
    assert len(based_on(coding, "AB").tags) == 3
    assert based_on(coding, "EF").tags.empty
    assert len(based_on(coding, "any").tags) == 4


def test_an_unknown_coder_is_named_with_those_there_are() -> None:
    coding = gather([paragraph(1)], [], [("first/7.1", "AB")], CODEBOOK)
    with pytest.raises(CoderError, match=r"No coder XY .* any, majority, all, agreed, AB"):
        based_on(coding, "XY")


def test_a_code_that_left_the_codebook_keeps_its_tags_in_sight() -> None:
    one = paragraph(1)
    coding = gather([one], [TagRow(one.paragraph, "gone", "AB")], [], CODEBOOK)
    assert matrix(coding, "theme", "witness").counts.loc[NOT_IN_CODEBOOK, "Ann"] == 1
    assert tree(coding.codebook)[-1][0].id == "gone"


def test_tags_on_evidence_left_out_are_counted_apart_and_a_tag_given_twice_once() -> None:
    one = paragraph(1)
    tag = TagRow(one.paragraph, "trust", "AB")
    away = TagRow("elsewhere/1.1", "trust", "AB")
    coding = gather([one], [tag, tag, away], [("elsewhere/1.1", "AB")], CODEBOOK)
    assert len(coding.tags) == 1
    assert coding.elsewhere == 1
    assert len(coding.readings) == 1


def test_a_quote_knows_its_tags_in_the_order_of_the_codebook() -> None:
    one = paragraph(1)
    tags = [
        TagRow(one.paragraph, "bids", "CD"),
        TagRow(one.paragraph, "bids", "AB", 2),
        TagRow(one.paragraph, "trust", "AB", 1),
    ]
    (quote,) = quotes(gather([one], tags, [], CODEBOOK), "theme", "witness")
    assert quote.tags == (("trust", 1, "AB"), ("bids", 2, "AB"), ("bids", None, "CD"))


def test_no_evidence_gives_an_empty_matrix() -> None:
    coding = gather([], [], [], CODEBOOK)
    for axis in AXES:
        found = matrix(coding, "theme", axis)
        assert found.total == 0
        assert found.row_totals.to_dict() == {"relations": 0, "money": 0, "other": 0}
        assert list(quotes(coding, "code", axis)) == []
