"""A box over the screen below: a title, parts, and the keys; dismissed with its result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widget import Widget

from coder.tui.commands import Command
from coder.tui.reaching import Reaching
from coder.tui.text import fit
from coder.tui.widgets.footer import Footer

Result = TypeVar("Result")


class Modal(Reaching, ModalScreen[Result | None]):
    """Subclasses give `parts` and the size wanted; the box is no larger than the window."""

    KEYS: ClassVar[tuple[Command, ...]] = ()
    AUTO_FOCUS = None
    CLICK_CLOSES: ClassVar = True
    """Whether a click beside the box closes it; not where what was typed would be lost."""
    WIDTH = 72
    DEFAULT_CSS = """
    Modal { align: center middle; background: $background 65%; }
    Modal > #box {
        layout: vertical; border: round $primary; border-title-color: $primary; background: $background;
    }
    Modal Pager, Modal Choices, Modal Why { height: 1fr; margin: 0 1; }
    Modal Field { height: 1; margin: 0 1; }
    Modal > #box > Footer { split: bottom; }
    Modal TextArea:nocolor .text-area--cursor, Modal TextArea:nocolor .text-area--selection {
        text-style: reverse;
    }
    Modal TextArea, Modal TextArea:focus { height: 1fr; border: none; background: $background; padding: 0 1; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.footer = Footer(self.KEYS)
        self.box = Container(id="box")
        self.box.border_title = Content(fit(title, self.WIDTH - 6))

    def parts(self) -> Iterable[Widget]:
        raise NotImplementedError

    def rows(self, width: int) -> int:
        """How many rows the parts want in a box whose inside has this width."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with self.box:
            yield from self.parts()
            yield self.footer

    def on_mount(self) -> None:
        self.fit_box()

    def on_resize(self) -> None:
        self.fit_box()

    def fit_box(self) -> None:
        frame, padding = 2, 2
        width = max(min(self.WIDTH, self.app.size.width - 2), 8)
        height = min(self.rows(width - frame - padding) + frame + 1, max(self.app.size.height - 2, 4))
        self.box.styles.width, self.box.styles.height = width, height

    def on_click(self, event: Click) -> None:
        if self.CLICK_CLOSES and not self.box.region.contains_point(event.screen_offset):
            self.action_close()

    async def on_footer_chosen(self, event: Footer.Chosen) -> None:
        await self.app.run_action(event.command.action, self)

    def action_close(self) -> None:
        self.dismiss(None)
