"""Transcripts, submissions and plain documents: what is read out of each form, and how a form is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document
from coder.evidence.model import Session
from coder.evidence.readers import read_blocks
from coder.evidence.styles import build, choose
from coder.evidence.transcript import parse, write


def read(text: str, name: str = "evidence.txt", style: str | None = None) -> Session:
    return build(read_blocks(text.encode(), name), name, style)


def said(session: Session) -> list[tuple[str, str | None, str | None, str]]:
    """(role, label, speaker, text) of all that is no formality."""
    return [(p.role, p.label, p.speaker, p.text) for p in session.paragraphs() if p.role != "procedural"]


COMMONS = """Transport Committee

Oral evidence: Rural buses, HC 512

Tuesday 4 March 2025

Members present: Ruth Hill (Chair); Mr Paul Ash; Jo Birch. Ann Reed, Director, NAO, was in attendance.

Witnesses: Anna Marsh, Chief Executive, Bus Forum, and Sir Tom Stone CBE, Secretary, Department for Roads.

Q1 Chair: Good morning. What has changed?

There are two things I have in mind.

Anna Marsh: Three things have: fares, routes and trust.

The fares came first.

Sir Tom Stone: I agree.

Mr Ash: Do you?

Q2 Jo Birch: And in the evenings?

(Interruption.)

Ann Reed: There are few buses after six.
"""


def test_commons() -> None:
    session = read(COMMONS)
    assert (session.style, session.kind) == ("commons", "sitting")
    assert (session.committee, session.reference, session.date) == (
        "Transport Committee", "HC 512", "2025-03-04",
    )  # fmt: skip
    assert session.present == ("Ruth Hill (Chair)", "Mr Paul Ash", "Jo Birch")
    assert session.in_attendance == ("Ann Reed, Director, NAO",)
    (item,) = session.items
    assert item.heading == "Oral evidence: Rural buses, HC 512"
    assert [(w.name, w.role, w.organisation) for w in item.witnesses] == [
        ("Anna Marsh", "Chief Executive", "Bus Forum"),
        ("Sir Tom Stone", "Secretary", "Department for Roads"),
    ]
    assert said(session) == [
        ("question", "Chair", "Ruth Hill",
         "Good morning. What has changed?\nThere are two things I have in mind."),
        ("answer", "Anna Marsh", "Anna Marsh", "Three things have: fares, routes and trust."),
        ("answer", None, "Anna Marsh", "The fares came first."),
        ("answer", "Sir Tom Stone", "Sir Tom Stone", "I agree."),
        ("followup", "Mr Ash", "Mr Paul Ash", "Do you?"),
        ("question", "Jo Birch", "Jo Birch", "And in the evenings?"),
        ("answer", "Ann Reed", "Ann Reed", "There are few buses after six."),
    ]  # fmt: skip
    assert [question.number for question in item.questions] == ["1", "2"]


def test_citations_and_ids_of_a_transcript() -> None:
    paragraphs = read(COMMONS).paragraphs()
    assert [p.citation for p in paragraphs] == [
        "Q1", "Q1 (2)", "Q1 (3)", "Q1 (4)", "Q1 (5)", "Q2", "Q2 (2)", "Q2 (3)",
    ]  # fmt: skip
    assert [p.id.partition("/")[2] for p in paragraphs] == [
        "i1.q1", "i1.1-2", "i1.1-3", "i1.1-4", "i1.1-5", "i1.q2", "i1.2-2", "i1.2-3",
    ]  # fmt: skip
    assert {p.question and p.question.rpartition(".")[2] for p in paragraphs[:5]} == {"q1"}


def test_what_needs_a_look() -> None:
    session = read(COMMONS + "\nQ4 Chair: And on Sundays?\n\nQ5 Chair: " + "Surely " * 401 + "?\n")
    assert [(note.what, note.line) for note in session.notes] == [
        ("Question 4 follows question 2", 29), ("Question 4 has no answer", 29),
        ("Question 5 has no answer", 31), ("Q5: 402 words in one paragraph", 31),
    ]  # fmt: skip


def test_a_transcript_reads_back() -> None:
    session = read(COMMONS)
    again = parse(write(session), Path(f"{session.slug}.md"))
    assert [(p.id, p.role, p.question, p.speaker, p.label, p.text) for p in again.paragraphs()] == [
        (p.id, p.role, p.question, p.speaker, p.label, p.text) for p in session.paragraphs()
    ]
    assert again.items[0].witnesses == session.items[0].witnesses
    assert (again.dropped, again.meta) == (session.dropped, session.meta)


def test_panels_of_the_lords_have_their_witnesses() -> None:
    session = read(
        "Rural Affairs Committee\n\nCorrected oral evidence: Buses\n\n"
        "Members present: Baroness Hill of Combe (The Chair); Lord Ash.\n\n"
        "Evidence Session No. 3 Heard in Public Questions 21 - 23\n\nExamination of witnesses\n\n"
        "Anna Marsh and Tom Reed.\n\nQ21 The Chair: What has changed?\n\nTom Reed: Fares.\n\n"
        "Examination of witness\n\nCouncillor Peter Stone.\n\nQ22 Lord Ash: What does it cost?\n\n"
        "Councillor Peter Stone: A million.\n"
    )
    assert session.style == "lords"
    panels = [item for item in session.items if item.questions]
    assert [[witness.name for witness in item.witnesses] for item in panels] == [
        ["Anna Marsh", "Tom Reed"], ["Councillor Peter Stone"],
    ]  # fmt: skip
    assert [p.speaker for p in panels[0].paragraphs] == ["Baroness Hill of Combe", "Tom Reed"]
    assert panels[1].paragraphs[0].citation == "Q22"


def test_commons_of_2000() -> None:
    session = read(
        "MINUTES OF EVIDENCE\n\nMembers present: Mr Leigh, in the Chair; Mr Gibb\n\n"
        "Witness: SIR JOHN SMITH KCB, Permanent Secretary, Home Office\n\n"
        "1. Welcome. What are:\n\n(Sir John Smith) These:\n\n1. one\n\n"
        "2. I see. And why?\n\n(Sir John Smith) Because.\n\nMr Gibb: Is that all?\n\n(Sir John Smith) Yes.\n"
    )
    assert session.style == "commons-2000"
    assert said(session) == [
        ("question", None, None, "Welcome. What are:"),
        ("answer", "(Sir John Smith)", "Sir John Smith", "These:\n1. one"),
        ("question", None, None, "I see. And why?"),
        ("answer", "(Sir John Smith)", "Sir John Smith", "Because."),
        ("followup", "Mr Gibb", "Mr Gibb", "Is that all?"),
        ("answer", "(Sir John Smith)", "Sir John Smith", "Yes."),
    ]


def test_commons_of_the_1990s() -> None:
    session = read(
        "MINUTES OF EVIDENCE\n\nMembers present: Mr Alan Hill, in the Chair; Mr Brown\n\n"
        "Witness: MR JOHN SMITH, Chief Executive, Coal Board\n\nChairman\n\n1. Why?\n\nIt was cheap.\n\n"
        "It still is.\n\nMr Brown\n\n2. Is it?\n\nYes.\n\n3. Still?\n\nYes.\n\nChairman: Thank you.\n"
    )
    assert session.style == "commons-1990"
    assert said(session) == [
        ("question", None, "Mr Alan Hill", "Why?"),
        ("answer", None, "Mr John Smith", "It was cheap."),
        ("answer", None, "Mr John Smith", "It still is."),
        ("question", None, "Mr Brown", "Is it?"),
        ("answer", None, "Mr John Smith", "Yes."),
        ("question", None, "Mr Brown", "Still?"),
        ("answer", None, "Mr John Smith", "Yes."),
        ("followup", "Chairman", "Mr Alan Hill", "Thank you."),
    ]


def test_an_inquiry() -> None:
    session = read(
        "2. Dr Jane Stone\n================\n\nDR JANE STONE (affirmed).\n\n"
        "Questions from Counsel to the Inquiry\n\n"
        "**Mr Keith**: Your full name, please.\n\n**The Witness**: Jane Stone.\n\n*(10.02 am)*\n\n"
        "**Mr Keith**: Thank you.\n\nIs this your statement?\n\n**Dr Jane Stone**: It is.\n",
        "day.rst",
    )
    assert session.style == "inquiry"
    (item,) = session.items
    assert (item.number, item.heading, item.witnesses[0].name) == ("2", "Dr Jane Stone", "Dr Jane Stone")
    assert said(session) == [
        ("opening", "Mr Keith", "Mr Keith", "Your full name, please."),
        ("answer", "The Witness", "Dr Jane Stone", "Jane Stone."),
        ("followup", "Mr Keith", "Mr Keith", "Thank you."),
        ("followup", None, "Mr Keith", "Is this your statement?"),
        ("answer", "Dr Jane Stone", "Dr Jane Stone", "It is."),
    ]


HEARING = """[House Hearing, 110 Congress]
[From the U.S. Government Printing Office]

                            C O N T E N T S

Statement of:
    Mr. Smith, Director, Bridge Institute........................     7

    The subcommittee met at 10 a.m., Hon. Ann Lee (chairwoman of
the subcommittee) presiding.

    Ms. Lee. Today: bridges. I thank Mr. Smith. He
came far.

    We begin.

    [The prepared statement of Ms. Lee follows:]

    Bridges carry the Nation.

 STATEMENT OF ROBERT SMITH, DIRECTOR, BRIDGE INSTITUTE

    Mr. Smith. Bridges are old.

    Mr. van der Berg. How old?

    Mr. Jones of Texas. And where?

    Mr. Smith. Very, in Texas.

    Ms. Lee. We stand adjourned.
"""


def test_a_hearing_of_congress() -> None:
    session = read(HEARING)
    assert session.style == "us-hearing"
    assert said(session) == [
        ("opening", "Ms. Lee", "Hon. Ann Lee", "Today: bridges. I thank Mr. Smith. He came far."),
        ("opening", None, "Hon. Ann Lee", "We begin."),
        ("statement", None, "Hon. Ann Lee", "Bridges carry the Nation."),
        ("answer", "Mr. Smith", "Robert Smith", "Bridges are old."),
        ("followup", "Mr. van der Berg", "Mr. van der Berg", "How old?"),
        ("followup", "Mr. Jones of Texas", "Mr. Jones of Texas", "And where?"),
        ("answer", "Mr. Smith", "Robert Smith", "Very, in Texas."),
        ("closing", "Ms. Lee", "Hon. Ann Lee", "We stand adjourned."),
    ]
    assert not any(item.questions for item in session.items)
    assert [w.name for item in session.items for w in item.witnesses] == ["ROBERT SMITH"]


def test_evidence_in_xml_of_canada() -> None:
    def block(style: str, text: str, line: int) -> Block:
        return Block(text, line, style=style)

    document = Document("e.xml", [
        block("ExtractedItem Name=InstitutionDebate", "Standing Committee on Roads", 1),
        block("ExtractedItem Name=Date", "Monday, May 1, 2023", 2),
        block("Timestamp", "(1630)", 3),
        block("PersonSpeaking DbId=1 Type=35", "The Chair (Mr. Lloyd Long (Guelph, Lib.)):", 4),
        block("ParaText", "Welcome.", 5),
        block("PersonSpeaking DbId=2 Type=28", "Ms. Ann Wong (Director, Roads Alliance):", 6),
        block("ParaText", "Thank you.", 7),
        block("ParaText", "The Chair: Go on.", 8),
        block("PersonSpeaking DbId=3 Type=47", "Mr. Jo Hall (Calgary, CPC):", 9),
        block("ParaText", "Why?", 10),
    ])  # fmt: skip
    session = build(document, "e.xml")
    assert (session.style, session.committee, session.date) == (
        "canada", "Standing Committee on Roads", "2023-05-01",
    )  # fmt: skip
    assert [(p.role, p.speaker, p.text) for p in session.paragraphs()] == [
        ("opening", "Mr. Lloyd Long", "Welcome."), ("answer", "Ms. Ann Wong", "Thank you."),
        ("followup", "Mr. Lloyd Long", "Go on."), ("followup", "Mr. Jo Hall", "Why?"),
    ]  # fmt: skip
    (witness,) = session.items[0].witnesses
    assert (witness.name, witness.role, witness.organisation) == (
        "Ms. Ann Wong", "Director", "Roads Alliance",
    )  # fmt: skip
    assert [piece.text for piece in session.dropped if piece.why == "markup"] == ["(1630)"]


def test_turns_of_a_round_table_and_within_lines() -> None:
    session = read(
        "Round table\n\nPresent: Mary Green (Chair), John Black\n\nMary Green: Shall we begin?\n\n"
        "John Black: There are two reasons: supply and demand. Mary Green: Which matters? "
        "John Black: Supply.\n"
    )
    assert session.style == "speakers"
    assert said(session) == [
        ("opening", "Mary Green", "Mary Green", "Shall we begin?"),
        ("statement", "John Black", "John Black", "There are two reasons: supply and demand."),
        ("followup", "Mary Green", "Mary Green", "Which matters?"),
        ("statement", "John Black", "John Black", "Supply."),
    ]


def test_a_written_submission() -> None:
    session = read(
        "**Written evidence submitted by the Carers Alliance (HSC0042)**\n\n**Summary**\n\n"
        "1. We support carers. Our points are:\n\n- breaks;\n- pay.\n\n2. More below.\n\n**Breaks**\n\n"
        "2.1 They are few.\n\nWe regret it.\n",
        "s.md",
    )
    assert (session.style, session.kind, session.reference) == ("submission", "submission", "HSC0042")
    assert session.title == "Written evidence submitted by the Carers Alliance (HSC0042)"
    assert [item.heading for item in session.items] == ["Summary", "Breaks"]
    assert {p.speaker for p in session.paragraphs()} == {"Carers Alliance"}
    assert [w.name for w in session.items[0].witnesses] == ["Carers Alliance"]
    assert [(p.number, p.citation, p.text) for p in session.paragraphs()] == [
        ("1", "para 1", "We support carers. Our points are:\n- breaks;\n- pay."),
        ("2", "para 2", "More below."),
        ("2.1", "para 2.1", "They are few."),
        (None, "item 2 (point 1)", "We regret it."),
    ]
    assert {p.role for p in session.paragraphs()} == {"statement"}


def test_questions_submitted_to_a_council() -> None:
    session = read(
        "**MINUTES OF PROCEEDINGS AT MEETING OF THE DISTRICT OF COMBE**\n\n"
        "**IN THE CHAIR:** Cllr. A. Hill\n\n"
        "**1. Adoption of Minutes**\n\nThe minutes were adopted.\n\n"
        "**2. Question submitted by Councillor B. Ash**\n\n**I will ask about the road.**\n\n"
        "**REPLY:** It is closed.\n\nIt opens in May.\n\n"
        "3. Question submitted by Councillor C. Birch\n\n**I will ask why.**\n\n**REPLY:**\n\nFrost.\n\n"
        "**4. Notice of Motion submitted by Councillor B. Ash**\n\nThe motion was agreed.\n",
        "m.md",
    )
    assert session.style == "council-questions"
    assert [(item.number, item.heading) for item in session.items if item.number] == [
        ("1", "Adoption of Minutes"), ("4", "Notice of Motion submitted by Councillor B. Ash"),
    ]  # fmt: skip
    assert said(session) == [
        ("statement", None, None, "The minutes were adopted."),
        ("question", "Question submitted by Councillor B. Ash", "Councillor B. Ash",
         "I will ask about the road."),
        ("answer", "REPLY", None, "It is closed."),
        ("answer", None, None, "It opens in May."),
        ("question", "Question submitted by Councillor C. Birch", "Councillor C. Birch", "I will ask why."),
        ("answer", "REPLY", None, "Frost."),
        ("statement", None, None, "The motion was agreed."),
    ]  # fmt: skip


def test_minutes_without_questions() -> None:
    session = read(
        "**COMBE COUNCIL**\n\nMinutes of a meeting of the Roads Committee held at Combe on 3 May 2024\n\n"
        "PRESENT:\n\nCllr. A. Hill\n\nMs. B. Ash, Engineer\n\n**Item 1:**\n\n**Matters arising**\n\n"
        "Cllr. Hill asked about salt.\n\nThere is none.\n",
        "m.md",
    )
    assert (session.style, session.committee, session.date, session.place) == (
        "council", "Roads Committee", "2024-05-03", "Combe",
    )  # fmt: skip
    assert session.present == ("Cllr. A. Hill", "Ms. B. Ash, Engineer")
    item = session.items[-1]
    assert (item.number, [p.text for p in item.paragraphs]) == (
        "1", ["Cllr. Hill asked about salt.", "There is none."],
    )  # fmt: skip


def test_plain_paragraphs_where_nothing_else_fits() -> None:
    session = read("Dear all,\n\nThe hall leaks.\n")
    assert session.style == "plain"
    assert [(p.role, p.text) for p in session.paragraphs()] == [
        ("statement", "Dear all,"), ("statement", "The hall leaks."),
    ]  # fmt: skip
    assert not session.items[0].questions


def test_lines_of_a_page_become_paragraphs_again() -> None:
    line = "said to the members of the committee that the roads were in a state in the"
    years = range(2, 9)
    lines = [f"In year {at} of his office, Hill\n\n{line} {at}th\n\nwinter of it.\n\n{at}" for at in years]
    session = read("\n\n".join(["# Minutes of Combe Council", *lines]), "m.md", "council")
    assert [p.text for p in session.paragraphs()] == [
        f"In year {at} of his office, Hill {line} {at}th winter of it." for at in range(2, 9)
    ]
    assert [piece.text for piece in session.dropped if piece.why == "page"] == [str(at) for at in range(2, 9)]


# Who speaks


def test_a_name_that_two_can_mean_is_reported_not_guessed() -> None:
    text = COMMONS.replace("Jo Birch", "Ms Eve Ash").replace("Mr Ash: Do you?", "Ash: Do you?\n\nAsh: Do.")
    session = read(text)
    assert [p.speaker for p in session.paragraphs() if p.label == "Ash"] == [None, None]
    assert [note.what for note in session.notes] == ["Ash may be Mr Paul Ash or Ms Eve Ash"]


def test_an_unnamed_chair_is_reported() -> None:
    session = read("Q1 Chair: Why?\n\nMs Ash: So.\n\nQ2 Chair: Why?\n\nMs Ash: So.\n", style="commons")
    assert [p.speaker for p in session.paragraphs()] == [None, "Ms Ash"] * 2
    assert [note.what for note in session.notes] == ["The document does not say who is in the chair"]


# The choice


def test_the_reason_is_told_and_kept() -> None:
    told = read(COMMONS).meta["read as"]
    assert told.startswith("commons: oral evidence, questions numbered Q1, 2 such questions")
    assert read(COMMONS, style="plain").meta["read as"] == "plain: asked for"


def test_the_style_asked_for_overrules() -> None:
    session = read(COMMONS, style="plain")
    assert (session.style, sum(len(item.questions) for item in session.items)) == ("plain", 0)
    with pytest.raises(CoderError, match=r"There is no style hansard; the styles are minutes, .*commons"):
        read(COMMONS, style="hansard")


def test_council_minutes_keep_their_own_style() -> None:
    document = read_blocks(b"**7. Ann Lee, Head**\n\n**QUESTION - Why?**\n\n(1) Ann said so.\n", "m.md")
    assert choose(document).name == "minutes"
