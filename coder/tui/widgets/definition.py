"""What a code means."""

from __future__ import annotations

from coder.codebook import Code, Codebook
from coder.tui.palette import Palette
from coder.tui.text import fit, wrap
from coder.tui.widgets.lines import Line


def definition(codebook: Codebook, code: Code, width: int, palette: Palette, memo: str = "") -> list[Line]:
    """Name, place in the codebook, the coder's memo, definition, include, exclude, example, scale."""
    theme = codebook.theme_of(code.id)
    lines: list[Line] = [[(fit(code.name, width), palette.code(code.colour, palette.strong))]]
    under = f"{theme.name} › {code.id}" if theme is not code else code.id
    others = ", ".join(other.name for other in codebook.excluded_by(code.id))
    scale = ", ".join(f"{step} {name}" for step, name in enumerate(code.values, 1))
    lines += [[(fit(f"{under} · key {code.key}" if code.key else under, width), palette.dim)]]
    parts = (
        ("Memo", memo), ("", code.definition), ("Include", code.include), ("Exclude", code.exclude),
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
