"""What is assigned to a coder, and how much of it is left."""

from __future__ import annotations

from collections.abc import Sequence

from coder.inquiry.assigning import Assignment, Part
from coder.tui.palette import Palette
from coder.tui.text import fit
from coder.tui.widgets.heading import bar
from coder.tui.widgets.lines import Line, Lines, cells

MOST = 4


class AssignedPanel(Lines):
    """A line for each assignment that is not done; no room is taken where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: Sequence[tuple[Assignment, Part]] = ()

    def show(self, parts: Sequence[tuple[Assignment, Part]]) -> None:
        self.parts = parts
        self.styles.height = min(len(parts), MOST) + 1 if parts else 0
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if not self.parts:
            return []
        title = f"── Assigned to you: {len(self.parts)} "
        lines: list[Line] = [[(title + "─" * (width - len(title)), palette.accent)]]
        return lines + [self._row(one, part, width, palette) for one, part in self.parts[:MOST]]

    def _row(self, one: Assignment, part: Part, width: int, palette: Palette) -> Line:
        read = part.read or 0
        progress: Line = [
            *bar(read, part.paragraphs, 10, palette.theme_ink + palette.text, palette.dim),
            (f" {read:,}/{part.paragraphs:,}, {part.paragraphs - read:,} left ", palette.text),
        ]
        how = "blind" if one.blind else "open"
        again = ", again" if one.again else ""
        said = fit(f"{', '.join(one.names)} · {how}{again}, by {one.by}", width - cells(progress) - 3)
        gap = " " * max(1, width - 2 - len(said) - cells(progress))
        return [("  ", palette.text), (said, palette.text), (gap, palette.text), *progress]
