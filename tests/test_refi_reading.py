"""Files in REFI-QDA read: other programs' real ones, and those with defects."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Tree
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.exchange.refi.reading import read_refi
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import make_folder, run
from tests.project_support import (
    ADD,
    TEXT,
    Made,
    code,
    coded,
    element,
    guid,
    note,
    of_text,
    quoted,
    selection,
    source,
    user,
)

VALID = (
    "qc/demo.qdpx", "qc/nvivo_project.qdpx", "openqda-refi-tools/valid-document_f4-2025.qde.xml",
    "qdpx-toolkit/hand_authored_project.qde",
)  # fmt: skip
DEFECTIVE = {
    "openqda-refi-tools/example_codebook.qdc": r"line 15: 'c21' is no GUID",
    "openqda-refi-tools/example_codebook_defect.qdc": r"line 132: is damaged.*tag mismatch",
    "doorstop/codebook-example-ISO29148.qdc": r"there is no code in it",
}


# ---- real files


def plain_counts(path: Path) -> dict[str, int]:
    """How many there are of each element that is coded or codes, by plain loops."""
    if path.suffix == ".qdpx":
        with zipfile.ZipFile(path) as archive:
            data = archive.read("project.qde")
    else:
        data = path.read_bytes()
    counts: dict[str, int] = {}
    for one in Tree.fromstring(data).iter():
        tag = one.tag.rpartition("}")[2]
        counts[tag] = counts.get(tag, 0) + 1
    return counts


@pytest.mark.parametrize("name", VALID)
def test_a_real_file_comes_in_with_every_code_and_coding_accounted_for(shared: Path, name: str) -> None:
    path = shared / "refi-qda" / name
    project, counts = read_refi(path), plain_counts(path)
    assert len(project.codes) == counts["Code"]
    left_out = sum(number for what, number in project.left_out.items() if what.startswith("codings"))
    assert len(project.codings) + left_out == counts.get("Coding", 0)
    assert len(project.users) == counts.get("User", 0)
    assert len(project.cases) == counts.get("Case", 0)
    without = project.left_out["sources without text"]
    assert len(project.sources) + without == counts.get("TextSource", 0) + counts.get("PDFSource", 0)
    for kind, what in (
        ("Set", "sets"),
        ("Graph", "graphs"),
        ("Link", "links"),
        ("PictureSource", "pictures"),
    ):
        assert project.left_out[what] == counts.get(kind, 0)


def test_codings_of_a_real_project_stand_on_its_words(shared: Path) -> None:
    project = read_refi(shared / "refi-qda" / "qc" / "demo.qdpx")
    assert (len(project.codings), len(project.codes), len(project.sources)) == (205, 262, 2)
    assert {one.text[:28] for one in project.sources} >= {"Automation:         This cal"}
    assert project.remarks == ()
    words, _ = quoted(project)[0]
    assert words.startswith("This district goal is engage")
    assert all(text.endswith("\n") for text, _ in quoted(project)), "it codes line by line"
    parents = {one.id: one.parent for one in project.codes}
    names = {one.id: one.name for one in project.codes}
    (child,) = [one for one, name in names.items() if name == "abstraction"]
    assert names[str(parents[child])] == "concepts"


@pytest.mark.parametrize("name", DEFECTIVE)
def test_a_file_with_a_defect_gets_one_sentence(shared: Path, name: str) -> None:
    with pytest.raises(CoderError, match=DEFECTIVE[name]) as error:
        read_refi(shared / "refi-qda" / name)
    assert "\n" not in str(error.value) and str(error.value).startswith(Path(name).name)


def test_a_slip_that_does_no_harm_is_said_and_the_codes_are_taken(shared: Path) -> None:
    project = read_refi(shared / "refi-qda" / "doorstop" / "exported.qdc")
    assert len(project.codes) == 8
    (remark,) = project.remarks
    assert "attribute description" in remark


@pytest.mark.parametrize("name", VALID)
def test_a_real_file_is_merged_whole_and_once(shared: Path, tmp_path: Path, name: str) -> None:
    folder, path = make_folder(tmp_path / "lanes"), shared / "refi-qda" / name
    done = run(folder, "merge", str(path), "--as", "ME", *ADD, "--json")
    assert done.status == 0, done.err
    (said,) = done.json()
    left_out = sum(number for what, number in said["left_out"].items() if what.startswith("codings"))
    assert said["codings"] + left_out == plain_counts(path).get("Coding", 0)
    assert said["codings_placed"] == said["codings"]
    assert len(said["new_codes"]) == said["codes"] == plain_counts(path)["Code"]
    shown = run(folder, "merge", str(path), "--as", "ME").out
    assert shown.endswith("  0 entries made\n")
    for what, number in said["left_out"].items():
        assert what.startswith("cases") or f"    {what}: {number}\n" in shown


@pytest.mark.parametrize("name", DEFECTIVE)
def test_a_defective_file_leaves_the_inquiry_as_it_was(shared: Path, tmp_path: Path, name: str) -> None:
    folder = make_folder(tmp_path / "lanes")
    done = run(folder, "merge", str(shared / "refi-qda" / name), "--as", "ME", *ADD)
    assert re.search(DEFECTIVE[name], done.complaint())
    with open_inquiry(folder) as inquiry:
        assert not list(inquiry.store.journal.entries()) and len(inquiry.codebook.codes) == 6


# ---- defects


def test_two_of_a_kind_with_one_guid_are_refused_with_the_line(tmp_path: Path) -> None:
    for twice in (
        Made(codes=(code("Vans"), code("Bends", guid=guid("Vans")))),
        Made(users=[user("Ann"), element("User", guid=guid("Ann"), name="Bob")]),
        Made(sources=[source("a"), source("a")]),
        of_text(TEXT, selection(0, 3, of="x"), selection(4, 8, of="x")),
    ):
        with pytest.raises(CoderError, match=r"x\.qdpx, line 2: two \w+s have the GUID [0-9a-f-]{36};"):
            read_refi(twice.write(tmp_path / "x.qdpx"))


@pytest.mark.parametrize(
    "old, new, said",
    [
        ('startPosition="4"', 'startPosition="four"', "does not say in numbers"),
        ('startPosition="4"', "", "does not say in numbers"),
        (guid("Vans"), "vans", "'vans' is no GUID"),
        (guid("Vans"), f"{{{guid('Vans')}", "is no GUID"),
        ("</Project>", "", "cut short"),
        ("<Project", "<Projekt", "no project or codebook of REFI-QDA"),
        ("Project", "Study", "no project or codebook of REFI-QDA"),
        ('name="Vans"', 'name=" "', "has no name"),
    ],
)
def test_a_defect_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    made = coded()
    assert old in made.xml
    with pytest.raises(CoderError, match=re.escape(said)) as error:
        read_refi(made.write(tmp_path / "x.qdpx", made.xml.replace(old, new)))
    assert str(error.value).startswith("x.qdpx") and "\n" not in str(error.value)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_ends_otherwise_than_in_a_sentence(data: st.DataObject) -> None:
    from tempfile import TemporaryDirectory

    whole = coded(notes=[note("n", "A note.")]).xml.encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.integers(0, 40))
    damaged = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + cut :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.qde"
        path.write_bytes(damaged)
        try:
            read_refi(path)
        except CoderError as error:
            assert str(error).startswith("x.qde") and "\n" not in str(error)
