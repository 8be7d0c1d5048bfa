"""`coder codebook`: shown, revised, and taken from its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inquiry_support import CODED, make_folder, run, spawn

P1, P2 = CODED[:2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODER_AS", "AB")
    made = make_folder(tmp_path / "lanes")
    assert run(made, "tag", P1, "speed").status == 0
    assert run(made, "tag", P2, "speed", "--as", "CD").status == 0
    return made


def said(folder: Path, *arguments: str) -> str:
    done = run(folder, "codebook", *arguments)
    assert (done.status, done.err) == (0, ""), done
    return done.out


def text(folder: Path) -> str:
    return (folder / "codebooks" / "lanes.yaml").read_text(encoding="utf-8")


def test_the_codebook_is_shown_with_ones_own_tags(folder: Path) -> None:
    lines = said(folder).splitlines()
    assert lines[0].startswith("Lanes and verges  (lanes, revision ") and "6 codes" in lines[0]
    assert lines[2].split() == ["s", "Speed", "speed", "1", "tag"]
    codes = run(folder, "codebook", "--json").json()["codes"]
    assert [(code["id"], code["depth"], code["tags"], code["stale"]) for code in codes[:2]] == [
        ("safety", 0, 0, 0), ("speed", 1, 1, 0),
    ]  # fmt: skip


def test_each_revision_says_what_it_did(folder: Path) -> None:
    assert said(folder, "add", "Noise", "--under", "safety", "--definition", "Heard.") == "new code Noise\n"
    assert said(folder, "rename", "noise", "Din") == "renaming of Noise to Din\n"
    redefined = said(folder, "redefine", "speed", "--definition", "Over thirty.", "--values", "a bit, much")
    assert redefined.splitlines()[0] == "definition, values of Speed"
    assert "1 of your tags are stale" in redefined
    assert said(folder, "move", "noise", "--under", "money", "--before", "cheaper").startswith("move of Din")
    assert said(folder, "retire", "noise", "--reason", "too rare").startswith("retirement of Din")
    assert said(folder, "reinstate", "noise").startswith("reinstatement of Din")
    assert said(folder, "split", "sight", "Bend", "Hedge").startswith(
        "split of Lines of sight into Bend and Hedge"
    )
    assert "merge of Speed into Din, 1 of your tags" in said(folder, "merge", "speed", "noise")
    assert "retired: merged into noise" in text(folder) and "split: [bend, hedge]" in text(folder)
    assert "nothing to do" in said(folder, "rename", "noise", "Din")
    undone = run(folder, "undo").out
    assert undone == "undo merge of Speed into Din, 1 of your tags\n"
    assert "merged into" not in text(folder)
    log = run(folder, "log").out
    assert "set noise.name 'Din' (renaming of Noise to Din)" in log
    assert "6 codes as they were before the first revision" in log


def test_what_cannot_be_done_is_one_sentence(folder: Path) -> None:
    for arguments, message in (
        (("rename", "sped", "x"), "Did you mean speed?"),
        (("redefine", "speed"), "Say what is to change"),
        (("redefine", "speed", "--key", "l"), "give one another key"),
        (("merge", "speed", "speed"), "into itself"),
        (("retire", "speed", "--reason", " "), "needs its reason"),
        (("split", "speed", "One"), "two codes at least"),
    ):
        assert message in run(folder, "codebook", *arguments).complaint()
    assert run(folder, "codebook", "retire", "speed").status == 2


def test_a_file_changed_by_hand_is_shown_and_taken(folder: Path) -> None:
    assert said(folder, "diff") == "the file says what is in force\n"
    path = folder / "codebooks" / "lanes.yaml"
    changed = text(folder).replace("id: speed\n", "id: pace\n").replace("name: Money", "name: Costs")
    changed = changed.replace("Harm on the lanes.", "Harm on any road.").replace(
        "  - id: cheaper\n    parent: money\n    name: Costs less\n    key: c\n",
        "  - id: noise\n    key: n\n",
    )
    path.write_text(changed, encoding="utf-8")
    status = run(folder, "status")
    assert status.status == 0 and "`coder codebook take` takes it" in status.err
    assert said(folder, "diff") == (
        "+ noise (noise): new, a theme, key n\n"
        "- Costs less (cheaper): removed\n"
        "= Speed: id speed → pace; 1 tag of yours goes with it\n"
        "~ Safety (safety): definition\n"
        "    was: Harm on the lanes.\n"
        "    now: Harm on any road.\n"
        "~ Costs (money): name Money → Costs\n"
    )
    assert "changed outside of this tool" in run(folder, "codebook", "rename", "money", "x").err
    assert said(folder, "take") == "taking the changes of the file, 1 of your tags\n"
    assert text(folder) == changed
    assert run(folder, "status").err == ""
    run(folder, "undo")
    assert "id: speed" in text(folder) and "Harm on the lanes." in text(folder)
    assert said(folder, "take") == "nothing to do: the file says what is in force\n"


def test_a_fault_in_the_file_is_said_and_work_goes_on(folder: Path) -> None:
    path = folder / "codebooks" / "lanes.yaml"
    path.write_text(text(folder).replace("key: s", "key: ss"), encoding="utf-8")
    done = spawn(folder, "tag", P2, "sight", "--as", "AB")
    assert done.status == 0 and done.err.count("\n") == 1
    assert "lanes.yaml, line 6: " in done.err
    assert "must be one letter" in run(folder, "codebook", "diff").complaint()
    assert "must be one letter" in run(folder, "codebook", "take").complaint()
