"""Transcripts that were corrected by hand: taken in again, with every tag carried along."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.inquiry.synced import danger_today

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
    """What taking in one changed transcript did to its paragraphs; `carries` without those kept, and without
    those that are known of only by marks that may not be shown to who asks."""

    slug: str
    carries: tuple[Carry, ...]
    marked: frozenset[str]
    """Old ids on which something stood."""
    told: frozenset[str]
    """Those of them on which something stood that may be shown to who asks."""
    kept: int = 0
    new: int = 0
    """Paragraphs that are as they were, and those that came from no other."""

    def lines(self) -> list[str]:
        """One sentence for each paragraph with tags that is not where it was."""
        return [_sentence(carry) for carry in self.carries if carry.old in self.told]

    def report(self) -> list[str]:
        """How many paragraphs of each kind, then every one that is not as it was, tagged or not."""
        if not self.carries and not self.new:
            return [f"{self.slug}: every paragraph is as it was"]
        hows = [carry.how for carry in self.carries]
        counts = ", ".join(f"{hows.count(how)} {how}" for how in ("moved", "changed", "joined", "unplaced"))
        lines = [f"{self.slug}: {self.kept} paragraphs kept, {counts}, {self.new} new"]
        for carry in self.carries:
            stays = carry.how == "unplaced" or carry.new == carry.old
            where = carry.old if stays else f"{carry.old} -> {carry.new}"
            said = _sentence(carry) if carry.old in self.told else f"{where}: {carry.how}"
            lines.append(f"  {said}")
        return lines


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
    if inquiry.store.shared:
        from coder.inquiry.travelling import bring_in_line

        return bring_in_line(inquiry)
    danger = danger_today(inquiry)
    if not inquiry.sessions.is_dir():
        return danger
    known = inquiry.store.index.stamps()
    withdrawn = inquiry.store.journal.withdrawn()
    changed, seen = _changed(inquiry, known)
    gone = [
        f"{inquiry.sessions / slug}.md: this transcript is gone; its tags are kept, put it back to code on."
        for slug in sorted(known.keys() - seen - withdrawn.keys())
    ]
    return [*danger, *_take_in_all(inquiry, changed), *gone]


def take_in_transcript(inquiry: Inquiry, slug: str) -> list[str]:
    """The same for one session, where its file is there."""
    if inquiry.store.shared:
        from coder.inquiry.travelling import session_in_line

        return session_in_line(inquiry, slug)
    path = inquiry.sessions / f"{slug}.md"
    if not path.is_file() or inquiry.store.index.stamp(slug)[1] == stamp_of(inquiry, path):
        return []
    return _take_in_all(inquiry, [slug])


def _take_in_all(inquiry: Inquiry, slugs: list[str]) -> list[str]:
    remarks: list[str] = []
    for slug in slugs:
        try:
            correction = take_in(inquiry, inquiry.sessions / f"{slug}.md")
        except CoderError as error:
            remarks.append(str(error))
            continue
        if correction:
            remarks += correction.lines()
    return remarks


def take_in(inquiry: Inquiry, path: Path, put_back: bool = False, of: str | None = None) -> Correction | None:
    """Index one transcript; where it replaces another revision, say what became of its paragraphs.

    `put_back` says that a former revision has come back, `of` is the batch of the reimport at work.
    Raises CoderError, with file and line, where the transcript cannot be parsed, where the session
    was purged, and where another machine of the team corrected it meanwhile.
    """
    from coder.evidence.transcript import parse
    from coder.inquiry.travelling import check_not_overtaken, keep_seen

    stamp = stamp_of(inquiry, path)
    text = read_text(path)
    revision = revision_of(text)
    index = inquiry.store.index
    known, known_stamp = index.stamp(path.stem)
    purged = inquiry.store.journal.withdrawn().get(path.stem)
    if purged and purged.purged:
        raise CoderError(
            f"{path}: this session was purged ({purged.reason}), so its text stays out; delete this file."
        )
    as_before = known == revision and _form(known_stamp) == _form(stamp)
    session = None if as_before else parse(text, path, inquiry.settings.citing)
    with inquiry.store.transaction():
        # Asked anew, under the lock: tags carried twice would end in the wrong place.
        old_revision, old_stamp = index.stamp(path.stem)
        if session is None or (old_revision == revision and _form(old_stamp) == _form(stamp)):
            index.put_stamp(path.stem, stamp)
            keep_seen(inquiry, path, revision)
            return None
        check_not_overtaken(inquiry, path, old_revision, revision)
        correction: Correction | None = None
        carries: list[Carry] = []
        if old_revision not in ("", revision):
            correction, carries = foresee(inquiry, session, put_back)
        index.put(session, revision, stamp, text, carries, put_back=put_back)
        inquiry.store.journal.settle(session.slug)
        moves = {
            one.old: one.new for one in carries
            if correction and one.new and one.new != one.old and one.old in correction.marked
        }  # fmt: skip
        if moves:
            inquiry.store.journal.carry(ACTOR, moves, inquiry.codebook.revision, of)
    keep_seen(inquiry, path, revision)
    return correction


def take_in_here(inquiry: Inquiry, path: Path) -> None:
    """Take in what somebody has written into a transcript by now, so that what replaces it loses nothing.

    Raises CoderError as `take_in` does.
    """
    if inquiry.store.shared:
        from coder.inquiry.travelling import in_line

        in_line(inquiry, path.stem)
    else:
        take_in(inquiry, path)


def revision_of(text: str) -> str:
    """The name of a transcript's revision: the beginning of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def foresee(
    inquiry: Inquiry, session: Session, put_back: bool = False
) -> tuple[Correction | None, list[Carry]]:
    """What taking in another revision of a session would do, and where each paragraph goes.

    The first is None where every paragraph is as it was. Nothing is written.
    """
    old_revision, _ = inquiry.store.index.stamp(session.slug)
    carries = _carries(inquiry, session, old_revision, put_back)
    journal, texts = inquiry.store.journal, inquiry.store.index.texts(session.slug)
    ids = {paragraph.id for paragraph in session.paragraphs()}
    changed = [one for one in carries if one.how != "kept"]
    if not changed and ids <= {one.new for one in carries}:
        return None, carries
    marked = frozenset(one.old for one in changed if journal.anything_on(one.old))
    told = frozenset(one for one in marked if journal.shown_on(one))
    shown = [one for one in carries if one.old in texts or journal.shown_on(one.old)]
    listed = tuple(one for one in shown if one.how != "kept")
    new = len(ids - {one.new for one in shown})
    return Correction(session.slug, listed, marked, told, len(shown) - len(listed), new), carries


def replace_transcript(
    inquiry: Inquiry, path: Path, data: bytes, put_back: bool = False, of: str | None = None
) -> Correction | None:
    """Put another revision in a transcript's place and take it in: both, or neither.

    Run in a transaction. Raises CoderError as `take_in` does, and where the file cannot be written.
    """
    from coder.inquiry.folder import write_beside

    try:
        former = path.read_bytes() if path.exists() else None
        write_beside(path, data)
        try:
            return take_in(inquiry, path, put_back, of)
        except BaseException:
            if former is not None:
                write_beside(path, former)
            raise
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}); it is as it was.") from None


def stamp_of(inquiry: Inquiry, path: Path) -> str:
    """What changes when a transcript does, or how the inquiry indexes and cites it. In a store that other
    machines use too, the file is nothing to go by."""
    from coder.inquiry.folder import file_stamp

    return f"{'- -' if inquiry.store.shared else file_stamp(path)} {form_of(inquiry)}"


def _changed(inquiry: Inquiry, known: dict[str, str]) -> tuple[list[str], set[str]]:
    """The transcripts whose stamp is not the one known, in order; and all there are.

    Thousands are looked at whenever an inquiry is opened, so nothing is done here for one that is as it was.
    """
    form, changed, seen = form_of(inquiry), list[str](), set[str]()
    with os.scandir(inquiry.sessions) as files:
        for file in files:
            if not file.name.endswith(".md"):
                continue
            slug = file.name[:-3]
            seen.add(slug)
            try:
                stat = file.stat()
            except OSError:
                changed.append(slug)
                continue
            if known.get(slug) != f"{stat.st_size} {stat.st_mtime_ns} {form}":
                changed.append(slug)
    return sorted(changed), seen


def form_of(inquiry: Inquiry) -> str:
    """What stands for how the inquiry indexes and cites."""
    return hashlib.sha256(repr((INDEX_FORM, inquiry.settings.citing)).encode()).hexdigest()[:8]


def _form(stamp: str) -> str:
    """The part of a stamp that does not come from the file."""
    return "".join(stamp.split(" ")[2:])


def read_text(path: Path) -> str:
    """The text of a transcript, the same whichever editor wrote its line ends.

    Raises CoderError where it cannot be read or is not UTF-8.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CoderError(f"{path}, line {line}: not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None


def _carries(inquiry: Inquiry, session: Session, old_revision: str, put_back: bool) -> list[Carry]:
    """Where the old revision's paragraphs went, those among them that had lost their place before.

    A paragraph without a place whose id now names another text moves aside, to an id of its own:
    its tags must not fall to that text.
    """
    from coder.evidence.anchors import carry, carry_back

    new = [(paragraph.id, paragraph.text) for paragraph in session.paragraphs()]
    old = texts_standing(inquiry, session.slug)
    ids = {paragraph_id for paragraph_id, _ in new}
    return [
        replace(one, new=f"{one.old}~{old_revision}") if one.how == "unplaced" and one.old in ids else one
        for one in (carry_back if put_back else carry)(list(old.items()), new)
    ]


def texts_standing(inquiry: Inquiry, slug: str) -> dict[str, str]:
    """The text of every paragraph of a session, and the last of those that lost their place with tags."""
    texts = inquiry.store.index.texts(slug)
    for mark in inquiry.store.journal.unplaced(slug):
        texts.setdefault(mark["subject"], mark["text"])
    return texts
