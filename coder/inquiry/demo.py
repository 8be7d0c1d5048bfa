"""The example inquiry that travels with the tool, unpacked to try things on."""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path

import coder
from coder.errors import CoderError
from coder.inquiry.agreeing import agreement
from coder.inquiry.agreement_forms import table
from coder.inquiry.folder import SETTINGS, Inquiry, open_inquiry
from coder.inquiry.importing import import_session, read_session
from coder.inquiry.reports import write_matrix
from coder.inquiry.tagging import Hand, find_paragraph, with_values


def example_folder() -> Path:
    """Where the example lies: inside an installed package, else at the top of the repository."""
    package = Path(coder.__file__).parent
    for folder in (package / "example", package.parent):
        if (folder / SETTINGS).is_file() and (folder / "sessions" / "coded").is_dir():
            return folder
    raise CoderError(
        f"{package}: the example inquiry is missing from this installation; install the tool again."
    )


def unpack(folder: Path | None) -> Path:
    """A scratch copy of the example with its three coders' tags in the store; the folder it is in.

    Raises CoderError where the folder has something in it already.
    """
    source = example_folder()
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="coder-demo-"))
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CoderError(f"{folder}: is not an empty folder; name a new one, so that nothing is overwritten.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / SETTINGS, folder / SETTINGS)
        shutil.copytree(source / "codebooks", folder / "codebooks")
    except OSError as error:
        raise CoderError(f"{error.filename or folder}: cannot be written ({error.strerror}).") from None
    with open_inquiry(folder) as inquiry:
        for original in sorted((source / "sessions" / "originals").glob("*.md")):
            import_session(inquiry, original, read_session(original))
        for table in sorted((source / "sessions" / "coded").glob("*.csv")):
            take_table(inquiry, table, coder=table.stem)
    return folder.resolve()


def take_table(inquiry: Inquiry, table: Path, coder: str) -> int:
    """Put a coder's table (`paragraph,codes`; a paragraph without codes was read) into the store.

    Each paragraph is one action, as it would be at the keyboard. Returns how many rows it had.
    """
    hand = Hand(inquiry, coder)
    with table.open(encoding="utf-8", newline="") as file, inquiry.store.transaction():
        rows = list(csv.DictReader(file))
        for row in rows:
            paragraph, codes = find_paragraph(inquiry, row["paragraph"]), row["codes"].split()
            if codes:
                hand.tag(paragraph, with_values(inquiry, codes))
            else:
                hand.read([paragraph])
    return len(rows)


def take_through(inquiry: Inquiry) -> list[str]:
    """The main job without a terminal: the workbook written, the agreement figures as text."""
    workbook = inquiry.folder / "theme-matrix.xlsx"
    written = write_matrix(inquiry, workbook, "any", f"coder matrix -o {workbook.name} --basis any")
    figures = inquiry.folder / "agreement.txt"
    lines = table(agreement(inquiry))
    figures.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [
        *lines,
        "",
        f"The example inquiry:  {inquiry.folder}",
        f"Theme matrices:       {workbook} ({written.tags} tags)",
        f"Agreement:            {figures}",
        "Run `coder demo` in a terminal to see the screens.",
    ]
