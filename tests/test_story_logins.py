"""Two coders, a reviewer and staff at their own logins of one server, by the command line alone."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import CODED, SLUG, Ran, correct, make_folder, run, transcript
from tests.logins_support import make_logins
from tests.postgres_support import Server, ask

P1, P2, P3, P4, P5, P6, P7 = CODED
NUMBERS = count(1)


class Team:
    """A folder for each login, and one for the owner of the tables, which has the evidence."""

    def __init__(self, place: Path, server: Server, schema: str) -> None:
        self.place, self.server, self.schema = place, server, schema

    def folder(self, role: str) -> Path:
        folder = self.place / role
        if not folder.exists():
            if role == "coder":
                make_folder(folder)
            folder.mkdir(exist_ok=True)
            address = f"{self.server.address(user=role)}?schema={self.schema}"
            (folder / "inquiry.toml").write_text(f'name = "Lanes"\nstore = "{address}"\n', encoding="utf-8")
        return folder

    def run(self, role: str, *arguments: str) -> Ran:
        return run(self.folder(role), *arguments)

    def done(self, role: str, *arguments: str) -> str:
        ran = self.run(role, *arguments)
        assert ran.status == 0 and not ran.err, (role, arguments, ran)
        return ran.out


@pytest.fixture
def team(tmp_path: Path, postgres: Server) -> Team:
    make_logins(postgres)
    team = Team(tmp_path, postgres, f"story_{next(NUMBERS)}")
    team.done("coder", "status", "--as", "OW")
    for role, named, *kind in (
        ("ab", "AB"),
        ("cd", "CD"),
        ("rv", "RV", "--reviewer"),
        ("st", "ST", "--staff"),
    ):
        assert f"{role}  " in team.done("coder", "store", "admit", role, "--for", named, *kind)
    return team


def test_two_code_blind_under_their_own_logins_and_a_reviewer_settles_it(team: Team) -> None:
    team.done("rv", "assign", SLUG, "--to", "AB", "CD")
    for role in ("ab", "cd"):
        team.done(role, "tag", P1, "speed")
        team.done(role, "memo", P1, f"a word of {role}")
    team.done("ab", "tag", P2, "dearer")
    assert "dearer" in team.done("ab", "undo")
    team.done("ab", "redo")
    assert "CD" not in team.done("ab", "log") + team.done("ab", "status", "--json")
    assert "you are coding blind" in team.run("ab", "agreement").complaint()
    for role in ("ab", "cd"):
        team.done(role, "read", *CODED)
    for role in ("ab", "cd", "rv", "st"):
        log = team.done(role, "log")
        assert "a word of ab" in log and "a word of cd" in log
    team.done("rv", "adjudicate", P2, "dearer", "accept", "--reason", "so it says")
    assert P2 in team.done("st", "adjudicate", "--state", "resolved")
    state = f"SELECT * FROM {team.schema}.state ORDER BY subject, coder, kind, code"
    stood = ask(team.server.address(), state)
    with open_inquiry(team.folder("coder")) as inquiry:
        inquiry.store.journal.rebuild()
    assert ask(team.server.address(), state) == stood


def test_a_part_is_coded_again_without_a_sight_of_the_first_coding(team: Team) -> None:
    team.done("ab", "read", P1, P2)
    team.done("ab", "tag", P1, "speed")
    team.done("rv", "assign", SLUG, "--to", "AB", "--again")
    assert "AB#2 tag" in team.done("ab", "tag", P1, "sight")
    assert "AB#2 untag" in team.done("ab", "undo")
    assert "AB#2 tag" in team.done("ab", "redo")
    assert "speed" not in team.done("ab", "log")
    assert "AB#2 tag" in team.done("ab", "tag", P2, "sight")
    assert "speed" in team.done("ab", "log")
    assert team.done("ab", "tag", P3, "speed").startswith("AB tag")


def test_who_one_is_comes_from_the_login(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    assert team.done("ab", "tag", P1, "speed").startswith("AB tag")
    assert team.done("ab", "tag", P2, "speed", "--as", "ab").startswith("AB tag")
    assert "ab is the login of AB" in team.run("ab", "tag", P3, "speed", "--as", "CD").complaint()
    monkeypatch.setenv("CODER_AS", "CD")
    assert "acting as CD is refused" in team.run("ab", "status").complaint()
    assert team.done("rv", "tag", P1, "sight").startswith("CD tag")


def test_a_coder_is_told_what_their_login_may_not_do(team: Team) -> None:
    for arguments in (
        ("assign", SLUG, "--to", "AB"), ("withdraw", SLUG, "--reason", "so"),
        ("withdraw", SLUG, "--reason", "so", "--purge", "--yes"), ("store", "move", "sqlite"),
        ("store", "admit", "cd", "--for", "CD", "--staff"), ("store", "dismiss", "cd"),
        ("codebook", "merge", "cheaper", "dearer"),
    ):  # fmt: skip
        for role in ("ab", "st"):
            refused = team.run(role, *arguments)
            assert refused.status == 1 and refused.err.count("\n") == 1
            assert "reviewer" in refused.err or "for reading alone" in refused.err, refused.err
    assert "ask a reviewer" in team.run("ab", "store", "logins").complaint()
    assert transcript(team.folder("ab")).is_file()
    assert "is a login for reading alone" in team.run("st", "tag", P1, "speed").complaint()


def test_a_coder_revises_the_codebook_for_everybody(team: Team) -> None:
    team.done("ab", "codebook", "add", "Hedges")
    assert "Hedges" in team.done("cd", "codebook")
    team.done("ab", "undo")
    assert "Hedges" not in team.done("cd", "codebook")


def test_a_transcript_is_corrected_by_a_reviewer_and_not_by_a_coder(team: Team) -> None:
    team.done("ab", "tag", P5, "sight")
    team.done("cd", "status")
    (remark,) = correct(team.folder("ab"), ("blackthorn", "hawthorn"))
    assert "ask a reviewer to do this" in remark
    team.done("rv", "status")
    assert correct(team.folder("rv"), ("### 5 | answer", "### 9 | answer")) != []
    assert f"{SLUG}/3.9" in team.done("cd", "log") + team.done("cd", "show", SLUG)
    assert "tag" in team.done("cd", "log", "--coder", "AB")


def test_logins_are_listed_and_dismissed(team: Team) -> None:
    listed = team.run("coder", "store", "logins", "--json").json()
    assert [one["role"] for one in listed] == ["ab", "cd", "rv", "st"]
    team.done("rv", "store", "dismiss", "ab")
    assert "ab" in team.run("ab", "status").complaint()
    assert "is no login that was let in" in team.run("rv", "store", "dismiss", "ab").complaint()


def test_a_file_has_no_logins(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    for arguments in (("logins",), ("admit", "ab", "--for", "AB"), ("dismiss", "ab")):
        assert "store is a file" in run(folder, "store", *arguments).complaint()


def test_the_sql_that_is_printed_does_the_same(team: Team) -> None:
    team.done("rv", "store", "dismiss", "cd")
    script = team.done("coder", "store", "admit", "cd", "--for", "CD", "--sql")
    assert 'CREATE ROLE "cd" LOGIN PASSWORD' in script and "cd" not in team.done("rv", "store", "logins")
    ask(team.server.address(), script)
    assert team.done("cd", "tag", P1, "speed").startswith("CD tag")
