"""A folder that a service synchronises between machines is recognised, and its danger said."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from coder.inquiry.synced import MARKS, named_for, synced_by
from tests.inquiry_support import make_folder, run
from tests.tui_support import dump, make, screens, sitting

SAID = "synchronises: coding on two machines at once"


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (PureWindowsPath("C:/Users/ann/OneDrive/Inquiry"), "OneDrive"),
        (PureWindowsPath("C:/Users/ann/OneDrive - Dunmere Council/Documents/Inquiry"), "OneDrive"),
        (PureWindowsPath("D:/Users/ann/Dropbox (Council)/Inquiry"), "Dropbox"),
        (PureWindowsPath("C:/Users/ann/iCloudDrive/Inquiry"), "iCloud Drive"),
        (PureWindowsPath("C:/Users/ann/Nextcloud/Inquiry"), "Nextcloud"),
        (PurePosixPath("/Users/ann/Library/CloudStorage/GoogleDrive-a@b.org/My Drive/x"), "Google Drive"),
        (PurePosixPath("/Users/ann/Library/CloudStorage/OneDrive-DunmereCouncil/x"), "OneDrive"),
        (PurePosixPath("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/x"), "iCloud Drive"),
        (PurePosixPath("/home/ann/Dropbox"), "Dropbox"),
        (PurePosixPath("/home/ann/minutes/dropbox/x"), ""),
        (PurePosixPath("/home/ann/Dropbox notes/x"), ""),
        (PurePosixPath("/srv/inquiries/onedrive"), ""),
        (PureWindowsPath("C:/Users/ann/Documents/Inquiry"), ""),
    ],
)  # fmt: skip
def test_a_folder_is_told_by_its_name_on_every_system(folder: PureWindowsPath, service: str) -> None:
    assert named_for(folder) == service


@pytest.mark.parametrize("mark", MARKS)
def test_a_folder_is_told_by_the_mark_of_a_service_above_it(tmp_path: Path, mark: str) -> None:
    inquiry = tmp_path / "all" / "committees" / "inquiry"
    inquiry.mkdir(parents=True)
    assert synced_by(inquiry, {}) == ""
    (tmp_path / "all" / mark).mkdir()
    assert synced_by(inquiry, {}) == MARKS[mark]


def test_a_folder_is_told_by_what_the_environment_says(tmp_path: Path) -> None:
    inside, beside = tmp_path / "Elsewhere" / "inquiry", tmp_path / "Elsewhere2"
    environment = {"OneDriveCommercial": str(tmp_path / "Elsewhere"), "OneDrive": ""}
    assert synced_by(inside, environment) == "OneDrive"
    assert synced_by(beside, environment) == ""


def test_its_danger_is_said_once_a_day(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    assert run(folder, "status").err == ""
    (tmp_path / ".dropbox").write_text("", encoding="utf-8")
    first, second = run(folder, "status"), run(folder, "status")
    assert "Dropbox " + SAID in first.err and first.err.count("\n") == 1 and first.status == 0
    assert "`coder contribution` and `coder merge`" in first.err
    assert second.err == ""


async def test_it_stands_among_the_remarks_of_the_home_screen(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with make(tmp_path / "inquiry", sitting("s1", "First day", "2026-03-01")) as inquiry:
        async with screens(inquiry, session=None) as (app, _):
            assert "a folder that Syncthing synchronises" in dump(app)
