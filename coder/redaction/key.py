"""The key: which label stands for whom, as a table to be kept apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coder.errors import CoderError

HEAD = ("label", "name", "appears as")
FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is the word of the label (`Witness 3`), `ids` what the inquiry knows the person by."""

    kind: str
    number: int
    name: str
    ids: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.kind} {self.number}"


def read_key(text: str, where: str) -> list[Line]:
    """The lines of a key. Raises CoderError with the line that is none."""
    lines = []
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    except csv.Error as error:
        raise CoderError(f"{where}: is no key of labels ({error}); name another file by --key.") from None
    for place, row in enumerate(rows):
        kind, _, number = (row or [""])[0].rpartition(" ")
        if place == 0 and tuple(row) == HEAD:
            continue
        if place == 0 or len(row) != len(HEAD) or not kind or not (number.isascii() and number.isdigit()):
            raise CoderError(
                f"{where}: line {place + 1} is not of a key ({', '.join(HEAD)}); name another file by --key."
            )
        lines.append(Line(kind, int(number), row[1], tuple(row[2].split())))
    return lines


def with_labels(lines: Iterable[Line], known: Iterable[tuple[str, str, tuple[str, ...]]]) -> list[Line]:
    """The lines, and new ones for those who have none yet: each known as kind, name, ids, in their order.

    Who has a line keeps its label under whichever of the ids; a label is never given to another. The lines
    of those known come first, in their order.
    """
    left = list(lines)
    last: dict[str, int] = {}
    for line in left:
        last[line.kind] = max(last.get(line.kind, 0), line.number)
    found = []
    for kind, name, ids in known:
        had = next((one for one in left if set(one.ids) & set(ids)), None)
        if had:
            left.remove(had)
            found.append(replace(had, name=name, ids=ids))
        else:
            last[kind] = last.get(kind, 0) + 1
            found.append(Line(kind, last[kind], name, ids))
    return [*found, *left]


def key_csv(lines: Iterable[Line]) -> str:
    """The table, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for line in lines:
        name = f"'{line.name}" if line.name.startswith(FORMULA) else line.name
        writer.writerow((line.label, name, " ".join(line.ids)))
    return out.getvalue()
