"""The last line: the keys that matter most, or what was just said."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.events import Click
from textual.message import Message

from coder.tui.commands import Command
from coder.tui.commands.keymap import in_force
from coder.tui.palette import Palette
from coder.tui.text import wrap
from coder.tui.widgets.lines import Line, Lines, cells


class Footer(Lines):
    """Hints of the commands, as many as fit; a message takes their place until it is taken back.

    Posts `Chosen` where a hint is clicked.
    """

    class Chosen(Message):
        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    MOST = 4
    """A message grows to so many lines."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.offer(commands)
        self.message = ""
        self.is_error = False
        self._hints: list[tuple[range, Command]] = []
        """Each hint shown, with the columns it takes."""

    def offer(self, commands: Sequence[Command]) -> None:
        """Hint at these commands from now on."""
        hinted = (command for command in commands if command.hint)
        self.commands = sorted(hinted, key=lambda command: command.id != "help")  # in every width
        if self.is_attached:
            self.show_again()

    def say(self, message: str, error: bool = False) -> None:
        """Show a message; an empty one brings the hints back."""
        if (message, error) == (self.message, self.is_error):
            return
        self.message, self.is_error = message, error
        self._fit()
        self.show_again()

    def on_resize(self) -> None:
        self._fit()
        super().on_resize()

    def _fit(self) -> None:
        """As high as the message needs."""
        rows = min(len(self._wrapped(self.size.width)), self.MOST) if self.size.width else 1
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def fill(self, palette: Palette) -> Style:
        if not self.message:
            return palette.bar
        return palette.error if self.is_error else palette.notice

    def _wrapped(self, width: int) -> tuple[str, ...]:
        return wrap(("! " if self.is_error else "") + self.message, max(width - 2, 1))

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if self.message:
            fill = self.fill(palette)
            return [[(" ", fill), (text, fill)] for text in self._wrapped(width)[:height]]
        line: Line = [(" ", palette.bar)]
        self._hints = []
        for command in in_force(self.app, self.commands):
            hint: Line = [(f"{command.sign} ", palette.bar_strong), (f"{command.hint}  ", palette.bar_dim)]
            if command.sign and cells(line) + cells(hint) - 2 <= width:
                self._hints.append((range(cells(line), cells(line) + cells(hint) - 2), command))
                line += hint
        return [line]

    def on_click(self, event: Click) -> None:
        """A message goes when it is clicked; a hint does what its key does."""
        if self.message:
            self.say("")
            return
        command = next((command for columns, command in self._hints if event.x in columns), None)
        if command and command.action:
            self.post_message(self.Chosen(command))
