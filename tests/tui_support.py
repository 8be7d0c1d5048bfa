"""A small inquiry for the screens, and the screen as plain text."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from textual.pilot import Pilot

from coder.evidence.model import Item, Paragraph, Question, Session, Witness
from coder.evidence.transcript import write
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.who import prefer
from coder.tui.app import CoderApp
from coder.tui.commands import ROOMS

Test = TypeVar("Test", bound=Callable[..., object])
ALL = {command.id: command for room in ROOMS.values() for command in room}

CODEBOOK = """\
title: Buses
codes:
  - {id: service, name: Service, definition: How the buses run.}
  - id: punctual
    parent: service
    name: Punctuality
    definition: Whether buses come when the timetable says.
    include: Late, early and missing buses.
    exclude: How many there are (use frequency).
    example: "It was late again."
    colour: "#1957bb"
    key: p
    values: [poor, fair, good]
  - {id: frequency, parent: service, name: Frequency, definition: How often a bus comes., key: f}
  - {id: evening, parent: service, name: Evening buses, definition: Journeys after seven.}
  - {id: stance, name: Stance, definition: Where the witness stands., choose: one}
  - {id: favour, parent: stance, name: In favour, definition: Wants the change., key: F, colour: "#57966e"}
  - {id: against, parent: stance, name: Against, definition: Does not want it., key: A, colour: "#b63613"}
"""

ANA = Witness("Ana Reyes", "Driver", "Tarn Buses")
BO = Witness("Bo Lind", "Chair", "Riders' Forum")


def item(slug: str, number: str, witness: Witness, questions: int, answers: int) -> Item:
    """An item in which each question has the same number of answers; the first one is long."""
    at = f"{slug}/{number}"
    asked, said, count = [], [], 0
    for q in range(1, questions + 1):
        text = f"What do riders say about line {q}?"
        asked.append(Question(f"{at}.q{q}", str(q), text, "Cllr Ode"))
        said.append(Paragraph(f"{at}.q{q}", "question", text, question=f"{at}.q{q}", speaker="Cllr Ode"))
        for _ in range(answers):
            count += 1
            body = f"Answer {count}: the bus on line {q} is late on most days."
            body += " It never waits for the train." * (60 if count == 2 else 1)
            where = (str(count), f"{number}({count})", f"{at}.q{q}")
            said.append(Paragraph(f"{at}.{count}", "answer", body, *where, witness.name))
    heading = f"Evidence from {witness.organisation}"
    return Item(at, heading, number, None, None, (witness,), tuple(asked), tuple(said))


def sitting(slug: str, title: str, date: str) -> Session:
    items = (item(slug, "7", ANA, 3, 2), item(slug, "8", BO, 2, 2))
    return Session(slug, title, date=date, committee="Buses", items=items)


def make(folder: Path, *sessions: Session, codebook: str = CODEBOOK) -> Inquiry:
    """An inquiry folder with these sessions, open."""
    (folder / "sessions").mkdir(parents=True)
    (folder / "codebooks").mkdir()
    (folder / "inquiry.toml").write_text('name = "Buses"\n', encoding="utf-8")
    (folder / "codebooks" / "buses.yaml").write_text(codebook, encoding="utf-8")
    for session in sessions:
        (folder / "sessions" / f"{session.slug}.md").write_text(write(session), encoding="utf-8")
    return open_inquiry(folder)


@pytest.fixture
def inquiry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inquiry]:
    """Two sessions of ten answers each; preferences kept away from the user's own."""
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("CODER_AS", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    first, second = sitting("s1", "First day", "2026-03-01"), sitting("s2", "Second day", "2026-03-08")
    with make(tmp_path / "inquiry", first, second) as opened:
        yield opened


@asynccontextmanager
async def screens(
    inquiry: Inquiry,
    coder: str | None = "AB",
    session: str | None = "s1",
    size: tuple[int, int] = (80, 24),
    tour: bool = False,
) -> AsyncIterator[tuple[CoderApp, Pilot[None]]]:
    """The application running without a terminal, for somebody who has seen the tour."""
    if not tour:
        prefer(tour="seen")
    app = CoderApp(inquiry, coder, session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def settled(app: CoderApp, pilot: Pilot[None]) -> None:
    """Once what goes on in threads has come to the screen."""
    await pilot.pause()
    while app.is_running and any(not worker.is_finished for worker in app.workers):
        await asyncio.sleep(0.01)
    await pilot.pause()


def done(inquiry: Inquiry, coder: str = "AB") -> list[tuple[str, str, str]]:
    """What the journal says: verb, paragraph, code; oldest first."""
    return [(entry.verb, entry.subject, entry.code) for entry in inquiry.store.journal.entries(coder)]


def dump(app: CoderApp) -> str:
    """What the screen shows, as plain text."""
    screen = app.screen
    lines = screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


def line_with(app: CoderApp, text: str) -> str:
    """The first line of the screen that has a text."""
    return next(line for line in dump(app).splitlines() if text in line)


def key(id: str) -> str:
    """A command's first key."""
    return ALL[id].keys[0]


def of(*ids: str) -> Callable[[Test], Test]:
    """Say which commands a test shows at work; the ids stand there as they are, since they are read."""
    assert set(ids) <= set(ALL), ids
    return lambda test: test


def shown_by_tests() -> set[str]:
    """The commands that tests say they show, in whatever file they stand."""
    files = Path(__file__).parent.glob("test_tui*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    tests = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef))
    calls = (call for test in tests for call in test.decorator_list if isinstance(call, ast.Call))
    said = (call.args for call in calls if isinstance(call.func, ast.Name) and call.func.id == "of")
    return {ast.literal_eval(argument) for arguments in said for argument in arguments}
