"""Quoting: a passage of the paragraph is selected, and what is put on is put on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import actions
from textual.events import Key, Paste

from coder.codebook import Code
from coder.coding import Entry
from coder.evidence.spans import spans_of
from coder.inquiry.tagging import Hand, Passage
from coder.tui.selection import Selection, between, sentence_at
from coder.tui.widgets.evidence import EvidenceView

if TYPE_CHECKING:
    from coder.tui.screens.coding import CodingScreen


class Quoting:
    """Selects on a coding screen. While it is on, the keys of quoting go before the screen's own."""

    def __init__(self, screen: CodingScreen) -> None:
        self.screen = screen
        self.selection: Selection | None = None

    @property
    def on(self) -> bool:
        return self.selection is not None

    @property
    def passage(self) -> Passage | None:
        """What is selected; None where nothing is."""
        return self.selection.passage if self.selection else None

    @property
    def text(self) -> str:
        return self.screen.view.here.paragraph.text

    def begin(self) -> str | None:
        """Select the first sentence in the window; what is to be said where there is none."""
        self.select(sentence_at(self.text, self.screen.evidence.first_shown))
        return None if self.on else "There are no words here to quote."

    def point(self, event: EvidenceView.Pointed) -> None:
        """Select by mouse: words dragged over, a word at two clicks, a sentence at three."""
        if event.clicks > 2:
            self.select(sentence_at(self.text, event.start))
        else:
            self.select(between(self.text, event.start, event.end) or self.selection)

    def select(self, selection: Selection | None) -> None:
        """Show a selection, or that there is none any more."""
        was, self.selection = self.on, selection
        self.screen.evidence.select(self.passage, selection.edge if selection else None)
        if was != self.on:
            self.screen.footer.offer(self.screen.offered)

    def move(self, how: str, *steps: int) -> None:
        """Change the selection by one of its moves."""
        if self.selection:
            self.select(getattr(self.selection, how)(*steps))

    def typed(self, event: Key | Paste) -> bool:
        """Do the command of a key; whether it was one of those for quoting."""
        pressed = event.key if isinstance(event, Key) else ""
        command = next((one for one in self.screen.keys if pressed in one.keys), None)
        if command is None or command.group != "Quoting":
            return False
        _, name, parameters = actions.parse(command.action)
        getattr(self.screen, f"action_{name}")(*parameters)
        return True

    # What is put on while a passage is selected

    def toggle(self, code: Code) -> list[Entry]:
        """Put a code on the passage, or take its quote of just this passage off; then the code stays."""
        return self._toggle(("tag", code.id), lambda *at: self.hand.tag(at[0], [(code, None)], at[1]))

    def star(self) -> str:
        """The same with the star; what is to be said of it."""
        entries = self.screen.took(self._toggle(("star", ""), self.hand.star_passage))
        return "Starred as quotable." if entries[-1:] and self._quotes(("star", "")) else "The star is off."

    def unquote(self) -> str:
        """Take every quote off that the passage touches; what is to be said of it."""
        assert self.selection
        entries = self.screen.took(self.hand.unquote(self.screen.here, self.selection.passage))
        off = ", ".join(dict.fromkeys(self._name(entry) for entry in entries))
        return f"Quotes taken off: {off}." if off else "Nothing quotes this passage."

    @property
    def hand(self) -> Hand:
        return self.screen.stepper.hand

    def _toggle(self, mark: tuple[str, str], put: Callable[[str, Passage], list[Entry]]) -> list[Entry]:
        assert self.selection
        here, passage = self.screen.here, self.selection.passage
        return self.hand.unquote(here, passage, [mark]) if self._quotes(mark) else put(here, passage)

    def _quotes(self, mark: tuple[str, str]) -> bool:
        """Whether a mark quotes the passage, no more and no less."""
        assert self.selection
        marks = self.screen.inquiry.store.journal.marks(self.screen.here, self.screen.coder)
        return any(span.now(self.text) == self.selection.passage for span in spans_of(marks.get(mark)))

    def _name(self, entry: Entry) -> str:
        code = self.screen.inquiry.codebook.by_id.get(entry.code)
        return "the star" if entry.kind == "star" else code.name if code else entry.code
