"""Times, memos and cases of other programs' projects: where they stand here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coder.coding import codebook_subject
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import (
    CODED,
    make_folder,
    run,
)
from tests.project_support import (
    ADD,
    AT,
    TALK,
    Made,
    code,
    coding,
    element,
    guid,
    marks,
    note,
    of_text,
    ref,
    selection,
    source,
    take,
    user,
)

P1, P2, P3, P4, P5, P6, P7 = CODED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


# ---- marks, memos, people


def test_entries_have_the_time_of_the_coding_and_stand_in_its_order(folder: Path) -> None:
    selections = [
        selection(20, 26, coding("Vans", at="2024-03-05T00:00:00Z")),
        selection(0, 8, coding("Vans", at="2024-03-04T00:00:00+01:00")),
    ]
    assert take(folder, of_text(TALK, *selections), *ADD).status == 0
    with open_inquiry(folder) as inquiry:
        made = [entry for entry in inquiry.store.journal.entries() if entry.kind == "tag"]
    assert [entry.at for entry in made] == ["2024-03-03T23:00:00.000Z", "2024-03-05T00:00:00.000Z"]
    assert {entry.actor for entry in made} == {"ME"} and {entry.coder for entry in made} == {"AL"}
    assert len({entry.batch for entry in made}) == 1


def test_a_coded_paragraph_counts_as_read_and_no_other(folder: Path) -> None:
    assert take(folder, of_text(TALK, selection(0, 8, coding("Vans"))), *ADD).status == 0
    status = run(folder, "status", "--json").json()
    (talk,) = [one for one in status["sessions"] if one["slug"] == "talk"]
    assert [(one["coder"], one["read"]) for one in talk["coders"]] == [("AL", 1)]


def test_memos_come_with_their_writers_and_are_not_doubled(folder: Path) -> None:
    made = Made(
        codes=(code("Speed", ref("Note", "c")),),
        sources=[source("talk", selection(0, 8, coding("Speed", "Ann Lee", AT, "t"), ref("Note", "p")),
                        ref("Note", "s"))],
        notes=[note("c", "On the code."), note("t", "On the tag."), note("p", "On the text."),
               note("s", "On the source.", "Bo")],
        users=(user("Ann Lee"), user("Bo")), files={"talk.txt": TALK},
    )  # fmt: skip
    for _ in range(2):
        assert take(folder, made, *ADD).status == 0
    found = {key: value["text"] for key, value in marks(folder, "memo").items()}
    assert found == {
        ("AL", codebook_subject("lanes"), "speed"): "On the code.",
        ("AL", "talk/i1.1", "speed"): "On the tag.", ("AL", "talk/i1.1", ""): "On the text.",
        ("Bo", "talk", ""): "On the source.",
    }  # fmt: skip


def test_a_memo_that_is_here_gains_what_is_new_in_it(folder: Path) -> None:
    made = Made(codes=(code("Speed", ref("Note", "c")),), notes=[note("c", "From there.")])
    assert run(folder, "memo", "code:speed", "From here.", "--as", "AL").status == 0
    assert take(folder, made).status == 0
    assert [value["text"] for value in marks(folder, "memo").values()] == ["From here.\nFrom there."]


def case(name: str, *inside: str, **values: str) -> str:
    said = [
        element("VariableValue", ref("Variable", one), element("TextValue", value))
        for one, value in values.items()
    ]
    return element("Case", *said, *inside, guid=guid(name), name=name)


def variables(*names: str) -> list[str]:
    return [element("Variable", guid=guid(name), name=name, typeOfVariable="Text") for name in names]


def people(folder: Path) -> dict[str, Any]:
    return {one["name"]: one for one in run(folder, "witnesses", "--json").json()["people"]}


def test_cases_become_witnesses_of_new_sessions_and_speak_what_is_theirs(folder: Path) -> None:
    made = Made(
        sources=[source("talk", selection(0, 18, of="hers"))], files={"talk.txt": TALK},
        variables=variables("Sector", "Age (years)"),
        cases=[case("Ida Moss", ref("Source", "talk"), ref("Selection", "hers"), Sector="public"),
               case("Nobody At All", **{"Age (years)": "40"})],
    )  # fmt: skip
    done = take(folder, made, *ADD, "--json").json()[0]
    assert (done["cases"], done["people"]) == (2, 1)
    assert done["left_out"]["cases that nobody here is called"] == 1
    found = people(folder)["Ida Moss"]
    assert (found["kind"], found["attributes"], found["paragraphs"]) == ("witness", {"sector": "public"}, 1)


def test_cases_say_more_of_people_who_are_here(folder: Path) -> None:
    made = Made(
        variables=variables("Age (years)", "kind", "role"),
        cases=[case("ruth  adeyemi", **{"Age (years)": "40", "kind": "adult", "role": "Highways Officer"})],
    )
    assert take(folder, made, *ADD).status == 0
    said = {(attribute, value["text"]) for (_, _, attribute), value in marks(folder, "person").items()}
    assert said == {("age years", "40"), ("kind of case", "adult")}
