"""Old Word documents (.doc) -> blocks, through LibreOffice where it is installed.

The header fields are those of [MS-CFB] (compound files) and [MS-DOC] (Word's binary format).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.readers import docx

PATIENCE = 180
"""Seconds that LibreOffice may take; it needs two or three for a day's evidence."""
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
SCRIPTING, INTERNET = "org.openoffice.Office.Common/Security/Scripting", "org.openoffice.Inet/Settings"
SETTINGS = (
    (SCRIPTING, "MacroSecurityLevel", "3"),
    (SCRIPTING, "DisableMacrosExecution", "true"),
    (SCRIPTING, "DisableActiveContent", "true"),
    (SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (INTERNET, "ooInetProxyType", "2"),
    (INTERNET, "ooInetNoProxy", ""),
    (INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (INTERNET, "ooInetHTTPProxyPort", "9"),
    (INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (INTERNET, "ooInetHTTPSProxyPort", "9"),
)
"""Path, name and value: no macro runs, and what a document links to is asked of a proxy that is not there."""


def read(data: bytes, document: Document) -> None:
    """Add the blocks of a .doc file.

    Raises CoderError where it is under a password, damaged, not Word's, or LibreOffice is not there.
    """
    name = document.name
    word = _entry(data, "WordDocument") >= 0
    if _locked(data) if word else _entry(data, "EncryptedPackage") >= 0:
        raise CoderError(
            f"{name} is locked by a password; open it in Word, save a copy without one, and import that."
        )
    if not word:
        raise CoderError(
            f"{name} is an old Office file that holds no Word document; save what is in it as .docx or text."
        )
    program = office()
    if program is None:
        raise CoderError(
            f"{name} is an old Word document, which needs LibreOffice to read; install that, or open the "
            "document in Word, save it as .docx, and import that."
        )
    docx.read(_converted(data, name, program), document)


def _entry(data: bytes, name: str) -> int:
    """Where the directory of a compound file names a stream, -1 where it does not."""
    return data.find(name.encode("utf-16-le"))


def _locked(data: bytes) -> bool:
    """Whether the first bytes of the stream WordDocument, found from its directory entry, say encrypted."""
    entry = _entry(data, "WordDocument")
    sector = int.from_bytes(data[entry + 116 : entry + 120], "little")
    size = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    head = data[(sector + 1) * size :][:12]
    return head[:2] == b"\xec\xa5" and bool(int.from_bytes(head[10:12], "little") & 0x0100)


def office() -> str | None:
    """The program of LibreOffice on this machine."""
    return (
        shutil.which("soffice")
        or shutil.which("libreoffice")
        or next((place for place in PLACES if Path(place).is_file()), None)
    )


def _converted(data: bytes, name: str, program: str) -> bytes:
    """The same document as .docx, made in a folder and with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="coder-", ignore_cleanup_errors=True) as folder:
        top = Path(folder)
        (top / "profile" / "user").mkdir(parents=True)
        (top / "profile" / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        (top / "in.doc").write_bytes(data)
        command = [
            program, f"-env:UserInstallation={(top / 'profile').as_uri()}", "--headless", "--norestore",
            "--infilter=MS Word 97", "--convert-to", "docx", "--outdir", str(top), str(top / "in.doc"),
        ]  # fmt: skip
        _run(command, name)
        made = top / "in.docx"
        if not made.is_file():
            raise CoderError(
                f"{name} is damaged: LibreOffice cannot read it; open it in Word and save it as .docx."
            )
        return made.read_bytes()


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(command: list[str], name: str) -> None:
    """Run LibreOffice, and end all of it when its time is up: the program is only a launcher of another."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise CoderError(
            f"{name} needs LibreOffice to read, which did not start ({error.strerror})."
        ) from None
    with _ending(process):
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise CoderError(
                f"{name} took LibreOffice over {PATIENCE} seconds; open it in Word and save it as .docx."
            ) from None


@contextlib.contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Leave nothing of the process running, however the block ends."""
    try:
        yield
    finally:
        if process.poll() is None:
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    process.kill()
                else:
                    os.killpg(process.pid, signal.SIGKILL)
            process.wait()
