"""Do one thing to many paragraphs: choose it, see what it would change, do it as one action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.bulk import Deed, Effect, Selection, totals
from coder.inquiry.folder import Inquiry
from coder.store.index import Placed
from coder.tui import commands
from coder.tui.fuzzy import find
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.screens.modal import Modal
from coder.tui.text import fit, wrap
from coder.tui.widgets.choices import Choices
from coder.tui.widgets.lines import Line, Lines, cells, spread

PAGE, PAGES = 64, 8
"""Texts are fetched so many at a time, and so many times they are kept."""


class Bulk(Choose[Any]):
    """Gives the entries of what was done to the paragraphs, or None where nothing was.

    The ids may be of any sessions, and as many as one likes.
    """

    KEYS = commands.BULK
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, coder: str, title: str, paragraphs: Iterable[str]) -> None:
        self.selection = Selection(inquiry, coder, paragraphs)
        self.what = title
        super().__init__(
            title[:1].upper() + title[1:],
            "Do:",
            self.selection.deeds(),
            self._row,
            "Nothing that can be done has these letters.",
        )

    def found(self, query: str) -> list[Deed]:
        return find(self.all, query, lambda one: (str(one), one.code.id if one.code else one.what))

    def _row(self, deed: Deed, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        key = deed.code.key if deed.code else ""
        left: Line = [("› " if here else "  ", on), (fit(str(deed), width - 6), on)]
        return spread(left, [(f"{key} ", dim)], width, on)

    def action_pick(self) -> None:
        if self.choices.item:
            self.app.push_screen(Preview(self.selection, self.what, self.choices.item), self._previewed)

    def _previewed(self, entries: list[Entry] | None) -> None:
        if entries:
            self.dismiss(entries)


class Summary(Lines):
    """What would change, in a sentence."""

    DEFAULT_CSS = "Summary { height: 2; margin: 0 1; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def say(self, text: str) -> None:
        self.text = text
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        return [[(line, palette.strong)] for line in wrap(self.text, width)]


class Preview(Modal[list[Entry]]):
    """Paragraph by paragraph what would change. Gives the entries once it is done."""

    KEYS: ClassVar = commands.PREVIEW
    BINDINGS: ClassVar = commands.bindings(KEYS)
    CLICK_CLOSES: ClassVar = False
    WIDTH = 110

    def __init__(self, selection: Selection, title: str, deed: Deed) -> None:
        super().__init__(f"{deed} — {title}")
        self.selection = selection
        self.effects = selection.effects(deed)
        self.left_out: set[str] = set()
        self._pages: dict[int, dict[str, Placed]] = {}
        self.summary = Summary(totals(self.effects, self.left_out))
        self.choices: Choices[int] = Choices(range(len(self.effects)), self._row, "There is no paragraph.")

    def parts(self) -> Iterable[Widget]:
        return [self.summary, self.choices]

    def rows(self, width: int) -> int:
        return 2 + min(len(self.effects), 30)

    def action_move(self, steps: int) -> None:
        self.choices.move(steps)

    def action_page(self, pages: int) -> None:
        self.choices.page(pages)

    def on_choices_picked(self) -> None:
        self.action_leave_out()

    def action_leave_out(self) -> None:
        """Leave the one under the cursor out, or take it in again."""
        if self.choices.item is None:
            return
        self.left_out ^= {self.effects[self.choices.item].paragraph}
        self.summary.say(totals(self.effects, self.left_out))
        self.footer.say("")
        self.choices.show_again()

    def action_do(self) -> None:
        wanted = [effect for effect in self.effects if effect.paragraph not in self.left_out]
        try:
            entries = self.selection.do(wanted)
        except CoderError as error:
            self.footer.say(str(error), error=True)
            return
        if entries:
            self.dismiss(entries)
        else:
            self.footer.say("Nothing would change; Esc goes back to the choice.")

    def _placed(self, at: int) -> Placed | None:
        """The paragraph of a row, fetched with its neighbours."""
        page = at // PAGE
        if page not in self._pages:
            if len(self._pages) >= PAGES:
                self._pages.clear()
            ids = [effect.paragraph for effect in self.effects[page * PAGE : (page + 1) * PAGE]]
            self._pages[page] = self.selection.inquiry.store.index.paragraphs(ids)
        return self._pages[page].get(self.effects[at].paragraph)

    def _row(self, at: int, here: bool, width: int, palette: Palette) -> Line:
        effect, placed = self.effects[at], self._placed(at)
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        kept = effect.paragraph not in self.left_out
        box = ("[x] " if effect.changes else " ·  ") if kept else "[ ] "
        left: Line = [("› " if here else "  ", on), (box, on if kept else dim)]
        cited = (placed.paragraph.citation if placed else "") or effect.paragraph
        left.append((fit(cited, 14).ljust(9) + " ", (on + palette.bold) if effect.changes and kept else dim))
        why = said(effect) if kept else "left out"
        right: Line = [(fit(why, width // 3), dim)]
        text = placed.paragraph.text if placed else "is in no transcript any more"
        return spread([*left, (fit(text, width - cells(left) - cells(right) - 2), dim)], right, width, on)


def said(effect: Effect) -> str:
    """What is remarkable of a paragraph: why nothing changes, or what comes off."""
    return effect.why_not or "".join(f"{code.name} comes off" for code in effect.comes_off[:1])
