"""The errors a user sees."""

from __future__ import annotations

from collections.abc import Callable


class CoderError(Exception):
    """What the user can put right, in one sentence: what is wrong, where, and what to do."""


class UnreachableError(Exception):
    """The store cannot be reached just now; what was asked was not done, and may be asked again.

    But for one case: the connection fell while the server was saving. `was_done` tells.

    It is no CoderError: who catches one of those has an answer, and this is none. Its text is one sentence
    for the user, as theirs is.
    """

    def __init__(self, sentence: str, was_done: Callable[[], bool] = lambda: False) -> None:
        super().__init__(sentence)
        self.was_done = was_done
        """Whether what was asked was done after all, as soon as the store can be reached again; until then
        it raises UnreachableError."""
