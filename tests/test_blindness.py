"""What a coder sees of others while coding blind: nothing, by any command.

Every command is run as the blind coder in two inquiries that differ only in what another coder did. What it
prints and writes has to be the same in both, whatever that was: texts, names and numbers alike.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coder.cli import parser
from coder.coding import Change, codebook_subject
from coder.exchange.database import TABLES
from coder.inquiry.blindness import visible_coders
from coder.inquiry.folder import open_inquiry
from coder.inquiry.who import prefer, preferences_path
from tests.inquiry_support import CODED, SLUG, Ran, make_folder, run, session, transcript
from tests.project_support import code, coding, of_text, selection, user

P1, P2, P3, P4, P5, P6, P7 = CODED
SECRET = "xyzzyplugh"
"""Stands in the other coder's memos, reasons and quotes."""

COMMANDS: dict[str, list[list[str]]] = {
    "adjudicate": [[], ["--json"], ["--state", "resolved"], [P2, "dearer", "reject", "--reason", "so"],
                   [P6, "speed", "add", "--reason", "so"], [P2, "dearer", "unclear"],
                   [P2, "dearer", "accept", "--reason", "so", "--propose"]],
    "agreement": [[], ["--json"], ["--coders", "AB", "CD"], ["--level", "theme"],
                  *(["-o", f"{{folder}}/a{form}"] for form in (".md", ".xlsx", ".json", ".html", ".docx"))],
    "agreement plan": [[], ["--found"], ["--prevalence", "20%", "--json"]],
    "archive": [["{folder}/a.zip"], ["{folder}/a.zip", "--anonymise", "--date", "2025-03-31"]],
    "assign": [[SLUG, "--to", "AB"], [SLUG, "--to", "AB", "CD", "--double", "40%", "--seed", "1"],
               [SLUG, "--to", "CD", "--again", "--seed", "1"]],
    "assignments": [[], ["--json"]],
    "code": [[SLUG]],
    "codebook": [[], ["--json"]],
    "codebook add": [["Hedges"]],
    "codebook diff": [[]],
    "codebook merge": [["cheaper", "dearer"], ["dearer", "cheaper"]],
    "codebook move": [["speed", "--under", "money"]],
    "codebook redefine": [["dearer", "--definition", "Whatever costs more."]],
    "codebook reinstate": [["dearer"]],
    "codebook rename": [["dearer", "Dearer"]],
    "codebook retire": [["dearer", "--reason", "so"]],
    "codebook split": [["dearer", "a-little", "a-lot"]],
    "codebook take": [[]],
    "export": [["{folder}/p.qdpx"], ["{folder}/b.qdc"], *(["{folder}/p.qdpx", "--basis", basis]
               for basis in ("agreed", "AB", "CD", "XY")),
               *(["{folder}/t.jsonl", "--of", of] for of in TABLES), ["{folder}/t.xlsx"],
               ["{folder}/t.jsonl", "--coders", "CD"], ["{folder}/c.sqlite"],
               ["{folder}/c.sqlite", "--coders", "CD"]],
    "feedback": [[], ["--json"]],
    "flag": [[P1], [P2]],
    "contribution": [["-o", "{folder}/ab.contribution"], ["-o", "{folder}/ab.contribution", "--everyone"],
                     ["-o", "{folder}/ab.contribution", "--shared"]],
    "demo": [["{folder}/scratch"]],
    "edit": [[SLUG]],
    "import": [["{folder}/new.md"], ["{folder}/new.md", "--json"]],
    "import-codes": [["{folder}/codes.csv"], ["{folder}/codes.csv", "--dry-run", "--json"],
                     ["{folder}/own.csv", "--json"]],
    "init": [["{folder}/another"], ["{folder}/another", "--from", "{folder}/no.zip"]],
    "keys": [[], ["--json"]],
    "lift": [["{assignment}", "--reason", "so"], ["{assignment}", "--reason", "so", "--for", "CD"]],
    "log": [[], ["--json"], ["--coder", "CD"], ["--coder", "CD", "--json"], ["--coder", "AB", "--json"]],
    "matrix": [["-o", "{folder}/m.xlsx"], *(["-o", "{folder}/m.xlsx", "--basis", basis]
               for basis in ("majority", "all", "agreed", "AB", "CD", "XY")),
               ["--csv", "{folder}/tables"], ["-o", "{folder}/m.xlsx", "--rows", "coder", "--stale", "only"]],
    "memo": [[P1, "mine"], [P2, ""]],
    "merge": [["{folder}/all.contribution"], ["{folder}/all.contribution", "--dry-run", "--json"],
              ["{folder}/shared.contribution"], ["{folder}/shared.contribution", "--dry-run", "--json"],
              *([f"{{folder}}/{whose}.qdpx", *more] for whose in ("theirs", "own")
                for more in ([], ["--dry-run", "--json"]))],
    "read": [[P1, P2]],
    "redo": [[]],
    "reimport": [[SLUG, "{folder}/other.md"], [SLUG, "{folder}/other.md", "--dry-run"]],
    "restore": [[SLUG]],
    "sheet": [[SLUG, "--for", who, "-o", "{folder}/s.xlsx"] for who in ("AB", "CD", "EF")],
    "search": [["hedges"], ["code:dearer"], ["bend", "--json"]],
    "serve": [["nowhere"]],
    "show": [[SLUG], [SLUG, "--json"]],
    "star": [[P1], [P2]],
    "status": [[], ["--json"]],
    "store": [[], ["--json"]],
    "store admit": [["cd", "--for", "CD"], ["cd", "--for", "CD", "--sql"]],
    "store dismiss": [["cd"]],
    "store logins": [[], ["--json"]],
    "store move": [["sqlite"]],
    "summary": [["-o", "{folder}/s.md"], *(["-o", "{folder}/s.docx", "--basis", basis]
                for basis in ("majority", "agreed", "AB", "CD", "XY"))],
    "tag": [[P1, "speed"], [P2, "sight=2"], [P4, "dearer"]],
    "undo": [[]],
    "unread": [[P1]],
    "untag": [[P1, "sight"], [P2, "speed"]],
    "verify": [[], ["--json"], ["{folder}/no.zip"]],
    "withdraw": [[SLUG, "--reason", "so"], [SLUG, "--reason", "so", "--purge", "--yes"]],
    "witnesses": [[], ["--json"]],
    "witnesses merge": [["Adeyemi", "Wren"]],
    "witnesses set": [["Wren", "sector", "parish"]],
    "witnesses split": [["Wren", SLUG]],
}  # fmt: skip
"""Every command, with ways to ask it for what others did."""


def commands(of: argparse.ArgumentParser, above: str = "") -> Iterator[str]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield f"{above}{name}"
                yield from commands(sub, f"{above}{name} ")


def test_every_command_there_is_is_tried() -> None:
    assert set(COMMANDS) == set(commands(parser()))


# ---- two inquiries that differ only in what CD did


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """In both AB and CD are to code blind, and AB has begun; in the second CD has been busy."""
    top = tmp_path_factory.mktemp("worlds")
    idle = make_folder(top / "idle")
    assert run(idle, "assign", SLUG, "--to", "AB", "CD", "--as", "RV").status == 0
    for paragraph, codes in ((P1, ["sight=1"]), (P2, ["speed"])):
        assert run(idle, "tag", paragraph, *codes, "--as", "AB").status == 0
    assert run(idle, "memo", P2, "my own words", "--as", "AB").status == 0
    for name, old, new in (("new.md", "hedges", "ditches"), ("other.md", "blackthorn", "hawthorn")):
        text = "# Item 3 | Highways\n\n1. The Chairman opened the meeting.\n\nQuestion 1: How fast?\n\n"
        (idle / name).write_text(f"{text}2. As fast as the {old} or {new} allow.\n")
    (idle / "codes.csv").write_text(f"item,coder,codes\n{P2},CD,speed\n{P3},CD,speed\n")
    (idle / "own.csv").write_text(f"item,coder,codes\n{P3},AB,speed\n")
    assert (
        run(idle, "contribution", "-o", f"{idle}/shared.contribution", "--shared", "--as", "RV").status == 0
    )
    for name, coder in (("theirs", "CD"), ("own", "AB")):
        put = (selection(0, 60, coding("Speed", coder)), selection(90, 400, coding("Costs more", coder)))
        there = (code("Safety", code("Speed")), code("Money", code("Costs more")))
        files = "\n".join(one.text for one in session().paragraphs())
        of_text(files, *put, codes=there, users=(user("AB"), user("CD"))).write(idle / f"{name}.qdpx")
    other = make_folder(top / "other")
    assert run(other, "tag", P2, "sight", "--as", "XY").status == 0
    assert run(other, "contribution", "-o", f"{idle}/all.contribution", "--as", "XY").status == 0
    busy = top / "busy"
    shutil.copytree(idle, busy)
    be_busy(busy)
    for folder in (idle, busy):  # what comes after would show by its place how much came before
        assert run(folder, "tag", P6, "speed", "--as", "AB").status == 0
    return idle, busy


def be_busy(folder: Path) -> None:
    """All that another coder and a reviewer can do, with distinctive words."""
    with open_inquiry(folder) as inquiry:
        book, quote = inquiry.codebook.revision, {"start": 0, "end": 5, "text": SECRET}
        for paragraph in (P2, P3, P4, P5):
            inquiry.store.journal.act("CD", [
                Change("tag", "CD", paragraph, "dearer", {"meaning": 0, "spans": [quote]}),
                Change("tag", "CD", paragraph, "gone-code", {"meaning": 5}),
                Change("read", "CD", paragraph, "", {}), Change("unjudged", "CD", paragraph, "speed", {}),
                Change("memo", "CD", paragraph, "", {"text": SECRET}),
                Change("star", "CD", paragraph, "", {"spans": [quote]}),
                Change("flag", "CD", paragraph, "", {}),
                Change("decision", "", paragraph, "dearer", {"decision": "accept", "reason": SECRET}),
                Change("proposal", "", paragraph, "dearer", {"by": "RV", "reason": SECRET}),
                Change("case", "", paragraph, "dearer", {"state": "open", "reason": SECRET}),
            ], book, place=True)  # fmt: skip
        others = [
            Change("memo", "CD", SLUG, "", {"text": SECRET}),
            Change("memo", "CD", f"{SLUG}/@wren", "", {"text": SECRET}),
            Change("memo", "CD", codebook_subject("lanes"), "speed", {"text": SECRET}),
            Change("tag", "CD", f"{SLUG}/nowhere", "speed", {"meaning": 0}),
            Change("read", "CD", f"{SLUG}/4.u2", "", {}),
        ]
        inquiry.store.journal.act("CD", others, book)
    assert run(folder, "tag", P6, "speed", "--as", "CD").status == 0
    assert run(folder, "undo", "--as", "CD").status == 0


def both(
    worlds: tuple[Path, Path], tmp_path: Path, command: str, *options: str, change: str = ""
) -> list[Ran]:
    """A command run in a copy of each inquiry; `change` replaces a text of the transcript before."""
    ran = []
    for world in worlds:
        folder = tmp_path / world.name / "lanes"
        shutil.copytree(world, folder)
        if change:
            old, _, new = change.partition(" -> ")
            text = transcript(folder).read_text()
            assert old in text
            transcript(folder).write_text(text.replace(old, new))
        with open_inquiry(world) as inquiry:
            (assignment,) = inquiry.store.assigned.values()
        filled = [one.format(folder=folder, assignment=assignment.partition(":")[2]) for one in options]
        done = run(folder, *command.split(), *filled)
        packed = [path for ending in ("xlsx", "docx", "qdpx") for path in folder.glob(f"*.{ending}")]
        made = "".join(map(parts, packed))
        made += "".join(path.read_text() for path in sorted([*folder.glob("*.md"), *folder.glob("*.qdc")]))
        ran.append(Ran(done.status, plain(done.out + made, folder), plain(done.err, folder)))
    return ran


def plain(text: str, folder: Path) -> str:
    """Without what no two runs have in common: folder, times, and ids made up."""
    text = text.replace(str(folder.resolve()), "FOLDER").replace(str(folder), "FOLDER")
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.]*(Z|[+-]\d\d:?\d\d)?", "TIME", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", text)
    text = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID", text)
    return re.sub(r"\b(?=[0-9a-f]*\d)[0-9a-f]{6}\b", "ID", text)


def dumped(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump())


def parts(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in sorted(archive.namelist()))


def tries() -> list[tuple[str, ...]]:
    return [(command, *options) for command, ways in COMMANDS.items() for options in ways]


@pytest.mark.parametrize("asking", [(), ("--as", "AB")], ids=["nobody", "blind"])
@pytest.mark.parametrize("way", tries(), ids=" ".join)
def test_what_a_command_says_is_the_same_whatever_the_other_did(
    worlds: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    asking: tuple[str, ...], way: tuple[str, ...],
) -> None:  # fmt: skip
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n"
        "path.write_text(path.read_text().replace('blackthorn', 'hawthorn'))\n"
    )
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{editor}"')
    idle, busy = both(worlds, tmp_path, *way, *asking)
    assert busy == idle
    assert SECRET not in busy.out + busy.err


@pytest.mark.parametrize("asker", ["AB", ""])
@pytest.mark.parametrize(
    "change",
    [
        "A second cut would need another tractor -> Another cut would need a second tractor",
        "### 3 | answer -> ### 8 | answer",
        "corners in June. -> corners in June.\n\n### unnumbered | closing\nOne thing more.",
        "### 5 | answer | speaker: Ruth Adeyemi -> ",
        "could see further round the bend by the mill once the blackthorn had been taken out. -> went.",
    ],
)
def test_a_corrected_transcript_does_not_tell_where_the_other_s_tags_are(
    worlds: tuple[Path, Path], tmp_path: Path, asker: str, change: str
) -> None:
    asking = ("--as", asker) if asker else ()
    idle, busy = both(worlds, tmp_path, "show", SLUG, *asking, change=change)
    assert busy == idle and SECRET not in busy.err


def test_the_same_would_show_to_a_reviewer(worlds: tuple[Path, Path], tmp_path: Path) -> None:
    """So that the test above tells something."""
    idle, busy = both(worlds, tmp_path, "status", "--as", "RV")
    assert busy != idle and "CD" in busy.out
    assert SECRET in both(worlds, tmp_path / "log", "log", "--json", "--as", "RV")[1].out
    change = "A second cut would need another tractor -> Another cut would need a second tractor"
    idle, busy = both(worlds, tmp_path / "show", "show", SLUG, "--as", "RV", change=change)
    assert "its tags kept" in busy.err and "its tags kept" not in idle.err


# ---- when it ends


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_folder(tmp_path / "lanes")
    assert run(folder, "assign", SLUG, "--to", "AB", "CD", "--as", "RV").status == 0
    assert run(folder, "tag", P1, "speed", "--as", "CD").status == 0
    return folder


def test_it_ends_when_all_is_read_and_stays_so(folder: Path) -> None:
    assert "CD" not in run(folder, "status", "--as", "AB").out
    assert run(folder, "read", *CODED[:-1], "--as", "AB").status == 0
    assert "CD" not in run(folder, "status", "--as", "AB").out
    assert run(folder, "tag", P7, "sight", "--as", "AB").status == 0
    assert "CD" in run(folder, "status", "--as", "AB").out
    assert run(folder, "undo", "--as", "AB").status == 0
    assert "CD" in run(folder, "status", "--as", "AB").out
    ended = [
        entry for entry in run(folder, "log", "--json", "--as", "RV").json() if entry["kind"] == "unblinded"
    ]
    assert [(entry["code"], entry["after"]) for entry in ended] == [("AB", {"why": "read"})]


def test_a_reviewer_lifts_it_with_a_reason_and_nobody_undoes_that(folder: Path) -> None:
    (found,) = run(folder, "assignments", "--json", "--as", "RV").json()
    assert "reason" in run(folder, "lift", found["id"], "--as", "RV").complaint()
    assert "somebody else" in run(folder, "lift", found["id"], "--reason", "so", "--as", "AB").complaint()
    assert run(folder, "lift", found["id"], "--reason", "ill", "--for", "AB", "--as", "RV").status == 0
    assert "CD" in run(folder, "status", "--as", "AB").out
    assert run(folder, "undo", "--as", "RV").status == 0  # takes the assignment back, not the lifting
    log = run(folder, "log", "--json", "--as", "RV").json()
    assert [entry["after"] for entry in log if entry["kind"] == "unblinded"] == [
        {"why": "lifted", "reason": "ill"}
    ]


def test_who_codes_blind_by_an_assignment_of_their_own_cannot_take_it_back(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    assert run(folder, "assign", SLUG, "--to", "AB", "CD", "--as", "AB").status == 0
    assert "nothing to undo" in run(folder, "undo", "--as", "AB").out
    assert len(run(folder, "assignments", "--json", "--as", "AB").json()) == 1


def test_of_several_assignments_the_last_one_ends_it(folder: Path) -> None:
    assert run(folder, "assign", f"{SLUG}/4", "--to", "AB", "--as", "RV").status == 0
    assert run(folder, "read", P6, P7, "--as", "AB").status == 0
    assert "CD" not in run(folder, "status", "--as", "AB").out
    assert run(folder, "read", *CODED, "--as", "AB").status == 0
    assert "CD" in run(folder, "status", "--as", "AB").out


# ---- names


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """AB's initials are kept on this machine."""
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "preferences"))
    prefer(initials="AB")
    assert preferences_path().is_file()
    yield


@pytest.mark.parametrize("how", ["option", "variable"])
def test_acting_under_a_second_name_is_refused_and_journalled(
    folder: Path, kept: None, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setenv("CODER_AS", "CD" if how == "variable" else "AB")
    asking = ("--as", "RV") if how == "option" else ()
    for command in (("status",), ("log",), ("tag", P1, "speed"), ("matrix", "-o", str(folder / "m.xlsx"))):
        refused = run(folder, *command, *asking)
        assert "AB is coding blind on this machine" in refused.complaint()
    assert run(folder, "read", *CODED, "--as", "ab").status == 0
    log = run(folder, "log", "--json", "--as", "AB").json()
    refusals = [entry["after"] for entry in log if entry["kind"] == "refused"]
    assert refusals[-1] == {"wanted": "CD" if how == "variable" else "RV", "times": 4} and len(refusals) == 4


def test_another_name_is_nobody_s_business_where_no_assignment_is_open(tmp_path: Path, kept: None) -> None:
    folder = make_folder(tmp_path / "free")
    assert run(folder, "status", "--as", "RV").status == 0
    assert run(folder, "assign", SLUG, "--to", "CD", "--as", "RV").status == 0
    assert run(folder, "status", "--as", "RV").status == 0


def test_where_nobody_said_who_asks_others_tags_are_not_shown(folder: Path) -> None:
    for command in (("status",), ("log",), ("agreement",), ("matrix", "-o", str(folder / "m.xlsx"))):
        assert "say who asks" in run(folder, *command).complaint()
    assert run(folder, "show", SLUG).status == 0
    assert run(folder, "witnesses").status == 0


def test_what_the_screens_ask(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        assert visible_coders(inquiry, "AB") == {"AB"} and visible_coders(inquiry, "RV") is None


# ---- the same coder again


def test_a_second_coding_is_a_layer_of_its_own_and_does_not_see_the_first(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    assert run(folder, "tag", P1, "speed", "--as", "AB").status == 0
    assert run(folder, "tag", P2, "sight=1", "--as", "AB").status == 0
    assert run(folder, "read", *CODED, "--as", "AB").status == 0
    assert run(folder, "assign", SLUG, "--to", "AB", "--again", "--as", "RV").status == 0
    assert "speed" not in run(folder, "log", "--as", "AB").out
    assert "read" not in run(folder, "status", "--as", "AB").out.replace("coding blind", "")
    assert run(folder, "tag", P1, "speed", "--as", "AB").out.startswith("AB#2 tag")
    assert (
        "AB is coding a part again already"
        in run(folder, "assign", SLUG, "--to", "AB", "--again", "--as", "RV").complaint()
    )
    assert run(folder, "read", *CODED, "--as", "AB").status == 0
    assert run(folder, "tag", P3, "speed", "--as", "AB").out.startswith("AB tag")
    assert run(folder, "read", *CODED, "--as", "CD").status == 0
    found = run(folder, "agreement", "--json", "--as", "RV").json()
    assert found["coders"] == ["AB", "CD"]
    (speed,) = [one for one in found["again"]["AB#2"]["codes"] if one["code"] == "speed"]
    (pair,) = speed["pairs"]
    assert pair["coders"] == ["AB", "AB#2"] and pair["table"] == [1, 1, 0, 5]


def test_a_second_coding_keeps_to_the_part_drawn(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    assert run(folder, "read", *CODED[:4], "--as", "AB").status == 0
    done = run(
        folder, "assign", SLUG, "--to", "AB", "--again", "--double", "50%", "--seed", "1", "--as", "RV"
    )
    assert "AB#2   2 paragraphs" in done.out
    outside = [run(folder, "tag", one, "speed", "--as", "AB").status for one in CODED]
    assert outside.count(0) == 2 + 3  # the two drawn end it, and what comes after is AB's first coding again
    assert (
        "has read nothing here"
        in run(folder, "assign", SLUG, "--to", "EF", "--again", "--as", "RV").complaint()
    )
