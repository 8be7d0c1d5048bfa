"""Find any code by typing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.events import Key, Paste
from textual.widget import Widget

from coder.codebook import Code, Codebook
from coder.inquiry.stepping import Marks
from coder.tui import commands
from coder.tui.fuzzy import find_codes
from coder.tui.palette import Palette
from coder.tui.screens.modal import Modal
from coder.tui.text import fit
from coder.tui.widgets.code_list import sign_of
from coder.tui.widgets.field import Field
from coder.tui.widgets.lines import Line, Lines, spread


class Matches(Lines):
    """The codes found, with a cursor."""

    def __init__(self, codebook: Codebook, marks: Marks) -> None:
        super().__init__()
        self.codebook, self.marks = codebook, marks
        self.found: list[Code] = list(codebook.codes)
        self.at = 0

    @property
    def code(self) -> Code | None:
        return self.found[self.at] if self.found else None

    def show(self, found: list[Code]) -> None:
        self.found, self.at = found, 0
        self.show_again()

    def move(self, steps: int) -> None:
        self.at = (self.at + steps) % len(self.found) if self.found else 0
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if not self.found:
            return [[("No code has these letters.", palette.dim)]]
        top = max(0, min(self.at - height // 2, len(self.found) - height))
        return [
            self._row(code, place == self.at, width, palette)
            for place, code in enumerate(self.found[top : top + height], top)
        ]

    def _row(self, code: Code, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        sign = sign_of(self.codebook, code, ("tag", code.id) in self.marks)
        theme = self.codebook.theme_of(code.id)
        under = fit(theme.name if theme is not code else "theme", width // 3)
        name = fit(code.name, width - 8 - len(under))
        left: Line = [("› " if here else "  ", on), (f"{sign} ", palette.code(code.colour, on))]
        return spread([*left, (f"{code.key or ' '} ", dim), (name, on)], [(under, dim)], width, on)


class FindCode(Modal[Code]):
    """Gives the code picked, or None."""

    KEYS: ClassVar = commands.FINDING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, codebook: Codebook, marks: Marks) -> None:
        super().__init__("Find a code")
        self.codebook = codebook
        self.field = Field("Find:")
        self.matches = Matches(codebook, marks)

    def parts(self) -> Iterable[Widget]:
        return [self.field, self.matches]

    def rows(self, width: int) -> int:
        return min(1 + len(self.codebook.codes), 18)

    def typed(self, event: Key | Paste) -> bool:
        """Filter by what is typed; whether the key was one for the field."""
        taken = self.field.typed(event)
        if taken:
            self.matches.show(find_codes(self.codebook.codes, self.field.value))
        return taken

    def action_move(self, steps: int) -> None:
        self.matches.move(steps)

    def action_pick(self) -> None:
        if self.matches.code:
            self.dismiss(self.matches.code)
