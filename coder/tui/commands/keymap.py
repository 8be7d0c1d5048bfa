"""The user's own keys, in place of those the commands come with: read from `keys.toml`, checked, applied."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import ascii_letters, digits
from typing import Any

from coder.errors import CoderError
from coder.tui.commands import QUIT, ROOMS
from coder.tui.commands.command import SIGNS, Command, sign

SHARED = "shared"
"""The table of the commands that more than one screen has."""

NAMED = {name for name, shown in SIGNS.items() if len(shown) > 1} | {"up", "down", "left", "right"}
NAMED |= {f"f{number}" for number in range(1, 25)}
MODIFIERS = ("ctrl", "alt", "shift")
SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}
"""What terminals send for two keys alike, by the name Textual does not give it."""
BY_SIGN = {shown.casefold(): name for name, shown in SIGNS.items()}
UNBOUND = "unbound"
"""No terminal sends a key of this name; Textual takes an empty list for no change."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys given to commands, by the command's id. An empty tuple leaves a command without any."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, commands: Iterable[Command]) -> tuple[Command, ...]:
        """The commands with the keys that are in force."""
        return tuple(
            replace(one, keys=self.given[one.id]) if one.id in self.given else one for one in commands
        )

    def textual(self) -> dict[str, str]:
        """As Textual takes it: keys by the id of a binding."""
        return {id: ",".join(keys) or UNBOUND for id, keys in self.given.items()}


def in_force(app: object, commands: Iterable[Command]) -> tuple[Command, ...]:
    """The commands with the keys they have in an application."""
    return getattr(app, "keymap", Keymap()).of(commands)


def sign_in_force(app: object, command: str) -> str:
    """The first key of a command as a person reads it, by the command's id; for hints and messages."""
    found = next(one for room in ROOMS.values() for one in room if one.id == command)
    return in_force(app, (found,))[0].sign


def signs_in_force(app: object) -> dict[str, str]:
    """The first key of every command, as `sign_in_force`, by the command's id."""
    return {one.id: one.sign for room in ROOMS.values() for one in in_force(app, room)}


def tables() -> dict[str, dict[str, Command]]:
    """Every command that has a key, by the table of `keys.toml` it stands in and its id."""
    rooms: dict[str, list[str]] = {}
    commands = {one.id: one for room in ROOMS.values() for one in room}
    for name, room in ROOMS.items():
        for one in room:
            rooms.setdefault(one.id, []).append(name.lower().replace(" ", "-"))
    found: dict[str, dict[str, Command]] = {SHARED: {}}
    for id, names in rooms.items():
        if commands[id].keys:
            found.setdefault(names[0] if len(names) == 1 else SHARED, {})[id] = commands[id]
    return found


def read_keymap(path: Path) -> Keymap:
    """The keys a file gives; without the file none. Raises CoderError with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        return Keymap()
    except UnicodeDecodeError:
        raise CoderError(f"{path}: not UTF-8 text; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CoderError(f"{path}: not valid TOML: {error}.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
    return _Reading(path, text).keymap(data)


class _Reading:
    """Checks one file."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = dict(_lines(text))

    def keymap(self, data: Mapping[str, Any]) -> Keymap:
        known = tables()
        given: dict[str, tuple[str, ...]] = {}
        for table, entries in data.items():
            if table not in known:
                raise self._error(f"there is no screen {table}{_nearest(table, known)}", table)
            if not isinstance(entries, dict):
                raise self._error(f'{table} is a table: [{table}], then lines such as help = "f1"', table)
            for id, value in entries.items():
                if id not in known[table]:
                    raise self._error(self._unknown(id, table, known), table, id)
                given[id] = self._keys(value, table, known[table][id])
        keymap = Keymap(given)
        self._check(keymap, known)
        return keymap

    def _unknown(self, id: str, table: str, known: Mapping[str, Mapping[str, Command]]) -> str:
        elsewhere = next((name for name, commands in known.items() if id in commands), None)
        if elsewhere:
            return f"{id} is a command of [{elsewhere}], not of [{table}]"
        return f"[{table}] has no command {id}{_nearest(id, known[table])}"

    def _keys(self, value: Any, table: str, command: Command) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise self._error(f'{command.id} takes a key in quotes, or a list of them: ["f12", "*"]',
                              table, command.id)  # fmt: skip
        keys = tuple(self._key(one, table, command.id) for one in values if one.strip())
        if not keys and not _has_other_way(command):
            raise self._error(f"{command.id} needs a key: there is no other way to it", table, command.id)
        return keys

    def _key(self, written: str, table: str, id: str) -> str:
        name = key_name(written)
        if name is None:
            raise self._error(f"there is no key {written!r}; keys are written as `coder keys` prints them",
                              table, id)  # fmt: skip
        return name

    def _check(self, keymap: Keymap, known: Mapping[str, Mapping[str, Command]]) -> None:
        """No key for two commands of a screen, and no new one that is typed there."""
        table = {id: name for name, commands in known.items() for id in commands}
        for name, room in ROOMS.items():
            typed = {one.typed for one in room if one.typed}
            own_keys = {one.id: one.keys for one in room}
            taken: dict[str, Command] = {}
            commands = keymap.of(room if QUIT in room else (*room, QUIT))
            for command in sorted(commands, key=lambda one: one.id in keymap.given):
                for key in command.keys:
                    other = taken.setdefault(key, command)
                    why = ""
                    if other is not command:
                        why = f"{sign(key)} is the key of both {other.id} and {command.id}"
                    elif key not in own_keys.get(command.id, QUIT.keys) and (told := _is_typed(key, typed)):
                        why = f"{sign(key)} cannot be the key of {command.id}: {told}"
                    if why:
                        raise self._error(f"{why} ({name})", table[command.id], command.id)

    def _error(self, what: str, table: str, id: str = "") -> CoderError:
        line = self.lines.get((table, id)) or self.lines.get((table, ""))
        return CoderError(f"{self.path}{f', line {line}' if line else ''}: {what}.")


def _lines(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    """(table, command) with the line it stands on; a table has the command ""."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.match(r"\s*\[\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line):
            table = found[1]
            yield (table, ""), number
        elif found := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line):
            yield ((table, found[1]) if table else (found[1], "")), number


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, 1, 0.5)
    return f"; perhaps {close[0]} is meant" if close else f"; there are {', '.join(known)}"


def _has_other_way(command: Command) -> bool:
    """Whether it can be done without a key: from the list of commands, which full screens have."""
    rooms = [room for room in ROOMS.values() if any(one.id == command.id for one in room)]
    return command.id != "commands" and all(any(one.id == "commands" for one in room) for room in rooms)


def _is_typed(key: str, typed: set[str]) -> str:
    """Why a key of a screen where one types cannot be a command's; empty where it can."""
    if "type" in typed:
        prints = len(SIGNS.get(key, key)) == 1 and key not in ("up", "down", "left", "right")
        return "it is typed there" if prints or key in ("space", "backspace", "ctrl+u") else ""
    return "letters and digits are for the codes" if typed and key in ascii_letters + digits else ""


def key_name(written: str) -> str | None:
    """Textual's name of a key as a person writes it: `Ctrl+O`, `f12`, `*`, `PgDn`; None for no key."""
    *modifiers, last = re.split(r"(?<=.)\+(?=.)", written.strip())
    modifiers = [one.casefold() for one in modifiers]
    if not last or len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(MODIFIERS):
        return None
    name = BY_SIGN.get(last.casefold()) or (last if len(last) == 1 else last.casefold())
    if len(last) == 1 and not last.isalnum() and last not in BY_SIGN:
        name = unicodedata.name(last, "").lower().replace("-", "_").replace(" ", "_")
        if not name or not last.isprintable():
            return None
    elif len(name) > 1 and name not in NAMED and name not in SIGNS:
        return None
    if modifiers and len(last) == 1 and last.isalpha():
        name = name.lower()
    if "shift" in modifiers and name not in NAMED:
        return None
    name = "+".join([one for one in MODIFIERS if one in modifiers] + [name])
    return SAME.get(name, name)


def template() -> str:
    """A `keys.toml` that changes nothing: every command in a comment, with its keys and its help."""
    lines = [
        '# Keys of your own. Uncomment a line and write another key, or several: ["f12", "ctrl+o"].',
        "# Keys are written as `coder keys` prints them. While coding, letters and digits are the codes'.",
        "# A command of a full screen may have no key: []. It is still in the list of commands.",
    ]
    for table, commands in tables().items():
        lines += ["", f"[{table}]"]
        for command in commands.values():
            keys = ", ".join(f"{_quoted(sign(key))}" for key in command.keys)
            value = keys if len(command.keys) == 1 else f"[{keys}]"
            lines.append(f"# {command.id} = {value}  # {command.help}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'


def write_template(path: Path) -> None:
    """Write the template where there is no file yet. Raises CoderError where there is, or it cannot be."""
    from coder.inquiry.folder import write_beside

    if path.exists():
        raise CoderError(f"{path}: is there already; nothing was changed.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_beside(path, template().encode())
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}).") from None
