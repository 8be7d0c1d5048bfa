"""Contributions of other copies of the inquiry, looked at and taken in: all of them in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from coder.coding import Entry
from coder.errors import CoderError
from coder.exchange.contributions import Contribution
from coder.inquiry.blindness import sight_of
from coder.inquiry.codebooks import Files, follow, revisable, together
from coder.inquiry.collecting import uncollected
from coder.inquiry.correcting import ACTOR, take_in
from coder.inquiry.folder import Inquiry
from coder.inquiry.grounds import grounds
from coder.inquiry.logins import need_reviewer
from coder.inquiry.meeting import CodebookMet, SessionMet, codebook_met, sessions_met
from coder.inquiry.opening import open_contribution
from coder.inquiry.translating import mapped
from coder.store.sight import Sight


@dataclass(frozen=True, slots=True)
class Wish:
    """How to take contributions in: their codes and coders as ours, and sessions that are not here too."""

    codes: Mapping[str, str] = field(default_factory=dict)
    coders: Mapping[str, str] = field(default_factory=dict)
    add_sessions: bool = False


@dataclass(frozen=True)
class Planned:
    """What taking in one file would do; `new` are its entries that are not here yet, and `grounds` those
    that have to be made where codebooks began apart."""

    path: Path
    given: Contribution
    new: tuple[Entry, ...]
    grounds: tuple[Entry, ...]
    sessions: tuple[SessionMet, ...]
    codebook: CodebookMet
    here: Mapping[str, int]
    """Of each coder who has entries here, and new ones in the file, how many there are here."""

    @property
    def brings(self) -> bool:
        """Whether it holds anything that is not here yet."""
        return bool(self.new) or any(met.how == "not here" for met in self.sessions)

    def coders(self) -> dict[str, int]:
        return dict(sorted(Counter(entry.coder for entry in self.new if entry.coder).items()))

    @property
    def revises(self) -> bool:
        """Whether it says anything of the codebook that is not here yet."""
        return any(entry.kind == "code" for entry in (*self.new, *self.grounds))

    def purged(self) -> list[str]:
        """The sessions whose text was taken out for good since."""
        return [
            entry.subject for entry in self.new
            if entry.kind == "withdrawn" and (entry.after or {}).get("purged")
        ]  # fmt: skip

    def lines(self) -> list[str]:
        whose = {"all": "everybody's", "shared": "the inquiry's"}.get(self.given.part, "")
        lines = [
            f"{self.path.name}: {self.given.of or whose} {in_words(len(self.given.entries))}, of which "
            f"{len(self.new)} not here yet"
        ]
        lines += [f"  {line}" for met in self.sessions for line in met.lines()]
        lines += [
            f"  {slug}: was purged there; `coder withdraw {slug} --purge` takes its text out here too"
            for slug in self.purged()
        ]
        lines += [f"  {line}" for line in self.codebook.lines()]
        for coder, number in self.coders().items():
            lines.append(
                f"  {coder}: {number} new, {self.here[coder]} here before; if this is another {coder}, take "
                f"them as --coder {coder}=OTHER" if coder in self.here else f"  {coder}: {number} new"
            )  # fmt: skip
        return lines

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.path.name, "of": self.given.of, "part": self.given.part,
            "entries": len(self.given.entries), "new": len(self.new), "coders": self.coders(),
            "sessions": [met.to_json() for met in self.sessions], "codebook": self.codebook.to_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it; `backup` is the store as it was before, None where nothing was new."""

    entries: int
    carried: int
    backup: Path | None


def plan(inquiry: Inquiry, actor: str, path: Path, wish: Wish) -> Planned:
    """Look at a contribution. Nothing is written.

    Raises CoderError where the file is damaged or no contribution, its entries contradict those here, a
    session is not here and not to be added or is another document, or it would show a blind coder others'
    marks.
    """
    need_reviewer(inquiry, "Merging")
    with uncollected():
        given = mapped(open_contribution(path), wish.codes, wish.coders)
    _check_wish(inquiry, path, wish)
    _check_sight(sight_of(inquiry, actor), path, given)
    sessions = sessions_met(inquiry, path, given, wish.add_sessions)
    new = inquiry.store.uniting.unknown(given.entries)
    ground = inquiry.store.uniting.unknown(grounds(inquiry, given))
    here = {coder: about["n"] for coder, about in inquiry.store.journal.coders().items()}
    met = codebook_met(inquiry, path, given, ground)
    return Planned(path, given, tuple(new), tuple(ground), sessions, met, here)


def carry_out(inquiry: Inquiry, actor: str, planned: Sequence[Planned]) -> Merged:
    """Take contributions in: all of them, or nothing. No undo takes it back; the backup is from before.

    Raises CoderError where a file of the inquiry was changed by hand or cannot be written, or the actor would
    be coding blind by what was taken in.
    """
    entries, backup = _united(planned), None
    if any(one.brings for one in planned):
        backup = inquiry.store.back_up(f"merge-{datetime.now():%Y-%m-%d-%H%M%S}")
    with together(inquiry) as files:
        revises = any(one.revises for one in planned)
        codebook = revisable(inquiry) if revises else inquiry.codebook
        apart: set[str] = set()
        for one in planned:
            apart |= _keep(inquiry, files, one)
        uniting = inquiry.store.uniting
        with uncollected():
            new, carried = uniting.unite(ACTOR, entries, apart, codebook.revision)
        if any(entry.kind == "code" for entry in new):
            follow(inquiry, files)
        sight = sight_of(inquiry, actor)
        for one in planned:
            _check_sight(sight, one.path, one.given)
    return Merged(len(new), len(carried), backup)


def _united(planned: Sequence[Planned]) -> list[Entry]:
    """The entries of all contributions. Raises CoderError where two contradict each other."""
    found: dict[str, Entry] = {}
    for one in planned:
        for entry in (*one.given.entries, *one.grounds):
            if found.setdefault(entry.id, entry) != entry:
                raise CoderError(
                    f"{one.path}: its entry {entry.id} says something else than in another of these files, "
                    "though entries never change: one of them is damaged or forged."
                )
    return list(found.values())


def _keep(inquiry: Inquiry, files: Files, one: Planned) -> set[str]:
    """Keep the revisions of a contribution, and add its sessions that are not here; those with several."""
    index, given = inquiry.store.index, one.given
    for revision, text in given.codebooks.items():
        index.keep_revision("codebook", given.codebook.name, revision, text)
    apart = set()
    for met in one.sessions:
        texts = given.transcripts.get(met.slug, {})
        if met.how == "purged":
            continue
        if met.how == "not here":
            path = inquiry.sessions / f"{met.slug}.md"
            inquiry.sessions.mkdir(exist_ok=True)
            files.replace(path, texts[met.revision].encode())
            take_in(inquiry, path)
        for revision, text in texts.items():
            index.keep_revision("session", met.slug, revision, text)
        if len(index.revisions("session", met.slug)) > 1:
            apart.add(met.slug)
    return apart


def _check_wish(inquiry: Inquiry, path: Path, wish: Wish) -> None:
    from coder.codebook import known_codes
    from coder.inquiry.who import initials

    known_codes(inquiry.codebook, wish.codes.values())
    for coder in wish.coders.values():
        initials(coder)


def _check_sight(sight: Sight, path: Path, given: Contribution) -> None:
    """Raises CoderError where entries are others' marks, which who merges may not be shown."""
    if sight.whole:
        return
    for entry in given.entries:
        own = not entry.coder and entry.kind == "unblinded"
        if not own and not sight.check().shows(entry.kind, entry.coder) and entry.kind != "refused":
            raise CoderError(
                f"{path}: holds what others marked, and you are coding blind: it is yours to merge when you "
                "have read all of your assignment; `coder contribution --shared` makes one without."
            )


def in_words(entries: int) -> str:
    """`1 entry`, `2 entries`."""
    return f"{entries} {'entry' if entries == 1 else 'entries'}"
