"""A corrected version of a document in the place of the one imported: tags carried, and all of it undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coder.errors import CoderError
from coder.inquiry import reimporting
from coder.inquiry.folder import open_inquiry
from coder.inquiry.reimporting import reimport
from coder.inquiry.tagging import Hand
from tests.inquiry_support import make_folder, run, transcript

SLUG = "ferries-2025-04-01"
HEAD = """\
## MARLEY COUNTY COUNCIL

### SELECT COMMITTEE - FERRIES

MINUTES of a meeting of the Select Committee - Ferries held at Quay House on Tuesday, 1 April 2025.

PRESENT: Mrs A Ash (Chairman), Mr B Beech and Ms C Cedar

**7. 10.00am - Ruth Lane, Manager (Beacon Ferries)**

(1) The Chairman welcomed Ruth Lane and thanked her for crossing the water in such a wind.

**Question – How often does the boat run?**

"""
OFTEN = "Ruth Lane replied that the boat left at ten minutes to the hour from six until nine in the evening."
ENGINE = "She added that the second engine had been out of use since the storm in the first week of February."
CREW = "Two of the crew lived on the island and could not be replaced on a Sunday for love or money."
FARE = "The fare had been held at three pounds for islanders because the school depended upon it."
SCHOOL = "The school would close in its second winter if pupils had to board on the mainland all week."
FIRST = (OFTEN, ENGINE, CREW, FARE)


def minutes(*answers: str) -> str:
    return HEAD + "".join(f"({place}) {text}\n\n" for place, text in enumerate(answers, 2))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An inquiry with the minutes as they were published first."""
    made = make_folder(tmp_path / "inquiry")
    transcript(made).unlink()
    document = tmp_path / "uncorrected.md"
    document.write_text(minutes(*FIRST), encoding="utf-8")
    done = run(made, "import", str(document))
    assert done.status == 0 and SLUG in done.out
    return made


@pytest.fixture
def corrected(tmp_path: Path) -> Callable[..., Path]:
    def write(*answers: str, name: str = "corrected.md") -> Path:
        path = tmp_path / name
        path.write_text(minutes(*answers), encoding="utf-8")
        return path

    return write


def coder(folder: Path, *arguments: str, who: str = "AB") -> str:
    done = run(folder, *arguments, "--as", who)
    assert done.status == 0, done.err
    return done.out


def tag(folder: Path, number: int, *codes: str, who: str = "AB") -> None:
    coder(folder, "tag", f"{SLUG}/7.{number}", *codes, who=who)


def tagged(folder: Path) -> set[tuple[str, str, str]]:
    with open_inquiry(folder) as inquiry:
        return {
            (tag.paragraph.rpartition(".")[2], tag.coder, tag.code) for tag in inquiry.store.journal.tags()
        }


def answers(folder: Path) -> list[str]:
    (item,) = run(folder, "show", SLUG, "--json").json()["items"]
    return [one["text"] for one in item["paragraphs"] if one["role"] != "question"][1:]


def state_of(folder: Path) -> object:
    with open_inquiry(folder) as inquiry:
        return dict(inquiry.store.journal.state())


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".coder" not in path.parts
    }


def test_tags_follow_a_corrected_document_and_all_of_it_is_said(
    folder: Path, corrected: Callable[..., Path]
) -> None:
    tag(folder, 2, "speed")
    tag(folder, 3, "sight=1")
    tag(folder, 4, "dearer")
    tag(folder, 5, "safety")
    fixed = OFTEN.replace("ten minutes to", "five minutes past")
    said = coder(folder, "reimport", SLUG, str(corrected(fixed, CREW, f"{ENGINE} It whistled.", SCHOOL)))
    assert answers(folder) == [fixed, CREW, f"{ENGINE} It whistled.", SCHOOL]
    # the fare's id names another text now: its tag has gone aside
    assert {entry for entry in tagged(folder) if "~" not in entry[0]} == {
        ("2", "AB", "speed"), ("4", "AB", "sight"), ("3", "AB", "dearer"),
    }  # fmt: skip
    assert f"{SLUG}: 2 paragraphs kept, 1 moved, 2 changed, 0 joined, 1 unplaced, 1 new" in said
    assert f"{SLUG}/7.4: its text now stands at {SLUG}/7.3" in said
    assert f"{SLUG}/7.2: its text was changed" in said
    assert f"{SLUG}/7.5: its text is in the transcript no more" in said


def test_a_paragraph_without_a_tag_is_listed_too(folder: Path, corrected: Callable[..., Path]) -> None:
    said = coder(folder, "reimport", SLUG, str(corrected(OFTEN, CREW, ENGINE, FARE)))
    assert f"{SLUG}/7.3 -> {SLUG}/7.4: moved" in said and f"{SLUG}/7.4 -> {SLUG}/7.3: moved" in said
    said = coder(folder, "reimport", SLUG, str(corrected(OFTEN, CREW, ENGINE, SCHOOL)))
    assert f"  {SLUG}/7.5: unplaced\n" in said


def test_both_originals_are_kept_even_under_one_name(folder: Path, corrected: Callable[..., Path]) -> None:
    first, second = (minutes(*FIRST).encode(), minutes(*FIRST[:3]).encode())
    coder(folder, "reimport", SLUG, str(corrected(*FIRST[:3], name="uncorrected.md")))
    kept = {data for name, data in files(folder).items() if name.startswith("sessions/originals/")}
    assert kept == {first, second}
    front = transcript(folder, SLUG).read_text(encoding="utf-8").partition("\n## ")[0]
    name = next(line for line in front.splitlines() if line.startswith("original:")).partition(": ")[2]
    assert (folder / "sessions" / "originals" / name).read_bytes() == second


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path, corrected: Callable[..., Path]) -> None:
    tag(folder, 3, "speed")
    document = corrected(OFTEN, f"{ENGINE} {CREW}", FARE)
    before, state = files(folder), state_of(folder)
    foreseen = run(folder, "reimport", SLUG, str(document), "--dry-run")
    assert foreseen.status == 0 and foreseen.out.endswith("nothing was written\n")
    assert files(folder) == before and state_of(folder) == state
    done = coder(folder, "reimport", SLUG, str(document))
    assert done.splitlines()[:-1] == foreseen.out.splitlines()[:-1]


@pytest.mark.parametrize(
    "second",
    [
        (OFTEN, CREW, ENGINE, FARE),  # moved
        (OFTEN, f"{ENGINE} {CREW}", FARE),  # joined
        (OFTEN, f"{ENGINE} {CREW} {FARE}"),  # three joined
        (f"{OFTEN} {ENGINE} {CREW} {FARE}",),
        (OFTEN, ENGINE, FARE, SCHOOL),  # unplaced, and its number another's
        (OFTEN, ENGINE),  # unplaced, and its number nobody's
        (SCHOOL, OFTEN.replace("six", "seven"), ENGINE, CREW, FARE),  # all moved on by one
        (ENGINE, OFTEN, FARE, f"{CREW} {' '.join([SCHOOL] * 5)}"),  # one grown beyond likeness, elsewhere
        (OFTEN, SCHOOL, FARE, f"{ENGINE} {CREW}"),  # joined under a number that was another's
    ],
)
def test_undo_puts_every_tag_and_the_file_back(
    folder: Path, corrected: Callable[..., Path], second: tuple[str, ...]
) -> None:
    for number, codes in (
        (2, ["speed"]),
        (3, ["speed", "sight=2"]),
        (4, ["sight=3", "dearer"]),
        (5, ["speed"]),
    ):
        tag(folder, number, *codes)
        tag(folder, number, "safety", who="CD")
        coder(folder, "memo", f"{SLUG}/7.{number}", f"thought {number}")
    before, text = state_of(folder), transcript(folder, SLUG).read_bytes()
    coder(folder, "reimport", SLUG, str(corrected(*second)))
    after, new_text = state_of(folder), transcript(folder, SLUG).read_bytes()
    assert after != before and new_text != text
    for _ in range(2):
        assert f"reimport {SLUG}" in coder(folder, "undo")
        assert transcript(folder, SLUG).read_bytes() == text
        assert without_reimport(state_of(folder)) == without_reimport(before)
        coder(folder, "redo")
        assert transcript(folder, SLUG).read_bytes() == new_text
        assert without_reimport(state_of(folder)) == without_reimport(after)


def without_reimport(state: object) -> object:
    assert isinstance(state, dict)
    return {key: value for key, value in state.items() if key[0] != "reimport"}


def test_a_tag_made_since_follows_its_text_back(folder: Path, corrected: Callable[..., Path]) -> None:
    tag(folder, 3, "speed")
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, CREW, ENGINE, FARE)))
    assert tagged(folder) == {("4", "AB", "speed")}
    tag(folder, 3, "dearer", who="CD")
    coder(folder, "undo")
    assert tagged(folder) == {("3", "AB", "speed"), ("4", "CD", "dearer")}


def test_what_was_joined_is_parted_although_it_was_renumbered_by_hand_since(
    folder: Path, corrected: Callable[..., Path]
) -> None:
    tag(folder, 3, "speed")
    tag(folder, 4, "sight=1")
    before = state_of(folder)
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, f"{ENGINE} {CREW}", FARE)))
    path = transcript(folder, SLUG)
    path.write_text(path.read_text(encoding="utf-8").replace("### 3 |", "### 33 |"), encoding="utf-8")
    assert tagged(folder) == {("33", "AB", "speed"), ("33", "AB", "sight")}
    coder(folder, "undo")
    assert state_of(folder) == before


def test_what_was_taken_off_a_joined_paragraph_stays_off(
    folder: Path, corrected: Callable[..., Path]
) -> None:
    tag(folder, 3, "speed", who="CD")
    tag(folder, 4, "speed", who="CD")
    tag(folder, 4, "sight=1", who="CD")
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, f"{ENGINE} {CREW}", FARE)))
    coder(folder, "untag", f"{SLUG}/7.3", "speed", who="CD")
    coder(folder, "undo")
    assert tagged(folder) == {("4", "CD", "sight")}


def test_undo_goes_on_to_what_was_done_before(folder: Path, corrected: Callable[..., Path]) -> None:
    tag(folder, 4, "dearer")
    tag(folder, 3, "dearer")
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, f"{ENGINE} {CREW}", FARE)))
    for left in ({("3", "AB", "dearer"), ("4", "AB", "dearer")}, {("4", "AB", "dearer")}, set()):
        coder(folder, "undo")
        assert tagged(folder) == left
    for there in ({("4", "AB", "dearer")}, {("3", "AB", "dearer"), ("4", "AB", "dearer")}):
        coder(folder, "redo")
        assert tagged(folder) == there
    coder(folder, "redo")
    assert answers(folder) == [OFTEN, f"{ENGINE} {CREW}", FARE] and tagged(folder) == {("3", "AB", "dearer")}


def test_it_is_undone_by_who_did_it_and_by_nobody_else(folder: Path, corrected: Callable[..., Path]) -> None:
    tag(folder, 3, "speed", who="CD")
    coder(folder, "reimport", SLUG, str(corrected(*FIRST[:3])))
    assert "untag" in coder(folder, "undo", who="CD")
    assert answers(folder) == list(FIRST[:3])
    coder(folder, "undo")
    assert answers(folder) == list(FIRST)


def by_hand(folder: Path) -> str:
    """Put a word right in the transcript; the text that is in it now."""
    path = transcript(folder, SLUG)
    text = path.read_text(encoding="utf-8").replace("a Sunday", "any Sunday")
    path.write_text(text, encoding="utf-8")
    return text


def test_corrections_by_hand_made_since_come_back_with_redo(
    folder: Path, corrected: Callable[..., Path]
) -> None:
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, CREW, ENGINE, FARE)))
    text = by_hand(folder)
    coder(folder, "undo")
    assert answers(folder) == list(FIRST)
    coder(folder, "redo")
    assert transcript(folder, SLUG).read_text(encoding="utf-8") == text


def test_corrections_by_hand_not_yet_taken_in_are_kept_in_the_store(
    folder: Path, corrected: Callable[..., Path]
) -> None:
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, CREW, ENGINE, FARE)))
    with open_inquiry(folder) as inquiry:
        text = by_hand(folder)
        Hand(inquiry, "AB").undo()
        assert text in inquiry.store.index.revisions("session", SLUG).values()
    assert answers(folder) == list(FIRST)


def test_two_corrected_documents_are_undone_one_by_one(folder: Path, corrected: Callable[..., Path]) -> None:
    tag(folder, 5, "speed")
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, ENGINE, FARE)))
    coder(folder, "reimport", SLUG, str(corrected(SCHOOL, OFTEN, ENGINE, FARE, name="again.md")))
    assert tagged(folder) == {("5", "AB", "speed")}
    coder(folder, "undo")
    assert answers(folder) == [OFTEN, ENGINE, FARE] and tagged(folder) == {("4", "AB", "speed")}
    coder(folder, "undo")
    assert answers(folder) == list(FIRST) and tagged(folder) == {("5", "AB", "speed")}


def test_corrections_by_hand_that_would_be_lost_are_said(
    folder: Path, corrected: Callable[..., Path]
) -> None:
    document = corrected(*FIRST[:3])
    assert "by hand" not in run(folder, "reimport", SLUG, str(document), "--dry-run").out
    by_hand(folder)
    assert "corrected by hand" in coder(folder, "reimport", SLUG, str(document))
    assert "by hand" not in coder(folder, "reimport", SLUG, str(corrected(*FIRST[:2])))


def test_the_same_document_changes_nothing(folder: Path, tmp_path: Path) -> None:
    before = files(folder)
    assert "nothing was changed" in coder(folder, "reimport", SLUG, str(tmp_path / "uncorrected.md"))
    assert files(folder) == before
    assert "nothing to undo" in run(folder, "undo", "--as", "AB").out


def test_what_cannot_be_reimported_is_one_sentence_and_changes_nothing(
    folder: Path, corrected: Callable[..., Path], tmp_path: Path
) -> None:
    before = files(folder)
    empty = tmp_path / "empty.md"
    empty.write_text("", encoding="utf-8")
    document = str(corrected(*FIRST[:3]))
    assert "no such session" in run(folder, "reimport", "nowhere", document, "--as", "AB").complaint()
    assert "empty.md" in run(folder, "reimport", SLUG, str(empty), "--as", "AB").complaint()
    assert (
        "nowhere.md" in run(folder, "reimport", SLUG, str(tmp_path / "nowhere.md"), "--as", "AB").complaint()
    )
    assert "Who codes" in run(folder, "reimport", SLUG, document).complaint()
    assert files(folder) == before


def test_where_the_store_fails_transcript_and_originals_stay(
    folder: Path, corrected: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tag(folder, 3, "speed")
    before, state = files(folder), state_of(folder)

    def fail(*_: object, **__: object) -> None:
        raise CoderError("the disk is full")

    with open_inquiry(folder) as inquiry:
        monkeypatch.setattr(inquiry.store.journal, "carry", fail)
        with pytest.raises(CoderError, match="disk is full"):
            reimport(inquiry, "AB", SLUG, corrected(OFTEN, CREW, ENGINE, FARE))
    assert files(folder) == before and state_of(folder) == state


def test_an_undo_that_fails_leaves_all_as_it_was(
    folder: Path, corrected: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tag(folder, 3, "speed")
    coder(folder, "reimport", SLUG, str(corrected(OFTEN, f"{ENGINE} {CREW}", FARE)))
    before, state = files(folder), state_of(folder)

    def fail(*_: object) -> list[object]:
        raise CoderError("no")

    with monkeypatch.context() as patch:
        patch.setattr(reimporting, "texts_standing", fail)
        with open_inquiry(folder) as inquiry, pytest.raises(CoderError, match="no"):
            Hand(inquiry, "AB").undo()
    assert files(folder) == before and state_of(folder) == state
    coder(folder, "undo")
    assert answers(folder) == list(FIRST)
