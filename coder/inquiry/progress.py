"""How far each coder has come, session by session."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
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
    """Every session, by date, with every coder who has read or tagged anything in it and may be shown.

    Raises CoderError where nothing may be shown.
    """
    index, roles, shows = (
        inquiry.store.index,
        inquiry.settings.roles,
        inquiry.store.journal.sight.check().shows,
    )
    totals, tallies = inquiry.store.counts.extents(roles), inquiry.store.counts.by_session(roles)
    return [
        SessionProgress(head, totals.get(head.slug, 0), tuple(
            CoderProgress(coder, one.read, one.tags)
            for coder, one in sorted(tallies.get(head.slug, {}).items()) if shows("tag", coder)
        ))
        for head in index.sessions()
    ]  # fmt: skip


# ---- one coder's, for a screen: however many sessions there are, those in sight are read


def progress_from(inquiry: Inquiry, coder: str, low: int, most: int) -> list[SessionProgress]:
    """So many sessions by date, from a place on, with what one coder has done in each."""
    roles = inquiry.settings.roles
    found = []
    for head in inquiry.store.index.sessions_from(low, most):
        by_role = inquiry.store.counts.of_session(head.slug, coder)
        total = sum(many for role, (many, _) in by_role.items() if role in roles)
        read = sum(one.read for role, (_, one) in by_role.items() if role in roles)
        tags = sum(one.tags for _, one in by_role.values())
        found.append(SessionProgress(head, total, (CoderProgress(coder, read, tags),)))
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all sessions: how many there are, their paragraphs of the roles one codes, and what is done."""

    sessions: int
    total: int
    read: int
    tags: int


def totals(inquiry: Inquiry, coder: str) -> Totals:
    counts, roles = inquiry.store.counts, inquiry.settings.roles
    done = counts.in_all(coder, roles)
    return Totals(inquiry.store.index.session_count(), counts.extent(roles), done.read, done.tags)


DAYS = 5
"""Days of work that a pace is taken from."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Paragraphs a coder read or tagged a day, over the last days on which there were any."""

    days: int
    a_day: int


def pace(inquiry: Inquiry, coder: str) -> Pace | None:
    """How fast a coder works: from the last days before today, else today; None before the first."""
    counts, done = inquiry.store.counts, list[int]()
    before = today = _begin(datetime.now(UTC))
    while len(done) < DAYS and (worked := counts.worked_before(coder, before)):
        since = _begin(datetime.fromisoformat(worked))
        if read := counts.read_between(coder, since, before):
            done.append(read)
        before = since
    if not done and (read := counts.read_between(coder, today, "9999")):
        done = [read]
    return Pace(len(done), max(1, round(sum(done) / len(done)))) if done else None


def _begin(moment: datetime) -> str:
    """When the day of a moment began here, in UTC as the journal has it."""
    day = moment.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return day.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# ---- at the command line


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
