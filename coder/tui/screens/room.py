"""What the full screens share: commands, messages, and a sentence where the window is too small."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen

from coder.errors import CoderError
from coder.tui.commands import Command
from coder.tui.looks import NEEDED
from coder.tui.palette import Palette
from coder.tui.text import wrap
from coder.tui.widgets.footer import Footer
from coder.tui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from coder.tui.app import CoderApp


class TooSmall(Lines):
    """Says what the window has and what it needs."""

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        size = self.app.size
        text = f"Window too small: {size.width}x{size.height}, needed {NEEDED[0]}x{NEEDED[1]}. Enlarge it, or Ctrl+Q to quit."
        return [[(line, palette.text)] for line in wrap(text, width)]


class Room(Screen[None]):
    """A full screen. `COMMANDS` says what it does at which key."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (NEEDED[0], "-fair"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (NEEDED[1], "-medium"), (30, "-tall")]

    if TYPE_CHECKING:

        @property
        def app(self) -> CoderApp: ...

    def __init__(self) -> None:
        super().__init__()
        self.footer = Footer(self.COMMANDS)

    @property
    def too_small(self) -> bool:
        return self.app.size.width < NEEDED[0] or self.app.size.height < NEEDED[1]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is done unseen: where the window is too small, keys wait."""
        return not self.too_small

    def say(self, message: str, error: bool = False) -> None:
        self.footer.say(message, error)

    def attempt(self, work: Callable[[], str | None]) -> bool:
        """Do work and say what it returns; what went wrong is said in its one sentence."""
        try:
            self.say(work() or "")
        except CoderError as error:
            self.say(str(error), error=True)
            return False
        return True

    def action_theme(self) -> None:
        self.app.change_theme()

    async def action_help(self) -> None:
        from coder.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen(self.COMMANDS))
