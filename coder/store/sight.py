"""Whose marks a reader of the journal may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from coder.coding import SETTLING
from coder.errors import CoderError


@dataclass(frozen=True, slots=True)
class Sight:
    """`coders` are those whose marks may be shown, None for everybody's; with a `refusal` nobody's may."""

    coders: frozenset[str] | None = None
    refusal: str = ""

    def check(self) -> Sight:
        """Itself. Raises CoderError where nothing may be shown at all."""
        if self.refusal:
            raise CoderError(self.refusal)
        return self

    @property
    def whole(self) -> bool:
        return self.coders is None and not self.refusal

    def shows(self, kind: str, coder: str) -> bool:
        """Whether a mark may be shown: what is in nobody's layer may, unless it settles what coders said."""
        if self.whole:
            return True
        if not coder:
            return kind not in SETTLING
        return self.coders is not None and coder in self.coders


EVERYBODY = Sight()
