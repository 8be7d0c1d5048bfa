"""Every key, as `coder keys` prints them."""

from __future__ import annotations

from typing import Any

from coder.tui.commands import ROOMS
from coder.tui.commands.keymap import Keymap


def table(keymap: Keymap) -> list[str]:
    """Screen by screen: keys, name, help."""
    rooms = {name: keymap.of(room) for name, room in ROOMS.items()}
    keys = max(len(one.shown) for room in rooms.values() for one in room)
    names = max(len(one.name) for room in rooms.values() for one in room)
    lines: list[str] = []
    for name, room in rooms.items():
        lines += ["", name] if lines else [name]
        lines += [f"  {one.shown:<{keys}}  {one.name:<{names}}  {one.help}" for one in room]
    return lines


def as_json(keymap: Keymap) -> list[dict[str, Any]]:
    """One object a command of a screen; `keys` as `keys.toml` takes them, none for what is typed."""
    return [
        {"screen": name, "command": one.id, "name": one.name, "help": one.help, "keys": list(one.keys),
         "shown": one.shown}
        for name, room in ROOMS.items()
        for one in keymap.of(room)
    ]  # fmt: skip
