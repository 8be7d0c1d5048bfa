"""Evidence taken out of every output, brought back, or its text removed for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from coder.coding import Change, Entry, textless
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.folder import COPIES, Inquiry
from coder.inquiry.logins import need_reviewer
from coder.store import Withdrawal
from coder.store.index import SessionHead


def find_session(inquiry: Inquiry, slug: str) -> SessionHead:
    """The session of a name. Raises CoderError where there is none, and where it was withdrawn."""
    if head := inquiry.store.index.session(slug):
        return head
    if withdrawal := inquiry.store.journal.withdrawn().get(slug):
        raise CoderError(withdrawn_sentence(withdrawal))
    raise CoderError(f"{slug}: there is no such session; `coder status` lists them.")


def withdrawn_sentence(withdrawal: Withdrawal) -> str:
    """What is said where a withdrawn session is asked for."""
    slug, what = withdrawal.session, "purged" if withdrawal.purged else "withdrawn"
    said = f"the session {slug} was {what} by {withdrawal.by} on {withdrawal.at[:10]} ({withdrawal.reason})"
    return f"{said}." if withdrawal.purged else f"{said}; `coder restore {slug}` brings it back."


def withdrawn_json(withdrawal: Withdrawal) -> dict[str, Any]:
    """The object that `coder show --json` prints for a withdrawn session."""
    said = asdict(withdrawal)
    return {"slug": said.pop("session"), "withdrawn": said}


def withdraw(inquiry: Inquiry, coder: str, slug: str, reason: str) -> list[Entry]:
    """Take a session out of every output; empty where it was, for the same reason.

    Raises CoderError where there is no such session, it was purged, or no reason is given.
    """
    _known(inquiry, slug)
    _not_purged(inquiry, slug)
    mark = Change("withdrawn", "", slug, "", {"reason": _reason(reason)})
    return inquiry.store.journal.act(coder, [mark], inquiry.codebook.revision)


def restore(inquiry: Inquiry, coder: str, slug: str) -> list[Entry]:
    """Bring a withdrawn session back; empty where it was not withdrawn. Raises CoderError where purged."""
    _known(inquiry, slug)
    _not_purged(inquiry, slug)
    mark = Change("withdrawn", "", slug, "", None)
    return inquiry.store.journal.act(coder, [mark], inquiry.codebook.revision)


def log(inquiry: Inquiry, coder: str | None) -> Iterator[Entry]:
    """The journal as it may be shown: without what was written on paragraphs of a withdrawn session."""
    withdrawn = inquiry.store.journal.withdrawn()
    for entry in inquiry.store.journal.entries(coder):
        if entry.kind != "withdrawn" and session_of(entry.subject) in withdrawn:
            before, after = textless(entry.before, "withdrawn"), textless(entry.after, "withdrawn")
            yield replace(entry, before=before, after=after)
        else:
            yield entry


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did: files deleted, an original kept for another session, backups purged or deleted."""

    slug: str
    deleted: tuple[Path, ...]
    shared: dict[Path, str]
    backups: tuple[Path, ...]
    backups_deleted: tuple[Path, ...]

    def lines(self, folder: Path) -> list[str]:
        def named(paths: tuple[Path, ...]) -> str:
            return ", ".join(path.relative_to(folder).as_posix() for path in paths)

        lines = [f"{self.slug}: purged; its ids, what coders marked there and the reason are kept"]
        if self.deleted:
            lines.append(f"  deleted: {named(self.deleted)}")
        lines += [f"  kept: {named((path,))}, which {other} uses too" for path, other in self.shared.items()]
        if self.backups:
            lines.append(f"  purged as well: {named(self.backups)}")
        if self.backups_deleted:
            lines.append(f"  damaged and so deleted: {named(self.backups_deleted)}")
        return [*lines, "  workbooks and copies made from it before are not touched; see to them yourself"]


def purge(inquiry: Inquiry, coder: str, slug: str, reason: str | None) -> Purged:
    """Withdraw a session and remove its text for good; where that was cut short, it can be done again.

    The files go first: while the store still has the text it knows which they are. Raises CoderError
    where there is no such session, no reason was ever given, a file cannot be deleted, or another
    program keeps the store open.
    """
    need_reviewer(inquiry, "A purge")
    _known(inquiry, slug)
    was = inquiry.store.journal.withdrawn().get(slug)
    given = _reason(reason if reason is not None or was is None else was.reason)
    codebook_revision = inquiry.codebook.revision
    deleted, shared = _files(inquiry, slug)
    for path in deleted:
        try:
            path.unlink()
        except OSError as error:
            raise CoderError(
                f"{path}: cannot be deleted ({error.strerror}); put that right and purge again."
            ) from None
    mark = Change("withdrawn", "", slug, "", {"reason": given, "purged": True})
    inquiry.store.journal.act(coder, [mark], codebook_revision)
    backups, backups_deleted = inquiry.store.purge(slug, inquiry.folder / COPIES)
    return Purged(slug, tuple(deleted), shared, tuple(backups), tuple(backups_deleted))


def _known(inquiry: Inquiry, slug: str) -> None:
    if not inquiry.store.index.stamp(slug)[0]:
        raise CoderError(f"{slug}: there is no such session; `coder status` lists them.")


def _not_purged(inquiry: Inquiry, slug: str) -> None:
    withdrawal = inquiry.store.journal.withdrawn().get(slug)
    if withdrawal and withdrawal.purged:
        raise CoderError(withdrawn_sentence(withdrawal))


def _reason(given: str | None) -> str:
    reason = " ".join((given or "").split())
    if not reason:
        raise CoderError("Withdrawing needs its reason, which stays in the journal: --reason TEXT.")
    return reason


def _files(inquiry: Inquiry, slug: str) -> tuple[list[Path], dict[Path, str]]:
    """The files that hold a session's text, and the originals that stay, since another session uses them.

    The transcript with the copies that editors leave beside it, drafts, and every original it had.
    """
    found = [
        path
        for folder in (inquiry.sessions, *sorted(inquiry.drafts.glob("*")))
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.name == f"{slug}.md"
        or (path.suffix != ".md" and path.name.lstrip(".#").startswith(f"{slug}.md"))
    ]
    users = {
        name: head.slug
        for head in inquiry.store.index.sessions(withdrawn=True) if head.slug != slug
        for name in originals_of(inquiry, head.slug)
    }  # fmt: skip
    shared: dict[Path, str] = {}
    for name in sorted(originals_of(inquiry, slug)):
        path = inquiry.originals / name
        if path.name != name:
            continue
        if name in users and path.is_file():
            shared[path] = users[name]
        elif path.is_file():
            found.append(path)
    return found, shared


def originals_of(inquiry: Inquiry, slug: str) -> set[str]:
    """The names of the documents that the revisions of a transcript were made from."""
    from coder.evidence.transcript_front import read_front

    path, names = inquiry.sessions / f"{slug}.md", set()
    for text in inquiry.store.index.revisions("session", slug).values():
        with suppress(CoderError):  # of what is purged there is nothing to read
            names.add(str(read_front(text.splitlines(), path)[0].get("original", "")))
    return names - {""}
