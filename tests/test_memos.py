"""Memos on anything, stars and flags, at the command line; what an undo says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.inquiry.folder import open_inquiry
from coder.inquiry.stepping import session_to_resume
from coder.inquiry.tagging import Hand, in_words
from coder.store import Store
from tests.inquiry_support import SLUG, make_folder, run

P3, Q1 = f"{SLUG}/3.3", f"{SLUG}/3.q1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


def memos(folder: Path) -> dict[tuple[str, str], str]:
    """(subject, code) to text of every memo in force."""
    with Store(folder / ".coder" / "store.db") as store:
        return {(key[2], key[3]): value["text"] for key, value in store.journal.state() if key[0] == "memo"}


@pytest.mark.parametrize(
    ("named", "subject", "code", "called"),
    [
        (["3(3)"], P3, "", "memo on 3(3)"),
        ([P3, "--code", "sight"], P3, "sight", "memo on Lines of sight on 3(3)"),
        ([Q1], Q1, "", "memo on 3 Q1"),
        (["3 Q1"], Q1, "", "memo on 3 Q1"),
        ([SLUG], SLUG, "", "memo on the session Lanes and verges"),
        (["ruth adeyemi"], f"{SLUG}/@ruth-adeyemi", "", "memo on Ruth Adeyemi"),
        (["Wren"], f"{SLUG}/@tomasz-wren", "", "memo on Tomasz Wren"),
        ([f"{SLUG}/@tomasz-wren"], f"{SLUG}/@tomasz-wren", "", "memo on Tomasz Wren"),
        (["code:speed"], "codebook:lanes", "speed", "memo on the code Speed"),
    ],
)
def test_a_memo_is_written_on_anything(
    folder: Path, named: list[str], subject: str, code: str, called: str
) -> None:
    target, *options = named
    assert run(folder, "--as", "AB", "memo", target, "a thought", *options).out.startswith(
        f"AB memo {subject}"
    )
    assert memos(folder) == {(subject, code): "a thought"}
    with open_inquiry(folder) as inquiry:
        hand = Hand(inquiry, "AB")
        assert in_words(inquiry, hand.undo()) == called
        assert in_words(inquiry, hand.redo()) == called
        assert session_to_resume(inquiry, "AB") in (SLUG, None)
    assert "memo says so" in run(folder, "--as", "AB", "memo", target, "a thought", *options).out
    run(folder, "--as", "AB", "memo", target, "", *options)
    assert memos(folder) == {}
    with open_inquiry(folder) as inquiry:
        assert in_words(inquiry, Hand(inquiry, "AB").undo()) == f"remove {called}"


@pytest.mark.parametrize(
    ("named", "says"),
    [
        (["3(99)"], "3(99): there is no such paragraph, session or person"),
        ([f"{SLUG}/3.99"], "there is no such paragraph; `coder show SESSION` lists them"),
        (["a"], "may be any of these, say which: Ruth Adeyemi; Tomasz Wren"),
        (["code:spede"], "There is no code spede in the codebook lanes. Did you mean speed?"),
        ([SLUG, "--code", "speed"], "is no paragraph, so it has no tags"),
        ([P3, "--code", "spede"], "Did you mean speed?"),
    ],
)
def test_what_can_have_no_memo_is_said(folder: Path, named: list[str], says: str) -> None:
    target, *options = named
    assert says in run(folder, "--as", "AB", "memo", target, "a thought", *options).complaint()


def test_a_session_withdrawn_takes_no_memo(folder: Path) -> None:
    run(folder, "--as", "AB", "withdraw", SLUG, "--reason", "asked for")
    for target in (SLUG, P3):
        assert "was withdrawn by AB" in run(folder, "--as", "AB", "memo", target, "x").complaint()


def test_a_purge_takes_the_name_a_memo_was_on_with_it(folder: Path) -> None:
    run(folder, "--as", "AB", "memo", "Wren", "evasive")
    run(folder, "--as", "AB", "withdraw", SLUG, "--reason", "asked for", "--purge", "--yes")
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
    assert b"wren" not in left and b"evasive" not in left


@pytest.mark.parametrize("mark", ["star", "flag"])
def test_a_mark_is_put_on_and_taken_off(folder: Path, mark: str) -> None:
    assert run(folder, "--as", "AB", mark, "3(3)").out == f"AB {mark} {P3}\n"
    assert run(folder, "--as", "AB", mark, "3(3)").out == f"AB un{mark} {P3}\n"
    with open_inquiry(folder) as inquiry:
        hand = Hand(inquiry, "AB")
        assert in_words(inquiry, hand.undo()) == f"un{mark} on 3(3)"
        assert inquiry.store.journal.marks(P3, "AB") == {(mark, ""): {}}


def test_a_star_may_hold_spans(folder: Path) -> None:
    span = {"start": 0, "end": 3, "text": "She"}
    with open_inquiry(folder) as inquiry:
        hand = Hand(inquiry, "AB")
        hand.star(P3, [span])
        hand.star(P3, [span])
        assert inquiry.store.journal.marks(P3, "AB") == {("star", ""): {"spans": [span]}}
        hand.star(P3)
        assert inquiry.store.journal.marks(P3, "AB") == {}
