"""The outline beside the evidence: items, questions and paragraphs, each with what is done."""

from __future__ import annotations

from rich.style import Style
from textual.events import Click
from textual.message import Message

from coder.codebook import Codebook
from coder.inquiry.outline import OutlineRow, OutlineView
from coder.inquiry.stepping import is_read
from coder.tui.palette import Palette
from coder.tui.text import fit, line
from coder.tui.widgets.heading import bar
from coder.tui.widgets.lines import Line, Lines, cells, spread

SIGNS = (("star", "★"), ("flag", "⚑"), ("memo", "✎"))
BAR = 6


class OutlinePanel(Lines):
    """Draws an OutlineView. Posts `Picked` where a line is clicked, `Turned` where the wheel turns."""

    ALLOW_SELECT = False

    class Picked(Message):
        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    class Turned(Message):
        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self.codebook = codebook
        self.view: OutlineView | None = None
        self.at_left = False
        """Whether it stands to the left of the evidence, and so is set off at its right."""
        self._shown: list[OutlineRow] = []

    def show(self, view: OutlineView) -> None:
        self.view = view
        self.show_again()

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Turned(3))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Turned(-3))

    def on_click(self, event: Click) -> None:
        if event.y < len(self._shown):
            self.post_message(self.Picked(self._shown[event.y].position))

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if self.view is None:
            return []
        self._shown = self._rows(self.view, height)
        edge: Line = [("│", palette.faint)]
        lines = [self._row(row, width - 1, palette) for row in self._shown]
        lines += [[(" " * (width - 1), palette.text)]] * (height - len(lines))
        return [[*one, *edge] if self.at_left else [*edge, *one] for one in lines]

    def _rows(self, view: OutlineView, height: int) -> list[OutlineRow]:
        """Those around the centre; the item and the question one is under, where they stand further up."""
        rows = view.rows
        at = next((place for place, row in enumerate(rows) if row.position >= view.centre), 0)
        top = max(0, min(at - height // 2, len(rows) - height))
        shown = list(rows[top : top + height])
        if view.centre == view.here:
            missing = [row for row in view.above if row.position < shown[0].position]
            shown[: len(missing)] = missing
        return shown

    def _row(self, row: OutlineRow, width: int, palette: Palette) -> Line:
        here = self.view is not None and row.position == self.view.here and row.kind != "item"
        on = palette.here if here else palette.text
        text, right = line(f"{row.label} {row.text}"), self._marks(row, width // 3, on, palette)
        indent = "›   " if here else "    "
        if row.kind == "item":
            on, indent, text = (
                palette.theme,
                " ",
                line(f"{row.label} · {row.text}" if row.label else row.text),
            )
            right = [*bar(*row.counts, BAR, palette.theme, palette.faint), *_counted(row, palette.theme)]
        elif row.kind == "question":
            on, indent = on + Style(color=palette.question.color), indent[:2]
            right = _counted(row, palette.here_dim if here else palette.dim)
        elif is_read(row.marks):
            indent = f"{indent[:2]}✓ "
        left = indent + fit(text, width - cells(right) - len(indent) - 2)
        return spread([(left, on)], [*right, (" ", on)], width, on)

    def _marks(self, row: OutlineRow, width: int, on: Style, palette: Palette) -> Line:
        """The tags by their keys, then the other marks; as many as there is room for."""
        pieces: Line = []
        for kind, code_id in row.marks:
            code = self.codebook.by_id.get(code_id)
            if kind == "tag":
                sign = (code.key if code else "?") or "●"
                pieces.append((line(sign), palette.code(code.colour if code else "", on) + palette.bold))
        pieces += [(sign, on) for kind, sign in SIGNS if any(mark[0] == kind for mark in row.marks)]
        while cells(pieces) > width:
            pieces = [*pieces[:-2], ("…", on)]
        return pieces


def _counted(row: OutlineRow, on: Style) -> Line:
    return [(" {}/{}".format(*row.counts), on)] if row.counts[1] else []
