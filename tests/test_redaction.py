"""Names out of texts: every form a name takes, what is left in doubt, and the key of labels."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.redaction import Known, Line, Redactor, key_csv, read_key, with_labels

RUTH = Known("Witness 1", ("Ruth Adeyemi",), frozenset({"one"}))
WREN = Known("Witness 2", ("Mr Tomasz Jan Wren",), frozenset({"one"}))
OBRIEN = Known("Witness 3", ("Dr Siân O’Brien-Smith",), frozenset({"two"}))
GREEN = Known("Witness 4", ("Lord Green of Hurst",), frozenset({"two"}))
INITIALS = Known("Witness 5", ("J R Hallam",), frozenset({"two"}))
MEMBER = Known(None, ("Mrs Anne Wren",), frozenset({"one", "two"}))
TRUST = Known("Organisation 1", ("The Mill Trust",), is_body=True)
COUNCIL = Known(None, ("Hallam District Council",), is_body=True)
TEXTS = ("The verges are green until the wren nests.",)
REDACTOR = Redactor([RUTH, WREN, OBRIEN, GREEN, INITIALS, MEMBER, TRUST, COUNCIL], TEXTS)


def told(text: str, session: str = "one") -> str:
    return REDACTOR.redact(text, session).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruth Adeyemi said so.", "Witness 1 said so."),
        ("RUTH ADEYEMI (Highways)", "Witness 1 (Highways)"),
        ("We asked Ms Adeyemi.", "We asked Witness 1."),
        ("Mrs. Ruth Adeyemi's van, Adeyemi’s view", "Witness 1's van, Witness 1’s view"),
        ("R Adeyemi, R. Adeyemi and R.Adeyemi", "Witness 1, Witness 1 and Witness 1"),
        ("Adeyemi, Ruth (Council)", "Witness 1 (Council)"),
        ("Ruth Adeyemi OBE, JP spoke", "Witness 1 spoke"),
        ("Ruth\nAdeyemi", "Witness 1"),
        ("the Adeyemi-led review", "the Witness 1-led review"),
        ("Ruth\u00a0Adeyemi and Ade\u00adyemi", "Witness 1 and Witness 1"),
        ("lanes/@ruth-adeyemi and ruth.adeyemi@dunmere.gov", "lanes/@witness-1 and witness-1@dunmere.gov"),
        ("Tomasz Wren, T J Wren, TJ Wren, Jan Wren, Mr Wren", ", ".join(["Witness 2"] * 5)),
        ("Mrs Wren, Anne Wren and Mrs A Wren stay", "Mrs Wren, Anne Wren and Mrs A Wren stay"),
        ("Dr O'Brien-Smith, Sian O’BRIEN-SMITH", "Witness 3, Witness 3"),
        ("Dr S O’Brien Smith’s", "Witness 3’s"),
        ("Lord Green said it", "Witness 4 said it"),
        ("Green replied that", "Witness 4 replied that"),
        ("Mrs J R Hallam, JR Hallam, Joan Hallam", "Witness 5, Witness 5, Witness 5"),
        ("of Hallam District Council", "of Hallam District Council"),
        ("The Mill Trust, the Mill Trust’s", "Organisation 1, Organisation 1’s"),
        ("Nobody at all, adeyemites, Ruthless", "Nobody at all, adeyemites, Ruthless"),
    ],
)
def test_every_form_of_a_name_is_replaced(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("They thanked Ruth for coming.", "They thanked Witness 1 for coming.", "a first name alone"),
        ("Green spaces matter.", "Green spaces matter.", "also an ordinary word"),
        ("It was Green who knew.", "It was Witness 4 who knew.", "also an ordinary word"),
        ("In Hallam it rains.", "In Hallam it rains.", "also a word of a body's name"),
        ("Ask Wren.", "Ask Witness 2 or another person.", "also an ordinary word"),
        ("Ruth Jones agreed.", "Ruth Jones agreed.", "after another name"),
        ("He is not David Adeyemi.", "He is not David Witness 1.", "after another name"),
        ("She met Mr Adeyemi.", "She met Witness 1.", ""),
    ],
)
def test_what_is_not_sure_is_listed(text: str, expected: str, why: str) -> None:
    found = REDACTOR.redact(text, "one")
    assert found.text == expected
    assert [doubt.why for doubt in found.doubts] == ([why] if why else [])
    if why:
        assert found.doubts[0].word in text and found.doubts[0].word in found.doubts[0].around


def test_a_first_name_that_speaks_in_its_session_is_sure() -> None:
    assert REDACTOR.redact("Ruth replied that it was.", "one").doubts == ()
    assert REDACTOR.redact("Ruth replied that it was.", "two").doubts[0].why == "a first name alone"
    dame = REDACTOR.redact("Thank you, Dame Ruth. Are you sure?", "one")
    assert (dame.text, dame.doubts) == ("Thank you, Witness 1. Are you sure?", ())


def test_of_two_with_one_surname_the_title_or_the_session_tells() -> None:
    known = [
        Known("Witness 1", ("Mr Sam Pike",), frozenset({"one"})),
        Known("Witness 2", ("Ms Ada Pike",), frozenset({"one"})),
        Known("Witness 3", ("Bo Pike",), frozenset({"two"})),
    ]
    redactor = Redactor(known)
    assert redactor.redact("Mr Pike and Ms Pike", "one").text == "Witness 1 and Witness 2"
    assert redactor.redact("as Pike said", "two").text == "as Witness 3 said"
    found = redactor.redact("as Pike said", "one")
    assert found.text == "as Witness 1 or Witness 2 said"
    assert found.doubts[0].why == "a name of more than one person"


@given(st.text(), st.integers(0, 80), st.integers(0, 80))
def test_a_passage_is_found_again_with_its_labels_whole(text: str, one: int, other: int) -> None:
    whole = f"{text} Ruth Adeyemi {text} Mr Wren's"
    start, end = sorted((min(one, len(whole)), min(other, len(whole))))
    found = REDACTOR.redact(whole)
    first, last = found.passage(start, end)
    assert 0 <= first <= last <= len(found.text)
    quoted = found.text[first:last]
    assert "Adeyemi" not in quoted and quoted in found.text
    if (start, end) == (0, len(whole)):
        assert quoted == found.text
    outside = whole[start:end]
    if "Ruth" not in outside and "yemi" not in outside and not re.search("[AWM]|[a-z]+'s", outside):
        assert quoted.replace(" ", "") == outside.replace(" ", "") or "Witness" in quoted


NAMES = st.sampled_from(
    [
        "Zyxara",
        "O’Dwyrr",
        "Quellby",
        "Brånnvik",
        "Vexley-Thorne",
        "Hjördisson",
        "MacQuorn",
        "Елизарова",
        "Oyelaran",
    ]
)
AROUND = st.text(alphabet=" .,;:!?()\n-–“”'’abcxyzABC0123\t\u00a0", max_size=12)
SHAPES = (
    "{fore} {last}", "{last}, {fore}", "Mr {last}", "Dame {fore} {last}", "{initial} {last}",
    "{initial}. {last}",
    "{last}’s", "{fore} {last}'s", "{fore}  {last}", "{fore}-{last}", "{FORE} {LAST}", "Dr {initial}.{last}",
)  # fmt: skip


@given(NAMES, NAMES, st.lists(st.tuples(AROUND, st.sampled_from(SHAPES)), max_size=6), AROUND)
def test_no_name_is_left_whatever_stands_around_it(
    fore: str, last: str, pieces: list[tuple[str, str]], tail: str
) -> None:
    redactor = Redactor([Known("Witness 1", (f"{fore} {last}",))])
    form = {"fore": fore, "last": last, "FORE": fore.upper(), "LAST": last.upper(), "initial": fore[0]}
    text = "".join(f"{around} {shape.format(**form)} " for around, shape in pieces) + tail
    found = redactor.redact(text)
    assert last.casefold() not in found.text.casefold()
    assert fore.casefold() not in found.text.casefold()


@given(st.text(alphabet="=+@<>&|'\"#$%^*~`\\/(){}[]ab 你好", min_size=3, max_size=12).map(str.strip), AROUND)
def test_a_name_of_other_signs_than_letters_is_replaced_as_it_stands(name: str, around: str) -> None:
    redactor = Redactor([Known("Witness 1", (name,))])
    if len(name) > 2 and re.search(r"[^\w\s]", name.strip("ab .,-()[]'")):
        assert redactor.redact(f"{around} {name} {around}").text.count("Witness 1") >= 1


# The key


def test_labels_stay_whose_they_are_and_are_never_given_again() -> None:
    first = with_labels([], [("Witness", "A", ("s1/@a",)), ("Witness", "B", ("s1/@b", "s2/@b"))])
    assert [line.label for line in first] == ["Witness 1", "Witness 2"]
    again = with_labels(
        read_key(key_csv(first), "key.csv"),
        [("Witness", "C", ("s0/@c",)), ("Witness", "Bee", ("s2/@b",)), ("Organisation", "O", ("body:o",))],
    )
    assert [(line.label, line.name) for line in again] == [
        ("Witness 3", "C"), ("Witness 2", "Bee"), ("Organisation 1", "O"), ("Witness 1", "A"),
    ]  # fmt: skip


def test_a_key_is_safe_in_a_spreadsheet_and_its_faults_are_named() -> None:
    text = key_csv([Line("Witness", 1, "=cmd|' /C calc'!A0", ("s/@x",))])
    assert "\"'=cmd" in text or ",'=cmd" in text
    for wrong in (
        "name,label\n",
        "label,name,appears as\nWitness,A,s\n",
        'label,name,appears as\n"Witness 1\n',
    ):
        with pytest.raises(CoderError, match=r"key\.csv.*--key"):
            read_key(wrong, "key.csv")
