"""Importing from within: a document is read while one looks on, then what was found is shown."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import ClassVar

from coder.errors import CoderError
from coder.evidence.model import Session
from coder.inquiry.folder import Inquiry
from coder.inquiry.importing import Imported, import_session, read_session, report
from coder.tui import commands
from coder.tui.palette import Palette
from coder.tui.screens.reading import Paged
from coder.tui.text import wrap
from coder.tui.widgets.lines import Line


class Importing(Paged[Imported | CoderError]):
    """Reads a document in a thread, then stores it; gives what it came to, or why it could not be."""

    CLICK_CLOSES: ClassVar = False
    KEYS: ClassVar = commands.IMPORTING
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, inquiry: Inquiry, document: Path) -> None:
        super().__init__("Import", self._lines)
        self.inquiry, self.document = inquiry, document

    def _lines(self, width: int, palette: Palette) -> list[Line]:
        return [[(text, palette.text)] for text in wrap(f"Reading {self.document.name}…", width)]

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._import())

    async def _import(self) -> None:
        """The store belongs to the thread of the screens: the other one only reads. It stops with the box."""
        try:
            session = await asyncio.to_thread(read_session, self.document, styles=self.inquiry.styles)
        except CoderError as error:
            self.dismiss(error)
            return
        await self.reach(partial(self._store, session))

    def _store(self, session: Session) -> None:
        try:
            self.dismiss(import_session(self.inquiry, self.document, session))
        except CoderError as error:
            self.dismiss(error)


class ImportReport(Paged[str]):
    """What an import found; gives the session where it is to be opened."""

    KEYS: ClassVar = commands.REPORT
    BINDINGS: ClassVar = commands.bindings(KEYS)

    def __init__(self, imported: Imported) -> None:
        super().__init__("Imported", lambda width, palette: report_lines(imported, width, palette))
        self.imported = imported

    def action_open(self) -> None:
        self.dismiss(self.imported.session.slug)


def report_lines(imported: Imported, width: int, palette: Palette) -> list[Line]:
    """The report of `coder import`, its heads marked; then what became of tags from a time before."""
    if not imported.new:
        known = f"{imported.session.slug}: was imported before, from the same document; nothing was changed."
        return [[(text, palette.text)] for text in wrap(known, width)]
    lines: list[Line] = []
    for place, told in enumerate([*report(imported.session), *imported.remarks]):
        style = palette.theme if place == 0 else palette.text
        if told.startswith("  needs a look"):
            style = palette.accent
            lines.append([])
        lines += [[(text, style)] for text in wrap(told, width)]
    return lines
