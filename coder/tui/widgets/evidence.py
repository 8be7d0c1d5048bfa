"""The paragraph one codes, under its question and between its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message

from coder.codebook import Codebook
from coder.evidence.model import Paragraph
from coder.inquiry.stepping import Marks, View, is_read
from coder.tui.commands.keymap import sign_in_force
from coder.tui.palette import Palette
from coder.tui.text import fit, line, wrap
from coder.tui.widgets.code_list import sign_of, value_name
from coder.tui.widgets.lines import Line, Lines, cells, spread

if TYPE_CHECKING:
    from coder.store.index import Placed

ROLE_NAMES = {"procedural": "procedure", "followup": "follow-up"}
MEMO_LINES = 4


class EvidenceView(Lines):
    """Draws a View. Posts `Scrolled` where the mouse wheel turns."""

    class Scrolled(Message):
        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self.codebook = codebook
        self.view: View | None = None
        self.hidden = 0
        """How many lines of a long paragraph stand above the window."""

    def show(self, view: View) -> None:
        if self.view is None or view.here != self.view.here:
            self.hidden = 0
        self.view = view
        self.show_again()

    def scroll_text(self, steps: int) -> None:
        self.hidden = max(0, self.hidden + steps)
        self.show_again()

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
        top = self._question(view, inner, height, palette)
        room = height - len(top)
        said, marked = self._said(view, inner, palette), self._marked(view, inner, palette)
        if len(said) + len(marked) + 1 > room:
            return top + self._window(said, marked, inner, room, palette)
        current = _edged([*said, [], *marked], inner, palette)
        spare = room - len(current)
        after = self._after(view, inner, spare, palette)
        before = self._before(view, inner, min(spare, max(spare // 3, spare - len(after))), palette)
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

    def _said(self, view: View, width: int, palette: Palette) -> list[Line]:
        """The paragraph one stands on."""
        paragraph = view.here.paragraph
        state = ("✓ read", palette.good) if view.is_read else ("not read", palette.dim)
        state = (state[0], state[1] + Style(bgcolor=palette.here.bgcolor))
        signs = "".join(f"{sign} " for sign in signs_of(view.marks))
        who = _head(view, paragraph, width - len(signs) - len(state[0]) - 1)
        right: Line = [(signs, palette.accent + Style(bgcolor=palette.here.bgcolor)), state]
        lines: list[Line] = [spread([(who, palette.here + palette.bold)], right, width, palette.here)]
        return lines + [[(text, palette.here)] for text in wrap(paragraph.text, width)]

    def _marked(self, view: View, width: int, palette: Palette) -> list[Line]:
        """What the coder has put on it: tags and memo."""
        lines = self._chips(view.marks, width, palette)
        for (kind, code_id), value in sorted(view.marks.items()):
            if kind == "memo" and value.get("text"):
                code = self.codebook.by_id.get(code_id)
                on = f" on {code.name if code else code_id}" if code_id else ""
                texts = _cut(wrap(f"memo{on}: {value['text']}", width), 2 if on else MEMO_LINES, width)
                lines += [[(text, palette.here_dim)] for text in texts]
        return lines

    def _chips(self, marks: Marks, width: int, palette: Palette) -> list[Line]:
        """The tags on this paragraph, each with mark, name and value."""
        chips: list[Line] = []
        for kind, code_id in marks:
            if kind == "tag":
                chips.append(self._chip(code_id, marks[kind, code_id], width, palette))
        if not chips:
            return [[("no codes yet", palette.here_dim)]]
        lines: list[Line] = [[]]
        for chip in chips:
            if lines[-1] and cells(lines[-1]) + cells(chip) > width:
                lines.append([])
            lines[-1] = [*lines[-1], *chip]
        return lines

    def _chip(self, code_id: str, mark: dict[str, object], width: int, palette: Palette) -> Line:
        code = self.codebook.by_id.get(code_id)
        if code is None:
            return [(fit(f"? {code_id}, not in the codebook", width - 2) + "  ", palette.here)]
        value = value_name(code, mark)
        name = fit(f"{code.name}: {value}" if value else code.name, width - 4)
        return [
            (f"{sign_of(self.codebook, code, True)} ", palette.code(code.colour, palette.here)),
            (name + "  ", palette.here + palette.bold),
        ]

    def _window(
        self, said: list[Line], marked: list[Line], width: int, room: int, palette: Palette
    ) -> list[Line]:
        """Part of a paragraph longer than the room; its tags stay in sight at the end."""
        head, *text = said
        marked = marked[: max(room // 3, 1)]
        space = max(room - 2 - len(marked), 1)
        self.hidden = max(0, min(self.hidden, len(text) - space))
        more = len(text) - self.hidden - space
        down, up = sign_in_force(self.app, "scroll-down"), sign_in_force(self.app, "scroll-up")
        hint = f"↓ {more} more lines, {down}" if more > 0 else f"the end, {up} for what is above"
        shown = text[self.hidden : self.hidden + space]
        return _edged([head, *shown, [(fit(hint, width), palette.here_dim)], *marked], width, palette)

    def _before(self, view: View, width: int, room: int, palette: Palette) -> list[Line]:
        """What stands above, down to the question already at the top: whole, or its last lines."""
        lines: list[Line] = []
        for placed in reversed(view.before):
            if placed == view.question or room - len(lines) < 3:
                break
            lines = _tail(self._neighbour(view, placed, width, palette), room - len(lines)) + lines
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
        signs = [self._small(code) for kind, code in marks if kind == "tag"]
        state = " ".join(signs) or ("✓" if is_read(marks) else "")
        if any(kind == "memo" for kind, _ in marks):
            state = f"{state} memo".strip()
        state = " ".join(filter(None, (*signs_of(marks), state)))
        state = fit(state, width // 2)
        style = palette.question if paragraph.role == "question" else palette.dim
        head = _head(view, paragraph, width - cells([(state, style)]) - 1)
        right: Line = [(state, palette.text)]
        lines: list[Line] = [spread(_inset(head, style), right, width + 2, palette.text)]
        lines += [_inset(text, style) for text in wrap(paragraph.text, width)]
        return [*lines, []]

    def _small(self, code_id: str) -> str:
        code = self.codebook.by_id.get(code_id)
        return f"● {line(code.key or code.name)}" if code else "● ?"


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
