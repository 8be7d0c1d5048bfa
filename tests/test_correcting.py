"""A transcript corrected by hand: tags follow the text, and nothing is lost or attached to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coder.inquiry.agreeing import agreement
from coder.inquiry.correcting import take_in
from coder.inquiry.folder import Inquiry, open_inquiry, read_settings
from coder.inquiry.progress import status
from coder.inquiry.tagging import Hand, with_values
from tests.inquiry_support import SLUG, TRANSCRIPT, correct, make_folder, run, tags, transcript

COUNTER = (
    "Ruth Adeyemi replied that the counter had shown an average of 41 miles an hour before nine o'clock."
)
VANS = "She added that delivery vans were the worst and that most of them came through from the trunk road."
CUT = "A second cut would need another tractor and a driver from May until the end of September."
HEAD_2 = "### 2 | answer | speaker: Ruth Adeyemi\n"
HEAD_3 = "### 3 | answer | speaker: Ruth Adeyemi\n"
HEAD_4 = "### 4 | answer | speaker: Ruth Adeyemi\n"
HEAD_5 = "### 5 | answer | speaker: Ruth Adeyemi\n"
PARAGRAPH_4 = f"{HEAD_4}{CUT}\n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "lanes")


def code(folder: Path, work: Callable[[Hand], object], coder: str = "AB") -> None:
    with open_inquiry(folder) as inquiry:
        work(Hand(inquiry, coder))


def tag(folder: Path, number: str, *codes: str, coder: str = "AB") -> None:
    code(folder, lambda hand: hand.tag(f"{SLUG}/{number}", with_values(hand.inquiry, codes)), coder)


def tagged(folder: Path) -> set[tuple[str, str, str]]:
    with open_inquiry(folder) as inquiry:
        return tags(inquiry)


def unplaced(folder: Path) -> list[str]:
    with open_inquiry(folder) as inquiry:
        return [mark["paragraph"] for mark in status(inquiry)["unplaced"]]


def memo(folder: Path, number: str, text: str) -> None:
    code(folder, lambda hand: hand.memo(f"{SLUG}/{number}", text))


def test_a_typo_put_right_keeps_the_tag_where_it_is(folder: Path) -> None:
    tag(folder, "3.2", "speed")
    remarks = correct(folder, ("41 miles an hour", "42 miles an hour"))
    assert tagged(folder) == {("3.2", "AB", "speed")}
    assert len(remarks) == 1 and remarks[0].startswith(f"{SLUG}/3.2: its text was changed")
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == []  # it is said once
        placed = inquiry.store.index.paragraph(f"{SLUG}/3.2")
        assert placed is not None and "42 miles" in placed.paragraph.text
        (entry,) = inquiry.store.journal.entries()  # nothing had to be moved
        assert entry.session_revision != status(inquiry)["sessions"][0]["revision"]


def test_a_corrected_paragraph_without_a_tag_is_not_worth_a_remark(folder: Path) -> None:
    tag(folder, "3.3", "speed")
    assert correct(folder, ("41 miles an hour", "42 miles an hour")) == []


def test_joining_two_paragraphs_carries_the_tag_and_says_so(folder: Path) -> None:
    tag(folder, "3.2", "sight=1")
    tag(folder, "3.3", "speed")
    memo(folder, "3.2", "a first thought")
    memo(folder, "3.3", "a second")
    remarks = correct(folder, (HEAD_3, ""))
    assert tagged(folder) == {("3.2", "AB", "sight"), ("3.2", "AB", "speed")}
    assert any(f"{SLUG}/3.3: was joined to {SLUG}/3.2" in remark for remark in remarks)
    with open_inquiry(folder) as inquiry:
        marks = inquiry.store.journal.marks(f"{SLUG}/3.2", "AB")
        assert marks["memo", ""]["text"].split("\n") == ["a first thought", "a second"]
        assert marks["tag", "sight"]["value"] == 1


def test_what_carries_tags_is_nobodys_to_undo(folder: Path) -> None:
    tag(folder, "3.3", "speed")
    correct(folder, (HEAD_3, ""))
    with open_inquiry(folder) as inquiry:
        carried = [entry for entry in inquiry.store.journal.entries() if entry.action == "carry"]
        assert {(entry.actor, entry.coder) for entry in carried} == {("(transcript)", "AB")}
    code(folder, lambda hand: hand.undo())
    assert tagged(folder) == set()
    code(folder, lambda hand: hand.redo())
    assert tagged(folder) == {("3.2", "AB", "speed")}


def test_undoing_after_a_join_leaves_what_both_became(folder: Path) -> None:
    memo(folder, "3.2", "a first thought")
    memo(folder, "3.3", "a second")
    correct(folder, (HEAD_3, ""))
    code(folder, lambda hand: hand.undo())
    with open_inquiry(folder) as inquiry:
        text = inquiry.store.journal.marks(f"{SLUG}/3.2", "AB")["memo", ""]["text"]
    assert text == "a first thought\na second"


def test_renumbered_paragraphs_keep_their_own_tags(folder: Path) -> None:
    tag(folder, "3.2", "speed")
    tag(folder, "3.3", "sight")
    tag(folder, "3.4", "dearer")
    remarks = correct(
        folder,
        (HEAD_4, HEAD_4.replace("4", "5", 1)),
        (f"{HEAD_5}The parish", f"{HEAD_5.replace('5', '8')}The parish"),
        (HEAD_3, HEAD_3.replace("3", "4", 1)),
        (HEAD_2, HEAD_2.replace("2", "3", 1)),
    )  # fmt: skip
    assert tagged(folder) == {("3.3", "AB", "speed"), ("3.4", "AB", "sight"), ("3.5", "AB", "dearer")}
    assert len(remarks) == 3 and all("its text now stands at" in remark for remark in remarks)


def test_two_paragraphs_that_change_numbers_change_their_tags_too(folder: Path) -> None:
    tag(folder, "3.2", "speed")
    tag(folder, "3.3", "sight")
    correct(folder, (HEAD_2, "### A |"), (HEAD_3, HEAD_2), ("### A |", HEAD_3))
    assert tagged(folder) == {("3.3", "AB", "speed"), ("3.2", "AB", "sight")}


def test_a_deleted_paragraph_keeps_its_tags_out_of_the_count_until_it_is_back(
    folder: Path, tmp_path: Path
) -> None:
    for coder in ("AB", "CD"):
        tag(folder, "3.4", "dearer", coder=coder)
        tag(folder, "3.2", "speed", coder=coder)
    remarks = correct(folder, (PARAGRAPH_4, ""))
    assert any(f"{SLUG}/3.4" in remark and "in the transcript no more" in remark for remark in remarks)
    assert unplaced(folder) == [f"{SLUG}/3.4"] * 2
    assert f"{SLUG}/3.4  AB tag dearer" in run(folder, "status").out
    with open_inquiry(folder) as inquiry:
        assert agreement(inquiry).agreement.overall.units == 1
    assert "2 tags" in run(folder, "matrix", "-o", str(tmp_path / "m.xlsx")).out
    correct(folder, ("## Item 4", f"{PARAGRAPH_4}## Item 4"))
    assert unplaced(folder) == []
    assert ("3.4", "AB", "dearer") in tagged(folder)
    with open_inquiry(folder) as inquiry:
        assert agreement(inquiry).agreement.overall.units == 2


def test_a_paragraph_comes_back_under_another_number_after_other_corrections(folder: Path) -> None:
    tag(folder, "3.4", "dearer")
    correct(folder, (PARAGRAPH_4, ""))
    correct(folder, ("hedges along the lanes", "hedges by the lanes"))
    correct(folder, ("without any payment", "without payment"))
    back = PARAGRAPH_4.replace("### 4", "### 44")
    correct(folder, ("## Item 4", f"{back}## Item 4"))
    assert tagged(folder) == {("3.44", "AB", "dearer")}
    assert unplaced(folder) == []


def test_tags_do_not_fall_to_another_text_that_takes_the_number(folder: Path) -> None:
    tag(folder, "3.4", "dearer")
    correct(folder, (CUT, "Nobody in the room knew what became of the old steamroller."))
    with open_inquiry(folder) as inquiry:
        assert inquiry.store.journal.marks(f"{SLUG}/3.4", "AB") == {}
        assert [mark["text"] for mark in status(inquiry)["unplaced"]] == [CUT]
    correct(folder, ("hedges along the lanes", "hedges by the lanes"))
    correct(folder, ("Nobody in the room knew what became of the old steamroller.", CUT))
    assert tagged(folder) == {("3.4", "AB", "dearer")}


def test_undo_takes_a_tag_off_where_it_is_now(folder: Path) -> None:
    tag(folder, "3.3", "sight")
    tag(folder, "3.2", "speed")
    correct(folder, (HEAD_2, "### 12 | answer | speaker: Ruth Adeyemi\n"))
    correct(folder, ("### 12 |", "### 13 |"))
    assert tagged(folder) == {("3.13", "AB", "speed"), ("3.3", "AB", "sight")}
    code(folder, lambda hand: hand.undo())
    assert tagged(folder) == {("3.3", "AB", "sight")}
    code(folder, lambda hand: hand.redo())
    assert tagged(folder) == {("3.13", "AB", "speed"), ("3.3", "AB", "sight")}


def test_undo_knows_which_of_two_times_a_transcript_said_the_same(folder: Path) -> None:
    tag(folder, "3.4", "dearer")
    correct(folder, (HEAD_3, ""))
    transcript(folder).write_text(TRANSCRIPT, encoding="utf-8")
    tag(folder, "3.2", "speed")
    tag(folder, "3.3", "speed")
    code(folder, lambda hand: hand.undo())
    assert tagged(folder) == {("3.4", "AB", "dearer"), ("3.2", "AB", "speed")}
    code(folder, lambda hand: hand.undo())
    code(folder, lambda hand: hand.undo())
    assert tagged(folder) == set()


def test_a_correction_is_taken_in_once_by_however_many(folder: Path) -> None:
    tag(folder, "3.2", "speed")
    tag(folder, "3.3", "sight")
    settings = read_settings(folder / "inquiry.toml")
    with Inquiry(folder, settings) as one, Inquiry(folder, settings) as other:
        text = TRANSCRIPT.replace(HEAD_4, HEAD_4.replace("4", "9"))
        text = text.replace(HEAD_3, HEAD_4).replace(HEAD_2, HEAD_3)
        transcript(folder).write_text(text, encoding="utf-8")
        assert one.store.index.stamps() == other.store.index.stamps()
        assert one.store.index.sessions() == other.store.index.sessions()
        assert take_in(one, transcript(folder)) is not None
        assert take_in(other, transcript(folder)) is None
        assert tags(other) == {("3.3", "AB", "speed"), ("3.4", "AB", "sight")}


def test_a_file_touched_or_saved_by_another_editor_is_no_correction(folder: Path) -> None:
    tag(folder, "3.2", "speed")
    with open_inquiry(folder) as inquiry:
        before = status(inquiry)
    transcript(folder).write_bytes(b"\xef\xbb\xbf" + TRANSCRIPT.replace("\n", "\r\n").encode())
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == []
        assert tags(inquiry) == {("3.2", "AB", "speed")}
        assert {one["paragraph"] for one in status(inquiry)["unplaced"]} == set()
        assert status(inquiry)["sessions"][0]["paragraphs"] == before["sessions"][0]["paragraphs"]
        assert len(list(inquiry.store.journal.entries())) == 1


def test_a_slip_in_one_transcript_does_not_lock_the_others(folder: Path) -> None:
    text = TRANSCRIPT.replace(SLUG, "lanes-2025-06-03").replace("date: 2025-05-06", "date: 2025-06-03")
    transcript(folder, "lanes-2025-06-03").write_text(text, encoding="utf-8")
    tag(folder, "3.2", "speed")
    line = TRANSCRIPT[: TRANSCRIPT.index(HEAD_3)].count("\n") + 1
    (remark,) = correct(folder, ("### 3 | answer", "### 3 | anser"))
    assert remark.startswith(f"{transcript(folder)}, line {line}: 'anser' is no role")
    done = run(folder, "tag", "lanes-2025-06-03/3.2", "speed", "--as", "AB")
    assert done.status == 0 and done.err.count("\n") == 1
    assert run(folder, "tag", f"{SLUG}/3.3", "speed", "--as", "AB").status == 0  # as it was taken in last
    assert ("3.2", "AB", "speed") in tagged(folder)


def test_a_transcript_that_is_gone_is_named_and_its_tags_are_kept(folder: Path) -> None:
    tag(folder, "3.2", "speed")
    transcript(folder).rename(folder / "aside.md")
    with open_inquiry(folder) as inquiry:
        assert len(inquiry.remarks) == 1 and "this transcript is gone" in inquiry.remarks[0]
    (folder / "aside.md").rename(transcript(folder))
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == [] and tags(inquiry) == {("3.2", "AB", "speed")}


def test_a_transcript_that_is_not_text_is_named_with_its_line(folder: Path) -> None:
    transcript(folder).write_bytes(TRANSCRIPT.encode().replace(b"nine o'clock", b"nine o\x92clock"))
    with open_inquiry(folder) as inquiry:
        assert len(inquiry.remarks) == 1 and ", line 21: not UTF-8 text" in inquiry.remarks[0]
    transcript(folder).unlink()
    transcript(folder).symlink_to(folder / "nowhere.md")
    with open_inquiry(folder) as inquiry:
        assert any("cannot be read" in remark for remark in inquiry.remarks)


def test_a_codebook_that_is_broken_does_not_lose_a_correction(folder: Path) -> None:
    tag(folder, "3.2", "speed")
    book = folder / "codebooks" / "lanes.yaml"
    whole = book.read_text(encoding="utf-8")
    book.write_text("codes: [", encoding="utf-8")
    correct(folder, (HEAD_2, "### 12 | answer | speaker: Ruth Adeyemi\n"))
    with open_inquiry(folder) as inquiry:
        assert "speed" in inquiry.codebook.by_id and "not valid YAML" in inquiry.codebook_remark
    book.write_text(whole, encoding="utf-8")
    assert tagged(folder) == {("3.12", "AB", "speed")}


def test_a_correction_that_moves_no_tag_needs_no_codebook(folder: Path) -> None:
    (folder / "codebooks" / "lanes.yaml").unlink()
    assert correct(folder) == []
    assert correct(folder, (HEAD_2, "### 12 | answer | speaker: Ruth Adeyemi\n")) == []
    with open_inquiry(folder) as inquiry:
        assert inquiry.store.index.paragraph(f"{SLUG}/3.12") is not None
