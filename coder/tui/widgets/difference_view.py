"""A paragraph on which coders differ: its question, its text, and what each of them put, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len

from coder.adjudication import Case, Ruling
from coder.codebook import Code
from coder.evidence.model import Paragraph
from coder.inquiry.settling import STATE_NAMES, Difference, Said
from coder.tui.palette import Palette
from coder.tui.text import fit, line, wrap
from coder.tui.widgets.lines import Line, cells
from coder.tui.widgets.scrolled import Scrolled

DECIDED = {"accept": "✓ accepted", "reject": "✗ rejected", "add": "+ added"}
PROPOSED = {"accept": "accept", "reject": "reject", "add": "add"}
COLUMN, WIDEST = 4, 14
"""Cells of a coder's column: at least, and at most."""


class DifferenceView(Scrolled):
    """Draws a Difference; of a long paragraph as much as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.difference: Difference | None = None
        self.nothing = ""

    def show(self, difference: Difference | None, nothing: str = "") -> None:
        was = self.difference
        if was is None or difference is None or was.placed != difference.placed:
            self.top = 0
        self.difference, self.nothing = difference, nothing
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        difference = self.difference
        inner = width - 2
        if difference is None:
            return [[], *[[(f" {text}", palette.text)] for text in wrap(self.nothing, inner)]]
        below = [[], *self._table(difference, inner, palette), *self._notes(difference, inner, palette)]
        below = below[: max(height - 5, 1)]
        above = self._question(difference, inner, max((height - len(below)) // 3, 0), palette)
        text = self._text(difference, inner, height - len(below) - len(above), palette)
        return [[(" ", palette.text), *one] for one in [*above, *text, *below]]

    def _question(self, difference: Difference, width: int, height: int, palette: Palette) -> list[Line]:
        if difference.question is None or height < 2:
            return []
        asked = difference.question.paragraph
        head = " · ".join(filter(None, ("Question", asked.citation, asked.speaker or asked.label)))
        texts = _cut(wrap(asked.text, width), max(height - 2, 1), width)
        return [[(fit(head, width), palette.theme)], *[[(text, palette.question)] for text in texts], []]

    def _text(self, difference: Difference, width: int, height: int, palette: Palette) -> list[Line]:
        """The paragraph, in a window of so many lines where it is longer."""
        paragraph = difference.placed.paragraph
        head: Line = [(fit(_who(paragraph), width), palette.here + palette.bold)]
        texts = wrap(paragraph.text, width)
        room = max(height - 1, 1)
        self.top = max(0, min(self.top, len(texts) - room))
        shown = [(text, palette.here) for text in texts[self.top : self.top + room]]
        left = len(texts) - self.top - room
        if left > 0:
            shown[-1] = (f"↓ {left + 1} more lines", palette.here_dim)
        lines = [head, *[[one] for one in shown]]
        return [[*one, (" " * (width - cells(one)), palette.here)] for one in lines]

    def _table(self, difference: Difference, width: int, palette: Palette) -> list[Line]:
        """Each code that anybody put here, coder by coder."""
        coders = difference.coders
        column = max(COLUMN, min(WIDEST, (width - 16 - 18) // max(len(coders), 1)))
        name = max(width - 18 - column * len(coders), 16)
        heads = "".join(_head(coder, column - 1).ljust(column) for coder in coders)
        lines: list[Line] = [[(" " * name, palette.dim), (heads, palette.theme)]]
        for one in difference.said:
            here = one.code.id == difference.case.code
            lines.append(self._row(one, coders, here, (name, column, width), palette))
        return lines

    def _row(
        self,
        one: Said,
        coders: tuple[str, ...],
        here: bool,
        sizes: tuple[int, int, int],
        palette: Palette,
    ) -> Line:
        name, column, width = sizes
        ground = palette.here if here else palette.text
        on = ground + palette.bold if here else palette.text if one.case.disputed else palette.dim
        left: Line = [("› " if here else "  ", ground)]
        left.append((fit(one.code.name, name - 3).ljust(name - 2), palette.code(one.code.colour, on)))
        for coder in coders:
            left.append((_cell(one.by, coder, one.code, column - 1).ljust(column), on))
        said = fit(state_of(one.case), width - cells(left) - 1)
        return [*left, (said, on), (" " * (width - cells(left) - len(said)), ground)]

    def _notes(self, difference: Difference, width: int, palette: Palette) -> list[Line]:
        """What was quoted for the code, memos, proposals, the decision."""
        case = difference.case
        this = next((one for one in difference.said if one.code.id == case.code), None)
        notes = [
            (f"{coder} quoted “{line(str(span.get('text') or ''))}”", palette.text)
            for coder, tag in (this.by if this else {}).items() if tag
            for span in tag.get("spans") or ()
        ]  # fmt: skip
        for (coder, code), text in difference.memos.items():
            on = f" on {difference.code.name}" if code else ""
            notes.append((f"{coder}’s memo{on}: {line(text)}", palette.dim))
        notes += [
            (said_of(one, f"{one.by} proposes to {one.verdict}"), palette.text) for one in case.proposals
        ]
        if case.decision:
            what = f"{case.decision.by} decided to {case.decision.verdict}"
            notes.append((said_of(case.decision, what, difference.code), palette.strong))
        if case.state in ("discussing", "divergent") or case.unclear:
            what = "codebook unclear" if case.unclear else STATE_NAMES[case.state]
            notes.append((f"{what}{f': {case.note}' if case.note else ''}", palette.accent))
        lines: list[Line] = [[]] if notes else []
        for text, style in notes:
            lines += [[(one, style)] for one in _cut(wrap(text, width), 2, width)]
        return lines


def state_of(case: Case) -> str:
    """How far a code on a paragraph is settled; empty where all agree."""
    unclear = ", unclear" if case.unclear else ""
    if case.decision:
        return DECIDED[case.decision.verdict] + unclear
    if case.disputed or case.state != "open":
        return STATE_NAMES[case.state] + unclear
    return unclear.removeprefix(", ")


def said_of(ruling: Ruling, what: str, code: Code | None = None) -> str:
    """A decision or a proposal with its reason and who was there."""
    step = ""
    if ruling.step:
        names = code.values if code else ()
        step = f" as {names[ruling.step - 1] if ruling.step <= len(names) else f'step {ruling.step}'}"
    present = f" (with {', '.join(ruling.present)})" if ruling.present else ""
    return f"{what}{step}: {ruling.reason}{present}"


def _head(coder: str, width: int) -> str:
    """A coder's name; of `coder 1` the number, where there is no room for more."""
    return fit(coder if len(coder) <= width else coder.rpartition(" ")[2], width)


def _cell(by: Mapping[str, Mapping[str, Any] | None], coder: str, code: Code, width: int) -> str:
    """● put, with its step, by its number where there is no room for the name; ○ read and not put; · not
    judged."""
    if coder not in by:
        return "·"
    tag = by[coder]
    if tag is None:
        return "○"
    step = tag.get("value")
    if not isinstance(step, int) or not 0 < step <= len(code.values):
        return "●"
    name = line(f"● {code.values[step - 1]}")
    return name if cell_len(name) <= width else fit(f"● {step}", width)


def _who(paragraph: Paragraph) -> str:
    who = paragraph.speaker or paragraph.label
    return " · ".join(filter(None, (paragraph.citation or paragraph.id, paragraph.role, who)))


def _cut(texts: tuple[str, ...], most: int, width: int) -> list[str]:
    """At most so many lines, the last with an ellipsis where there are more."""
    if len(texts) <= most:
        return list(texts)
    return [*texts[: most - 1], fit(" ".join(texts[most - 1 :]), width)]
