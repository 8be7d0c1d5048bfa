"""What one coder did, or everybody, as a contribution that other copies of the inquiry take in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from coder.coding import Entry, again_of
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.exchange.contributions import Contribution, Evidence, write
from coder.inquiry.blindness import refuse_if_blind
from coder.inquiry.folder import Inquiry, write_beside
from coder.inquiry.logins import need_reviewer

if TYPE_CHECKING:
    from coder.codebook import Codebook
    from coder.store import Store

SHARED = frozenset({"assignment", "unblinded", "withdrawn", "reimport", "person", "code"})
"""Kinds of what is said of the inquiry, and not of what anybody coded."""


def contribution(inquiry: Inquiry, coder: str) -> Contribution:
    """What changed a coder's layers and what they did themselves; of one who codes blind, only theirs."""
    need_reviewer(inquiry, "A contribution")
    return gather(inquiry.store, inquiry.name, inquiry.codebook, again_of(coder) or coder)


def whole(inquiry: Inquiry) -> Contribution:
    """All that anybody did. Raises CoderError where who asks codes blind."""
    refuse_if_blind(inquiry, "A contribution of everybody's")
    need_reviewer(inquiry, "A contribution of everybody's")
    return gather(inquiry.store, inquiry.name, inquiry.codebook)


def shared(inquiry: Inquiry) -> Contribution:
    """Assignments, codebook, people, what was withdrawn: what those who code blind may have."""
    need_reviewer(inquiry, "A contribution")
    return gather(inquiry.store, inquiry.name, inquiry.codebook, part="shared")


def save(given: Contribution, path: Path) -> None:
    """Write the file of a contribution. Raises CoderError where it cannot be written."""
    try:
        write_beside(path, write(given))
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}).") from None


def gather(store: Store, name: str, codebook: Codebook, coder: str = "", part: str = "all") -> Contribution:
    """A contribution from a store that lies open, of one coder or (empty) of everybody."""
    entries = list(store.journal.contributed(coder or None))
    if part == "shared":
        entries = [entry for entry in entries if entry.kind in SHARED]
    heads = {head.slug: head for head in store.index.sessions(withdrawn=True)}
    named = _sessions(entries) if coder or part == "shared" else heads.keys()
    codebooks = store.index.revisions("codebook", codebook.name)
    stamped = {entry.codebook_revision for entry in entries}
    return Contribution(
        inquiry=name, of=coder, part=part, codebook=codebook,
        sessions={
            slug: Evidence(heads[slug].title, heads[slug].date, heads[slug].sha256, heads[slug].revision)
            for slug in sorted(named & heads.keys())
        },
        transcripts={
            slug: {one: text for one, text in store.index.revisions("session", slug).items() if text}
            for slug in sorted(named & heads.keys())
        },
        codebooks={
            one: text for one, text in codebooks.items()
            if one in stamped and type(codebook).from_json(text).revision == one
        }
        | {codebook.revision: codebook.to_json()},
        entries=entries,
    )  # fmt: skip


def _sessions(entries: Iterable[Entry]) -> set[str]:
    """The sessions that entries are about, or assign."""
    found = set()
    for entry in entries:
        found.add(session_of(entry.subject))
        if entry.kind == "assignment":
            found.update((entry.after or {}).get("revisions", ()))
    return found
