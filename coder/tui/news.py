"""What others do to the store while one looks at it: noticed once a second, and shown where nobody types."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from coder.errors import UnreachableError

if TYPE_CHECKING:
    from coder.tui.app import CoderApp

EVERY = 1.0
"""Seconds after which is looked whether others have changed anything."""
TYPING = 0.1
"""Seconds after a key in which somebody counts as typing."""
SHARE = 20
"""How many times as long as it took to show what others did is waited until it is shown anew."""


class News:
    """Asks the store, and has the screens follow it."""

    def __init__(self, app: CoderApp) -> None:
        self.app = app
        self.waits = False
        """Whether others have changed what is shown."""
        self.held_until = 0.0
        """Until when nothing is looked for, by the monotonic clock."""
        self._extent = (0, 0)

    def typed(self) -> None:
        """Somebody types: what others did can wait."""
        self.held_until = max(self.held_until, monotonic() + TYPING)

    def look(self) -> None:
        """Show what others did, unless somebody is typing; to look costs next to nothing."""
        from coder.tui.screens.room import Room

        if self.app.connection.since or monotonic() < self.held_until:
            return
        in_room = isinstance(self.app.screen, Room)
        try:
            self.waits |= self.app.inquiry.store.changed_elsewhere()
        except UnreachableError:
            if in_room:  # else it is said when what is typed is to be kept
                self.app.connection.lose()
            return
        if self.waits and in_room:
            began = monotonic()
            self.show()
            self.held_until = monotonic() + SHARE * (monotonic() - began)

    def show(self) -> None:
        """Have the screen shown follow the store, and those below it when one comes back to them."""
        from coder.tui.screens.room import Room

        self.waits = False
        inquiry = self.app.inquiry
        inquiry.look_for_news()
        if inquiry.store.shared and (extent := inquiry.store.index.extent()) != self._extent:
            self._extent = extent
            self.app.take_in_transcripts()
        for screen in self.app.screen_stack:
            if isinstance(screen, Room):
                screen.outdated = True
        if isinstance(self.app.screen, Room):
            self.app.screen.follow()
