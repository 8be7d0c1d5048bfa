"""A transcript opened in the user's editor: on a copy, taken back when it holds."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coder.errors import CoderError
from coder.inquiry.correcting import Correction, read_text, replace_transcript
from coder.inquiry.folder import Inquiry, write_beside

WINDOWS = os.name == "nt"
EDITORS = ("sensible-editor", "nano", "vim", "vi")
"""What is looked for where neither VISUAL nor EDITOR names one; on Windows notepad."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A copy of a transcript to edit. `base` says which content it was made from."""

    path: Path
    transcript: Path
    base: str
    resumed: bool
    """Whether it has changes from an earlier time that could not be taken in then."""

    @property
    def changed(self) -> bool:
        return _digest(self.path) != self.base

    @property
    def outdated(self) -> bool:
        """Whether the transcript is no longer what the copy was made from."""
        return _digest(self.transcript) != self.base

    def drop(self) -> None:
        """Remove the copy, and its folder where nothing else is in it."""
        with suppress(OSError):  # an editor may still have it open
            self.path.unlink(missing_ok=True)
            self.path.parent.rmdir()


def begin(inquiry: Inquiry, slug: str) -> Draft:
    """Copy a transcript to edit; where a copy of the same content was left, go on with that.

    It may be one that cannot be parsed, so that it can be put right. Raises CoderError where there is
    no such session, it was withdrawn, or its files cannot be read or written.
    """
    from coder.inquiry.withdrawing import find_session

    transcript = inquiry.sessions / f"{slug}.md"
    if slug != transcript.stem or slug in inquiry.store.journal.withdrawn() or not transcript.is_file():
        find_session(inquiry, slug)
    try:
        data = transcript.read_bytes()
        base = hashlib.sha256(data).hexdigest()[:12]
        path = inquiry.drafts / base / transcript.name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_beside(path, data)
    except OSError as error:
        raise CoderError(f"{error.filename or transcript}: {error.strerror}; nothing was opened.") from None
    draft = Draft(path, transcript, base, resumed=False)
    return Draft(path, transcript, base, resumed=draft.changed)


def finish(inquiry: Inquiry, draft: Draft) -> Correction | None:
    """Put the edited copy in the transcript's place; what became of the paragraphs, None if all are kept.

    Raises CoderError, with the copy's file and line, where it cannot be parsed, and where the
    transcript was changed meanwhile; the transcript is then as it was, and the copy stays.
    """
    from coder.evidence.transcript import parse

    parse(read_text(draft.path), draft.path, inquiry.settings.citing)
    with inquiry.store.transaction():
        if draft.outdated:
            raise CoderError(
                f"{draft.transcript}: was changed while you edited, so your copy was not put in its place."
            )
        correction = replace_transcript(inquiry, draft.transcript, draft.path.read_bytes())
    draft.drop()
    return correction


def open_editor(path: Path) -> None:
    """Open a file in the user's editor and wait until that is closed.

    Raises CoderError where there is no editor, it cannot be started, or it reports a failure.
    """
    command = editor_command()
    try:
        status = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise CoderError(f"The editor {command[0]} cannot be started ({error.strerror}).") from None
    if status:
        raise CoderError(f"The editor {command[0]} ended with the status {status}.")


def editor_command() -> list[str]:
    """VISUAL, else EDITOR, with its options; else the first editor there is. Raises CoderError."""
    named = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not named:
        found = next(filter(None, map(shutil.which, ("notepad",) if WINDOWS else EDITORS)), None)
        if found is None:
            raise CoderError("There is no editor: name yours in the variable EDITOR.")
        return [found]
    if whole := shutil.which(named):  # a path with spaces in it
        return [whole]
    try:
        words = shlex.split(named, posix=not WINDOWS)
    except ValueError:
        raise CoderError(f"EDITOR or VISUAL is {named!r}, in which a quote is not closed.") from None
    words = [word.strip('"') for word in words]
    program = shutil.which(words[0])
    if program is None:
        raise CoderError(f"The editor {words[0]} is not there; name yours in the variable EDITOR.")
    return [program, *words[1:]]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
