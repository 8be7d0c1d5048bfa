"""The coding written as tables for other programs, and as a database of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coder.errors import CoderError
from coder.inquiry.collecting import uncollected
from coder.inquiry.folder import Inquiry, beside
from coder.inquiry.mask import OPEN, Mask
from coder.inquiry.tabulating import EVERYTHING, Tabulating, Wanted

TAGS = "tags"
READ_AGAIN = {
    "tags": "--item paragraph --quotes spans --at time",
    "readings": "--item paragraph --separator ' ' --at time",
    "grid": "--item paragraph --column '*=code.*'",
}
"""The options by which `coder import-codes` understands a table that was written here."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; `unplaced` marks stand on paragraphs that no transcript has any more."""

    path: Path
    what: str
    rows: int
    unplaced: int
    command: str = ""

    def lines(self) -> list[str]:
        found = [f"{self.path}: written, {self.rows} rows of {self.what}"]
        if self.unplaced:
            found.append(
                f"  left out: {self.unplaced} marks on paragraphs that are in no transcript any more"
            )
        if self.command:
            found.append(f"  read again by: {self.command}")
        return found


def export_table(
    inquiry: Inquiry, path: Path, of: str = TAGS, mask: Mask = OPEN, wanted: Wanted = EVERYTHING
) -> Exported:
    """Write one of `exchange.database.TABLES`; the name's ending says in which form.

    Raises CoderError where there is no such table or form, what is wanted is not there, nothing may be shown,
    or the file cannot be written.
    """
    from coder.exchange.database import TABLES, CodingDatabase
    from coder.exchange.table_files import FORMS

    form = path.suffix.lower()
    if of not in TABLES:
        raise CoderError(f"{of}: there is no such table; there are {', '.join(TABLES)}.")
    if form not in FORMS:
        raise CoderError(f"{path}: the ending says no form of a table; there are {', '.join(FORMS)}.")
    with uncollected(), CodingDatabase() as database:
        made = Tabulating(inquiry, mask, wanted)
        made.fill(database, journal=of == "journal")
        database.commit()
        with beside(path) as place:
            FORMS[form](place, database.columns(of), database.rows(of))
        rows = database.count(of)
    again = READ_AGAIN.get(of, "") if form != ".parquet" else ""
    return Exported(path, of, rows, made.unplaced, again and f"coder import-codes {path.name} {again}")


def export_database(inquiry: Inquiry, path: Path, mask: Mask = OPEN, wanted: Wanted = EVERYTHING) -> Exported:
    """Write the coding as an SQLite database. Raises CoderError as `export_table` does."""
    from coder.exchange.database import CodingDatabase

    with uncollected(), beside(path) as place, CodingDatabase(place) as database:
        made = Tabulating(inquiry, mask, wanted)
        made.fill(database)
        database.commit()
        rows = database.count("tag")
    return Exported(path, "tags, and all that belongs to them", rows, made.unplaced)
