"""A transcript in the user's editor: taken back when it holds, kept aside with a reason when it does not."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coder.errors import CoderError
from coder.inquiry import editing
from coder.inquiry.editing import begin, editor_command, finish
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import SLUG, TRANSCRIPT, make_folder, run, spawn, tags, transcript

HEAD_3 = "### 3 | answer | speaker: Ruth Adeyemi\n"
BROKEN = "### 3 | anser"

Editor = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "lanes")
    assert run(made, "tag", f"{SLUG}/3.3", "speed", "--as", "AB").status == 0
    return made


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Makes an editor that each time it is opened does the next of some works on the text and ends."""

    def make(*works: str, status: int = 0) -> Path:
        (tmp_path / "an editor").mkdir(exist_ok=True)
        script = tmp_path / "an editor" / "editor.py"
        opened = tmp_path / "opened.txt"
        script.write_text(
            "import sys\nfrom pathlib import Path\n"
            f"works, opened, path = {works!r}, Path({str(opened)!r}), Path(sys.argv[-1])\n"
            "times = opened.read_text().splitlines() if opened.exists() else []\n"
            "opened.write_text('\\n'.join([*times, str(path)]))\n"
            "text = path.read_text(encoding='utf-8')\n"
            "if len(times) < len(works):\n    exec(works[len(times)])\n"
            "path.write_text(text, encoding='utf-8', newline='')\n"
            f"sys.exit({status})\n",
            encoding="utf-8",
        )
        monkeypatch.delenv("EDITOR", raising=False)
        monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script), "--wait"]))
        return opened

    return make


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def at(text: str) -> None:
        monkeypatch.setattr("coder.cli.terminal.at_terminal", lambda: True)
        monkeypatch.setattr(sys, "stdin", Terminal(text))

    return at


def replaces(old: str, new: str) -> str:
    return f"assert text.count({old!r}) == 1; text = text.replace({old!r}, {new!r})"


def drafts(folder: Path) -> list[Path]:
    return [path for path in (folder / ".coder" / "editing").rglob("*") if path.is_file()]


def text_of(folder: Path) -> str:
    return transcript(folder).read_text(encoding="utf-8")


def test_what_was_edited_is_taken_in_and_said(folder: Path, editor: Editor) -> None:
    editor(f"{replaces('41 miles', '42 miles')}; {replaces(HEAD_3, '')}")
    done = run(folder, "edit", SLUG)
    assert done.status == 0 and done.err == ""
    assert "42 miles" in text_of(folder) and HEAD_3 not in text_of(folder)
    assert f"{SLUG}: 9 paragraphs kept, 0 moved, 0 changed, 2 joined, 0 unplaced, 0 new" in done.out
    assert f"{SLUG}/3.3: was joined to {SLUG}/3.2" in done.out and f"{SLUG}/3.2: joined" in done.out
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == [] and tags(inquiry) == {("3.2", "AB", "speed")}
    assert drafts(folder) == []


def test_an_editor_works_on_a_copy_of_the_same_name(folder: Path, editor: Editor) -> None:
    opened = editor("raise SystemExit(3)")
    run(folder, "edit", SLUG)
    (path,) = opened.read_text().splitlines()
    assert Path(path).name == f"{SLUG}.md" and Path(path) != transcript(folder)
    assert text_of(folder) == TRANSCRIPT


def test_nothing_changed_is_said(folder: Path, editor: Editor) -> None:
    editor()
    stamp = transcript(folder).stat().st_mtime_ns
    done = run(folder, "edit", SLUG)
    assert done.status == 0 and "nothing was changed" in done.out
    assert transcript(folder).stat().st_mtime_ns == stamp and drafts(folder) == []


def test_a_change_outside_the_paragraphs_keeps_them_all(folder: Path, editor: Editor) -> None:
    editor(replaces("title: Lanes and verges", "title: Lanes"))
    assert "every paragraph is as it was" in run(folder, "edit", SLUG).out
    assert "title: Lanes\n" in text_of(folder)


def test_a_new_paragraph_is_counted(folder: Path, editor: Editor) -> None:
    editor(replaces("### 7 |", "### 66 | note\nThe heating failed.\n\n### 7 |"))
    assert (
        "11 paragraphs kept, 0 moved, 0 changed, 0 joined, 0 unplaced, 1 new" in run(folder, "edit", SLUG).out
    )


def test_a_slip_is_named_with_its_line_and_the_copy_kept(folder: Path, editor: Editor) -> None:
    editor(replaces("### 3 | answer", BROKEN), replaces("anser", "answer"))
    done = run(folder, "edit", SLUG)
    assert done.status == 1
    fault, kept = done.err.splitlines()
    (draft,) = drafts(folder)
    line = TRANSCRIPT[: TRANSCRIPT.index(HEAD_3)].count("\n") + 1
    assert fault.startswith(f"coder: {draft}, line {line}: 'anser' is no role")
    assert kept.startswith(f"coder: {draft}: your copy is kept here")
    assert text_of(folder) == TRANSCRIPT
    again = run(folder, "edit", SLUG)  # goes on with the copy, where the slip is put right
    assert again.status == 0 and "going on with it" in again.out
    assert text_of(folder) == TRANSCRIPT and drafts(folder) == []


def test_in_a_terminal_one_may_edit_again_at_once(
    folder: Path, editor: Editor, typed: Callable[[str], None]
) -> None:
    opened = editor(
        f"{replaces('### 3 | answer', BROKEN)}; {replaces('41 miles', '42 miles')}",
        "",
        replaces("anser", "answer"),
    )
    typed("y\n\n")
    done = run(folder, "edit", SLUG)
    assert done.status == 0 and done.out.count("Edit again? [Y/n]") == 2
    assert len(opened.read_text().splitlines()) == 3
    assert "42 miles" in text_of(folder) and BROKEN not in text_of(folder)


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_in_a_terminal_one_may_leave_it(
    folder: Path, editor: Editor, typed: Callable[[str], None], answer: str
) -> None:
    opened = editor(replaces("### 3 | answer", BROKEN))
    typed(answer)
    done = run(folder, "edit", SLUG)
    assert done.status == 1 and "your copy is kept here" in done.err
    assert len(opened.read_text().splitlines()) == 1 and len(drafts(folder)) == 1
    assert text_of(folder) == TRANSCRIPT


def test_a_transcript_changed_meanwhile_is_not_overwritten(
    folder: Path, editor: Editor, typed: Callable[[str], None]
) -> None:
    theirs = TRANSCRIPT.replace("hedges", "brambles")
    write = f"Path({str(transcript(folder))!r}).write_text({theirs!r}, encoding='utf-8')"
    editor(f"{replaces('41 miles', '42 miles')}; {write}")
    typed("y\ny\n")
    done = run(folder, "edit", SLUG)
    assert done.status == 1 and "was changed while you edited" in done.err
    assert text_of(folder) == theirs
    (draft,) = drafts(folder)
    assert str(draft) in done.err and "42 miles" in draft.read_text(encoding="utf-8")
    editor()  # the next time one begins from what is there now
    assert "going on" not in run(folder, "edit", SLUG).out


def test_a_transcript_broken_by_hand_can_be_opened_and_put_right(folder: Path, editor: Editor) -> None:
    transcript(folder).write_text(TRANSCRIPT.replace("### 3 | answer", BROKEN), encoding="utf-8")
    editor(replaces("anser", "answer"))
    assert run(folder, "edit", SLUG).status == 0
    assert text_of(folder) == TRANSCRIPT
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == []


def test_an_editor_that_fails_changes_nothing(folder: Path, editor: Editor) -> None:
    editor("", status=1)
    done = run(folder, "edit", SLUG)
    assert done.status == 1 and "ended with the status 1" in done.err and drafts(folder) == []
    editor("", replaces("41 miles", "42 miles"), status=1)
    done = run(folder, "edit", SLUG)
    assert done.status == 1 and "your copy is kept here" in done.err
    assert text_of(folder) == TRANSCRIPT


def test_what_cannot_be_edited_is_one_sentence(folder: Path, editor: Editor) -> None:
    opened = editor()
    assert "no such session" in run(folder, "edit", "nowhere").complaint()
    (folder / "notes.md").write_text("a note", encoding="utf-8")
    assert "no such session" in run(folder, "edit", "../notes").complaint()
    assert not opened.exists() and drafts(folder) == []


def test_where_the_store_fails_transcript_and_copy_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise CoderError("the disk is full")

    with open_inquiry(folder) as inquiry:
        draft = begin(inquiry, SLUG)
        draft.path.write_text(TRANSCRIPT.replace("### 3 |", "### 33 |"), encoding="utf-8")
        monkeypatch.setattr(inquiry.store.journal, "carry", fail)
        with pytest.raises(CoderError, match="disk is full"):
            finish(inquiry, draft)
    assert text_of(folder) == TRANSCRIPT and draft.path.exists()
    with open_inquiry(folder) as inquiry:
        assert tags(inquiry) == {("3.3", "AB", "speed")}


def test_the_editor_is_a_process_of_its_own_with_its_options(folder: Path, editor: Editor) -> None:
    opened = editor(replaces("41 miles", "42 miles"))
    done = spawn(folder, "edit", SLUG, VISUAL=os.environ["VISUAL"])
    assert done.status == 0 and "1 changed" in done.out and opened.exists()


# ---- which editor


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No editor named, and only those programs to be found that a test puts into the folder."""
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    return programs


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_visual_comes_before_editor_and_both_before_what_is_there(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nano, mine, other = (program(bare / name) for name in (editing.EDITORS[1], "mine", "other"))
    assert editor_command() == [nano]
    monkeypatch.setenv("EDITOR", "other")
    assert editor_command() == [other]
    monkeypatch.setenv("VISUAL", "mine --wait -n")
    assert editor_command() == [mine, "--wait", "-n"]
    monkeypatch.setenv("VISUAL", "  ")
    assert editor_command() == [other]


def test_a_path_with_spaces_needs_no_quotes_but_may_have_them(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = program(bare / "Program Files" / "edit it")
    monkeypatch.setenv("EDITOR", path)
    assert editor_command() == [path]
    monkeypatch.setenv("EDITOR", f'"{path}" --wait')
    assert editor_command() == [path, "--wait"]


def test_on_windows_backslashes_are_no_escapes_and_notepad_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "WINDOWS", True)
    monkeypatch.setattr(
        editing.shutil, "which", lambda name: name if name in (r"C:\Tools\np++.exe", "notepad") else None
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", r'"C:\Tools\np++.exe" -multiInst -x "a b"')
    assert editor_command() == [r"C:\Tools\np++.exe", "-multiInst", "-x", "a b"]
    monkeypatch.delenv("EDITOR")
    assert editor_command() == ["notepad"]


@pytest.mark.parametrize(
    ("named", "what"),
    [(None, "There is no editor"), ("nowhere -x", "nowhere is not there"), ('"open', "quote is not closed")],
)
def test_an_editor_that_is_not_there_is_one_sentence(
    folder: Path, bare: Path, monkeypatch: pytest.MonkeyPatch, named: str | None, what: str
) -> None:
    if named:
        monkeypatch.setenv("EDITOR", named)
    assert what in run(folder, "edit", SLUG).complaint()
    assert drafts(folder) == [] and not shutil.which("vi")
