"""Every command with its key, name and help. Bindings, footer and help screen all come from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

SIGNS = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc", "tab": "Tab",
    "pagedown": "PgDn", "pageup": "PgUp", "space": "Space", "home": "Home", "end": "End",
    "slash": "/", "equals_sign": "=", "plus": "+", "minus": "-", "question_mark": "?",
    "exclamation_mark": "!",
    "left_curly_bracket": "{", "right_curly_bracket": "}", "backspace": "Backspace",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """Something a screen does at a key.

    `id` is its stable name; `keys` are Textual's names of keys; `action` names the method
    `action_<action>` of the screen. A command without an action is carried out by the screen's own
    eye on letters or digits, which `typed` describes. `hint` is the short name in the footer, empty
    for commands not shown there.
    """

    id: str
    group: str
    name: str
    help: str
    keys: tuple[str, ...] = ()
    action: str = ""
    hint: str = ""
    typed: str = ""

    @property
    def shown(self) -> str:
        """The keys as a person reads them."""
        return self.typed or "  ".join(map(sign, self.keys))

    @property
    def sign(self) -> str:
        """The first key as a person reads it."""
        return self.typed or sign(self.keys[0])


def sign(key: str) -> str:
    """A key's name as a person reads it: `ctrl+z` is Ctrl+Z, `question_mark` is ?."""
    *modifiers, last = key.split("+")
    name = SIGNS.get(last) or last.upper()
    return "+".join([modifier.capitalize() for modifier in modifiers] + [name])


def bindings(commands: Iterable[Command], at_once: bool = True) -> list[BindingType]:
    """Textual's bindings for commands; their ids let a keymap give them other keys.

    `at_once` has the application carry a key out as it comes, so that keys typed ahead are done in
    their order; it is off where a widget has the focus and its own keys must go first.
    """
    return [
        Binding(",".join(command.keys), command.action, command.name, False, priority=at_once, id=command.id)
        for command in commands
        if command.action
    ]


# fmt: off
HELP = Command("help", "General", "Help", "Every key of this screen.",
               ("question_mark", "f1"), "help", "help")
THEME = Command("theme", "General", "Light or dark", "Change between light and dark; the choice is kept.",
                ("f6",), "app.theme")
QUIT = Command("quit", "General", "Quit", "Leave; everything is saved already.",
               ("ctrl+q",), "app.quit", "quit")

CODING = (
    Command("next", "Moving", "Next paragraph", "To the next paragraph to code.", ("down",), "next", "next"),
    Command("previous", "Moving", "Previous paragraph", "To the paragraph to code before this one.",
            ("up",), "previous"),
    Command("next-question", "Moving", "Next question", "To the first paragraph under the next question.",
            ("pagedown",), "next_question"),
    Command("previous-question", "Moving", "Previous question",
            "To the first paragraph under this question, from there under the one before.",
            ("pageup",), "previous_question"),
    Command("next-item", "Moving", "Next item", "To the first paragraph of the next agenda item.",
            ("right_curly_bracket", "ctrl+pagedown"), "next_item"),
    Command("previous-item", "Moving", "Previous item",
            "To the first paragraph of this agenda item, from there of the one before.",
            ("left_curly_bracket", "ctrl+pageup"), "previous_item"),
    Command("next-unread", "Moving", "Next unread", "To the next paragraph neither read nor tagged.",
            ("tab",), "next_unread", "unread"),
    Command("scroll-down", "Moving", "Scroll down", "Further down in a paragraph longer than the window.",
            ("shift+down",), "scroll_text(3)"),
    Command("scroll-up", "Moving", "Scroll up", "Back up in a paragraph longer than the window.",
            ("shift+up",), "scroll_text(-3)"),
    Command("tag", "Coding", "Code", "Put the code with this key on the paragraph, or take it off.",
            hint="code", typed="a–Z"),
    Command("value", "Coding", "Value", "Set the value of the code put on last, where it has a scale.",
            typed="1–9"),
    Command("read", "Coding", "Read and on", "Mark the paragraph read, and go on to the next.",
            ("enter",), "read", "read, next"),
    Command("unread", "Coding", "Not read", "Take back that the paragraph is read; its tags stay.",
            ("minus",), "unread"),
    Command("find", "Coding", "Find a code", "Find any code by its name, id or definition, and toggle it.",
            ("slash",), "find", "find code"),
    Command("next-code", "Coding", "Next code", "Move the cursor down the list of codes.",
            ("right",), "next_code"),
    Command("previous-code", "Coding", "Previous code", "Move the cursor up the list of codes.",
            ("left",), "previous_code"),
    Command("toggle", "Coding", "Toggle the code", "Put the code under the cursor on, or take it off.",
            ("space",), "toggle_code"),
    Command("definition", "Coding", "Meaning", "What the code under the cursor includes and excludes.",
            ("equals_sign",), "definition", "meaning"),
    Command("memo", "Coding", "Memo", "Write a memo on the paragraph.", ("plus", "ctrl+n"), "memo", "memo"),
    Command("undo", "Coding", "Undo", "Take back the last action, without limit, and go to where it was.",
            ("ctrl+z",), "undo", "undo"),
    Command("redo", "Coding", "Redo", "Do again what was taken back.", ("ctrl+y",), "redo"),
    Command("home", "General", "Home", "Back to the list of sessions.", ("escape",), "home"),
    HELP, THEME, QUIT,
)

HOME = (
    Command("next-session", "Moving", "Next session", "Down the list of sessions.", ("down",), "move(1)"),
    Command("previous-session", "Moving", "Previous session", "Up the list of sessions.",
            ("up",), "move(-1)"),
    Command("page-down", "Moving", "Page down", "A screenful down the list.", ("pagedown",), "page(1)"),
    Command("page-up", "Moving", "Page up", "A screenful up the list.", ("pageup",), "page(-1)"),
    Command("first-session", "Moving", "First session", "To the top of the list.", ("home",), "end(-1)"),
    Command("last-session", "Moving", "Last session", "To the end of the list.", ("end",), "end(1)"),
    Command("open", "General", "Open", "Code the session under the cursor, from where you left it.",
            ("enter", "space"), "open", "open"),
    Command("remarks", "General", "Remarks", "All that was found when the transcripts were taken in.",
            ("exclamation_mark",), "remarks", "remarks"),
    HELP, THEME, QUIT,
)

READING = (
    Command("line-down", "Moving", "Down", "A line down.", ("down",), "scroll(1)"),
    Command("line-up", "Moving", "Up", "A line up.", ("up",), "scroll(-1)"),
    Command("reading-page-down", "Moving", "Page down", "A page down.", ("pagedown", "space"), "page(1)"),
    Command("reading-page-up", "Moving", "Page up", "A page up.", ("pageup",), "page(-1)"),
    Command("close", "General", "Close", "Back to the screen below.",
            ("escape", "enter", "q"), "close", "close"),
)

FINDING = (
    Command("filter", "Finding", "Filter", "Type some letters of its name, id or definition.",
            hint="filter", typed="type"),
    Command("next-match", "Finding", "Next match", "Down the list.", ("down",), "move(1)"),
    Command("previous-match", "Finding", "Previous match", "Up the list.", ("up",), "move(-1)"),
    Command("pick", "Finding", "Toggle", "Put this code on the paragraph, or take it off.",
            ("enter",), "pick", "toggle"),
    Command("leave-finding", "Finding", "Leave", "Back, with nothing changed.",
            ("escape",), "close", "leave"),
)

MEMO = (
    Command("save-memo", "Memo", "Save", "Keep the memo; an empty one is removed.",
            ("ctrl+s", "ctrl+enter"), "save", "save"),
    Command("leave-memo", "Memo", "Leave", "Back, with the memo as it was.", ("escape",), "close", "leave"),
)

INITIALS = (
    Command("keep-initials", "General", "Keep", "Code under these initials.",
            ("enter",), "keep", "keep"),
    Command("leave", "General", "Quit", "Leave; nothing was changed.", ("escape",), "app.quit", "quit"),
)

ROOMS = {"Home": HOME, "Coding": CODING, "Reading": READING, "Finding a code": FINDING, "Memo": MEMO,
         "Initials": INITIALS}
"""Every command, by the screen that has it."""
# fmt: on
