"""Codes and coders of other programs' projects: which of ours they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import (
    CODED,
    make_folder,
    run,
)
from tests.project_support import (
    ADD,
    TALK,
    code,
    coding,
    element,
    marks,
    of_text,
    selection,
    take,
    user,
)

P1, P2, P3, P4, P5, P6, P7 = CODED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


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
    theirs = (code("Money", code("Costs more"), code("Costs less"), code("Costs nothing")),)
    for first, second in (("Costs more", "Costs less"), ("Costs nothing", "Costs less")):
        both = [selection(0, 8, coding(one)) for one in (first, second)]
        done = take(folder, of_text(TALK, *both, codes=theirs), *ADD)
        assert "exclude each other" in done.complaint()
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


def test_nobody_is_called_as_a_basis_is(folder: Path) -> None:
    """As the agreed layer is in an export of our own."""
    assert coders_of(folder, user("agreed"), names=("agreed",)) == {"agreed2"}


def test_who_is_not_named_is_unnamed_unless_there_is_but_one_user(folder: Path) -> None:
    assert coders_of(folder, user("Ann"), user("Bo"), names=("",)) == {"unnamed"}
    options = ("--coder", "unnamed=XY")
    assert coders_of(folder, user("Ann"), user("Bo"), names=("",), options=options) == {"unnamed", "XY"}
