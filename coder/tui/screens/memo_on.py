"""Choose what to write a memo on."""

from __future__ import annotations

from collections.abc import Sequence

from coder.inquiry.memos import Target
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, cells


class MemoOn(Choose[Target]):
    """Gives what the memo is to be on; those that have one show its first words."""

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__("Memo on", "Find:", targets, self._row, "Nothing here has these letters.")

    def found(self, query: str) -> list[Target]:
        return find(self.all, query, lambda one: (one.name, one.what), lambda one: one.text)

    def _row(self, target: Target, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        left: Line = [("› " if here else "  ", on), (target.what.ljust(10), dim)]
        name = fit(target.name, (width - cells(left)) // 2 if target.text else width - cells(left))
        left.append((name, on + palette.bold if target.text else on))
        memo = fit(f"✎ {target.text}", width - cells(left) - 2) if target.text else ""
        return [*left, ("  ", on), (memo, dim), (" " * max(0, width - cells(left) - 2 - len(memo)), on)]
