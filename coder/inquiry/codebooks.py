"""The codebook in force: what the journal says, kept one with its YAML file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coder.codebook import Codebook, parse_codebook, read_codebook
from coder.codebook.difference import Difference, difference
from coder.codebook.said import Word, base_of, in_force
from coder.coding import Change, codebook_subject
from coder.errors import CoderError
from coder.inquiry.folder import file_stamp, write_beside

if TYPE_CHECKING:
    from coder.inquiry.folder import Inquiry

ACTOR = "(codebook)"
"""Who takes in a file that nobody has worked with yet: nobody's own undo takes it back."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The codebook in force, and the file where it says something else or cannot be read."""

    codebook: Codebook
    file: Codebook | None = None
    difference: Difference | None = None
    fault: str = ""
    known: str = ""
    """What stands for file and journal as they were looked up."""

    @property
    def remark(self) -> str:
        """What the user should know of the file; empty where it and the codebook in force are one."""
        if self.fault:
            return f"{self.fault.removesuffix('.')}; the codebook as it was before stays in force."
        if self.difference:
            return (
                f"codebooks/{self.codebook.name}.yaml was changed outside of this tool; the codebook as it "
                "was before stays in force until the change is taken: `coder codebook diff` shows it, "
                "`coder codebook take` takes it."
            )
        return ""


def standing(inquiry: Inquiry) -> Standing:
    """Look at file and journal. A file that has not changed is not parsed.

    A file that was changed by hand is taken at once where nobody has tagged or revised anything yet.
    Raises CoderError where there is no file, or it is faulty and none was in force before.
    """
    path = inquiry.codebook_path
    known = _known(inquiry, path)
    seen, former = _last_seen(inquiry, path)
    if seen == file_stamp(path) and former:
        return Standing(former, known=known)
    said = said_of(inquiry, path.stem)
    present = in_force(path.stem, said) if said else former
    if inquiry.store.shared and present:
        from coder.inquiry.travelling_codebooks import bring_in_line

        bring_in_line(inquiry, path, present)
        known = _known(inquiry, path)
    try:
        file = read_codebook(path)
    except CoderError as error:
        if present is None:
            raise
        fault = str(error).replace(str(inquiry.folder / "codebooks"), "codebooks")
        return Standing(present, fault=fault, known=known)
    found = difference(present, file) if present else None
    if inquiry.store.shared and present and found is None and known.startswith(f"- - {present.revision} "):
        inquiry.seen.put(f"codebook:{path.stem}", file_stamp(path), present.revision)
        return Standing(present, known=known)  # one may have no right to write in a team's store
    with inquiry.store.transaction():
        if found and not _worked_with(inquiry, said):
            present, found = file, None
            if said:
                begin(inquiry, file)
        if found is None:
            _settle(inquiry, path, present or file)
            known = _known(inquiry, path)
    return Standing(present or file, file, found, known=known)


def is_current(inquiry: Inquiry) -> bool:
    """Whether nobody has changed the codebook or its file since it was looked up."""
    return inquiry.standing.known == _known(inquiry, inquiry.codebook_path)


def _known(inquiry: Inquiry, path: Path) -> str:
    """What changes when the codebook in force does, or its file."""
    return f"{inquiry.store.note(f'codebook:{path.stem}')} {file_stamp(path)}"


def said_of(inquiry: Inquiry, name: str) -> dict[str, Word]:
    """What the journal says of a codebook, by the keys of `coder.codebook.said`."""
    marks = inquiry.store.journal.marks(codebook_subject(name), "")
    return {code: value for (kind, code), value in marks.items() if kind == "code"}


def _last_seen(inquiry: Inquiry, path: Path) -> tuple[str, Codebook | None]:
    """The stamp of the file when it last was one with the journal, and the codebook then in force."""
    note = inquiry.store.note(f"codebook:{path.stem}") or ""
    stamp, _, revision = note.rpartition(" ")
    if inquiry.store.shared:
        sight = inquiry.seen.of(f"codebook:{path.stem}")
        stamp = sight.stamp if sight.revision == revision else ""
    text = inquiry.store.index.revision("codebook", path.stem, revision) if revision else None
    return stamp, Codebook.from_json(text) if text else None


def _worked_with(inquiry: Inquiry, said: dict[str, Word]) -> bool:
    """Whether anybody has put a tag on anything, or revised the codebook; a coder's login may not see it."""
    login = inquiry.store.login
    unseen = login is not None and login.kind == "coder"
    return unseen or any(said.keys() - {""}) or inquiry.store.coded.any_tag()


def begin(inquiry: Inquiry, codebook: Codebook) -> None:
    """Write a codebook whole into the journal, as the ground that the first revision of it stands on."""
    base = Change("code", "", codebook_subject(codebook.name), "", base_of(codebook))
    inquiry.store.journal.act(ACTOR, [base], codebook.revision)


def _settle(inquiry: Inquiry, path: Path, codebook: Codebook) -> None:
    """Keep a revision, and that the file as it lies there says so."""
    inquiry.store.index.keep_revision("codebook", codebook.name, codebook.revision, codebook.to_json())
    name, stamp = f"codebook:{path.stem}", file_stamp(path)
    note = f"{'- -' if inquiry.store.shared else stamp} {codebook.revision}"
    if inquiry.store.shared:
        inquiry.seen.put(name, stamp, codebook.revision)
    if inquiry.store.note(name) != note:
        inquiry.store.put_note(name, note)


# Revising: journal and file together


@dataclass
class Files:
    """Files replaced in a transaction, put back should it fail."""

    former: dict[Path, bytes | None] = field(default_factory=dict)

    def replace(self, path: Path, data: bytes) -> None:
        """Raises CoderError where it cannot be written."""
        try:
            self.former.setdefault(path, path.read_bytes() if path.exists() else None)
            write_beside(path, data)
        except OSError as error:
            raise CoderError(f"{path}: cannot be written ({error.strerror}); it is as it was.") from None

    def put_back(self) -> None:
        for path, data in self.former.items():
            if data is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != data:
                write_beside(path, data)


@contextmanager
def together(inquiry: Inquiry) -> Iterator[Files]:
    """A transaction in which files may be replaced: journal and files change both, or neither."""
    files = Files()
    try:
        with inquiry.store.transaction():
            yield files
    except BaseException:
        files.put_back()
        inquiry.look_again()
        raise


def revisable(inquiry: Inquiry) -> Codebook:
    """The codebook in force, for a revision about to be made. Run in the transaction that makes it.

    Raises CoderError where the file was changed by hand, which a revision would overwrite.
    """
    inquiry.look_again()
    now = inquiry.standing
    if now.fault:
        raise CoderError(now.fault)
    if now.difference:
        raise CoderError(
            f"{inquiry.codebook_path}: was changed outside of this tool; take that change first "
            "(`coder codebook take`, or f on the codebook screen), which can be undone."
        )
    return now.codebook


def follow(inquiry: Inquiry, files: Files) -> Codebook:
    """Let the file say what the journal says by now; run in the transaction that changed it.

    Raises CoderError where the file was changed by hand, is faulty, or cannot be written.
    """
    from coder.codebook.writing import rewritten, says
    from coder.inquiry.travelling_codebooks import is_older

    path = inquiry.codebook_path
    codebook = in_force(path.stem, said_of(inquiry, path.stem))
    text = text_of(path)
    seen, former = _last_seen(inquiry, path)
    if seen != file_stamp(path):
        file = parse_codebook(text, path)
        if former and not says(file, former) and not says(file, codebook) and not is_older(inquiry, file):
            raise CoderError(
                f"{path}: was changed outside of this tool meanwhile; take that change first "
                "(`coder codebook take`, or f on the codebook screen), which can be undone."
            )
    new = rewritten(text, path, codebook)
    if new != text:
        mark = b"\xef\xbb\xbf" if path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
        files.replace(path, mark + new.encode())
    _settle(inquiry, path, codebook)
    inquiry.look_again()
    return codebook


def text_of(path: Path) -> str:
    """The text of the file with its own ends of lines."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        read_codebook(path)  # says what is wrong
        raise
