"""What the reviewer's screens share: a heading, a list, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.style import Style

from coder.inquiry.folder import Inquiry
from coder.tui.palette import Palette
from coder.tui.screens.retracing import Retracing
from coder.tui.text import fit
from coder.tui.widgets.choices import Choices
from coder.tui.widgets.lines import Line, Lines, cells, spread

if TYPE_CHECKING:
    from coder.tui.app import CoderApp


class ReviewerHeading(Lines):
    """What the screen shows, of whom, and what that comes to."""

    def __init__(self, title: str, coder: str) -> None:
        super().__init__()
        self.title, self.coder = title, coder
        self.said = self.right = ""

    def fill(self, palette: Palette) -> Style:
        return palette.bar

    def show(self, title: str, said: str, right: str = "") -> None:
        self.title, self.said, self.right = title, said, right
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        inner = width - 2
        coder: Line = [("coder ", palette.bar_dim), (self.coder, palette.bar_strong)]
        right: Line = [(self.right, palette.bar)]
        title = fit(self.title, inner - cells(coder) - 2)
        said = fit(self.said, inner - cells(right) - 2)
        return [
            [(" ", palette.bar), *spread([(title, palette.bar_strong)], coder, inner, palette.bar)],
            [(" ", palette.bar), *spread([(said, palette.bar_dim)], right, inner, palette.bar)],
        ]


class Over(Retracing):
    """A full screen over another, or the first one."""

    def __init__(self, inquiry: Inquiry, coder: str, title: str) -> None:
        super().__init__(inquiry, coder)
        self.heading = ReviewerHeading(title, coder)

    async def action_leave(self) -> None:
        app: CoderApp = self.app  # type: ignore[assignment]
        await app.leave()


class Reviewing(Over):
    """One with a list."""

    choices: Choices[Any]

    def action_move(self, steps: int) -> None:
        self.say("")
        self.choices.move(steps)

    def action_page(self, pages: int) -> None:
        self.say("")
        self.choices.page(pages)

    def action_end(self, way: int) -> None:
        self.say("")
        self.choices.move(way * max(2, len(self.choices.items)))
