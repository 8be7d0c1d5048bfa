"""An exported project opened by other programs: QualCoder's own importer, and pyrefiqda."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.inquiry_support import run
from tests.refi_support import Opened, filled


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("programs") / "lanes")


@pytest.fixture(scope="module")
def opened(folder: Path) -> Opened:
    return Opened(export(folder, "all.qdpx"))


def export(folder: Path, name: str) -> Path:
    assert run(folder, "export", str(folder / name)).status == 0
    return folder / name


def test_pyrefiqda_counts_the_same_codes_and_codings(folder: Path, opened: Opened, tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda", reason="pyrefiqda reads projects; it is not installed")
    project = pyrefiqda.RefiProject.load(folder / "all.qdpx", extract_dir=str(tmp_path / "out"))

    def count(codes: list[object]) -> int:
        return sum(1 + count(one.code) for one in codes)  # type: ignore[attr-defined]

    assert count(project.code_book.codes.code) == len(opened.codes) == 8
    sources = project.sources.text_source
    codings = [
        coding for one in sources for selection in one.plain_text_selection for coding in selection.coding
    ]
    assert len(codings) == len(opened.codings()) == 11
    for source in sources:
        path = pyrefiqda.RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out")
        assert path.read_text(encoding="utf-8") == opened.text(opened.sources[source.guid])
    assert len(project.cases.case) == 3 and len(project.notes.note) == len(opened.notes)


QUALCODER = "QUALCODER"
"""The variable that names an interpreter with PyQt6, pymupdf and Pillow, and the folder that has QualCoder's
package in it: `/opt/qualcoder/bin/python:/opt/QualCoder/src`."""


def qualcoder(file: Path, folder: Path) -> dict[str, list[list[Any]]]:
    """What QualCoder's importer makes of a file."""
    python, _, source = os.environ.get(QUALCODER, "").rpartition(os.pathsep)
    if not python:
        pytest.skip(f"QualCoder is not here; {QUALCODER}=PYTHON{os.pathsep}FOLDER says where it is")
    script = str(Path(__file__).with_name("qualcoder_import.py"))
    done = subprocess.run(
        [python, script, source, str(file), str(folder)], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: dict[str, list[list[Any]]] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def test_qualcoder_takes_it_all_in(folder: Path, opened: Opened, tmp_path: Path) -> None:
    found = qualcoder(folder / "all.qdpx", tmp_path / "lanes.qda")
    assert [one for one in found["said"] if "rror" in str(one) or "Duplicate" in str(one)] == []
    names = {str(one[0]) for one in found["codes"] + found["categories"]}
    assert names == {one.get("name") for one in opened.codes.values()}
    assert {str(one[0]) for one in found["categories"]} == {"Money"}
    codings = [(code, words, owner) for code, _, _, _, words, owner, _, _ in found["codings"]]
    assert sorted(codings) == sorted((one.code, one.words, one.coder) for one in opened.codings())
    memos = {str(one[-1]) for one in found["codings"]}
    assert "2 of 3: fair\non the tag\nin two lines" in memos and "from the other" in memos
    assert {(one[3], one[4]) for one in found["annotations"]} == {
        ("on the paragraph <&>   🚜", "AB"), ("on the question", "AB")
    }  # fmt: skip
    journals = {(one[1], one[2]) for one in found["journals"]}
    assert journals == {("on the code", "AB"), ("the other's", "CD"), ("on the person", "AB")}
    assert {one[1] for one in found["sources"]} == {opened.text(one) for one in opened.sources.values()}
    assert ["case", "Ruth Adeyemi", "sector", "public"] in found["attributes"]
    assert {one[0] for one in found["cases"]} == {"Ruth Adeyemi", "Tomasz Wren", "Ann Lee"}


def test_qualcoder_takes_the_example_in(tmp_path: Path) -> None:
    example = tmp_path / "example"
    assert run(tmp_path, "demo", str(example)).status == 0
    path = export(example, "example.qdpx")
    found, opened = qualcoder(path, tmp_path / "example.qda"), Opened(path)
    assert len(found["codings"]) == 339
    told = [(one[0], one[4], one[5], f"{one[6].replace(' ', 'T')}Z") for one in found["codings"]]
    assert sorted(told) == sorted((one.code, one.words, one.coder, one.at) for one in opened.codings())
    assert len(found["codes"]) + len(found["categories"]) == len(opened.codes) == 31


def test_qualcoder_takes_the_codebook_in(folder: Path, tmp_path: Path) -> None:
    path = export(folder, "book.qdc")
    found = qualcoder(path, tmp_path / "book.qda")
    names = {str(one[0]) for one in found["codes"] + found["categories"]}
    assert names == {"Safety", "Speed", "Lines of sight", "Money", "Costs more", "Costs less", "Money (gone)"}
