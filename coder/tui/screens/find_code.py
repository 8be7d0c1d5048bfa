"""Find any code by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from coder.codebook import Code, Codebook
from coder.inquiry.stepping import Marks
from coder.tui import commands
from coder.tui.fuzzy import find_codes
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit
from coder.tui.widgets.code_list import sign_of
from coder.tui.widgets.lines import Line, spread


class FindCode(Choose[Code]):
    """Gives the code picked, or None."""

    KEYS = commands.FINDING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, codebook: Codebook, marks: Marks, last: Sequence[Code] = ()) -> None:
        """`last` are the codes used last, which stand first while nothing is typed."""
        self.codebook, self.marks, self.last = codebook, marks, last
        offered = [code for code in codebook.codes if code.in_use or ("tag", code.id) in marks]
        codes = list(dict.fromkeys([*(code for code in last if code in offered), *offered]))
        super().__init__("Find a code", "Find:", codes, self._row, "No code has these letters.")

    def found(self, query: str) -> list[Code]:
        return find_codes(self.codebook.codes if query.strip() else self.all, query)

    def _row(self, code: Code, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        sign = sign_of(self.codebook, code, ("tag", code.id) in self.marks)
        theme = self.codebook.theme_of(code.id)
        under = fit(theme.name if theme is not code else "theme", width // 3)
        if code in self.last and not self.field.value:
            under = f"used last · {under}"
        name = fit(code.name, width - 8 - len(under))
        left: Line = [("› " if here else "  ", on), (f"{sign} ", palette.code(code.colour, on))]
        return spread([*left, (f"{code.key or ' '} ", dim), (name, on)], [(under, dim)], width, on)
