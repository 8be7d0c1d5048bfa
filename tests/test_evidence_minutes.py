"""Council minutes in their many forms, on small documents."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.anchors import slug_of
from coder.evidence.dates import TIME, clock, find_date
from coder.evidence.model import Item, Paragraph, Session, Witness
from coder.evidence.names import people_of, witnesses_of
from coder.evidence.readers import read_blocks
from coder.evidence.styles import build

HEADER = """\
## WESTMARCH COUNTY COUNCIL

### SELECT COMMITTEE - YOUTH WORK

MINUTES of a meeting of the Select Committee - Youth Work held at Room 4, Hall End on Monday, 3 February 2014.

PRESENT: Mrs A Ash (Chairman), Mr B Beech and Ms C Cedar

IN ATTENDANCE: Mr D Elm (Research Officer)

"""
ONE = "**7. 10.00am - Ruth Lane, Manager (Beacon House)**  \n*(Item. 3)*\n\n"
TWO = "**7. 10.00am - Ruth Lane, Manager (Beacon House) with Paul Moor, Trustee**\n\n"
ASKED = "**QUESTION - Why?**\n\n"


def read(text: str, name: str = "minutes.md") -> Session:
    return build(read_blocks(text.encode(), name), name)


def item(text: str) -> Item:
    return read(HEADER + text).items[0]


def said(text: str) -> list[Paragraph]:
    return [p for p in item(text).paragraphs if p.role != "question"]


def speakers(text: str) -> list[str | None]:
    return [p.speaker for p in said(text)]


# The header


def test_header_fields() -> None:
    session = read(HEADER + ONE + ASKED + "(1) Yes.")
    assert (session.body, session.committee) == ("WESTMARCH COUNTY COUNCIL", "SELECT COMMITTEE - YOUTH WORK")
    assert (session.date, session.place) == ("2014-02-03", "Room 4, Hall End")
    assert session.present == ("Mrs A Ash (Chairman)", "Mr B Beech", "Ms C Cedar")
    assert session.in_attendance == ("Mr D Elm (Research Officer)",)
    assert session.slug == "youth-work-2014-02-03"
    assert session.title == "SELECT COMMITTEE - YOUTH WORK, 3 February 2014"


def test_header_of_labelled_lines_in_plain_text() -> None:
    session = read(
        "MEDFORD BOROUGH COUNCIL\nHealth Scrutiny Panel\n\nDate: 03/02/2014\nVenue: Council Chamber\n\n"
        "Present: Councillors A Brown (Chair), B Green and\nC White\n\n"
        "In attendance:\nMrs E Stone, Scrutiny Officer\nMr F Wood, Director of Care\n\n"
        "Apologies: Cllr Grey\n\n"
        "Item 1. Jane Carter, Chief Executive\n\nQ1. Why?\n\n(1) Because.\n",
        "minutes.txt",
    )
    assert (session.committee, session.date, session.place) == (
        "Health Scrutiny Panel",
        "2014-02-03",
        "Council Chamber",
    )
    assert session.present == ("Councillor A Brown (Chair)", "Councillor B Green", "Councillor C White")
    assert session.in_attendance == ("Mrs E Stone, Scrutiny Officer", "Mr F Wood, Director of Care")
    assert session.meta["apologies"] == "Cllr Grey"
    assert session.items[0].witnesses == (Witness("Jane Carter", "Chief Executive"),)


@pytest.mark.parametrize(
    "printed",
    ["3 February 2014", "Monday 3rd February, 2014", "Monday, 3 February 2014", "the 3rd of February 2014",
     "February 3, 2014", "03/02/2014", "3.2.2014", "2014-02-03", "3 Feb 2014"],
)  # fmt: skip
def test_dates(printed: str) -> None:
    found = find_date(f"held on {printed} at noon")
    assert found is not None and found[0] == "2014-02-03"


@pytest.mark.parametrize(
    ("printed", "time"),
    [("10.00am", "10:00"), ("10:00", "10:00"), ("2pm", "14:00"), ("12.00 noon", "12:00"), ("12.00", "12:00"),
     ("2.15 p.m.", "14:15"), ("12.10am", "00:10"), ("14:30", "14:30")],
)  # fmt: skip
def test_times(printed: str, time: str) -> None:
    found = TIME.match(printed)
    assert found is not None and clock(found) == time


def test_no_date_is_made_of_what_is_none() -> None:
    assert find_date("31 February 2014") is None
    assert find_date("paragraph 3 of 2014") is None


@pytest.mark.parametrize(
    ("committee", "body", "name", "slug"),
    [("SELECT COMMITTEE - HOME SUPPORT", "X", "a.md", "home-support-2025-03-11"),
     ("Select Committee", "Tarn Council", "a.md", "tarn-council-2025-03-11"),
     ("", "", "Sitting of May.md", "sitting-may-2025-03-11"),
     ("Comité d’Éducation", "", "a.md", "comite-deducation-2025-03-11")],
)  # fmt: skip
def test_slug(committee: str, body: str, name: str, slug: str) -> None:
    assert slug_of(committee, body, name, "2025-03-11") == slug


# Items and witnesses


@pytest.mark.parametrize(
    "heading",
    ["**7. 10.00am - Ruth Lane, Manager (Beacon House)**  \n*(Item. 3)*",
     "### **7. 10.00am - Ruth Lane, Manager (Beacon House) (Item. 3)**",
     "## 7. 10:00 - Ruth Lane, Manager (Beacon House)\n\n*(Item 3)*",
     "**7 - 10.00 am - Ruth Lane, Manager (Beacon House)** (Agenda Item 3)",
     "**Item 7: Ruth Lane, Manager (Beacon House), 10am** (Item 3)",
     "7. 10.00am - Ruth Lane, Manager (Beacon House)\n\n(Item. 3)",
     "**7. Ruth Lane, Manager - Beacon House**\n\n(Item 3)\n\n10.00am"],
)  # fmt: skip
def test_forms_of_an_item(heading: str) -> None:
    found = item(f"{heading}\n\n(1) The Chairman welcomed Ruth.\n\n{ASKED}(2) Ruth said no.")
    assert (found.number, found.agenda_item, found.time) == ("7", "3", "10:00")
    assert found.witnesses == (Witness("Ruth Lane", "Manager", "Beacon House"),)
    assert [p.number for p in found.paragraphs] == ["1", "1", "2"]


@pytest.mark.parametrize(
    ("heading", "names"),
    [("Ruth Lane, Head of Youth with Paul Moor Planning and Development Manager (X)", ["Ruth Lane",
    "Paul Moor"]),
     ("Ruth Lane, Director, Age Concern and Mary O'Neill, Trustee, Red Cross", ["Ruth Lane", "Mary O'Neill"]),
     ("Ruth Lane (Age UK) & Dr P. van der Berg (Director, Care Trust)", ["Ruth Lane", "Dr P. van der Berg"]),
     ("Ruth Lane; and Paul Moor", ["Ruth Lane", "Paul Moor"]),
     ("Evidence from Ruth Lane, Paul Moor and Bill Brown", ["Ruth Lane", "Paul Moor", "Bill Brown"]),
     ("Ruth Lane, Director of Age UK and Red Cross", ["Ruth Lane"]),
     ("Ruth Lane, Beacon House", ["Ruth Lane"]),
     ("RUTH LANE, HEAD OF YOUTH (TCC)", ["RUTH LANE"]),
     ("Apologies for absence", []), ("Matters Arising", []), ("Any Other Business", []),
     ("Minutes of the meeting held on 3 February", []), ("Wrap up/key points", [])],
)  # fmt: skip
def test_witnesses_of_a_heading(heading: str, names: list[str]) -> None:
    assert [witness.name for witness in witnesses_of(heading)] == names


def test_role_and_organisation() -> None:
    assert witnesses_of("Ruth Lane, Manager, Beacon House") == (
        Witness("Ruth Lane", "Manager", "Beacon House"),
    )
    assert witnesses_of("Ruth Lane, Manager at Beacon House") == (
        Witness("Ruth Lane", "Manager", "Beacon House"),
    )
    assert witnesses_of("Ruth Lane (Director, Care Trust)") == (
        Witness("Ruth Lane", "Director", "Care Trust"),
    )
    assert witnesses_of("Ruth Lane and Paul Moor, Joint Managers, Beacon House") == (
        Witness("Ruth Lane", "Joint Managers", "Beacon House"),
        Witness("Paul Moor", "Joint Managers", "Beacon House"),
    )


def test_people_present() -> None:
    assert people_of("Mr A Bell (Chair, Finance), Mrs B Clay, Vice-Chairman and Mr C Dean") == (
        "Mr A Bell (Chair, Finance)", "Mrs B Clay, Vice-Chairman", "Mr C Dean",
    )  # fmt: skip
    assert people_of("John Smith, Mary Brown (Chair), Bill White") == (
        "John Smith",
        "Mary Brown (Chair)",
        "Bill White",
    )


def test_a_reference_to_an_item_makes_no_item() -> None:
    found = read(HEADER + ONE + ASKED + "(1) Ruth said that this was covered (Item 5).\n\n(2) She agreed.")
    assert len(found.items) == 1


def test_questions_without_an_item_stand_in_one_without_a_number() -> None:
    session = read("Question: Why?\n\nBecause.\n\nQuestion: How?\n\nSo.", "notes.txt")
    assert [p.citation for p in session.paragraphs()] == [
        "item 1 Q1", "item 1 (point 1)", "item 1 Q2", "item 1 (point 2)",
    ]  # fmt: skip


# Questions


@pytest.mark.parametrize(
    ("block", "label"),
    [("**QUESTION - Why so late?**", "QUESTION"), ("**Question: Why so late?**", "Question"),
     ("**Question Why so late?**", "Question"), ("**Question** Why so late?", "Question"),
     ("Question – Why so late?", "Question"), ("Q. Why so late?", "Q"), ("**Q1.** Why so late?", "Q1"),
     ("Q1 Why so late?", "Q1"), ("Question 1: Why so late?", "Question 1"),
     ("## **QUESTION - Why so late?**", "QUESTION"),
     ("**QUESTION**\n\n**Why so late?**", "QUESTION"), ("**QUESTION - Why so**\n\n**late?**", "QUESTION")],
)  # fmt: skip
def test_forms_of_a_question(block: str, label: str) -> None:
    found = item(ONE + block + "\n\n(1) Ruth replied that it was snow.")
    assert [(q.text, q.number) for q in found.questions] == [("Why so late?", "1")]
    assert [(p.role, p.label) for p in found.paragraphs] == [("question", label), ("answer", None)]


@pytest.mark.parametrize(
    "text", ["Questions were raised.", "Question time was held.", "Question papers were sent."]
)
def test_what_is_no_question(text: str) -> None:
    assert len(item(ONE + ASKED + f"(1) Ruth said no.\n\n{text}").questions) == 1


def test_question_and_answer_in_one_block() -> None:
    found = item(ONE + "**QUESTION - Why?** Ruth replied that it was snow.")
    assert [(p.role, p.text) for p in found.paragraphs] == [
        ("question", "Why?"), ("answer", "Ruth replied that it was snow."),
    ]  # fmt: skip


def test_asker() -> None:
    found = item(
        ONE + "**Question from Mr Beech: Why?**\n\n(1) Ruth said no.\n\n**Q. The Chairman asked why.**\n\n"
        "(2) Snow."
    )
    assert [q.asker for q in found.questions] == ["Mr B Beech", "Mrs A Ash"]


def test_a_member_who_asks_below_a_question_follows_it_up() -> None:
    roles = [
        (p.role, p.speaker) for p in said(ONE + ASKED + "(1) Ruth said no.\n\n(2) Mr Beech asked why not.")
    ]
    assert roles == [("answer", "Ruth Lane"), ("followup", "Mr B Beech")]


# Paragraphs


def test_page_breaks_are_joined_and_page_marks_dropped() -> None:
    session = read(
        HEADER + ONE + ASKED + "(1) Ruth said that the\n\nPage 2 of 9\n\nroof leaked.\n\n(2) It did."
    )
    assert [p.text for p in session.paragraphs()][1:] == ["Ruth said that the roof leaked.", "It did."]
    assert [d.text for d in session.dropped if d.why == "page"] == ["Page 2 of 9"]


def test_lists_inside_a_paragraph() -> None:
    text = ASKED + "1. Ruth said:\n\n1. one\n2. two\n\n2. Then:\n\n- x\n- y\n\n3. Done."
    assert [(p.number, p.text) for p in said(ONE + text)] == [
        ("1", "Ruth said:\n1. one\n2. two"), ("2", "Then:\n- x\n- y"), ("3", "Done."),
    ]  # fmt: skip


def test_gaps_and_repeats_are_reported() -> None:
    session = read(HEADER + ONE + ASKED + "(1) A.\n\n(2) B.\n\n(4) C.\n\n(4) D.")
    assert [n.what for n in session.notes] == [
        "Item 7: paragraph number (4) follows (2)", "Item 7: paragraph number (4) stands again",
    ]  # fmt: skip
    assert [p.citation for p in session.paragraphs()] == ["7 Q1", "7(1)", "7(2)", "7(4)", "7(4) (2)"]
    assert len({p.id for p in session.paragraphs()}) == 5


def test_roles() -> None:
    text = (
        ONE + "(1) The Chairman welcomed Ruth.\n\n(2) Ruth introduced Beacon House.\n\n" + ASKED
        + "(3) Ruth said no.\n\n(4) The Chairman thanked Ruth.\n\n(5) Ruth left.\n\n## 8. Wrap up\n\n"
        "Funds are short.\n\nMore is needed."
    )  # fmt: skip
    session = read(HEADER + text)
    assert [p.role for p in session.paragraphs()] == [
        "opening", "opening", "question", "answer", "closing", "closing", "statement", "statement",
    ]  # fmt: skip
    assert [p.citation for p in session.items[1].paragraphs] == ["8 (point 1)", "8 (point 2)"]
    assert [p.question for p in session.items[0].paragraphs] == [
        None,
        None,
        *["youth-work-2014-02-03/7.q1"] * 2,
        None,
        None,
    ]


def test_an_answer_that_thanks_is_an_answer() -> None:
    assert [p.role for p in said(ONE + ASKED + "(1) Ruth thanked Members for asking and said no.")] == [
        "answer"
    ]
    assert [p.role for p in said(ONE + ASKED + "(1) Members asked when the hall had closed.")] == ["answer"]


# Speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [("Ruth replied that it was.", "Ruth Lane"), ("Ms Lane, however, disagreed.", "Ruth Lane"),
     ("In response to a question, Ruth advised that it was.", "Ruth Lane"),
     ("Ruth Lane (Beacon House) then explained it.", "Ruth Lane"),
     ("There were two halls. Both were full. Paul added that one leaked.", "Paul Moor"),
     ("Members were informed by Paul that it leaked.", "Paul Moor"),
     ("Paul: It leaks.", "Paul Moor"), ("Mr Moor was of the view that it leaked.", "Paul Moor"),
     ("Members were advised that it leaked.", None), ("The hall leaked.", None),
     ("Ruth and Paul agreed that it leaked.", None), ("Mr Pine said that it leaked.", None),
     ("Nothing that Ruth had was new.", None), ("He replied that it leaked.", None)],
)  # fmt: skip
def test_speaker_of_an_answer_of_two_witnesses(text: str, speaker: str | None) -> None:
    assert speakers(TWO + ASKED + f"(1) {text}") == [speaker]


def test_a_sole_witness_answers_without_attribution() -> None:
    assert speakers(ONE + ASKED + "(1) No. The hall leaks.\n\n(2) Members were told so.\n\n"
    "(3) Mr Pine said so.") == [
        "Ruth Lane", None, None,
    ]  # fmt: skip


def test_he_and_she() -> None:
    text = (
        TWO + "(1) Ms Lane said no.\n\n(2) She added why.\n\n(3) Mr Moor agreed.\n\n(4) He gave figures.\n\n"
        "(5) She gave hers.\n\n"
    )
    assert speakers(text + ASKED + "(6) She replied.\n\n(7) It leaks.") == [
        "Ruth Lane", "Ruth Lane", "Paul Moor", "Paul Moor", "Ruth Lane", "Ruth Lane", None,
    ]  # fmt: skip


def test_the_chair_is_the_one_named_present() -> None:
    assert speakers(ONE + "(1) The Chairman welcomed Ruth.\n\n" + ASKED + "(2) No.\n\n"
    "(3) The Chairman thanked Ruth.") == [
        "Mrs A Ash", "Ruth Lane", "Mrs A Ash",
    ]  # fmt: skip


def test_an_ambiguous_name_is_reported_and_not_guessed() -> None:
    heading = "**7. Ruth Lane, Manager with Peter Lane, Trustee**\n\n"
    session = read(
        HEADER + heading + ASKED + "(1) The Lane report said so; Lane said it twice.\n\n(2) Peter agreed."
    )
    assert [p.speaker for p in session.paragraphs()][1:] == [None, "Peter Lane"]
    assert "Item 7, (1): Lane may be Ruth Lane or Peter Lane" in [note.what for note in session.notes]


def test_an_unresolved_answer_is_reported_with_its_line() -> None:
    session = read(TWO + ASKED + "(1) The hall leaked.")
    assert [(note.what, note.line) for note in session.notes] == [("Item 7, (1): who answers is not said", 5)]


# What no question was found in, and what is kept


def test_a_document_without_a_question_says_what_to_do() -> None:
    session = read("Dear all,\n\nThe hall leaks.", "letter.txt")
    assert [one.text for one in session.paragraphs()] == ["Dear all,", "The hall leaks."]
    assert any("No question was found" in note.what for note in session.notes)


def test_an_unknown_style_names_the_known() -> None:
    with pytest.raises(CoderError, match="minutes"):
        build(read_blocks(b"Question: Why?", "a.md"), "a.md", "hansard")


words = st.sampled_from(
    ["the", "hall", "Ruth", "said", "leaks.", "Members", "7", "Item", "(2)", "Chairman", "and", "Why?"]
)
lines = st.lists(words, min_size=1, max_size=8).map(" ".join)
starts = st.sampled_from(
    [
        "",
        "(1) ",
        "2. ",
        "- ",
        "**QUESTION - ",
        "Question: ",
        "## ",
        "### **8. ",
        "PRESENT: ",
        "Page 2",
        "Q3. ",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(starts, lines).map("".join), max_size=12))
def test_every_word_of_any_document_is_kept(blocks: list[str]) -> None:
    """Each word ends in a field, a paragraph or among what was left out, whatever order blocks come in."""
    text = "\n\n".join([*blocks, "Question: Why?"])
    session = read(text)
    held = Counter[str]()
    for value in strings(session.to_json()):
        held.update(re.findall(r"\w+", value.casefold()))
    lost = Counter(re.findall(r"\w+", text.casefold())) - held
    assert not lost - Counter({"and": 99})  # the word that joins two names in a list


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


def test_speech_that_names_its_speaker_last() -> None:
    assert speakers(TWO + ASKED + '(1) "No," said Ruth.') == ["Ruth Lane"]


def test_numbers_that_run_on_from_item_to_item_are_no_fault() -> None:
    session = read(HEADER + ONE + ASKED + "(1) No.\n\n**8. 2pm Paul Moor, Trustee**\n\n" + ASKED + "(2) Yes.")
    assert session.notes == ()
    assert session.items[1].time == "14:00"
    assert session.items[1].witnesses == (Witness("Paul Moor", "Trustee"),)


def test_people_present_without_titles() -> None:
    assert people_of("S Field (Head of Housing), T Brook – Scrutiny Officer, J Hill, Clerk") == (
        "S Field (Head of Housing)",
        "T Brook – Scrutiny Officer",
        "J Hill, Clerk",
    )
