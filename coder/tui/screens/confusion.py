"""Which code one coder put where another put which."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from coder.inquiry.agreement_table import Confused, Pair, Table
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.reviewing import Reviewing
from coder.tui.text import fit
from coder.tui.widgets.choices import Choices
from coder.tui.widgets.heading import bar
from coder.tui.widgets.lines import Line, Lines, cells


class ConfusionHead(Lines):
    """Who said what."""

    def __init__(self) -> None:
        super().__init__()
        self.coders = ("", "")

    def show(self, coders: tuple[str, ...]) -> None:
        self.coders = (coders[0], coders[1])
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        first, other = (f"{coder} put" for coder in self.coders)
        name = names_of(width)
        heads = f"{first:<{name}}    {other:<{name}}  paragraphs"
        return [[("  ", palette.text), (heads, palette.dim)]]


class ConfusionScreen(Reviewing):
    """A row for each two codes one of which was put where the other was; the most frequent first."""

    KEYS: ClassVar = commands.CONFUSION
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, table: Table, coder: str, pair: Pair | None) -> None:
        super().__init__(table.inquiry, coder, "Confusion")
        self.table = table
        self.pair = pair or table.pairs[0]
        self.head = ConfusionHead()
        nothing = "  Nowhere did one of them put a code that the other did not."
        self.choices: Choices[Confused] = Choices((), self._row, nothing)

    def compose(self) -> ComposeResult:
        return [self.heading, self.footer, self.head, self.choices]

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        coders = self.table.named(self.pair)
        found = self.table.confused(self.pair)
        self.most = max((one.paragraphs for one in found), default=1)
        self.head.show(coders)
        self.choices.show(found)
        self.heading.show(
            f"Confusion · {' and '.join(coders)}",
            "What one put and the other did not, on the same paragraph",
            f"{len(found):,} pairs of codes",
        )

    def _called(self, code: str) -> str:
        found = self.inquiry.codebook.by_id.get(code)
        return (found.name if found else code) or "— no other code"

    def _row(self, one: Confused, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        name = names_of(width)
        line: Line = [
            ("› " if here else "  ", on),
            (fit(self._called(one.first), name).ljust(name), on if one.first else dim),
            ("  ↔ ", dim),
            (fit(self._called(one.other), name).ljust(name), on if one.other else dim),
            (f"{one.paragraphs:>5,} ", on + palette.bold),
            *bar(one.paragraphs, self.most, max(width - 2 * name - 13, 1), on, dim),
        ]
        return [*line, (" " * (width - cells(line)), on)]

    def action_pair(self, steps: int) -> None:
        pairs = self.table.pairs
        if len(pairs) < 2:
            self.say("There is only one pair of coders, so there are no others to choose.")
            return
        self.say("")
        self.pair = pairs[(pairs.index(self.pair) + steps) % len(pairs)]
        self._show()

    def on_choices_picked(self) -> None:
        self.app.call_later(self.action_see_confused)

    async def action_see_confused(self) -> None:
        from coder.inquiry.settling import Wanted
        from coder.tui.screens.differences import open_differences

        if one := self.choices.item:
            wanted = Wanted(
                codes=tuple(filter(None, (one.first, one.other))),
                coders=self.table.named(self.pair),
                paragraphs=self.table.where_confused(self.pair, one),
            )
            await open_differences(self, self.inquiry, self.coder, wanted)


def names_of(width: int) -> int:
    """Columns of a code's name."""
    return max((width - 24) // 3, 12)
