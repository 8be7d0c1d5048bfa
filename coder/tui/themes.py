"""Our own themes, beside those that come with Textual."""

from __future__ import annotations

from textual.app import App
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

# The colours of Okabe and Ito (2008), which people with any colour vision tell apart: sky blue, orange,
# bluish green, vermilion on black; on white blue, and the others darkened until they can be read.
SAFE_DARK = Theme(
    name="colour-blind-dark", dark=True, primary="#56b4e9", accent="#e69f00", foreground="#e6e6e6",
    background="#14161a", surface="#23272e", panel="#2c313a", success="#00b383", warning="#f0e442",
    error="#e8743b",
)  # fmt: skip
SAFE_LIGHT = Theme(
    name="colour-blind-light", dark=False, primary="#0072b2", accent="#8f6300", foreground="#1c1c1c",
    background="#fcfcfa", surface="#efefec", panel="#e2e2de", success="#00694e", warning="#6e6600",
    error="#b04a00",
)  # fmt: skip

HIGH_DARK = Theme(
    name="high-contrast-dark", dark=True, primary="#8fd0ff", accent="#ffd75f", foreground="#ffffff",
    background="#000000", surface="#1c1c1c", panel="#262626", success="#7dff9b", warning="#ffd75f",
    error="#ffb3b3",
)  # fmt: skip
HIGH_LIGHT = Theme(
    name="high-contrast-light", dark=False, primary="#00326b", accent="#5c2e00", foreground="#000000",
    background="#ffffff", surface="#ececec", panel="#dedede", success="#00420f", warning="#5c2e00",
    error="#7a0010",
)  # fmt: skip

OWN = (DARK, LIGHT, SAFE_DARK, SAFE_LIGHT, HIGH_DARK, HIGH_LIGHT)
HIGH = frozenset({HIGH_DARK.name, HIGH_LIGHT.name})
"""Themes in which all text has a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6)."""

ABOUT = {
    DARK.name: "the one to begin with", LIGHT.name: "for a bright room",
    SAFE_DARK.name: "for any colour vision", SAFE_LIGHT.name: "for any colour vision, bright",
    HIGH_DARK.name: "at least 7 to 1", HIGH_LIGHT.name: "at least 7 to 1, bright",
    "ansi-dark": "the terminal's own colours", "ansi-light": "the terminal's own colours, bright",
}  # fmt: skip


def names(app: App[None]) -> list[str]:
    """Every theme there is: ours first, then Textual's."""
    own = [theme.name for theme in OWN]
    return own + sorted(set(app.available_themes) - set(own))


def about(name: str) -> str:
    """What a theme is for, where there is more to say than its name."""
    return ABOUT.get(name, "")
