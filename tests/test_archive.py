"""An inquiry archived, deleted and rebuilt is the inquiry it was; what was purged stays gone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coder.inquiry import archiving
from coder.inquiry.archive_outputs import write_outputs
from coder.inquiry.demo import unpack
from coder.inquiry.folder import open_inquiry
from coder.store import Store
from coder.store.transfer import TABLES
from tests.archive_support import (
    FERRIES,
    P1,
    P6,
    PURGED,
    SECRET,
    WHEN,
    WITHDRAWN,
    archive,
    busy_folder,
    did,
    kent_folder,
    members,
)
from tests.inquiry_support import SLUG, clean_environment, correct, make_folder, run, spawn, transcript

INQUIRIES = ("example", "kent", "busy")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The inquiries made so far in this module."""
    return {"": tmp_path_factory.mktemp("inquiries")}


@pytest.fixture
def inquiry(request: pytest.FixtureRequest, made: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of an inquiry, of the name it was made under."""
    name: str = request.param
    if name not in made:
        folder = made[""] / name
        if name == "kent":
            kent_folder(folder, request.getfixturevalue("shared"))
        else:
            {"example": unpack, "busy": busy_folder}[name](folder)
        made[name] = folder
    return Path(shutil.copytree(made[name], tmp_path / name))


def rows(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """All that the store holds, but for what hangs on one machine, and counts that came to nothing."""
    with Store(folder / ".coder" / "store.db") as store:
        found = list(store.dump(*(set(TABLES) - {"meta"})))
    for _, row in found:
        row.pop("stamp", None)
    kept = [one for one in found if one[0] != "tally" or one[1]["read"] or one[1]["tags"]]
    return sorted(kept, key=lambda one: (one[0], json.dumps(one[1], sort_keys=True)))


@pytest.mark.parametrize("inquiry", INQUIRIES, indirect=True)
def test_archived_deleted_and_rebuilt_it_is_what_it_was(inquiry: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "one.zip", tmp_path / "two.zip"
    log, kept = spawn(inquiry, "log", "--json", "--as", "RV"), rows(inquiry)
    assert log.status == 0
    done = spawn(inquiry, "archive", str(file), "--date", WHEN, "--as", "RV")
    assert done.status == 0, done.err
    twin = Path(shutil.copytree(inquiry, tmp_path / "twin"))
    shutil.rmtree(inquiry)
    done = spawn(tmp_path, "init", "--from", str(file), str(inquiry))
    assert done.status == 0 and not done.err, done.err
    assert "rebuilt" in done.out

    assert spawn(inquiry, "log", "--json", "--as", "RV") == log
    assert rows(inquiry) == kept
    done = spawn(inquiry, "archive", str(again), "--date", WHEN, "--as", "RV")
    assert done.status == 0, done.err
    workbook = "data/outputs/theme-matrix.xlsx"
    assert members(again)[workbook] == members(file)[workbook]
    assert again.read_bytes() == file.read_bytes()
    assert spawn(inquiry, "verify", "--as", "RV").status == 0
    # What was done before can be undone as it could be there, and redone.
    for actor in ("AB", "CD", "RV"):
        for command in ("undo", "undo", "redo"):
            ours, theirs = (spawn(one, command, "--as", actor) for one in (inquiry, twin))
            assert (ours.status, ours.out) == (theirs.status, theirs.out)
    assert [row for row in rows(inquiry) if row[0] in ("tally", "assigned")] == [
        row for row in rows(twin) if row[0] in ("tally", "assigned")
    ]


@pytest.mark.parametrize("inquiry", ["busy"], indirect=True)
def test_of_what_was_purged_no_byte_comes_back_and_what_was_withdrawn_is_marked(
    inquiry: Path, tmp_path: Path
) -> None:
    file = archive(inquiry, tmp_path / "a.zip")
    parts = members(file)
    assert not [name for name, data in parts.items() if SECRET.encode() in data]
    assert f"data/sessions/{PURGED}.md" not in parts and f"data/sessions/{WITHDRAWN}.md" in parts
    readme = " ".join(parts["README.txt"].decode().split())
    assert re.search(f"- {WITHDRAWN}: Lanes and verges, 2025-06-03, \\d+ paragraphs. WITHDRAWN:", readme)
    assert "asked for by the witness" in readme and f"- {PURGED}: ," not in readme
    assert "PURGED: its text was removed for good (was heard in private" in readme
    for name in parts:
        if name.startswith("data/outputs/") and not name.endswith((".xlsx", "provenance.csv")):
            assert WITHDRAWN.encode() not in parts[name], name
    # Both versions of the reimported and of the corrected transcript; both originals, and no stray file.
    assert sum(name.startswith(f"data/revisions/sessions/{FERRIES}/") for name in parts) == 2
    assert sum(name.startswith(f"data/revisions/sessions/{SLUG}/") for name in parts) == 2
    assert sum(name.startswith("data/revisions/codebooks/lanes/") for name in parts) == 3
    originals = {name for name in parts if name.startswith("data/sessions/originals/")}
    assert originals == {f"data/sessions/originals/minutes {number}.md" for number in (0, 1)}

    transcript(inquiry, PURGED).write_text(f"back again: {SECRET}", encoding="utf-8")
    file.unlink()
    refused = run(inquiry, "archive", str(file), "--as", "RV")
    assert refused.status == 1 and "was purged (was heard in private)" in refused.err
    assert not file.exists() and not list(tmp_path.glob(".*part"))


def test_the_manifests_hold_by_plain_tools_and_by_another_program(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    did(folder, "tag", P1, "speed")
    file = archive(folder, tmp_path / "a.zip")
    shutil.unpack_archive(file, tmp_path / "out")
    (bag,) = (tmp_path / "out").iterdir()
    assert bag.name == "lanes"
    if tool := shutil.which("sha256sum"):
        lists = ["manifest-sha256.txt", "tagmanifest-sha256.txt"]
        done = subprocess.run([tool, "-c", "--strict", *lists], cwd=bag, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout
    pytest.importorskip("bagit")
    validate = [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", str(bag)]
    done = subprocess.run(validate, env=clean_environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (bag / "data" / "inquiry.toml").write_text("name = 'x'", encoding="utf-8")
    done = subprocess.run(validate, env=clean_environment(), capture_output=True, check=False)
    assert done.returncode == 1


def test_every_line_of_the_record_is_json_with_the_columns_the_readme_names(tmp_path: Path) -> None:
    parts = members(archive(busy_folder(tmp_path / "lanes"), tmp_path / "a.zip"))
    readme = parts["README.txt"].decode()
    journal = [json.loads(line) for line in parts["data/record/journal.jsonl"].splitlines()]
    for column in journal[0]:
        assert column in readme, column
    for name in parts:
        if name.startswith("data/record/"):
            assert Path(name).name in readme, name
    state: dict[tuple[str, ...], Any] = {}
    for entry in journal:  # as the README says the coding in force follows
        state[tuple(entry[name] for name in ("kind", "coder", "subject", "code"))] = entry["after"]
    with open_inquiry(tmp_path / "lanes") as inquiry:
        kept = {(kind, coder, subject, code): value for (kind, coder, subject, code), value in
                inquiry.store.journal.state()}  # fmt: skip
    assert {key: value for key, value in state.items() if value is not None and "@purged" not in key[2]
            and not key[2].startswith((WITHDRAWN, PURGED))} == kept  # fmt: skip


def test_what_the_repository_is_told_goes_into_readme_and_metadata_and_comes_back(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    did(folder, "tag", P1, "speed")
    blank = archive(folder, tmp_path / "a.zip")
    assert json.loads(members(blank)["metadata.json"])["toBeFilledIn"][:2] == ["description", "creators"]
    assert run(tmp_path, "init", "--from", str(blank), str(tmp_path / "re")).status == 0
    deposit = tmp_path / "re" / "deposit.toml"
    text = deposit.read_text(encoding="utf-8").replace('licence = ""', 'licence = "CC BY 4.0"')
    deposit.write_text(text.replace("creators = []", 'creators = ["Adeyemi, Ruth"]'), encoding="utf-8")
    parts = members(archive(tmp_path / "re", tmp_path / "b.zip"))
    told = json.loads(parts["metadata.json"])
    assert told["rightsList"] == [{"rights": "CC BY 4.0"}] and told["creators"] == [{"name": "Adeyemi, Ruth"}]
    assert "Licence: CC BY 4.0" in parts["README.txt"].decode()
    for wrong in ("licenze = 'x'", "licence = 1", "creators = 'x'", "creators = [1]", "= ", "\xff"):
        deposit.write_bytes(wrong.encode("latin-1"))
        assert "deposit.toml: " in run(tmp_path / "re", "archive", str(tmp_path / "c.zip")).complaint()


def test_without_anything_coded_it_holds_what_there_is_and_says_what_there_is_not(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    (folder / "inquiry.toml").write_text("# no name\n", encoding="utf-8")
    parts = members(archive(folder, tmp_path / "a.zip"))
    assert "nothing is tagged yet" in parts["README.txt"].decode()
    assert "data/outputs/theme-matrix.xlsx" not in parts
    done = run(tmp_path, "init", "--from", str(tmp_path / "a.zip"), str(tmp_path / "elsewhere"))
    assert done.status == 0
    again = archive(tmp_path / "elsewhere", tmp_path / "b.zip")
    assert again.read_bytes() == (tmp_path / "a.zip").read_bytes()


def test_a_transcript_with_a_slip_and_a_codebook_changed_by_hand_come_back_as_they_were(
    tmp_path: Path,
) -> None:
    folder = make_folder(tmp_path / "lanes")
    did(folder, "tag", P1, "speed")
    text = transcript(folder).read_text(encoding="utf-8")
    transcript(folder).write_text(text.replace("### 1 | opening", "### 1 | openink"), encoding="utf-8")
    book = folder / "codebooks" / "lanes.yaml"
    book.write_text(book.read_text(encoding="utf-8").replace("Harm", "Hurt"), encoding="utf-8")
    file = archive(folder, tmp_path / "a.zip")
    assert run(tmp_path, "init", "--from", str(file), str(tmp_path / "re")).status == 0
    ours, theirs = run(tmp_path / "re", "status"), run(folder, "status")
    assert (
        ours.out.replace("/re)", "/lanes)") == theirs.out
        and ours.err.replace("/re/", "/lanes/") == theirs.err
    )
    assert "openink" in ours.err and "codebook take" in ours.err
    assert archive(tmp_path / "re", tmp_path / "b.zip").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("change", ["a tag", "a transcript", "the codebook"])
def test_others_go_on_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    folder, file = make_folder(tmp_path / "lanes"), tmp_path / "a.zip"
    did(folder, "tag", P1, "speed")

    def meanwhile(*arguments: Any) -> dict[str, str]:
        if change == "a tag":
            did(folder, "tag", P6, "dearer", who="CD")
        elif change == "a transcript":
            correct(folder, ("trunk road", "motorway"))
        else:
            did(folder, "codebook", "redefine", "speed", "--definition", "How fast.")
        return write_outputs(*arguments)

    monkeypatch.setattr(archiving, "write_outputs", meanwhile)
    done = run(folder, "archive", str(file))
    if change == "a tag":
        assert done.status == 0 and P6.encode() not in members(file)["data/record/journal.jsonl"]
        assert P6 in run(folder, "log").out
    else:
        assert "was changed while it was archived" in done.complaint() and not file.exists()


def test_anonymised_it_holds_outputs_without_names_and_cannot_be_rebuilt(tmp_path: Path) -> None:
    folder = busy_folder(tmp_path / "lanes")
    did(folder, "memo", P6, "Tomasz Wren said so")
    file = archive(folder, tmp_path / "a.zip", "--anonymise")
    parts = members(file)
    for name, data in parts.items():
        if not name.endswith(".xlsx"):
            assert b"Adeyemi" not in data and b"Wren" not in data, name
    assert b"Witness 1" in parts["data/outputs/tables/evidence.csv"]
    assert not [name for name in parts if name.startswith(("data/sessions", "data/revisions", "data/codeb"))]
    assert WITHDRAWN.encode() not in b"".join(parts.values())
    journal = [json.loads(line) for line in parts["data/record/journal.jsonl"].splitlines()]
    assert {"tag", "read"} <= {entry["kind"] for entry in journal}
    assert all(entry["after"] in (None, {"text": None, "withheld": True}) for entry in journal
               if entry["kind"] == "memo")  # fmt: skip
    assert run(tmp_path, "verify", str(file)).status == 0
    refused = run(tmp_path, "init", "--from", str(file), str(tmp_path / "re"))
    assert "outputs without names" in refused.complaint() and not (tmp_path / "re").exists()
    assert archive(folder, tmp_path / "b.zip", "--anonymise").read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.txt", "must end in .zip"), ("nowhere/a.zip", "there is no folder"), ("folder.zip", "is a folder")],
)
def test_where_it_cannot_be_written_one_sentence_says_so(tmp_path: Path, name: str, said: str) -> None:
    folder = make_folder(tmp_path / "lanes")
    (tmp_path / "folder.zip").mkdir()
    assert said in run(folder, "archive", str(tmp_path / name)).complaint()
    assert "is no moment" in run(folder, "archive", str(tmp_path / "a.zip"), "--date", "soon").complaint()


def test_file_names_that_no_other_system_can_store_are_refused_when_it_is_written(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows cannot store them in the first place")
    folder = make_folder(tmp_path / "lanes")
    (folder / "styles").mkdir()
    for name in ("Con.toml", "a:b.toml"):
        (folder / "styles" / name).write_text("", encoding="utf-8")
        refused = run(folder, "archive", str(tmp_path / "a.zip")).complaint()
        assert name in refused and "rename it" in refused
        (folder / "styles" / name).unlink()
    for name in ("one.toml", "One.toml"):
        (folder / "styles" / name).write_text("", encoding="utf-8")
    if len(list((folder / "styles").iterdir())) == 2:
        refused = run(folder, "archive", str(tmp_path / "a.zip")).complaint()
        assert "are one file on Windows and macOS" in refused
    assert not (tmp_path / "a.zip").exists() and not list(tmp_path.glob(".*"))


def test_a_team_s_store_is_not_named_in_an_archive(tmp_path: Path) -> None:
    from coder.errors import CoderError
    from coder.inquiry.archive_form import portable_settings

    path = tmp_path / "inquiry.toml"
    path.write_text('# why\nstore = "postgresql://team@host/lanes"\nname = "Lanes"\n', encoding="utf-8")
    assert portable_settings(path, "x") == b'# why\nname = "Lanes"\n'
    path.write_text('store = "postgresql://team@host/lanes"\n', encoding="utf-8")
    assert portable_settings(path, "The lanes") == b'name = "The lanes"\n'
    path.write_text('name = "Lanes"\n"st\\u006fre" = "x"\n', encoding="utf-8")
    with pytest.raises(CoderError, match="one line of its own"):
        portable_settings(path, "x")
