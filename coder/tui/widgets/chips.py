"""The tags of a paragraph: each with mark, name and value, or small beside a neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coder.codebook import Codebook
from coder.inquiry.stepping import Marks
from coder.tui.palette import Palette
from coder.tui.text import fit, line
from coder.tui.widgets.code_list import sign_of, value_name
from coder.tui.widgets.lines import Line, cells
from coder.tui.widgets.quotes import Quote, named


def chips(codebook: Codebook, marks: Marks, quotes: list[Quote], width: int, palette: Palette) -> list[Line]:
    """The tags one after another; those that quote, and the star where it does, on a line each below."""
    lines: list[Line] = []
    quoting: list[Line] = []
    for (kind, code_id), value in marks.items():
        own = [quote for quote in quotes if (quote.kind, quote.code) == (kind, code_id) and quote.place]
        chip = _chip(codebook, code_id, value, width, palette) if kind == "tag" else []
        if own:
            quoting.append(chip + named(codebook, own, width - cells(chip), palette))
        elif chip and lines and cells(lines[-1]) + cells(chip) <= width:
            lines[-1] = [*lines[-1], *chip]
        elif chip:
            lines.append(chip)
    return lines + quoting


def _chip(codebook: Codebook, code_id: str, value: Mapping[str, Any], width: int, palette: Palette) -> Line:
    code = codebook.by_id.get(code_id)
    if code is None:
        return [(fit(f"? {code_id}, not in the codebook", width - 2) + "  ", palette.here)]
    step = value_name(code, dict(value))
    name = fit(f"{code.name}: {step}" if step else code.name, width - 4)
    return [
        (f"{sign_of(codebook, code, True)} ", palette.code(code.colour, palette.here)),
        (name + "  ", palette.here + palette.bold),
    ]


def small(codebook: Codebook, code_id: str) -> str:
    """A tag by its key, or its name where it has none."""
    code = codebook.by_id.get(code_id)
    return f"● {line(code.key or code.name)}" if code else "● ?"
