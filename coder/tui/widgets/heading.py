"""Where one is: inquiry and session, coder, item, witnesses, question, progress."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style

from coder.evidence.model import Witness
from coder.inquiry.stepping import View
from coder.tui.commands.keymap import sign_in_force
from coder.tui.palette import Palette
from coder.tui.text import fit, line
from coder.tui.widgets.lines import Line, Lines, cells, spread


class Heading(Lines):
    """Three lines at the top of the coding screen; a fourth where not every paragraph is stepped through."""

    def __init__(self, inquiry: str, coder: str) -> None:
        super().__init__()
        self.inquiry, self.coder = inquiry, coder
        self.view: View | None = None

    def fill(self, palette: Palette) -> Style:
        return palette.bar

    def show(self, view: View) -> None:
        self.view = view
        rows = 4 if view.narrowed else 3
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows
        self.show_again()

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        view = self.view
        if view is None:
            return []
        inner = width - 2
        coder: Line = [("coder ", palette.bar_dim), (self.coder, palette.bar_strong)]
        date = view.session.date or ""
        date = f" · {date}" if date[:4] not in view.session.title else ""
        place = f"{self.inquiry} › {view.session.title}{date}"
        place = noted(place, view.memos.session, inner - cells(coder) - 2)
        progress = self._progress(view, inner, palette)
        number = f"{view.item.number} · " if view.item.number else ""
        item = fit(f"{number}{view.item.heading}", inner - cells(progress) - 2)
        memo = " · ".join(
            dict.fromkeys(view.memos.people[name] for name in _names(view) if name in view.memos.people)
        )
        witnesses = noted(in_full(view.item.witnesses), memo, inner)
        lines: list[Line] = [
            spread([(place, palette.bar_dim)], coder, inner, palette.bar),
            spread([(item, palette.bar_strong)], progress, inner, palette.bar),
            [(witnesses, palette.bar)],
        ]
        if view.narrowed:
            lines.append(self._narrowed(view, inner, palette))
        return [[(" ", palette.bar), *one] for one in lines]

    def _narrowed(self, view: View, width: int, palette: Palette) -> Line:
        """What stepping stops at, and the way out of a filter."""
        way_out = f"{sign_in_force(self.app, 'clear-filter')} clears" if view.filtered else ""
        said = fit(view.narrowed, width - len(way_out) - 2)
        return spread([(said, palette.bar_strong)], [(way_out, palette.bar_dim)], width, palette.bar)

    def _progress(self, view: View, width: int, palette: Palette) -> Line:
        nth, of = view.question_place
        question = f"question {nth} of {of}   " if nth else f"{of} questions   " if of else ""
        return [
            (question, palette.bar_dim),
            *bar(view.read, view.total, 20 if width > 100 else 10, palette.bar_strong, palette.bar_dim),
            (" ", palette.bar),
            (f"{view.read}/{view.total} ", palette.bar),
            ("read", palette.bar_dim),
        ]


def _names(view: View) -> list[str]:
    """Who speaks here, and the item's witnesses."""
    here = view.here.paragraph.speaker
    return [*([here] if here else []), *(witness.name for witness in view.item.witnesses)]


def noted(text: str, memo: str, width: int) -> str:
    """A text with the memo on it behind, as far as there is room, and at least a sign that there is one."""
    if not memo:
        return fit(text, width)
    text = fit(text, width - 2)
    return fit(f"{text} ✎ {line(memo)}", width) if width - cell_len(text) > 12 else f"{text} ✎"


def in_full(witnesses: tuple[Witness, ...]) -> str:
    """Witnesses with role and organisation, on one line."""
    return "; ".join(", ".join(filter(None, (one.name, one.role, one.organisation))) for one in witnesses)


def bar(done: int, total: int, width: int, full: Style, empty: Style) -> Line:
    """A progress bar. It is full only when all is done, and empty only when nothing is."""
    filled = round(width * done / total) if total else 0
    if 0 < done < total:
        filled = min(max(filled, 1), width - 1)
    return [("━" * filled, full), ("─" * (width - filled), empty)]
