"""What verifying looks at: each check yields a sentence for all that is not as it should be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from coder.codebook import Codebook, read_codebook
from coder.codebook.difference import difference
from coder.codebook.said import in_force
from coder.errors import CoderError
from coder.inquiry.codebooks import said_of
from coder.inquiry.correcting import form_of, read_text, revision_of
from coder.inquiry.folder import Inquiry
from coder.store import Store
from coder.store.comparing import different, faulty_rows
from coder.store.transfer import DERIVED

FAULTS = (CoderError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What comes of content that nobody reckoned with."""
BACK = "put back the newest copy from .coder/backups that `coder verify` finds nothing in"
ANEW = (
    "if the journal is right, `coder archive` and `coder init --from` make it anew, else put back a copy "
    "from .coder/backups"
)

# ---- the store


def rows(inquiry: Inquiry) -> Iterator[str]:
    """Rows that are none, steps and corrections of what is not there."""
    for table, key, what in faulty_rows(inquiry.store):
        yield f"{_store(inquiry)}, {table} {key}: {what}; {BACK}."


def derived(inquiry: Inquiry, anew: Store) -> Iterator[str]:
    """What follows from the journal, made anew, against what is kept; the index against the transcripts."""
    with anew.transaction():
        yield from _indexed(inquiry, anew)
        anew.derive()
    for table, key, kept in different(inquiry.store, anew):
        what = {
            "more": "is kept, though it does not follow from journal and transcripts",
            "less": "is missing, though it follows from journal and transcripts",
            "other": "is not what follows from journal and transcripts",
        }[kept]
        yield f"{_store(inquiry)}, {table} {key}: {what}; {ANEW if table in DERIVED else BACK}."


def _indexed(inquiry: Inquiry, anew: Store) -> Iterator[str]:
    """Index each session anew, from the revision in force; a sentence for one that cannot be read."""
    from coder.evidence.transcript import parse

    purged = {slug for slug, one in inquiry.store.journal.withdrawn().items() if one.purged}
    for head in anew.index.sessions(withdrawn=True):
        text = anew.index.revision("session", head.slug, head.revision)
        stamp = anew.index.stamp(head.slug)[1]
        if head.slug in purged or text is None or _pending(inquiry, stamp):
            continue  # of what has no text, or is to be taken in anew, `files` and `revisions` tell
        try:
            session = parse(text, inquiry.sessions / f"{head.slug}.md", inquiry.settings.citing)
        except CoderError as error:
            yield f"{_store(inquiry)}, revision {head.revision}: {error}"
            continue
        anew.index.put(session, head.revision, stamp, text, [])


def revisions(inquiry: Inquiry) -> Iterator[str]:
    """Each revision's text against its name, and the originals against what the transcripts say of them."""
    withdrawn, seen = inquiry.store.journal.withdrawn(), dict[str, str]()
    for _, row in inquiry.store.dump("revision"):
        kind, name, revision, content = row["kind"], row["name"], row["revision"], row["content"]
        where = f"{_store(inquiry)}, {kind} {name}, revision {revision}"
        gone = withdrawn.get(name) if kind == "session" else None
        if gone and gone.purged:
            if content:
                yield f"{where}: its text is there, though the session was purged; purge it again."
            continue
        try:
            is_it = revision_of(content) if kind == "session" else Codebook.from_json(content).revision
        except FAULTS:
            is_it = ""
        if is_it != revision:
            yield f"{where}: its text is not the one that bore this name; {BACK}."
        elif kind == "session":
            yield from _original(inquiry, name, content, seen)


def _original(inquiry: Inquiry, slug: str, content: str, seen: dict[str, str]) -> Iterator[str]:
    from coder.evidence.transcript_front import read_front

    try:
        front, _ = read_front(content.splitlines(), inquiry.sessions / f"{slug}.md")
    except CoderError:
        return
    name, said = str(front.get("original", "")), str(front.get("sha256", ""))
    path = inquiry.originals / name
    if not name or path.name != name:
        return
    if name not in seen:
        seen[name] = _sha256(path) if path.is_file() else ""
        if not seen[name]:
            yield f"{path}: this original is gone, which {slug} was made from; put it back from a copy."
    if said and seen[name] and seen[name] != said:
        yield (f"{path}: is not the document that {slug} was made from (its SHA-256 differs); put it back.")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


# ---- the files


def _pending(inquiry: Inquiry, stamp: str) -> bool:
    """Whether a session was indexed under other settings, or by an older version, than now."""
    return stamp.split(" ")[2:] != [form_of(inquiry)]


def files(inquiry: Inquiry) -> Iterator[str]:
    """The transcripts against what was taken in of them."""
    from coder.evidence.transcript import parse

    withdrawn = inquiry.store.journal.withdrawn()
    heads = {head.slug: head for head in inquiry.store.index.sessions(withdrawn=True)}
    there = {path.stem: path for path in sorted(inquiry.sessions.glob("*.md"))}
    take = "open the inquiry (`coder status`), which takes it in with all tags"
    for slug, path in there.items():
        gone = withdrawn.get(slug)
        if gone and gone.purged:
            yield f"{path}: this session was purged ({gone.reason}); delete this file."
            continue
        try:
            text = read_text(path)
            parse(text, path, inquiry.settings.citing)
        except CoderError as error:
            yield str(error)
            continue
        if slug not in heads:
            yield f"{path}: was never taken in; {take}."
        elif revision_of(text) != heads[slug].revision:
            yield (
                f"{path}: is not what was taken in last (revision {heads[slug].revision}); {take}, or put "
                "the former back."
            )
        elif _pending(inquiry, inquiry.store.index.stamp(slug)[1]):
            yield f"{path}: was taken in under other settings, or by an older version; {take}."
    for slug in sorted(heads.keys() - there.keys()):
        if slug not in withdrawn or not withdrawn[slug].purged:
            yield f"{inquiry.sessions / slug}.md: this transcript is gone; put it back from a copy."


def codebook(inquiry: Inquiry) -> Iterator[str]:
    """The codebook's file against the one in force, and that against the journal."""
    path = inquiry.codebook_path
    note = inquiry.store.note(f"codebook:{path.stem}") or ""
    text = inquiry.store.index.revision("codebook", path.stem, note.rpartition(" ")[2])
    said = said_of(inquiry, path.stem)
    if note and text is None:
        yield f"{_store(inquiry)}: the revision of the codebook that was last seen is not kept; {BACK}."
    if text is None and not said:
        return
    present = in_force(path.stem, said) if said else Codebook.from_json(text or "")
    if text and Codebook.from_json(text).revision != present.revision:
        yield f"{_store(inquiry)}: the codebook last seen is not the one the journal says; {BACK}."
    if difference(present, read_codebook(path)):
        yield (
            f"{path}: is not the codebook in force; `coder codebook diff` shows the change, "
            "`coder codebook take` takes it."
        )


def _store(inquiry: Inquiry) -> str:
    return inquiry.store.where
