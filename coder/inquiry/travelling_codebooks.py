"""The codebook's file on each machine of a team, and the codebook that others may have revised."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coder.codebook import Codebook, read_codebook
from coder.codebook.said import base_of, in_force, to_say
from coder.errors import CoderError
from coder.files import file_name
from coder.inquiry.codebooks import said_of, text_of
from coder.inquiry.folder import file_stamp, write_beside

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry


def bring_in_line(inquiry: Inquiry, path: Path, present: Codebook) -> None:
    """A file that is merely older says what is in force; in one that was changed by hand since, what others
    revised meanwhile is put beside those changes, which remain to be taken.

    Raises CoderError where it cannot be written. A file that cannot be read stays as it is.
    """
    from coder.codebook.writing import rewritten

    try:
        file = read_codebook(path)
    except CoderError:
        return
    base = _base(inquiry, path)
    if file.revision == present.revision:
        return
    if is_older(inquiry, file):
        target = present
    elif base and base.revision != present.revision:
        target = _together(base, file, present)
    else:
        return
    try:
        mark = b"\xef\xbb\xbf" if path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
        write_beside(path, mark + rewritten(text_of(path), path, target).encode())
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}); it is as it was.") from None
    inquiry.seen.put(f"codebook:{path.stem}", file_stamp(path) if target is present else "", present.revision)


def is_older(inquiry: Inquiry, file: Codebook) -> bool:
    """Whether a file says what a team's store had in force before: nobody changed it by hand."""
    kept = inquiry.store.shared and inquiry.store.index.revision("codebook", file.name, file.revision)
    return bool(kept)


def _base(inquiry: Inquiry, path: Path) -> Codebook | None:
    """The codebook that was in force when this machine last had file and journal say the same."""
    revision = inquiry.seen.of(f"codebook:{path.stem}").revision
    text = inquiry.store.index.revision("codebook", path.stem, revision) if revision else None
    return Codebook.from_json(text) if text else None


def _together(base: Codebook, file: Codebook, present: Codebook) -> Codebook:
    """What a file changed of a former codebook, field by field, on the one now in force."""
    changes = to_say({"": base_of(base)}, base, file, "")
    return in_force(present.name, {"": base_of(present), **changes})


def write_missing(inquiry: Inquiry, name: str | None) -> Path | None:
    """Write the file of a codebook that a team's store has and this folder has not, and say where; `name`
    None stands for the only one there is. None where the store has none of the kind."""
    from coder.codebook.writing import from_scratch

    names = inquiry.store.index.names_of("codebook")
    if name is None and len(names) == 1:
        name = names[0]
    if name not in names or file_name(f"{name}.yaml") != f"{name}.yaml":
        return None
    _, _, revision = (inquiry.store.note(f"codebook:{name}") or "").rpartition(" ")
    said = said_of(inquiry, name)
    text = inquiry.store.index.revision("codebook", name, revision)
    codebook = in_force(name, said) if said else Codebook.from_json(text) if text else None
    if codebook is None:
        return None
    path = inquiry.folder / "codebooks" / f"{name}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_beside(path, from_scratch(codebook).encode())
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}).") from None
    return path
