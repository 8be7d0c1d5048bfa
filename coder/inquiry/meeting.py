"""How a contribution's evidence and codebook meet those that are here: what differs, before it is merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from coder.codebook import Codebook
from coder.codebook.difference import difference
from coder.codebook.rules import first_fault
from coder.codebook.said import in_force
from coder.coding import Entry, codebook_subject, on_paragraph, replay
from coder.errors import CoderError
from coder.evidence.anchors import Carry
from coder.evidence.model import session_of
from coder.exchange.contributions import Contribution, Evidence
from coder.inquiry.correcting import sentence_of
from coder.inquiry.describing import told_to
from coder.inquiry.folder import Inquiry

How = Literal["same", "former", "other", "not here", "purged"]
SAID: dict[How, str] = {
    "same": "the same transcript",
    "former": "made under a former revision of the transcript",
    "other": "made under another revision of the transcript",
    "not here": "not here yet; it is added",
    "purged": "was purged here; its texts stay out",
}
HALF = 0.5
"""Share of paragraphs that are found again from which two transcripts are of one document."""


@dataclass(frozen=True, slots=True)
class SessionMet:
    """A session of a contribution; `carries` are its marked paragraphs that are not as they were there."""

    slug: str
    how: How
    revision: str
    marked: int
    carries: tuple[Carry, ...]

    def lines(self) -> list[str]:
        said = f"{self.slug}: {SAID[self.how]}"
        if self.how in ("former", "other"):
            said += f", where {len(self.carries)} of {self.marked} marked paragraphs are not as they were"
        return [said, *(f"  {sentence_of(one)}" for one in self.carries)]

    def to_json(self) -> dict[str, Any]:
        return {
            "session": self.slug, "transcript": self.how, "revision": self.revision, "marked": self.marked,
            "carried": [{"from": one.old, "to": one.new, "how": one.how} for one in self.carries],
        }  # fmt: skip


def sessions_met(
    inquiry: Inquiry, path: Path, given: Contribution, add_sessions: bool
) -> tuple[SessionMet, ...]:
    """Each session of a contribution. Raises CoderError where one cannot be taken in."""
    heads = {head.slug: head for head in inquiry.store.index.sessions(withdrawn=True)}
    by_hash = {head.sha256: slug for slug, head in heads.items() if head.sha256}
    missing = [slug for slug in given.sessions if slug not in heads]
    for slug in missing:
        if there := by_hash.get(given.sessions[slug].sha256):
            raise CoderError(
                f"{path}: its session {slug} is the document that is here as {there}; one of the two copies "
                "has to import it under the other's name (`coder import --slug`)."
            )
        _check_new(path, given, slug)
    if missing and not add_sessions:
        raise CoderError(
            f"{path}: is about sessions that are not here ({', '.join(missing)}); import their documents, "
            "or take the transcripts in with it: --add-sessions."
        )
    return tuple(_met(inquiry, path, given, slug, evidence) for slug, evidence in given.sessions.items())


def _met(inquiry: Inquiry, path: Path, given: Contribution, slug: str, evidence: Evidence) -> SessionMet:
    now, _ = inquiry.store.index.stamp(slug)
    marked = {
        entry.subject for entry in given.entries
        if session_of(entry.subject) == slug and on_paragraph(entry.kind, entry.subject)
    }  # fmt: skip
    withdrawal = inquiry.store.journal.withdrawn().get(slug)
    how: How | None = "not here" if not now else "same" if now == evidence.revision else None
    if withdrawal and withdrawal.purged:
        how = "purged"
    if how:
        return SessionMet(slug, how, evidence.revision, len(marked), ())
    return _of_another_revision(inquiry, path, given, slug, marked)


def _of_another_revision(
    inquiry: Inquiry, path: Path, given: Contribution, slug: str, marked: set[str]
) -> SessionMet:
    from coder.evidence.anchors import carry
    from coder.store.ways import Ways

    revision = given.sessions[slug].revision
    known = inquiry.store.index.revisions("session", slug)
    ways = Ways(slug, known | dict(given.transcripts.get(slug, {})))
    now, _ = inquiry.store.index.stamp(slug)
    carries = carry(ways.texts(revision).items(), ways.texts(now).items())
    found = sum(one.new is not None for one in carries)
    sha = next(head.sha256 for head in inquiry.store.index.sessions(withdrawn=True) if head.slug == slug)
    if revision not in known and sha != given.sessions[slug].sha256 and found < HALF * len(carries):
        raise CoderError(
            f"{path}: its session {slug} is another document than the one here, so its marks have no place; "
            "import one of the two under another name (`coder import --slug`)."
        )
    moved = tuple(one for one in carries if one.how != "kept" and one.old in marked)
    return SessionMet(slug, "former" if revision in known else "other", revision, len(marked), moved)


def _check_new(path: Path, given: Contribution, slug: str) -> None:
    """Raises CoderError where a session that is to be added has no name or no transcript that can be kept."""
    from coder.evidence.transcript import parse
    from coder.inquiry.importing import check_slug

    text = given.transcripts.get(slug, {}).get(given.sessions[slug].revision)
    try:
        check_slug(slug)
        if text is not None and parse(text, Path(f"{slug}.md")).slug == slug:
            return
    except CoderError as error:
        raise CoderError(f"{path}: {error}") from None
    raise CoderError(f"{path}: holds no transcript of its session {slug}; import the document first.")


# ---- the codebook


@dataclass(frozen=True, slots=True)
class CodebookMet:
    """The codebook of a contribution, what ours becomes, and how many tags have a code that neither has."""

    name: str
    revision: str
    before: Codebook
    after: Codebook
    unknown: dict[str, int]
    apart: bool
    """Whether the two began from different codebooks."""

    def lines(self) -> list[str]:
        found = difference(self.before, self.after)
        same = "the same here" if self.revision == self.before.revision else f"here {self.before.revision}"
        lines = [f"codebook {self.name}: revision {self.revision}, {same}"]
        if found:
            lines[0] += ", which becomes"
            lines += [f"  {told.sign} {told.text}" for told in told_to(self.after, found, {})]
        if self.apart:
            lines.append("  the two began from different codebooks; the codes of both are kept")
        for code, number in self.unknown.items():
            lines.append(f"  {code}: in no codebook, on {number} paragraphs; --code {code}=OURS maps it")
        return lines

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "revision": self.revision, "here": self.before.revision,
            "becomes": self.after.revision, "in_no_codebook": self.unknown, "began_apart": self.apart,
        }  # fmt: skip


def codebook_met(inquiry: Inquiry, path: Path, given: Contribution, ground: Sequence[Entry]) -> CodebookMet:
    """Raises CoderError where what was said of the codebook cannot be a codebook."""
    name, before = inquiry.codebook_path.stem, inquiry.codebook
    subject = codebook_subject(name)
    words = [one for one in (*given.entries, *ground) if one.kind == "code" and one.subject == subject]
    after = before
    if words:
        try:
            said = replay([*inquiry.store.uniting.words(subject), *words])
            after = in_force(name, {key[3]: entry.after or {} for key, entry in said.items()})
            faulty = first_fault(after.codes)
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
            faulty = (0, "")
        if faulty:
            raise CoderError(f"{path}: what it says of the codebook {name} breaks a rule; nothing was taken.")
    known, lost = after.by_id.keys() | given.codebook.by_id.keys(), dict[str, set[str]]()
    for entry in given.entries:
        if entry.kind == "tag" and entry.code not in known:
            lost.setdefault(entry.code, set()).add(entry.subject)
    unknown = {code: len(subjects) for code, subjects in sorted(lost.items())}
    return CodebookMet(given.codebook.name, given.codebook.revision, before, after, unknown, bool(ground))
