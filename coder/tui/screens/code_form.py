"""All fields of a code in one form: to change a code, or to add one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from coder.codebook import Code, Codebook, revise
from coder.coding import Entry
from coder.errors import CoderError
from coder.inquiry.describing import depth
from coder.inquiry.revising import Editor
from coder.tui import commands
from coder.tui.screens.modal import Modal
from coder.tui.text import line
from coder.tui.widgets.choice import Choice

TEXTS = {"definition": 3, "include": 2, "exclude": 2, "example": 2}
"""The fields of several lines, with how many the form shows."""
PARAGRAPH = "Put it on this paragraph"


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form says. `put_on` is whether a new code goes on the paragraph one is at."""

    fields: dict[str, Any]
    parent: str | None
    put_on: bool = False

    def save(self, editor: Editor, code: Code) -> list[Entry]:
        """Change the code to what the form says, as one action."""
        return editor.change(code.id, **self.fields, parent=self.parent)

    def new_code(self, book: Codebook) -> Code:
        """The code that the form describes. Raises CoderError where it has no name."""
        return replace(revise.new_code(book, self.fields["name"], self.parent), **self.fields)


Save = Callable[[Filled], Sequence[Entry]]


class CodeForm(Modal[Sequence[Entry]]):
    """Gives what saving did, or None. A fault is said, and nothing typed is lost."""

    WIDTH = 90
    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.CODE_FORM
    BINDINGS: ClassVar = commands.bindings(KEYS, at_once=False)
    DEFAULT_CSS = """
    CodeForm VerticalScroll { height: 1fr; margin: 0 1; scrollbar-size-vertical: 1; }
    CodeForm Horizontal { height: auto; }
    CodeForm Static { width: 12; height: 1; color: $foreground 70%; }
    CodeForm Input, CodeForm Input:focus {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $surface;
    }
    CodeForm TextArea, CodeForm TextArea:focus { width: 1fr; padding: 0 1; background: $surface; }
    CodeForm Input:focus, CodeForm TextArea:focus { background: $panel; }
    CodeForm Choice { width: 1fr; height: 1; }
    """

    def __init__(
        self, book: Codebook, code: Code, save: Save, *, new: bool = False, paragraph: bool = False
    ) -> None:
        """`new` proposes a key as the name is typed; `paragraph` asks whether to put the code on it."""
        super().__init__("A new code" if new else f"Code {code.name}")
        self.book, self.code, self.save, self.new = book, code, save, new
        below = {one.id for one in _below(book, code.id)} if not new else set()
        parents = [("", "(a theme)")] + [
            (one.id, line("  " * depth(book, one) + one.name)) for one in book.codes if one.id not in below
        ]
        self.parent_ = Choice(parents, code.parent or "")
        self.choose = Choice([("", "no"), ("one", "yes: one of its codes at a time")], code.choose)
        self.put_on = Choice([("yes", "yes"), ("", "no")], "yes") if paragraph else None
        self.inputs = {
            name: Input(value, max_length=most, select_on_focus=False)
            for name, value, most in (
                ("name", code.name, 200), ("key", code.key, 1), ("colour", code.colour, 7),
                ("values", ", ".join(code.values), 300),
            )
        }  # fmt: skip
        self.areas = {name: TextArea(getattr(code, name), soft_wrap=True) for name in TEXTS}
        for area in self.areas.values():
            area.tab_behavior = "focus"
        self._proposed = code.key

    def parts(self) -> Iterable[Widget]:
        rows: list[tuple[str, Widget]] = [
            ("Name", self.inputs["name"]), ("Under", self.parent_), ("Definition", self.areas["definition"]),
            ("Include", self.areas["include"]), ("Exclude", self.areas["exclude"]),
            ("Example", self.areas["example"]), ("Key", self.inputs["key"]),
            ("Colour", self.inputs["colour"]), ("Scale", self.inputs["values"]),
        ]  # fmt: skip
        if self.code.parent is None and not self.new:
            rows.append(("Choose one", self.choose))
        if self.put_on:
            rows.insert(2, ("Put it on", self.put_on))
        for name, area in self.areas.items():
            area.styles.height = TEXTS[name]
        self.inputs["colour"].placeholder = "#1f77b4"
        self.inputs["values"].placeholder = "weak, mixed, strong"
        yield VerticalScroll(
            *(Horizontal(Static(Content(label)), widget) for label, widget in rows), can_focus=False
        )

    def rows(self, width: int) -> int:
        return sum(TEXTS.values()) + 6 + (self.put_on is not None)

    def on_mount(self) -> None:
        super().on_mount()
        for area in self.areas.values():
            area.move_cursor(area.document.end)
        self.set_focus(self.inputs["name"])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Propose a key for the name, until somebody gives another."""
        self.footer.say("")
        key = self.inputs["key"]
        if self.new and event.input is self.inputs["name"] and key.value == self._proposed:
            name = line(event.value)
            self._proposed = revise.proposed_key(self.book, name) if name else ""
            key.value = self._proposed

    def on_input_submitted(self) -> None:
        self.action_field(1)

    def action_field(self, steps: int) -> None:
        if steps > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_save(self) -> None:
        fields: dict[str, Any] = {name: line(one.value) for name, one in self.inputs.items()}
        fields |= {name: one.text.strip() for name, one in self.areas.items()}
        fields["values"] = tuple(filter(None, (one.strip() for one in fields["values"].split(","))))
        if self.code.parent is None and not self.new:
            fields["choose"] = self.choose.value if not self.parent_.value else ""
        put_on = self.put_on is not None and self.put_on.value == "yes"
        try:
            self.dismiss(self.save(Filled(fields, self.parent_.value or None, put_on)))
        except CoderError as error:
            self.footer.say(str(error), error=True)


def new_code_form(editor: Editor, theme: str, put_on: Callable[[Code], None] | None = None) -> CodeForm:
    """A form for a new code under a theme; `put_on` puts it on the paragraph, where that is asked for."""
    book = editor.inquiry.codebook

    def save(filled: Filled) -> list[Entry]:
        code = filled.new_code(editor.inquiry.codebook)
        entries = editor.add(code)
        if filled.put_on and put_on:
            put_on(editor.inquiry.codebook.by_id[code.id])
        return entries

    return CodeForm(book, Code("new", "", theme), save, new=True, paragraph=put_on is not None)


def _below(book: Codebook, code_id: str) -> list[Code]:
    """A code and all below it, none of which it can stand under."""
    found = [book.by_id[code_id]]
    for code in book.children.get(code_id, ()):
        found += _below(book, code.id)
    return found
