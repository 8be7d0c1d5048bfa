"""A folder that a service synchronises between machines, told by the service's own marks, and its danger.

Such a service copies files one by one, and of two versions it keeps one, or both under two names. A store
that is written on two machines at once does not survive that.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from coder.inquiry.who import prefer, preferences

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry

MARKS = {
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox",
    ".tmp.driveupload": "Google Drive", ".tmp.drivedownload": "Google Drive",
    ".shortcut-targets-by-id": "Google Drive",
    ".nextcloudsync.log": "Nextcloud", ".owncloudsync.log": "ownCloud", ".stfolder": "Syncthing",
}  # fmt: skip
"""What services leave in the folder they synchronise, at its top."""
NAMES = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive",
    "googledrive": "Google Drive", "iclouddrive": "iCloud Drive", "icloud drive": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive", "nextcloud": "Nextcloud", "owncloud": "ownCloud",
}  # fmt: skip
"""What the folder is called, where somebody's own folder or macOS's CloudStorage holds it; an account's name
may follow: `OneDrive - Dunmere Council`, `Dropbox (Council)`, `GoogleDrive-ann@example.org`."""
VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Where OneDrive says on Windows which folders are its own."""
HOMES = {"users", "home"}
HOLDING = {"cloudstorage", "mobile documents"}
TOLD = "told_synced"
"""The preference that has the folder and the day of which this was said last."""


def synced_by(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The service that synchronises a folder; empty where none is known to."""
    whole = folder.resolve()
    if any(value and whole.is_relative_to(value) for value in map(environment.get, VARIABLES)):
        return "OneDrive"
    return next(filter(None, map(_marked, (whole, *whole.parents))), "") or named_for(whole)


def named_for(folder: PurePath) -> str:
    """The service that a folder, or one above it, is named for; empty where none is."""
    for place in (folder, *folder.parents):
        name, above = place.name.casefold(), place.parent
        if above.name.casefold() not in HOLDING and above.parent.name.casefold() not in HOMES:
            continue
        for begins, service in NAMES.items():
            rest = name.removeprefix(begins)
            if name.startswith(begins) and (not rest or rest.startswith((" - ", " (", "-"))):
                return service
    return ""


def _marked(folder: Path) -> str:
    return next((service for mark, service in MARKS.items() if (folder / mark).exists()), "")


def danger_today(inquiry: Inquiry) -> list[str]:
    """One sentence on the danger of it, once a day, for a store in a synchronised folder."""
    service = synced_by(inquiry.folder)
    told = f"{date.today().isoformat()} {inquiry.folder.resolve()}"
    if not service or preferences().get(TOLD) == told:
        return []
    prefer(**{TOLD: told})
    return [
        f"This inquiry lies in a folder that {service} synchronises: coding on two machines at once would "
        "damage the store or lose what one of them did. Let each keep a folder of its own outside of it, and "
        "pass on what was coded with `coder contribution` and `coder merge`."
    ]
