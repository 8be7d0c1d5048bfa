"""What Windows laptops do differently, as far as another system can show it."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder import files
from coder.errors import CoderError
from coder.evidence.anchors import slug_of
from coder.evidence.styles.description import read_description
from coder.files import LONGEST, file_name, take_place
from coder.inquiry.folder import open_inquiry, write_beside
from coder.inquiry.importing import check_slug
from coder.inquiry.who import prefer, preferences, preferences_path
from coder.store.sqlite import remote_drive
from tests.inquiry_support import (
    SLUG,
    TRANSCRIPT,
    clean_environment,
    make_folder,
    run,
    spawn,
    tags,
    transcript,
)
from tests.test_rooms import IMPORT_ALL, python

UNIX = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")
ON_WINDOWS = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in {UNIX!r}:
            raise ImportError(name)
for name in {UNIX!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
"""

# What a system has that is not Unix.


def test_every_module_is_imported_without_what_only_unix_has(tmp_path: Path) -> None:
    assert python(f"{ON_WINDOWS}{IMPORT_ALL}print('all')", tmp_path) == "all\n"


def test_the_main_job_is_done_without_what_only_unix_has(tmp_path: Path) -> None:
    make_folder(tmp_path / "inquiry")
    program = f"""{ON_WINDOWS}
from coder.cli import main
workbook = {(tmp_path / "m.xlsx").as_posix()!r}
for command in ("tag {SLUG}/3.1 speed --as AB", "status", "edit {SLUG}", f"matrix -o {{workbook}}"):
    assert main(["--inquiry", {str(tmp_path / "inquiry")!r}, *command.split()]) == 0, command
"""
    program = f"import os; os.environ['EDITOR'] = {shlex.join([sys.executable, '-c', ''])!r}\n{program}"
    assert "1 tag" in python(program, tmp_path)
    assert (tmp_path / "m.xlsx").is_file()


def test_the_screens_open_and_tag_without_what_only_unix_has(tmp_path: Path) -> None:
    make_folder(tmp_path / "inquiry")
    program = f"""{ON_WINDOWS}
import asyncio
from coder.inquiry.folder import open_inquiry
from coder.tui.app import CoderApp
async def go():
    with open_inquiry(Path({str(tmp_path / "inquiry")!r})) as inquiry:
        async with CoderApp(inquiry, "AB", {SLUG!r}).run_test() as pilot:
            await pilot.press("s")
            print([entry.code for entry in inquiry.store.journal.entries("AB") if entry.kind == "tag"])
asyncio.run(go())
"""
    # Textual chooses its driver by the system it finds itself on, which is still this one
    start = "import os; os.environ['TEXTUAL_DRIVER'] = 'textual.drivers.headless_driver:HeadlessDriver'"
    assert python(f"{start}\nfrom pathlib import Path\n{program}", tmp_path) == "['speed']\n"


# Files that other programs hold open.


Hold = Callable[..., list[Path]]


class HeldError(PermissionError):
    """As Windows raises it."""

    winerror = 32


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Hold:
    """Lets the next few replacements in a folder fail; the targets that were tried."""

    def hold(folder: Path, times: int, error: type[PermissionError] = HeldError) -> list[Path]:
        tried: list[Path] = []
        really = Path.replace

        def replace(self: Path, target: Path) -> Path:
            if target.parent == folder:
                tried.append(target)
                if len(tried) <= times:
                    raise error(errno.EACCES, "Access is denied", str(self))
            return really(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        return tried

    return hold


def test_a_file_a_scanner_looks_at_for_a_moment_is_replaced_after_it(tmp_path: Path, held: Hold) -> None:
    target = tmp_path / "transcript.md"
    target.write_text("old", encoding="utf-8")
    tried = held(tmp_path, 3)
    write_beside(target, b"new")
    assert len(tried) == 4 and target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_stays_open_elsewhere_is_one_sentence_and_nothing_changes(
    tmp_path: Path, held: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "inquiry")
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    monkeypatch.setenv("EDITOR", editor(tmp_path, "data.replace(b'41 miles', b'42 miles')"))
    before = transcript(folder).read_bytes()
    tried = held(folder / "sessions", 10**9)
    done = run(folder, "edit", SLUG)
    assert done.status == 1 and len(tried) > 1
    assert f"{SLUG}.md: cannot be written (another program has it open, or it is read-only)" in done.err
    assert transcript(folder).read_bytes() == before and list(folder.rglob("*.part")) == []
    (copy,) = (folder / ".coder" / "editing").rglob("*.md")
    assert b"42 miles" in copy.read_bytes()  # what was edited is kept


def test_where_nothing_holds_it_a_refusal_is_told_at_once(tmp_path: Path, held: Hold) -> None:
    tried = held(tmp_path, 10**9, PermissionError)
    with pytest.raises(PermissionError):
        take_place(tmp_path / "a", tmp_path / "b")
    assert len(tried) == 1


def test_an_old_backup_that_cannot_be_deleted_stops_no_tag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "inquiry")
    assert run(folder, "tag", f"{SLUG}/3.1", "speed", "--as", "AB").status == 0
    backups = folder / ".coder" / "backups"
    backups.mkdir(exist_ok=True)
    for day in range(1, 8):
        (backups / f"store-2020-01-0{day}.db").write_bytes(b"")
    really = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".db":
            raise HeldError(errno.EACCES, "Access is denied", str(self))
        really(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert run(folder, "tag", f"{SLUG}/3.2", "speed", "--as", "AB").status == 0
    assert len(list(backups.glob("*.db"))) == 8  # today's too


# Names.


@given(st.text(min_size=1) | st.from_regex(r"(?i)(con|aux|nul|com1|lpt9)(\.\w{1,4})?[. ]*", fullmatch=True))
def test_any_name_becomes_one_that_can_be_stored_everywhere(name: str) -> None:
    stored = file_name(name)
    assert stored and len(stored) <= LONGEST
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', stored) and stored[-1] not in ". "
    assert re.split(r"[. ]", stored)[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert file_name(stored) == stored


@pytest.mark.parametrize("name", ["Minutes of 3 May.docx", "Évidence (2).pdf", "console.md", "a.b.c", ".x"])
def test_a_name_that_can_be_stored_is_kept(name: str) -> None:
    assert file_name(name) == name


def test_a_long_name_keeps_its_ending() -> None:
    assert file_name("m" * 300 + ".docx") == "m" * (LONGEST - 5) + ".docx"


@pytest.mark.parametrize("slug", ["con", "nul.2024", "com1", "aux.", "lpt9.x"])
def test_no_session_is_named_after_a_device(slug: str) -> None:
    with pytest.raises(CoderError, match="cannot name a session"):
        check_slug(slug)


def test_a_session_named_by_its_file_is_not_named_after_a_device() -> None:
    assert slug_of("", "", "Con.docx", None) == "con-session"
    assert slug_of("", "", "Con.docx", "2024-02-01") == "con-2024-02-01"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file to import")
@pytest.mark.parametrize("name", ['who: "said" what?.md', "aux.md", "m" * 250 + ".md"])
def test_a_document_is_kept_under_a_name_that_can_be_copied_anywhere(tmp_path: Path, name: str) -> None:
    folder = make_folder(tmp_path / "inquiry")
    (tmp_path / name).write_text(
        "Chair: Why is it late?\n\nMs A Reed: It never is, as far as I know.\n", "utf-8"
    )
    assert run(folder, "import", "--slug", "late", str(tmp_path / name)).status == 0
    (kept,) = (folder / "sessions" / "originals").iterdir()
    assert kept.name == file_name(name) and kept.suffix == ".md"
    assert run(folder, "import", "--slug", "late", str(tmp_path / name)).out.endswith(
        "nothing was changed.\n"
    )


# Shares and drives.


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        (r"\\server\share\inquiry", True), (r"\\?\UNC\server\share\inquiry", True),
        (r"Z:\inquiry", True), (r"C:\Users\A\inquiry", False),
    ],
)  # fmt: skip
def test_a_share_is_told_from_a_disk_mapped_or_not(
    path: str, remote: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drives = {"C:\\": 3, "Z:\\": 4}  # DRIVE_FIXED, DRIVE_REMOTE
    kernel = SimpleNamespace(GetDriveTypeW=lambda root: drives.get(root, 1))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert remote_drive(PureWindowsPath(path).drive) is remote


# Consoles.


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "ascii"])
def test_a_console_that_lacks_signs_shows_the_rest(codec: str, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="pseudo-terminals need a POSIX system")
    text = TRANSCRIPT.replace("Dunmere", "“Dunmère” – 東京 ✓")
    folder = make_folder(tmp_path / "inquiry", text.replace("hedges", "“hedges” ✓"))
    master, slave = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "coder", "show", SLUG], cwd=folder,
        env=clean_environment() | {"PYTHONIOENCODING": codec}, stdout=slave, stderr=slave,
    )  # fmt: skip
    os.close(slave)
    said = bytearray()
    try:
        while data := os.read(master, 1 << 16):
            said += data
    except OSError:  # how Linux says that nobody writes any more
        pass
    os.close(master)
    assert running.wait() == 0 and b"Traceback" not in said
    assert ("“hedges” ?" if codec == "cp1252" else "?hedges? ?").encode(codec) in said


def test_what_is_not_a_console_gets_utf8(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry", TRANSCRIPT.replace("hedges", "“hedges” ✓"))
    assert "“hedges” ✓" in spawn(folder, "show", SLUG, PYTHONIOENCODING="cp850").out


# Notepad.


def editor(folder: Path, change: str) -> str:
    """An editor's command that changes the bytes of a file as an expression of `data` says."""
    script = folder / "notepad.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\npath = Path(sys.argv[-1])\ndata = path.read_bytes()\n"
        f"path.write_bytes({change})\n",
        encoding="utf-8",
    )
    return shlex.join([sys.executable, str(script)])


NOTEPAD = "data.decode('utf-8-sig').replace('\\r\\n', '\\n').replace('\\n', '\\r\\n').encode('utf-8-sig')"


def test_a_transcript_saved_by_notepad_is_corrected_and_stays_as_notepad_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "inquiry")
    assert run(folder, "tag", f"{SLUG}/3.2", "speed", "--as", "AB").status == 0
    monkeypatch.setenv("EDITOR", editor(tmp_path, NOTEPAD))
    assert "every paragraph is as it was" in run(folder, "edit", SLUG).out
    saved = transcript(folder).read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf---\r\n") and saved.count(b"\n") == saved.count(b"\r\n")
    with open_inquiry(folder) as inquiry:
        assert len(inquiry.store.index.revisions("session", SLUG)) == 1  # to the tool it is the same text

    monkeypatch.setenv("EDITOR", editor(tmp_path, f"{NOTEPAD}.replace(b'41 miles', b'42 miles')"))
    done = run(folder, "edit", SLUG)
    assert (done.status, done.err) == (0, "") and "3.2" in done.out
    assert b"42 miles" in transcript(folder).read_bytes() and b"\r\n" in transcript(folder).read_bytes()
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == [] and tags(inquiry) == {("3.2", "AB", "speed")}
        texts = inquiry.store.index.texts(SLUG).values()
        assert any("42 miles" in text for text in texts) and not any("\r" in text for text in texts)


def test_a_slip_is_told_with_the_line_notepad_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_folder(tmp_path / "inquiry")
    monkeypatch.setenv("EDITOR", editor(tmp_path, f"{NOTEPAD}.replace(b'### 3 | answer', b'### 3 | anser')"))
    line = TRANSCRIPT[: TRANSCRIPT.index("### 3 | answer")].count("\n") + 1
    assert f"line {line}: 'anser'" in run(folder, "edit", SLUG).err


def test_codebook_settings_and_preferences_saved_by_notepad_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    folder = make_folder(tmp_path / "inquiry")
    with open_inquiry(folder) as inquiry:
        revision = inquiry.codebook.revision
    prefer(initials="CD")
    for path in (folder / "codebooks" / "lanes.yaml", folder / "inquiry.toml", preferences_path()):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert preferences()["initials"] == "CD"
    with open_inquiry(folder) as inquiry:
        assert (inquiry.name, inquiry.codebook.revision) == ("Lanes", revision)
    assert "CD tag " in run(folder, "tag", f"{SLUG}/3.1", "speed").out


def test_a_style_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "own"\r\nlike = "plain"\r\n')
    assert read_description(path).name == "own"
