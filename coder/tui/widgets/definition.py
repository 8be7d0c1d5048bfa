"""What a code means."""

from __future__ import annotations

from coder.codebook import Code, Codebook
from coder.tui.palette import Palette
from coder.tui.text import fit, wrap
from coder.tui.widgets.lines import Line, Lines


class DefinitionPane(Lines):
    """The definition of the code under the cursor, below the list on a wide screen."""

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self.codebook = codebook
        self.code: Code | None = None

    def show(self, code: Code) -> None:
        if code is not self.code:
            self.code = code
            self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if self.code is None:
            return []
        lines: list[Line] = [[("├" + "─" * (width - 1), palette.faint)]]
        body = definition(self.codebook, self.code, width - 3, palette)
        if len(body) > height - 1:
            body = [*body[: height - 2], [("… more with =", palette.dim)]]
        return lines + [[("│ ", palette.faint), *line] for line in body + [[]] * (height - 1 - len(body))]


def definition(codebook: Codebook, code: Code, width: int, palette: Palette) -> list[Line]:
    """Name, place in the codebook, definition, include, exclude, example, scale."""
    theme = codebook.theme_of(code.id)
    lines: list[Line] = [[(fit(code.name, width), palette.code(code.colour, palette.strong))]]
    under = f"{theme.name} › {code.id}" if theme is not code else code.id
    others = ", ".join(other.name for other in codebook.excluded_by(code.id))
    scale = ", ".join(f"{step} {name}" for step, name in enumerate(code.values, 1))
    lines += [[(fit(f"{under}   key {code.key}" if code.key else under, width), palette.dim)]]
    parts = (
        ("", code.definition), ("Include", code.include), ("Exclude", code.exclude),
        ("Example", code.example), ("Scale", scale), ("Not with", others),
    )  # fmt: skip
    for name, text in parts:
        if text:
            lines += _part(name, text, width, palette)
    return lines


def _part(name: str, text: str, width: int, palette: Palette) -> list[Line]:
    """A blank line, then the text with its name before it."""
    label = f"{name}: " if name else ""
    first, *rest = wrap(label + " ".join(text.split()), width)
    lines: list[Line] = [[(first[: len(label)], palette.strong), (first[len(label) :], palette.text)]]
    return [[], *lines, *[[(line, palette.text)] for line in rest]]
