"""Projects of other programs taken in at the command line: their sources, and the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.inquiry.codebooks import Files
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import (
    BOOK,
    CODED,
    SLUG,
    make_folder,
    run,
    spawn,
    tags,
    transcript,
)
from tests.project_support import (
    ADD,
    TALK,
    Made,
    code,
    coding,
    ids,
    marks,
    minutes,
    of_text,
    place,
    quotes,
    selection,
    source,
    take,
)

P1, P2, P3, P4, P5, P6, P7 = CODED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


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


def test_two_sources_of_one_text_are_one_session(folder: Path) -> None:
    made = Made(
        sources=[
            source("first talk", selection(0, 8, coding("Vans"))),
            source("second talk", selection(13, 17, coding("Vans"))),
        ],
        files={"first talk.txt": TALK, "second talk.txt": TALK},
    )
    assert take(folder, made, *ADD).status == 0
    assert {path.stem for path in (folder / "sessions").glob("*.md")} == {SLUG, "first-talk"}
    assert list(quotes(folder).values()) == [["The vans", "fast"]]


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
    shown = take(folder, made, "--dry-run").out
    assert "3 of them new, which --add-codes adds (roads, vans, bends)" in shown
    assert "talk: no session here; --add-sessions makes it talk" in shown
    assert shown.endswith("nothing was written\n")
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


def test_the_smallest_source_is_known_again(folder: Path) -> None:
    made = of_text("\ufeffYes.\r\nNo.\r\n", selection(0, 4, coding("Vans")))
    assert take(folder, made, *ADD).status == 0
    assert take(folder, made).out.endswith("0 entries made\n")


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
