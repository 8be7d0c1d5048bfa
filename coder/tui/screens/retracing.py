"""Undo and redo where one stands on no paragraph."""

from __future__ import annotations

from coder.coding import Entry
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand, in_words
from coder.tui.screens.room import Room


class Retracing(Room):
    """What was taken back is said, and shows by `came_back`."""

    def __init__(self, inquiry: Inquiry, coder: str) -> None:
        super().__init__()
        self.inquiry, self.coder = inquiry, coder
        self.hand = Hand(inquiry, coder)

    def action_undo(self) -> None:
        self.attempt(lambda: self._retraced(self.hand.undo(), "Undone", "There is nothing left to undo."))

    def action_redo(self) -> None:
        self.attempt(lambda: self._retraced(self.hand.redo(), "Redone", "There is nothing to redo."))

    def _retraced(self, entries: list[Entry], what: str, otherwise: str) -> str:
        self.came_back()
        return f"{what}: {in_words(self.inquiry, entries)}." if entries else otherwise
