"""The walls between the rooms, and that importing one does no work: seen in fresh processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.inquiry_support import TOP, clean_environment

HEAVY = {
    "textual",
    "rich",
    "textual_serve",
    "aiohttp",
    "pandas",
    "openpyxl",
    "docx",
    "matplotlib",
    "numpy",
    "lxml",
    "pypdfium2",
    "ruamel",
    "sqlite3",
    "psycopg",
    "keyring",
}

LOADS = {
    "coder": set(),
    "coder.cli": set(),
    "coder.errors": set(),
    "coder.files": set(),
    "coder.coding": set(),
    "coder.codebook": set(),
    "coder.adjudication": set(),
    "coder.evidence.readers": set(),
    "coder.evidence.readers.markdown": set(),
    "coder.evidence.readers.rst": set(),
    "coder.evidence.readers.rtf": set(),
    "coder.evidence.readers.text": set(),
    "coder.evidence.readers.doc": {"lxml"},
    "coder.evidence.readers.docx": {"lxml"},
    "coder.evidence.readers.html": {"lxml"},
    "coder.evidence.readers.odt": {"lxml"},
    "coder.evidence.readers.xml": {"lxml"},
    "coder.evidence.readers.pdf": {"pypdfium2"},
    "coder.evidence.styles": set(),
    "coder.evidence.transcript": set(),
    "coder.store": {"sqlite3"},
    "coder.agreement": {"numpy"},
    "coder.matrices": {"pandas", "numpy"},
    "coder.exchange.tables": set(),
    "coder.exchange.mapping": set(),
    "coder.exchange.codings": set(),
    "coder.exchange.items": set(),
    "coder.exchange.table_codes": set(),
    "coder.exchange.table_files": set(),
    "coder.exchange.database": {"sqlite3"},
    "coder.exchange.sqlite_files": {"sqlite3"},
    "coder.exchange.programs": {"sqlite3"},
    "coder.exchange.taguette": {"sqlite3"},
    "coder.exchange.qualcoder": {"sqlite3"},
    "coder.exchange.placing": set(),
    "coder.exchange.project": set(),
    "coder.exchange.sources": set(),
    "coder.exchange.refi.reading": set(),
    "coder.exchange.refi.conventions": set(),
    "coder.exchange.refi.records": set(),
    "coder.exchange.refi.writing": {"lxml"},
    "coder.exchange.bags": set(),
    "coder.exchange.bags.writing": set(),
    "coder.exchange.bags.reading": set(),
    "coder.exchange.entries": set(),
    "coder.exchange.contributions": set(),
    "coder.workbook": {"pandas", "numpy", "openpyxl", "lxml"},
    "coder.summary": {"pandas", "numpy"},
    "coder.redaction": set(),
    "coder.inquiry.codebooks": {"sqlite3"},
    "coder.inquiry.describing": {"sqlite3"},
    "coder.inquiry.folder": {"sqlite3"},
    "coder.inquiry.contributing": {"sqlite3"},
    "coder.inquiry.grounds": {"sqlite3"},
    "coder.inquiry.meeting": {"sqlite3"},
    "coder.inquiry.merging": {"sqlite3"},
    "coder.inquiry.opening": set(),
    "coder.inquiry.translating": {"sqlite3"},
    "coder.inquiry.importing": {"sqlite3"},
    "coder.inquiry.importing_codes": {"sqlite3"},
    "coder.inquiry.exporting_tables": {"sqlite3"},
    "coder.inquiry.tabulating": {"sqlite3"},
    "coder.inquiry.correcting": {"sqlite3"},
    "coder.inquiry.editing": {"sqlite3"},
    "coder.inquiry.recoding": {"sqlite3"},
    "coder.inquiry.reimporting": {"sqlite3"},
    "coder.document": set(),
    "coder.document.content": set(),
    "coder.document.html": {"lxml"},
    "coder.document.word": {"lxml", "docx"},
    "coder.inquiry.reviewing": {"sqlite3"},
    "coder.inquiry.seen": {"sqlite3"},
    "coder.inquiry.synced": {"sqlite3"},
    "coder.inquiry.travelling": set(),
    "coder.inquiry.travelling_codebooks": {"sqlite3"},
    "coder.inquiry.revising": {"sqlite3"},
    "coder.inquiry.withdrawing": {"sqlite3"},
    "coder.inquiry.taking_codes": {"sqlite3"},
    "coder.inquiry.taking_coders": {"sqlite3"},
    "coder.inquiry.taking_marks": {"sqlite3"},
    "coder.inquiry.taking_people": {"sqlite3"},
    "coder.inquiry.taking_projects": {"sqlite3"},
    "coder.inquiry.taking_sources": {"sqlite3"},
    "coder.inquiry.tagging": {"sqlite3"},
    "coder.inquiry.stepping": {"sqlite3"},
    "coder.inquiry.filters": {"sqlite3"},
    "coder.inquiry.memos": {"sqlite3"},
    "coder.inquiry.bulk": {"sqlite3"},
    "coder.inquiry.recent": {"sqlite3"},
    "coder.inquiry.browsing": {"sqlite3"},
    "coder.inquiry.progress": {"sqlite3"},
    "coder.inquiry.exporting_projects": {"sqlite3"},
    "coder.inquiry.projecting": {"sqlite3"},
    "coder.inquiry.reports": {"sqlite3"},
    "coder.inquiry.selecting": {"sqlite3"},
    "coder.inquiry.looking": {"sqlite3"},
    "coder.inquiry.sheets": {"sqlite3"},
    "coder.inquiry.logins": {"sqlite3"},
    "coder.inquiry.moving": {"sqlite3"},
    "coder.inquiry.framework": {"sqlite3"},
    "coder.inquiry.quoting": {"sqlite3"},
    "coder.inquiry.summarising": {"sqlite3"},
    "coder.inquiry.anonymising": {"sqlite3"},
    "coder.inquiry.archive_form": {"sqlite3"},
    "coder.inquiry.archive_outputs": {"sqlite3"},
    "coder.inquiry.archive_readme": {"sqlite3"},
    "coder.inquiry.archiving": {"sqlite3"},
    "coder.inquiry.checking": {"sqlite3"},
    "coder.inquiry.deposit": {"sqlite3"},
    "coder.inquiry.rebuilding": {"sqlite3"},
    "coder.inquiry.verifying": {"sqlite3"},
    "coder.inquiry.mask": {"sqlite3"},
    "coder.inquiry.ratings": {"sqlite3"},
    "coder.inquiry.agreeing": {"sqlite3"},
    "coder.inquiry.agreement_table": {"sqlite3"},
    "coder.inquiry.settling": {"sqlite3"},
    "coder.inquiry.collecting": set(),
    "coder.inquiry.agreement_forms": {"sqlite3"},
    "coder.inquiry.agreement_report": {"sqlite3"},
    "coder.inquiry.outline": {"sqlite3"},
    "coder.inquiry.people": {"sqlite3"},
    "coder.inquiry.witnesses": {"sqlite3"},
    "coder.inquiry.who": {"sqlite3"},
    "coder.inquiry.assigning": {"sqlite3"},
    "coder.inquiry.adjudicating": {"sqlite3"},
    "coder.inquiry.planning": {"sqlite3"},
    "coder.inquiry.glance": {"sqlite3"},
    "coder.inquiry.blindness": {"sqlite3"},
    "coder.inquiry.drawing": set(),
    "coder.inquiry.searching": {"sqlite3"},
    "coder.inquiry.demo": {"sqlite3"},
    "coder.tui.commands": set(),
    "coder.tui.commands.keymap": set(),
    "coder.tui.app": {"textual", "rich", "sqlite3"},
    "coder.tui.browser.address": set(),
    "coder.tui.browser.server": {"textual_serve", "aiohttp", "textual", "rich", "sqlite3"},
}
"""Of what is heavy, what a room may load when it is imported."""

IMPORT_ALL = """
import importlib, pkgutil
import coder
for found in pkgutil.walk_packages(coder.__path__, "coder."):
    if found.name != "coder.__main__":
        importlib.import_module(found.name)
"""

WATCH = """
import os, sys, sysconfig
libraries = sysconfig.get_path("purelib")
touched = []
def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        writes = (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        settings = str(path).endswith((".toml", ".yaml", ".json", ".db"))
        if writes or (settings and not str(path).startswith(libraries)):
            touched.append((event, str(path)))
    elif event in ("os.mkdir", "os.rename", "os.remove", "sqlite3.connect", "subprocess.Popen"):
        touched.append((event, str(arguments[0])))
sys.addaudithook(watch)
"""
"""Notes what is written, and what is read that could be settings; a library's own files are none."""


def python(program: str, folder: Path) -> str:
    """What a program prints that runs in a fresh interpreter standing in a folder."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=clean_environment() | {"PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("room", LOADS)
def test_a_room_loads_no_more_than_it_may(room: str, tmp_path: Path) -> None:
    found = python(f"import sys, {room}, json; print(json.dumps(sorted(sys.modules)))", tmp_path)
    loaded = {name.partition(".")[0] for name in json.loads(found)}
    assert loaded & HEAVY <= LOADS[room]


def test_help_needs_no_room_at_all(tmp_path: Path) -> None:
    program = (
        "import sys, json\nfrom coder.cli import parser\nparser().format_help()\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('coder')]))"
    )
    loaded = set(json.loads(python(program, tmp_path)))
    assert {name for name in loaded if not name.startswith("coder.cli")} == {"coder", "coder.errors"}


def test_every_module_of_a_room_is_held_to_account() -> None:
    there = {
        ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")
        for path in (TOP / "coder" / "inquiry").glob("*.py")
    } - {"coder.inquiry"}
    assert there <= set(LOADS)


def test_importing_makes_no_file_and_reads_no_settings(tmp_path: Path) -> None:
    assert json.loads(python(f"{WATCH}{IMPORT_ALL}import json; print(json.dumps(touched))", tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_the_import_contracts_hold() -> None:
    pytest.importorskip("importlinter")
    linter = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", linter, "--no-cache"],
        cwd=TOP, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout
