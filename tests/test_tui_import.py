"""Importing from within: a file picked, read beside the screens, and what was found in it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coder.inquiry import browsing
from coder.inquiry.folder import Inquiry
from coder.inquiry.importing import read_session
from coder.inquiry.who import prefer, preferences
from coder.tui.app import CoderApp
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.importing import Importing, ImportReport
from coder.tui.screens.pick_file import PickFile
from tests.tui_support import dump, inquiry, key, of, screens

__all__ = ["inquiry"]

EXAMPLE = Path(__file__).parents[1] / "sessions" / "originals" / "tarnshire-home-support-2025-03-11.md"
SLUG = "home-support-2025-03-11"


@pytest.fixture
def documents(tmp_path: Path, inquiry: Inquiry) -> Path:
    """Where the picker begins: two folders and three files."""
    folder = tmp_path / "documents"
    (folder / "Annexes").mkdir(parents=True)
    (folder / "minutes").mkdir()
    shutil.copy(EXAMPLE, folder / "minutes" / "march.md")
    (folder / "notes.txt").write_text("x" * 12_345, encoding="utf-8")
    os.utime(folder / "notes.txt", (1_700_000_000, 1_700_000_000))
    (folder / "empty.pdf").write_bytes(b"")
    (folder / ".hidden").write_bytes(b"")
    prefer(folder=str(folder))
    return folder


def listed(app: CoderApp) -> list[str]:
    """The rows of the picker, without their frame."""
    assert isinstance(app.screen, PickFile)
    lines = [line.split("│")[1].strip() for line in dump(app).splitlines() if line.count("│") > 1]
    rows = lines[lines.index(next(line for line in lines if line.startswith("Import:"))) + 1 :]
    return [" ".join(row.split()) for row in rows if row][:-1]


async def pick(pilot: Pilot[None]) -> None:
    """Import the example from the picker's first folder."""
    await pilot.press(key("import"), *"minu", key("open-file"), key("open-file"))
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@of("import", "open-file", "folder-up", "folder-home")
async def test_folders_are_gone_through(
    inquiry: Inquiry, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = documents / "Annexes"
    (home / "letter.md").write_text("x", encoding="utf-8")
    monkeypatch.setattr(Path, "home", lambda: home)
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("import"))
        rows = ["› Annexes/", "minutes/", "empty.pdf 0 B", "notes.txt 12 kB 2023-11-14"]
        shown = listed(app)
        assert [shown[0], shown[1], shown[3]] == [rows[0], rows[1], rows[3]]
        assert shown[2].startswith(rows[2]) and len(shown) == 4
        await pilot.press("down", key("open-file"))
        assert listed(app)[0].startswith("› march.md")
        await pilot.press(key("folder-up"))
        assert listed(app)[1] == "› minutes/"
        await pilot.press(*"nts", "backspace", "backspace")
        assert listed(app)[0].startswith("› notes.txt")
        await pilot.press("backspace", "backspace")
        assert "documents/" in " ".join(listed(app)) and app.screen.field.value == ""
        await pilot.press(key("folder-home"))
        assert listed(app) == [f"› letter.md 1 B {shown[2].split()[-1]}"]
        await pilot.press(*"zz")
        assert "There is no file or folder of this name here." in dump(app)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_a_folder_that_cannot_be_read_is_said(inquiry: Inquiry, documents: Path) -> None:
    async with screens(inquiry, session=None, size=(140, 40)) as (app, pilot):
        await pilot.press(key("import"))
        (documents / "Annexes").rmdir()
        await pilot.press("enter")
        assert "Annexes: cannot be read" in app.screen.footer.message
        assert listed(app)[0] == "› Annexes/"
        await pilot.press("down", "enter")
        assert listed(app)[0].startswith("› march.md")
        assert app.screen.footer.message == ""


async def test_the_picker_by_mouse(inquiry: Inquiry, documents: Path) -> None:
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("import"))
        await pilot.click("Choices", offset=(5, 1))
        assert listed(app)[0].startswith("› march.md")


@of("open-imported", "close-report")
async def test_what_an_import_found_is_shown_and_opened(inquiry: Inquiry, documents: Path) -> None:
    async with screens(inquiry, session=None, size=(100, 40)) as (app, pilot):
        await pick(pilot)
        assert isinstance(app.screen, ImportReport)
        shown = dump(app)
        assert SLUG in shown and "4. 10:00 Helen Ashworth" in shown and "questions" in shown
        await pilot.press(key("close-report"))
        assert isinstance(app.screen, HomeScreen)
        assert "› 2025-03-11" in dump(app)
        assert preferences()["folder"] == str(documents / "minutes")
        await pilot.press(key("import"), key("open-file"))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "was imported before" in dump(app)
        await pilot.press(key("open-imported"))
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.stepper.head.slug == SLUG
    assert (inquiry.sessions / f"{SLUG}.md").is_file()


@pytest.mark.parametrize(("name", "says"), [("empty.pdf", "is empty"), ("notes.txt", "some binary file")])
async def test_a_file_that_holds_no_evidence_is_said_and_nothing_changed(
    inquiry: Inquiry, documents: Path, name: str, says: str
) -> None:
    (documents / "notes.txt").unlink()
    (documents / "notes.txt").write_bytes(bytes(range(256)) * 9)
    before = sorted(inquiry.folder.rglob("*.md")), len(inquiry.store.index.sessions())
    async with screens(inquiry, session=None, size=(100, 40)) as (app, pilot):
        await pilot.press(key("import"), *name, key("open-file"))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert f"! {name}" in dump(app) and says in dump(app)
    assert (sorted(inquiry.folder.rglob("*.md")), len(inquiry.store.index.sessions())) == before


@of("stop-importing")
async def test_reading_is_shown_and_can_be_stopped(
    inquiry: Inquiry, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any, **named: Any) -> object:
        begun.set()
        assert go_on.wait(30)
        return read_session(*arguments, **named)

    monkeypatch.setattr("coder.tui.screens.importing.read_session", slow)
    async with screens(inquiry, session=None) as (app, pilot):
        await pilot.press(key("import"), *"minu", key("open-file"), key("open-file"))
        assert begun.wait(30)
        assert isinstance(app.screen, Importing)
        assert "Reading march.md…" in dump(app)
        for size in ((60, 15), (20, 6), (140, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press(key("stop-importing"))
        assert isinstance(app.screen, HomeScreen)
        go_on.set()
        await pilot.pause()
        assert SLUG not in dump(app)
    assert not (inquiry.sessions / f"{SLUG}.md").exists()


async def test_the_picker_and_the_report_fit_a_window_of_any_size(inquiry: Inquiry, documents: Path) -> None:
    async with screens(inquiry, session=None) as (app, pilot):

        async def resized(fits: Callable[[], bool]) -> None:
            for size in ((60, 15), (1, 1), (20, 6), (140, 40), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                lines = app.screen._compositor.render_strips()
                assert [strip.cell_length for strip in lines] == [size[0]] * size[1]
            assert fits()

        await pilot.press(key("import"))
        await resized(lambda: listed(app)[0] == "› Annexes/")
        await pilot.press("escape")
        await pick(pilot)
        await resized(lambda: SLUG in dump(app))


# ---- folders


def test_drives_stand_above_the_top_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    top = Path("/")
    assert browsing.above(top) == top
    monkeypatch.setattr(os, "listdrives", lambda: ["C:\\", "D:\\"], raising=False)
    assert browsing.above(top) is None and browsing.above(None) is None
    assert [entry.name for entry in browsing.entries(None)] == ["C:\\", "D:\\"]
    assert browsing.above(Path("/a/b")) == Path("/a")


def test_what_cannot_be_looked_at_is_listed_without_size(tmp_path: Path) -> None:
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (entry,) = browsing.entries(tmp_path)
    assert (entry.name, entry.is_folder, entry.size) == ("nowhere", False, None)


def test_a_folder_that_is_gone_gives_way_to_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    browsing.keep_folder(tmp_path)
    assert browsing.folder_to_begin() == tmp_path
    browsing.keep_folder(tmp_path / "gone")
    assert browsing.folder_to_begin() == Path.home()
