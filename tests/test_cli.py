"""The command line: the main job as a script would do it, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coder.cli import asked_for, parser
from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import CODED, TOP, Ran, clean_environment, make_folder, run, spawn

MINUTES = sorted((TOP / "sessions" / "originals").glob("*.md"))
P1, P2, P3 = CODED[:3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An inquiry without evidence, made by the command."""
    assert run(tmp_path, "init", str(tmp_path / "made")).status == 0
    return tmp_path / "made"


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".coder" not in path.parts
    }


# ---- a whole run, as a script makes it


def test_from_an_empty_folder_to_a_workbook_and_figures(tmp_path: Path) -> None:
    assert spawn(tmp_path, "init", "help at home").status == 0
    folder = tmp_path / "help at home"
    imported = spawn(folder, "import", *map(str, MINUTES))
    assert imported.status == 0, imported.err
    slugs = [head["slug"] for head in json.loads(spawn(folder, "status", "--json").out)["sessions"]]
    assert len(slugs) == len(MINUTES) == 2
    answers = [
        paragraph["id"]
        for item in spawn(folder, "show", slugs[0], "--json").json()["items"]
        for paragraph in item["paragraphs"]
        if paragraph["role"] == "answer"
    ][:3]
    for coder in ("AB", "CD"):
        assert spawn(folder, "tag", answers[0], "trust=2", "monitoring", "--as", coder).status == 0
        assert spawn(folder, "read", *answers, CODER_AS=coder).status == 0
    assert spawn(folder, "tag", answers[1], "trust", "--as", "AB").status == 0
    assert spawn(folder, "matrix", "-o", "themes.xlsx").status == 0
    assert (folder / "themes.xlsx").read_bytes().startswith(b"PK")
    figures = spawn(folder, "agreement", "--json").json()
    assert figures["coders"] == ["AB", "CD"] and figures["overall"]["units"] == 3
    (trust,) = [one for one in figures["codes"] if one["code"] == "trust"]
    assert trust["percent_agreement"]["value"] == pytest.approx(2 / 3)
    assert "trust" in spawn(folder, "agreement").out


# ---- evidence


def test_a_dry_run_writes_nothing_and_prints_what_show_prints(empty: Path) -> None:
    before = files(empty)
    dry = run(empty, "import", "--dry-run", "--json", str(MINUTES[0]))
    assert dry.status == 0 and files(empty) == before and not (empty / ".coder").exists()
    assert "nothing was written" in run(empty, "import", "--dry-run", str(MINUTES[0])).out
    real = run(empty, "import", "--json", str(MINUTES[0]))
    shown = run(empty, "show", dry.json()["slug"], "--json")
    assert dry.json() == real.json() == shown.json()


def test_real_minutes_are_shown_as_the_dry_run_read_them(empty: Path, shared: Path) -> None:
    minutes = str(shared / "evidence" / "kent-commissioning-2014-02-03.md")
    dry = run(empty, "import", "--dry-run", "--json", minutes).json()
    assert run(empty, "import", minutes).status == 0
    assert run(empty, "show", dry["slug"], "--json").json() == dry
    assert len(dry["items"]) > 1 and all(item["questions"] for item in dry["items"][:1])


def test_importing_again_changes_nothing(empty: Path) -> None:
    first = run(empty, "import", str(MINUTES[0]))
    assert first.status == 0 and "questions" in first.out
    before = files(empty)
    again = run(empty, "import", str(MINUTES[0]))
    assert again.status == 0 and "nothing was changed" in again.out
    assert files(empty) == before


def test_importing_again_leaves_a_corrected_transcript_alone(empty: Path) -> None:
    slug = run(empty, "import", "--json", str(MINUTES[0])).json()["slug"]
    path = empty / "sessions" / f"{slug}.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Helen Ashworth", "Helena Ashworth"), encoding="utf-8"
    )
    before = files(empty)
    assert "nothing was changed" in run(empty, "import", str(MINUTES[0])).out
    assert files(empty) == before


def test_a_session_may_be_given_another_name(empty: Path) -> None:
    done = run(empty, "import", "--slug", "first-day", "--json", str(MINUTES[0]))
    assert done.json()["slug"] == "first-day"
    assert all(item["id"].startswith("first-day/") for item in done.json()["items"])
    again = run(empty, "import", "--json", str(MINUTES[0]))
    assert again.json() == done.json()
    assert "cannot name a session" in run(empty, "import", "--slug", "../up", str(MINUTES[0])).complaint()


def test_another_document_of_the_same_sitting_is_not_mixed_in(empty: Path, tmp_path: Path) -> None:
    run(empty, "import", str(MINUTES[0]))
    other = tmp_path / "revised.md"
    other.write_bytes(MINUTES[0].read_bytes() + b"\nOne line more.\n")
    before = files(empty)
    assert "from another document" in run(empty, "import", str(other)).complaint()
    assert files(empty) == before
    assert run(empty, "import", "--slug", "revised", str(other)).status == 0


def test_one_bad_file_does_not_stop_the_others(empty: Path, tmp_path: Path) -> None:
    done = run(empty, "import", str(tmp_path / "gone.md"), str(MINUTES[0]))
    assert done.status == 1 and done.err.count("\n") == 1 and "written to" in done.out


def test_many_files_are_read_side_by_side_and_come_in_in_order(empty: Path, tmp_path: Path) -> None:
    text = MINUTES[0].read_text(encoding="utf-8")
    days = range(1, 6)
    files = []
    for day in days:
        file = tmp_path / f"day-{day}.md"
        file.write_text(text.replace("11 March 2025", f"{day} March 2025"), encoding="utf-8")
        files.append(str(file))
    done = spawn(empty, "import", *files[:2], str(tmp_path / "none.md"), *files[2:])
    assert done.status == 1 and "none.md: there is no such file" in done.err
    assert [f"home-support-2025-03-0{day}" for day in days] == [
        line.split()[0] for line in done.out.splitlines() if line.startswith("home-support-")
    ]
    assert len(list((empty / "sessions").glob("*.md"))) == 5


def test_the_original_is_kept_as_received(empty: Path) -> None:
    run(empty, "import", str(MINUTES[0]))
    assert (empty / "sessions" / "originals" / MINUTES[0].name).read_bytes() == MINUTES[0].read_bytes()


def test_a_transcript_that_was_lost_is_imported_anew_and_its_tags_find_their_text(empty: Path) -> None:
    slug = run(empty, "import", "--json", str(MINUTES[0])).json()["slug"]
    path = empty / "sessions" / f"{slug}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n### 6 | answer", "\n### 66 | answer", 1), encoding="utf-8")
    assert run(empty, "tag", f"{slug}/4.66", "trust", "--as", "AB").status == 0
    path.unlink()
    done = run(empty, "import", str(MINUTES[0]))
    assert f"{slug}/4.66: its text now stands at {slug}/4.6" in done.err
    with open_inquiry(empty) as inquiry:
        assert [tag.paragraph for tag in inquiry.store.journal.tags()] == [f"{slug}/4.6"]


# ---- coding


def test_coding_by_command(folder: Path) -> None:
    assert (
        run(folder, "tag", P1, "speed", "sight=2", "--as", "AB").out
        == f"AB tag {P1} speed\nAB tag {P1} sight\n"
    )
    assert run(folder, "tag", P1, "speed", "--as", "AB").out.startswith("nothing to do")
    assert run(folder, "untag", "3(1)", "speed", "--as", "AB").out == f"AB untag {P1} speed\n"
    assert run(folder, "read", P2, P3, "--as", "AB").out == f"AB read {P2}\nAB read {P3}\n"
    assert run(folder, "unread", P2, "--as", "AB").out == f"AB unread {P2}\n"
    assert run(folder, "memo", P2, "see the map", "--as", "AB").out == f"AB memo {P2}\n"
    assert run(folder, "undo", "--as", "AB").out == f"AB unmemo {P2}\n"
    assert run(folder, "redo", "--as", "AB").out == f"AB memo {P2}\n"
    assert run(folder, "redo", "--as", "AB").out == "nothing to redo\n"
    assert run(folder, "memo", P2, "", "--as", "AB").out == f"AB unmemo {P2}\n"
    (session,) = run(folder, "status", "--json").json()["sessions"]
    assert session["coders"] == [{"coder": "AB", "read": 2, "tags": 1}] and session["to_code"] == len(CODED)


def test_the_log_is_the_journal(folder: Path) -> None:
    assert run(folder, "log", "--json").json() == []
    run(folder, "tag", P1, "sight=2", "--as", "AB")
    run(folder, "tag", P2, "speed", "--as", "CD")
    run(folder, "undo", "--as", "AB")
    entries = run(folder, "log", "--json").json()
    assert [(one["lamport"], one["action"], one["coder"], one["code"]) for one in entries] == [
        (1, "do", "AB", "sight"), (2, "do", "CD", "speed"), (3, "undo", "AB", "sight"),
    ]  # fmt: skip
    assert (
        entries[2]["of"] == entries[0]["batch"]
        and entries[0]["after"]["value"] == 2
        and entries[0]["after"] == entries[2]["before"]
    )
    assert [one["coder"] for one in run(folder, "log", "--json", "--coder", "CD").json()] == ["CD"]
    lines = run(folder, "log").out.splitlines()
    assert len(lines) == 3 and "tag sight = 2" in lines[0] and "(undo by AB)" in lines[2]


def test_who_codes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Who codes is not known" in run(folder, "tag", P1, "speed").complaint()
    monkeypatch.setenv("CODER_AS", "CD")
    assert run(folder, "tag", P1, "speed").out.startswith("CD ")
    assert run(folder, "tag", P1, "speed", "--as", "AB").out.startswith("AB ")
    assert run(folder, "--as", "EF", "tag", P1, "speed").out.startswith("EF ")
    assert run(folder, "untag", P1, "speed", "--as", "ab").out.startswith("AB ")  # the coder there is
    assert "cannot be a coder's initials" in run(folder, "tag", P1, "speed", "--as", "A B").complaint()


def test_initials_kept_serve_where_nothing_else_says(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "preferences.json").write_text('{"initials": "KM"}', encoding="utf-8")
    own = {"CODER_CONFIG": str(tmp_path / "own")}
    assert spawn(folder, "tag", P1, "speed", **own).out == f"KM tag {P1} speed\n"
    assert spawn(folder, "tag", P1, "speed", CODER_AS="CD", **own).out.startswith("CD ")
    (tmp_path / "own" / "preferences.json").write_text("{broken", encoding="utf-8")
    assert "Who codes is not known" in spawn(folder, "tag", P2, "speed", **own).complaint()


def test_a_folder_below_the_inquiry_serves(folder: Path) -> None:
    assert spawn(folder / "sessions", "status", "--json").json()["folder"] == str(folder)
    assert "there is no such folder" in run(folder / "nowhere", "status").complaint()


# ---- exit statuses and output


def test_exit_statuses(folder: Path, tmp_path: Path) -> None:
    assert spawn(folder, "status").status == 0
    assert spawn(folder, "--version").out.startswith("coder ")
    assert spawn(folder, "frobnicate").status == 2
    assert spawn(folder, "tag").status == 2
    no_inquiry = spawn(tmp_path, "status")
    assert "there is no inquiry here" in no_inquiry.complaint()
    assert "The screens need a terminal" in spawn(folder).complaint()


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_json_is_utf_8_in_every_locale(folder: Path, locale: dict[str, str]) -> None:
    text = "Überblick: „nichts“ – 道路 🚜"
    assert run(folder, "memo", P1, text, "--as", "AB").status == 0
    assert spawn(folder, "log", "--json", **locale).json()[0]["after"] == {"text": text}
    assert "🚜" in spawn(folder, "log", **locale).out


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    with open_inquiry(folder) as inquiry, inquiry.store.transaction():
        for number in range(300):
            Hand(inquiry, "AB").memo(P1, f"{number} " + "long " * 40)
    command = [sys.executable, "-m", "coder", "log", "--json"]
    with subprocess.Popen(
        command, cwd=folder, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_reader_that_has_gone_is_no_error(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "coder", "status"],
        cwd=folder, env=clean_environment(), stdout=writing, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_output_that_cannot_be_written_is_a_sentence(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "coder", "status"],
            cwd=folder, env=clean_environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert Ran(done.returncode, "", done.stderr).complaint().startswith("coder: reading or writing failed: ")


# ---- init


def test_init_makes_an_inquiry_that_opens(tmp_path: Path) -> None:
    for name in ('the "big" one', "back\\slash", "über [straße]", "two\nlines"):
        folder = tmp_path / str(abs(hash(name)))
        assert run(tmp_path, "init", str(folder), "--name", name).status == 0
        assert run(folder, "status", "--json").json()["inquiry"] == name
    before = files(folder)
    assert "there is an inquiry here already" in run(tmp_path, "init", str(folder)).complaint()
    assert files(folder) == before


def test_init_takes_a_codebook_of_ones_own(tmp_path: Path) -> None:
    book = tmp_path / "my own.yml"
    book.write_text("codes:\n- id: a\n", encoding="utf-8")
    assert run(tmp_path, "init", str(tmp_path / "made"), "--codebook", str(book)).status == 0
    assert run(tmp_path / "made", "status", "--json").json()["codebook"]["name"] == "my own"
    book.write_text("codes: [", encoding="utf-8")
    assert (
        "not valid YAML"
        in run(tmp_path, "init", str(tmp_path / "other"), "--codebook", str(book)).complaint()
    )
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "line",
    [
        "", "--as AB", "--inquiry=x --as=AB", "status", "--as status log --json", "log --as AB",
        "codebook merge a b --as AB", "--inquiry code witnesses set Wren sector parish",
        "agreement plan --found",
    ],
)  # fmt: skip
def test_a_parser_for_one_command_reads_as_the_whole_one(line: str) -> None:
    arguments = line.split()
    assert parser(asked_for(arguments)).parse_args(arguments) == parser().parse_args(arguments)
