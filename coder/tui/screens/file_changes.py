"""What a person changed in the codebook's file, shown before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import App

from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.describing import Told, told
from coder.inquiry.folder import Inquiry
from coder.inquiry.revising import Editor
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.reading import Paged
from coder.tui.text import wrap
from coder.tui.widgets.lines import Line


class FileChanges(Paged[Sequence[Entry]]):
    """Gives what taking the changes did, or None where they are left for now."""

    WIDTH = 84
    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.CHANGES
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str, lines: Sequence[Told]) -> None:
        self.inquiry, self.coder = inquiry, coder
        name = inquiry.codebook_path.name
        super().__init__(
            f"{name} was changed by hand", lambda width, palette: change_lines(lines, width, palette)
        )

    def action_take(self) -> None:
        try:
            self.dismiss(Editor(self.inquiry, self.coder).take())
        except CoderError as error:
            self.footer.say(str(error), error=True)


def change_lines(lines: Sequence[Told], width: int, palette: Palette) -> list[Line]:
    """Each change with its sign; a definition's two texts below one another."""
    drawn: list[Line] = [
        [(text, palette.dim)]
        for text in wrap(
            "These changes are not in force yet. Your tags stay as they are if you leave them.", width
        )
    ]
    drawn.append([])
    for one in lines:
        style = {"+": palette.good, "-": palette.accent, "=": palette.theme}.get(one.sign, palette.strong)
        first, *rest = wrap(one.text, width - (6 if one.sign == " " else 2))
        pad = "    " if one.sign == " " else ""
        text = palette.text if one.sign == " " else style
        drawn.append([(f"{pad}{one.sign} ", style), (first, text)])
        drawn += [[(f"{pad}  {more}", text)] for more in rest]
    return drawn


async def show_file_changes(
    app: App[None], inquiry: Inquiry, coder: str, after: Callable[[Sequence[Entry] | None], None]
) -> bool:
    """Show the box where the file says something else than what is in force; whether it does."""
    try:
        found = inquiry.standing.difference
    except CoderError:  # said by the screen that needs a codebook
        return False
    if found is None:
        return False
    await app.push_screen(FileChanges(inquiry, coder, told(inquiry, found, coder)), after)
    return True
