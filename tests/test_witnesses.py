"""Who is who across sessions, and what users say of people: in lists, matrices and screens, and undone."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.coding import replay
from coder.evidence.appearances import Appearance, Kind, appearances, name_of
from coder.evidence.identity import identify
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.people import IDENTITY, People, _akin, people
from coder.inquiry.reports import paragraph_rows
from coder.inquiry.stepping import Stepper
from coder.tui.commands import CODING
from tests.inquiry_support import Ran, correct, make_folder, run, session, transcript
from tests.tui_support import dump, screens


def heard(slug: str, *people_and_words: str, present: str = "", body: str = "Lane Trust") -> str:
    """A session of one item in which each `Name | role | organisation` says one thing."""
    lines = ["---", f"session: {slug}", f"title: Hearing {slug}", f"date: 2025-0{slug[-1]}-01"]
    if present:
        lines += ["present:", f"- {present}"]
    lines += ["---", "## Item 1 | Evidence"]
    lines += [f"- witness: {person}" for person in people_and_words]
    lines += ["", "### Question 1 | asker: Mrs J Hall", f"What does {body} do in {slug}?"]
    for number, person in enumerate(people_and_words, 1):
        name = person.split(" | ")[0]
        lines += ["", f"### {number} | answer | speaker: {name}", f"{name} told {slug} of hedges."]
    return "\n".join([*lines, ""])


def folder_with(place: Path, **sessions: str) -> Path:
    folder = make_folder(place / "inquiry")
    for slug, text in sessions.items():
        transcript(folder, slug).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ruth Adeyemi, Highways Officer, comes again with title and honour; two Sam Pikes come once each."""
    return folder_with(
        tmp_path,
        s6=heard("s6", "Ms Ruth Adeyemi OBE | Highways Officer | Dunmere District Council",
                 "Sam Pike | Chair | Cycle League", present="Mrs J Hall (Chairman)"),
        s7=heard("s7", "Sam Pike | Surgeon | Royal Infirmary", present="Mrs J. Hall, in the Chair"),
    )  # fmt: skip


def told(folder: Path) -> People:
    with open_inquiry(folder) as inquiry:
        return people(inquiry)


def names_by_session(found: People) -> dict[str, tuple[str, ...]]:
    return {one.name: one.sessions for one in found.all}


def witnesses(folder: Path, *arguments: str) -> Ran:
    return run(folder, "witnesses", *arguments, "--as", "AB")


# ---- who is who


def test_a_mr_and_a_mrs_of_one_name_are_two(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, s6=heard("s6", "Mr J Orr | Baker", "Mrs J Orr | Potter"))
    found = told(folder)
    assert found.named("Mr J Orr").ids == ("s6/@he-j-orr",)
    assert found.named("Mrs J Orr").roles == ("Potter",)


def test_organisation_and_kind_are_those_of_the_session_and_else_of_the_latest(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        s6=heard("s6", "Jo Orr | Chief of Kilns | Orr Pottery"),
        s7=heard("s7", "Jo Orr | Chief of Kilns | Kiln Works"),
        s8=heard("s8", "Jo Orr | Chief of Kilns"),
        s9=heard("s9", "Al Ash | Baker").replace("speaker: Al Ash", "speaker: Jo Orr"),
    )
    jo = told(folder).named("Jo Orr")
    assert jo.sessions == ("s6", "s7", "s8", "s9")
    bodies = [jo.organisation(session) for session in ("s6", "s7", "s8", None)]
    assert bodies == ["Orr Pottery", "Kiln Works", "Kiln Works", "Kiln Works"]
    assert [jo.kind(session) for session in ("s6", "s9", None)] == ["witness"] * 3
    witnesses(folder, "merge", "Mrs J Hall", "Al Ash")
    hall = told(folder).named("Mrs J Hall")
    assert [hall.kind(session) for session in ("s6", "s9", None)] == ["witness"] * 3
    assert hall.sessions == ("s6", "s7", "s8", "s9")


def test_a_member_who_once_was_a_witness_is_each_in_their_session(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        s6=heard("s6", "Jo Orr | Potter", present="Mrs J Hall (Chairman)"),
        s7=heard("s7", "Al Ash | Baker", present="Jo Orr").replace("asker: Mrs J Hall", "asker: Jo Orr"),
    )
    assert [one.sessions for one in told(folder).all if one.name.startswith("Jo Orr")] == [("s6",), ("s7",)]
    witnesses(folder, "merge", "s6/@jo-orr", "s7/@jo-orr")
    jo = told(folder).named("Jo Orr")
    assert [jo.kind(session) for session in ("s6", "s7", None)] == ["witness", "member", "witness"]


@pytest.mark.parametrize(
    ("printed", "words", "gender"),
    [
        ("Mr M. J. Angell (Chairman)", ("m", "j", "angell"), "he"),
        ("SIR ROBERT WALMSLEY, KCB, FREng", ("robert", "walmsley"), "he"),
        ("Lieutenant-General Mark Poffley OBE", ("mark", "poffley"), ""),
        ("MJ Angell", ("m", "j", "angell"), ""),
        ("Rt Hon Dame Áine O’Neill DBE MP", ("aine", "oneill"), "she"),
        ("Lord Smith of Kelvin", ("smith",), "he"),
    ],
)
def test_a_name_without_what_stands_around_it(printed: str, words: tuple[str, ...], gender: str) -> None:
    assert (name_of(printed).words, name_of(printed).gender) == (words, gender)


@pytest.mark.parametrize(
    ("printed", "is_persons"),
    [
        ("The Chairman", False),
        ("Deputy Chair", False),
        ("Mr Church", True),
        ("Dr Church", True),
        ("Lee", True),
    ],
)
def test_a_post_is_no_name(printed: str, is_persons: bool) -> None:
    assert name_of(printed).is_persons is is_persons


def test_kinds_follow_from_the_lists_of_a_session() -> None:
    text = heard("s6", "Sam Pike | Chair | League", present="Mr A B Cole (Vice-Chairman)")
    text = text.replace("present:", "in attendance:\n- Mr D Farr (Clerk)\npresent:")
    text += "\n### 2 | note | speaker: Mr Farr | label: Farr\nNo.\n\n### 3 | note | speaker: D Farr\nYes.\n"
    text += "\n### 4 | note | speaker: A B Cole\nOrder.\n"
    found = {
        one.name: (one.kind, one.role, one.labels, one.paragraphs) for one in appearances(session(text, "s6"))
    }
    assert found == {
        "Sam Pike": ("witness", "Chair", (), 1),
        "Mrs J Hall": ("other", "", (), 1),
        "Mr Farr": ("other", "", ("Farr",), 1),
        "D Farr": ("official", "Clerk", (), 1),
        "A B Cole": ("member", "Vice-Chairman", (), 1),
    }


def test_the_same_name_with_title_and_honour_is_one_person_and_other_roles_are_not(folder: Path) -> None:
    found = told(folder)
    assert names_by_session(found) == {
        "Ruth Adeyemi": ("lanes-2025-05-06", "s6"),
        "Tomasz Wren": ("lanes-2025-05-06",),
        "Sam Pike (Cycle League)": ("s6",),
        "Sam Pike (Royal Infirmary)": ("s7",),
        "Mrs J Hall": ("s6", "s7"),
    }
    assert [(one.name, other.name) for one, other in found.unsure] == [
        ("Sam Pike (Cycle League)", "Sam Pike (Royal Infirmary)")
    ]


def appearance(
    place: int, name: str, role: str = "", body: str | None = None, kind: Kind = "witness"
) -> Appearance:
    key = "-".join(name_of(name).words)
    return Appearance(f"s{place}", key, name, kind, role, body)


def together(*found: Appearance, **labels: str) -> tuple[set[frozenset[str]], int]:
    """The sessions of each person, and how many pairs are listed as unsure; the same in any order."""
    ids = {f"{one.session}/@{one.key}": one.session for one in found}
    said = {unit: labels[slug] for unit, slug in ids.items() if slug in labels}
    outcomes = []
    for order in permutations(found):
        identities = identify(order, said)
        groups = {frozenset(ids[unit] for unit in person) for person in identities.people}
        outcomes.append((groups, len(identities.unsure)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    return outcomes[0]


def sets(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


def test_initials_are_a_person_where_the_roles_agree_and_unsure_where_they_are_silent() -> None:
    full = appearance(1, "Mary Jane Angell", "Director", "Harbour Trust")
    assert together(full, appearance(2, "M J Angell", "Director", "The Harbour Trust Ltd")) == (
        sets("s1 s2"),
        0,
    )
    assert together(full, appearance(2, "M J Angell")) == (sets("s1", "s2"), 1)
    assert together(full, appearance(2, "N J Angell", "Director", "Harbour Trust")) == (sets("s1", "s2"), 0)
    assert together(full, appearance(2, "Mr M J Angell", "Director", "HT")) == (sets("s1 s2"), 0)
    assert together(
        appearance(1, "Mr J Hall", kind="member"), appearance(2, "Mrs J Hall", kind="member")
    ) == (sets("s1", "s2"), 0)


def test_an_organisation_by_its_initials_and_a_post_of_its_own_speak_for_a_person() -> None:
    one = appearance(1, "Jo Lee", "Second Secretary", "Ministry of Defence")
    assert together(one, appearance(2, "Jo Lee", "Director", "MoD")) == (sets("s1 s2"), 0)
    chief = appearance(1, "Jo Lee", "Chief of Tank Repair", "Army Works")
    assert together(chief, appearance(2, "Jo Lee", "Chief of Tank Repair", "Repair Agency"))[0] == sets(
        "s1 s2"
    )
    head = appearance(1, "Jo Lee", "Director", "Army Works")
    assert together(head, appearance(2, "Jo Lee", "Director", "Repair Agency")) == (sets("s1", "s2"), 1)


def test_a_member_and_a_witness_of_one_name_are_two_until_a_user_says_otherwise() -> None:
    witness, member = appearance(1, "Jo Lee"), appearance(2, "Jo Lee", kind="member")
    assert together(witness, member) == (sets("s1", "s2"), 1)
    assert together(witness, member, s1="L", s2="L") == (sets("s1 s2"), 0)
    assert together(member, appearance(3, "Ms Jo Lee", kind="member")) == (sets("s2 s3"), 0)


def test_two_of_one_session_do_not_both_follow_what_was_said() -> None:
    known = appearance(1, "Jo Lee", "Director", "Acorn Trust")
    full = appearance(2, "Jo Lee", "Director", "Acorn")
    short = appearance(2, "J Lee", "Director", "Acorn")
    assert len(together(known, s1="L")[0]) == 1
    found = identify([known, full, short], {known.id: "L"})
    assert len(found.people) == 3
    assert len(found.unsure) == 2


def test_who_could_be_either_of_two_is_neither() -> None:
    known = (
        appearance(1, "Jo Lee", "Director", "Acorn"),
        appearance(2, "Jo Lee", "Director", "Acorn"),
        appearance(3, "Jo Lee", "Surgeon", "Infirmary"),
    )
    assert together(*known, appearance(4, "Jo Lee")) == (sets("s1 s2", "s3", "s4"), 3)


def test_a_surname_alone_is_nobody_elses_and_listed() -> None:
    assert together(appearance(1, "Mr Bacon"), appearance(2, "Mr Richard Bacon")) == (sets("s1", "s2"), 1)
    assert together(appearance(1, "The Chair"), appearance(2, "The Chair")) == (sets("s1", "s2"), 0)


def test_two_names_that_one_session_prints_are_two_people() -> None:
    hall = Appearance("s1", "j-hall", "Mr J Hall", "member")
    james = Appearance("s1", "james-hall", "Mr James Hall", "member")
    found = identify([hall, james, Appearance("s2", "j-hall", "Mr J Hall", "member")], {})
    assert sorted(found.people, key=len) == [("s1/@james-hall",), ("s1/@j-hall", "s2/@j-hall")]
    assert found.unsure == ()


def test_what_users_said_stands_and_later_sessions_follow_it() -> None:
    jon, jonathan = appearance(1, "Jon Lee", "Director"), appearance(2, "Jonathan Lee", "Surgeon")
    assert together(jon, jonathan, s1="L", s2="L")[0] == sets("s1 s2")
    later = appearance(3, "Jonathan Lee", "Surgeon"), appearance(4, "Jon Lee", "Director")
    assert together(jon, jonathan, *later, s1="L", s2="L") == (sets("s1 s2 s3 s4"), 0)
    same = appearance(1, "Jo Lee"), appearance(2, "Jo Lee")
    assert together(*same, s1="L", s2="M") == (sets("s1", "s2"), 0)
    assert together(*same, appearance(3, "Jo Lee"), s1="L", s2="M") == (sets("s1", "s2", "s3"), 2)


NAMES = st.sampled_from(["Jo Lee", "J Lee", "Ms Jo Lee", "Mr J Lee", "Lee", "Jon Lee", "The Chair"])
ROLES = st.sampled_from(["", "Director", "Surgeon"])
BODIES = st.sampled_from([None, "Acorn Trust", "AT", "Infirmary"])
KINDS = st.sampled_from(["witness", "member", "other"])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), NAMES, ROLES, BODIES, KINDS), max_size=9),
    st.dictionaries(st.integers(0, 8), st.sampled_from("LM")),
    st.randoms(),
)
def test_everyone_is_one_person_in_any_order(drawn: list[Any], said: dict[int, str], random: Any) -> None:
    found = list({one.id: one for one in (appearance(*fields) for fields in drawn)}.values())
    labels = {one.id: said[at] for at, one in enumerate(found) if at in said}
    shuffled = list(found)
    random.shuffle(shuffled)
    first, again = identify(found, labels), identify(shuffled, labels)
    assert {frozenset(group) for group in first.people} == {frozenset(group) for group in again.people}
    assert sorted(unit for group in first.people for unit in group) == sorted(one.id for one in found)
    for group in first.people:
        assert len({labels[unit] for unit in group if unit in labels}) <= 1
        sessions = [unit.partition("/")[0] for unit in group if unit not in labels]
        assert len(sessions) == len(set(sessions))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 4), NAMES, ROLES, BODIES, KINDS), min_size=1, max_size=9),
    st.dictionaries(st.integers(0, 8), st.sampled_from("LM")),
)
def test_the_akin_of_a_session_are_enough_to_know_its_people(drawn: Any, said: dict[int, str]) -> None:
    other = ("s9", "fay-orr", "Fay Orr", "witness")
    found = [*{one.id: one for one in (appearance(*fields) for fields in drawn)}.values(), Appearance(*other)]
    labels = {one.id: {IDENTITY: said[at]} for at, one in enumerate(found) if at in said}
    akin = _akin({one.surname for one in found if one.session == "s1"}, labels)
    whole, near = People(found, labels), People([one for one in found if one.surname in akin], labels)
    if "s9/@fay-orr" not in labels:
        assert near.of("s9", "Fay Orr") is None
    for one in found:
        if one.session == "s1":
            person, again = whole.of("s1", one.name), near.of("s1", one.name)
            assert person and again and person.ids == again.ids


# ---- what users say


def test_an_attribute_is_set_for_every_session_and_undone_in_one_step(folder: Path) -> None:
    set_ = witnesses(folder, "set", "adeyemi", "organisation", "Dunmere Highways")
    assert set_.status == 0
    assert "Ruth Adeyemi" in set_.out
    assert "Dunmere Highways" in set_.out
    witnesses(folder, "set", "adeyemi", "Sector", " public  works ")
    person = told(folder).named("Ruth Adeyemi")
    assert person.organisation("s6") == person.organisation() == "Dunmere Highways"
    assert person.attributes == {"sector": "public works"}
    assert witnesses(folder, "set", "adeyemi", "sector", "public works").out.startswith("nothing to do")
    witnesses(folder, "set", "adeyemi", "sector", "")
    assert told(folder).named("Ruth Adeyemi").attributes == {}
    for _ in range(3):
        assert run(folder, "undo", "--as", "AB").status == 0
    assert told(folder).named("Ruth Adeyemi").organisation() == "Dunmere District Council"
    assert run(folder, "undo", "--as", "AB").out == "nothing to undo\n"
    run(folder, "redo", "--as", "AB")
    assert told(folder).named("Ruth Adeyemi").organisation() == "Dunmere Highways"


def test_a_session_that_comes_later_has_what_was_said_before(folder: Path) -> None:
    witnesses(folder, "set", "wren", "sector", "parish")
    transcript(folder, "s8").write_text(heard("s8", "Mr Tomasz Wren | Parish Clerk"), encoding="utf-8")
    person = told(folder).named("wren")
    assert person.sessions == ("lanes-2025-05-06", "s8")
    assert person.attributes == {"sector": "parish"}


def test_merging_keeps_the_first_name_and_splitting_gives_it_back(folder: Path) -> None:
    witnesses(folder, "set", "Cycle", "sector", "voluntary")
    assert witnesses(folder, "merge", "Tomasz", "Pike (Cycle League)").status == 0
    found = told(folder)
    wren = found.named("Tomasz Wren")
    assert wren.sessions == ("lanes-2025-05-06", "s6")
    assert wren.attributes == {"sector": "voluntary"}
    assert found.of("s6", "Sam Pike") is wren
    assert witnesses(folder, "split", "Tomasz", "s6").status == 0
    found = told(folder)
    assert found.named("Tomasz Wren").sessions == ("lanes-2025-05-06",)
    assert found.named("Tomasz Wren").attributes == {"sector": "voluntary"}
    assert found.named("Sam Pike (Cycle League)").attributes == {}
    run(folder, "undo", "--as", "AB")
    run(folder, "undo", "--as", "AB")
    assert names_by_session(told(folder))["Sam Pike (Cycle League)"] == ("s6",)


def test_splitting_the_same_name_and_saying_that_two_are_two(folder: Path) -> None:
    witnesses(folder, "split", "adeyemi", "s6")
    found = told(folder)
    assert [one.sessions for one in found.all if "Adeyemi" in one.name] == [("lanes-2025-05-06",), ("s6",)]
    assert len(found.unsure) == 1, "what a user told apart is not asked again"
    witnesses(folder, "split", "Cycle", "s6")
    assert told(folder).unsure == ()


def test_two_names_of_one_session_are_put_together_and_parted(folder: Path) -> None:
    def are_one() -> bool:
        found = told(folder)
        return found.of("s6", "Sam Pike") is found.of("s6", "Ms Ruth Adeyemi OBE")

    witnesses(folder, "merge", "Ruth Adeyemi", "Cycle")
    assert are_one()
    witnesses(folder, "split", "Ruth", "s6")
    assert not are_one()
    witnesses(folder, "merge", "OBE", "Cycle")
    assert are_one()
    witnesses(folder, "split", "OBE", "s6")
    assert not are_one()


def test_each_person_undoes_their_own_word_and_the_later_word_counts(folder: Path) -> None:
    run(folder, "witnesses", "set", "wren", "sector", "parish", "--as", "AB")
    run(folder, "witnesses", "set", "wren", "sector", "farming", "--as", "CD")
    run(folder, "undo", "--as", "AB")
    assert told(folder).named("wren").attributes == {"sector": "farming"}
    run(folder, "undo", "--as", "CD")
    assert told(folder).named("wren").attributes == {"sector": "parish"}


def test_what_is_said_of_people_follows_from_the_journal_and_is_no_coders_tag(folder: Path) -> None:
    witnesses(folder, "set", "wren", "sector", "parish")
    with open_inquiry(folder) as inquiry:
        journal = inquiry.store.journal
        before = dict(journal.state())
        assert {key: entry.after for key, entry in replay(journal.entries()).items()} == before
        journal.rebuild()
        assert dict(journal.state()) == before
        assert journal.coders() == {}
        assert journal.unplaced() == []
        assert [entry.actor for entry in journal.entries()] == ["AB"]
    assert "set sector 'parish'" in run(folder, "log").out


def test_a_name_corrected_in_the_transcript_leaves_what_was_said_in_sight(folder: Path) -> None:
    witnesses(folder, "set", "wren", "sector", "parish")
    correct(
        folder,
        ("witness: Tomasz Wren |", "witness: Thomas Renn |"),
        ("answer | speaker: Tomasz Wren", "answer | speaker: Thomas Renn"),
    )
    shown = run(folder, "witnesses").out
    assert "lanes-2025-05-06/@tomasz-wren  sector: parish" in shown


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("set", "Nobody", "sector", "x"), "nobody has this name"),
        (("set", "Pike", "sector", "x"), "Sam Pike (Cycle League); Sam Pike (Royal Infirmary)"),
        (("set", "", "sector", "x"), "nobody has this name"),
        (("set", "wren", "kind", "boss"), "witness, member, official, other"),
        (("set", "wren", "is", "x"), "cannot name an attribute"),
        (("set", "wren", "=1+1", "x"), "cannot name an attribute"),
        (("merge", "wren", "Tomasz"), "is one person already"),
        (("split", "wren", "s7"), "is not in s7, but in lanes-2025-05-06"),
    ],
)
def test_what_cannot_be_said_of_people(folder: Path, arguments: tuple[str, ...], reason: str) -> None:
    assert reason in witnesses(folder, *arguments).complaint()


def test_the_list_by_kind_and_as_json(folder: Path) -> None:
    witnesses(folder, "set", "Cycle", "kind", "committee member")
    lines = run(folder, "witnesses").out.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads[:2] == ["Witnesses", "Committee members"]
    assert any("Sam Pike (Cycle League)" in line for line in lines[lines.index("Committee members") :])
    printed = run(folder, "witnesses", "--json").json()
    ruth = next(one for one in printed["people"] if one["name"] == "Ruth Adeyemi")
    assert ruth["paragraphs"] == 5
    assert [(one["session"], one["name"], one["paragraphs"]) for one in ruth["sessions"]] == [
        ("lanes-2025-05-06", "Ruth Adeyemi", 4), ("s6", "Ms Ruth Adeyemi OBE", 1),
    ]  # fmt: skip
    assert len(printed["unsure"]) == 1


# ---- where it shows


def rows(inquiry: Inquiry) -> dict[str, Any]:
    return {row.paragraph: row for row in paragraph_rows(inquiry)}


def test_a_witness_who_came_twice_is_one_column_as_set(folder: Path, tmp_path: Path) -> None:
    run(folder, "tag", "lanes-2025-05-06/3.2", "speed", "--as", "AB")
    run(folder, "tag", "s6/1.1", "speed", "--as", "AB")
    run(folder, "tag", "s7/1.1", "speed", "--as", "AB")
    witnesses(folder, "set", "adeyemi", "organisation", "Dunmere Highways")
    witnesses(folder, "set", "adeyemi", "sector", "public")
    with open_inquiry(folder) as inquiry:
        found = rows(inquiry)
    for paragraph in ("lanes-2025-05-06/3.2", "s6/1.1"):
        row = found[paragraph]
        assert (row.speaker, row.organisation) == ("Ruth Adeyemi", "Dunmere Highways")
        assert row.attributes == {"sector": "public"}
        assert row.from_witness
    assert not found["s6/1.q1"].from_witness, "the chair asks"
    out = tmp_path / "out.xlsx"
    assert run(folder, "matrix", "-o", str(out)).status == 0
    sheet = openpyxl.load_workbook(out)["Theme by witness"]
    columns = {str(cell.value): cell.column for cell in sheet[4]}
    assert {"Ruth Adeyemi\nDunmere Highways", "Sam Pike (Cycle League)\nCycle League",
            "Sam Pike (Royal Infirmary)\nRoyal Infirmary"} <= set(columns)  # fmt: skip
    safety = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == "Safety")
    assert safety[columns["Ruth Adeyemi\nDunmere Highways"] - 1].value == 2


def test_who_is_set_to_be_no_witness_has_no_column_of_their_own(folder: Path) -> None:
    witnesses(folder, "set", "Cycle", "kind", "official")
    with open_inquiry(folder) as inquiry:
        assert not rows(inquiry)["s6/1.2"].from_witness


def test_the_coding_screen_shows_witnesses_as_set(folder: Path) -> None:
    witnesses(folder, "set", "adeyemi", "organisation", "Dunmere Highways")
    witnesses(folder, "set", "adeyemi", "role", "Head of Verges")
    with open_inquiry(folder) as inquiry:
        stepper = Stepper(inquiry, "AB", "s6")
        (ruth, sam) = stepper.view().item.witnesses
        assert (ruth.name, ruth.role, ruth.organisation) == (
            "Ms Ruth Adeyemi OBE", "Head of Verges", "Dunmere Highways",
        )  # fmt: skip
        assert sam.organisation == "Cycle League"
        stepper.took(stepper.hand.undo())
        assert stepper.view().item.witnesses[0].role == "Highways Officer"


async def test_the_screen_says_of_whom_an_undo_takes_something_back(folder: Path) -> None:
    witnesses(folder, "set", "adeyemi", "organisation", "Dunmere Highways")
    with open_inquiry(folder) as inquiry:
        async with screens(inquiry, session="s6", size=(100, 24)) as (app, pilot):
            assert "Dunmere Highways" in dump(app)
            await pilot.press(next(one.keys[0] for one in CODING if one.id == "undo"))
            assert "Undone: set organisation of Ruth Adeyemi." in dump(app)
            assert "Dunmere Highways" not in dump(app)
            assert "transcript" not in dump(app).splitlines()[-1]


def test_a_store_from_before_there_were_people_has_them_at_the_next_opening(folder: Path) -> None:
    run(folder, "tag", "s6/1.1", "speed", "--as", "AB")
    with open_inquiry(folder) as inquiry:
        for slug, stamp in inquiry.store.index.stamps().items():
            inquiry.store.index.put_stamp(slug, " ".join(stamp.split(" ")[:2]))
        inquiry.store._db.execute("DELETE FROM appearance")
        assert people(inquiry).all == ()
    with open_inquiry(folder) as inquiry:
        assert len(people(inquiry).all) == 5
        assert inquiry.remarks == []
        assert [tag.paragraph for tag in inquiry.store.journal.tags()] == ["s6/1.1"]
