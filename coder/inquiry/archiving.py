"""An inquiry as one file: to be lodged in a repository, and to be rebuilt from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from coder import __version__
from coder.coding import textless
from coder.errors import CoderError
from coder.exchange.bags.reading import Bag
from coder.exchange.bags.writing import BagWriter
from coder.files import take_place
from coder.inquiry.archive_form import (
    FORMAT,
    FORMAT_LABEL,
    KIND_LABEL,
    NAMELESS,
    RECORD,
    WHOLE,
    base_name,
    files_of,
    plain_note,
    plain_session,
    portable_settings,
    revision_path,
    to_line,
)
from coder.inquiry.archive_outputs import write_outputs
from coder.inquiry.archive_readme import readme
from coder.inquiry.blindness import refuse_if_blind
from coder.inquiry.deposit import DEPOSIT, metadata, read_deposit
from coder.inquiry.folder import SETTINGS, Inquiry
from coder.inquiry.logins import need_reviewer
from coder.inquiry.mask import OPEN, Mask
from coder.inquiry.withdrawing import originals_of


@dataclass(frozen=True, slots=True)
class Archived:
    """What was archived; `remarks` is what its maker should know."""

    sessions: int
    withdrawn: int
    remarks: tuple[str, ...]


def moment(text: str | None) -> datetime:
    """The moment an archive states, in ISO form; now where none is given. Raises CoderError."""
    if text is None:
        return datetime.now().astimezone().replace(microsecond=0)
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        raise CoderError(f"{text}: is no moment; write it as 2025-03-31T16:00:00+00:00.") from None
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def write_archive(inquiry: Inquiry, path: Path, made: datetime, mask: Mask = OPEN) -> Archived:
    """Write the archive, whole or not at all; its bytes follow from the inquiry and the moment it states.

    Behind a mask only outputs are in it. It is made from a copy of the store, so that others can go on.
    Raises CoderError for who codes blind, where a file cannot be read, written or stored on every system, a
    purged text is back, or what there is to code was changed meanwhile.
    """
    _check_place(path)
    refuse_if_blind(inquiry, "An archive")
    need_reviewer(inquiry, "An archive")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="coder-archive-") as scratch:
            done = _write(inquiry, beside, made, mask, Path(scratch))
        with Bag(beside) as bag:
            for fault in bag.faults():
                raise CoderError(f"{path}: was not written as it should be ({fault}); try again.")
        take_place(beside, path)
    except OSError as error:
        where = path if error.filename in (None, str(beside)) else error.filename
        raise CoderError(f"{where}: {error.strerror or error}; nothing was archived.") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return done


def _write(inquiry: Inquiry, beside: Path, made: datetime, mask: Mask, scratch: Path) -> Archived:
    ground = list(inquiry.store.dump("session", "meta"))
    with inquiry.store.copied(scratch / "store.db") as store:
        still = Inquiry(inquiry.folder, inquiry.settings)
        still.store = store
        with beside.open("wb") as file:
            with BagWriter(file, base_name(mask.text(inquiry.name))) as bag:
                done = _Archiver(still, made, mask).write(bag, scratch)
            file.flush()
            os.fsync(file.fileno())
    if list(inquiry.store.dump("session", "meta")) != ground:  # the files may be younger than the copy
        raise CoderError(
            f"{inquiry.folder}: a transcript or the codebook was changed while it was archived; do it again."
        )
    return done


def _check_place(path: Path) -> None:
    if path.suffix.lower() != ".zip":
        raise CoderError(f"{path}: an archive's name must end in .zip.")
    if not path.parent.is_dir():
        raise CoderError(f"{path}: there is no folder {path.parent}; make it, or write somewhere else.")
    if path.is_dir():
        raise CoderError(f"{path}: this is a folder; give the archive another name.")


class _Archiver:
    def __init__(self, inquiry: Inquiry, made: datetime, mask: Mask) -> None:
        self.inquiry, self.made, self.mask = inquiry, made, mask
        self.deposit = read_deposit(inquiry.folder)
        self.withdrawn = inquiry.store.journal.withdrawn()
        self.remarks: list[str] = []

    def write(self, bag: BagWriter, folder: Path) -> Archived:
        inquiry, mask = self.inquiry, self.mask
        why_not = write_outputs(inquiry, _made(folder / "outputs"), self.made, mask)
        bag.tag("README.txt", readme(inquiry, self.deposit, self.made, why_not, mask))
        bag.tag("metadata.json", metadata(inquiry, self.deposit, self.made, mask))
        if mask.is_open:
            self._folder(bag)
            self._store(bag)
        else:
            bag.add(DEPOSIT, mask.text(self.deposit.data.decode("utf-8-sig")).encode())
            bag.add("record/journal.jsonl", self._textless_journal())
        for path in sorted((folder / "outputs").rglob("*")):
            if path.is_file():
                bag.add_file(path.relative_to(folder).as_posix(), path)
        title = mask.text(self.deposit.text("title") or inquiry.name)
        bag.seal([
            ("External-Description", " ".join(f"{title}: coded committee evidence".split())),
            ("Bagging-Date", self.made.date().isoformat()),
            ("Bag-Software-Agent", f"evidence coder {__version__}"),
            (FORMAT_LABEL, str(FORMAT)),
            (KIND_LABEL, WHOLE if mask.is_open else NAMELESS),
        ])  # fmt: skip
        if blank := self.deposit.blank():
            self.remarks.append(
                f"a repository will ask for {', '.join(blank)}: fill in {DEPOSIT} in the inquiry's folder "
                "(the archive has a blank one) and archive again"
            )
        heads = inquiry.store.index.sessions(withdrawn=mask.is_open)
        gone = sum(head.slug in self.withdrawn for head in heads)
        return Archived(len(heads), gone, tuple(self.remarks))

    # The folder

    def _folder(self, bag: BagWriter) -> None:
        inquiry = self.inquiry
        bag.add(SETTINGS, portable_settings(inquiry.folder / SETTINGS, inquiry.name))
        bag.add(DEPOSIT, self.deposit.data)
        for name, path in files_of(inquiry):
            gone = self.withdrawn.get(path.stem) if path.parent == inquiry.sessions else None
            if gone and gone.purged:
                raise CoderError(
                    f"{path}: this session was purged ({gone.reason}), so its text stays out; delete this "
                    "file, then archive."
                )
            bag.add_file(name, path)
        self._originals(bag)

    def _originals(self, bag: BagWriter) -> None:
        """Those that a transcript, of now or before, was made from: another may have been purged."""
        inquiry = self.inquiry
        heads = inquiry.store.index.sessions(withdrawn=True)
        named = {name for head in heads for name in originals_of(inquiry, head.slug)}
        there = sorted(path for path in inquiry.originals.glob("*") if path.is_file())
        for path in there:
            if path.name in named:
                bag.add_file(f"sessions/originals/{path.name}", path)
            else:
                self.remarks.append(
                    f"sessions/originals/{path.name}: no transcript names it, so it is not in it"
                )
        for name in sorted(named - {path.name for path in there}):
            self.remarks.append(f"sessions/originals/{name}: a transcript names it, but it is not there")

    # The store

    def _store(self, bag: BagWriter) -> None:
        store, revisions = self.inquiry.store, list[bytes]()
        for table, row in store.dump("revision"):
            content = row.pop("content")
            row["file"] = revision_path(row["kind"], row["name"], row["revision"]) if content else None
            revisions.append(to_line(table, row))
            if content:
                bag.add(row["file"], content.encode())
        bag.add("record/revision.jsonl", revisions)
        bag.add("record/meta.jsonl", self._lines("meta"))
        for table in RECORD:
            bag.add(f"record/{table}.jsonl", self._lines(table))

    def _lines(self, table: str) -> Iterator[bytes]:
        for _, row in self.inquiry.store.dump(table):
            told = row
            if table == "session":
                told = plain_session(row)
            elif table == "meta":
                note = plain_note(row)
                if note is None:
                    continue
                told = note
            yield to_line(table, told)

    def _textless_journal(self) -> Iterator[bytes]:
        """The journal but for what was written, and for sessions withdrawn."""
        for entry in self.inquiry.store.journal.entries():
            if entry.kind == "code" or entry.subject.partition("/")[0] in self.withdrawn:
                continue
            bare = replace(
                entry, subject=self.mask.subject(entry.subject), before=textless(entry.before, "withheld"),
                after=textless(entry.after, "withheld"),
            )  # fmt: skip
            yield (json.dumps(asdict(bare), ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
