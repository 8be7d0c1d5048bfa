"""The demo without a terminal: the example through to a workbook and figures, from a wheel too."""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coder.inquiry.demo import example_folder
from coder.inquiry.folder import open_inquiry
from coder.inquiry.reports import readings
from tests.inquiry_support import TOP, clean_environment, spawn

ORIGINALS = sorted(path.name for path in (TOP / "sessions" / "originals").glob("*.md"))


def rows() -> list[tuple[str, str, list[str]]]:
    """(coder, paragraph, codes) of every row in the example's tables."""
    found = []
    for table in (TOP / "sessions" / "coded").glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            found += [(table.stem, row["paragraph"], row["codes"].split()) for row in csv.DictReader(file)]
    return found


def coded() -> set[tuple[str, str, str]]:
    return {
        (coder, paragraph, code.partition("=")[0]) for coder, paragraph, codes in rows() for code in codes
    }


def test_the_demo_takes_the_example_through_to_a_workbook_and_figures(tmp_path: Path) -> None:
    done = spawn(tmp_path, "demo", "scratch")
    assert done.status == 0, done.err
    folder = tmp_path / "scratch"
    for made in ("theme-matrix.xlsx", "agreement.txt"):
        assert str(folder / made) in done.out and (folder / made).stat().st_size > 500
    assert (folder / "agreement.txt").read_text(encoding="utf-8") in done.out
    with open_inquiry(folder) as inquiry:
        assert {(tag.coder, tag.paragraph, tag.code) for tag in inquiry.store.journal.tags()} == coded()
        assert readings(inquiry) == {(paragraph, coder) for coder, paragraph, _ in rows()}
        assert inquiry.remarks == [] and inquiry.store.journal.unplaced() == []
    assert f"({len(coded())} tags)" in done.out
    assert spawn(folder, "undo", "--as", "EF").out.startswith("EF un")  # a store one can go on with


def test_the_demo_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert "is not an empty folder" in spawn(tmp_path, "demo", ".").complaint()
    assert "is not an empty folder" in spawn(tmp_path, "demo", "mine.txt").complaint()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_repository_is_itself_the_example() -> None:
    assert example_folder() == TOP


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this project, built once; skips where neither hatchling nor an index is at hand."""
    place = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", *isolation, "-w", str(place), str(TOP)],
        env=clean_environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    if "No matching distribution found for hatchling" in done.stderr:
        pytest.skip("hatchling, which builds the wheel, is not at hand here")
    assert done.returncode == 0, done.stderr
    (built,) = place.glob("*.whl")
    return built


def test_the_wheel_holds_the_example_and_every_file_of_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    example = {f"coder/example/sessions/originals/{name}" for name in ORIGINALS}
    example |= {f"coder/example/sessions/coded/{name}.csv" for name in ("AB", "CD", "EF")}
    assert example | {"coder/example/inquiry.toml", "coder/example/codebooks/commissioning.yaml"} <= names
    own = {
        path.relative_to(TOP).as_posix()
        for path in (TOP / "coder").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert own <= names
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in names)


def test_the_demo_runs_from_the_wheel_in_any_folder(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-compile",
        "--target",
        str(installed),
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, env=clean_environment())
    (tmp_path / "elsewhere").mkdir()
    command = installed / "bin" / "coder"
    done = subprocess.run(
        [str(command)] if os.name == "posix" else [sys.executable, "-m", "coder"],
        cwd=tmp_path, env=clean_environment() | {"PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "there is no inquiry here" in done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "coder", "demo", "scratch"],
        cwd=tmp_path / "elsewhere", env=clean_environment() | {"PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"({len(coded())} tags)" in done.stdout
    assert (tmp_path / "elsewhere" / "scratch" / "theme-matrix.xlsx").is_file()
