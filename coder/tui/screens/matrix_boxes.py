"""The boxes of the matrix screen: a choice, a cell's quotes, a summary to write, a file to name."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.events import Key, Paste
from textual.widget import Widget
from textual.widgets import TextArea

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.looking import CellQuote, Choice, apart
from coder.tui import commands
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.screens.modal import Modal
from coder.tui.text import fit, wrap
from coder.tui.widgets.choices import Choices
from coder.tui.widgets.field import Field
from coder.tui.widgets.lines import Line, spread
from coder.tui.widgets.pager import Pager

SAID = {
    "paragraphs": "distinct paragraphs", "row-share": "share of the row's paragraphs",
    "column-share": "share of the column's paragraphs", "words": "words of the paragraphs",
    "witnesses": "distinct witnesses", "tags": "tags, each coder's",
    "any": "tags of any coder", "majority": "of more than half of those who read",
    "all": "of all who read", "agreed": "agreed or decided", "kind": "what kind of speaker",
}  # fmt: skip


class ChooseOne(Choose[str]):
    """Rows, columns, measure or basis; gives the one chosen."""

    def __init__(self, what: str, offered: Sequence[str], now: str) -> None:
        super().__init__(
            what.capitalize(), f"{what.capitalize()}:", offered, self._row, "There is none like it."
        )
        self.now = now
        self.choices.at = list(offered).index(now) if now in offered else 0

    def found(self, query: str) -> list[str]:
        return find(self.all, query, lambda one: (one,), lambda one: SAID.get(one, ""))

    def _row(self, one: str, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        left: Line = [
            ("› " if here else "  ", on),
            (fit(one, 24).ljust(26), on + palette.bold if here else on),
        ]
        sign = "now" if one == self.now else ""
        return spread(
            [*left, (fit(SAID.get(one, ""), width - 32 - len(sign)), dim)], [(sign, dim)], width, on
        )


class CellQuotes(Modal[str]):
    """The paragraphs behind a figure, the one under the cursor whole; gives one to go to."""

    KEYS: ClassVar = commands.QUOTES
    BINDINGS: ClassVar = commands.bindings(KEYS)
    WIDTH = 110

    def __init__(self, quotes: Sequence[CellQuote]) -> None:
        super().__init__(f"{len(quotes):,} quote" + ("s" if len(quotes) != 1 else ""))
        self.choices = Choices(quotes, self._row, "There are no quotes.")
        self.pager = Pager(self._whole)

    def parts(self) -> Iterable[Widget]:
        return [self.choices, self.pager]

    def rows(self, width: int) -> int:
        return 40

    def _row(self, quote: CellQuote, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        left: Line = [("› " if here else "  ", on), (f"{fit(quote.citation, 14)} ", on + palette.bold)]
        speaker = f"{fit(quote.speaker, 24)}: " if quote.speaker else ""
        used = 3 + len(quote.citation)
        return [*left, (fit(f"{speaker}{quote.text}", max(8, width - used)), dim)]

    def _whole(self, width: int, palette: Palette) -> list[Line]:
        return quote_lines(self.choices.item, width, palette) if self.choices.item else []

    def on_choices_moved(self) -> None:
        self.pager.top = 0
        self.pager.show_again()

    def on_choices_picked(self) -> None:
        self.pager.show_again()

    def action_move(self, steps: int) -> None:
        self.choices.move(steps)

    def action_page(self, pages: int) -> None:
        self.choices.page(pages)

    def action_scroll(self, steps: int) -> None:
        self.pager.scroll_text(steps * 3)

    def action_pick(self) -> None:
        if self.choices.item:
            self.dismiss(self.choices.item.paragraph)


def quote_lines(quote: CellQuote, width: int, palette: Palette) -> list[Line]:
    """A rule, what was asked, what was said, and under which codes."""
    head = f"── {quote.citation} · {quote.speaker or 'no speaker'} "
    head = fit(head, width - 2) + " "
    lines: list[Line] = [[(head + "─" * (width - cell_len(head)), palette.theme)]]
    lines += [[(text, palette.question)] for text in wrap(quote.question, width) if quote.question]
    lines += [[(text, palette.text)] for text in wrap(quote.text, width)]
    for passage in quote.quoted:
        lines += [[(text, palette.accent)] for text in wrap(f"“{passage}”", width)]
    return [*lines, [(fit("; ".join(quote.codes), width), palette.dim)]]


class WriteSummary(Modal[tuple[str, tuple[str, ...]]]):
    """A text to write above the quotes it rests on; given with those of their citations that stand in it."""

    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.SUMMARY
    BINDINGS: ClassVar = commands.bindings(KEYS, at_once=False)
    WIDTH = 110

    def __init__(self, title: str, text: str, quotes: Sequence[CellQuote]) -> None:
        super().__init__(title)
        self.quotes = quotes
        self.area = TextArea(text, soft_wrap=True)
        self.pager = Pager(self._quotes)

    def parts(self) -> Iterable[Widget]:
        return [self.area, self.pager]

    def rows(self, width: int) -> int:
        return 40

    def _quotes(self, width: int, palette: Palette) -> list[Line]:
        if not self.quotes:
            return [[("No tag of this theme stands on what the witness said.", palette.dim)]]
        return [line for quote in self.quotes for line in quote_lines(quote, width, palette)]

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self.area)
        self.area.move_cursor(self.area.document.end)

    def action_scroll(self, steps: int) -> None:
        self.pager.scroll_text(steps)

    def action_save(self) -> None:
        text = self.area.text
        cited = dict.fromkeys(quote.citation for quote in self.quotes if quote.citation in text)
        self.dismiss((text, tuple(cited)))


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export, as it is said."""

    said: str
    failed: bool = False


class Export(Modal[Exported]):
    """Asks for a file's name in the inquiry's folder, and writes the workbook in a thread."""

    KEYS: ClassVar = commands.EXPORTING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str, choice: Choice) -> None:
        super().__init__("Export to the inquiry's folder")
        self.inquiry, self.coder, self.choice = inquiry, coder, choice
        self.field = Field("File:")
        self.field.value = "theme-matrix.xlsx"
        self.writing = False

    def parts(self) -> Iterable[Widget]:
        return [self.field]

    def rows(self, width: int) -> int:
        return 1

    def typed(self, event: Key | Paste) -> bool:
        return self.field.typed(event)

    def action_write(self) -> None:
        if not self.writing:
            self.writing = True
            self.footer.say("Writing…")
            self.run_worker(self.reach(self._write))

    async def _write(self) -> None:
        try:
            self.dismiss(Exported(await asyncio.to_thread(self._written)))
        except CoderError as error:
            self.dismiss(Exported(str(error), failed=True))

    def _written(self) -> str:
        """Run in a thread, on a store of its own."""
        from coder.inquiry.reports import write_matrix
        from coder.inquiry.selecting import Wanted

        choice = self.choice
        path = self.inquiry.folder / self.field.value.strip()
        wanted = Wanted(rows=choice.rows, columns=choice.columns, measure=choice.measure)
        words = ["coder", "matrix", "-o", path.name, "--basis", choice.basis, "--rows", choice.rows,
                 "--columns", choice.columns, "--measure", choice.measure]  # fmt: skip
        with apart(self.inquiry, self.coder) as own:
            written = write_matrix(own, path, choice.basis, shlex.join(words), wanted=wanted)
        return (
            f"{path.name}: written into the inquiry's folder, {written.tags:,} tags (basis {written.basis})."
        )
