"""How a document is set: the size of its text, the edges of its columns, the step from line to line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from coder.evidence.layout.lines import Line
from coder.evidence.layout.marks import ENDED

STEP = 1.25
"""Ems from line to line, where no paragraph has two lines."""
MANY = 8
"""Lines that show where the edges of a column are."""


@dataclass(slots=True)
class Frame:
    """Lines of one stretch of a column, with its edges in points and the step from line to line in ems."""

    lines: list[Line]
    page: int
    left: float = 0.0
    right: float = 0.0
    step: float = STEP


class Setting:
    """Measured over all frames of a document, which learn their edges and steps from it."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        sizes: Counter[float] = Counter()
        for frame in frames:
            for line in frame.lines:
                sizes[round(line.size * 2) / 2] += len(line.text)
        self.size = sizes.most_common(1)[0][0] or 1.0
        """Of the text, in points."""
        self.parted = True
        """Paragraphs are set apart by gaps or indents; else by the end of their last line alone."""
        self.indented = False
        """Most paragraphs begin with an indented line."""
        self.labelled = False
        """Nearly every paragraph begins with a number, a label or bold."""
        self.labels: set[str] = set()
        """Labels that begin several paragraphs, where nothing but a label sets them apart."""
        self._edges(frames)
        self._steps(frames)

    def _edges(self, frames: Sequence[Frame]) -> None:
        """The left edge is the outermost that many lines share, the right one that of most pages."""
        for frame in frames:
            lefts = Counter(round(line.left) for line in frame.lines)
            many = 0.1 * len(frame.lines)
            frame.left = float(min(left for left, times in lefts.items() if times >= many))
            frame.right = max(line.right for line in frame.lines)
        long = [(frame.left, frame.right) for frame in frames if len(frame.lines) >= MANY]
        for frame in frames:
            reach = 6 * self.size if len(frame.lines) >= MANY else float("inf")
            alike = [
                right for left, right in long
                if abs(left - frame.left) < 3 * self.size and abs(right - frame.right) < reach
            ]  # fmt: skip
            usual = median(alike) if alike else frame.right
            if not usual <= frame.right <= usual + self.size:
                frame.right = usual

    def _steps(self, frames: Sequence[Frame]) -> None:
        steps = [_after_full(frame) for frame in frames]
        every = Counter(step for found in steps for step in found)
        usual = every.most_common(1)[0][0] if every else STEP
        for frame, found in zip(frames, steps, strict=True):
            most, times = Counter(found).most_common(1)[0] if found else (usual, 0)
            frame.step = most if times >= MANY else usual


def _after_full(frame: Frame) -> list[float]:
    """The steps within paragraphs, in ems: under full lines that end no sentence."""
    full = frame.left + 0.85 * (frame.right - frame.left)
    return [
        round((above.base - line.base) / above.size, 1)
        for above, line in pairwise(frame.lines)
        if above.right > full and not ENDED.search(above.text)
        if abs(above.size - line.size) < 0.5 and line.base < above.base
    ]
