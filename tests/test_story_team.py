"""Stories of a team at its server, typed at terminals of 80x24."""

from __future__ import annotations

from pathlib import Path

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import run
from tests.postgres_support import Server
from tests.test_stories import MINUTES, SEEN, SESSION, leave, standing
from tests.tmux_support import tmux


def machine(folder: Path, address: str, codebook: bool = True) -> Path:
    """A folder of its own that works with the team's store."""
    folder.mkdir()
    if codebook:
        assert run(folder, "init", str(folder), "--name", "Team").status == 0
    settings = folder / "inquiry.toml"
    said = settings.read_text(encoding="utf-8") if settings.exists() else 'name = "Team"\n'
    settings.write_text(f'store = "{address}"\n{said}', encoding="utf-8")
    (folder / "config").mkdir()
    (folder / "config" / "preferences.json").write_text(SEEN, encoding="utf-8")
    return folder


def test_the_server_stops_while_one_types_and_all_is_there_when_it_is_back(
    tmp_path: Path, postgres: Server
) -> None:
    address = f"{postgres.address()}?schema=story"
    ann = machine(tmp_path / "ann", address)
    assert run(ann, "import", str(MINUTES)).status == 0
    with tmux(ann) as screen:
        screen.coder("--as", "AB", "code", SESSION)
        at = standing(screen.until("0/"))
        screen.press("a")
        screen.until("1/")
        postgres.stop()
        screen.until("No connection to the team's store since")
        screen.press("Down", "a", "Down", "b")
        screen.until("(4 keys)")
        postgres.start()
        shown = screen.until(lambda shown: "No connection" not in shown and "3/" in shown)
        assert standing(shown) != at
        leave(screen)
    ben = machine(tmp_path / "ben", address, codebook=False)
    with open_inquiry(ben) as inquiry:
        made = [(tag.coder, tag.paragraph) for tag in inquiry.store.journal.tags()]
        assert len(made) == 3 and {coder for coder, _ in made} == {"AB"}
        assert (ben / "sessions" / f"{SESSION}.md").read_bytes() == (
            ann / "sessions" / f"{SESSION}.md"
        ).read_bytes()
        assert inquiry.codebook == open_book(ann)


def open_book(folder: Path) -> object:
    with open_inquiry(folder) as inquiry:
        return inquiry.codebook


def test_what_one_codes_shows_on_the_others_screen(tmp_path: Path, postgres: Server) -> None:
    address = f"{postgres.address()}?schema=two"
    ann = machine(tmp_path / "ann", address)
    assert run(ann, "import", str(MINUTES)).status == 0
    ben = machine(tmp_path / "ben", address, codebook=False)
    with tmux(ben) as here, tmux(ann) as there:
        here.coder("--as", "AB")
        here.until("1 session, 0 of")
        there.coder("--as", "AB", "code", SESSION)
        there.until("0/")
        there.press("a")
        there.until("1/")
        here.until("1 session, 1 of")
        leave(there)
        leave(here)
