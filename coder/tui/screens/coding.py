"""The coding screen: step through the paragraphs of a session and tag them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.message import Message

from coder.codebook import Code
from coder.coding import Entry, on_paragraph
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.filters import Filter
from coder.inquiry.folder import Inquiry
from coder.inquiry.recent import last_used
from coder.inquiry.stepping import Stepper, View
from coder.inquiry.tagging import in_words
from coder.tui import commands
from coder.tui.commands import Command
from coder.tui.screens.arrangement import Arrangement
from coder.tui.screens.at_codebook import AtCodebook
from coder.tui.screens.passages import Passages
from coder.tui.screens.quoting import Quoting
from coder.tui.widgets.code_list import CodeList
from coder.tui.widgets.evidence import EvidenceView
from coder.tui.widgets.heading import Heading


class CodingScreen(Passages, AtCodebook):
    """What is done is done to the paragraph shown, and is in the store before it shows."""

    KEYS: ClassVar = commands.CODING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    class Left(Message):
        """The coder goes home."""

        def __init__(self, session: str) -> None:
            super().__init__()
            self.session = session

    def __init__(self, inquiry: Inquiry, coder: str, session: str, outlined: bool = False) -> None:
        """Raises CoderError where the session is not there or has nothing to code."""
        super().__init__()
        self.inquiry, self.coder = inquiry, coder
        self.stepper = Stepper(inquiry, coder, session)
        self.stepper.keep_to_assigned()
        self._view: View | None = None
        self._stale = True
        self.scaled: Code | None = None
        """The code put on this paragraph last that has a scale."""
        self.heading = Heading(inquiry.name, coder)
        self.evidence = EvidenceView(inquiry.codebook)
        self.codes = CodeList(inquiry.codebook)
        self.quoting = Quoting(self)
        self.arrangement = Arrangement(self, outlined)

    def compose(self) -> ComposeResult:
        self.arrangement.arrange()
        self.reach_at_once(self._show)
        return [self.heading, self.footer, self.codes, self.arrangement.outline, self.evidence]

    async def on_resize(self) -> None:
        await super().on_resize()
        self.arrangement.arrange()
        self._stale = True
        self.check_idle()

    @property
    def offered(self) -> tuple[Command, ...]:
        return commands.QUOTING if self.quoting.on else self.KEYS

    @property
    def view(self) -> View:
        """What the store holds now of the place where one stands. Raises CoderError."""
        if self._view is None:
            self._view = self.stepper.view()
        return self._view

    @property
    def code(self) -> Code:
        """The code under the cursor."""
        return self.codes.code

    @property
    def here(self) -> str:
        """The id of the paragraph one stands on."""
        return self.stepper.paragraph

    def _show(self) -> None:
        self._stale = False
        if self.codes.codebook is not self.inquiry.codebook:
            self.evidence.codebook = self.inquiry.codebook
            self.codes.take(self.inquiry.codebook)
            self.stepper.look_again()
        self.heading.show(self.view)
        self.arrangement.show()
        self.codes.show(self.view.marks, self.view.memos.codes)

    def on_idle(self) -> None:
        """Show once all keys that wait are done: a fast hand is not held up by drawing."""
        if self._stale:
            try:
                self._show()
            except CoderError as error:
                self.say(str(error), error=True)

    def came_back(self) -> None:
        if not self.stepper.is_current:
            self._begin_again()
        self.stepper.count_anew()
        self._view, self._stale = None, True
        self.check_idle()

    def _begin_again(self) -> None:
        """The session was corrected while one looked at it: stand on what one stood on, where that is."""
        was = self.stepper
        try:
            self.stepper = Stepper(self.inquiry, self.coder, was.head.slug)
        except CoderError as error:
            self.say(str(error), error=True)
            return
        self.stepper.narrow(was.filter, was.questions)
        self.stepper.go_to(was.paragraph)
        if self.here != was.paragraph:
            self.quoting.select(None)

    def evidence_changed(self) -> None:
        self.came_back()

    def do(self, work: Callable[[], str | None]) -> None:
        stood = self.here, self.stepper
        self.attempt(work)
        if (self.here, self.stepper) != stood:
            self.scaled, self.arrangement.turned = None, 0
            self.quoting.select(None)
        self._view, self._stale = None, True
        self.check_idle()

    # Moving

    def go(self, step: Callable[[], bool], otherwise: str) -> None:
        if self.stepper.filter != Filter():
            otherwise = f"Nothing further that way matches the filter; {self.way_out}."
        self.do(lambda: None if step() else otherwise)

    def action_next(self) -> None:
        self.go(self.stepper.next, "This is the last paragraph of the session.")

    def action_previous(self) -> None:
        self.go(self.stepper.previous, "This is the first paragraph of the session.")

    def action_next_question(self) -> None:
        self.go(self.stepper.next_question, "There is no further question in this session.")

    def action_previous_question(self) -> None:
        self.go(self.stepper.previous_question, "There is no question before this one.")

    def action_next_item(self) -> None:
        self.go(self.stepper.next_item, "There is no further item in this session.")

    def action_previous_item(self) -> None:
        self.go(self.stepper.previous_item, "There is no item before this one.")

    def action_next_unread(self) -> None:
        left = self.view.total - self.view.read
        none = "No other paragraph is unread." if left else "Every paragraph is read."
        self.go(self.stepper.next_unread, none)

    def action_scroll_text(self, steps: int) -> None:
        self.evidence.scroll_text(steps)

    def on_evidence_view_scrolled(self, event: EvidenceView.Scrolled) -> None:
        self.action_scroll_text(event.steps)

    # Coding

    def typed(self, event: Key | Paste) -> bool:
        """Letters are the codes' and digits the values'; all else goes by the commands."""
        if self.quoting.on and not self.too_small and self.quoting.typed(event):
            return True
        sign = (event.character or "") if isinstance(event, Key) else ""
        if len(sign) != 1 or not sign.isascii() or not sign.isalnum() or self.too_small:
            return False
        if sign.isdigit():
            self.do(lambda: self._set_value(int(sign)))
        elif code := self._code_of(sign):
            self.toggle(code)
        else:
            find, help_ = self.key_of("find"), self.key_of("help")
            self.say(f"No code has the key {sign}; {find} finds a code by its name, {help_} shows all keys.")
        return True

    def _code_of(self, sign: str) -> Code | None:
        """The code in use with this key; else one out of use that stands on the paragraph."""
        book = self.inquiry.codebook
        if code := book.by_key.get(sign):
            return code
        there = (book.by_id.get(code_id) for kind, code_id in self.view.marks if kind == "tag")
        return next((code for code in there if code and code.key == sign), None)

    def toggle(self, code: Code) -> None:
        """Put a code on the paragraph one stands on, or the passage selected in it; or take it off."""
        self.do(lambda: self._toggle(code))

    def _toggle(self, code: Code) -> str | None:
        toggled = self.quoting.toggle(code) if self.quoting.on else self.stepper.hand.toggle(self.here, code)
        entries = self.took(toggled)
        self.codes.move_to(code)
        is_on = any(entry.code == code.id and entry.after is not None for entry in entries)
        if code.values and is_on:
            self.scaled = code
            return f"{code.name}: " + "  ".join(f"{step} {name}" for step, name in enumerate(code.values, 1))
        return None

    def _set_value(self, value: int) -> str | None:
        code = self._code_with_scale()
        if code is None:
            return "A digit sets the value of a code that has a scale; put one on this paragraph first."
        if not 1 <= value <= len(code.values):
            return f"{code.name} has the values 1 to {len(code.values)}."
        self.took(self.stepper.hand.tag(self.here, [(code, value)]))
        return None

    def _code_with_scale(self) -> Code | None:
        """The code put on last, else the one under the cursor: it must be on the paragraph."""
        for code in (self.scaled, self.codes.code):
            if code and code.values and ("tag", code.id) in self.view.marks:
                return code
        return None

    def took(self, entries: list[Entry]) -> list[Entry]:
        self.stepper.took(entries)
        return entries

    def action_toggle_code(self) -> None:
        self.toggle(self.codes.code)

    def on_code_list_picked(self, event: CodeList.Picked) -> None:
        if not self.too_small:
            self.toggle(event.code)

    def action_next_code(self) -> None:
        self._move_code(1)

    def action_previous_code(self) -> None:
        self._move_code(-1)

    def _move_code(self, steps: int) -> None:
        self.say("")
        self.codes.move(steps)

    def action_read(self) -> None:
        self.do(self._read)

    def _read(self) -> str | None:
        self.took(self.stepper.hand.read([self.here]))
        if self.stepper.next():
            return None
        left = self.stepper.view().total - self.stepper.view().read
        unread = f"{left} paragraphs are not read yet ({self.key_of('next-unread')})"
        return f"The end of the session; {unread}." if left else "All read."

    def action_unread(self) -> None:
        self.do(self._unread)

    def _unread(self) -> str | None:
        self.took(self.stepper.hand.unread([self.here]))
        tagged = any(kind == "tag" for kind, _ in self.view.marks)
        return "A paragraph with a code counts as read; take its codes off first." if tagged else None

    def action_undo(self) -> None:
        self.do(lambda: self._retrace(self.stepper.hand.undo(), "Undone", "There is nothing left to undo."))

    def action_redo(self) -> None:
        self.do(lambda: self._retrace(self.stepper.hand.redo(), "Redone", "There is nothing to redo."))

    def _retrace(self, entries: list[Entry], what: str, otherwise: str) -> str:
        """Say what an undo or redo did, and go to where it was."""
        if not entries:
            return otherwise
        self.took(entries)
        return f"{what}: {in_words(self.inquiry, entries)}.{self._go_where(entries)}"

    def _go_where(self, entries: Sequence[Entry]) -> str:
        """Go to the paragraph of entries; what is to be said of the way there."""
        slug = self.stepper.head.slug
        if any(entry.kind == "code" for entry in entries):  # a revision, with tags anywhere
            return ""
        if any(entry.kind in ("withdrawn", "reimport") and entry.subject == slug for entry in entries):
            self.stepper = Stepper(self.inquiry, self.coder, slug)
        subjects = [entry.subject for entry in entries if on_paragraph(entry.kind, entry.subject)]
        if not subjects or self.here in subjects:
            return ""
        if entries[0].kind == "memo" and subjects[0] == self.view.here.paragraph.question:
            return ""
        return self.go_to(subjects[0])

    def go_to(self, paragraph: str) -> str:
        """Go to a paragraph of any session; what is to be said of the way there."""
        if self.stepper.go_to(paragraph):
            return ""
        try:
            stepper = Stepper(self.inquiry, self.coder, session_of(paragraph))
        except CoderError:
            return ""
        if not stepper.go_to(paragraph):
            return " That paragraph is in no transcript any more."
        self.stepper = stepper
        return f" That was in {stepper.head.title}: you are there now."

    # Boxes

    async def action_find(self) -> None:
        from coder.tui.screens.find_code import FindCode

        def picked(code: Code | None) -> None:
            if code:
                self.toggle(code)

        last = last_used(self.inquiry, self.coder)
        await self.app.push_screen(FindCode(self.inquiry.codebook, self.view.marks, last), picked)

    async def action_definition(self) -> None:
        from coder.tui.screens.reading import Meaning

        memo = self.view.memos.codes.get(self.code.id, "")
        await self.app.push_screen(Meaning(self.inquiry.codebook, self.code, memo))

    def show_anew(self) -> None:
        self.do(self.stepper.look_again)

    @property
    def code_here(self) -> str:
        return self.code.id

    async def action_add_code(self) -> None:
        from coder.inquiry.revising import Editor
        from coder.tui.screens.code_form import new_code_form

        def added(entries: Sequence[Entry] | None) -> None:
            if entries:
                self.do(lambda: f"Added: {in_words(self.inquiry, entries)}.")

        theme = self.inquiry.codebook.theme_of(self.code.id).id
        form = new_code_form(Editor(self.inquiry, self.coder), theme, self.toggle)
        await self.app.push_screen(form, added)

    def action_home(self) -> None:
        self.post_message(self.Left(self.stepper.head.slug))
