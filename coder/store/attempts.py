"""What is done again since nobody knows whether it was done: its batches in the journal keep their ids.

A connection may drop while the store says that something is written. Whoever then does the same again, does
it as the same attempt, and what is found in the journal already is not written twice.
"""

from __future__ import annotations

import uuid
from contextvars import ContextVar


class Attempt:
    """One thing that somebody does, and the ids of the batches it writes, in their order."""

    def __init__(self) -> None:
        self._batches: list[str] = []
        self._at = 0

    def begin_again(self) -> None:
        """From here on it is done again, from its beginning."""
        self._at = 0

    @property
    def made_before(self) -> str | None:
        """The batch to come, where it was to be written in an earlier try."""
        return self._batches[self._at] if self._at < len(self._batches) else None

    def next_batch(self) -> str:
        """The id of the batch that is written now."""
        if self._at == len(self._batches):
            self._batches.append(str(uuid.uuid4()))
        self._at += 1
        return self._batches[self._at - 1]


ATTEMPT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
"""What is being done just now, where somebody keeps it to do it again."""
