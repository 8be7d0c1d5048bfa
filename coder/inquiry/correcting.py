"""Transcripts that were corrected by hand: taken in again, with every tag carried along."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.evidence.anchors import Carry
    from coder.evidence.model import Session
    from coder.inquiry.folder import Inquiry

INDEX_FORM = 2
"""Raised when the index holds more of a session than before: then every transcript is taken in again."""
ACTOR = "(transcript)"
"""Who carries tags along when a transcript has changed: nobody's own undo takes it back."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What taking in one changed transcript did to its paragraphs; `carries` without those kept."""

    slug: str
    carries: tuple[Carry, ...]
    marked: frozenset[str]
    """Old ids on which something stood."""

    def lines(self) -> list[str]:
        """One sentence for each paragraph with tags that is not where it was."""
        return [_sentence(carry) for carry in self.carries if carry.old in self.marked]


def _sentence(carry: Carry) -> str:
    old, new = carry.old, carry.new
    if carry.how == "unplaced":
        return (
            f"{old}: its text is in the transcript no more; its tags are kept, but count nowhere "
            "until the text is back"
        )
    if carry.how == "joined" and old == new:
        return f"{old}: another paragraph was joined to it; see that its tags fit the whole"
    if carry.how == "joined":
        return f"{old}: was joined to {new}, and its tags went with it; see that they fit the whole"
    if carry.how == "changed" and old == new:
        return f"{old}: its text was changed and its tags kept; see that they still fit"
    changed = " changed" if carry.how == "changed" else ""
    return f"{old}: its text now stands{changed} at {new}, and its tags went with it"


def take_in_transcripts(inquiry: Inquiry) -> list[str]:
    """Bring the store's index in line with `sessions/*.md`; a sentence for all the user should know.

    A transcript that cannot be parsed is named with its line and stays as it was last taken in, so
    that one slip in an editor does not lock the other sessions.
    """
    if not inquiry.sessions.is_dir():
        return []
    remarks: list[str] = []
    known = inquiry.store.index.stamps()
    found = set()
    for path in sorted(inquiry.sessions.glob("*.md")):
        found.add(path.stem)
        try:
            if known.get(path.stem, ("", ""))[1] == _stamp(inquiry, path):
                continue
            correction = take_in(inquiry, path)
        except CoderError as error:
            remarks.append(str(error))
            continue
        if correction:
            remarks += correction.lines()
    remarks += [
        f"{inquiry.sessions / slug}.md: this transcript is gone; its tags are kept, put it back to code on."
        for slug in sorted(set(known) - found)
    ]
    return remarks


def take_in(inquiry: Inquiry, path: Path) -> Correction | None:
    """Index one transcript; where it replaces another revision, say what became of its paragraphs.

    Raises CoderError, with file and line, where the transcript cannot be parsed.
    """
    from coder.evidence.transcript import parse

    stamp = _stamp(inquiry, path)
    text = read_text(path)
    revision = hashlib.sha256(text.encode()).hexdigest()[:12]
    index = inquiry.store.index
    known, known_stamp = index.stamps().get(path.stem, ("", ""))
    as_before = known == revision and _form(known_stamp) == _form(stamp)
    session = None if as_before else parse(text, path, inquiry.settings.citing)
    with inquiry.store.transaction():
        # Asked anew, under the lock: tags carried twice would end in the wrong place.
        old_revision, old_stamp = index.stamps().get(path.stem, ("", ""))
        if session is None or (old_revision == revision and _form(old_stamp) == _form(stamp)):
            index.put_stamp(path.stem, stamp)
            return None
        carries = _carries(inquiry, session, old_revision) if old_revision not in ("", revision) else []
        marked = {
            carry.old for carry in carries
            if carry.how != "kept" and inquiry.store.journal.anything_on(carry.old)
        }  # fmt: skip
        index.put(session, revision, stamp, text, carries)
        moves = {one.old: one.new for one in carries if one.new and one.new != one.old and one.old in marked}
        if moves:
            inquiry.store.journal.carry(ACTOR, moves, inquiry.codebook.revision)
    changed = tuple(carry for carry in carries if carry.how != "kept")
    return Correction(session.slug, changed, frozenset(marked)) if changed else None


def _stamp(inquiry: Inquiry, path: Path) -> str:
    """What changes when a transcript does, or how the inquiry indexes and cites it."""
    from coder.inquiry.folder import file_stamp

    form = hashlib.sha256(repr((INDEX_FORM, inquiry.settings.citing)).encode()).hexdigest()[:8]
    return f"{file_stamp(path)} {form}"


def _form(stamp: str) -> str:
    """The part of a stamp that does not come from the file."""
    return "".join(stamp.split(" ")[2:])


def read_text(path: Path) -> str:
    """The text of a transcript. Raises CoderError where it cannot be read or is not UTF-8."""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CoderError(f"{path}, line {line}: not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None


def _carries(inquiry: Inquiry, session: Session, old_revision: str) -> list[Carry]:
    """Where the old revision's paragraphs went, those among them that had lost their place before.

    A paragraph without a place whose id now names another text moves aside, to an id of its own:
    its tags must not fall to that text.
    """
    from coder.evidence.anchors import carry

    new = [(paragraph.id, paragraph.text) for paragraph in session.paragraphs()]
    span = inquiry.store.index.span(session.slug, 0, 1 << 30)
    old = {placed.paragraph.id: placed.paragraph.text for placed in span}
    for mark in inquiry.store.journal.unplaced(session.slug):
        old.setdefault(mark["subject"], mark["text"])
    ids = {paragraph_id for paragraph_id, _ in new}
    return [
        replace(one, new=f"{one.old}~{old_revision}") if one.how == "unplaced" and one.old in ids else one
        for one in carry(list(old.items()), new)
    ]
