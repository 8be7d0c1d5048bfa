"""How charts look in every file: told apart in print without colour, and with any colour vision."""

from __future__ import annotations

from coder.document.content import Bars

INK, FAINT, PAPER = "#1f2328", "#57606a", "#ffffff"
SHADES = ("#1f3a5f", "#c9772b", "#7aa6c2", "#5b3a70", "#a9b56a", "#7a7a7a")
"""Of the series of a chart, dark and light in turn; each has a pattern of its own besides."""
LEAST, MOST = (0xEE, 0xF3, 0xF8), (0x1F, 0x3A, 0x5F)
"""What the least and the most of a map is shaded with."""


def shade(value: int, most: int) -> str:
    """The ground of a cell of a map, as `#rrggbb`; paper where there is nothing."""
    if not value:
        return PAPER
    part = value / most
    mixed = (round(low + (high - low) * part) for low, high in zip(LEAST, MOST, strict=True))
    return "#" + "".join(f"{one:02x}" for one in mixed)


def ink(value: int, most: int) -> str:
    """What a number is written in on that ground."""
    return PAPER if value * 20 > most * 13 else INK if value else FAINT


def legend(bars: Bars) -> tuple[str, ...]:
    """The series, if there is more than one to tell apart."""
    return bars.series if len(bars.series) > 1 else ()
