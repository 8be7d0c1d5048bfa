"""`coder keys`: every key listed, and the file with a user's own checked."""

from __future__ import annotations

import json
from pathlib import Path
from string import punctuation

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from coder.errors import CoderError
from coder.inquiry.who import keys_path
from coder.tui.app import CoderApp
from coder.tui.commands import ROOMS, sign
from coder.tui.commands.keymap import key_name, tables
from tests.inquiry_support import run
from tests.test_rooms import python


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    keys_path().parent.mkdir()
    return keys_path()


def test_every_command_is_listed_under_its_screen(tmp_path: Path, config: Path) -> None:
    shown = run(tmp_path, "keys").out
    for name, room in ROOMS.items():
        part = shown.split(f"\n{name}\n" if name != "Home" else f"{name}\n")[1].split("\n\n")[0]
        assert [line.split("  ")[-1].strip() for line in part.splitlines()] == [
            command.help for command in room
        ]
        assert all(command.shown in part for command in room)
    listed = run(tmp_path, "keys", "--json").json()
    assert len(listed) == sum(map(len, ROOMS.values()))
    assert {"screen": "Coding", "command": "undo", "keys": ["ctrl+z"]}.items() <= next(
        one for one in listed if (one["screen"], one["command"]) == ("Coding", "undo")
    ).items()


def test_listing_the_keys_starts_no_screens(tmp_path: Path) -> None:
    program = (
        "import sys, json; from coder.cli import main; main(['keys']); print(json.dumps([*sys.modules]))"
    )
    loaded = json.loads(python(program, tmp_path).splitlines()[-1])
    assert not {"textual", "rich", "pandas"} & set(loaded)


def test_a_template_is_written_that_changes_nothing_even_uncommented(tmp_path: Path, config: Path) -> None:
    before = run(tmp_path, "keys").out
    assert run(tmp_path, "keys", "--file").out.split() == [str(config)]
    assert run(tmp_path, "keys", "--write").out.split() == [str(config)]
    text = config.read_text(encoding="utf-8")
    assert run(tmp_path, "keys").out == before
    for commands in tables().values():
        for id, command in commands.items():
            assert f"# {id} = " in text and command.help in text
    uncommented = [
        line.removeprefix("# ") if " = " in line.partition("#")[2] else line for line in text.splitlines()
    ]
    config.write_text("\n".join(uncommented), encoding="utf-8")
    assert run(tmp_path, "keys").out == before
    assert "is there already" in run(tmp_path, "keys", "--write").complaint()
    assert config.read_text(encoding="utf-8") == "\n".join(uncommented)


def test_a_users_keys_are_listed(tmp_path: Path, config: Path) -> None:
    config.write_text('[shared]\nundo = []\nredo = ["F12", "Ctrl+L"]\n', encoding="utf-8")
    lines = run(tmp_path, "keys").out.split("\nCoding\n")[1].split("\n\n")[0].splitlines()
    assert any(line.split()[:3] == ["F12", "Ctrl+L", "Redo"] for line in lines)
    assert any(line.split()[0] == "Undo" for line in lines)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[codng]\nundo = 'f12'", 1, "there is no screen codng; perhaps coding is meant"),
        ("\n[shared]\nundoo = 'f12'", 3, "[shared] has no command undoo; perhaps undo is meant"),
        ("[coding]\nhelp = 'f12'", 2, "help is a command of [shared], not of [coding]"),
        ("[shared]\nundo = 'foo'", 2, "there is no key 'foo'"),
        ("[shared]\nundo = 'shift+ctrl+'", 2, "there is no key"),
        ("[shared]\nundo = 'x'", 2, "letters and digits are for the codes"),
        ("[shared]\nundo = 'X'", 2, "letters and digits are for the codes"),
        ("[shared]\nundo = ['f12', '3']", 2, "letters and digits are for the codes"),
        ("[shared]\nundo = 'ctrl+y'", 2, "Ctrl+Y is the key of both redo and undo (Home)"),
        ("[shared]\nundo = 'f12'\nredo = 'F12'", 3, "F12 is the key of both undo and redo (Home)"),
        ("[shared]\nhelp = 'Tab'", 2, "Tab is the key of both next-unread and help (Coding)"),
        ("[initials]\nleave = 'ctrl+q'", 2, "Ctrl+Q is the key of both quit and leave"),
        ("[finding-a-code]\npick = '*'", 2, "it is typed there"),
        ("[memo]\nsave-memo = []", 2, "save-memo needs a key: there is no other way to it"),
        ("[shared]\ncommands = ''", 2, "commands needs a key"),
        ("[shared]\nundo = 3", 2, "undo takes a key in quotes"),
        ("undo = 'f12'", 1, "there is no screen undo"),
        ("coding = 'f12'", 1, "coding is a table"),
        ("[shared]\nundo =", None, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, config: Path, text: str, line: int | None, says: str
) -> None:
    config.write_text(text, encoding="utf-8")
    complaint = run(tmp_path, "keys").complaint()
    assert says in complaint
    assert f"{config}{f', line {line}' if line else ''}: " in complaint


def test_no_screen_starts_on_keys_that_break_a_rule(config: Path) -> None:
    config.write_text("[shared]\nundo = 'x'", encoding="utf-8")
    with pytest.raises(CoderError, match=r"keys\.toml, line 2: x cannot"):
        CoderApp(None, "AB")  # type: ignore[arg-type]


def test_a_file_that_is_no_text_is_said(tmp_path: Path, config: Path) -> None:
    config.write_bytes(b"\xff\xfe[coding]")
    assert "not UTF-8 text" in run(tmp_path, "keys").complaint()
    config.unlink()
    config.mkdir()
    assert "cannot be read" in run(tmp_path, "keys").complaint()


@pytest.mark.parametrize("character", punctuation)
def test_signs_are_named_as_textual_names_them(character: str) -> None:
    name = _character_to_key(character)
    assert key_name(character) == name
    assert sign(name) == character
    assert key_name(name) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [("Ctrl+O", "ctrl+o"), ("PgDn", "pagedown"), ("↓", "down"), ("Shift+↓", "shift+down"), ("S", "S"),
     ("esc", "escape"), ("ctrl++", "ctrl+plus"), ("+", "plus"), (" F12 ", "f12"), ("Ctrl+I", "tab"),
     ("shift+a", None), ("f25", None), ("ctrl+ctrl+a", None), ("meta+a", None), ("", None),
     ("¡", "inverted_exclamation_mark"), ("\x1b", None), ("ctrl", None)],
)  # fmt: skip
def test_keys_are_written_as_they_are_shown(written: str, name: str | None) -> None:
    assert key_name(written) == name


@given(st.text(max_size=12))
def test_a_key_is_named_or_refused_whatever_is_written(written: str) -> None:
    name = key_name(written)
    assert name is None or (name and "," not in name and not set(name) & set(" \t\n"))


def test_every_key_a_command_comes_with_can_be_written() -> None:
    keys = {key for room in ROOMS.values() for command in room for key in command.keys}
    assert {key: key_name(sign(key)) for key in keys} == {key: key for key in keys}
