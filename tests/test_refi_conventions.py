"""What this tool says in REFI-QDA by conventions of its own: written and read back."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.refi import conventions as own
from coder.exchange.refi.layout import Part, laid_out


def test_a_guid_is_a_uuid_of_version_5() -> None:
    guid = own.guids("Lanes")
    space = uuid.uuid5(own.SPACE, "Lanes")
    for parts in (("tag", 0, "a"), ("🚜", "\udc80"), (), *((number,) for number in range(50))):
        text = "\n".join(map(str, parts)).encode("utf-8", "replace").decode()
        assert guid(*parts) == str(uuid.uuid5(space, text))
    assert uuid.UUID(guid("x")).version == 5 and guid("x") != own.guids("Verges")("x")


LINES = st.text("ab\\:| \n", max_size=20) | st.sampled_from(
    ["Include: x", "\n\nExample: y", "\\Include: z", "Id: a", "a\n\nName: b\n", "\\\\Key: q"]
)


@given(LINES, LINES, LINES, LINES, st.lists(st.text("ab|\\", min_size=1, max_size=5), max_size=4))
def test_a_description_comes_back_field_by_field(
    definition: str, include: str, example: str, name: str, values: list[str]
) -> None:
    fields = {"include": include, "example": example, "name": name, "values": tuple(values), "id": "some-id"}
    wanted = {field: value for field, value in fields.items() if value} | {"definition": definition}
    assert own.fields_of(own.described(definition, fields)) == wanted


def test_another_program_s_description_is_all_definition() -> None:
    assert own.fields_of("What it is.\n\nAnd more: this.") == {"definition": "What it is.\n\nAnd more: this."}


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=5), st.lists(st.text(), max_size=3))
def test_a_paragraph_stands_in_the_text_as_long_as_it_is(
    parts: list[tuple[str, str, str]], about: list[str]
) -> None:
    laid = [Part(str(at), *one) for at, one in enumerate(parts)]
    text, starts = laid_out(about, laid)
    assert text.encode("utf-8").decode("utf-8") == text
    for part in laid:
        assert text[starts[part.id] :][: len(part.text)] == own.borne(part.text)
        assert own.borne(part.text) == part.text or not part.text.isprintable()


def test_signs_that_programs_do_not_bear_leave_offsets_true() -> None:
    text = "before \x0b\x00\r\n\ufeff\ud800 after\x85\u2028 end"
    assert len(own.borne(text)) == len(text)
    assert own.borne(text) == "before    \n \N{REPLACEMENT CHARACTER} after \u2028 end"


@given(
    st.sampled_from(own.WHATS), st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["", "a-code"])
)
def test_a_mark_comes_back_from_its_line(what: str, start: int, end: int, code: str) -> None:
    mark = own.Mark(what, start, end, "2025-01-02T03:04:05.678Z", code)
    assert own.marks_of(f"Marks:\n{mark.line}\nread on, dear reader\n") == [mark]


def test_a_mark_without_a_time_has_none() -> None:
    assert own.marks_of(own.Mark("read", 1, 2, "").line) == [own.Mark("read", 1, 2, "")]
