"""`python -m tests.pictures`: the pictures of screens in docs/pictures, drawn anew on the example inquiry.

Needs rsvg-convert (Debian's librsvg2-bin) on the path.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coder.inquiry.demo import unpack
from coder.inquiry.folder import open_inquiry
from coder.inquiry.who import prefer
from coder.tui.app import CoderApp
from tests.tui_support import key, settled

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
FIRST = "home-support-2025-03-11"
LARGE, SMALL = (140, 40), (80, 24)
DARK, LIGHT, CONTRAST = "evidence-dark", "evidence-light", "high-contrast-dark"

AT = (key("go-to"), *"4(7)", "enter")
QUOTES = (*AT, key("quote"), "c", *["shift+right"] * 4, *["right"] * 6, "t", "1", "escape")

PICTURES: dict[str, tuple[str, tuple[int, int], str, str | None, Sequence[str]]] = {
    "coding": ("AB", LARGE, DARK, FIRST, QUOTES),
    "coding-light": ("AB", LARGE, LIGHT, FIRST, (*QUOTES, key("outline"))),
    "coding-small": ("AB", SMALL, DARK, FIRST, QUOTES),
    "high-contrast": ("AB", SMALL, CONTRAST, FIRST, QUOTES),
    "home": ("EF", SMALL, DARK, None, ()),
    "search": ("AB", LARGE, DARK, FIRST, (key("search"), *"contract code:money")),
    "codebook": ("AB", LARGE, LIGHT, FIRST, (key("codebook"), "down", "down")),
    "agreement": ("RV", LARGE, DARK, None, (key("agreement"), key("roll-up"))),
    "matrix": (
        "AB",
        LARGE,
        DARK,
        None,
        (key("matrix"), key("choose-rows"), *"code", "enter", *["down"] * 2, "right"),
    ),
    "summary": (
        "AB",
        LARGE,
        LIGHT,
        None,
        (key("matrix"), "down", "right", key("summary"), *"Trust had grown (4(7))."),
    ),
    "differences": ("RV", LARGE, LIGHT, None, (key("differences"), "down", "down")),
}
"""By name: who codes, the size, the theme, the session one starts in, and the keys then pressed."""


async def draw(inquiry: Path, name: str) -> None:
    coder, size, theme, session, keys = PICTURES[name]
    prefer(theme=theme, tour="seen")
    with open_inquiry(inquiry) as opened:
        app = CoderApp(opened, coder, session)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for one in keys:
                await pilot.press(one)
                await settled(app, pilot)
            svg = app.export_screenshot(title="coder")
    # No picture asks for a font from elsewhere.
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
    target = FOLDER / f"{name}.png"
    scale = "1.0" if size == LARGE else "1.2"
    subprocess.run(["rsvg-convert", "-z", scale, "-o", str(target)], input=svg.encode(), check=True)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        with tempfile.TemporaryDirectory() as scratch:
            os.environ["CODER_CONFIG"] = str(Path(scratch) / "config")
            asyncio.run(draw(unpack(Path(scratch) / "inquiry"), name))


if __name__ == "__main__":
    main()
