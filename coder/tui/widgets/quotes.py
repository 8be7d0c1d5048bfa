"""The quotes on a paragraph: told apart by a sign each, drawn in its text and named below it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style

from coder.codebook import Codebook
from coder.evidence.spans import spans_of
from coder.inquiry.stepping import Marks
from coder.tui.laid_out import NOWHERE, Mark, Row, of_mark
from coder.tui.palette import Palette
from coder.tui.text import fit, line
from coder.tui.widgets.lines import Line

STAR = "★"
QUOTED = Style(underline=True)
LEAST = 10
"""Cells below which a quote's first words say nothing."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage that a tag or a star quotes; `place` is None where it is not found now."""

    kind: str
    code: str
    sign: str
    words: str
    place: tuple[int, int] | None


def quotes_of(codebook: Codebook, marks: Marks, text: str) -> list[Quote]:
    """Every quote of a paragraph's marks. The sign is the code's key, or a number where it has none."""
    found: list[Quote] = []
    number = 0
    for (kind, code_id), value in sorted(marks.items()):
        spans = spans_of(value)
        if not spans:
            continue
        code = codebook.by_id.get(code_id)
        sign = STAR if kind == "star" else code.key if code and code.key else ""
        if not sign:
            number += 1
            sign = str(number)
        for span in spans:
            place = span.now(text)
            words = text[slice(*place)] if place else span.text
            found.append(Quote(kind, code_id, sign, words or "(purged)", place))
    return found


def marks_of(quotes: list[Quote]) -> tuple[Mark, ...]:
    """The signs that stand in the text."""
    return tuple(Mark(*one.place, one.sign) for one in quotes if one.place)


class Ink:
    """How each character of a paragraph is drawn: what is quoted underlined, what is selected reversed."""

    def __init__(
        self, codebook: Codebook, quotes: list[Quote], selected: tuple[int, int] | None, palette: Palette
    ) -> None:
        self.plain = palette.here
        self.dim = palette.here_dim
        placed = [one for one in quotes if one.place]
        self.places = [one.place for one in placed if one.place]
        self.signs = [palette.here + palette.bold + sign_style(codebook, one, palette) for one in placed]
        self.selected = selected
        self._touching = [*self.places, *([selected] if selected else [])]

    def line(self, row: Row) -> Line:
        """A line in pieces of one style each."""
        low, high = min(row.offsets, default=NOWHERE), max(row.offsets, default=NOWHERE)
        if low >= NOWHERE and not any(start <= high and end > low for start, end in self._touching):
            return [(row.text, self.plain)]
        pieces: Line = []
        start = 0
        styles = [self._style(offset) for offset in row.offsets]
        for at in range(1, len(styles) + 1):
            if at == len(styles) or styles[at] != styles[start]:
                pieces.append((row.text[start:at], styles[start]))
                start = at
        return pieces

    def _style(self, offset: int) -> Style:
        if offset < 0:
            return self.signs[of_mark(offset)] if of_mark(offset) >= 0 else self.plain
        style = self.plain
        if any(start <= offset < end for start, end in self.places):
            style += QUOTED
        if self.selected and self.selected[0] <= offset < self.selected[1]:
            style += Style(reverse=True)
        return style


def sign_style(codebook: Codebook, quote: Quote, palette: Palette) -> Style:
    """The code's colour; the star's is the accent."""
    code = codebook.by_id.get(quote.code)
    return palette.code(code.colour, palette.here) if code else Style(color=palette.accent.color)


def named(codebook: Codebook, quotes: list[Quote], width: int, palette: Palette) -> Line:
    """Behind the name of what quotes: the sign of each quote with its first words, in so much room."""
    pieces: Line = []
    for place, one in enumerate(quotes):
        room = width // (len(quotes) - place) - len(one.sign) - 4
        if room < LEAST and place:
            break
        words = fit(one.words, room)
        sign = palette.here + palette.bold + sign_style(codebook, one, palette)
        pieces += [(f"‹{one.sign} ", sign), (f"{words}  ", palette.here_dim)]
        width -= len(one.sign) + 4 + cell_len(words)
    return pieces


def lost(quotes: list[Quote], width: int, palette: Palette) -> list[Line]:
    """A line for each quote that is not found: its tag stays on the paragraph."""
    gone = "quote not found in the text any more: "
    return [
        [(fit(f"‹{one.sign} {gone}“{line(one.words)}”", width), palette.here_dim)]
        for one in quotes
        if not one.place
    ]
