"""Pick a document: folders are gone through with the arrows, or by typing."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.events import Key, Paste

from coder.errors import CoderError
from coder.inquiry.browsing import Entry, above, entries, keep_folder
from coder.tui import commands
from coder.tui.commands import Command
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit, line
from coder.tui.widgets.lines import Line, spread


class PickFile(Choose[Entry]):
    """Gives the file's entry, or None. A folder that cannot be read is said, and one stays."""

    KEYS: ClassVar[tuple[Command, ...]] = commands.FILES
    BINDINGS: ClassVar = commands.bindings(KEYS)
    WIDTH = 84

    def __init__(self, folder: Path) -> None:
        super().__init__("", "Import:", [], self._row, "There is no file or folder of this name here.")
        self.folder: Path | None = folder

    def on_mount(self) -> None:
        super().on_mount()
        self._go(self.folder)

    def rows(self, width: int) -> int:
        return self.ROWS

    def found(self, query: str) -> list[Entry]:
        return find(self.all, query, lambda one: (one.name,))

    def typed(self, event: Key | Paste) -> bool:
        """As in any list; but Backspace where nothing is typed, and ~, are for going elsewhere."""
        self.footer.say("")
        if isinstance(event, Key) and self._goes_elsewhere(event):
            return False
        return super().typed(event)

    def _goes_elsewhere(self, event: Key) -> bool:
        return event.character == "~" or (event.key == "backspace" and not self.field.value)

    def _go(self, folder: Path | None, come_from: Path | None = None) -> None:
        """Show a folder, with the cursor on the one that was left for it."""
        try:
            self.all = entries(folder)
        except CoderError as error:
            self.footer.say(str(error), error=True)
            return
        self.folder = folder
        self.box.border_title = Content(_tail(line(str(folder or "Drives")), self.WIDTH - 8))
        self.field.clear()
        at = next((at for at, one in enumerate(self.all) if one.path == come_from), 0)
        self.choices.show(self.all, at)

    def action_pick(self) -> None:
        entry = self.choices.item
        if entry and entry.is_folder:
            self._go(entry.path)
        elif entry:
            keep_folder(entry.path.parent)
            self.dismiss(entry)

    def action_up(self) -> None:
        self._go(above(self.folder), self.folder)

    def action_home(self) -> None:
        self._go(Path.home())

    def _row(self, entry: Entry, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        changed = f"{entry.changed:%Y-%m-%d}" if entry.changed else ""
        right = "" if entry.is_folder else f"{_size(entry.size):>9}  {changed:10}"
        name = fit(f"{entry.name}/" if entry.is_folder else entry.name, width - len(right) - 3)
        bold = on + palette.bold if entry.is_folder else on
        return spread([("› " if here else "  ", on), (name, bold)], [(right, dim)], width, on)


def _size(size: int | None) -> str:
    """Bytes as a person reads them."""
    if size is None:
        return ""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def _tail(path: str, width: int) -> str:
    """A path's end, which says most."""
    return path if len(path) <= width else "…" + path[len(path) - width + 1 :]
