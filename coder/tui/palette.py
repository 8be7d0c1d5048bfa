"""The styles that widgets draw with, made from the theme in force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.style import Style
from textual.app import App
from textual.color import Color

from coder.tui.themes import HIGH

READABLE = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Rich styles, each with its background, by what they are for."""

    text: Style
    strong: Style
    dim: Style
    faint: Style
    accent: Style
    theme: Style
    question: Style
    good: Style
    here: Style
    here_dim: Style
    bar: Style
    bar_dim: Style
    bar_strong: Style
    notice: Style
    error: Style
    bold: Style
    theme_ink: Style
    background: Color

    plain: bool = False
    """Whether there are no colours: all is told by bold, underline and reverse."""
    ratio: float = READABLE

    def code(self, colour: str, on: Style) -> Style:
        """A code's colour as an accent, moved towards black or white until it can be read."""
        if self.plain or not colour:
            return on
        ground = Color.from_rich_color(on.bgcolor)
        return on + Style(color=readable(Color.parse(colour), ground, self.ratio).hex6)


@lru_cache(1024)
def readable(colour: Color, on: Color, ratio: float = READABLE) -> Color:
    """The colour, blended towards white or black until its contrast with the ground is what it must be."""
    ink = max(Color.parse("#ffffff"), Color.parse("#000000"), key=lambda end: contrast(end, on))
    tried = (colour.blend(ink, share / 10) for share in range(10))
    return next((one for one in tried if contrast(one, on) >= ratio), ink)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""

    def luminance(colour: Color) -> float:
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def palette_of(app: App[object]) -> Palette:
    """The palette of the theme in force; one without colours where none are wanted, or where the theme
    leaves all colours to the terminal."""
    if app.no_color or app.current_theme.ansi:
        return PLAIN
    names = ("background", "foreground", "surface", "panel", "primary", "accent", "success", "error")
    return _palette(app.theme in HIGH, *(app.theme_variables[name] for name in names))


@lru_cache(32)
def _palette(high: bool, *hexes: str) -> Palette:
    background, ink, surface, panel, primary, accent, success, error = map(Color.parse, hexes)
    ratio = 7.0 if high else READABLE

    def style(colour: Color, on: Color = background, bold: bool = False) -> Style:
        return Style(color=readable(colour, on, ratio).hex6, bgcolor=on.hex6, bold=bold)

    def on_both(colour: Color, bold: bool = False) -> Style:
        """To be read on the background, and on the ground of the place where one is."""
        return style(readable(colour, surface, ratio), bold=bold)

    faint = background.blend(ink, 0.5 if high else 0.3)
    return Palette(
        text=style(ink),
        strong=style(ink, bold=True),
        dim=style(background.blend(ink, 0.66)),
        faint=Style(color=faint.hex6, bgcolor=background.hex6),
        accent=on_both(accent, bold=True),
        theme=style(primary, bold=True),
        question=style(primary),
        good=on_both(success),
        here=style(ink, surface),
        here_dim=style(surface.blend(ink, 0.7), surface),
        bar=style(ink, panel),
        bar_dim=style(panel.blend(ink, 0.74), panel),
        bar_strong=style(primary, panel, bold=True),
        notice=style(accent, panel, bold=True),
        error=style(background, error, bold=True),
        bold=Style(bold=True),
        theme_ink=Style(color=readable(primary, surface, ratio).hex6),
        background=background,
        ratio=ratio,
    )


def _plain() -> Palette:
    text, bold, bar = Style(), Style(bold=True), Style(reverse=True)
    heading, strong_bar = Style(bold=True, underline=True), Style(bold=True, reverse=True)
    return Palette(
        text=text, strong=bold, dim=text, faint=text, accent=bold, theme=heading, question=text, good=bold,
        here=bold, here_dim=text, bar=bar, bar_dim=bar, bar_strong=strong_bar, notice=strong_bar,
        error=strong_bar, bold=bold, theme_ink=text, background=Color.parse("#000000"), plain=True,
    )  # fmt: skip


PLAIN = _plain()
