"""A document as received becomes a transcript in the inquiry, with the original beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from coder.errors import CoderError
from coder.evidence.model import Item, Session, plain
from coder.files import DEVICE, file_name
from coder.inquiry.collecting import uncollected
from coder.inquiry.folder import Inquiry, write_beside
from coder.inquiry.logins import need_reviewer
from coder.inquiry.withdrawing import withdrawn_sentence
from coder.store import Withdrawal

SIDE_BY_SIDE = 4
"""From so many documents on, starting processes for them is worth it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What importing one document came to; `path` is its transcript.

    `new` is False where it was there already; `remarks` say what became of tags from a time before.
    """

    session: Session
    path: Path
    new: bool
    remarks: tuple[str, ...] = ()


def read_session(
    document: Path, style: str | None = None, slug: str | None = None, styles: Path | None = None
) -> Session:
    """The session a document holds; nothing is written. `styles` is the folder of the inquiry's own styles.

    Raises CoderError where the document is not there, cannot be read, or holds no evidence, and where
    a style in the folder breaks a rule.
    """
    from coder.evidence.readers import read_blocks, read_document
    from coder.evidence.styles import build, read_descriptions

    data = read_document(document)
    own = read_descriptions(styles) if styles else ()
    with uncollected():
        session = build(read_blocks(data, document.name), document.name, style, slug, own)
    return replace(session, original=document.name, sha256=hashlib.sha256(data).hexdigest())


def read_sessions(
    documents: Sequence[Path],
    style: str | None = None,
    slug: str | None = None,
    styles: Path | None = None,
) -> Iterator[tuple[Path, Session | CoderError]]:
    """Each document with its session, or with why there is none, in the order given.

    Many are read side by side, in processes of their own.
    """
    read = partial(_read_or_why, style=style, slug=slug, styles=styles)
    if len(documents) < SIDE_BY_SIDE:
        yield from zip(documents, map(read, documents), strict=True)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor() as pool:
        for document, reading in [(document, pool.submit(read, document)) for document in documents]:
            try:
                yield document, reading.result()
            except BrokenExecutor:
                yield document, CoderError(f"{document}: reading it broke off; import it by itself.")


def _read_or_why(
    document: Path, style: str | None, slug: str | None, styles: Path | None
) -> Session | CoderError:
    try:
        return read_session(document, style, slug, styles)
    except CoderError as error:
        return error


def check_slug(slug: str) -> str:
    """A session's name given by the user. Raises CoderError where it cannot be a file name everywhere."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,79}", slug) or slug.endswith(".") or DEVICE.match(slug):
        raise CoderError(
            f"{slug!r} cannot name a session; use small letters, digits and hyphens, and no name of a device."
        )
    return slug


def import_session(inquiry: Inquiry, document: Path, session: Session) -> Imported:
    """Write `sessions/<slug>.md` and the original, and index the session read from a document.

    The same document again changes nothing, so that a corrected transcript stays as it is.
    Raises CoderError where another document has the session's name, where the document or the name is
    that of a session that was withdrawn, and where a file cannot be written.
    """
    from coder.evidence.citations import cited
    from coder.evidence.transcript import write
    from coder.inquiry.correcting import take_in, take_in_transcript

    need_reviewer(inquiry, "Importing evidence")
    citing = inquiry.settings.citing
    session = cited(session, citing)
    if inquiry.store.shared:  # others may have imported it meanwhile
        take_in_transcript(inquiry, session.slug)
    withdrawn = inquiry.store.journal.withdrawn()
    for head in inquiry.store.index.sessions(withdrawn=True):
        path = inquiry.sessions / f"{head.slug}.md"
        if head.sha256 == session.sha256 and path.is_file():
            if head.slug in withdrawn:
                raise CoderError(f"{document}: {withdrawn_sentence(withdrawn[head.slug])}")
            again = read_session(document, session.style, head.slug, inquiry.styles)
            return Imported(cited(again, citing), path, new=False)
    path = inquiry.sessions / f"{session.slug}.md"
    _check_free(document, path, withdrawn.get(session.slug))
    try:
        original = keep_original(inquiry, document, session.slug)
        session = replace(session, original=original.name)
        write_beside(path, write(session).encode())
    except OSError as error:
        raise CoderError(
            f"{error.filename or path}: cannot be written ({error.strerror}); nothing was imported."
        ) from None
    try:
        correction = take_in(inquiry, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Imported(session, path, new=True, remarks=tuple(correction.lines()) if correction else ())


def _check_free(document: Path, path: Path, withdrawn: Withdrawal | None) -> None:
    """Raises CoderError where the name of a session to be made is another document's."""
    if withdrawn:
        raise CoderError(
            f"{document}: {withdrawn_sentence(withdrawn)} "
            "Another document can be imported beside it with --slug NAME."
        )
    if path.exists():
        raise CoderError(
            f"{document}: the session {path.stem} is there already, from another document; "
            f"`coder reimport {path.stem} FILE` puts this one in its place, and --slug NAME beside it."
        )


def keep_original(inquiry: Inquiry, document: Path, slug: str) -> Path:
    """Keep a document as received in `sessions/originals/`, under a name that is free. Raises OSError."""
    data = document.read_bytes()
    inquiry.originals.mkdir(parents=True, exist_ok=True)
    place = original_place(inquiry, document.name, data, slug)
    if not place.exists():
        write_beside(place, data)
    return place


def original_place(inquiry: Inquiry, name: str, data: bytes, slug: str) -> Path:
    """Where a document is kept or would be: under its own name, with more to it where that is another's."""
    name = file_name(plain(name).encode(errors="replace").decode())
    digest = hashlib.sha256(data).hexdigest()[:12]
    names = (name, f"{slug}-{name}", f"{slug}-{digest}-{name}")
    places = [inquiry.originals / one for one in names]
    return next((place for place in places if not place.exists() or place.read_bytes() == data), places[-1])


def report(session: Session) -> list[str]:
    """What an import found, line by line: the session, its items, then what needs a look."""
    head = " · ".join(
        part for part in (session.committee or session.title, session.date or "no date") if part
    )
    lines = [f"{session.slug}  ({session.meta.get('read as', session.style)})", f"  {head}"]
    lines += [f"  {_item_line(item)}" for item in session.items]
    if session.dropped:
        kinds: dict[str, int] = {}
        for piece in session.dropped:
            kinds[piece.why] = kinds.get(piece.why, 0) + 1
        lines.append("  left out: " + ", ".join(f"{count} {why}" for why, count in sorted(kinds.items())))
    if session.notes:
        lines.append(f"  needs a look ({len(session.notes)}):")
        lines += [f"    {f'line {note.line}: ' if note.line else ''}{note.what}" for note in session.notes]
    return lines


def _item_line(item: Item) -> str:
    def some(count: int, what: str) -> str:
        return f"{count} {what}{'' if count == 1 else 's'}"

    said = [paragraph for paragraph in item.paragraphs if paragraph.role != "question"]
    name = " ".join(
        part for part in (f"{item.number}." if item.number else "", item.time or "", item.heading) if part
    )
    counts = (some(len(item.witnesses), "witness").replace("witnesss", "witnesses"),
              some(len(item.questions), "question"), some(len(said), "paragraph"))  # fmt: skip
    return f"{name}: {', '.join(counts)}"
