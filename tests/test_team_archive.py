"""A team's store archived and verified: as a file of one's own is."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from coder.inquiry.folder import open_inquiry
from tests.archive_support import archive, busy_folder, members
from tests.inquiry_support import run
from tests.postgres_support import Server

NUMBERS = count(1)


def test_at_a_server_the_archive_is_what_it_was_and_is_rebuilt_and_verified(
    tmp_path: Path, postgres: Server
) -> None:
    folder = busy_folder(tmp_path / "lanes")
    before = members(archive(folder, tmp_path / "before.zip"))
    address = f"{postgres.address()}?schema=archived_{next(NUMBERS)}"
    assert run(folder, "store", "move", address, "--as", "RV").status == 0
    after = members(archive(folder, tmp_path / "after.zip"))
    assert {name for name in before | after if before.get(name) != after.get(name)} <= {"README.txt"}
    verified = run(folder, "verify", "--as", "RV")
    assert (verified.status, verified.err) == (0, "") and "all is as it should be" in verified.out
    log = run(folder, "log", "--json", "--as", "RV").out
    assert run(tmp_path, "init", "--from", str(tmp_path / "after.zip"), str(tmp_path / "again")).status == 0
    assert run(tmp_path / "again", "log", "--json", "--as", "RV").out == log


def test_at_a_server_what_is_not_as_it_should_be_is_found(tmp_path: Path, postgres: Server) -> None:
    folder = busy_folder(tmp_path / "lanes")
    address = f"{postgres.address()}?schema=archived_{next(NUMBERS)}"
    assert run(folder, "store", "move", address, "--as", "RV").status == 0
    with open_inquiry(folder) as inquiry:
        inquiry.store._db.execute("UPDATE tally SET tags = tags + 1 WHERE coder = 'AB'")
    found = run(folder, "verify", "--as", "RV")
    assert found.status == 1 and "tally AB" in found.err
    assert "password" not in found.err and "backups" not in found.err.partition("tally")[0]
