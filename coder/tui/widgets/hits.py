"""What a search has found, with the words where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.style import Style

from coder.codebook import Codebook
from coder.inquiry.searching import Hit
from coder.inquiry.stepping import Marks
from coder.tui.palette import Palette
from coder.tui.text import clean, fit, line
from coder.tui.widgets.lines import Line, cells, spread
from coder.tui.widgets.window import Window


class HitList(Window[Hit | None]):
    """The hits that are in sight; None for one that is in no transcript any more."""

    TALL = 3
    """Where it is, and two lines of what is said."""

    def __init__(self, codebook: Codebook | None) -> None:
        super().__init__()
        self.codebook = codebook

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        lines: list[Line] = []
        for place, hit in enumerate(self.rows, self.top):
            lines += self._hit(hit, place == self.at, width, palette)
        return lines

    def _hit(self, hit: Hit | None, here: bool, width: int, palette: Palette) -> list[Line]:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        edge: Line = [("▌ ", palette.accent + Style(bgcolor=on.bgcolor)) if here else ("  ", on)]
        if hit is None:
            return [[*edge, (fit("This paragraph is in no transcript any more.", width - 2), dim)], [], []]
        paragraph = hit.placed.paragraph
        signs = fit(self._signs(hit.marks), width // 3)
        who = " · ".join(
            filter(None, (hit.session.date, paragraph.citation, paragraph.speaker or paragraph.label))
        )
        who = fit(who, width - cell_len(signs) - 4)
        title = fit(hit.session.title, max(width - cell_len(who) - cell_len(signs) - 8, 0))
        left: Line = [*edge, (who, on + palette.bold), (f"  {title}" if title else "", dim)]
        lines = [spread(left, [(f"{signs} ", on)], width, on)]
        for said in excerpt(paragraph.text, hit.matched, width - 5, self.TALL - 1):
            pieces: Line = [
                (text, on + palette.theme_ink + palette.bold if is_it else dim) for text, is_it in said
            ]
            lines.append([*edge, ("  ", on), *pieces, (" " * (width - 4 - cells(pieces)), on)])
        return lines + [[*edge, (" " * (width - 2), on)]] * (self.TALL - len(lines))

    def _signs(self, marks: Marks) -> str:
        """The codes on it by their keys, else that it was read; and the other marks."""
        codes = [f"● {self._key(code)}" for kind, code in marks if kind == "tag"]
        if not codes and ("read", "") in marks:
            codes = ["✓"]
        codes += [sign for kind, sign in (("star", "★"), ("flag", "⚑")) if (kind, "") in marks]
        return " ".join([*codes, *(["✎"] if ("memo", "") in marks else [])])

    def _key(self, code_id: str) -> str:
        code = self.codebook.by_id.get(code_id) if self.codebook else None
        return line(code.key or code.name) if code else code_id


Said = list[tuple[str, bool]]
"""Pieces of a line, each with whether it is one of the words sought."""


def excerpt(text: str, matched: Sequence[tuple[int, int]], width: int, rows: int) -> list[Said]:
    """So many lines of a text from shortly before the first of the words sought, which are told apart."""
    words = list(_words(text, matched))
    start = _start(words, width, rows)
    lines: list[Said] = [[("… ", False)] if start else []]
    for place, word in enumerate(words[start:], start):
        last = len(lines) == rows and place < len(words) - 1
        if _cells(lines[-1]) + _cells(word) + 2 * last > width and _cells(lines[-1]):
            if len(lines) == rows:
                lines[-1].append(("…", False))
                break
            lines.append([])
        lines[-1] += [*_cut(word, width - 2), (" ", False)]
    return lines


def _start(words: list[Said], width: int, rows: int) -> int:
    """The word to begin with: the first of all where the words sought are in the first line, else one half a
    line before them; earlier where the rest would leave room."""
    first = next((place for place, word in enumerate(words) if any(is_it for _, is_it in word)), 0)
    taken = [_cells(word) + 1 for word in words]
    if sum(taken[:first]) < width:
        return 0
    start = first
    while start and sum(taken[start - 1 : first]) <= width // 2:
        start -= 1
    room = rows * width - 2 - max(taken, default=0)  # what wrapping may leave over
    while start and sum(taken[start - 1 :]) <= room:
        start -= 1
    return start


def _words(text: str, matched: Sequence[tuple[int, int]]) -> list[Said]:
    """What stands between spaces, in pieces."""
    ends = sorted({0, len(text), *(end for span in matched for end in span)})
    words: list[Said] = [[]]
    for start, end in pairwise(ends):
        is_it = any(low <= start < high for low, high in matched)
        first, *others = clean(text[start:end]).replace("\n", " ").split(" ")
        words[-1].append((first, is_it))
        words += [[(one, is_it)] for one in others]
    return [word for word in ([piece for piece in word if piece[0]] for word in words) if word]


def _cells(said: Said) -> int:
    return sum(cell_len(text) for text, _ in said)


def _cut(word: Said, width: int) -> Said:
    return word if _cells(word) <= width else [(fit("".join(text for text, _ in word), width), False)]
