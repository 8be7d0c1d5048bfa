"""Pick a code, to do something with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from coder.codebook import Code, Codebook
from coder.tui import commands
from coder.tui.fuzzy import find_codes
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, spread


class PickCode(Choose[Code]):
    """Gives the code picked, or None."""

    KEYS = commands.CHOOSING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, codebook: Codebook, codes: Sequence[Code], title: str) -> None:
        self.codebook = codebook
        super().__init__(title, "Find:", codes, self._row, "No code has these letters.")

    def found(self, query: str) -> list[Code]:
        return find_codes(self.all, query)

    def _row(self, code: Code, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        theme = self.codebook.theme_of(code.id)
        under = fit(theme.name if theme is not code else "theme", width // 3)
        name = fit(code.name, width - 8 - len(under))
        left: Line = [("› " if here else "  ", on), ("● ", palette.code(code.colour, on))]
        return spread([*left, (f"{code.key or ' '} ", dim), (name, on)], [(under, dim)], width, on)
