"""The paragraph one codes, under its question and between its neighbours, or in its whole exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style
from textual.events import Click, MouseDown, MouseMove, MouseUp
from textual.message import Message

from coder.codebook import Codebook
from coder.evidence.model import Paragraph
from coder.inquiry.stepping import Marks, View, is_read
from coder.tui.commands.keymap import sign_in_force
from coder.tui.laid_out import Row, lay_out, row_of
from coder.tui.palette import Palette
from coder.tui.text import fit, line, wrap
from coder.tui.widgets.chips import chips, small
from coder.tui.widgets.lines import Line, Lines, cells, spread
from coder.tui.widgets.quotes import Ink, Quote, lost, marks_of, quotes_of

if TYPE_CHECKING:
    from coder.store.index import Placed

ROLE_NAMES = {"procedural": "procedure", "followup": "follow-up"}
MEMO_LINES = 4


class EvidenceView(Lines):
    """Draws a View. Posts `Scrolled` where the mouse wheel turns, `Pointed` where it goes over the text."""

    ALLOW_SELECT = False

    class Scrolled(Message):
        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    class Pointed(Message):
        """From one codepoint of the paragraph to another; clicked so often at one place, or dragged (0)."""

        def __init__(self, start: int, end: int, clicks: int) -> None:
            super().__init__()
            self.start, self.end, self.clicks = start, end, clicks

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self.codebook = codebook
        self.view: View | None = None
        self.hidden = 0
        """How many lines of a long paragraph stand above the window."""
        self.whole = False
        """Whether the view is of a whole exchange: from its question on, each paragraph with its tags."""
        self.selected: tuple[int, int] | None = None
        self._edge: int | None = None
        """A codepoint to bring into the window."""
        self._rows: tuple[Row, ...] = ()
        self._top = 0
        """The line of the window on which the first of the rows would stand."""
        self._held: int | None = None
        """Where the mouse button went down."""

    def show(self, view: View, whole: bool = False) -> None:
        if self.view is None or view.here != self.view.here:
            self.hidden = 0
        self.view, self.whole = view, whole
        self.show_again()

    def select(self, selected: tuple[int, int] | None, edge: int | None = None) -> None:
        """Show a passage as selected, with one codepoint of it in the window."""
        self.selected, self._edge = selected, edge
        self.show_again()

    def scroll_text(self, steps: int) -> None:
        self.hidden, self._edge = max(0, self.hidden + steps), None
        self.show_again()

    @property
    def first_shown(self) -> int:
        """The first codepoint of the paragraph in the window."""
        return next((one for row in self._rows[self.hidden :] for one in row.offsets if one >= 0), 0)

    # The mouse

    def _pointed_at(self, x: int, y: int) -> int | None:
        """The codepoint of the paragraph at a place of the window, or nearest to it."""
        if not self._rows:
            return None
        place = max(0, min(y - self._top, len(self._rows) - 1))
        return self._rows[place].at(x - 2)

    def on_mouse_down(self, event: MouseDown) -> None:
        if event.button == 1 and 0 <= event.y - self._top < len(self._rows):
            self._held = self._pointed_at(event.x, event.y)
            self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        there = self._pointed_at(event.x, event.y)
        if self._held is not None and there is not None and there != self._held:
            self.post_message(self.Pointed(self._held, there, 0))

    def on_mouse_up(self, event: MouseUp) -> None:
        self._held = None
        self.release_mouse()

    def on_click(self, event: Click) -> None:
        there = self._pointed_at(event.x, event.y)
        if there is not None and event.chain > 1 and 0 <= event.y - self._top < len(self._rows):
            self.post_message(self.Pointed(there, there, event.chain))

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Scrolled(3))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Scrolled(-3))

    # Drawing

    def draw(self, width: int, height: int, palette: Palette) -> list[Line]:
        view = self.view
        if view is None:
            return []
        inner = width - 3
        quotes = quotes_of(self.codebook, view.marks, view.here.paragraph.text)
        ink = Ink(self.codebook, quotes, self.selected, palette)
        self._rows = lay_out(view.here.paragraph.text, marks_of(quotes), inner)
        head, marked = self._head(view, inner, palette), self._marked(view, quotes, inner, palette)
        own = len(self._rows) + len(marked) + 2
        top = [] if self.whole and own < height else self._question(view, inner, height, palette)
        room = height - len(top)
        if own > room:
            marked = marked[: max(room // 3, 1)]
            self._bring(max(room - 2 - len(marked), 1))
            self._top = len(top) + 1 - self.hidden
            return top + _edged(self._window(head, ink, marked, inner, room), inner, palette)
        self.hidden = 0
        current = _edged([head, *map(ink.line, self._rows), [], *marked], inner, palette)
        spare = room - len(current)
        after = self._after(view, inner, spare, palette)
        before = self._before(view, inner, min(spare, max(spare // 3, spare - len(after))), palette)
        self._top = len(top) + len(before) + 1
        return top + before + current + after[: spare - len(before)]

    def _question(self, view: View, width: int, height: int, palette: Palette) -> list[Line]:
        """The question the paragraph answers, kept at the top; at most a third of the height."""
        if view.question is None or view.question == view.here:
            return []
        asked = view.question.paragraph
        head = " · ".join(filter(None, ("Question", asked.citation, asked.speaker or asked.label)))
        texts = _cut(wrap(asked.text, width), max(height // 3 - 2, 1), width)
        lines: list[Line] = [_inset(fit(head, width), palette.theme)]
        lines += [_inset(text, palette.question) for text in texts]
        if view.question_memo:
            lines.append(_inset(fit(f"memo: {view.question_memo}", width), palette.dim))
        return [*lines, []]

    def _head(self, view: View, width: int, palette: Palette) -> Line:
        """What stands above the text of the paragraph one is on."""
        paragraph = view.here.paragraph
        state = ("✓ read", palette.good) if view.is_read else ("not read", palette.dim)
        state = (state[0], state[1] + Style(bgcolor=palette.here.bgcolor))
        signs = "".join(f"{sign} " for sign in signs_of(view.marks))
        who = _head(view, paragraph, width - len(signs) - len(state[0]) - 1)
        right: Line = [(signs, palette.accent + Style(bgcolor=palette.here.bgcolor)), state]
        return spread([(who, palette.here + palette.bold)], right, width, palette.here)

    def _marked(self, view: View, quotes: list[Quote], width: int, palette: Palette) -> list[Line]:
        """What the coder has put on it: tags with what they quote, and memos."""
        lines = chips(self.codebook, view.marks, quotes, width, palette) or [
            [("no codes yet", palette.here_dim)]
        ]
        lines += lost(quotes, width, palette)
        for (kind, code_id), value in sorted(view.marks.items()):
            if kind == "memo" and value.get("text"):
                code = self.codebook.by_id.get(code_id)
                on = f" on {code.name if code else code_id}" if code_id else ""
                texts = _cut(wrap(f"memo{on}: {value['text']}", width), 2 if on else MEMO_LINES, width)
                lines += [[(text, palette.here_dim)] for text in texts]
        return lines

    def _bring(self, space: int) -> None:
        """Hide as many lines as bring into so much space what is to be seen."""
        if self._edge is not None:
            at = row_of(self._rows, self._edge)
            self.hidden = max(min(self.hidden, at), at - space + 1)
        self.hidden = max(0, min(self.hidden, len(self._rows) - space))

    def _window(self, head: Line, ink: Ink, marked: list[Line], width: int, room: int) -> list[Line]:
        """Part of a paragraph longer than the room; its tags stay in sight at the end."""
        space = max(room - 2 - len(marked), 1)
        more = len(self._rows) - self.hidden - space
        down, up = sign_in_force(self.app, "scroll-down"), sign_in_force(self.app, "scroll-up")
        hint = f"↓ {more} more lines, {down}" if more > 0 else f"the end, {up} for what is above"
        shown = map(ink.line, self._rows[self.hidden : self.hidden + space])
        return [head, *shown, [(fit(hint, width), ink.dim)], *marked]

    def _before(self, view: View, width: int, room: int, palette: Palette) -> list[Line]:
        """What stands above, down to the question already at the top: whole, or its last lines."""
        lines: list[Line] = []
        for placed in reversed(view.before):
            if (placed == view.question and not self.whole) or room - len(lines) < 3:
                break
            lines = _tail(self._neighbour(view, placed, width, palette), room - len(lines)) + lines
        asked = self._neighbour(view, view.question, width, palette) if self.whole and view.question else []
        if asked and view.question and lines[:1] != asked[:1] and len(lines) > 1:
            lines[0] = _inset(fit(f"↑ {view.question.paragraph.text}", width), palette.question)
        return lines

    def _after(self, view: View, width: int, room: int, palette: Palette) -> list[Line]:
        lines: list[Line] = []
        for placed in view.after:
            if len(lines) >= room:
                break
            lines += [[], *self._neighbour(view, placed, width, palette)[:-1]]
        return lines

    def _neighbour(self, view: View, placed: Placed, width: int, palette: Palette) -> list[Line]:
        paragraph = placed.paragraph
        marks = view.marks_around.get(paragraph.id, {})
        signs = [small(self.codebook, code) for kind, code in marks if kind == "tag" and not self.whole]
        state = " ".join(signs) or ("✓" if is_read(marks) else "")
        if any(kind == "memo" for kind, _ in marks):
            state = f"{state} memo".strip()
        state = " ".join(filter(None, (*signs_of(marks), state)))
        state = fit(state, width // 2)
        style = palette.question if paragraph.role == "question" else palette.dim
        if self.whole and style is palette.dim:
            style = palette.text
        head = _head(view, paragraph, width - cells([(state, style)]) - 1)
        right: Line = [(state, palette.text)]
        lines: list[Line] = [spread(_inset(head, style), right, width + 2, palette.text)]
        lines += [_inset(text, style) for text in wrap(paragraph.text, width)]
        if self.whole:
            aside = replace(palette, here=palette.text, here_dim=palette.dim)
            lines += [[("  ", palette.text), *one] for one in chips(self.codebook, marks, [], width, aside)]
        return [*lines, []]


def signs_of(marks: Marks) -> list[str]:
    """★ where it is starred as quotable, ⚑ where flagged to come back."""
    return [sign for kind, sign in (("star", "★"), ("flag", "⚑")) if (kind, "") in marks]


def _head(view: View, paragraph: Paragraph, width: int) -> str:
    """Citation, role and who speaks; what the item says of a witness, where there is room for all of it."""
    label = paragraph.label or ""
    who = paragraph.speaker or (label if label.casefold() != paragraph.role else "")
    role = ROLE_NAMES.get(paragraph.role, paragraph.role)
    short = line(" · ".join(filter(None, (paragraph.citation, role, who))))
    for witness in view.item.witnesses:
        if witness.name == who:
            full = line(", ".join(filter(None, (short, witness.role, witness.organisation))))
            return full if cell_len(full) <= width else fit(short, width)
    return fit(short, width)


def _edged(lines: list[Line], width: int, palette: Palette) -> list[Line]:
    """Lines of the paragraph one stands on, set off by an edge and a ground of their own."""
    edge = ("▌ ", palette.accent + Style(bgcolor=palette.here.bgcolor))
    return [[edge, *one, (" " * (width + 1 - cells(one)), palette.here)] for one in lines]


def _inset(text: str, style: Style) -> Line:
    """A line set in as far as the text of the paragraph one stands on."""
    return [("  ", style), (text, style)]


def _cut(lines: Sequence[str], most: int, width: int) -> list[str]:
    """The first lines; an ellipsis where there are more."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], fit(f"{lines[most - 1]} …", width) if most else ""][:most]


def _tail(lines: list[Line], room: int) -> list[Line]:
    """A neighbour whole, or its head and its last lines."""
    if len(lines) <= room:
        return lines
    kept = lines[len(lines) - room + 1 :]
    if not kept or not kept[0]:
        return []
    text, style = kept[0][1]
    return [lines[0], _inset("…" + text[1:], style), *kept[1:]]
