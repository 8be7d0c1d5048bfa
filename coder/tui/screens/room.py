"""What the full screens share: commands, messages, and a sentence where the window is too small."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.screen import Screen

from coder.errors import CoderError
from coder.tui.commands import Command
from coder.tui.commands.keymap import in_force, sign_in_force
from coder.tui.looks import NEEDED
from coder.tui.palette import Palette
from coder.tui.reaching import Reaching
from coder.tui.text import wrap
from coder.tui.widgets.footer import Footer
from coder.tui.widgets.lines import Line, Lines


class TooSmall(Lines):
    """Says what the window has and what it needs."""

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        have, need = self.app.size, NEEDED
        sizes = f"{have.width}x{have.height}; {need[0]}x{need[1]} are needed"
        text = f"This window has {sizes}. Enlarge it, or {sign_in_force(self.app, 'quit')}."
        return [[(line, palette.text)] for line in wrap(text, width)]


class Room(Reaching, Screen[None]):
    """A full screen. `KEYS` says what it does at which key."""

    KEYS: ClassVar[tuple[Command, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.footer = Footer(self.KEYS)
        self._covered = False
        self.outdated = False
        """Whether others have changed the store since this screen last followed it."""

    async def on_resize(self) -> None:
        """Where the window is too small, one sentence stands in place of everything else."""
        if self.too_small and not self.query(TooSmall):
            await self.mount(TooSmall())
        if self.too_small != self.has_class("-small"):
            self.set_class(self.too_small, "-small")

    @property
    def offered(self) -> tuple[Command, ...]:
        """The commands one has at the moment."""
        return self.KEYS

    @property
    def too_small(self) -> bool:
        return self.app.size.width < NEEDED[0] or self.app.size.height < NEEDED[1]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is done unseen: where the window is too small, keys wait."""
        return not self.too_small

    def on_screen_suspend(self) -> None:
        self._covered = True

    def on_screen_resume(self) -> None:
        covered, self._covered = self._covered, False
        if self.outdated:
            self.follow()
        elif covered:
            self.came_back()

    def evidence_changed(self) -> None:
        """Transcripts were taken in while this screen stood."""

    def follow(self) -> None:
        """Show what others did."""
        self.outdated = False
        self.news()

    def news(self) -> None:
        """Others have changed the store, or may have: show it, with cursor and text where they are."""
        self.came_back()

    def came_back(self) -> None:
        """The screen above is gone; what was done there may have to show here too."""

    def sign(self, command: str) -> str:
        """The first key of a command as a person reads it."""
        return sign_in_force(self.app, command)

    def say(self, message: str, error: bool = False) -> None:
        self.footer.say(message, error)

    def attempt(self, work: Callable[[], str | None]) -> None:
        """Do work and say what it returns; what went wrong is said in its one sentence."""
        try:
            self.say(work() or "")
        except CoderError as error:
            self.say(str(error), error=True)

    def try_to(self, work: Callable[[], object]) -> None:
        """Do work that has nothing to say; what went wrong is said in its one sentence."""
        try:
            work()
        except CoderError as error:
            self.say(str(error), error=True)

    @property
    def keys(self) -> tuple[Command, ...]:
        """The commands with the keys in force."""
        return in_force(self.app, self.offered)

    def key_of(self, command: str) -> str:
        """A command's key as a person reads it, for what is said to them."""
        return sign_in_force(self.app, command)

    async def run_command(self, command: Command) -> None:
        """Do what a key of the command does."""
        await self.app.run_action(command.action, self)

    async def on_footer_chosen(self, event: Footer.Chosen) -> None:
        await self.run_command(event.command)

    async def action_help(self) -> None:
        from coder.tui.screens.reading import Help

        await self.app.push_screen(Help(self.keys))

    async def action_commands(self) -> None:
        from coder.tui.screens.choosing import ChooseCommand

        async def chosen(command: Command | None) -> None:
            if command and command.action:
                await self.run_command(command)
            elif command:
                self.say(f"{command.typed}: {command.help}")

        await self.app.push_screen(ChooseCommand(self.keys), chosen)

    async def action_tour(self) -> None:
        from coder.tui.screens.tour import Tour

        await self.app.push_screen(Tour())

    async def action_theme(self) -> None:
        from coder.tui.screens.choosing import ChooseTheme

        await self.app.push_screen(ChooseTheme(self.app))
