"""Every command under the login of a coder who codes blind, in two stores that differ in what others did."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import pytest

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import CODED, SLUG, make_folder, run
from tests.logins_support import make_logins
from tests.postgres_support import Server
from tests.test_blindness import COMMANDS, SECRET, be_busy, plain

P1, P2, P3, P4, P5, P6, P7 = CODED
OWNER = "coder"
"""The login that the tables belong to."""


def folder_of(top: Path, server: Server, role: str, schema: str) -> Path:
    folder = top / role
    if role == OWNER:
        make_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    address = f"{server.address(user=role)}?schema={schema}"
    (folder / "inquiry.toml").write_text(f'name = "Lanes"\nstore = "{address}"\n', encoding="utf-8")
    return folder


def begun(top: Path, server: Server, schema: str, busy: bool) -> Path:
    """AB's folder: AB has begun to code, blind as CD is; CD has been busy, or not."""
    owner = folder_of(top, server, OWNER, schema)
    assert run(owner, "status", "--as", "OW").status == 0
    for role, named in (("ab", "AB"), ("cd", "CD")):
        assert run(owner, "store", "admit", role, "--for", named).status == 0
    assert run(owner, "assign", SLUG, "--to", "AB", "CD", "--seed", "1", "--as", "RV").status == 0
    folder = folder_of(top, server, "ab", schema)
    for paragraph, code in ((P1, "sight=1"), (P2, "speed")):
        assert run(folder, "tag", paragraph, code).status == 0
    for name, old in (("new.md", "hedges"), ("other.md", "blackthorn")):
        (folder / name).write_text(
            f"# Item 3\n\n1. The Chairman spoke.\n\nQuestion 1: How?\n\n2. As {old} do.\n"
        )
    (folder / "codes.csv").write_text(f"item,coder,codes\n{P2},CD,speed\n")
    (folder / "own.csv").write_text(f"item,coder,codes\n{P3},AB,speed\n")
    if busy:
        be_busy(owner)
    assert run(folder, "tag", P6, "speed").status == 0
    return folder


def test_every_command_answers_alike_whatever_others_did(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" -c pass')
    make_logins(postgres)
    folders = {name: begun(tmp_path / name, postgres, name, name == "busy") for name in ("idle", "busy")}
    with open_inquiry(folders["idle"]) as idle, open_inquiry(folders["busy"]) as busy:
        assignments = {
            "idle": next(iter(idle.store.assigned.values())),
            "busy": next(iter(busy.store.assigned.values())),
        }
    for command, ways in COMMANDS.items():
        for options in chain(ways[:1], ways[1:] if command in ("log", "status", "matrix") else ()):
            answers = []
            for name, folder in folders.items():
                named = assignments[name].partition(":")[2]
                filled = [one.format(folder=folder, assignment=named) for one in options]
                ran = run(folder, *command.split(), *filled)
                assert ran.status == 0 or ran.err.count("\n") == 1, (command, options, ran)
                answers.append(
                    [ran.status, *(plain(one, folder).replace(name, "SCHEMA") for one in (ran.out, ran.err))]
                )
            assert answers[0] == answers[1], (command, options)
            assert SECRET not in repr(answers), (command, options)
