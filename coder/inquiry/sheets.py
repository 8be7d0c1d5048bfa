"""Coding sheets: a session sent to a colleague as an Excel file, and what came back taken in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.coding import Change
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.who import initials
from coder.inquiry.withdrawing import find_session

if TYPE_CHECKING:
    from coder.workbook.coding_sheet import Marks, Returned


def send_sheet(inquiry: Inquiry, session: str, coder: str, path: Path) -> int:
    """Write a session as a coding sheet for a coder, with the tags they have; how many paragraphs it has.

    Raises CoderError where there is no such session, nothing in it to code, or no file can be written.
    """
    from coder.workbook import check_place
    from coder.workbook.coding_sheet import CodingSheet, SheetLine, write_coding_sheet

    check_place(path)
    coder, head = initials(coder), find_session(inquiry, session)
    _check_sight(inquiry, coder)
    placed = inquiry.store.index.span(head.slug, 0, head.paragraphs - 1)
    asked = {one.paragraph.id: one.paragraph.text for one in placed if one.paragraph.role == "question"}
    marks = inquiry.store.journal.marks_in_span(head.slug, 0, head.paragraphs - 1, coder)
    lines = tuple(
        SheetLine(
            one.paragraph.id, one.paragraph.citation, asked.get(one.paragraph.question or "", ""),
            one.paragraph.speaker or "", one.paragraph.text, _marks_of(marks.get(one.paragraph.id, {})),
        )
        for one in placed
        if one.paragraph.role in inquiry.settings.roles
    )  # fmt: skip
    if not lines:
        raise CoderError(f"{session}: there is nothing to code in it.")
    book = inquiry.codebook
    put = {code for line in lines for code in line.marks}
    parents = {code.parent for code in book.codes}
    codes = tuple(one for one in book.codes if one.id in put or (one.in_use and one.id not in parents))
    made = datetime.now().astimezone()
    write_coding_sheet(
        path, CodingSheet(inquiry.name, head.slug, head.title, coder, book, codes, lines, made)
    )
    return len(lines)


def _check_sight(inquiry: Inquiry, coder: str) -> None:
    """Raises CoderError where who asks may not see this coder's tags."""
    sight = inquiry.store.journal.sight.check()
    if sight.coders is not None and coder not in sight.coders:
        raise CoderError(f"A sheet of {coder} has the tags of {coder}, and you are coding blind.")


def _marks_of(marks: dict[tuple[str, str], Any]) -> Marks:
    tags = {code: str(value.get("value") or "x") for (kind, code), value in marks.items() if kind == "tag"}
    return tags | ({"": "x"} if ("read", "") in marks else {})


def take_sheet(inquiry: Inquiry, path: Path) -> list[str]:
    """Take in a coding sheet that came back, as one action of the coder it was sent to.

    Only what is otherwise than it was sent is changed; a line for each such thing, and for what could not be
    taken in. Raises CoderError where the file is no coding sheet or a cell is wrong; then nothing is changed.
    """
    from coder.workbook.coding_sheet import read_coding_sheet

    back = read_coding_sheet(path)
    _check_sight(inquiry, back.coder)
    find_session(inquiry, back.session)
    changes: list[Change] = []
    lines = list(_differences(inquiry, back, changes, path))
    inquiry.store.journal.act(back.coder, changes, inquiry.codebook.revision)
    if not lines:
        lines = ["nothing is otherwise than it was sent"]
    return [f"{back.session}, coded by {back.coder}:", *(f"  {line}" for line in lines)]


def _differences(inquiry: Inquiry, back: Returned, changes: list[Change], path: Path) -> Iterator[str]:
    from coder.workbook.coding_sheet import text_hash

    placed = inquiry.store.index.paragraphs(list(back.sent))
    if back.codebook_revision != inquiry.codebook.revision:
        yield "the codebook has changed since; tags are kept as made under what it said then"
    for paragraph, before in back.sent.items():
        if paragraph not in placed:
            yield f"{paragraph}: is in no transcript any more; nothing was taken in for it"
            continue
        cited = placed[paragraph].paragraph.citation or paragraph
        if paragraph not in back.marks:
            yield f"{cited}: its row is gone from the sheet; nothing was changed for it"
            continue
        after = back.marks[paragraph]
        if before == after:
            continue
        if back.hashes[paragraph] != text_hash(placed[paragraph].paragraph.text):
            yield f"{cited}: its text was corrected since; look at what was put on it"
        _check_choice(inquiry, after, f"{path}: {cited}")
        yield from _changed(inquiry, back, (paragraph, cited), changes)


def _changed(inquiry: Inquiry, back: Returned, at: tuple[str, str], changes: list[Change]) -> Iterator[str]:
    """What is otherwise on one paragraph (its id and citation), in words and as changes."""
    paragraph, cited = at
    before, after = back.sent[paragraph], back.marks[paragraph]
    names = {code.id: code for code in inquiry.codebook.codes}
    there = inquiry.store.journal.marks(paragraph, back.coder)
    for code in sorted({*before, *after}):
        was, now = before.get(code, ""), after.get(code, "")
        if was == now:
            continue
        kind = "tag" if code else "read"
        name = names[code].name if code in names else code or "read"
        value: dict[str, Any] | None = None
        if now:
            value = dict(there.get((kind, code), {}))
            if code:
                value |= {"meaning": back.meanings[code]}
                value.pop("value", None)
            if now.isdecimal():
                value["value"] = int(now)
        changes.append(Change(kind, back.coder, paragraph, code, value))  # type: ignore[arg-type]
        step = f" = {names[code].values[int(now) - 1]}" if now.isdecimal() and code in names else ""
        yield f"{cited}: {name}{step} {'changed' if was and now else 'put' if now else 'taken off'}"


def _check_choice(inquiry: Inquiry, marks: Marks, where: str) -> None:
    """Raises CoderError where two codes were put that exclude each other."""
    for code in marks:
        if code in inquiry.codebook.by_id:
            for other in inquiry.codebook.excluded_by(code):
                if other.id in marks:
                    raise CoderError(
                        f"{where} has both {code} and {other.id}, which exclude each other; leave one."
                    )
