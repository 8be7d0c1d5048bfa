"""What home and the coding screen have of the codebook: its screen, the review, a new code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coder.coding import Entry
from coder.tui.screens.room import Room

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry


class AtCodebook(Room):
    """What it needs of the screen is declared here, and made there."""

    inquiry: Inquiry
    coder: str

    def show_anew(self) -> None:
        """Show codebook and tags as they are now: both may have been changed on another screen."""
        raise NotImplementedError

    @property
    def code_here(self) -> str | None:
        """The id of the code one is at, where there is one."""
        return None

    async def action_codebook(self) -> None:
        from coder.tui.screens.codebook import open_codebook

        await open_codebook(self, self.inquiry, self.coder, lambda _: self.show_anew(), self.code_here)

    async def action_review(self) -> None:
        from coder.tui.screens.review import open_review

        await open_review(self, self.inquiry, self.coder, lambda _: self.show_anew())

    def file_taken(self, entries: Sequence[Entry] | None) -> None:
        """What the codebook's file says was taken, or, where it is None, left for now."""
        if entries is not None:
            self.show_anew()
