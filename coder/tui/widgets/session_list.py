"""The sessions of the inquiry with what this coder has done in each."""

from __future__ import annotations

from coder.inquiry.progress import SessionProgress
from coder.tui.commands.keymap import signs_in_force
from coder.tui.palette import Palette
from coder.tui.text import fit
from coder.tui.widgets.heading import bar
from coder.tui.widgets.lines import Line, spread
from coder.tui.widgets.window import Window

EMPTY = (
    "There is no session here yet.",
    "",
    "Bring the first one in with {import}, or at the command line:",
    "",
    "    coder import FILE",
)


class SessionList(Window[SessionProgress]):
    """One line a session."""

    HEAD = 1

    def __init__(self, coder: str) -> None:
        super().__init__()
        self.coder = coder

    @property
    def slug(self) -> str | None:
        """The session under the cursor."""
        return self.row.session.slug if self.row else None

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if not self.count:
            signs = signs_in_force(self.app)
            return [[], *[[(f"  {text.format_map(signs)}", palette.text)] for text in EMPTY]]
        left: Line = [("  ", palette.text), ("Date        Session", palette.dim)]
        right: Line = [("Read".ljust(self._bar(width) + 12) + "Tags ", palette.dim)]
        head = spread(left, right, width, palette.text)
        return [head, *[self._row(one, one is self.row, width, palette) for one in self.rows]]

    def _bar(self, width: int) -> int:
        return 20 if width > 100 else 10

    def _row(self, one: SessionProgress, here: bool, width: int, palette: Palette) -> Line:
        done = one.of(self.coder)
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        full = (palette.here if here else palette.text) + palette.theme_ink
        right: Line = [
            *bar(done.read, one.total, self._bar(width), full, dim),
            (" ", on),
            (f"{done.read}/{one.total}".ljust(10), on),
            (" " * (5 - len(str(done.tags))), on),
            (f"{done.tags} ", on),
        ]
        title = fit(one.session.title, width - 14 - self._bar(width) - 19)
        left: Line = [
            ("› " if here else "  ", on),
            ((one.session.date or "no date").ljust(12), dim),
            (title, on + palette.bold if here else on),
        ]
        return spread(left, right, width, on)
