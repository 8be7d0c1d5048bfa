"""Evidence and codebook travel with a team's store, from folder to folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.inquiry.editing import begin, finish
from coder.inquiry.folder import open_inquiry
from coder.inquiry.importing import import_session, read_session
from coder.inquiry.reimporting import reimport
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import purge, restore, withdraw
from tests.inquiry_support import BOOK, SLUG, TRANSCRIPT, tags, transcript
from tests.team_support import Team
from tests.tui_support import dump, screens

NINE, TEN = "before nine o'clock", "before ten o'clock"
VANS, LORRIES = "delivery vans", "delivery lorries"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """Ann's machine has the evidence; Ben's has just been given the settings."""
    team = Team(tmp_path, monkeypatch)
    team.first("ann")
    team.opened("ann")
    team.joins("ben")
    return team


def text(team: Team, machine: str) -> str:
    return transcript(team.folder(machine)).read_text(encoding="utf-8")


def edit(team: Team, machine: str, old: str, new: str) -> None:
    """Replace words in a transcript as a person would in any editor."""
    said = text(team, machine)
    assert old in said
    transcript(team.folder(machine)).write_text(said.replace(old, new), encoding="utf-8")


def book(team: Team, machine: str) -> Path:
    return team.folder(machine) / "codebooks" / "lanes.yaml"


def test_a_machine_that_joins_is_given_transcripts_and_codebook(team: Team) -> None:
    with team.at("ben") as inquiry:
        assert text(team, "ben") == TRANSCRIPT
        assert inquiry.remarks == []
        assert [code.id for code in inquiry.codebook.codes] == [
            "safety", "speed", "sight", "money", "dearer", "cheaper"
        ]  # fmt: skip
        Hand(inquiry, "BEN").tag(f"{SLUG}/3.2", [(inquiry.codebook.by_id["speed"], None)])
    with team.at("ann") as inquiry:
        assert tags(inquiry) == {("3.2", "BEN", "speed")}


def test_a_correction_reaches_the_others_and_is_never_carried_back(team: Team) -> None:
    team.opened("ben")
    edit(team, "ann", NINE, TEN)
    team.opened("ann")
    assert NINE in text(team, "ben")
    assert team.opened("ben") == []
    assert TEN in text(team, "ben") and text(team, "ben") == text(team, "ann")
    edit(team, "ben", VANS, LORRIES)
    team.opened("ben")
    team.opened("ann")
    assert TEN in text(team, "ann") and LORRIES in text(team, "ann")
    with team.at("ann") as inquiry:
        assert len(inquiry.store.index.revisions("session", SLUG)) == 3


def test_a_copy_of_a_folder_from_before_is_brought_up_to_date(team: Team) -> None:
    """Without `.coder`, so that nothing tells but what the file holds."""
    edit(team, "ann", NINE, TEN)
    team.opened("ann")
    transcript(team.folder("ben")).parent.mkdir()
    transcript(team.folder("ben")).write_text(TRANSCRIPT, encoding="utf-8")
    assert team.opened("ben") == []
    assert TEN in text(team, "ben")
    with team.at("ann") as inquiry:
        assert len(inquiry.store.index.revisions("session", SLUG)) == 2
    assert TEN in text(team, "ann")


def test_of_two_who_corrected_the_same_the_second_is_told_and_loses_nothing(team: Team) -> None:
    team.opened("ben")
    edit(team, "ann", NINE, TEN)
    edit(team, "ben", VANS, LORRIES)
    team.opened("ann")
    (remark,) = team.opened("ben")
    assert "was corrected here and, before that reached the team's store, on another machine too" in remark
    assert text(team, "ben") == text(team, "ann") == TRANSCRIPT.replace(NINE, TEN)
    (aside,) = transcript(team.folder("ben")).parent.glob("*.mine-*")
    assert aside.name in remark
    assert aside.read_text(encoding="utf-8") == TRANSCRIPT.replace(VANS, LORRIES)
    assert team.opened("ben") == []
    with team.at("ben") as inquiry:
        purge(inquiry, "BEN", SLUG, "asked for")
    assert not aside.exists()


def test_an_edit_begun_before_anothers_correction_does_not_undo_it(team: Team) -> None:
    from coder.errors import CoderError

    team.opened("ben")
    with team.at("ben") as inquiry:
        draft = begin(inquiry, SLUG)
        edit(team, "ann", NINE, TEN)
        team.opened("ann")
        draft.path.write_text(TRANSCRIPT.replace(VANS, LORRIES), encoding="utf-8")
        with pytest.raises(CoderError, match="corrected on another machine meanwhile"):
            finish(inquiry, draft)
        assert draft.path.exists()
    team.opened("ben")
    assert text(team, "ben") == text(team, "ann") == TRANSCRIPT.replace(NINE, TEN)


def test_an_unchanged_folder_is_not_read_again(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.opened("ben")

    def refuse(path: Path) -> str:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr("coder.inquiry.correcting.read_text", refuse)
    assert team.opened("ben") == []
    assert team.opened("ann") == []


def test_a_session_imported_on_one_machine_is_there_on_the_others(team: Team, tmp_path: Path) -> None:
    team.opened("ben")
    document = tmp_path / "Verges.txt"
    document.write_text("Verges\n\nQ1. Chair: Who cuts them?\n\nMs Hay: We do, in June.\n", encoding="utf-8")
    with team.at("ann") as inquiry:
        made = import_session(inquiry, document, read_session(document))
    with team.at("ben") as inquiry:
        there = inquiry.sessions / f"{made.session.slug}.md"
        assert there.read_bytes() == made.path.read_bytes()
        assert not list(inquiry.folder.glob("sessions/originals/*"))
        again = import_session(inquiry, document, read_session(document))
        assert not again.new


def test_a_reimport_and_its_undo_reach_the_others(team: Team, tmp_path: Path) -> None:
    team.opened("ben")
    document = tmp_path / "again.md"
    document.write_text(TRANSCRIPT.replace(NINE, TEN), encoding="utf-8")
    with team.at("ann") as inquiry:
        reimport(inquiry, "ANN", SLUG, document)
    assert TEN in text(team, "ann")
    team.opened("ben")
    assert text(team, "ben") == text(team, "ann")
    with team.at("ann") as inquiry:
        Hand(inquiry, "ANN").undo()
    team.opened("ben")
    assert text(team, "ben") == text(team, "ann") == TRANSCRIPT


def test_what_was_withdrawn_or_purged_stays_so(team: Team) -> None:
    with team.at("ann") as inquiry:
        withdraw(inquiry, "ANN", SLUG, "by mistake")
    assert team.opened("ben") == []
    assert not transcript(team.folder("ben")).exists()
    with team.at("ann") as inquiry:
        restore(inquiry, "ANN", SLUG)
    team.opened("ben")
    assert text(team, "ben") == TRANSCRIPT
    with team.at("ann") as inquiry:
        purge(inquiry, "ANN", SLUG, "asked for")
    for _ in range(2):
        (remark,) = team.opened("ben")
        assert "was purged" in remark and "delete this file" in remark
    transcript(team.folder("ben")).unlink()
    assert team.opened("ben") == []
    assert not transcript(team.folder("ben")).exists()


def test_a_revision_of_the_codebook_is_written_on_every_machine(team: Team) -> None:
    team.opened("ben")
    with team.at("ann") as inquiry:
        Editor(inquiry, "ANN").change("speed", definition="How fast one drives.")
    with team.at("ben") as inquiry:
        assert inquiry.codebook.by_id["speed"].definition == "How fast one drives."
        assert inquiry.codebook_remark == ""
        assert "How fast one drives." in book(team, "ben").read_text(encoding="utf-8")
        Editor(inquiry, "BEN").change("speed", include="Counters.")
    with team.at("ann") as inquiry:
        assert "Counters." in book(team, "ann").read_text(encoding="utf-8")
        assert inquiry.codebook.by_id["speed"].definition == "How fast one drives."


def test_a_file_edited_by_hand_loses_nothing_to_what_others_revised_meanwhile(team: Team) -> None:
    with team.at("ben") as inquiry:
        Hand(inquiry, "BEN").tag(f"{SLUG}/3.2", [(inquiry.codebook.by_id["speed"], None)])
    with team.at("ann") as inquiry:
        Editor(inquiry, "ANN").change("sight", definition="How far one sees.")
    written = book(team, "ben").read_text(encoding="utf-8")
    assert "How far" not in written
    book(team, "ben").write_text(
        written.replace("name: Speed", "name: Speed\n    definition: Miles an hour."), encoding="utf-8"
    )
    with team.at("ben") as inquiry:
        assert "`coder codebook take` takes it" in inquiry.codebook_remark
        now = inquiry.standing.difference
        assert now and [code.id for code, _ in now.changed] == ["speed"]
        Editor(inquiry, "BEN").take()
    for machine in ("ann", "ben"):
        with team.at(machine) as inquiry:
            assert inquiry.codebook.by_id["sight"].definition == "How far one sees."
            assert inquiry.codebook.by_id["speed"].definition == "Miles an hour."
            assert inquiry.codebook_remark == ""


def test_a_codebook_from_before_is_followed_and_not_offered_as_a_change(team: Team) -> None:
    with team.at("ann") as inquiry:
        Editor(inquiry, "ANN").change("speed", definition="How fast one drives.")
    book(team, "ben").parent.mkdir()
    book(team, "ben").write_text(BOOK, encoding="utf-8")
    with team.at("ben") as inquiry:
        assert inquiry.codebook_remark == ""
        assert inquiry.codebook.by_id["speed"].definition == "How fast one drives."


def test_a_former_codebook_put_back_by_hand_is_no_revision(team: Team) -> None:
    """As where the connection fell at the end of a revision, and the machine went off."""
    before = book(team, "ann").read_bytes()
    with team.at("ann") as inquiry:
        Editor(inquiry, "ANN").change("speed", definition="How fast one drives.")
    book(team, "ann").write_bytes(b"\xef\xbb\xbf" + before)
    with team.at("ann") as inquiry:
        assert inquiry.codebook_remark == ""
        assert inquiry.codebook.by_id["speed"].definition == "How fast one drives."
    assert book(team, "ann").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "How fast" in book(team, "ann").read_text(encoding="utf-8")


def test_what_was_seen_last_may_be_lost_or_cut_short(team: Team) -> None:
    team.opened("ben")
    seen = team.folder("ben") / ".coder" / "seen"
    with seen.open("a", encoding="utf-8") as file:
        file.write('["lanes-2025-05-06", "12')
    edit(team, "ann", NINE, TEN)
    team.opened("ann")
    assert team.opened("ben") == []
    seen.unlink()
    assert team.opened("ben") == []
    assert text(team, "ben") == text(team, "ann")


def test_a_folder_that_cannot_be_written_in_is_said(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.opened("ben")
    edit(team, "ann", NINE, TEN)
    team.opened("ann")

    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("coder.inquiry.folder.write_beside", refuse)
        (remark,) = team.opened("ben")
    assert "cannot be brought up to date from the team's store (Permission denied)" in remark
    assert text(team, "ben") == TRANSCRIPT
    assert team.opened("ben") == [] and TEN in text(team, "ben")


def test_a_store_of_ones_own_keeps_to_its_ways(tmp_path: Path) -> None:
    from tests.inquiry_support import make_folder

    with open_inquiry(make_folder(tmp_path / "own")) as inquiry:
        assert inquiry.remarks == []
    assert not (tmp_path / "own" / ".coder" / "seen").exists()


async def test_a_correction_and_a_new_session_come_while_the_screens_are_open(
    team: Team, tmp_path: Path
) -> None:
    document = tmp_path / "Verges.txt"
    document.write_text("Verges\n\nQ1. Chair: Who cuts them?\n\nMs Hay: We do, in June.\n", encoding="utf-8")
    with team.at("ben") as inquiry:
        async with screens(inquiry, session=SLUG, size=(100, 40)) as (app, pilot):
            await pilot.press("down")
            assert NINE in " ".join(dump(app).replace("▌", "").split())
            edit(team, "ann", NINE, TEN)
            with team.at("ann") as other:
                made = import_session(other, document, read_session(document))
            app.news.held_until = 0.0
            await app.reach(app.news.look)
            await pilot.pause()
            assert TEN in text(team, "ben")
            assert (inquiry.sessions / made.path.name).read_bytes() == made.path.read_bytes()
            assert TEN in " ".join(dump(app).replace("▌", "").split())
            assert app.screen.here == f"{SLUG}/3.2"  # type: ignore[attr-defined]
