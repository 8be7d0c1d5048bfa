"""Screens kept as text: what stands on each line, and in which style, run by run."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

import pytest
import textual
from rich.style import Style
from textual.app import App

FOLDER = Path(__file__).parent / "snapshots"
WRITE = "WRITE_SNAPSHOTS"
"""The variable that has the kept screens written anew; then look at what changed."""
MADE_WITH = "8.2.8"
"""The version of Textual the screens were kept with: another may draw a border otherwise."""


def snapshot(app: App[None]) -> str:
    """The screen: its text, a line for each style in it, and line by line which style runs how far."""
    strips = app.screen._compositor.render_strips()
    known: dict[str, str] = {}
    text, styles = [], []
    for strip in strips:
        text.append("".join(segment.text for segment in strip).rstrip())
        cells = [
            known.setdefault(_in_words(segment.style), chr(ord("A") + len(known)))
            for segment in strip
            for _ in range(segment.cell_length)
        ]
        styles.append(" ".join(f"{len(list(run))}{name}" for name, run in groupby(cells)))
    legend = [f"{name} {words}" for words, name in known.items()]
    return "\n".join([*text, "=" * 20, *legend, "=" * 20, *styles]) + "\n"


def _in_words(style: Style | None) -> str:
    """Colours as #rrggbb, and what else the style does."""
    return str((style or Style()).clear_meta_and_links())


def hold(app: App[None], name: str) -> None:
    """Compare the screen with the one kept under a name, or keep it where the variable says so."""
    path = FOLDER / f"{name}.txt"
    shown = snapshot(app)
    if os.environ.get(WRITE):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
        return
    if textual.__version__ != MADE_WITH:
        pytest.skip(f"the screens are kept as Textual {MADE_WITH} draws them")
    assert path.is_file(), f"no screen is kept as {path.name}; run the test with {WRITE}=1 and look at it"
    assert shown == path.read_text(encoding="utf-8"), f"{path.name} differs; {WRITE}=1 keeps the new one"
