"""How far each coder has come, session by session."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from coder.inquiry.folder import Inquiry
from coder.store.index import SessionHead


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """Paragraphs of the roles one codes: read by the coder, and tags put on any paragraph."""

    coder: str
    read: int
    tags: int


@dataclass(frozen=True, slots=True)
class SessionProgress:
    """A session with what is done; `total` counts the paragraphs of the roles one codes."""

    session: SessionHead
    total: int
    coders: tuple[CoderProgress, ...]

    def of(self, coder: str) -> CoderProgress:
        return next((one for one in self.coders if one.coder == coder), CoderProgress(coder, 0, 0))


def progress(inquiry: Inquiry) -> list[SessionProgress]:
    """Every session, by date, with every coder who has done anything in it."""
    index, journal, roles = inquiry.store.index, inquiry.store.journal, inquiry.settings.roles
    found = []
    for head in inquiry.store.index.sessions():
        counts = journal.mark_counts(head.slug)
        coders = tuple(
            CoderProgress(coder, index.read_count(head.slug, roles, coder), kinds.get("tag", 0))
            for coder, kinds in counts.items()
        )
        found.append(SessionProgress(head, index.role_count(head.slug, roles), coders))
    return found


def status(inquiry: Inquiry) -> dict[str, Any]:
    """The object that `coder status --json` prints."""
    unplaced = inquiry.store.journal.unplaced()
    return {
        "inquiry": inquiry.name,
        "folder": str(inquiry.folder),
        "codebook": {"name": inquiry.codebook.name, "revision": inquiry.codebook.revision},
        "roles": list(inquiry.settings.roles),
        "sessions": [
            {
                "slug": one.session.slug, "title": one.session.title, "date": one.session.date,
                "revision": one.session.revision, "paragraphs": one.session.paragraphs, "to_code": one.total,
                "coders": [asdict(coder) for coder in one.coders],
            }
            for one in progress(inquiry)
        ],
        "withdrawn": [asdict(one) for one in inquiry.store.journal.withdrawn().values()],
        "unplaced": [
            {"paragraph": mark["subject"], "coder": mark["coder"], "kind": mark["kind"], "code": mark["code"],
             "text": mark["text"]}
            for mark in unplaced
        ],
    }  # fmt: skip


def status_lines(inquiry: Inquiry) -> list[str]:
    """The same for people."""
    book = inquiry.codebook
    lines = [
        f"{inquiry.name}  ({inquiry.folder})",
        f"codebook {book.name}, revision {book.revision}, {len(book.codes)} codes",
    ]
    for one in progress(inquiry):
        lines += [
            "",
            f"{one.session.slug}  {one.session.title}",
            f"  {one.total} of {one.session.paragraphs} paragraphs to code",
        ]
        lines += [
            f"  {coder.coder:<6} {coder.read:>5} read ({coder.read / max(1, one.total):>4.0%})"
            f"  {coder.tags:>5} tags"
            for coder in one.coders
        ]
    if not inquiry.store.journal.sight.whole:
        lines += ["", "you are coding blind: what others did is not shown or counted"]
    if not inquiry.store.index.sessions(withdrawn=True):
        lines.append("no session yet; bring evidence in with `coder import FILE`")
    withdrawn = inquiry.store.journal.withdrawn().values()
    if withdrawn:
        lines += ["", "withdrawn, and in no output:"]
        lines += [
            f"  {one.session}  by {one.by} on {one.at[:10]}: {one.reason}{' (purged)' if one.purged else ''}"
            for one in withdrawn
        ]
    unplaced = inquiry.store.journal.unplaced()
    if unplaced:
        lines += ["", "on paragraphs that are in no transcript any more, and counted nowhere:"]
        lines += [
            f"  {mark['subject']}  {mark['coder']} {mark['kind']} {mark['code']}".rstrip()
            for mark in unplaced
        ]
    return lines
