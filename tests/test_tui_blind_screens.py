"""Every command of every screen, tried by somebody who codes blind.

That is done in two inquiries that differ only in what another coder did. What the screens show has to be the
same in both, whatever that was: texts, names, numbers.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coder.adjudication import Ruling
from coder.coding import Change, codebook_subject
from coder.errors import CoderError
from coder.inquiry.adjudicating import Reviewer
from coder.inquiry.agreement_table import Table
from coder.inquiry.assigning import Wish, assign
from coder.inquiry.blindness import see_as
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.importing import import_session, read_session
from coder.inquiry.settling import Wanted
from coder.inquiry.tagging import Hand
from coder.inquiry.who import prefer
from coder.tui.app import CoderApp
from coder.tui.commands import ROOMS, Command
from coder.tui.screens.agreement import AgreementScreen
from coder.tui.screens.differences import DifferencesScreen
from coder.tui.screens.file_changes import FileChanges
from coder.tui.screens.home import HomeScreen
from coder.tui.screens.importing import Importing, ImportReport
from tests.tui_support import dump, make, screens, settled, sitting

Way = Callable[[CoderApp, Pilot[None]], Awaitable[None]]
SECRET = "xyzzyplugh"
"""Stands in all that the other coder and a reviewer wrote."""
TRACES = (SECRET, "gone-code")
"""The initials of those on one's assignment one may know."""
DOCUMENT = "# Item 3 | Roads\n\n1. The Chairman opened the meeting.\n\nQuestion 1: How?\n\n2. By bus.\n"


def keys(*pressed: str) -> Way:
    async def way(app: CoderApp, pilot: Pilot[None]) -> None:
        for key in pressed:
            await pilot.press(key)
            await settled(app, pilot)

    return way


async def importing(app: CoderApp, pilot: Pilot[None]) -> None:
    await app.push_screen(Importing(app.inquiry, document(app.inquiry)))


async def imported(app: CoderApp, pilot: Pilot[None]) -> None:
    path = document(app.inquiry)
    done = import_session(app.inquiry, path, read_session(path))
    await app.push_screen(ImportReport(done))


async def changes_of_the_file(app: CoderApp, pilot: Pilot[None]) -> None:
    path = app.inquiry.codebook_path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Evening buses", "Late buses"), encoding="utf-8")
    app.inquiry.look_again()
    await pilot.press("f5", "f")
    await pilot.pause()
    assert isinstance(app.screen, FileChanges)
    path.write_text(text, encoding="utf-8")


async def no_connection(app: CoderApp, pilot: Pilot[None]) -> None:
    tries = iter((False, True))
    app.inquiry.store.reachable = lambda: next(tries, True)  # type: ignore[method-assign]
    app.connection.lose()
    app.connection.since = "10:32"
    await pilot.pause()


def document(inquiry: Inquiry) -> Path:
    path = inquiry.folder.parent / "roads.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


WAYS: dict[str, tuple[str | None, Way]] = {
    "Home": (None, keys()),
    "Coding": ("s1", keys()),
    "Quoting": ("s1", keys("quotation_mark")),
    "Codebook": (None, keys("f5", "down")),
    "Review": (None, keys("f9")),
    "Reading": ("s1", keys("f1")),
    "Finding a code": ("s1", keys("slash")),
    "Code": (None, keys("f5", "down", "enter")),
    "Asking": (None, keys("f5", "down", "r")),
    "Changes of the codebook": (None, changes_of_the_file),
    "Choosing": ("s1", keys("ctrl+p")),
    "Filtering": ("s1", keys("f4")),
    "Bulk": ("s1", keys("f8")),
    "Bulk preview": ("s1", keys("f8", "enter")),
    "Agreement": (None, keys("f8")),
    "Confusion": (None, keys("f8", "x")),
    "Differences": (None, keys("d")),
    "Assignments": (None, keys("ctrl+g")),
    "Assigning": (None, keys("ctrl+g", "n")),
    "Reason": (None, keys("ctrl+g", "l")),
    "Several": (None, keys("ctrl+g", "n", "down", "enter")),
    "Search": (None, keys("f3", *"late")),
    "Memo": ("s1", keys("plus")),
    "Tour": (None, keys("ctrl+t")),
    "Matrix": (None, keys("f10")),
    "Summary": (None, keys("f10", "down", "right", "s")),
    "Exporting": (None, keys("f10", "e")),
    "Picking a file": (None, keys("ctrl+o")),
    "Quotes of a cell": (None, keys("f10", "down", "enter")),
    "Importing": (None, importing),
    "Import report": (None, imported),
    "Initials": (None, keys()),
    "No connection": ("s1", no_connection),
}  # fmt: skip
"""How one gets to each screen."""
REFUSED = ("Agreement", "Confusion", "Differences")
"""Screens that rest on what others did."""
TYPED = {"type": "ev", "a–Z": "f", "1–9": "2", "0–9": "5"}


def test_every_screen_there_is_is_tried() -> None:
    assert set(WAYS) == set(ROOMS)
    assert {command.typed for room in ROOMS.values() for command in room} <= {"", *TYPED}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """In both AB and QX are to code blind, and AB has begun; in the second others have been busy."""
    top = tmp_path_factory.mktemp("worlds")
    first, second = sitting("s1", "First day", "2026-03-01"), sitting("s2", "Second day", "2026-03-08")
    with make(top / "idle" / "inquiry", first, second) as inquiry:
        assign(inquiry, "RV", Wish(["s1"], ["AB", "QX"]))
        book, hand = inquiry.codebook.by_id, Hand(inquiry, "AB")
        hand.tag("s1/7.1", [(book["frequency"], None), (book["punctual"], 2)])
        hand.tag("s1/7.3", [(book["favour"], None)])
        hand.memo("s1/7.1", "my own words")
        some = ("7.4", "7.5", "7.6", "8.1", "8.2", "8.3")
        stale = [Change("tag", "AB", f"s1/{number}", "frequency", {"meaning": 5}) for number in some]
        inquiry.store.journal.act("AB", stale, inquiry.codebook.revision)
    shutil.copytree(top / "idle", top / "busy")
    with open_inquiry(top / "busy" / "inquiry") as inquiry:
        be_busy(inquiry)
    return top / "idle", top / "busy"


def be_busy(inquiry: Inquiry) -> None:
    """All that another coder and a reviewer can do, with distinctive words."""
    book, revision, quote = (
        inquiry.codebook.by_id,
        inquiry.codebook.revision,
        {"start": 0, "end": 5, "text": SECRET},
    )
    for number in range(1, 6):
        paragraph = f"s1/7.{number}"
        inquiry.store.journal.act("QX", [
            Change("tag", "QX", paragraph, "evening", {"meaning": book["evening"].meaning, "spans": [quote]}),
            Change("tag", "QX", paragraph, "frequency", {"meaning": 5}),
            Change("tag", "QX", paragraph, "gone-code", {"meaning": 5}),
            Change("read", "QX", paragraph, "", {}),
            Change("memo", "QX", paragraph, "", {"text": SECRET}),
            Change("star", "QX", paragraph, "", {"spans": [quote]}),
            Change("flag", "QX", paragraph, "", {}),
        ], revision, place=True)  # fmt: skip
    subjects = [("s1", ""), ("s1/@ana-reyes", ""), (codebook_subject(inquiry.codebook.name), "evening")]
    others = [Change("memo", "QX", subject, code, {"text": SECRET}) for subject, code in subjects]
    others.append(Change("tag", "QX", "s1/nowhere", "evening", {"meaning": 0}))
    inquiry.store.journal.act("QX", others, revision)
    reviewer = Reviewer(inquiry, "RV")
    reviewer.decide("s1/7.1", book["evening"], Ruling("accept", SECRET, "RV", ("QX",)))
    reviewer.decide("s1/7.3", book["favour"], Ruling("reject", SECRET, "RV", ("QX",)))
    reviewer.propose("s1/7.2", book["evening"], Ruling("accept", SECRET, "RV"))
    reviewer.mark_unclear("s1/7.2", book["frequency"], SECRET)


async def walk(folder: Path, room: str) -> list[tuple[str, str]]:
    """Each command of a screen as the blind coder, one after another, with what was shown after it."""
    session, way = WAYS[room]
    left, shown = list(ROOMS[room]), []
    while left:
        with open_inquiry(folder / "inquiry") as inquiry:
            coder = None if room == "Initials" else "AB"
            async with screens(inquiry, coder, session, size=(140, 44)) as (app, pilot):
                await way(app, pilot)
                await pilot.pause()
                here = app.screen
                commands = tuple(getattr(here, "keys", here.KEYS))
                assert room in (*REFUSED, "Importing") or commands == ROOMS[room], here
                shown.append(("", bare(app)))
                while left and app.is_running and app.screen is here:
                    command = left.pop(0)
                    await pilot.press(*pressed(command, room))
                    await settled(app, pilot)
                    shown.append((command.id, bare(app) if app.is_running else ""))
    return shown


def pressed(command: Command, room: str) -> list[str]:
    if room == "Initials" and command.typed:
        return list("AB")
    return list(TYPED[command.typed]) if command.typed else [command.keys[0]]


def bare(app: CoderApp) -> str:
    """The screen without what is drawn by chance or told by the clock."""
    return re.sub(r"\b[0-9a-f]{6}\b", "######", dump(app))


@pytest.mark.parametrize("room", ROOMS)
async def test_no_command_of_a_screen_shows_a_blind_coder_anything_of_others(
    worlds: tuple[Path, Path], tmp_path: Path, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CODER_AS", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    found = []
    for world in worlds:
        folder = tmp_path / world.name / "same"
        shutil.copytree(world, folder)
        monkeypatch.setenv("CODER_CONFIG", str(folder / "config"))
        (folder / "documents").mkdir()
        prefer(folder=str(folder / "documents"))
        found.append([(id, text.replace(world.name, "world")) for id, text in await walk(folder, room)])
    idle, busy = found
    assert {command.id for command in ROOMS[room]} <= {id for id, _ in busy}
    for (id, alone), (_, beside) in zip(idle, busy, strict=True):
        assert beside == alone, id
        assert not any(trace in beside for trace in TRACES), (id, beside)


async def test_a_search_finds_nothing_by_what_others_did(
    worlds: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[list[str]] = []
    for world in worlds:
        shutil.copytree(world, tmp_path / world.name)
        monkeypatch.setenv("CODER_CONFIG", str(tmp_path / world.name / "config"))
        with open_inquiry(tmp_path / world.name / "inquiry") as inquiry:
            async with screens(inquiry, "AB", None, size=(100, 40)) as (app, pilot):
                await pilot.press("f3")
                found.append([])
                for query in ("code:evening", "code:frequency", "is:starred", "is:noted", "is:read", SECRET):
                    await pilot.press("ctrl+u", *query)
                    await pilot.pause()
                    found[-1].append(dump(app))
    assert found[0] == found[1]
    assert any("7(1)" in text for text in found[0])  # one's own is found


@pytest.mark.parametrize("room", REFUSED)
async def test_what_rests_on_others_is_refused_in_a_sentence(
    worlds: tuple[Path, Path], tmp_path: Path, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(worlds[1], tmp_path / "busy")
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    with open_inquiry(tmp_path / "busy" / "inquiry") as inquiry:
        async with screens(inquiry, "AB", None) as (app, pilot):
            await WAYS[room][1](app, pilot)
            assert isinstance(app.screen, HomeScreen)
            if room != "Confusion":
                assert "you are coding blind" in " ".join(dump(app).split())
        see_as(inquiry, "AB")
        with pytest.raises(CoderError, match="coding blind"):
            AgreementScreen(inquiry, "AB")
        with pytest.raises(CoderError, match="coding blind"):
            DifferencesScreen(inquiry, "AB", Wanted(states=()))
        with pytest.raises(CoderError, match="coding blind"):
            Table(inquiry)


async def test_when_all_is_read_everything_is_seen(
    worlds: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same screens do show the other's doing, so that the test above could see it."""
    shutil.copytree(worlds[1], tmp_path / "busy")
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    with open_inquiry(tmp_path / "busy" / "inquiry") as inquiry:
        answers = [
            one.paragraph.id for one in inquiry.store.index.everything() if one.paragraph.role == "answer"
        ]
        Hand(inquiry, "AB").read([one for one in answers if one.startswith("s1/")])
        async with screens(inquiry, "AB", None, size=(140, 44)) as (app, pilot):
            await pilot.press("f8")
            await pilot.pause()
            assert "Agreement · AB, QX" in dump(app)
            await pilot.press("escape", "d")
            assert SECRET in dump(app) and "QX" in dump(app)
            await pilot.press("escape", "f")
            assert SECRET in dump(app)  # what was decided against one's own tag
