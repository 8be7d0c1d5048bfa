"""A corrected version of a document in the place of the one imported, tags carried over; and its undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from coder.coding import Change, Entry
from coder.errors import CoderError
from coder.evidence.model import Session
from coder.inquiry.correcting import (
    ACTOR,
    Correction,
    foresee,
    replace_transcript,
    revision_of,
    take_in_here,
    texts_standing,
)
from coder.inquiry.folder import Inquiry
from coder.inquiry.importing import keep_original, original_place, read_session
from coder.inquiry.logins import need_reviewer
from coder.inquiry.withdrawing import find_session
from coder.store.journal import now


@dataclass(frozen=True, slots=True)
class Reimported:
    """What a corrected document came to; `correction` is None where every paragraph is as it was."""

    session: Session
    new: bool
    """False where its transcript is the one there is, and nothing was to be done."""
    correction: Correction | None
    by_hand: bool
    """Whether the transcript it replaces had been corrected by hand."""


def reimport(
    inquiry: Inquiry,
    coder: str,
    slug: str,
    document: Path,
    style: str | None = None,
    *,
    dry_run: bool = False,
) -> Reimported:
    """Replace a session's transcript by that of a corrected document, as one action that can be undone.

    The former transcript stays in the store and the former original in its folder. Raises CoderError
    where there is no such session, it was withdrawn, or the document holds no evidence.
    """
    from coder.evidence.transcript import write

    need_reviewer(inquiry, "Reimporting evidence")
    revision = find_session(inquiry, slug).revision
    path = inquiry.sessions / f"{slug}.md"
    if path.is_file():
        take_in_here(inquiry, path)  # a slip in it is said now, rather than lost with it
    session = read_session(document, style, slug, inquiry.styles)
    try:
        place = original_place(inquiry, document.name, document.read_bytes(), slug)
        session = replace(session, original=place.name)
        text = write(session)
        by_hand = _corrected_by_hand(inquiry, slug, revision)
        if revision_of(text) == revision:
            return Reimported(session, False, None, by_hand)
        if dry_run:
            return Reimported(session, True, foresee(inquiry, session)[0], by_hand)
        had_original = place.exists()
        keep_original(inquiry, document, slug)
    except OSError as error:
        raise CoderError(
            f"{error.filename or document}: {error.strerror or error}; nothing was changed."
        ) from None
    try:
        correction = _replace(inquiry, coder, session, text)
    except BaseException:
        if not had_original:
            place.unlink(missing_ok=True)
        raise
    return Reimported(session, True, correction, by_hand)


def _replace(inquiry: Inquiry, coder: str, session: Session, text: str) -> Correction | None:
    """Journal and transcript together. The moment makes the entry new, should all else be as once before."""
    path = inquiry.sessions / f"{session.slug}.md"
    value = {"revision": revision_of(text), "original": session.original, "at": now()}
    with inquiry.store.transaction():
        change = Change("reimport", "", session.slug, "", value)
        (entry,) = inquiry.store.journal.act(coder, [change], inquiry.codebook.revision)
        return replace_transcript(inquiry, path, text.encode(), of=entry.batch)


def _corrected_by_hand(inquiry: Inquiry, slug: str, revision: str) -> bool:
    """Whether the revision in force is neither the first there was nor the one reimported last."""
    reimported = inquiry.store.journal.value(("reimport", "", slug, ""))
    first = next(iter(inquiry.store.index.revisions("session", slug)), revision)
    return revision != (reimported["revision"] if reimported else first)


# ---- undo and redo


def put_back(inquiry: Inquiry, entries: Iterable[Entry]) -> None:
    """Let the transcripts follow where reimports were undone or redone: run in the same transaction.

    What became of tags is added to the inquiry's remarks. Raises CoderError where the former revision
    is not in this store, or a file cannot be written.
    """
    for entry in entries:
        if entry.kind == "reimport":
            correction = _put_back(inquiry, entry)
            inquiry.remarks += correction.lines() if correction else []


def _put_back(inquiry: Inquiry, entry: Entry) -> Correction | None:
    index, journal = inquiry.store.index, inquiry.store.journal
    slug, undone = entry.subject, entry.action == "undo"
    path = inquiry.sessions / f"{slug}.md"
    if path.is_file():
        take_in_here(inquiry, path)  # so that what was written since is kept as a revision too
    revision = journal.revision_left(entry)
    text = index.revision("session", slug, revision)
    if text is None:
        raise CoderError(f"{path}: its revision {revision} is not in this store, so it cannot be put back.")
    present = texts_standing(inquiry, slug)
    carried = journal.carried_for(entry) if undone else []
    correction = replace_transcript(inquiry, path, text.encode(), put_back=undone, of=entry.of)
    if carried:
        changes = list(_parted(inquiry, carried, index.texts(slug), present))
        journal.amend(ACTOR, changes, inquiry.codebook.revision, entry.of)
    return correction


def _parted(
    inquiry: Inquiry, carried: list[Entry], former: dict[str, str], present: dict[str, str]
) -> Iterator[Change]:
    """Marks that a reimport had joined, each back to its own paragraph, unless taken off since."""
    from coder.evidence.anchors import sources

    removed = {entry.key: entry for entry in carried if entry.after is None}
    added: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in carried:
        if entry.after is not None:
            added.setdefault(entry.key, []).append(entry)
    for joined, (main, *others) in sources(former.items(), present.items()).items():
        for gone in (entry for entry in removed.values() if entry.subject in others):
            kind, coder, subject, code = gone.key
            stands = inquiry.store.journal.value((kind, coder, main, code))
            if stands is None:
                continue
            yield Change(gone.kind, coder, subject, code, gone.before)
            came = added.get((kind, coder, joined, code))
            if came and stands == came[-1].after:
                own = removed.get((kind, coder, main, code), came[0])
                yield Change(gone.kind, coder, main, code, own.before)
