"""A stale tag: its paragraph under the question, its code as it was and as it is now."""

from __future__ import annotations

from difflib import SequenceMatcher

from rich.style import Style

from coder.codebook import Code
from coder.codebook.difference import DEFINING
from coder.inquiry.reviewing import Stale
from coder.tui.palette import Palette
from coder.tui.text import clean, fit, wrap
from coder.tui.widgets.code_list import value_name
from coder.tui.widgets.lines import Line
from coder.tui.widgets.scrolled import Scrolled

GONE, CAME = Style(strike=True), Style(bold=True, underline=True)
"""How words look that are not in the other text: told apart without colour too."""


class StaleView(Scrolled):
    """Draws what is to be settled; the paragraph is scrolled where it is long."""

    def __init__(self) -> None:
        super().__init__()
        self.stale: Stale | None = None

    def show(self, stale: Stale | None) -> None:
        if stale != self.stale:
            self.top = 0
        self.stale = stale
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        if self.stale is None:
            text = "Nothing stale is left: every tag of yours goes by the present meaning of its code."
            return [[], *[[(f"  {one}", palette.text)] for one in wrap(text, width - 4)]]
        inner = width - 4
        below = self._code(self.stale, inner, palette)
        above = self._question(self.stale, inner, max(height // 10, 1), palette)
        below = below[: max(height * 2 // 3, height - 8)]
        said = self._said(self.stale, inner, height - len(above) - len(below) - 2, palette)
        rule: Line = [("─" * inner, palette.faint)]
        return [[("  ", palette.text), *one] for one in [*above, *said, rule, *below]]

    def _question(self, stale: Stale, width: int, most: int, palette: Palette) -> list[Line]:
        """The beginning of the question the paragraph answers."""
        if stale.question is None:
            return []
        asked = stale.question.paragraph
        texts = wrap(f"{asked.speaker or asked.label or 'Question'}: {asked.text}", width)
        shown = [*texts[: most - 1], fit(" ".join(texts[most - 1 : most + 1]), width)]
        return [*([(text, palette.question)] for text in shown if text), []]

    def _said(self, stale: Stale, width: int, room: int, palette: Palette) -> list[Line]:
        paragraph = stale.placed.paragraph
        head = " · ".join(filter(None, (paragraph.citation, paragraph.speaker or paragraph.label)))
        texts = wrap(paragraph.text, width)
        space = max(room - 1, 1)
        self.top = max(0, min(self.top, len(texts) - space))
        shown = list(texts[self.top : self.top + space])
        more = len(texts) - self.top - len(shown)
        if more > 0:
            shown[-1] = f"↓ {more + 1} more lines"
        lines: list[Line] = [[(fit(head, width), palette.strong)]]
        return lines + [[(text, palette.text)] for text in shown]

    def _code(self, stale: Stale, width: int, palette: Palette) -> list[Line]:
        code, former = stale.code, stale.former
        value = value_name(former or code, stale.tag.value)
        name = f"{code.name}: {value}" if value else code.name
        lines: list[Line] = [[
            ("● ", palette.code(code.colour, palette.text)), (fit(name, width - 2), palette.strong)
        ]]  # fmt: skip
        if stale.into:
            lines += self._into(stale, width, palette)
        if former is None:
            lines += [[("How it was defined then is not known here; now:", palette.dim)]]
            return lines + [[(text, palette.text)] for text in wrap(code.definition or "(nothing)", width)]
        for field in DEFINING:
            was, now = said(former, field), said(code, field)
            if was != now:
                lines += changed(field, was, now, width, palette)
        return lines

    def _into(self, stale: Stale, width: int, palette: Palette) -> list[Line]:
        lines: list[Line] = [[("was split; the tag goes on one of:", palette.dim)]]
        for number, code in enumerate(stale.into[:9], 1):
            key = f"{number} " if not code.key else f"{number} {code.key} "
            text = f"{code.name}  {code.definition}" if code.definition else code.name
            lines.append([(f" {key}", palette.strong), (fit(text, width - 1 - len(key)), palette.text)])
        return lines


def said(code: Code, field: str) -> str:
    """A field of a code on one line."""
    value = getattr(code, field)
    return ", ".join(value) if isinstance(value, tuple) else " ".join(clean(value).split())


def changed(field: str, was: str, now: str, width: int, palette: Palette) -> list[Line]:
    """Two texts below one another, the words marked that are in one alone."""
    old, new = was.split(), now.split()
    gone, came = set(range(len(old))), set(range(len(new)))
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        gone -= set(range(block.a, block.a + block.size))
        came -= set(range(block.b, block.b + block.size))
    lines: list[Line] = [[(field.capitalize(), palette.theme)]]
    lines += _words("was ", old, gone, (palette.dim, palette.dim + GONE), width)
    return lines + _words("now ", new, came, (palette.text, palette.text + CAME), width)


def _words(
    label: str, words: list[str], marked: set[int], styles: tuple[Style, Style], width: int
) -> list[Line]:
    """Words wrapped, plain or as those are that differ, under a label."""
    plain, mark = styles
    pad, place = " " * len(label), 0
    lines: list[Line] = []
    for number, text in enumerate(wrap(" ".join(words) or "(nothing)", width - len(label))):
        pieces: Line = [(pad if number else label, plain)]
        for word in text.split():
            pieces.append((word, mark if words and place in marked else plain))
            joined = words and place in marked and place + 1 in marked
            pieces.append((" ", mark if joined else plain))
            place += bool(words) and words[place] == word
        lines.append(pieces[:-1])
    return lines
