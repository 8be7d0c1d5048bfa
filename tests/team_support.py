"""Machines of a team: an inquiry folder each, and one store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coder.inquiry.folder import Inquiry, open_inquiry
from coder.store import Store
from tests.inquiry_support import make_folder


class Team:
    """Folders by the name of their machine. Each opening of one is a connection of its own to the store."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch) -> None:
        self.place = place

        def store(inquiry: Inquiry) -> Store:
            if "store" not in inquiry.__dict__:
                opened = Store(place / "team.db")
                opened.shared = True
                inquiry.__dict__["store"] = opened
            found: Store = inquiry.__dict__["store"]
            return found

        patch.setattr(Inquiry, "store", property(store))

    def folder(self, machine: str) -> Path:
        return self.place / machine

    def first(self, machine: str) -> Path:
        """A machine whose folder has the codebook and the session."""
        return make_folder(self.folder(machine))

    def joins(self, machine: str) -> Path:
        """One whose folder has the settings alone."""
        folder = self.folder(machine)
        folder.mkdir()
        (folder / "inquiry.toml").write_text('name = "Lanes"\n', encoding="utf-8")
        return folder

    @contextmanager
    def at(self, machine: str) -> Iterator[Inquiry]:
        """An opening of the inquiry, with its codebook looked up, as every command does that needs it."""
        with open_inquiry(self.folder(machine)) as inquiry:
            _ = inquiry.codebook
            yield inquiry

    def opened(self, machine: str) -> list[str]:
        """What opening it remarks."""
        with self.at(machine) as inquiry:
            return inquiry.remarks
