"""A store whose connection drops when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from coder.errors import UnreachableError
from coder.inquiry.folder import Inquiry
from coder.tui.app import CoderApp
from tests.tui_support import settled


class Line:
    """The line to an inquiry's store. It drops at the call of a number, or while `down`.

    A transaction is two calls more: one before it is committed and one after, when nobody knows that it was.
    """

    def __init__(self, inquiry: Inquiry, patch: pytest.MonkeyPatch) -> None:
        self.store, self.down, self.calls, self.drops_at = inquiry.store, False, 0, 0
        self.dropped, self.drops_after_saving = 0, False
        self.noticed = False
        """Whether it shows that the line is down before anything is asked of the store."""
        patch.setattr(self.store, "shared", True)  # as a store is that has a line to it
        database = self.store._db
        for name in ("execute", "execute_many", "stream"):
            patch.setattr(database, name, self._over(getattr(database, name)))
        self._transaction, self._inside = database.transaction, 0
        patch.setattr(database, "transaction", self.transaction)
        patch.setattr(self.store, "reachable", self.reachable, raising=False)
        patch.setattr(self.store, "changed_elsewhere", self.changed_elsewhere)
        patch.setattr("coder.tui.reaching.PAUSES", (0.0, 0.01))

    def _over(self, call: Any) -> Any:
        def over(*given: Any) -> Any:
            self.cross()
            return call(*given)

        return over

    def changed_elsewhere(self) -> bool:
        if self.down and self.noticed:
            raise UnreachableError("The store cannot be reached.")
        return False

    def cross(self) -> None:
        self.calls += 1
        if self.down or self.calls == self.drops_at:
            self.down, self.dropped = True, self.dropped + 1
            raise UnreachableError("The store cannot be reached.")

    def reachable(self) -> bool:
        """It comes back when it is looked for, unless it is to stay down."""
        if self.drops_at:
            self.down = False
        return not self.down

    @contextmanager
    def transaction(self) -> Iterator[None]:
        outermost, self._inside = not self._inside, self._inside + 1
        try:
            with self._transaction():
                yield
                if outermost:
                    self.cross()
            if outermost:
                if self.drops_after_saving:
                    self.drops_at, self.drops_after_saving = self.calls + 1, False
                self.cross()
        finally:
            self._inside -= 1


async def connected(app: CoderApp, pilot: Pilot[None]) -> None:
    """Once all that was kept is done."""
    await settled(app, pilot)
    assert not app.connection.since
