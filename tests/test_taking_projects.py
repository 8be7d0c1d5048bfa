"""Projects of other programs taken in at the command line: what becomes of each part of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coder.coding import codebook_subject
from coder.inquiry.codebooks import Files
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import (
    BOOK,
    CODED,
    SLUG,
    TRANSCRIPT,
    Ran,
    make_folder,
    run,
    spawn,
    tags,
    transcript,
)
from tests.project_support import (
    AT,
    Made,
    code,
    coding,
    element,
    guid,
    note,
    of_text,
    ref,
    selection,
    source,
    user,
)

P1, P2, P3, P4, P5, P6, P7 = CODED
TALK = "The vans are fast.\n\nNobody can see round the bend.\n\nFour farmers help.\n"
ADD = ("--add-codes", "--add-sessions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


def take(folder: Path, made: Made, *options: str, name: str = "x.qdpx") -> Ran:
    return run(folder, "merge", str(made.write(folder.parent / name)), "--as", "ME", *options)


def marks(folder: Path, kind: str = "tag") -> dict[tuple[str, str, str], Any]:
    """(coder, subject, code) to value of what stands."""
    with open_inquiry(folder) as inquiry:
        return {key[1:]: value for key, value in inquiry.store.journal.state(kind)}  # type: ignore[arg-type]


def quotes(folder: Path) -> dict[tuple[str, str, str], list[str]]:
    return {key: [one["text"] for one in value.get("spans", ())] for key, value in marks(folder).items()}


def ids(folder: Path) -> list[str]:
    return [one["id"] for one in run(folder, "codebook", "--json").json()["codes"]]


def minutes() -> str:
    """The session here as another program has it: without heads, wrapped, with numbers and labels."""
    lines = [
        line for line in TRANSCRIPT.split("---\n")[2].splitlines() if line and not line.startswith(("#", "-"))
    ]
    return "\r\n".join(
        f"({number}) {line.replace(' the ', '  the ')}" for number, line in enumerate(lines, 1)
    )


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


# ---- sources


def test_a_source_becomes_a_session_of_its_paragraphs(folder: Path) -> None:
    made = of_text(TALK, selection(0, 18, coding("Vans")), selection(27, 44, coding("Bends")))
    done = take(folder, made, *ADD)
    assert done.status == 0, done.err
    shown = run(folder, "show", "talk", "--json").json()
    texts = {one["id"]: one["text"] for item in shown["items"] for one in item["paragraphs"]}
    assert list(texts.values()) == TALK.strip().split("\n\n")
    first, second, _ = texts
    assert quotes(folder) == {
        ("AL", first, "vans"): [], ("AL", second, "bends"): ["can see round the"],
    }  # fmt: skip
    assert (folder / "sessions" / "originals" / "talk.txt").read_text() == TALK


def test_a_session_that_is_here_is_found_by_its_paragraphs(folder: Path) -> None:
    text = minutes()
    words = "replied that  the counter"
    whole = place(text, "The parish could see")[0], text.index("taken out.") + len("taken out.")
    made = of_text(text, selection(*place(text, words), coding("Vans")), selection(*whole, coding("Bends")))
    done = take(folder, made, "--add-codes")
    assert done.status == 0, done.err
    assert quotes(folder) == {("AL", P2, "vans"): [" ".join(words.split())], ("AL", P5, "bends"): []}
    assert [path.name for path in (folder / "sessions").glob("*.md")] == [f"{SLUG}.md"]


def test_a_passage_over_several_paragraphs_is_a_tag_on_each(folder: Path) -> None:
    made = of_text(TALK, selection(4, 64, coding("Vans")))
    assert take(folder, made, *ADD).status == 0
    assert list(quotes(folder).values()) == [["vans are fast."], [], ["Four farmers"]]


def test_passages_of_one_code_that_overlap_are_one(folder: Path) -> None:
    made = of_text(
        TALK, *(selection(start, end, coding("Vans")) for start, end in ((0, 8), (4, 12), (13, 17)))
    )
    assert take(folder, made, *ADD).status == 0
    assert list(quotes(folder).values()) == [["The vans are", "fast"]]


def test_a_source_coded_as_a_whole_is_each_of_its_paragraphs(folder: Path) -> None:
    made = Made(sources=[source("talk", coding("Vans"))], files={"talk.txt": TALK})
    assert take(folder, made, *ADD).status == 0
    assert list(quotes(folder).values()) == [[], [], []]


def test_what_is_in_no_paragraph_here_is_counted(folder: Path) -> None:
    text = f"A heading of another program\n\n{minutes()}"
    made = of_text(text, selection(2, 9, coding("Vans")), selection(*place(text, "vans"), coding("Vans")))
    done = take(folder, made, "--add-codes", "--json").json()[0]
    assert (done["codings"], done["codings_placed"], done["tags"]) == (2, 1, 1)
    assert done["left_out"] == {"codings of text that is in no paragraph here": 1}


def test_two_sources_of_one_name_become_two_sessions(folder: Path) -> None:
    made = Made(
        sources=[source("a", path="internal://a.txt").replace('name="a"', 'name="talk"'),
                 source("b", path="internal://b.txt").replace('name="b"', 'name="talk"')],
        files={"a.txt": TALK, "b.txt": "Quite another talk about hedges.\n"},
    )  # fmt: skip
    assert take(folder, made, *ADD).status == 0
    assert {path.stem for path in (folder / "sessions").glob("*.md")} == {SLUG, "talk", "talk-2"}


def test_a_withdrawn_session_is_not_brought_back(folder: Path) -> None:
    assert run(folder, "withdraw", SLUG, "--reason", "so", "--as", "ME").status == 0
    text = minutes()
    done = take(folder, of_text(text, selection(0, 9, coding("Vans"))), "--add-codes")
    assert "no session here is" in done.complaint()


# ---- codes


def test_codes_are_matched_by_path_then_by_name_and_else_are_new(folder: Path) -> None:
    theirs = (
        code("SAFETY", code("speed")), code("Costs more"),
        code("Hedges", code("Height", description="How tall."), color="#abc", isCodable="false"),
    )  # fmt: skip
    made = of_text(
        TALK, *(selection(0, 8, coding(one)) for one in ("speed", "Costs more", "Height")), codes=theirs
    )
    done = take(folder, made, *ADD, "--json").json()[0]
    assert done["new_codes"] == ["hedges", "height"]
    assert {one for _, _, one in marks(folder)} == {"speed", "dearer", "height"}
    with open_inquiry(folder) as inquiry:
        added = inquiry.codebook.by_id
        assert (added["height"].parent, added["height"].definition) == ("hedges", "How tall.")
        assert added["hedges"].colour == "#aabbcc"
        assert not inquiry.codebook_remark


def test_the_user_says_which_code_is_meant(folder: Path) -> None:
    made = of_text(TALK, selection(0, 8, coding("Vans")))
    done = take(folder, made, "--add-sessions", "--code", "Roads=safety", "--code", "Roads/Vans=speed",
                "--code", "Bends=sight")  # fmt: skip
    assert done.status == 0, done.err
    assert {one for _, _, one in marks(folder)} == {"speed"}
    assert "no code" in take(folder, made, "--code", "Lorries=speed").complaint()
    assert "There is no code lorries" in take(folder, made, "--code", "Vans=lorries").complaint()
    assert "THEIRS=OURS" in take(folder, made, "--code", "Vans").complaint()


def test_tags_on_new_codes_are_fresh(folder: Path) -> None:
    """The meaning of a tag is that of the code as the codebook keeps it, not as the file has it."""
    made = of_text(TALK, selection(0, 8, coding("A")), codes=(code("A", description="One\ufeff two "),))
    assert take(folder, made, *ADD).status == 0
    with open_inquiry(folder) as inquiry:
        ((_, value),) = inquiry.store.journal.state("tag")
        assert value["meaning"] == inquiry.codebook.by_id["a"].meaning


def test_a_codebook_alone_brings_its_codes(folder: Path) -> None:
    path = folder.parent / "book.qdc"
    xml = element(
        "CodeBook", element("Codes", code("Hedges", code("Height"))), xmlns="urn:QDA-XML:codebook:1.0"
    )
    path.write_text(xml, encoding="utf-8")
    assert run(folder, "merge", str(path), "--as", "ME", "--add-codes").status == 0
    assert [one["id"] for one in run(folder, "codebook", "--json").json()["codes"]][-2:] == [
        "hedges",
        "height",
    ]


def test_a_code_out_of_use_is_not_put_on(folder: Path) -> None:
    assert run(folder, "codebook", "retire", "speed", "--reason", "so", "--as", "ME").status == 0
    made = of_text(TALK, selection(0, 8, coding("Speed")), codes=(code("Safety", code("Speed")),))
    assert "out of use here (so)" in take(folder, made, *ADD).complaint()


def test_codes_that_exclude_each_other_are_not_both_put_on(folder: Path) -> None:
    theirs = (code("Money", code("Costs more"), code("Costs less")),)
    both = [selection(0, 8, coding(one)) for one in ("Costs more", "Costs less")]
    assert "exclude each other" in take(folder, of_text(TALK, *both, codes=theirs), *ADD).complaint()
    assert marks(folder) == {}


# ---- coders


def coders_of(folder: Path, *users: str, names: tuple[str, ...], options: tuple[str, ...] = ()) -> set[str]:
    made = of_text(TALK, *(selection(0, 8, coding("Vans", one)) for one in names), users=users)
    done = take(folder, made, *ADD, *options)
    assert done.status == 0, done.err
    return {coder for coder, _, _ in marks(folder)}


def test_initials_follow_from_short_names_names_and_words(folder: Path) -> None:
    users = (user("Chris P", "CP"), user("ann"), user("Ana María Ruiz"), user("Al Roe"), user("Abe Rowan"))
    names = ("Chris P", "ann", "Ana María Ruiz", "Al Roe", "Abe Rowan")
    assert coders_of(folder, *users, names=names) == {"CP", "ann", "AMR", "AR", "AR2"}


def test_a_coder_who_is_here_is_the_same_whatever_the_capitals(folder: Path) -> None:
    assert run(folder, "tag", P1, "speed", "--as", "AL").status == 0
    assert coders_of(folder, user("al"), names=("al",)) == {"AL"}


def test_the_user_says_whose_initials_somebody_has(folder: Path) -> None:
    users = (user("Ann Lee"), user("Bo"))
    found = coders_of(folder, *users, names=("Ann Lee", "Bo"), options=("--coder", "Ann Lee=XY"))
    assert found == {"XY", "Bo"}
    made = of_text(TALK, selection(0, 8, coding("Vans")))
    assert "nobody in Lanes elsewhere is called that" in take(folder, made, "--coder", "Cy=CY").complaint()
    assert "cannot be a coder's initials" in take(folder, made, "--coder", "Ann Lee=a b").complaint()


def test_who_is_not_named_is_unnamed_unless_there_is_but_one_user(folder: Path) -> None:
    assert coders_of(folder, user("Ann"), user("Bo"), names=("",)) == {"unnamed"}
    options = ("--coder", "unnamed=XY")
    assert coders_of(folder, user("Ann"), user("Bo"), names=("",), options=options) == {"unnamed", "XY"}


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


# ---- as a whole


def test_what_is_missing_is_added_only_where_one_says_so(folder: Path) -> None:
    made = of_text(TALK, selection(0, 8, coding("Vans")))
    assert (
        "has 3 codes that the codebook lanes has not (roads, vans, bends)" in take(folder, made).complaint()
    )
    assert "has 1 source that no session here is (talk)" in take(folder, made, "--add-codes").complaint()
    assert marks(folder) == {} and len(ids(folder)) == 6


def test_a_dry_run_says_all_and_writes_nothing(folder: Path) -> None:
    made = of_text(TALK, selection(0, 8, coding("Vans"), coding("Bends")))
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if ".coder" not in path.parts}
    dry = take(folder, made, "--dry-run", "--json").json()[0]
    assert take(folder, made, "--dry-run").out.endswith("nothing was written\n")
    assert before == {path: path.read_bytes() for path in folder.rglob("*.*") if ".coder" not in path.parts}
    assert marks(folder) == {} and not dry["written"]
    done = take(folder, made, *ADD, "--json").json()[0]
    assert done | {"written": False, "entries": 0} == dry


def test_merged_again_nothing_changes(folder: Path) -> None:
    made = of_text(TALK, selection(0, 8, coding("Vans")), selection(4, 12, coding("Bends")))
    assert take(folder, made, *ADD).status == 0
    before = marks(folder), run(folder, "log", "--json").json()
    assert take(folder, made).out.endswith("0 entries made\n")
    assert (marks(folder), run(folder, "log", "--json").json()) == before


def test_one_undo_takes_it_all_back(folder: Path) -> None:
    assert run(folder, "tag", P1, "speed", "--as", "ME").status == 0
    assert take(folder, of_text(TALK, selection(0, 8, coding("Vans"))), *ADD).status == 0
    assert run(folder, "undo", "--as", "ME").status == 0
    assert set(marks(folder)) == {("ME", P1, "speed")}
    assert len(ids(folder)) == 6


def test_what_stands_here_stays_and_gains_what_is_there(folder: Path) -> None:
    text = minutes()
    assert run(folder, "tag", P2, "speed", "--as", "AL").status == 0
    made = of_text(text, selection(*place(text, "counter"), coding("Speed")),
                   codes=(code("Safety", code("Speed")),))  # fmt: skip
    assert (
        run(
            folder, "codebook", "redefine", "speed", "--definition", "Faster than allowed.", "--as", "ME"
        ).status
        == 0
    )
    before = marks(folder)["AL", P2, "speed"]
    assert take(folder, made).status == 0
    after = marks(folder)["AL", P2, "speed"]
    assert after["meaning"] == before["meaning"] and [one["text"] for one in after["spans"]] == ["counter"]


def test_who_codes_blind_takes_in_nobody_elses_codings(folder: Path) -> None:
    assert run(folder, "assign", SLUG, "--to", "ME", "AL", "--as", "RV").status == 0
    made = of_text(TALK, selection(0, 8, coding("Vans")))
    assert "coding blind" in take(folder, made, *ADD).complaint()
    assert take(folder, made, *ADD, "--coder", "Ann Lee=ME").status == 0


def test_what_fails_half_way_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Files, path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    before = {path: path.read_bytes() for path in folder.rglob("*.*") if ".coder" not in path.parts}
    monkeypatch.setattr(Files, "replace", fail)
    assert take(folder, of_text(TALK, selection(0, 8, coding("Vans"))), *ADD).status == 1
    monkeypatch.undo()
    assert before == {path: path.read_bytes() for path in folder.rglob("*.*") if ".coder" not in path.parts}
    assert marks(folder) == {}


def test_text_that_would_steer_a_terminal_is_shown_as_text(folder: Path) -> None:
    made = of_text("\u202eThe vans\u202c are \u2066fast\u2069.\n", selection(1, 9, coding("[/]")),
                   codes=(code("[/]"),))  # fmt: skip
    done = take(folder, made, *ADD)
    assert done.status == 0 and "\u202e" not in done.out
    assert "\u202e" not in transcript(folder, "talk").read_text(encoding="utf-8")
    assert list(quotes(folder).values()) == [["The vans"]]


def test_projects_are_merged_in_a_process_of_its_own(folder: Path) -> None:
    of_text(TALK, selection(0, 8, coding("Vans"))).write(folder / "x.qdpx")
    done = spawn(folder, "merge", "x.qdpx", *ADD, CODER_AS="ME")
    assert done.status == 0, done.err
    with open_inquiry(folder) as inquiry:
        assert {coder for _, coder, _ in tags(inquiry)} == {"AL"}


def test_a_book_that_says_nothing_of_theirs_is_no_hindrance(tmp_path: Path) -> None:
    """An inquiry of another codebook altogether."""
    folder = make_folder(tmp_path / "other", book=BOOK.split("  - id: money")[0])
    assert take(folder, of_text(TALK, selection(0, 8, coding("Vans"))), *ADD).status == 0
