"""The styles that widgets draw with, made from the theme in force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.theme import Theme

DARK = Theme(
    name="evidence-dark", dark=True, primary="#7aa2d6", accent="#e0af68", foreground="#d8dbe2",
    background="#16181d", surface="#22262e", panel="#2a2f39", success="#8fbf7f", warning="#e0af68",
    error="#e27878",
)  # fmt: skip
LIGHT = Theme(
    name="evidence-light", dark=False, primary="#1f5a9c", accent="#8a5300", foreground="#1f2328",
    background="#fbfaf7", surface="#efece4", panel="#e3e0d6", success="#2f6f33", warning="#8a5300",
    error="#a32a2a",
)  # fmt: skip


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

    def code(self, colour: str, on: Style) -> Style:
        """A code's colour as an accent, moved towards the text until it stands out from the background."""
        return on if not colour else on + Style(color=readable(colour, self.background, self.text))


@lru_cache(512)
def readable(colour: str, background: Color, text: Style) -> str:
    """The colour, blended towards the text's until its contrast is at least 3 to 1 (WCAG 2.2, 1.4.11)."""
    shade, ink = Color.parse(colour), Color.from_rich_color(text.color)
    for share in (0.0, 0.2, 0.4, 0.6, 0.8):
        tried = shade.blend(ink, share)
        if contrast(tried, background) >= 3:
            return tried.hex
    return ink.hex


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
    """The palette of the theme in force."""
    names = ("background", "foreground", "surface", "panel", "primary", "accent", "success", "error")
    return _palette(*(app.theme_variables[name] for name in names))


@lru_cache(16)
def _palette(*hexes: str) -> Palette:
    background, ink, surface, panel, primary, accent, success, error = map(Color.parse, hexes)

    def style(colour: Color, on: Color = background, bold: bool = False) -> Style:
        return Style(color=colour.hex6, bgcolor=on.hex6, bold=bold)

    dim, faint = background.blend(ink, 0.66), background.blend(ink, 0.3)
    return Palette(
        text=style(ink),
        strong=style(ink, bold=True),
        dim=style(dim),
        faint=style(faint),
        accent=style(accent, bold=True),
        theme=style(primary, bold=True),
        question=style(primary),
        good=style(success),
        here=style(ink, surface),
        here_dim=style(surface.blend(ink, 0.7), surface),
        bar=style(ink, panel),
        bar_dim=style(panel.blend(ink, 0.74), panel),
        bar_strong=style(primary, panel, bold=True),
        notice=style(accent, panel, bold=True),
        error=style(background, error, bold=True),
        bold=Style(bold=True),
        theme_ink=Style(color=primary.hex6),
        background=background,
    )
