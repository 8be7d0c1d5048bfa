"""What a command is. Bindings, footer, help and list of keys all come from commands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import BindingType

SIGNS = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc", "tab": "Tab",
    "pagedown": "PgDn", "pageup": "PgUp", "space": "Space", "home": "Home", "end": "End",
    "backspace": "Backspace", "delete": "Del", "insert": "Ins",
    "slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_",
    "equals_sign": "=", "question_mark": "?", "exclamation_mark": "!", "quotation_mark": '"',
    "number_sign": "#", "dollar_sign": "$", "percent_sign": "%", "ampersand": "&", "apostrophe": "'",
    "left_parenthesis": "(", "right_parenthesis": ")", "asterisk": "*", "comma": ",", "full_stop": ".",
    "colon": ":", "semicolon": ";", "less_than_sign": "<", "greater_than_sign": ">",
    "left_square_bracket": "[", "right_square_bracket": "]", "circumflex_accent": "^",
    "grave_accent": "`", "left_curly_bracket": "{", "vertical_line": "|", "right_curly_bracket": "}",
    "tilde": "~",
}  # fmt: skip
"""Textual's names of keys, as a person reads them."""


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
    def sign(self) -> str:
        """Its first key as a person reads it, or what is typed for it; empty where it has none."""
        return self.typed or (sign(self.keys[0]) if self.keys else "")

    @property
    def shown(self) -> str:
        """The keys as a person reads them."""
        return self.typed or "  ".join(map(sign, self.keys))


def sign(key: str) -> str:
    """A key's name as a person reads it: `ctrl+z` is Ctrl+Z, `question_mark` is ?."""
    *modifiers, last = key.split("+")
    name = SIGNS.get(last) or _character(last) or (last.upper() if modifiers or len(last) > 1 else last)
    return "+".join([modifier.capitalize() for modifier in modifiers] + [name])


def _character(name: str) -> str:
    """The character of a key that Textual names as Unicode does."""
    try:
        return unicodedata.lookup(name.replace("_", " ")) if "_" in name else ""
    except KeyError:
        return ""


def bindings(commands: Iterable[Command], at_once: bool = True) -> list[BindingType]:
    """Textual's bindings for commands; their ids let a keymap give them other keys.

    `at_once` has the application carry a key out as it comes, so that keys typed ahead are done in
    their order; it is off where a widget has the focus and its own keys must go first.
    """
    from textual.binding import Binding

    return [
        Binding(",".join(command.keys), command.action, command.name, False, priority=at_once, id=command.id)
        for command in commands
        if command.action
    ]
