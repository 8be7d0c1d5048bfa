"""What a command is. Bindings, footer, help and list of keys all come from commands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

SIGNS = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc", "tab": "Tab",
    "pagedown": "PgDn", "pageup": "PgUp", "space": "Space", "home": "Home", "end": "End",
    "slash": "/", "equals_sign": "=", "plus": "+", "minus": "-", "question_mark": "?",
    "exclamation_mark": "!", "quotation_mark": '"', "asterisk": "*",
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
